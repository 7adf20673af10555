#pragma once

#include <errno.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "corpus/result.h"

/// What the benchmarks share.
namespace zhengce::bench {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What the given part of the figures, 0 to 1, lies below; 0 of none.
inline double percentile(std::vector<double> figures, double part) {
  if (figures.empty()) return 0;
  const auto place = std::min(figures.size() - 1,
                              static_cast<std::size_t>(part * static_cast<double>(figures.size())));
  std::nth_element(figures.begin(), figures.begin() + static_cast<std::ptrdiff_t>(place),
                   figures.end());
  return figures[place];
}

/// The sizes of all files in a folder and below it, in bytes.
inline std::uint64_t bytes_in(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.is_regular_file()) bytes += file.file_size();
  }
  return bytes;
}

/// Ends the program with 2 and its name and `why` on stderr.
[[noreturn]] inline void give_up(const std::string& why) {
  fmt::print(stderr, "{}: {}\n", program_invocation_short_name, why);
  std::exit(2);
}

/// The value, or give_up() with the error.
template <typename T>
T take(Result<T> result) {
  if (!result) give_up(result.error().message);
  return std::move(result).value();
}

/// What a command of the shell prints, without the line ends behind it.
inline std::string output_of(const std::string& command) {
  std::string out;
  if (FILE* pipe = popen(command.c_str(), "r"); pipe != nullptr) {
    char buffer[256];
    while (fgets(buffer, sizeof buffer, pipe) != nullptr) out += buffer;
    pclose(pipe);
  }
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

/// The commit of the checkout at `source`, and whether it was changed since.
inline std::string commit_of(const std::string& source) {
  return output_of("git -C '" + source + "' describe --always --dirty 2>/dev/null");
}

/// What stands above every figure: machine and how busy it is, commit of the checkout at `source`,
/// corpus, command.
inline void print_head(const std::string& source, const std::filesystem::path& corpus,
                       const std::string& command) {
  fmt::print("machine  {}, {} cores, load {} before\n",
             output_of("grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs"),
             std::thread::hardware_concurrency(), output_of("cut -d' ' -f1 /proc/loadavg"));
  fmt::print("commit   {}\n", commit_of(source));
  fmt::print("corpus   {}\n", corpus.filename().string());
  fmt::print("command  {}\n", command);
}

}  // namespace zhengce::bench
