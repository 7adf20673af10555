#include "corpus/readers/page_lines.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstring>
#include <memory>

#include "corpus/message.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr int kMaxDepth = 1000;
constexpr std::size_t kMaxAttributes = 100;
/// A link around more ideographs is a tag nobody closed.
constexpr std::uint32_t kLongestLink = 80;
/// A table cell of several lines that is longer is page layout, not data.
constexpr std::size_t kLongestCellBytes = 400;

constexpr std::array kDropped = {"script", "style",    "noscript", "head",   "iframe", "select",
                                 "option", "button",   "textarea", "object", "svg",    "nav",
                                 "footer", "template", "audio",    "video",  "canvas"};
constexpr std::array kBlocks = {
    "address", "article", "aside", "blockquote", "body",   "caption",    "center", "dd",
    "div",     "dl",      "dt",    "fieldset",   "figure", "figcaption", "form",   "h1",
    "h2",      "h3",      "h4",    "h5",         "h6",     "header",     "hr",     "html",
    "li",      "main",    "ol",    "p",          "pre",    "section",    "table",  "tbody",
    "td",      "tfoot",   "th",    "thead",      "title",  "tr",         "ul",     "br"};
/// Blocks an article's body can be.
constexpr std::array kContainers = {"article", "blockquote", "body", "center", "dd",      "div",
                                    "form",    "html",       "main", "ol",     "section", "table",
                                    "tbody",   "td",         "tr",   "ul"};
constexpr std::array kFiles = {".doc", ".docx", ".pdf", ".xls", ".xlsx", ".zip",
                               ".rar", ".wps",  ".ofd", ".txt", ".ceb",  ".et"};

template <std::size_t N>
bool is_any(const std::array<const char*, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

std::string attribute(const xmlNode* node, const char* name) {
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
    if (view(a->name) != name) continue;
    std::string value;
    for (const xmlNode* part = a->children; part != nullptr; part = part->next)
      value += view(part->content);
    return value;
  }
  return {};
}

bool has_attribute(const xmlNode* node, const char* name) {
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
    if (view(a->name) == name) return true;
  }
  return false;
}

bool is_hidden(const xmlNode* node) {
  if (node->properties == nullptr) return false;
  if (has_attribute(node, "hidden")) return true;
  std::string style = lower(attribute(node, "style"));
  std::erase(style, ' ');
  return style.find("display:none") != std::string::npos ||
         style.find("visibility:hidden") != std::string::npos;
}

/// True for characters that are set without blanks between them.
bool is_wide(char32_t c) { return (c >= 0x2E80 && c < 0xA000) || (c >= 0xF900 && c < 0x30000); }

class Layout {
 public:
  explicit Layout(HtmlLines& page) : page_(page) {
    page_.blocks.emplace_back();
    page_.blocks[0].kind = "page";
  }

  void run(const xmlNode* root) {
    children(root);
    end_line();
    page_.blocks[0].last = line_count();
  }

  /// All text below `node` on one line.
  static std::string text_of(const xmlNode* node) {
    HtmlLines lines;
    Layout layout(lines);
    layout.children(node);
    layout.end_line();
    std::string out;
    for (const auto& line : lines.lines) out += line.text;
    return out;
  }

