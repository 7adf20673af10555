#include <algorithm>
#include <set>
#include <tuple>

#include "search/graph/citer.h"
#include "search/graph/graph_queries.h"
#include "search/graph/program_names.h"

namespace zhengce {
Result<OrganizationsAnswer> organizations_of(const GraphReader& graph, RegionIndex region,
                                             bool only) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  std::vector<NamedEntity> all;
  const auto listed = graph.each_entity(EntityKind::kOrganization, [&](const Entity& entity) {
    if (entity.visible) all.push_back({entity.id, entity.name});
    return true;
  });
  if (!listed) return listed.error();

  OrganizationsAnswer answer;
  Citer citer(graph);
  std::set<RegionIndex> evident;
  for (NamedEntity& organization : all) {
    std::vector<Assertion> deeds, places;
    RegionIndex home = kNoRegion;
    const auto read = graph.assertions_from(organization.id, [&](const Assertion& assertion) {
      if (assertion.relation == Relation::kBelongsTo) {
        const auto place = gazetteer.find_code(assertion.to.code());
        const bool here = place && (only ? *place == region : gazetteer.is_within(*place, region));
        // Of several it is said to lie in, the deepest.
        if (here && (home == kNoRegion || gazetteer.is_within(*place, home))) home = *place;
        if (here) places.push_back(assertion);
      } else if (assertion.relation == Relation::kContributed ||
                 assertion.relation == Relation::kIssued ||
                 (is_running(assertion.relation) && assertion.modality != Modality::kPlans)) {
        deeds.push_back(assertion);
      }
      return true;
    });
    if (!read) return read.error();
    if (home == kNoRegion) continue;

    std::set<std::pair<ArticleId, std::uint32_t>> sections;
    std::set<EntityId> programs, documents;
    for (const Assertion& deed : deeds) {
      if (deed.relation == Relation::kContributed) {
        sections.emplace(deed.evidence.article, deed.evidence.section);
      } else if (deed.relation == Relation::kIssued) {
        documents.insert(deed.to);
      } else {
        const auto program = visible_entity(graph, deed.to);
        if (!program) return program.error();
        if (!*program) continue;
        const auto core = core_of(graph, deed.to);
        if (!core) return core.error();
        programs.insert(*core);
      }
    }
    OrganizationOfRegion found;
    found.organization = std::move(organization);
    found.region = home;
    found.contributed = sections.size();
    found.runs = programs.size();
    found.issued = documents.size();
    const auto evidence = citer.best(deeds.empty() ? places : deeds, Modality::kRuns, 1);
    if (!evidence) return evidence.error();
    if (!evidence->empty()) found.evidence = evidence->front();
    evident.insert(home);
    answer.organizations.push_back(std::move(found));
  }

  std::vector<CitedEvidence*> cited;
  for (auto& found : answer.organizations) {
    if (found.evidence) cited.push_back(&*found.evidence);
  }
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();
  const auto order = [&](const OrganizationOfRegion& a) {
    return std::tuple(gazetteer.at(a.region).code,
                      -static_cast<std::int64_t>(a.contributed + a.runs + a.issued),
                      std::string_view(a.organization.name), a.organization.id);
  };
  std::sort(answer.organizations.begin(), answer.organizations.end(),
            [&](const auto& a, const auto& b) { return order(a) < order(b); });
  const auto level = only ? gazetteer.at(region).level : level_below(region);
  const auto coverage = coverage_of(graph, level, region, evident);
  if (!coverage) return coverage.error();
  answer.coverage = *coverage;
  return answer;
}

}  // namespace zhengce
