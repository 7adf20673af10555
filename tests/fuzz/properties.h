#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "corpus/readers/reader.h"
#include "corpus/result.h"

// A target is a file with LLVMFuzzerTestOneInput: it hands the bytes to one parser and ends the
// program where something does not hold that the parser's header promises. libFuzzer looks for such
// bytes (./dev fuzz); what it found, and a few inputs to begin with, stands in corpus/TARGET and is
// tried again by every run of the tests (replay.cc).
namespace zhengce::fuzz {

/// Ends the program, with the property's name and what was at hand, unless it holds.
void require(bool holds, const char* property, std::string_view detail = {});

inline std::string_view view(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// The bytes as valid UTF-8.
std::string as_utf8(std::string_view bytes);

/// Numbers and texts cut off the front of an input; zeros once it is used up.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : left_(bytes) {}
  std::uint8_t byte();
  std::uint64_t number(int bytes);
  /// Up to `most` bytes; how many, the first of them says.
  std::string text(std::size_t most = 255);
  std::string_view rest() const { return left_; }
  bool empty() const { return left_.empty(); }

 private:
  std::string_view left_;
};

/// One line of valid UTF-8 that says something.
void require_message(const Error& error);
/// As require_message(), of an error about this file.
void require_message_of(const Error& error, std::string_view file);
/// Valid UTF-8 as texts are stored: see clean_text().
void require_clean(std::string_view text);
/// What a reader may hand on.
void require_document(const RawDocument& document);

/// What a reader of one document may give of this file.
void require_read(const Result<RawDocument>& document, std::string_view file);

/// Limits low enough for thousands of runs a second.
ReaderOptions small_limits();

/// A file that is nowhere on disk, with a path all the same.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  int file_;
  std::string path_;
};

/// A zip archive of the parts written in `text`: each is a line "== PATH" and the lines up to the
/// next. Packed and summed bytes would hide all parts from a fuzzer; bytes that are an archive
/// already come back as they are.
std::string zip_of(std::string_view text);

}  // namespace zhengce::fuzz
