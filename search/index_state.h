#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <vector>

#include "corpus/article.h"
#include "corpus/result.h"
#include "graph/data_dir.h"
#include "graph/graph_store.h"
#include "search/issuers.h"
#include "search/section_sets.h"
#include "search/term_scores.h"
#include "search/value_columns.h"

namespace Xapian {
class Database;
}

namespace zhengce {

/// How often a request starts over when the writer overtakes it: on a busy machine an answer late
/// is better than none.
inline constexpr int kAttempts = 16;

/// One coherent state of both stores: the index, and a view of the graph at least as new.
struct IndexState {
  IndexState();
  ~IndexState();
  std::unique_ptr<Xapian::Database> index;
  std::vector<std::unique_ptr<Xapian::Database>> shards;  ///< Of the index.
  std::unique_ptr<SectionSets> sets;                      ///< Of the index…
  std::unique_ptr<TermScores> scores;                     ///< … and these…
  std::unique_ptr<ValueColumns> columns;                  ///< … and these…
  std::unique_ptr<Issuers> issuers;                       ///< … and these.
  std::uint64_t sequence = 0;        ///< Of the index: the least of its shards.
  std::uint64_t graph_sequence = 0;  ///< Of the graph: as many or more.
  std::unique_ptr<GraphReader> graph;
  std::set<ArticleId> changed;  ///< Articles with log entries that not every shard has.
  unsigned generation = 0;      ///< Of the index, or one before it.
  std::vector<std::uint64_t> shard_sequences;  ///< Of each shard.
};

/// The newest state: where it can be, one between whole commits. Errors: kNotFound, kIncompatible,
/// kCorrupt, kIo, kBusy.
Result<std::unique_ptr<IndexState>> open_index_state(const DataDir& dir);
/// True if the index has something that `state` has not, and no commit is under way. A few reads of
/// files. Errors: as above.
Result<bool> is_behind(const IndexState& state, const DataDir& dir);

/// Carries an error of the graph through Xapian's matcher.
struct GraphFailure {
  Error error;
};
/// To be called in a handler: the exception in flight, by class.
Error from_exception();

}  // namespace zhengce
