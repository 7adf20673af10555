#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "search/index_state.h"
#include "search/plan.h"

namespace zhengce {

/// The documents of the index that fulfil a condition which terms alone decide, by number: their
/// postings are made into sets, a shard at a time, which for many matches is quicker than to let
/// Xapian match them one by one. Nothing for a condition that says more than terms do. Errors are
/// Xapian's exceptions.
std::optional<std::vector<std::uint32_t>> documents_with(const IndexState& state,
                                                         const Condition& condition);

}  // namespace zhengce
