#include "search/date_range.h"

#include <array>
#include <chrono>
#include <string>

#include "corpus/analysis/fold.h"
#include "corpus/analysis/han_number.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// What a point in time covers; month and day are 0 where it says none.
struct Period {
  Date first;
  Date last;
};

Date day_of(std::chrono::sys_days days) {
  const std::chrono::year_month_day date(days);
  return {static_cast<std::int16_t>(static_cast<int>(date.year())),
          static_cast<std::uint8_t>(static_cast<unsigned>(date.month())),
          static_cast<std::uint8_t>(static_cast<unsigned>(date.day()))};
}

std::chrono::year_month_day calendar(const Date& date) {
  return {std::chrono::year(date.year), std::chrono::month(date.month), std::chrono::day(date.day)};
}

Date make_date(int year, int month, int day) {
  return {static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
          static_cast<std::uint8_t>(day)};
}

// A year and month some months before; the day becomes the month's last where it has none such.
Date months_before(const Date& date, int months) {
  auto there = calendar(date) - std::chrono::months(months);
  if (!there.ok()) there = there.year() / there.month() / std::chrono::last;
  return day_of(std::chrono::sys_days(there));
}

std::uint32_t last_number(const Date& date) {
  if (date.month == 0) return date.number() + 9999;
  if (date.day == 0) return date.number() + 99;
  return date.number();
}

// "From May 1st" takes in what says only "May", "from January" what says only the year.
std::uint32_t range_start(Date date) {
  if (date.day == 1) date.day = 0;
  if (date.day == 0 && date.month == 1) date.month = 0;
  return date.number();
}

bool exists(const Date& date) { return Date::parse(date.iso()) == date; }

struct RelativeYear {
  Text word;
  int offset;
};
constexpr std::array<RelativeYear, 5> kRelativeYears = {
    {{U"今年", 0}, {U"本年", 0}, {U"去年", -1}, {U"上年", -1}, {U"前年", -2}}};

class DateReader {
 public:
  DateReader(Text text, const Date& today) : text_(text), today_(today) {}

  std::optional<std::pair<std::uint32_t, std::uint32_t>> read() {
    if (const auto recent = recent_time()) return range(recent->first, recent->last);
    std::optional<Period> start;
    if (!separator_length()) {
      start = point(nullptr);
      if (!start) return std::nullopt;
      if (at_end()) return std::pair(start->first.number(), last_number(start->last));
      if (take(U"以来") || take(U"起")) return range(start->first, std::nullopt);
    }
    const std::size_t length = separator_length();
    if (length == 0) return std::nullopt;
    pos_ += length;
    if (at_end()) return start ? range(start->first, std::nullopt) : std::nullopt;
    std::optional<Period> end;
    if (rest() == U"今") {
      ++pos_;
      end = Period{today_, today_};
    } else {
      end = point(start ? &start->first : nullptr);
    }
    if (!end) return std::nullopt;
    return range(start ? std::optional(start->first) : std::nullopt, end->last);
  }

 private:
  std::optional<std::pair<std::uint32_t, std::uint32_t>> range(std::optional<Date> first,
                                                               std::optional<Date> last) const {
    if (!at_end()) return std::nullopt;
    const std::pair bounds(first ? range_start(*first) : 1u, last ? last_number(*last) : 99999999u);
    if (bounds.first > bounds.second) return std::nullopt;
    return bounds;
  }

  bool at_end() const { return pos_ >= text_.size(); }
  Text rest() const { return text_.substr(pos_); }
  char32_t peek(std::size_t ahead = 0) const {
    return pos_ + ahead < text_.size() ? text_[pos_ + ahead] : U'\0';
  }
  bool take(Text word) {
    if (!rest().starts_with(word)) return false;
    pos_ += word.size();
    return true;
  }

  std::size_t separator_length() const {
    std::size_t dots = 0;
    while (peek(dots) == U'.') ++dots;  // … folds to three.
    if (dots > 1) return dots;
    if (peek() == U'-') return peek(1) == U'-' ? 2 : 1;
    return peek() == U'~' || peek() == U'至' || peek() == U'到' ? 1 : 0;
  }

  std::size_t digits_ahead(std::size_t from = 0) const {
    std::size_t n = 0;
    while (is_digit(peek(from + n))) ++n;
    return n;
  }
  int take_digits(std::size_t n) {
    int value = 0;
    for (; n > 0; --n) value = value * 10 + static_cast<int>(text_[pos_++] - U'0');
    return value;
  }
  // 3, 12, 三, 十, 十二, 二十, 三十一.
  std::optional<int> number() {
    if (const std::size_t n = digits_ahead(); n > 0) {
      if (n > 3) return std::nullopt;
      return take_digits(n);
    }
    const int value = small_han_number(text_, pos_);
    return value < 0 ? std::nullopt : std::optional(value);
  }

