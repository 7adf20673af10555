#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

/// All that is said of one relation between two nodes; the numbers and the kinds of help that texts
/// state are edges of their own.
struct Edge {
  EntityId from;
  Relation relation = Relation::kRuns;
  EntityId to;
  Modality modality = Modality::kRuns;
  std::string kind;
  std::optional<Quantity> quantity;
  std::vector<Assertion> assertions;  ///< At least one.

  /// "region:330000/runs/program:<hex>": what `why` takes.
  std::string text() const;
};
/// What text() writes: both ends and the relation between them.
struct EdgeName {
  EntityId from;
  Relation relation = Relation::kRuns;
  EntityId to;
  static std::optional<EdgeName> parse(std::string_view text);
};

/// The edges that start at a node and end at a node that answers show, by relation and end.
Result<std::vector<Edge>> edges_from(const GraphReader& graph, const EntityId& from);

struct CitedEdge {
  Edge edge;
  std::string from_name, to_name;
  std::vector<std::string> to_aliases;
  std::vector<CitedEvidence> evidence;  ///< Of all its assertions, the best first.
};
/// The edges of a node with all their evidence: those that end at it, then those that start at it.
Result<std::vector<CitedEdge>> edges_at(const GraphReader& graph, const EntityId& node);
/// Every edge between two nodes, in either direction. A program stands for its other names and
/// variants; a region, where nothing is said of itself, for those below it.
Result<std::vector<CitedEdge>> edges_between(const GraphReader& graph, const EntityId& a,
                                             const EntityId& b);
/// The edges of this name: one for each modality, kind and number.
Result<std::vector<CitedEdge>> edges_named(const GraphReader& graph, const EdgeName& name);

/// A node that answers show; regions only where something is said of them.
struct ShownNode {
  EntityId id;
  std::string name;
  std::vector<std::string> aliases;
};
/// All nodes: regions by code, then programs, organizations and documents by id.
Result<void> each_node(const GraphReader& graph,
                       const std::function<bool(const ShownNode&)>& visit);
/// All edges between them, by the node they start from. Memory: in proportion to the edges of one
/// node.
Result<void> each_edge(const GraphReader& graph,
                       const std::function<bool(const CitedEdge&)>& visit);

}  // namespace zhengce
