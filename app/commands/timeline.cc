#include "search/graph/timeline.h"

#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "app/no_regions.h"

namespace zhengce::app {
namespace {

void print_step(const FirstSeen& seen, std::size_t so_far) {
  std::string line = seen.evidence.date ? seen.evidence.date->iso() : std::string(_("no date"));
  line = pad(line, 12) + bold(Gazetteer::builtin().path_name(seen.region));
  if (seen.modality != Modality::kRuns) line += " (" + said(modality_name(seen.modality)) + ")";
  std::cout << line << "  " << dim(std::to_string(so_far)) << "\n"
            << quoted_evidence(seen.evidence, 12);
}

void print_step_json(const FirstSeen& seen, std::size_t so_far) {
  print_json({{"type", "first_seen"},
              {"n", so_far},
              {"date", date_or_null(seen.evidence.date)},
              {"place", place_json(seen.region)},
              {"modality", modality_name(seen.modality)},
              {"evidence", evidence_json(seen.evidence)}});
}

}  // namespace

int run_timeline(const std::vector<std::string>& arguments) {
  CommandLine line("timeline");
  line.option("in", "REGION", _("only regions in this one"))
      .option("level", "LEVEL", _("roll up to province, prefecture, county, township or zone"))
      .flag("plans", _("also regions that only plan it"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().empty()) return usage("timeline", _("timeline: name a program"));
  RunningOptions options;
  options.plans = line.has("plans");
  if (line.has("in")) {
    const auto region = region_argument(line.text("in"));
    if (!region) return fail(region.error());
    options.in = *region;
  }
  const auto level = level_argument(line);
  if (!level) return usage("timeline", level.error().message);
  options.level = *level;
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto program = program_argument(**graph, line.joined(), line.quiet());
  if (!program) return fail_to_find(program.error());
  const auto timeline = timeline_of(**graph, program->id.text(), options);
  if (!timeline) return fail_to_find(timeline.error());

  std::size_t n = 0;
  const auto step = [&](const FirstSeen& seen) {
    ++n;
    line.json() ? print_step_json(seen, n) : print_step(seen, n);
  };
  for (const auto& seen : timeline->dated) step(seen);
  for (const auto& seen : timeline->undated) step(seen);
  if (line.json()) {
    Json reach = Json::array();
    for (const auto& coverage : timeline->reach) reach.push_back(coverage_json(coverage));
    print_json({{"type", "summary"},
                {"schema", 1},
                {"program", named_json(timeline->program.id, timeline->program.name)},
                {"regions", n},
                {"reach", reach}});
  } else if (n > 0) {
    std::cout << dim(message(_("{}: first seen in these articles; it may have begun earlier"),
                             timeline->program.name))
              << "\n";
    for (const auto& coverage : timeline->reach) {
      if (coverage.with_evidence == 0) continue;
      std::cout << dim(coverage_line(timeline->program.name, coverage)) << "\n";
    }
  } else if (!line.quiet()) {
    const auto why = why_no_regions(**graph, timeline->program, options);
    if (!why) return fail(why.error());
    complain(*why);
  }
  return n == 0 ? kNothing : kDone;
}

}  // namespace zhengce::app
