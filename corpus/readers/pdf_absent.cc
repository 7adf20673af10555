// Stands in for pdf.cc in builds without poppler.
#include "corpus/message.h"
#include "corpus/readers/pdf.h"

namespace zhengce {

Result<RawDocument> read_pdf(const Blob& blob, const ReaderOptions&) {
  return Error{ErrorCode::kUnsupported, message(_("{}: this build reads no PDF"), blob.name)};
}

}  // namespace zhengce
