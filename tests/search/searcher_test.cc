#include "search/searcher.h"

#include <atomic>
#include <random>
#include <thread>

#include "tests/search/reports.h"
#include "tests/search/shown.h"
#include "tests/search/small_index.h"

using namespace zhengce;
using test::article_saying;
using test::MadeArticle;
using test::MadeSection;
using test::reports;
using test::SmallIndex;

namespace {

// Sections found, as heading or title, in order.
std::vector<std::string> titles(Searcher& searcher, const std::string& query,
                                SearchOptions options = {}) {
  CAPTURE(query);
  const auto answer = searcher.find(query, options);
  CAPTURE(answer ? std::string() : answer.error().message);
  REQUIRE(answer);
  std::vector<std::string> out;
  for (const Hit& hit : answer->hits) out.push_back(hit.heading.empty() ? hit.title : hit.heading);
  CHECK(answer->total == out.size());
  return out;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

constexpr const char* kZhejiang = "浙江：多方联动";
constexpr const char* kChengdu = "成都：对口支援";
constexpr const char* kJinhua = "金华：小区新事";
constexpr const char* kGuizhou = "贵州：搬迁社区";
constexpr const char* kNotice = "关于做好民族团结进步工作的通知";
constexpr const char* kReply = "答复";

}  // namespace

TEST_CASE("words and conditions find the sections a user means", "[search]") {
  struct Row {
    const char* query;
    std::vector<std::string> found;
  };
  const auto row = GENERATE(values<Row>({
      {"飞地", {kZhejiang}},
      {"飛地", {kZhejiang}},
      {"就业", {kZhejiang, kChengdu, kJinhua, kGuizhou}},
      {"就业 region:浙江", {kZhejiang, kJinhua}},
      {"就业 region:=浙江省", {kZhejiang}},
      {"就业 region:四川", {kChengdu}},
      {"就业 region:全国", {kZhejiang, kChengdu, kJinhua, kGuizhou}},
      {"region:金华", {kJinhua, kNotice}},  // The notice has no subject, but names the city.
      {"region:浙江", {kZhejiang, kJinhua, kNotice}},
      {"mentions:浙江", {kZhejiang, kGuizhou}},
      {"互嵌式社区", {kZhejiang, kChengdu}},
      {"互嵌式社区 -\"互嵌式社区建设\"", {kChengdu}},
      {"飞地 OR 对口支援", {kZhejiang, kChengdu}},
      {"(飞地 OR 对口支援) region:四川", {kChengdu}},
      {"就业 -region:浙江", {kChengdu, kGuizhou}},
      {"-就业", {kNotice, kReply}},
      {"藏", {}},
      {"岗", {kJinhua}},
      {"in:浙江", {kZhejiang, kJinhua}},
      {"位于：浙江 level:prefecture", {kJinhua}},
      {"level:省级", {kZhejiang, kGuizhou}},
      {"level:county", {}},
      {"就业 not-runs:同心圆计划", {kChengdu, kGuizhou}},
      {"未实施：同心圆计划 -贵州", {kChengdu}},
      {"同心园计划~", {kZhejiang}},
      {"同心园计划～ OR 岗", {kZhejiang, kJinhua}},
      {"paired-with:浙江", {}},
      {"program:同心圆计划", {kZhejiang}},
      {"runs:同心圆计划 就业", {kZhejiang, kJinhua}},
      {"就业 -runs:“同心圆计划”", {kChengdu, kGuizhou}},
      {"org:浙江省某局", {kZhejiang}},
      {"issuer:国务院", {}},
      {"issuer:国务院办公厅", {kNotice}},
      {"issuer:国办", {kNotice}},
      {"issuer:國務院辦公廳", {kNotice}},
      {"source:中国某报 就业 飞地", {kZhejiang}},
      {"source:网站", {kNotice, kReply}},
      {"number:国办发(2024)12号", {kNotice}},
      {"\"国办发〔2024〕12号\"", {kReply}},
      {"国办发〔2024〕12号", {kNotice, kReply}},
      {"title:综述 就业 飞地", {kZhejiang}},
      {"title:民族团结进步", {kNotice}},
      {"title:对口支援", {kChengdu}},
      {"date:2023", {kNotice}},
      {"date:2023..2024-12 就业", {kZhejiang, kChengdu, kJinhua, kGuizhou}},
      {"date:..2024-11", {kNotice}},
      {"date:2025..", {}},
      // The words stand apart in the reply: a longer chunk is cut into words, a quotation is not.
      {"民族团结进步", {kNotice, kReply}},
      {"\"民族团结进步\"", {kNotice}},
      {"居住证怎么办理", {kReply}},
  }));
  static SmallIndex index(reports());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  CAPTURE(row.query);
  CHECK(sorted(titles(*searcher, row.query)) == sorted(row.found));
}

TEST_CASE("a filter narrows and never relaxes", "[search]") {
  const SmallIndex index(reports());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  SearchOptions options;
  options.filter = "region:\"浙江\"";
  CHECK(titles(*searcher, "飞地", options) == std::vector<std::string>{kZhejiang});
  const auto none = searcher->find("对口支援", options);
  REQUIRE(none);
  CHECK(none->total == 0);
  CHECK_FALSE(none->relaxed);
  // Nothing in any region holds this; the nearest within the filter are shown, and it is said.
  const auto relaxed = searcher->find("跨省飞地园区", options);
  REQUIRE(relaxed);
  CHECK(relaxed->relaxed);
  REQUIRE(relaxed->hits.size() == 1);
  CHECK(relaxed->hits[0].heading == kZhejiang);
  // A quotation is never relaxed.
  const auto quoted = searcher->find("\"跨省飞地园区\"", {});
  REQUIRE(quoted);
  CHECK(quoted->total == 0);
  CHECK_FALSE(quoted->relaxed);
  options.filter = "region:\"火星\"";
  const auto wrong = searcher->find("飞地", options);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == ErrorCode::kInvalidInput);
}

TEST_CASE("a hit says what it is and why it is there", "[search]") {
  const SmallIndex index(reports());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto answer = searcher->find("runs:同心圆计划 岗位", {});
  REQUIRE(answer);
  REQUIRE(answer->hits.size() == 1);
  const Hit& hit = answer->hits[0];
  CHECK(hit.rank == 1);
  CHECK(hit.section == 2);
  CHECK(hit.title == "互嵌式社区建设综述");
  CHECK(hit.heading == kJinhua);
  CHECK(hit.key == "k1");
  CHECK(hit.source == "中国某报");
  REQUIRE(hit.date);
  CHECK(hit.date->iso() == "2024-12-03");
  const Gazetteer& gazetteer = Gazetteer::builtin();
  REQUIRE(hit.about.size() == 1);
  CHECK(gazetteer.at(hit.about[0]).name == "金华市");
  // The city lies in the province that runs the program: the province's sentence is the reason.
  REQUIRE(hit.because.size() == 1);
  CHECK(gazetteer.at(hit.because[0].region).name == "浙江省");
  CHECK_THAT(hit.because[0].evidence.sentence, ContainsSubstring("同心圆计划"));
  std::string snippet;
  for (const auto& piece : hit.snippet) snippet += test::shown(piece.text, piece.hit);
  CHECK_THAT(snippet, ContainsSubstring("[岗位]"));

  const auto named = searcher->find("飞地", {});
  REQUIRE(named);
  REQUIRE(named->hits.size() == 1);
  REQUIRE(named->hits[0].programs.size() == 1);
  CHECK(named->hits[0].programs[0].name == "同心圆计划");
  CHECK(named->hits[0].because.empty());
}

TEST_CASE("facets count what was found", "[search]") {
  const SmallIndex index(reports());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  SearchOptions options;
  options.limit = 1;
  options.facets = {FacetField::kRegion, FacetField::kProgram, FacetField::kOrganization,
                    FacetField::kIssuer, FacetField::kYear};
  for (const std::uint32_t limit : {0u, 1u, 10u}) {
    options.limit = limit;
    const auto answer = searcher->find("就业 OR \"民族团结进步\"", options);
    REQUIRE(answer);
    CHECK(answer->total == 5);
    CHECK(answer->hits.size() == std::min<std::size_t>(limit, 5));
    REQUIRE(answer->facets.size() == 5);
    for (const Facet& facet : answer->facets) CHECK(facet.exact);
    const auto& regions = answer->facets[0].values;
    REQUIRE(regions.size() == 4);
    CHECK(regions[0].name == "金华市");  // Its own report, and the notice that names it.
    CHECK(regions[0].code == "330700");
    CHECK(regions[0].count == 2);
    REQUIRE(answer->facets[1].values.size() == 1);
    CHECK(answer->facets[1].values[0].name == "同心圆计划");
    REQUIRE(answer->facets[2].values.size() == 1);
    CHECK(answer->facets[2].values[0].name == "浙江省某局");
    REQUIRE(answer->facets[3].values.size() == 1);
    CHECK(answer->facets[3].values[0].name == "国务院办公厅");
    REQUIRE(answer->facets[4].values.size() == 2);
    CHECK(answer->facets[4].values[0].name == "2024");
    CHECK(answer->facets[4].values[0].count == 4);
  }
}

