#include "corpus/readers/clean_text.h"

#include <simdjson.h>

#include <algorithm>

#include "corpus/text.h"

namespace zhengce {

std::optional<std::size_t> first_utf8_fault(std::string_view bytes) {
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return std::nullopt;
  // Doubling pieces that start at a sequence's first byte: the fault lies in the first that does
  // not decode.
  std::size_t start = 0;
  while (start < bytes.size()) {
    std::size_t end = std::min(start + 4096, bytes.size());
    while (end < bytes.size() && end > start &&
           (static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80)
      --end;
    if (end == start) return start;  // 4096 bytes without a first byte.
    if (!simdjson::validate_utf8(bytes.data() + start, end - start)) break;
    start = end;
  }
  // U+FFFD may be written in the text itself; a replaced sequence shows in the count alone.
  for (std::size_t i = start; i < bytes.size();) {
    std::size_t length = 1;
    while (i + length < bytes.size() &&
           (static_cast<unsigned char>(bytes[i + length]) & 0xC0) == 0x80)
      ++length;
    std::size_t replaced = 0;
    decode_utf8(bytes.substr(i, std::min<std::size_t>(length, 8)), &replaced);
    if (replaced > 0) return i;
    i += length;
  }
  return start;
}

bool looks_binary(std::string_view bytes) {
  std::size_t controls = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0) return true;
    if (byte < 0x20 && (byte < 0x09 || byte > 0x0D)) ++controls;
  }
  return controls > 8 && controls * 50 > bytes.size();
}

std::string clean_text(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const char c = utf8[i];
    const auto byte = static_cast<unsigned char>(c);
    const auto rest = utf8.substr(i);
    if (c == '\r') {
      if (rest.size() < 2 || rest[1] != '\n') out.push_back('\n');
    } else if (c == '\n' || c == '\f' || c == '\v') {
      out.push_back('\n');
    } else if (byte < 0x20 || byte == 0x7F) {
      if (c == '\t') out.push_back(c);
    } else if (byte == 0xC2 && rest.size() > 1 && static_cast<unsigned char>(rest[1]) < 0xA0) {
      if (static_cast<unsigned char>(rest[1]) == 0x85) out.push_back('\n');
      ++i;
    } else if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
      out.push_back('\n');
      i += 2;
    } else if (out.empty() && rest.starts_with("\xEF\xBB\xBF")) {
      i += 2;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace zhengce
