#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/article.h"
#include "corpus/result.h"

namespace zhengce {

/// A text as it came in, before framing: what the container said about it and the text itself.
struct RawDocument {
  std::string
      text;       ///< UTF-8, valid, no BOM, lines end in LF, no other control characters but tabs.
  Source source;  ///< path always filled; key, url, name where stated.
  std::string title;  ///< Where the container states it (JSONL); else framing finds it.
  std::string issuer, number, category;
  std::optional<Date> date;  ///< Stated as the date of the text.
  std::optional<Date> retrieved;
  std::size_t replaced = 0;  ///< Characters that could not be decoded.
};

struct ReaderOptions {
  /// Largest file taken, in bytes as stored and as unpacked. Larger ones are refused with a
  /// message.
  std::uint64_t max_file_bytes = 256u << 20;
  /// Largest text of one document, in bytes.
  std::uint64_t max_text_bytes = 32u << 20;
};

/// Reads one file and hands each document in it to `visit` (a text file one, a JSONL file one a
/// line, also gzipped). `visit` gets either a document or the reason a line was skipped, with the
/// line's number in the message, and returns false to stop. The type is found by content: JSONL if
/// the first non-blank byte is `{`; else plain text.
///
/// JSONL: {id, title, text, date?, issuer?, number?, source?, url?, category?}; only `text` must be
/// there. `id` (a string or a number) becomes source.key, `source` source.name. A date that is none
/// is left out. Lines are read one after the other: memory is bounded by the longest line, not by
/// the file. If the file turns out damaged or too large midway, the last call of `visit` says so.
///
/// Errors (nothing visited): kNotFound; kIo; kInvalidInput for folders, empty, binary, too large,
/// damaged or undecodable files (the byte offset of the first fault is in the message). Each
/// message names the path. Threads: no shared state.
Result<void> read_documents(const std::filesystem::path& path, const ReaderOptions& options,
                            const std::function<bool(Result<RawDocument>)>& visit);

}  // namespace zhengce
