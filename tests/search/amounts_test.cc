#include "search/amounts.h"

#include "corpus/text.h"
#include "search/folded_text.h"
#include "search/stretch_reader.h"
#include "tests/support/catch.h"

using namespace zhengce;

namespace {

bool states_amount(std::string_view text, const AmountRange& range) {
  const FoldedText folded = FoldedText::of(text);
  return StretchReader(folded).states(range);
}

}  // namespace

TEST_CASE("a text states an amount within what was asked for", "[search]") {
  struct Row {
    const char* asked;
    const char* text;
    bool states;
  };
  const auto row = GENERATE(values<Row>({
      {">1亿元", "总投资2亿元", true},
      {">1亿元", "总投资1亿元", false},
      {">=1亿元", "总投资1亿元", true},
      {"≥１亿元", "总投资 1 亿 元", true},
      {"超过1亿元", "总投资12,300万元", true},
      {"超过1亿元", "总投资9,999万元", false},
      {">1亿元", "总投资557.5亿元人民币", true},
      {">1亿元", "总投资2亿美元", false},
      {">1亿元", "总投资超10余亿元", true},
      {"<1万元", "每户补助3000元", true},
      {"<1万元", "每户补助三千元", true},
      {"<1万元", "每户补助三万五千元", false},
      {"<=3000元", "每户补助3000元", true},
      {"<3000元", "每户补助3000元", false},
      {"3000元", "每户补助3000元", true},
      {"=1.5亿元", "总投资15000万元", true},
      {"＝1.5亿元", "总投资1.6亿元", false},
      {"3000元", "每户补助13000元", false},
      {"1..5万元", "每户补助3万元", true},
      {"1..5万元", "每户补助3元", false},
      {"1万元..5万元", "每户补助六万元", false},
      {"100..200人", "参加者一百五十人", true},
      {"100..200人", "参加者150多人", true},
      {"100人以上", "参加者3200余人", true},
      {"100人以下", "参加者3200余人", false},
      {"100人以上", "第300人民医院", false},
      {"..5公里", "绿道长4.5公里", true},
      {"5公里..", "绿道长4.5公里", false},
      {">100户", "覆盖2万户", true},
      {">10km", "绿道长12km", true},
      {"不超过30%", "比例为25%", true},
      {">1元", "元旦", false},
  }));
  CAPTURE(row.asked, row.text);
  const auto range = parse_amount_range(decode_utf8(row.asked));
  REQUIRE(range);
  CHECK(states_amount(row.text, *range) == row.states);
}

TEST_CASE("an amount is the number that is written", "[search]") {
  const auto range = parse_amount_range(U"37.8亿元");
  REQUIRE(range);
  CHECK(range->least == 3780000000.0);
  CHECK(range->most == 3780000000.0);
}

TEST_CASE("what is no amount is refused", "[search]") {
  for (const char* typed : {"", "元", "1", "很多", ">", "1..", "..", "5..1元", "1元..2人", "1元2",
                            "1《元》", "9999999999999999999999999999999999999元"}) {
    CAPTURE(typed);
    const auto range = parse_amount_range(decode_utf8(typed));
    CHECK_FALSE(range);
  }
}

TEST_CASE("a long line of digits is read in no time", "[search]") {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "1元,";
  text += std::string(200000, '9') + "元";
  const auto range = parse_amount_range(U">5元");
  REQUIRE(range);
  CHECK_FALSE(states_amount(text, *range));
}
