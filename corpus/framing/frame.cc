#include "corpus/framing/frame.h"

#include <algorithm>
#include <array>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/framing/frame_rules.h"
#include "corpus/framing/header_fields.h"
#include "corpus/framing/page_line.h"
#include "corpus/framing/sections.h"
#include "corpus/framing/subject.h"
#include "corpus/framing/written_dates.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// How many lines, not blank, may stand above the body.
constexpr std::size_t kHeaderLines = 80;
// A header goes on while one of its lines follows within so many.
constexpr std::size_t kHeaderGap = 3;
constexpr std::size_t kTitleLines = 4;
constexpr std::uint32_t kCutTitle = 40;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

bool one_of(char32_t c, Text set) { return set.find(c) != Text::npos; }

// 一、 (一) 第一章 第一条 1. ##: text, not title.
bool is_numbered(Text key) {
  constexpr Text kNumerals = U"一二三四五六七八九十百0123456789";
  if (key.starts_with(U"#")) return true;
  std::size_t i = !key.empty() && (key[0] == U'(' || key[0] == U'第') ? 1 : 0;
  const std::size_t start = i;
  while (i < key.size() && i < start + 4 && one_of(key[i], kNumerals)) ++i;
  if (i == start || i >= key.size()) return false;
  if (key[0] == U'(') return key[i] == U')';
  return one_of(key[i], key[0] == U'第' ? U"章条节编" : U"、.");
}

class Framer {
 public:
  Framer(const Gazetteer& gazetteer, RawDocument document)
      : gazetteer_(gazetteer), raw_(std::move(document)) {}

  Result<Article> run() {
    take_text();
    if (lines_.empty()) return nothing_left();
    take_address();
    if (body_start_ >= lines_.size()) return nothing_left();
    if (stated_lines_ == 0 && lines_.size() - body_start_ == 1) {
      article_.title = cut_title(lines_[body_start_].span);
    } else {
      read_top();
      find_end();
      mark_notes();
      read_bottom();
      read_signature();
    }
    if (std::none_of(lines_.begin(), lines_.end(),
                     [](const PageLine& l) { return l.kind == PartKind::kBody; })) {
      if (stated_lines_ == 0) return nothing_left();
      // A record of a collection is no page: all its text counts.
      for (std::size_t i = stated_lines_; i < lines_.size(); ++i) lines_[i].kind = PartKind::kBody;
      if (stated_lines_ >= lines_.size()) return nothing_left();
    }
    if (article_.title.empty()) article_.title = cut_title(first_body_line());
    settle();
    return std::move(article_);
  }

 private:
  Error nothing_left() const {
    return {ErrorCode::kInvalidInput,
            raw_.source.path + ": no article text in it, only page furniture"};
  }

  Text line_text(std::size_t i) const { return slice(text_, lines_[i].span); }
  std::u32string key(std::size_t i) const { return line_key(text_, lines_[i].span); }
  void mark(std::size_t i, PartKind kind) { lines_[i].kind = kind; }

  // ---- the text ----

  void take_text() {
    text_ = decode_utf8(raw_.text, &raw_.replaced);
    if (!raw_.title.empty()) {
      const auto decoded = decode_utf8(raw_.title);
      std::u32string title;
      for (const char32_t c : trim(decoded)) title.push_back(c == U'\n' ? U' ' : c);
      if (!title.empty()) {
        const auto end = end_of_title(title);
        if (end == 0) text_.insert(0, title + U"\n");
        stated_end_ = end == 0 ? static_cast<std::uint32_t>(title.size()) : end;
        article_.title = encode_utf8(title);
      }
    }
    for (const Span line : split_lines(text_)) {
      const Span trimmed = trim(text_, line);
      if (trimmed.empty()) continue;
      lines_.push_back({trimmed, PartKind::kBody});
      if (trimmed.start < stated_end_) {
        lines_.back().kind = PartKind::kTitle;
        ++stated_lines_;
      }
    }
    body_start_ = stated_lines_;
  }

