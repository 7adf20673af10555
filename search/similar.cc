#include "search/similar.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "corpus/analysis/lexicon.h"
#include "corpus/message.h"

namespace zhengce {
namespace {

// More words make it slower and no better: those used once say little of a text.
constexpr std::size_t kWords = 60;

// The words of two or more ideographs that stand most often in the text.
std::string frequent_words(std::string_view text) {
  Analyzer analyzer(Lexicon::standard());
  const Folded folded = fold(decode_utf8(text));
  std::map<std::u32string_view, std::size_t> counts;
  for (const Word& word : analyzer.words(folded)) {
    const auto characters =
        std::u32string_view(folded.text).substr(word.span.start, word.span.size());
    const bool is_word =
        characters.size() > 1 && std::all_of(characters.begin(), characters.end(), is_han);
    if (is_word) ++counts[characters];
  }
  std::vector<std::pair<std::u32string_view, std::size_t>> words(counts.begin(), counts.end());
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first.size() > b.first.size();
  });
  if (words.size() > kWords) words.resize(kWords);
  std::string out;
  for (const auto& [word, count] : words) out += encode_utf8(word) + " ";
  return out;
}

}  // namespace

Result<std::vector<Searcher::RankedSection>> similar_to(Searcher& searcher, std::string_view text,
                                                        std::uint32_t limit,
                                                        const std::optional<ArticleId>& except) {
  std::vector<Searcher::RankedSection> out;
  const std::string words = frequent_words(text);
  if (words.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 _("there is nothing to compare: the text has no word of two ideographs or more")};
  }
  // Some articles have many sections.
  const auto ranked = searcher.rank(words, 4 * limit + 20, false);
  if (!ranked) return ranked.error();
  for (const auto& section : *ranked) {
    if (out.size() == limit) break;
    const bool had = std::any_of(out.begin(), out.end(), [&](const auto& other) {
      return other.article == section.article;
    });
    if (!had && section.article != except) out.push_back(section);
  }
  return out;
}

}  // namespace zhengce
