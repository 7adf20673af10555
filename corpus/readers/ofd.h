#pragma once

#include "corpus/readers/archive.h"
#include "corpus/readers/reader.h"

namespace zhengce {

/// The text of an OFD document (GB/T 33190), as page_layout.h reads pages; text of page templates
/// is part of the pages that use them. The title is that of the document's properties, if the text
/// begins with it; else it stays empty. Errors: kInvalidInput for damaged and encrypted files,
/// those over a limit, and those without text (scanned).
Result<RawDocument> read_ofd(const Blob& blob, const ReaderOptions& options, UnpackBudget& budget);

}  // namespace zhengce
