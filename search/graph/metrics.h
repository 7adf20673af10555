#pragma once

#include <optional>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

struct MetricsOptions {
  std::optional<EntityId> program;  ///< Only numbers about it, its other names and variants.
  RegionIndex in = kNoRegion;       ///< Only of regions and organizations at or below it.
};

/// A number that a text states: its assertion has the quantity.
struct Metric {
  NamedEntity doer;                ///< Region (with its ancestors) or organization.
  RegionIndex region = kNoRegion;  ///< The doer, or where it lies; kNoRegion where no text says.
  std::optional<NamedEntity> program;  ///< What it is about; nothing for the doer's own numbers.
  CitedEvidence evidence;
};
struct MetricsAnswer {
  std::vector<Metric> metrics;  ///< By region's code, doer, program, date, place in the article.
  Coverage coverage;            ///< Of the level below `in`; provinces for all.
};
Result<MetricsAnswer> metrics_of(const GraphReader& graph, const MetricsOptions& options);

}  // namespace zhengce
