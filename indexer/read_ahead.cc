#include "indexer/read_ahead.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

#include "corpus/message.h"
#include "graph/files.h"
#include "indexer/clock.h"

namespace zhengce {
namespace {

using Clock = std::chrono::steady_clock;

// What a step takes beside its text.
constexpr std::uint64_t kStepBytes = 1024;
constexpr std::chrono::milliseconds kLook{100};

// A step that waits, and the room it takes.
struct Waiting {
  ReadAhead::Step step;
  std::uint64_t bytes = 0;
};

struct FileState {
  std::uint64_t bytes = 0;  ///< Of the file, while it is read.
  std::deque<Waiting> steps;
};

}  // namespace

struct ReadAhead::Shared {
  std::vector<std::string> files;
  ReaderOptions options;
  Limits limits;
  std::vector<std::thread> threads;

  std::mutex mutex;
  std::condition_variable may_read;  ///< There is room again, or all is over.
  std::condition_variable may_take;  ///< The file whose turn it is has a step.
  std::deque<FileState> ahead;       ///< From file `turn` on: those started.
  std::size_t turn = 0;              ///< Whose steps are taken now.
  std::size_t next_file = 0;         ///< To be started.
  std::uint64_t bytes = 0;           ///< Of files being read and steps that wait.
  std::atomic<bool> stopped{false};  ///< Set under the mutex.

  FileState& state(std::size_t file) { return ahead[file - turn]; }
  std::exception_ptr failure;  ///< Of a thread, which is to be thrown to the taker.

  void run();
  void read_files();
  Result<void> read_file(std::size_t file, Clock::time_point& begun);
  bool put(std::size_t file, Step step, std::uint64_t size);
};

// Of a thread nothing may be thrown.
void ReadAhead::Shared::run() {
  try {
    read_files();
  } catch (...) {
    {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      stopped = true;
    }
    may_read.notify_all();
    may_take.notify_all();
  }
}

// Whatever goes wrong costs this file alone.
Result<void> ReadAhead::Shared::read_file(std::size_t file, Clock::time_point& begun) {
  try {
    return read_documents(files[file], options, [&](Result<RawDocument> document) {
      const std::uint64_t room = kStepBytes + (document ? document->text.size() : 0);
      const bool goes_on = put(file, {file, std::move(document), {}, seconds_since(begun)}, room);
      begun = Clock::now();
      return goes_on;
    });
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::kIo,
                 message(_("{}: there is not enough memory to read it"), files[file])};
  } catch (const std::exception& e) {
    return Error{ErrorCode::kInternal, files[file] + ": " + e.what()};
  }
}

// Takes one file after the other.
void ReadAhead::Shared::read_files() {
  for (;;) {
    std::size_t file = 0;
    {
      std::unique_lock lock(mutex);
      if (stopped || next_file == files.size()) return;
      file = next_file++;
      ahead.emplace_back();
    }
    const std::uint64_t size = size_of(files[file]);
    {
      std::unique_lock lock(mutex);
      may_read.wait(lock, [&] { return stopped || file == turn || bytes + size <= limits.bytes; });
      if (stopped) return;
      // Half of the room is for texts, however large the file.
      state(file).bytes = std::min(size, limits.bytes / 2);
      bytes += state(file).bytes;
    }
    auto begun = Clock::now();
    auto end = read_file(file, begun);
    if (!put(file, {file, std::nullopt, std::move(end), seconds_since(begun)}, 0)) return;
  }
}

// False once nobody takes it any more.
bool ReadAhead::Shared::put(std::size_t file, Step step, std::uint64_t size) {
  std::unique_lock lock(mutex);
  may_read.wait(lock, [&] {
    return stopped || bytes + size <= limits.bytes || (file == turn && state(file).steps.empty());
  });
  if (stopped) return false;
  FileState& at = state(file);
  if (!step.document) bytes -= std::exchange(at.bytes, 0);
  bytes += size;
  at.steps.push_back({std::move(step), size});
  if (file == turn) may_take.notify_one();
  return true;
}

ReadAhead::ReadAhead(std::vector<std::string> files, ReaderOptions options, Limits limits)
    : shared_(std::make_unique<Shared>()) {
  shared_->files = std::move(files);
  shared_->options = std::move(options);
  shared_->limits = limits;
  shared_->options.stop = [shared = shared_.get()] { return shared->stopped.load(); };
  const auto count = std::min<std::size_t>(std::max(1u, limits.threads), shared_->files.size());
  shared_->threads.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    try {
      shared_->threads.emplace_back([shared = shared_.get()] { shared->run(); });
    } catch (const std::system_error&) {
      // The system gives no more: those that are there read everything.
      if (shared_->threads.empty()) throw;
      break;
    }
  }
}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->stopped = true;
  }
  shared_->may_read.notify_all();
  for (auto& thread : shared_->threads) thread.join();
}

std::optional<ReadAhead::Step> ReadAhead::next(const std::function<bool()>& waiting) {
  Shared& shared = *shared_;
  std::unique_lock lock(shared.mutex);
  if (shared.turn == shared.files.size()) return std::nullopt;
  const auto is_there = [&] {
    return shared.failure || (!shared.ahead.empty() && !shared.ahead.front().steps.empty());
  };
  while (!shared.may_take.wait_for(lock, kLook, is_there)) {
    lock.unlock();
    if (waiting && !waiting()) return std::nullopt;
    lock.lock();
  }
  if (shared.failure) std::rethrow_exception(shared.failure);
  Waiting taken = std::move(shared.ahead.front().steps.front());
  shared.ahead.front().steps.pop_front();
  shared.bytes -= taken.bytes;
  if (!taken.step.document) {
    shared.ahead.pop_front();
    ++shared.turn;
  }
  lock.unlock();
  shared.may_read.notify_all();
  return std::move(taken.step);
}

}  // namespace zhengce
