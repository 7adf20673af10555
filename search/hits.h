#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/index_schema.h"
#include "corpus/result.h"
#include "graph/graph_store.h"
#include "search/graph/graph_queries.h"
#include "search/searcher.h"
#include "search/section_text.h"
#include "search/snippet.h"

namespace zhengce {

/// Fills in what a hit shows. One a request.
class HitMaker {
 public:
  HitMaker(const GraphReader& graph, const Gazetteer& gazetteer, Analyzer& analyzer,
           ArticleTexts& texts)
      : graph_(graph), gazetteer_(gazetteer), analyzer_(analyzer), texts_(texts) {}

  /// All of the hit but rank and score. `snippet` may be null for none; `running` are the regions
  /// that the query's runs: conditions stand for. Nothing if the section is gone. Errors: those of
  /// the graph.
  Result<std::optional<Hit>> make(const SectionRef& ref, const SnippetParts* snippet,
                                  const std::vector<RunningRegion>& running);

 private:
  Result<void> add_named(const SectionRef& ref, Hit& hit);
  Result<void> count_reprints(const SectionRef& ref, Hit& hit);
  /// The visible entity's name; empty if it is none.
  Result<std::string> visible_name(const EntityId& id);

  const GraphReader& graph_;
  const Gazetteer& gazetteer_;
  Analyzer& analyzer_;
  ArticleTexts& texts_;
  std::map<EntityId, std::string> names_;
};

}  // namespace zhengce
