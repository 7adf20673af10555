#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "corpus/text.h"

namespace zhengce {

/// Counts the terms of one text without making a string of each occurrence.
class TermCounter {
 public:
  struct Pair {
    std::uint64_t key = 0;  // Two code points, the first in the upper half; 0: the slot is free.
    std::uint32_t count = 0;
  };
  struct Slice {
    std::uint64_t hash = 0;
    Span span;
    std::uint32_t count = 0;  // 0: the slot is free.
  };

  /// Forgets all; `text` must live as long as terms are counted in it.
  void begin(std::u32string_view text);
  /// The text is done with; what a large one took is given back.
  void end();
  void add_pair(char32_t first, char32_t second);
  void add_slice(Span span);

  template <typename Visit>
  void each_pair(Visit visit) const {
    for (const Pair& pair : pairs_) {
      if (pair.key != 0) {
        visit(static_cast<char32_t>(pair.key >> 32), static_cast<char32_t>(pair.key), pair.count);
      }
    }
  }
  template <typename Visit>
  void each_slice(Visit visit) const {
    for (const Slice& slice : slices_) {
      if (slice.count != 0) visit(text_.substr(slice.span.start, slice.span.size()), slice.count);
    }
  }

 private:
  Pair& pair_slot(std::uint64_t key);
  Slice& slice_slot(std::uint64_t hash, Span span);

  std::u32string_view text_;
  std::vector<Pair> pairs_;  // Open tables, at most half full.
  std::vector<Slice> slices_;
  std::size_t pair_count_ = 0;
  std::size_t slice_count_ = 0;
};

}  // namespace zhengce
