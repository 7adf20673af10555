#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/types.h"
#include "indexer/extract/extractor.h"

namespace zhengce {

/// What one article contributes to the standing of one name. Mentions that are only recognized
/// because the name is visible count for nothing, so visibility never feeds on itself.
struct NameTally {
  std::uint32_t strong_sections = 0;
  std::uint32_t weak_sections = 0;  ///< Sections without a strong mention.
  std::map<std::string, std::uint32_t> forms;
};
std::map<EntityId, NameTally> tally_names(const Extraction& extraction);

/// Takes `before` out of the entity's counts and adds `after`; then settles its name, aliases and
/// visibility, which are functions of the counts alone.
void change_tally(Entity& entity, const NameTally& before, const NameTally& after);

/// The visible program names that are looked for (Extractor::is_looked_for), to find those that
/// stand in a text.
/// Threads: reading by all while nobody changes it.
class NameIndex {
 public:
  void add(const Entity& program);
  void remove(const EntityId& program);
  /// Names that stand somewhere in the folded text, each once, by id.
  std::vector<Extractor::KnownName> find_in(std::u32string_view folded) const;

 private:
  struct Entry {
    std::u32string folded;
    Extractor::KnownName known;
  };
  std::map<EntityId, Entry> entries_;
  /// First four code points of a name, mixed, → names that begin so.
  std::unordered_map<std::uint64_t, std::vector<const Entry*>> by_start_;
};

}  // namespace zhengce
