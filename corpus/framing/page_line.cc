#include "corpus/framing/page_line.h"

#include <algorithm>

#include "corpus/analysis/fold.h"

namespace zhengce {

std::u32string line_key(std::u32string_view text, Span line) {
  constexpr std::uint32_t kKeyLength = 100;
  line.end = std::min(line.end, line.start + kKeyLength);
  std::u32string key = fold_text(slice(text, line));
  std::erase_if(key, [](char32_t c) { return is_blank(c); });
  return key;
}

bool is_prose(std::u32string_view text, Span line) {
  constexpr std::uint32_t kLongestTitle = 120;
  if (line.size() > kLongestTitle) return true;
  const auto all = slice(text, line);
  if (all.find(U'。') != std::u32string_view::npos) return true;
  constexpr std::uint32_t kLongestLead = 60;
  // …作如下规定：
  if (line.size() > kLongestLead && one_of(all.back(), U"：:；")) return true;
  return line.size() > kLongestLead && all.find_first_of(U"；;，,") != std::u32string_view::npos &&
         all.find_first_of(U"；;，,") < 50 &&
         std::count(all.begin(), all.end(), U'，') + std::count(all.begin(), all.end(), U',') > 2;
}

Span without_kicker(std::u32string_view text, Span span) {
  for (;;) {
    span = trim(text, span);
    if (span.empty()) return span;
    const char32_t open = text[span.start];
    const char32_t close = open == U'【'   ? U'】'
                           : open == U'['  ? U']'
                           : open == U'［' ? U'］'
                                           : U'\0';
    if (close == U'\0') return span;
    const auto end = slice(text, span).find(close);
    if (end == std::u32string_view::npos || end + 1 >= span.size()) return span;
    span.start += static_cast<std::uint32_t>(end) + 1;
  }
}

std::u32string_view without_marker(std::u32string_view title) {
  const auto end = title.find_first_not_of(U"#-•·●");
  if (end == 0 || end == std::u32string_view::npos || !is_blank(title[end])) return title;
  return trim(title.substr(end));
}

std::u32string_view without_tail(std::u32string_view title) {
  while (!title.empty() && title.back() == U')') {
    const auto open = title.rfind(U'(');
    if (open == std::u32string_view::npos || open == 0) break;
    title = title.substr(0, open);
  }
  return title;
}

}  // namespace zhengce
