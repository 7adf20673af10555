#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/article.h"
#include "corpus/readers/reader.h"
#include "corpus/result.h"
#include "graph/data_dir.h"
#include "graph/graph_store.h"
#include "indexer/find_files.h"
#include "indexer/index_writer.h"
#include "indexer/removal.h"

namespace zhengce {

/// What became of one input document.
enum class InputStatus {
  kAdded,      ///< A text not here before.
  kUpdated,    ///< A text not here before, at a place where another one was found before.
  kUnchanged,  ///< Here before, from the same place.
  kDuplicate,  ///< Here before, from another place, which is now noted.
  kSkipped,    ///< Not read; `reason` says why.
  kUnread,     ///< Of a kind that is not read at all; `reason` names it.
};
/// "added", "updated", "unchanged", "duplicate", "skipped", "unread".
std::string_view status_name(InputStatus status);

struct InputReport {
  /// As normal_path() writes it. Of a member of an archive `archive!/path`; of what was skipped the
  /// file's.
  std::string path;
  InputStatus status = InputStatus::kSkipped;
  std::optional<ArticleId> article;
  std::string key;
  std::string reason;
  /// Characters of the text that could not be read in any encoding and are shown as U+FFFD.
  std::uint64_t replaced = 0;
  double seconds = 0;  ///< Spent on reading and extracting it.
  /// What was left out of what is stated about it, a line each: dates that are none.
  std::vector<std::string> notes = {};
};

struct IndexSummary {
  std::uint64_t added = 0, updated = 0, unchanged = 0, duplicate = 0, skipped = 0, unread = 0;
  std::uint64_t missing = 0;     ///< Of the skipped, those that are not there at all.
  std::uint64_t bytes = 0;       ///< Of text read, UTF-8.
  std::uint64_t characters = 0;  ///< Code points of text read.
  /// Seconds of wall time: whole, and by stage (read: files, summed over threads; extract: framing,
  /// stages one and two; graph: commits; index: analysis and Xapian). Stages overlap: together they
  /// may exceed the whole.
  double seconds = 0, read_seconds = 0, extract_seconds = 0, graph_seconds = 0, index_seconds = 0;
  bool stopped = false;  ///< Ended before the last input: by `stop`, or by `strict`.
  /// Directories in which there was nothing to read, with what to say.
  std::vector<FoundFiles::Missing> empty;
};

/// How far a run is.
struct IndexProgress {
  /// "index" (unit: inputs), "extract" (articles), "apply" and "rebuild" (log entries).
  std::string_view phase;
  std::uint64_t done = 0;
  std::uint64_t all = 0;         ///< 0 when not known.
  std::uint64_t characters = 0;  ///< Of "index": taken so far.
  /// Of "index": bytes of files, as stored, that are done and that are to be read; files told by
  /// their looks count for nothing.
  std::uint64_t bytes = 0, all_bytes = 0;
  double seconds = 0;  ///< Of "index": since it began.
};

struct IndexerOptions {
  /// Threads that frame and extract; 0 for one a core.
  unsigned jobs = 0;
  /// Bytes of text that are committed at once. More is a little faster, uses more memory and shows
  /// new articles later.
  std::size_t batch_bytes = 2u << 20;
  /// Largest number of different terms of an article, about (Analyzer::estimate_base_terms), which
  /// take some 330 bytes each while it is indexed. One with more is skipped.
  std::size_t max_terms = SIZE_MAX;
  /// Bytes of files and texts that are read before their turn comes.
  std::size_t read_ahead_bytes = 16u << 20;
  /// Threads that read files, of `jobs`; 0 for as many.
  unsigned reading_threads = 0;
  /// Seconds after which a batch is committed although it is smaller: what comes slowly is seen
  /// soon.
  double batch_seconds = 10;
  /// Milliseconds to wait for another writer to finish.
  int lock_wait_ms = 5000;
  ReaderOptions reader;
  FileFilter files;
  GraphOptions graph;
  PassedPoint passed;
  /// Throw a damaged index away and build it anew instead of refusing (it is derived; the graph is
  /// the truth).
  bool replace_damaged_index = false;
  /// End with the first input that is skipped, after the batch in hand.
  bool strict = false;
  /// Read all files again, also those that look as they did when they were read whole.
  bool reread = false;
  /// Seconds for which a file must have been left alone before it can be told by its looks: the
  /// grain of file systems' clocks.
  double settled_seconds = 2;
  /// Say what would become of each input, and change nothing.
  bool dry_run = false;
  /// Asked between documents: true ends the run after the batch in hand.
  std::function<bool()> stop;
  /// Told about progress, from the thread that called.
  std::function<void(const IndexProgress&)> progress;
};

/// The one writer of a data directory: takes articles in, keeps graph and index in step.
///
/// An article is safe on disk when it is reported. One batch after another is read, framed,
/// extracted, decided (which names are visible), committed to the graph in one step and applied to
/// the index. What is visible is a function of the set of articles: any order and any split into
/// batches gives the same answers. Threads: one owner.
class Indexer {
 public:
  /// Creates the directory if need be, takes the lock, brings the index up to the log and ends what
  /// a killed writer left half done. An index that knows more than the graph is built anew.
  /// Errors: kBusy (names the other writer), kIncompatible, kCorrupt, kIo, kInvalidInput (rules or
  /// dictionary with a fault).
  static Result<Indexer> open(const std::filesystem::path& data_dir,
                              const IndexerOptions& options = {});
  Indexer(Indexer&&) noexcept;
  Indexer& operator=(Indexer&&) noexcept;
  ~Indexer();

  /// Indexes files and directories, whose paths are noted as normal_path() writes them. Files that
  /// look as they did when all their documents were indexed are not read: these are unchanged, and
  /// reported so. `report` is called for each input document after its commit (for skipped ones at
  /// once). Errors end the run (kIo: disk full…); what was reported stays.
  Result<IndexSummary> add(const std::vector<std::filesystem::path>& paths,
                           const std::function<void(const InputReport&)>& report);

  /// Takes articles, or places they were found at, out of graph and index (removal.h plans that).
  /// Edges without evidence left and names without mention go with them: the store is as if they
  /// had never been here. An older version at the place becomes the one that is searched.
  Result<void> remove(const std::vector<Removal>& removals);

  /// Notes that a purge is to follow: from here on, whenever the process is killed, the next writer
  /// does it. Errors: kIo.
  Result<void> announce_purge();
  /// Writes graph and index anew, so that no file holds any of what was removed or replaced; the
  /// store's list of its files may, until it is opened once more. DataDir::kept_by_repairs() stays
  /// as it is.
  Result<void> purge();

  /// Extracts every article again with the present rules and builds the index anew.
  Result<void> rebuild();

  /// Log entries that the index had when opened and the graph has no more: what they stood for is
  /// lost. 0 where nothing is wrong.
  std::uint64_t lost_entries() const;

  /// Where articles would be found after the dry runs of add() so far.
  const PlannedSources& planned() const;

  const GraphReader& graph() const;

 private:
  struct Impl;
  class AddRun;
  explicit Indexer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhengce
