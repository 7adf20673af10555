#include "search/amounts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr std::size_t kLongestUnit = 8;
constexpr std::size_t kLongestNumber = 30;

double power_of(char32_t c) {
  constexpr std::array<std::pair<char32_t, double>, 5> kPowers = {
      {{U'十', 10}, {U'百', 100}, {U'千', 1000}, {U'万', 1e4}, {U'亿', 1e8}}};
  for (const auto& [power, value] : kPowers) {
    if (power == c) return value;
  }
  return 0;
}

int han_digit(char32_t c) {
  if (c == U'两') return 2;
  if (c == U'零') return 0;
  const auto at = std::u32string_view(U"〇一二三四五六七八九").find(c);
  return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

bool begins_number(char32_t c) { return is_digit(c) || han_digit(c) >= 0 || power_of(c) > 0; }
// What belongs to a number that goes on before the place one looks at.
bool is_number_part(char32_t c) { return begins_number(c) || c == U'.' || c == U'第'; }

struct Number {
  double value = 0;
  std::size_t end = 0;
};

// The number at `pos`, with 万, 亿, 余 and 多 behind it.
std::optional<Number> read_number(std::u32string_view text, std::size_t pos) {
  const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : U'\n'; };
  const auto digits_at = [&](std::size_t i, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k) {
      if (!is_digit(at(i + k))) return false;
    }
    return !is_digit(at(i + count));
  };
  Number number;
  std::size_t end = pos;
  if (is_digit(at(pos))) {
    double fraction = 0;
    for (; end < pos + kLongestNumber; ++end) {
      const char32_t c = at(end);
      if (is_digit(c)) {
        number.value = number.value * 10 + (c - U'0');
        fraction *= 10;
      } else if (c == U'.' && fraction == 0 && is_digit(at(end + 1))) {
        fraction = 1;
      } else if (c != U',' || fraction > 0 || !digits_at(end + 1, 3)) {
        break;
      }
    }
    if (is_digit(at(end))) return std::nullopt;
    if (fraction > 1) number.value /= fraction;
  } else if (han_digit(at(pos)) >= 0 || power_of(at(pos)) > 0) {
    double part = 0;
    double digit = 0;
    for (; end < pos + kLongestNumber; ++end) {
      const double power = power_of(at(end));
      if (power >= 1e4) break;
      if (power > 0) {
        part += (digit == 0 ? 1 : digit) * power;
        digit = 0;
      } else if (han_digit(at(end)) >= 0) {
        digit = digit * 10 + han_digit(at(end));
      } else {
        break;
      }
    }
    number.value = end == pos ? 1 : part + digit;
  } else {
    return std::nullopt;
  }
  for (int n = 0; n < 4; ++n, ++end) {
    if (at(end) == U'余' || at(end) == U'多') continue;
    const double power = power_of(at(end));
    if (power == 0) break;
    number.value *= power;
  }
  number.end = end;
  return number;
}

struct Amount {
  double value = 0;
  std::u32string unit;
};

// All of `text` as a number and a unit, which may be missing.
std::optional<Amount> read_amount(std::u32string_view text) {
  const auto number = read_number(text, 0);
  if (!number) return std::nullopt;
  Amount amount{number->value, std::u32string(text.substr(number->end))};
  const bool is_word = std::all_of(amount.unit.begin(), amount.unit.end(), [](char32_t c) {
    return is_han(c) || (c >= U'a' && c <= U'z') || c == U'%';
  });
  if (amount.unit.size() > kLongestUnit || !is_word) return std::nullopt;
  return amount;
}

double above(double value) { return std::nextafter(value, kInfinite); }
double below(double value) { return std::nextafter(value, -kInfinite); }

// How a range begins or ends in words, what it does to the bounds.
enum class Bound { kMore, kAtLeast, kLess, kAtMost, kExactly };
struct BoundWord {
  std::u32string_view word;
  Bound bound;
};
constexpr std::array<BoundWord, 17> kBefore = {{
    {U"=", Bound::kExactly},
    {U">=", Bound::kAtLeast},
    {U"≥", Bound::kAtLeast},
    {U"<=", Bound::kAtMost},
    {U"≤", Bound::kAtMost},
    {U">", Bound::kMore},
    {U"<", Bound::kLess},
    {U"超过", Bound::kMore},
    {U"大于", Bound::kMore},
    {U"高于", Bound::kMore},
    {U"多于", Bound::kMore},
    {U"不少于", Bound::kAtLeast},
    {U"不低于", Bound::kAtLeast},
    {U"至少", Bound::kAtLeast},
    {U"不超过", Bound::kAtMost},
    {U"不多于", Bound::kAtMost},
    {U"少于", Bound::kLess},
}};
constexpr std::array<BoundWord, 2> kAfter = {
    {{U"以上", Bound::kAtLeast}, {U"以下", Bound::kAtMost}}};

