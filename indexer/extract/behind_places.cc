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

namespace {

// Where a count of places ends that begins at `pos`, and what stands in brackets behind it; 0 if
// there is none. `named`: words may stand before the number, as in 长三角区域七城.
std::uint32_t count_end(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos,
                        bool named) {
  constexpr std::uint32_t kLongestName = 6;
  const auto& norm = page.norm;
  const auto at = [&](std::uint32_t i) { return i < norm.size() ? norm[i] : U'\n'; };
  auto number = pos;
  while (named && number < pos + kLongestName && is_han(at(number)) && !is_number_char(at(number)))
    ++number;
  auto unit = number;
  while (is_number_char(at(unit)) || is_digit(at(unit))) ++unit;
  if (unit == number) return 0;
  if (one_of(at(unit), U"余多")) ++unit;
  const bool counted = at(unit) == U'个';
  if (counted) ++unit;
  const auto n = static_cast<std::uint32_t>(rules.list(List::kPlaces).longest_at(norm, unit));
  if (n == 0 || (!named && !counted)) return 0;
  const auto end = unit + n;
  return at(end) == U'(' && page.fellow(end) > end ? page.fellow(end) + 1 : end;
}

}  // namespace

std::uint32_t collective_end(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos) {
  const bool more = pos < page.norm.size() && page.norm[pos] == U'等';
  if (const auto end = count_end(page, rules, more ? pos + 1 : pos, more); end > 0) return end;
  return pos + static_cast<std::uint32_t>(rules.list(List::kCollective).longest_at(page.norm, pos));
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
