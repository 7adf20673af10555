#include "corpus/readers/html.h"

#include <algorithm>
#include <array>
#include <set>

#include "corpus/message.h"
#include "corpus/readers/clean_text.h"
#include "corpus/readers/page_lines.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Letters and ideographs alone: how a title is compared.
std::u32string letters_of(std::string_view utf8) {
  std::u32string out;
  for (char32_t c : decode_utf8(utf8)) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c < 0x80) c = static_cast<unsigned char>(lower(static_cast<char>(c)));
    if (is_han(c) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x2000))
      out.push_back(c);
  }
  return out;
}

/// The value on one line, without tags that were written into it.
std::string without_tags(std::string_view utf8) {
  std::string out;
  bool in_tag = false, gap = false;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const char c = utf8[i];
    const bool tag =
        c == '<' && i + 1 < utf8.size() &&
        (utf8[i + 1] == '/' || (lower(utf8[i + 1]) >= 'a' && lower(utf8[i + 1]) <= 'z'));
    if (in_tag || tag) {
      in_tag = c != '>';
    } else if (static_cast<unsigned char>(c) <= ' ') {
      gap = true;
    } else {
      if (gap && !out.empty()) out += ' ';
      gap = false;
      out += c;
    }
  }
  return one_line(out);
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

/// The first that is there and not empty.
std::string meta_of(const HtmlLines& page, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto found = page.meta.find(name);
    if (found == page.meta.end()) continue;
    std::string value = without_tags(found->second);
    if (!value.empty()) return value;
  }
  return {};
}

// ---- The 索引号 table -----------------------------------------------------------------------

enum class Field { kOther, kTitle, kIssuer, kNumber, kSigned, kPublished, kStatus, kCategory };

struct Label {
  std::u32string_view text;
  Field field;
  bool telling;  ///< Only such a table has it.
};

constexpr std::array kLabels = {
    Label{U"索引号", Field::kOther, true},        Label{U"信息索引号", Field::kOther, true},
    Label{U"索取号", Field::kOther, true},        Label{U"发文字号", Field::kNumber, true},
    Label{U"文件编号", Field::kNumber, true},     Label{U"文号", Field::kNumber, true},
    Label{U"主题分类", Field::kCategory, true},   Label{U"成文日期", Field::kSigned, true},
    Label{U"发文日期", Field::kSigned, true},     Label{U"生成日期", Field::kSigned, true},
    Label{U"发文机关", Field::kIssuer, true},     Label{U"发文机构", Field::kIssuer, true},
    Label{U"发文单位", Field::kIssuer, true},     Label{U"发布机构", Field::kIssuer, false},
    Label{U"发布单位", Field::kIssuer, false},    Label{U"发布机关", Field::kIssuer, false},
    Label{U"制发机关", Field::kIssuer, false},    Label{U"公开日期", Field::kPublished, false},
    Label{U"发布日期", Field::kPublished, false}, Label{U"发布时间", Field::kPublished, false},
    Label{U"公布日期", Field::kPublished, false}, Label{U"标题", Field::kTitle, false},
    Label{U"名称", Field::kTitle, false},         Label{U"信息名称", Field::kTitle, false},
    Label{U"文件名称", Field::kTitle, false},     Label{U"有效性", Field::kStatus, false},
    Label{U"时效性", Field::kStatus, false},      Label{U"效力状态", Field::kStatus, false},
    Label{U"公文时效", Field::kStatus, false},    Label{U"主题词", Field::kOther, false},
    Label{U"关键词", Field::kOther, false},       Label{U"公文种类", Field::kOther, false},
    Label{U"体裁分类", Field::kOther, false},     Label{U"公开方式", Field::kOther, false},
    Label{U"公开范围", Field::kOther, false},     Label{U"施行日期", Field::kOther, false},
    Label{U"生效日期", Field::kOther, false},     Label{U"失效日期", Field::kOther, false},
};

