#pragma once

#include "corpus/readers/archive.h"
#include "corpus/readers/reader.h"

namespace zhengce {

/// The text of a PDF file, as page_layout.h reads pages. The title is that of the file's
/// properties, if the text begins with it; else it stays empty.
/// Errors: kInvalidInput for damaged and encrypted files, those over a limit, those without text
/// (scanned), and those whose fonts hide what their characters are; kUnsupported where the build is
/// without poppler.
Result<RawDocument> read_pdf(const Blob& blob, const ReaderOptions& options);

}  // namespace zhengce
