#include "search/plan.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/index_schema.h"
#include "corpus/message.h"
#include "corpus/organizations.h"
#include "search/date_range.h"
#include "search/everyday_words.h"
#include "search/field_conditions.h"
#include "search/phrases.h"
#include "search/query_error.h"

namespace zhengce {
namespace {

// A pasted page is a query too: beyond this many different terms more of them change nothing.
constexpr std::size_t kMaxScoredTerms = 1000;

// What a pair of characters of an official word counts for, where the question has the everyday
// one. Flat from .6 to 1 on legal questions.
constexpr double kOfficialWeight = .8;

ResolvedFields::Place key_of(const QueryNode& node) { return {node.place.start, node.place.end}; }

bool is_two_han(std::u32string_view text) {
  return text.size() == 2 && is_han(text[0]) && is_han(text[1]);
}

std::u32string folded_value(std::u32string_view text) {
  const std::u32string folded = fold_text(text);
  return std::u32string(trim(std::u32string_view(folded)));
}

}  // namespace

Condition Condition::all_of(std::vector<Condition> children) {
  if (children.size() == 1) return std::move(children.front());
  Condition out;
  out.kind = Kind::kAnd;
  out.children = std::move(children);
  return out;
}

Condition Condition::any_of(std::vector<Condition> children) {
  if (children.size() == 1) return std::move(children.front());
  Condition out;
  out.kind = Kind::kOr;
  out.children = std::move(children);
  return out;
}

Condition Condition::negation(Condition child) {
  Condition out;
  out.kind = Kind::kNot;
  out.children.push_back(std::move(child));
  return out;
}

Condition Condition::has_term(std::string term) {
  Condition out;
  out.kind = Kind::kTerm;
  out.term = std::move(term);
  return out;
}

Condition Condition::has_prefix(std::string prefix) {
  Condition out;
  out.kind = Kind::kPrefix;
  out.term = std::move(prefix);
  return out;
}

Condition Condition::has_phrase(std::u32string folded, TextOf of) {
  Condition out;
  out.kind = Kind::kPhrase;
  out.phrase = std::move(folded);
  out.of = of;
  return out;
}

std::string describe(const Condition& condition) {
  const auto list = [&](std::string name) {
    name += "(";
    for (std::size_t i = 0; i < condition.children.size(); ++i) {
      name += (i == 0 ? "" : ", ") + describe(condition.children[i]);
    }
    return name + ")";
  };
  switch (condition.kind) {
    case Condition::Kind::kAll:
      return "ALL";
    case Condition::Kind::kAnd:
      return list("AND");
    case Condition::Kind::kOr:
      return list("OR");
    case Condition::Kind::kNot:
      return list("NOT");
    case Condition::Kind::kTerm:
      return condition.term;
    case Condition::Kind::kPrefix:
      return condition.term + "*";
    case Condition::Kind::kPhrase: {
      constexpr std::string_view kNames[] = {"", "title:", "issuer:", "source:"};
      return std::string(kNames[static_cast<int>(condition.of)]) + "\"" +
             shown_phrase(condition.phrase) + "\"";
    }
    case Condition::Kind::kNear: {
      std::string out;
      for (const Condition& child : condition.children) {
        if (!out.empty()) out += " NEAR/" + std::to_string(child.distance) + " ";
        out += describe(child);
      }
      return out;
    }
    case Condition::Kind::kDates:
      return describe_dates(condition.from, condition.to);
  }
  return {};
}

namespace {

// Looks up the fields of one query.
class Resolver {
 public:
  Resolver(const GraphReader& graph, const Gazetteer& gazetteer, std::u32string_view query,
           const Date& today, ResolvedFields& out)
      : graph_(graph), gazetteer_(gazetteer), query_(query), today_(today), out_(out) {}

  Result<void> walk(const QueryNode& node, bool positive) {
    if (node.kind == QueryNode::Kind::kField) {
      auto condition = resolve(node, positive);
      if (!condition) return condition.error();
      out_.conditions[key_of(node)] = std::move(*condition);
    }
    for (const QueryNode& child : node.children) {
      auto result = walk(child, positive != (node.kind == QueryNode::Kind::kNot));
      if (!result) return result;
    }
    return {};
  }

