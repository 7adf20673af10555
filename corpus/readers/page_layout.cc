#include "corpus/readers/page_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "corpus/text.h"

namespace zhengce {
namespace {

// All lengths below are in ems: multiples of the size of the type.
constexpr double kWordGap = 0.15;   ///< Between Latin words.
constexpr double kPieceGap = 0.12;  ///< Pieces may be of two columns from here on.
constexpr double kBlankGap = 0.7;   ///< Between Han characters: a blank was meant.
constexpr double kCellGap = 1.8;    ///< Between cells of a row.
constexpr double kIndent = 0.9;     ///< A line that begins further right begins a paragraph.
constexpr double kRagged = 2.2;     ///< A full line ends within this of the right edge.
constexpr double kEdge = 0.15;      ///< Of a page's height: where running heads stand.
constexpr std::size_t kEdgeRows = 3;
constexpr int kMaxColumnDepth = 3;

struct Piece {
  std::u32string text;
  double left, right, top, bottom, size;
  bool blank_after;
};

/// Pieces on one height.
using Row = std::vector<Piece>;

/// A line of text in its column.
struct Line {
  std::u32string text;
  double left, right, top, bottom, size;
  std::size_t page;
  int column;  ///< Which, and of which division of the page: lines of one number have one edge.
  bool cells;
};

bool is_word(char32_t c) { return c < 0x250 && (is_digit(c) || (c | 0x20) >= U'a'); }

double middle_x(const Piece& piece) { return (piece.left + piece.right) / 2; }
double middle(const Piece& piece) { return (piece.top + piece.bottom) / 2; }

void append(std::u32string& text, const std::u32string& more, bool blank) {
  if (blank && !text.empty() && text.back() != U' ' && text.back() != U'\t') text += U' ';
  text += more;
}

std::vector<Row> rows_of(const PageBoxes& page) {
  std::vector<Piece> pieces;
  for (const TextBox& box : page.boxes) {
    const auto trimmed = trim(box.text);
    const bool finite = std::isfinite(box.left) && std::isfinite(box.right) &&
                        std::isfinite(box.top) && std::isfinite(box.bottom);
    if (trimmed.empty() || !finite) continue;
    const double height = std::max(box.bottom - box.top, 1e-3);
    const double size = box.size > 0 && std::isfinite(box.size) ? box.size : height;
    pieces.push_back({std::u32string(trimmed), box.left, box.right, box.top, box.bottom, size,
                      box.blank_after || trimmed.size() < box.text.size()});
  }
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return middle(a) < middle(b); });
  std::vector<Row> rows;
  double first = 0;
  for (Piece& piece : pieces) {
    if (rows.empty() || middle(piece) - first > 0.5 * piece.size) {
      rows.emplace_back();
      first = middle(piece);
    }
    rows.back().push_back(std::move(piece));
  }
  for (Row& row : rows) {
    std::stable_sort(row.begin(), row.end(),
                     [](const Piece& a, const Piece& b) { return a.left < b.left; });
    Row joined;
    for (Piece& piece : row) {
      const double gap = joined.empty() ? 0 : (piece.left - joined.back().right) / piece.size;
      if (joined.empty() || gap > kPieceGap) {
        joined.push_back(std::move(piece));
        continue;
      }
      Piece& last = joined.back();
      const bool words = is_word(last.text.back()) && is_word(piece.text.front());
      const bool latin = last.text.back() < 0x80 && piece.text.front() < 0x80;
      // The longer stands for the whole: single signs are often of another font.
      if (piece.text.size() > last.text.size()) {
        last.top = piece.top, last.bottom = piece.bottom, last.size = piece.size;
      }
      append(last.text, piece.text, (words && gap > kWordGap) || (latin && last.blank_after));
      last.right = std::max(last.right, piece.right);
      last.blank_after = piece.blank_after;
    }
    row = std::move(joined);
  }
  return rows;
}

// Where a row has a gap as between cells.
bool is_cell_gap(const Row& row, std::size_t i) {
  return i > 0 && row[i].left - row[i - 1].right > kCellGap * row[i].size;
}

// The texts of a row's cells; of most lines there is one.
std::vector<std::u32string> cells_of(const Row& row) {
  std::vector<std::u32string> cells;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Piece& piece = row[i];
    if (i == 0 || is_cell_gap(row, i)) {
      cells.push_back(piece.text);
      continue;
    }
    const double gap = (piece.left - row[i - 1].right) / piece.size;
    const char32_t last = row[i - 1].text.back(), first = piece.text.front();
    append(cells.back(), piece.text,
           gap > kBlankGap || (is_word(last) && is_word(first)) ||
               (last < 0x80 && first < 0x80 && row[i - 1].blank_after));
  }
  return cells;
}

// ---- running heads and page numbers ----

// The text of a row with runs of digits made one sign, without blanks.
std::u32string pattern_of(const Row& row) {
  std::u32string out;
  for (const Piece& piece : row) {
    for (const char32_t c : piece.text) {
      if (is_blank(c)) continue;
      const bool digit = is_wide_digit(c);
      if (digit && !out.empty() && out.back() == U'#') continue;
      out += digit ? U'#' : c;
    }
  }
  return out;
}

// Surely the number of a page, even seen once: — 1 —, 第1页, 1/3.
bool is_page_number(const std::u32string& pattern) {
  static constexpr std::u32string_view kForms[] = {
      U"-#-",   U"–#–", U"—#—",        U"－#－",        U"·#·",         U"第#页",    U"#/#",
      U"——#——", U"─#─", U"第#页共#页", U"第#页，共#页", U"第#页/共#页", U"Page#of#", U"Page#"};
  return std::find(std::begin(kForms), std::end(kForms), pattern) != std::end(kForms);
}

void drop_running_heads(std::vector<std::vector<Row>>& rows, const std::vector<PageBoxes>& pages) {
  struct Candidate {
    std::size_t page, row;
    std::u32string pattern;
    bool numbers_page;  ///< A cell of it is the number of the page.
    double place;       ///< From the page's upper edge, or from its lower as a negative number.
  };
  std::vector<Candidate> candidates;
  for (std::size_t p = 0; p < rows.size(); ++p) {
    const double height = pages[p].height;
    const auto count = rows[p].size();
    for (std::size_t r = 0; r < count; ++r) {
      const bool above = r < kEdgeRows && rows[p][r].front().bottom < kEdge * height;
      const bool below = r + kEdgeRows >= count && rows[p][r].front().top > (1 - kEdge) * height;
      if (!above && !below) continue;
      const double at = middle(rows[p][r].front());
      const Row& row = rows[p][r];
      const auto cells = cells_of(row);
      const auto number = decode_utf8(std::to_string(p + 1));
      const bool own =
          (r == 0 || r + 1 == count) && (cells.front() == number || cells.back() == number);
      candidates.push_back({p, r, pattern_of(row), own, below ? at - height : at});
    }
  }
  // Those alike in pattern and place stand together.
  std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
    return std::tie(a.pattern, a.place, a.page) < std::tie(b.pattern, b.place, b.page);
  });
  std::vector<std::pair<std::size_t, std::size_t>> dropped;
  for (std::size_t i = 0; i < candidates.size();) {
    std::size_t j = i + 1;
    while (j < candidates.size() && candidates[j].pattern == candidates[i].pattern &&
           candidates[j].place - candidates[j - 1].place < 6) {
      ++j;
    }
    const bool repeats = j - i >= 2 && candidates[i].page != candidates[j - 1].page &&
                         10 * (j - i) >= 3 * rows.size();
    if (repeats || candidates[i].numbers_page || is_page_number(candidates[i].pattern)) {
      for (std::size_t k = i; k < j; ++k)
        dropped.emplace_back(candidates[k].page, candidates[k].row);
    }
    i = j;
  }
  std::sort(dropped.rbegin(), dropped.rend());
  for (const auto& [page, row] : dropped)
    rows[page].erase(rows[page].begin() + static_cast<std::ptrdiff_t>(row));
}

// ---- columns ----

class ColumnReader {
 public:
  /// `gutter` is where the last page with columns parts; it is brought up to date.
  ColumnReader(std::size_t page, std::vector<Line>& lines, std::optional<double>& gutter)
      : page_(page), lines_(lines), last_gutter_(gutter) {}

  void read(std::vector<Row> rows, int column, int depth) {
    auto gutter = depth < kMaxColumnDepth ? find_gutter(rows) : std::nullopt;
    if (depth == 0) {
      // The last page of an article may have few lines.
      if (!gutter && last_gutter_) gutter = gutter_at(rows, *last_gutter_, 1, 0.3);
      if (gutter) last_gutter_ = gutter->x;
    }
    if (!gutter) {
      for (const Row& row : rows) emit(row, column);
      return;
    }
    // What lies across the gutter is read where it stands; between, the left column comes first.
    std::vector<Row> band;
    for (Row& row : rows) {
      if (!crosses(row, *gutter)) {
        band.push_back(std::move(row));
        continue;
      }
      read_band(band, *gutter, column, depth);
      band.clear();
      emit(row, column);
    }
    read_band(band, *gutter, column, depth);
  }

 private:
  // Where two columns part.
  struct Gutter {
    double x = 0;
    double right_edge = 0;  ///< Where the lines of the right column begin.
    std::size_t lines = 0;  ///< That it parts.
  };

  // The first piece right of x.
  static std::size_t first_right_of(const Row& row, double x) {
    std::size_t i = 0;
    while (i < row.size() && middle_x(row[i]) <= x) ++i;
    return i;
  }

  static bool crosses(const Row& row, double x) {
    return std::any_of(row.begin(), row.end(), [x](const Piece& piece) {
      // A stop may hang over the edge.
      const double hang = 0.6 * piece.size;
      return piece.left < x - hang && piece.right > x + hang;
    });
  }

  // True too for a line across both columns that has a gap at x by chance: what stands right of it
  // does not begin where the column does, or an indent further.
  static bool crosses(const Row& row, const Gutter& gutter) {
    if (crosses(row, gutter.x)) return true;
    const auto right = first_right_of(row, gutter.x);
    if (right == 0 || right == row.size()) return false;
    const double off = (row[right].left - gutter.right_edge) / row[right].size;
    return std::abs(off) > 0.5 && std::abs(off - 2) > 0.5;
  }

  // The gutter at x, if it parts two columns of prose: few rows lie across, the lines right of it
  // begin on one edge, and `fill` of the room on both sides is filled in at least `least` lines.
  static std::optional<Gutter> gutter_at(const std::vector<Row>& rows, double x, std::size_t least,
                                         double fill) {
    std::vector<double> starts;
    double size = 0;
    for (const Row& row : rows) {
      if (crosses(row, x)) continue;
      const auto right = first_right_of(row, x);
      if (right == row.size()) continue;
      starts.push_back(row[right].left);
      size = std::max(size, row[right].size);
    }
    if (starts.size() < least) return std::nullopt;
    std::sort(starts.begin(), starts.end());
    Gutter gutter{x, 0, 0};
    std::size_t aligned = 0;
    for (std::size_t i = 0, j = 0; i < starts.size(); ++i) {
      while (j < starts.size() && starts[j] - starts[i] < 0.3 * size) ++j;
      if (j - i > aligned) aligned = j - i, gutter.right_edge = starts[i];
    }
    if (2 * aligned < starts.size()) return std::nullopt;
    double left_edge = x, right_edge = x, left_fill = 0, right_fill = 0;
    std::size_t both = 0, across = 0, cells = 0, lefts = 0, rights = 0;
    for (const Row& row : rows) {
      if (crosses(row, gutter)) {
        ++across;
        continue;
      }
      const auto right = first_right_of(row, x);
      for (std::size_t i = 0; i < row.size(); ++i) {
        (i < right ? left_fill : right_fill) += row[i].right - row[i].left;
        left_edge = std::min(left_edge, row[i].left);
        right_edge = std::max(right_edge, row[i].right);
        cells += i != right && is_cell_gap(row, i);
      }
      lefts += right > 0;
      rights += right < row.size();
      both += right > 0 && right < row.size();
    }
    // Rows of two columns need not be on one height.
    if (lefts < least || rights < least || across > lefts + rights || 3 * cells > lefts + rights)
      return std::nullopt;
    if (left_fill < fill * static_cast<double>(lefts) * (x - left_edge) ||
        right_fill < fill * static_cast<double>(rights) * (right_edge - x))
      return std::nullopt;
    gutter.lines = both + lefts + rights;
    return gutter;
  }

