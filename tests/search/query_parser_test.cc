#include "search/query_parser.h"

#include <chrono>
#include <string>

#include "search/query_error.h"
#include "tests/support/catch.h"

using namespace zhengce;

namespace {

std::string shape(const QueryNode& node) {
  std::string out;
  switch (node.kind) {
    case QueryNode::Kind::kAnd:
      out = "AND(";
      break;
    case QueryNode::Kind::kOr:
      out = "OR(";
      break;
    case QueryNode::Kind::kNot:
      out = "NOT(";
      break;
    case QueryNode::Kind::kWords:
      return encode_utf8(node.text);
    case QueryNode::Kind::kPhrase:
      out = '"';
      out += encode_utf8(node.text) + (node.open_end ? "*" : "");
      out += '"';
      return out;
    case QueryNode::Kind::kNear:
      out = "NEAR(";
      break;
    case QueryNode::Kind::kField:
      out = field_name(node.field);
      out += node.exact_node ? ":=" : ":";
      out += encode_utf8(node.text);
      return out;
  }
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (i > 0) out += ' ';
    if (node.children[i].distance > 0) out += std::to_string(node.children[i].distance) + ":";
    out += shape(node.children[i]);
  }
  out += ')';
  return out;
}

}  // namespace

TEST_CASE("a query is read as written", "[search]") {
  struct Row {
    const char* query;
    const char* shape;
  };
  const auto row = GENERATE(values<Row>({
      {"飞地", "飞地"},
      {"  飞地\t对口支援\n", "AND(飞地 对口支援)"},
      {"飞地　对口支援", "AND(飞地 对口支援)"},
      {"\"飞地 园区\"", "\"飞地 园区\""},
      {"“飞地园区”", "\"飞地园区\""},
      {"”飞地园区“", "\"飞地园区\""},
      {"「飞地园区」『园区』", "AND(\"飞地园区\" \"园区\")"},
      {"\"建设“三张图”工程\"", "\"建设“三张图”工程\""},
      {"甲 OR 乙", "OR(甲 乙)"},
      {"2024-03-05", "OR(2024-03-05 \"2024年3月5日\" date:2024-03-05)"},
      {"２０２４年３月５日", "OR(２０２４年３月５日 \"2024年3月5日\" date:2024-03-05)"},
      {"2024年3月5日 甲", "AND(2024年3月5日 甲)"},
      {"\"2024-03-05\"", "\"2024-03-05\""},
      {"20240305", "20240305"},
      {"2024-13-05", "2024-13-05"},
      {"2024年3月", "2024年3月"},
      {"甲|乙｜丙", "OR(甲 乙 丙)"},
      {"甲 乙 OR 丙 丁", "OR(AND(甲 乙) AND(丙 丁))"},
      {"甲 (乙 OR 丙)", "AND(甲 OR(乙 丙))"},
      {"甲 （乙 OR 丙）", "AND(甲 OR(乙 丙))"},
      {"((甲))", "甲"},
      {"甲 AND 乙", "AND(甲 乙)"},
      {"甲 NEAR/3 乙 丙", "AND(NEAR(\"甲\" 3:\"乙\") 丙)"},
      {"甲 NEAR \"乙\" ＮＥＡＲ／２ 丙 OR 丁", "OR(NEAR(\"甲\" 10:\"乙\" 2:\"丙\") 丁)"},
      {"-甲 NEAR 乙", "NOT(NEAR(\"甲\" 10:\"乙\"))"},
      {"NEARBY 甲", "AND(NEARBY 甲)"},
      {"ab* 甲*", "AND(\"ab*\" \"甲*\")"},
      {"a*b **", "a*b"},
      {"甲 or 乙", "AND(甲 or 乙)"},
      {"甲 -乙", "AND(甲 NOT(乙))"},
      {"甲 －\"乙\"", "AND(甲 NOT(\"乙\"))"},
      {"甲 NOT 乙", "AND(甲 NOT(乙))"},
      {"-(甲 OR 乙)", "NOT(OR(甲 乙))"},
      {"-region:浙江", "NOT(region:浙江)"},
      {"2024-01 甲-乙", "AND(2024-01 甲-乙)"},
      {"甲 - 乙 —— 丙", "AND(甲 乙 丙)"},
      {"region:浙江", "region:浙江"},
      {"region：浙江 Title:\"城 乡\"", "AND(region:浙江 title:城 乡)"},
      {"region:=浙江", "region:=浙江"},
      {"region:＝浙江", "region:=浙江"},
      {"date:2024-01..2024-12", "date:2024-01..2024-12"},
      {"runs:“五社联动”", "runs:五社联动"},
      {"number:国办发(2024)12号 甲", "AND(number:国办发(2024)12号 甲)"},
      {"国办发（2024）12号", "国办发（2024）12号"},
      {"(title:甲 OR title:乙)", "OR(title:甲 title:乙)"},
      // As a Chinese input method gives it.
      {"地区：浙江 （补贴 或 奖励） 非 招标", "AND(region:浙江 OR(补贴 奖励) NOT(招标))"},
      {"地区：浙江（补贴 或 奖励）－招标", "AND(region:浙江 OR(补贴 奖励) NOT(招标))"},
      {"補貼　或　獎勵　且　招標", "OR(補貼 AND(獎勵 招標))"},
      {"补贴 或者 奖励", "OR(补贴 奖励)"},
      {"补贴 并且 奖励", "AND(补贴 奖励)"},
      {"（补贴）或（奖励）", "OR(补贴 奖励)"},
      {"“补贴”或“奖励”", "OR(\"补贴\" \"奖励\")"},
      {"补贴 非（招标 或 采购）", "AND(补贴 NOT(OR(招标 采购)))"},
      {"补贴 非「招标公告」", "AND(补贴 NOT(\"招标公告\"))"},
      {"补贴 或 非 招标", "OR(补贴 NOT(招标))"},
      {"补贴 非 地区：浙江", "AND(补贴 NOT(region:浙江))"},
      {"补贴 ＯＲ 奖励 ＮＯＴ 招标", "OR(补贴 AND(奖励 NOT(招标)))"},
      {"(补贴)OR(奖励)", "OR(补贴 奖励)"},
      {"标题：通知 地區：浙江 提及：苏州 项目：书架 实施：书架",
       "AND(title:通知 region:浙江 mentions:苏州 program:书架 runs:书架)"},
      {"机构：民宗委 发文机关：国务院 文号：国办发〔2024〕12号 来源：某报 日期：近三年",
       "AND(org:民宗委 issuer:国务院 number:国办发〔2024〕12号 source:某报 date:近三年)"},
      {"發文機關：「國務院」", "issuer:國務院"},
      {"amount:=1.5亿元", "amount:=1.5亿元"},
      {"国办发2018 128号", "国办发2018 128号"},
      {"国办发2018 128号 甲", "AND(国办发2018 128号 甲)"},
      {"ｒｅｇｉｏｎ：＝浙江", "region:=浙江"},
      {"地区：浙江，补贴；奖励", "AND(region:浙江 ，补贴；奖励)"},
      // The same characters in words, and where they have nothing to join.
      {"非遗 或者", "AND(非遗 或者)"},
      {"非", "非"},
      {"或", "或"},
      {"非 遗", "NOT(遗)"},
      {"补贴 非", "AND(补贴 非)"},
      {"或 奖励", "AND(或 奖励)"},
      {"补贴 且", "AND(补贴 且)"},
      {"（补贴 或） 奖励", "AND(AND(补贴 或) 奖励)"},
      {"补贴 或 ——", "AND(补贴 或)"},
      {"补贴或奖励 非公有制", "AND(补贴或奖励 非公有制)"},
      {"“非” “或”", "AND(\"非\" \"或\")"},
      {"工作要点：标题党 新来源：某报", "AND(工作要点：标题党 新来源：某报)"},
      // Colons of running text make no fields.
      {"12:30", "12:30"},
      {"浙江:聚焦", "浙江:聚焦"},
      {"http://example.cn/a", "http://example.cn/a"},
      {"COVID-19:防控", "COVID-19:防控"},
      {"来源title:甲", "来源title:甲"},
      {"\"foo:bar\"", "\"foo:bar\""},
  }));
  CAPTURE(row.query);
  const auto node = parse_query(row.query);
  CAPTURE(node ? std::string() : node.error().message);
  REQUIRE(node);
  CHECK(shape(*node) == row.shape);
}

