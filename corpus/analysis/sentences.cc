#include "corpus/analysis/sentences.h"

#include <algorithm>

namespace zhengce {
namespace {

constexpr std::u32string_view kEnds = U"。！？!?｡";
constexpr std::u32string_view kClosers = U"”’」』）)】〕］]》〉｣\"'";
constexpr std::u32string_view kOpenQuotes = U"“「『｢";
constexpr std::u32string_view kCloseQuotes = U"”」』｣";
// What goes on with a sentence whose quotation or title ended like one: “怎么办？”的问题.
constexpr std::u32string_view kContinues = U"，、,：:；;的等";

// The end of the marks that end a sentence at `pos`, with the closing marks after them; `pos` if
// none stands there.
std::uint32_t end_marks(std::u32string_view text, std::uint32_t pos, std::uint32_t end) {
  std::uint32_t i = pos;
  if (text[i] == U'…') {
    if (i + 1 >= end || text[i + 1] != U'…') return pos;
  } else if (!one_of(text[i], kEnds)) {
    return pos;
  }
  while (i < end && (text[i] == U'…' || one_of(text[i], kEnds) || one_of(text[i], kClosers))) ++i;
  return i;
}

}  // namespace

std::vector<Span> split_sentences(std::u32string_view text, Span range) {
  std::vector<Span> sentences;
  const auto end = std::min(range.end, static_cast<std::uint32_t>(text.size()));
  std::uint32_t start = range.start;
  const auto close = [&](std::uint32_t at) {
    const Span sentence = trim(text, {start, at});
    if (!sentence.empty()) sentences.push_back(sentence);
    start = at;
  };
  int quotes = 0;         // Open curly and corner ones; pairs do not cross lines.
  bool straight = false;  // Inside straight quotation marks.
  for (std::uint32_t i = start; i < end;) {
    const char32_t c = text[i];
    if (c == U'\n' || c == U'\r') {
      close(i);
      quotes = 0;
      straight = false;
      ++i;
      continue;
    }
    if (const std::uint32_t after = end_marks(text, i, end); after > i) {
      for (; i < after; ++i) {
        if (one_of(text[i], kCloseQuotes)) quotes = std::max(0, quotes - 1);
        if (text[i] == U'"') straight = !straight;
      }
      const bool closed = !one_of(text[after - 1], kEnds);
      if (!(closed && after < end && one_of(text[after], kContinues))) close(after);
      continue;
    }
    if (one_of(c, kOpenQuotes)) ++quotes;
    if (one_of(c, kCloseQuotes)) quotes = std::max(0, quotes - 1);
    if (c == U'"') straight = !straight;
    ++i;
    if ((c == U'；' || c == U';') && quotes == 0 && !straight) close(i);
  }
  close(end);
  return sentences;
}

}  // namespace zhengce
