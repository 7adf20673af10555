#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/lexicon.h"
#include "corpus/result.h"
#include "search/index_state.h"
#include "search/plan.h"
#include "search/query.h"
#include "search/searcher.h"
#include "search/section_text.h"
#include "search/suggest.h"

namespace zhengce {

/// Of a query that nothing fulfils: which of its parts nothing holds, and what was meant by them.
/// Threads: one owner.
class DidYouMean {
 public:
  /// All of them outlive this; `suggester` is asked where names are needed.
  DidYouMean(const IndexState& state, ArticleTexts& texts, Analyzer& analyzer,
             const Lexicon& lexicon, std::function<Result<Suggester*>()> suggester)
      : state_(state),
        texts_(texts),
        analyzer_(analyzer),
        lexicon_(lexicon),
        suggester_(std::move(suggester)) {}

  /// The parts that were to hold, each with how many sections hold it alone; none of a query of
  /// more parts than a reader would look at. Errors: those of the graph; Xapian's exceptions.
  Result<std::vector<AskedPart>> parts_of(const QueryNode& node, const ResolvedFields& fields,
                                          Planner& planner);

 private:
  Result<std::vector<std::string>> what_was_meant(std::u32string_view folded,
                                                  std::u32string_view run);
  std::vector<std::u32string> homophones_behind(std::u32string_view folded, Suggester& known) const;
  bool is_word(const std::u32string& folded);
  std::size_t strays_in(const std::u32string& folded);
  bool stands_between_borders(const std::u32string& phrase);
  bool may_stand(const std::u32string& phrase) const;
  std::uint64_t count(const Condition& condition, std::uint32_t budget) const;
  std::uint64_t count_phrase(const std::u32string& phrase) const;

  const IndexState& state_;
  ArticleTexts& texts_;
  Analyzer& analyzer_;
  const Lexicon& lexicon_;
  std::function<Result<Suggester*>()> suggester_;
};

}  // namespace zhengce
