// Texts of cursors. Behind "z" anything a user may send; behind other characters the bytes that a
// cursor stands for, with the sum that would keep a fuzzer out put right.
#include "search/cursor.h"

#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

namespace {

std::string in_letters(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
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

bool same(const Cursor& a, const Cursor& b) {
  return a.index_sequence == b.index_sequence && a.graph_sequence == b.graph_sequence &&
         a.query == b.query && a.relaxed == b.relaxed && a.given == b.given &&
         a.passed == b.passed && a.score == b.score && a.date == b.date && a.last == b.last &&
         a.statistics.sections == b.statistics.sections &&
         a.statistics.average_length == b.statistics.average_length &&
         a.statistics.frequencies == b.statistics.frequencies;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(view(data, size));
  if (!text.starts_with('z')) {
    std::string bytes = "\1" + text;
    const std::uint32_t sum = Statistics::key(bytes);
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(sum >> (8 * i) & 0xFF);
    text = in_letters(bytes);
  }
  const auto cursor = Cursor::decode(text);
  if (!cursor) {
    require_message(cursor.error());
    return 0;
  }
  const std::string encoded = cursor->encode();
  const auto again = Cursor::decode(encoded);
  require(again && same(*again, *cursor), "a cursor comes back as it was written", encoded);
  require(
      encoded.find_first_not_of(
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos,
      "a cursor is letters, digits, - and _", encoded);
  // A cursor's text is its own: what was made of it is no other cursor.
  require(encoded == text, "decode() takes what encode() writes alone", text + "\n" + encoded);
  return 0;
}
