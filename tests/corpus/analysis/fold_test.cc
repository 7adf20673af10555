#include "corpus/analysis/fold.h"

#include <algorithm>
#include <random>
#include <utility>

#include "tests/support/catch.h"

namespace zhengce {
namespace {

// Text of all sorts: ideographs of both scripts, wide and narrow forms, marks, blanks, what folding
// drops or widens, values that are no code points.
std::u32string random_text(std::mt19937& random, std::size_t size) {
  static const std::u32string kPieces =
      U"發展計劃发展计划乾後臺灣〔〕【】（）［］“”‘’「」—－～·•ＡＢcＺ１２3①㎡㍿ﷺßİée\u0301\u200B"
      U"\u00AD\uFE0F"
      U"\u3000 \t\u00A0\n薴𠀀𫝈豈⼀";
  std::u32string text;
  while (text.size() < size) {
    text.push_back(random() % 8 == 0 ? static_cast<char32_t>(random() % 0x110400)
                                     : kPieces[random() % kPieces.size()]);
  }
  return text;
}

std::u32string without_blanks(std::u32string text) {
  std::erase(text, U' ');
  return text;
}

TEST_CASE("text compares equal whatever its script, width and punctuation") {
  const auto [original, folded] = GENERATE(table<std::string, std::string>({
      {"發展計劃", "发展计划"},
      {"臺灣省與內蒙古", "台湾省与内蒙古"},
      {"国办发〔２０２４〕１２号", "国办发(2024)12号"},
      {"国办发[2024]12号", "国办发(2024)12号"},
      {"国办发【2024】12号", "国办发(2024)12号"},
      {"“蓉城一家亲”", "\"蓉城一家亲\""},
      {"「五社聯動」『社』", "\"五社联动\"\"社\""},
      {"同心·融情", "同心·融情"},
      {"同心・融情", "同心·融情"},
      {"同心•融情", "同心·融情"},
      {"2024—2026年", "2024-2026年"},
      {"2024－2026年", "2024-2026年"},
      {"3～5户", "3~5户"},
      {"５Ｇ网络 ＡＩ", "5g网络 ai"},
      {"100㎡ ① ℃", "100m2 1 °c"},
      {"民\u200B宗\uFEFF委", "民宗委"},
      {"第一条　　为了\t 保障", "第一条 为了 保障"},
      {"一行\n二行", "一行\n二行"},
      {"⼀⼆ 豈", "一二 岂"},
      {"𠮷野家", "𠮷野家"},
      {"", ""},
  }));
  CHECK(fold_utf8(original) == folded);
}

TEST_CASE("a simplified character that is simplified further folds to the last") {
  CHECK(fold_text(U"薴") == U"苎");
}

TEST_CASE("folding twice changes nothing, for every code point") {
  for (char32_t c = 0; c < 0x110000; ++c) {
    const std::u32string once = fold_text({&c, 1});
    if (fold_text(once) != once) FAIL("U+" << std::hex << static_cast<unsigned>(c));
  }
}

TEST_CASE("a part folds as inside the whole") {
  std::mt19937 random(20241203);
  for (int round = 0; round < 2000; ++round) {
    const std::u32string a = random_text(random, random() % 20);
    const std::u32string b = random_text(random, random() % 20);
    REQUIRE(without_blanks(fold_text(a + b)) == without_blanks(fold_text(a) + fold_text(b)));
    REQUIRE(fold_text(fold_text(a + b)) == fold_text(a + b));
  }
}

TEST_CASE("folded places lead back to the original") {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    const std::u32string text = random_text(random, random() % 40);
    const Folded folded = fold(text);
    REQUIRE(folded.text == fold_text(text));
    REQUIRE(folded.origin.size() == folded.text.size() + 1);
    REQUIRE(folded.origin.back() == text.size());
    REQUIRE(std::is_sorted(folded.origin.begin(), folded.origin.end()));
    if (folded.text.empty()) continue;
    const auto start = static_cast<std::uint32_t>(random() % folded.text.size());
    const auto end =
        static_cast<std::uint32_t>(start + 1 + random() % (folded.text.size() - start));
    const Span original = folded.original({start, end});
    REQUIRE(original.end <= text.size());
    // The original's part folds to what it is said to be, or to more where a span cuts an expansion
    // (㎡) in two.
    REQUIRE(fold_text(slice(text, original)).find(folded.text.substr(start, end - start)) !=
            std::u32string::npos);
    REQUIRE(folded.folded(original).contains({start, end}));
  }
}

TEST_CASE("places in folded text quote the original characters") {
  const std::u32string text = U"實施《發展計劃》（２０２４年）　第①項";
  const Folded folded = fold(text);
  const auto at = static_cast<std::uint32_t>(folded.text.find(U"发展计划"));
  CHECK(slice(text, folded.original({at, at + 4})) == U"發展計劃");
  const auto paren = static_cast<std::uint32_t>(folded.text.find(U"(2024年)"));
  CHECK(slice(text, folded.original({paren, paren + 7})) == U"（２０２４年）");
  CHECK(folded.folded({3, 7}) == Span{at, at + 4});
  CHECK(Folded{}.original({0, 3}).empty());
}

}  // namespace
}  // namespace zhengce
