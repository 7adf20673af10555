#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace zhengce {

/// A stretch of folded text in the form that phrases are looked for in: sixteen bits a character
/// where all its characters fit into them, so that a search passes over some thousands of them a
/// microsecond. Threads: all may read.
class FoldedText {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  FoldedText() = default;
  explicit FoldedText(std::u32string folded);
  /// Folds UTF-8.
  static FoldedText of(std::string_view utf8);

  /// As contains_text() (search/phrases.h).
  bool contains(std::u32string_view phrase) const;
  /// The first place from `from` on where the phrase may stand, kNone without one: its characters
  /// do (of very long ones the first), whatever stands beside them.
  std::size_t find(std::u32string_view phrase, std::size_t from) const;
  /// The end of the line that `from` lies in: of the next LF or CR, or of all.
  std::size_t line_end(std::size_t from) const;

  std::u32string text() const;
  std::size_t size() const { return wide_.empty() ? narrow_.size() : wide_.size(); }
  /// What it takes in memory.
  std::size_t bytes() const {
    return sizeof *this + narrow_.capacity() * sizeof(char16_t) +
           wide_.capacity() * sizeof(char32_t);
  }

 private:
  std::u16string narrow_;  // No surrogates: a character each. Empty where one of them is wider.
  std::u32string wide_;
};

}  // namespace zhengce
