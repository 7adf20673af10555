#include "search/graph/compare.h"

#include <algorithm>
#include <tuple>
#include <utility>

extern "C" const char zhengce_data_region_sets[];
extern "C" const char zhengce_data_region_sets_end[];

namespace zhengce {
namespace {

using Sets = std::map<std::string, std::vector<RegionIndex>, std::less<>>;

// A name in the table that is no region is a mistake of ours, which a test finds.
const Sets& sets() {
  static const Sets all = [] {
    Sets read;
    std::string_view table(zhengce_data_region_sets, zhengce_data_region_sets_end);
    while (!table.empty()) {
      const auto end = std::min(table.find('\n'), table.size());
      const auto line = table.substr(0, end);
      table.remove_prefix(std::min(end + 1, table.size()));
      const auto tab = line.find('\t');
      if (line.starts_with('#') || tab == std::string_view::npos) continue;
      auto& regions = read[std::string(line.substr(0, tab))];
      auto rest = line.substr(tab + 1);
      while (!rest.empty()) {
        const auto blank = std::min(rest.find(' '), rest.size());
        const auto region = Gazetteer::builtin().resolve(rest.substr(0, blank));
        if (region) regions.push_back(*region);
        rest.remove_prefix(std::min(blank + 1, rest.size()));
      }
    }
    return read;
  }();
  return all;
}

}  // namespace

std::vector<RegionIndex> region_set(std::string_view name) {
  const auto found = sets().find(name);
  return found == sets().end() ? std::vector<RegionIndex>() : found->second;
}

std::vector<std::string> region_set_names() {
  std::vector<std::string> names;
  for (const auto& [name, regions] : sets()) names.push_back(name);
  return names;
}

Result<Comparison> compare_regions(const GraphReader& graph,
                                   const std::vector<RegionIndex>& regions,
                                   const ProgramsOptions& options, std::size_t least) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  Comparison comparison;
  for (const RegionIndex region : regions) comparison.regions.push_back({region, 0, 0});
  const auto counted = graph.each_subject([&](std::string_view code, std::uint64_t sections) {
    const auto subject = gazetteer.find_code(code);
    for (auto& compared : comparison.regions) {
      if (subject && (options.only ? *subject == compared.region
                                   : gazetteer.is_within(*subject, compared.region)))
        compared.sections += sections;
    }
    return true;
  });
  if (!counted) return counted.error();
  std::map<EntityId, ComparedProgram> programs;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    auto answer = programs_in(graph, regions[i], options);
    if (!answer) return answer.error();
    comparison.regions[i].programs = answer->programs.size();
    for (ProgramInRegion& found : answer->programs) {
      if (found.evidence.empty()) continue;
      ComparedProgram& program = programs[found.program.id];
      program.program = found.program;
      program.cells.emplace(i, ComparedCell{found.modality, std::move(found.evidence.front()),
                                            found.evidence.size()});
    }
  }
  for (auto& [id, program] : programs) {
    if (program.cells.size() >= least) comparison.programs.push_back(std::move(program));
  }
  std::sort(comparison.programs.begin(), comparison.programs.end(),
            [](const ComparedProgram& a, const ComparedProgram& b) {
              if (a.cells.size() != b.cells.size()) return a.cells.size() > b.cells.size();
              return std::tie(a.program.name, a.program.id) <
                     std::tie(b.program.name, b.program.id);
            });
  return comparison;
}

}  // namespace zhengce
