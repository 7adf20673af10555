#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gazetteer/gazetteer.h"
#include "corpus/result.h"
#include "graph/graph_store.h"
#include "search/graph/graph_queries.h"

namespace zhengce {

/// What the graph is asked for when a query joins it with text. Errors: those of the graph.

/// Regions that help, are helped by or work together with `region` or one below it, by code, each
/// with the sentence that says so.
Result<std::vector<RunningRegion>> regions_paired_with(const GraphReader& graph,
                                                       RegionIndex region);

/// Codes of the regions of a level that sections are about.
Result<std::vector<std::string>> subjects_of_level(const GraphReader& graph, RegionLevel level);

/// Ids, in hexadecimal, of the articles that are documents issued by an organization; or by a
/// region itself or an organization that lies in it or below it.
Result<std::vector<std::string>> articles_issued_by(const GraphReader& graph, const EntityId& by);

/// Ids, in hexadecimal, of the articles with log entries after `sequence`.
Result<std::vector<std::string>> articles_added_since(const GraphReader& graph,
                                                      std::uint64_t sequence);

}  // namespace zhengce
