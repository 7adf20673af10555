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

// What says that a region, or those rolled up into it, runs a program.
struct Group {
  RegionIndex region = kNoRegion;
  std::vector<Assertion> assertions;
  std::set<RegionIndex> from;  // The regions that the evidence is about.
};

// Everything that says who runs a program.
struct Runners {
  std::map<std::string_view, Group> regions;  // By code, rolled up.
  std::map<EntityId, std::vector<Assertion>> organizations;
  std::set<RegionIndex> evident;  // Before rolling up: also of those above the level.
  std::uint64_t undated = 0;
};

Result<Runners> runners_of(const GraphReader& graph, Citer& citer, const ProgramMatch& program,
                           const RunningOptions& options, const EvidenceFilter& filter) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  Runners runners;
  Result<void> failure;
  for (const EntityId& id : program.all) {
    const auto read = graph.assertions_to(id, [&](const Assertion& assertion) {
      if (!is_counted(assertion, options.plans)) return true;
      std::optional<RegionIndex> region, shown;
      if (assertion.from.kind() != EntityKind::kOrganization) {
        region = gazetteer.find_code(assertion.from.code());
        if (!region || !is_inside(*region, options.in)) return true;
      }
      const auto admission = citer.admits(assertion, filter);
      if (!admission) {
        failure = admission.error();
        return false;
      }
      if (*admission == Citer::Admission::kUndated) ++runners.undated;
      if (*admission != Citer::Admission::kYes) return true;
      if (!region) {
        runners.organizations[assertion.from].push_back(assertion);
        return true;
      }
      runners.evident.insert(*region);
      shown = options.level ? gazetteer.at_level(*region, *options.level) : region;
      if (!shown || !is_inside(*shown, options.in)) return true;
      Group& group = runners.regions[gazetteer.at(*shown).code];
      group.region = *shown;
      group.assertions.push_back(assertion);
      group.from.insert(*region);
      return true;
    });
    if (!read) return read.error();
    if (!failure) return failure.error();
  }
  return runners;
}

// True if the text says of the organization that it belongs to a region at or below `in`.
Result<bool> lies_in(const GraphReader& graph, const EntityId& organization, RegionIndex in) {
  bool lies = in == kNoRegion;
  const auto read = graph.assertions_from(organization, [&](const Assertion& assertion) {
    if (lies) return false;
    if (assertion.relation != Relation::kBelongsTo) return true;
    const auto region = Gazetteer::builtin().find_code(assertion.to.code());
    lies = region && is_inside(*region, in);
    return true;
  });
  if (!read) return read.error();
  return lies;
}

Result<std::vector<ProgramMatch>> matches_of(const GraphReader& graph,
                                             const std::vector<std::string>& programs) {
  std::vector<ProgramMatch> matches;
  for (const auto& program : programs) {
    auto match = resolve_program(graph, program);
    if (!match) return match.error();
    matches.push_back(std::move(*match));
  }
  return matches;
}

// Leaves those in `runners` that run `other` too (`wanted`), or that nothing says this of.
void keep(Runners& runners, const Runners& other, bool wanted) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  std::erase_if(runners.regions, [&](const auto& entry) {
    if (wanted) return !other.regions.contains(entry.first);
    // Evidence of a region below is evidence against "not", too.
    return std::any_of(other.evident.begin(), other.evident.end(), [&](RegionIndex region) {
      return gazetteer.is_within(region, entry.second.region);
    });
  });
  std::erase_if(runners.organizations, [&](const auto& entry) {
    return other.organizations.contains(entry.first) != wanted;
  });
}

Result<AlsoRuns> standing_of(Citer& citer, const std::vector<Assertion>& assertions,
                             std::size_t limit) {
  const auto standing = citer.standing(assertions);
  if (!standing) return standing.error();
  auto evidence = citer.best(assertions, *standing, limit);
  if (!evidence) return evidence.error();
  return AlsoRuns{*standing, std::move(*evidence)};
}

}  // namespace

