#include "graph/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace zhengce {
namespace {

namespace fs = std::filesystem;

// The system's error; 0 for none.
int sync(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  const int error = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  return error;
}

Result<void> result_of(int error, const fs::path& path) {
  if (error == 0) return {};
  return io_error(path, error);
}

}  // namespace

Result<std::vector<fs::path>> list_directory(const fs::path& dir) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error))
    entries.push_back(it->path());
  if (error && error != std::errc::no_such_file_or_directory) return io_error(dir, error);
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::uint64_t size_of(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  return error ? 0 : size;
}

Result<void> sync_directory(const fs::path& dir) {
  const int error = sync(dir.empty() ? fs::path(".") : dir);
  const bool cannot = error == EINVAL || error == ENOTSUP || error == EACCES;
  return result_of(cannot ? 0 : error, dir);
}

Result<void> copy_file_synced(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
  if (error) return io_error(to, error);
  return result_of(sync(to), to);
}

Result<void> copy_synced(const fs::path& from, const fs::path& to) {
  std::error_code error;
  const bool is_directory = fs::is_directory(from, error);
  if (!is_directory) return copy_file_synced(from, to);
  fs::create_directories(to, error);
  if (error) return io_error(to, error);
  const auto entries = list_directory(from);
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    if (auto copied = copy_synced(entry, to / entry.filename()); !copied) return copied;
  }
  return sync_directory(to);
}

}  // namespace zhengce
