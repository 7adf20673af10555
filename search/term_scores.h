#pragma once

#include <memory>
#include <string>

namespace Xapian {
class Database;
class Query;
}  // namespace Xapian

namespace zhengce {

/// How many points a term is worth where it stands.
struct TermWorth {
  double weight = 1;          ///< By how rare it is, and what the query makes of it.
  unsigned in_query = 1;      ///< How often the query has it.
  double average_length = 0;  ///< Of a section, in terms.
};

/// Terms that score, over one state of the index. Scores are BM25+ (Lv, Zhai: Lower-Bounding Term
/// Frequency Normalization, CIKM 2011; k1 1.2, k3 2, b .85, shortest length .1, delta .3) whose
/// parts are rounded to multiples of 2^-20: sums of them are exact, so they do not depend on
/// shards, order of arrival or order of summation.
///
/// Xapian looks up the length of each section for itself, which takes four times as long as
/// reading the posting. Here the lengths of a shard are read as one list, 4 bytes each, once as
/// many have been looked up as it has sections. Threads: one owner, with the queries made here.
class TermScores {
 public:
  TermScores();
  ~TermScores();
  TermScores(const TermScores&) = delete;
  TermScores& operator=(const TermScores&) = delete;

  /// Matches the sections with the term, and scores. Does not outlive this.
  Xapian::Query query(const std::string& term, const TermWorth& worth);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhengce
