#pragma once

#include <vector>

#include "graph/types.h"
#include "indexer/extract/page.h"
#include "indexer/extract/rule_set.h"

namespace zhengce {

struct FoundQuantity {
  Span mention;  ///< Number and unit, with what hedges it.
  Quantity quantity;
};

/// The numbers with units in a sentence (D12), in order: 超557亿元, 65万余人次, 近9000人次, 百余场.
/// No dates, lengths of time, ages, ordinals, numbers of documents, conditions, limits of what is
/// given, fines, nor what stands in quotes or titles. A value is the plain number that the text
/// states: 37.8亿 is 3780000000.
std::vector<FoundQuantity> find_quantities(const Page& page, const RuleSet::Impl& rules,
                                           Span sentence);

}  // namespace zhengce
