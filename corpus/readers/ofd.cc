#include "corpus/readers/ofd.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "corpus/message.h"
#include "corpus/readers/clean_text.h"
#include "corpus/readers/page_layout.h"
#include "corpus/readers/stated_title.h"
#include "corpus/readers/xml.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

using Event = XmlReader::Event;
using Parts = std::map<std::string, std::string>;

constexpr std::size_t kMostNumbers = 1u << 20;

Error damaged(const std::string& name) {
  return {ErrorCode::kInvalidInput, message(_("{}: damaged OFD document"), name)};
}

// Numbers parted by blanks, as of a box; "g 3 5.5" stands for 5.5 three times.
std::vector<double> numbers(std::string_view text) {
  std::vector<double> out;
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < text.size();) {
    const auto start = text.find_first_not_of(" \t\r\n,", i);
    if (start == std::string_view::npos) break;
    const auto end = std::min(text.find_first_of(" \t\r\n,", start), text.size());
    words.push_back(text.substr(start, end - start));
    i = end;
  }
  const auto number = [](std::string_view word) {
    double value = 0;
    std::from_chars(word.data(), word.data() + word.size(), value);
    return std::isfinite(value) ? value : 0.0;
  };
  for (std::size_t i = 0; i < words.size() && out.size() < kMostNumbers; ++i) {
    if (words[i] == "g" && i + 2 < words.size()) {
      const double times = std::clamp(number(words[i + 1]), 0.0, double{kMostNumbers});
      out.insert(out.end(), static_cast<std::size_t>(times), number(words[i + 2]));
      i += 2;
    } else {
      out.push_back(number(words[i]));
    }
  }
  return out;
}

// A path in the package: absolute ones begin with a slash, others at the folder of the part that
// names them.
std::string resolve(std::string_view folder, std::string_view path) {
  std::string whole =
      path.starts_with('/') ? std::string(path.substr(1)) : std::string(folder) + std::string(path);
  while (whole.starts_with("./")) whole.erase(0, 2);
  return whole;
}

std::string folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash + 1));
}

// What OFD.xml says of a document in it.
struct Root {
  std::string title, document;
};

struct Document {
  std::vector<double> area;
  std::map<std::string, std::string> templates;  ///< Parts, by id.
  std::vector<std::string> pages;                ///< Parts.
};

class Reader {
 public:
  Reader(const Parts& parts, std::size_t max_characters)
      : parts_(parts), max_characters_(max_characters) {}

  bool read_root(std::vector<Root>& roots) {
    return each_start("OFD.xml", [&](XmlReader& xml) {
      if (xml.name() == "DocBody") roots.emplace_back();
      if (roots.empty()) return;
      if (xml.name() == "Title") roots.back().title = xml.text_to_end();
      if (xml.name() == "DocRoot") roots.back().document = resolve("", clean(xml.text_to_end()));
    });
  }

  bool read_document(const std::string& part, Document& document) {
    const std::string folder = folder_of(part);
    return each_start(part, [&](XmlReader& xml) {
      if (xml.name() == "PhysicalBox" && document.area.empty())
        document.area = numbers(xml.text_to_end());
      if (xml.name() == "TemplatePage")
        document.templates[xml.attribute("ID")] = resolve(folder, xml.attribute("BaseLoc"));
      if (xml.name() == "Page") document.pages.push_back(resolve(folder, xml.attribute("BaseLoc")));
    });
  }

  bool read_page(const std::string& part, const Document& document, PageBoxes& page) {
    if (document.area.size() == 4) page.width = document.area[2], page.height = document.area[3];
    return read_content(part, document, page, true);
  }

  bool too_long() const { return characters_ > max_characters_; }
  std::size_t characters() const { return characters_; }

 private:
  static std::string clean(const std::string& text) {
    const auto decoded = decode_utf8(text);
    return encode_utf8(trim(decoded));
  }

  template <typename Visit>
  bool each_start(const std::string& part, const Visit& visit) const {
    const auto found = parts_.find(part);
    if (found == parts_.end()) return false;
    XmlReader xml(found->second);
    for (;;) {
      const Event event = xml.next();
      if (event == Event::kFault) return false;
      if (event == Event::kDone) return true;
      if (event == Event::kStart) visit(xml);
    }
  }

  bool read_content(const std::string& part, const Document& document, PageBoxes& page,
                    bool with_templates) {
    return each_start(part, [&](XmlReader& xml) {
      const auto name = xml.name();
      if (name == "PhysicalBox") {
        const auto box = numbers(xml.text_to_end());
        if (box.size() == 4 && with_templates) page.width = box[2], page.height = box[3];
      } else if (name == "Template" && with_templates) {
        const auto used = document.templates.find(xml.attribute("TemplateID"));
        if (used != document.templates.end()) read_content(used->second, document, page, false);
      } else if (name == "TextObject") {
        object_ = numbers(xml.attribute("Boundary"));
        object_.resize(4);
        const auto size = numbers(xml.attribute("Size"));
        size_ = size.empty() ? 4 : size[0];
        matrix_ = {1, 0, 0, 1, 0, 0};
        const auto matrix = numbers(xml.attribute("CTM"));
        if (matrix.size() == 6) std::copy(matrix.begin(), matrix.end(), matrix_.begin());
      } else if (name == "TextCode") {
        text_code(xml, page);
      }
    });
  }

