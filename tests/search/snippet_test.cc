#include "search/snippet.h"

#include <random>

#include "corpus/analysis/fold.h"
#include "tests/search/plain_snippet.h"
#include "tests/search/shown.h"
#include "tests/search/stretches.h"
#include "tests/support/catch.h"

using namespace zhengce;

namespace {

std::string snippet_of(const std::string& text, const std::vector<std::string>& marks,
                       std::vector<std::string> weak = {},
                       const std::vector<Span>& headlines = {}) {
  Analyzer analyzer(Lexicon::standard());
  const std::u32string original = decode_utf8(text);
  SnippetParts parts;
  for (const auto& mark : marks) parts.marks.push_back(fold_text(decode_utf8(mark)));
  for (const auto& mark : weak) parts.weak_marks.push_back(fold_text(decode_utf8(mark)));
  std::string out;
  bool last = false;
  const Span all{0, static_cast<std::uint32_t>(original.size())};
  const FoldedText folded(fold_text(original));
  for (const auto& piece : make_snippet(analyzer, {{all, text, &folded}}, headlines, parts)) {
    if (!out.empty()) CHECK(piece.hit != last);  // Neighboring pieces of a kind are one.
    last = piece.hit;
    out += test::shown(piece.text, piece.hit);
  }
  return out;
}

std::string times(const std::string& part, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += part;
  return out;
}

}  // namespace

TEST_CASE("a snippet shows the sentences that hold the most, in their own characters", "[search]") {
  struct Row {
    const char* text;
    std::vector<std::string> marks;
    const char* snippet;
  };
  const auto row = GENERATE(values<Row>({
      {"园区开工。飞地经济见效。各方满意。", {"飞地"}, "[飞地]经济见效。"},
      {"園區開工。飛地經濟見效。", {"飞地"}, "[飛地]經濟見效。"},
      {"共有１２个园区。", {"12"}, "共有[１２]个园区。"},
      {"飞地见效。支援见效。", {"飞地", "支援"}, "[飞地]见效。 [支援]见效。"},
      {"飞地见效。中间一句。支援见效。", {"飞地", "支援"}, "[飞地]见效。 … [支援]见效。"},
      {"飞地见效。飞地支援都见效。", {"飞地", "支援"}, "[飞地支援]都见效。"},
      {"发展飞地飞地，再办飞地。", {"飞地"}, "发展[飞地飞地]，再办[飞地]。"},
      {"建设互嵌式社区。", {"互嵌式", "社区", "互嵌式社区"}, "建设[互嵌式社区]。"},
      {"第一句。第二句。", {"没有"}, "第一句。"},
      {"第一句。第二句。", {}, "第一句。"},
  }));
  CAPTURE(row.text);
  CHECK(snippet_of(row.text, row.marks) == row.snippet);
}

TEST_CASE("pairs of characters are marked only where no word is", "[search]") {
  CHECK(snippet_of("飞地经济。飞机场。", {"飞地"}, {"飞机"}) == "[飞地]经济。");
  CHECK(snippet_of("飞地经济。飞机场。", {"园区"}, {"飞机"}) == "[飞机]场。");
}

TEST_CASE("a headline is shown in the snippet only for what the text lacks", "[search]") {
  const std::vector<Span> heading{{0, 6}};
  CHECK(snippet_of("园区办飞地\n飞地经济见效。", {"飞地"}, {}, heading) == "[飞地]经济见效。");
  CHECK(snippet_of("园区办飞地\n飞地经济见效。", {"园区", "飞地"}, {}, heading) ==
        "[园区]办[飞地] [飞地]经济见效。");
  CHECK(snippet_of("园区办飞地\n经济见效。", {"飞地"}, {}, heading) == "园区办[飞地]");
  CHECK(snippet_of("园区办飞地\n经济见效。", {}, {}, heading) == "经济见效。");
}

