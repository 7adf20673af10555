#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "corpus/gazetteer/gazetteer.h"
#include "search/plan.h"

namespace zhengce {

/// Sections that count for a region: it is a subject, or, where a section has none, it is named;
/// with `below`, also any region below it.
Condition about_region(const Region& region, bool below);
/// Sections whose subject is the region or lies below it.
Condition subject_within(const Region& region);

/// 2024, 2024-01, 2024-01-05, 2024-01..2024-12, ..2024, 2024-05-01.. (~ and 至 count as ..) as
/// bounds on Date::number(), both included. A range from January or the first of a month takes in
/// dates that say no month or day. Nothing for anything else, and for a range that ends before it
/// starts.
std::optional<std::pair<std::uint32_t, std::uint32_t>> parse_date_range(std::u32string_view text);

}  // namespace zhengce
