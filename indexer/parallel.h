#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace zhengce {

/// Calls `work(i)` once for each 0 <= i < count, on the calling thread and up to `jobs` - 1 others,
/// in no order; returns when all are done. Where the system gives no more threads, those that are
/// there do it. What `work` throws first is thrown here once all threads have ended; what was not
/// begun by then is left out.
template <typename Work>
void parallel_for(std::size_t count, unsigned jobs, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto loop = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    try {
      for (unsigned job = 1; job < jobs && job < count; ++job) threads.emplace_back(loop);
    } catch (const std::system_error&) {
    }
    loop();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace zhengce