std::optional<AmountRange> bounded(std::u32string_view text, Bound bound) {
  auto amount = read_amount(text);
  if (!amount || amount->unit.empty()) return std::nullopt;
  AmountRange range{-kInfinite, kInfinite, std::move(amount->unit), {}};
  switch (bound) {
    case Bound::kMore:
      range.least = above(amount->value);
      break;
    case Bound::kAtLeast:
      range.least = amount->value;
      break;
    case Bound::kLess:
      range.most = below(amount->value);
      break;
    case Bound::kAtMost:
      range.most = amount->value;
      break;
    case Bound::kExactly:
      range.least = range.most = amount->value;
      break;
  }
  return range;
}

std::optional<AmountRange> read_range(std::u32string_view plain) {
  for (const auto& [word, bound] : kBefore) {
    if (plain.starts_with(word)) return bounded(plain.substr(word.size()), bound);
  }
  for (const auto& [word, bound] : kAfter) {
    if (plain.ends_with(word)) return bounded(plain.substr(0, plain.size() - word.size()), bound);
  }
  const auto dots = plain.find(U"..");
  if (dots == std::u32string_view::npos) {
    auto amount = read_amount(plain);
    if (!amount || amount->unit.empty()) return std::nullopt;
    return AmountRange{amount->value, amount->value, std::move(amount->unit), {}};
  }
  const auto left = plain.substr(0, dots);
  const auto right = plain.substr(dots + 2);
  if (left.empty()) return bounded(right, Bound::kAtMost);
  if (right.empty()) return bounded(left, Bound::kAtLeast);
  auto from = read_amount(left);
  auto to = read_amount(right);
  if (!from || !to) return std::nullopt;
  if (from->unit.empty()) {
    // 1..5万元: a bare number is of the other's kind.
    const auto bare = read_number(right, 0);
    const std::size_t unit = right.size() - to->unit.size();
    std::u32string whole(left);
    for (std::size_t i = 0; i < unit && bare; ++i) {
      if (power_of(right[i]) >= 1e4 && power_of(left.back()) == 0) whole += right[i];
    }
    from = read_amount(whole);
    if (!from) return std::nullopt;
    from->unit = to->unit;
  }
  if (to->unit.empty()) to->unit = from->unit;
  if (from->unit.empty() || from->unit != to->unit || from->value > to->value) return std::nullopt;
  return AmountRange{from->value, to->value, std::move(from->unit), {}};
}

}  // namespace

std::optional<AmountRange> parse_amount_range(std::u32string_view text) {
  std::u32string folded = fold_text(text);
  std::erase_if(folded, [](char32_t c) { return is_blank(c) || c == U'\n' || c == U'\r'; });
  if (folded.size() > 3 * kLongestNumber) return std::nullopt;
  auto range = read_range(folded);
  if (range) range->asked = encode_utf8(folded);
  return range;
}

std::vector<double> numbers_stated(std::u32string_view folded, std::u32string_view wanted) {
  std::vector<double> out;
  for (std::size_t unit = folded.find(wanted); unit != std::u32string_view::npos;
       unit = folded.find(wanted, unit + 1)) {
    // Back over what may be the number, a few characters at most.
    std::size_t start = unit;
    while (start > 0 && unit - start < kLongestNumber) {
      const char32_t c = folded[start - 1];
      const bool part = is_number_part(c) || c == U',' || c == U'余' || c == U'多' || c == U' ';
      if (!part) break;
      --start;
    }
    // The longest number that ends at the unit is the one stated.
    for (std::size_t at = start; at < unit; ++at) {
      if (!begins_number(folded[at]) || (at > 0 && is_number_part(folded[at - 1]))) continue;
      const auto number = read_number(folded, at);
      if (!number) continue;
      std::size_t end = number->end;
      while (end < unit && folded[end] == U' ') ++end;
      if (end != unit) continue;
      out.push_back(number->value);
      break;
    }
  }
  return out;
}

}  // namespace zhengce
