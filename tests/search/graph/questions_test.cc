#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <set>

#include "search/graph/compare.h"
#include "search/graph/documents.h"
#include "search/graph/edges.h"
#include "search/graph/metrics.h"
#include "search/graph/paths.h"
#include "search/graph/running_page.h"
#include "search/graph/timeline.h"
#include "tests/search/graph/story.h"
#include "tests/support/catch.h"

using namespace zhengce;
using namespace zhengce::test;

namespace {

using Names = std::vector<std::string>;

const auto kPlan = program("邻里互助计划");
const auto kSchool = program("春风夜校");

RegionIndex at(const char* name) { return Gazetteer::builtin().resolve(name).value(); }
EntityId document(const char* name) {
  return EntityId::of(EntityKind::kDocument, normalize_name(name));
}

// Two programs, three regions, a bureau and two documents.
void tell(Story& story) {
  story.name(EntityKind::kProgram, "邻里互助计划");
  story.name(EntityKind::kProgram, "春风夜校");
  story.name(EntityKind::kProgram, "无人知晓行动", false);
  story.name(EntityKind::kOrganization, "浙江省民政厅");
  story.name(EntityKind::kDocument, "关于邻里互助的意见");
  story.name(EntityKind::kDocument, "邻里互助实施方案");
  const auto bureau = organization("浙江省民政厅");
  story.article(
      {"330000"}, "2022-03-01",
      {{region("330000"), Relation::kRuns, kPlan, "浙江省实施“邻里互助计划”。"},
       {bureau, Relation::kBelongsTo, region("330000"), "浙江省民政厅主办。"},
       {bureau, Relation::kIssued, document("关于邻里互助的意见"), "浙江省民政厅印发意见。"},
       {region("330000"), Relation::kRuns, program("无人知晓行动"), "浙江省悄悄行动。"}});
  story.article({"510100"}, "2021-05-01",
                {{region("510100"), Relation::kRuns, kPlan, "成都市试行“邻里互助计划”。"},
                 {region("510100"), Relation::kCreated, kSchool, "成都市首创春风夜校。"},
                 {region("510100"), Relation::kMeasured, kSchool, "春风夜校收学员约1200人。", 0.9f,
                  Modality::kRuns, Quantity{1200, "人", Approximation::kAbout, "学员"}}});
  story.article({"440000"}, "",
                {{region("440000"), Relation::kRuns, kSchool, "广东省开办春风夜校。"},
                 {region("440000"), Relation::kNames, kPlan, "广东省提到“邻里互助计划”。"}});
  story.article({}, "2023-01-01",
                {{document("邻里互助实施方案"), Relation::kBasedOn, document("关于邻里互助的意见"),
                  "根据《关于邻里互助的意见》制定。"},
                 {document("邻里互助实施方案"), Relation::kAbout, kPlan, "为实施邻里互助计划。"},
                 {document("邻里互助实施方案"), Relation::kRepeals, document("关于邻里互助的意见"),
                  "《关于邻里互助的意见》同时废止。"}});
  story.last().title = "邻里互助实施方案";
  story.last().number = "某发〔2023〕7号";
  story.last().status = "现行有效";
}

}  // namespace

TEST_CASE("why: every sentence that ties two things", "[graph_queries]") {
  Story story;
  tell(story);
  const auto& graph = story.graph();
  for (const bool turned : {false, true}) {
    const auto edges = turned ? edges_between(graph, kPlan, region("330000"))
                              : edges_between(graph, region("330000"), kPlan);
    REQUIRE(edges);
    REQUIRE(edges->size() == 1);
    CHECK(edges->front().from_name == "浙江省");
    CHECK(edges->front().to_name == "邻里互助计划");
    CHECK(edges->front().evidence.at(0).sentence == "浙江省实施“邻里互助计划”。");
  }
  // Where nothing is said of the region itself, what is said of those in it.
  const auto below = edges_between(graph, region("510000"), kPlan);
  REQUIRE(below);
  REQUIRE(below->size() == 1);
  CHECK(below->front().from_name == "成都市");
  CHECK(edges_between(graph, region("540000"), kPlan)->empty());
  // Nothing of names that answers do not show.
  CHECK(edges_between(graph, region("330000"), program("无人知晓行动"))->empty());

  const auto text = below->front().edge.text();
  CHECK(text == "region:510100/runs/" + kPlan.text());
  const auto name = EdgeName::parse(text);
  REQUIRE(name);
  CHECK(edges_named(graph, *name)->size() == 1);
  // A part behind it tells one of several edges; none here has this one.
  const auto planned = EdgeName::parse(text + "/plans");
  REQUIRE(planned);
  CHECK(edges_named(graph, *planned)->empty());
  for (const char* bad : {"", "/", "//", "region:330000/runs", "region:330000/likes/region:440000",
                          "region:330000/runs/浙江"}) {
    CAPTURE(bad);
    CHECK_FALSE(EdgeName::parse(bad));
  }
}

TEST_CASE("a timeline tells when each region is first seen", "[graph_queries]") {
  Story story;
  tell(story);
  story.article({"330000"}, "2020-01-01",
                {{region("330100"), Relation::kRuns, kPlan, "杭州市早有“邻里互助计划”。"}});
  const auto& graph = story.graph();
  const auto timeline = timeline_of(graph, "邻里互助计划", {});
  REQUIRE(timeline);
  Names order;
  for (const auto& seen : timeline->dated)
    order.push_back(seen.evidence.date->iso() + seen.evidence.sentence);
  CHECK(order == Names{"2020-01-01杭州市早有“邻里互助计划”。",
                       "2021-05-01成都市试行“邻里互助计划”。",
                       "2022-03-01浙江省实施“邻里互助计划”。"});
  CHECK(timeline->undated.empty());
  REQUIRE(timeline->reach.size() == 3);
  CHECK(timeline->reach[0].with_evidence == 2);
  CHECK(timeline->reach[1].with_evidence == 2);
  CHECK(timeline->reach[2].with_evidence == 0);
  RunningOptions options;
  options.level = RegionLevel::kProvince;
  const auto rolled = timeline_of(graph, "邻里互助计划", options);
  REQUIRE(rolled);
  REQUIRE(rolled->dated.size() == 2);
  CHECK(rolled->dated[0].region == at("浙江"));
  CHECK(rolled->dated[0].evidence.sentence == "杭州市早有“邻里互助计划”。");
  // Without a date, it comes after all others.
  CHECK(timeline_of(graph, "春风夜校", {})->undated.at(0).region == at("广东"));
}

TEST_CASE("numbers come with their doer, program and sentence", "[graph_queries]") {
  Story story;
  tell(story);
  const auto& graph = story.graph();
  MetricsOptions options;
  options.program = kSchool;
  const auto answer = metrics_of(graph, options);
  REQUIRE(answer);
  REQUIRE(answer->metrics.size() == 1);
  const Metric& metric = answer->metrics[0];
  CHECK(metric.doer.name == "四川省 成都市");
  CHECK(metric.program->name == "春风夜校");
  CHECK(metric.evidence.assertion.quantity->value == 1200);
  CHECK(metric.evidence.sentence == "春风夜校收学员约1200人。");
  options = {};
  options.in = at("四川");
  CHECK(metrics_of(graph, options)->metrics.size() == 1);
  options.in = at("浙江");
  CHECK(metrics_of(graph, options)->metrics.empty());
}

