#pragma once

#include <string_view>
#include <vector>

#include "corpus/framing/frame_rules.h"
#include "corpus/text.h"

namespace zhengce {

/// A labeled value of a page's header.
struct HeaderField {
  FieldKind kind = FieldKind::kOther;
  Span value;  ///< Code points of the text; empty where the label ends the line (the value may
               ///< stand on the next).
};

/// The fields of a line that begins with a label and a colon, or with a date that fields follow;
/// glued ones are told apart (来源:示例日报 发布日期:2024-12-03浏览(10)人次), cells of a table row
/// too, also where blanks alone hold them apart (发布机关 某区政府办 统一编号 12). None if it is no
/// such line.
std::vector<HeaderField> header_fields(std::u32string_view text, Span line);

}  // namespace zhengce
