#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "corpus/article.h"

namespace zhengce {

/// Dates as people ask for them, as bounds on Date::number(), both included. Blanks and widths do
/// not matter, years and numbers may be in Han digits.
///
///     point  = 2024 | 2024-01 | 2024-01-05 | 20240105 | 2024/1/5 | 2024.1.5
///            | year [ 上半年 | 下半年 | [第]一季度 | 3月 [5日] ]
///            | 今天 | 昨天 | 本月 | 上月
///     year   = 2024年 | 二〇二四年 | 今年 | 本年 | 去年 | 上年 | 前年; left out: this year
///     range  = [point] (".." | "~" | "至" | "到" | "-") [point | 今]       at least one of them
///            | point (以来 | 起)
///            | (近 | 最近 | 过去) n (年 | 个月 | 周 | 天)      up to `today`, from that long
///            before
///
/// The end of a range takes year and month from its start where it names none (2024年3月至5月,
/// 3-5月). A range from January or the first of a month takes in dates that say no month or day.
///
/// Nothing for anything else, for impossible dates, and for a range that ends before it starts.
std::optional<std::pair<std::uint32_t, std::uint32_t>> parse_date_range(std::u32string_view text,
                                                                        const Date& today);

/// Such bounds for people: "2024-01-05", "2023-03..2024", "..2023", "2024-05-01..".
std::string describe_dates(std::uint32_t from, std::uint32_t to);

}  // namespace zhengce
