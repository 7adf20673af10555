#include "search/matching.h"

#include <xapian.h>

#include <algorithm>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "corpus/index_schema.h"
#include "corpus/text.h"
#include "search/phrases.h"

namespace zhengce {
namespace {

using Queries = std::vector<Xapian::Query>;

// Xapian's own MatchAll counts its references without a lock, so that threads must not share it.
Xapian::Query match_all() {
  return {Xapian::Query::OP_AND_NOT, Xapian::Query(std::string()),
          Xapian::Query(std::string(schema::kNoSection))};
}

std::string_view prefix_of(TextOf of) {
  switch (of) {
    case TextOf::kSection:
      return {};
    case TextOf::kTitle:
      return schema::kTitle;
    case TextOf::kSource:
      return schema::kSource;
  }
  return {};
}

// How the parts of a query are written down.
class Leaves {
 public:
  /// Without `weigh` nothing scores.
  explicit Leaves(SectionSets& sets, const WeighTerm* weigh = nullptr)
      : sets_(sets), weigh_(weigh) {}

  Xapian::Query any_prefix(const std::string& prefix) const { return sets_.beginning(prefix); }
  Xapian::Query any_value(const Condition& values) const {
    if (!values.open && values.values->size() == 1) {
      return Xapian::Query(values.term + values.values->front());
    }
    return sets_.with_values(values.term, values.values, values.open);
  }
  Leaves weightless() const { return Leaves(sets_); }

  Xapian::Query term(const std::string& term) const {
    if (weigh_ == nullptr) return Xapian::Query(term);
    if (auto weighed = (*weigh_)(term)) return *weighed;
    return rest(Xapian::Query(term));
  }
  Xapian::Query rest(const Xapian::Query& query) const {
    if (weigh_ == nullptr) return query;
    return {Xapian::Query::OP_SCALE_WEIGHT, query, 0.0};
  }

