#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace zhengce::test {

/// Bytes of private memory (anonymous pages that are resident) of a process and all it started;
/// mapped files are not counted. What has ended counts nothing.
inline std::uint64_t private_bytes(pid_t process) {
  const std::string proc = "/proc/" + std::to_string(process);
  std::uint64_t bytes = 0;
  std::ifstream status(proc + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) bytes += std::stoull(line.substr(8)) << 10;
  }
  // Each thread lists the processes that it started.
  std::error_code error;
  for (const auto& task : std::filesystem::directory_iterator(proc + "/task", error)) {
    std::ifstream children(task.path() / "children");
    for (pid_t child = 0; children >> child;) bytes += private_bytes(child);
  }
  return bytes;
}

}  // namespace zhengce::test
