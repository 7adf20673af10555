#pragma once

#include <cstdint>

#include "corpus/article.h"
#include "corpus/result.h"
#include "graph/graph_store.h"

namespace zhengce {

/// The local day.
Date local_today();

/// Notes in the batch, where none of that day did, how far the log was when `today` began. Errors:
/// those of the graph.
Result<void> note_day(const GraphReader& graph, const Date& today, GraphBatch& batch);

/// How far the log was when a day (or the first of a month or year) began, as noted: what came
/// after is what was added since. Days without any indexing are as the next one with it. Errors:
/// those of the graph.
Result<std::uint64_t> sequence_before(const GraphReader& graph, const Date& day, const Date& today);

}  // namespace zhengce
