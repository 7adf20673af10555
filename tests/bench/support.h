#pragma once

#include <errno.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>

#include "corpus/result.h"

/// What the benchmarks share.
namespace zhengce::bench {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
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
