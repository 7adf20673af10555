// What a user meets who changes the rules of extraction.
#include "tests/app/run_program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

using test::run_program;

struct Place {
  test::TempDir dir;
  std::string data = (dir.path() / "data").string();
  std::string page =
      dir.write("page.txt", "浙江省一则消息\n　　全省开展“四邻共治”活动，实施老屋焕新护航行动。\n")
          .string();

  test::Ran run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin() + 1, {"--data", data, "--json"});
    return run_program(arguments);
  }
  /// How much each rule has read, by its name.
  std::map<std::string, int> read_by_rule() const {
    std::map<std::string, int> rules;
    for (const auto& line : run({"stats", "--rules"}).lines()) {
      if (line["type"] == "rule") rules[line["rule"]] = line["assertions"];
    }
    return rules;
  }
};

}  // namespace

TEST_CASE("a faulty rule file is named with its line, and nothing changes", "[app]") {
  const Place place;
  REQUIRE(place.run({"index", place.page}).code == 0);
  const auto before = run_program({"export", "--data", place.data}).out;
  place.dir.write("data/rules/heads.tsv", "mine\t1\ttail\t大会战\nyours\t1\ttial\t攻坚战\n");
  const auto other = place.dir.write("other.txt", "江苏省一则消息\n　　全省开展“河畔晨读”活动。\n");
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"index", other.string()}, {"rebuild"}}) {
    const auto ran = place.run(arguments);
    CAPTURE(arguments, ran.err);
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, ContainsSubstring("rules/heads.tsv:2: unknown kind 'tial'"));
    CHECK(run_program({"export", "--data", place.data}).out == before);
  }
}

TEST_CASE("a rule that is switched off has read nothing any more", "[app]") {
  const Place place;
  REQUIRE(place.run({"index", place.page}).code == 0);
  auto rules = place.read_by_rule();
  CHECK(rules["quoted"] == 1);
  CHECK(rules["unquoted"] == 1);
  place.dir.write("data/rules/patterns.tsv", "-quoted\n");
  REQUIRE(place.run({"rebuild"}).code == 0);
  rules = place.read_by_rule();
  CHECK_FALSE(rules.contains("quoted"));
  CHECK(rules["unquoted"] == 1);
  CHECK(place.run({"regions", "--running", "四邻共治"}).code == 1);
  CHECK(place.run({"regions", "--running", "老屋焕新护航行动"}).code == 0);
}

}  // namespace zhengce
