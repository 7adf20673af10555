#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "app/region_names.h"
#include "search/graph/merge_proposals.h"

namespace zhengce::app {

namespace {

void print_standing(Modality modality) {
  if (modality != Modality::kRuns) std::cout << " (" << said(modality_name(modality)) << ")";
  std::cout << "\n";
}

/// Pairs of names that may be one program's.
int print_proposals(const CommandLine& line) {
  if (line.has("in") || line.has("shared-with") || line.has("only") || line.has("plans") ||
      !line.positional().empty())
    return usage("programs", _("programs: --merge-proposals stands alone"));
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto proposals = merge_proposals(**graph);
  if (!proposals) return fail(proposals.error());
  const auto name_json = [](const ProposedName& name) {
    return Json{{"id", name.program.id.text()},
                {"name", name.program.name},
                {"evidence", name.evidence},
                {"regions", name.regions}};
  };
  for (const MergeProposal& found : *proposals) {
    if (line.json()) {
      print_json({{"type", "merge_proposal"},
                  {"likeness", likeness_name(found.likeness)},
                  {"a", name_json(found.a)},
                  {"b", name_json(found.b)},
                  {"shared_regions", found.shared_regions}});
      continue;
    }
    std::cout << bold(found.a.program.name) << " (" << found.a.evidence << ")  "
              << bold(found.b.program.name) << " (" << found.b.evidence << ")  "
              << dim(said(likeness_name(found.likeness)));
    if (found.shared_regions > 0)
      std::cout << "  " << dim(message(_("regions with both: {}"), found.shared_regions));
    std::cout << "\n";
  }
  const auto count = proposals->size();
  if (line.json()) {
    print_json({{"type", "summary"}, {"schema", 1}, {"proposals", count}});
  } else if (count > 0) {
    std::cout << dim(message(translated("{} pair that may be one program, with the sentences that "
                                        "name it; nothing has been merged",
                                        "{} pairs that may be one program each, with the sentences "
                                        "that name them; nothing has been merged",
                                        count),
                             count))
              << "\n";
  } else if (!line.quiet()) {
    complain(_("no two names here are nearly the same"));
  }
  return count == 0 ? kNothing : kDone;
}

}  // namespace

int run_programs(const std::vector<std::string>& arguments) {
  CommandLine line("programs");
  line.option("in", "REGION", _("the region, with all below it"))
      .option("shared-with", "REGION", _("only those that this region runs too"))
      .flag("only", _("the region itself, nothing below it"))
      .flag("plans", _("also those that are only planned"))
      .flag("merge-proposals", _("names that are nearly the same, to be judged by you"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.has("merge-proposals")) return print_proposals(line);
  if (!line.has("in")) return usage("programs", _("programs: name a region with --in"));
  if (!line.positional().empty())
    return usage("programs", message(_("{}: {}: not expected here"), "programs", line.joined()));
  const auto region = region_argument(line.text("in"));
  if (!region) return fail(region.error());
  ProgramsOptions options;
  options.plans = line.has("plans");
  options.only = line.has("only");
  if (line.has("shared-with")) {
    const auto other = region_argument(line.text("shared-with"));
    if (!other) return fail(other.error());
    options.shared_with = *other;
  }
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto answer = programs_in(**graph, *region, options);
  if (!answer) return fail(answer.error());
  const auto& programs = answer->programs;
  const std::string name = clear_name(*region);
  for (const auto& found : programs) {
    if (line.json()) {
      Json json = {{"type", "program"},
                   {"id", found.program.id.text()},
                   {"name", found.program.name},
                   {"aliases", found.aliases},
                   {"relations", relations_json(found.relations)},
                   {"modality", modality_name(found.modality)},
                   {"evidence", evidence_list(found.evidence)}};
      if (found.shared) {
        json["shared"] = {{"modality", modality_name(found.shared->modality)},
                          {"evidence", evidence_list(found.shared->evidence)}};
      }
      print_json(json);
      continue;
    }
    std::cout << bold(found.program.name);
    print_standing(found.modality);
    if (!found.evidence.empty()) std::cout << quoted_evidence(found.evidence.front(), 4);
    if (!found.shared) continue;
    std::cout << "  " << clear_name(options.shared_with);
    print_standing(found.shared->modality);
    if (!found.shared->evidence.empty())
      std::cout << quoted_evidence(found.shared->evidence.front(), 4);
  }
  if (line.json()) {
    Json summary = {{"type", "summary"},
                    {"schema", 1},
                    {"region", place_json(*region)},
                    {"programs", programs.size()},
                    {"coverage", coverage_json(answer->coverage)}};
    if (options.shared_with != kNoRegion) summary["shared_with"] = place_json(options.shared_with);
    print_json(summary);
  } else if (!programs.empty()) {
    std::cout << dim(message(translated("{} program", "{} programs", programs.size()),
                             programs.size()))
              << "\n"
              << dim(coverage_line(name, answer->coverage)) << "\n";
  } else if (!line.quiet()) {
    if (options.shared_with != kNoRegion) {
      complain(message(_("no article here says that {} and {} run a program both"), name,
                       clear_name(options.shared_with)));
    } else {
      complain(message(_("no article here names a program of {}"), name));
      if (options.only) {
        options.only = false;
        const auto below = programs_in(**graph, *region, options);
        if (!below) return fail(below.error());
        if (!below->programs.empty())
          complain(message(_("without --only: {}"), below->programs.size()));
      }
    }
  }
  return programs.empty() ? kNothing : kDone;
}

}  // namespace zhengce::app