TEST_CASE("a facet says how many values there are, and of years and months gives all", "[search]") {
  std::vector<MadeArticle> made;
  for (int i = 0; i < 15; ++i) {
    const std::string n = std::to_string(10 + i);
    made.push_back(article_saying("通知" + n, "夜间公交" + n + "路"));
    made.back().issuer = "第" + n + "局";
    made.back().date = "20" + n + "-05-01";
  }
  const SmallIndex index(made);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  SearchOptions options;
  options.facets = {FacetField::kIssuer, FacetField::kYear, FacetField::kMonth};
  struct Row {
    std::uint32_t limit;
    std::size_t issuers;
  };
  for (const auto& [limit, issuers] : {Row{10, 10}, Row{3, 3}, Row{15, 15}, Row{0, 15}}) {
    options.facet_values = limit;
    const auto answer = searcher->find("夜间公交", options);
    REQUIRE(answer);
    CHECK(answer->facets[0].values.size() == issuers);
    for (const Facet& facet : answer->facets) CHECK(facet.distinct == 15);
    CHECK(answer->facets[1].values.size() == 15);
    CHECK(answer->facets[2].values.size() == 15);
  }
}

TEST_CASE("issuer: means one organization, however it is written", "[search]") {
  const std::vector<std::string> stated = {
      "国务院",           "中华人民共和国国务院",         "《国务院",         "国务院办公厅",
      "中共中央、国务院", "全国人民代表大会常务委员会",   "全国人民代表大会", "全国人大常委会",
      "财政部 税务总局",  "浙江省人民代表大会常务委员会", "浙江省人大常委会"};
  std::vector<MadeArticle> made;
  for (std::size_t i = 0; i < stated.size(); ++i) {
    const std::string n = std::to_string(10 + i);
    made.push_back(article_saying("通知" + n, "夜间公交" + n + "路"));
    made.back().issuer = stated[i];
    made.back().date = "2024-05-01";
  }
  const SmallIndex index(made);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  struct Row {
    const char* issuer;
    std::uint64_t total;
  };
  const auto row = GENERATE(values<Row>({
      {"国务院", 4},
      {"中华人民共和国国务院", 4},
      {"国办", 1},
      {"中共中央", 1},
      {"\"中共中央、国务院\"", 1},
      {"全国人大", 1},
      {"全国人大常委会", 2},
      {"浙江省人大常委会", 2},
      {"税务总局", 1},
      // Nothing is issued by one of this name: those whose names end so.
      {"人大常委会", 4},
      {"务院办公", 0},
      {"浙江省人大", 0},
      {"最高人民法院", 0},
  }));
  CAPTURE(row.issuer);
  const auto answer = searcher->find("issuer:" + std::string(row.issuer), {});
  REQUIRE(answer);
  CHECK(answer->total == row.total);
  CHECK(answer->exact);

  // What a facet counts is what its value finds.
  SearchOptions options;
  options.facets = {FacetField::kIssuer};
  const auto counted = searcher->find("夜间公交", options);
  REQUIRE(counted);
  CHECK(counted->facets[0].values.size() == 8);
  for (const auto& value : counted->facets[0].values) {
    CAPTURE(value.name);
    const auto found = searcher->find("夜间公交 issuer:\"" + value.name + "\"", {});
    REQUIRE(found);
    CHECK(found->total == value.count);
  }
}

TEST_CASE("sorting by date puts sections without one last", "[search]") {
  const SmallIndex index(reports());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  SearchOptions options;
  options.sort = SortOrder::kNewest;
  CHECK(titles(*searcher, "飞地 OR 民族团结进步", options) ==
        std::vector<std::string>{kZhejiang, kNotice, kReply});
  options.sort = SortOrder::kOldest;
  CHECK(titles(*searcher, "飞地 OR 民族团结进步", options) ==
        std::vector<std::string>{kNotice, kZhejiang, kReply});
}

TEST_CASE("a whole run and a title rank higher", "[search]") {
  const SmallIndex index(reports());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  CHECK(titles(*searcher, "民族团结进步") == std::vector<std::string>{kNotice, kReply});
}

TEST_CASE("the order of hits does not depend on the order of arrival", "[search]") {
  std::mt19937 random(3);
  std::vector<MadeArticle> made;
  const std::vector<std::string> words = {"民族", "团结", "社区", "就业", "飞地", "园区", "建设"};
  for (int i = 0; i < 80; ++i) {
    std::string body;
    // Many sections of the same words in another order: the same score, summed in another order.
    for (int n = 0; n < 12; ++n) body += words[random() % words.size()] + (n % 3 == 2 ? "，" : "");
    made.push_back({"第" + std::to_string(i) + "篇",
                    {{"", body + "。", {}, {}, {}, {}}},
                    "",
                    "",
                    "某报",
                    "",
                    ""});
  }
  const SmallIndex forward(made);
  std::vector<MadeArticle> other = made;
  std::shuffle(other.begin(), other.end(), random);
  SmallIndex shuffled({other.begin(), other.begin() + 17});
  shuffled.add({other.begin() + 17, other.begin() + 50});
  shuffled.add({other.begin() + 50, other.end()});
  auto one = Searcher::open(forward.path());
  auto two = Searcher::open(shuffled.path());
  REQUIRE(one);
  REQUIRE(two);
  for (const std::string query :
       {"就业", "民族 团结", "民族团结社区建设", "飞地 OR 园区", "怎么就业建设园区", "-飞地"}) {
    CAPTURE(query);
    SearchOptions options;
    options.limit = 100;
    const auto first = one->find(query, options);
    const auto second = two->find(query, options);
    REQUIRE(first);
    REQUIRE(second);
    REQUIRE(first->total > 0);
    REQUIRE(first->hits.size() == second->hits.size());
    for (std::size_t i = 0; i < first->hits.size(); ++i) {
      CHECK(first->hits[i].article == second->hits[i].article);
      CHECK(first->hits[i].score == second->hits[i].score);
    }
    // Pages are slices of the whole.
    options.limit = 7;
    options.offset = 5;
    const auto page = one->find(query, options);
    REQUIRE(page);
    CHECK(page->total == first->total);
    for (std::size_t i = 0; i < page->hits.size(); ++i) {
      CHECK(page->hits[i].article == first->hits[i + 5].article);
      CHECK(page->hits[i].rank == i + 6);
    }
  }
  const auto ranked = one->rank("怎么就业建设园区", 10);
  const auto again = two->rank("怎么就业建设园区", 10);
  REQUIRE(ranked);
  REQUIRE(again);
  REQUIRE(ranked->size() == 10);
  for (std::size_t i = 0; i < 10; ++i) CHECK((*ranked)[i].article == (*again)[i].article);
}

TEST_CASE("an article that a newer version replaced is not counted, even before the index knows",
          "[search]") {
  SmallIndex index(reports());
  index.retire(index.articles()[1].id);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  SearchOptions options;
  options.facets = {FacetField::kYear};
  const auto answer = searcher->find("民族团结进步", options);
  REQUIRE(answer);
  CHECK(answer->total == 1);
  CHECK(answer->facets[0].values.empty());
  const auto ranked = searcher->rank("民族团结进步", 10);
  REQUIRE(ranked);
  for (const auto& section : *ranked) CHECK(section.article != index.articles()[1].id);
}

TEST_CASE("a searcher answers from the state it opened", "[search]") {
  SmallIndex index({reports()[0]});
  auto before = Searcher::open(index.path());
  REQUIRE(before);
  const auto sequence = before->sequence();
  index.add({reports()[1]});
  CHECK(titles(*before, "民族团结进步") == std::vector<std::string>{});
  auto after = Searcher::open(index.path());
  REQUIRE(after);
  CHECK(after->sequence() > sequence);
  CHECK(titles(*after, "民族团结进步") == std::vector<std::string>{kNotice});
}

