#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "corpus/result.h"
#include "graph/graph_store.h"
#include "search/pinyin.h"
#include "search/searcher.h"

namespace zhengce {

/// `folded` with one character replaced by one that looks like it.
std::vector<std::u32string> look_alikes(std::u32string_view folded);

/// Names that a user may be about to type: of regions above townships, visible programs,
/// organizations and documents, and titles. Threads: not shared.
class Suggester {
 public:
  /// `sections_with` tells in how many sections a term of the index stands. Errors: those of the
  /// graph.
  static Result<Suggester> build(
      const GraphReader& graph,
      const std::function<std::uint64_t(const std::string& term)>& sections_with);

  /// Names that begin as `typed` does, in ideographs, pinyin, initials or a mixture (浙江,
  /// zhejiang, zjmzw, 浙jiang); behind them those that hold what was typed elsewhere, where that is
  /// two ideographs or more. Each by the number of sections it stands in.
  std::vector<Suggestion> suggest(std::string_view typed, std::size_t limit);

  /// Names one character from `folded` (more, less, other, two swapped) of three or more; the most
  /// frequent first.
  std::vector<std::string> one_edit_from(std::u32string_view folded, std::size_t limit) const;

  /// `folded` with one ideograph replaced by another that sounds the same; all that can be made of
  /// the ideographs of the names.
  std::vector<std::u32string> homophones(std::u32string_view folded);
  /// True if two ideographs have a reading in common.
  bool sound_alike(char32_t one, char32_t other);

 private:
  struct Entry {
    Suggestion shown;
    std::u32string folded;  ///< Without punctuation.
  };
  bool begins_at(std::u32string_view name, std::u32string_view typed);

  std::vector<Entry> entries_;  // The most frequent first.
  Pinyin pinyin_;
  std::map<std::string, std::u32string> by_sound_;  // Filled at the first use.
};

}  // namespace zhengce
