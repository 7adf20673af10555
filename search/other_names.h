#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gazetteer/gazetteer.h"
#include "corpus/result.h"
#include "graph/graph_store.h"

namespace zhengce {

/// What else a name is written as: a province's or prefecture's short name or full name, the
/// abbreviations that articles use of an organization, a program's other forms. Looked up once a
/// name. Threads: one owner.
class OtherNames {
 public:
  OtherNames(const GraphReader& graph, const Gazetteer& gazetteer)
      : graph_(graph), gazetteer_(gazetteer) {}

  /// Folded, at most a few, none of which holds `folded` (those are found with it); empty for what
  /// is no name or the name of several. A graph that cannot be read has none to tell: what else is
  /// asked of it says so.
  const std::vector<std::u32string>& of(std::u32string_view folded);

 private:
  void add_region(std::u32string_view folded, std::vector<std::u32string>& out) const;
  void add_entities(EntityKind kind, std::u32string_view folded,
                    std::vector<std::u32string>& out) const;

  const GraphReader& graph_;
  const Gazetteer& gazetteer_;
  std::map<std::u32string, std::vector<std::u32string>, std::less<>> known_;
};

}  // namespace zhengce
