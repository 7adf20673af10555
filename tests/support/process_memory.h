#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace zhengce::test {

/// The words a process was started with, each with its zero behind it; "" once it has ended.
inline std::string command_line(pid_t process) {
  std::ifstream words("/proc/" + std::to_string(process) + "/cmdline", std::ios::binary);
  return {std::istreambuf_iterator<char>(words), {}};
}

/// Bytes of private memory (anonymous pages that are resident) of a process and all it started;
/// mapped files are not counted. What has ended counts nothing.
inline std::uint64_t private_bytes(pid_t process) {
  const std::string proc = "/proc/" + std::to_string(process);
  const std::string words = command_line(process);
  std::uint64_t bytes = 0;
  std::ifstream status(proc + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) bytes += std::stoull(line.substr(8)) << 10;
  }
  // Each thread lists the processes that it started.
  std::error_code error;
  for (const auto& task : std::filesystem::directory_iterator(proc + "/task", error)) {
    std::ifstream children(task.path() / "children");
    for (pid_t child = 0; children >> child;) {
      // Between spawn and exec it still runs in its parent's memory, which must not count twice.
      if (command_line(child) != words) bytes += private_bytes(child);
    }
  }
  return bytes;
}

}  // namespace zhengce::test
