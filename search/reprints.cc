#include "search/reprints.h"

#include <xapian.h>

#include <string>
#include <unordered_set>

#include "corpus/index_schema.h"
#include "search/matching.h"

namespace zhengce {

void Reprints::read() {
  if (is_read_) return;
  std::unordered_map<std::string, std::uint32_t> numbers;
  const auto end = index_.valuestream_end(schema::kSlotGroup);
  for (auto group = index_.valuestream_begin(schema::kSlotGroup); group != end; ++group) {
    const auto number = static_cast<std::uint32_t>(numbers.size());
    groups_.emplace(group.get_docid(), numbers.try_emplace(*group, number).first->second);
  }
  is_read_ = true;
}

std::optional<std::uint32_t> Reprints::group_of(std::uint32_t document) {
  read();
  const auto found = groups_.find(document);
  return found == groups_.end() ? std::nullopt : std::optional(found->second);
}

std::uint64_t Reprints::among(const Xapian::Query& query, const Xapian::MatchDecider* decider) {
  const Xapian::Query in_group(Xapian::Query::OP_VALUE_GE, schema::kSlotGroup,
                               std::string(1, '\0'));
  const Xapian::Enquire enquire =
      unweighted(index_, Xapian::Query(Xapian::Query::OP_FILTER, query, in_group));
  const Xapian::doccount all = index_.get_doccount();
  const Xapian::MSet found = enquire.get_mset(0, all, all, nullptr, decider);
  std::unordered_set<std::uint32_t> had;
  std::uint64_t reprints = 0;
  for (auto item = found.begin(); item != found.end(); ++item) {
    const auto group = group_of(*item);
    if (group && !had.insert(*group).second) ++reprints;
  }
  return reprints;
}

}  // namespace zhengce
