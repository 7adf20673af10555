#include "graph/log_file.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>

#include "corpus/message.h"
#include "graph/files.h"

namespace zhengce {
namespace {

constexpr std::size_t kBlockBytes = 32768;
constexpr std::size_t kHeaderBytes = 7;
enum Type : std::uint8_t { kWhole = 1, kFirst, kMiddle, kLast };

std::uint32_t crc32c(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> all{};
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      std::uint32_t crc = i;
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78u : 0u);
      all[i] = crc;
    }
    return all;
  }();
  std::uint32_t crc = ~0u;
  for (const char c : bytes) crc = (crc >> 8) ^ table[(crc ^ static_cast<std::uint8_t>(c)) & 0xFF];
  return ~crc;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;)
    value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

// The length of the payload of the fragment at the beginning, if there is one.
std::optional<std::size_t> fragment(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes) return std::nullopt;
  const std::size_t length = number_at(bytes, 4, 2);
  const auto type = static_cast<std::uint8_t>(bytes[6]);
  if (type < kWhole || type > kLast || length > bytes.size() - kHeaderBytes) return std::nullopt;
  const std::uint32_t crc = crc32c(bytes.substr(6, length + 1));
  const std::uint32_t masked = ((crc >> 15) | (crc << 17)) + 0xA282EAD8u;
  return masked == number_at(bytes, 0, 4) ? std::optional(length) : std::nullopt;
}

bool is_blank(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

}  // namespace

std::vector<std::size_t> read_log_file(std::string_view bytes,
                                       const std::function<void(const std::string&)>& visit) {
  std::vector<std::size_t> damage;
  std::string record;
  bool in_record = false;
  std::size_t record_from = 0;
  constexpr auto kNone = std::string_view::npos;
  std::size_t damaged_from = kNone;
  const auto note_damage = [&](std::size_t from) {
    if (damaged_from == kNone) damaged_from = from;
  };
  for (std::size_t start = 0; start < bytes.size(); start += kBlockBytes) {
    std::string_view rest = bytes.substr(start, kBlockBytes);
    while (!rest.empty()) {
      const std::size_t at = start + std::min(kBlockBytes, bytes.size() - start) - rest.size();
      const auto length = fragment(rest);
      if (!length) {
        const bool is_end = is_blank(rest);
        // A block ends so where no header fits any more.
        if (is_end && rest.size() < kHeaderBytes) break;
        note_damage(at);
        in_record = false;
        if (is_end) break;
        rest.remove_prefix(1);
        continue;
      }
      const auto type = static_cast<std::uint8_t>(rest[6]);
      const auto payload = rest.substr(kHeaderBytes, *length);
      const bool begins = type == kWhole || type == kFirst;
      if (begins) {
        // The one before it has lost its end.
        if (in_record) note_damage(record_from);
        record.clear();
        record_from = at;
      } else if (!in_record) {
        // This one has lost its beginning.
        note_damage(at);
      }
      if (begins || in_record) {
        record.append(payload);
        in_record = type == kFirst || type == kMiddle;
        if (!in_record) {
          // What is whole shows that the damage before it was no mere end.
          if (damaged_from != kNone) damage.push_back(damaged_from);
          damaged_from = kNone;
          visit(record);
        }
      }
      rest.remove_prefix(kHeaderBytes + *length);
    }
  }
  return damage;
}

Result<std::string> hole_in_logs(const std::filesystem::path& dir) {
  const auto entries = list_directory(dir);
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    if (entry.extension() != ".log") continue;
    std::ifstream in(entry, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto damage = read_log_file(bytes, [](const std::string&) {});
    if (!damage.empty()) {
      return message(_("{}: damaged from byte {} on"), entry.filename().string(), damage.front());
    }
  }
  return std::string();
}

}  // namespace zhengce
