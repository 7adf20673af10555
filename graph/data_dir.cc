#include "graph/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

#include "corpus/message.h"
#include "corpus/text.h"
#include "graph/files.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kLayout = 1;

Result<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return io_error(path, errno);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return io_error(path, EIO);
  return content;
}

// The number after "name": in the marker, 0 if there is none. The marker is written by us alone, so
// a full parser would only add ways to fail.
unsigned marker_number(std::string_view marker, std::string_view name) {
  const std::string key = "\"" + std::string(name) + "\":";
  const auto at = marker.find(key);
  unsigned value = 0;
  if (at != std::string_view::npos) {
    std::from_chars(marker.data() + at + key.size(), marker.data() + marker.size(), value);
  }
  return value;
}

// The program and its command, without what it was asked for: names of what a purge removes stay
// nowhere.
std::string own_command() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  std::string program, command;
  std::getline(in, program, '\0');
  std::getline(in, command, '\0');
  program = fs::path(program).filename().string();
  return command.empty() || command.starts_with('-') ? program : program + " " + command;
}

}  // namespace

fs::path DataDir::default_root() {
  const auto variable = [](const char* name) -> std::string {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return value != nullptr ? value : "";
  };
  if (const auto own = variable("ZHENGCE_DATA"); !own.empty()) return own;
  if (const auto xdg = variable("XDG_DATA_HOME"); !xdg.empty()) return fs::path(xdg) / "zhengce";
  const auto home = variable("HOME");
  return fs::path(home.empty() ? "." : home) / ".local" / "share" / "zhengce";
}

Result<DataDir> DataDir::open(const fs::path& root) {
  std::error_code error;
  const auto status = fs::status(root, error);
  if (status.type() == fs::file_type::not_found) {
    return Error{ErrorCode::kNotFound, message(_("{}: no such data directory"), root.string())};
  }
  if (error) return io_error(root, error);
  if (!fs::is_directory(status)) {
    return Error{ErrorCode::kIncompatible, message(_("{}: not a directory"), root.string())};
  }
  const auto marker_path = root / "zhengce.json";
  if (!fs::exists(marker_path, error)) {
    // Killed while it wrote the marker, the program leaves this much.
    const auto is_start_of_ours = [](const fs::path& entry) {
      return entry.filename() == "zhengce.json.tmp";
    };
    const auto entries = list_directory(root);
    if (!entries) return entries.error();
    if (std::all_of(entries->begin(), entries->end(), is_start_of_ours))
      return Error{ErrorCode::kNotFound, message(_("{}: nothing indexed here yet"), root.string())};
    return Error{
        ErrorCode::kIncompatible,
        message(_("{}: not a zhengce data directory (it holds other files)"), root.string())};
  }
  auto marker = read_file(marker_path);
  if (!marker) return marker.error();
  const unsigned layout = marker_number(*marker, "zhengce");
  const unsigned shards = marker_number(*marker, "shards");
  if (layout == 0 || shards == 0 || shards > 256) {
    return Error{ErrorCode::kCorrupt,
                 message(_("{}: not readable as a marker"), marker_path.string())};
  }
  if (layout > kLayout) {
    return Error{ErrorCode::kIncompatible,
                 message(_("{}: written by a newer zhengce (layout {}, this one reads {})"),
                         root.string(), layout, kLayout)};
  }
  return DataDir{root, shards};
}

namespace {

Result<DataDir> mark(const fs::path& root) {
  const DataDir dir{root};
  const auto written = write_file_atomically(
      root / "zhengce.json", "{\"zhengce\":" + std::to_string(kLayout) +
                                 ",\"shards\":" + std::to_string(dir.shards) + "}\n");
  if (!written) return written.error();
  return dir;
}

}  // namespace

Result<DataDir> DataDir::create(const fs::path& root) {
  auto opened = open(root);
  if (opened || opened.error().code != ErrorCode::kNotFound) return opened;
  std::error_code error;
  fs::create_directories(root, error);
  if (error) return io_error(root, error);
  return mark(root);
}

// The number of shards may be another one than it was: the index is then built anew.
Result<DataDir> DataDir::mend(const fs::path& root) {
  auto opened = open(root);
  std::error_code error;
  const bool is_damaged = !opened && (opened.error().code == ErrorCode::kCorrupt ||
                                      (opened.error().code == ErrorCode::kIncompatible &&
                                       fs::exists(root / "graph" / "CURRENT", error) &&
                                       !fs::exists(root / "zhengce.json", error)));
  return is_damaged ? mark(root) : opened;
}

