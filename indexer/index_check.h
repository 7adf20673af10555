#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "corpus/result.h"
#include "graph/graph_store.h"

namespace zhengce {

/// What is worth saying about an index and no damage.
struct IndexRemarks {
  /// A line each for what could not be looked at as closely as usual.
  std::vector<std::string> notes;
  /// Shards that have not applied the whole log (a killed run, a full disk), and how many articles
  /// they lack: the next writer brings them up to date.
  std::vector<std::pair<std::size_t, std::size_t>> behind;
};

/// Compares the index of a data directory with the graph: Xapian's own check of each shard's
/// tables; the sum each document bears (document_sum.h) with its postings, its terms, its values
/// and its length; the sequence; and that each section of each current article has exactly one
/// document in its article's shard, and no other. One line a fault; none means sound. Xapian checks
/// only what it may write: of tables that this user may only read the sums are all there is.
/// Without `remarks` a shard that is behind is a fault. Takes some 250 bytes a section. Errors:
/// kIo.
Result<std::vector<std::string>> check_index(const std::filesystem::path& data_dir,
                                             const GraphReader& graph,
                                             IndexRemarks* remarks = nullptr);

}  // namespace zhengce
