#include <set>

#include "search/graph/graph_queries.h"

namespace zhengce {

RegionLevel level_below(RegionIndex region) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  const Region& of = gazetteer.at(region);
  switch (of.level) {
    case RegionLevel::kNation:
      return RegionLevel::kProvince;
    case RegionLevel::kProvince:
      for (RegionIndex i = 0; i < gazetteer.size(); ++i) {
        if (gazetteer.at(i).level == RegionLevel::kPrefecture && gazetteer.is_within(i, region))
          return RegionLevel::kPrefecture;
      }
      return RegionLevel::kCounty;
    case RegionLevel::kPrefecture:
      return RegionLevel::kCounty;
    default:
      return of.level;
  }
}

Result<Coverage> coverage_of(const GraphReader& graph, RegionLevel level, RegionIndex in,
                             const std::set<RegionIndex>& evident) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  Coverage coverage;
  coverage.level = level;
  const auto add = [&](RegionIndex region, std::set<RegionIndex>& to) {
    const auto counted = gazetteer.at_level(region, coverage.level);
    if (counted && (in == kNoRegion || gazetteer.is_within(*counted, in))) to.insert(*counted);
  };
  std::set<RegionIndex> with_evidence, with_articles;
  for (const RegionIndex region : evident) add(region, with_evidence);
  const auto read = graph.each_subject([&](std::string_view code, std::uint64_t) {
    if (const auto region = gazetteer.find_code(code)) add(*region, with_articles);
    return true;
  });
  if (!read) return read.error();
  coverage.with_evidence = with_evidence.size();
  coverage.with_articles = with_articles.size();
  if (in == kNoRegion) {
    coverage.all = gazetteer.count(level);
    return coverage;
  }
  for (RegionIndex region = 0; region < gazetteer.size(); ++region) {
    coverage.all += gazetteer.at(region).level == level && gazetteer.is_within(region, in);
  }
  return coverage;
}

}  // namespace zhengce