 private:
  Error fail(const QueryNode& node, ErrorCode code, const std::string& what) const {
    return query_error(code, what, query_, node.place);
  }
  // What a look-up could not find is a fault of the query; an ambiguous name stays one.
  Error at_place(const QueryNode& node, const Error& error) const {
    if (error.code == ErrorCode::kAmbiguous) return fail(node, error.code, error.message);
    if (error.code == ErrorCode::kNotFound || error.code == ErrorCode::kInvalidInput) {
      return fail(node, ErrorCode::kInvalidInput, error.message);
    }
    return error;
  }

  FieldMeaning& meaning(const QueryNode& node) { return out_.meanings[key_of(node)]; }

  Condition text(const QueryNode& node, TextOf of) {
    std::u32string phrase = folded_value(node.text);
    meaning(node).text = encode_utf8(phrase);
    return Condition::has_phrase(std::move(phrase), of);
  }

  // Sections that hold one of the entities; what it means is told with their names.
  Result<Condition> any_entity(const QueryNode& node, std::string_view prefix,
                               const std::vector<EntityId>& ids) {
    std::vector<Condition> terms;
    for (const EntityId& id : ids) {
      terms.push_back(Condition::has_term(std::string(prefix) + id.text()));
      const auto entity = graph_.entity(id);
      if (!entity) return entity.error();
      meaning(node).entities.push_back({id, *entity ? (*entity)->name : id.text()});
    }
    return Condition::any_of(std::move(terms));
  }

  Result<Condition> resolve(const QueryNode& node, bool positive) {
    switch (node.field) {
      case QueryField::kTitle:
        return text(node, TextOf::kTitle);
      case QueryField::kIssuer:
        return text(node, TextOf::kIssuer);
      case QueryField::kSource:
        return text(node, TextOf::kSource);
      case QueryField::kRegion:
      case QueryField::kMentions:
        return region(node);
      case QueryField::kProgram:
        return program(node);
      case QueryField::kRuns:
        return runs(node, positive);
      case QueryField::kOrganization:
        return organization(node);
      case QueryField::kNumber:
        return number(node);
      case QueryField::kDate:
        return date(node);
    }
    return Error{ErrorCode::kInternal, "a field without a meaning"};
  }

  Result<Condition> region(const QueryNode& node) {
    const auto index = gazetteer_.resolve(encode_utf8(node.text));
    if (!index) return at_place(node, index.error());
    const Region& region = gazetteer_.at(*index);
    meaning(node).regions = {*index};
    if (node.field == QueryField::kMentions) {
      return Condition::has_term(std::string(schema::kMention) + std::string(region.code));
    }
    return about_region(region, !node.exact_node);
  }

  Result<Condition> program(const QueryNode& node) {
    const auto match = resolve_program(graph_, encode_utf8(node.text));
    if (!match) return at_place(node, match.error());
    meaning(node).aliases = match->aliases;
    std::vector<EntityId> ids{match->id};
    std::copy_if(match->all.begin(), match->all.end(), std::back_inserter(ids),
                 [&](const EntityId& id) { return id != match->id; });
    return any_entity(node, schema::kProgram, ids);
  }

  Result<Condition> runs(const QueryNode& node, bool positive) {
    RunningOptions options;
    options.evidence_limit = 1;
    auto answer = regions_running(graph_, encode_utf8(node.text), options);
    if (!answer) return at_place(node, answer.error());
    FieldMeaning& meant = meaning(node);
    meant.entities = {{answer->program.id, answer->program.name}};
    meant.aliases = answer->program.aliases;
    std::vector<Condition> regions;
    for (RunningRegion& region : answer->regions) {
      meant.regions.push_back(region.region);
      regions.push_back(subject_within(gazetteer_.at(region.region)));
      if (positive) out_.running.push_back(std::move(region));
    }
    return Condition::any_of(std::move(regions));
  }

