#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "search/graph/graph_queries.h"

namespace zhengce::app {

int run_programs(const std::vector<std::string>& arguments) {
  CommandLine line("programs");
  line.option("in", "REGION", _("the region, with all below it"))
      .flag("plans", _("also those that are only planned"));
  if (const auto code = line.parse(arguments)) return *code;
  if (!line.has("in")) return usage("programs", _("programs: name a region with --in"));
  const auto region = region_argument(line.text("in"));
  if (!region) return fail(region.error());
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto programs = programs_in(**graph, *region, line.has("plans"));
  if (!programs) return fail(programs.error());
  for (const auto& found : *programs) {
    if (line.json()) {
      print_json({{"type", "program"},
                  {"id", found.program.id.text()},
                  {"name", found.program.name},
                  {"aliases", found.aliases},
                  {"relations", relations_json(found.relations)},
                  {"modality", modality_name(found.modality)},
                  {"evidence", evidence_list(found.evidence)}});
      continue;
    }
    std::cout << bold(found.program.name);
    if (found.modality != Modality::kRuns)
      std::cout << " (" << said(modality_name(found.modality)) << ")";
    std::cout << "\n";
    if (!found.evidence.empty()) std::cout << quoted_evidence(found.evidence.front(), 4);
  }
  if (line.json()) {
    print_json({{"type", "summary"},
                {"schema", 1},
                {"region", place_json(*region)},
                {"programs", programs->size()}});
  } else if (!programs->empty()) {
    std::cout << dim(message(translated("{} program", "{} programs", programs->size()),
                             programs->size()))
              << "\n";
  } else if (!line.quiet()) {
    complain(
        message(_("no article here names a program of {}"), Gazetteer::builtin().at(*region).name));
  }
  return programs->empty() ? kNothing : kDone;
}

}  // namespace zhengce::app
