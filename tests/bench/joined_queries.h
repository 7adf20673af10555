#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "graph/graph_store.h"
#include "search/graph/graph_queries.h"
#include "tests/bench/drawn_queries.h"

namespace zhengce::bench {

/// Draws what the graph is asked together with the text. Each condition is one that the section
/// which a word or phrase is taken from fulfils, or for runs: one that says so of its region; names
/// are those of the graph, told apart where regions share one. Nothing where none was found in many
/// attempts, or the graph has none: it knows no program that runs, no section has a subject…
class JoinedQueryDrawer {
 public:
  /// `graph` and `sections` must live as long, and are what `drawer`'s texts are: the same numbers.
  JoinedQueryDrawer(const GraphReader& graph, const std::vector<SectionKey>& sections,
                    QueryDrawer& drawer);

  std::optional<std::string> runs();          ///< A program, and a word.
  std::optional<std::string> in();            ///< A region that a section is about, and a word.
  std::optional<std::string> issued_by();     ///< Who issued the document that it is, and a word.
  std::optional<std::string> dated_phrase();  ///< And the years from 5 before to 5 after.
  std::optional<std::string> regional_phrase();  ///< And a region with region:.

 private:
  std::optional<std::string> region_of(const SectionKey& section, bool mentions_count) const;

  const GraphReader& graph_;
  const std::vector<SectionKey>& sections_;
  QueryDrawer& drawer_;
  std::vector<EntityId> programs_;
  std::vector<std::pair<EntityId, SectionKey>> issued_;  ///< By whom, and where that is said.
};

}  // namespace zhengce::bench
