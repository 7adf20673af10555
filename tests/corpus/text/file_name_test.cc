#include "corpus/file_name.h"

#include "tests/support/catch.h"

namespace zhengce {

TEST_CASE("names of any bytes are shown as text, and found by it") {
  struct Row {
    const char* name;
    const char* shown;
  };
  const auto row = GENERATE(values<Row>({
      {"政策.txt", "政策.txt"},
      {"", ""},
      {"\xB7\xA8.txt", "\\xB7\\xA8.txt"},
      {"政\xE7\xAD.txt", "政\\xE7\\xAD.txt"},
      {"\xED\xA0\x80", "\\xED\\xA0\\x80"},
      {"a\xFF", "a\\xFF"},
  }));
  CAPTURE(row.shown);
  CHECK(shown_name(row.name) == row.shown);
  CHECK(name_as_shown(row.shown) == row.name);
}

TEST_CASE("what is not a byte shown so stays as it is") {
  for (const char* name : {"\\x41", "\\xG7", "\\x", "\\xB", "\\", "a\\xb"})
    CHECK(name_as_shown(name) == name);
}

}  // namespace zhengce
