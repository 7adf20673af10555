#include "app/eval/scoring.h"

#include "tests/support/catch.h"

using namespace zhengce;
using namespace zhengce::eval;

namespace {

Fact run_of(const std::string& article, const std::string& region, const std::string& program,
            const std::string& rule = "quoted", const std::string& modality = "runs") {
  Fact fact;
  fact.article = article;
  fact.cells = {{region}, {program}};
  fact.rules = {rule};
  fact.modality = modality;
  return fact;
}

Label row_of(const std::string& article, std::vector<std::string> regions,
             std::vector<std::string> programs, bool must = true) {
  Label label;
  label.article = article;
  label.cells = {std::move(regions), std::move(programs)};
  label.must = must;
  label.modalities = {"runs"};
  return label;
}

Labels labels_of(std::vector<Label> rows) {
  Labels labels;
  labels.tables = {Table::kRuns};
  for (auto& row : rows) labels.covered[0].insert(row.article);
  labels.rows = std::move(rows);
  return labels;
}

}  // namespace

TEST_CASE("a found name is a labeled one but for width, quotes, blanks and a place's suffix",
          "[eval]") {
  struct Row {
    const char* region;
    const char* program;
    bool same;
  };
  const auto row = GENERATE(values<Row>({
      {"浙江省", "“五社联动”", true},
      {"浙江", "五社 联动", true},
      {"浙江省", "《五社联动》", true},
      {"浙江省", "五社联动机制", false},  // Holds the name.
      {"浙江省", "五社", false},          // Is held by it.
      {"浙江市", "五社联动", false},
      {"江浙省", "五社联动", false},
  }));
  CAPTURE(row.region, row.program);
  CHECK(matches(run_of("a", row.region, row.program),
                row_of("a", {"甲省", "浙江省"}, {"五社联动"})) == row.same);
  CHECK_FALSE(matches(run_of("b", row.region, row.program), row_of("a", {"浙江省"}, {"五社联动"})));
}

TEST_CASE("a doer may be left out of account", "[eval]") {
  CHECK(matches(run_of("a", "甲省", "暖冬行动"), row_of("a", {"乙省"}, {"暖冬行动"}), true));
  CHECK_FALSE(matches(run_of("a", "甲省", "暖冬行动"), row_of("a", {"乙省"}, {"暖冬行动"})));
}

TEST_CASE("numbers are equal as numbers, and a blank program stands for any", "[eval]") {
  Fact fact;
  fact.table = Table::kMetrics;
  fact.article = "a";
  fact.cells = {{"甲省"}, {"暖冬行动"}, {"12000"}, {"人次"}};
  Label label;
  label.table = Table::kMetrics;
  label.article = "a";
  label.cells = {{"甲省"}, {}, {"12000.0"}, {"人次"}};
  CHECK(matches(fact, label));
  label.cells[2] = {"1200"};
  CHECK_FALSE(matches(fact, label));
  label.cells = {{"甲省"}, {"别的行动"}, {"12000"}, {"人次"}};
  CHECK_FALSE(matches(fact, label));
}

TEST_CASE("precision counts must and may, recall counts must", "[eval]") {
  const auto labels =
      labels_of({row_of("a", {"甲省"}, {"一"}), row_of("a", {"甲省"}, {"二"}),
                 row_of("a", {"甲省"}, {"三"}, false), row_of("b", {"乙省"}, {"四"})});
  const std::vector<Fact> facts = {
      run_of("a", "甲省", "一"),
      run_of("a", "甲省", "三", "unquoted"),
      run_of("a", "丙省", "二", "unquoted"),
      run_of("a", "甲省", "五", "unquoted"),
      run_of("b", "乙省", "四", "quoted", "plans"),
      run_of("c", "乙省", "四")};  // On a page without labels: counts for nothing.
  const auto result = evaluate(labels, facts, {{"a", "report"}, {"b", "news"}});
  REQUIRE(result.scores.size() == 1);
  const Score& score = result.scores[0];
  CHECK(score.counts.right == 3);
  CHECK(score.counts.found == 5);
  CHECK(score.counts.hit == 2);
  CHECK(score.counts.must == 3);
  REQUIRE(score.counts.f1());
  CHECK(*score.counts.f1() == Approx(2 * 0.6 * (2.0 / 3) / (0.6 + 2.0 / 3)));
  REQUIRE(score.doer_ignored);
  CHECK(score.doer_ignored->right == 4);
  CHECK(score.doer_ignored->hit == 3);
  CHECK(score.by_rule.at("unquoted").right == 1);
  CHECK(score.by_rule.at("unquoted").found == 3);
  CHECK(score.by_rule.at("quoted").hit == 2);
  CHECK(score.by_kind.at("news").found == 1);
  CHECK(score.by_kind.at("report").must == 2);
  CHECK(score.modality_of == 3);
  CHECK(score.modality_right == 2);
  REQUIRE(result.mistakes.misses.size() == 1);
  CHECK(result.mistakes.misses[0]->cells[1][0] == "二");
  CHECK(result.mistakes.false_finds.size() == 2);
  REQUIRE(result.mistakes.modality.size() == 1);
  CHECK(result.mistakes.modality[0].first->article == "b");
}

TEST_CASE("a newspaper may answer for the issuer and is no false find", "[eval]") {
  auto labels = labels_of({});
  labels.tables = {Table::kArticles};
  labels.covered[static_cast<std::size_t>(Table::kArticles)] = {"a", "b"};
  labels.fields = {"issuer"};
  Label label;
  label.table = Table::kArticles;
  label.article = "a";
  label.cells = {{"issuer"}, {"晚报"}};
  labels.rows = {label};
  Fact fact;
  fact.table = Table::kArticles;
  fact.article = "a";
  fact.cells = {{"issuer"}, {"晚报"}};
  fact.optional = true;
  auto other = fact;
  other.article = "b";
  auto title = fact;  // A field the table does not have.
  title.cells = {{"title"}, {"题"}};
  title.optional = false;
  const std::vector<Fact> facts = {fact, other, title};
  const auto result = evaluate(labels, facts, {});
  CHECK(result.scores[0].counts.found == 1);
  CHECK(result.scores[0].counts.right == 1);
}

TEST_CASE("the interval holds the figure, is the same each time, and widens with fewer pages",
          "[eval]") {
  std::vector<Counts> pages;
  for (std::size_t i = 0; i < 40; ++i) pages.push_back({5 + i % 6, 10, 4, 5});
  const auto many = bootstrap(pages);
  const auto again = bootstrap(pages);
  REQUIRE(many.precision);
  CHECK(many.precision->low == again.precision->low);
  Counts all;
  for (const auto& page : pages) all += page;
  CHECK(many.precision->low <= *all.precision());
  CHECK(*all.precision() <= many.precision->high);
  REQUIRE(many.recall);
  CHECK(many.recall->low == Approx(0.8));
  const auto few = bootstrap({pages.begin(), pages.begin() + 4});
  CHECK(few.precision->high - few.precision->low > many.precision->high - many.precision->low);
  CHECK_FALSE(bootstrap({}).precision);
  CHECK_FALSE(bootstrap({{0, 0, 0, 3}}).precision);
}

TEST_CASE("the sentence around a quote, whatever its widths and blanks", "[eval]") {
  const Quoted text("前一句。全省开展（暖冬）行动，惠及1200人。\n后一句。");
  CHECK(text.sentence_with("开展(暖冬)行动,惠 及") == "全省开展（暖冬）行动，惠及1200人。");
  CHECK(text.has("惠及1200人"));
  CHECK_FALSE(text.has("没有的话"));
  CHECK(text.sentence_with("没有的话") == "");
  CHECK(text.sentence_with("") == "");
}