 private:
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(page_.lines.size()); }

  void children(const xmlNode* node) {
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
        text(view(child->content));
      } else if (child->type == XML_ELEMENT_NODE) {
        element(child);
      }
    }
  }

  void element(const xmlNode* node) {
    const auto name = view(node->name);
    if (is_any(kDropped, name) || is_hidden(node)) return;
    if (name == "a" && !in_link_ && has_attribute(node, "href")) return link(node);
    if (!is_any(kBlocks, name)) return children(node);
    end_line();
    if (!is_any(kContainers, name)) {
      pre_ += name == "pre" ? 1 : 0;
      children(node);
      end_line();
      pre_ -= name == "pre" ? 1 : 0;
      if (name == "h1") page_.headings.push_back(text_of(node));
      return;
    }
    const auto outer = block_;
    block_ = static_cast<std::uint32_t>(page_.blocks.size());
    const auto self = block_;
    page_.blocks.push_back(
        {line_count(), 0, outer, std::string(name) + "." + attribute(node, "class")});
    if (name == "table") ++tables_;
    if (name == "tr") {
      row(node);
    } else {
      children(node);
      end_line();
    }
    page_.blocks[self].last = line_count();
    block_ = outer;
  }

  void link(const xmlNode* node) {
    std::string href = lower(attribute(node, "href"));
    href.resize(std::min(href.find_first_of("?#"), href.size()));
    if (is_any(kFiles, std::string_view(href).substr(std::min(href.rfind('.'), href.size()))))
      return children(node);
    const auto first = line_count();
    const auto han_before = line_.link_han;
    in_link_ = true;
    children(node);
    in_link_ = false;
    auto han = line_.link_han;
    for (auto i = first; i < line_count(); ++i) han += page_.lines[i].link_han;
    if (han - std::min(han, han_before) <= kLongestLink) return;
    for (auto i = first; i < line_count(); ++i) page_.lines[i].link_han = 0;
    line_.link_han = 0;
  }

  // The cells of a row of data stand on one line.
  void row(const xmlNode* node) {
    const auto first_block = page_.blocks.size();
    const auto first = line_count();
    const auto tables = tables_;
    std::vector<std::uint32_t> starts;
    bool data = true;
    for (const xmlNode* cell = node->children; cell != nullptr; cell = cell->next) {
      if (cell->type != XML_ELEMENT_NODE) continue;
      const auto start = line_count();
      element(cell);
      end_line();
      if (line_count() == start) continue;
      starts.push_back(start);
      std::size_t bytes = 0;
      for (auto i = start; i < line_count(); ++i) bytes += page_.lines[i].text.size();
      if (line_count() - start > 1 && bytes > kLongestCellBytes) data = false;
    }
    if (!data || tables_ != tables || starts.size() < 2) return;
    HtmlLine joined;
    for (auto i = first; i < line_count(); ++i) {
      const auto& line = page_.lines[i];
      if (i > first)
        joined.text += std::binary_search(starts.begin(), starts.end(), i) ? '\t' : ' ';
      joined.text += line.text;
      joined.han += line.han;
      joined.link_han += line.link_han;
      joined.prose |= line.prose;
    }
    page_.lines.resize(first);
    page_.lines.push_back(std::move(joined));
    page_.blocks.resize(first_block);
  }

  void text(std::string_view utf8) {
    for (const char32_t c : decode_utf8(utf8)) {
      if (c == '\n' && pre_ > 0) {
        end_line();
      } else if (c == '\n' || c == '\r') {
        wrap_ = true;
      } else if (c == ' ' || c == '\t' || c == '\f' || c == 0xA0) {
        blank_ = true;
      } else if (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0) && c != 0xAD && c != 0xFEFF &&
                 !(c >= 0x200B && c <= 0x200F) && c != 0x2028 && c != 0x2029) {
        put(c);
      }
    }
  }

  void put(char32_t c) {
    if (last_ == 0 && c == 0x3000) return;
    // A line wrapped in the source, indented or not, is no blank between ideographs.
    if (last_ != 0 && (wrap_ ? !(is_wide(last_) && is_wide(c)) : blank_)) line_.text += ' ';
    blank_ = wrap_ = false;
    last_ = c;
    append_utf8(line_.text, c);
    if (is_han(c)) {
      ++line_.han;
      if (in_link_) ++line_.link_han;
    } else if (!in_link_ && (c == U'。' || c == U'，' || c == U'；' || c == U'！' || c == U'？')) {
      line_.prose = true;
    }
  }

  void end_line() {
    while (line_.text.ends_with("　")) line_.text.resize(line_.text.size() - std::strlen("　"));
    while (line_.text.ends_with(' ')) line_.text.pop_back();
    if (!line_.text.empty()) page_.lines.push_back(std::move(line_));
    line_ = {};
    last_ = 0;
    blank_ = wrap_ = false;
  }

  HtmlLines& page_;
  HtmlLine line_;
  char32_t last_ = 0;
  bool blank_ = false, wrap_ = false, in_link_ = false;
  int pre_ = 0;
  std::uint32_t block_ = 0;
  std::size_t tables_ = 0;
};

