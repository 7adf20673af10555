#include "search/graph/graph_queries.h"

#include <map>

#include "tests/search/graph/story.h"
#include "tests/support/catch.h"

using namespace zhengce;
using namespace zhengce::test;

namespace {

const auto kPlan = program("邻里互助计划");

// What most tests ask about.
void tell_common(Story& story) {
  story.name(EntityKind::kProgram, "邻里互助计划");
  story.article({"330000"}, "2024-03-01",
                {{region("330000"), Relation::kRuns, kPlan, "浙江省实施“邻里互助计划”。"}});
  story.article({"510100"}, "2024-04-01",
                {{region("510100"), Relation::kCreated, kPlan, "成都市首创“邻里互助计划”。"}});
  story.article(
      {"653100"}, "2023-05-01",
      {{region("653100"), Relation::kPilots, kPlan, "喀什地区试点“邻里互助计划”。", 0.8f}});
  story.article(
      {"330782"}, "2022-05-01",
      {{region("330782"), Relation::kExtends, kPlan, "义乌市推广“邻里互助计划”。", 0.95f}});
  story.article(
      {"440000"}, "2024-05-01",
      {{region("440000"), Relation::kLearnsFrom, kPlan, "广东省赴外地学习“邻里互助计划”。"}});
  story.article({"450000"}, "2024-05-01",
                {{region("450000"), Relation::kNames, kPlan, "广西提到“邻里互助计划”。"}});
  story.article({"520000"}, "2024-05-01",
                {{region("520000"), Relation::kRuns, kPlan, "贵州省将实施“邻里互助计划”。", 0.9f,
                  Modality::kPlans}});
  story.article({"360000"}, "2024-05-01",
                {{region("360000"), Relation::kRuns, kPlan, "江西省的“邻里互助计划”已经收官。",
                  0.9f, Modality::kEnded}});
  story.article({"110105"}, "2024-05-01", {});
}

std::vector<std::string> names(const RunningAnswer& answer) {
  std::vector<std::string> found;
  for (const auto& running : answer.regions) {
    found.emplace_back(Gazetteer::builtin().at(running.region).name);
  }
  return found;
}

RunningAnswer ask(const GraphReader& graph, const char* name, const RunningOptions& options = {}) {
  auto answer = regions_running(graph, name, options);
  if (!answer) throw std::runtime_error(answer.error().message);
  return *answer;
}

RegionIndex at(const char* name) {
  auto found = Gazetteer::builtin().resolve(name);
  if (!found) throw std::runtime_error(found.error().message);
  return *found;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a program's regions are those that run, create, pilot or extend it", "[graph_queries]") {
  Story story;
  tell_common(story);
  const auto& graph = story.graph();
  const auto answer = ask(graph, "“邻里互助计划”");
  // Neither who learns from it, nor who names it, nor who only plans it.
  CHECK(names(answer) == Names{"浙江省", "义乌市", "江西省", "成都市", "喀什地区"});
  CHECK(answer.program.id == kPlan);
  CHECK(answer.regions[0].relations == std::vector{Relation::kRuns});
  CHECK(answer.regions[0].modality == Modality::kRuns);
  CHECK(answer.regions[1].relations == std::vector{Relation::kExtends});
  CHECK(answer.regions[2].modality == Modality::kEnded);
  CHECK(answer.regions[4].confidence == 0.8f);
  for (const auto& running : answer.regions) CHECK(running.via.empty());

  SECTION("each with its sentence, as stored") {
    for (const auto& running : answer.regions) {
      REQUIRE(running.evidence.size() == 1);
      const auto& cited = running.evidence[0];
      const auto text = graph.text(cited.assertion.evidence.article);
      REQUIRE((text && *text));
      CHECK(cited.sentence ==
            encode_utf8(slice(decode_utf8(**text), cited.assertion.evidence.sentence)));
      CHECK_THAT(cited.sentence, ContainsSubstring("邻里互助计划"));
      CHECK_FALSE(cited.title.empty());
      CHECK_FALSE(cited.path.empty());
      CHECK(cited.source == "测试报");
      CHECK(cited.date);
    }
    CHECK(answer.regions[0].evidence[0].sentence == "浙江省实施“邻里互助计划”。");
    CHECK(answer.regions[0].evidence[0].number == "某发〔2024〕1号");
  }
  SECTION("those that plan it on request") {
    RunningOptions options;
    options.plans = true;
    const auto planned = ask(graph, "邻里互助计划", options);
    CHECK(names(planned) == Names{"浙江省", "义乌市", "江西省", "成都市", "贵州省", "喀什地区"});
    CHECK(planned.regions[4].modality == Modality::kPlans);
  }
  SECTION("rolled up to provinces") {
    RunningOptions options;
    options.level = RegionLevel::kProvince;
    const auto rolled = ask(graph, "邻里互助计划", options);
    CHECK(names(rolled) == Names{"浙江省", "江西省", "四川省", "新疆维吾尔自治区"});
    CHECK(rolled.regions[0].via == std::vector{at("义乌市")});
    CHECK(rolled.regions[0].relations == std::vector{Relation::kRuns, Relation::kExtends});
    CHECK(rolled.regions[0].evidence.size() == 2);
    CHECK(rolled.regions[2].via == std::vector{at("成都市")});
    CHECK(rolled.regions[3].via == std::vector{at("喀什地区")});
  }
  SECTION("rolled up to prefectures: provinces are above and left out") {
    RunningOptions options;
    options.level = RegionLevel::kPrefecture;
    CHECK(names(ask(graph, "邻里互助计划", options)) == Names{"金华市", "成都市", "喀什地区"});
  }
  SECTION("within one region") {
    RunningOptions options;
    options.in = at("浙江");
    CHECK(names(ask(graph, "邻里互助计划", options)) == Names{"浙江省", "义乌市"});
    options.in = at("金华市");
    const auto answer_in = ask(graph, "邻里互助计划", options);
    CHECK(names(answer_in) == Names{"义乌市"});
    CHECK(answer_in.coverage.level == RegionLevel::kPrefecture);
    CHECK(answer_in.coverage.all == 1);
    options.in = at("西藏");
    CHECK(ask(graph, "邻里互助计划", options).regions.empty());
  }
}

TEST_CASE("coverage tells what the corpus has at all", "[graph_queries]") {
  Story story;
  tell_common(story);
  const auto& graph = story.graph();
  const auto coverage = ask(graph, "邻里互助计划").coverage;
  CHECK(coverage.level == RegionLevel::kProvince);
  CHECK(coverage.with_evidence == 4);  // 浙江, 江西, 四川, 新疆
  CHECK(coverage.with_articles == 8);  // also 广东, 广西, 贵州, 北京
  CHECK(coverage.all == 34);
  RunningOptions options;
  options.level = RegionLevel::kCounty;
  const auto counties = ask(graph, "邻里互助计划", options).coverage;
  CHECK(counties.with_evidence == 1);
  CHECK(counties.with_articles == 2);
  CHECK(counties.all == Gazetteer::builtin().count(RegionLevel::kCounty));
  options.level.reset();
  options.in = at("浙江");
  const auto one = ask(graph, "邻里互助计划", options).coverage;
  CHECK(one.with_evidence == 1);
  CHECK(one.with_articles == 1);
  CHECK(one.all == 1);
}

TEST_CASE("the best evidence comes first", "[graph_queries]") {
  Story story;
  story.name(EntityKind::kProgram, "邻里互助计划");
  const auto says = [&](const char* date, const char* sentence, float confidence) {
    return story.article({"330000"}, date,
                         {{region("330000"), Relation::kRuns, kPlan, sentence, confidence}});
  };
  says("2020-01-01", "甲句。", 0.7f);
  says("2021-01-01", "乙句。", 0.9f);
  says("2023-01-01", "丙句。", 0.9f);
  says("", "丁句。", 0.9f);
  const auto& graph = story.graph();
  Names sentences;
  const auto answer = ask(graph, "邻里互助计划");
  for (const auto& cited : answer.regions.at(0).evidence) sentences.push_back(cited.sentence);
  CHECK(sentences == Names{"丙句。", "乙句。", "丁句。", "甲句。"});
  RunningOptions options;
  options.evidence_limit = 1;
  const auto limited = ask(graph, "邻里互助计划", options);
  REQUIRE(limited.regions.at(0).evidence.size() == 1);
  CHECK(limited.regions[0].evidence[0].sentence == "丙句。");
}

SCENARIO("variants count for their core, and other names are the same program", "[graph_queries]") {
  Story story;
  const auto variant = program("邻里互助计划·桂在行动");
  const auto alias = program("邻里计划");
  GIVEN("a core, a variant and another name, each run somewhere") {
    for (const char* name : {"邻里互助计划", "邻里互助计划·桂在行动", "邻里计划"}) {
      story.name(EntityKind::kProgram, name);
    }
    story.article({"330000"}, "2024-01-01",
                  {{region("330000"), Relation::kRuns, kPlan, "浙江省实施它。"}});
    story.article({"450000"}, "2024-01-01",
                  {{region("450000"), Relation::kRuns, variant, "广西实施它的变体。"},
                   {variant, Relation::kVariantOf, kPlan, "变体属于它。"}});
    story.article({"520000"}, "2024-01-01",
                  {{region("520000"), Relation::kRuns, alias, "贵州省实施邻里计划。"},
                   {alias, Relation::kAlias, kPlan, "以下简称邻里计划。"}});
    const auto& graph = story.graph();
    WHEN("the core is asked for") {
      const auto answer = ask(graph, "邻里互助计划");
      THEN("all three regions run it") {
        CHECK(names(answer) == Names{"浙江省", "广西壮族自治区", "贵州省"});
        CHECK(answer.program.all.size() == 3);
        CHECK(answer.program.aliases == Names{"邻里互助计划·桂在行动", "邻里计划"});
      }
    }
    WHEN("the other name is asked for") {
      const auto answer = ask(graph, "邻里计划");
      THEN("it is the core") {
        CHECK(answer.program.id == kPlan);
        CHECK(names(answer).size() == 3);
      }
    }
    WHEN("the variant is asked for") {
      const auto answer = ask(graph, "邻里互助计划·桂在行动");
      THEN("only its own regions run it") {
        CHECK(answer.program.id == variant);
        CHECK(names(answer) == Names{"广西壮族自治区"});
      }
    }
    WHEN("the programs of a region are asked for") {
      THEN("a variant is told apart, another name is not") {
        const auto in_guangxi = programs_in(graph, at("广西"), {});
        REQUIRE(in_guangxi);
        REQUIRE(in_guangxi->programs.size() == 1);
        CHECK(in_guangxi->programs[0].program.name == "邻里互助计划·桂在行动");
        const auto in_guizhou = programs_in(graph, at("贵州"), {});
        REQUIRE(in_guizhou);
        REQUIRE(in_guizhou->programs.size() == 1);
        CHECK(in_guizhou->programs[0].program.name == "邻里互助计划");
        CHECK(in_guizhou->programs[0].aliases == Names{"邻里计划"});
        CHECK(in_guizhou->programs[0].evidence.at(0).sentence == "贵州省实施邻里计划。");
      }
    }
  }
  GIVEN("two names that are each other's") {
    for (const char* name : {"邻里互助计划", "邻里计划"}) story.name(EntityKind::kProgram, name);
    story.article({"330000"}, "2024-01-01",
                  {{kPlan, Relation::kAlias, alias, "又称邻里计划。"},
                   {alias, Relation::kAlias, kPlan, "即邻里互助计划。"},
                   {region("330000"), Relation::kRuns, alias, "浙江省实施邻里计划。"}});
    const auto& graph = story.graph();
    THEN("both lead to one program") {
      const auto one = resolve_program(graph, "邻里互助计划");
      const auto other = resolve_program(graph, "邻里计划");
      REQUIRE((one && other));
      CHECK(one->id == other->id);
      CHECK(names(ask(graph, "邻里互助计划")) == Names{"浙江省"});
    }
  }
}

TEST_CASE("a company that runs a program stands beside the regions", "[graph_queries]") {
  Story story;
  tell_common(story);
  const auto company = organization("晋江某某集团");
  story.name(EntityKind::kOrganization, "晋江某某集团");
  story.article({"350582"}, "2024-01-01",
                {{company, Relation::kRuns, kPlan, "集团实施“邻里互助计划”。"},
                 {company, Relation::kBelongsTo, region("350582"), "集团位于晋江市。"}});
  const auto& graph = story.graph();
  const auto answer = ask(graph, "邻里互助计划");
  CHECK(names(answer).size() == 5);
  REQUIRE(answer.organizations.size() == 1);
  CHECK(answer.organizations[0].first.name == "晋江某某集团");
  REQUIRE(answer.organizations[0].second.size() == 1);
  CHECK(answer.organizations[0].second[0].sentence == "集团实施“邻里互助计划”。");
  RunningOptions options;
  options.in = at("福建");
  CHECK(ask(graph, "邻里互助计划", options).organizations.size() == 1);
  options.in = at("浙江");
  CHECK(ask(graph, "邻里互助计划", options).organizations.empty());
}

TEST_CASE("the programs of a region are those of all below it, by weight of evidence",
          "[graph_queries]") {
  Story story;
  tell_common(story);
  const auto choir = program("乡村合唱行动");
  const auto hidden = program("无人知晓行动");
  story.name(EntityKind::kProgram, "乡村合唱行动");
  story.name(EntityKind::kProgram, "无人知晓行动", false);
  story.article({"330700"}, "2024-01-01",
                {{region("330700"), Relation::kCreated, choir, "金华市创办乡村合唱行动。"},
                 {region("330700"), Relation::kRuns, hidden, "金华市开展无人知晓行动。"},
                 {region("340000"), Relation::kRuns, choir, "安徽省也办。"}});
  story.article({"330000"}, "2024-01-01",
                {{region("330000"), Relation::kRuns, program("规划行动"), "浙江省将开展规划行动。",
                  0.9f, Modality::kPlans}});
  story.name(EntityKind::kProgram, "规划行动");
  const auto& graph = story.graph();
  const auto list = [&](const char* place, bool plans) {
    ProgramsOptions options;
    options.plans = plans;
    const auto found = programs_in(graph, at(place), options);
    REQUIRE(found);
    Names programs;
    for (const auto& item : found->programs) programs.push_back(item.program.name);
    return programs;
  };
  CHECK(list("浙江", false) == Names{"邻里互助计划", "乡村合唱行动"});
  CHECK(list("浙江", true) == Names{"邻里互助计划", "乡村合唱行动", "规划行动"});
  CHECK(list("金华市", false) == Names{"乡村合唱行动", "邻里互助计划"});
  CHECK(list("全国", false) == Names{"邻里互助计划", "乡村合唱行动"});
  CHECK(list("广东", false).empty());
}

TEST_CASE("a name nobody has is answered with near names", "[graph_queries]") {
  Story story;
  for (const char* name : {"五社联动", "五社联动工程", "春风行动", "千万工程"})
    story.name(EntityKind::kProgram, name);
  story.name(EntityKind::kProgram, "五社联合", false);
  const auto& graph = story.graph();
  CHECK(near_programs(graph, "五社联", 9).value() == Names{"五社联动", "五社联动工程"});
  CHECK(near_programs(graph, "“五社互动”", 9).value() == Names{"五社联动"});
  CHECK(near_programs(graph, "春风送暖行动", 9).value() == Names{"春风行动"});
  CHECK(near_programs(graph, "五社联", 1).value() == Names{"五社联动"});
  CHECK(near_programs(graph, "", 9).value().empty());
  CHECK(near_programs(graph, std::string(5000000, 'a'), 9).value().empty());
  const auto missing = regions_running(graph, "五社联", {});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::kNotFound);
  CHECK_THAT(missing.error().message, ContainsSubstring("五社联动、五社联动工程"));
  // Seen once, weakly: not yet a program.
  CHECK(resolve_program(graph, "五社联合").error().code == ErrorCode::kNotFound);
  CHECK(resolve_program(graph, program("五社联合").text()).error().code == ErrorCode::kNotFound);
  const auto odd = resolve_program(graph, "甲\n乙\x01 \xFF");
  REQUIRE_FALSE(odd);
  CHECK(odd.error().message.find('\n') == std::string::npos);
  CHECK(resolve_program(graph, "五社聯動").value().name == "五社联动");
  CHECK(resolve_program(graph, program("五社联动").text()).value().name == "五社联动");
}

