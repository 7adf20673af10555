#include "search/suggest.h"

#include <chrono>

#include "search/searcher.h"
#include "tests/search/reports.h"

using namespace zhengce;
using test::article_saying;
using test::MadeArticle;
using test::reports;
using test::SmallIndex;

namespace {

std::vector<MadeArticle> articles() {
  auto all = reports();
  MadeArticle bank;
  bank.title = "重庆市公共书架管理办法";
  bank.sections = {{"",
                    "重庆市办起公共书架，由浙江省某局指导。公共书架在各区县都有。",
                    {"500000"},
                    {"500000"},
                    {"各族群众互嵌计划"},
                    {"浙江省民族宗教事务委员会"}}};
  all.push_back(bank);
  return all;
}

std::vector<std::string> suggested(Searcher& searcher, const std::string& typed,
                                   std::uint32_t limit = 10) {
  CAPTURE(typed);
  const auto suggestions = searcher.suggest(typed, limit);
  REQUIRE(suggestions);
  std::vector<std::string> out;
  for (const Suggestion& one : *suggestions) {
    out.push_back(std::string(suggestion_kind_name(one.kind)) + ":" + one.text);
  }
  return out;
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

TEST_CASE("a name is offered for its first characters, pinyin, initials or a mixture", "[search]") {
  const SmallIndex index(articles());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  struct Row {
    const char* typed;
    const char* offered;
  };
  const std::vector<Row> rows = {
      {"浙", "region:浙江省"},
      {"浙江", "organization:浙江省某局"},
      {"zhejiang", "region:浙江省"},
      {"zhej", "region:浙江省"},
      {"zj", "region:浙江省"},
      {"浙jiang", "region:浙江省"},
      {"zhe江", "region:浙江省"},
      {"ＺＪ", "region:浙江省"},
      {"chongqing", "region:重庆市"},
      {"cqsggsj", "title:重庆市公共书架管理办法"},
      {"tongxinyuan", "program:同心圆计划"},
      {"txy", "program:同心圆计划"},
      {"同心圓", "program:同心圆计划"},
      {"互嵌", "program:各族群众互嵌计划"},
      {"zjsmzzj", "organization:浙江省民族宗教事务委员会"},
      {"zjmzw", "organization:浙江省民族宗教事务委员会"},
      {"zjsmzw", "organization:浙江省民族宗教事务委员会"},
      {"浙江民宗委", "organization:浙江省民族宗教事务委员会"},
      {"浙江民族", "organization:浙江省民族宗教事务委员会"},
      {"就", "word:就业"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    const auto offered = suggested(*searcher, row.typed);
    INFO([&] {
      std::string all;
      for (const auto& one : offered) all += one + " ";
      return all;
    }());
    CHECK(has(offered, row.offered));
    CHECK(offered.size() <= 10);
  }
  // The most frequent first: 浙江省 is named in two sections, its county in none.
  CHECK(suggested(*searcher, "zhejiang", 1) == std::vector<std::string>{"region:浙江省"});
  for (const char* nothing : {"", "，。", "qqqqqqqqq", "浙qqqq", "\xFF"}) {
    CAPTURE(nothing);
    CHECK(suggested(*searcher, nothing).empty());
  }
}

TEST_CASE("offering names is quick, whatever is typed", "[search]") {
  const SmallIndex index(articles());
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  REQUIRE(searcher->suggest("a", 10));
  for (const std::string& typed :
       {std::string("z"), std::string("s"), std::string("shi"), std::string(39, 'z'),
        std::string("zhzhzhzhzhzhzhzh"), std::string(10000, 'a'), std::string("民")}) {
    CAPTURE(typed.substr(0, 40));
    const auto start = std::chrono::steady_clock::now();
    REQUIRE(searcher->suggest(typed, 10));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    CHECK(took.count() < 1);
  }
}

TEST_CASE("a query that finds nothing is told which part found nothing, and what was meant",
          "[search]") {
  auto all = articles();
  all.push_back(article_saying(
      "讲话", "铸牢中华民族共同体意识。帮助劳动者，劳动和统计，劳动合同，动态空间，扩大空间。"));
  const SmallIndex index(all);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  struct Row {
    const char* query;
    const char* told;  // Each part with how many sections hold it alone.
  };
  const std::vector<Row> rows = {
      {"产业飞地 \"居住证\"", "产业飞地=1 居住证=1"},
      {"\"产业飞弟\"", "产业飞弟=0(产业飞地)"},
      {"就业 \"无此说法\"", "就业=4 无此说法=0"},
      {"同心园计划 region:四川", "同心园=0(同心圆) 计划=1 四川=1"},
      {"就业 date:1999", "就业=4 1999=0"},
      {"issuer:国务院", "国务院=0(国务院办公厅)"},
      {"\"共公书架\"", "共公书架=0(公共书架)"},
      // A word that is there is offered, no two characters that happen to stand side by side.
      {"太空", "太空=0"},
      {"\"劳动和同\"", "劳动和同=0(劳动合同)"},
      {"铸劳中华民族共同体意识", "铸劳=0(铸牢) 中华民族共同体=1 意识=1"},
      {"国务院令第588号", "国务院令第588号=0"},
      // What the whole run reads like comes before what its part sounds like.
      {"各族群众户嵌计划", "各族=1 群众=1 户嵌=0(互嵌) 计划=1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.query);
    const auto answer = searcher->find(row.query, {});
    REQUIRE(answer);
    std::string told;
    for (const AskedPart& part : answer->asked) {
      told += (told.empty() ? "" : " ") + part.typed + "=" + std::to_string(part.alone);
      if (!part.meant.empty()) told += "(" + part.meant.front() + ")";
    }
    CHECK(told == row.told);
  }
  const auto found = searcher->find("就业", {});
  REQUIRE(found);
  CHECK(found->asked.empty());
}

TEST_CASE("a document number finds what bears it first, however it is typed", "[search]") {
  std::vector<MadeArticle> made;
  for (int i = 0; i < 3; ++i) {
    made.push_back(article_saying(
        "转发" + std::to_string(i),
        "按照国办发〔2018〕128号、国办发〔2018〕128号办理，国办发2018年的 128号文。"));
  }
  made.push_back(article_saying("一份通知", "现将有关事项通知如下。"));
  made.back().number = "国办发〔2018〕128号";
  const SmallIndex index(made);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  for (const char* typed : {"国办发〔2018〕128号", "国办发2018 128号", "国办发２０１８年128号"}) {
    CAPTURE(typed);
    const auto answer = searcher->find(typed, {});
    REQUIRE(answer);
    REQUIRE(answer->total == 4);
    CHECK(answer->hits[0].title == "一份通知");
  }
  const auto field = searcher->find("number:国办发２０１８年128号", {});
  REQUIRE(field);
  CHECK(field->total == 1);
  const auto missing = searcher->find("国办发2018 129号", {});
  REQUIRE(missing);
  REQUIRE(missing->asked.size() == 1);
  CHECK(missing->asked[0].number == "国办发〔2018〕129号");
  CHECK(missing->asked[0].alone == 0);
}
