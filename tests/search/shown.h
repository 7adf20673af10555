#pragma once

#include <string>

namespace zhengce::test {

/// A piece of a snippet as tests write it: hits in brackets.
inline std::string shown(const std::string& text, bool hit) {
  std::string out;
  if (hit) out += '[';
  out += text;
  if (hit) out += ']';
  return out;
}

}  // namespace zhengce::test
