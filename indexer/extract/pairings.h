#pragma once

#include <span>
#include <string>
#include <vector>

#include "corpus/gazetteer/region_finder.h"
#include "indexer/extract/page.h"
#include "indexer/extract/rule_set.h"

namespace zhengce {

/// One place that helps or works with another, as a sentence says.
struct FoundPairing {
  Span mention;                    ///< The words that say so.
  std::string pattern;             ///< Name of the pattern in rules/patterns.tsv.
  std::string kind;                ///< 对口支援, 飞地共建, …
  RegionIndex helper = kNoRegion;  ///< kNoRegion: who does what the sentence says.
  RegionIndex helped = kNoRegion;
  bool one_of_several = false;  ///< `helped` stands in a list, and no helper is named for it.
};

/// The pairings of a sentence (D13). `mentions` are the regions named in it, in order;
/// `subject` is what it is about (我省), or kNoRegion. Counted places (9省16市106个县) are no
/// pairings; several places with several are one each where 分别 says so, and none where nothing
/// does.
std::vector<FoundPairing> find_pairings(const Gazetteer& gazetteer, const Page& page,
                                        const RuleSet::Impl& rules, Span sentence,
                                        std::span<const RegionMention> mentions,
                                        RegionIndex subject);

}  // namespace zhengce
