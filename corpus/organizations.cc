#include "corpus/organizations.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "corpus/analysis/fold.h"
#include "corpus/gazetteer/region_finder.h"
#include "corpus/text.h"

extern "C" {
extern const char zhengce_data_organizations[], zhengce_data_organizations_end[];
}

namespace zhengce {
namespace {

/// How the names of public offices end.
constexpr std::u32string_view kState = U"中华人民共和国";
constexpr std::u32string_view kOffices[] = {U"局",   U"厅",     U"委",     U"委员会", U"部",
                                            U"办",   U"办公室", U"办公厅", U"政府",   U"人大",
                                            U"政协", U"法院",   U"检察院"};

using Table = std::unordered_map<std::u32string, std::u32string>;

const Table& table() {
  static const Table built = [] {
    Table all;
    const auto text = decode_utf8(
        {zhengce_data_organizations,
         static_cast<std::size_t>(zhengce_data_organizations_end - zhengce_data_organizations)});
    for (const Span line : split_lines(text)) {
      const auto row = slice(text, line);
      const auto tab = row.find(U'\t');
      if (row.starts_with(U'#') || tab == std::u32string_view::npos) continue;
      all.emplace(row.substr(0, tab), row.substr(tab + 1));
    }
    return all;
  }();
  return built;
}

/// The longest short form `office` ends with, written out; `office` itself if there is none.
std::u32string written_out(std::u32string_view office) {
  constexpr std::size_t kLongest = 8;
  for (std::size_t n = std::min(kLongest, office.size()); n >= 2; --n) {
    const auto found = table().find(std::u32string(office.substr(office.size() - n)));
    if (found == table().end()) continue;
    // 人民政府 already holds the full form of 政府.
    if (office.ends_with(found->second)) return std::u32string(office);
    return std::u32string(office.substr(0, office.size() - n)) + found->second;
  }
  return std::u32string(office);
}

/// `office` itself and with its end shortened in each way that the table knows.
std::vector<std::u32string> office_forms(std::u32string_view office) {
  std::vector<std::u32string> forms{std::u32string(office)};
  for (const auto& [shorter, full] : table()) {
    if (shorter == full || !office.ends_with(full)) continue;
    forms.push_back(std::u32string(office.substr(0, office.size() - full.size())) + shorter);
  }
  // The table has no order; answers do.
  std::sort(forms.begin() + 1, forms.end());
  return forms;
}

}  // namespace

std::string canonical_organization(std::string_view name) {
  auto folded = fold_text(trim(decode_utf8(name)));
  // 中华人民共和国国务院; but 主席 and 驻…使馆 are what they are by the name of the state.
  if (folded.starts_with(kState) && folded.size() > kState.size() + 2 &&
      folded[kState.size()] != U'驻') {
    folded.erase(0, kState.size());
  }
  std::u32string_view rest = folded;
  if (rest.starts_with(U"中共") && rest.size() > 4 && rest.substr(2, 2) != U"中央")
    rest.remove_prefix(2);
  const auto& gazetteer = Gazetteer::builtin();
  const auto lead = leading_region(gazetteer, rest);
  if (lead.region == kNoRegion || lead.length == 0 || lead.length >= rest.size())
    return encode_utf8(written_out(folded));
  const auto& region = gazetteer.at(lead.region);
  std::u32string_view office = rest.substr(lead.length);
  const auto place = decode_utf8(region.name);
  // 深圳市委, 喀什地委, 西海岸新区工委: committees of the party, and their departments.
  for (const auto committee : {U"省委", U"市委", U"区委", U"县委", U"州委", U"盟委", U"旗委",
                               U"地委", U"自治区党委", U"党委", U"工委", U"委员会", U"委"}) {
    const std::u32string_view word(committee);
    if (!office.starts_with(word)) continue;
    const auto after = office.substr(word.size());
    const bool department = after.ends_with(U"部") || after.ends_with(U"办") ||
                            after.ends_with(U"办公厅") || after.ends_with(U"办公室");
    if (!after.empty() && !department) break;
    return encode_utf8(U"中共" + place + (word == U"工委" ? U"工委" : U"委") + written_out(after));
  }
  // Companies, schools and the like keep the name they have; their first characters may be no place
  // at all.
  const auto full = written_out(office);
  const bool known = full != office;
  const bool public_office = std::any_of(std::begin(kOffices), std::end(kOffices),
                                         [&](auto end) { return office.ends_with(end); });
  return encode_utf8(known || public_office ? place + full : folded);
}

namespace {

// One of the names of a stated issuer, without what page heads leave on it.
std::u32string_view bare_issuer(std::u32string_view name) {
  if (const auto opening = name.find_last_of(U"《〈"); opening != std::u32string_view::npos) {
    name.remove_prefix(opening + 1);
  }
  if (const auto closing = name.find_first_of(U"》〉"); closing != std::u32string_view::npos) {
    name = name.substr(0, closing);
  }
  if (name.starts_with(kState) && name.size() > kState.size() + 1) {
    name.remove_prefix(kState.size());
  }
  return name;
}

}  // namespace

std::vector<std::string> issuers_named(std::string_view stated) {
  const auto folded = fold_text(trim(decode_utf8(stated)));
  std::vector<std::string> out;
  for (std::size_t start = 0; start <= folded.size();) {
    const std::size_t end =
        std::min(folded.find_first_of(U" \u3000\n\t、,;", start), folded.size());
    const auto name = bare_issuer(std::u32string_view(folded).substr(start, end - start));
    start = end + 1;
    if (name.empty()) continue;
    std::string full = canonical_organization(encode_utf8(name));
    if (std::find(out.begin(), out.end(), full) == out.end()) out.push_back(std::move(full));
  }
  return out;
}

std::vector<std::u32string> shorter_organization_names(std::string_view full) {
  const auto folded = fold_text(trim(decode_utf8(full)));
  std::u32string_view rest = folded;
  const bool of_party = rest.starts_with(U"中共") && !rest.starts_with(U"中共中央");
  if (of_party) rest.remove_prefix(2);
  const auto& gazetteer = Gazetteer::builtin();
  const auto lead = leading_region(gazetteer, rest);
  const bool has_place = lead.region != kNoRegion && lead.length > 0 && lead.length < rest.size();
  std::vector<std::u32string> places{std::u32string(rest.substr(0, has_place ? lead.length : 0))};
  const std::u32string_view office = rest.substr(places.front().size());
  // 深圳市委, but not 深圳委.
  if (has_place && !office.starts_with(U"委") && !office.starts_with(U"工委")) {
    for (auto& name : gazetteer.shorter_names(lead.region)) places.push_back(std::move(name));
  }
  std::vector<std::u32string> names;
  for (const auto& place : places) {
    for (const auto& form : office_forms(office)) {
      if (place + form != folded) names.push_back(place + form);
    }
  }
  return names;
}

std::optional<RegionIndex> region_of_organization(std::string_view name) {
  const auto folded = fold_text(trim(decode_utf8(name)));
  std::u32string_view rest = folded;
  if (rest.starts_with(U"中共") && rest.size() > 4) rest.remove_prefix(2);
  const auto lead = leading_region(Gazetteer::builtin(), rest);
  if (lead.region == kNoRegion || lead.length == 0) return std::nullopt;
  return lead.region;
}

}  // namespace zhengce