  Result<Condition> organization(const QueryNode& node) {
    const std::string typed = encode_utf8(node.text);
    std::set<EntityId> ids;
    if (const auto id = EntityId::parse(typed); id && id->kind() == EntityKind::kOrganization) {
      ids.insert(*id);
    }
    const auto canonical = canonical_organization(typed);
    const auto meant = EntityId::of(EntityKind::kOrganization, normalize_name(canonical));
    const auto stored = graph_.entity(meant);
    if (!stored) return stored.error();
    if (*stored) ids.insert(meant);
    const auto named = graph_.entities_named(typed, EntityKind::kOrganization);
    if (!named) return named.error();
    for (const Entity& entity : *named) ids.insert(entity.id);
    if (ids.empty()) {
      return fail(node, ErrorCode::kInvalidInput,
                  message(_("no article here names an organization {}"), canonical));
    }
    return any_entity(node, schema::kOrganization, {ids.begin(), ids.end()});
  }

  Result<Condition> number(const QueryNode& node) {
    const auto normal = normalize_doc_number(encode_utf8(node.text));
    if (!normal) {
      return fail(node, ErrorCode::kInvalidInput,
                  _("this is no document number; one looks like 国办发〔2024〕12号"));
    }
    meaning(node).text = *normal;
    return Condition::has_term(std::string(schema::kNumber) + fold_utf8(*normal));
  }

  Result<Condition> date(const QueryNode& node) {
    const auto range = parse_date_range(node.text, today_);
    if (!range) {
      return fail(
          node, ErrorCode::kInvalidInput,
          _("this is no date or range of dates; write 2024, 2024-01-05, 2024-01..2024-06, ..2023, "
            "2024年上半年, 2023年至今 or 近三年"));
    }
    meaning(node).text = describe_dates(range->first, range->second);
    Condition out;
    out.kind = Condition::Kind::kDates;
    out.from = range->first;
    out.to = range->second;
    return out;
  }

  const GraphReader& graph_;
  const Gazetteer& gazetteer_;
  std::u32string_view query_;
  const Date& today_;
  ResolvedFields& out_;
};

}  // namespace

// Builds one plan; a null condition stands for what does not count under kUnfiltered.
struct Planner::Builder {
  Planner& planner;
  const ResolvedFields& fields;
  Strictness strictness;
  Plan plan;
  std::map<std::string, ScoredTerm> terms;

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
        return fields.conditions.at(key_of(node));
    }
    return std::nullopt;
  }

  Condition phrase(const QueryNode& node, bool positive) {
    std::u32string folded = folded_value(node.text);
    if (positive) score(folded);
    // Behind an ideograph anything may follow as it is.
    if (node.open_end && !is_han(folded.back())) folded += kOpenEnd;
    if (positive) plan.marks.push_back(folded);
    return Condition::has_phrase(std::move(folded));
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
    for (const BareRun& run : runs) {
      for (const auto& unit : run.units) {
        conditions.push_back(Condition::has_phrase(unit));
        if (!positive) continue;
        plan.marks.push_back(unit);
        plan.titles.push_back(unit);
      }
      if (positive && run.units.size() > 1) {
        plan.runs.push_back(run.text);
        plan.marks.push_back(run.text);
      }
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
      all = Condition::any_of(std::move(either));
    }
    return all;
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
    for (auto& [text, term] : terms) plan.terms.push_back(std::move(term));
    return std::move(plan);
  }
};

Result<ResolvedFields> Planner::resolve(const QueryNode& node, std::u32string_view query) const {
  ResolvedFields out;
  const auto result = Resolver(graph_, gazetteer_, query, today_, out).walk(node, true);
  if (!result) return result.error();
  return out;
}

Plan Planner::plan(const QueryNode& node, const ResolvedFields& fields, Strictness strictness) {
  Builder builder{*this, fields, strictness, {}, {}};
  auto condition = builder.build(node, true);
  return builder.finish(std::move(condition));
}

Plan Planner::plan_question(std::u32string_view question) {
  const ResolvedFields fields;
  Builder builder{*this, fields, Strictness::kRelaxed, {}, {}};
  Condition condition = builder.ranked(fold_text(question));
  return builder.finish(std::move(condition));
}

}  // namespace zhengce