struct Row {
  const Label* label;
  std::string value;
};

bool is_cell_blank(char32_t c) { return c == ' ' || c == 0x3000 || c == 0xA0; }

/// The end of `label` at text[pos], blanks between its characters passed over (索 引 号); 0 if it
/// does not stand there.
std::size_t label_end(std::u32string_view text, std::size_t pos, std::u32string_view label) {
  for (std::size_t i = 0; i < label.size(); ++i) {
    while (i > 0 && pos < text.size() && is_cell_blank(text[pos])) ++pos;
    if (pos >= text.size() || text[pos] != label[i]) return 0;
    ++pos;
  }
  return pos;
}

/// The labeled values of a line that begins with a label: 索引号：甲-1[tab]主题分类：乙.
std::vector<Row> rows_of(const std::string& line) {
  constexpr std::size_t kLongest = 400;
  if (line.size() > 3 * kLongest) return {};
  const std::u32string text = decode_utf8(line);
  std::vector<Row> rows;
  std::size_t value = 0;
  const auto close = [&](std::size_t end) {
    if (rows.empty()) return;
    const Span span =
        trim(text, {static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(end)});
    rows.back().value = without_tags(encode_utf8(slice(text, span)));
  };
  for (std::size_t pos = 0; pos < text.size(); ++pos) {
    const bool start = pos == 0 || text[pos - 1] == '\t' || is_cell_blank(text[pos - 1]) ||
                       text[pos - 1] == U'【' || text[pos - 1] == U'[';
    if (!start) continue;
    for (const Label& label : kLabels) {
      std::size_t end = label_end(text, pos, label.text);
      if (end == 0) continue;
      while (end < text.size() &&
             (is_cell_blank(text[end]) || text[end] == U'】' || text[end] == ']'))
        ++end;
      const bool colon = end < text.size() && (text[end] == U'：' || text[end] == ':');
      const bool cell = end == text.size() || text[end] == '\t';
      if (!colon && !(cell && (pos == 0 || text[pos - 1] == '\t'))) continue;
      if (rows.empty() && text.find_first_not_of(U" 　【[", 0) < pos) return {};
      close(pos);
      rows.push_back({&label, {}});
      value = end + (colon ? 1 : 0);
      pos = end;
      break;
    }
  }
  close(text.size());
  return rows;
}

struct IndexTable {
  std::uint32_t first = 0, last = 0;  ///< Its lines.
  std::vector<Row> rows;
  std::string value(Field field) const {
    for (const Row& row : rows) {
      if (row.label->field == field && !letters_of(row.value).empty() && row.value != "无")
        return row.value;
    }
    return {};
  }
};

/// The first run of labeled lines with three labels, one of them telling.
IndexTable find_index_table(const HtmlLines& page) {
  IndexTable table;
  const auto finished = [&] {
    std::set<const Label*> labels;
    bool telling = false;
    for (const Row& row : table.rows) {
      labels.insert(row.label);
      telling |= row.label->telling;
    }
    return labels.size() >= 3 && telling;
  };
  for (std::uint32_t i = 0; i < page.lines.size(); ++i) {
    auto rows = rows_of(page.lines[i].text);
    if (rows.empty()) {
      if (finished()) return table;
      table = {};
      continue;
    }
    // A label alone has its value on the next line (dt and dd).
    std::uint32_t taken = 1;
    if (rows.back().value.empty() && i + 1 < page.lines.size() &&
        page.lines[i + 1].text.size() < 600 && rows_of(page.lines[i + 1].text).empty()) {
      rows.back().value = page.lines[i + 1].text;
      taken = 2;
    }
    if (table.rows.empty()) table.first = i;
    table.last = i + taken;
    for (Row& row : rows) table.rows.push_back(std::move(row));
    i += taken - 1;
  }
  if (!finished()) table = {};
  return table;
}

// ---- The body -------------------------------------------------------------------------------

