#include "search/ranking.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "corpus/index_schema.h"
#include "corpus/text.h"
#include "search/matching.h"
#include "search/term_scores.h"

namespace zhengce {
namespace {

// What a whole run counts for beside its own bigrams, and a unit in the title; measured in BM25+
// points.
constexpr double kRunScale = .5;
constexpr double kTitlePoints = 1;
// What is asked for by its title comes first: more than any text that merely names it has ahead.
constexpr double kWholeTitlePoints = 20;
constexpr double kNumberPoints = 20;

// What each term is worth, in one state of the index.
class Weighing {
 public:
  Weighing(TermScores& scores, const Statistics& statistics)
      : scores_(scores), statistics_(statistics) {}
  // `term`, `count` times in the query, for `weight` times what it is worth.
  Xapian::Query operator()(const std::string& term, std::uint32_t count, double weight) const {
    return scores_.query(term,
                         {weight * statistics_.rarity(term), count, statistics_.average_length});
  }

 private:
  TermScores& scores_;
  const Statistics& statistics_;
};

// So many points for each match of `where`, whatever that would score itself.
Xapian::Query points_where(double points, const Xapian::Query& where) {
  auto* source = new Xapian::FixedWeightPostingSource(points);
  return {Xapian::Query::OP_FILTER, Xapian::Query(source->release()), where};
}

struct Scoring {
  ScorePart part;
  Xapian::Query query;
};

// All that scores in a plan.
std::vector<Scoring> scoring_parts(const Plan& plan, const Weighing& weighed) {
  std::vector<Scoring> out;
  const auto add = [&](ScorePart::Kind kind, std::string text, Xapian::Query query) -> ScorePart& {
    Scoring& scoring = out.emplace_back();
    scoring.part.kind = kind;
    scoring.part.text = std::move(text);
    scoring.query = std::move(query);
    return scoring.part;
  };
  for (const ScoredTerm& term : plan.terms) {
    add(ScorePart::Kind::kTerm, term.term, weighed(term.term, term.count, term.weight)).in_query =
        term.count;
  }
  for (const auto& run : plan.runs) {
    std::vector<Xapian::Query> all;
    for (const auto& term : Analyzer::phrase_terms(run)) {
      all.push_back(weighed(term, 1, kRunScale));
    }
    add(ScorePart::Kind::kRun, encode_utf8(run), {Xapian::Query::OP_AND, all.begin(), all.end()});
  }
  for (const auto& unit : plan.titles) {
    std::vector<Xapian::Query> all;
    for (const auto& term : Analyzer::phrase_terms(unit)) {
      all.emplace_back(std::string(schema::kTitle) + term);
    }
    if (all.empty()) continue;
    add(ScorePart::Kind::kTitle, encode_utf8(unit),
        points_where(kTitlePoints, {Xapian::Query::OP_AND, all.begin(), all.end()}));
  }
  for (const auto& title : plan.whole_titles) {
    const auto term = schema::whole_title_term(title);
    if (term.empty()) continue;
    add(ScorePart::Kind::kWholeTitle, encode_utf8(title),
        points_where(kWholeTitlePoints, Xapian::Query(term)));
  }
  for (const auto& number : plan.numbers) {
    add(ScorePart::Kind::kNumber, number,
        points_where(kNumberPoints, Xapian::Query(std::string(schema::kNumber) + number)));
  }
  return out;
}

}  // namespace

Statistics statistics_of(const Xapian::Database& index, const Plan& plan) {
  Statistics out;
  out.sections = index.get_doccount() - index.get_termfreq(std::string(schema::kNoSection));
  out.average_length = out.sections > 0 ? static_cast<double>(index.get_total_length()) /
                                              static_cast<double>(out.sections)
                                        : 0;
  const auto add = [&](const std::string& term) {
    const auto [place, is_new] = out.frequencies.try_emplace(Statistics::key(term));
    if (is_new) place->second = index.get_termfreq(term);
  };
  for (const ScoredTerm& term : plan.terms) add(term.term);
  for (const auto& run : plan.runs) {
    for (const auto& term : Analyzer::phrase_terms(run)) add(term);
  }
  return out;
}

Xapian::Enquire scored(const Xapian::Database& index, const Xapian::Query& query) {
  Xapian::Enquire enquire(index);
  enquire.set_query(query);
  // BoolWeight would silence what scores by itself, too.
  enquire.set_weighting_scheme(Xapian::CoordWeight());
  return enquire;
}

Xapian::Query with_scores(const Condition& condition, const IndexState& state, Side side,
                          const Plan& plan, const Statistics& statistics) {
  std::map<std::string, Xapian::Query> terms;
  std::vector<Xapian::Query> others;
  for (Scoring& scoring : scoring_parts(plan, Weighing(*state.scores, statistics))) {
    if (scoring.part.kind == ScorePart::Kind::kTerm) {
      terms.emplace(std::move(scoring.part.text), std::move(scoring.query));
    } else {
      others.push_back(std::move(scoring.query));
    }
  }
  const WeighTerm weigh = [&](const std::string& term) -> std::optional<Xapian::Query> {
    auto weighed = terms.extract(term);
    if (weighed.empty()) return std::nullopt;
    return std::move(weighed.mapped());
  };
  const Xapian::Query admitted = scored_candidates(condition, *state.sets, side, weigh);
  for (auto& [term, query] : terms) others.push_back(std::move(query));
  if (others.empty()) return admitted;
  return {Xapian::Query::OP_AND_MAYBE, admitted,
          Xapian::Query(Xapian::Query::OP_OR, others.begin(), others.end())};
}

std::string_view score_kind_name(ScorePart::Kind kind) {
  constexpr std::string_view kNames[] = {"term", "run", "title", "whole_title", "number"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<ScorePart> score_parts(const IndexState& state, std::uint32_t document,
                                   const ArticleId& article, const Plan& plan,
                                   const Statistics& statistics) {
  const Xapian::Database& index = *state.index;
  const Xapian::Query here(std::string(schema::kArticle) + article.hex());
  std::vector<ScorePart> out;
  for (Scoring& scoring : scoring_parts(plan, Weighing(*state.scores, statistics))) {
    ScorePart& part = scoring.part;
    if (part.kind == ScorePart::Kind::kTerm) {
      auto place = index.termlist_begin(document);
      place.skip_to(part.text);
      if (place == index.termlist_end(document) || *place != part.text) continue;
      part.in_section = place.get_wdf();
      part.sections = index.get_termfreq(part.text);
    }
    const Xapian::Enquire enquire =
        scored(index, Xapian::Query(Xapian::Query::OP_FILTER, scoring.query, here));
    const Xapian::MSet found = enquire.get_mset(0, index.get_doccount());
    for (auto item = found.begin(); item != found.end(); ++item) {
      if (*item == document) part.points = item.get_weight();
    }
    if (part.points > 0) out.push_back(std::move(part));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const ScorePart& a, const ScorePart& b) { return a.points > b.points; });
  return out;
}

}  // namespace zhengce
