#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/result.h"

namespace zhengce {

/// Words that the analyzer keeps whole: names of regions, common abbreviations of agencies, the
/// user's own. Entries of three or more characters are taken wherever they stand, longest first,
/// from the left; those of two only where ICU leaves single characters, so that 公安 cuts nothing
/// out of 办公安排. Nothing is lost: two characters are a term anyhow. Threads: immutable once
/// built; shared.
class Lexicon {
 public:
  /// `words` in any form; they are folded. Words of less than two characters or more than 63, and
  /// those that hold a full stop or line end, where no word goes on, are ignored.
  static std::shared_ptr<const Lexicon> build(const std::vector<std::u32string>& words);
  /// The gazetteer's names and the built-in words, plus a user dictionary: UTF-8, a word a line,
  /// `#` comments. `user_dictionary` is the file's content, empty for none.
  static std::shared_ptr<const Lexicon> standard(std::string_view user_dictionary = {});

  ~Lexicon();
  /// Length in code points of the longest word at folded[pos], 0 for none.
  std::size_t longest_match(std::u32string_view folded, std::size_t pos) const;
  bool contains(std::u32string_view folded_word) const;
  /// Changes with the set of words; not with their order.
  std::uint64_t fingerprint() const;

 private:
  Lexicon();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhengce
