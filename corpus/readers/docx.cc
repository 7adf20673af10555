#include "corpus/readers/docx.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "corpus/message.h"
#include "corpus/readers/clean_text.h"
#include "corpus/readers/docx_numbering.h"
#include "corpus/readers/stated_title.h"
#include "corpus/readers/xml.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

using Event = XmlReader::Event;
using Lines = std::vector<std::string>;

/// A table cell of several lines that is longer is page layout, not data.
constexpr std::size_t kLongestCellBytes = 400;

std::string trimmed(std::string_view text) {
  const auto decoded = decode_utf8(text);
  return encode_utf8(trim(decoded));
}

bool is_on(const XmlReader& reader) {
  const std::string value = reader.attribute("val");
  return value != "0" && value != "false" && value != "off";
}

std::uint32_t level_of(const std::string& text) {
  std::uint32_t level = 0;
  std::from_chars(text.data(), text.data() + text.size(), level);
  return level;
}

struct Style {
  std::string name;  ///< In lower case, without blanks: "heading1".
  std::string based_on;
  std::string list;
  std::optional<std::uint32_t> level;
};

class Styles {
 public:
  explicit Styles(std::string_view xml) {
    if (xml.empty()) return;
    XmlReader reader(xml);
    Style* style = nullptr;
    for (auto event = reader.next(); event != Event::kDone && event != Event::kFault;
         event = reader.next()) {
      const auto name = reader.name();
      if (event == Event::kEnd && name == "style") style = nullptr;
      if (event != Event::kStart) continue;
      if (name == "style") {
        style = &styles_[reader.attribute("styleId")];
      } else if (style != nullptr) {
        if (name == "name") {
          for (const char c : reader.attribute("val")) {
            if (c != ' ') style->name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
          }
        }
        if (name == "basedOn") style->based_on = reader.attribute("val");
        if (name == "numId") style->list = reader.attribute("val");
        if (name == "ilvl") style->level = level_of(reader.attribute("val"));
      }
    }
  }

  /// The style with what it takes from those it is based on.
  Style get(const std::string& id) const {
    Style whole;
    std::string next = id;
    for (int steps = 0; steps < 20 && !next.empty(); ++steps) {
      const auto found = styles_.find(next);
      if (found == styles_.end()) break;
      if (whole.name.empty()) whole.name = found->second.name;
      if (whole.list.empty()) whole.list = found->second.list;
      if (!whole.level) whole.level = found->second.level;
      next = found->second.based_on;
    }
    return whole;
  }

 private:
  std::map<std::string, Style> styles_;
};

// Walks through a part (the document, its notes) and collects lines.
class Walker {
 public:
  Walker(const Styles& styles, DocxNumbering& numbering, std::size_t max_bytes)
      : styles_(styles), numbering_(numbering), max_bytes_(max_bytes) {}

  // False where the part is not well-formed, or its text is too long (too_long()).
  bool walk(std::string_view xml) {
    XmlReader reader(xml);
    for (;;) {
      const Event event = reader.next();
      if (event == Event::kFault || too_long()) return false;
      if (event == Event::kDone) return true;
      if (event == Event::kStart) start(reader);
      if (event == Event::kEnd) end(reader.name());
      if (event == Event::kText && in_text_ && !hidden_ && !paragraphs_.empty()) add(reader.text());
    }
  }

  bool too_long() const { return bytes_ > max_bytes_; }
  Lines take_lines() { return std::move(flows_.front()); }
  const std::string& title() const { return title_; }

 private:
  struct Paragraph {
    std::string text, style, list;
    std::optional<std::uint32_t> level;
    bool mark_deleted = false;
  };
  struct Table {
    std::vector<Lines> cells;  ///< Of the present row.
  };

  void add(std::string_view text) {
    bytes_ += text.size();
    if (!too_long()) paragraphs_.back().text += text;
  }

