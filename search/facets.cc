#include "search/facets.h"

#include <xapian.h>

#include <algorithm>
#include <optional>
#include <utility>

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
    case FacetField::kMonth:
      return schema::kSlotDate;
  }
  return schema::kSlotDate;
}

}  // namespace

Result<std::optional<FacetValue>> shown_value(FacetField field, const std::string& value,
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
    case FacetField::kMonth:
      break;
  }
  return std::optional(FacetValue{value, {}, count});
}

namespace {

// The values in what the index has for a section.
std::vector<std::string> values_in(const std::string& value, FacetField field, Issuers& issuers) {
  std::vector<std::string> out;
  if (value.empty()) return out;
  switch (field) {
    case FacetField::kYear:
      out.push_back(value.substr(0, 4));
      break;
    case FacetField::kMonth:  // A date may say its year alone.
      if (value.size() >= 6 && value.substr(4, 2) != "00") {
        out.push_back(value.substr(0, 4) + "-" + value.substr(4, 2));
      }
      break;
    case FacetField::kIssuer:
      return issuers.named(value);
    default:
      for (std::size_t start = 0; start <= value.size();) {
        const std::size_t end = std::min(value.find('\n', start), value.size());
        out.push_back(value.substr(start, end - start));
        start = end + 1;
      }
  }
  return out;
}

}  // namespace

std::vector<std::string> facet_values(FacetField field, const Xapian::Document& section,
                                      Issuers& issuers) {
  return values_in(section.get_value(slot_of(field)), field, issuers);
}

FacetCounts::FacetCounts(const std::vector<FacetField>& fields, Issuers& issuers,
                         bool reprints_as_one)
    : issuers_(issuers), reprints_as_one_(reprints_as_one) {
  for (const FacetField field : fields) counts_.push_back({field, {}, {}});
}

void FacetCounts::count(const Xapian::Document& section) {
  const std::string group =
      reprints_as_one_ ? section.get_value(schema::kSlotGroup) : std::string();
  for (Count& count : counts_) {
    std::string stored = section.get_value(slot_of(count.field));
    if (group.empty()) {
      ++count.stored[std::move(stored)];
      continue;
    }
    for (const auto& value : values_in(stored, count.field, issuers_)) {
      if (counted_.emplace(count.field, value, group).second) ++count.values[value];
    }
  }
}

void FacetCounts::count(const std::vector<std::uint32_t>& documents, ValueColumns& columns) {
  const ValueColumn* groups = reprints_as_one_ ? &columns.of(schema::kSlotGroup) : nullptr;
  for (Count& count : counts_) {
    const ValueColumn& column = columns.of(slot_of(count.field));
    std::vector<std::uint64_t> stored(column.values.size());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> grouped;  // Group and value.
    for (const auto document : documents) {
      const auto value = column.by_document[document];
      const auto group = groups != nullptr ? groups->by_document[document] : 0;
      if (group == 0) {
        ++stored[value];
      } else {
        grouped.emplace_back(group, value);
      }
    }
    std::sort(grouped.begin(), grouped.end());
    grouped.erase(std::unique(grouped.begin(), grouped.end()), grouped.end());
    for (auto first = grouped.begin(); first != grouped.end();) {
      const auto next = std::find_if(first, grouped.end(),
                                     [&](const auto& one) { return one.first != first->first; });
      if (next - first == 1) {
        ++stored[first->second];
      } else {
        std::set<std::string> values;
        for (auto one = first; one != next; ++one) {
          for (auto& value : values_in(column.values[one->second], count.field, issuers_))
            values.insert(std::move(value));
        }
        for (const auto& value : values) ++count.values[value];
      }
      first = next;
    }
    for (std::size_t value = 0; value < stored.size(); ++value) {
      if (stored[value] > 0) count.stored[column.values[value]] += stored[value];
    }
  }
}

void FacetCounts::take_apart() {
  for (Count& count : counts_) {
    for (const auto& [stored, sections] : count.stored) {
      for (const auto& value : values_in(stored, count.field, issuers_))
        count.values[value] += sections;
    }
    count.stored.clear();
  }
}

std::uint64_t FacetCounts::count_of(FacetField field, const std::string& value) {
  take_apart();
  for (const Count& count : counts_) {
    if (count.field != field) continue;
    const auto found = count.values.find(value);
    if (found != count.values.end()) return found->second;
  }
  return 0;
}

Result<std::vector<Facet>> FacetCounts::facets(const GraphReader& graph, const Gazetteer& gazetteer,
                                               std::uint32_t limit, bool exact) {
  take_apart();
  std::vector<Facet> out;
  for (const Count& count : counts_) {
    using Pair = std::pair<std::string, std::uint64_t>;
    std::vector<Pair> sorted(count.values.begin(), count.values.end());
    const bool in_time = count.field == FacetField::kMonth;
    std::sort(sorted.begin(), sorted.end(), [in_time](const Pair& a, const Pair& b) {
      return !in_time && a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    const bool complete = limit == 0 || in_time || count.field == FacetField::kYear;
    Facet facet{count.field, exact, {}, 0};
    for (const auto& [value, number] : sorted) {
      auto shown = shown_value(count.field, value, number, graph, gazetteer);
      if (!shown) return shown.error();
      if (!*shown) continue;
      ++facet.distinct;
      if (complete || facet.values.size() < limit) facet.values.push_back(std::move(**shown));
    }
    out.push_back(std::move(facet));
  }
  return out;
}

}  // namespace zhengce
