#include "search/other_names.h"

#include <algorithm>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/organizations.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr std::size_t kMost = 6;
// Names of fewer characters are words too often; longer ones are none.
constexpr std::size_t kShortest = 2;
constexpr std::size_t kLongest = 40;

}  // namespace

const std::vector<std::u32string>& OtherNames::of(std::u32string_view folded) {
  if (const auto known = known_.find(folded); known != known_.end()) return known->second;
  std::vector<std::u32string> names;
  if (folded.size() >= kShortest && folded.size() <= kLongest) {
    add_region(folded, names);
    add_entities(EntityKind::kOrganization, folded, names);
    add_entities(EntityKind::kProgram, folded, names);
  }
  std::vector<std::u32string> kept;
  for (auto& name : names) {
    const bool tells = name.size() >= kShortest && name.find(folded) == std::u32string::npos &&
                       std::find(kept.begin(), kept.end(), name) == kept.end();
    if (tells && kept.size() < kMost) kept.push_back(std::move(name));
  }
  return known_.emplace(std::u32string(folded), std::move(kept)).first->second;
}

void OtherNames::add_region(std::u32string_view folded, std::vector<std::u32string>& out) const {
  RegionIndex meant = kNoRegion;
  for (const NameEntry& entry : gazetteer_.find_name(folded)) {
    const RegionLevel level = gazetteer_.at(entry.region).level;
    if (level == RegionLevel::kTownship) continue;
    const bool high = level == RegionLevel::kProvince || level == RegionLevel::kPrefecture;
    // Below prefectures short names are words, and a name of two regions tells of neither.
    if (!high || entry.ordinary_word || (meant != kNoRegion && meant != entry.region)) return;
    meant = entry.region;
  }
  if (meant == kNoRegion) return;
  const std::u32string official = fold_text(decode_utf8(gazetteer_.at(meant).name));
  if (official != folded) out.push_back(official);
  for (auto& shorter : gazetteer_.shorter_names(meant)) {
    if (shorter != folded) out.push_back(std::move(shorter));
  }
}

void OtherNames::add_entities(EntityKind kind, std::u32string_view folded,
                              std::vector<std::u32string>& out) const {
  const std::string name = encode_utf8(folded);
  auto entities = graph_.entities_named(name, kind);
  if (!entities) return;
  if (entities->empty() && kind == EntityKind::kOrganization) {
    // 发改委 of a text that no article here calls so.
    const std::string canonical = canonical_organization(name);
    if (canonical == name) return;
    out.push_back(fold_text(decode_utf8(canonical)));
    entities = graph_.entities_named(canonical, kind);
    if (!entities) return;
  }
  if (entities->size() != 1 || !entities->front().visible) return;
  const Entity& entity = entities->front();
  out.push_back(fold_text(decode_utf8(entity.name)));
  std::vector<WrittenForm> forms = entity.forms;
  std::stable_sort(forms.begin(), forms.end(),
                   [](const WrittenForm& a, const WrittenForm& b) { return a.count > b.count; });
  for (const WrittenForm& form : forms) out.push_back(fold_text(decode_utf8(form.name)));
}

}  // namespace zhengce