TEST_CASE("evidence whose text is gone is damage, not an empty quote", "[graph_queries]") {
  Story story;
  tell_common(story);
  const auto& graph = story.graph();
  auto edge = assertions_to(graph, kPlan).front();
  edge.evidence.sentence = {0, 100000};
  CHECK(cite(graph, edge).error().code == ErrorCode::kCorrupt);
  edge.evidence.sentence = {9, 2};
  CHECK(cite(graph, edge).error().code == ErrorCode::kCorrupt);
  edge.evidence.sentence = {0xFFFFFFF0, 0xFFFFFFFF};
  CHECK(cite(graph, edge).error().code == ErrorCode::kCorrupt);
  edge.evidence.article = id_of(777);
  CHECK(cite(graph, edge).error().code == ErrorCode::kCorrupt);
}

TEST_CASE("a region's organizations come with what they did and one sentence", "[graph_queries]") {
  Story story;
  story.name(EntityKind::kProgram, "邻里互助计划");
  story.name(EntityKind::kProgram, "未定名的行动", false);
  const auto organization = [](const char* name) {
    return entity_named(EntityKind::kOrganization, name).id;
  };
  const auto document = entity_named(EntityKind::kDocument, "关于夜间公交的通知").id;
  for (const char* name : {"浙江省民宗委", "金华市图书馆", "义乌市文化馆", "成都市民宗局"})
    story.name(EntityKind::kOrganization, name);
  const auto wrote = organization("浙江省民宗委"), library = organization("金华市图书馆"),
             club = organization("义乌市文化馆"), other = organization("成都市民宗局");
  story.article({"330000"}, "2024-03-01",
                {{wrote, Relation::kContributed, wrote, "（浙江省民宗委供稿）"},
                 {wrote, Relation::kBelongsTo, region("330000"), "（浙江省民宗委供稿）"}});
  story.article({"330000"}, "2024-04-01",
                {{wrote, Relation::kContributed, wrote, "（浙江省民宗委报送）"}});
  story.article(
      {"330700"}, "2024-03-01",
      {{library, Relation::kRuns, kPlan, "金华市图书馆实施“邻里互助计划”。"},
       {library, Relation::kRuns, program("未定名的行动"), "金华市图书馆搞活动。"},
       {library, Relation::kIssued, document, "金华市图书馆印发通知。"},
       {library, Relation::kBelongsTo, region("330700"), "金华市图书馆在场。"},
       {club, Relation::kRuns, kPlan, "义乌市文化馆将实施“邻里互助计划”。", 0.9f, Modality::kPlans},
       {club, Relation::kBelongsTo, region("330782"), "义乌市文化馆也在。"},
       {other, Relation::kBelongsTo, region("510100"), "成都市民宗局参加。"}});
  const auto& graph = story.graph();
  const auto answer = organizations_of(graph, at("浙江"), false);
  REQUIRE(answer);
  REQUIRE(answer->organizations.size() == 3);
  const auto& first = answer->organizations[0];
  CHECK(first.organization.name == "浙江省民宗委");
  CHECK(first.contributed == 2);
  CHECK(first.evidence->sentence == "（浙江省民宗委报送）");
  const auto& second = answer->organizations[1];
  CHECK(second.organization.name == "金华市图书馆");
  CHECK(second.runs == 1);  // Programs nobody shows do not count.
  CHECK(second.issued == 1);
  // What is only planned is no deed: the sentence says where it belongs.
  const auto& third = answer->organizations[2];
  CHECK(third.runs == 0);
  CHECK(third.evidence->sentence == "义乌市文化馆也在。");
  // Of eleven prefectures, one.
  CHECK(answer->coverage.level == RegionLevel::kPrefecture);
  CHECK(answer->coverage.with_evidence == 1);
  CHECK(answer->coverage.with_articles == 1);
  CHECK(answer->coverage.all == 11);

  const auto alone = organizations_of(graph, at("浙江"), true);
  REQUIRE(alone);
  REQUIRE(alone->organizations.size() == 1);
  CHECK(alone->coverage.all == 1);
  CHECK(organizations_of(graph, at("全国"), false)->organizations.size() == 4);
  CHECK(organizations_of(graph, at("西藏"), false)->organizations.empty());
}

