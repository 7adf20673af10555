#pragma once

#include <string>
#include <utility>
#include <vector>

#include "search/matcher.h"

namespace zhengce {

/// The values of a facet that matches have, each with the first match of it, in this order. Errors
/// are Xapian's exceptions.
std::vector<std::pair<std::string, Match>> first_of_each(const IndexState& state, FacetField field,
                                                         const std::vector<Match>& matches);

}  // namespace zhengce
