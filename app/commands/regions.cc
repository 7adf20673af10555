#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "search/graph/graph_queries.h"

namespace zhengce::app {
namespace {

void print_region(const RunningRegion& running) {
  std::string line = bold(Gazetteer::builtin().path_name(running.region));
  if (running.modality != Modality::kRuns)
    line += " (" + said(modality_name(running.modality)) + ")";
  if (!running.via.empty()) {
    line += " " + std::string(_("through"));
    for (const auto via : running.via) line += " " + std::string(Gazetteer::builtin().at(via).name);
  }
  std::cout << line << "\n";
  constexpr std::size_t kShown = 3;
  for (std::size_t i = 0; i < running.evidence.size() && i < kShown; ++i) {
    std::cout << quoted_evidence(running.evidence[i], 4);
  }
  if (running.evidence.size() > kShown) {
    std::cout << "    "
              << dim(message(_("and {} more sentences"), running.evidence.size() - kShown)) << "\n";
  }
}

}  // namespace

int run_regions(const std::vector<std::string>& arguments) {
  CommandLine line("regions");
  line.option("running", "PROGRAM", _("the program (name or id)"))
      .option("in", "REGION", _("only regions in this one"))
      .option("level", "LEVEL", _("roll up to province, prefecture, county, township or zone"))
      .flag("plans", _("also regions that only plan it"));
  if (const auto code = line.parse(arguments)) return *code;
  if (!line.has("running")) return usage("regions", _("regions: name a program with --running"));
  if (!line.positional().empty()) {
    return usage("regions", message(_("{}: {}: not expected here"), "regions", line.joined()));
  }
  RunningOptions options;
  options.plans = line.has("plans");
  if (line.has("in")) {
    const auto region = region_argument(line.text("in"));
    if (!region) return fail(region.error());
    options.in = *region;
  }
  if (line.has("level")) {
    options.level = parse_level(line.text("level"));
    if (!options.level) {
      return usage(
          "regions",
          message(_("--level {}: there are province, prefecture, county, township and zone"),
                  line.text("level")));
    }
  }
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto answer = regions_running(**graph, line.text("running"), options);
  if (!answer) {
    const int code = fail(answer.error());
    return answer.error().code == ErrorCode::kNotFound ? kNothing : code;
  }
  const Coverage& coverage = answer->coverage;
  if (line.json()) {
    for (const auto& running : answer->regions) {
      Json json = {{"type", "region"}};
      json.update(place_json(running.region));
      json["relations"] = relations_json(running.relations);
      json["modality"] = modality_name(running.modality);
      json["via"] = Json::array();
      for (const auto via : running.via) json["via"].push_back(place_json(via));
      json["confidence"] = std::stod(fmt::format("{:.2f}", running.confidence));
      json["evidence"] = evidence_list(running.evidence);
      print_json(json);
    }
    for (const auto& [organization, evidence] : answer->organizations) {
      print_json({{"type", "organization"},
                  {"id", organization.id.text()},
                  {"name", organization.name},
                  {"evidence", evidence_list(evidence)}});
    }
    print_json({{"type", "summary"},
                {"schema", 1},
                {"program", {{"id", answer->program.id.text()}, {"name", answer->program.name}}},
                {"regions", answer->regions.size()},
                {"coverage", coverage_json(coverage)}});
  } else {
    for (const auto& running : answer->regions) print_region(running);
    for (const auto& [organization, evidence] : answer->organizations) {
      std::cout << bold(organization.name) << " " << _("(an organization)") << "\n";
      if (!evidence.empty()) std::cout << quoted_evidence(evidence.front(), 4);
    }
    std::cout << dim(message(
                     _("{}: evidence in {} of {} regions of level {}; {} have articles here"),
                     answer->program.name, coverage.with_evidence, coverage.all,
                     said(level_name(coverage.level)), coverage.with_articles))
              << "\n";
  }
  if (answer->regions.empty() && !line.quiet()) {
    complain(message(_("no article here says that a region runs {}"), answer->program.name));
  }
  return answer->regions.empty() && answer->organizations.empty() ? kNothing : kDone;
}

}  // namespace zhengce::app
