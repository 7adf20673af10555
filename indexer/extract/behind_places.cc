#include "indexer/extract/behind_places.h"

namespace zhengce {

bool verb_at(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos) {
  for (const auto which : {List::kCreated, List::kRuns, List::kPilots, List::kExtends,
                           List::kLearnsFrom, List::kEnters, List::kBy, List::kIssue, List::kPlans,
                           List::kEnded, List::kPrimary, List::kHaving}) {
    if (rules.list(which).longest_at(page.norm, pos) > 0) return true;
  }
  return false;
}

std::uint32_t behind_adverbs(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos,
                             std::uint32_t end) {
  while (const auto n = rules.list(List::kAdverb).longest_at(page.norm, pos)) {
    if (pos + n > end) break;
    pos += static_cast<std::uint32_t>(n);
  }
  return pos;
}

std::uint32_t office_end(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos,
                         bool opens) {
  constexpr std::uint32_t kLongestOffice = 16;
  constexpr std::uint32_t kClose = 6;
  for (auto end = pos + 1; end <= pos + kLongestOffice && end < page.norm.size(); ++end) {
    const char32_t last = page.norm[end - 1];
    if (!is_han(last) && last != U'、') break;
    const auto word = rules.list(List::kOfficeEnd).longest_ending(page.norm, end);
    if (word == 0) continue;
    auto next = end;
    for (const auto between : {List::kCollective, List::kAdverb})
      next += static_cast<std::uint32_t>(rules.list(between).longest_at(page.norm, next));
    if (verb_at(page, rules, next)) return end;
    // 部, 院 and 办 begin too many words.
    const bool sure = word > 1 || one_of(last, U"局厅委");
    if (opens && sure && end <= pos + kClose && end < page.norm.size() && is_han(page.norm[end]) &&
        page.norm[end] != U'的' && !is_conjunction(page.norm[end]))
      return end;
  }
  return pos;
}

std::uint32_t joint_offices_end(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos) {
  if (pos >= page.norm.size() || page.norm[pos] != U'等') return pos;
  auto end = pos + 1;
  while (end < page.norm.size() && is_number_char(page.norm[end])) ++end;
  const auto word = rules.list(List::kOffices).longest_at(page.norm, end);
  return word == 0 ? pos : end + static_cast<std::uint32_t>(word);
}

std::uint32_t zone_end(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos) {
  constexpr std::uint32_t kLongestOwnName = 4;
  for (auto end = pos; end <= pos + kLongestOwnName && end < page.norm.size(); ++end) {
    if (const auto n = rules.list(List::kZone).longest_at(page.norm, end)) {
      // Few places have a zone behind them: only then verbs are looked for.
      for (auto own = pos; own < end; ++own) {
        if (verb_at(page, rules, own)) return pos;
      }
      return end + static_cast<std::uint32_t>(n);
    }
    if (!is_han(page.norm[end])) break;
  }
  return pos;
}

}  // namespace zhengce
