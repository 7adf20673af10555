#include <iostream>

#include "app/command.h"
#include "app/edge_shapes.h"

namespace zhengce::app {

int run_why(const std::vector<std::string>& arguments) {
  CommandLine line("why");
  if (const auto code = line.parse(arguments)) return *code;
  const auto& typed = line.positional();
  const auto named = typed.size() == 1 ? EdgeName::parse(typed[0]) : std::nullopt;
  if (!named && typed.size() != 2)
    return usage("why", _("why: give two names, or an edge as region:330000/runs/program:…"));
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  Result<std::vector<CitedEdge>> edges = std::vector<CitedEdge>();
  if (named) {
    edges = edges_named(**graph, *named);
  } else {
    const auto a = node_argument(**graph, typed[0], line.quiet());
    if (!a) return fail_to_find(a.error());
    const auto b = node_argument(**graph, typed[1], line.quiet());
    if (!b) return fail_to_find(b.error());
    edges = edges_between(**graph, a->id, b->id);
  }
  if (!edges) return fail(edges.error());
  for (const CitedEdge& cited : *edges) {
    if (line.json()) {
      print_json(edge_json(cited));
      continue;
    }
    std::cout << edge_line(cited) << "\n";
    for (const auto& evidence : cited.evidence) {
      const Evidence& read = evidence.assertion.evidence;
      std::cout << quoted_evidence(evidence, 4) << "    "
                << dim(message(_("rule {} (version {}), confidence {:.2f}"), read.rule,
                               read.rule_version, read.confidence))
                << "\n";
    }
    std::cout << "    " << dim(cited.edge.text()) << "\n";
  }
  std::vector<NamedEntity> ends;
  for (const CitedEdge& cited : *edges) {
    ends.push_back({cited.edge.from, cited.from_name});
    if (!cited.edge.section) ends.push_back({cited.edge.to, cited.to_name});
  }
  const auto coverage = coverage_of_nodes(**graph, ends);
  if (!coverage) return fail(coverage.error());
  if (line.json()) {
    print_json({{"type", "summary"},
                {"schema", 1},
                {"edges", edges->size()},
                {"coverage", coverage_json(*coverage)}});
  } else if (edges->empty() && !line.quiet()) {
    complain(_("no article here says anything of the two together"));
    complain(coverage_line(*coverage));
  }
  return edges->empty() ? kNothing : kDone;
}

}  // namespace zhengce::app
