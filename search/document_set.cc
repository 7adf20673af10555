#include "search/document_set.h"

#include <xapian.h>

namespace zhengce {

void DocumentSet::insert_all(const Xapian::Database& shard, const std::string& term) {
  const auto end = shard.postlist_end(term);
  for (auto posting = shard.postlist_begin(term); posting != end; ++posting) insert(*posting);
}

}  // namespace zhengce
