#pragma once

#include <string>
#include <string_view>

#include "corpus/gazetteer/gazetteer.h"
#include "search/plan.h"

namespace zhengce {

/// What a field's value or a phrase says: folded, without blanks at its ends.
std::u32string folded_value(std::u32string_view text);

/// Sections that count for a region: it is a subject, or, where a section has none, it is named;
/// with `below`, also any region below it.
Condition about_region(const Region& region, bool below);
/// Sections whose subject is the region or lies below it.
Condition subject_within(const Region& region);

}  // namespace zhengce
