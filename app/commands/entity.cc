#include <iostream>

#include "app/command.h"
#include "app/edge_shapes.h"
#include "app/region_names.h"

namespace zhengce::app {
namespace {

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
    const auto edges = edges_at(**graph, named.id);
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
    for (const CitedEdge& cited : *edges) {
      const Edge& edge = cited.edge;
      const bool outgoing = edge.from == named.id;
      Json other = outgoing ? end_json(cited) : node_json(edge.from, cited.from_name);
      other.erase("type");
      ++shown_edges;
      if (line.json()) {
        print_json({{"type", "edge"},
                    {"direction", outgoing ? "out" : "in"},
                    {"relation", relation_name(edge.relation)},
                    {"modality", modality_name(edge.modality)},
                    {"other", other},
                    {"evidence", evidence_list(cited.evidence)}});
        continue;
      }
      std::string what =
          fmt::format("{} {} {}", said(relation_name(edge.relation)), outgoing ? "→" : "←",
                      outgoing ? shown_end(cited) : clear_name(edge.from, cited.from_name));
      if (!edge.kind.empty()) what += " " + edge.kind;
      if (edge.quantity) what += "  " + quantity_text(*edge.quantity);
      if (edge.modality != Modality::kRuns)
        what += fmt::format(" ({})", said(modality_name(edge.modality)));
      if (cited.evidence.size() > 1)
        what += "  " + dim(message(translated("{} sentence", "{} sentences", cited.evidence.size()),
                                   cited.evidence.size()));
      std::cout << "  " << what << "\n";
      if (!cited.evidence.empty()) std::cout << quoted_evidence(cited.evidence.front(), 6);
    }
  }
  if (line.json()) {
    print_json(
        {{"type", "summary"}, {"schema", 1}, {"entities", found->size()}, {"edges", shown_edges}});
  }
  return kDone;
}

}  // namespace zhengce::app
