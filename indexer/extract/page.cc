#include "indexer/extract/page.h"

#include <algorithm>

#include "corpus/analysis/fold.h"

namespace zhengce {
namespace {

enum class Mark : std::uint8_t {
  kNone,
  kQuote,
  kCorner,
  kWhiteCorner,
  kStraight,
  kSingle,
  kTitle,
  kInnerTitle,
  kAngle,
  kBracket
};

struct MarkKind {
  Mark mark = Mark::kNone;
  bool opens = false, closes = false;
};

MarkKind mark_of(char32_t c) {
  switch (c) {
    case U'“':
      return {Mark::kQuote, true, false};
    case U'”':
      return {Mark::kQuote, false, true};
    case U'「':
      return {Mark::kCorner, true, false};
    case U'」':
      return {Mark::kCorner, false, true};
    case U'『':
      return {Mark::kWhiteCorner, true, false};
    case U'』':
      return {Mark::kWhiteCorner, false, true};
    case U'"':
    case U'＂':
      return {Mark::kStraight, true, true};
    case U'‘':
      return {Mark::kSingle, true, false};
    case U'’':
      return {Mark::kSingle, false, true};
    case U'《':
      return {Mark::kTitle, true, false};
    case U'》':
      return {Mark::kTitle, false, true};
    case U'〈':
      return {Mark::kInnerTitle, true, false};
    case U'〉':
      return {Mark::kInnerTitle, false, true};
    case U'<':
    case U'＜':
      return {Mark::kAngle, true, false};
    case U'>':
    case U'＞':
      return {Mark::kAngle, false, true};
    case U'(':
    case U'（':
    case U'〔':
    case U'[':
      return {Mark::kBracket, true, false};
    case U')':
    case U'）':
    case U'〕':
    case U']':
      return {Mark::kBracket, false, true};
    default:
      return {};
  }
}

}  // namespace

std::span<const Marked> starting_in(std::span<const Marked> all, Span range) {
  const auto less = [](const Marked& m, std::uint32_t pos) { return m.outer.start < pos; };
  const auto begin = std::lower_bound(all.begin(), all.end(), range.start, less);
  return {begin, std::lower_bound(begin, all.end(), range.end, less)};
}

bool ends_clause(char32_t c) {
  switch (c) {
    case U',':
    case U'。':
    case U';':
    case U':':
    case U'!':
    case U'?':
    case U'\n':
    case U'…':
      return true;
    default:
      return false;
  }
}

bool is_conjunction(char32_t c) { return c == U'和' || c == U'与' || c == U'及' || c == U'或'; }

bool joins_members(char32_t c) { return c == U'、' || is_conjunction(c); }

bool is_number_char(char32_t c) {
  return (c >= U'0' && c <= U'9') || one_of(c, U"一二两三四五六七八九十百千万双");
}

std::u32string normalize_page(std::u32string_view raw, Span title) {
  std::u32string norm(raw);
  const Folded folded = fold(raw);
  for (std::size_t i = 0; i < folded.text.size(); ++i) {
    const auto from = folded.origin[i];
    if (i > 0 && folded.origin[i - 1] == from) continue;
    if (folded.text[i] != U'"' && !is_blank(raw[from])) norm[from] = folded.text[i];
  }
  for (auto pos = title.start; pos < title.end && pos < norm.size(); ++pos) {
    if (norm[pos] == U'\n') norm[pos] = U' ';
  }
  return norm;
}

Page::Page(std::string_view utf8, Span title)
    : raw(decode_utf8(utf8)), norm(normalize_page(raw, title)) {
  fellows_.assign(raw.size(), 0);
  struct Open {
    Mark mark;
    std::uint32_t pos;
  };
  std::vector<Open> open;
  constexpr std::size_t kDeepest =
      8;  // Marks further in are plain text, so that no text costs more than a few steps a mark.
  for (std::uint32_t pos = 0; pos < raw.size(); ++pos) {
    if (norm[pos] == U'\n') {
      open.clear();
      line_starts_.push_back(pos + 1);
    }
    const auto kind = mark_of(raw[pos]);
    if (kind.mark == Mark::kNone) continue;
    if (kind.closes) {
      const auto found = std::find_if(open.rbegin(), open.rend(),
                                      [&](const Open& o) { return o.mark == kind.mark; });
      if (found != open.rend()) {
        const auto start = found->pos;
        open.erase(found.base() - 1, open.end());
        fellows_[start] = static_cast<std::int32_t>(pos - start);
        fellows_[pos] = -fellows_[start];
        const Marked marked{{start, pos + 1}, {start + 1, pos}};
        if (kind.mark == Mark::kTitle || kind.mark == Mark::kInnerTitle ||
            kind.mark == Mark::kAngle) {
          titles.push_back(marked);
        } else if (kind.mark != Mark::kBracket) {
          quotes.push_back(marked);
        }
        continue;
      }
    }
    // Angles are marks inside a title only; elsewhere they compare numbers.
    if (kind.mark == Mark::kAngle && kind.opens &&
        std::none_of(open.begin(), open.end(),
                     [](const Open& o) { return o.mark == Mark::kTitle; }))
      continue;
    if (kind.opens) {
      if (open.size() == kDeepest) open.erase(open.begin());
      open.push_back({kind.mark, pos});
    }
  }
  const auto by_start = [](const Marked& a, const Marked& b) {
    return a.outer.start < b.outer.start;
  };
  std::sort(quotes.begin(), quotes.end(), by_start);
  std::sort(titles.begin(), titles.end(), by_start);
}

std::u32string Page::name(Span span) const {
  std::u32string name(text(span));
  std::erase(name, U'\n');
  return name;
}

std::u32string_view Page::stem(Span title) const {
  const auto whole = folded(title);
  if (!whole.ends_with(U')') || fellow(title.end - 1) <= title.start) return whole;
  return whole.substr(0, fellow(title.end - 1) - title.start);
}

std::uint32_t Page::line_start(std::uint32_t pos) const {
  const auto behind = std::upper_bound(line_starts_.begin(), line_starts_.end(), pos);
  return behind == line_starts_.begin() ? 0 : *(behind - 1);
}

std::uint32_t Page::fellow(std::uint32_t pos) const {
  return pos < fellows_.size()
             ? static_cast<std::uint32_t>(static_cast<std::int64_t>(pos) + fellows_[pos])
             : pos;
}

std::vector<Marked> Page::titles_around(Span span) const {
  std::vector<Marked> around;
  const auto from = span.start > kLongestTitle ? span.start - kLongestTitle : 0;
  for (const Marked& title : starting_in(titles, {from, span.start})) {
    if (title.inner.contains(span) && title.inner.size() <= kLongestTitle) around.push_back(title);
  }
  return around;
}

std::uint32_t Page::title_row_end(const Marked& mark) const {
  constexpr int kLongestRow = 20;
  auto end = mark.outer.end;
  for (int i = 0; i < kLongestRow; ++i) {
    auto next = end;
    if (next < norm.size() && joins_members(norm[next])) ++next;
    if (next >= norm.size() || norm[next] != U'《' || fellow(next) <= next) break;
    end = fellow(next) + 1;
  }
  return end;
}

std::uint32_t Page::clause_start(std::uint32_t pos, std::uint32_t floor,
                                 std::uint32_t window) const {
  const auto limit = std::max(floor, pos > window ? pos - window : 0);
  while (pos > limit) {
    const auto other = fellow(pos - 1);
    if (other < pos - 1) {
      if (other < limit) break;
      pos = other;
    } else if (other > pos - 1 || ends_clause(norm[pos - 1])) {
      break;  // We stand inside a pair, or behind a clause.
    } else {
      --pos;
    }
  }
  return pos;
}

std::uint32_t Page::clause_end(std::uint32_t pos, std::uint32_t ceiling,
                               std::uint32_t window) const {
  const auto limit =
      std::min<std::uint32_t>({ceiling, pos + window, static_cast<std::uint32_t>(raw.size())});
  while (pos < limit) {
    const auto other = fellow(pos);
    if (other > pos) {
      if (other >= limit) break;
      pos = other + 1;
    } else if (other < pos || ends_clause(norm[pos])) {
      break;
    } else {
      ++pos;
    }
  }
  return pos;
}

}  // namespace zhengce