  // Where the stated title ends that the text begins with, line ends and blanks aside; 0 if it does
  // not, or goes on in the same line.
  std::uint32_t end_of_title(Text title) const {
    std::size_t i = 0;
    for (const char32_t c : title) {
      if (is_blank(c)) continue;
      while (i < text_.size() && (is_blank(text_[i]) || text_[i] == U'\n')) ++i;
      if (i >= text_.size() || text_[i] != c) return 0;
      ++i;
    }
    const auto end = static_cast<std::uint32_t>(i);
    while (i < text_.size() && is_blank(text_[i])) ++i;
    return i >= text_.size() || text_[i] == U'\n' ? end : 0;
  }

  // A first line that is one address: https://…, github:owner/…
  void take_address() {
    const auto line = line_text(body_start_);
    if (line.size() > 2000) return;
    std::size_t colon = 0;
    while (colon < line.size() && ((line[colon] >= U'a' && line[colon] <= U'z') ||
                                   (line[colon] >= U'A' && line[colon] <= U'Z')))
      ++colon;
    if (colon < 2 || colon + 1 >= line.size() || line[colon] != U':' || line[colon + 1] > 0x7E)
      return;
    if (line.find(U'/') == Text::npos || std::any_of(line.begin(), line.end(), is_blank)) return;
    mark(body_start_++, PartKind::kFrame);
    if (raw_.source.url.empty() && line.starts_with(U"http")) raw_.source.url = encode_utf8(line);
  }

  Span first_body_line() const {
    const auto found = std::find_if(lines_.begin(), lines_.end(),
                                    [](const PageLine& l) { return l.kind == PartKind::kBody; });
    return found == lines_.end() ? Span{} : found->span;
  }

  // The first sentence of `line`, or as much of it as a title holds.
  std::string cut_title(Span line) const {
    const auto all = slice(text_, line);
    const auto stop = all.substr(0, kCutTitle + 1).find_first_of(U"。！？!?；;");
    if (stop != Text::npos && stop > 0) {
      return encode_utf8(all.substr(0, one_of(all[stop], U"。；;") ? stop : stop + 1));
    }
    if (all.size() <= kCutTitle) return encode_utf8(all);
    const auto head = all.substr(0, kCutTitle);
    const auto comma = head.find_last_of(U"，,：:、 　");
    return encode_utf8(head.substr(0, comma == Text::npos || comma < 8 ? kCutTitle : comma)) + "…";
  }

  // ---- above the body ----

  void read_top() {
    std::vector<std::size_t> candidates;
    std::size_t last_header = kNone;
    std::size_t first_header = kNone;
    std::vector<std::u32string> trail;
    const std::size_t limit = std::min(lines_.size(), body_start_ + kHeaderLines);
    std::size_t i = body_start_;
    const bool titled = stated_lines_ > 0;
    for (; i < limit; ++i) {
      const auto line_key = key(i);
      if (const std::size_t after = take_trail(i, line_key, trail); after > i) {
        i = after - 1;
        continue;
      }
      if (const std::size_t after = take_header_line(i, line_key); after > i) {
        if (lines_[i].kind == PartKind::kHeader && first_header == kNone && !candidates.empty())
          first_header = i;
        i = last_header = after - 1;
        continue;
      }
      if (line_key.size() <= 8 && std::find(trail.begin(), trail.end(), line_key) != trail.end()) {
        mark(i, PartKind::kFrame);
        continue;
      }
      if (is_prose(text_, lines_[i].span) || is_numbered(line_key)) break;
      if ((titled || !candidates.empty()) && line_key.back() == U':') break;
      candidates.push_back(i);
      // Lines of text without full stops are no header.
      const std::size_t since = last_header == kNone ? body_start_ : last_header + 1;
      if (candidates.size() > kHeaderGap + kTitleLines &&
          i - since > 2 * (kHeaderGap + kTitleLines))
        break;
    }
    body_start_ = i;
    if (titled) {
      for (const std::size_t c : candidates) body_start_ = std::min(body_start_, c);
      return;
    }
    choose_title(candidates, first_header);
  }