TEST_CASE("a long sentence is cut between words", "[search]") {
  const std::string filler = times("浙江省持续推进民族团结进步事业，", 20);
  const std::string cut = snippet_of(filler + "飞地经济见效，" + filler, {"飞地"});
  CAPTURE(cut);
  CHECK_THAT(cut, ContainsSubstring("[飞地]"));
  CHECK(cut.starts_with("…"));
  CHECK(cut.ends_with("…"));
  CHECK(decode_utf8(cut).size() <= 124);
  // What stands beside the dots is a whole word.
  bool start_is_whole = false;
  bool end_is_whole = false;
  for (const std::string word :
       {"浙江省", "浙江", "省", "持续", "推进", "民族", "团结", "进步", "事业"}) {
    start_is_whole = start_is_whole || cut.starts_with("…" + word) || cut.starts_with("…，");
    end_is_whole = end_is_whole || cut.ends_with(word + "…") || cut.ends_with("，…");
  }
  CHECK(start_is_whole);
  CHECK(end_is_whole);
}

TEST_CASE("a hit at either end of a long sentence is shown whole", "[search]") {
  const std::string filler = times("浙江省持续推进民族团结进步事业，", 20);
  CHECK(snippet_of("飞地经济，" + filler, {"飞地"}).starts_with("[飞地]经济，"));
  CHECK(snippet_of(filler + "办好飞地", {"飞地"}).ends_with("办好[飞地]"));
}

TEST_CASE("a sentence without any bounds does no harm", "[search]") {
  const std::string endless = times("民", 200000) + "飞地" + times("a", 200000);
  const std::string cut = snippet_of(endless, {"飞地"});
  CHECK_THAT(cut, ContainsSubstring("[飞地]"));
  CHECK(decode_utf8(cut).size() <= 126);
}

TEST_CASE("snippets are those that looking through every sentence gives", "[search]") {
  Analyzer analyzer(Lexicon::standard());
  const std::vector<std::u32string> parts = {
      U"飞地", U"飛地", U"经济", U"支援", U"园区", U"12", U"１２",   U"5g",
      U"a",    U"𠮷",   U"民",   U" ",    U"　",   U"\n", U"\n\n",   U"\r",
      U"。",   U"；",   U"“",    U"”",    U"，",   U"！", U"\u00AD", U"\u00A8"};
  std::mt19937 random(20240601);
  const auto below = [&](std::size_t n) { return static_cast<std::uint32_t>(random() % n); };
  const auto any_text = [&](std::size_t most) {
    std::u32string text;
    for (std::size_t n = below(most + 1); n > 0; --n) text += parts[below(parts.size())];
    return text;
  };
  for (int round = 0; round < 4000; ++round) {
    const std::u32string text = any_text(round % 10 == 0 ? 400 : 60);
    const auto size = static_cast<std::uint32_t>(text.size());
    std::vector<Span> spans;
    std::vector<Span> headlines;
    for (std::uint32_t at = 0; at < size;) {
      const std::uint32_t end = std::min(size, at + 1 + below(size + 1));
      spans.push_back({at, end});
      if (below(3) == 0) headlines.push_back({at, at + (end - at) / (1 + below(3))});
      at = end + below(3);
    }
    SnippetParts wanted;
    for (std::size_t n = below(5); n > 0; --n) {
      wanted.marks.push_back(fold_text(trim(any_text(1 + below(3)))));
    }
    for (std::size_t n = below(3); n > 0; --n) {
      wanted.weak_marks.push_back(fold_text(trim(any_text(1))));
    }
    const test::Stretches stretches(text, spans);
    const auto written = [](const std::vector<SnippetPiece>& pieces) {
      std::string out;
      for (const auto& piece : pieces) out += test::shown(piece.text, piece.hit);
      return out;
    };
    CAPTURE(encode_utf8(text));
    REQUIRE(written(make_snippet(analyzer, stretches.all(), headlines, wanted)) ==
            written(test::plain_snippet(analyzer, text, spans, headlines, wanted)));
  }
}