TEST_CASE("documents by issuer, program, what they cite, and status", "[graph_queries]") {
  Story story;
  tell(story);
  const auto& graph = story.graph();
  const auto ask = [&](const DocumentsOptions& options) {
    const auto found = documents_of(graph, options);
    REQUIRE(found);
    Names names;
    for (const auto& one : found->documents) {
      names.push_back(one.document.name);
      if (options.by || options.about || options.citing) CHECK_FALSE(one.evidence.empty());
    }
    return names;
  };
  const Names opinion{"关于邻里互助的意见"}, scheme{"邻里互助实施方案"};
  DocumentsOptions options;
  options.by = region("330000");
  CHECK(ask(options) == opinion);
  options.by = organization("浙江省民政厅");
  CHECK(ask(options) == opinion);
  options.by = region("440000");
  CHECK(ask(options).empty());
  options = {};
  options.about = kPlan;
  CHECK(ask(options) == scheme);
  options = {};
  options.citing = document("关于邻里互助的意见");
  CHECK(ask(options) == scheme);
  options.status = DocumentStatus::kRepealed;
  CHECK(ask(options).empty());
  options = {};
  options.implementing = document("关于邻里互助的意见");
  CHECK(ask(options) == scheme);
  options = {};
  options.status = DocumentStatus::kRepealed;
  CHECK(ask(options) == opinion);
  const auto repealed = documents_of(graph, options);
  REQUIRE(repealed->documents[0].status_evidence);
  CHECK(repealed->documents[0].status_evidence->sentence == "《关于邻里互助的意见》同时废止。");
  CHECK(repealed->coverage.with_evidence == 1);
  CHECK(repealed->coverage.with_articles == 3);
  options.status = DocumentStatus::kValid;
  CHECK(ask(options) == scheme);
  options = {};
  CHECK(ask(options).size() == 2);

  CHECK(find_document(graph, "某发[2023]7号")->id == document("邻里互助实施方案"));
  CHECK(find_document(graph, "实施方案")->by_part);
  CHECK(find_document(graph, "某发〔1999〕1号").error().code == ErrorCode::kNotFound);
}

TEST_CASE("a comparison is a matrix of programs and regions", "[graph_queries]") {
  Story story;
  tell(story);
  const auto& graph = story.graph();
  const std::vector regions{at("浙江"), at("四川"), at("西藏")};
  const auto comparison = compare_regions(graph, regions, {}, 1);
  REQUIRE(comparison);
  REQUIRE(comparison->programs.size() == 2);
  const auto& both = comparison->programs[0];
  CHECK(both.program.name == "邻里互助计划");
  REQUIRE(both.cells.size() == 2);
  CHECK(both.cells.at(0).evidence.sentence == "浙江省实施“邻里互助计划”。");
  CHECK(both.cells.at(1).evidence.sentence == "成都市试行“邻里互助计划”。");
  CHECK(comparison->programs[1].cells.size() == 1);
  CHECK(comparison->regions[0].sections == 1);
  CHECK(comparison->regions[2].sections == 0);
  CHECK(compare_regions(graph, regions, {}, 2)->programs.size() == 1);
}

TEST_CASE("sets of regions name regions that there are", "[graph_queries]") {
  CHECK(region_set("长三角") == std::vector{at("上海"), at("江苏"), at("浙江"), at("安徽")});
  CHECK(region_set("京津冀").size() == 3);
  CHECK(region_set("副省级市").size() == 15);
  CHECK(region_set("全国各省").size() == 31);
  CHECK(region_set("粤港澳大湾区").size() == 11);
  CHECK(region_set("黄河流域九省区").size() == 9);
  CHECK(region_set("经济特区").size() == 5);
  CHECK(region_set("无此集合").empty());
  CHECK(region_set_names().size() == 16);
  for (const auto& name : region_set_names()) {
    CAPTURE(name);
    CHECK(region_set(name).size() >= 2);
  }
}