TEST_CASE("a query with a fault is answered with its place", "[search]") {
  struct Row {
    const char* query;
    const char* what;
    const char* caret;  // The last line.
  };
  const auto row = GENERATE(values<Row>({
      {"foo:bar", "no field \"foo:\"", "  ^^^^"},
      {"飞地 foo：bar", "title: 标题, region: 地区", "       ^^^^^"},
      {"regoin:浙江", "did you mean region:?", "  ^^^^^^^"},
      {"mention:浙江", "did you mean mentions:?", "  ^^^^^^^^"},
      {"organization:甲", "did you mean org:?", "  ^^^^^^^^^^^^^"},
      {"地区：", "地区: needs a value", "  ^^^^^^"},
      {"标题：＝甲", "equals sign", "        ^^"},
      {"日期：（2023 或 2024）", "write (日期:A OR 日期:B)", "        ^^"},
      {"飞地 \"对口支援", "no partner", "       ^"},
      {"飞地 “对口支援", "no partner", "       ^"},
      {"「飞地", "no partner", "  ^^"},
      {"飞地」", "no partner", "      ^^"},
      {"飞地 (对口", "not closed", "       ^"},
      {"（飞地 (对口)", "not closed", "  ^^"},
      {"飞地) 对口", "closes nothing", "      ^"},
      {"()", "between the parentheses", "  ^^"},
      {"甲 OR", "both sides", "     ^^"},
      {"OR 甲", "both sides", "  ^^"},
      {"| 甲", "both sides", "  ^"},
      {"甲 OR OR 乙", "both sides", "     ^^"},
      {"甲 AND", "both sides", "     ^^^"},
      {"甲 OR ——", "both sides", "     ^^"},
      {"NOT", "after it", "  ^^^"},
      {"region: 浙江", "needs a value", "  ^^^^^^^"},
      {"title:", "needs a value", "  ^^^^^^"},
      {"title:\"\"", "needs a value", "  ^^^^^^^^"},
      {"title:=甲", "equals sign", "        ^"},
      {"region:(浙江 OR 广西)", "write (region:A OR region:B)", "         ^"},
      {"飞地 \"，。\"", "between the quotes", "       ^^^^^^"},
      {"，。！", "nothing to search for", "  ^^^^^^"},
      {"", "nothing to search for", "  ^"},
  }));
  CAPTURE(row.query);
  const auto node = parse_query(row.query);
  REQUIRE_FALSE(node);
  CHECK(node.error().code == ErrorCode::kInvalidInput);
  const std::string& message = node.error().message;
  CAPTURE(message);
  CHECK_THAT(message.substr(0, message.find('\n')), ContainsSubstring(row.what));
  CHECK(message.substr(message.rfind('\n') + 1) == row.caret);
}

TEST_CASE("a long query is shown around the fault", "[search]") {
  std::string query;
  for (int i = 0; i < 100; ++i) query += "浙江 ";
  query += "foo:bar";
  for (int i = 0; i < 100; ++i) query += " 浙江";
  const auto node = parse_query(query);
  REQUIRE_FALSE(node);
  const std::string& message = node.error().message;
  CHECK(message.size() < 600);
  CHECK_THAT(message, ContainsSubstring("…"));
  CHECK_THAT(message, ContainsSubstring("foo:bar"));
}

TEST_CASE("queries without end are refused, quickly", "[search]") {
  const auto repeat = [](const std::string& part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
  };
  const std::vector<std::pair<std::string, std::string>> rows = {
      {repeat("飞", 10001), "longer than 10000 characters"},
      {repeat("(", 101) + "飞" + repeat(")", 101), "nested more than 100 deep"},
      {repeat("NOT ", 101) + "飞", "nested more than 100 deep"},
      {repeat("飞 ", 1001), "more than 1000 words"},
      {repeat("飞|", 501) + "飞", "more than 1000 words"},
      {repeat("飞(", 4000), "more than 1000 words"},
      {repeat("\"", 9999), "between the quotes"},
      {repeat("非 ", 101) + "飞", "nested more than 100 deep"},
      {repeat("a", 9000) + ":", "no field"},
      {"飞 " + repeat(")", 9000), "more than 1000 words"},
  };
  const auto start = std::chrono::steady_clock::now();
  for (const auto& [query, what] : rows) {
    CAPTURE(what);
    const auto node = parse_query(query);
    REQUIRE_FALSE(node);
    CHECK_THAT(node.error().message, ContainsSubstring(what));
  }
  CHECK(parse_query(repeat("(", 100) + "飞" + repeat(")", 100)));
  CHECK(parse_query(repeat("飞", 10000)));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}

TEST_CASE("bytes that are no text parse or fail with a clear message", "[search]") {
  for (int first = 0; first < 256; ++first) {
    for (const std::string tail : {"", ":", "\"", "(", " -\xFF\xFE", "\xE4\xB8"}) {
      const std::string query = std::string(1, static_cast<char>(first)) + tail;
      const auto node = parse_query(query);
      if (!node) CHECK(node.error().code == ErrorCode::kInvalidInput);
    }
  }
}
