#include "corpus/analysis/han_number.h"

#include "tests/support/catch.h"

namespace zhengce {

TEST_CASE("a digit is the same number wherever it is read") {
  CHECK(han_digit(U'〇') == 0);
  CHECK(han_digit(U'零') == 0);
  CHECK(han_digit(U'○') == 0);
  CHECK(han_digit(U'两') == 2);
  CHECK(han_digit(U'九') == 9);
  CHECK(han_digit(U'十') == -1);
  CHECK(han_digit(U'3') == -1);
}

TEST_CASE("the numbers of days and months") {
  struct Row {
    const char32_t* text;
    int value;
    std::size_t end;
  };
  const auto row = GENERATE(values<Row>({
      {U"三月", 3, 1},
      {U"〇三月", 3, 2},
      {U"十月", 10, 1},
      {U"十二月", 12, 2},
      {U"一十二月", 12, 3},
      {U"二十日", 20, 2},
      {U"三十一日", 31, 3},
      {U"二三月", 2, 1},
      {U"一二日", 1, 1},
      {U"〇月", -1, 0},
      {U"月", -1, 0},
      {U"", -1, 0},
  }));
  CAPTURE(std::u32string_view(row.text).size(), row.value);
  std::size_t pos = 0;
  CHECK(small_han_number(row.text, pos) == row.value);
  CHECK(pos == row.end);
}

TEST_CASE("years of four digits") {
  for (const char32_t* text : {U"二〇二四年", U"二零二四年", U"二○二四年"}) {
    std::size_t pos = 0;
    CHECK(han_year(text, pos) == 2024);
    CHECK(pos == 4);
  }
  std::size_t pos = 0;
  CHECK(han_year(U"二〇年", pos) == -1);
  CHECK(pos == 0);
}

TEST_CASE("numbers as texts state them") {
  struct Row {
    const char32_t* text;
    double value;  // Below zero: none.
    std::size_t end;
  };
  const auto row = GENERATE(values<Row>({
      {U"37.8亿元", 3780000000.0, 5},
      {U"557.5亿", 55750000000.0, 6},
      {U"0.07万", 700.0, 5},
      {U"12,300万元", 123000000.0, 7},
      {U"1,23元", 1.0, 1},
      {U"1.2.3", 1.2, 3},
      {U"3200余万人", 32000000.0, 6},
      {U"2300多", 2300.0, 5},
      {U"三百五十人", 350.0, 4},
      {U"一百零五人", 105.0, 4},
      {U"两千人", 2000.0, 2},
      {U"二〇二四人", 2024.0, 4},
      {U"二三十人", 30.0, 3},
      {U"三五万人", 50000.0, 3},
      {U"三万五千", 30000.0, 2},
      {U"万余人", 10000.0, 2},
      {U"人", -1, 0},
      {U"1234567890123456789012345678901", -1, 0},
  }));
  CAPTURE(row.value);
  const auto number = stated_number(row.text, 0, row.text);
  REQUIRE(number.has_value() == (row.value >= 0));
  if (!number) return;
  CHECK(number->value == row.value);
  CHECK(number->end == row.end);
}

}  // namespace zhengce
