#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  std::optional<Date> published;  ///< Stated as the day it was posted.
  std::optional<Date> effective;
  std::optional<Date> retrieved;
  std::size_t replaced = 0;  ///< U+FFFD in the text: characters that could not be decoded.
  /// What was left out of what is stated about it, a line each: dates that are none.
  std::vector<std::string> notes;
  /// Bytes of the file, as stored, that were read up to here; 0 where its one document is read.
  std::uint64_t file_bytes = 0;
};

/// Limits of reading. A file over one of them is skipped, and the reason names the limit.
struct ReaderOptions {
  /// Takes each document of a file, or the reason a part of it was skipped; false to stop.
  using Visit = std::function<bool(Result<RawDocument>)>;

  /// Largest file taken, in bytes as stored and as unpacked; the same for a member of an archive.
  std::uint64_t max_file_bytes = 256u << 20;
  /// Largest text of one document, in bytes.
  std::uint64_t max_text_bytes = 32u << 20;
  /// Largest number of tags of a web page, which take up to 400 bytes each while it is read.
  std::uint64_t max_tags = 4'000'000;
  /// Files in an archive, with those in archives in it.
  std::uint32_t max_entries = 100000;
  /// How many times the size of a file all that is unpacked from it may have (16 MiB are always
  /// allowed). Text packs to a tenth; what packs to a thousandth is made to do harm.
  std::uint32_t max_ratio = 200;
  /// Archives in one another.
  std::uint32_t max_depth = 3;
  /// Pages of one PDF or OFD file.
  std::uint32_t max_pages = 5000;
  /// Where reading is isolated: seconds of one file or member of an archive, and bytes of private
  /// memory of a process that reads.
  std::uint32_t max_seconds = 60;
  std::uint64_t max_memory_bytes = 1024u << 20;

  /// Reads a file of a foreign binary format (PDF, DOCX, OFD, archives) in read_documents()'s
  /// stead, so that a library's crash costs one file: ReaderProcesses (reader_process.h) gives one.
  /// Empty: such files are read in this process.
  std::function<Result<void>(const std::filesystem::path&, const ReaderOptions&, const Visit&)>
      isolate;
  /// Asked several times a second while a process reads in isolation: true gives the file up, as if
  /// `visit` had returned false.
  std::function<bool()> stop;
};

/// Reads one file and hands each document in it to `visit`. `visit` gets either a document or the
/// reason something in the file was skipped (with the line's number or the member's path in the
/// message), and returns false to stop. The type is found by content, whatever the name says:
/// - JSONL if the first non-blank byte is `{`, an array of such objects after `[`; HTML (html.h) if
/// it looks so; else plain text; all
///   of these also gzipped;
/// - PDF (pdf.h), DOCX (docx.h), OFD (ofd.h): one document a file;
/// - zip, tar, and what is compressed by gzip, bzip2, xz or Zstandard: the files in it, of all
///   these kinds, each with `archive!/path` as its path. Hidden files are left out.
///
/// Text and pages may be UTF-8, GB18030 (GBK, GB2312), Big5 or UTF-16, whatever they declare
/// (charset.h). Where up to one character in fifty is broken the rest is taken, with U+FFFD in
/// their places. JSONL is UTF-8.
///
/// JSONL: {id, title, text, date?, published?, effective?, retrieved?, issuer?, number?, source?,
/// url?, category?}; only `text` must be there. `id` (or `key`; a string or a number) becomes
/// source.key, `source` source.name. A date that is none is left out and noted; so is what a field
/// has beyond 2,000 characters, but with such an id or url the line is not read. Lines are read one
/// after the other: memory is bounded by the longest line, not by the file. So are the objects of
/// an array, and objects of several lines; other JSON is kInvalidInput. If the file turns out
/// damaged or too large midway, the last call of `visit` says so.
///
/// A sidecar NAME.meta.json beside NAME, on disk or in an archive, states the same fields about it
/// (fields.h). It wins over what a file of one document says; of JSONL and archives it fills in
/// what the documents leave open, without key, title, url and number.
///
/// `-` is the program's standard input: text, a page or JSONL.
///
/// Errors (nothing visited): kNotFound; kIo; kUnsupported for kinds of files that are not read
/// (images, old Word files, programs); kInvalidInput for folders, empty, too large, damaged,
/// encrypted or undecodable files (with the count of broken characters), pages without article
/// text, and PDF without text (scanned). Each message names the path, in one line. Threads: no
/// shared state.
Result<void> read_documents(const std::filesystem::path& path, const ReaderOptions& options,
                            const ReaderOptions::Visit& visit);

}  // namespace zhengce
