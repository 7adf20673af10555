#pragma once

#include <memory>
#include <string_view>

#include "corpus/text.h"

namespace zhengce {

/// Tells names of places from words that merely contain or overlap their characters: 幸福建设 is no
/// 福建, 推广东西部协作 no 广东, 长治久安 no 长治, 长江西岸 no 江西.
/// Threads: one a thread.
class WordGuard {
 public:
  static const WordGuard& of_thread();
  ~WordGuard();

  /// False if the name that begins with `first` and ends with `last` (spans of `text`, folded; the
  /// same span for a single name) is cut out of other words. Only names of two characters are in
  /// doubt, and those of three that end in 省, 市, 县 and the like.
  bool name_stands(std::u32string_view text, Span first, Span last) const;
  /// True if `name` as a whole is a set phrase, such as a lake: 西湖.
  static bool is_phrase(std::u32string_view name);

 private:
  WordGuard();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhengce
