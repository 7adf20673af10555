#include "search/field_conditions.h"

#include <string>

#include "corpus/analysis/fold.h"
#include "corpus/index_schema.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

// A region's significant code begins the codes of all below it; the nation's is empty.
Condition with_code(std::string_view field, const Region& region, bool below) {
  if (below) return Condition::has_prefix(std::string(field) + std::string(region.significant));
  return Condition::has_term(std::string(field) + std::string(region.code));
}

}  // namespace

std::u32string folded_value(std::u32string_view text) {
  const std::u32string folded = fold_text(text);
  return std::u32string(trim(std::u32string_view(folded)));
}

Condition about_region(const Region& region, bool below) {
  if (below && region.level == RegionLevel::kNation) return {};
  std::vector<Condition> named;
  named.push_back(Condition::has_term(std::string(schema::kNoSubject)));
  named.push_back(with_code(schema::kMention, region, below));
  std::vector<Condition> either;
  either.push_back(with_code(schema::kSubject, region, below));
  either.push_back(Condition::all_of(std::move(named)));
  return Condition::any_of(std::move(either));
}

Condition subject_within(const Region& region) { return with_code(schema::kSubject, region, true); }

}  // namespace zhengce
