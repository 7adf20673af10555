// That what is said is so: of empty answers, of counts, of names that several regions bear.
#include <string>
#include <vector>

#include "tests/app/run_program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

using test::Ran;
using test::run_program;
using test::sample_data;

// Asks an index of a few texts.
class Asked {
 public:
  explicit Asked(const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i)
      dir_.write("in/" + std::to_string(i) + ".txt", texts[i]);
    const Ran ran = run({"index", (dir_.path() / "in").string()});
    if (ran.code != 0) FAIL("indexing: " << ran.err);
  }
  Ran run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", (dir_.path() / "data").string()});
    return run_program(words);
  }

 private:
  test::TempDir dir_;
};

Ran ask_sample(std::vector<std::string> words) {
  words.insert(words.end(), {"--data", sample_data().string()});
  return run_program(words);
}

}  // namespace

TEST_CASE("an empty answer about regions tells which condition left nothing", "[app]") {
  struct Row {
    std::vector<std::string> conditions;
    const char* told;
  };
  const auto row = GENERATE(values<Row>({
      {{"--level", "zone"}, "3 regions run 周三歌会 here, but none under --level\n"},
      {{"--in", "西藏"}, "but none under --in\n"},
      {{"--as-of", "1999"}, "but none under --as-of\n"},
      {{"--text", "\"绝对没有的词语\""}, "but none under --text\n"},
      {{"--not", "周三歌会"}, "but none under --not\n"},
      {{"--in", "黑龙江", "--since", "2099"}, "but none under --in, --since; without --since: 1\n"},
  }));
  std::vector<std::string> words = {"regions", "--running", "周三歌会"};
  words.insert(words.end(), row.conditions.begin(), row.conditions.end());
  const Ran ran = ask_sample(words);
  CHECK(ran.code == 1);
  CHECK_THAT(ran.err, ContainsSubstring(row.told));
}

TEST_CASE("a program that is only planned is said to be planned", "[app]") {
  const Asked asked({"浙江省政府工作报告\n\n今年，浙江省将实施“云上晒谷”计划。\n"});
  const Ran ran = asked.run({"regions", "--running", "云上晒谷"});
  CHECK(ran.code == 1);
  CHECK_THAT(ran.err, ContainsSubstring("says that a region runs 云上晒谷; 1 plans it"));
  CHECK_THAT(asked.run({"timeline", "云上晒谷"}).err, ContainsSubstring("1 plans it"));
}

TEST_CASE("what lies below is told where the region itself has nothing", "[app]") {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"programs", "--in", "黑龙江", "--only"}, {"orgs", "--of", "江苏", "--only"}}) {
    CAPTURE(words[0]);
    const Ran all = ask_sample({words[0], words[1], words[2], "--json"});
    const Ran ran = ask_sample(words);
    CHECK(ran.code == 1);
    CHECK_THAT(ran.err, ContainsSubstring(
                            "without --only: " + std::to_string(all.lines().size() - 1) + "\n"));
  }
}

TEST_CASE("coverage agrees with the answer above it", "[app]") {
  // The city runs it: no county does.
  const Asked asked({"杭州市推行“纸飞机”计划\n\n浙江省杭州市启动“纸飞机”计划。\n"});
  const Ran ran = asked.run({"programs", "--in", "杭州"});
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, ContainsSubstring("evidence in 0 of") &&
                          ContainsSubstring("regions of level county and in 1 of another level"));
  CHECK_THAT(asked.run({"regions", "--running", "纸飞机"}).out,
             ContainsSubstring("evidence in 1 of 34 regions of level province; 1 has articles"));
  const auto coverage =
      asked.run({"programs", "--in", "杭州", "--json"}).lines().back()["coverage"];
  CHECK(coverage["with_evidence"] == 0);
  CHECK(coverage["other_levels"] == 1);
  CHECK_THAT(asked.run({"path", "杭州", "浙江省杭州市"}).err, ContainsSubstring("are the same"));
}

TEST_CASE("a text that tells of a region in passing counts among its articles", "[app]") {
  const Asked asked(
      {"各地推行新做法\n\n浙江省杭州市启动“纸飞机”计划。江苏省南京市启动“夜归灯”计划。"
       "\n"});
  const auto coverage =
      asked.run({"regions", "--running", "纸飞机", "--json"}).lines().back()["coverage"];
  CHECK(coverage["with_evidence"] == 1);
  CHECK(coverage["with_articles"] >= coverage["with_evidence"]);
}

TEST_CASE("regions of one name are told apart", "[app]") {
  const Asked asked({"石家庄市桥西区推行“纸飞机”计划\n\n河北省石家庄市桥西区启动“纸飞机”计划。\n",
                     "张家口市桥西区推行“纸飞机”计划\n\n河北省张家口市桥西区启动“纸飞机”计划。\n",
                     "杭州市推行“纸飞机”计划\n\n浙江省杭州市启动“纸飞机”计划。\n"});
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"search", "纸飞机", "--facets", "region"},
                                             {"search", "纸飞机", "--group-by", "region"},
                                             {"entity", "纸飞机"}}) {
    CAPTURE(words[0], words.back());
    const std::string out = asked.run(words).out;
    CHECK_THAT(out, ContainsSubstring("河北省/石家庄市/桥西区") &&
                        ContainsSubstring("河北省/张家口市/桥西区"));
    CHECK_THAT(out, !ContainsSubstring("浙江省/杭州市"));
  }
}

TEST_CASE("values are taken by their Chinese names as by their English ones", "[app]") {
  struct Row {
    std::vector<std::string> english, chinese;
  };
  const auto row = GENERATE(values<Row>({
      {{"regions", "--running", "萤火书架", "--level", "province"},
       {"regions", "--running", "萤火书架", "--level", "省级"}},
      {{"timeline", "萤火书架", "--level", "prefecture"},
       {"timeline", "萤火书架", "--level", "市级"}},
      {{"documents", "--status", "repealed"}, {"documents", "--status", "废止"}},
      {{"documents", "--status", "unknown"}, {"documents", "--status", "未知"}},
      {{"search", "-q", "社区", "--facets", "region,month", "--sort", "newest", "--limit", "3"},
       {"search", "-q", "社区", "--facets", "地区，月份", "--sort", "最新", "--limit", "3"}},
      {{"search", "-q", "社区", "--group-by", "issuer"},
       {"search", "-q", "社区", "--group-by", "發文機關"}},
  }));
  const auto lines = [](std::vector<std::string> words) {
    words.push_back("--json");
    auto all = ask_sample(words).lines();
    for (auto& line : all) {
      line.erase("took_ms");
      line.erase("cursor");
    }
    return all;
  };
  const auto english = lines(row.english);
  REQUIRE(!english.empty());
  CHECK(lines(row.chinese) == english);
}

TEST_CASE("names of facets and fields are said in Chinese", "[app]") {
  const Ran facets = ask_sample(
      {"search", "社区", "--lang", "zh", "--facets", "region,program,org,issuer,year,month"});
  CHECK_THAT(facets.out, ContainsSubstring("月份：") && !ContainsSubstring("month"));
  const Ran cut = ask_sample({"search", "社区", "--facets", "region", "--facet-limit", "2"});
  CHECK_THAT(cut.out, ContainsSubstring(" … 2 of "));
  const Ran explained = ask_sample({"explain", "amount:>1万元 level:省级", "--lang", "zh"});
  CHECK_THAT(explained.out, ContainsSubstring("数量") && !ContainsSubstring("amount"));
  CHECK_THAT(explained.out, ContainsSubstring("层级"));
}

}  // namespace zhengce
