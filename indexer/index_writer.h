#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/analysis/lexicon.h"
#include "corpus/result.h"
#include "graph/data_dir.h"
#include "graph/graph_store.h"

namespace zhengce {

/// Called when the named point has been passed: "graph committed", "shard 0 committed", "shard 1
/// committed", "generation published". Tests kill the process there; the program leaves it empty.
using PassedPoint = std::function<void(std::string_view)>;

/// Keeps the Xapian index in step with the log of the graph store. An entry is applied by deleting
/// all of its article's documents and adding those of its present state, so applying twice does no
/// harm. Threads: one owner, who holds the data directory's WriterLock; inside, each shard has a
/// thread.
class IndexWriter {
 public:
  /// Opens the current generation, or starts the first; what a killed writer left beside it goes.
  /// Errors: kIo, kCorrupt, kBusy.
  static Result<IndexWriter> open(const DataDir& dir, std::shared_ptr<const Lexicon> lexicon,
                                  PassedPoint passed = {});
  IndexWriter(IndexWriter&&) noexcept;
  IndexWriter& operator=(IndexWriter&&) noexcept;
  ~IndexWriter();

  /// The log entry up to which every shard is committed.
  std::uint64_t sequence() const;
  /// The newest log entry that any shard has. Above the graph's own last one the graph has lost
  /// entries, and others will bear their numbers: rebuild.
  std::uint64_t newest() const;
  /// True if the index was cut by another analyzer (version, gazetteer, user dictionary): rebuild
  /// it.
  bool is_stale() const;
  /// True if the directory held no index when opened.
  bool is_new() const;

  /// Applies what the log has after each shard's sequence, in commits of some megabytes of text.
  /// `progress` gets the number of entries applied so far and of all. Errors: kIo, kCorrupt; what
  /// was committed stays.
  Result<void> apply(const GraphReader& graph,
                     const std::function<void(std::uint64_t, std::uint64_t)>& progress = {});

  /// Builds a new generation from the whole log, compacts and publishes it; readers of the old one
  /// go on until they reopen. The old one is deleted afterwards. Errors: as apply(); the old
  /// generation stays in force.
  Result<void> rebuild(const GraphReader& graph,
                       const std::function<void(std::uint64_t, std::uint64_t)>& progress = {});

  /// Ids of the indexed articles that may contain the phrase (folded code points): a superset,
  /// sorted. Errors: kIo, kCorrupt.
  Result<std::vector<ArticleId>> articles_with(std::u32string_view folded_phrase) const;

 private:
  struct Impl;
  explicit IndexWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhengce
