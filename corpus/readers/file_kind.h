#pragma once

#include <string_view>

namespace zhengce {

/// What a file is, by its first bytes; its name does not matter.
enum class FileKind {
  kText,  ///< Perhaps: nothing else is known to begin so.
  kPdf,
  kZip,  ///< Also DOCX and OFD, which are told apart by what is in them.
  kTar,
  kCompressed,  ///< gzip, bzip2, xz or Zstandard around something else.
  kOther,       ///< A kind that is known and not read: an image, an old Word file…
};

struct FoundKind {
  FileKind kind = FileKind::kText;
  const char* name = "";  ///< Of kOther, in words, to be translated: "PNG image".
};

/// The kind of a file that begins with `head` (at least 512 bytes of it, if it has as many).
FoundKind kind_of(std::string_view head);

}  // namespace zhengce
