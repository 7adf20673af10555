#pragma once

#include <string>
#include <string_view>

#include "corpus/result.h"
#include "corpus/text.h"

namespace zhengce {

/// An error about one place of a query, in three lines: what is wrong; the query (or what stands
/// around the place, when it is long); a caret under the place. Ideographs and full-width
/// characters are two columns wide.
Error query_error(ErrorCode code, const std::string& what, std::u32string_view query, Span place);

/// Columns a terminal gives to one character: 0 for combining marks, 2 for wide ones, else 1.
int column_width(char32_t c);

}  // namespace zhengce
