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
  std::string status;  ///< 有效性 as stated: 有效, 失效, 废止…; empty if not stated.
  std::optional<Date> date;  ///< Stated as the date of the text: of a web page its 成文日期.
  std::optional<Date> published;  ///< Stated as the day it was posted (web pages).
  std::optional<Date> retrieved;
  std::size_t replaced = 0;  ///< U+FFFD in the text: characters that could not be decoded.
};

struct ReaderOptions {
  /// Largest file taken, in bytes as stored and as unpacked. Larger ones are refused with a
  /// message.
  std::uint64_t max_file_bytes = 256u << 20;
  /// Largest text of one document, in bytes.
  std::uint64_t max_text_bytes = 32u << 20;
};

/// Reads one file and hands each document in it to `visit` (a text file or web page one, a JSONL
/// file one a line, also gzipped). `visit` gets either a document or the reason a line was skipped,
/// with the line's number in the message, and returns false to stop. The type is found by content:
/// JSONL if the first non-blank byte is `{`; else HTML (html.h) if it looks so; else plain text.
///
/// Text and pages may be UTF-8, GB18030 (GBK, GB2312), Big5 or UTF-16, whatever they declare
/// (charset.h). Where up to one character in fifty is broken the rest is taken, with U+FFFD in
/// their places. JSONL is UTF-8.
///
/// JSONL: {id, title, text, date?, issuer?, number?, source?, url?, category?}; only `text` must be
/// there. `id` (a string or a number) becomes source.key, `source` source.name. A date that is none
/// is left out. Lines are read one after the other: memory is bounded by the longest line, not by
/// the file. If the file turns out damaged or too large midway, the last call of `visit` says so.
///
/// Errors (nothing visited): kNotFound; kIo; kInvalidInput for folders, empty, binary, too large,
/// damaged or undecodable files (with the count of broken characters), and pages without article
/// text. Each message names the path. Threads: no shared state.
Result<void> read_documents(const std::filesystem::path& path, const ReaderOptions& options,
                            const std::function<bool(Result<RawDocument>)>& visit);

}  // namespace zhengce
