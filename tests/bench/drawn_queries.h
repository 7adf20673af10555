#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <random>
#include <string>

#include "corpus/analysis/analyzer.h"

namespace zhengce::bench {

/// Draws queries from texts, the same from the same seed. Whatever is drawn stands in some text:
/// two words in the same one, a question is two pieces of one around 怎么. Ends the program where
/// the texts are too short for what is asked.
class QueryDrawer {
 public:
  /// Text number n, folded.
  using TextAt = std::function<std::u32string(std::size_t n)>;
  QueryDrawer(std::size_t texts, TextAt text_at, unsigned seed);

  std::string characters(std::size_t length);  ///< So many Han characters in a row.
  /// A word of so many Han characters, as our analyzer cuts.
  std::string word(std::size_t least, std::size_t most);
  std::string two_words();  ///< Of two to four characters each, with a blank between.
  std::string phrase();     ///< 5 to 10 characters, without quotation marks.
  std::string question();   ///< 8 characters, 怎么, 8 characters.

  std::size_t last() const { return last_; }  ///< The text that the last query came from.

  /// A word of two to four characters out of a text of the caller's, if one is found soon.
  std::optional<std::string> word_in(const std::u32string& text);
  std::mt19937& random() { return random_; }

 private:
  using Attempt = std::function<std::optional<std::u32string>(const std::u32string& text)>;
  std::string draw(const Attempt& attempt);
  std::optional<std::u32string> run(const std::u32string& text, std::size_t length);
  std::optional<std::u32string> cut_word(const std::u32string& text, std::size_t least,
                                         std::size_t most);

  std::size_t texts_;
  TextAt text_at_;
  Analyzer analyzer_;
  std::mt19937 random_;
  std::size_t last_ = 0;
};

}  // namespace zhengce::bench