TEST_CASE("no query brings the searcher down", "[search]") {
  const SmallIndex index(reports());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto repeat = [](const std::string& part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
  };
  std::vector<std::string> queries = {repeat("民族团结", 2500),
                                      repeat("a", 10000),
                                      repeat("1", 10000),
                                      "\"" + repeat("民族", 4990) + "\"",
                                      repeat("民 ", 1000),
                                      repeat("民|", 499) + "民",
                                      repeat("- ", 5000),
                                      "title:" + repeat("民", 9000),
                                      "issuer:" + repeat("a", 9000),
                                      "number:" + repeat("1", 9000),
                                      "date:" + repeat("2024", 2000),
                                      "region:" + repeat("浙江", 4000),
                                      "program:" + repeat("计划", 4000),
                                      std::string("\0\0a\0", 4),
                                      "\xFF\xFE飞地",
                                      "X",
                                      "XA",
                                      "XS33",
                                      "飞地\x1F",
                                      "\"民\x1F\"",
                                      "😀",
                                      "\"😀\"",
                                      "飞地😀",
                                      "org:organization:00",
                                      "program:program:zz",
                                      "runs:\"\"\"",
                                      "*",
                                      "飞*",
                                      "飞?地",
                                      "NEAR 飞地"};
  std::mt19937 random(1);
  const std::string pieces[] = {"飞地",    "\"",   "(",  ")",  " ",  "-",      "OR",   " OR ",
                                "region:", "浙江", "：", "“",  "”",  "\xE4",   "AND ", "NOT ",
                                "date:",   "2024", "..", "的", "？", "title:", "　",   "|"};
  for (int i = 0; i < 500; ++i) {
    std::string query;
    for (unsigned n = random() % 12; n > 0; --n) query += pieces[random() % std::size(pieces)];
    queries.push_back(query);
  }
  for (const auto& query : queries) {
    const auto answer = searcher->find(query, {});
    if (answer) continue;
    CAPTURE(query.substr(0, 200));
    const auto code = answer.error().code;
    CAPTURE(answer.error().message);
    CHECK((code == ErrorCode::kInvalidInput || code == ErrorCode::kAmbiguous));
    CHECK(answer.error().message.size() < 4000);
  }
  for (const auto& query : queries) CHECK(searcher->rank(query, 10));
  SearchOptions odd;
  odd.limit = 4'000'000'000u;
  odd.offset = 4'000'000'000u;
  const auto beyond = searcher->find("就业", odd);
  REQUIRE(beyond);
  CHECK(beyond->hits.empty());
  CHECK(beyond->total == 4);
}

TEST_CASE("a word that stands everywhere is found where sections have gone", "[search]") {
  constexpr int kArticles = 8000;
  std::vector<MadeArticle> made;
  for (int n = 0; n < kArticles; ++n) {
    MadeArticle one;
    one.title = "第" + std::to_string(n) + "号报告";
    one.sections = {{"", "本站转载部分内容，第" + std::to_string(n) + "段。", {}, {}, {}, {}}};
    made.push_back(std::move(one));
  }
  SmallIndex index(made);
  // Another date: their documents are replaced.
  made.resize(100);
  for (auto& one : made) one.date = "2024-12-03";
  index.add(made);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  for (const char* query :
       {"部分", "\"部分\"", "内容 -没有这个", "部*", "-没有这个 部分", "标题:报告"}) {
    CAPTURE(query);
    const auto found = searcher->find(query, {});
    if (!found) FAIL(found.error().message);
    CHECK(found->total == kArticles);
  }
  CHECK(searcher->find("部分 日期:2024", {})->total == 100);
}

TEST_CASE("a directory without an index says so", "[search]") {
  const test::TempDir empty;
  const auto none = Searcher::open(empty.path() / "nowhere");
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::kNotFound);
}

TEST_CASE("threads that each open a searcher answer alike at once", "[search][concurrent]") {
  const SmallIndex index(reports());
  const std::vector<std::string> queries = {"就业", "\"互嵌式社区\"", "runs:同心圆计划",
                                            "哪些地方重视就业？", "region:浙江 就业"};
  const auto answer = [&](Searcher& searcher) {
    std::string all;
    for (const auto& query : queries) {
      const auto found = searcher.find(query, {});
      if (!found) return found.error().message;
      for (const Hit& hit : found->hits) all += hit.title + "#" + hit.heading + "\n";
    }
    return all;
  };
  auto first = Searcher::open(index.path());
  REQUIRE(first);
  const std::string expected = answer(*first);
  CHECK(!expected.empty());
  std::atomic<int> different = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round) {
        auto searcher = Searcher::open(index.path());
        if (!searcher || answer(*searcher) != expected) ++different;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(different == 0);
}
