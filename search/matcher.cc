#include "search/matcher.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>

#include "search/admission.h"
#include "search/matching.h"
#include "search/ranked_list.h"
#include "search/ranking.h"
#include "search/whole_sets.h"

namespace zhengce {
namespace {

// Where there are more candidates than are to be checked: so many of the best are looked at for a
// page, and so many for an estimate, at least; with facets, which count over all hits, more.
constexpr std::uint32_t kPageStretch = 1000;
constexpr std::uint32_t kPageSample = 200, kFacetSample = 1000;
// Behind a cursor in a changed index: this many hits more are looked at, in case there are new
// ones.
constexpr std::uint64_t kSlack = 64;

// Lets all sections through but those.
class NoneOf : public Xapian::MatchDecider {
 public:
  explicit NoneOf(const std::vector<SectionRef>& sections)
      : sections_(sections.begin(), sections.end()) {}
  bool operator()(const Xapian::Document& document) const override {
    const auto section = SectionRef::decode(document.get_value(schema::kSlotId));
    return section && !sections_.contains(*section);
  }

 private:
  std::unordered_set<SectionRef, IdHash> sections_;
};

// Which candidates are hits, where all are looked at.
struct Hits {
  bool none = false;
  std::unique_ptr<NoneOf> decider;  ///< Null where every candidate is one.
};
Hits hits_among(const Admission& admission, const Xapian::Query& candidates) {
  Hits hits;
  if (admission.is_trivial()) return hits;
  const Admission::Sifted sifted = admission.sift(candidates);
  hits.none = sifted.admitted == 0;
  if (!sifted.refused.empty()) hits.decider = std::make_unique<NoneOf>(sifted.refused);
  return hits;
}

class FacetSpy : public Xapian::MatchSpy {
 public:
  explicit FacetSpy(FacetCounts& counts) : counts_(counts) {}
  void operator()(const Xapian::Document& document, double) override { counts_.count(document); }

 private:
  FacetCounts& counts_;
};

// Counts hits, those of one group of reprints once: Xapian collapses them, but knows no more than
// bounds of how many that leaves.
class GroupSpy : public Xapian::MatchSpy {
 public:
  void operator()(const Xapian::Document& document, double) override {
    const std::string group = document.get_value(schema::kSlotGroup);
    if (group.empty() || groups_.insert(group).second) ++count_;
  }
  std::uint64_t count() const { return count_; }

