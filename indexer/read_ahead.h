#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/readers/reader.h"

namespace zhengce {

/// Reads files on threads of its own, ahead of whoever takes their documents, and hands them over
/// in the order of the files, as if one thread read them. What waits to be taken is bounded.
/// Threads: one owner.
class ReadAhead {
 public:
  struct Limits {
    unsigned threads = 1;  ///< That read; at least one.
    /// Bytes of files being read and of steps that wait. The file whose turn it is to be taken is
    /// read whatever its size; others wait for it.
    std::uint64_t bytes = 32u << 20;
  };

  /// One step through the files: a document, the reason a part was skipped, or the end of a file.
  struct Step {
    std::size_t file = 0;  ///< Its place in `files`.
    /// What read_documents() visits; none where the file ends here.
    std::optional<Result<RawDocument>> document;
    Result<void> end;    ///< Where it ends: what read_documents() returned.
    double seconds = 0;  ///< Spent on reading this.
  };

  /// Starts reading regular files (a pipe may keep a thread for ever: read that yourself).
  /// `options` is used by all threads at once. What reading a file throws ends that file with an
  /// error. Throws std::system_error where no thread can be started.
  ReadAhead(std::vector<std::string> files, ReaderOptions options, Limits limits);
  /// Stops: what is not taken is dropped, after the documents in hand; a process that reads in
  /// isolation is not waited for.
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  /// The next step, once it is there; none after the end of the last file. Meanwhile `waiting`, if
  /// given, is asked several times a second: false gives up, with nothing.
  std::optional<Step> next(const std::function<bool()>& waiting = {});

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace zhengce
