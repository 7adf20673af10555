// PDF files. poppler runs in this very process here; in use it has one of its own.
#include "corpus/readers/pdf.h"

#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Blob blob{"a.pdf", {}, std::string(view(data, size))};
  require_read(read_pdf(blob, small_limits()), "a.pdf");
  return 0;
}
