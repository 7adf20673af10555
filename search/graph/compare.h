#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

/// The regions of a set that has a name (长三角, 京津冀, 副省级市: data/region_sets.tsv); empty for
/// other names.
std::vector<RegionIndex> region_set(std::string_view name);
/// The names of all sets.
std::vector<std::string> region_set_names();

/// What one region says of one program.
struct ComparedCell {
  Modality modality = Modality::kRuns;
  CitedEvidence evidence;     ///< The best.
  std::size_t sentences = 0;  ///< How many there are.
};
struct ComparedProgram {
  NamedEntity program;
  std::map<std::size_t, ComparedCell> cells;  ///< By the place of the region in the question.
};
struct ComparedRegion {
  RegionIndex region = kNoRegion;
  std::uint64_t sections = 0;  ///< About it or a region below it: none means it cannot be compared.
  std::uint64_t programs = 0;
};
struct Comparison {
  std::vector<ComparedRegion> regions;    ///< In the order asked for.
  std::vector<ComparedProgram> programs;  ///< Those of most regions first, then by name.
};
/// Which of the regions run which programs; programs fewer than `least` of them run are left out.
/// `options` as of programs_in(), without shared_with.
Result<Comparison> compare_regions(const GraphReader& graph,
                                   const std::vector<RegionIndex>& regions,
                                   const ProgramsOptions& options, std::size_t least);

}  // namespace zhengce
