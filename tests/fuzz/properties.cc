#include "tests/fuzz/properties.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "corpus/readers/clean_text.h"
#include "corpus/text.h"

namespace zhengce::fuzz {
namespace {

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

void require_field(std::string_view value) {
  require(!first_utf8_fault(value), "a field is valid UTF-8", value);
}

void require_date(const std::optional<Date>& date) {
  if (date) require(Date::parse(date->iso()) == date, "a date reads as it is written", date->iso());
}

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

}  // namespace

void require(bool holds, const char* property, std::string_view detail) {
  if (holds) return;
  const std::string shown(detail.substr(0, 2000));
  std::fprintf(stderr, "does not hold: %s\n%s\n", property, shown.c_str());
  std::abort();
}

std::string as_utf8(std::string_view bytes) { return encode_utf8(decode_utf8(bytes)); }

std::uint8_t Bytes::byte() {
  if (left_.empty()) return 0;
  const auto value = static_cast<std::uint8_t>(left_.front());
  left_.remove_prefix(1);
  return value;
}

std::uint64_t Bytes::number(int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | byte();
  return value;
}

std::string Bytes::text(std::size_t most) {
  const std::size_t size = std::min({std::size_t{byte()}, most, left_.size()});
  std::string value(left_.substr(0, size));
  left_.remove_prefix(size);
  return value;
}

void require_message(const Error& error) {
  require(!error.message.empty(), "an error has a message");
  std::size_t replaced = 0;
  const auto message = decode_utf8(error.message, &replaced);
  require(replaced == 0, "a message is valid UTF-8", error.message);
  require(std::none_of(message.begin(), message.end(), is_control), "a message is one line",
          error.message);
}

void require_message_of(const Error& error, std::string_view file) {
  require_message(error);
  require(error.message.starts_with(file), "an error names the file", error.message);
}

void require_clean(std::string_view text) {
  require(!first_utf8_fault(text), "a text is valid UTF-8", text);
  const auto decoded = decode_utf8(text);
  require(std::none_of(decoded.begin(), decoded.end(),
                       [](char32_t c) { return is_control(c) && c != U'\n' && c != U'\t'; }),
          "a text has no controls but line ends and tabs", text);
  require(decoded.empty() || decoded.front() != 0xFEFF, "a text begins without a BOM", text);
}

void require_document(const RawDocument& document) {
  require_clean(document.text);
  for (const std::string* field :
       {&document.source.key, &document.source.url, &document.source.path, &document.source.name,
        &document.title, &document.issuer, &document.number, &document.category,
        &document.status}) {
    require_field(*field);
  }
  require_date(document.date);
  require_date(document.published);
  require_date(document.effective);
  require_date(document.retrieved);
}

void require_read(const Result<RawDocument>& document, std::string_view file) {
  if (!document) return require_message_of(document.error(), file);
  require_document(*document);
  require(document->source.path == file, "a document tells its file");
}

ReaderOptions small_limits() {
  ReaderOptions options;
  options.max_file_bytes = 4u << 20;
  options.max_text_bytes = 1u << 20;
  options.max_entries = 50;
  options.max_pages = 30;
  return options;
}

MemoryFile::MemoryFile(std::string_view bytes) : file_(memfd_create("input", MFD_CLOEXEC)) {
  require(file_ >= 0, "there is memory for a file");
  while (!bytes.empty()) {
    const auto wrote = write(file_, bytes.data(), bytes.size());
    require(wrote > 0, "there is memory for a file");
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  path_ = "/proc/self/fd/" + std::to_string(file_);
}

MemoryFile::~MemoryFile() { close(file_); }

std::string zip_of(std::string_view text) {
  if (text.starts_with("PK")) return std::string(text);
  struct Part {
    std::string path;
    std::string bytes;
  };
  constexpr std::string_view kHead = "== ";
  std::vector<Part> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    const auto line = text.substr(0, end);
    if (line.starts_with(kHead)) {
      const auto path = line.substr(kHead.size());
      parts.push_back({std::string(path.substr(0, path.find('\n'))), {}});
    } else if (!parts.empty()) {
      parts.back().bytes += line;
    }
    text.remove_prefix(end);
  }
  std::string zip, directory;
  for (const Part& part : parts) {
    const auto sum =
        static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(part.bytes.data()),
                                         static_cast<uInt>(part.bytes.size())));
    std::string entry;  // What the local header and the directory share.
    put(entry, 20, 2);
    put(entry, 0x800, 2);  // The path is UTF-8.
    put(entry, 0, 2);      // Stored.
    put(entry, 0x58210000, 4);
    put(entry, sum, 4);
    put(entry, static_cast<std::uint32_t>(part.bytes.size()), 4);
    put(entry, static_cast<std::uint32_t>(part.bytes.size()), 4);
    put(entry, static_cast<std::uint32_t>(part.path.size()), 2);
    put(entry, 0, 2);
    directory += "PK\x01\x02";
    put(directory, 20, 2);
    directory += entry;
    directory.append(10, '\0');
    put(directory, static_cast<std::uint32_t>(zip.size()), 4);
    directory += part.path;
    zip += "PK\x03\x04" + entry + part.path + part.bytes;
  }
  const auto start = static_cast<std::uint32_t>(zip.size());
  zip += directory;
  zip += "PK\x05\x06";
  put(zip, 0, 4);
  put(zip, static_cast<std::uint32_t>(parts.size()), 2);
  put(zip, static_cast<std::uint32_t>(parts.size()), 2);
  put(zip, static_cast<std::uint32_t>(directory.size()), 4);
  put(zip, start, 4);
  put(zip, 0, 2);
  return zip;
}

}  // namespace zhengce::fuzz