  // 近三年, 近3个月, 最近半年.
  std::optional<Period> recent_time() {
    if (!take(U"最近") && !take(U"过去") && !take(U"近")) return std::nullopt;
    if (take(U"半年")) return Period{months_before(today_, 6), today_};
    const auto n = number();
    if (!n || *n == 0) return std::nullopt;
    if (take(U"年")) return Period{months_before(today_, 12 * *n), today_};
    if (take(U"个月") || take(U"月")) return Period{months_before(today_, *n), today_};
    const auto now = std::chrono::sys_days(calendar(today_));
    if (take(U"周") || take(U"个星期") || take(U"星期")) {
      return Period{day_of(now - std::chrono::days(7 * *n)), today_};
    }
    if (take(U"天") || take(U"日")) return Period{day_of(now - std::chrono::days(*n)), today_};
    return std::nullopt;
  }

  static std::optional<Period> whole(const Date& date) {
    return exists(date) ? std::optional(Period{date, date}) : std::nullopt;
  }

  // `before` is the start of the range that this ends, for what is left out.
  std::optional<Period> point(const Date* before) {
    if (take(U"今天")) return Period{today_, today_};
    if (take(U"昨天")) {
      const Date day = day_of(std::chrono::sys_days(calendar(today_)) - std::chrono::days(1));
      return Period{day, day};
    }
    if (take(U"本月")) return within_month(today_);
    if (take(U"上个月") || take(U"上月")) {
      return within_month(months_before({today_.year, today_.month, 1}, 1));
    }
    for (const RelativeYear& relative : kRelativeYears) {
      if (take(relative.word)) return within_year(today_.year + relative.offset, nullptr);
    }
    const std::size_t digits = digits_ahead();
    if (digits == 8) {
      const int day = take_digits(8);
      return whole(make_date(day / 10000, day / 100 % 100, day % 100));
    }
    if (digits == 4) {
      const int year = take_digits(4);
      return take(U"年") ? within_year(year, nullptr) : numeric(year);
    }
    std::size_t end = pos_;
    if (const int year = han_year(text_, end);
        year > 0 && end < text_.size() && text_[end] == U'年') {
      pos_ = end + 1;
      return within_year(year, nullptr);
    }
    return within_year(before == nullptr ? today_.year : before->year, before, true);
  }

  static std::optional<Period> within_month(const Date& day) {
    return whole({day.year, day.month, 0});
  }

  // What follows 2024: nothing, -1, -01-05.
  std::optional<Period> numeric(int year) {
    const char32_t mark = peek();
    const auto part = [&] {
      const std::size_t n = digits_ahead(1);
      if (peek() != mark || n < 1 || n > 2) return 0;
      ++pos_;
      const int value = take_digits(n);
      return value == 0 ? 99 : value;  // 2024-00 is no date.
    };
    if (mark != U'-' && mark != U'/' && mark != U'.') return whole(make_date(year, 0, 0));
    const int month = part();
    const int day = month > 0 ? part() : 0;
    return whole(make_date(year, month, day));
  }

  // What follows 2024年: nothing, 上半年, 第一季度, 3月, 3月5日; with `required` not nothing.
  std::optional<Period> within_year(int year, const Date* before, bool required = false) {
    const auto months = [&](int first, int last) {
      return Period{make_date(year, first, 0), make_date(year, last, 0)};
    };
    if (take(U"上半年")) return months(1, 6);
    if (take(U"下半年")) return months(7, 12);
    if (at_end() || rest() == U"以来" || rest() == U"起" || separator_length() > 0) {
      return required ? std::nullopt : whole(make_date(year, 0, 0));
    }
    const bool ordinal = take(U"第");
    const auto n = number();
    if (!n) return std::nullopt;
    if (take(U"季度")) {
      if (*n < 1 || *n > 4) return std::nullopt;
      return months(3 * *n - 2, 3 * *n);
    }
    if (ordinal || *n < 1 || *n > 31) return std::nullopt;
    if (before != nullptr && before->month > 0 && (take(U"日") || take(U"号"))) {
      return whole(make_date(year, before->month, *n));
    }
    if (!take(U"月")) {
      // 3-5月: the month's word comes once.
      if (separator_length() == 0 || !rest().ends_with(U"月")) return std::nullopt;
      return whole(make_date(year, *n, 0));
    }
    const auto day = number();
    if (!day) return whole(make_date(year, *n, 0));
    if (*day < 1 || *day > 31) return std::nullopt;
    if (!take(U"日") && !take(U"号") && !at_end()) return std::nullopt;
    return whole(make_date(year, *n, *day));
  }

  Text text_;
  std::size_t pos_ = 0;
  Date today_;
};

}  // namespace

std::optional<std::pair<std::uint32_t, std::uint32_t>> parse_date_range(std::u32string_view text,
                                                                        const Date& today) {
  std::u32string plain = fold_text(text);
  std::erase_if(plain, [](char32_t c) { return is_blank(c) || c == U'\n' || c == U'\r'; });
  return DateReader(plain, today).read();
}

std::string describe_dates(std::uint32_t from, std::uint32_t to) {
  // 0 and 99 stand for what is not said.
  const auto shown = [](std::uint32_t number) {
    const std::uint32_t month = number / 100 % 100;
    const std::uint32_t day = number % 100;
    return make_date(static_cast<int>(number / 10000), static_cast<int>(month == 99 ? 0 : month),
                     static_cast<int>(day == 99 ? 0 : day))
        .iso();
  };
  const std::string first = from <= 1 ? "" : shown(from);
  const std::string last = to >= 99999999 ? "" : shown(to);
  return first == last ? first : first + ".." + last;
}

}  // namespace zhengce
