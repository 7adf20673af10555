#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "corpus/result.h"
#include "graph/graph_store.h"

namespace zhengce {

/// Compares the index of a data directory with the graph: Xapian's own check of each shard's
/// tables, the sequence, and that each section of each current article has exactly one document in
/// its article's shard, and no other. One line a fault; none means sound. Xapian checks only what
/// it may write: of tables that this user may only read all is read instead, which `notes`, if
/// given, say. Errors: kIo.
Result<std::vector<std::string>> check_index(const std::filesystem::path& data_dir,
                                             const GraphReader& graph,
                                             std::vector<std::string>* notes = nullptr);

}  // namespace zhengce