 private:
  SectionSets& sets_;
  const WeighTerm* weigh_;
};

// Where a part stands in a condition.
enum class Where : std::uint8_t {
  kMust,    // Each match has it.
  kEither,  // It admits by itself.
  kBelow,   // A match may have it without its being why.
};

// Sections with every base term of the phrase.
Xapian::Query phrase_candidates(const Condition& condition, const Leaves& leaves, Where where) {
  const std::string prefix(prefix_of(condition.of));
  const PhraseTerms terms = terms_of_phrase(condition.phrase);
  const bool one = terms.whole.size() + (terms.prefix.empty() ? 0 : 1) == 1;
  const bool may_score = where == Where::kMust || (where == Where::kEither && one);
  Queries all;
  for (const auto& term : terms.whole) {
    all.push_back(may_score ? leaves.term(prefix + term)
                            : leaves.rest(Xapian::Query(prefix + term)));
  }
  if (!terms.prefix.empty()) all.push_back(leaves.rest(leaves.any_prefix(prefix + terms.prefix)));
  if (all.empty()) return Xapian::Query::MatchNothing;
  return {Xapian::Query::OP_AND, all.begin(), all.end()};
}
Xapian::Query phrase_candidates(const Condition& condition, const Leaves& leaves) {
  return phrase_candidates(condition, leaves.weightless(), Where::kBelow);
}

std::string digits(std::uint32_t number) {
  std::string out = std::to_string(number);
  out.insert(0, 8 - std::min<std::size_t>(8, out.size()), '0');
  return out;
}

// More values than these are looked for in the candidates, not by them.
constexpr std::size_t kMaxDrivingValues = 5000;

bool is_left_out(const Condition& condition, Side side) {
  return condition.kind == Condition::Kind::kValues &&
         (side == Side::kText || condition.values->size() > kMaxDrivingValues);
}

bool is_exact(const Condition& condition, Side side) {
  if (condition.kind == Condition::Kind::kNear || condition.kind == Condition::Kind::kAmount ||
      is_left_out(condition, side)) {
    return false;
  }
  if (condition.kind == Condition::Kind::kPhrase) return phrase_is_term(condition);
  return std::all_of(condition.children.begin(), condition.children.end(),
                     [side](const Condition& child) { return is_exact(child, side); });
}

// Sections whose article states this issuer: its terms find them, its value decides.
Xapian::Query issuer_candidates(const std::string& stated) {
  Queries all{{Xapian::Query::OP_VALUE_RANGE, schema::kSlotIssuer, stated, stated}};
  for (const auto& term : Analyzer::phrase_terms(fold_text(decode_utf8(stated)))) {
    all.emplace_back(std::string(schema::kIssuer) + term);
  }
  return {Xapian::Query::OP_AND, all.begin(), all.end()};
}

// Sections with the unit; letters may be one word with the number before them.
Xapian::Query unit_candidates(const std::u32string& unit, const Leaves& leaves) {
  if (!std::all_of(unit.begin(), unit.end(), is_han)) return match_all();
  return phrase_candidates(Condition::has_phrase(unit), leaves);
}

}  // namespace

bool phrase_is_term(const Condition& condition) {
  // One ideograph begins a term wherever it stands, two of them are a term.
  const auto& phrase = condition.phrase;
  return phrase.size() <= 2 && std::all_of(phrase.begin(), phrase.end(), is_han);
}

namespace {

Xapian::Query build(const Condition& condition, Side side, const Leaves& leaves, Where where) {
  const auto weightless = [&](const Condition& part) {
    return build(part, side, leaves.weightless(), Where::kBelow);
  };
  switch (condition.kind) {
    case Condition::Kind::kAll:
      return leaves.rest(match_all());
    case Condition::Kind::kAnd: {
      // What a negation excludes is taken off the rest; one that terms cannot decide is left out.
      const Where inside = where == Where::kMust ? Where::kMust : Where::kBelow;
      Queries all;
      Queries none;
      for (const Condition& child : condition.children) {
        if (child.kind != Condition::Kind::kNot) {
          all.push_back(build(child, side, leaves, inside));
        } else if (is_exact(child, side)) {
          none.push_back(weightless(child.children.front()));
        }
      }
      Xapian::Query out = all.empty()
                              ? leaves.rest(match_all())
                              : Xapian::Query(Xapian::Query::OP_AND, all.begin(), all.end());
      if (none.empty()) return out;
      return {Xapian::Query::OP_AND_NOT, out,
              Xapian::Query(Xapian::Query::OP_OR, none.begin(), none.end())};
    }
    case Condition::Kind::kOr: {
      const Where inside = where == Where::kBelow ? Where::kBelow : Where::kEither;
      Queries any;
      for (const Condition& child : condition.children)
        any.push_back(build(child, side, leaves, inside));
      if (any.empty()) return Xapian::Query::MatchNothing;
      return {Xapian::Query::OP_OR, any.begin(), any.end()};
    }
    case Condition::Kind::kNot:
      if (!is_exact(condition, side)) return leaves.rest(match_all());
      return leaves.rest(
          {Xapian::Query::OP_AND_NOT, match_all(), weightless(condition.children.front())});
    case Condition::Kind::kTerm:
      if (where == Where::kBelow) return leaves.rest(Xapian::Query(condition.term));
      return leaves.term(condition.term);
    case Condition::Kind::kPrefix:
      return leaves.rest(leaves.any_prefix(condition.term));
    case Condition::Kind::kPhrase:
      return phrase_candidates(condition, leaves, where);
    case Condition::Kind::kNear: {
      Queries all;
      for (const Condition& child : condition.children)
        all.push_back(phrase_candidates(child, leaves));
      return leaves.rest({Xapian::Query::OP_AND, all.begin(), all.end()});
    }
    case Condition::Kind::kDates:
      return leaves.rest({Xapian::Query::OP_VALUE_RANGE, schema::kSlotDate, digits(condition.from),
                          digits(condition.to)});
    case Condition::Kind::kValues: {
      if (is_left_out(condition, side)) return leaves.rest(match_all());
      if (condition.values->empty()) return Xapian::Query::MatchNothing;
      return leaves.rest(leaves.any_value(condition));
    }
    case Condition::Kind::kIssuer: {
      Queries any;
      for (const auto& stated : *condition.values) any.push_back(issuer_candidates(stated));
      if (any.empty()) return Xapian::Query::MatchNothing;
      return leaves.rest({Xapian::Query::OP_OR, any.begin(), any.end()});
    }
    case Condition::Kind::kAmount:
      return leaves.rest(unit_candidates(condition.amount.unit, leaves));
  }
  return Xapian::Query::MatchNothing;
}

}  // namespace

Xapian::Query candidates(const Condition& condition, SectionSets& sets, Side side) {
  return build(condition, side, Leaves(sets), Where::kBelow);
}

Xapian::Query scored_candidates(const Condition& condition, SectionSets& sets, Side side,
                                const WeighTerm& weigh) {
  return build(condition, side, Leaves(sets, &weigh), Where::kMust);
}

std::vector<const Condition*> undecided(const Condition& condition, Side side) {
  if (is_exact(condition, side)) return {};
  if (condition.kind != Condition::Kind::kAnd) return {&condition};
  std::vector<const Condition*> out;
  for (const Condition& child : condition.children) {
    const auto more = undecided(child, side);
    out.insert(out.end(), more.begin(), more.end());
  }
  // Terms are looked at before texts are read.
  std::stable_partition(out.begin(), out.end(), [](const Condition* check) {
    return check->kind == Condition::Kind::kValues;
  });
  return out;
}

Xapian::Enquire unweighted(const Xapian::Database& index, const Xapian::Query& query) {
  Xapian::Enquire enquire(index);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return enquire;
}

std::vector<std::uint32_t> all_matches(const Xapian::Database& index, const Xapian::Query& query,
                                       const Xapian::MatchDecider* decider) {
  const Xapian::doccount all = index.get_doccount();
  const Xapian::MSet found = unweighted(index, query).get_mset(0, all, all, nullptr, decider);
  return {found.begin(), found.end()};
}

std::uint64_t graph_values(const Condition& condition) {
  std::uint64_t count = condition.kind == Condition::Kind::kValues ? condition.values->size() : 0;
  for (const Condition& child : condition.children) count += graph_values(child);
  return count;
}

bool holds(const Condition& condition, SectionView& section) {
  const auto child_holds = [&](const Condition& child) { return holds(child, section); };
  const auto& children = condition.children;
  switch (condition.kind) {
    case Condition::Kind::kAll:
      return true;
    case Condition::Kind::kAnd:
      return std::all_of(children.begin(), children.end(), child_holds);
    case Condition::Kind::kOr:
      return std::any_of(children.begin(), children.end(), child_holds);
    case Condition::Kind::kNot:
      return !holds(children.front(), section);
    case Condition::Kind::kTerm:
      return section.has_term(condition.term);
    case Condition::Kind::kPrefix:
      return section.has_prefix(condition.term);
    case Condition::Kind::kPhrase:
      return section.has_phrase(condition.phrase, condition.of);
    case Condition::Kind::kNear:
      return section.has_near(condition);
    case Condition::Kind::kDates: {
      const auto date = section.date();
      return condition.from <= date && date <= condition.to;
    }
    case Condition::Kind::kValues:
      return section.has_value(condition);
    case Condition::Kind::kIssuer:
      return section.has_issuer(*condition.values);
    case Condition::Kind::kAmount:
      return section.has_amount(condition.amount);
  }
  return false;
}

}  // namespace zhengce
