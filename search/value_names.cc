#include "search/value_names.h"

#include <span>
#include <utility>

#include "corpus/analysis/fold.h"

namespace zhengce {
namespace {

template <typename Value>
using Name = std::pair<std::string_view, Value>;

// In folded form.
constexpr Name<RegionLevel> kLevels[] = {
    {"国家级", RegionLevel::kNation},     {"国家", RegionLevel::kNation},
    {"全国", RegionLevel::kNation},       {"省级", RegionLevel::kProvince},
    {"省", RegionLevel::kProvince},       {"地级", RegionLevel::kPrefecture},
    {"市级", RegionLevel::kPrefecture},   {"地市级", RegionLevel::kPrefecture},
    {"地级市", RegionLevel::kPrefecture}, {"市", RegionLevel::kPrefecture},
    {"县级", RegionLevel::kCounty},       {"区县级", RegionLevel::kCounty},
    {"县区级", RegionLevel::kCounty},     {"区县", RegionLevel::kCounty},
    {"县", RegionLevel::kCounty},         {"乡级", RegionLevel::kTownship},
    {"乡镇级", RegionLevel::kTownship},   {"乡镇", RegionLevel::kTownship},
    {"功能区级", RegionLevel::kZone},     {"功能区", RegionLevel::kZone},
};

constexpr Name<DocumentStatus> kStatuses[] = {
    {"unknown", DocumentStatus::kUnknown}, {"未知", DocumentStatus::kUnknown},
    {"不明", DocumentStatus::kUnknown},    {"valid", DocumentStatus::kValid},
    {"有效", DocumentStatus::kValid},      {"现行有效", DocumentStatus::kValid},
    {"现行", DocumentStatus::kValid},      {"repealed", DocumentStatus::kRepealed},
    {"废止", DocumentStatus::kRepealed},   {"已废止", DocumentStatus::kRepealed},
    {"失效", DocumentStatus::kRepealed},   {"已失效", DocumentStatus::kRepealed},
};

// The English name of each comes first.
constexpr Name<FacetField> kFacets[] = {
    {"region", FacetField::kRegion},     {"地区", FacetField::kRegion},
    {"区域", FacetField::kRegion},       {"program", FacetField::kProgram},
    {"项目", FacetField::kProgram},      {"计划", FacetField::kProgram},
    {"品牌", FacetField::kProgram},      {"org", FacetField::kOrganization},
    {"机构", FacetField::kOrganization}, {"单位", FacetField::kOrganization},
    {"issuer", FacetField::kIssuer},     {"发文机关", FacetField::kIssuer},
    {"发文单位", FacetField::kIssuer},   {"year", FacetField::kYear},
    {"年份", FacetField::kYear},         {"年", FacetField::kYear},
    {"month", FacetField::kMonth},       {"月份", FacetField::kMonth},
    {"月", FacetField::kMonth},
};

constexpr Name<SortOrder> kOrders[] = {
    {"relevance", SortOrder::kRelevance}, {"相关", SortOrder::kRelevance},
    {"相关度", SortOrder::kRelevance},    {"newest", SortOrder::kNewest},
    {"最新", SortOrder::kNewest},         {"oldest", SortOrder::kOldest},
    {"最早", SortOrder::kOldest},
};

template <typename Value>
std::optional<Value> named(std::span<const Name<Value>> names, std::string_view folded) {
  for (const auto& [name, value] : names) {
    if (name == folded) return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<RegionLevel> level_named(std::string_view typed) {
  const std::string folded = fold_utf8(typed);
  if (const auto level = parse_level(folded)) return level;
  return named<RegionLevel>(kLevels, folded);
}

std::optional<DocumentStatus> status_named(std::string_view typed) {
  return named<DocumentStatus>(kStatuses, fold_utf8(typed));
}

std::optional<FacetField> facet_named(std::string_view typed) {
  return named<FacetField>(kFacets, fold_utf8(typed));
}

std::optional<SortOrder> order_named(std::string_view typed) {
  return named<SortOrder>(kOrders, fold_utf8(typed));
}

std::string_view facet_name(FacetField field) {
  for (const auto& [name, value] : kFacets) {
    if (value == field) return name;
  }
  return {};
}

}  // namespace zhengce
