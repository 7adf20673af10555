#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "corpus/result.h"
#include "search/searcher.h"

namespace zhengce {

/// The sections most like a text, best first, one an article, at most `limit`: ranked by the words
/// that the text uses most. `except` is left out. Errors: kInvalidInput for a
/// text without words; those of Searcher::rank().
Result<std::vector<Searcher::RankedSection>> similar_to(Searcher& searcher, std::string_view text,
                                                        std::uint32_t limit,
                                                        const std::optional<ArticleId>& except);

}  // namespace zhengce