bool is_site_footer(const HtmlLine& line) {
  return line.text.size() < 900 &&
         has_any(line.text, {"版权所有", "ICP备", "公网安备", "网站标识码", "主办单位：", "主办：",
                             "承办单位：", "技术支持", "Copyright", "未经授权", "转载请注明",
                             "建议使用", "网站地图"});
}

std::uint32_t own_han(const HtmlLine& line) { return line.han - line.link_han; }

/// A sentence may name a long title that is a link.
bool is_links(const HtmlLine& line) {
  return line.link_han * 10 > line.han * 6 && !(line.prose && own_han(line) >= 4);
}

bool is_prose(const HtmlLine& line) {
  return line.prose && own_han(line) >= 10 && !is_links(line) && !is_site_footer(line);
}

/// How much of an article each line is: its ideographs outside links where it is prose. A page
/// without prose (a table of names) counts all such lines.
std::vector<std::uint64_t> weights_of(const HtmlLines& page) {
  std::vector<std::uint64_t> sums(page.lines.size() + 1, 0);
  const bool any = std::any_of(page.lines.begin(), page.lines.end(), is_prose);
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const auto& line = page.lines[i];
    const bool counts = any ? is_prose(line) : !is_links(line) && !is_site_footer(line);
    sums[i + 1] = sums[i] + (counts ? own_han(line) : 0);
  }
  return sums;
}

/// The smallest block that holds nearly all of the weight, found from the page inward. It never
/// leaves a sibling of the same kind behind (two halves of one article), nor goes into a single
/// line.
HtmlBlock find_body(const HtmlLines& page, const std::vector<std::uint64_t>& sums) {
  const auto weight = [&](const HtmlBlock& block) { return sums[block.last] - sums[block.first]; };
  std::vector<std::uint32_t> best(page.blocks.size(), 0);
  std::vector<std::vector<std::uint32_t>> heavy(page.blocks.size());
  for (std::uint32_t i = 1; i < page.blocks.size(); ++i) {
    const auto& block = page.blocks[i];
    const auto parent = block.parent;
    if (weight(block) * 10 < weight(page.blocks[parent]) || weight(block) == 0) continue;
    heavy[parent].push_back(i);
    if (best[parent] == 0 || weight(block) > weight(page.blocks[best[parent]])) best[parent] = i;
  }
  std::uint32_t at = 0;
  while (best[at] != 0) {
    const auto& next = page.blocks[best[at]];
    if (next.last - next.first < 2 || weight(next) * 10 < weight(page.blocks[at]) * 7) break;
    const auto siblings = std::count_if(heavy[at].begin(), heavy[at].end(),
                                        [&](auto i) { return page.blocks[i].kind == next.kind; });
    if (siblings > 1) break;
    at = best[at];
  }
  return page.blocks[at];
}

// ---- The title ------------------------------------------------------------------------------

/// `title` without the site's name: what follows the last separator, or stands before the first
/// where it is the name itself.
std::string without_site(std::string title, const std::string& site) {
  const auto site_letters = letters_of(site);
  // Separators that stand inside titles too count only with blanks around them or before a site.
  for (int round = 0; round < 4; ++round) {
    std::size_t at = std::string::npos, size = 0;
    for (const std::string_view mark : {"_", "|", "——", "-", "–", "—", "｜"}) {
      const auto found = title.rfind(mark);
      if (found == std::string::npos || found == 0 ||
          (at != std::string::npos && found + mark.size() <= at + size))
        continue;
      at = found, size = mark.size();
    }
    if (at == std::string::npos) break;
    const auto tail = title.substr(at + size);
    const auto tail_letters = letters_of(tail);
    const bool names_site = !tail_letters.empty() && !site_letters.empty() &&
                            (site_letters.find(tail_letters) != std::u32string::npos ||
                             tail_letters.find(site_letters) != std::u32string::npos);
    const bool strong = title[at] == '_' || title[at] == '|' || title.substr(at, size) == "｜";
    const bool like_site = has_any(tail, {"网", "政府", "门户", "频道", "新闻", "要闻", "动态",
                                          "政务", "委员会", "厅", "局"}) &&
                           tail_letters.size() <= 25;
    if (!names_site && !strong && !like_site) break;
    if (letters_of(title.substr(0, at)).size() < 4) break;
    title.resize(at);
  }
  // 示例市人民政府网-关于…的通知
  for (const std::string_view mark : {"_", "|", "-", "——", "：", ":"}) {
    const auto found = title.find(mark);
    if (found == std::string::npos || site_letters.empty()) continue;
    if (letters_of(title.substr(0, found)) == site_letters) title.erase(0, found + mark.size());
  }
  return without_tags(title);
}

