// Web pages.
#include "corpus/readers/html.h"

#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string page = as_utf8(view(data, size));
  looks_like_html(page);
  const auto document = read_html(page);
  if (!document) {
    require_message(document.error());
    return 0;
  }
  require_document(*document);
  require(document->source.path.empty(), "a page does not know its path");
  require(!document->text.empty(), "a page that is read has a text");
  require(document->title.find('\n') == std::string::npos, "a title is one line", document->title);
  // Title, lines of the header and body at the most, and no character but from the page.
  require(document->text.size() <= 4 * page.size() + 64, "a page does not swell");
  return 0;
}
