#pragma once

#include <functional>
#include <string_view>

#include "graph/graph_store.h"

namespace zhengce {

// Reads that go straight to a place in a long list. Quick where the reader is over a database, as
// all of ours are; another one is read through.

/// As GraphReader::assertions_to(), but only those of one relation, from the start `first` on: a
/// place in a long list is found without reading what stands before it.
Result<void> assertions_to_range(const GraphReader& graph, const EntityId& to, Relation relation,
                                 const EntityId& first,
                                 const std::function<bool(const Assertion&)>& visit);

/// True if sections of current articles are about a region whose code begins with `code_prefix`:
/// its Region::significant asks for it and all below it.
Result<bool> has_subject(const GraphReader& graph, std::string_view code_prefix);

}  // namespace zhengce
