#include <set>
#include <vector>

#include "corpus/organizations.h"
#include "graph/range_reads.h"
#include "search/graph/counting.h"
#include "search/graph/graph_queries.h"

namespace zhengce {
namespace {

// Of so many each is looked up; of more all subjects are read.
constexpr std::size_t kFewRegions = 500;

}  // namespace

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
  std::vector<RegionIndex> counted;
  for (RegionIndex region = 0; region < gazetteer.size(); ++region) {
    if (gazetteer.at(region).level == level && is_inside(region, in)) counted.push_back(region);
  }
  coverage.all = counted.size();
  std::set<RegionIndex> with_evidence;
  for (const RegionIndex region : evident) {
    const auto at = gazetteer.at_level(region, level);
    if (!at)
      coverage.other_levels += is_inside(region, in);
    else if (is_inside(*at, in))
      with_evidence.insert(*at);
  }
  coverage.with_evidence = with_evidence.size();
  if (counted.size() <= kFewRegions) {
    for (const RegionIndex region : counted) {
      if (with_evidence.contains(region)) {
        ++coverage.with_articles;
        continue;
      }
      const auto has = has_subject(graph, gazetteer.at(region).significant);
      if (!has) return has.error();
      coverage.with_articles += *has;
    }
    return coverage;
  }
  // The subjects come by code, so those below one region come together.
  RegionIndex last = kNoRegion;
  const auto read = graph.each_subject([&](std::string_view code, std::uint64_t) {
    if (last != kNoRegion && code.starts_with(gazetteer.at(last).significant)) return true;
    const auto region = gazetteer.find_code(code);
    const auto at = region ? gazetteer.at_level(*region, level) : std::nullopt;
    if (!at || *at == last || !is_inside(*at, in)) return true;
    last = *at;
    coverage.with_articles += !with_evidence.contains(*at);
    return true;
  });
  if (!read) return read.error();
  coverage.with_articles += with_evidence.size();
  return coverage;
}

Result<Coverage> coverage_of_nodes(const GraphReader& graph,
                                   const std::vector<NamedEntity>& nodes) {
  std::set<RegionIndex> evident;
  for (const NamedEntity& node : nodes) {
    std::optional<RegionIndex> place;
    if (node.id.kind() == EntityKind::kRegion)
      place = Gazetteer::builtin().find_code(node.id.code());
    else if (node.id.kind() == EntityKind::kOrganization)
      place = region_of_organization(node.name);
    if (place) evident.insert(*place);
  }
  return coverage_of(graph, RegionLevel::kProvince, kNoRegion, evident);
}

}  // namespace zhengce
