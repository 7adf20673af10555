#include "search/folded_text.h"

#include <random>
#include <string>
#include <vector>

#include "corpus/analysis/fold.h"
#include "corpus/text.h"
#include "search/phrases.h"
#include "tests/support/catch.h"

using namespace zhengce;

TEST_CASE("a packed text has the phrases that the plain one has", "[search]") {
  constexpr std::u32string_view kFew = U"民族a1,";
  constexpr std::u32string_view kWider = U"民族a1,𠮷\n";
  std::mt19937 random(20240602);
  const auto any_text = [&](std::u32string_view characters, std::size_t most) {
    std::u32string text;
    for (std::size_t n = random() % (most + 1); n > 0; --n) {
      text += characters[random() % characters.size()];
    }
    return text;
  };
  for (int round = 0; round < 20000; ++round) {
    const std::u32string text = any_text(round % 2 == 0 ? kFew : kWider, 200);
    std::u32string phrase = any_text(kWider, round % 100 == 0 ? 40 : 6);
    if (round % 5 == 0) phrase += kOpenEnd;
    const FoldedText packed(text);
    REQUIRE(packed.text() == text);
    REQUIRE(FoldedText::of(encode_utf8(text)).text() == fold_text(text));
    REQUIRE(packed.contains(phrase) == contains_text(text, phrase));
    const std::size_t from = random() % (text.size() + 1);
    const std::u32string characters(phrase_characters(phrase).substr(0, 32));
    const std::size_t place = characters.empty() ? text.npos : text.find(characters, from);
    REQUIRE(packed.find(phrase, from) == place);
    REQUIRE(packed.line_end(from) == std::min(text.find(U'\n', from), text.size()));
  }
}

TEST_CASE("UTF-8 of any kind folds in one go as it does when decoded first", "[search]") {
  // Blanks and what folds to them, ligatures, characters that vanish, traditional and wide ones,
  // sequences that are cut off or wrong.
  const std::vector<std::string> kPieces = {
      "民族",   "國家",     "ＡＢＣ", " ",    "\u3000",       "\u00A0",
      "\u200B", "\u00AD",   "ﬁ",      "㍿",   "㈱",           "𠮷",
      "𫝀",     "a",        "é",      "\n",   "\r\n",         "—",
      "“",      "\xE4\xB8", "\xFF",   "\x80", "\xED\xA0\x80", "\xF0\x9F"};
  std::mt19937 random(20261130);
  for (int round = 0; round < 5000; ++round) {
    std::string utf8;
    for (auto n = random() % (round % 50 == 0 ? 900 : 12); n > 0; --n) {
      utf8 += kPieces[random() % kPieces.size()];
    }
    CAPTURE(utf8);
    REQUIRE(FoldedText::of(utf8).text() == fold_text(decode_utf8(utf8)));
  }
}
