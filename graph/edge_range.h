#pragma once

#include <functional>

#include "graph/graph_store.h"

namespace zhengce {

/// As GraphReader::assertions_to(), but only those of one relation, from the start `first` on: a
/// place in a long list is found without reading what stands before it. Quick where the reader is
/// over a database, as all of ours are; another one is read through.
Result<void> assertions_to_range(const GraphReader& graph, const EntityId& to, Relation relation,
                                 const EntityId& first,
                                 const std::function<bool(const Assertion&)>& visit);

}  // namespace zhengce
