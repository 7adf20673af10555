#include "corpus/analysis/sentences.h"

#include <random>
#include <string>
#include <utility>

#include "tests/support/catch.h"

namespace zhengce {
namespace {

std::vector<std::string> split(const std::string& utf8) {
  const std::u32string text = decode_utf8(utf8);
  std::vector<std::string> sentences;
  for (const Span span : split_sentences(text, {0, static_cast<std::uint32_t>(text.size())})) {
    sentences.push_back(encode_utf8(slice(text, span)));
  }
  return sentences;
}

using Sentences = std::vector<std::string>;

TEST_CASE("evidence quotes whole sentences") {
  const auto [text, sentences] = GENERATE(table<std::string, Sentences>({
      {"全市建成社区。居民满意！", {"全市建成社区。", "居民满意！"}},
      {"他说：“大家是一家人。”随后离开。", {"他说：“大家是一家人。”", "随后离开。"}},
      {"（详见附件。）下一步推进。", {"（详见附件。）", "下一步推进。"}},
      {"「到家了。」老人笑道。", {"「到家了。」", "老人笑道。"}},
      {"一是抓就业；二是抓住房；三是抓教育。", {"一是抓就业；", "二是抓住房；", "三是抓教育。"}},
      {"坚持“抓就业；抓住房”的思路。", {"坚持“抓就业；抓住房”的思路。"}},
      {"坚持\"抓就业;抓住房\"的思路;再推进。", {"坚持\"抓就业;抓住房\"的思路;", "再推进。"}},
      {"未闭合的“引号；在本行\n下一行；另起", {"未闭合的“引号；在本行", "下一行；", "另起"}},
      {"回答“怎么办？”的问题，办好《你幸福吗？》等栏目。",
       {"回答“怎么办？”的问题，办好《你幸福吗？》等栏目。"}},
      {"真的？！真的……后来呢…没有", {"真的？！", "真的……", "后来呢…没有"}},
      {"增长3.5%，见www.gov.cn网站。完", {"增长3.5%，见www.gov.cn网站。", "完"}},
      {"标题\n\n  \r\n　　正文开始。  尾巴  ", {"标题", "正文开始。", "尾巴"}},
      {"。", {"。"}},
      {" \n ", {}},
      {"", {}},
  }));
  CHECK(split(text) == sentences);
}

TEST_CASE("sentences of a range stay inside it") {
  const std::u32string text = U"甲乙。丙丁。戊";
  CHECK(split_sentences(text, {1, 5}) == std::vector<Span>{{1, 3}, {3, 5}});
  CHECK(split_sentences(text, {6, 99}) == std::vector<Span>{{6, 7}});
  CHECK(split_sentences(text, {50, 99}).empty());
}

TEST_CASE("sentences are in order and lose nothing but blanks, whatever the text") {
  const std::u32string pieces = U"甲乙。！？”“」「（）；;\" \n\r….3a";
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    std::u32string text;
    for (std::size_t i = random() % 30; i > 0; --i) text += pieces[random() % pieces.size()];
    std::u32string kept;
    std::uint32_t last = 0;
    for (const Span span : split_sentences(text, {0, static_cast<std::uint32_t>(text.size())})) {
      REQUIRE(span.start >= last);
      REQUIRE_FALSE(span.empty());
      kept += slice(text, span);
      last = span.end;
    }
    const auto blank = [](char32_t c) { return is_blank(c) || c == U'\n' || c == U'\r'; };
    std::erase_if(kept, blank);
    std::erase_if(text, blank);
    REQUIRE(kept == text);
  }
}

}  // namespace
}  // namespace zhengce
