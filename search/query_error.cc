#include "search/query_error.h"

#include <algorithm>

namespace zhengce {
namespace {

// Characters shown on either side of the place.
constexpr std::uint32_t kContext = 30;

char32_t printable(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
                       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
  return control ? U' ' : c;
}

}  // namespace

int column_width(char32_t c) {
  if ((c >= 0x0300 && c <= 0x036F) || (c >= 0xFE00 && c <= 0xFE0F)) return 0;
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                    (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                    (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                    (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
                    (c >= 0x20000 && c <= 0x3FFFD);
  return wide ? 2 : 1;
}

Error query_error(ErrorCode code, const std::string& what, std::u32string_view query, Span place) {
  const auto size = static_cast<std::uint32_t>(query.size());
  place.start = std::min(place.start, size);
  place.end = std::clamp(place.end, place.start, std::min(size, place.start + kContext));
  const std::uint32_t start = place.start > kContext + 5 ? place.start - kContext : 0;
  const std::uint32_t end = size - place.end > kContext + 5 ? place.end + kContext : size;
  std::string shown = "  ";
  std::string carets = "  ";
  if (start > 0) {
    shown += "…";
    carets += " ";
  }
  for (std::uint32_t i = start; i < end; ++i) {
    const char32_t c = printable(query[i]);
    append_utf8(shown, c);
    if (i < place.start) carets.append(static_cast<std::size_t>(column_width(c)), ' ');
    if (i >= place.start && i < place.end) {
      carets.append(static_cast<std::size_t>(column_width(c)), '^');
    }
  }
  if (end < size) shown += "…";
  if (place.empty()) carets += '^';
  return {code, what + "\n" + shown + "\n" + carets};
}

}  // namespace zhengce
