#include <algorithm>
#include <iostream>
#include <map>

#include "app/command.h"
#include "app/json_shapes.h"
#include "search/graph/graph_queries.h"

namespace zhengce::app {
namespace {

// An edge with all its evidence.
struct Edge {
  bool outgoing = true;
  Relation relation = Relation::kRuns;
  EntityId other;
  Modality modality = Modality::kRuns;
  std::vector<Assertion> assertions;
};

struct Named {
  EntityId id;
  std::string name;
  std::vector<std::string> aliases;
  std::optional<RegionIndex> region;
};

std::optional<Named> described(const GraphReader& graph, const EntityId& id) {
  if (id.kind() == EntityKind::kRegion) {
    const auto region = Gazetteer::builtin().find_code(id.code());
    if (!region) return std::nullopt;
    return Named{id, std::string(Gazetteer::builtin().at(*region).name), {}, region};
  }
  const auto entity = graph.entity(id);
  if (!entity || !*entity) return std::nullopt;
  return Named{id, (*entity)->name, (*entity)->aliases, std::nullopt};
}

// Everything a user may mean by `typed`: an id, else a region, a visible entity of that name.
Result<std::vector<Named>> meant_by(const GraphReader& graph, const std::string& typed) {
  std::vector<Named> found;
  if (const auto id = EntityId::parse(typed)) {
    if (auto named = described(graph, *id)) found.push_back(*named);
    return found;
  }
  const auto entities = graph.entities_named(typed, std::nullopt);
  if (!entities) return entities.error();
  for (const Entity& entity : *entities) {
    if (entity.visible) found.push_back({entity.id, entity.name, entity.aliases, std::nullopt});
  }
  const auto region = region_argument(typed);
  if (region) {
    const auto id = EntityId::region(Gazetteer::builtin().at(*region).code);
    found.insert(found.begin(), *described(graph, id));
  } else if (region.error().code == ErrorCode::kAmbiguous && found.empty()) {
    return region.error();
  }
  return found;
}

/// How a number is hedged, before it.
std::string_view hedge(const Quantity& quantity) {
  switch (quantity.approximation) {
    case Approximation::kAbout:
      return "≈";
    case Approximation::kOver:
      return ">";
    case Approximation::kNearly:
      return "<";
    case Approximation::kExact:
      return "";
  }
  return "";
}

Result<std::vector<Edge>> edges_of(const GraphReader& graph, const EntityId& id) {
  // Numbers and kinds of help are edges of their own.
  std::map<std::tuple<bool, Relation, EntityId, Modality, std::string, double, std::string>, Edge>
      edges;
  const auto collect = [&](bool outgoing) {
    return [&edges, outgoing](const Assertion& assertion) {
      const EntityId& other = outgoing ? assertion.to : assertion.from;
      if (!outgoing && assertion.from == assertion.to) return true;  // Told once already.
      const auto quantity = assertion.quantity.value_or(Quantity());
      Edge& edge = edges[{outgoing, assertion.relation, other, assertion.modality, assertion.kind,
                          quantity.value, quantity.unit}];
      edge.outgoing = outgoing;
      edge.relation = assertion.relation;
      edge.other = other;
      edge.modality = assertion.modality;
      edge.assertions.push_back(assertion);
      return true;
    };
  };
  if (const auto read = graph.assertions_from(id, collect(true)); !read) return read.error();
  if (const auto read = graph.assertions_to(id, collect(false)); !read) return read.error();
  std::vector<Edge> list;
  for (auto& [key, edge] : edges) list.push_back(std::move(edge));
  return list;
}

}  // namespace

int run_entity(const std::vector<std::string>& arguments) {
  CommandLine line("entity");
  if (const auto code = line.parse(arguments)) return *code;
  const std::string typed = line.joined();
  if (typed.empty()) return usage("entity", _("entity: give a name or an id"));
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  auto found = meant_by(**graph, typed);
  if (!found) return fail(found.error());
  if (found->empty()) {
    // A part of a name will do, or a document's number.
    const auto node = node_argument(**graph, typed, line.quiet());
    if (!node) return fail_to_find(node.error());
    if (auto one = described(**graph, node->id)) found->push_back(std::move(*one));
    if (found->empty()) {
      complain(message(_("{}: nothing of this name here"), typed));
      return kNothing;
    }
  }
  std::uint64_t shown_edges = 0;
  for (const Named& named : *found) {
    const auto edges = edges_of(**graph, named.id);
    if (!edges) return fail(edges.error());
    if (line.json()) {
      Json json = {{"type", "entity"},
                   {"id", named.id.text()},
                   {"kind", kind_name(named.id.kind())},
                   {"name", named.name},
                   {"aliases", named.aliases}};
      if (named.region) json["place"] = place_json(*named.region);
      print_json(json);
    } else {
      std::cout << bold(named.name) << "  " << dim(named.id.text()) << "\n";
      if (named.region) std::cout << "  " << Gazetteer::builtin().path_name(*named.region) << "\n";
      if (!named.aliases.empty()) {
        std::cout << wrap(message(_("also: {}"), joined(named.aliases, "、")), terminal_width(), 2)
                  << "\n";
      }
    }
    for (const Edge& edge : *edges) {
      const auto other = described(**graph, edge.other);
      // Names that are not visible stay out of every answer.
      if (!other) continue;
      if (edge.other.kind() != EntityKind::kRegion) {
        const auto entity = (*graph)->entity(edge.other);
        if (entity && *entity && !(*entity)->visible) continue;
      }
      std::vector<CitedEvidence> evidence;
      for (const Assertion& assertion : edge.assertions) {
        auto cited = cite(**graph, assertion);
        if (!cited) return fail(cited.error());
        evidence.push_back(std::move(*cited));
      }
      ++shown_edges;
      if (line.json()) {
        print_json({{"type", "edge"},
                    {"direction", edge.outgoing ? "out" : "in"},
                    {"relation", relation_name(edge.relation)},
                    {"modality", modality_name(edge.modality)},
                    {"other",
                     {{"id", edge.other.text()},
                      {"kind", kind_name(edge.other.kind())},
                      {"name", other->name}}},
                    {"evidence", evidence_list(evidence)}});
        continue;
      }
      std::string what = fmt::format("{} {} {}", said(relation_name(edge.relation)),
                                     edge.outgoing ? "→" : "←", other->name);
      if (!edge.assertions.front().kind.empty()) what += " " + edge.assertions.front().kind;
      if (const auto& quantity = edge.assertions.front().quantity)
        what += fmt::format("  {}{} {}", hedge(*quantity), quantity->value, quantity->unit);
      if (edge.modality != Modality::kRuns)
        what += fmt::format(" ({})", said(modality_name(edge.modality)));
      if (evidence.size() > 1) what += "  " + dim(message(_("{} sentences"), evidence.size()));
      std::cout << "  " << what << "\n";
      if (!evidence.empty()) std::cout << quoted_evidence(evidence.front(), 6);
    }
  }
  if (line.json()) {
    print_json(
        {{"type", "summary"}, {"schema", 1}, {"entities", found->size()}, {"edges", shown_edges}});
  }
  return kDone;
}

}  // namespace zhengce::app
