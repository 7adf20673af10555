// Bytes of any encoding → UTF-8.
#include "corpus/readers/charset.h"

#include "corpus/readers/clean_text.h"
#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = view(data, size);
  const auto fault = first_utf8_fault(bytes);
  require(!fault || *fault < size, "a fault of UTF-8 lies inside");
  if (fault) require(!first_utf8_fault(bytes.substr(0, *fault)), "all before the first is valid");

  const auto decoded = decode_text(bytes);
  if (decoded) {
    require(!first_utf8_fault(decoded->text), "what is decoded is valid UTF-8", decoded->text);
    require(!looks_binary(decoded->text), "what is decoded is text", decoded->text);
    // A character of two bytes may take four as UTF-8 where a private plane is meant.
    require(decoded->text.size() <= 4 * size, "decoding does not swell");
    require(replacement_characters(decoded->text) <= size, "no more is lost than was there");
    const bool marked = bytes.starts_with("\xEF\xBB\xBF");
    if (!fault && !looks_binary(bytes))
      require(decoded->text == bytes.substr(marked ? 3 : 0), "valid UTF-8 stays as it is");
  } else {
    require(fault || looks_binary(bytes), "valid UTF-8 is text");
  }

  const std::string name = decode_file_name(bytes);
  require_message({ErrorCode::kIo, "name " + name});

  const std::string clean = clean_text(as_utf8(bytes));
  require_clean(clean);
  require(clean_text(clean) == clean, "a clean text stays as it is", clean);
  return 0;
}