namespace {

// Who runs 邻里互助计划 and 春风夜校, when, and how sure that is.
void tell_two(Story& story) {
  const auto school = program("春风夜校");
  story.name(EntityKind::kProgram, "邻里互助计划");
  story.name(EntityKind::kProgram, "春风夜校");
  story.article({"330000"}, "2022-03-01",
                {{region("330000"), Relation::kRuns, kPlan, "浙江省实施“邻里互助计划”。"},
                 {region("330000"), Relation::kRuns, school, "浙江省开办春风夜校。", 0.6f}});
  story.article({"510100"}, "2023-04",
                {{region("510100"), Relation::kRuns, kPlan, "成都市实施“邻里互助计划”。"}});
  story.article({"510000"}, "2024-04-01",
                {{region("510000"), Relation::kRuns, kPlan, "四川省实施“邻里互助计划”。"},
                 {region("510104"), Relation::kRuns, school, "锦江区开办春风夜校。"}});
  story.article({"440000"}, "",
                {{region("440000"), Relation::kRuns, kPlan, "广东省实施“邻里互助计划”。"}});
}

}  // namespace

TEST_CASE("regions that run one program and another, or not another", "[graph_queries]") {
  Story story;
  tell_two(story);
  const auto& graph = story.graph();
  RunningOptions options;
  options.also = {"春风夜校"};
  const auto both = ask(graph, "邻里互助计划", options);
  CHECK(names(both) == Names{"浙江省"});
  REQUIRE(both.regions[0].also.size() == 1);
  CHECK(both.regions[0].also[0].evidence.at(0).sentence == "浙江省开办春风夜校。");
  CHECK(both.also.at(0).name == "春风夜校");
  CHECK(both.coverage.with_evidence == 1);

  SECTION("rolled up, the evidence may be about regions below") {
    options.level = RegionLevel::kProvince;
    const auto rolled = ask(graph, "邻里互助计划", options);
    CHECK(names(rolled) == Names{"浙江省", "四川省"});
    CHECK(rolled.regions[1].also[0].evidence.at(0).sentence == "锦江区开办春风夜校。");
  }
  SECTION("what a region below runs speaks against \"not\"") {
    options.also.clear();
    options.without = {"春风夜校"};
    const auto without = ask(graph, "邻里互助计划", options);
    CHECK(names(without) == Names{"广东省"});
    CHECK(without.without.at(0).name == "春风夜校");
    CHECK(without.coverage.with_evidence == 1);
    CHECK(without.coverage.with_articles == 3);
  }
  SECTION("weak evidence does not count where more is asked for") {
    options.filter.min_confidence = 0.7f;
    CHECK(names(ask(graph, "邻里互助计划", options)).empty());
  }
  SECTION("an unknown program is an error wherever it is named") {
    options.also = {"没有这样的工程"};
    CHECK(regions_running(graph, "邻里互助计划", options).error().code == ErrorCode::kNotFound);
    options.also.clear();
    options.without = {"没有这样的工程"};
    CHECK(regions_running(graph, "邻里互助计划", options).error().code == ErrorCode::kNotFound);
  }
}

