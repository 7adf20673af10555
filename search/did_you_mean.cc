#include "search/did_you_mean.h"

#include <xapian.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/text.h"
#include "search/bare_words.h"
#include "search/facets.h"
#include "search/matcher.h"

namespace zhengce {
namespace {

// Parts of a query that found nothing that are looked up one by one.
constexpr std::size_t kMaxAsked = 10;
// Other readings of such a part that are looked up, in how many sections each, and that are told.
constexpr std::size_t kMaxTried = 20;
constexpr std::uint32_t kTriedBudget = 300;
constexpr std::size_t kMaxMeant = 3;

}  // namespace

Result<std::vector<AskedPart>> DidYouMean::parts_of(const QueryNode& node,
                                                    const ResolvedFields& fields,
                                                    Planner& planner) {
  struct Asked {
    std::u32string text;
    Condition condition;
    bool is_text = true;
    bool is_issuer = false;
    std::u32string run = {};  ///< In which the text stands; empty where it stands alone.
    std::string number = {};
  };
  std::vector<Asked> all;
  const std::function<void(const QueryNode&)> walk = [&](const QueryNode& part) {
    if (part.kind == QueryNode::Kind::kNot || all.size() > kMaxAsked) return;
    for (const QueryNode& child : part.children) walk(child);
    if (!part.children.empty()) return;
    const auto number = normalize_doc_number(encode_utf8(part.text));
    const bool is_field = part.kind == QueryNode::Kind::kField;
    if (part.kind != QueryNode::Kind::kWords || number) {
      Asked& asked = all.emplace_back();
      asked.text = part.text;
      asked.condition = planner.plan(part, fields, Strictness::kStrict).condition;
      asked.is_text = part.kind == QueryNode::Kind::kPhrase && !part.open_end;
      asked.is_issuer = is_field && part.field == QueryField::kIssuer;
      const bool is_number = !is_field || part.field == QueryField::kNumber;
      if (number && is_number && !asked.is_text) asked.number = *number;
      return;
    }
    const auto folded = cut_question_phrases(fold_text(part.text));
    for (const BareRun& run : cut_bare_chunk(analyzer_, lexicon_, folded)) {
      for (const auto& unit : run.units)
        all.push_back({unit, Condition::has_phrase(unit), true, false, run.text, {}});
    }
  };
  walk(node);
  std::vector<AskedPart> out;
  if (all.size() > kMaxAsked) return out;
  for (Asked& asked : all) {
    AskedPart& part = out.emplace_back();
    part.typed = encode_utf8(asked.text);
    part.number = std::move(asked.number);
    part.alone = count(asked.condition, SearchOptions().verification_budget);
    if (part.alone > 0) continue;
    if (asked.is_issuer) part.meant = state_.issuers->holding(part.typed, kMaxMeant);
    if (!asked.is_text) continue;
    auto meant = what_was_meant(fold_text(asked.text), asked.run);
    if (!meant) return meant.error();
    part.meant = std::move(*meant);
  }
  return out;
}

// `folded` with one ideograph replaced by another that sounds the same and stands behind the one
// before it in some text: 铸牢 for 铸劳.
std::vector<std::u32string> DidYouMean::homophones_behind(std::u32string_view folded,
                                                          Suggester& known) const {
  std::vector<std::u32string> out;
  for (std::size_t i = 1; i < folded.size(); ++i) {
    if (!is_han(folded[i - 1]) || !is_han(folded[i])) continue;
    const std::string prefix = encode_utf8(folded.substr(i - 1, 1));
    const auto end = state_.index->allterms_end(prefix);
    for (auto term = state_.index->allterms_begin(prefix); term != end; ++term) {
      const std::u32string pair = decode_utf8(*term);
      if (pair.size() != 2 || !is_han(pair[1]) || pair[1] == folded[i]) continue;
      if (!known.sound_alike(pair[1], folded[i])) continue;
      out.emplace_back(folded);
      out.back()[i] = pair[1];
    }
  }
  return out;
}

bool DidYouMean::is_word(const std::u32string& folded) {
  return lexicon_.contains(folded) || analyzer_.words(fold(folded)).size() == 1;
}
// Characters that belong to no longer word: what stands across the border of two words has some.
std::size_t DidYouMean::strays_in(const std::u32string& folded) {
  if (lexicon_.contains(folded)) return 0;
  const auto words = analyzer_.words(fold(folded));
  return static_cast<std::size_t>(std::count_if(
      words.begin(), words.end(), [](const Word& word) { return word.span.size() == 1; }));
}

// True where a text has the phrase and no word goes on from it: 劳动和统 stands in 劳动和统计
// alone.
bool DidYouMean::stands_between_borders(const std::u32string& phrase) {
  constexpr std::size_t kAround = 10;
  SearchOptions options;
  options.limit = 1;
  options.verification_budget = kTriedBudget;
  FacetCounts no_facets({}, *state_.issuers);
  Plan plan;
  plan.condition = Condition::has_phrase(phrase);
  const Outcome found =
      Matcher(state_, texts_, options, no_facets).run(plan, Condition(), Statistics());
  if (found.matches.empty()) return false;
  const auto section = texts_.folded(found.matches.front().ref);
  if (!section || *section == nullptr) return false;
  for (const FoldedText& stretch : (*section)->stretches) {
    const std::size_t at = stretch.find(phrase, 0);
    if (at == FoldedText::kNone) continue;
    const std::size_t from = at > kAround ? at - kAround : 0;
    const std::size_t start = at - from;
    const std::size_t end = start + phrase.size();
    const auto words = analyzer_.words(fold(stretch.text().substr(from, end + kAround)));
    return std::none_of(words.begin(), words.end(), [&](const Word& word) {
      return (word.span.start < start && start < word.span.end) ||
             (word.span.start < end && end < word.span.end);
    });
  }
  return false;
}

// What is one character from `folded`, looks or sounds the same, and is found: first what stands
// so in a name that the whole run is one character from, then what makes the whole run found,
// then other words, if it is none itself; the most frequent first.
Result<std::vector<std::string>> DidYouMean::what_was_meant(std::u32string_view folded,
                                                            std::u32string_view run) {
  std::vector<std::string> out;
  constexpr std::size_t kLongest = 20;
  if (folded.size() < 2 || folded.size() > kLongest) return out;
  const auto known = suggester_();
  if (!known) return known.error();
  std::vector<std::u32string> tries;
  const auto here = run.find(folded);
  const bool in_run = here != std::u32string_view::npos && run.size() > folded.size();
  const auto before = in_run ? run.substr(0, here) : std::u32string_view();
  const auto after = in_run ? run.substr(here + folded.size()) : std::u32string_view();
  if (in_run) {
    for (const auto& named : (*known)->one_edit_from(run, kMaxMeant)) {
      const std::u32string name = fold_text(decode_utf8(named));
      if (name.size() < before.size() + after.size() + 2 || !name.starts_with(before) ||
          !name.ends_with(after)) {
        continue;
      }
      tries.push_back(name.substr(before.size(), name.size() - before.size() - after.size()));
    }
  }
  const std::size_t from_run = tries.size();
  for (const auto& name : (*known)->one_edit_from(folded, kMaxMeant)) {
    tries.push_back(fold_text(decode_utf8(name)));
  }
  const std::size_t from_names = tries.size();
  for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
    tries.emplace_back(folded);
    std::swap(tries.back()[i], tries.back()[i + 1]);
  }
  for (auto& other : look_alikes(folded)) tries.push_back(std::move(other));
  for (auto& other : (*known)->homophones(folded)) tries.push_back(std::move(other));
  for (auto& other : homophones_behind(folded, **known)) tries.push_back(std::move(other));
  constexpr std::size_t kNoChance = 4;
  const bool may_be_other = !is_word(std::u32string(folded));
  const std::size_t strays = strays_in(std::u32string(folded));
  const auto is_better = [&](const std::u32string& other) {
    const std::size_t left = strays_in(other);
    if (!may_be_other) return false;
    return left == 0 || left < strays ||
           (other.size() >= kNoChance && stands_between_borders(other));
  };
  struct Found {
    bool in_run;  // The whole run is found with it.
    std::uint64_t sections;
    std::u32string text;
  };
  std::vector<Found> found;
  std::size_t tried = 0;
  std::size_t first = 0;  // Of `found` that stand in no name.
  for (std::size_t i = 0; i < tries.size() && tried < kMaxTried; ++i) {
    std::u32string& other = tries[i];
    if (other == folded || !may_stand(other)) continue;
    const std::u32string whole = std::u32string(before) + other + std::u32string(after);
    const bool makes_run = in_run && may_stand(whole) && count_phrase(whole) > 0;
    if (i >= from_names && !makes_run && !is_better(other)) continue;
    ++tried;
    const auto sections = count_phrase(other);
    if (sections == 0) continue;
    found.push_back({makes_run, sections, std::move(other)});
    if (i < from_run) ++first;
  }
  std::stable_sort(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(),
                   [](const Found& a, const Found& b) {
                     return std::pair(a.in_run, a.sections) > std::pair(b.in_run, b.sections);
                   });
  for (const Found& one : found) {
    std::string text = encode_utf8(one.text);
    if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
    if (out.size() == kMaxMeant) break;
  }
  return out;
}

// Some section has each of the phrase's terms.
bool DidYouMean::may_stand(const std::u32string& phrase) const {
  const auto terms = Analyzer::phrase_terms(phrase);
  return std::all_of(terms.begin(), terms.end(),
                     [&](const std::string& term) { return state_.index->term_exists(term); });
}
std::uint64_t DidYouMean::count(const Condition& condition, std::uint32_t budget) const {
  return Matcher::count(state_, texts_, condition, budget).total;
}
std::uint64_t DidYouMean::count_phrase(const std::u32string& phrase) const {
  return count(Condition::has_phrase(phrase), kTriedBudget);
}

}  // namespace zhengce
