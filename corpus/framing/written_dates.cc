#include "corpus/framing/written_dates.h"

#include <algorithm>

#include "corpus/analysis/han_number.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// The number of `least` to `most` Arabic digits at pos, which moves past it; -1 if there is none.
int digits(Text text, std::size_t& pos, std::size_t least, std::size_t most) {
  int value = 0;
  std::size_t n = 0;
  while (n < most && pos + n < text.size() && is_digit(text[pos + n])) {
    value = value * 10 + static_cast<int>(text[pos + n] - U'0');
    ++n;
  }
  if (n < least || (pos + n < text.size() && is_digit(text[pos + n]))) return -1;
  pos += n;
  return value;
}

// 二〇二四, also with a letter for the naught.
int year_of(Text text, std::size_t& pos) {
  std::u32string digits(text.substr(pos, 4));
  std::replace_if(
      digits.begin(), digits.end(), [](char32_t c) { return one_of(c, U"oO0"); }, U'〇');
  std::size_t end = 0;
  const int year = han_year(digits, end);
  pos += end;
  return year;
}

std::optional<Date> checked(int year, int month, int day) {
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 0 || day > 31)
    return std::nullopt;
  const Date date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
                  static_cast<std::uint8_t>(day)};
  return Date::parse(date.iso());
}

std::optional<WrittenDate> arabic_date(Text text, std::size_t pos) {
  std::size_t i = pos;
  if (i + 8 <= text.size()) {
    std::size_t j = i;
    if (const int compact = digits(text, j, 8, 8); compact > 0) {
      const auto date = checked(compact / 10000, compact / 100 % 100, compact % 100);
      if (date && date->day != 0) return WrittenDate{*date, j};
      return std::nullopt;
    }
  }
  const int year = digits(text, i, 4, 4);
  if (year < 0) return std::nullopt;
  i = skip_blanks(text, i);
  if (i >= text.size() || !one_of(text[i], U"-/.年")) return std::nullopt;
  const bool written_out = text[i] == U'年';
  i = skip_blanks(text, i + 1);
  const int month = digits(text, i, 1, 2);
  if (month < 0) return std::nullopt;
  i = skip_blanks(text, i);
  if (i >= text.size() || !one_of(text[i], written_out ? U"月" : U"-/.")) return std::nullopt;
  const std::size_t after_month = i + 1;
  i = skip_blanks(text, after_month);
  const int day = digits(text, i, 1, 2);
  if (day < 0) {
    const auto date = written_out ? checked(year, month, 0) : std::nullopt;
    return date ? std::optional(WrittenDate{*date, after_month}) : std::nullopt;
  }
  const auto date = checked(year, month, day);
  if (!date || date->day == 0) return std::nullopt;
  const std::size_t end = skip_blanks(text, i);
  if (end < text.size() && one_of(text[end], U"日号")) return WrittenDate{*date, end + 1};
  return WrittenDate{*date, i};
}

std::optional<WrittenDate> han_date(Text text, std::size_t pos) {
  std::size_t i = pos;
  const int year = year_of(text, i);
  if (year < 0 || i >= text.size() || text[i] != U'年') return std::nullopt;
  i = skip_blanks(text, i + 1);
  const int month = small_han_number(text, i);
  if (month < 0 || i >= text.size() || text[i] != U'月') return std::nullopt;
  const std::size_t after_month = i + 1;
  i = skip_blanks(text, after_month);
  const int day = small_han_number(text, i);
  if (day > 0 && i < text.size() && text[i] == U'日') {
    const auto date = checked(year, month, day);
    return date ? std::optional(WrittenDate{*date, i + 1}) : std::nullopt;
  }
  const auto date = checked(year, month, 0);
  return date ? std::optional(WrittenDate{*date, after_month}) : std::nullopt;
}

}  // namespace

std::optional<WrittenDate> date_at(Text text, std::size_t pos) {
  if (pos >= text.size()) return std::nullopt;
  if (is_digit(text[pos])) return arabic_date(text, pos);
  return han_date(text, pos);
}

std::size_t skip_time(Text text, std::size_t pos) {
  std::size_t end = pos;
  std::size_t i = skip_blanks(text, pos);
  for (const Text day : {U"星期", U"周"}) {
    const bool bracket = i < text.size() && text[i] == U'(';
    const std::size_t j = i + (bracket ? 1 : 0);
    if (text.substr(std::min(j, text.size()), day.size()) != day || j + day.size() >= text.size())
      continue;
    end = j + day.size() + 1 + (bracket ? 1 : 0);
    i = skip_blanks(text, end = std::min(end, text.size()));
    break;
  }
  if (i < text.size() && one_of(text[i], U"tT")) ++i;
  for (const Text half : {U"上午", U"下午"}) {
    if (text.substr(std::min(i, text.size())).starts_with(half))
      i = skip_blanks(text, i + half.size());
  }
  const int hour = digits(text, i, 1, 2);
  if (hour < 0 || hour > 24 || i >= text.size() || !one_of(text[i], U":时点")) return end;
  ++i;
  if (digits(text, i, 2, 2) < 0) return end;
  end = i;
  if (i < text.size() && one_of(text[i], U":分")) {
    const bool minutes = text[i++] == U'分';
    if (digits(text, i, 2, 2) >= 0) {
      end = i;
      if (i < text.size() && text[i] == U'秒') end = i + 1;
    } else if (minutes) {
      end = i;
    }
  }
  return end;
}

std::optional<Date> whole_date(Text folded) {
  Text text = trim(folded);
  while (!text.empty() && one_of(text.front(), U"(")) text = trim(text.substr(1));
  while (!text.empty() && one_of(text.back(), U")|")) text = trim(text.substr(0, text.size() - 1));
  const auto found = date_at(text, 0);
  if (!found || found->date.day == 0) return std::nullopt;
  if (skip_blanks(text, skip_time(text, found->end)) < text.size()) return std::nullopt;
  return found->date;
}

std::optional<Date> date_of_url(std::string_view url) {
  const std::u32string text = decode_utf8(url.substr(0, 2000));
  for (std::size_t i = 0; i + 8 <= text.size(); ++i) {
    if (text[i] != U'2' || (i > 0 && is_digit(text[i - 1]))) continue;
    if (const auto found = arabic_date(text, i)) {
      if (found->date.day != 0) return found->date;
    }
  }
  return std::nullopt;
}

}  // namespace zhengce
