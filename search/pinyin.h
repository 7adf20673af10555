#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace zhengce {

/// How ideographs are read, without tones and with u for ü. Making one loads ICU's rules (some ten
/// milliseconds). Threads: not shared.
class Pinyin {
 public:
  Pinyin();
  ~Pinyin();
  Pinyin(Pinyin&&) noexcept;
  Pinyin& operator=(Pinyin&&) noexcept;

  /// The readings of one ideograph, the commonest first: 重 is "zhong" and "chong". Empty for what
  /// has none.
  const std::vector<std::string>& of(char32_t ideograph);

 private:
  struct Rules;
  std::unique_ptr<Rules> rules_;
  std::unordered_map<char32_t, std::vector<std::string>> known_;
};

}  // namespace zhengce
