#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/article.h"
#include "search/index_state.h"
#include "search/matching.h"
#include "search/plan.h"
#include "search/statistics.h"

namespace Xapian {
class Database;
class Enquire;
class Query;
}  // namespace Xapian

namespace zhengce {

/// What a plan's scores need to know of the collection, as it is now. Errors are Xapian's
/// exceptions.
Statistics statistics_of(const Xapian::Database& index, const Plan& plan);

/// The query to run: the candidates for `condition` match, the plan's terms score. Whole runs, and
/// units in a title or heading, add to it. Does not outlive the state.
Xapian::Query with_scores(const Condition& condition, const IndexState& state, Side side,
                          const Plan& plan, const Statistics& statistics);
/// Finds what matches a query of with_scores(), with its scores.
Xapian::Enquire scored(const Xapian::Database& index, const Xapian::Query& query);

/// What one term, run or title unit adds to a section's score.
struct ScorePart {
  enum class Kind : std::uint8_t {
    kTerm,        ///< A term of the query stands in the section.
    kRun,         ///< All pairs of characters of a whole run do.
    kTitle,       ///< A unit stands in the title or heading.
    kWholeTitle,  ///< It is the article's title.
    kNumber,      ///< It is the article's document number.
  };
  Kind kind = Kind::kTerm;
  std::string text;
  std::uint32_t in_query = 1;    ///< Of a term: how often the query has it…
  std::uint32_t in_section = 0;  ///< … the section (a word of two ideographs counts double)…
  std::uint32_t sections = 0;    ///< … and in how many sections it stands.
  double points = 0;
};
/// "term", "run", "title", "whole_title", "number".
std::string_view score_kind_name(ScorePart::Kind kind);
/// The parts of the score that with_scores() gives a section, most points first; they sum to it.
/// Each is asked of Xapian by itself, on this one section. `document` is Xapian's number for it.
/// Errors are Xapian's exceptions.
std::vector<ScorePart> score_parts(const IndexState& state, std::uint32_t document,
                                   const ArticleId& article, const Plan& plan,
                                   const Statistics& statistics);

}  // namespace zhengce
