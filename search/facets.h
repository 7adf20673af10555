#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "corpus/gazetteer/gazetteer.h"
#include "corpus/result.h"
#include "graph/graph_store.h"
#include "search/searcher.h"

namespace Xapian {
class Document;
}

namespace zhengce {

/// Counts values of facets over the sections it is shown.
class FacetCounts {
 public:
  explicit FacetCounts(const std::vector<FacetField>& fields);
  /// Errors are Xapian's exceptions.
  void count(const Xapian::Document& section);
  /// The most frequent `limit` values of each field, ties by code or name. Programs that are not
  /// visible are left out. Errors: those of the graph.
  Result<std::vector<Facet>> facets(const GraphReader& graph, const Gazetteer& gazetteer,
                                    std::uint32_t limit, bool exact) const;

 private:
  struct Count {
    FacetField field;
    std::map<std::string, std::uint64_t> values;
  };
  std::vector<Count> counts_;
};

}  // namespace zhengce