  // Follows a breadcrumb trail from its label, or one that stands in one line; the line after it.
  std::size_t take_trail(std::size_t i, const std::u32string& line_key,
                         std::vector<std::u32string>& trail) {
    const bool labelled = line_kind(line_key) == LineKind::kTrail;
    const bool inline_trail =
        line_key.starts_with(U"首页") && line_key.find_first_of(U">›/") != Text::npos;
    if (!labelled && !inline_trail) return i;
    const auto add = [&](Text item) {
      if (!item.empty()) trail.emplace_back(item);
    };
    mark(i, PartKind::kFrame);
    const auto colon = line_key.find(U':');
    Text rest =
        inline_trail || colon == Text::npos ? Text(line_key) : Text(line_key).substr(colon + 1);
    if (inline_trail || rest.size() > 1) {
      for (auto at = rest.find_first_of(U">›/"); at != Text::npos;
           at = rest.find_first_of(U">›/")) {
        add(rest.substr(0, at));
        rest.remove_prefix(at + 1);
      }
      add(rest);
      if (!rest.empty()) return i + 1;
    }
    // Items on lines of their own, with marks between them.
    const auto is_mark = [&](std::size_t j) {
      return j < lines_.size() && lines_[j].span.size() == 1 && one_of(key(j)[0], U">›/\"|");
    };
    std::size_t j = i + 1;
    for (std::size_t n = 0; n < 10 && j < lines_.size(); ++n) {
      add(key(j));
      mark(j++, PartKind::kFrame);
      if (!is_mark(j)) break;
      mark(j++, PartKind::kFrame);
    }
    return j;
  }

  // If line `i` belongs to a page's header, marks it, keeps what it says and returns the line after
  // it; else returns `i`.
  std::size_t take_header_line(std::size_t i, const std::u32string& line_key) {
    const Span span = lines_[i].span;
    if (const auto date =
            whole_date(fold_text(slice(text_, {span.start, std::min(span.end, span.start + 60)})));
        date && span.size() <= 60) {
      mark(i, PartKind::kHeader);
      if (!bare_date_) bare_date_ = date;
      return i + 1;
    }
    switch (line_kind(line_key)) {
      case LineKind::kFragment:
      case LineKind::kBar:
      case LineKind::kEnd:
      case LineKind::kFooter:
        mark(i, PartKind::kFrame);
        return i + 1;
      case LineKind::kByline:
        mark(i, PartKind::kByline);
        take_fields(i);
        return i + 1;
      case LineKind::kNote:
        mark(i, PartKind::kHeader);
        return i + 1;
      case LineKind::kPlain:
      case LineKind::kKeeper:
      case LineKind::kTrail:
        break;
    }
    if (is_prose(text_, span)) return i;
    if (const std::size_t after = take_fields(i); after > i) return after;
    if (take_number(i) || take_delivery(i, line_key) || take_speaker(i) ||
        take_edition(i, line_key) || take_issue(i, line_key)) {
      mark(i, PartKind::kHeader);
      return i + 1;
    }
    // XX文件 above the number.
    if (line_key.ends_with(U"文件") && line_key.size() <= 30 && i + 1 < lines_.size() &&
        take_number(i + 1)) {
      mark(i, PartKind::kHeader);
      mark(i + 1, PartKind::kHeader);
      const auto head = line_text(i);
      issuer_ = encode_utf8(trim(head.substr(0, head.size() - 2)));
      return i + 2;
    }
    // 中华人民共和国国务院令, XX公告 above 第752号.
    if (is_order(line_key) && i + 1 < lines_.size() && lines_[i + 1].span.size() <= 14) {
      const auto whole = line_key + key(i + 1);
      const auto numbers = find_doc_numbers(whole, {0, static_cast<std::uint32_t>(whole.size())});
      if (!numbers.empty() && numbers.front().span.end == whole.size()) {
        number_ = numbers.front().normalized;
        order_ = i;
        mark(i, PartKind::kHeader);
        mark(i + 1, PartKind::kHeader);
        return i + 2;
      }
    }
    return i;
  }

  static bool is_order(Text line_key) {
    return line_key.size() <= 30 && line_key.find(U"关于") == Text::npos &&
           (line_key.ends_with(U"令") || line_key.ends_with(U"公告") ||
            line_key.ends_with(U"通告"));
  }

