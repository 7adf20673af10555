#include "search/groups.h"

#include <xapian.h>

#include <set>

namespace zhengce {

std::vector<std::pair<std::string, Match>> first_of_each(const IndexState& state, FacetField field,
                                                         const std::vector<Match>& matches) {
  std::vector<std::pair<std::string, Match>> out;
  std::set<std::string> had;
  for (const Match& match : matches) {
    for (auto& value :
         facet_values(field, state.index->get_document(match.document), *state.issuers)) {
      if (had.insert(value).second) out.emplace_back(std::move(value), match);
    }
  }
  return out;
}

}  // namespace zhengce
