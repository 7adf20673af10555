#include "search/value_columns.h"

#include <xapian.h>

#include <unordered_map>
#include <utility>

namespace zhengce {

bool ValueColumns::pay() const { return counted_ >= index_.get_doccount(); }

const ValueColumn& ValueColumns::of(unsigned slot) {
  if (const auto known = columns_.find(slot); known != columns_.end()) return known->second;
  ValueColumn column;
  column.values.emplace_back();
  column.by_document.resize(index_.get_lastdocid() + std::size_t{1});
  std::unordered_map<std::string, std::uint32_t> numbers{{std::string(), 0}};
  const auto end = index_.valuestream_end(slot);
  for (auto value = index_.valuestream_begin(slot); value != end; ++value) {
    const auto number = static_cast<std::uint32_t>(numbers.size());
    const auto [place, is_new] = numbers.try_emplace(*value, number);
    if (is_new) column.values.push_back(place->first);
    column.by_document[value.get_docid()] = place->second;
  }
  return columns_.emplace(slot, std::move(column)).first->second;
}

}  // namespace zhengce