  static std::optional<Gutter> find_gutter(const std::vector<Row>& rows) {
    double left = 1e300, right = -1e300;
    for (const Row& row : rows) {
      for (const Piece& piece : row) {
        left = std::min(left, piece.left);
        right = std::max(right, piece.right);
      }
    }
    if (right <= left) return std::nullopt;
    std::optional<Gutter> best;
    for (int step = 0; step <= 80; ++step) {
      // From the middle outward, so that of equal places the middlemost is taken.
      const int percent = 2 * 50 + (step % 2 == 0 ? step / 2 : -(step + 1) / 2);
      const auto found = gutter_at(rows, left + (right - left) * percent / 200, 4, 0.6);
      if (found && (!best || found->lines > best->lines)) best = found;
    }
    return best;
  }

  void read_band(std::vector<Row>& band, const Gutter& gutter, int column, int depth) {
    std::vector<Row> left, right;
    for (Row& row : band) {
      Row on_left, on_right;
      for (Piece& piece : row)
        (middle_x(piece) <= gutter.x ? on_left : on_right).push_back(std::move(piece));
      if (!on_left.empty()) left.push_back(std::move(on_left));
      if (!on_right.empty()) right.push_back(std::move(on_right));
    }
    read(std::move(left), column * 3 + 1, depth + 1);
    read(std::move(right), column * 3 + 2, depth + 1);
  }

  void emit(const Row& row, int column) {
    // The longest piece stands for the line: single signs of another font lie higher or lower.
    const Piece& main = *std::max_element(
        row.begin(), row.end(),
        [](const Piece& a, const Piece& b) { return a.text.size() < b.text.size(); });
    Line line{{},       row.front().left, row.front().right,
              main.top, main.bottom,      main.size,
              page_,    column,           false};
    for (const Piece& piece : row) line.right = std::max(line.right, piece.right);
    for (const std::u32string& cell : cells_of(row)) {
      if (!line.text.empty()) line.text += U'\t', line.cells = true;
      line.text += cell;
    }
    lines_.push_back(std::move(line));
  }

  std::size_t page_;
  std::vector<Line>& lines_;
  std::optional<double>& last_gutter_;
};

// ---- paragraphs ----

template <typename T>
T median(std::vector<T> values, T otherwise) {
  if (values.empty()) return otherwise;
  const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), half, values.end());
  return *half;
}

