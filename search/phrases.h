#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/text.h"

namespace zhengce {

/// At the end of a folded phrase: its last word or number may go on in the text ("poly" finds
/// polymer). No text holds this character.
inline constexpr char32_t kOpenEnd = U'\uFFFE';
/// The longest phrase with an open end.
inline constexpr std::size_t kMaxOpenPhrase = 40;

/// The phrase without the mark of an open end.
std::u32string_view phrase_characters(std::u32string_view phrase);
/// For people to read: an open end as a star.
std::string shown_phrase(std::u32string_view phrase);

/// As contains_phrase() and find_phrase() (corpus/analysis/analyzer.h), for phrases that may have
/// an open end; the places found end where the phrase does.
bool contains_text(std::u32string_view folded_text, std::u32string_view phrase);
std::vector<Span> find_text(std::u32string_view folded_text, std::u32string_view phrase);

/// Those of `places` that lie at most so many characters from one of `reached`, before or behind
/// it, without overlap. Both are the places of one phrase each, in order.
std::vector<Span> near_to(const std::vector<Span>& reached, const std::vector<Span>& places,
                          std::uint32_t distance);

/// The terms that every text with the phrase has.
struct PhraseTerms {
  std::vector<std::string> whole;
  std::string prefix;  ///< One more term begins with this; empty if none need.
};
PhraseTerms terms_of_phrase(std::u32string_view phrase);

}  // namespace zhengce
