#pragma once

#include <optional>
#include <random>
#include <string>

#include "corpus/analysis/analyzer.h"
#include "tests/bench/peers/exchange.h"
#include "tests/bench/texts.h"

namespace zhengce::bench {

/// Draws queries from the texts themselves, the same from the same seed. Whatever is drawn stands
/// in some section: two words in the same one, a question is two pieces of one around 怎么.
class QueryDrawer {
 public:
  QueryDrawer(const Texts& texts, unsigned seed);
  /// Ends the program where the texts are too short for it.
  std::string draw(PeerQuery::Kind kind);

 private:
  /// So many Han characters in a row from somewhere in a text.
  std::optional<std::u32string> run(const std::u32string& text, std::size_t length);
  /// A word of two to four Han characters, as our analyzer cuts.
  std::optional<std::u32string> word(const std::u32string& text);
  std::optional<std::u32string> attempt(PeerQuery::Kind kind);

  const Texts& texts_;
  Analyzer analyzer_;
  std::mt19937 random_;
};

}  // namespace zhengce::bench