Result<std::string> DataDir::user_dictionary() const {
  std::error_code error;
  if (!fs::exists(dictionary(), error)) return std::string();
  auto content = read_file(dictionary());
  if (!content) return content.error();
  std::size_t replaced = 0;
  decode_utf8(*content, &replaced);
  if (replaced > 0) {
    return Error{ErrorCode::kInvalidInput, message(_("{}: not UTF-8 text"), dictionary().string())};
  }
  return content;
}

Result<std::vector<fs::path>> DataDir::kept_by_repairs() const {
  auto entries = list_directory(root);
  if (!entries) return entries.error();
  const std::string damaged = graph().filename().string() + ".damaged";
  std::erase_if(*entries, [&](const fs::path& entry) {
    return !entry.filename().string().starts_with(damaged) && entry != salvaged_texts();
  });
  return entries;
}

Result<WriterLock> WriterLock::acquire(const DataDir& dir, int wait_ms) {
  const auto path = dir.root / "lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return io_error(path, errno);
  WriterLock lock(fd);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return io_error(path, errno);
    if (std::chrono::steady_clock::now() >= deadline) {
      char holder[256] = {};
      const auto got = ::pread(fd, holder, sizeof holder - 1, 0);
      std::string who(holder, got > 0 ? static_cast<std::size_t>(got) : 0);
      who.resize(who.find('\n') == std::string::npos ? who.size() : who.find('\n'));
      return Error{ErrorCode::kBusy,
                   message(_("{}: being written by process {}; try again when it has ended"),
                           dir.root.string(), who.empty() ? _("(unknown)") : who)};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  const std::string who = std::to_string(::getpid()) + " (" + own_command() + ")\n";
  // The content only serves the message above: a full disk must not keep anybody from the lock.
  if (::ftruncate(fd, 0) == 0) [[maybe_unused]]
    const auto ignored = ::pwrite(fd, who.data(), who.size(), 0);
  return lock;
}

WriterLock::WriterLock(WriterLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
WriterLock::~WriterLock() {
  if (fd_ < 0) return;
  [[maybe_unused]] const auto ignored = ::ftruncate(fd_, 0);
  ::close(fd_);
}

Result<unsigned> current_generation(const DataDir& dir) {
  const auto path = dir.index() / "CURRENT";
  std::error_code error;
  if (!fs::exists(path, error)) {
    return Error{ErrorCode::kNotFound, message(_("{}: no search index yet"), dir.root.string())};
  }
  auto content = read_file(path);
  if (!content) return content.error();
  unsigned generation = 0;
  const auto [end, fault] =
      std::from_chars(content->data(), content->data() + content->size(), generation);
  if (fault != std::errc() || generation == 0) {
    return Error{ErrorCode::kCorrupt, message(_("{}: names no generation"), path.string())};
  }
  return generation;
}

std::vector<fs::path> shard_paths(const DataDir& dir, unsigned generation) {
  std::vector<fs::path> paths;
  for (unsigned shard = 0; shard < dir.shards; ++shard) {
    paths.push_back(dir.index() / std::to_string(generation) / ("shard-" + std::to_string(shard)));
  }
  return paths;
}

Result<std::vector<fs::path>> current_shards(const DataDir& dir) {
  const auto generation = current_generation(dir);
  if (!generation) return generation.error();
  return shard_paths(dir, *generation);
}

Result<void> write_file_atomically(const fs::path& path, const std::string& content) {
  const fs::path temporary = path.string() + ".tmp";
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return io_error(temporary, errno);
  std::size_t done = 0;
  int fault = 0;
  while (fault == 0 && done < content.size()) {
    const auto wrote = ::write(fd, content.data() + done, content.size() - done);
    if (wrote >= 0)
      done += static_cast<std::size_t>(wrote);
    else if (errno != EINTR)
      fault = errno;
  }
  if (fault == 0 && ::fsync(fd) != 0) fault = errno;
  ::close(fd);
  if (fault == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) fault = errno;
  if (fault != 0) {
    ::unlink(temporary.c_str());
    return io_error(path, fault);
  }
  // The new file is in force; that it might be gone after a power cut is no reason to do it again.
  (void)sync_directory(path.parent_path());
  return {};
}

}  // namespace zhengce
