#include "corpus/framing/written_dates.h"

#include "tests/support/catch.h"

namespace zhengce {

TEST_CASE("dates in Han digits, however their naughts are written") {
  struct Row {
    const char32_t* text;
    const char* date;
  };
  const auto row = GENERATE(values<Row>({
      {U"二〇二四年十二月三日", "2024-12-03"},
      {U"二○二四年十二月三日", "2024-12-03"},
      {U"二零二四年十二月三日", "2024-12-03"},
      {U"二o二四年十二月三日", "2024-12-03"},
      {U"二〇二四年〇三月〇五日", "2024-03-05"},
      {U"二〇二四年二三月", ""},
      {U"二〇二年三月", ""},
      {U"二〇", ""},
  }));
  CAPTURE(row.date);
  const auto found = date_at(row.text, 0);
  CHECK((found ? found->date.iso() : "") == row.date);
}

}  // namespace zhengce
