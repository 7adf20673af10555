// JSON Lines, as a file.
#include <algorithm>

#include "corpus/readers/file_kind.h"
#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Begun as JSON Lines, whatever follows.
  const std::string bytes = "{" + std::string(view(data, size));
  const MemoryFile file(bytes);
  std::size_t visits = 0;
  const auto read =
      read_documents(file.path(), small_limits(), [&](const Result<RawDocument>& document) {
        ++visits;
        if (!document) {
          require_message_of(document.error(), file.path());
          return true;
        }
        require_document(*document);
        require(document->source.path == file.path(), "a document tells its file");
        for (const std::string* field :
             {&document->source.key, &document->source.url, &document->source.name,
              &document->title, &document->issuer, &document->number, &document->category}) {
          require(field->find('\n') == std::string::npos, "a field is one line", *field);
        }
        return true;
      });
  if (!read) require_message(read.error());
  const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')) + 1;
  require(visits <= lines, "a line is visited once");
  return 0;
}
