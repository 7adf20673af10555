#include "corpus/framing/header_fields.h"

#include <algorithm>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/framing/written_dates.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// Header lines are short; longer ones are text that begins like one.
constexpr std::size_t kLongestHeader = 300;

struct Label {
  std::size_t start = 0;
  std::size_t value = 0;  // Where its value begins.
  FieldKind kind = FieldKind::kOther;
};

// A label with its colon, in brackets of its own (【发布日期】), or a counter's with its bracket:
// 浏览(10)人次.
bool label_with_mark(Text text, std::size_t pos, Label& label) {
  const auto match = label_at(text, pos);
  if (match.length == 0) return false;
  // **发布日期**: of Markdown.
  auto mark = skip_blanks(text, pos + match.length);
  while (mark < text.size() && text[mark] == U'*') ++mark;
  if (mark >= text.size()) return false;
  const bool counter = text[mark] == U'(' && match.kind == FieldKind::kOther && pos > 0;
  const bool bracketed = text[mark] == U')' && pos > 0 && text[pos - 1] == U'(';
  if (text[mark] != U':' && !counter && !bracketed) return false;
  label = {pos, skip_blanks(text, mark + 1), match.kind};
  return true;
}

// Inside a line a short label needs something before it that ends a value: 消息来源: is no 来源:.
bool may_begin(Text text, std::size_t pos, std::size_t length) {
  if (pos == 0 || length >= 4) return true;
  const char32_t before = text[pos - 1];
  return is_blank(before) || Text(U"()|,;/").find(before) != Text::npos ||
         (before >= U'0' && before <= U'9');
}

std::vector<HeaderField> table_cells(Text text, Span line) {
  std::vector<HeaderField> fields;
  std::vector<Span> cells;
  for (std::uint32_t start = line.start; start <= line.end;) {
    std::uint32_t end = start;
    while (end < line.end && text[end] != U'\t' && text[end] != U'|') ++end;
    const Span cell = trim(text, {start, end});
    if (!cell.empty()) cells.push_back(cell);
    start = end + 1;
  }
  for (std::size_t i = 0; i + 1 < cells.size(); i += 2) {
    const auto label = fold_text(slice(text, cells[i]));
    const auto match = label_at(label, 0);
    const auto end = skip_blanks(label, match.length);
    if (match.length == 0 || (end < label.size() && (label[end] != U':' || end + 1 < label.size())))
      return {};
    fields.push_back({match.kind, cells[i + 1]});
  }
  return fields;
}

// 发布机关 某区政府办 统一编号 12, 标题 某通知: a row of a table whose cells blanks hold apart. One
// label is enough where it can hardly be anything else.
std::vector<Label> blank_labels(Text all) {
  std::vector<Label> labels;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0 && !is_blank(all[i - 1])) continue;
    const auto match = label_at(all, i);
    const std::size_t end = i + match.length;
    const bool whole = match.length >= 2 && (end == all.size() || is_blank(all[end]));
    if (!whole && i == 0) return {};
    if (!whole || match.kind == FieldKind::kPerhapsPublished) continue;
    labels.push_back({i, skip_blanks(all, end), match.kind});
    i = end - 1;
  }
  if (labels.empty() || labels.front().start != 0) return {};
  const FieldKind kind = labels.front().kind;
  const bool sure = kind == FieldKind::kTitle || kind == FieldKind::kNumber ||
                    kind == FieldKind::kIssuer || kind == FieldKind::kSigned;
  if (labels.size() < 2 && !(sure && labels.front().value < all.size())) return {};
  return labels;
}

// Behind the name of a site's host and an opening bracket; `at` itself where none stands.
std::size_t behind_host(Text all, std::size_t at) {
  std::size_t end = at, dots = 0;
  for (; end < all.size(); ++end) {
    const char32_t c = all[end];
    dots += c == U'.' ? 1 : 0;
    if (!(c >= U'a' && c <= U'z') && !(c >= U'0' && c <= U'9') && c != U'.' && c != U'-') break;
  }
  if (dots == 0 || !(all[at] >= U'a' && all[at] <= U'z')) return at;
  end = skip_blanks(all, end);
  return end < all.size() && all[end] == U'(' ? end + 1 : end;
}

}  // namespace

std::vector<HeaderField> header_fields(Text text, Span line) {
  line = trim(text, line);
  if (line.empty() || line.size() > kLongestHeader) return {};
  const auto original = slice(text, line);
  if (original.find(U'\t') != Text::npos || original.find(U'|') != Text::npos) {
    if (auto cells = table_cells(text, line); !cells.empty()) return cells;
  }
  const Folded folded = fold(original);
  const Text all = folded.text;
  std::size_t begin = 0;
  // (来源:…, - 发布日期:…
  while (begin < all.size() && Text(U"(|-·•*").find(all[begin]) != Text::npos) ++begin;
  if (begin > 0) begin = skip_blanks(all, begin);
  std::vector<HeaderField> fields;
  std::vector<Label> labels;
  Label label;
  std::size_t first = begin;
  if (auto rows = begin == 0 ? blank_labels(all) : std::vector<Label>(); !rows.empty()) {
    labels = std::move(rows);
    first = all.size();
  } else if (!label_with_mark(all, begin, label)) {
    // 2024-12-03 09:00 来源:…, www.example.com(2024-12-03 09:00)来源:…
    begin = behind_host(all, begin);
    const auto date = date_at(all, begin);
    if (!date) return {};
    first = skip_blanks(all, skip_time(all, date->end));
    while (first < all.size() && all[first] == U')') first = skip_blanks(all, first + 1);
    if (first >= all.size()) return {};
    labels.push_back({begin, begin, FieldKind::kPerhapsPublished});
  }
  for (std::size_t i = first; i < all.size(); ++i) {
    const auto match = label_at(all, i);
    if (match.length == 0 || (i > first && !may_begin(all, i, match.length))) continue;
    if (!label_with_mark(all, i, label)) continue;
    labels.push_back(label);
    i = std::max(i, label.value - 1);
  }
  // A date that no field follows at once is the start of a sentence.
  if (labels.empty() ||
      (labels.front().value == begin && (labels.size() < 2 || labels[1].start > first + 2)))
    return {};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::size_t end = i + 1 < labels.size() ? labels[i + 1].start : all.size();
    const auto from = static_cast<std::uint32_t>(std::min(labels[i].value, end));
    Span value = folded.original({from, static_cast<std::uint32_t>(end)});
    value = trim(text, {value.start + line.start, value.end + line.start});
    while (!value.empty() && Text(U"|/[【（(").find(text[value.end - 1]) != Text::npos) {
      value = trim(text, {value.start, value.end - 1});
    }
    fields.push_back({labels[i].kind, value});
  }
  return fields;
}

}  // namespace zhengce
