#pragma once

#include "corpus/readers/archive.h"
#include "corpus/readers/reader.h"

namespace zhengce {

/// The text of a Word document (OOXML, strict or transitional): paragraphs on lines, with the
/// numbers Word puts before them (第一条, 一、); rows of tables on lines, cells parted by tabs;
/// text boxes before the paragraph they hang on; footnotes and endnotes as lines at the end. Left
/// out: deleted text of tracked changes, hidden text, comments, page headers and footers, tables of
/// contents. The title is that of the paragraphs of style Title, else that of the file's
/// properties, if the text begins with it; else it stays empty.
/// Errors: kInvalidInput for damaged files, those over a limit, and those without text.
Result<RawDocument> read_docx(const Blob& blob, const ReaderOptions& options, UnpackBudget& budget);

}  // namespace zhengce
