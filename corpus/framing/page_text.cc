#include "corpus/framing/page_text.h"

#include <algorithm>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/framing/written_dates.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// The first word of a source's value: 中国民族报 投稿.
std::string source_name(Text value) {
  const auto end = std::find_if(value.begin(), value.end(), [](char32_t c) {
    return is_blank(c) || Text(U"）)】]|").find(c) != Text::npos;
  });
  const auto name = value.substr(0, static_cast<std::size_t>(end - value.begin()));
  return name.size() > 40 ? std::string() : encode_utf8(name);
}

// The day that stands behind a source's name: 人民网 2025年6月11日, 央视网 | 2026-03-20 19:15.
std::optional<Date> date_behind(Text value) {
  const auto blank = std::find_if(value.begin(), value.end(), is_blank);
  const auto folded = fold_text(value.substr(static_cast<std::size_t>(blank - value.begin())));
  const auto digit = folded.find_first_of(U"0123456789");
  if (digit == Text::npos || folded.find_first_not_of(U" |　") != digit) return std::nullopt;
  const auto found = date_at(folded, digit);
  return found && found->date.day != 0 ? std::optional(found->date) : std::nullopt;
}

}  // namespace

void PageFacts::keep(Text text, const HeaderField& field) {
  const auto value = slice(text, field.value);
  // Nothing, or dashes for it.
  if (std::all_of(value.begin(), value.end(), [](char32_t c) { return c == U'-' || c == U'—'; }))
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
    case FieldKind::kSource:
      if (source.empty()) source = source_name(value);
      first(bare_date, date_behind(value));
      break;
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
