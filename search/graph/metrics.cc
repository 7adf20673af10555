#include "search/graph/metrics.h"

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

// The region an organization lies in by the text; the deepest of several.
Result<RegionIndex> home_of(const GraphReader& graph, const EntityId& organization) {
  RegionIndex home = kNoRegion;
  const auto read = graph.assertions_from(organization, [&](const Assertion& assertion) {
    if (assertion.relation != Relation::kBelongsTo) return true;
    const auto place = Gazetteer::builtin().find_code(assertion.to.code());
    if (place && is_inside(*place, home)) home = *place;
    return true;
  });
  if (!read) return read.error();
  return home;
}

Result<std::vector<Assertion>> measured(const GraphReader& graph, const MetricsOptions& options) {
  std::vector<Assertion> all;
  const auto take = [&](const Assertion& assertion) {
    if (assertion.relation == Relation::kMeasured && assertion.quantity) all.push_back(assertion);
    return true;
  };
  if (options.program) {
    const auto family = family_of(graph, *options.program, true);
    if (!family) return family.error();
    for (const auto& [id, entity] : *family) {
      if (const auto read = graph.assertions_to(id, take); !read) return read.error();
    }
    return all;
  }
  const RegionIndex in = options.in;
  const auto prefix = in == kNoRegion ? "" : Gazetteer::builtin().at(in).significant;
  if (const auto read = graph.assertions_from_regions(prefix, take); !read) return read.error();
  std::vector<EntityId> organizations;
  const auto listed = graph.each_entity(EntityKind::kOrganization, [&](const Entity& entity) {
    organizations.push_back(entity.id);
    return true;
  });
  if (!listed) return listed.error();
  for (const auto& id : organizations) {
    if (const auto read = graph.assertions_from(id, take); !read) return read.error();
  }
  return all;
}

}  // namespace

Result<MetricsAnswer> metrics_of(const GraphReader& graph, const MetricsOptions& options) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  const auto all = measured(graph, options);
  if (!all) return all.error();
  Citer citer(graph);
  MetricsAnswer answer;
  std::set<RegionIndex> evident;
  std::map<EntityId, RegionIndex> homes;
  for (const Assertion& assertion : *all) {
    Metric metric;
    if (assertion.from.kind() == EntityKind::kRegion) {
      const auto region = gazetteer.find_code(assertion.from.code());
      if (!region) continue;
      metric.region = *region;
      metric.doer = {assertion.from, gazetteer.path_name(*region)};
    } else {
      const auto name = name_of(graph, assertion.from);
      if (!name) return name.error();
      if (!*name) continue;
      if (!homes.contains(assertion.from)) {
        const auto home = home_of(graph, assertion.from);
        if (!home) return home.error();
        homes.emplace(assertion.from, *home);
      }
      metric.region = homes.at(assertion.from);
      metric.doer = {assertion.from, **name};
    }
    if (options.in != kNoRegion &&
        (metric.region == kNoRegion || !gazetteer.is_within(metric.region, options.in)))
      continue;
    if (assertion.to != assertion.from) {
      const auto name = name_of(graph, assertion.to);
      if (!name) return name.error();
      if (!*name) continue;
      metric.program = NamedEntity{assertion.to, **name};
    }
    auto cited = citer.cite(assertion);
    if (!cited) return cited.error();
    metric.evidence = std::move(*cited);
    if (metric.region != kNoRegion) evident.insert(metric.region);
    answer.metrics.push_back(std::move(metric));
  }
  const auto order = [&](const Metric& metric) {
    return std::tuple(
        metric.region == kNoRegion ? std::string_view("~") : gazetteer.at(metric.region).code,
        std::string_view(metric.doer.name),
        metric.program ? std::string_view(metric.program->name) : std::string_view(),
        metric.evidence.date, metric.evidence.assertion);
  };
  std::sort(answer.metrics.begin(), answer.metrics.end(),
            [&](const Metric& a, const Metric& b) { return order(a) < order(b); });
  std::vector<CitedEvidence*> cited;
  for (auto& metric : answer.metrics) cited.push_back(&metric.evidence);
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();
  const auto level = options.in == kNoRegion ? RegionLevel::kProvince : level_below(options.in);
  const auto coverage = coverage_of(graph, level, options.in, evident);
  if (!coverage) return coverage.error();
  answer.coverage = *coverage;
  return answer;
}

}  // namespace zhengce