/// 示例县水利局, 示例市人民政府门户网站: the name of a site or an office, as many old pages have it
/// in <title>.
bool names_a_site(std::u32string_view title) {
  constexpr std::array<std::u32string_view, 13> kEnds = {
      U"网",   U"网站", U"首页",   U"政府", U"委员会", U"厅",  U"局",
      U"中心", U"平台", U"办公室", U"频道", U"在线",   U"门户"};
  return title.size() <= 25 && title.find(U"关于") == title.npos &&
         std::any_of(kEnds.begin(), kEnds.end(), [&](auto end) { return title.ends_with(end); });
}

std::string find_title(const HtmlLines& page, const IndexTable& table, const std::string& site) {
  const auto site_letters = letters_of(site);
  const auto usable = [&](const std::string& text) {
    const auto letters = letters_of(text);
    return letters.size() >= 4 && letters.size() <= 200 && letters != site_letters;
  };
  if (auto title = meta_of(page, {"articletitle"}); usable(title)) return title;
  const std::string page_title = without_site(page.title, site);
  const auto all = letters_of(page.title);
  for (const auto& heading : page.headings) {
    if (usable(heading) && all.find(letters_of(heading)) != std::u32string::npos) return heading;
  }
  if (auto title = table.value(Field::kTitle); usable(title)) return title;
  if (auto title = without_site(meta_of(page, {"og:title", "twitter:title", "title"}), site);
      usable(title))
    return title;
  if (page.headings.size() == 1 && usable(page.headings[0])) return page.headings[0];
  if (usable(page_title) && !names_a_site(letters_of(page_title))) return page_title;
  return {};
}

/// How many lines from `at` on are, joined, the title; 0 if they are not.
std::uint32_t title_lines(const HtmlLines& page, std::uint32_t at, const std::u32string& title) {
  std::u32string joined;
  for (std::uint32_t i = at; i < page.lines.size() && i < at + 6; ++i) {
    if (page.lines[i].text.size() > 1000) return 0;
    const auto letters = letters_of(page.lines[i].text);
    if (letters.empty()) return 0;
    joined += letters;
    if (joined == title) return i + 1 - at;
    if (!title.starts_with(joined)) return 0;
  }
  return 0;
}

// ---- The article ----------------------------------------------------------------------------

bool is_header_like(const HtmlLine& line) {
  if (line.text.size() > 600 || line.prose) return false;
  if (has_any(line.text, {"来源", "发布", "时间", "日期", "浏览", "阅读", "点击", "作者", "编辑",
                          "文号", "字号", "供稿"}))
    return true;
  // A year and more digits.
  for (std::size_t i = 0; i + 6 < line.text.size(); ++i) {
    if ((line.text[i] == '1' || line.text[i] == '2') &&
        line.text.substr(i + 1, 3).find_first_not_of("0123456789") == std::string::npos &&
        (line.text[i + 4] == '-' || line.text[i + 4] == '/' || line.text[i + 4] == '.' ||
         line.text.compare(i + 4, 3, "年") == 0))
      return true;
  }
  return false;
}

