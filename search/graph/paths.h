#pragma once

#include <cstdint>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

// What ties two nodes is any relation but that a text merely names a program; what the gazetteer
// says (a city lies in its province) ties nothing. Names that answers do not show are passed by.

/// A way from one node to another.
struct Path {
  std::vector<NamedEntity> nodes;   ///< From first to last; empty where there is none.
  std::vector<CitedEvidence> hops;  ///< One between each two: its assertion may point either way.
};
/// A shortest way of at most `max_hops`, looked for from both ends; of several, the same one each
/// time. Errors: kCorrupt, kIo.
Result<Path> path_between(const GraphReader& graph, const EntityId& a, const EntityId& b,
                          std::uint32_t max_hops);

struct Neighbor {
  NamedEntity node;
  NamedEntity before;  ///< The node next to it on the way back.
  std::uint32_t hops = 0;
  CitedEvidence evidence;  ///< The best of what ties it to `before`.
};
struct Neighborhood {
  std::vector<Neighbor> neighbors;  ///< Nearest first, then by id.
  bool complete = true;             ///< False if there are more than `limit`.
};
/// The nodes at most `hops` away, at most `limit`.
Result<Neighborhood> neighbors_of(const GraphReader& graph, const EntityId& start,
                                  std::uint32_t hops, std::size_t limit);

}  // namespace zhengce
