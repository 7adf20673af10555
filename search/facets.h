#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "corpus/gazetteer/gazetteer.h"
#include "corpus/result.h"
#include "graph/graph_store.h"
#include "search/issuers.h"
#include "search/searcher.h"
#include "search/value_columns.h"

namespace Xapian {
class Document;
}

namespace zhengce {

/// The values of a facet that a section counts for, as the index has them. Errors are Xapian's
/// exceptions.
std::vector<std::string> facet_values(FacetField field, const Xapian::Document& section,
                                      Issuers& issuers);
/// A counted value as it is shown; nothing for what is not to be shown (programs that are not
/// visible). Errors: those of the graph.
Result<std::optional<FacetValue>> shown_value(FacetField field, const std::string& value,
                                              std::uint64_t count, const GraphReader& graph,
                                              const Gazetteer& gazetteer);

/// Counts values of facets over the sections it is shown.
class FacetCounts {
 public:
  /// `issuers` are those of the index, and outlive this. `reprints_as_one`: sections of one group
  /// count once for a value.
  FacetCounts(const std::vector<FacetField>& fields, Issuers& issuers,
              bool reprints_as_one = false);
  /// Errors are Xapian's exceptions.
  void count(const Xapian::Document& section);
  /// The same for documents of the index, whose columns these are. Either is called for all
  /// sections of a request.
  void count(const std::vector<std::uint32_t>& documents, ValueColumns& columns);
  /// How many sections had this value; 0 for a field that is not counted.
  std::uint64_t count_of(FacetField field, const std::string& value);
  /// The most frequent `limit` values of each field (0: all), ties by code or name; of years all,
  /// and of months, in the order of time. Errors: those of the graph.
  Result<std::vector<Facet>> facets(const GraphReader& graph, const Gazetteer& gazetteer,
                                    std::uint32_t limit, bool exact);

 private:
  struct Count {
    FacetField field;
    std::map<std::string, std::uint64_t> values;
    /// Sections by what the index has for them, which may be several values: they are taken apart
    /// once for all sections that have the same.
    std::unordered_map<std::string, std::uint64_t> stored;
  };
  /// `stored` goes into `values`.
  void take_apart();
  std::vector<Count> counts_;
  Issuers& issuers_;
  bool reprints_as_one_;
  /// Groups that were counted: field, value and group.
  std::set<std::tuple<FacetField, std::string, std::string>> counted_;
};

}  // namespace zhengce