TEST_CASE("a date asks for what was published by then or from then on", "[graph_queries]") {
  Story story;
  tell_two(story);
  const auto& graph = story.graph();
  struct Row {
    const char* as_of;
    const char* since;
    Names expected;
  };
  const auto row = GENERATE(values<Row>({
      {"", "", {"浙江省", "广东省", "四川省", "成都市"}},
      {"2022", "", {"浙江省"}},
      {"2022-02", "", {}},
      {"2023-04-29", "", {"浙江省"}},  // 2023-04 may be the thirtieth.
      {"2023-04", "", {"浙江省", "成都市"}},
      {"2024-04-01", "", {"浙江省", "四川省", "成都市"}},
      {"", "2023-04", {"四川省", "成都市"}},
      {"", "2023-04-02", {"四川省"}},
      {"2023", "2023", {"成都市"}},
  }));
  CAPTURE(row.as_of, row.since);
  RunningOptions options;
  options.filter.as_of = Date::parse(row.as_of);
  options.filter.since = Date::parse(row.since);
  const auto answer = ask(graph, "邻里互助计划", options);
  CHECK(names(answer) == row.expected);
  // The article without a date is left out, and that is told.
  CHECK(answer.undated == (options.filter.asks_dates() ? 1 : 0));
}

TEST_CASE("only evidence of the sections asked for counts", "[graph_queries]") {
  Story story;
  tell_two(story);
  const auto& graph = story.graph();
  const std::set<SectionKey> sections{{id_of(2), 0}};
  RunningOptions options;
  options.filter.sections = &sections;
  CHECK(names(ask(graph, "邻里互助计划", options)) == Names{"成都市"});
  // But another program's evidence may stand elsewhere.
  const std::set<SectionKey> first{{id_of(3), 0}};
  options.filter.sections = &first;
  options.level = RegionLevel::kProvince;
  options.without = {"春风夜校"};
  CHECK(names(ask(graph, "邻里互助计划", options)).empty());
}

