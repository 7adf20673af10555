#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "search/plan.h"

namespace Xapian {
class Query;
}

namespace zhengce {

/// What Xapian can tell of a condition: a query whose matches are a superset of the sections that
/// fulfil it. Weightless.
Xapian::Query candidates(const Condition& condition);

/// The parts of a condition that candidates() does not decide, all of which must be checked on each
/// candidate; empty where its matches are exactly the sections meant.
std::vector<const Condition*> undecided(const Condition& condition);

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
};

/// The exact predicate.
bool holds(const Condition& condition, SectionView& section);

}  // namespace zhengce
