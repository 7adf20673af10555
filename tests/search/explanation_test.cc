#include "search/explanation.h"

#include "tests/search/reports.h"

using namespace zhengce;
using test::reports;
using test::SmallIndex;

namespace {

Explanation explained(Searcher& searcher, const std::string& query, SearchOptions options = {}) {
  CAPTURE(query);
  auto explanation = searcher.explain(query, options);
  CAPTURE(explanation ? std::string() : explanation.error().message);
  REQUIRE(explanation);
  return std::move(*explanation);
}

std::string units(const ExplainedPart& part) {
  std::string out;
  for (const auto& unit : part.units) {
    out += (out.empty() ? "" : " ") + unit.text + ":" + std::string(unit_source_name(unit.source));
  }
  return out;
}

}  // namespace

TEST_CASE("what is told of a score sums to it, and explaining changes no answer", "[search]") {
  const SmallIndex index(reports());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  struct Row {
    const char* query;
    const char* kinds;  // Of the parts of the first hit's score.
    bool relaxed;
  };
  const std::vector<Row> rows = {
      {"就业", "term", false},
      {"互嵌式社区建设", "term run title", false},
      {"\"互嵌式社区\"", "term", false},
      {"产业飞地 区", "term", false},
      {"(产业飞地 OR 送岗位上门) -招标", "term run", false},
      {"runs:同心圆计划 就业", "term", false},
      {"region:贵州", "", false},
      {"哪些地方帮助各族群众就业？", "term", false},
      {"民族团结进步工作的通知", "term run title", false},
      {"产业飞地对口支援居住证", "term", true},
      {"居住证 产业飞地", "term", true},
      {"国办发（2024）12号", "number", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.query);
    const auto plain = searcher->find(row.query, {});
    REQUIRE(plain);
    const Explanation explanation = explained(*searcher, row.query);
    CHECK(explanation.answer.relaxed == row.relaxed);
    CHECK(explanation.answer.total == plain->total);
    CHECK(explanation.answer.total <= explanation.candidates);
    const auto& hits = explanation.answer.hits;
    REQUIRE_FALSE(hits.empty());
    REQUIRE(hits.size() == plain->hits.size());
    REQUIRE(explanation.scores.size() == hits.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
      CHECK(hits[i].article == plain->hits[i].article);
      double sum = 0;
      for (const ScorePart& part : explanation.scores[i]) sum += part.points;
      // Points are multiples of 2^-20: not a bit is lost.
      CHECK(sum == hits[i].score);
      CHECK(hits[i].score == plain->hits[i].score);
    }
    std::set<std::string_view> kinds;
    for (const ScorePart& part : explanation.scores.front()) {
      kinds.insert(score_kind_name(part.kind));
    }
    std::string told;
    for (const std::string_view kind : {"term", "run", "title", "whole_title", "number"}) {
      if (kinds.contains(kind)) told += (told.empty() ? "" : " ") + std::string(kind);
    }
    CHECK(told == row.kinds);
  }
}

TEST_CASE("each part of a query is told as it was taken", "[search]") {
  const SmallIndex index(reports());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);

  const auto parts =
      explained(*searcher, "同心圆计划 推进互嵌式社区建设 非（“民族团结” 或 招标） 地区：浙江")
          .parts;
  REQUIRE(parts.size() == 5);
  CHECK(units(parts[0]) == "同心圆:joined 计划:icu");
  CHECK(parts[1].typed == "推进互嵌式社区建设");
  CHECK(parts[1].units.size() > 1);
  CHECK(parts[1].kind == ExplainedPart::Kind::kWords);
  CHECK(parts[2].kind == ExplainedPart::Kind::kPhrase);
  CHECK(parts[2].excluded);
  CHECK(parts[2].phrase == "民族团结");
  CHECK(parts[3].excluded);
  CHECK(parts[4].kind == ExplainedPart::Kind::kField);
  REQUIRE(parts[4].meaning.regions.size() == 1);
  CHECK(Gazetteer::builtin().at(parts[4].meaning.regions[0]).code == "330000");
  CHECK(parts[4].place.start == 31);
  const auto level = [&](RegionLevel wanted) {
    for (const auto& [at, count] : parts[4].below) {
      if (at == wanted) return count;
    }
    return std::uint64_t{0};
  };
  CHECK(level(RegionLevel::kPrefecture) == 11);
  CHECK(level(RegionLevel::kCounty) > 80);

  const auto question = explained(*searcher, "哪些地方帮助各族群众就业？").parts;
  REQUIRE(question.size() == 1);
  CHECK(question[0].kind == ExplainedPart::Kind::kQuestion);
  REQUIRE_FALSE(question[0].passed_over.empty());
  CHECK(question[0].passed_over[0] == "哪些");

  const auto names = explained(*searcher, "同心圆计划 浙江 产业飞地").parts;
  REQUIRE(names.size() == 3);
  REQUIRE(names[0].names.size() == 1);
  CHECK(names[0].names[0].name == "同心圆计划");
  REQUIRE(names[1].units.size() == 1);
  REQUIRE(names[1].units[0].names.size() == 1);
  CHECK(names[1].units[0].names[0].name == "浙江省");
  CHECK(units(names[2]) == "产业飞地:short");
}

TEST_CASE("what terms do not decide is told to be read in the text", "[search]") {
  const SmallIndex index(reports());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto checked = [&](const char* query) {
    std::string out;
    for (const Condition& check : explained(*searcher, query).checked) {
      out += (out.empty() ? "" : ", ") + describe(check);
    }
    return out;
  };
  CHECK(checked("就业 社区") == "");
  CHECK(checked("就业 region:浙江") == "");
  CHECK(checked("就业 \"产业飞地\"") == "\"产业飞地\"");
  CHECK(checked("就业 -\"产业飞地\"") == "NOT(\"产业飞地\")");
}
