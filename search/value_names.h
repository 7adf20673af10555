#pragma once

#include <optional>
#include <string_view>

#include "corpus/gazetteer/gazetteer.h"
#include "search/graph/documents.h"
#include "search/searcher.h"

namespace zhengce {

/// What users call the values of options and fields: by their English names, which answers show
/// with --json, or in Chinese, in any width, simplified or traditional. Nothing for other words.

/// "county", 县级, 县.
std::optional<RegionLevel> level_named(std::string_view typed);
/// "repealed", 废止.
std::optional<DocumentStatus> status_named(std::string_view typed);
/// "issuer", 发文机关.
std::optional<FacetField> facet_named(std::string_view typed);
/// "newest", 最新.
std::optional<SortOrder> order_named(std::string_view typed);

/// "region", "program", "org", "issuer", "year", "month".
std::string_view facet_name(FacetField field);

}  // namespace zhengce
