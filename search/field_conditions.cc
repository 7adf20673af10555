#include "search/field_conditions.h"

#include <string>

#include "corpus/analysis/fold.h"
#include "corpus/article.h"
#include "corpus/index_schema.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

// A region's significant code begins the codes of all below it; the nation's is empty.
Condition with_code(std::string_view field, const Region& region, bool below) {
  if (below) return Condition::has_prefix(std::string(field) + std::string(region.significant));
  return Condition::has_term(std::string(field) + std::string(region.code));
}

std::optional<Date> parse_date(std::u32string_view text) {
  for (const char32_t c : text) {
    const bool plain = (c >= U'0' && c <= U'9') || c == U'-' || c == U'/' || c == U'.' ||
                       c == U'年' || c == U'月' || c == U'日';
    if (!plain) return std::nullopt;
  }
  return Date::parse(encode_utf8(text));
}

std::uint32_t first_day(const Date& date) {
  if (date.month == 0 || (date.day == 0 && date.month == 1)) return date.year * 10000u;
  if (date.day == 0) return date.year * 10000u + date.month * 100u;
  return date.number();
}

std::uint32_t last_day(const Date& date) {
  if (date.month == 0) return date.year * 10000u + 9999;
  if (date.day == 0) return date.year * 10000u + date.month * 100u + 99;
  return date.number();
}

// The start of an open or closed range: "from May 1st" takes in what says only "May".
std::uint32_t range_start(Date date) {
  if (date.day == 1) date.day = 0;
  return first_day(date);
}

}  // namespace

Condition about_region(const Region& region, bool below) {
  if (below && region.level == RegionLevel::kNation) return {};
  std::vector<Condition> named;
  named.push_back(Condition::has_term(std::string(schema::kNoSubject)));
  named.push_back(with_code(schema::kMention, region, below));
  std::vector<Condition> either;
  either.push_back(with_code(schema::kSubject, region, below));
  either.push_back(Condition::all_of(std::move(named)));
  return Condition::any_of(std::move(either));
}

Condition subject_within(const Region& region) { return with_code(schema::kSubject, region, true); }

std::optional<std::pair<std::uint32_t, std::uint32_t>> parse_date_range(std::u32string_view text) {
  const std::u32string folded = fold_text(text);
  const std::u32string_view whole = trim(std::u32string_view(folded));
  std::size_t length = 1;
  std::size_t at = whole.find(U"..");
  if (at != std::u32string_view::npos) {
    while (at + length < whole.size() && whole[at + length] == U'.') ++length;  // … folds to three
  } else {
    at = whole.find_first_of(U"~至");
  }
  if (at == std::u32string_view::npos) {
    const auto date = parse_date(whole);
    if (!date) return std::nullopt;
    return std::pair(date->number(), last_day(*date));
  }
  const auto before = trim(whole.substr(0, at));
  const auto after = trim(whole.substr(at + length));
  if (before.empty() && after.empty()) return std::nullopt;
  std::pair<std::uint32_t, std::uint32_t> range{1, 99999999};
  if (!before.empty()) {
    const auto date = parse_date(before);
    if (!date) return std::nullopt;
    range.first = range_start(*date);
  }
  if (!after.empty()) {
    const auto date = parse_date(after);
    if (!date) return std::nullopt;
    range.second = last_day(*date);
  }
  if (range.first > range.second) return std::nullopt;
  return range;
}

}  // namespace zhengce
