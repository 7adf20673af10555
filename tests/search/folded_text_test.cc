#include "search/folded_text.h"

#include <random>

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
    REQUIRE(packed.contains(phrase) == contains_text(text, phrase));
    const std::size_t from = random() % (text.size() + 1);
    const std::u32string characters(phrase_characters(phrase).substr(0, 32));
    const std::size_t place = characters.empty() ? text.npos : text.find(characters, from);
    REQUIRE(packed.find(phrase, from) == place);
    REQUIRE(packed.line_end(from) == std::min(text.find(U'\n', from), text.size()));
  }
}
