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
  for (std::size_t at = 0; at < shown.size(); ++at) {
    unsigned byte = 0;
    const char* digits = shown.data() + at + 2;
    if (shown.substr(at).starts_with("\\x") && at + 4 <= shown.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2 && byte >= 0x80) {
      name += static_cast<char>(byte);
      at += 3;
    } else {
      name += shown[at];
    }
  }
  return name;
}

}  // namespace zhengce
