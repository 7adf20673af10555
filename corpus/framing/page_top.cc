#include "corpus/framing/page_top.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/framing/frame_rules.h"
#include "corpus/framing/page_title.h"
#include "corpus/framing/written_dates.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// How many lines, not blank, may stand above the body.
constexpr std::size_t kHeaderLines = 80;
// A header goes on while one of its lines follows within so many.
constexpr std::size_t kHeaderGap = 3;

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

class TopReader {
 public:
  TopReader(PageText& page, PageFacts& facts, bool titled)
      : page_(page), facts_(facts), titled_(titled) {}

  void run() {
    std::vector<std::size_t> candidates;
    std::optional<std::size_t> last_header;
    std::optional<std::size_t> first_header;
    std::vector<std::u32string> trail;
    std::size_t above_trail = 0;  // How many candidates stand above the trail.
    const std::size_t limit = std::min(page_.lines.size(), page_.body_start + kHeaderLines);
    std::size_t i = page_.body_start;
    for (; i < limit; ++i) {
      const auto line_key = page_.key(i);
      if (const std::size_t after = take_trail(i, line_key, trail); after > i) {
        i = after - 1;
        above_trail = candidates.size();
        continue;
      }
      if (const std::size_t after = take_header_line(i, line_key); after > i) {
        if (page_.lines[i].kind == PartKind::kHeader && !first_header && !candidates.empty())
          first_header = i;
        i = after - 1;
        last_header = i;
        continue;
      }
      if (line_key.size() <= 8 && std::find(trail.begin(), trail.end(), line_key) != trail.end()) {
        page_.mark(i, PartKind::kFrame);
        continue;
      }
      // The first heading of Markdown is the title.
      const bool heads = candidates.empty() && line_key.front() == U'#';
      if (is_prose(page_.text, page_.lines[i].span) || (is_numbered(line_key) && !heads)) break;
      if (line_key.back() == U':') {
        if (titled_ || !candidates.empty() || is_salutation(line_key)) break;
        leave_out(i, PartKind::kFrame);  // 热门专题:
        continue;
      }
      candidates.push_back(i);
      // Lines of text without full stops are no header.
      const std::size_t since = last_header ? *last_header + 1 : page_.body_start;
      if (candidates.size() > kHeaderGap + kTitleLines &&
          i - since > 2 * (kHeaderGap + kTitleLines))
        break;
    }
    page_.body_start = i;
    // A text of nothing else is the text.
    if (candidates.empty() && i == page_.lines.size() && !left_out_.empty()) {
      for (const std::size_t line : left_out_) page_.mark(line, PartKind::kBody);
      page_.body_start = left_out_.front();
    }
    if (titled_) {
      for (const std::size_t c : candidates) page_.body_start = std::min(page_.body_start, c);
      return;
    }
    drop_site(candidates, above_trail, trail);
    choose_title(page_, facts_, {std::move(candidates), first_header, order_});
  }

 private:
  // What stands above the trail is the site's if a line below it is an item of the trail, so the
  // title.
  void drop_site(std::vector<std::size_t>& candidates, std::size_t above,
                 const std::vector<std::u32string>& trail) {
    const auto below = candidates.begin() + static_cast<std::ptrdiff_t>(above);
    const bool has_title = std::any_of(below, candidates.end(), [&](std::size_t c) {
      return std::find(trail.begin(), trail.end(), page_.key(c)) != trail.end();
    });
    if (!has_title) return;
    for (auto c = candidates.begin(); c != below; ++c) page_.mark(*c, PartKind::kFrame);
    candidates.erase(candidates.begin(), below);
  }

