#include "corpus/text.h"

#include "tests/support/catch.h"

namespace zhengce::test {

TEST_CASE("any bytes decode, each maximal invalid sequence to one U+FFFD") {
  struct Row {
    std::string bytes;
    std::u32string text;
    std::size_t replaced;
  };
  // The examples of Unicode 15.0, tables 3-8 to 3-11, among others.
  const auto row = GENERATE(values<Row>({
      {"", U"", 0},
      {"政策a\xF0\xA0\x80\x80", U"政策a\U00020000", 0},
      {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", U"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA",
       8},
      {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", U"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA",
       8},
      {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", U"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA\uFFFD\uFFFDB", 7},
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", U"\uFFFD\uFFFD\uFFFD\uFFFDA", 4},
      {"\xE6\x94", U"\uFFFD", 1},
  }));
  CAPTURE(row.bytes);
  std::size_t replaced = 0;
  CHECK(decode_utf8(row.bytes, &replaced) == row.text);
  CHECK(replaced == row.replaced);
  if (row.replaced == 0) CHECK(encode_utf8(row.text) == row.bytes);
}

TEST_CASE("what is no character is written as U+FFFD") {
  CHECK(encode_utf8(std::u32string{0xD800, 0x110000, 0xFFFFFFFF}) == "\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("lines and blanks") {
  const std::u32string text = U"一\r\n\n　二 \n三";
  const auto lines = split_lines(text);
  REQUIRE(lines.size() == 4);
  CHECK(slice(text, lines[0]) == U"一");
  CHECK(lines[1].empty());
  CHECK(slice(text, trim(text, lines[2])) == U"二");
  CHECK(slice(text, lines[3]) == U"三");
  CHECK(split_lines(U"").empty());
  CHECK(trim(U"　\u00A0\t \n").empty());
  CHECK(slice(text, {2, 100}) == std::u32string_view(text).substr(2));
  CHECK(slice(text, {100, 200}).empty());
}

TEST_CASE("a message is one line, whatever is named in it") {
  struct Row {
    std::string text;
    std::string line;
  };
  const auto row = GENERATE(values<Row>({
      {"一.txt: 空", "一.txt: 空"},
      {"一\n二.txt: bad\r\n\tbytes\n", "一 二.txt: bad bytes"},
      {"\x1B[31m红\u2028绿\u0085", "[31m红 绿"},
      {"\xFF.txt", "\uFFFD.txt"},
      {"\n", ""},
  }));
  CHECK(one_line(row.text) == row.line);
}

TEST_CASE("ideographs of every block are Han, signs and kana are not") {
  for (const char32_t c : U"政〇々㐀𠀀𮯠𰀀豈") {
    if (c != 0) CHECK(is_han(c));
  }
  for (const char32_t c : U"あア한A1，。“—ー") CHECK(!is_han(c));
}

}  // namespace zhengce::test
