// OFD documents.
#include "corpus/readers/ofd.h"

#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Blob blob{"a.ofd", {}, zip_of(view(data, size))};
  UnpackBudget budget{1u << 20, 50, 200, false};
  const auto document = read_ofd(blob, small_limits(), budget);
  if (!document) {
    require_message(document.error());
    require(document.error().message.starts_with("a.ofd"), "an error names the file",
            document.error().message);
    return 0;
  }
  require_document(*document);
  require(document->source.path == "a.ofd", "a document tells its file");
  return 0;
}
