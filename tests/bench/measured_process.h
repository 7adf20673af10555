#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace zhengce::bench {

/// A program that was run to its end.
struct MeasuredProcess {
  int code = -1;       ///< Its exit code; 128 and the signal's number if that ended it.
  double seconds = 0;  ///< From its start to its end.
  std::uint64_t peak_private_bytes = 0;  ///< With all that it started; mapped files not counted.
  std::string out;
  std::string last_error;  ///< The last line of its stderr.
};

/// Runs a program, no shell between; what it prints goes through files in `folder`. Ends the
/// program where it cannot be started.
MeasuredProcess run_measured(const std::vector<std::string>& words,
                             const std::filesystem::path& folder);

/// What the files of a folder take on the disk, holes not counted.
std::uint64_t bytes_on_disk(const std::filesystem::path& folder);

}  // namespace zhengce::bench
