#include "search/graph/timeline.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace zhengce {

Result<Timeline> timeline_of(const GraphReader& graph, std::string_view program,
                             RunningOptions options) {
  options.evidence_limit = 0;
  auto answer = regions_running(graph, program, options);
  if (!answer) return answer.error();
  Timeline timeline;
  timeline.program = std::move(answer->program);
  std::set<RegionIndex> evident;
  for (RunningRegion& running : answer->regions) {
    evident.insert(running.region);
    evident.insert(running.via.begin(), running.via.end());
    // The best of the earliest: evidence comes best first.
    const auto first = std::min_element(running.evidence.begin(), running.evidence.end(),
                                        [](const auto& a, const auto& b) {
                                          if (!a.date || !b.date)
                                            return a.date.has_value() > b.date.has_value();
                                          return *a.date < *b.date;
                                        });
    if (first == running.evidence.end()) continue;
    auto& list = first->date ? timeline.dated : timeline.undated;
    list.push_back({running.region, first->assertion.modality, std::move(*first)});
  }
  // The regions come by code, which stays the order of one day.
  std::stable_sort(
      timeline.dated.begin(), timeline.dated.end(),
      [](const FirstSeen& a, const FirstSeen& b) { return *a.evidence.date < *b.evidence.date; });
  for (const auto level :
       {RegionLevel::kProvince, RegionLevel::kPrefecture, RegionLevel::kCounty}) {
    const auto coverage = coverage_of(graph, level, options.in, evident);
    if (!coverage) return coverage.error();
    timeline.reach.push_back(*coverage);
  }
  return timeline;
}

}  // namespace zhengce