  std::size_t take_fields(std::size_t i) {
    auto fields = header_fields(text_, lines_[i].span);
    std::size_t after = i + 1;
    if (fields.empty()) {
      // A label on its line without a colon, its value on the next: the rows of a table.
      const auto label = key(i);
      const auto match = label_at(label, 0);
      if (match.length < 3 || match.length != label.size() ||
          match.kind == FieldKind::kPerhapsPublished)
        return i;
      fields.push_back({match.kind, {}});
    }
    if (fields.size() == 1 && fields[0].kind == FieldKind::kPerhapsPublished) {
      // 时间:… 地点:… announce an event; a time without its day says nothing of the page.
      const bool event = i + 1 < lines_.size() && key(i + 1).starts_with(U"地点");
      const auto value = fold_text(slice(text_, fields[0].value));
      if (event || (!value.empty() && !whole_date(value))) return i;
    }
    if (fields.back().value.empty() && after < lines_.size() && is_value(after)) {
      fields.back().value = lines_[after].span;
      mark(after++, PartKind::kHeader);
    }
    if (lines_[i].kind == PartKind::kBody) mark(i, PartKind::kHeader);
    for (const HeaderField& field : fields) keep(field);
    return after;
  }

  // Whether line `i` can be the value of a label on the line before.
  bool is_value(std::size_t i) const {
    const Span span = lines_[i].span;
    if (span.size() > kLongestFurniture || is_prose(text_, span) ||
        !header_fields(text_, span).empty())
      return false;
    const auto line_key = key(i);
    return label_at(line_key, 0).length != line_key.size() &&
           line_kind(line_key) == LineKind::kPlain;
  }

