#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "corpus/result.h"

namespace zhengce::app {

/// Tells what changes in folders and below them, once it is still: files that are open for writing,
/// or were written a moment ago, are not told of yet. Hidden files and folders are passed over.
/// Threads: one owner.
class FolderWatch {
 public:
  /// Files that nobody touched for so long are complete, …
  static constexpr std::chrono::milliseconds kStill{1000};
  /// … and those that were never closed after they were written too, after this.
  static constexpr std::chrono::milliseconds kForgotten{60000};

  /// Begins to watch. Errors: kIo with the folder and the reason (also a limit of the system).
  static Result<FolderWatch> open(const std::vector<std::string>& folders);
  FolderWatch(FolderWatch&& other) noexcept;
  FolderWatch& operator=(FolderWatch&& other) noexcept;
  ~FolderWatch();

  struct Changes {
    std::vector<std::string> paths;  ///< Written, come or gone, in order; folders too.
    bool lost = false;               ///< The system dropped some: anything may have changed.
  };
  /// Waits for changes that are still, or until `stop`, which is asked several times a second, says
  /// so: then there are none. Errors: kIo.
  Result<Changes> wait(const std::function<bool()>& stop);
  /// Tells of these paths again in a while.
  void put_back(const Changes& changes);

 private:
  using Clock = std::chrono::steady_clock;
  struct State {
    Clock::time_point touched;
    bool is_open = false;  ///< Written and not closed since.
  };

  explicit FolderWatch(int fd) : fd_(fd) {}
  /// Watches the folder and all below it; what is in it already counts as changed if `is_new`.
  Result<void> watch(const std::string& folder, bool is_new);
  /// What is below it is not found there any more.
  void forget(const std::string& folder);
  Result<void> read_events();

  int fd_ = -1;
  std::map<int, std::string> folders_;    ///< By watch.
  std::map<std::string, State> touched_;  ///< Not told of yet.
  bool lost_ = false;
};

}  // namespace zhengce::app
