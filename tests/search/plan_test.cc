#include "search/plan.h"

#include "search/date_range.h"
#include "search/matching.h"
#include "search/query_parser.h"
#include "tests/search/small_index.h"

using namespace zhengce;

namespace {

struct Fixture {
  test::SmallIndex index{{}};
  std::unique_ptr<GraphReader> graph;
  std::shared_ptr<const Lexicon> lexicon = Lexicon::standard();
  Analyzer analyzer{lexicon};

  Fixture() {
    auto view = open_graph_view(index.dir().graph());
    REQUIRE(view);
    graph = std::move(*view);
  }
  Result<Plan> plan(const std::string& query, Strictness strictness = Strictness::kStrict) {
    const auto node = parse_query(query);
    REQUIRE(node);
    const auto issuers = [](const std::string& name) {
      return name == "國務院" ? std::vector<std::string>{"国务院", "中华人民共和国国务院"}
                              : std::vector<std::string>();
    };
    IssuedArticles issued(*graph);
    Planner planner(*graph, issued, Gazetteer::builtin(), analyzer, *lexicon, {2026, 3, 31}, true,
                    {}, issuers);
    const auto fields = planner.resolve(*node, decode_utf8(query));
    if (!fields) return fields.error();
    return planner.plan(*node, *fields, strictness);
  }
};

}  // namespace

TEST_CASE("a query means what the language says", "[search]") {
  struct Row {
    const char* query;
    const char* condition;
  };
  static Fixture fixture;
  const auto row = GENERATE(values<Row>({
      // Up to four ideographs, and names of regions, stand as they are.
      {"飞地", "\"飞地\""},
      {"对口支援", "\"对口支援\""},
      // What is asked twice is looked for once.
      {"飞地 飞地 OR 飞地", "\"飞地\""},
      {"飞地 NEAR/5 园区 飞地 NEAR/5 园区", "\"飞地\" NEAR/5 \"园区\""},
      {"广西壮族自治区", "OR(\"广西壮族自治区\", \"广西\")"},
      {"對口支援", "\"对口支援\""},
      {"飞地 对口支援", "AND(\"飞地\", \"对口支援\")"},
      {"飞地、园区", "AND(\"飞地\", \"园区\")"},
      {"\"民族团结进步事业\"", "\"民族团结进步事业\""},
      {"-飞地", "NOT(\"飞地\")"},
      {"飞地 -\"对口支援\" OR 园区", "OR(AND(NOT(\"对口支援\"), \"飞地\"), \"园区\")"},
      // Longer ones are cut into words; single characters join.
      {"五微五融工作", "AND(\"五微五融\", \"工作\")"},
      {"民族团结的进步", "AND(\"民族\", \"团结\", \"进步\")"},
      // Fields.
      {"region:浙江", "OR(XS33*, AND(XN, XM33*))"},
      {"region:=浙江", "OR(XS330000, AND(XN, XM330000))"},
      {"region:全国", "ALL"},
      {"mentions:浙江省", "XM330000"},
      {"title:通知", "title:\"通知\""},
      {"issuer:“國務院”", "issuer{中华人民共和国国务院, 国务院}"},
      {"source:民族报", "source:\"民族报\""},
      {"number:国办发[2024]12号", "XD国办发(2024)12号"},
      {"date:2024", "2024"},
      {"日期：2023年至2024年3月", "2023..2024-03"},
      {"region:浙江 date:..2023", "AND(OR(XS33*, AND(XN, XM33*)), ..2023)"},
  }));
  CAPTURE(row.query);
  const auto plan = fixture.plan(row.query);
  CAPTURE(plan ? std::string() : plan.error().message);
  REQUIRE(plan);
  CHECK(describe(plan->condition) == row.condition);
}

TEST_CASE("a question is ranked by what it asks about", "[search]") {
  Fixture fixture;
  for (const std::string query :
       {"怎么办理居住证", "居住证 怎么办理", "居住证如何办理？", "请问居住证是否需要办理吗"}) {
    CAPTURE(query);
    const auto plan = fixture.plan(query);
    REQUIRE(plan);
    const std::string condition = describe(plan->condition);
    CAPTURE(condition);
    CHECK(plan->condition.kind == Condition::Kind::kOr);
    CHECK_THAT(condition, ContainsSubstring("居住"));
    CHECK(condition.find("怎么") == std::string::npos);
    CHECK(condition.find("如何") == std::string::npos);
    CHECK(condition.find("是否") == std::string::npos);
  }
  // A question with a condition beside it: the condition holds.
  const auto plan = fixture.plan("怎么办理居住证 region:浙江");
  REQUIRE(plan);
  CHECK(plan->condition.kind == Condition::Kind::kAnd);
  CHECK_THAT(describe(plan->condition), ContainsSubstring("XS33*"));
  // A question phrase alone is what is looked for.
  const auto alone = fixture.plan("是否");
  REQUIRE(alone);
  CHECK(describe(alone->condition) == "\"是否\"");
}

TEST_CASE("question phrases are told from the words they lie across", "[search]") {
  struct Row {
    const char32_t* text;
    bool question;
    const char32_t* rest;  // What is asked about, blanks aside.
  };
  const auto row = GENERATE(values<Row>({
      {U"怎么办理居住证", true, U"办理居住证"},
      {U"丢了居住证怎么办", true, U"丢了居住证"},
      {U"社保是什么意思", true, U"社保"},
      {U"补贴有多少", true, U"补贴有"},
      {U"可以转账吗?", true, U"可以转账?"},
      {U"请问补贴", true, U"补贴"},
      {U"许多少数民族群众", false, U"许多少数民族群众"},
      {U"申请问题", false, U"申请问题"},
      {U"吗啡管理", false, U"吗啡管理"},
      {U"什么", false, U"什么"},
      {U"近几年工作", false, U"近几年工作"},
  }));
  CAPTURE(encode_utf8(row.text));
  CHECK(is_question(row.text) == row.question);
  std::u32string rest = cut_question_phrases(row.text);
  std::erase(rest, U' ');
  CHECK(encode_utf8(rest) == encode_utf8(row.rest));
}

TEST_CASE("what the user excludes is never ranked", "[search]") {
  Fixture fixture;
  const auto plan = fixture.plan("飞地 -怎么办理居住证");
  REQUIRE(plan);
  CHECK_THAT(describe(plan->condition), ContainsSubstring("NOT(AND("));
  for (const ScoredTerm& term : plan->terms) CHECK(term.term.find("居") == std::string::npos);
}

TEST_CASE("relaxing touches bare words alone", "[search]") {
  Fixture fixture;
  const std::string query = "民族团结进步 \"飞地\" region:浙江 -园区";
  const auto relaxed = fixture.plan(query, Strictness::kRelaxed);
  REQUIRE(relaxed);
  const std::string condition = describe(relaxed->condition);
  CHECK_THAT(condition, ContainsSubstring("\"飞地\""));
  CHECK_THAT(condition, ContainsSubstring("XS33*"));
  CHECK_THAT(condition, ContainsSubstring("NOT(\"园区\")"));
  CHECK_THAT(condition, ContainsSubstring("OR("));
  const auto unfiltered = fixture.plan(query, Strictness::kUnfiltered);
  REQUIRE(unfiltered);
  CHECK(describe(unfiltered->condition).find("飞地") == std::string::npos);
  CHECK(describe(unfiltered->condition).find("XS33") == std::string::npos);
  for (const char* filters : {"region:浙江", "\"飞地\"", "-飞地", "date:2024"}) {
    CAPTURE(filters);
    const auto plan = fixture.plan(filters);
    REQUIRE(plan);
    CHECK_FALSE(plan->has_bare_words);
  }
}

TEST_CASE("what cannot be looked up is said, with its place", "[search]") {
  struct Row {
    const char* query;
    ErrorCode code;
    const char* caret;
  };
  const auto row = GENERATE(values<Row>({
      {"飞地 region:火星省", ErrorCode::kInvalidInput, "       ^^^^^^^^^^^^^"},
      {"region:朝阳区", ErrorCode::kAmbiguous, "  ^^^^^^^^^^^^^"},
      {"mentions:\"火星省\"", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^^^^^^"},
      {"program:无人知晓计划", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^^^^^^^^^^"},
      {"runs:无人知晓计划", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^^^^^^^"},
      {"org:无人知晓局", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^^^^"},
      {"number:十二号", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^^^"},
      {"level:大概", ErrorCode::kInvalidInput, "  ^^^^^^^^^^"},
      {"amount:很多", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^"},
      {"issued-by:无人知晓局", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^^^^^^^^^^"},
      {"not-runs:无人知晓计划", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^^^^^^^^^^^"},
      {"paired-with:火星省", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^^^^^^^^"},
      {"date:大概", ErrorCode::kInvalidInput, "  ^^^^^^^^^"},
      {"date:2024-13", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^^"},
      {"date:2024-12..2024-01", ErrorCode::kInvalidInput, "  ^^^^^^^^^^^^^^^^^^^^^"},
  }));
  static Fixture fixture;
  CAPTURE(row.query);
  const auto plan = fixture.plan(row.query);
  REQUIRE_FALSE(plan);
  const std::string& message = plan.error().message;
  CAPTURE(message);
  CHECK(plan.error().code == row.code);
  CHECK(message.substr(message.rfind('\n') + 1) == row.caret);
}

TEST_CASE("text is looked at only where terms do not decide", "[search]") {
  struct Row {
    const char* query;
    std::vector<std::string> checked;
  };
  const auto row = GENERATE(values<Row>({
      {"飞地", {}},
      {"民", {}},
      {"-飞地 OR 园区", {}},
      {"飞地 对口支援", {"\"对口支援\""}},
      {"飞地 -对口支援", {"NOT(\"对口支援\")"}},
      {"飞地 OR 对口支援", {"OR(\"飞地\", \"对口支援\")"}},
      {"飞地 region:浙江 date:2024", {}},
      {"title:通知", {}},
      {"title:工作通知", {"title:\"工作通知\""}},
      {"\"12\"", {"\"12\""}},
  }));
  static Fixture fixture;
  CAPTURE(row.query);
  const auto plan = fixture.plan(row.query);
  REQUIRE(plan);
  std::vector<std::string> checked;
  for (const Condition* check : undecided(plan->condition)) checked.push_back(describe(*check));
  CHECK(checked == row.checked);
}
