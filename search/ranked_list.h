#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "corpus/index_schema.h"
#include "search/searcher.h"

namespace Xapian {
class Database;
class MatchDecider;
class MatchSpy;
class Query;
}  // namespace Xapian

namespace zhengce {

/// What says where a match stands in an order.
struct RankedPlace {
  double score = 0;
  std::uint32_t date = 0;  ///< Date::number(), 0 without one.
  SectionRef section;
};
/// True if `one` comes behind `other`.
bool comes_behind(SortOrder order, const RankedPlace& one, const RankedPlace& other);

/// The matches of a query in the order that a request asks for; where that says nothing, by
/// section. Every match is scored, whether asked for or not: what Xapian leaves out where it need
/// not look at all of them may be one of the best. In 1.4.22 an AND_MAYBE whose left side falls
/// behind becomes an AND that starts behind the right side's posting, and that section is lost.
/// Errors are Xapian's exceptions. Threads: one owner.
class RankedList {
 public:
  /// `query` scores as with_scores() makes it. The index outlives this, as what
  /// the calls below are given does.
  RankedList(const Xapian::Database& index, const Xapian::Query& query, SortOrder order);
  ~RankedList();

  /// Only matches that it lets through; null for all.
  void set_decider(const Xapian::MatchDecider* decider);
  /// Is shown every match by the first fetch().
  void add_spy(Xapian::MatchSpy& spy);
  /// Leaves of each group of reprints only the first.
  void give_one_of_each_group();

  struct Item {
    std::uint32_t document = 0;  ///< Xapian's number.
    double score = 0;
  };
  struct Part {
    std::vector<Item> items;
    std::uint64_t matches = 0;  ///< How many there are in all…
    bool exact = true;          ///< … or about so many.
  };
  /// Those from place `first` on, counted from 0, at most `count`.
  Part fetch(std::uint64_t first, std::uint64_t count);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhengce
