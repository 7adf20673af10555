#include "search/query_fields.h"

#include <algorithm>
#include <vector>

#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr std::array<FieldNames, 16> kFields = {{
    {QueryField::kTitle, "title", {U"标题", U"题目"}},
    {QueryField::kRegion, "region", {U"地区", U"区域"}},
    {QueryField::kIn, "in", {U"位于", U"地处"}},
    {QueryField::kLevel, "level", {U"层级", U"级别"}},
    {QueryField::kMentions, "mentions", {U"提及", U"提到"}},
    {QueryField::kProgram, "program", {U"项目", U"计划", U"品牌"}},
    {QueryField::kRuns, "runs", {U"实施", U"开展"}},
    {QueryField::kNotRuns, "not-runs", {U"未实施", U"未开展"}},
    {QueryField::kPairedWith, "paired-with", {U"结对", U"对口"}},
    {QueryField::kOrganization, "org", {U"机构", U"单位"}},
    {QueryField::kIssuer, "issuer", {U"发文机关", U"发文单位"}},
    {QueryField::kIssuedBy, "issued-by", {U"印发", U"发布"}},
    {QueryField::kNumber, "number", {U"文号", U"发文字号"}},
    {QueryField::kSource, "source", {U"来源", U"出处"}},
    {QueryField::kDate, "date", {U"日期", U"时间"}},
    {QueryField::kAmount, "amount", {U"金额", U"数量"}},
}};

// Edits (one letter more, less or other, or two swapped) from one short name to another.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> least(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        least[i][j] = i + j;
        continue;
      }
      const std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
      least[i][j] =
          std::min({least[i - 1][j] + 1, least[i][j - 1] + 1, least[i - 1][j - 1] + other});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        least[i][j] = std::min(least[i][j], least[i - 2][j - 2] + 1);
      }
    }
  }
  return least[a.size()][b.size()];
}

}  // namespace

std::string_view field_name(QueryField field) {
  for (const FieldNames& names : kFields) {
    if (names.field == field) return names.name;
  }
  return {};
}

std::string known_fields() {
  std::string out;
  for (const FieldNames& names : kFields) {
    out += out.empty() ? "" : ", ";
    out += std::string(names.name) + ": " + encode_utf8(names.chinese[0]);
  }
  return out;
}

const FieldNames* find_field(std::u32string_view folded) {
  for (const FieldNames& names : kFields) {
    const auto& chinese = names.chinese;
    const bool is_name = folded.size() == names.name.size() &&
                         std::equal(folded.begin(), folded.end(), names.name.begin());
    if (is_name || std::find(chinese.begin(), chinese.end(), folded) != chinese.end()) {
      return &names;
    }
  }
  return nullptr;
}

const FieldNames* nearest_field(std::string_view typed) {
  if (typed.size() < 3 || typed.size() > 20) return nullptr;
  const FieldNames* nearest = nullptr;
  std::size_t least = 0;
  for (const FieldNames& names : kFields) {
    const std::size_t distance = edits(typed, names.name);
    const bool near = distance <= (names.name.size() > 4 ? 2 : 1);
    if (!near && !typed.starts_with(names.name.substr(0, 3))) continue;
    if (nearest == nullptr || distance < least) {
      nearest = &names;
      least = distance;
    }
  }
  return nearest;
}

}  // namespace zhengce
