#pragma once

#include <algorithm>
#include <random>
#include <string>

#include "corpus/analysis/char_class.h"
#include "corpus/analysis/fold.h"
#include "corpus/text.h"
#include "search/query_parser.h"

namespace zhengce::test {

/// 1 to 30 characters of one line, moved to the edges of Latin words and numbers; empty where there
/// is nothing to search for.
inline std::u32string draw_piece(std::mt19937& random, const std::u32string& text) {
  const auto inside = [&](std::size_t at) {
    if (at == 0 || at >= text.size() || is_han(text[at])) return false;
    const CharClass kind = char_class(text[at]);
    return kind != CharClass::kOther && kind == char_class(text[at - 1]);
  };
  if (text.empty()) return {};
  std::size_t start = random() % text.size();
  std::size_t end = std::min(text.size(), start + 1 + random() % 30);
  while (inside(start)) --start;
  while (inside(end)) ++end;
  std::u32string out = text.substr(start, end - start);
  out = out.substr(0, out.find(U'\n'));
  // A straight mark ends the quotation, a curly one inside it is text.
  std::replace(out.begin(), out.end(), U'"', U'”');
  return has_content(fold_text(out)) ? out : std::u32string();
}

}  // namespace zhengce::test