Result<RunningAnswer> regions_running(const GraphReader& graph, std::string_view program,
                                      const RunningOptions& options) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  RunningAnswer answer;
  auto match = resolve_program(graph, program);
  if (!match) return match.error();
  answer.program = std::move(*match);
  auto also = matches_of(graph, options.also);
  if (!also) return also.error();
  answer.also = std::move(*also);
  auto without = matches_of(graph, options.without);
  if (!without) return without.error();
  answer.without = std::move(*without);

  Citer citer(graph);
  auto runners = runners_of(graph, citer, answer.program, options, options.filter);
  if (!runners) return runners.error();
  EvidenceFilter anywhere = options.filter;
  anywhere.sections = nullptr;
  std::vector<Runners> others;
  for (const auto& other : answer.also) {
    auto found = runners_of(graph, citer, other, options, anywhere);
    if (!found) return found.error();
    keep(*runners, *found, true);
    others.push_back(std::move(*found));
  }
  for (const auto& other : answer.without) {
    auto found = runners_of(graph, citer, other, options, anywhere);
    if (!found) return found.error();
    keep(*runners, *found, false);
  }
  answer.undated = runners->undated;

  for (auto& [code, group] : runners->regions) {
    auto stands = standing_of(citer, group.assertions, options.evidence_limit);
    if (!stands) return stands.error();
    RunningRegion running;
    running.region = group.region;
    running.relations = relations_of(group.assertions);
    running.modality = stands->modality;
    running.evidence = std::move(stands->evidence);
    for (const RegionIndex from : group.from) {
      if (from != group.region) running.via.push_back(from);
    }
    std::sort(running.via.begin(), running.via.end(), [&](RegionIndex a, RegionIndex b) {
      return gazetteer.at(a).code < gazetteer.at(b).code;
    });
    for (const Assertion& assertion : group.assertions) {
      running.confidence = std::max(running.confidence, assertion.evidence.confidence);
    }
    for (const auto& other : others) {
      auto more = standing_of(citer, other.regions.at(code).assertions, options.evidence_limit);
      if (!more) return more.error();
      running.also.push_back(std::move(*more));
    }
    answer.regions.push_back(std::move(running));
  }
  for (const auto& [id, assertions] : runners->organizations) {
    const auto lies = lies_in(graph, id, options.in);
    if (!lies) return lies.error();
    if (!*lies) continue;
    const auto entity = visible_entity(graph, id);
    if (!entity) return entity.error();
    if (!*entity) continue;
    auto evidence = citer.best(assertions, Modality::kRuns, options.evidence_limit);
    if (!evidence) return evidence.error();
    answer.organizations.emplace_back(NamedEntity{id, (*entity)->name}, std::move(*evidence));
  }
  std::sort(answer.organizations.begin(), answer.organizations.end(),
            [](const auto& a, const auto& b) {
              return std::tie(a.first.name, a.first.id) < std::tie(b.first.name, b.first.id);
            });
  std::vector<CitedEvidence*> cited;
  const auto add = [&](std::vector<CitedEvidence>& list) {
    for (auto& evidence : list) cited.push_back(&evidence);
  };
  for (auto& running : answer.regions) {
    add(running.evidence);
    for (auto& more : running.also) add(more.evidence);
  }
  for (auto& [organization, list] : answer.organizations) add(list);
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();

  RegionLevel level = options.level.value_or(RegionLevel::kProvince);
  if (!options.level && options.in != kNoRegion &&
      gazetteer.at(options.in).level != RegionLevel::kNation)
    level = gazetteer.at(options.in).level;
  std::set<RegionIndex> evident = std::move(runners->evident);
  if (!answer.also.empty() || !answer.without.empty()) {
    evident.clear();
    for (const auto& [code, group] : runners->regions) {
      evident.insert(group.from.begin(), group.from.end());
    }
  }
  auto coverage = coverage_of(graph, level, options.in, evident);
  if (!coverage) return coverage.error();
  answer.coverage = *coverage;
  return answer;
}

}  // namespace zhengce
