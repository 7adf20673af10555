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

/// The other end of a node's edges of one relation and direction.
struct EdgeEnd {
  EntityId id;
  Relation relation = Relation::kRuns;
  bool forward = true;  ///< The edge goes to it.
  auto operator<=>(const EdgeEnd&) const = default;
};

/// Visits the neighbors of a node until `visit` returns false: those its edges go to, then those
/// they come from, each once a relation and direction, in order. What the edges say is not read,
/// so that a hub costs a fifth of assertions_from() and assertions_to().
Result<void> each_neighbor(const GraphReader& graph, const EntityId& node,
                           const std::function<bool(const EdgeEnd&)>& visit);
/// The same of those alone that its edges go to.
Result<void> each_successor(const GraphReader& graph, const EntityId& node,
                            const std::function<bool(const EdgeEnd&)>& visit);

/// True if sections of current articles are about a region whose code begins with `code_prefix`:
/// its Region::significant asks for it and all below it.
Result<bool> has_subject(const GraphReader& graph, std::string_view code_prefix);

}  // namespace zhengce
