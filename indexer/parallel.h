#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace zhengce {

/// Calls `work(i)` once for each 0 <= i < count, on the calling thread and up to `jobs` - 1 others,
/// in no order; returns when all are done. `work` must not throw.
template <typename Work>
void parallel_for(std::size_t count, unsigned jobs, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> threads;
  for (unsigned job = 1; job < jobs && job < count; ++job) threads.emplace_back(loop);
  loop();
  for (auto& thread : threads) thread.join();
}

}  // namespace zhengce
