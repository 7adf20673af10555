#include "search/graph/graph_queries.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "search/graph/citer.h"
#include "search/graph/program_names.h"

namespace zhengce {
namespace {

bool is_counted(const Assertion& assertion, bool plans) {
  return is_running(assertion.relation) && (plans || assertion.modality != Modality::kPlans);
}

std::vector<Relation> relations_of(const std::vector<Assertion>& assertions) {
  std::set<Relation> relations;
  for (const Assertion& assertion : assertions) relations.insert(assertion.relation);
  return {relations.begin(), relations.end()};
}

bool is_inside(const Gazetteer& gazetteer, RegionIndex region, RegionIndex in) {
  return in == kNoRegion || gazetteer.is_within(region, in);
}

// True if the text says of the organization that it belongs to a region at or below `in`.
Result<bool> lies_in(const GraphReader& graph, const Gazetteer& gazetteer,
                     const EntityId& organization, RegionIndex in) {
  bool lies = in == kNoRegion;
  const auto read = graph.assertions_from(organization, [&](const Assertion& assertion) {
    if (lies) return false;
    if (assertion.relation != Relation::kBelongsTo) return true;
    const auto region = gazetteer.find_code(assertion.to.code());
    lies = region && gazetteer.is_within(*region, in);
    return true;
  });
  if (!read) return read.error();
  return lies;
}

}  // namespace

Result<Coverage> coverage_of(const GraphReader& graph, RegionLevel level, RegionIndex in,
                             const std::set<RegionIndex>& evident) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  Coverage coverage;
  coverage.level = level;
  const auto add = [&](RegionIndex region, std::set<RegionIndex>& to) {
    const auto counted = gazetteer.at_level(region, coverage.level);
    if (counted && is_inside(gazetteer, *counted, in)) to.insert(*counted);
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
  for (RegionIndex region = 0; region < gazetteer.size(); ++region) {
    if (gazetteer.at(region).level == coverage.level && is_inside(gazetteer, region, in)) {
      ++coverage.all;
    }
  }
  return coverage;
}

Result<RunningAnswer> regions_running(const GraphReader& graph, std::string_view program,
                                      const RunningOptions& options) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  RunningAnswer answer;
  auto match = resolve_program(graph, program);
  if (!match) return match.error();
  answer.program = std::move(*match);

  struct Group {
    std::vector<Assertion> assertions;
    std::set<RegionIndex> via;
  };
  std::map<std::string_view, std::pair<RegionIndex, Group>> regions;  // by code
  std::map<EntityId, std::vector<Assertion>> organizations;
  std::set<RegionIndex> evident;
  for (const EntityId& id : answer.program.all) {
    const auto read = graph.assertions_to(id, [&](const Assertion& assertion) {
      if (!is_counted(assertion, options.plans)) return true;
      if (assertion.from.kind() == EntityKind::kOrganization) {
        organizations[assertion.from].push_back(assertion);
        return true;
      }
      const auto region = gazetteer.find_code(assertion.from.code());
      if (!region || !is_inside(gazetteer, *region, options.in)) return true;
      evident.insert(*region);
      const auto shown = options.level ? gazetteer.at_level(*region, *options.level) : region;
      if (!shown || !is_inside(gazetteer, *shown, options.in)) return true;
      auto& [index, group] = regions[gazetteer.at(*shown).code];
      index = *shown;
      group.assertions.push_back(assertion);
      if (*region != *shown) group.via.insert(*region);
      return true;
    });
    if (!read) return read.error();
  }

