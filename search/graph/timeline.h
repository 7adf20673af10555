#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

/// When a region is first said to run a program: in these articles, which may be late.
struct FirstSeen {
  RegionIndex region = kNoRegion;
  Modality modality = Modality::kRuns;  ///< Of that first evidence.
  CitedEvidence evidence;
};

struct Timeline {
  ProgramMatch program;
  std::vector<FirstSeen> dated;    ///< By date, then code.
  std::vector<FirstSeen> undated;  ///< Regions all of whose evidence is undated, by code.
  /// How far the program has come: provinces, prefectures, counties.
  std::vector<Coverage> reach;
};
/// `options` as of regions_running(); all evidence is looked at. Errors likewise.
Result<Timeline> timeline_of(const GraphReader& graph, std::string_view program,
                             RunningOptions options);

}  // namespace zhengce
