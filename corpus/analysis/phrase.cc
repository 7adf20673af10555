#include <cwchar>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/char_class.h"

namespace zhengce {
namespace {

static_assert(sizeof(wchar_t) == sizeof(char32_t));

// Above this length a phrase is found by Knuth, Morris and Pratt's way, which no text can slow
// down.
constexpr std::size_t kLongPhrase = 32;

const char32_t* find_char(const char32_t* begin, std::size_t size, char32_t c) {
  return reinterpret_cast<const char32_t*>(
      std::wmemchr(reinterpret_cast<const wchar_t*>(begin), static_cast<wchar_t>(c), size));
}

// A run of letters or digits must not go on across this place.
bool bounded(std::u32string_view text, std::size_t pos) {
  if (pos == 0 || pos >= text.size()) return true;
  const CharClass before = char_class(text[pos - 1]);
  return before == CharClass::kHan || before == CharClass::kOther ||
         before != char_class(text[pos]);
}

// Calls found(pos) for each place of the phrase until it says false.
template <typename Found>
void search_short(std::u32string_view text, std::u32string_view phrase, Found found) {
  const char32_t* const begin = text.data();
  const char32_t* const end = begin + (text.size() - phrase.size() + 1);
  for (const char32_t* at = begin; at < end; ++at) {
    at = find_char(at, static_cast<std::size_t>(end - at), phrase.front());
    if (at == nullptr) return;
    const auto pos = static_cast<std::size_t>(at - begin);
    if (text.substr(pos, phrase.size()) == phrase && !found(pos)) return;
  }
}

template <typename Found>
void search_long(std::u32string_view text, std::u32string_view phrase, Found found) {
  // borders[i]: length of the longest part that begins and ends phrase[0, i).
  std::vector<std::size_t> borders(phrase.size() + 1, 0);
  for (std::size_t i = 1, k = 0; i < phrase.size(); ++i) {
    while (k > 0 && phrase[i] != phrase[k]) k = borders[k];
    if (phrase[i] == phrase[k]) ++k;
    borders[i + 1] = k;
  }
  for (std::size_t i = 0, k = 0; i < text.size(); ++i) {
    while (k > 0 && (k == phrase.size() || text[i] != phrase[k])) k = borders[k];
    if (text[i] == phrase[k]) ++k;
    if (k == phrase.size() && !found(i + 1 - k)) return;
  }
}

template <typename Found>
void search(std::u32string_view text, std::u32string_view phrase, Found found) {
  if (phrase.empty() || phrase.size() > text.size()) return;
  const auto found_whole = [&](std::size_t pos) {
    return !bounded(text, pos) || !bounded(text, pos + phrase.size()) || found(pos);
  };
  if (phrase.size() > kLongPhrase) {
    search_long(text, phrase, found_whole);
  } else {
    search_short(text, phrase, found_whole);
  }
}

}  // namespace

bool contains_phrase(std::u32string_view folded_text, std::u32string_view folded_phrase) {
  bool contained = false;
  search(folded_text, folded_phrase, [&](std::size_t) {
    contained = true;
    return false;
  });
  return contained;
}

std::vector<Span> find_phrase(std::u32string_view folded_text, std::u32string_view folded_phrase) {
  std::vector<Span> places;
  search(folded_text, folded_phrase, [&](std::size_t pos) {
    places.push_back(
        {static_cast<std::uint32_t>(pos), static_cast<std::uint32_t>(pos + folded_phrase.size())});
    return true;
  });
  return places;
}

}  // namespace zhengce
