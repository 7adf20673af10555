#pragma once

#include <string_view>
#include <vector>

#include "corpus/text.h"

namespace zhengce {

/// The sentences of `range` in `text`: they end after 。！？!? or …… with the closing quotes and
/// brackets that follow, after ；and ; outside quotes, and at line ends; trimmed of blanks; no
/// empty ones. A full stop of the Latin kind (3.5, www.gov.cn) ends none, nor does a mark inside
/// quotes or brackets that the sentence goes on behind at once with ，、：；的 or 等
/// (“怎么办？”的问题). Only what stands in the same line matters to where a sentence ends. A
/// sentence is what evidence quotes.
std::vector<Span> split_sentences(std::u32string_view text, Span range);

}  // namespace zhengce
