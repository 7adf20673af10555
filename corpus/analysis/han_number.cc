#include "corpus/analysis/han_number.h"

#include <algorithm>
#include <charconv>

#include "corpus/text.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

constexpr std::size_t kLongestNumber = 20;

char32_t at(Text text, std::size_t pos) { return pos < text.size() ? text[pos] : U'\n'; }

// `digits` with the decimal point moved: what the text says, where multiplying would give
// 3779999999.9999995 for 37.8亿.
double shifted(const std::string& digits, int exponent) {
  const std::string number = digits + 'e' + std::to_string(exponent);
  double value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  return value;
}

struct Digits {
  std::string text;  // Without point and commas.
  int exponent = 0;
  std::size_t end = 0;
};

std::optional<Digits> arabic_digits(Text text, std::size_t pos, Text written) {
  const auto is_thousands = [&](std::size_t i) {
    return at(text, i) == U',' && at(written, i) == U',' && is_digit(at(text, i + 1)) &&
           is_digit(at(text, i + 2)) && is_digit(at(text, i + 3)) && !is_digit(at(text, i + 4));
  };
  Digits digits;
  bool fraction = false;
  std::size_t end = pos;
  for (; end < pos + kLongestNumber; ++end) {
    const char32_t c = at(text, end);
    if (is_digit(c)) {
      digits.text += static_cast<char>(c);
      if (fraction) --digits.exponent;
    } else if (c == U'.' && !fraction && is_digit(at(text, end + 1))) {
      fraction = true;
    } else if (fraction || !is_thousands(end)) {
      break;
    }
  }
  if (is_digit(at(text, end))) return std::nullopt;
  digits.end = end;
  return digits;
}

std::optional<Digits> han_digits(Text text, std::size_t pos) {
  const HanNumber number = han_number(text, pos, kLongestNumber);
  if (number.digits.empty()) {
    if (zeros_of(at(text, pos)) == 0) return std::nullopt;
    return Digits{"1", 0, pos};  // 万余人
  }
  const bool few = !number.has_powers && number.digits.size() == 2 &&
                   number.digits.find('0') == std::string::npos;
  return Digits{few ? number.digits.substr(1) : number.digits, 0, number.end};
}

}  // namespace

int han_digit(char32_t c) {
  if (c == U'零' || c == U'○') return 0;
  if (c == U'两') return 2;
  const auto found = Text(U"〇一二三四五六七八九").find(c);
  return found == Text::npos ? -1 : static_cast<int>(found);
}

int zeros_of(char32_t c) {
  switch (c) {
    case U'十':
      return 1;
    case U'百':
      return 2;
    case U'千':
      return 3;
    case U'万':
      return 4;
    case U'亿':
      return 8;
    default:
      return 0;
  }
}

int small_han_number(Text text, std::size_t& pos) {
  const int first = han_digit(at(text, pos));
  const int second = han_digit(at(text, pos + 1));
  if (first == 0 && second > 0) {
    pos += 2;
    return second;
  }
  std::size_t i = pos;
  int value = 0;
  if (first > 0) {
    value = first;
    ++i;
  }
  if (at(text, i) == U'十') {
    value = std::max(value, 1) * 10;
    ++i;
    if (const int unit = han_digit(at(text, i)); unit > 0) {
      value += unit;
      ++i;
    }
  }
  if (i == pos) return -1;
  pos = i;
  return value;
}

int han_year(Text text, std::size_t& pos) {
  constexpr std::size_t kDigits = 4;
  int year = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    const int digit = han_digit(at(text, pos + i));
    if (digit < 0) return -1;
    year = year * 10 + digit;
  }
  pos += kDigits;
  return year;
}

HanNumber han_number(Text text, std::size_t pos, std::size_t most) {
  constexpr int kPowers[] = {1, 10, 100, 1000};
  HanNumber number;
  int value = 0, digit = 0;
  number.end = pos;
  for (; number.end < pos + most; ++number.end) {
    const char32_t c = at(text, number.end);
    const int zeros = zeros_of(c);
    if (zeros > 3) break;
    if (zeros > 0) {
      value += std::max(digit, 1) * kPowers[zeros];
      digit = 0;
      number.has_powers = true;
    } else if (han_digit(c) >= 0) {
      digit = han_digit(c);
      number.digits += static_cast<char>('0' + digit);
    } else {
      break;
    }
  }
  if (number.has_powers) number.digits = std::to_string(value + digit);
  return number;
}

std::optional<StatedNumber> stated_number(Text text, std::size_t pos, Text written) {
  StatedNumber number;
  number.han = !is_digit(at(text, pos));
  const auto digits = number.han ? han_digits(text, pos) : arabic_digits(text, pos, written);
  if (!digits) return std::nullopt;
  number.before_powers = shifted(digits->text, digits->exponent);
  number.powers = digits->end;
  number.end = digits->end;
  int exponent = digits->exponent;
  // 3200余万, 1.3万余, 2300多
  constexpr int kMostPowers = 4;
  for (int n = 0; n < kMostPowers; ++n, ++number.end) {
    const char32_t c = at(text, number.end);
    if (c == U'余' || c == U'多') {
      number.over = true;
    } else if (const int zeros = zeros_of(c); zeros > 0) {
      exponent += zeros;
    } else {
      break;
    }
  }
  number.value = shifted(digits->text, exponent);
  return number;
}

}  // namespace zhengce
