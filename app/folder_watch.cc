#include "app/folder_watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "corpus/message.h"

namespace zhengce::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kEvents = IN_CREATE | IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVED_TO |
                                  IN_MOVED_FROM | IN_DELETE | IN_ONLYDIR;
constexpr int kPollMs = 200;

Error system_error(const std::string& what, int code) {
  return {ErrorCode::kIo, what + ": " + std::generic_category().message(code)};
}

}  // namespace

Result<FolderWatch> FolderWatch::open(const std::vector<std::string>& folders) {
  FolderWatch watch(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (watch.fd_ < 0) return system_error("inotify", errno);
  for (const std::string& folder : folders) {
    if (const auto watched = watch.watch(folder, false); !watched) return watched.error();
  }
  return watch;
}

FolderWatch::FolderWatch(FolderWatch&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      folders_(std::move(other.folders_)),
      touched_(std::move(other.touched_)),
      lost_(other.lost_) {}

FolderWatch& FolderWatch::operator=(FolderWatch&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(folders_, other.folders_);
  std::swap(touched_, other.touched_);
  std::swap(lost_, other.lost_);
  return *this;
}

FolderWatch::~FolderWatch() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> FolderWatch::watch(const std::string& folder, bool is_new) {
  const int number = ::inotify_add_watch(fd_, folder.c_str(), kEvents);
  if (number < 0) {
    const int code = errno;
    // Gone again before it could be watched.
    if (is_new && (code == ENOENT || code == ENOTDIR)) return {};
    if (code == ENOSPC) {
      return Error{
          ErrorCode::kIo,
          message(_("{}: too many folders to watch; raise fs.inotify.max_user_watches"), folder)};
    }
    return system_error(folder, code);
  }
  folders_[number] = folder;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().string().starts_with('.')) continue;
    if (entry->is_directory(error) && !entry->is_symlink(error)) {
      if (const auto watched = watch(entry->path().string(), is_new); !watched) return watched;
    } else if (is_new) {
      touched_[entry->path().string()].touched = Clock::now();
    }
  }
  return {};
}

void FolderWatch::forget(const std::string& folder) {
  std::erase_if(folders_, [&](const auto& watched) {
    const bool below = watched.second == folder || watched.second.starts_with(folder + "/");
    if (below) ::inotify_rm_watch(fd_, watched.first);
    return below;
  });
}

Result<void> FolderWatch::read_events() {
  alignas(inotify_event) std::array<char, 1 << 16> buffer;
  for (;;) {
    const ssize_t size = ::read(fd_, buffer.data(), buffer.size());
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return {};
    if (size <= 0) return system_error("inotify", errno);
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = buffer.data() + at + sizeof event;
      at += sizeof event + event.len;
      if ((event.mask & IN_Q_OVERFLOW) != 0) lost_ = true;
      if ((event.mask & IN_IGNORED) != 0) folders_.erase(event.wd);
      const auto folder = folders_.find(event.wd);
      if (folder == folders_.end() || event.len == 0 || *name == '.') continue;
      const std::string path =
          (folder->second == "/" ? std::string() : folder->second) + "/" + name;
      State& state = touched_[path];
      state.touched = Clock::now();
      if ((event.mask & IN_MODIFY) != 0) state.is_open = true;
      if ((event.mask & (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE)) != 0) {
        state.is_open = false;
      }
      if ((event.mask & IN_ISDIR) != 0 && (event.mask & IN_MOVED_FROM) != 0) forget(path);
      if ((event.mask & IN_ISDIR) != 0 && (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
        if (const auto watched = watch(path, true); !watched) return watched;
      }
    }
  }
}

Result<FolderWatch::Changes> FolderWatch::wait(const std::function<bool()>& stop) {
  Changes changes;
  while (!stop()) {
    pollfd waiting{fd_, POLLIN, 0};
    if (::poll(&waiting, 1, kPollMs) < 0 && errno != EINTR) return system_error("inotify", errno);
    if (const auto read = read_events(); !read) return read.error();
    const auto now = Clock::now();
    for (const auto& [path, state] : touched_) {
      const auto quiet = now - state.touched;
      if (quiet >= (state.is_open ? kForgotten : kStill)) changes.paths.push_back(path);
    }
    if (changes.paths.empty() && !lost_) continue;
    for (const auto& path : changes.paths) touched_.erase(path);
    changes.lost = std::exchange(lost_, false);
    return changes;
  }
  return Changes();
}

void FolderWatch::put_back(const Changes& changes) {
  for (const auto& path : changes.paths) touched_.try_emplace(path, State{Clock::now(), false});
  lost_ = lost_ || changes.lost;
}

}  // namespace zhengce::app
