#include "corpus/index_schema.h"

#include <algorithm>
#include <charconv>

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

std::uint64_t schema::parse_number(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace zhengce
