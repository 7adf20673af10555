#include "corpus/index_schema.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <charconv>

#include "corpus/text.h"

namespace zhengce {

std::string SectionRef::encode() const {
  std::string bytes(article.bytes.begin(), article.bytes.end());
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(section >> shift));
  return bytes;
}

std::optional<SectionRef> SectionRef::decode(std::string_view bytes) {
  SectionRef ref;
  const std::size_t id_size = ref.article.bytes.size();
  if (bytes.size() != id_size + 4) return std::nullopt;
  std::copy_n(bytes.begin(), id_size, ref.article.bytes.begin());
  for (const char byte : bytes.substr(id_size)) {
    ref.section = ref.section << 8 | static_cast<unsigned char>(byte);
  }
  return ref;
}

std::string schema::whole_title_term(std::u32string_view folded_title) {
  constexpr std::u32string_view kCountry = U"中华人民共和国";
  constexpr std::size_t kMost = 60;  // 240 bytes at most: Xapian takes 245.
  std::u32string key;
  for (const char32_t c : folded_title) {
    if (u_isalnum(static_cast<UChar32>(c))) key.push_back(c);
  }
  if (key.starts_with(kCountry) && key.size() > kCountry.size()) key.erase(0, kCountry.size());
  if (key.empty()) return {};
  return std::string(kWholeTitle) + encode_utf8(std::u32string_view(key).substr(0, kMost));
}

std::uint64_t schema::parse_number(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace zhengce