  void keep(const HeaderField& field) {
    const auto value = slice(text_, field.value);
    if (value.empty()) return;
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
        if (source_.empty()) source_ = source_name(value);
        break;
      case FieldKind::kPublished:
        first(article_.published, written());
        break;
      case FieldKind::kPerhapsPublished:
        first(bare_date_, written());
        break;
      case FieldKind::kSigned:
        first(article_.signed_on, written());
        break;
      case FieldKind::kEffective:
        first(article_.effective, written());
        break;
      case FieldKind::kNumber:
        if (number_.empty() && value.size() <= 40)
          number_ = normalize_doc_number(encode_utf8(value)).value_or(std::string());
        break;
      case FieldKind::kIssuer:
        if (value.size() <= 80) issuer_ = encode_utf8(value);
        break;
      case FieldKind::kTitle:
        if (title_field_.empty()) title_field_ = field.value;
        break;
      case FieldKind::kOther:
        break;
    }
  }

  // The first word of a source's value: 中国民族报 投稿.
  static std::string source_name(Text value) {
    const auto end = std::find_if(value.begin(), value.end(),
                                  [](char32_t c) { return is_blank(c) || one_of(c, U"）)】]|"); });
    const auto name = value.substr(0, static_cast<std::size_t>(end - value.begin()));
    return name.size() > 40 ? std::string() : encode_utf8(name);
  }

  // 国发〔2019〕5号, alone on its line or with 签发人.
  bool take_number(std::size_t i) {
    if (lines_[i].span.size() > 50) return false;
    const auto line_key = key(i);
    const auto numbers =
        find_doc_numbers(line_key, {0, static_cast<std::uint32_t>(line_key.size())});
    if (numbers.empty()) return false;
    const Span span = numbers.front().span;
    const auto rest = Text(line_key).substr(span.end);
    if (span.start > 1 || (rest.size() > 1 && !rest.starts_with(U"签发"))) return false;
    if (number_.empty()) number_ = numbers.front().normalized;
    return true;
  }

  // ——2026年2月3日在江苏省第十四届人民代表大会第五次会议上
  bool take_delivery(std::size_t i, const std::u32string& line_key) {
    if (lines_[i].span.size() > kLongestFurniture || !one_of(line_key[0], U"-(─")) return false;
    std::size_t at = 0;
    while (at < line_key.size() && one_of(line_key[at], U"-(─")) ++at;
    const auto date = date_at(line_key, at);
    if (!date || date->date.day == 0 || date->end >= line_key.size() ||
        line_key[date->end] != U'在')
      return false;
    if (!line_key.ends_with(U"上") && !line_key.ends_with(U"上)")) return false;
    delivered_ = date->date;
    return true;
  }

  // 省长 刘小涛
  bool take_speaker(std::size_t i) const {
    const auto all = line_text(i);
    if (all.size() > 25) return false;
    const auto blank = std::find_if(all.begin(), all.end(), is_blank);
    const auto post = all.substr(0, static_cast<std::size_t>(blank - all.begin()));
    const auto name = trim(all.substr(post.size()));
    return ends_in(LastWord::kPost, post) && name.size() >= 2 && name.size() <= 12 &&
           std::all_of(name.begin(), name.end(),
                       [](char32_t c) { return is_han(c) || is_blank(c) || c == U'·'; });
  }

  // 《示例日报》(2023年05月06日第03版)
  bool take_edition(std::size_t i, Text line_key) {
    if (lines_[i].span.size() > 40 || line_key.empty()) return false;
    const auto bare = line_key.back() == U')' ? line_key.substr(0, line_key.size() - 1) : line_key;
    const auto digit = bare.find_first_of(U"0123456789");
    if (!bare.ends_with(U"版") || digit == Text::npos || digit == 0) return false;
    const auto date = date_at(bare, digit);
    if (!date || date->date.day == 0) return false;
    if (!bare_date_) bare_date_ = date->date;
    auto name = bare.substr(0, digit);
    while (!name.empty() && one_of(name.back(), U"》(,")) name.remove_suffix(1);
    while (!name.empty() && one_of(name.front(), U"《(")) name.remove_prefix(1);
    if (source_.empty()) source_ = encode_utf8(name);
    return true;
  }

  // 第9期(总第31期) of a bulletin, and who compiles it: XX办公室编.
  bool take_issue(std::size_t i, Text line_key) {
    if (line_key.size() > 40) return false;
    if (line_key.starts_with(U"第") && line_key.substr(0, 8).find(U'期') != Text::npos) {
      return line_key.ends_with(U"期") || line_key.ends_with(U")");
    }
    for (const Text word : {U"编印", U"主办", U"编"}) {
      if (!line_key.ends_with(word) ||
          !is_office(line_key.substr(0, line_key.size() - word.size())))
        continue;
      const auto all = line_text(i);
      if (issuer_.empty()) issuer_ = encode_utf8(trim(all.substr(0, all.size() - word.size())));
      return true;
    }
    return false;
  }

  // ---- the title ----

  void choose_title(const std::vector<std::size_t>& candidates, std::size_t first_header) {
    if (candidates.empty()) {
      if (!title_field_.empty()) {
        article_.title = encode_utf8(slice(text_, title_field_));
      } else if (order_ != kNone) {
        article_.title = encode_utf8(line_text(order_));
        mark(order_, PartKind::kTitle);
      }
      return;
    }
    std::size_t begin = candidates.front();
    std::size_t end = begin + 1;
    const auto is_candidate = [&](std::size_t i) {
      return std::binary_search(candidates.begin(), candidates.end(), i);
    };
    const auto stated = title_field_.empty() ? std::u32string() : line_key(text_, title_field_);
    bool official = false;
    for (const std::size_t c : candidates) {
      std::u32string joined;
      for (std::size_t n = 0; n < kTitleLines && is_candidate(c + n); ++n) {
        joined += key(c + n);
        if (!is_official_title(joined) && (stated.empty() || joined != stated)) continue;
        begin = c;
        end = c + n + 1;
        official = true;
        break;
      }
      if (official) break;
    }
    // Short lines and names of sites at the top are no title if a longer line stands above the
    // header.
    if (!official && first_header != kNone &&
        (key(begin).size() <= 6 || ends_in(LastWord::kSite, key(begin)))) {
      for (const std::size_t c : candidates) {
        if (c < first_header && key(c).size() >= 5 && !ends_in(LastWord::kSite, key(c))) begin = c;
      }
      end = begin + 1;
    }
    std::u32string title;
    for (std::size_t i = begin; i < end; ++i) {
      const auto part = line_text(i);
      if (!title.empty() && !is_han(title.back()) && title.back() < 0x80 && part.front() < 0x80)
        title.push_back(U' ');
      title += part;
      mark(i, PartKind::kTitle);
    }
    article_.title = encode_utf8(title);
    const auto title_key = line_key(title, {0, static_cast<std::uint32_t>(title.size())});
    body_start_ = std::min(body_start_, end);
    for (const std::size_t c : candidates) {
      if (c < begin) mark(c, PartKind::kFrame);
      // The title again, below the header.
      const auto again = key(c);
      if (c >= end && again.size() >= 4 && title_key.ends_with(again)) mark(c, PartKind::kHeader);
    }
  }

  // An office, 关于 (or a verb of passing on), a kind of document.
  static bool is_official_title(Text title) {
    const auto open = std::count(title.begin(), title.end(), U'《');
    if (open != std::count(title.begin(), title.end(), U'》')) return false;
    if (title.find(U"关于") == Text::npos && title.find(U"印发") == Text::npos &&
        title.find(U"转发") == Text::npos)
      return false;
    return ends_in(LastWord::kDocument, without_tail(title));
  }

  // Less (试行), (国发〔2019〕4号) at the end.
  static Text without_tail(Text title) {
    while (!title.empty() && title.back() == U')') {
      const auto open = title.rfind(U'(');
      if (open == Text::npos || open == 0) break;
      title = title.substr(0, open);
    }
    return title;
  }

  // ---- below the body ----

  void find_end() {
    std::size_t first_prose = body_start_;
    while (first_prose < lines_.size() && !is_prose(text_, lines_[first_prose].span)) ++first_prose;
    if (first_prose == lines_.size()) first_prose = body_start_;
    std::size_t cut = lines_.size();
    std::size_t last_prose = first_prose;
    bool beside = false;
    for (std::size_t i = body_start_; i < lines_.size(); ++i) {
      const auto line_key = key(i);
      const auto kind = line_kind(line_key);
      const bool ends = kind == LineKind::kEnd || kind == LineKind::kFooter;
      if (ends && i > first_prose) {
        cut = i;
        while (kind == LineKind::kFooter && cut > last_prose + 1 && cut > body_start_ + 1 &&
               line_kind(key(cut - 1)) == LineKind::kKeeper) {
          --cut;
        }
        break;
      }
      const bool furniture =
          kind == LineKind::kBar || ends || (kind == LineKind::kFragment && beside);
      if (furniture && lines_[i].kind == PartKind::kBody) mark(i, PartKind::kFrame);
      beside = furniture;
      if (!furniture && is_prose(text_, lines_[i].span)) last_prose = i;
    }
    // Buttons after the last sentence end the body too.
    for (std::size_t i = last_prose + 1; i < cut; ++i) {
      if (lines_[i].kind == PartKind::kFrame && i >= body_start_) cut = i;
    }
    for (std::size_t i = cut; i < lines_.size(); ++i) {
      if (lines_[i].span.size() <= kLongestFurniture && lines_[i].kind == PartKind::kBody)
        take_late_fields(i);
      mark(i, PartKind::kFrame);
    }
    body_end_ = cut;
  }

  // Furniture may still say when the page was posted.
  void take_late_fields(std::size_t i) {
    for (const HeaderField& field : header_fields(text_, lines_[i].span)) {
      if (field.kind == FieldKind::kPublished || field.kind == FieldKind::kSource) keep(field);
    }
  }

  void mark_notes() {
    for (std::size_t i = body_start_; i < body_end_; ++i) {
      if (lines_[i].kind != PartKind::kBody) continue;
      const auto kind = line_kind(key(i));
      if (kind == LineKind::kByline) {
        mark(i, PartKind::kByline);
        if (source_.empty()) take_late_fields(i);
      } else if (kind == LineKind::kNote) {
        mark(i, PartKind::kHeader);
      } else if (i > body_start_ && is_prose(text_, lines_[i - 1].span) &&
                 contributor_of(text_, lines_[i].span)) {
        // An organization alone in brackets below a text.
        mark(i, PartKind::kByline);
      }
      take_effect(i);
    }
  }

  // 本办法自2024年1月1日起施行: the last such sentence counts.
  void take_effect(std::size_t i) {
    const auto all = line_text(i);
    constexpr std::size_t kReach = 40;
    for (auto at = all.find(U'起'); at != Text::npos; at = all.find(U'起', at + 1)) {
      const auto verb = all.substr(at + 1, 2);
      if (verb != U"施行" && verb != U"实施" && verb != U"执行" && verb != U"生效") continue;
      const auto before =
          fold_text(all.substr(at < kReach ? 0 : at - kReach, std::min(at, kReach)));
      const auto from = before.rfind(U'自');
      if (from == Text::npos || before.rfind(U'本', from) == Text::npos) continue;
      const auto date = date_at(before, from + 1);
      if (date && date->date.day != 0 && date->end == before.size()) late_effect_ = date->date;
    }
  }

  // Labelled fields and the like that stand last: 发布日期:2024-06-13.
  void read_bottom() {
    constexpr std::size_t kBottomLines = 8;
    for (std::size_t n = 0, i = body_end_; n < kBottomLines && i > body_start_ + 1; ++n) {
      --i;
      if (lines_[i].kind != PartKind::kBody) continue;
      const auto fields = header_fields(text_, lines_[i].span);
      if (fields.empty() || fields.front().kind == FieldKind::kPerhapsPublished) break;
      for (const HeaderField& field : fields) keep(field);
      mark(i, PartKind::kHeader);
    }
  }

  // The date below (or beside) an office's name: at the end, or before the document that is passed
  // on.
  void read_signature() {
    std::size_t last_body = body_end_;
    while (last_body > body_start_ && lines_[last_body - 1].kind != PartKind::kBody) --last_body;
    for (std::size_t i = body_start_; i < body_end_; ++i) {
      if (lines_[i].kind != PartKind::kBody || lines_[i].span.size() > 50) continue;
      const auto folded = fold_text(line_text(i));
      std::size_t office_end = 0;
      auto date = whole_date(folded);
      if (!date) {
        const auto start = folded.find_first_of(U"0123456789一二〇○");
        if (start == Text::npos || start < 4) continue;
        date = whole_date(Text(folded).substr(start));
        office_end = start;
        if (!date || !is_office(trim(Text(folded).substr(0, start)))) continue;
      }
      std::u32string offices;
      if (office_end > 0) {
        offices = trim(Text(folded).substr(0, office_end));
      } else {
        for (std::size_t j = i; j > body_start_ && lines_[j - 1].kind == PartKind::kBody; --j) {
          const auto office = fold_text(line_text(j - 1));
          if (lines_[j - 1].span.size() > 50 || !is_office(office)) break;
          offices = offices.empty() ? office : office + U"、" + offices;
        }
        if (offices.empty() && i + 1 < last_body) continue;
      }
      if (!article_.signed_on) article_.signed_on = date;
      if (signature_.empty()) signature_ = encode_utf8(offices);
      return;
    }
  }

  static bool is_office(Text name) {
    if (name.size() < 2 || name.find_first_of(U",。;:!?、") != Text::npos) return false;
    return ends_in(LastWord::kOffice, name) || ends_in(LastWord::kGroup, name) ||
           ends_in(LastWord::kBody, name);
  }

  // ---- the article ----

  // 国务院办公厅 of 国务院办公厅关于…的通知; several offices joined by 、.
  std::string issuer_of_title() const {
    const auto decoded = decode_utf8(article_.title);
    const Span bare = without_kicker(decoded, {0, static_cast<std::uint32_t>(decoded.size())});
    const auto title = slice(decoded, bare);
    const auto folded = fold_text(title);
    const auto about = std::min(title.find(U"关于"), title.find(U"转发"));
    if (about == Text::npos || about < 2 || about > 80 ||
        !ends_in(LastWord::kDocument, without_tail(folded)))
      return {};
    std::u32string offices;
    Text rest = trim(title.substr(0, about));
    while (!rest.empty()) {
      const auto end = std::find_if(rest.begin(), rest.end(), is_blank) - rest.begin();
      const auto office = rest.substr(0, static_cast<std::size_t>(end));
      if (!ends_in(LastWord::kOffice, office) && !ends_in(LastWord::kGroup, office) &&
          !ends_in(LastWord::kBody, office))
        return {};
      if (!offices.empty()) offices += U"、";
      offices += office;
      rest = trim(rest.substr(static_cast<std::size_t>(end)));
    }
    return encode_utf8(offices);
  }

  // 央视网消息(新闻联播):, 新华社北京3月5日电
  std::string medium_of_dateline() const {
    const Span line = first_body_line();
    const auto head = slice(text_, {line.start, std::min(line.end, line.start + 30)});
    for (std::size_t end = 3; end <= 8 && end < head.size(); ++end) {
      if (!one_of(head[end - 1], U"社网报台") || !is_han(head[end - 2])) continue;
      if (head.starts_with(U"本报") || head.starts_with(U"本网") || head.starts_with(U"本台"))
        return {};
      const auto rest = head.substr(end);
      const auto date = rest.find(U"日电");
      if (rest.starts_with(U"消息") || rest.starts_with(U"讯") ||
          (date != Text::npos && date <= 14))
        return encode_utf8(head.substr(0, end));
    }
    return {};
  }

  std::string number_in_title() const {
    const auto title = decode_utf8(article_.title);
    const auto numbers = find_doc_numbers(title, {0, static_cast<std::uint32_t>(title.size())});
    if (numbers.empty() || numbers.back().span.end + 1 < title.size()) return {};
    return numbers.back().normalized;
  }

  void settle() {
    article_.category = raw_.category;
    article_.retrieved = raw_.retrieved;
    if (raw_.source.name.empty())
      raw_.source.name = !source_.empty() ? source_ : medium_of_dateline();
    article_.sources.push_back(raw_.source);

    article_.number =
        raw_.number.empty() ? number_ : normalize_doc_number(raw_.number).value_or(raw_.number);
    if (article_.number.empty()) article_.number = number_in_title();

    if (!article_.published) article_.published = bare_date_;
    if (!article_.published) article_.published = date_of_url(raw_.source.url);
    if (!article_.published) article_.published = delivered_;
    if (!article_.effective) article_.effective = late_effect_;
    if (raw_.date) article_.signed_on = raw_.date;
    if (raw_.published) article_.published = raw_.published;

    article_.issuer = raw_.issuer;
    if (article_.issuer.empty()) article_.issuer = issuer_;
    if (article_.issuer.empty()) article_.issuer = issuer_of_title();
    if (article_.issuer.empty() && !article_.number.empty())
      article_.issuer = issuer_of_number(article_.number);
    if (article_.issuer.empty()) article_.issuer = signature_;

    article_.sections = split_sections(gazetteer_, text_, lines_);
    if (article_.issuer.empty()) {
      const auto region = region_of_work_report(gazetteer_, text_, lines_, article_);
      if (region != kNoRegion)
        article_.issuer = std::string(gazetteer_.at(region).name) + "人民政府";
    }
    if (article_.sections.size() == 1 && article_.sections.front().heading.empty()) {
      const auto region = subject_of_article(gazetteer_, text_, lines_, article_);
      if (region != kNoRegion)
        article_.sections.front().about.emplace_back(gazetteer_.at(region).code);
    }
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const PageLine& line = lines_[i];
      if (!article_.parts.empty() && article_.parts.back().kind == line.kind) {
        article_.parts.back().span.end = line.span.end;
      } else {
        article_.parts.push_back({line.span, line.kind});
      }
    }
    article_.id = article_id(decode_utf8(article_.title), text_, article_.parts);
    article_.text = encode_utf8(text_);
  }

  const Gazetteer& gazetteer_;
  RawDocument raw_;
  Article article_;
  std::u32string text_;
  std::vector<PageLine> lines_;
  std::size_t body_start_ = 0;  // The first line after the address, later after title and header.
  std::size_t body_end_ = 0;
  std::size_t stated_lines_ = 0;  // Lines of a stated title at the start.
  std::uint32_t stated_end_ = 0;
  // What the header says, in order of trust.
  std::string issuer_, number_, source_, signature_;
  Span title_field_;
  std::size_t order_ = kNone;  // The line of 国务院令 and the like.
  std::optional<Date> bare_date_, delivered_, late_effect_;
};

}  // namespace

Result<Article> frame_document(const Gazetteer& gazetteer, RawDocument document) {
  return Framer(gazetteer, std::move(document)).run();
}

}  // namespace zhengce
