#include "corpus/readers/stated_title.h"

#include "corpus/text.h"

namespace zhengce {

std::string title_if_it_begins(std::string_view stated, std::string_view text) {
  constexpr std::size_t kLongest = 300;
  std::u32string title;
  std::u32string wanted;
  for (const char32_t c : decode_utf8(stated.substr(0, 4 * kLongest))) {
    const bool blank = is_blank(c) || c == U'\n' || c == U'\r';
    title += blank ? U' ' : c;
    if (!blank) wanted += c;
  }
  if (wanted.size() < 4 || wanted.size() > kLongest) return {};
  std::size_t met = 0;
  for (const char32_t c : decode_utf8(text.substr(0, 16 * kLongest))) {
    if (is_blank(c) || c == U'\n') {
      if (met == wanted.size()) break;
      continue;
    }
    // The title must end where a line or word does.
    if (met == wanted.size() || c != wanted[met]) return {};
    ++met;
  }
  return met == wanted.size() ? encode_utf8(trim(title)) : std::string();
}

}  // namespace zhengce
