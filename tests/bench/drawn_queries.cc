#include "tests/bench/drawn_queries.h"

#include <algorithm>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/text.h"
#include "tests/bench/support.h"

namespace zhengce::bench {

QueryDrawer::QueryDrawer(std::size_t texts, TextAt text_at, unsigned seed)
    : texts_(texts), text_at_(std::move(text_at)), analyzer_(Lexicon::standard()), random_(seed) {}

std::string QueryDrawer::characters(std::size_t length) {
  return draw([&](const std::u32string& text) { return run(text, length); });
}

std::string QueryDrawer::word(std::size_t least, std::size_t most) {
  return draw([&](const std::u32string& text) { return cut_word(text, least, most); });
}

std::string QueryDrawer::two_words() {
  return draw([&](const std::u32string& text) -> std::optional<std::u32string> {
    const auto one = cut_word(text, 2, 4), other = cut_word(text, 2, 4);
    if (!one || !other || *one == *other) return {};
    return *one + U' ' + *other;
  });
}

std::string QueryDrawer::phrase() {
  return draw([&](const std::u32string& text) { return run(text, 5 + random_() % 6); });
}

std::string QueryDrawer::question() {
  return draw([&](const std::u32string& text) -> std::optional<std::u32string> {
    const auto one = run(text, 8), other = run(text, 8);
    if (!one || !other) return {};
    return *one + U"怎么" + *other;
  });
}

std::optional<std::string> QueryDrawer::word_in(const std::u32string& text) {
  for (int attempts = 0; attempts < 20; ++attempts) {
    if (const auto word = cut_word(text, 2, 4)) return encode_utf8(*word);
  }
  return {};
}

std::string QueryDrawer::draw(const Attempt& attempt) {
  for (int attempts = 0; attempts < 100'000; ++attempts) {
    last_ = random_() % texts_;
    if (const auto query = attempt(text_at_(last_))) return encode_utf8(*query);
  }
  give_up("the texts are too short to draw queries from");
}

std::optional<std::u32string> QueryDrawer::run(const std::u32string& text, std::size_t length) {
  if (text.size() < length) return {};
  auto piece = text.substr(random_() % (text.size() - length + 1), length);
  if (!std::all_of(piece.begin(), piece.end(), is_han)) return {};
  return piece;
}

std::optional<std::u32string> QueryDrawer::cut_word(const std::u32string& text, std::size_t least,
                                                    std::size_t most) {
  constexpr std::size_t kWindow = 100;
  if (text.empty()) return {};
  const Folded window = fold(std::u32string_view(text).substr(random_() % text.size(), kWindow));
  const auto words = analyzer_.words(window);
  // The window may cut the first and the last one in two.
  if (words.size() < 3) return {};
  const Span span = words[1 + random_() % (words.size() - 2)].span;
  const auto cut = slice(window.text, span);
  if (cut.size() < least || cut.size() > most || !std::all_of(cut.begin(), cut.end(), is_han))
    return {};
  return std::u32string(cut);
}

}  // namespace zhengce::bench