  // Follows a breadcrumb trail from its label, or one that stands in one line; the line after it.
  std::size_t take_trail(std::size_t i, const std::u32string& line_key,
                         std::vector<std::u32string>& trail) {
    const bool labeled = line_kind(line_key) == LineKind::kTrail;
    auto marked = line_key;  // Folding makes a quotation mark of ».
    if (page_.line(i).find(U'»') != Text::npos)
      std::replace(marked.begin(), marked.end(), U'"', U'>');
    const bool inline_trail = is_inline_trail(marked);
    if (!labeled && !inline_trail) return i;
    const auto add = [&](Text item) {
      if (!item.empty()) trail.emplace_back(item);
    };
    page_.mark(i, PartKind::kFrame);
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
      return j < page_.lines.size() && page_.lines[j].span.size() == 1 &&
             one_of(page_.key(j)[0], U">›/\"|");
    };
    std::size_t j = i + 1;
    for (std::size_t n = 0; n < 10 && j < page_.lines.size(); ++n) {
      add(page_.key(j));
      page_.mark(j++, PartKind::kFrame);
      if (!is_mark(j)) break;
      page_.mark(j++, PartKind::kFrame);
    }
    return j;
  }

  // 首页>新闻, 示例网>>社会>>正文: short names with marks between them.
  static bool is_inline_trail(Text line_key) {
    const bool home = line_key.starts_with(U"首页") || line_key.starts_with(U"home");
    if (home) return line_key.find_first_of(U">›/") != Text::npos;
    constexpr std::size_t kLongestItem = 14;
    std::size_t marks = 0, item = 0;
    for (const char32_t c : line_key) {
      const bool mark = one_of(c, U">›");
      if (mark && item == 0 && marks == 0) continue;
      marks += mark ? 1 : 0;
      item = mark ? 0 : item + 1;
      if (item > kLongestItem || one_of(c, U",。;!?")) return false;
    }
    return marks >= 2;
  }

  // A day with its time among a few words: 示例发布 2024-03-05 18:20.
  bool take_stamp(std::size_t i) {
    if (page_.lines[i].span.size() > 40) return false;
    const auto folded = fold_text(page_.line(i));
    for (std::size_t at = folded.find(U'2'); at != Text::npos; at = folded.find(U'2', at + 1)) {
      if (at > 0 && folded[at - 1] >= U'0' && folded[at - 1] <= U'9') continue;
      const auto date = date_at(folded, at);
      if (!date || date->date.day == 0) continue;
      const std::size_t behind = skip_time(folded, date->end);
      if (!take_medium(folded, at, behind) && behind == date->end &&
          !is_stamped(folded, at, date->end))
        return false;
      if (!facts_.bare_date) facts_.bare_date = date->date;
      return true;
    }
    return false;
  }

  // 2017-03-01 示例网 张三: a day in figures that opens its line, and a few names behind it.
  static bool is_stamped(Text folded, std::size_t start, std::size_t end) {
    constexpr std::size_t kLongest = 24;
    const auto rest = folded.substr(end);
    return start == 0 && folded.substr(0, end).find(U'年') == Text::npos && !rest.empty() &&
           is_blank(rest.front()) && rest.size() <= kLongest &&
           rest.find_first_of(U"“”《》,。!?:") == Text::npos && rest.find(U"关于") == Text::npos &&
           (rest.find(U'网') != Text::npos || rest.find(U'报') != Text::npos);
  }

  // 四川日报 2021年03月09日: a newspaper and the day from `start` to `end`, its time included, and
  // nothing else.
  bool take_medium(Text folded, std::size_t start, std::size_t end) {
    auto name = trim(folded.substr(0, start));
    if (name.ends_with(U"·")) name = trim(name.substr(0, name.size() - 1));
    if (name.size() < 3 || name.size() > 12 || !std::all_of(name.begin(), name.end(), is_han) ||
        !one_of(name.back(), U"报网社台刊") || !trim(folded.substr(end)).empty())
      return false;
    if (facts_.source.empty()) facts_.source = encode_utf8(name);
    return true;
  }

  // If line `i` belongs to a page's header, marks it, keeps what it says and returns the line after
  // it; else returns `i`.
  std::size_t take_header_line(std::size_t i, const std::u32string& line_key) {
    const Span span = page_.lines[i].span;
    if (const auto date = whole_date(
            fold_text(slice(page_.text, {span.start, std::min(span.end, span.start + 60)})));
        date && span.size() <= 60) {
      page_.mark(i, PartKind::kHeader);
      if (!facts_.bare_date) facts_.bare_date = date;
      return i + 1;
    }
    switch (line_kind(line_key)) {
      case LineKind::kFragment:
      case LineKind::kBar:
      case LineKind::kEnd:
      case LineKind::kFooter:
        page_.mark(i, PartKind::kFrame);
        return i + 1;
      case LineKind::kByline:
        page_.mark(i, PartKind::kByline);
        take_fields(i);
        return i + 1;
      case LineKind::kNote:
        page_.mark(i, PartKind::kHeader);
        return i + 1;
      case LineKind::kPlain:
      case LineKind::kKeeper:
      case LineKind::kTrail:
        break;
    }
    if (is_menu(page_.line(i)) || is_bar_row(line_key) || has_no_word(line_key)) {
      leave_out(i, PartKind::kFrame);
      return i + 1;
    }
    if (is_of_congress(line_key)) {
      leave_out(i, PartKind::kHeader);
      return i + 1;
    }
    if (take_adoption(line_key)) return i + 1;  // No title, but part of the text.
    if (take_dateline(line_key)) {
      page_.mark(i, PartKind::kHeader);
      return i + 1;
    }
    if (is_reporters(page_.line(i), line_key)) {
      leave_out(i, PartKind::kByline);
      return i + 1;
    }
    if (take_status(i, line_key)) return i + 1;
    if (is_prose(page_.text, span)) return i;
    if (const std::size_t after = take_fields(i); after > i) return after;
    if (take_number(i) || take_delivery(i, line_key) || take_speaker(i) ||
        take_edition(i, line_key) || take_issue(i, line_key) || take_stamp(i)) {
      page_.mark(i, PartKind::kHeader);
      return i + 1;
    }
    // XX文件 above the number.
    if (line_key.ends_with(U"文件") && line_key.size() <= 30 && i + 1 < page_.lines.size() &&
        take_number(i + 1)) {
      page_.mark(i, PartKind::kHeader);
      page_.mark(i + 1, PartKind::kHeader);
      const auto head = page_.line(i);
      facts_.issuer = encode_utf8(trim(head.substr(0, head.size() - 2)));
      return i + 2;
    }
    // 中华人民共和国国务院令, XX公告 above 第752号.
    if (is_order(line_key) && i + 1 < page_.lines.size() && page_.lines[i + 1].span.size() <= 14) {
      const auto whole = line_key + page_.key(i + 1);
      const auto numbers = find_doc_numbers(whole, {0, static_cast<std::uint32_t>(whole.size())});
      if (!numbers.empty() && numbers.front().span.end == whole.size()) {
        facts_.number = numbers.front().normalized;
        order_ = i;
        page_.mark(i, PartKind::kHeader);
        page_.mark(i + 1, PartKind::kHeader);
        return i + 2;
      }
    }
    return i;
  }

  // Marks a line that is no body by what it looks like alone.
  void leave_out(std::size_t i, PartKind kind) {
    page_.mark(i, kind);
    left_out_.push_back(i);
  }

  // 某委员:, 各市人民政府:, 同志们:
  static bool is_salutation(Text line_key) {
    const Text whom = line_key.substr(0, line_key.size() - 1);
    constexpr Text kPersons[] = {U"委员", U"代表", U"同志", U"们", U"先生", U"女士", U"朋友"};
    return whom.starts_with(U"各") || whom.starts_with(U"尊敬的") || is_organization(whom) ||
           whom.find(U'、') != Text::npos ||
           std::any_of(std::begin(kPersons), std::end(kPersons),
                       [&](Text person) { return whom.ends_with(person); });
  }

  // 要闻 人事 政情 图片, 安徽|北京|重庆|福建: four or more short words and nothing else.
  static bool is_menu(Text line) {
    constexpr std::size_t kFewest = 4;
    constexpr std::size_t kLongestItem = 4;
    std::size_t items = 0, size = 0;
    for (const char32_t c : line) {
      const bool apart = is_blank(c) || one_of(c, U"|｜");
      if (!apart && !is_han(c) && c != U'\uFFFD') return false;
      if (apart && size == 1) return false;  // 政 府 工 作 报 告
      if (!apart) {
        items += size == 0 ? 1 : 0;
        if (++size > kLongestItem) return false;
      } else {
        size = 0;
      }
    }
    return items >= kFewest && size != 1;
  }

  // 首页English, 0收藏打印: buttons, and what they count, without anything between them.
  static bool is_joined_bar(Text line_key) {
    std::size_t items = 0;
    while (!line_key.empty()) {
      const bool number = line_key.front() >= U'0' && line_key.front() <= U'9';
      const std::size_t n = number ? 1 : button_at(line_key);
      if (n == 0) return false;
      items += number ? 0 : 1;
      line_key.remove_prefix(n);
    }
    return items > 1;
  }

  // 设为首页-加入收藏: buttons in a row; • 要闻: an item of a menu.
  static bool is_bar_row(Text line_key) {
    constexpr std::size_t kLongestItem = 5;
    if (line_key.front() == U'·' && line_key.size() <= kLongestItem + 1) return true;
    if (is_joined_bar(line_key)) return true;
    std::size_t items = 0;
    for (Text rest = line_key;; ++items) {
      const auto end = std::min(rest.find_first_of(U"-|·/>"), rest.size());
      const auto kind = line_kind(rest.substr(0, end));
      if (kind != LineKind::kFragment && kind != LineKind::kBar) return false;
      if (end == rest.size()) return items > 0;
      rest.remove_prefix(end + 1);
    }
  }

  // A stray dot, a time; what is left of buttons: 】【打印】【第1页第2页】; not the rule of a
  // table.
  static bool has_no_word(Text line_key) {
    if (line_key.starts_with(U"|-")) return false;
    const bool buttons =
        one_of(line_key.front(), U"()") && one_of(line_key.back(), U"()") &&
        line_key.find(U':') == Text::npos &&
        (line_key.find(U"打印") != Text::npos || line_key.find(U"第1页") != Text::npos ||
         line_key.find(U"字体") != Text::npos || line_key.find(U"字号") != Text::npos);
    return buttons || std::none_of(line_key.begin(), line_key.end(), [](char32_t c) {
             return is_han(c) || (c >= U'a' && c <= U'z') || c > 0xFFFF;
           });
  }

  // 县第十八届人民代表大会第一次会议文件
  static bool is_of_congress(Text line_key) {
    return line_key.size() <= kLongestFurniture && line_key.find(U"代表大会") != Text::npos &&
           line_key.ends_with(U"会议文件");
  }

  // (2020年1月20日示例省第十二届人民代表大会常务委员会第三次会议通过): who passed it, and when.
  bool take_adoption(Text line_key) {
    if (line_key.starts_with(U"(")) line_key.remove_prefix(1);
    if (line_key.ends_with(U")")) line_key.remove_suffix(1);
    if (line_key.size() > kLongestFurniture || line_key.find(U"代表大会") == Text::npos ||
        !line_key.ends_with(U"通过") || line_key.front() < U'0' || line_key.front() > U'9')
      return false;
    const auto date = date_at(line_key, 0);
    if (!date || date->date.day == 0) return true;
    if (!facts_.signed_on) facts_.signed_on = date->date;
    auto body = line_key.substr(date->end);
    for (const Text by : {U"经", U"由"}) {
      if (body.starts_with(by)) body.remove_prefix(by.size());
    }
    const auto session = body.rfind(U'第');  // …第三次会议
    if (session == Text::npos || session == 0) return true;
    std::u32string name(body.substr(0, session));
    const auto term = name.find(U'第');  // 示例省|第十二届|人民代表大会
    const auto term_end = name.find(U'届');
    if (term != Text::npos && term_end != Text::npos && term < term_end)
      name.erase(term, term_end + 1 - term);
    const bool known = name.ends_with(U"代表大会") || name.ends_with(U"委员会");
    if (facts_.issuer.empty() && known) facts_.issuer = encode_utf8(name);
    return true;
  }

  // 示例日报记者 张三 李四 王五: names and nothing else.
  static bool is_names(Text line) {
    constexpr std::size_t kLongestName = 4, kLongestMedium = 12;
    const auto reporter = line.find(U"记者");
    if (reporter == Text::npos || reporter > kLongestMedium) return false;
    std::size_t size = 0, names = 0;
    for (const char32_t c : trim(line.substr(reporter + 2))) {
      if (is_blank(c)) {
        size = 0;
      } else if (!is_han(c) || ++size > kLongestName) {
        return false;
      } else if (size == 2) {
        ++names;
      }
    }
    return names > 0;
  }

  // 新华社北京2月13日电, on a line of its own.
  bool take_dateline(Text line_key) {
    constexpr std::size_t kLongest = 20, kLongestMedium = 8;
    const bool ends_so = line_key.ends_with(U"日电") || line_key.ends_with(U"日讯");
    if (!ends_so || line_key.size() > kLongest) return false;
    const auto medium = line_key.find_first_of(U"社网报");
    if (medium == 0 || medium > kLongestMedium) return false;
    if (facts_.source.empty() && !line_key.starts_with(U"本"))
      facts_.source = encode_utf8(line_key.substr(0, medium + 1));
    return true;
  }

  // 示例网记者 张三 通讯员 李四 示例市报道
  static bool is_reporters(Text line, Text line_key) {
    constexpr std::size_t kLongest = 40;
    return is_names(line) ||
           (line_key.size() <= kLongest && line_key.find(U"记者") != Text::npos &&
            (line_key.ends_with(U"报道") || line_key.find(U"通讯员") != Text::npos) &&
            line_key.find_first_of(U",。;!?:") == Text::npos);
  }

  // 文件已失效, 【现行有效】: a stamp on a line of its own.
  bool take_status(std::size_t i, Text line_key) {
    while (!line_key.empty() && one_of(line_key.front(), U"【[(")) line_key.remove_prefix(1);
    while (!line_key.empty() && one_of(line_key.back(), U"】])")) line_key.remove_suffix(1);
    const Text whole = line_key;
    for (const Text subject : {U"本文件", U"该文件", U"文件", U"本文"}) {
      if (line_key.starts_with(subject)) {
        line_key.remove_prefix(subject.size());
        break;
      }
    }
    constexpr Text kStamps[] = {U"已失效", U"已废止", U"已宣布失效", U"现行有效"};
    if (std::find(std::begin(kStamps), std::end(kStamps), line_key) == std::end(kStamps))
      return false;
    if (facts_.status.empty()) facts_.status = encode_utf8(whole);
    page_.mark(i, PartKind::kHeader);
    return true;
  }

  static bool is_order(Text line_key) {
    return line_key.size() <= 30 && line_key.find(U"关于") == Text::npos &&
           (line_key.ends_with(U"令") || line_key.ends_with(U"公告") ||
            line_key.ends_with(U"通告"));
  }

  std::size_t take_fields(std::size_t i) {
    auto fields = header_fields(page_.text, page_.lines[i].span);
    std::size_t after = i + 1;
    if (fields.empty()) {
      // A label on its line without a colon, its value on the next: the rows of a table.
      const auto label = page_.key(i);
      const auto match = label_at(label, 0);
      if (match.length < 3 || match.length != label.size() ||
          match.kind == FieldKind::kPerhapsPublished)
        return i;
      fields.push_back({match.kind, {}});
    }
    if (fields.size() == 1 && fields[0].kind == FieldKind::kPerhapsPublished) {
      // 时间:… 地点:… announce an event; a time without its day says nothing of the page.
      const bool event = i + 1 < page_.lines.size() && page_.key(i + 1).starts_with(U"地点");
      const auto value = fold_text(slice(page_.text, fields[0].value));
      if (event || (!value.empty() && !whole_date(value))) return i;
    }
    if (fields.back().value.empty() && after < page_.lines.size() &&
        is_value(after, fields.back().kind)) {
      fields.back().value = page_.lines[after].span;
      page_.mark(after++, PartKind::kHeader);
    }
    if (page_.lines[i].kind == PartKind::kBody) page_.mark(i, PartKind::kHeader);
    for (const HeaderField& field : fields) facts_.keep(page_.text, field);
    return after;
  }

  // Whether line `i` can be the value of a label of that kind on the line before.
  bool is_value(std::size_t i, FieldKind kind) const {
    const Span span = page_.lines[i].span;
    if (span.size() > kLongestFurniture || is_prose(page_.text, span) ||
        !header_fields(page_.text, span).empty())
      return false;
    const auto line_key = page_.key(i);
    const bool is_day = kind == FieldKind::kPublished || kind == FieldKind::kPerhapsPublished ||
                        kind == FieldKind::kSigned || kind == FieldKind::kEffective;
    if (is_day && !date_at(line_key, 0)) return false;
    return label_at(line_key, 0).length != line_key.size() &&
           line_kind(line_key) == LineKind::kPlain;
  }

  // 国发〔2019〕5号, alone on its line or with 签发人.
  bool take_number(std::size_t i) {
    if (page_.lines[i].span.size() > 50) return false;
    const auto line_key = page_.key(i);
    const auto numbers =
        find_doc_numbers(line_key, {0, static_cast<std::uint32_t>(line_key.size())});
    if (numbers.empty()) return false;
    const Span span = numbers.front().span;
    const auto rest = Text(line_key).substr(span.end);
    if (rest.size() > 1 && !rest.starts_with(U"签发")) return false;
    auto number = numbers.front().normalized;
    if (span.start > 1) {
      // 财政部 税务总局公告2024年第12号
      if (!is_organization(Text(line_key).substr(0, span.start))) return false;
      const auto all = page_.line(i);
      number = encode_utf8(trim(all.substr(0, all.find_last_of(U" 　")))) + ' ' + number;
    }
    if (facts_.number.empty()) facts_.number = number;
    // An announcement without another title is called by its number.
    const bool named = rest.empty() && line_key.find(U'(') == Text::npos;
    if (named && !order_) order_ = i;
    return true;
  }

  // ——2026年2月3日在江苏省第十四届人民代表大会第五次会议上
  bool take_delivery(std::size_t i, const std::u32string& line_key) {
    constexpr Text kCongress = U"人民代表大会";
    if (i > 0 && line_key.starts_with(kCongress) && line_key.ends_with(U"上") &&
        Text(page_.key(i - 1)).ends_with(U"届"))
      return true;
    const bool plain =
        line_key[0] >= U'0' && line_key[0] <= U'9' && line_key.find(U"代表大会") != Text::npos;
    if (page_.lines[i].span.size() > kLongestFurniture || (!plain && !one_of(line_key[0], U"-(─")))
      return false;
    std::size_t at = 0;
    while (at < line_key.size() && one_of(line_key[at], U"-(─")) ++at;
    const auto date = date_at(line_key, at);
    if (!date || date->date.day == 0 || date->end >= line_key.size() ||
        line_key[date->end] != U'在')
      return false;
    // …会议上, …会议上 县长 某某; …第十七届, and 人民代表大会…会议上 on the next line
    const bool with_speaker = plain && line_key.find(U"会议上") != Text::npos;
    const bool goes_on = i + 1 < page_.lines.size() && line_key.ends_with(U"届") &&
                         Text(page_.key(i + 1)).starts_with(kCongress);
    if (!with_speaker && !goes_on && !line_key.ends_with(U"上") && !line_key.ends_with(U"上)"))
      return false;
    facts_.delivered = date->date;
    return true;
  }

  // 省长 刘小涛
  bool take_speaker(std::size_t i) const {
    const auto all = page_.line(i);
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
    if (page_.lines[i].span.size() > 40 || line_key.empty()) return false;
    const auto bare = line_key.back() == U')' ? line_key.substr(0, line_key.size() - 1) : line_key;
    const auto digit = bare.find_first_of(U"0123456789");
    if (!bare.ends_with(U"版") || digit == Text::npos || digit == 0) return false;
    const auto date = date_at(bare, digit);
    if (!date || date->date.day == 0) return false;
    if (!facts_.bare_date) facts_.bare_date = date->date;
    auto name = bare.substr(0, digit);
    while (!name.empty() && one_of(name.back(), U"》(,")) name.remove_suffix(1);
    while (!name.empty() && one_of(name.front(), U"《(")) name.remove_prefix(1);
    if (facts_.source.empty()) facts_.source = encode_utf8(name);
    return true;
  }

  // 示例日报传媒集团: no office.
  static bool is_medium(Text line_key) {
    constexpr Text kMedia[] = {U"日报", U"晚报", U"报业", U"报社", U"传媒", U"融媒体", U"电视台"};
    return std::any_of(std::begin(kMedia), std::end(kMedia),
                       [&](Text word) { return line_key.find(word) != Text::npos; });
  }

  // 第04版:国内国际 of a newspaper; 第9期(总第31期) of a bulletin, and who compiles it: XX办公室编.
  bool take_issue(std::size_t i, Text line_key) {
    if (line_key.size() > 40) return false;
    if (line_key.starts_with(U"第") && line_key.substr(0, 6).find(U"版:") != Text::npos)
      return line_key.size() <= 14;
    if (line_key.starts_with(U"第") && line_key.substr(0, 8).find(U'期') != Text::npos) {
      return line_key.ends_with(U"期") || line_key.ends_with(U")");
    }
    for (const Text word : {U"编印", U"主办", U"编"}) {
      if (!line_key.ends_with(word) ||
          !is_organization(line_key.substr(0, line_key.size() - word.size())))
        continue;
      const auto all = page_.line(i);
      const auto name = encode_utf8(trim(all.substr(0, all.size() - word.size())));
      std::string& who = is_medium(line_key) ? facts_.source : facts_.issuer;
      if (who.empty()) who = name;
      return true;
    }
    return false;
  }

  PageText& page_;
  PageFacts& facts_;
  bool titled_;
  std::vector<std::size_t> left_out_;
  std::optional<std::size_t> order_;  // The line of 国务院令 and the like.
};

}  // namespace

void read_page_top(PageText& page, PageFacts& facts, bool titled) {
  TopReader(page, facts, titled).run();
}

}  // namespace zhengce
