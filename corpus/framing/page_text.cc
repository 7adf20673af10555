#include "corpus/framing/page_text.h"

#include <algorithm>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/framing/written_dates.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// What the field of a source holds: 中国民族报 投稿, 央视网 | 2026-03-20 19:15,
// 人民日报2024年01月20日.
struct SourceValue {
  std::string name;          // Its first word, less a day that ends it.
  std::optional<Date> date;  // The day behind the name.
};

SourceValue source_in(Text value) {
  const auto is_end = [](char32_t c) { return is_blank(c) || one_of(c, U"）)】]|"); };
  auto end =
      static_cast<std::size_t>(std::find_if(value.begin(), value.end(), is_end) - value.begin());
  SourceValue out;
  const auto first = static_cast<std::size_t>(
      std::find_if(value.begin(), value.end(), is_wide_digit) - value.begin());
  const bool behind =
      first < value.size() && first > 0 &&
      (first <= end || std::all_of(value.begin() + end, value.begin() + first,
                                   [](char32_t c) { return is_blank(c) || c == U'|'; }));
  if (behind) {
    const auto found = date_at(fold_text(value.substr(first)), 0);
    if (found && found->date.day != 0) {
      out.date = found->date;
      end = std::min(end, first);
    }
  }
  constexpr std::size_t kLongestName = 40;
  if (end <= kLongestName) out.name = encode_utf8(value.substr(0, end));
  return out;
}

}  // namespace

void PageFacts::keep(Text text, const HeaderField& field) {
  const auto value = slice(text, field.value);
  // Nothing, or words or dashes for it.
  if (value == U"暂无" || value == U"无" ||
      std::all_of(value.begin(), value.end(), [](char32_t c) { return c == U'-' || c == U'—'; }))
    return;
  const auto written = [&]() -> std::optional<Date> {
    const auto folded = fold_text(value);
    const auto found = date_at(folded, 0);
    if (!found || found->date.day == 0) return std::nullopt;
    return found->date;
  };
  const auto first = [](std::optional<Date>& date, std::optional<Date> found) {
    if (!date) date = found;
  };
  switch (field.kind) {
    case FieldKind::kSource: {
      const auto stated = source_in(value);
      if (source.empty()) source = stated.name;
      first(bare_date, stated.date);
      break;
    }
    case FieldKind::kPublished:
      first(published, written());
      break;
    case FieldKind::kPerhapsPublished:
      first(bare_date, written());
      break;
    case FieldKind::kSigned:
      first(signed_on, written());
      break;
    case FieldKind::kEffective:
      first(effective, written());
      break;
    case FieldKind::kNumber:
      if (number.empty() && value.size() <= 40)
        number = normalize_doc_number(encode_utf8(value)).value_or(std::string());
      break;
    case FieldKind::kIssuer:
      if (value.size() <= 80) issuer = encode_utf8(value);
      break;
    case FieldKind::kTitle:
      if (title_field.empty()) title_field = field.value;
      break;
    case FieldKind::kOriginalTitle:
      if (original_title.empty()) original_title = field.value;
      break;
    case FieldKind::kCategory:
      if (category.empty() && value.size() <= 80) category = encode_utf8(value);
      break;
    case FieldKind::kStatus:
      if (status.empty() && value.size() <= 20) status = encode_utf8(value);
      break;
    case FieldKind::kOther:
      break;
  }
}

}  // namespace zhengce
