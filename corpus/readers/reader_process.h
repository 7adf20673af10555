#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "corpus/readers/reader.h"
#include "corpus/result.h"

namespace zhengce {

/// Processes that read files of foreign binary formats, so that a crash, a hang or a hunger for
/// memory in a library costs one file. Each serves one file after another; one that dies or is
/// over a limit is replaced. A process is this very program started anew: it lives as long as the
/// socket to it.
/// Threads: all may call; there are as many processes as calls at once.
class ReaderProcesses {
 public:
  /// `command`, a program's path and its arguments, must call serve_reads(). No shell is between.
  explicit ReaderProcesses(std::vector<std::string> command);
  ~ReaderProcesses();
  ReaderProcesses(const ReaderProcesses&) = delete;
  ReaderProcesses& operator=(const ReaderProcesses&) = delete;

  /// read_documents() in another process. Errors: also kInvalidInput where reading crashed, or took
  /// longer or more memory than the options allow; what was visited before stays. kIo where no
  /// process can be started.
  Result<void> read(const std::filesystem::path& path, const ReaderOptions& options,
                    const ReaderOptions::Visit& visit);

 private:
  struct Pool;
  std::unique_ptr<Pool> pool_;
};

/// The other side: reads what is asked for on a socket (its standard input) and answers there,
/// until it ends. Gives the exit code. `set_limits` puts limits on memory and processor time of
/// the whole process.
int serve_reads(int socket, bool set_limits);

}  // namespace zhengce
