#include "search/amounts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/analysis/han_number.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr std::size_t kLongestUnit = 8;
constexpr std::size_t kLongestNumber = 30;

bool begins_number(char32_t c) { return is_digit(c) || han_digit(c) >= 0 || zeros_of(c) > 0; }
// What belongs to a number that goes on before the place one looks at.
bool is_number_part(char32_t c) { return begins_number(c) || c == U'.' || c == U'第'; }

struct Amount {
  double value = 0;
  std::u32string unit;
};

// All of `text` as a number and a unit, which may be missing.
std::optional<Amount> read_amount(std::u32string_view text) {
  const auto number = stated_number(text, 0, text);
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
    const auto bare = stated_number(right, 0, right);
    const std::size_t unit = right.size() - to->unit.size();
    std::u32string whole(left);
    for (std::size_t i = 0; i < unit && bare; ++i) {
      if (zeros_of(right[i]) >= 4 && zeros_of(left.back()) == 0) whole += right[i];
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
      const auto number = stated_number(folded, at, folded);
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