class Paragraphs {
 public:
  explicit Paragraphs(const std::vector<Line>& lines) : lines_(lines) {
    std::vector<double> sizes, pitches;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const Line& line = lines[i];
      sizes.push_back(line.size);
      Edges& at = edges_[key(line)];
      at.left = std::min(at.left, line.left);
      if (!line.cells) at.right = std::max(at.right, line.right);
      if (i > 0 && follows(lines[i - 1], line)) pitches.push_back(pitch(lines[i - 1], line));
    }
    body_size_ = median(sizes, 1.0);
    pitch_ = median(pitches, 1.5);
    std::size_t indented = 0, flush = 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      if (lines[i].cells || is_full(lines[i - 1]) || centered(lines[i])) continue;
      ++(is_indented(lines[i]) ? indented : flush);
    }
    indents_ = indented > flush;
  }

  std::string text() const {
    std::u32string out;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (i > 0) {
        if (goes_on(lines_[i - 1], lines_[i])) {
          join(out, lines_[i].text);
          continue;
        }
        out += U'\n';
      }
      out += lines_[i].text;
    }
    if (!out.empty()) out += U'\n';
    return encode_utf8(out);
  }

 private:
  struct Edges {
    double left = 1e300, right = -1e300;
  };
  // Left and right pages may have other margins.
  static std::pair<int, std::size_t> key(const Line& line) { return {line.column, line.page % 2}; }
  const Edges& edges(const Line& line) const { return edges_.at(key(line)); }

  static bool follows(const Line& a, const Line& b) {
    return a.page == b.page && a.column == b.column && b.bottom > a.bottom;
  }
  static double pitch(const Line& a, const Line& b) {
    return (b.bottom - a.bottom) / std::max(b.size, 1e-3);
  }
  static bool same_size(const Line& a, const Line& b) {
    return std::abs(a.size - b.size) < 0.08 * std::max(a.size, b.size);
  }
  bool is_indented(const Line& line) const {
    return line.left > edges(line).left + kIndent * line.size;
  }
  bool is_full(const Line& line, double ragged = kRagged) const {
    return line.right > edges(line).right - ragged * line.size;
  }
  bool centered(const Line& line) const {
    const double before = line.left - edges(line).left;
    const double after = edges(line).right - line.right;
    return line.size > 1.12 * body_size_ && std::abs(before - after) < 1.5 * line.size;
  }

  // 一、 （二） 第三条
  static bool begins_item(std::u32string_view text) {
    static constexpr std::u32string_view kNumerals =
        U"一二三四五六七八九十百〇零０１２３４５６７８９0123456789";
    const bool bracket = text.starts_with(U'（') || text.starts_with(U'(');
    const bool ordinal = text.starts_with(U'第');
    const std::size_t start = bracket || ordinal ? 1 : 0;
    const auto end = text.find_first_not_of(kNumerals, start);
    if (end == std::u32string_view::npos || end == start || end > start + 6) return false;
    const std::u32string_view after = bracket ? U"）)" : ordinal ? U"条章节款项" : U"、";
    return after.find(text[end]) != std::u32string_view::npos;
  }

  bool goes_on(const Line& a, const Line& b) const {
    if (a.cells || b.cells || !same_size(a, b)) return false;
    const bool near = follows(a, b);
    if (near && centered(a) && centered(b) && a.page == 0) return pitch(a, b) < 2;
    // A long word does not fit where Han characters would.
    if (!is_full(a, is_word(b.text.front()) ? 4 * kRagged : kRagged) || is_indented(b))
      return false;
    static constexpr std::u32string_view kStops = U"。！？!?";
    if (kStops.find(a.text.back()) != std::u32string_view::npos && begins_item(b.text))
      return false;
    if (near) return pitch(a, b) < 1.25 * pitch_;
    if (a.page == b.page && a.column == b.column) return false;
    // Without indents only the end of a sentence tells that a paragraph may end with the page.
    static constexpr std::u32string_view kEnds = U"。！？：；!?:;”）";
    return indents_ || kEnds.find(a.text.back()) == std::u32string_view::npos;
  }

  static void join(std::u32string& out, const std::u32string& more) {
    const bool words = is_word(more.front());
    if (words && out.size() > 1 &&
        (out.back() == U'-' || out.back() == U'\u00AD' || out.back() == U'‐') &&
        is_word(out[out.size() - 2]) && !is_digit(out[out.size() - 2]) && more.front() >= U'a') {
      out.pop_back();
    } else if (words && out.back() < 0x80 && out.back() != U'-') {
      // A number may be cut anywhere, words are not.
      const bool number = is_digit(more.front()) && (is_digit(out.back()) || out.back() == U'.' ||
                                                     out.back() == U',' || out.back() == U':');
      if (!number) out += U' ';
    }
    out += more;
  }

  const std::vector<Line>& lines_;
  std::map<std::pair<int, std::size_t>, Edges> edges_;
  double body_size_ = 1;
  double pitch_ = 1.5;
  bool indents_ = false;
};

}  // namespace

std::string lay_out_pages(const std::vector<PageBoxes>& pages) {
  std::vector<std::vector<Row>> rows;
  rows.reserve(pages.size());
  for (const PageBoxes& page : pages) rows.push_back(rows_of(page));
  drop_running_heads(rows, pages);
  std::vector<Line> lines;
  std::optional<double> gutter;
  for (std::size_t p = 0; p < rows.size(); ++p) {
    ColumnReader(p, lines, gutter).read(std::move(rows[p]), 0, 0);
  }
  return Paragraphs(lines).text();
}

}  // namespace zhengce
