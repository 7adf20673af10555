#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "corpus/index_schema.h"
#include "search/cursor.h"
#include "search/explanation.h"
#include "search/facets.h"
#include "search/index_state.h"
#include "search/plan.h"
#include "search/searcher.h"
#include "search/section_text.h"

namespace zhengce {

struct Match {
  SectionRef ref;
  double score = 0;
  std::uint32_t date = 0;      ///< Date::number(), 0 without one.
  std::uint32_t document = 0;  ///< Xapian's number for it.
  std::uint64_t place = 0;     ///< In the order of all candidates, from 1.
};

/// What a plan found.
struct Outcome {
  std::vector<Match> matches;  ///< Of the page.
  std::uint32_t before = 0;    ///< Hits before them.
  std::uint64_t total = 0;
  bool exact = true;
  bool more = false;  ///< There are hits behind the page.
  JoinPlan join;
};

/// The condition and a filter's.
Condition with_filter(const Condition& condition, const Condition& filter);

/// Runs compiled queries on one state, with the options of one request. Errors of running are
/// Xapian's exceptions and GraphFailure. Threads: as ArticleTexts, one owner.
class Matcher {
 public:
  Matcher(const IndexState& state, ArticleTexts& texts, const SearchOptions& options,
          FacetCounts& facets)
      : state_(state), texts_(texts), options_(options), facets_(facets) {}

  /// The page that the options ask for; with `after`, the one behind it.
  Outcome run(const Plan& plan, const Condition& filter, const Statistics& statistics,
              const Cursor* after = nullptr) const;
  /// How many sections hold, looking at `budget` candidates at most.
  static Outcome count(const IndexState& state, ArticleTexts& texts, const Condition& condition,
                       std::uint32_t budget);
  /// A question without syntax, the best `limit`.
  std::vector<Match> ranked(const Plan& question, std::uint32_t limit) const;

 private:
  const IndexState& state_;
  ArticleTexts& texts_;
  const SearchOptions& options_;
  FacetCounts& facets_;
};

}  // namespace zhengce