bool is_credit(const HtmlLine& line) {
  return line.text.size() < 240 && !is_links(line) &&
         has_any(line.text.substr(0, 36),
                 {"编辑", "责编", "供稿", "作者", "来源", "初审", "审核", "校对"});
}

bool says_something(const HtmlLine& line) { return !letters_of(line.text).empty(); }

std::string first_address(std::string_view utf8, const HtmlLines& page) {
  const auto address = [](std::string text) {
    text = without_tags(text);
    const bool good = (text.starts_with("http://") || text.starts_with("https://")) &&
                      text.size() < 2048 && text.find(' ') == std::string::npos;
    return good ? text : std::string();
  };
  for (const auto& text : {page.canonical, meta_of(page, {"og:url", "twitter:url"})}) {
    if (auto url = address(text); !url.empty()) return url;
  }
  const auto head = utf8.substr(0, 8192);
  for (const std::string_view mark : {"saved from url=", "Page saved with SingleFile"}) {
    auto at = head.find(mark);
    if (at == std::string_view::npos) continue;
    at = head.find("http", at);
    if (at == std::string_view::npos) continue;
    const auto end = head.find_first_of(" \t\r\n<>\"'", at);
    if (auto url = address(std::string(head.substr(at, end - at))); !url.empty()) return url;
  }
  return {};
}

std::optional<Date> date_of(const std::string& text) {
  // A time of day may follow in forms of its own (2023-05-05-10:00:00, 2023-05-05T10:00+08:00).
  if (auto date = Date::parse(text)) return date;
  for (const std::size_t size : {std::size_t{10}, std::size_t{8}}) {
    if (auto date = Date::parse(text.substr(0, size))) return date;
  }
  return std::nullopt;
}

std::string without_label(std::string text, std::initializer_list<std::string_view> labels) {
  for (const auto label : labels) {
    if (!text.starts_with(label)) continue;
    for (const std::string_view colon : {"：", ":"}) {
      if (text.substr(label.size()).starts_with(colon))
        return without_tags(text.substr(label.size() + colon.size()));
    }
  }
  return text;
}

/// The lines of the article in order; empty where the page has none.
std::string text_of(const HtmlLines& page, const IndexTable& table, const std::string& title) {
  const auto sums = weights_of(page);
  HtmlBlock body = find_body(page, sums);
  const auto wanted = letters_of(title);
  const auto in_table = [&](std::uint32_t i) { return i >= table.first && i < table.last; };

  // The title: its last place before the body, else its first inside.
  constexpr std::uint32_t kNear = 40, kHeaderLines = 15;
  std::uint32_t title_at = body.last, title_size = 0;
  for (std::uint32_t i = body.first - std::min(body.first, kNear); i < body.last && !wanted.empty();
       ++i) {
    if (in_table(i) || (title_size != 0 && i >= body.first)) continue;
    if (const auto size = title_lines(page, i, wanted)) title_at = i, title_size = size;
  }
  std::uint32_t from = body.first - std::min(body.first, kHeaderLines);
  if (title_size != 0) {
    from = title_at + title_size;
    body.first = std::max(body.first, from);
  }
  // What the site says about itself at the foot, where the body is the whole page.
  auto last = body.last;
  while (last > body.first && sums[last] == sums[last - 1]) --last;
  for (auto i = last; i < body.last; ++i) {
    if (is_site_footer(page.lines[i])) body.last = i;
  }

  std::string text = title.empty() ? std::string() : title + "\n";
  for (const Row& row : table.rows) {
    if (row.value.empty()) continue;
    text += encode_utf8(row.label->text) + "：" + row.value + "\n";
  }
  for (auto i = from; i < body.first; ++i) {
    const auto& line = page.lines[i];
    if (in_table(i) || line.prose || line.text.size() > 600 || is_site_footer(line)) continue;
    if (line.han > 0 && is_links(line) && !is_header_like(line)) continue;
    // A page that states no title has it above the line about source and date.
    const bool maybe_title = title.empty() && i + 1 < body.first &&
                             letters_of(line.text).size() >= 5 && is_header_like(page.lines[i + 1]);
    if (title_size == 0 && !is_header_like(line) && !maybe_title) continue;
    if (says_something(line)) text += line.text + "\n";
  }
  std::uint64_t own = 0, linked = 0;
  bool prose = false;
  for (auto i = body.first; i < body.last; ++i) {
    const auto& line = page.lines[i];
    linked += line.link_han;
    if (in_table(i) || !says_something(line) || (line.han > 0 && is_links(line))) continue;
    // Official documents repeat the title at the head of their text.
    if (i < body.first + 8 && !wanted.empty()) {
      if (const auto size = title_lines(page, i, wanted)) {
        i += size - 1;
        continue;
      }
    }
    text += line.text + "\n";
    if (!is_site_footer(line) && !is_header_like(line)) own += own_han(line);
    prose |= is_prose(line);
  }
  if (!prose && (own < 40 || own < linked)) return {};
  for (auto i = body.last; i < page.lines.size() && i < body.last + 6; ++i) {
    if (is_credit(page.lines[i])) text += page.lines[i].text + "\n";
  }
  return text;
}

}  // namespace

