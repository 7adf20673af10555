#include "indexer/extract/programs.h"

#include <algorithm>
#include <iterator>

#include "indexer/extract/name_finder.h"

namespace zhengce {

bool is_work_of_art(const Page& page, const RuleSet::Impl& rules, const Marked& mark) {
  auto start = mark.outer.start;
  // 《A》《B》、《C》: what is said before the first holds for all.
  for (int i = 0; i < 20 && start > 0; ++i) {
    auto before = start - 1;
    if (before > 0 && joins_members(page.norm[before])) --before;
    if (page.norm[before] != U'》') break;
    const auto other = page.fellow(before);
    if (other >= before) break;
    start = other;
  }
  if (rules.list(List::kArt).longest_ending(page.norm, start) > 0) return true;
  const auto title = page.folded(mark.inner);
  if (rules.list(List::kKind).ends(title) || rules.list(List::kWrapper).ends(title)) return false;
  // 《畲秀·千年山哈》等一批文艺精品: said after it.
  const auto after = page.folded(
      {mark.outer.end,
       std::min<std::uint32_t>(mark.outer.end + 12, static_cast<std::uint32_t>(page.norm.size()))});
  return rules.list(List::kArtEnd).ends(title) ||
         rules.list(List::kArt).within(after.substr(0, after.find(U'。')));
}

Governance governance_of(const Page& page, const RuleSet::Impl& rules,
                         const SentenceContext& context, Span whole) {
  const Span sentence = context.sentence;
  Governance found;
  const auto clause = page.clause_start(whole.start, sentence.start);
  const auto end = page.clause_end(whole.end, sentence.end, 40);
  auto verb_start = whole.start, verb_end = whole.start;
  for (auto pos = whole.start; pos > clause && !found.verb;) {
    if (rules.list(List::kWitness).longest_ending(page.norm, pos) > 0) {
      found.relation = Relation::kNames;
      found.verb = true;
      break;
    }
    if (const auto other = page.fellow(pos - 1); other < pos - 1) {
      if (other < clause) break;
      pos = other;
      continue;
    }
    std::size_t longest = 0;
    constexpr std::pair<List, Relation> kVerbs[] = {{List::kLearnsFrom, Relation::kLearnsFrom},
                                                    {List::kPilots, Relation::kPilots},
                                                    {List::kExtends, Relation::kExtends},
                                                    {List::kCreated, Relation::kCreated},
                                                    {List::kRuns, Relation::kRuns},
                                                    {List::kEnters, Relation::kRuns},
                                                    {List::kPrimary, Relation::kRuns},
                                                    {List::kBy, Relation::kRuns}};
    for (const auto& [which, relation] : kVerbs) {
      // 党史学习教育 is nothing that is learned from.
      if (which == List::kLearnsFrom &&
          rules.list(List::kNotLearning).longest_at(page.norm, pos) > 0)
        continue;
      if (const auto n = rules.list(which).longest_ending(page.norm, pos); n > longest) {
        longest = n;
        found.relation = relation;
        found.verb = true;
        verb_start = pos - static_cast<std::uint32_t>(n);
        verb_end = pos;
      }
    }
    --pos;
  }
  const auto before_verb = [&](List which) {
    return rules.list(which).longest_ending(page.norm, verb_start) > 0;
  };
  // 没有深入实施“X”
  for (std::size_t n; !before_verb(List::kIntends) &&
                      (n = rules.list(List::kAdverb).longest_ending(page.norm, verb_start)) > 0 &&
                      verb_start >= clause + n;) {
    verb_start -= static_cast<std::uint32_t>(n);
    found.done |= page.norm[verb_start] == U'已';
  }
  found.done |= verb_end < whole.start && page.norm[verb_end] == U'了';
  found.done |= page.folded({clause, whole.start}).starts_with(U"去年");
  if (found.verb && before_verb(List::kDenied)) found.relation = Relation::kNames;
  const bool intended = found.verb && before_verb(List::kIntends);
  if (!found.verb) {
    for (auto pos = whole.end; pos < end && pos < whole.end + 12; ++pos) {
      if (rules.list(List::kAfter).longest_at(page.norm, pos) > 0) {
        found.verb = true;
        break;
      }
    }
  }
  // 推广“X”经验: what is spread is what was learned.
  if (found.relation == Relation::kExtends &&
      rules.list(List::kLesson).longest_at(page.norm, whole.end) > 0) {
    found.relation = Relation::kLearnsFrom;
  }
  for (auto pos = whole.end; pos < end && pos < whole.end + 12; ++pos) {
    if (rules.list(List::kDistinct).longest_at(page.norm, pos) > 0) {
      found.relation = Relation::kNames;
    }
  }
  const auto has = [&](List which, Span span) {
    for (auto pos = span.start; pos < span.end; ++pos) {
      const auto n = rules.list(which).longest_at(page.norm, pos);
      if (n == 0 || pos + n > span.end) continue;
      if (n > 1) return true;
      const auto next = pos + static_cast<std::uint32_t>(n);  // 将 alone counts only before a verb.
      for (const auto verb : {List::kCreated, List::kRuns, List::kPilots, List::kExtends,
                              List::kAdverb, List::kIssue}) {
        if (rules.list(verb).longest_at(page.norm, next) > 0) return true;
      }
    }
    return false;
  };
  const auto before =
      clause > sentence.start ? page.clause_start(clause - 1, sentence.start) : clause;
  found.planned = intended || has(List::kPlans, {before, whole.start}) ||
                  (!found.done && context.willed_from <= before) ||
                  context.proposed_from <= whole.start;
  found.ended = has(List::kEnded, {clause, whole.start}) || has(List::kEnded, {whole.end, end});
  return found;
}

std::vector<FoundProgram> find_programs(const Page& page, const RuleSet::Impl& rules,
                                        const SentenceContext& context, bool all) {
  std::vector<FoundProgram> found;
  for (const auto find : {find_quoted_names, find_titled_names, find_unquoted_names}) {
    if (context.statute && find == find_unquoted_names) continue;
    auto some = find(page, rules, context);
    found.insert(found.end(), std::make_move_iterator(some.begin()),
                 std::make_move_iterator(some.end()));
  }
  if (!all) std::erase_if(found, [&](const FoundProgram& f) { return f.score < rules.weak; });
  std::stable_sort(found.begin(), found.end(), [](const FoundProgram& a, const FoundProgram& b) {
    return a.mention < b.mention;
  });
  return found;
}

}  // namespace zhengce
