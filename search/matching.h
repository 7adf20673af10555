#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "search/plan.h"
#include "search/section_sets.h"

namespace Xapian {
class Database;
class Enquire;
class MatchDecider;
class Query;
}  // namespace Xapian

namespace zhengce {

/// Which part of a condition finds the candidates.
enum class Side : std::uint8_t {
  kAll,   ///< All that terms tell.
  kText,  ///< All but what the graph was asked for (Condition::Kind::kValues): that is checked.
};

/// What Xapian can tell of a condition: a query whose matches are a superset of the sections that
/// fulfil it. Weightless. What is to begin so is found by `sets`, which outlive the query.
Xapian::Query candidates(const Condition& condition, SectionSets& sets, Side side = Side::kAll);

/// The query for a term with its weight, at most once for each; nothing for one that weighs
/// nothing.
using WeighTerm = std::function<std::optional<Xapian::Query>(const std::string& term)>;
/// The same matches, where those terms score that score in every match which has them: what must
/// stand, and what may stand in the stead of other terms. So their postings are read once, not
/// again for the score.
Xapian::Query scored_candidates(const Condition& condition, SectionSets& sets, Side side,
                                const WeighTerm& weigh);

/// Finds what matches a query, and scores nothing.
Xapian::Enquire unweighted(const Xapian::Database& index, const Xapian::Query& query);

/// The documents that a query matches, those alone that `decider` lets through (null: all); in no
/// order.
std::vector<std::uint32_t> all_matches(const Xapian::Database& index, const Xapian::Query& query,
                                       const Xapian::MatchDecider* decider = nullptr);

/// The parts of a condition that candidates() does not decide, all of which must be checked on each
/// candidate; empty where its matches are exactly the sections meant.
std::vector<const Condition*> undecided(const Condition& condition, Side side = Side::kAll);

/// How many values the graph gave for the condition: what it costs to let it find the candidates.
std::uint64_t graph_values(const Condition& condition);

/// True for a phrase that its terms decide: one or two ideographs. Longer ones are read in the
/// text.
bool phrase_is_term(const Condition& phrase);

/// A section as the predicate sees it.
class SectionView {
 public:
  virtual ~SectionView() = default;
  virtual bool has_term(const std::string& term) = 0;
  virtual bool has_prefix(const std::string& prefix) = 0;
  virtual bool has_phrase(const std::u32string& folded, TextOf of) = 0;
  /// `near` is of the kind kNear.
  virtual bool has_near(const Condition& near) = 0;
  virtual std::uint32_t date() = 0;  ///< Date::number(), 0 without one.
  /// `values` is of the kind kValues.
  virtual bool has_value(const Condition& values) = 0;
  virtual bool has_amount(const AmountRange& amount) = 0;
  /// `stated` is sorted.
  virtual bool has_issuer(const std::vector<std::string>& stated) = 0;
};

/// The exact predicate.
bool holds(const Condition& condition, SectionView& section);

}  // namespace zhengce
