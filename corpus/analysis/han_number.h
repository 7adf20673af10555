#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhengce {

/// Numbers as texts write them, in folded text. What counts as a number where, and of what, is for
/// those who read them to say.

/// 0 to 9 for 〇 to 九, 0 also as 零 and ○, 2 also as 两; -1 for others.
int han_digit(char32_t folded);

/// How many zeros 十, 百, 千, 万 and 亿 stand for: 1, 2, 3, 4 and 8; 0 for others.
int zeros_of(char32_t folded);

/// The number of a day or a month at text[pos], which moves behind it: 三, 〇三, 十, 十二, 二十,
/// 三十一. -1 if there is none, and of 二三 the first alone.
int small_han_number(std::u32string_view text, std::size_t& pos);

/// The year of four Han digits at text[pos], which moves behind it: 二〇二四. -1 if there is none.
int han_year(std::u32string_view text, std::size_t& pos);

/// Han digits up to 千, at most `most` characters: 三百五十, 二〇二四.
struct HanNumber {
  std::string digits;  ///< 350, 2024; empty if there are none.
  std::size_t end = 0;
  bool has_powers = false;  ///< Of 十, 百 and 千; without them each character is a digit.
};
HanNumber han_number(std::u32string_view text, std::size_t pos, std::size_t most);

/// A number in a text, with what multiplies it: 3,000万, 12.5, 三百五十, 3200余万.
struct StatedNumber {
  double value = 0;
  std::size_t end = 0;
  double before_powers = 0;  ///< 3200 of 3200余万; 1 where 万 stands alone.
  std::size_t powers = 0;    ///< Where 余, 多, 万 and the like behind its digits begin.
  bool han = false;
  bool over = false;  ///< 余 or 多 stands behind it.
};
/// The number that begins at text[pos]; nothing if none does or it is longer than any. `written` is
/// the text before folding, position by position, or the same: a comma between thousands is a
/// half-width one there. Two digits side by side (三五) are a few: the second counts.
std::optional<StatedNumber> stated_number(std::u32string_view text, std::size_t pos,
                                          std::u32string_view written);

}  // namespace zhengce
