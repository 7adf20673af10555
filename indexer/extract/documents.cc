#include "indexer/extract/documents.h"

#include <algorithm>
#include <utility>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/gazetteer/region_finder.h"
#include "corpus/organizations.h"
#include "indexer/extract/behind_places.h"
#include "indexer/extract/programs.h"

namespace zhengce {
namespace {

bool joins(const Page& page, Span gap) {
  if (gap.size() > 3) return false;
  return std::all_of(page.norm.begin() + gap.start, page.norm.begin() + gap.end,
                     [](char32_t c) { return one_of(c, U"、和与及以等 "); });
}

/// Where a title ends with what stands in brackets right behind it: 《某解释》（法释〔2000〕30号）.
std::uint32_t end_with_brackets(const Page& page, const Marked& title) {
  const auto end = title.outer.end;
  return end < page.norm.size() && page.norm[end] == U'(' && page.fellow(end) > end
             ? page.fellow(end) + 1
             : end;
}

/// Whether titles with `gap` between them are of one row, also where it is said of each whose it
/// is: 《甲法》、国务院《乙条例》, 《甲规定》和2002年某机关通过的《乙规定》.
bool joins_loosely(const Page& page, const RuleSet::Impl& rules, Span gap) {
  constexpr std::uint32_t kLongest = 40;
  if (joins(page, gap)) return true;
  if (gap.size() > kLongest || !joins_members(page.norm[gap.start])) return false;
  const auto between = page.folded({gap.start + 1, gap.end});
  if (between.find_first_of(U",;:。") != std::u32string_view::npos) return false;
  if (rules.list(List::kRepeals).within(between) || rules.list(List::kBasedOn).within(between))
    return false;
  return between.ends_with(U"的") ||
         rules.list(List::kOfficeEnd).longest_ending(page.norm, gap.end) > 0 ||
         rules.list(List::kCentralIssuer).longest_ending(page.norm, gap.end) > 0;
}

/// How the verb of publishing stands to titles, if there is one.
struct Issue {
  bool issued = false;
  Span before;  ///< The clause up to the verb, where it stands before the titles.
};

/// The verb of publishing before titles that begin at `start`.
Issue issue_before(const Page& page, const RuleSet::Impl& rules, Span sentence,
                   std::uint32_t start) {
  const auto clause = page.clause_start(start, sentence.start, 60);
  for (auto pos = start; pos > clause;) {
    if (const auto other = page.fellow(pos - 1); other < pos - 1) {
      if (other < clause) break;
      pos = other;
      continue;
    }
    const auto issue = rules.list(List::kIssue).longest_ending(page.norm, pos);
    const auto other = rules.list(List::kCite).longest_ending(page.norm, pos);
    if (issue > 0 && issue >= other) {
      const auto verb = pos - static_cast<std::uint32_t>(issue);
      // 《甲》按照某机关发布的《乙》: not what is said of the title before.
      auto from = verb;
      while (from > clause && page.fellow(from - 1) >= from - 1) --from;
      return {true, {from, verb}};
    }
    if (other > 0) return {};
    --pos;
  }
  return {};
}

/// 《X》近日由某省某厅印发: the verb behind titles that end at `end`, and who did it.
Issue passive_issue(const Page& page, const RuleSet::Impl& rules, Span sentence,
                    std::uint32_t end) {
  constexpr std::uint32_t kLongest = 40;
  const auto by = behind_adverbs(page, rules, end, static_cast<std::uint32_t>(page.norm.size()));
  if (by >= sentence.end || page.norm[by] != U'由') return {};
  for (auto pos = by + 1; pos < std::min(by + kLongest, sentence.end); ++pos) {
    if (rules.list(List::kIssue).longest_at(page.norm, pos) > 0) return {true, {by + 1, pos}};
    if (!is_han(page.norm[pos]) && page.norm[pos] != U'、') break;
  }
  return {};
}

/// Whether a verb of publishing governs the titles that begin at `start` and end at `end`.
Issue issue_of(const Page& page, const RuleSet::Impl& rules, Span sentence, std::uint32_t start,
               std::uint32_t end) {
  if (const auto before = issue_before(page, rules, sentence, start); before.issued) return before;
  // 《X》已印发, 《X》正式出台, but not 《X》的修订建议
  for (std::uint32_t i = 0; i < 4; ++i) {
    if (rules.list(List::kIssue).longest_at(page.norm, end + i) > 0) return {true, {}};
    if (end + i >= sentence.end || !is_han(page.norm[end + i]) || page.norm[end + i] == U'的')
      break;
  }
  // 《X》已经国务院同意，现印发给你们
  constexpr std::uint32_t kCovering = 30;
  const auto note = page.fellow(end);  // 《X》（以下简称《方案》）已经…
  const auto from = note > end && note < end + kCovering ? note + 1 : end;
  const Span behind{from, std::min(from + kCovering, sentence.end)};
  const auto covering = page.folded(behind);
  if (rules.list(List::kIssueAfter).within(covering.substr(0, covering.find(U'《'))))
    return {true, {}};
  return passive_issue(page, rules, sentence, from);
}

/// Whether the conjunction at `at` is part of the name of an office that begins at `start`:
/// 人力资源|和|社会保障厅.
bool is_in_office(const Page& page, const RuleSet::Impl& rules, std::uint32_t start,
                  std::uint32_t at) {
  for (auto pos = start; pos < at; ++pos) {
    if (pos + rules.list(List::kAndOffice).longest_at(page.norm, pos) > at) return true;
  }
  return false;
}

/// 省, 市 at the start of `name`, an office of the place that the text is about or lies in, written
/// out; nothing where `name` begins otherwise.
std::u32string own_office(std::u32string_view name, RegionIndex subject) {
  if (name.size() < 3) return {};
  const Gazetteer& gazetteer = Gazetteer::builtin();
  const auto region = gazetteer.enclosing(subject, name.front());
  if (region == kNoRegion) return {};
  return decode_utf8(gazetteer.at(region).name) + std::u32string(name.substr(1));
}

/// Where what begins `clause` ends if it is the number of an article, a day: 第六条
/// 1993年9月23日|某省 人民政府.
std::uint32_t behind_date(const Page& page, Span clause) {
  constexpr std::size_t kLongestArticle = 8;
  const auto text = page.folded(clause);
  if (const auto article = text.substr(0, kLongestArticle).find(U'条');
      text.starts_with(U"第") && article != std::u32string_view::npos) {
    clause.start += static_cast<std::uint32_t>(article) + 1;
    while (clause.start < clause.end && is_blank(page.norm[clause.start])) ++clause.start;
  }
  auto end = clause.start;
  bool year = false;
  while (end < clause.end &&
         (is_number_char(page.norm[end]) || one_of(page.norm[end], U"年月日"))) {
    year |= page.norm[end] == U'年';
    ++end;
  }
  return year && end < clause.end ? end : clause.start;
}

/// 党中央、国务院, 教育部等八部门联合, 江苏省教育厅: the offices that `clause` begins with and
/// consists of, those of the center and those that begin with their place. Governments and
/// committees of the party stand for their places, which are found elsewhere.
std::vector<std::u32string> offices_of(const Page& page, const RuleSet::Impl& rules, Span clause,
                                       RegionIndex subject) {
  constexpr std::uint32_t kLongest = 60;
  if (clause.size() > kLongest) return {};
  if (!clause.empty()) clause.start = behind_adverbs(page, rules, clause.start, clause.end - 1);
  // 按照国家发展改革委…印发的
  if (const auto n = rules.list(List::kBasedOn).longest_at(page.norm, clause.start);
      clause.start + n < clause.end)
    clause.start += static_cast<std::uint32_t>(n);
  clause.start = behind_date(page, clause);
  // 经国务院, 由教育部
  constexpr std::u32string_view kBy = U"经由";
  if (clause.size() > 2 && kBy.find(page.norm[clause.start]) != std::u32string_view::npos &&
      rules.list(List::kCentralIssuer).longest_at(page.norm, clause.start) == 0) {
    ++clause.start;
  }
  std::vector<std::u32string> offices;
  for (auto pos = clause.start; pos < clause.end;) {
    const auto central =
        static_cast<std::uint32_t>(rules.list(List::kCentralIssuer).longest_at(page.norm, pos));
    auto end = pos + central;  // 工业和信息化部 has a conjunction in it.
    if (end > clause.end) break;
    while (end < clause.end && is_han(page.norm[end]) &&
           (!is_conjunction(page.norm[end]) || is_in_office(page, rules, pos, end))) {
      // 财政部一九五七年…, 某省人民政府第14号令
      const bool dated = (is_number_char(page.norm[end]) || page.norm[end] == U'第') &&
                         is_number_char(page.norm[end + 1]);
      if (end > pos + 1 && (dated || one_of(page.norm[end], U"等联于") ||
                            rules.list(List::kBehindOffice).longest_at(page.norm, end) > 0 ||
                            rules.list(List::kIssue).longest_at(page.norm, end) > 0 ||
                            rules.list(List::kAdverb).longest_at(page.norm, end) > 0))
        break;
      ++end;
    }
    auto office = std::u32string(page.text({pos, end}));
    if (office == U"国家") break;
    if (central == 0) {
      // 省教育厅 of a text about that province
      if (auto own = own_office(page.folded({pos, end}), subject); !own.empty())
        office = std::move(own);
      const auto name = fold_text(office);
      const auto ending = rules.list(List::kOfficeEnd).longest_ending(name, name.size());
      const auto place = leading_region(Gazetteer::builtin(), name).length;
      const auto rest = std::u32string_view(name).substr(place);
      constexpr std::u32string_view kWhole[] = {U"政府", U"人民政府", U"委",   U"党委", U"省委",
                                                U"市委", U"区委",     U"县委", U"州委"};
      if (ending == 0 || place == 0 ||
          std::find(std::begin(kWhole), std::end(kWhole), rest) != std::end(kWhole))
        break;
    }
    offices.push_back(std::move(office));
    if (end == clause.end || !joins_members(page.norm[end])) break;
    pos = end + 1;
  }
  return offices;
}

/// Whether `tail`, what is said behind titles, says that they are repealed. What stands right
/// before a `next` title is said of that one: 根据《甲》，废止《乙》.
bool is_repealed(const RuleSet::Impl& rules, std::u32string_view tail, bool next) {
  constexpr std::size_t kBeside = 3;
  // 不予废止, 有效期5年，到期失效
  if (rules.list(List::kInForce).within(tail)) return false;
  for (std::size_t pos = 0; pos < tail.size(); ++pos) {
    const auto n = rules.list(List::kRepealedAfter).longest_at(tail, pos);
    if (n == 0) continue;
    if (!next || pos + n + kBeside < tail.size()) return true;
    pos += n - 1;
  }
  return false;
}

/// Whether the sentence says what is made of titles that end at `end`: 根据《甲》，制定本规定. An
/// office that acts 依照《甲》的规定 is only told what to read.
bool makes_something(const Page& page, const RuleSet::Impl& rules, Span sentence,
                     std::uint32_t end) {
  constexpr std::uint32_t kWindow = 120;
  return rules.list(List::kMaking)
      .within(page.folded({end, std::min(end + kWindow, sentence.end)}));
}

/// What a document does to titles.
struct Use {
  Relation relation = Relation::kCites;
  bool obeyed = false;  ///< A word of obeying stands before them, whatever comes of it.
};

/// What the text says that a document does to the titles that begin at `start` and end at `end`.
Use use_of(const Page& page, const RuleSet::Impl& rules, Span sentence, std::uint32_t start,
           std::uint32_t end) {
  const auto behind = page.folded({end, std::min(end + 60, sentence.end)});
  // Up to the next title that is not of the same row.
  const auto tail = behind.substr(0, behind.find(U'《'));
  if (is_repealed(rules, tail, tail.size() < behind.size())) return {Relation::kRepeals};
  if (rules.list(List::kAmendedAfter).within(tail)) return {Relation::kAmends};
  constexpr std::pair<List, Relation> kBefore[] = {{List::kRepeals, Relation::kRepeals},
                                                   {List::kAmends, Relation::kAmends},
                                                   {List::kBasedOn, Relation::kBasedOn}};
  const auto clause = page.clause_start(start, sentence.start, 40);
  for (auto pos = start; pos > clause; --pos) {
    if (page.fellow(pos - 1) < pos - 1) break;
    for (const auto& [which, relation] : kBefore) {
      if (rules.list(which).longest_ending(page.norm, pos) == 0) continue;
      const bool obeyed = relation == Relation::kBasedOn;
      const bool loose = obeyed && rules.list(List::kAccording).longest_ending(page.norm, pos) > 0;
      if (loose && !makes_something(page, rules, sentence, end)) return {Relation::kCites, obeyed};
      return {relation, obeyed};
    }
  }
  return {};
}

/// 《关于修改〈本条例〉的决定》第二次修正: what has changed the text itself.
bool has_amended_this(const Page& page, std::u32string_view title, std::uint32_t end) {
  constexpr std::uint32_t kNear = 12;
  if (title.find(U"修改") == std::u32string_view::npos || !title.ends_with(U"决定")) return false;
  const auto stop = std::min(end + kNear, static_cast<std::uint32_t>(page.norm.size()));
  auto tail = page.folded({end, stop});
  if (tail.starts_with(U"的")) tail.remove_prefix(1);
  if (tail.starts_with(U"第")) tail.remove_prefix(std::min(tail.find(U'次'), tail.size() - 1) + 1);
  return tail.starts_with(U"修正") || tail.starts_with(U"修订");
}

}  // namespace

std::vector<FoundDocument> find_documents(const Page& page, const RuleSet::Impl& rules,
                                          const ShortTitles& short_titles, Span sentence,
                                          RegionIndex subject) {
  std::vector<FoundDocument> found;
  const auto titles = starting_in(page.titles, sentence);
  std::uint32_t start = 0, previous_end = 0;  // Of the row of titles we are in.
  std::uint32_t used_until = 0;               // Where the row ends whose use we know.
  Issue issue;
  Use use;
  // The last title from `title` on that `joined` puts into one row with it.
  const auto last_of_row = [&](auto title, const auto& joined) {
    while (title + 1 != titles.end() && (title + 1)->outer.end <= sentence.end &&
           joined(Span{end_with_brackets(page, *title), (title + 1)->outer.start}))
      ++title;
    return title;
  };
  for (auto i = titles.begin(); i != titles.end() && i->outer.end <= sentence.end; ++i) {
    if (i->inner.size() < 2 || i->inner.size() > kLongestTitle) continue;
    const bool inner = i->outer.end < previous_end;  // A title inside a title.
    if (inner) continue;
    if (previous_end == 0 || !joins(page, {previous_end, i->outer.start})) {
      start = i->outer.start;
      // What is said behind the row holds for all of it.
      const auto last = last_of_row(i, [&](Span gap) { return joins(page, gap); });
      issue = issue_of(page, rules, sentence, start, i->outer.end);
      if (!issue.issued && last != i)
        issue = issue_of(page, rules, sentence, start, last->outer.end);
    }
    if (i->outer.start >= used_until) {
      const auto last = last_of_row(i, [&](Span gap) { return joins_loosely(page, rules, gap); });
      used_until = last->outer.end;
      use = use_of(page, rules, sentence, i->outer.start, end_with_brackets(page, *last));
    }
    previous_end = i->outer.end;
    if (is_work_of_art(page, rules, *i)) continue;
    FoundDocument document;
    document.mention = trim(page.raw, i->inner);
    auto name = short_titles.written_out(document.mention);
    if (!name) continue;
    document.name = std::move(*name);
    document.issued = issue.issued;
    document.published_by = issue.before;
    document.by = offices_of(page, rules, issue.before, subject);
    document.use = use.relation;
    document.obeyed = use.obeyed;
    document.amended_this =
        has_amended_this(page, page.folded(i->inner), end_with_brackets(page, *i));
    const Span behind{i->outer.end, std::min(i->outer.end + 30, sentence.end)};
    if (!behind.empty() && page.fellow(behind.start) > behind.start) {
      const auto numbers = find_doc_numbers(
          page.raw, {behind.start, std::min(page.fellow(behind.start) + 1, behind.end)});
      if (!numbers.empty()) document.number = numbers.front().normalized;
      previous_end = std::min(page.fellow(behind.start) + 1, sentence.end);
    }
    if (document.name.empty() ||
        (document.number.empty() && !rules.list(List::kKind).ends(page.stem(document.mention))))
      continue;
    found.push_back(std::move(document));
  }
  return found;
}

RegionIndex issuer_of_title(const Gazetteer& gazetteer, const Page& page,
                            const RuleSet::Impl& rules, Span sentence, Span title,
                            RegionIndex subject) {
  const auto nation = gazetteer.find_code("100000").value_or(kNoRegion);
  const auto central = [&](std::uint32_t pos) {
    const auto n = rules.list(List::kCentralIssuer).longest_at(page.norm, pos);
    return n > 0 && pos + n < page.norm.size() && page.norm[pos + n] != U'门';
  };
  // 省政府办公厅, 省民政厅: of the province that the text is about, or lies in.
  const auto province = [&](std::uint32_t pos) -> RegionIndex {
    if (subject == kNoRegion || page.norm[pos] != U'省') return kNoRegion;
    const auto end = std::min(pos + 10, static_cast<std::uint32_t>(page.norm.size()));
    for (auto at = pos + 2; at <= end; ++at) {
      if (rules.list(List::kOfficeEnd).longest_ending(page.norm, at) > 0)
        return gazetteer.at_level(subject, RegionLevel::kProvince).value_or(kNoRegion);
    }
    return kNoRegion;
  };
  // The title within which this one stands says who: 《省政府关于印发〈X〉的通知》.
  if (const auto around = page.titles_around(title); !around.empty()) title = around.front().inner;
  if (title.empty()) return kNoRegion;
  if (central(title.start)) return nation;
  const auto name = page.folded(title);
  const auto lead = leading_region(gazetteer, name.starts_with(U"中共") ? name.substr(2) : name);
  if (lead.length > 0) return lead.region;
  if (const auto region = province(title.start); region != kNoRegion) return region;
  // 教育部等五部门《…》
  constexpr std::uint32_t kBefore = 40;
  const auto mark = title.start > 0 ? title.start - 1 : 0;
  const auto clause = page.clause_start(mark, sentence.start, kBefore);
  for (auto pos = mark; pos > clause; --pos) {
    const auto at = pos - 1;
    if (page.fellow(at) != at) break;
    if (central(at)) return nation;
    if (const auto region = province(at); region != kNoRegion) return region;
  }
  // 《…》(民发〔2024〕3号)
  const auto behind = title.end + 1;
  if (behind < sentence.end && page.fellow(behind) > behind) {
    const auto numbers = find_doc_numbers(page.raw, {behind, page.fellow(behind) + 1});
    if (!numbers.empty()) {
      const auto issuer = issuer_of_number(numbers.front().normalized);
      if (rules.list(List::kCentralIssuer).longest_at(decode_utf8(issuer), 0) > 0) return nation;
      if (const auto region = region_of_organization(issuer)) return *region;
    }
  }
  return kNoRegion;
}

}  // namespace zhengce
