#pragma once

#include <string_view>
#include <vector>

#include "search/snippet.h"

namespace zhengce::test {

/// What make_snippet() is to give, made the plain way: every sentence of `spans` of the text is
/// folded and looked through.
std::vector<SnippetPiece> plain_snippet(Analyzer& analyzer, std::u32string_view text,
                                        const std::vector<Span>& spans,
                                        const std::vector<Span>& headlines,
                                        const SnippetParts& parts);

}  // namespace zhengce::test