  void start(XmlReader& reader) {
    const auto name = reader.name();
    // Deleted and moved away, the phonetic guide, the older form of what was read already.
    if (name == "del" && !in_properties_ && !in_row_properties_) return reader.skip();
    if (name == "moveFrom" || name == "rt" || name == "Fallback" || name == "pPrChange" ||
        name == "rPrChange" || name == "sectPr" || name == "tblPr" || name == "tcPr")
      return reader.skip();
    if (in_row_properties_) {
      row_deleted_ |= name == "del";
      return;
    }
    if (name == "p" && reader.name_space().find("wordprocessingml") != std::string_view::npos) {
      paragraphs_.emplace_back();
      if (carried_) paragraphs_.back() = std::move(*carried_);
      carried_.reset();
    } else if (name == "txbxContent") {
      flows_.emplace_back();
      text_boxes_.push_back(std::exchange(in_text_, false));
    } else if (name == "tbl") {
      tables_.emplace_back();
    } else if (name == "trPr") {
      in_row_properties_ = true;
    } else if (name == "tc" && !tables_.empty()) {
      flows_.emplace_back();
    } else if (!paragraphs_.empty()) {
      in_paragraph(reader, name);
    }
  }

  void in_paragraph(XmlReader& reader, std::string_view name) {
    Paragraph& paragraph = paragraphs_.back();
    if (name == "pPr") {
      in_properties_ = true;
    } else if (in_properties_) {
      if (name == "pStyle") paragraph.style = reader.attribute("val");
      if (name == "numId") paragraph.list = reader.attribute("val");
      if (name == "ilvl") paragraph.level = level_of(reader.attribute("val"));
      if (name == "del") paragraph.mark_deleted = true;
    } else if (name == "r") {
      hidden_ = false;
    } else if (name == "vanish") {
      hidden_ = is_on(reader);
    } else if (hidden_) {
      return;
    } else if (name == "t") {
      in_text_ = true;
    } else if (name == "tab" || name == "ptab") {
      add("\t");
    } else if (name == "br" || name == "cr") {
      add("\n");
    } else if (name == "noBreakHyphen") {
      add("-");
    }
  }

  void end(std::string_view name) {
    if (name == "t") {
      in_text_ = false;
    } else if (name == "pPr") {
      in_properties_ = false;
    } else if (name == "trPr") {
      in_row_properties_ = false;
    } else if (name == "r") {
      hidden_ = false;
    } else if (name == "p" && !paragraphs_.empty()) {
      Paragraph paragraph = std::move(paragraphs_.back());
      paragraphs_.pop_back();
      // Its end was deleted: it goes on in the next paragraph.
      if (paragraph.mark_deleted) {
        paragraph.mark_deleted = false;
        carried_ = std::move(paragraph);
      } else {
        finish(paragraph);
      }
    } else if (name == "txbxContent" && !text_boxes_.empty()) {
      in_text_ = text_boxes_.back();
      text_boxes_.pop_back();
      hand_over(pop_flow());
    } else if (name == "tc" && !tables_.empty()) {
      tables_.back().cells.push_back(pop_flow());
    } else if (name == "tr" && !tables_.empty()) {
      finish_row();
    } else if (name == "tbl" && !tables_.empty()) {
      tables_.pop_back();
    }
  }

  Lines pop_flow() {
    if (flows_.size() < 2) return {};
    Lines lines = std::move(flows_.back());
    flows_.pop_back();
    return lines;
  }

  void hand_over(Lines lines) {
    auto& into = flows_.back();
    std::move(lines.begin(), lines.end(), std::back_inserter(into));
  }

  void finish(const Paragraph& paragraph) {
    Style style = styles_.get(paragraph.style);
    const std::string& list = paragraph.list.empty() ? style.list : paragraph.list;
    std::string number;
    std::string text = trimmed(paragraph.text);
    if (text.empty()) return;
    if (style.name.starts_with("toc")) return;
    if (!list.empty() && list != "0")
      number = numbering_.next(list, paragraph.level.value_or(style.level.value_or(0)));
    if (style.name == "title" && flows_.size() == 1) title_ += text;
    flows_.back().push_back(number + text);
  }

  void finish_row() {
    std::vector<Lines> cells = std::move(tables_.back().cells);
    tables_.back().cells.clear();
    if (std::exchange(row_deleted_, false)) return;
    std::erase_if(cells, [](const Lines& cell) { return cell.empty(); });
    const bool layout =
        cells.size() == 1 || std::any_of(cells.begin(), cells.end(), [](const Lines& cell) {
          std::size_t bytes = 0;
          for (const auto& line : cell) bytes += line.size();
          return cell.size() > 1 && bytes > kLongestCellBytes;
        });
    std::string row;
    for (Lines& cell : cells) {
      if (layout) {
        hand_over(std::move(cell));
        continue;
      }
      if (!row.empty()) row += '\t';
      for (std::size_t i = 0; i < cell.size(); ++i) row += (i > 0 ? " " : "") + cell[i];
    }
    std::replace(row.begin(), row.end(), '\n', ' ');
    if (!row.empty()) flows_.back().push_back(std::move(row));
  }

