// What is shown of a section. The first line holds what is looked for, by blanks; a digit before it
// says how many lines of the text are its headline.
#include "search/snippet.h"

#include <algorithm>

#include "corpus/analysis/fold.h"
#include "tests/fuzz/properties.h"
#include "tests/search/stretches.h"

using namespace zhengce;
using namespace zhengce::fuzz;

namespace {

std::u32string without_blanks(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (!is_blank(c) && c != U'\n' && c != U'\r') out += c;
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Analyzer analyzer(Lexicon::standard());
  Bytes bytes(view(data, size));
  const std::size_t headlines = bytes.byte() % 4;
  const auto all = decode_utf8(bytes.rest());
  const std::size_t first = std::min(all.find(U'\n'), all.size());
  const auto text = all.substr(std::min(first + 1, all.size()));
  SnippetParts parts;
  std::u32string mark;
  for (const char32_t c : all.substr(0, first) + U' ') {
    if (c != U' ') {
      mark += c;
    } else if (!mark.empty()) {
      auto folded = fold_text(mark);
      if (!folded.empty())
        (parts.marks.size() < 4 ? parts.marks : parts.weak_marks).push_back(std::move(folded));
      mark.clear();
    }
  }
  const auto lines = split_lines(text);
  std::vector<Span> heads(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(
                                                             std::min(headlines, lines.size())));
  const test::Stretches stretches(text, lines);
  const auto snippet = make_snippet(analyzer, stretches.all(), heads, parts);

  std::u32string shown;
  for (const SnippetPiece& piece : snippet) {
    require(!piece.text.empty(), "a piece shows something");
    shown += decode_utf8(piece.text);
  }
  require(shown.size() <= 2 * 120 + 8, "a snippet is short", encode_utf8(shown));
  // Each stretch between gaps stands in the text, in order, but for blanks: those that follow one
  // another are parted by one.
  if (text.find(U'…') != text.npos) return 0;
  const auto all_of_it = without_blanks(text);
  std::size_t at = 0;
  for (std::size_t start = 0; start <= shown.size();) {
    const auto end = std::min(shown.find(U'…', start), shown.size());
    const auto stretch = without_blanks(std::u32string_view(shown).substr(start, end - start));
    at = all_of_it.find(stretch, at);
    require(at != all_of_it.npos, "a snippet quotes the text", encode_utf8(stretch));
    at += stretch.size();
    start = end + 1;
  }
  return 0;
}
