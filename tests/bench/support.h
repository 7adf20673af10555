#pragma once

#include <errno.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
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

}  // namespace zhengce::bench
