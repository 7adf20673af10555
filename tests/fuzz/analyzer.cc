// Text → terms.
#include "corpus/analysis/analyzer.h"

#include <algorithm>
#include <set>

#include "corpus/analysis/char_class.h"
#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/sentences.h"
#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

namespace {

Analyzer& analyzer() {
  static Analyzer one(Lexicon::standard());
  return one;
}

void check_fold(std::u32string_view text, const Folded& folded) {
  require(folded.origin.size() == folded.text.size() + 1 && folded.origin.back() == text.size(),
          "each folded character has its origin");
  require(std::is_sorted(folded.origin.begin(), folded.origin.end()), "origins ascend");
  require(fold_text(folded.text) == folded.text, "what is folded stays as it is",
          encode_utf8(text));
}

void check_terms(std::u32string_view text) {
  const auto terms = analyzer().analyze(text);
  Analyzer::Counts counts;
  analyzer().count_terms(text, counts);
  const auto folded = fold_text(text);
  std::set<std::string> seen;
  std::uint32_t start = 0;
  for (const Term& term : terms) {
    require(!term.text.empty() && term.text.size() <= kMaxTermBytes, "a term has its length",
            term.text);
    require(!term.span.empty() && term.span.end <= text.size(), "a term stands in the text",
            term.text);
    require(term.span.start >= start, "terms come by start", term.text);
    start = term.span.start;
    const auto word = decode_utf8(term.text);
    require(!std::all_of(word.begin(), word.end(), is_han) || contains_phrase(folded, word),
            "a term of ideographs stands in the text", term.text);
    require(counts.contains(term.text), "what is analyzed is counted", term.text);
    seen.insert(term.text);
  }
  for (const auto& [term, count] : counts) {
    require(count > 0 && seen.contains(term), "what is counted is analyzed", term);
  }
}

void check_words(const Folded& folded) {
  std::uint32_t end = 0;
  for (const Word& word : analyzer().words(folded)) {
    require(!word.span.empty() && word.span.start >= end && word.span.end <= folded.text.size(),
            "words are in order and do not overlap");
    for (; end < word.span.start; ++end) {
      require(char_class(folded.text[end]) == CharClass::kOther, "words leave no gap",
              encode_utf8(folded.text));
    }
    end = word.span.end;
  }
}

// A piece between the edges of Latin words and numbers is found by its terms.
void check_piece(const Folded& folded, std::size_t start, std::size_t size) {
  const auto& text = folded.text;
  const auto inside = [&](std::size_t at) {
    if (at == 0 || at >= text.size() || is_han(text[at])) return false;
    const CharClass kind = char_class(text[at]);
    return kind != CharClass::kOther && kind == char_class(text[at - 1]);
  };
  if (text.empty()) return;
  start %= text.size();
  std::size_t end = std::min(text.size(), start + 1 + size % 30);
  while (inside(start)) --start;
  while (inside(end)) ++end;
  const auto piece = text.substr(start, end - start);
  if (piece.front() == U' ' || piece.back() == U' ') return;
  require(contains_phrase(text, piece), "a piece of a text is contained in it", encode_utf8(piece));
  Analyzer::Counts counts;
  analyzer().count_terms(text, counts);
  for (const auto& term : Analyzer::phrase_terms(piece)) {
    require(counts.contains(term), "a text has the terms of each of its pieces",
            encode_utf8(piece) + ": " + term);
  }
}

void check_spans(std::u32string_view text) {
  const Span all{0, static_cast<std::uint32_t>(text.size())};
  std::uint32_t end = 0;
  for (const Span sentence : split_sentences(text, all)) {
    require(!sentence.empty() && sentence.start >= end && sentence.end <= text.size(),
            "sentences are in order and do not overlap");
    end = sentence.end;
  }
  for (const DocNumber& number : find_doc_numbers(text, all)) {
    require(!number.span.empty() && number.span.end <= text.size(), "a number stands in the text");
    require(normalize_doc_number(number.normalized) == number.normalized,
            "a normal form stays as it is", number.normalized);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(view(data, size));
  const std::size_t start = bytes.byte(), length = bytes.byte();
  const auto text = decode_utf8(bytes.rest());
  const Folded folded = fold(text);
  check_fold(text, folded);
  check_terms(text);
  check_words(folded);
  check_piece(folded, start, length);
  check_spans(text);
  return 0;
}