TEST_CASE("programs that two regions share come with a sentence of each", "[graph_queries]") {
  Story story;
  tell_two(story);
  const auto& graph = story.graph();
  ProgramsOptions options;
  options.shared_with = at("四川");
  const auto shared = programs_in(graph, at("浙江"), options);
  REQUIRE(shared);
  REQUIRE(shared->programs.size() == 2);
  CHECK(shared->programs[1].program.name == "邻里互助计划");
  CHECK(shared->programs[0].evidence.at(0).sentence == "浙江省开办春风夜校。");
  CHECK(shared->programs[0].shared->evidence.at(0).sentence == "锦江区开办春风夜校。");
  CHECK(shared->programs[1].shared->evidence.size() == 2);
  options.only = true;
  const auto only = programs_in(graph, at("浙江"), options);
  REQUIRE(only);
  REQUIRE(only->programs.size() == 1);
  CHECK(only->programs[0].program.name == "邻里互助计划");
  CHECK(only->coverage.level == RegionLevel::kProvince);
  CHECK(only->coverage.all == 1);
  options.shared_with = at("西藏");
  CHECK(programs_in(graph, at("浙江"), options)->programs.empty());
}

TEST_CASE("a part of a name is enough where one program has it", "[graph_queries]") {
  Story story;
  tell_two(story);
  story.name(EntityKind::kProgram, "春风行动");
  story.name(EntityKind::kProgram, "夜校从未露面", false);
  // What only a program and its variants share means the program.
  story.name(EntityKind::kProgram, "书香巷");
  story.name(EntityKind::kProgram, "书香巷·湘江夜读");
  story.name(EntityKind::kProgram, "“1650”扶千户");
  story.article({}, "2024",
                {{program("书香巷·湘江夜读"), Relation::kVariantOf, program("书香巷"),
                  "书香巷·湘江夜读是它的变体。"}});
  story.name(EntityKind::kOrganization, "浙江省民族宗教事务委员会");
  story.name(EntityKind::kDocument, "关于办好夜间公交的通知");
  const auto& graph = story.graph();
  const auto one = find_program(graph, "“互助”");
  REQUIRE(one);
  CHECK(one->name == "邻里互助计划");
  CHECK(one->by_part);
  CHECK_FALSE(find_program(graph, "邻里互助计划")->by_part);
  CHECK(find_program(graph, "夜校")->name == "春风夜校");
  const auto several = find_program(graph, "春风");
  REQUIRE_FALSE(several);
  CHECK(several.error().code == ErrorCode::kAmbiguous);
  // Told apart by where they are run.
  CHECK_THAT(several.error().message, ContainsSubstring("春风夜校 (浙江省、锦江区)"));
  CHECK_THAT(several.error().message, ContainsSubstring("春风行动"));
  CHECK(find_program(graph, "书香")->name == "书香巷");
  // More than texts write.
  for (const auto* typed : {"书香巷工程", "新一轮春风行动", "新时代书香巷行动计划"}) {
    CAPTURE(typed);
    const auto longer = find_program(graph, typed);
    REQUIRE(longer);
    CHECK(longer->by_part);
  }
  // Without the marks inside, and with figures.
  CHECK(find_program(graph, "书香巷湘江夜读")->name == "书香巷·湘江夜读");
  CHECK(find_program(graph, "扶千户工程")->name == "“1650”扶千户");
  CHECK(find_program(graph, "一六五〇扶千户")->name == "“1650”扶千户");
  CHECK(find_program(graph, "工程").error().code == ErrorCode::kNotFound);
  CHECK(find_program(graph, "春风学校").error().code == ErrorCode::kNotFound);
  CHECK(find_program(graph, "校").error().code == ErrorCode::kNotFound);
  CHECK(find_program(graph, "").error().code == ErrorCode::kNotFound);
  CHECK(find_program(graph, std::string(100000, 'x')).error().code == ErrorCode::kNotFound);

  CHECK(find_node(graph, "浙江")->id == region("330000"));
  CHECK(find_node(graph, "浙江省民宗委")->name == "浙江省民族宗教事务委员会");
  CHECK(find_node(graph, "夜间公交")->name == "关于办好夜间公交的通知");
  CHECK(find_node(graph, "夜间公交")->by_part);
  CHECK(find_node(graph, kPlan.text())->name == "邻里互助计划");
  CHECK(find_node(graph, program("夜校从未露面").text()).error().code == ErrorCode::kNotFound);
  CHECK(find_node(graph, "朝阳区").error().code == ErrorCode::kAmbiguous);
  CHECK(find_node(graph, "\xFF\n").error().code == ErrorCode::kNotFound);
}
