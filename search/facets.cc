#include "search/facets.h"

#include <xapian.h>

#include <algorithm>
#include <optional>

#include "corpus/index_schema.h"

namespace zhengce {
namespace {

unsigned slot_of(FacetField field) {
  switch (field) {
    case FacetField::kRegion:
      return schema::kSlotRegions;
    case FacetField::kProgram:
      return schema::kSlotPrograms;
    case FacetField::kOrganization:
      return schema::kSlotOrgs;
    case FacetField::kIssuer:
      return schema::kSlotIssuer;
    case FacetField::kYear:
      return schema::kSlotDate;
  }
  return schema::kSlotDate;
}

// A counted value as shown; nothing for what is not to be shown.
Result<std::optional<FacetValue>> named(FacetField field, const std::string& value,
                                        std::uint64_t count, const GraphReader& graph,
                                        const Gazetteer& gazetteer) {
  switch (field) {
    case FacetField::kRegion: {
      const auto region = gazetteer.find_code(value);
      const std::string name = region ? std::string(gazetteer.at(*region).name) : value;
      return std::optional(FacetValue{name, value, count});
    }
    case FacetField::kProgram:
    case FacetField::kOrganization: {
      const auto id = EntityId::parse(value);
      if (!id) return std::optional<FacetValue>();
      const auto entity = graph.entity(*id);
      if (!entity) return entity.error();
      if (!*entity || !(*entity)->visible) return std::optional<FacetValue>();
      return std::optional(FacetValue{(*entity)->name, value, count});
    }
    case FacetField::kIssuer:
    case FacetField::kYear:
      break;
  }
  return std::optional(FacetValue{value, {}, count});
}

}  // namespace

FacetCounts::FacetCounts(const std::vector<FacetField>& fields) {
  for (const FacetField field : fields) counts_.push_back({field, {}});
}

void FacetCounts::count(const Xapian::Document& section) {
  for (Count& count : counts_) {
    const std::string value = section.get_value(slot_of(count.field));
    if (value.empty()) continue;
    if (count.field == FacetField::kYear) {
      ++count.values[value.substr(0, 4)];
      continue;
    }
    if (count.field == FacetField::kIssuer) {
      ++count.values[value];
      continue;
    }
    for (std::size_t start = 0; start <= value.size();) {
      const std::size_t end = std::min(value.find('\n', start), value.size());
      ++count.values[value.substr(start, end - start)];
      start = end + 1;
    }
  }
}

Result<std::vector<Facet>> FacetCounts::facets(const GraphReader& graph, const Gazetteer& gazetteer,
                                               std::uint32_t limit, bool exact) const {
  std::vector<Facet> out;
  for (const Count& count : counts_) {
    using Pair = std::pair<std::string, std::uint64_t>;
    std::vector<Pair> sorted(count.values.begin(), count.values.end());
    std::sort(sorted.begin(), sorted.end(), [](const Pair& a, const Pair& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    Facet facet{count.field, exact, {}};
    for (const auto& [value, number] : sorted) {
      if (facet.values.size() == limit) break;
      auto shown = named(count.field, value, number, graph, gazetteer);
      if (!shown) return shown.error();
      if (*shown) facet.values.push_back(std::move(**shown));
    }
    out.push_back(std::move(facet));
  }
  return out;
}

}  // namespace zhengce
