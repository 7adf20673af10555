#include "tests/indexer/extract/support.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

using namespace zhengce;
using namespace zhengce::test;

namespace {

std::set<std::string> programs_with(const TempDir& overlay, const std::string& sentence) {
  auto rules = RuleSet::load(overlay.path());
  REQUIRE(rules);
  return strong_programs(Extractor(Gazetteer::builtin(), *rules).extract(article_of(sentence)));
}

}  // namespace

TEST_CASE("a user's rules go over the built-in ones", "[extract]") {
  TempDir overlay;
  const std::string quoted = "开展“四邻共治”工作机制。", marching = "实施城乡居民增收大会战。";
  const auto before = RuleSet::load().value()->version();
  SECTION("no overlay changes nothing") {
    CHECK(RuleSet::load(overlay.path()).value()->version() == before);
    CHECK(RuleSet::load(overlay.path() / "absent").value()->version() == before);
  }
  SECTION("a pattern is switched off") {
    overlay.write("patterns.tsv", "# none\n-quoted\n");
    CHECK(programs_with(overlay, quoted).empty());
    CHECK(RuleSet::load(overlay.path()).value()->version() != before);
  }
  SECTION("a weight is replaced") {
    overlay.write("weights.tsv", "head\t2\tweight\thead\t-9\r\n");
    CHECK(programs_with(overlay, quoted).empty());
  }
  SECTION("a word is added") {
    CHECK(programs_with(overlay, marching).empty());
    overlay.write("heads.tsv", "my-tail\t1\ttail\t大会战\n");
    CHECK(programs_with(overlay, marching) == std::set<std::string>{"城乡居民增收大会战"});
  }
}

TEST_CASE("a faulty rule is named with its file and line", "[extract]") {
  struct Row {
    const char* file;
    const char* content;
    const char* message;
  };
  const auto row = GENERATE(values<Row>({
      {"heads.tsv", "a\t1\ttail\t会战\nb\t1\ttial\t会战\n", "heads.tsv:2: unknown kind 'tial'"},
      {"heads.tsv", "a\tx\ttail\t会战\n", "heads.tsv:1: the version"},
      {"heads.tsv", "a\t1\ttail\n", "heads.tsv:1: 4 or 5 columns"},
      {"heads.tsv", "a\t1\ttail\t\n", "heads.tsv:1: no words"},
      {"heads.tsv", "a\t1\ttail\t甲\na\t1\ttail\t乙\n", "heads.tsv:2: the id 'a' stands in line 1"},
      {"heads.tsv", "-no-such-rule\n", "heads.tsv:1: no rule 'no-such-rule'"},
      {"heads.tsv", "a\t1\ttail\t\xFF\n", "heads.tsv:1: not UTF-8"},
      {"weights.tsv", "a\t1\tweight\thead\theavy\n", "weights.tsv:1: the weight is no number"},
      {"weights.tsv", "a\t1\tweight\theed\t1\n", "weights.tsv:1: unknown feature 'heed'"},
      {"patterns.tsv", "a\t1\tpattern\tquoted\t2\n", "patterns.tsv:1: the confidence"},
      {"patterns.tsv", "a\t1\tpattern\tqouted\t.5\n", "patterns.tsv:1: unknown pattern 'qouted'"},
      {"pairings.tsv", "a\t1\taid\t援火\t火星省\n", "pairings.tsv:1: no region is called '火星省'"},
      {"heads.tsv", "a\t1\ttail\t会战||战役\n", "heads.tsv:1: a word is empty"},
      {"heads.tsv", "a\t1\ttail\t会战|\n", "heads.tsv:1: a word is empty"},
      {"hedas.tsv", "", "hedas.tsv:1: no rules file has this name"},
  }));
  CAPTURE(row.file, row.content);
  TempDir overlay;
  overlay.write(row.file, row.content);
  const auto rules = RuleSet::load(overlay.path());
  REQUIRE_FALSE(rules);
  CHECK(rules.error().code == ErrorCode::kInvalidInput);
  CHECK_THAT(rules.error().message, ContainsSubstring(row.message));
}
