#include "search/cursor.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

#include "corpus/message.h"

namespace zhengce {
namespace {

// As bytes: version; numbers as LEB128 but for the score and average length, 8 bytes each; for each
// term its key (4 bytes) and frequency; a checksum of all before it, 4 bytes. As text: "z" and
// these in base 64.
constexpr char kVersion = 1;
constexpr std::size_t kRefBytes = 20;
// A query has at most some thousand terms; a longer text is none of ours.
constexpr std::size_t kLongest = std::size_t{64} * 1024;
constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

class Writer {
 public:
  void fixed(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  }
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7F) | 0x80);
    out += static_cast<char>(value);
  }
  std::string out;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}
  std::uint64_t fixed(std::size_t bytes) {
    std::uint64_t value = 0;
    const std::string_view taken = text(bytes);
    for (std::size_t i = 0; i < taken.size(); ++i) {
      value |= std::uint64_t{static_cast<unsigned char>(taken[i])} << (8 * i);
    }
    return value;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint64_t byte = fixed(1);
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    good = false;
    return 0;
  }
  std::string_view text(std::size_t bytes) {
    if (bytes > left_.size()) good = false;
    const std::string_view out = left_.substr(0, good ? bytes : 0);
    left_.remove_prefix(out.size());
    return out;
  }
  bool at_end() const { return left_.empty(); }
  bool good = true;

 private:
  std::string_view left_;
};

std::string to_text(std::string_view bytes) {
  std::string out = "z";
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) out += kDigits[bits >> (count - 6) & 63];
  }
  if (count > 0) out += kDigits[bits << (6 - count) & 63];
  return out;
}

std::optional<std::string> to_bytes(std::string_view text) {
  if (!text.starts_with('z') || text.size() > kLongest) return std::nullopt;
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text.substr(1)) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return out;
}

}  // namespace

std::uint64_t fingerprint(std::string_view text, std::uint64_t before) {
  for (const char c : text) {
    before = (before ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  return before;
}

std::uint32_t Statistics::key(std::string_view term) {
  const std::uint64_t hash = fingerprint(term);
  return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

double Statistics::rarity(std::string_view term) const {
  const auto found = frequencies.find(key(term));
  if (found == frequencies.end()) return 0;
  const auto all = static_cast<double>(sections);
  return std::log((all + 1) / std::clamp<double>(static_cast<double>(found->second), 1, all + 1));
}

std::string Cursor::encode() const {
  Writer bytes;
  bytes.out += kVersion;
  bytes.number(index_sequence);
  bytes.number(graph_sequence);
  bytes.fixed(query, 8);
  bytes.number(relaxed ? 1 : 0);
  bytes.number(given);
  bytes.number(passed);
  bytes.fixed(std::bit_cast<std::uint64_t>(score), 8);
  bytes.number(date);
  bytes.out += last.encode();
  bytes.number(statistics.sections);
  bytes.fixed(std::bit_cast<std::uint64_t>(statistics.average_length), 8);
  for (const auto& [key, frequency] : statistics.frequencies) {
    bytes.fixed(key, 4);
    bytes.number(frequency);
  }
  bytes.fixed(Statistics::key(bytes.out), 4);
  return to_text(bytes.out);
}

Result<Cursor> Cursor::decode(std::string_view text) {
  const Error none{ErrorCode::kInvalidInput,
                   _("this is no cursor of a search: pass on the one that the page before gave")};
  const auto bytes = to_bytes(text);
  if (!bytes || bytes->size() < 5) return none;
  const std::string_view content = std::string_view(*bytes).substr(0, bytes->size() - 4);
  if (Reader(std::string_view(*bytes).substr(content.size())).fixed(4) != Statistics::key(content))
    return none;
  Reader in(content);
  if (in.fixed(1) != static_cast<unsigned char>(kVersion)) return none;
  Cursor cursor;
  cursor.index_sequence = in.number();
  cursor.graph_sequence = in.number();
  cursor.query = in.fixed(8);
  cursor.relaxed = in.number() != 0;
  cursor.given = static_cast<std::uint32_t>(in.number());
  cursor.passed = in.number();
  cursor.score = std::bit_cast<double>(in.fixed(8));
  cursor.date = static_cast<std::uint32_t>(in.number());
  const auto last = SectionRef::decode(in.text(kRefBytes));
  cursor.statistics.sections = in.number();
  cursor.statistics.average_length = std::bit_cast<double>(in.fixed(8));
  while (in.good && !in.at_end()) {
    const auto key = static_cast<std::uint32_t>(in.fixed(4));
    cursor.statistics.frequencies[key] = in.number();
  }
  if (!in.good || !last || !std::isfinite(cursor.score) ||
      !std::isfinite(cursor.statistics.average_length)) {
    return none;
  }
  cursor.last = *last;
  // Numbers and letters can be written in more ways than one.
  if (cursor.encode() != text) return none;
  return cursor;
}

}  // namespace zhengce
