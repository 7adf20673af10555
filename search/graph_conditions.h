#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gazetteer/gazetteer.h"
#include "corpus/result.h"
#include "graph/graph_store.h"
#include "search/graph/graph_queries.h"
#include "search/section_text.h"

namespace zhengce {

/// What the graph is asked for when a query joins it with text. Errors: those of the graph.

/// Regions that help, are helped by or work together with `region` or one below it, by code, each
/// with the sentence that says so.
Result<std::vector<RunningRegion>> regions_paired_with(const GraphReader& graph,
                                                       RegionIndex region);

/// Codes of the regions of a level that sections are about.
Result<std::vector<std::string>> subjects_of_level(const GraphReader& graph, RegionLevel level);

/// The documents that were issued by an organization; or by a region itself or an organization that
/// lies in it or below it. Keeps what was asked for, up to 8 MB. Threads: one owner.
class IssuedArticles {
 public:
  /// The graph, a frozen state of it, outlives this.
  explicit IssuedArticles(const GraphReader& graph);
  /// A request ends here and another one begins (LastUsed).
  void begin_request() { kept_.begin_request(); }
  /// Ids, in hexadecimal, of the articles that are these documents, of all who are named; sorted.
  Result<std::shared_ptr<const std::vector<std::string>>> by(const std::vector<EntityId>& issuers);

 private:
  const GraphReader& graph_;
  LastUsed<std::string, std::vector<std::string>, std::hash<std::string>> kept_;
};

/// Ids, in hexadecimal, of the articles with log entries after `sequence`.
Result<std::vector<std::string>> articles_added_since(const GraphReader& graph,
                                                      std::uint64_t sequence);

}  // namespace zhengce
