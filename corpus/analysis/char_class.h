#pragma once

#include <cstdint>

#include "corpus/text.h"

namespace zhengce {

/// What runs of base terms are made of. Code points of one class that stand together are one run.
enum class CharClass : std::uint8_t { kOther, kHan, kLetter, kDigit };

/// The class of a code point that is no ideograph and beyond ASCII.
CharClass class_beyond_ascii(char32_t c);

/// Letters take in their marks and numerals that are no digits; digits are those of any script.
inline CharClass char_class(char32_t c) {
  if (is_han(c)) return CharClass::kHan;
  if (c >= 0x80) return class_beyond_ascii(c);
  if (c >= U'0' && c <= U'9') return CharClass::kDigit;
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ? CharClass::kLetter
                                                              : CharClass::kOther;
}

}  // namespace zhengce
