#pragma once

#include <array>
#include <string>
#include <string_view>

#include "search/query.h"

namespace zhengce {

/// What a field is called in queries.
struct FieldNames {
  QueryField field;
  std::string_view name;
  std::array<std::u32string_view, 3> chinese;  ///< The first is the one shown.
};
/// In code points; a Chinese name, and any.
inline constexpr std::size_t kLongestChineseName = 4;
inline constexpr std::size_t kLongestFieldName = 20;

/// The field of this name, folded, in letters or ideographs; null if there is none.
const FieldNames* find_field(std::u32string_view folded);

/// The field whose name in letters is most like `typed`, or begins as it does; null where none is
/// near.
const FieldNames* nearest_field(std::string_view typed);

/// "title: 标题, region: 地区, …": for messages.
std::string known_fields();

}  // namespace zhengce
