#include "app/edge_shapes.h"

#include "app/output.h"
#include "app/region_names.h"

namespace zhengce::app {

namespace {

Json node_json(const std::string& id, std::string_view kind, const std::string& name) {
  return {{"id", id}, {"kind", kind}, {"type", kind}, {"name", name}};
}

}  // namespace

Json node_json(const EntityId& id, const std::string& name) {
  return node_json(id.text(), kind_name(id.kind()), name);
}

Json end_json(const CitedEdge& cited) {
  return node_json(cited.edge.to_text(), cited.edge.to_kind(), cited.to_name);
}

Json edge_json(const CitedEdge& cited) {
  const Edge& edge = cited.edge;
  Json json = {{"type", "edge"},
               {"id", edge.text()},
               {"relation", relation_name(edge.relation)},
               {"modality", modality_name(edge.modality)},
               {"from", node_json(edge.from, cited.from_name)},
               {"to", end_json(cited)}};
  json["to"]["aliases"] = cited.to_aliases;
  if (!edge.kind.empty()) json["kind"] = edge.kind;
  json["evidence"] = evidence_list(cited.evidence);
  return json;
}

std::string quantity_text(const Quantity& quantity) {
  const char* hedge = "";
  if (quantity.approximation == Approximation::kAbout) hedge = "≈";
  if (quantity.approximation == Approximation::kOver) hedge = ">";
  if (quantity.approximation == Approximation::kNearly) hedge = "<";
  if (quantity.approximation == Approximation::kUnder) hedge = "≤";
  return fmt::format("{}{} {}", hedge, quantity.number(), quantity.unit);
}

std::string shown_end(const CitedEdge& cited) {
  return cited.edge.section ? cited.to_name : clear_name(cited.edge.to, cited.to_name);
}

std::string edge_line(const CitedEdge& cited) {
  const Edge& edge = cited.edge;
  std::string line = bold(clear_name(edge.from, cited.from_name)) + " " +
                     said(relation_name(edge.relation)) + " " + bold(shown_end(cited));
  if (!edge.kind.empty()) line += " " + edge.kind;
  if (edge.quantity) line += "  " + quantity_text(*edge.quantity);
  if (edge.modality != Modality::kRuns) line += " (" + said(modality_name(edge.modality)) + ")";
  return line;
}

}  // namespace zhengce::app
