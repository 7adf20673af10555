#include "tests/bench/peers/drawn_queries.h"

#include <algorithm>

#include "corpus/analysis/fold.h"
#include "corpus/text.h"
#include "tests/bench/support.h"

namespace zhengce::bench {

QueryDrawer::QueryDrawer(const Texts& texts, unsigned seed)
    : texts_(texts), analyzer_(Lexicon::standard()), random_(seed) {}

std::string QueryDrawer::draw(PeerQuery::Kind kind) {
  for (int attempts = 0; attempts < 100'000; ++attempts) {
    if (const auto text = attempt(kind)) return encode_utf8(*text);
  }
  give_up("the texts are too short to draw a query from: " + std::string(kind_name(kind)));
}

std::optional<std::u32string> QueryDrawer::attempt(PeerQuery::Kind kind) {
  const std::u32string text = texts_.at(random_() % texts_.size());
  switch (kind) {
    case PeerQuery::Kind::kCharacter:
      return run(text, 1);
    case PeerQuery::Kind::kWord:
      return word(text);
    case PeerQuery::Kind::kTwoWords: {
      const auto one = word(text), other = word(text);
      if (!one || !other || *one == *other) return {};
      return *one + U' ' + *other;
    }
    case PeerQuery::Kind::kPhrase:
      return run(text, 5 + random_() % 6);
    case PeerQuery::Kind::kQuestion: {
      const auto one = run(text, 8), other = run(text, 8);
      if (!one || !other) return {};
      return *one + U"怎么" + *other;
    }
  }
  return {};
}

std::optional<std::u32string> QueryDrawer::run(const std::u32string& text, std::size_t length) {
  if (text.size() < length) return {};
  auto piece = text.substr(random_() % (text.size() - length + 1), length);
  if (!std::all_of(piece.begin(), piece.end(), is_han)) return {};
  return piece;
}

std::optional<std::u32string> QueryDrawer::word(const std::u32string& text) {
  constexpr std::size_t kWindow = 100;
  if (text.empty()) return {};
  const Folded window = fold(std::u32string_view(text).substr(random_() % text.size(), kWindow));
  const auto words = analyzer_.words(window);
  // The window may cut the first and the last one in two.
  if (words.size() < 3) return {};
  const Span span = words[1 + random_() % (words.size() - 2)].span;
  const auto cut = slice(window.text, span);
  if (cut.size() < 2 || cut.size() > 4 || !std::all_of(cut.begin(), cut.end(), is_han)) return {};
  return std::u32string(cut);
}

}  // namespace zhengce::bench
