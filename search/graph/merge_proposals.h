#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

/// Why two names may be of one program.
enum class NameLikeness : std::uint8_t {
  kMarks,  ///< The same but for marks between their parts: 暖冬·行动 and 暖冬行动.
  kYears,  ///< But for a year, a span of years or a round: 新一轮找矿行动 and 找矿行动.
  kPlace,  ///< But for the place that one begins with: 浙江省暖冬行动 and 暖冬行动.
  kTail,   ///< But for the last word: 暖冬行动 and 暖冬行动计划.
  kLetter  ///< But for one character, in names of six and more.
};
/// "marks", "years", "place", "tail", "letter".
std::string_view likeness_name(NameLikeness likeness);

struct ProposedName {
  NamedEntity program;
  std::uint64_t evidence = 0;  ///< Sentences that name it.
  std::uint64_t regions = 0;   ///< Regions that run or plan it.
};
/// Two programs that may be one. Nothing is ever merged by itself.
struct MergeProposal {
  ProposedName a, b;  ///< `a` has more evidence; of equals, the one of the lesser id.
  NameLikeness likeness = NameLikeness::kMarks;
  std::uint64_t shared_regions = 0;  ///< Regions that run or plan both.
};
/// Pairs of visible programs whose names are nearly the same and that no text calls one; those that
/// share most regions first, then those with most evidence. Of several likenesses the first counts.
/// Cost: in proportion to the programs. Errors: kCorrupt, kIo.
Result<std::vector<MergeProposal>> merge_proposals(const GraphReader& graph);

}  // namespace zhengce