void read_head(const xmlNode* root, HtmlLines& page) {
  // Without recursion: an element deep inside may be a meta tag too.
  for (const xmlNode* node = root; node != nullptr;) {
    if (node->type == XML_ELEMENT_NODE) {
      const auto name = view(node->name);
      if (name == "title" && page.title.empty()) {
        page.title = Layout::text_of(node);
      } else if (name == "meta") {
        std::string key = attribute(node, "name");
        if (key.empty()) key = attribute(node, "property");
        if (key.empty()) key = attribute(node, "itemprop");
        if (!key.empty()) page.meta.emplace(lower(key), attribute(node, "content"));
      } else if (name == "link" && page.canonical.empty() &&
                 lower(attribute(node, "rel")) == "canonical") {
        page.canonical = attribute(node, "href");
      }
    }
    if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
      node = node->children;
      continue;
    }
    while (node != root && node->next == nullptr) node = node->parent;
    node = node == root ? nullptr : node->next;
  }
}

struct Free {
  void operator()(htmlParserCtxt* context) const { htmlFreeParserCtxt(context); }
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

// Each end tag is looked for in all open elements, so their number must be bounded.
void start_element(void* context, const xmlChar* name, const xmlChar** attributes) {
  auto* parser = static_cast<htmlParserCtxt*>(context);
  if (parser->nameNr > kMaxDepth) {
    *static_cast<bool*>(parser->_private) = true;
    return xmlStopParser(parser);
  }
  xmlSAX2StartElement(context, name, attributes);
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `utf8` without the attributes of tags that have more than any page: the parser compares each
/// attribute with all others of its tag.
std::string bounded_tags(std::string_view utf8) {
  // What is no markup inside: skipped whole, unless nothing closes it.
  struct Verbatim {
    std::string_view open, close;
    bool closed = true;
  };
  std::array<Verbatim, 3> verbatim = {
      {{"!--", "-->"}, {"script", "</script"}, {"style", "</style"}}};
  const std::string folded = lower(utf8);
  std::string out;
  std::size_t kept = 0;
  for (auto at = utf8.find('<'); at != std::string_view::npos; at = utf8.find('<', at)) {
    ++at;
    const auto rest = std::string_view(folded).substr(at);
    const auto inside = std::find_if(verbatim.begin(), verbatim.end(), [&](const Verbatim& v) {
      return v.closed && rest.starts_with(v.open);
    });
    if (inside != verbatim.end()) {
      const auto close = folded.find(inside->close, at);
      inside->closed = close != std::string::npos;
      if (inside->closed) at = close + inside->close.size();
      continue;
    }
    if (rest.empty() || !is_letter(rest[0])) continue;
    const auto name_end = std::min(utf8.find_first_of(" \t\r\n/>", at), utf8.size());
    auto end = name_end;
    std::size_t attributes = 0;
    char quote = 0;
    bool gap = false;
    for (; end < utf8.size() && (quote != 0 || utf8[end] != '>'); ++end) {
      const char c = utf8[end];
      if (quote != 0) {
        if (c == quote) quote = 0, gap = true;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '/') {
        gap = true;
      } else {
        attributes += gap ? 1 : 0;
        gap = false;
        if ((c == '"' || c == '\'') && utf8[end - 1] == '=') quote = c;
      }
    }
    at = quote != 0 ? name_end : end;
    if (attributes <= kMaxAttributes) continue;
    out += utf8.substr(kept, name_end - kept);
    kept = at = end;
  }
  out += utf8.substr(kept);
  return out;
}

}  // namespace

Result<HtmlLines> lay_out_html(std::string_view utf8) {
  static const bool started = [] {
    xmlInitParser();
    return true;
  }();
  static_cast<void>(started);
  const std::string bounded = bounded_tags(utf8);
  if (bounded.size() > INT_MAX) return Error{ErrorCode::kInvalidInput, _("page too large")};
  const std::unique_ptr<htmlParserCtxt, Free> context(htmlNewParserCtxt());
  if (!context) return Error{ErrorCode::kInternal, _("no memory for the HTML parser")};
  bool too_deep = false;
  context->_private = &too_deep;
  context->sax->startElement = start_element;
  context->options |= XML_PARSE_HUGE;
  const std::unique_ptr<xmlDoc, Free> document(htmlCtxtReadMemory(
      context.get(), bounded.data(), static_cast<int>(bounded.size()), nullptr, "UTF-8",
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
          HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC));
  if (too_deep) {
    return Error{ErrorCode::kInvalidInput,
                 message(_("HTML tags nested deeper than {}, not read"), kMaxDepth)};
  }
  HtmlLines page;
  Layout layout(page);
  const xmlNode* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (root != nullptr) {
    read_head(root, page);
    layout.run(root);
  }
  return page;
}

}  // namespace zhengce