 private:
  std::set<std::string> groups_;
  std::uint64_t count_ = 0;
};

std::optional<Match> to_match(const Xapian::Database& index, const RankedList::Item& item) {
  const Xapian::Document document = index.get_document(item.document, Xapian::DOC_ASSUME_VALID);
  const auto ref = SectionRef::decode(document.get_value(schema::kSlotId));
  if (!ref) return std::nullopt;
  const auto date = schema::parse_number(document.get_value(schema::kSlotDate));
  return Match{*ref, item.score, static_cast<std::uint32_t>(date), item.document, 0};
}

}  // namespace

Condition with_filter(const Condition& condition, const Condition& filter) {
  if (filter.kind == Condition::Kind::kAll) return condition;
  return Condition::all_of({condition, filter});
}

namespace {

bool at_most(const Xapian::Database& index, const Xapian::Query& query, std::uint32_t limit) {
  if (index.get_doccount() <= limit) return true;
  const Xapian::Enquire enquire = unweighted(index, query);
  if (enquire.get_mset(0, 1).get_matches_upper_bound() <= limit) return true;
  return enquire.get_mset(0, 1, limit + 1).get_matches_lower_bound() <= limit;
}

// The work that checking a candidate takes beside reading its text.
struct CheckingWork {
  std::uint64_t near = 0;     // Steps of NEAR.
  std::uint64_t phrases = 0;  // Phrases looked for, where terms do not tell.
};
void add_work(const Condition& condition, CheckingWork& work) {
  if (condition.kind == Condition::Kind::kNear) {
    work.near += condition.children.size();
    return;
  }
  if (condition.kind == Condition::Kind::kPhrase) ++work.phrases;
  for (const Condition& child : condition.children) add_work(child, work);
}
CheckingWork work_of(const std::vector<const Condition*>& checks) {
  CheckingWork work;
  for (const Condition* check : checks) add_work(*check, work);
  return work;
}

// So many steps take about as long as reading the text, both in proportion to its length.
constexpr double kStepsOfReading = 100;
// How many candidates may be checked where each takes so many steps. The same query always gets the
// same answer: work is counted, not time.
std::uint32_t affordable(std::uint32_t budget, std::uint64_t steps) {
  const double share = 2 / (1 + static_cast<double>(steps) / kStepsOfReading);
  return share >= 1 ? budget
                    : std::max(std::uint32_t{1}, static_cast<std::uint32_t>(budget * share));
}
// Hits of a query that takes more than usual are looked for among so many times as many.
constexpr std::uint64_t kLookOn = 4;

// Microseconds, estimated: opening the postings of one value of the graph; looking at a candidate,
// and reading its own terms where it is not its article alone that is asked for.
constexpr double kValueCost = 20;
constexpr double kCandidateCost = 2;
constexpr double kTermsCost = 6;

double candidate_cost(const Condition& condition) {
  double cost = kCandidateCost;
  if (condition.kind == Condition::Kind::kValues && condition.term != schema::kArticle) {
    cost += kTermsCost;
  }
  for (const Condition& child : condition.children) cost = std::max(cost, candidate_cost(child));
  return cost;
}

// Which side of a join drives: the text only where all its candidates can be looked at.
JoinPlan plan_join(const IndexState& state, const Condition& condition, Drive drive,
                   std::uint32_t budget) {
  JoinPlan join;
  join.graph_values = graph_values(condition);
  if (join.graph_values == 0) return join;
  join.text_sections = unweighted(*state.index, candidates(condition, *state.sets, Side::kText))
                           .get_mset(0, 0)
                           .get_matches_upper_bound();
  join.text_drives = drive == Drive::kText ||
                     (drive == Drive::kByCost && join.text_sections <= budget &&
                      candidate_cost(condition) * static_cast<double>(join.text_sections) <
                          kValueCost * static_cast<double>(join.graph_values));
  return join;
}

// Candidates in their order from some place on, as many as are asked for.
struct Stretch {
  RankedList::Part found;
  std::uint64_t start = 0;  // The place of its first, from 0.
  std::uint64_t skip = 0;   // How many of them lie before the page.
};

// Where the cursor's last hit still stands at its place, all before it was given. Else it is looked
// for from the start on.
Stretch behind(const Xapian::Database& index, RankedList& list, SortOrder order,
               const Cursor* after, std::uint64_t wanted) {
  if (after == nullptr) return {list.fetch(0, wanted), 0, 0};
  if (after->passed > 0) {
    RankedList::Part found = list.fetch(after->passed - 1, wanted + 1);
    const auto first = found.items.empty() ? std::nullopt : to_match(index, found.items.front());
    if (first && first->ref == after->last && first->score == after->score) {
      return {std::move(found), after->passed - 1, 1};
    }
  }
  const RankedPlace last{after->score, after->date, after->last};
  for (std::uint64_t all = after->passed + wanted + kSlack;; all *= 2) {
    RankedList::Part found = list.fetch(0, all);
    // The order is known, so that the place is found by halving.
    const auto place = std::partition_point(
        found.items.begin(), found.items.end(), [&](const RankedList::Item& item) {
          const auto match = to_match(index, item);
          return match && !comes_behind(order, {match->score, match->date, match->ref}, last);
        });
    const auto before = static_cast<std::uint64_t>(place - found.items.begin());
    if (found.items.size() - before >= wanted || found.items.size() < all) {
      return {std::move(found), 0, before};
    }
  }
}

// How many matches of a query are not the first of their group of reprints; `groups` are those of
// the index.
std::uint64_t reprints_among(const Xapian::Database& index, const ValueColumn& groups,
                             const Xapian::Query& query, const Xapian::MatchDecider* decider) {
  const Xapian::Query in_group(Xapian::Query::OP_VALUE_GE, schema::kSlotGroup,
                               std::string(1, '\0'));
  std::unordered_set<std::uint32_t> had;
  std::uint64_t reprints = 0;
  for (const auto document :
       all_matches(index, Xapian::Query(Xapian::Query::OP_FILTER, query, in_group), decider)) {
    if (!had.insert(groups.by_document[document]).second) ++reprints;
  }
  return reprints;
}

// From so many matches on, sets of documents are quicker than Xapian's matching.
constexpr Xapian::doccount kManyMatches = 5000;

// So many matches more than are wanted are fetched at first where some are passed over.
constexpr std::uint64_t kPassedOver = 64;

}  // namespace

Outcome Matcher::run(const Plan& plan, const Condition& filter, const Statistics& statistics,
                     const Cursor* after) const {
  const Condition condition = with_filter(plan.condition, filter);
  const Xapian::Database& index = *state_.index;
  const JoinPlan join = plan_join(state_, condition, options_.drive, options_.verification_budget);
  const Side side = join.text_drives ? Side::kText : Side::kAll;
  const auto checks = undecided(condition, side);
  const Admission admission(state_, checks, texts_);
  const CheckingWork work = work_of(checks);
  const Xapian::Query admitted = candidates(condition, *state_.sets, side);
  RankedList list(index, with_scores(condition, state_, side, plan, statistics), options_.sort);
  // Where not every candidate is checked, a group stands or falls with its best one.
  const bool as_one = options_.reprints_as_one && index.get_value_freq(schema::kSlotGroup) > 0;
  const bool every = admission.is_trivial() ||
                     at_most(index, admitted, affordable(options_.verification_budget, work.near));
  const std::uint32_t budget =
      std::max(affordable(options_.verification_budget, work.near + work.phrases), 1u);
  const Hits hits = every ? hits_among(admission, admitted) : Hits();
  Outcome out;
  out.join = join;
  out.before = (after == nullptr ? 0 : after->given) + options_.offset;
  if (hits.none) return out;
  list.set_decider(hits.decider.get());
  FacetSpy spy(facets_);
  if (every && !options_.facets.empty()) {
    if (state_.columns->pay()) {
      std::optional<std::vector<std::uint32_t>> documents;
      if (hits.decider == nullptr && admission.is_trivial() &&
          unweighted(index, admitted).get_mset(0, 1).get_matches_estimated() >= kManyMatches) {
        documents = documents_with(state_, condition);
      }
      if (!documents) documents = all_matches(index, admitted, hits.decider.get());
      facets_.count(*documents, *state_.columns);
    } else {
      list.add_spy(spy);
    }
  }
  GroupSpy groups;
  // Xapian would look up the group of every match. Those of few are needed.
  const bool passes_over = every && as_one && !options_.group_by && after == nullptr;
  const ValueColumn* groups_of = passes_over ? &state_.columns->of(schema::kSlotGroup) : nullptr;
  const std::uint64_t reprints =
      passes_over ? reprints_among(index, *groups_of, admitted, hits.decider.get()) : 0;
  if (as_one && !passes_over) {
    // For groups by a facet each reprint is seen: it may name what the others do not.
    if (!options_.group_by) list.give_one_of_each_group();
    if (every) list.add_spy(groups);
  }
  const std::uint64_t page_end = std::uint64_t{options_.offset} + options_.limit;
  const bool pages_alone = options_.facets.empty();
  const std::uint64_t wanted = every         ? page_end
                               : pages_alone ? std::min(budget, kPageStretch)
                                             : budget;
  Stretch stretch =
      behind(index, list, options_.sort, after, wanted + std::min(reprints, wanted + kPassedOver));

  const bool is_bounded = !every && budget < options_.verification_budget;
  const std::uint32_t sample = pages_alone ? kPageSample : kFacetSample;
  std::uint64_t checked = 0;
  std::uint64_t held = 0;
  std::uint64_t passed_over = 0;
  std::unordered_set<std::uint32_t> had;
  bool at_end = false;  // There are no candidates behind those looked at.
  for (std::uint64_t i = stretch.skip;; ++i) {
    if (held >= page_end && (every || checked >= sample)) break;
    if (is_bounded && checked >= kLookOn * budget) break;
    if (i == stretch.found.items.size() && held < page_end &&
        (reprints > passed_over || (!every && !options_.group_by))) {
      // Few of the best candidates hold, or many are reprints: hits may stand far behind.
      stretch.found = list.fetch(stretch.start, 4 * i);
      at_end = i == stretch.found.items.size();
    }
    if (i == stretch.found.items.size()) break;
    const RankedList::Item& item = stretch.found.items[i];
    ++checked;
    const auto document = [&] {
      return index.get_document(item.document, Xapian::DOC_ASSUME_VALID);
    };
    if (passes_over) {
      const auto group = groups_of->by_document[item.document];
      if (group != 0 && !had.insert(group).second) {
        ++passed_over;
        continue;
      }
    }
    if (!every) {
      const Xapian::Document candidate = document();
      if (!admission.admits(candidate)) continue;
      facets_.count(candidate);
    }
    ++held;
    if (held <= options_.offset) continue;
    if (held > page_end) {
      out.more = true;
      continue;
    }
    if (auto match = to_match(index, item)) {
      match->place = stretch.start + i + 1 - passed_over;
      out.matches.push_back(*match);
    }
  }
  const std::uint64_t estimated = stretch.found.matches;
  if (every && !options_.facets.empty() && !state_.columns->pay())
    state_.columns->counted_without(estimated);
  if (every) {
    out.total = as_one ? groups.count() : estimated;
    if (passes_over) out.total = estimated - reprints;
    out.exact = as_one || stretch.found.exact;
    out.more = options_.limit > 0 && stretch.start + stretch.skip + page_end < out.total;
    return out;
  }
  out.total = out.before + held - std::min<std::uint64_t>(held, options_.offset);
  out.exact = at_end && after == nullptr && (held == 0 || !as_one);
  if (checked > 0 && !at_end) {
    const double share = static_cast<double>(held) / static_cast<double>(checked);
    out.total =
        std::max(out.total,
                 static_cast<std::uint64_t>(std::llround(share * static_cast<double>(estimated))));
  }
  return out;
}

Outcome Matcher::count(const IndexState& state, ArticleTexts& texts, const Condition& condition,
                       std::uint32_t budget) {
  SearchOptions options;
  options.limit = 0;
  options.reprints_as_one = false;
  options.verification_budget = budget;
  FacetCounts no_facets({}, *state.issuers);
  Plan plan;
  plan.condition = condition;
  return Matcher(state, texts, options, no_facets).run(plan, Condition(), Statistics());
}

std::vector<Match> Matcher::ranked(const Plan& question, std::uint32_t limit) const {
  const Statistics statistics = statistics_of(*state_.index, question);
  const Admission admission(state_, {}, texts_);
  RankedList list(*state_.index,
                  with_scores(question.condition, state_, Side::kAll, question, statistics),
                  SortOrder::kRelevance);
  const Hits hits = hits_among(admission, candidates(question.condition, *state_.sets));
  list.set_decider(hits.decider.get());
  std::vector<Match> out;
  for (const RankedList::Item& item : list.fetch(0, limit).items) {
    if (const auto match = to_match(*state_.index, item)) out.push_back(*match);
  }
  return out;
}

}  // namespace zhengce
