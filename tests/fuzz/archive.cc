// Archives, and all that is in them.
#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = view(data, size);
  const MemoryFile file(bytes.starts_with("== ") ? zip_of(bytes) : std::string(bytes));
  const ReaderOptions options = small_limits();
  std::size_t visits = 0;
  const auto read = read_documents(file.path(), options, [&](const Result<RawDocument>& document) {
    ++visits;
    if (!document) {
      require_message_of(document.error(), file.path());
      return true;
    }
    require_document(*document);
    require(document->source.path.starts_with(file.path()), "a document tells its file",
            document->source.path);
    require(document->text.size() <= options.max_text_bytes, "a text is within its limit");
    return true;
  });
  if (!read) {
    require_message_of(read.error(), file.path());
    require(visits == 0, "an error is returned where nothing was visited");
  }
  return 0;
}
