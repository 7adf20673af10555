#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "search/graph/citer.h"
#include "search/graph/counting.h"
#include "search/graph/program_names.h"

namespace zhengce {
namespace {

struct Told {
  std::vector<Assertion> assertions;
  std::set<RegionIndex> where;
};

// What says that `region` (or, without `only`, one below it, or an organization there) runs
// programs, other names of a program counted for it.
Result<std::map<EntityId, Told>> programs_of(const GraphReader& graph, RegionIndex region,
                                             const ProgramsOptions& options) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  std::map<EntityId, Told> programs, named;
  const auto inside = [&](const EntityId& place) -> std::optional<RegionIndex> {
    const auto found = gazetteer.find_code(place.code());
    const bool is_in =
        found && (options.only ? *found == region : gazetteer.is_within(*found, region));
    return is_in ? found : std::nullopt;
  };
  const auto count = [&](const Assertion& assertion, RegionIndex where) {
    named[assertion.to].assertions.push_back(assertion);
    named[assertion.to].where.insert(where);
  };
  const auto prefix = gazetteer.at(region).significant;
  const auto read = graph.assertions_from_regions(prefix, [&](const Assertion& assertion) {
    if (!is_counted(assertion, options.plans)) return true;
    if (const auto where = inside(assertion.from)) count(assertion, *where);
    return true;
  });
  if (!read) return read.error();
  // What an organization runs counts for the region it lies in.
  std::map<EntityId, RegionIndex> organizations;
  const auto listed = graph.assertions_to_regions(prefix, [&](const Assertion& assertion) {
    if (assertion.relation != Relation::kBelongsTo) return true;
    if (const auto where = inside(assertion.to)) organizations.emplace(assertion.from, *where);
    return true;
  });
  if (!listed) return listed.error();
  for (const auto& [organization, where] : organizations) {
    const auto scanned =
        graph.assertions_from(organization, [&, of = where](const Assertion& assertion) {
          if (is_counted(assertion, options.plans)) count(assertion, of);
          return true;
        });
    if (!scanned) return scanned.error();
  }
  for (auto& [id, told] : named) {
    const auto entity = visible_entity(graph, id);
    if (!entity) return entity.error();
    if (!*entity) continue;
    const auto core = core_of(graph, id);
    if (!core) return core.error();
    Told& all = programs[*core];
    all.assertions.insert(all.assertions.end(), told.assertions.begin(), told.assertions.end());
    all.where.merge(told.where);
  }
  return programs;
}

}  // namespace

Result<ProgramsAnswer> programs_in(const GraphReader& graph, RegionIndex region,
                                   const ProgramsOptions& options) {
  const auto programs = programs_of(graph, region, options);
  if (!programs) return programs.error();
  std::map<EntityId, Told> shared;
  if (options.shared_with != kNoRegion) {
    auto other = programs_of(graph, options.shared_with, options);
    if (!other) return other.error();
    shared = std::move(*other);
  }
  Citer citer(graph);
  const auto stand = [&](const std::vector<Assertion>& assertions) -> Result<AlsoRuns> {
    const auto standing = citer.standing(assertions);
    if (!standing) return standing.error();
    auto evidence = citer.best(assertions, *standing, 0);
    if (!evidence) return evidence.error();
    return AlsoRuns{*standing, std::move(*evidence)};
  };
  ProgramsAnswer answer;
  std::set<RegionIndex> evident;
  for (const auto& [id, told] : *programs) {
    const auto there = shared.find(id);
    if (options.shared_with != kNoRegion && there == shared.end()) continue;
    evident.insert(told.where.begin(), told.where.end());
    const auto family = family_of(graph, id, false);
    if (!family) return family.error();
    ProgramInRegion program;
    program.program = {id, family->at(id).name};
    program.aliases = other_names(*family, program.program.name);
    program.relations = relations_of(told.assertions);
    auto here = stand(told.assertions);
    if (!here) return here.error();
    program.modality = here->modality;
    program.evidence = std::move(here->evidence);
    if (there != shared.end()) {
      auto other = stand(there->second.assertions);
      if (!other) return other.error();
      program.shared = std::move(*other);
    }
    answer.programs.push_back(std::move(program));
  }
  std::vector<CitedEvidence*> cited;
  for (auto& program : answer.programs) {
    for (auto& evidence : program.evidence) cited.push_back(&evidence);
    if (!program.shared) continue;
    for (auto& evidence : program.shared->evidence) cited.push_back(&evidence);
  }
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();
  std::sort(answer.programs.begin(), answer.programs.end(),
            [](const ProgramInRegion& a, const ProgramInRegion& b) {
              if (a.evidence.size() != b.evidence.size())
                return a.evidence.size() > b.evidence.size();
              return std::tie(a.program.name, a.program.id) <
                     std::tie(b.program.name, b.program.id);
            });
  const auto level = options.only ? Gazetteer::builtin().at(region).level : level_below(region);
  const auto coverage = coverage_of(graph, level, region, evident);
  if (!coverage) return coverage.error();
  answer.coverage = *coverage;
  return answer;
}

}  // namespace zhengce
