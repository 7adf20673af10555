#pragma once

#include <set>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

/// True for what counts as running a program: with `plans` off, plans do not.
inline bool is_counted(const Assertion& assertion, bool plans) {
  return is_running(assertion.relation) && (plans || assertion.modality != Modality::kPlans);
}

/// Their relations, sorted, without repeats.
inline std::vector<Relation> relations_of(const std::vector<Assertion>& assertions) {
  std::set<Relation> relations;
  for (const Assertion& assertion : assertions) relations.insert(assertion.relation);
  return {relations.begin(), relations.end()};
}

/// True if `region` is `in` or below it; kNoRegion holds all.
inline bool is_inside(RegionIndex region, RegionIndex in) {
  return in == kNoRegion || Gazetteer::builtin().is_within(region, in);
}

}  // namespace zhengce
