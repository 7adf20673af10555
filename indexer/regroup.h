#pragma once

#include "graph/graph_store.h"
#include "indexer/batch.h"

namespace zhengce {

/// Decides which sections are reprints of one another after the batch, whose currency is settled
/// and whose articles are still in it: sets `out.sketches`. Works on up to `jobs` threads. Errors:
/// of the store.
Result<void> settle_reprints(const Batch& batch, const GraphReader& store, unsigned jobs,
                             GraphBatch& out);

/// Puts articles that change in nothing but a group as they are, so that the index learns of it;
/// `out` is otherwise complete. Errors: of the store.
Result<void> put_regrouped(const GraphReader& store, GraphBatch& out);

}  // namespace zhengce