  // Characters that follow one another on a line become a box; one that stands apart begins
  // another.
  void text_code(XmlReader& xml, PageBoxes& page) {
    const auto xs = numbers(xml.attribute("X")), ys = numbers(xml.attribute("Y"));
    if (!xs.empty()) x_ = xs[0];
    if (!ys.empty()) y_ = ys[0];
    const auto dx = numbers(xml.attribute("DeltaX")), dy = numbers(xml.attribute("DeltaY"));
    std::u32string text;
    for (const char32_t c : decode_utf8(xml.text_to_end())) {
      if (c != U'\n' && c != U'\r') text += c;
    }
    characters_ += text.size();
    if (too_long()) return;
    double x = x_, y = y_;
    TextBox box;
    const double scale = std::hypot(matrix_[2], matrix_[3]);
    const auto flush = [&] {
      if (!box.text.empty()) page.boxes.push_back(std::move(box));
      box = {};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      const double wide = text[i] < 0x2E80 ? 0.5 : 1.0;
      const double left = object_[0] + matrix_[0] * x + matrix_[2] * y + matrix_[4];
      const double base = object_[1] + matrix_[1] * x + matrix_[3] * y + matrix_[5];
      const double size = size_ * (scale > 0 ? scale : 1);
      const double right = left + wide * size_ * std::hypot(matrix_[0], matrix_[1]);
      if (!box.text.empty() && (left - box.right > 0.5 * size || left < box.right - size ||
                                std::abs(base - (box.top + 0.85 * size)) > 0.3 * size))
        flush();
      if (box.text.empty())
        box = {{}, left, base - 0.85 * size, right, base + 0.15 * size, size, false};
      box.text += text[i];
      box.right = right;
      x += i < dx.size() ? dx[i] : (dy.empty() ? wide * size_ : 0);
      y += i < dy.size() ? dy[i] : 0;
    }
    flush();
  }

  const Parts& parts_;
  std::size_t max_characters_;
  std::size_t characters_ = 0;
  std::vector<double> object_ = {0, 0, 0, 0};
  double size_ = 4;
  std::array<double, 6> matrix_ = {1, 0, 0, 1, 0, 0};
  double x_ = 0, y_ = 0;
};

}  // namespace

Result<RawDocument> read_ofd(const Blob& blob, const ReaderOptions& options, UnpackBudget& budget) {
  bool encrypted = false;
  const auto parts = read_parts(blob, budget, [&](std::string_view path) {
    if (path.ends_with("Encryptions.xml")) encrypted = true;
    return path.ends_with(".xml") && path.find("/Signs/") == std::string_view::npos;
  });
  if (!parts) return parts.error();
  if (encrypted)
    return Error{ErrorCode::kInvalidInput,
                 message(_("{}: encrypted, needs a password"), blob.name)};
  Reader reader(*parts, options.max_text_bytes);
  std::vector<Root> roots;
  if (!reader.read_root(roots) || roots.empty()) return damaged(blob.name);
  std::vector<PageBoxes> pages;
  for (const Root& root : roots) {
    Document document;
    if (!reader.read_document(root.document, document)) return damaged(blob.name);
    if (pages.size() + document.pages.size() > options.max_pages) {
      return Error{ErrorCode::kInvalidInput,
                   message(_("{}: more than {} pages, not read"), blob.name, options.max_pages)};
    }
    for (const std::string& page : document.pages) {
      pages.emplace_back();
      if (!reader.read_page(page, document, pages.back())) return damaged(blob.name);
      if (reader.too_long()) {
        return Error{ErrorCode::kInvalidInput, message(_("{}: text of more than {} MiB, not read"),
                                                       blob.name, options.max_text_bytes >> 20)};
      }
    }
  }
  if (reader.characters() < 20 * pages.size() && reader.characters() < 200) {
    return Error{ErrorCode::kInvalidInput,
                 message(translated("{}: no text in its {} page: a scanned image, which must be "
                                    "read by OCR first",
                                    "{}: no text in its {} pages: scanned images, which must be "
                                    "read by OCR first",
                                    pages.size()),
                         blob.name, pages.size())};
  }
  RawDocument document;
  document.source.path = blob.name;
  document.text = clean_text(lay_out_pages(pages));
  document.title = title_if_it_begins(roots.front().title, document.text);
  return document;
}

}  // namespace zhengce
