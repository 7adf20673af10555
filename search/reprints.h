#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace Xapian {
class Database;
class MatchDecider;
class Query;
}  // namespace Xapian

namespace zhengce {

/// Which sections of one state of the index are reprints of one another (graph/reprint_groups.h);
/// read at the first need, some 40 bytes a section that is in a group. Errors are Xapian's
/// exceptions. Threads: one owner.
class Reprints {
 public:
  /// The index outlives this.
  explicit Reprints(const Xapian::Database& index) : index_(index) {}

  /// A number for the group that a document of the index is in; nothing if it is in none.
  std::optional<std::uint32_t> group_of(std::uint32_t document);
  /// How many matches of a query are not the first of their group. `decider` says which of its
  /// matches count; null for all.
  std::uint64_t among(const Xapian::Query& query, const Xapian::MatchDecider* decider);

 private:
  void read();

  const Xapian::Database& index_;
  bool is_read_ = false;
  std::unordered_map<std::uint32_t, std::uint32_t> groups_;  // By document.
};

}  // namespace zhengce
