// Plain text in any encoding, as a file.
#include "corpus/readers/charset.h"
#include "corpus/readers/file_kind.h"
#include "corpus/readers/html.h"
#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Other kinds have targets of their own.
  if (kind_of(view(data, size)).kind != FileKind::kText) return 0;
  const MemoryFile file(view(data, size));
  int visits = 0;
  const auto read =
      read_documents(file.path(), small_limits(), [&](const Result<RawDocument>& document) {
        ++visits;
        if (!document) {
          require_message(document.error());
          return true;
        }
        require_document(*document);
        require(document->source.path == file.path(), "a document tells its file");
        require(document->text.find_first_not_of(" \t\n") != std::string::npos,
                "a document has a text");
        require(document->replaced <= replacement_characters(document->text),
                "lost characters stand in the text");
        return true;
      });
  if (!read) {
    require_message_of(read.error(), file.path());
    require(visits == 0, "an error is returned where nothing was visited");
  } else {
    require(visits > 0 || size == 0, "a file that is read gives something");
  }
  return 0;
}
