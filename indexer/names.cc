#include "indexer/names.h"

#include <algorithm>
#include <set>

namespace zhengce {
namespace {

// Names of less are not looked for.
constexpr std::size_t kStart = kShortestKnown;
static_assert(kStart == 4, "start_key() takes four characters");

// The first kStart code points as one number, the same for few others.
std::uint64_t start_key(std::u32string_view text) {
  return (std::uint64_t{text[0]} << 43) ^ (std::uint64_t{text[1]} << 29) ^
         (std::uint64_t{text[2]} << 14) ^ text[3];
}

}  // namespace

std::map<EntityId, NameTally> tally_names(const Extraction& extraction) {
  std::map<EntityId, NameTally> tallies;
  std::map<EntityId, std::map<std::uint32_t, Support>> sections;
  for (const Candidate& candidate : extraction.candidates) {
    if (candidate.support == Support::kKnown) continue;
    ++tallies[candidate.entity].forms[candidate.name];
    const auto [place, is_new] =
        sections[candidate.entity].emplace(candidate.evidence.section, candidate.support);
    if (!is_new) place->second = std::min(place->second, candidate.support);
  }
  for (const auto& [entity, supports] : sections) {
    for (const auto& [section, support] : supports) {
      auto& tally = tallies[entity];
      ++(support == Support::kStrong ? tally.strong_sections : tally.weak_sections);
    }
  }
  return tallies;
}

void change_tally(Entity& entity, const NameTally& before, const NameTally& after) {
  entity.strong_sections += after.strong_sections - before.strong_sections;
  entity.weak_sections += after.weak_sections - before.weak_sections;
  std::map<std::string, std::uint32_t> forms;
  for (const WrittenForm& form : entity.forms) forms[form.name] = form.count;
  for (const auto& [name, count] : before.forms) forms[name] -= count;
  for (const auto& [name, count] : after.forms) forms[name] += count;
  entity.forms.clear();
  for (const auto& [name, count] : forms) {
    if (count > 0) entity.forms.push_back({name, count});
  }
  derive_names(entity);
  entity.visible = entity.id.kind() == EntityKind::kProgram
                       ? entity.strong_sections >= 1 || entity.weak_sections >= 2
                       : !entity.forms.empty();
}

void NameIndex::add(const Entity& program) {
  std::string normalized = normalize_name(program.name);
  std::u32string folded = decode_utf8(normalized);
  remove(program.id);
  if (!Extractor::is_looked_for(normalized)) return;
  const auto key = start_key(folded);
  const auto [place, is_new] = entries_.insert_or_assign(
      program.id, Entry{std::move(folded), {program.id, std::move(normalized), program.name}});
  by_start_[key].push_back(&place->second);
}

void NameIndex::remove(const EntityId& program) {
  const auto place = entries_.find(program);
  if (place == entries_.end()) return;
  auto& same_start = by_start_[start_key(place->second.folded)];
  std::erase(same_start, &place->second);
  entries_.erase(place);
}

std::vector<Extractor::KnownName> NameIndex::find_in(std::u32string_view folded) const {
  std::map<EntityId, const Entry*> found;
  for (std::size_t i = 0; i + kStart <= folded.size(); ++i) {
    const auto place = by_start_.find(start_key(folded.substr(i, kStart)));
    if (place == by_start_.end()) continue;
    for (const Entry* entry : place->second) {
      if (folded.substr(i, entry->folded.size()) == entry->folded) {
        found.emplace(entry->known.entity, entry);
      }
    }
  }
  std::vector<Extractor::KnownName> names;
  names.reserve(found.size());
  for (const auto& [id, entry] : found) names.push_back(entry->known);
  return names;
}

}  // namespace zhengce
