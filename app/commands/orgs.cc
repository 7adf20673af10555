#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "app/region_names.h"
#include "search/graph/graph_queries.h"

namespace zhengce::app {
namespace {

// "3 sections written, 1 program, 2 documents"; what is none is left out.
std::string deeds(const OrganizationOfRegion& found) {
  std::string line;
  const auto add = [&](std::uint64_t count, const char* said) {
    if (count > 0) line += (line.empty() ? "" : _(", ")) + message(said, count);
  };
  add(found.contributed,
      translated("{} section written", "{} sections written", found.contributed));
  add(found.runs, translated("{} program", "{} programs", found.runs));
  add(found.issued, translated("{} document", "{} documents", found.issued));
  return line;
}

}  // namespace

int run_orgs(const std::vector<std::string>& arguments) {
  CommandLine line("orgs");
  line.option("of", "REGION", _("the region, with all below it"))
      .flag("only", _("the region itself, nothing below it"));
  if (const auto code = line.parse(arguments)) return *code;
  if (!line.has("of")) return usage("orgs", _("orgs: name a region with --of"));
  if (!line.positional().empty())
    return usage("orgs", message(_("{}: {}: not expected here"), "orgs", line.joined()));
  const auto region = region_argument(line.text("of"));
  if (!region) return fail(region.error());
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto answer = organizations_of(**graph, *region, line.has("only"));
  if (!answer) return fail(answer.error());
  const Coverage& coverage = answer->coverage;
  for (const auto& found : answer->organizations) {
    if (line.json()) {
      Json json = {{"type", "organization"},           {"id", found.organization.id.text()},
                   {"name", found.organization.name},  {"region", place_json(found.region)},
                   {"contributed", found.contributed}, {"runs", found.runs},
                   {"issued", found.issued},           {"evidence", Json::array()}};
      if (found.evidence) json["evidence"].push_back(evidence_json(*found.evidence));
      print_json(json);
      continue;
    }
    std::cout << bold(found.organization.name) << " "
              << dim(Gazetteer::builtin().path_name(found.region));
    if (const auto done = deeds(found); !done.empty()) std::cout << "  " << done;
    std::cout << "\n";
    if (found.evidence) std::cout << quoted_evidence(*found.evidence, 4);
  }
  const auto name = clear_name(*region);
  if (line.json()) {
    print_json({{"type", "summary"},
                {"schema", 1},
                {"region", place_json(*region)},
                {"organizations", answer->organizations.size()},
                {"coverage", coverage_json(coverage)}});
  } else if (!answer->organizations.empty()) {
    std::cout << dim(coverage_line(name, coverage)) << "\n";
  } else if (!line.quiet()) {
    complain(message(_("no article here names an organization of {}"), name));
    if (line.has("only")) {
      const auto below = organizations_of(**graph, *region, false);
      if (!below) return fail(below.error());
      if (!below->organizations.empty())
        complain(message(_("without --only: {}"), below->organizations.size()));
    }
  }
  return answer->organizations.empty() ? kNothing : kDone;
}

}  // namespace zhengce::app
