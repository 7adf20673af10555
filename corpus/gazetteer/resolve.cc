#include <algorithm>
#include <array>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/message.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr std::size_t kListed = 10;        // Candidates a message names.
constexpr std::size_t kLongestQuery = 64;  // Code points; no chain of names is longer.

bool is_separator(char32_t c) {
  return is_blank(c) || c == U'/' || c == U',' || c == U'，' || c == U'>' || c == U'·' ||
         c == U'\n';
}

// All regions that text[pos, end) names as a chain whose members lie within each other. Levels
// fall with each step, so the depth is at most that of the tree.
void follow_chain(const Gazetteer& gazetteer, std::u32string_view text, std::size_t pos,
                  RegionIndex within, std::vector<RegionIndex>& found) {
  while (pos < text.size() && is_separator(text[pos])) ++pos;
  if (pos == text.size()) {
    if (within != kNoRegion) found.push_back(within);
    return;
  }
  std::array<NameMatch, 8> matches;
  const std::size_t count = gazetteer.matches(text, pos, matches);
  for (std::size_t i = 0; i < count; ++i) {
    for (const NameEntry& entry : matches[i].entries) {
      if (within != kNoRegion &&
          (entry.region == within || !gazetteer.is_within(entry.region, within)))
        continue;
      follow_chain(gazetteer, text, pos + matches[i].length, entry.region, found);
    }
  }
}

int rank(const Gazetteer& gazetteer, RegionIndex index) {
  const RegionLevel level = gazetteer.at(index).level;
  return level == RegionLevel::kTownship ? 9 : static_cast<int>(level);
}

std::string described(const Gazetteer& gazetteer, RegionIndex index) {
  return gazetteer.path_name(index) + " (" + std::string(gazetteer.at(index).code) + ")";
}

std::string list(const Gazetteer& gazetteer, const std::vector<RegionIndex>& regions) {
  std::string text;
  for (std::size_t i = 0; i < std::min(regions.size(), kListed); ++i)
    text += (i == 0 ? "" : ", ") + described(gazetteer, regions[i]);
  return text;
}

std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({replaced, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row.back();
}

// Regions whose names are one or two edits away, or contain or are contained in `query`.
std::vector<RegionIndex> near_regions(const Gazetteer& gazetteer, std::u32string_view query) {
  struct Near {
    std::size_t distance;
    int rank;
    RegionIndex region;
    auto operator<=>(const Near&) const = default;
  };
  std::vector<Near> near;
  const std::size_t allowed = query.size() <= 3 ? 1 : 2;
  for (const std::u32string_view name : gazetteer.lexicon_names()) {
    const std::size_t longer = std::max(name.size(), query.size());
    const std::size_t shorter = std::min(name.size(), query.size());
    const bool contains =
        query.size() >= 2 && (name.find(query) != name.npos || query.find(name) != name.npos);
    if (!contains && longer - shorter > allowed) continue;
    const std::size_t distance = contains ? longer - shorter : edit_distance(name, query);
    if (!contains && (distance > allowed || distance >= shorter)) continue;
    for (const NameEntry& entry : gazetteer.find_name(name)) {
      if (gazetteer.at(entry.region).level == RegionLevel::kTownship) break;
      near.push_back({distance, rank(gazetteer, entry.region), entry.region});
    }
  }
  std::sort(near.begin(), near.end());
  std::vector<RegionIndex> best;
  for (const Near& one : near) {
    if (best.size() == 5) break;
    if (std::find(best.begin(), best.end(), one.region) == best.end()) best.push_back(one.region);
  }
  return best;
}

}  // namespace

Result<RegionIndex> Gazetteer::resolve(std::string_view query) const {
  const std::u32string decoded = decode_utf8(query);
  const std::u32string folded = fold_text(trim(decoded));
  const std::u32string_view wanted = trim(folded);
  std::string shown = encode_utf8(trim(decoded).substr(0, kLongestQuery));
  std::replace(shown.begin(), shown.end(), '\n', ' ');
  if (wanted.empty()) return Error{ErrorCode::kNotFound, _("no region is named")};
  if (wanted.size() > kLongestQuery)
    return Error{ErrorCode::kNotFound, message(_("no region has so long a name: {}…"), shown)};

  std::string code = encode_utf8(wanted);
  std::transform(code.begin(), code.end(), code.begin(), [](char c) { return c == 'z' ? 'Z' : c; });
  if (const auto found = find_code(code)) return *found;

  std::vector<RegionIndex> found;
  for (const NameEntry& entry : find_name(wanted)) found.push_back(entry.region);
  if (found.empty()) follow_chain(*this, wanted, 0, kNoRegion, found);
  // Higher levels win; a name of its own wins over a former or customary one of another.
  const auto order = [this](RegionIndex index) { return rank(*this, index); };
  std::sort(found.begin(), found.end(), [&](RegionIndex a, RegionIndex b) {
    return std::pair(order(a), a) < std::pair(order(b), b);
  });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (!found.empty()) {
    const int best = order(found.front());
    std::erase_if(found, [&](RegionIndex index) { return order(index) != best; });
  }
  if (found.size() > 1) {
    std::vector<RegionIndex> own;
    for (const NameEntry& entry : find_name(wanted)) {
      const bool among = std::find(found.begin(), found.end(), entry.region) != found.end();
      if (among && entry.form != NameForm::kAlias) own.push_back(entry.region);
    }
    if (!own.empty()) found = own;
  }
  if (found.size() == 1) return found.front();
  if (!found.empty()) {
    return Error{ErrorCode::kAmbiguous,
                 message(found.size() > kListed
                             ? _("{} names {} regions: {} and others; name the one above it too")
                             : _("{} names {} regions: {}; name the one above it too"),
                         shown, found.size(), list(*this, found))};
  }
  const std::vector<RegionIndex> near = near_regions(*this, wanted);
  return Error{ErrorCode::kNotFound,
               near.empty()
                   ? message(_("no region is named {}"), shown)
                   : message(_("no region is named {}; near names: {}"), shown, list(*this, near))};
}

}  // namespace zhengce
