#include "search/phrases.h"

#include <algorithm>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/char_class.h"

namespace zhengce {
namespace {

bool goes_on(char32_t before, char32_t after) {
  const CharClass kind = char_class(before);
  return kind != CharClass::kHan && kind != CharClass::kOther && kind == char_class(after);
}

// The phrase without its mark, where it has an open end that matters: behind an ideograph or
// punctuation any text may follow anyway.
std::u32string_view open_stem(std::u32string_view phrase) {
  if (phrase.size() < 2 || phrase.back() != kOpenEnd) return {};
  phrase.remove_suffix(1);
  return phrase;
}

}  // namespace

std::u32string_view phrase_characters(std::u32string_view phrase) {
  const std::u32string_view stem = open_stem(phrase);
  return stem.empty() ? phrase : stem;
}

std::string shown_phrase(std::u32string_view phrase) {
  const std::u32string_view stem = open_stem(phrase);
  return stem.empty() ? encode_utf8(phrase) : encode_utf8(stem) + "*";
}

std::vector<Span> find_text(std::u32string_view text, std::u32string_view phrase) {
  const std::u32string_view stem = open_stem(phrase);
  if (stem.empty()) return find_phrase(text, phrase);
  std::vector<Span> places;
  for (std::size_t at = text.find(stem); at != std::u32string_view::npos;
       at = text.find(stem, at + 1)) {
    if (at > 0 && goes_on(text[at - 1], text[at])) continue;
    places.push_back(
        {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + stem.size())});
  }
  return places;
}

bool contains_text(std::u32string_view text, std::u32string_view phrase) {
  return open_stem(phrase).empty() ? contains_phrase(text, phrase)
                                   : !find_text(text, phrase).empty();
}

std::vector<Span> near_to(const std::vector<Span>& reached, const std::vector<Span>& places,
                          std::uint32_t distance) {
  std::vector<Span> out;
  auto behind = reached.begin();  // The first that ends behind where the place starts…
  auto next = reached.begin();    // … and the first that starts at its end or behind it.
  for (const Span place : places) {
    while (behind != reached.end() && behind->end <= place.start) ++behind;
    while (next != reached.end() && next->start < place.end) ++next;
    const bool before =
        behind != reached.begin() && place.start - std::prev(behind)->end <= distance;
    if (before || (next != reached.end() && next->start - place.end <= distance)) {
      out.push_back(place);
    }
  }
  return out;
}

PhraseTerms terms_of_phrase(std::u32string_view phrase) {
  PhraseTerms terms;
  std::u32string_view rest = phrase;
  if (const auto stem = open_stem(phrase); !stem.empty()) {
    std::size_t start = stem.size() - 1;
    while (start > 0 && goes_on(stem[start - 1], stem[start])) --start;
    rest = stem;
    const CharClass last = char_class(stem.back());
    if (last != CharClass::kHan && last != CharClass::kOther) {
      rest = stem.substr(0, start);
      terms.prefix = encode_utf8(stem.substr(start));
    }
  }
  terms.whole = Analyzer::phrase_terms(rest);
  if (terms.whole.empty() && terms.prefix.empty()) {
    // One ideograph: each of a text begins a term.
    const auto han = std::find_if(rest.begin(), rest.end(), is_han);
    if (han != rest.end()) terms.prefix = encode_utf8({&*han, 1});
  }
  return terms;
}

}  // namespace zhengce
