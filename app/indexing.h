#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/command.h"
#include "app/json_shapes.h"
#include "corpus/readers/reader_process.h"
#include "indexer/indexer.h"

namespace zhengce::app {

/// Declares --memory, which limits_of_memory() reads.
void memory_option(CommandLine& line);
/// Shares out what --memory says (fit_into_memory()): before there are other threads. Errors:
/// kInvalidInput.
Result<void> limits_of_memory(const CommandLine& line, IndexerOptions& options);

/// Declares the options that all commands which read files have.
void reading_options(CommandLine& line);

/// A run that reads files into the data directory: its options, the processes that read foreign
/// formats, progress, Ctrl-C (the batch in hand is finished; a second one ends the program at
/// once), reports on stdout, stderr and in a file.
class IndexingRun {
 public:
  explicit IndexingRun(const CommandLine& line);
  ~IndexingRun();
  IndexingRun(const IndexingRun&) = delete;
  IndexingRun& operator=(const IndexingRun&) = delete;

  /// Checks the options and opens the data directory. An exit code ends the command.
  std::optional<int> start();
  /// Lets others write, until reopen(). Errors of that: those of Indexer::open().
  void close() { indexer_.reset(); }
  Result<void> reopen();
  /// True once the user pressed Ctrl-C, or a signal asked to end.
  static bool was_interrupted();
  /// Reads all of `paths`. `seen` is told of each input.
  Result<IndexSummary> add(const std::vector<std::filesystem::path>& paths,
                           const std::function<void(const InputReport&)>& seen = {});
  Indexer& indexer() { return *indexer_; }
  ProgressLine& progress() { return progress_; }
  /// The JSON line and the words of a summary, and the exit code it means.
  static Json json(const IndexSummary& summary, bool dry_run);
  static std::string text(const IndexSummary& summary, bool dry_run);
  int exit_code(const IndexSummary& summary) const;

 private:
  void show(const IndexProgress& at);
  void told(const InputReport& input, const std::vector<std::filesystem::path>& paths);

  const CommandLine& line_;
  ProgressLine progress_;
  ReaderProcesses processes_;
  IndexerOptions options_;
  std::optional<Indexer> indexer_;
  std::ofstream report_;
};

}  // namespace zhengce::app
