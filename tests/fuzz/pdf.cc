// PDF files. poppler runs in this very process here; in use it has one of its own.
#include "corpus/readers/pdf.h"

#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Blob blob{"a.pdf", {}, std::string(view(data, size))};
  const auto document = read_pdf(blob, small_limits());
  if (!document) {
    require_message(document.error());
    require(document.error().message.starts_with("a.pdf"), "an error names the file",
            document.error().message);
    return 0;
  }
  require_document(*document);
  require(document->source.path == "a.pdf", "a document tells its file");
  return 0;
}
