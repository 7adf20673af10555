#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

namespace zhengce::test {

inline std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

/// Whether `run` takes time in proportion to what `make(n)` gives it: four times as much takes at
/// most eight times as long, where quadratic work takes sixteen. Processor time of this program,
/// the shortest of up to three runs each, so that a busy machine does not decide. What takes no
/// more than some milliseconds tells nothing, and passes.
template <typename Make, typename Run>
bool grows_linearly(std::size_t n, const Make& make, const Run& run) {
  const auto few = make(n);
  const auto many = make(4 * n);
  const auto seconds = [&](const auto& input) {
    const std::clock_t start = std::clock();
    static_cast<void>(run(input));
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  };
  static_cast<void>(run(few));  // What is loaded once is loaded.
  double of_few = seconds(few), of_many = seconds(many);
  constexpr int kMostRuns = 3;
  constexpr double kMost = 8, kTooShort = 0.005;
  const auto in_proportion = [&] { return of_many <= std::max(kMost * of_few, kTooShort); };
  for (int k = 1; k < kMostRuns && !in_proportion(); ++k) {
    of_few = std::min(of_few, seconds(few));
    of_many = std::min(of_many, seconds(many));
  }
  return in_proportion();
}

}  // namespace zhengce::test
