#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhengce {

/// A range of numbers of one unit: 亿元 counts as 100,000,000 of 元. Both ends are included; an
/// open one is infinite.
struct AmountRange {
  double least = 0;
  double most = 0;
  std::u32string unit;  ///< Folded: 元, 人, 公里.
  std::string asked;    ///< As typed, folded.
  bool operator==(const AmountRange&) const = default;
};

/// Amounts as people ask for them:
///
///     range  = ("=" | ">" | ">=" | "≥" | "<" | "<=" | "≤" | 超过 | 不少于 | 不超过 …) amount
///            | amount (以上 | 以下) | amount ".." amount | amount ".." | ".." amount | amount
///     amount = number [十 | 百 | 千 | 万 | 亿 …] unit         1亿元, 3,000万元, 12.5公里, 三百人
///
/// The unit may be left out at one end of a range. Widths and blanks do not matter. Nothing for
/// anything else.
std::optional<AmountRange> parse_amount_range(std::u32string_view text);

/// The numbers of that unit that the folded text states: digits or Han numerals, with 余 or 多
/// behind them, directly before the unit. Linear in the text.
std::vector<double> numbers_stated(std::u32string_view folded, std::u32string_view unit);

}  // namespace zhengce
