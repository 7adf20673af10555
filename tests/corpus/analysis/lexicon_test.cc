#include "corpus/analysis/lexicon.h"

#include "corpus/analysis/fold.h"
#include "tests/support/catch.h"

namespace zhengce {
namespace {

TEST_CASE("the longest word that begins at a place is found") {
  const auto lexicon =
      Lexicon::build({U"广西", U"广西壮族自治区", U"自治区", U"互联网+", U"5G专网"});
  CHECK(lexicon->longest_match(U"在广西壮族自治区内", 1) == 7);
  CHECK(lexicon->longest_match(U"广西壮族", 0) == 2);
  CHECK(lexicon->longest_match(U"广西壮族自治区", 4) == 3);
  CHECK(lexicon->longest_match(U"广东", 0) == 0);
  CHECK(lexicon->longest_match(U"互联网+政务", 0) == 4);
  CHECK(lexicon->longest_match(U"5g专网", 0) == 4);
  CHECK(lexicon->longest_match(U"广西", 1) == 0);
  CHECK(lexicon->longest_match(U"广西", 2) == 0);
  CHECK(lexicon->longest_match(U"", 0) == 0);
}

TEST_CASE("words count in any script and width, and need two characters") {
  const auto lexicon =
      Lexicon::build({U"發展計劃", U"ＡＩ平台", U"民", U"", U"　飞地　", U"一。二", U"一\n二",
                      std::u32string(64, U'长'), std::u32string(63, U'久')});
  CHECK(lexicon->contains(U"发展计划"));
  CHECK(lexicon->contains(U"ai平台"));
  CHECK(lexicon->contains(U"飞地"));
  CHECK_FALSE(lexicon->contains(U"发展"));
  CHECK_FALSE(lexicon->contains(U"一。二"));
  CHECK_FALSE(lexicon->contains(U"一\n二"));
  CHECK_FALSE(lexicon->contains(U"民"));
  CHECK_FALSE(lexicon->contains(U""));
  CHECK_FALSE(lexicon->contains(std::u32string(64, U'长')));
  CHECK(lexicon->contains(std::u32string(63, U'久')));
}

TEST_CASE("a lexicon is told from another by its words, not by their order") {
  const auto one = Lexicon::build({U"民宗委", U"飞地"});
  CHECK(one->fingerprint() == Lexicon::build({U"飞地", U"民宗委", U"飞地"})->fingerprint());
  CHECK(one->fingerprint() != Lexicon::build({U"民宗委"})->fingerprint());
  CHECK(one->fingerprint() != Lexicon::build({U"民宗委", U"飞地", U"飞地经济"})->fingerprint());
}

TEST_CASE("a user's dictionary adds to the words and regions built in") {
  const auto plain = Lexicon::standard();
  CHECK(plain->contains(U"民宗委"));
  CHECK(plain->contains(U"规划纲要"));
  CHECK(plain->contains(U"新疆维吾尔自治区"));
  CHECK(plain->contains(U"浙江省"));
  CHECK_FALSE(plain->contains(U"山海协作"));
  CHECK_FALSE(plain->contains(U"simplified"));

  const auto extended =
      Lexicon::standard("\xEF\xBB\xBF# 我的词\r\n山海協作  # 浙江的\r\n\n飞地经济");
  CHECK(extended->contains(U"山海协作"));
  CHECK(extended->contains(U"飞地经济"));
  CHECK_FALSE(extended->contains(U"我的词"));
  CHECK(extended->contains(U"民宗委"));
  CHECK(extended->fingerprint() != plain->fingerprint());
  CHECK(Lexicon::standard("\xFF\xFE bytes\n\n#")->contains(U"民宗委"));
}

TEST_CASE("many words all stay found") {
  std::vector<std::u32string> words;
  for (char32_t a = 0; a < 60; ++a) {
    for (char32_t b = 0; b < 60; ++b) {
      words.push_back({0x4E00 + a, 0x5200 + b});
      words.push_back({0x4E00 + a, 0x5200 + b, 0x6000 + (a ^ b)});
    }
  }
  const auto lexicon = Lexicon::build(words);
  for (const auto& word : words) REQUIRE(lexicon->contains(fold_text(word)));
  CHECK_FALSE(lexicon->contains(U"\u4E00\u5300"));
}

}  // namespace
}  // namespace zhengce
