#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "app/command.h"
#include "app/json_shapes.h"
#include "corpus/gazetteer/region_finder.h"
#include "corpus/text.h"
#include "graph/data_dir.h"
#include "search/graph/edges.h"

namespace zhengce::app {
namespace {

std::uint64_t bytes_in(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code unreadable;
    if (it->is_regular_file(unreadable)) bytes += it->file_size(unreadable);
  }
  return bytes;
}

// What each rule, in each of its versions, has read.
struct ReadByRule {
  std::uint64_t assertions = 0, mentions = 0;
};
using Rules = std::map<std::pair<std::string, std::uint32_t>, ReadByRule>;

Result<Rules> rules_of(const GraphReader& graph) {
  Rules rules;
  Result<void> failure;
  const auto read = graph.each_article([&](const StoredArticle& stored) {
    const auto extraction = graph.extraction(stored.article.id);
    if (!extraction) {
      failure = extraction.error();
      return false;
    }
    for (const auto& assertion : extraction->assertions)
      ++rules[{assertion.evidence.rule, assertion.evidence.rule_version}].assertions;
    for (const auto& candidate : extraction->candidates)
      ++rules[{candidate.evidence.rule, candidate.evidence.rule_version}].mentions;
    return true;
  });
  if (!read) return read.error();
  if (!failure) return failure.error();
  return rules;
}

int print_rules(const GraphReader& graph, bool json) {
  const auto rules = rules_of(graph);
  if (!rules) return fail(rules.error());
  if (!json) {
    std::cout << pad(_("rule"), 36) << pad(_("version"), 10) << pad(_("assertions"), 12)
              << _("mentions") << "\n";
  }
  for (const auto& [rule, found] : *rules) {
    if (json) {
      print_json({{"type", "rule"},
                  {"rule", rule.first},
                  {"version", rule.second},
                  {"assertions", found.assertions},
                  {"mentions", found.mentions}});
    } else {
      std::cout << pad(rule.first, 36) << pad(std::to_string(rule.second), 10)
                << pad(std::to_string(found.assertions), 12) << found.mentions << "\n";
    }
  }
  if (json) print_json({{"type", "summary"}, {"schema", 1}, {"rules", rules->size()}});
  return kDone;
}

// A name that several regions bear where nothing around it tells which is meant.
struct Ambiguous {
  std::set<RegionIndex> regions;
  std::set<ArticleId> articles;
  std::uint64_t mentions = 0;
};
using AmbiguousNames = std::map<std::string, Ambiguous>;

Result<AmbiguousNames> ambiguous_names(const GraphReader& graph) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  AmbiguousNames names;
  std::vector<ArticleId> articles;
  const auto read = graph.each_article([&](const StoredArticle& stored) {
    if (stored.current) articles.push_back(stored.article.id);
    return true;
  });
  if (!read) return read.error();
  for (const ArticleId& id : articles) {
    const auto stored = graph.article(id, true);
    if (!stored) return stored.error();
    if (!*stored) continue;
    const Article& article = (*stored)->article;
    const auto text = decode_utf8(article.text);
    for (const Section& section : article.sections) {
      RegionContext context;
      if (!section.about.empty())
        context.subject = gazetteer.find_code(section.about.front()).value_or(kNoRegion);
      for (const Span span : indexed_spans(article, section)) {
        for (const auto& found : find_regions(gazetteer, text, span, context).ambiguous) {
          Ambiguous& name = names[encode_utf8(slice(text, found.span))];
          name.regions.insert(found.candidates.begin(), found.candidates.end());
          name.articles.insert(id);
          ++name.mentions;
        }
      }
    }
  }
  return names;
}

int print_ambiguous(const GraphReader& graph, bool json) {
  const auto names = ambiguous_names(graph);
  if (!names) return fail(names.error());
  std::uint64_t mentions = 0;
  if (!json && names->empty()) {
    std::cerr << _("no region's name is left open") << "\n";
    return kDone;
  }
  if (!json)
    std::cout << pad(_("name"), 20) << pad(_("mentions"), 10) << pad(_("articles"), 10)
              << _("may be") << "\n";
  std::vector<const AmbiguousNames::value_type*> sorted;
  for (const auto& name : *names) sorted.push_back(&name);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](auto* a, auto* b) { return a->second.mentions > b->second.mentions; });
  for (const auto* name : sorted) {
    const Ambiguous& found = name->second;
    mentions += found.mentions;
    if (json) {
      Json places = Json::array();
      for (const RegionIndex region : found.regions) places.push_back(place_json(region));
      print_json({{"type", "ambiguous_region"},
                  {"name", name->first},
                  {"mentions", found.mentions},
                  {"articles", found.articles.size()},
                  {"may_be", places}});
      continue;
    }
    std::vector<std::string> places;
    for (const RegionIndex region : found.regions)
      places.push_back(Gazetteer::builtin().path_name(region));
    std::cout << pad(name->first, 20) << pad(std::to_string(found.mentions), 10)
              << pad(std::to_string(found.articles.size()), 10) << joined(places, "、") << "\n";
  }
  if (json)
    print_json(
        {{"type", "summary"}, {"schema", 1}, {"names", names->size()}, {"mentions", mentions}});
  return kDone;
}

}  // namespace

int run_stats(const std::vector<std::string>& arguments) {
  CommandLine line("stats");
  line.flag("rules", _("what each rule has read, by version"));
  line.flag("ambiguous", _("names of regions that are left open, as nothing tells which is meant"));
  if (const auto code = line.parse(arguments)) return *code;
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  if (line.has("rules")) return print_rules(**graph, line.json());
  if (line.has("ambiguous")) return print_ambiguous(**graph, line.json());
  const auto counts = (*graph)->counts();
  if (!counts) return fail(counts.error());
  const auto edges = count_edges(**graph);
  if (!edges) return fail(edges.error());
  const auto sequence = (*graph)->sequence();
  if (!sequence) return fail(sequence.error());
  const DataDir dir{line.data()};
  const auto graph_bytes = bytes_in(dir.graph());
  const auto index_bytes = bytes_in(dir.index());
  if (line.json()) {
    print_json({{"type", "stats"},
                {"articles", counts->articles},
                {"current_articles", counts->current_articles},
                {"sections", counts->sections},
                {"programs", counts->visible_programs},
                {"program_candidates", counts->programs},
                {"organizations", counts->organizations},
                {"documents", counts->documents},
                {"edges", edges->edges},
                {"evidence", edges->evidence},
                {"assertions", counts->assertions},
                {"mentions", counts->candidates},
                {"sequence", *sequence},
                {"graph_bytes", graph_bytes},
                {"index_bytes", index_bytes}});
    print_json({{"type", "summary"}, {"schema", 1}});
    return kDone;
  }
  const auto row = [](const char* name, std::uint64_t value) {
    std::cout << pad(name, 26) << fmt::format("{:>12}", value) << "\n";
  };
  row(_("articles"), counts->articles);
  row(_("  newest versions"), counts->current_articles);
  row(_("sections"), counts->sections);
  row(_("programs"), counts->visible_programs);
  row(_("  with names not yet shown"), counts->programs);
  row(_("organizations"), counts->organizations);
  row(_("documents"), counts->documents);
  row(_("edges"), edges->edges);
  row(_("  pieces of evidence"), edges->evidence);
  row(_("statements, shown or not"), counts->assertions);
  row(_("graph, bytes"), graph_bytes);
  row(_("index, bytes"), index_bytes);
  return kDone;
}

}  // namespace zhengce::app
