#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/article.h"

namespace zhengce {

/// A line that is not blank, without the blanks at its ends, and what it was found to be.
struct PageLine {
  Span span;
  PartKind kind = PartKind::kBody;
};

/// The line folded and without blanks, as rules compare it; of a long line its first characters.
std::u32string line_key(std::u32string_view text, Span line);

/// True for running text: it holds a full stop, or is too long for a title or a heading.
bool is_prose(std::u32string_view text, Span line);

/// `span` without brackets 【…】, [...] and blanks at the start, and the bars that part a kicker:
/// what a title really begins with.
Span without_kicker(std::u32string_view text, Span span);

/// A title without # of Markdown, or the dash or dot of an item, and the blank behind it.
std::u32string_view without_marker(std::u32string_view title);

/// A folded title less (试行), (国发〔2019〕4号) and the like at its end.
std::u32string_view without_tail(std::u32string_view title);

}  // namespace zhengce
