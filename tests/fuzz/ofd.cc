// OFD documents.
#include "corpus/readers/ofd.h"

#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Blob blob{"a.ofd", {}, zip_of(view(data, size))};
  UnpackBudget budget{1u << 20, 50, 200, false};
  require_read(read_ofd(blob, small_limits(), budget), "a.ofd");
  return 0;
}
