#pragma once

#include "corpus/gazetteer/gazetteer.h"
#include "search/plan.h"

namespace zhengce {

/// Sections that count for a region: it is a subject, or, where a section has none, it is named;
/// with `below`, also any region below it.
Condition about_region(const Region& region, bool below);
/// Sections whose subject is the region or lies below it.
Condition subject_within(const Region& region);

}  // namespace zhengce
