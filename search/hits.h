#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
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

/// Fills in what a hit shows, of a frozen state of the graph. What is the same for every query is
/// kept, of the sections shown last, up to 8 MB. Threads: one owner.
class HitMaker {
 public:
  HitMaker(const GraphReader& graph, const Gazetteer& gazetteer, Analyzer& analyzer,
           ArticleTexts& texts);

  /// A request ends here and another one begins (LastUsed).
  void begin_request() { kept_.begin_request(); }
  /// All of the hit but rank and score. `snippet` may be null for none; `running` are the regions
  /// that the query's runs: conditions stand for. Nothing if the section is gone. Errors: those of
  /// the graph.
  Result<std::optional<Hit>> make(const SectionRef& ref, const SnippetParts* snippet,
                                  const std::vector<RunningRegion>& running);

 private:
  // What every query would show of the section; null if it is gone.
  Result<std::shared_ptr<const Hit>> section_as_hit(const SectionRef& ref);
  Result<std::vector<SnippetPiece>> snippet_of(const SectionRef& ref, const SnippetParts& parts);
  Result<void> add_named(const SectionRef& ref, Hit& hit);
  Result<void> count_reprints(const SectionRef& ref, Hit& hit);
  /// The visible entity's name; empty if it is none.
  Result<std::string> visible_name(const EntityId& id);

  const GraphReader& graph_;
  const Gazetteer& gazetteer_;
  Analyzer& analyzer_;
  ArticleTexts& texts_;
  std::map<EntityId, std::string> names_;
  LastUsed<SectionRef, Hit, IdHash> kept_;
};

}  // namespace zhengce
