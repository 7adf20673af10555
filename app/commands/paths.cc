// The commands `path` and `neighbors`.
#include "search/graph/paths.h"

#include <iostream>

#include "app/command.h"
#include "app/edge_shapes.h"
#include "app/region_names.h"

namespace zhengce::app {
namespace {

// "浙江省 runs → 萤火书架": as the way goes, the arrow as the edge points.
std::string hop_line(const NamedEntity& from, const NamedEntity& to, const CitedEvidence& hop) {
  const Assertion& assertion = hop.assertion;
  const bool forward = assertion.to == to.id;
  std::string line = bold(clear_name(from.id, from.name)) + " " + (forward ? "" : "← ") +
                     said(relation_name(assertion.relation)) + (forward ? " → " : " ") +
                     bold(clear_name(to.id, to.name));
  if (!assertion.kind.empty()) line += " " + assertion.kind;
  if (assertion.modality != Modality::kRuns)
    line += " (" + said(modality_name(assertion.modality)) + ")";
  return line;
}

Json hop_json(const char* type, std::size_t n, const NamedEntity& from, const NamedEntity& to,
              const CitedEvidence& hop) {
  const Assertion& assertion = hop.assertion;
  return {{"type", type},
          {"n", n},
          {"from", node_json(from.id, from.name)},
          {"to", node_json(to.id, to.name)},
          {"direction", assertion.to == to.id ? "out" : "in"},
          {"relation", relation_name(assertion.relation)},
          {"modality", modality_name(assertion.modality)},
          {"evidence", evidence_json(hop)}};
}

}  // namespace

int run_path(const std::vector<std::string>& arguments) {
  CommandLine line("path");
  line.option("max-hops", "N", _("steps to take at most (1 to 8; 4 if not given)"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().size() != 2) return usage("path", _("path: give two names or ids"));
  const auto most = line.number("max-hops", 4, 1, 8);
  if (!most) return usage("path", most.error().message);
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto a = node_argument(**graph, line.positional()[0], line.quiet());
  if (!a) return fail_to_find(a.error());
  const auto b = node_argument(**graph, line.positional()[1], line.quiet());
  if (!b) return fail_to_find(b.error());
  const auto path = path_between(**graph, a->id, b->id, *most);
  if (!path) return fail(path.error());
  for (std::size_t i = 0; i < path->hops.size(); ++i) {
    const auto &from = path->nodes[i], &to = path->nodes[i + 1];
    if (line.json())
      print_json(hop_json("hop", i + 1, from, to, path->hops[i]));
    else
      std::cout << hop_line(from, to, path->hops[i]) << "\n" << quoted_evidence(path->hops[i], 4);
  }
  const auto coverage = coverage_of_nodes(**graph, path->nodes);
  if (!coverage) return fail(coverage.error());
  if (line.json()) {
    print_json({{"type", "summary"},
                {"schema", 1},
                {"hops", path->hops.size()},
                {"coverage", coverage_json(*coverage)}});
  }
  if (a->id == b->id && !line.quiet()) {
    complain(message(_("{} and {} are the same: {}"), line.positional()[0], line.positional()[1],
                     clear_name(a->id, a->name)));
  }
  if (path->nodes.empty() && !line.quiet()) {
    complain(message(
        translated("nothing here ties {1} and {2} in {0} step; try a larger --max-hops",
                   "nothing here ties {1} and {2} in {0} steps; try a larger --max-hops", *most),
        *most, a->name, b->name));
    complain(coverage_line(*coverage));
  }
  return path->nodes.empty() ? kNothing : kDone;
}

int run_neighbors(const std::vector<std::string>& arguments) {
  CommandLine line("neighbors");
  line.option("hops", "N", _("steps to take (1 to 4; 1 if not given)"))
      .option("limit", "N", _("neighbors to show at most (100 if not given)"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().empty()) return usage("neighbors", _("neighbors: give a name or an id"));
  const auto hops = line.number("hops", 1, 1, 4);
  if (!hops) return usage("neighbors", hops.error().message);
  const auto limit = line.number("limit", 100, 1, 1'000'000);
  if (!limit) return usage("neighbors", limit.error().message);
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto node = node_argument(**graph, line.joined(), line.quiet());
  if (!node) return fail_to_find(node.error());
  const auto found = neighbors_of(**graph, node->id, *hops, *limit);
  if (!found) return fail(found.error());
  for (const auto& neighbor : found->neighbors) {
    if (line.json()) {
      print_json(
          hop_json("neighbor", neighbor.hops, neighbor.before, neighbor.node, neighbor.evidence));
    } else {
      std::cout << std::string(std::size_t{2} * (neighbor.hops - 1), ' ')
                << hop_line(neighbor.before, neighbor.node, neighbor.evidence) << "\n"
                << quoted_evidence(neighbor.evidence, 2 * neighbor.hops + 2);
    }
  }
  const auto count = found->neighbors.size();
  std::vector<NamedEntity> nodes;
  for (const auto& neighbor : found->neighbors) nodes.push_back(neighbor.node);
  const auto coverage = coverage_of_nodes(**graph, nodes);
  if (!coverage) return fail(coverage.error());
  if (line.json()) {
    print_json({{"type", "summary"},
                {"schema", 1},
                {"neighbors", count},
                {"complete", found->complete},
                {"coverage", coverage_json(*coverage)}});
  } else {
    if (count > 0) std::cout << dim(coverage_line(*coverage, false)) << "\n";
    if (!found->complete && !line.quiet())
      complain(message(_("there are more than {}; raise --limit"), count));
  }
  if (count == 0 && !line.quiet()) complain(message(_("{}: tied to nothing here"), node->name));
  return count == 0 ? kNothing : kDone;
}

}  // namespace zhengce::app