TEST_CASE("a path is a shortest one, with a sentence for each step", "[graph_queries]") {
  Story story;
  tell(story);
  const auto& graph = story.graph();
  const auto path = path_between(graph, region("330000"), region("440000"), 4);
  REQUIRE(path);
  Names nodes;
  for (const auto& node : path->nodes) nodes.push_back(node.name);
  // Over what Guangdong runs, not over what it merely names.
  CHECK(nodes == Names{"浙江省", "邻里互助计划", "成都市", "春风夜校", "广东省"});
  Names sentences;
  for (const auto& hop : path->hops) sentences.push_back(hop.sentence);
  CHECK(sentences == Names{"浙江省实施“邻里互助计划”。", "成都市试行“邻里互助计划”。",
                           "成都市首创春风夜校。", "广东省开办春风夜校。"});
  CHECK(path_between(graph, region("330000"), region("440000"), 3)->nodes.empty());
  const auto back = path_between(graph, region("440000"), region("330000"), 4);
  CHECK(back->nodes.size() == 5);
  CHECK(path_between(graph, region("330000"), kPlan, 1)->hops.size() == 1);
  CHECK(path_between(graph, kPlan, kPlan, 4)->nodes.size() == 1);
  CHECK(path_between(graph, region("540000"), kPlan, 8)->nodes.empty());
}

TEST_CASE("a path is a shortest one also where much is tied to hubs", "[graph_queries]") {
  constexpr unsigned kRegions = 900, kPrograms = 40;
  Story story;
  std::vector<EntityId> programs;
  for (unsigned i = 0; i < kPrograms; ++i) {
    const std::string name = "邻里互助计划第" + std::to_string(i) + "号";
    story.name(EntityKind::kProgram, name);
    programs.push_back(program(name));
  }
  std::mt19937 random(20241203);
  std::map<EntityId, std::set<EntityId>> ties;
  std::vector<EntityId> regions;
  for (unsigned i = 0; i < kRegions; ++i) {
    regions.push_back(region(Gazetteer::builtin().at(static_cast<RegionIndex>(3 * i)).code));
    std::vector<Said> facts;
    const auto run = [&](unsigned n) {
      facts.push_back({regions[i], Relation::kRuns, programs[n], "实施“邻里互助计划”。"});
      ties[regions[i]].insert(programs[n]);
      ties[programs[n]].insert(regions[i]);
    };
    // Two hubs that share nothing; a few regions run small programs; some run none.
    if (i % 3 == 0) run(0);
    if (i % 3 == 1) run(1);
    if (i % 50 < 3) run(2 + random() % (kPrograms - 2));
    if (!facts.empty()) story.article({"330000"}, "2024", facts);
  }
  const auto& graph = story.graph();
  const auto distance = [&](const EntityId& from, const EntityId& to) {
    std::map<EntityId, std::uint32_t> reached{{from, 0}};
    std::deque<EntityId> next{from};
    for (; !next.empty() && !reached.contains(to); next.pop_front()) {
      for (const auto& far : ties[next.front()]) {
        if (reached.emplace(far, reached[next.front()] + 1).second) next.push_back(far);
      }
    }
    return reached.contains(to) ? std::optional(reached[to]) : std::nullopt;
  };
  const auto any = [&] {
    return random() % 3 == 0 ? programs[random() % kPrograms] : regions[random() % kRegions];
  };
  unsigned found = 0;
  for (int i = 0; i < 200; ++i) {
    const auto a = any(), b = any();
    const auto path = path_between(graph, a, b, 6);
    REQUIRE(path);
    const auto expected = distance(a, b);
    CAPTURE(a.text(), b.text(), expected.value_or(99));
    if (!expected || *expected > 6) {
      CHECK(path->nodes.empty());
      continue;
    }
    ++found;
    REQUIRE(path->nodes.size() == *expected + 1);
    CHECK(path->nodes.front().id == a);
    CHECK(path->nodes.back().id == b);
    for (std::size_t n = 1; n < path->nodes.size(); ++n) {
      CHECK(ties[path->nodes[n - 1].id].contains(path->nodes[n].id));
    }
  }
  CHECK(found > 50);
}