  const Styles& styles_;
  DocxNumbering& numbering_;
  std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  std::vector<Lines> flows_{1};  ///< The text, and in it cells and text boxes being read.
  std::vector<Paragraph> paragraphs_;
  std::vector<Table> tables_;
  std::vector<bool> text_boxes_;  ///< Whether each began inside a text.
  std::optional<Paragraph> carried_;
  std::string title_;
  bool in_properties_ = false;
  bool in_row_properties_ = false;
  bool row_deleted_ = false;
  bool in_text_ = false;
  bool hidden_ = false;
};

// The part a relation of `type` (its last word) leads to.
std::string related(const std::map<std::string, std::string>& parts, const std::string& relations,
                    std::string_view folder, std::string_view type) {
  const auto found = parts.find(relations);
  if (found == parts.end()) return {};
  XmlReader reader(found->second);
  for (auto event = reader.next(); event != Event::kDone && event != Event::kFault;
       event = reader.next()) {
    if (event != Event::kStart || reader.name() != "Relationship") continue;
    if (!reader.attribute("Type").ends_with("/" + std::string(type))) continue;
    const std::string target = reader.attribute("Target");
    return target.starts_with('/') ? target.substr(1) : std::string(folder) + target;
  }
  return {};
}

std::string core_title(std::string_view xml) {
  if (xml.empty()) return {};
  XmlReader reader(xml);
  for (auto event = reader.next(); event != Event::kDone && event != Event::kFault;
       event = reader.next()) {
    if (event == Event::kStart && reader.name() == "title") return reader.text_to_end();
  }
  return {};
}

}  // namespace

Result<RawDocument> read_docx(const Blob& blob, const ReaderOptions& options,
                              UnpackBudget& budget) {
  const auto parts = read_parts(blob, budget, [](std::string_view path) {
    if (path.ends_with(".rels"))
      return path.starts_with("_rels/") || path.starts_with("word/_rels/document");
    return path == "docProps/core.xml" ||
           (path.starts_with("word/") && path.ends_with(".xml") &&
            path.find('/', 5) == std::string_view::npos && !path.starts_with("word/header") &&
            !path.starts_with("word/footer") && !path.starts_with("word/comments"));
  });
  if (!parts) return parts.error();
  const auto part = [&](const std::string& path) {
    const auto found = parts->find(path);
    return found == parts->end() ? std::string_view() : std::string_view(found->second);
  };
  std::string main = related(*parts, "_rels/.rels", "", "officeDocument");
  if (!main.starts_with("word/") || part(main).empty()) main = "word/document.xml";
  const std::string relations = "word/_rels/" + main.substr(5) + ".rels";
  const auto own_part = [&](const char* type) {
    return part(related(*parts, relations, "word/", type));
  };
  const Styles styles(own_part("styles"));
  DocxNumbering numbering(own_part("numbering"));
  Walker walker(styles, numbering, options.max_text_bytes);
  bool whole = !part(main).empty() && walker.walk(part(main));
  for (const char* notes : {"footnotes", "endnotes"}) {
    const auto xml = own_part(notes);
    if (whole && !xml.empty()) whole = walker.walk(xml);
  }
  if (walker.too_long()) {
    return Error{ErrorCode::kInvalidInput, message(_("{}: text of more than {} MiB, not read"),
                                                   blob.name, options.max_text_bytes >> 20)};
  }
  if (!whole) {
    return Error{ErrorCode::kInvalidInput, message(_("{}: damaged Word document"), blob.name)};
  }
  std::string text;
  for (const std::string& line : walker.take_lines()) text += line + '\n';
  RawDocument document;
  document.source.path = blob.name;
  document.text = clean_text(text);
  if (document.text.empty()) {
    return Error{ErrorCode::kInvalidInput, message(_("{}: Word document without text"), blob.name)};
  }
  document.title = title_if_it_begins(walker.title(), document.text);
  if (document.title.empty())
    document.title = title_if_it_begins(core_title(part("docProps/core.xml")), document.text);
  return document;
}

}  // namespace zhengce
