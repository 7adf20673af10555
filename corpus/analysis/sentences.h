#pragma once

#include <string_view>
#include <vector>

#include "corpus/text.h"

namespace zhengce {

/// The sentences of `range` in `text`: they end after 。！？!? or …… with the closing quotes and brackets that
/// follow, after ；and ; outside quotes, and at line ends; trimmed of blanks; no empty ones. Full stops inside
/// numbers (3.5) and Latin words do not end one. A sentence is what evidence quotes.
std::vector<Span> split_sentences(std::u32string_view text, Span range);

}  // namespace zhengce