  Citer citer(graph);
  for (auto& [code, found] : regions) {
    const Group& group = found.second;
    RunningRegion running;
    running.region = found.first;
    running.relations = relations_of(group.assertions);
    const auto standing = citer.standing(group.assertions);
    if (!standing) return standing.error();
    running.modality = *standing;
    running.via.assign(group.via.begin(), group.via.end());
    std::sort(running.via.begin(), running.via.end(), [&](RegionIndex a, RegionIndex b) {
      return gazetteer.at(a).code < gazetteer.at(b).code;
    });
    auto evidence = citer.best(group.assertions, running.modality, options.evidence_limit);
    if (!evidence) return evidence.error();
    running.evidence = std::move(*evidence);
    for (const Assertion& assertion : group.assertions) {
      running.confidence = std::max(running.confidence, assertion.evidence.confidence);
    }
    answer.regions.push_back(std::move(running));
  }
  for (const auto& [id, assertions] : organizations) {
    const auto lies = lies_in(graph, gazetteer, id, options.in);
    if (!lies) return lies.error();
    if (!*lies) continue;
    const auto entity = visible_entity(graph, id);
    if (!entity) return entity.error();
    if (!*entity) continue;
    auto evidence = citer.best(assertions, Modality::kRuns, options.evidence_limit);
    if (!evidence) return evidence.error();
    answer.organizations.push_back({{id, (*entity)->name}, std::move(*evidence)});
  }
  std::sort(answer.organizations.begin(), answer.organizations.end(),
            [](const auto& a, const auto& b) {
              return std::tie(a.first.name, a.first.id) < std::tie(b.first.name, b.first.id);
            });
  std::vector<CitedEvidence*> cited;
  for (auto& running : answer.regions) {
    for (auto& evidence : running.evidence) cited.push_back(&evidence);
  }
  for (auto& [organization, list] : answer.organizations) {
    for (auto& evidence : list) cited.push_back(&evidence);
  }
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();

  RegionLevel level = options.level.value_or(RegionLevel::kProvince);
  if (!options.level && options.in != kNoRegion &&
      gazetteer.at(options.in).level != RegionLevel::kNation)
    level = gazetteer.at(options.in).level;
  auto coverage = coverage_of(graph, level, options.in, evident);
  if (!coverage) return coverage.error();
  answer.coverage = *coverage;
  return answer;
}

Result<std::vector<ProgramInRegion>> programs_in(const GraphReader& graph, RegionIndex region,
                                                 bool plans) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  std::map<EntityId, std::vector<Assertion>> named;
  const auto within = [&](const EntityId& place) {
    const auto code = gazetteer.find_code(place.code());
    return code && gazetteer.is_within(*code, region);
  };
  const auto read = graph.assertions_from_regions(
      gazetteer.at(region).significant, [&](const Assertion& assertion) {
        if (is_counted(assertion, plans) && within(assertion.from))
          named[assertion.to].push_back(assertion);
        return true;
      });
  if (!read) return read.error();
  // What an organization runs counts for the region it lies in.
  std::vector<EntityId> organizations;
  const auto listed = graph.each_entity(EntityKind::kOrganization, [&](const Entity& entity) {
    organizations.push_back(entity.id);
    return true;
  });
  if (!listed) return listed.error();
  for (const auto& organization : organizations) {
    std::vector<Assertion> runs;
    bool here = false;
    const auto scanned = graph.assertions_from(organization, [&](const Assertion& assertion) {
      if (is_counted(assertion, plans)) runs.push_back(assertion);
      here = here || (assertion.relation == Relation::kBelongsTo && within(assertion.to));
      return true;
    });
    if (!scanned) return scanned.error();
    if (!here) continue;
    for (auto& assertion : runs) named[assertion.to].push_back(std::move(assertion));
  }
  // Other names of a program count for it.
  std::map<EntityId, std::vector<Assertion>> programs;
  for (auto& [id, assertions] : named) {
    const auto entity = visible_entity(graph, id);
    if (!entity) return entity.error();
    if (!*entity) continue;
    const auto core = core_of(graph, id);
    if (!core) return core.error();
    auto& all = programs[*core];
    all.insert(all.end(), assertions.begin(), assertions.end());
  }
  Citer citer(graph);
  std::vector<ProgramInRegion> found;
  for (const auto& [id, assertions] : programs) {
    const auto family = family_of(graph, id, false);
    if (!family) return family.error();
    ProgramInRegion program;
    program.program = {id, family->at(id).name};
    program.aliases = other_names(*family, program.program.name);
    program.relations = relations_of(assertions);
    const auto standing = citer.standing(assertions);
    if (!standing) return standing.error();
    program.modality = *standing;
    auto evidence = citer.best(assertions, program.modality, 0);
    if (!evidence) return evidence.error();
    program.evidence = std::move(*evidence);
    found.push_back(std::move(program));
  }
  std::vector<CitedEvidence*> cited;
  for (auto& program : found) {
    for (auto& evidence : program.evidence) cited.push_back(&evidence);
  }
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();
  std::sort(found.begin(), found.end(), [](const ProgramInRegion& a, const ProgramInRegion& b) {
    if (a.evidence.size() != b.evidence.size()) return a.evidence.size() > b.evidence.size();
    return std::tie(a.program.name, a.program.id) < std::tie(b.program.name, b.program.id);
  });
  return found;
}

}  // namespace zhengce