TEST_CASE("neighbors come nearest first, each with a sentence", "[graph_queries]") {
  Story story;
  tell(story);
  const auto& graph = story.graph();
  const auto near = neighbors_of(graph, kPlan, 1, 100);
  REQUIRE(near);
  Names names;
  for (const auto& neighbor : near->neighbors) names.push_back(neighbor.node.name);
  CHECK(names == Names{"浙江省", "成都市", "邻里互助实施方案"});
  CHECK(near->complete);
  const auto far = neighbors_of(graph, kPlan, 2, 100);
  REQUIRE(far);
  CHECK(far->neighbors.size() == 6);
  CHECK(far->neighbors.back().hops == 2);
  for (const auto& neighbor : far->neighbors) {
    CHECK(neighbor.node.name != "无人知晓行动");
    CHECK_FALSE(neighbor.evidence.sentence.empty());
  }
  const auto few = neighbors_of(graph, kPlan, 2, 2);
  CHECK(few->neighbors.size() == 2);
  CHECK_FALSE(few->complete);
}

TEST_CASE("all nodes and edges that answers show, once each", "[graph_queries]") {
  Story story;
  tell(story);
  const auto& graph = story.graph();
  std::size_t nodes = 0, edges = 0;
  REQUIRE(each_node(graph, [&](const ShownNode& node) {
    CHECK(node.name != "无人知晓行动");
    return ++nodes > 0;
  }));
  REQUIRE(each_edge(graph, [&](const CitedEdge& edge) {
    CHECK_FALSE(edge.evidence.empty());
    return ++edges > 0;
  }));
  CHECK(nodes == 3 + 2 + 1 + 2);
  CHECK(edges == 11);
}

TEST_CASE("pages of a program's regions add up to all of them", "[graph_queries]") {
  const auto count = GENERATE(3, 700);  // Few, and more than are read in one go.
  CAPTURE(count);
  Story story;
  story.name(EntityKind::kProgram, "邻里互助计划");
  const Gazetteer& gazetteer = Gazetteer::builtin();
  std::vector<Said> facts;
  for (RegionIndex i = 1; i <= static_cast<RegionIndex>(count); ++i) {
    const auto relation = static_cast<Relation>(1 + i % 4);
    facts.push_back({region(gazetteer.at(i).code), relation, kPlan, "某地实施。"});
    if (i % 3 == 0)
      facts.push_back({region(gazetteer.at(i).code), relation, kPlan, "某地确已实施。", 0.95f});
    // Nor who plans it, nor who learns from it.
    facts.push_back({region(gazetteer.at(i + 1000).code), Relation::kRuns, kPlan, "某地将实施。",
                     0.9f, Modality::kPlans});
    facts.push_back(
        {region(gazetteer.at(i + 1000).code), Relation::kLearnsFrom, kPlan, "某地学习。"});
  }
  story.article({}, "2024-01-01", facts);
  const auto& graph = story.graph();
  RunningOptions options;
  options.evidence_limit = 1;
  const auto all = regions_running(graph, "邻里互助计划", options);
  REQUIRE(all);
  REQUIRE(all->regions.size() == static_cast<std::size_t>(count));
  std::string after;
  std::size_t n = 0;
  for (bool more = true; more;) {
    const auto page = regions_running_page(graph, "邻里互助计划", after, 100);
    REQUIRE(page);
    for (const auto& row : page->rows) {
      CHECK(row.region == all->regions.at(n).region);
      CHECK(row.evidence.sentence == all->regions.at(n).evidence.at(0).sentence);
      ++n;
    }
    more = page->more;
    REQUIRE(!page->rows.empty());
    after = gazetteer.at(page->rows.back().region).code;
  }
  CHECK(n == all->regions.size());
  CHECK(regions_running_page(graph, "没有这项工程", "", 9).error().code == ErrorCode::kNotFound);
}
