#include "corpus/file_name.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <charconv>

namespace zhengce {

std::string shown_name(std::string_view name) {
  std::string shown;
  const auto size = static_cast<std::int32_t>(name.size());
  for (std::int32_t at = 0; at < size;) {
    const std::int32_t start = at;
    UChar32 c = 0;
    U8_NEXT(name.data(), at, size, c);
    for (std::int32_t i = start; i < at; ++i) {
      if (c >= 0)
        shown += name[static_cast<std::size_t>(i)];
      else
        shown +=
            fmt::format("\\x{:02X}", static_cast<unsigned char>(name[static_cast<std::size_t>(i)]));
    }
  }
  return shown;
}

std::string name_as_shown(std::string_view shown) {
  std::string name;
  while (!shown.empty()) {
    unsigned byte = 0;
    const auto digits = shown.substr(0, 4);
    const char* end = digits.data() + digits.size();
    const bool is_byte = digits.size() == 4 && digits.starts_with("\\x") &&
                         std::from_chars(digits.data() + 2, end, byte, 16).ptr == end &&
                         byte >= 0x80;
    name += is_byte ? static_cast<char>(byte) : shown.front();
    shown.remove_prefix(is_byte ? 4 : 1);
  }
  return name;
}

}  // namespace zhengce
