#include "corpus/readers/pdf.h"

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>
#include <unicode/unorm2.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

#include "corpus/message.h"
#include "corpus/readers/clean_text.h"
#include "corpus/readers/page_layout.h"
#include "corpus/readers/stated_title.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

Error invalid(const char* translated, const std::string& name) {
  return {ErrorCode::kInvalidInput, message(translated, name)};
}

std::string utf8(const poppler::ustring& text) {
  const auto bytes = text.to_utf8();
  return {bytes.begin(), bytes.end()};
}

bool is_unknown(char32_t c) {
  return c == 0xFFFD || (c >= 0xE000 && c < 0xF900) || (c < 0x20 && c != U'\t');
}

// Some fonts name their characters by radicals (U+2F00 ⼀ for U+4E00 一) or ligatures (ﬁ).
void append_plain(std::u32string& text, char32_t c) {
  const bool radical = c >= 0x2E80 && c < 0x2FE0;
  const bool ligature = c >= 0xFB00 && c < 0xFB07;
  if (!radical && !ligature) {
    text += c;
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* nfkc = unorm2_getNFKCInstance(&status);
  char16_t plain[8];
  const auto size = unorm2_getDecomposition(nfkc, static_cast<UChar32>(c), plain, 8, &status);
  if (U_FAILURE(status) || size <= 0) {
    text += c;
    return;
  }
  text.append(plain, plain + size);
}

// `box` as it stands when a page of that width and height is turned so that it lies upright.
TextBox upright(TextBox box, int rotation, double width, double height) {
  const TextBox was = box;
  if (rotation == 1) {
    box.left = was.top, box.right = was.bottom;
    box.top = width - was.right, box.bottom = width - was.left;
  } else if (rotation == 2) {
    box.left = width - was.right, box.right = width - was.left;
    box.top = height - was.bottom, box.bottom = height - was.top;
  } else if (rotation == 3) {
    box.left = height - was.bottom, box.right = height - was.top;
    box.top = was.left, box.bottom = was.right;
  }
  return box;
}

// A page is turned as most of its text lies; what lies otherwise (stamps, watermarks) is left out.
PageBoxes boxes_of(const poppler::page& page) {
  const auto rectangle = page.page_rect();
  const auto lies = page.orientation();
  const bool sideways = lies == poppler::page::landscape || lies == poppler::page::seascape;
  const double width = sideways ? rectangle.height() : rectangle.width();
  const double height = sideways ? rectangle.width() : rectangle.height();
  std::array<std::vector<TextBox>, 4> turned;
  std::array<std::size_t, 4> characters{};
  for (const auto& box : page.text_list(poppler::page::text_list_include_font)) {
    const int rotation = box.rotation() & 3;
    const auto at = box.bbox();
    std::u32string text;
    for (const char32_t c : decode_utf8(utf8(box.text()))) append_plain(text, c);
    characters[static_cast<std::size_t>(rotation)] += text.size();
    turned[static_cast<std::size_t>(rotation)].push_back(
        upright({std::move(text), at.left(), at.top(), at.right(), at.bottom(), box.get_font_size(),
                 box.has_space_after()},
                rotation, width, height));
  }
  const auto most = static_cast<std::size_t>(
      std::max_element(characters.begin(), characters.end()) - characters.begin());
  PageBoxes out;
  out.width = most % 2 == 0 ? width : height;
  out.height = most % 2 == 0 ? height : width;
  out.boxes = std::move(turned[most]);
  return out;
}

}  // namespace

Result<RawDocument> read_pdf(const Blob& blob, const ReaderOptions& options) {
  static std::once_flag once;
  std::call_once(
      once, [] { poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr); });
  const std::unique_ptr<poppler::document> file(
      blob.file.empty() ? poppler::document::load_from_raw_data(blob.bytes.data(),
                                                                static_cast<int>(blob.bytes.size()))
                        : poppler::document::load_from_file(blob.file.string()));
  if (!file) return invalid(_("{}: damaged PDF"), blob.name);
  if (file->is_locked()) return invalid(_("{}: encrypted, needs a password"), blob.name);
  const int count = file->pages();
  if (count <= 0) return invalid(_("{}: damaged PDF"), blob.name);
  if (static_cast<std::uint32_t>(count) > options.max_pages) {
    return Error{ErrorCode::kInvalidInput,
                 message(_("{}: more than {} pages, not read"), blob.name, options.max_pages)};
  }
  std::vector<PageBoxes> pages;
  std::size_t all = 0, unknown = 0;
  for (int i = 0; i < count; ++i) {
    const std::unique_ptr<poppler::page> page(file->create_page(i));
    if (!page) continue;
    pages.push_back(boxes_of(*page));
    for (const TextBox& box : pages.back().boxes) {
      all += box.text.size();
      for (const char32_t c : box.text) unknown += is_unknown(c);
    }
    if (all > options.max_text_bytes) {
      return Error{ErrorCode::kInvalidInput, message(_("{}: text of more than {} MiB, not read"),
                                                     blob.name, options.max_text_bytes >> 20)};
    }
  }
  // A page number or a stamp is no text.
  if (all < 20 * pages.size() && all < 200) {
    return Error{ErrorCode::kInvalidInput,
                 message(translated("{}: no text in its {} page: a scanned image, which must be "
                                    "read by OCR first",
                                    "{}: no text in its {} pages: scanned images, which must be "
                                    "read by OCR first",
                                    count),
                         blob.name, count)};
  }
  if (unknown * 20 > all) {
    return Error{ErrorCode::kInvalidInput,
                 message(_("{}: its fonts do not say which characters they show: {} of {} are "
                           "unknown"),
                         blob.name, unknown, all)};
  }
  RawDocument document;
  document.source.path = blob.name;
  document.text = clean_text(lay_out_pages(pages));
  document.title = title_if_it_begins(utf8(file->get_title()), document.text);
  return document;
}

}  // namespace zhengce
