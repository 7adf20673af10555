#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/index_schema.h"
#include "search/graph/graph_queries.h"

namespace zhengce {

/// A section as a node, what an organization contributed: "section:<hex>.0".
std::string section_text(const SectionRef& section);
/// Reads it; nothing if it is none.
std::optional<SectionRef> parse_section(std::string_view text);

/// All that is said of one relation between two nodes; the numbers and the kinds of help that texts
/// state are edges of their own.
struct Edge {
  EntityId from;
  Relation relation = Relation::kRuns;
  EntityId to;
  std::optional<SectionRef> section;  ///< Where it ends, of kContributed; `to` is `from` then.
  Modality modality = Modality::kRuns;
  std::string kind;
  /// Its words are those of one of the assertions.
  std::optional<Quantity> quantity;
  std::vector<Assertion> assertions;  ///< At least one.

  /// The id of the node it ends at, and that node's kind.
  std::string to_text() const;
  std::string_view to_kind() const;
  /// What `why` takes: both ends and the relation, "region:330000/runs/program:<hex>"; where it is
  /// more than that, also "/plans", "/runs/对口支援", "/runs/over:300:户". No other edge's.
  std::string text() const;
};
/// What text() writes.
struct EdgeName {
  EntityId from;
  Relation relation = Relation::kRuns;
  EntityId to;
  std::optional<SectionRef> section;
  /// All of it, where it says more than both ends and the relation.
  std::string whole;
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
/// The edge of this name; of a name without more than both ends and the relation, one for each
/// modality, kind and number.
Result<std::vector<CitedEdge>> edges_named(const GraphReader& graph, const EdgeName& name);

/// A node that answers show; regions only where something is said of them, sections only where it
/// is said who contributed them.
struct ShownNode {
  EntityId id;  ///< Of no meaning for a section.
  std::string name;
  std::vector<std::string> aliases;
  std::optional<SectionRef> section;

  std::string text() const;
  std::string_view kind() const;
};
/// All nodes: regions by code, then programs, organizations and documents by id, then sections,
/// whose name is their heading, else the article's title.
Result<void> each_node(const GraphReader& graph,
                       const std::function<bool(const ShownNode&)>& visit);
/// All edges between them, by the node they start from. Memory: in proportion to the edges of one
/// node.
Result<void> each_edge(const GraphReader& graph,
                       const std::function<bool(const CitedEdge&)>& visit);
/// How many edges each_edge() visits, and with how many pieces of evidence in all.
struct EdgeCounts {
  std::uint64_t edges = 0, evidence = 0;
};
Result<EdgeCounts> count_edges(const GraphReader& graph);

}  // namespace zhengce
