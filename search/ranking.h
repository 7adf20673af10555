#pragma once

#include <memory>

#include "search/plan.h"

namespace Xapian {
class Query;
class Weight;
}  // namespace Xapian

namespace zhengce {

/// BM25+ (k1 1.2, k3 2, b .85, shortest length .1, delta .3) whose parts are rounded to multiples
/// of 2^-20: sums of them are exact, so scores do not depend on shards, order of arrival or order
/// of summation.
std::unique_ptr<Xapian::Weight> make_weight();

/// The query to run: `candidates` admits, the plan's terms score. Whole runs, and units in a title
/// or heading, add to it.
Xapian::Query with_scores(const Xapian::Query& candidates, const Plan& plan);
/// The fast form for a question alone: the terms that admit are those that score.
Xapian::Query ranked_query(const Plan& question);

}  // namespace zhengce