bool looks_like_html(std::string_view utf8) {
  std::string head(utf8.substr(0, 64u << 10));
  std::transform(head.begin(), head.end(), head.begin(), lower);
  const std::string_view view = head;
  for (const std::string_view mark : {"<!doctype html", "<html"}) {
    const auto at = view.substr(0, 4096).find(mark);
    if (at == std::string_view::npos) continue;
    // Nothing but markup, comments or the header of an answer stands before it.
    const auto before = view.substr(0, at);
    const auto first = before.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || before[first] == '<' ||
        before.substr(first).starts_with("http/"))
      return true;
  }
  const auto first = view.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || view[first] != '<') return false;
  std::size_t tags = 0;
  for (const std::string_view tag : {"<head", "<meta ", "<body",   "<div",  "<p>",  "<p ",  "<span",
                                     "<br",   "<table", "<td",     "<li",   "<a ",  "<h1",  "<h2",
                                     "</p>",  "</div>", "</span>", "</td>", "</a>", "</li>"}) {
    for (auto at = view.find(tag); at != std::string_view::npos && tags < 4;
         at = view.find(tag, at + 1))
      ++tags;
  }
  return tags >= 4;
}

Result<RawDocument> read_html(std::string_view utf8) {
  auto page = lay_out_html(utf8);
  if (!page) return page.error();
  const IndexTable table = find_index_table(*page);
  const std::string site = meta_of(*page, {"sitename", "og:site_name"});
  RawDocument document;
  document.title = find_title(*page, table, site);
  document.text = clean_text(text_of(*page, table, document.title));
  if (document.text.empty())
    return Error{ErrorCode::kInvalidInput, _("web page without article text")};
  document.issuer = table.value(Field::kIssuer);
  document.number = table.value(Field::kNumber);
  document.date = date_of(table.value(Field::kSigned));
  document.published = date_of(table.value(Field::kPublished));
  if (!document.published) {
    document.published =
        date_of(meta_of(*page, {"pubdate", "publishdate", "publish_date", "publishtime",
                                "publish_time", "firstpublishedtime", "article:published_time",
                                "og:release_date", "datepublished", "weibo:article:create_at"}));
  }
  document.status = table.value(Field::kStatus);
  document.category = table.value(Field::kCategory);
  if (document.category.empty()) document.category = meta_of(*page, {"columnname"});
  document.source.name =
      without_label(meta_of(*page, {"contentsource", "content-source", "source", "article:source"}),
                    {"来源", "信息来源", "文章来源"});
  if (document.source.name.empty() && !has_any(document.text, {"来源："}))
    document.source.name = site;
  document.source.url = first_address(utf8, *page);
  return document;
}

}  // namespace zhengce
