#include "search/plan.h"

#include <algorithm>
#include <optional>
#include <set>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/index_schema.h"
#include "search/everyday_words.h"
#include "search/field_conditions.h"
#include "search/phrases.h"

namespace zhengce {
namespace {

// A pasted page is a query too: beyond this many different terms more of them change nothing.
constexpr std::size_t kMaxScoredTerms = 1000;

// What a pair of characters of an official word counts for, where the question has the everyday
// one. Flat from .6 to 1 on legal questions.
constexpr double kOfficialWeight = .8;
// What a pair of characters of another name of the same thing counts for.
constexpr double kOtherNameWeight = .5;

bool is_two_han(std::u32string_view text) {
  return text.size() == 2 && is_han(text[0]) && is_han(text[1]);
}

}  // namespace

// Builds one plan; a null condition stands for what does not count under kUnfiltered.
struct Planner::Builder {
  Planner& planner;
  const ResolvedFields& fields;
  Strictness strictness;
  Plan plan;
  std::map<std::string, ScoredTerm> terms;
  std::map<std::string, ScoredTerm> other_terms = {};  // Of other names; what was typed goes first.

  using Built = std::optional<Condition>;

  Built build(const QueryNode& node, bool positive) {
    switch (node.kind) {
      case QueryNode::Kind::kAnd:
        return build_all(node, positive);
      case QueryNode::Kind::kOr: {
        std::vector<Condition> children;
        for (const QueryNode& child : node.children) {
          if (auto built = build(child, positive)) children.push_back(std::move(*built));
        }
        if (children.empty()) return std::nullopt;
        return Condition::any_of(std::move(children));
      }
      case QueryNode::Kind::kNot: {
        auto child = build(node.children.front(), !positive);
        if (!child || strictness == Strictness::kUnfiltered) return std::nullopt;
        return Condition::negation(std::move(*child));
      }
      case QueryNode::Kind::kWords:
        return words({&node}, positive);
      case QueryNode::Kind::kPhrase: {
        Condition condition = phrase(node, positive);
        if (strictness == Strictness::kUnfiltered) return std::nullopt;
        return condition;
      }
      case QueryNode::Kind::kNear: {
        Condition condition;
        condition.kind = Condition::Kind::kNear;
        for (const QueryNode& child : node.children) {
          condition.children.push_back(phrase(child, positive));
          condition.children.back().distance = child.distance;
        }
        if (strictness == Strictness::kUnfiltered) return std::nullopt;
        return condition;
      }
      case QueryNode::Kind::kField:
        if (strictness == Strictness::kUnfiltered) return std::nullopt;
        return fields.conditions.at(ResolvedFields::place_of(node));
    }
    return std::nullopt;
  }

  Condition phrase(const QueryNode& node, bool positive) {
    std::u32string folded = folded_value(node.text);
    if (positive) score(folded);
    // Behind an ideograph anything may follow as it is.
    if (node.open_end && !is_han(folded.back())) folded += kOpenEnd;
    if (positive) plan.marks.push_back(folded);
    std::vector<Condition> either;
    if (const auto near = fields.near_names.find(ResolvedFields::place_of(node));
        near != fields.near_names.end()) {
      for (const auto& name : near->second) {
        either.push_back(Condition::has_phrase(name));
        if (!positive) continue;
        score(name);
        plan.marks.push_back(name);
      }
    }
    either.insert(either.begin(), Condition::has_phrase(std::move(folded)));
    return Condition::any_of(std::move(either));
  }

  Built build_all(const QueryNode& node, bool positive) {
    std::vector<const QueryNode*> bare;
    std::vector<Condition> children;
    for (const QueryNode& child : node.children) {
      if (child.kind == QueryNode::Kind::kWords) {
        bare.push_back(&child);
      } else if (auto built = build(child, positive)) {
        children.push_back(std::move(*built));
      }
    }
    if (!bare.empty()) {
      if (auto built = words(bare, positive)) children.push_back(std::move(*built));
    }
    if (children.empty()) return std::nullopt;
    return Condition::all_of(std::move(children));
  }

  // The bare chunks of one group: all must stand, or, with a question among them, all together are
  // ranked.
  Built words(const std::vector<const QueryNode*>& chunks, bool positive) {
    if (!positive && strictness == Strictness::kUnfiltered) return std::nullopt;
    bool ranks = positive && strictness == Strictness::kRelaxed;
    std::u32string joined;
    for (const QueryNode* chunk : chunks) {
      const std::u32string folded = fold_text(chunk->text);
      ranks = ranks || (positive && is_question(folded));
      joined += (joined.empty() ? U"" : U" ") + folded;
    }
    plan.has_bare_words = plan.has_bare_words || positive;
    if (ranks) return ranked(joined);
    std::vector<Condition> conditions;
    for (const QueryNode* chunk : chunks) {
      if (auto built = must_stand(*chunk, positive)) conditions.push_back(std::move(*built));
    }
    if (conditions.empty()) return std::nullopt;
    return Condition::all_of(std::move(conditions));
  }

  Built must_stand(const QueryNode& chunk, bool positive) {
    const std::u32string folded = folded_value(chunk.text);
    const auto runs = cut_bare_chunk(planner.analyzer_, planner.lexicon_, folded);
    std::vector<Condition> conditions;
    if (positive) plan.whole_titles.push_back(folded);
    for (const BareRun& run : runs) {
      std::vector<Condition> units;
      for (const auto& unit : run.units) {
        // What is excluded is excluded as written.
        units.push_back(positive ? under_any_name(unit) : Condition::has_phrase(unit));
        if (!positive) continue;
        plan.marks.push_back(unit);
        plan.titles.push_back(unit);
      }
      if (run.units.size() == 1) {
        conditions.push_back(std::move(units.front()));
        continue;
      }
      if (!positive) {
        std::move(units.begin(), units.end(), std::back_inserter(conditions));
        continue;
      }
      plan.runs.push_back(run.text);
      plan.marks.push_back(run.text);
      const auto others = other_names(run.text);
      if (others.empty()) {
        std::move(units.begin(), units.end(), std::back_inserter(conditions));
        continue;
      }
      std::vector<Condition> either;
      either.push_back(Condition::all_of(std::move(units)));
      for (const auto& other : others) either.push_back(Condition::has_phrase(other));
      conditions.push_back(Condition::any_of(std::move(either)));
    }
    if (positive) score(folded);
    // Letters the word breaker knows no words of still make a phrase.
    if (conditions.empty()) conditions.push_back(Condition::has_phrase(folded));
    Condition all = Condition::all_of(std::move(conditions));
    // A number finds the document that bears it too, and texts that write it another way.
    if (const auto normal = normalize_doc_number(encode_utf8(chunk.text))) {
      const std::string number = fold_utf8(*normal);
      std::vector<Condition> either;
      either.push_back(std::move(all));
      if (decode_utf8(number) != folded) {
        either.push_back(Condition::has_phrase(decode_utf8(number)));
      }
      either.push_back(Condition::has_term(std::string(schema::kNumber) + number));
      if (positive) plan.numbers.push_back(number);
      all = Condition::any_of(std::move(either));
    }
    return all;
  }

  // The other names of what is called so, which score and show too.
  std::vector<std::u32string> other_names(std::u32string_view name) {
    if (!planner.expand_) return {};
    const auto& others = planner.other_names_.of(name);
    for (const auto& other : others) {
      plan.marks.push_back(other);
      for (const ScoredTerm& term : scored_terms(planner.analyzer_, other)) {
        other_terms.try_emplace(term.term,
                                ScoredTerm{term.term, 1, term.weight * kOtherNameWeight});
      }
    }
    return others;
  }

  Condition under_any_name(const std::u32string& unit) {
    std::vector<Condition> either;
    for (const auto& other : other_names(unit)) either.push_back(Condition::has_phrase(other));
    either.insert(either.begin(), Condition::has_phrase(unit));
    return Condition::any_of(std::move(either));
  }

  Condition ranked(const std::u32string& joined) {
    const std::u32string text = cut_question_phrases(joined);
    auto scored = scored_terms(planner.analyzer_, text);
    if (planner.expand_) widen(text, scored);
    if (scored.size() > kMaxScoredTerms) scored.resize(kMaxScoredTerms);
    std::vector<Condition> admit;
    for (const ScoredTerm& term : scored) {
      add_score(term);
      if (may_admit(term.term)) admit.push_back(Condition::has_term(term.term));
      const std::u32string characters = decode_utf8(term.term);
      if (is_two_han(characters)) plan.weak_marks.push_back(characters);
    }
    if (admit.empty()) {
      for (const char32_t c : text) {
        if (is_han(c)) admit.push_back(Condition::has_prefix(encode_utf8({&c, 1})));
        if (admit.size() == kMaxScoredTerms) break;
      }
    }
    for (const BareRun& run : cut_bare_chunk(planner.analyzer_, planner.lexicon_, text)) {
      for (const auto& unit : run.units) {
        if (unit.size() > 1 || !is_han(unit[0])) plan.marks.push_back(unit);
      }
    }
    return Condition::any_of(std::move(admit));
  }

  void score(std::u32string_view text) {
    auto scored = scored_terms(planner.analyzer_, text);
    if (scored.size() > kMaxScoredTerms) scored.resize(kMaxScoredTerms);
    for (const ScoredTerm& term : scored) add_score(term);
  }

  void add_score(const ScoredTerm& term) {
    ScoredTerm& kept = terms.try_emplace(term.term, ScoredTerm{term.term, 0, 0}).first->second;
    kept.count += term.count;
    kept.weight = std::max(kept.weight, term.weight);
  }

  // Pairs of characters of the official words for everyday ones, those alone that the question does
  // not have.
  void widen(std::u32string_view text, std::vector<ScoredTerm>& scored) {
    std::set<std::string> had;
    for (const ScoredTerm& term : scored) had.insert(term.term);
    for (const EverydayWord& word : everyday_words(text)) {
      for (const auto& official : word.official) {
        plan.marks.push_back(official);
        for (auto& pair : Analyzer::phrase_terms(official)) {
          if (had.insert(pair).second) scored.push_back({std::move(pair), 1, kOfficialWeight});
        }
      }
    }
  }

  Plan finish(Built condition) {
    if (condition) plan.condition = std::move(*condition);
    terms.merge(other_terms);
    for (auto& [text, term] : terms) plan.terms.push_back(std::move(term));
    return std::move(plan);
  }
};

Plan Planner::plan(const QueryNode& node, const ResolvedFields& fields, Strictness strictness) {
  Builder builder{*this, fields, strictness, {}, {}, {}};
  auto condition = builder.build(node, true);
  return builder.finish(std::move(condition));
}

Plan Planner::plan_question(std::u32string_view question) {
  const ResolvedFields fields;
  Builder builder{*this, fields, Strictness::kRelaxed, {}, {}, {}};
  Condition condition = builder.ranked(fold_text(question));
  return builder.finish(std::move(condition));
}

}  // namespace zhengce
