#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "corpus/index_schema.h"
#include "search/index_state.h"
#include "search/plan.h"
#include "search/section_text.h"

namespace Xapian {
class Database;
class Document;
class Query;
}  // namespace Xapian

namespace zhengce {

class SectionView;

/// Which candidates are hits: those whose sections are there and hold what candidates() left
/// undecided. Errors are GraphFailure and Xapian's exceptions. Threads: as ArticleTexts, one owner.
class Admission {
 public:
  /// `checks` as undecided() gives them; they, the state and the texts outlive this.
  Admission(const IndexState& state, std::vector<const Condition*> checks, ArticleTexts& texts)
      : state_(state), checks_(std::move(checks)), texts_(texts) {}

  /// True if it admits every candidate.
  bool is_trivial() const { return checks_.empty() && state_.changed.empty(); }
  bool admits(const Xapian::Document& document) const;
  /// Which of a query's matches are no hits.
  struct Sifted {
    std::uint64_t admitted = 0;       ///< How many are hits.
    std::vector<SectionRef> refused;  ///< The sections of the others, sorted.
  };
  /// Quicker than one by one: sections are looked at in the order that texts lie in, and those that
  /// terms vouch for not at all.
  Sifted sift(const Xapian::Query& query) const;

 private:
  bool admits(SectionView& section, const SectionRef& ref) const;

  const IndexState& state_;
  std::vector<const Condition*> checks_;
  ArticleTexts& texts_;
};

}  // namespace zhengce
