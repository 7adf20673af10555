// Text and graph in one query: the answer is what both sides give by themselves, put together.
#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <set>

#include "corpus/analysis/analyzer.h"
#include "corpus/organizations.h"
#include "search/explanation.h"
#include "search/graph/documents.h"
#include "search/graph/graph_queries.h"
#include "tests/search/sample_index.h"

using namespace zhengce;
using test::SampleIndex;
using test::SampleSection;

namespace {

using Sections = std::set<SectionKey>;

Sections all_where(const std::function<bool(const SampleSection&)>& holds) {
  Sections out;
  for (const SampleSection& section : SampleIndex::get().sections()) {
    if (holds(section)) out.insert({section.id, section.section.n});
  }
  return out;
}

Sections holding(const std::u32string& phrase) {
  return all_where([&](const SampleSection& section) {
    return std::any_of(section.folded.begin(), section.folded.end(),
                       [&](const auto& text) { return contains_phrase(text, phrase); });
  });
}

// Sections about one of the regions or below.
Sections about(const std::set<RegionIndex>& regions) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  return all_where([&](const SampleSection& section) {
    for (const auto& code : section.section.about) {
      const auto subject = gazetteer.find_code(code);
      for (const RegionIndex region : regions) {
        if (subject && gazetteer.is_within(*subject, region)) return true;
      }
    }
    return false;
  });
}

Sections without(const Sections& a, const Sections& b) {
  Sections out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}
Sections both(const Sections& a, const Sections& b) {
  Sections out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

struct Asked {
  std::string query;
  Sections meaning;
};

// Every kind of question to the graph, with what it means by other ways to ask.
std::vector<Asked> graph_conditions(const GraphReader& graph) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  const Sections all = all_where([](const SampleSection&) { return true; });
  const Sections with_subject =
      all_where([](const SampleSection& section) { return !section.section.about.empty(); });
  std::vector<Asked> out;
  REQUIRE(graph.each_entity(EntityKind::kProgram, [&](const Entity& entity) {
    if (!entity.visible) return true;
    const auto running = regions_running(graph, entity.id.text(), {});
    REQUIRE(running);
    std::set<RegionIndex> regions;
    for (const auto& region : running->regions) regions.insert(region.region);
    out.push_back({"runs:\"" + entity.id.text() + "\"", about(regions)});
    out.push_back({"not-runs:\"" + entity.id.text() + "\"", without(with_subject, about(regions))});
    return true;
  }));
  std::set<RegionIndex> subjects;
  for (const SampleSection& section : SampleIndex::get().sections()) {
    for (const auto& code : section.section.about) {
      for (const RegionIndex region : gazetteer.with_ancestors(*gazetteer.find_code(code))) {
        subjects.insert(region);
      }
    }
  }
  for (const RegionIndex region : subjects) {
    const std::string code(gazetteer.at(region).code);
    out.push_back({"in:" + code, about({region})});
    std::set<RegionIndex> partners;
    for (const bool from : {true, false}) {
      const auto visit = [&](const Assertion& assertion) {
        if (assertion.relation != Relation::kPairedWith) return true;
        const auto here = gazetteer.find_code((from ? assertion.from : assertion.to).code());
        const auto there = gazetteer.find_code((from ? assertion.to : assertion.from).code());
        if (here && there && gazetteer.is_within(*here, region)) partners.insert(*there);
        return true;
      };
      REQUIRE((from ? graph.assertions_from_regions("", visit)
                    : graph.assertions_to_regions("", visit)));
    }
    out.push_back({"paired-with:" + code, about(partners)});
    DocumentsOptions options;
    options.by = EntityId::region(code);
    const auto documents = documents_of(graph, options);
    REQUIRE(documents);
    out.push_back(
        {"issued-by:" + code, all_where([&](const SampleSection& section) {
           const auto own = document_id(section.article.title);
           return std::any_of(
               documents->documents.begin(), documents->documents.end(), [&](const auto& one) {
                 return one.document.id == own &&
                        std::any_of(one.evidence.begin(), one.evidence.end(),
                                    [&](const CitedEvidence& cited) {
                                      return cited.assertion.evidence.article == section.id;
                                    });
               });
         })});
  }
  for (const auto level : {RegionLevel::kProvince, RegionLevel::kPrefecture, RegionLevel::kCounty,
                           RegionLevel::kTownship}) {
    out.push_back({"level:" + std::string(level_name(level)), all_where([&](const auto& section) {
                     return std::any_of(section.section.about.begin(), section.section.about.end(),
                                        [&](const auto& code) {
                                          return gazetteer.at(*gazetteer.find_code(code)).level ==
                                                 level;
                                        });
                   })});
  }
  return out;
}

SearchOptions everything(Drive drive) {
  SearchOptions options;
  options.limit = 1000;
  options.snippets = false;
  options.drive = drive;
  return options;
}

}  // namespace

TEST_CASE("text joined with the graph is what both find, whichever side drives", "[search]") {
  const unsigned seed = 20261124;
  CAPTURE(seed);
  const SampleIndex& index = SampleIndex::get();
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto conditions = graph_conditions(searcher->graph());
  REQUIRE(conditions.size() > 50);
  const Sections all = all_where([](const SampleSection&) { return true; });
  std::mt19937 random(seed);
  std::size_t found = 0;
  for (int i = 0; i < 100; ++i) {
    const auto phrase = index.draw(random, 1 + random() % 4);
    const Sections text = holding(phrase);
    const std::string typed = "\"" + encode_utf8(phrase) + "\"";
    const Asked& graph = conditions[random() % conditions.size()];
    const Asked& other = conditions[random() % conditions.size()];
    Asked asked;
    switch (i % 5) {
      case 0:
        asked = {typed + " " + graph.query, both(text, graph.meaning)};
        break;
      case 1:
        asked = {typed + " -" + graph.query, without(text, graph.meaning)};
        break;
      case 2: {
        Sections either = graph.meaning;
        either.insert(text.begin(), text.end());
        asked = {typed + " OR " + graph.query, either};
        break;
      }
      case 3:
        asked = {graph.query + " " + typed + " " + other.query,
                 both(both(text, graph.meaning), other.meaning)};
        break;
      default: {
        Sections either = graph.meaning;
        either.insert(other.meaning.begin(), other.meaning.end());
        asked = {"(" + graph.query + " OR " + other.query + ") -(" + typed + ")",
                 without(either, text)};
      }
    }
    CAPTURE(i, asked.query);
    std::vector<std::pair<SectionKey, double>> order;
    for (const Drive drive : {Drive::kGraph, Drive::kText, Drive::kByCost}) {
      SearchOptions options = everything(drive);
      options.reprints_as_one = false;  // By hand, each is found.
      const auto answer = searcher->find(asked.query, options);
      CAPTURE(static_cast<int>(drive), answer ? std::string() : answer.error().message);
      REQUIRE(answer);
      CHECK(answer->exact);
      Sections hits;
      std::vector<std::pair<SectionKey, double>> hits_in_order;
      for (const Hit& hit : answer->hits) {
        hits.insert({hit.article, hit.section});
        hits_in_order.push_back({{hit.article, hit.section}, hit.score});
      }
      CHECK(hits == asked.meaning);
      CHECK(answer->total == asked.meaning.size());
      if (drive == Drive::kGraph) {
        order = hits_in_order;
      } else {
        CHECK(hits_in_order == order);
      }
    }
    found += asked.meaning.size();
  }
  CHECK(found > 300);
}

TEST_CASE("the side that drives is the one that costs less, and explain tells it", "[search]") {
  auto searcher = Searcher::open(SampleIndex::get().path());
  REQUIRE(searcher);
  SearchOptions options;
  const auto join = [&](const std::string& query, Drive drive = Drive::kByCost) {
    options.drive = drive;
    const auto explained = searcher->explain(query, options);
    REQUIRE(explained);
    return explained->join;
  };
  CHECK(join("补贴 region:浙江").graph_values == 0);
  // Many regions, and a text that is nowhere or in few sections.
  const JoinPlan rare = join("\"龘龘龘\" level:county");
  CHECK(rare.graph_values > 0);
  CHECK(rare.text_sections == 0);
  CHECK(rare.text_drives);
  // Without any text the graph drives.
  const JoinPlan bare = join("level:province");
  CHECK(bare.text_sections > 40);
  CHECK_FALSE(bare.text_drives);
  CHECK(join("level:province", Drive::kText).text_drives);
  CHECK_FALSE(join("\"龘龘龘\" level:county", Drive::kGraph).text_drives);
}

TEST_CASE("groups are the regions, programs and issuers of the hits, each with its best section",
          "[search]") {
  auto searcher = Searcher::open(SampleIndex::get().path());
  REQUIRE(searcher);
  const auto field = GENERATE(FacetField::kRegion, FacetField::kProgram, FacetField::kIssuer);
  SearchOptions plain = everything(Drive::kByCost);
  plain.facets = {field};
  plain.facet_values = 10000;
  const std::string query = GENERATE("社区", "书架", "居民 OR 市民", "level:county");
  CAPTURE(query, static_cast<int>(field));
  const auto whole = searcher->find(query, plain);
  REQUIRE(whole);
  SearchOptions options;
  options.limit = 1000;
  options.group_by = field;
  const auto grouped = searcher->find(query, options);
  REQUIRE(grouped);
  CHECK(grouped->hits.empty());
  CHECK(grouped->facets.empty());
  CHECK(grouped->total == whole->total);
  CHECK(grouped->cursor.empty());
  std::map<std::string, std::uint64_t> counts;
  std::map<std::string, std::uint64_t> expected;
  for (const auto& value : whole->facets.front().values) {
    expected[value.code + value.name] = value.count;
  }
  double before = 1e9;
  for (const Group& group : grouped->groups) {
    counts[group.value.code + group.value.name] = group.value.count;
    CHECK(group.best.score <= before);
    before = group.best.score;
    // It is the first of the hits that are of the group.
    if (field != FacetField::kIssuer) continue;
    const auto first = std::find_if(whole->hits.begin(), whole->hits.end(), [&](const Hit& hit) {
      const auto named = issuers_named(hit.issuer);
      return std::find(named.begin(), named.end(), group.value.name) != named.end();
    });
    REQUIRE(first != whole->hits.end());
    CHECK(first->article == group.best.article);
    CHECK(first->section == group.best.section);
  }
  CHECK(counts == expected);
  if (grouped->groups.size() < 3) return;
  options.limit = 2;
  options.offset = 1;
  const auto page = searcher->find(query, options);
  REQUIRE(page);
  REQUIRE(page->groups.size() == 2);
  CHECK(page->groups[0].value.name == grouped->groups[1].value.name);
  CHECK(page->groups[0].best.rank == 2);
}
