#include <iostream>
#include <set>

#include "app/command.h"
#include "app/json_shapes.h"
#include "app/no_regions.h"
#include "app/region_names.h"
#include "search/graph/graph_queries.h"
#include "search/graph/running_page.h"

namespace zhengce::app {
namespace {

void print_sentences(const std::vector<CitedEvidence>& evidence, std::size_t most) {
  for (std::size_t i = 0; i < evidence.size() && i < most; ++i) {
    std::cout << quoted_evidence(evidence[i], 4);
  }
  if (evidence.size() > most) {
    const auto more = evidence.size() - most;
    std::cout << "    "
              << dim(message(translated("and {} more sentence", "and {} more sentences", more),
                             more))
              << "\n";
  }
}

// " (plans)" behind a name; nothing where it is run.
std::string told_modality(Modality modality) {
  return modality == Modality::kRuns ? "" : " (" + said(modality_name(modality)) + ")";
}

// `also` are the programs of --and.
void print_region(const RunningRegion& running, const std::vector<ProgramMatch>& also) {
  std::string line =
      bold(Gazetteer::builtin().path_name(running.region)) + told_modality(running.modality);
  if (!running.via.empty()) {
    line += " " + std::string(_("through"));
    for (const auto via : running.via) line += " " + clear_name(via);
  }
  std::cout << line << "\n";
  print_sentences(running.evidence, also.empty() ? 3 : 1);
  for (std::size_t i = 0; i < running.also.size(); ++i) {
    std::cout << "  " << also[i].name << told_modality(running.also[i].modality) << "\n";
    print_sentences(running.also[i].evidence, 1);
  }
}

Json programs_json(const std::vector<ProgramMatch>& programs) {
  Json list = Json::array();
  for (const auto& program : programs) list.push_back(named_json(program.id, program.name));
  return list;
}

Json region_json(const RunningRegion& running, const std::vector<ProgramMatch>& also) {
  Json json = {{"type", "region"}};
  json.update(place_json(running.region));
  json["relations"] = relations_json(running.relations);
  json["modality"] = modality_name(running.modality);
  json["via"] = Json::array();
  for (const auto via : running.via) json["via"].push_back(place_json(via));
  json["confidence"] = rounded(running.confidence, 2);
  json["evidence"] = evidence_list(running.evidence);
  for (std::size_t i = 0; i < running.also.size(); ++i) {
    json["also"].push_back({{"program", named_json(also[i].id, also[i].name)},
                            {"modality", modality_name(running.also[i].modality)},
                            {"evidence", evidence_list(running.also[i].evidence)}});
  }
  return json;
}

// The sections that match a query, strictly.
Result<std::set<SectionKey>> sections_matching(const std::filesystem::path& data,
                                               const std::string& query, bool quiet) {
  auto searcher = open_searcher(data, quiet);
  if (!searcher) return searcher.error();
  SearchOptions options;
  options.snippets = false;
  options.reprints_as_one = false;
  options.limit = 1'000'000'000;
  options.verification_budget = options.limit;
  const auto answer = searcher->find(query, options);
  if (!answer) return answer.error();
  std::set<SectionKey> sections;
  if (answer->relaxed) return sections;
  for (const Hit& hit : answer->hits) sections.emplace(hit.article, hit.section);
  return sections;
}

// The checked form of what was typed, but for --text.
Result<RunningOptions> options_of(const CommandLine& line) {
  RunningOptions options;
  options.plans = line.has("plans");
  if (line.has("in")) {
    const auto region = region_argument(line.text("in"));
    if (!region) return region.error();
    options.in = *region;
  }
  const auto level = level_argument(line);
  if (!level) return level.error();
  options.level = *level;
  const auto as_of = line.date("as-of"), since = line.date("since");
  if (!as_of) return as_of.error();
  if (!since) return since.error();
  const auto least = line.fraction("min-confidence", 0);
  if (!least) return least.error();
  options.filter.as_of = *as_of;
  options.filter.since = *since;
  options.filter.min_confidence = *least;
  return options;
}

void print_coverage(const RunningAnswer& answer) {
  const Coverage& coverage = answer.coverage;
  const auto level = said(level_name(coverage.level));
  std::cout << dim(coverage_line(answer.program.name, coverage)) << "\n";
  for (const auto& program : answer.without) {
    std::cout
        << wrap(dim(message(
                    _("not {}: no article here says that they run it, which is no proof; about {} "
                      "of {} regions of level {} there is no article here at all"),
                    program.name, coverage.all - coverage.with_articles, coverage.all, level)),
                terminal_width(), 0)
        << "\n";
  }
  if (answer.undated > 0) {
    std::cout << dim(message(translated("{} sentence left out: its article has no date",
                                        "{} sentences left out: their articles have no date",
                                        answer.undated),
                             answer.undated))
              << "\n";
  }
}

// A region of a page as regions_running() would tell of it, had it seen no more.
RunningRegion as_region(const RunningRow& row) {
  const Assertion& assertion = row.evidence.assertion;
  RunningRegion region;
  region.region = row.region;
  region.relations = {assertion.relation};
  region.modality = assertion.modality;
  region.confidence = assertion.evidence.confidence;
  region.evidence = {row.evidence};
  return region;
}

// The options that --first goes without.
constexpr const char* kNotOfPages[] = {
    "and", "not", "in", "level", "as-of", "since", "text", "min-confidence", "plans"};

// Some regions at once, however many there are.
int show_page(const CommandLine& line) {
  for (const char* other : kNotOfPages) {
    if (line.has(other)) {
      return usage("regions", message(_("--first does not go with --{}"), other));
    }
  }
  const auto first = line.number("first", 100, 1, 10000);
  if (!first) return usage("regions", first.error().message);
  const std::string after = line.text("after");
  if (!after.empty() && !Gazetteer::builtin().find_code(after)) {
    return usage("regions", message(_("--after: no region has the code {}"), after));
  }
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto program = program_argument(**graph, line.text("running"), line.quiet());
  if (!program) return fail_to_find(program.error());
  const auto page = regions_running_page(**graph, program->id.text(), after, *first);
  if (!page) return fail_to_find(page.error());
  const std::string last(
      page->rows.empty() ? "" : Gazetteer::builtin().at(page->rows.back().region).code);
  if (line.json()) {
    for (const RunningRow& row : page->rows) print_json(region_json(as_region(row), {}));
    print_json({{"type", "summary"},
                {"schema", 1},
                {"program", named_json(page->program.id, page->program.name)},
                {"regions", page->rows.size()},
                {"more", page->more},
                {"after", text_or_null(page->more ? last : "")}});
  } else {
    for (const RunningRow& row : page->rows) print_region(as_region(row), {});
    if (page->more) {
      std::cout << dim(message(_("more regions follow: --first {} --after {}"), *first, last))
                << "\n";
    }
  }
  if (!page->rows.empty()) return kDone;
  if (!line.quiet()) {
    if (!after.empty()) {
      complain(message(_("--after {}: no more regions follow"), after));
      return kNothing;
    }
    const auto why = why_no_regions(**graph, page->program, {});
    if (!why) return fail(why.error());
    complain(*why);
  }
  return kNothing;
}

}  // namespace

int run_regions(const std::vector<std::string>& arguments) {
  CommandLine line("regions");
  line.option("running", "PROGRAM", _("the program (name, part of a name, or id)"))
      .repeatable("and", "PROGRAM", _("only regions that run this one too"))
      .repeatable("not", "PROGRAM", _("only regions of which no article says that they run it"))
      .option("in", "REGION", _("only regions in this one"))
      .option("level", "LEVEL", _("roll up to province, prefecture, county, township or zone"))
      .option("as-of", "DATE", _("only what was published by then (2024, 2024-12, 2024-12-03)"))
      .option("since", "DATE", _("only what was published from then on"))
      .option("text", "QUERY", _("only sentences in sections that match this query"))
      .option("min-confidence", "NUMBER",
              _("only sentences read with this confidence (0 to 1) or more"))
      .flag("plans", _("also regions that only plan it"))
      .option("first", "N",
              _("only the first N regions by code, each with its surest sentence; at once, however "
                "many there are"))
      .option("after", "CODE", _("with --first: those behind this region"));
  if (const auto code = line.parse(arguments)) return *code;
  if (!line.has("running")) return usage("regions", _("regions: name a program with --running"));
  if (!line.positional().empty()) {
    return usage("regions", message(_("{}: {}: not expected here"), "regions", line.joined()));
  }
  if (line.has("first")) return show_page(line);
  if (line.has("after")) return usage("regions", _("--after goes with --first"));
  auto options = options_of(line);
  if (!options) {
    return options.error().code == ErrorCode::kInvalidInput
               ? usage("regions", options.error().message)
               : fail(options.error());
  }
  std::set<SectionKey> sections;
  if (line.has("text")) {
    auto matching = sections_matching(line.data(), line.text("text"), line.quiet());
    if (!matching) return fail(matching.error());
    sections = std::move(*matching);
    options->filter.sections = &sections;
  }
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto program = program_argument(**graph, line.text("running"), line.quiet());
  if (!program) return fail_to_find(program.error());
  for (const auto& [name, programs] :
       {std::pair("and", &options->also), std::pair("not", &options->without)}) {
    for (const auto& typed : line.texts(name)) {
      const auto other = program_argument(**graph, typed, line.quiet());
      if (!other) return fail_to_find(other.error());
      programs->push_back(other->id.text());
    }
  }
  const auto answer = regions_running(**graph, program->id.text(), *options);
  if (!answer) return fail_to_find(answer.error());
  if (line.json()) {
    for (const auto& running : answer->regions) print_json(region_json(running, answer->also));
    for (const auto& [organization, evidence] : answer->organizations) {
      print_json({{"type", "organization"},
                  {"id", organization.id.text()},
                  {"name", organization.name},
                  {"evidence", evidence_list(evidence)}});
    }
    Json summary = {{"type", "summary"},
                    {"schema", 1},
                    {"program", named_json(answer->program.id, answer->program.name)},
                    {"regions", answer->regions.size()},
                    {"coverage", coverage_json(answer->coverage)}};
    if (!answer->also.empty()) summary["and"] = programs_json(answer->also);
    if (!answer->without.empty()) summary["not"] = programs_json(answer->without);
    if (options->filter.asks_dates()) summary["undated"] = answer->undated;
    print_json(summary);
  } else {
    for (const auto& running : answer->regions) print_region(running, answer->also);
    for (const auto& [organization, evidence] : answer->organizations) {
      std::cout << bold(organization.name) << " " << _("(an organization)") << "\n";
      if (!evidence.empty()) std::cout << quoted_evidence(evidence.front(), 4);
    }
    print_coverage(*answer);
  }
  if (answer->regions.empty() && !line.quiet()) {
    const auto why = why_no_regions(**graph, answer->program, *options);
    if (!why) return fail(why.error());
    complain(*why);
  }
  return answer->regions.empty() && answer->organizations.empty() ? kNothing : kDone;
}

}  // namespace zhengce::app
