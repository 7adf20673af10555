#include "indexer/extract/short_titles.h"

#include <algorithm>
#include <array>

#include "corpus/analysis/fold.h"

namespace zhengce {
namespace {

constexpr std::u32string_view kShortFor = U"简称";
constexpr std::uint32_t kLongestShort = 30;
// Full titles looked at for a short one that was not introduced.
constexpr int kLookedBack = 200;
constexpr std::size_t kLongestKind = 10;

}  // namespace

ShortTitles::ShortTitles(const Page& page, const RuleSet::Impl& rules,
                         std::u32string_view own_title)
    : page_(page), rules_(rules), own_title_(own_title), own_folded_(fold_text(own_title)) {
  for (const Marked& title : page.titles) introduce(title);
}

// Behind the title, in one of the brackets there: （国办发〔2024〕3号）（以下简称《方案》）.
void ShortTitles::introduce(const Marked& title) {
  std::uint32_t open = title.outer.end;
  while (open < page_.norm.size() && page_.norm[open] == U'(' && page_.fellow(open) > open) {
    const std::uint32_t close = page_.fellow(open);
    const auto inside = page_.folded({open, close});
    const auto word = inside.find(kShortFor);
    if (word == std::u32string_view::npos) {
      open = close + 1;
      continue;
    }
    auto start = open + static_cast<std::uint32_t>(word + kShortFor.size());
    while (start < close && (page_.norm[start] == U'为' || page_.norm[start] == U':')) ++start;
    Span name{start, close};
    if (page_.fellow(start) > start && page_.fellow(start) <= close) {
      name = {start + 1, page_.fellow(start)};
    }
    if (name.size() >= 2 && name.size() <= kLongestShort) {
      introduced_[page_.folded(name)].push_back({title.outer.end, title.inner});
    }
    return;
  }
}

// 总体规划 is words for what documents are for and of what kind, one behind the other, a kind last.
bool ShortTitles::is_kind_alone(std::u32string_view folded) const {
  if (folded.empty() || folded.size() > kLongestKind || !rules_.list(List::kKind).ends(folded))
    return false;
  std::array<bool, kLongestKind + 1> reached{true};
  for (std::size_t start = 0; start < folded.size(); ++start) {
    if (!reached[start]) continue;
    for (std::size_t end = start + 1; end <= folded.size(); ++end) {
      const auto word = folded.substr(start, end - start);
      if (rules_.list(List::kGeneral).has(word) || rules_.list(List::kKind).has(word))
        reached[end] = true;
    }
  }
  return reached[folded.size()];
}

std::optional<std::u32string> ShortTitles::written_out(Span mention) const {
  const auto folded = page_.folded(mention);
  if (const auto known = introduced_.find(folded); known != introduced_.end()) {
    const auto behind =
        std::upper_bound(known->second.begin(), known->second.end(), mention.start,
                         [](std::uint32_t at, const Introduced& one) { return at < one.at; });
    if (behind != known->second.begin()) return page_.name(std::prev(behind)->full);
  }
  if (!is_kind_alone(page_.stem(mention))) return page_.name(mention);
  const auto names_it = [&](std::u32string_view full) {
    return full.size() > folded.size() && full.ends_with(folded) && !is_kind_alone(full);
  };
  auto title =
      std::lower_bound(page_.titles.begin(), page_.titles.end(), mention.start,
                       [](const Marked& one, std::uint32_t at) { return one.outer.start < at; });
  for (int looked = 0; title != page_.titles.begin() && looked < kLookedBack; ++looked) {
    --title;
    if (title->outer.end <= mention.start && names_it(page_.stem(title->inner)))
      return page_.name(title->inner);
  }
  if (names_it(own_folded_)) return std::u32string(own_title_);
  return std::nullopt;
}

}  // namespace zhengce
