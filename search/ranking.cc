#include "search/ranking.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "corpus/index_schema.h"
#include "corpus/text.h"
#include "search/matching.h"

namespace zhengce {
namespace {

constexpr double kK1 = 1.2;
constexpr double kK3 = 2;
constexpr double kB = .85;
constexpr double kMinNormLength = .1;
constexpr double kDelta = .3;
constexpr double kGrain = 1048576;  // 2^20

// What a whole run counts for beside its own bigrams, and a unit in the title; measured in BM25+
// points.
constexpr double kRunScale = .5;
constexpr double kTitlePoints = 1;

class RoundedBm25Plus : public Xapian::Weight {
 public:
  RoundedBm25Plus() {
    need_stat(COLLECTION_SIZE);
    need_stat(AVERAGE_LENGTH);
    need_stat(TERMFREQ);
    need_stat(WQF);
    need_stat(WDF);
    need_stat(WDF_MAX);
    need_stat(DOC_LENGTH);
    need_stat(DOC_LENGTH_MIN);
  }
  RoundedBm25Plus* clone() const override { return new RoundedBm25Plus; }
  std::string name() const override { return "zhengce-bm25+"; }

  void init(double factor) override {
    if (factor == 0) return;  // The part that is no term's: k2 is 0.
    const double frequency = std::max<double>(get_termfreq(), 1);
    const double wqf = get_wqf();
    weight_ = factor * std::log((get_collection_size() + 1.0) / frequency) * (kK3 + 1) * wqf /
              (kK3 + wqf);
    const double average = get_average_length();
    length_factor_ = average > 0 ? 1 / average : 0;
  }
  double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
                     Xapian::termcount) const override {
    return std::round(part(wdf, length) * kGrain) / kGrain;
  }
  double get_maxpart() const override {
    return std::ceil(part(get_wdf_upper_bound(), get_doclength_lower_bound()) * kGrain) / kGrain;
  }
  double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0; }
  double get_maxextra() const override { return 0; }

 private:
  double part(double wdf, double length) const {
    const double relative = std::max(length * length_factor_, kMinNormLength);
    const double denominator = kK1 * (relative * kB + (1 - kB)) + wdf;
    return weight_ * (kDelta + wdf * (kK1 + 1) / denominator);
  }

  double weight_ = 0;
  double length_factor_ = 0;
};

Xapian::Query all_terms(const std::string& prefix, std::u32string_view phrase) {
  std::vector<Xapian::Query> all;
  for (const auto& term : Analyzer::phrase_terms(phrase)) all.emplace_back(prefix + term);
  return {Xapian::Query::OP_AND, all.begin(), all.end()};
}

Xapian::Query weighted(const ScoredTerm& term) {
  const Xapian::Query plain(term.term, term.count);
  return term.weight == 1 ? plain
                          : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, plain, term.weight);
}

struct Scoring {
  ScorePart part;
  Xapian::Query query;
};

// All that scores in a plan.
std::vector<Scoring> scoring_parts(const Plan& plan) {
  std::vector<Scoring> out;
  const auto add = [&](ScorePart::Kind kind, std::string text, Xapian::Query query) -> ScorePart& {
    Scoring& scoring = out.emplace_back();
    scoring.part.kind = kind;
    scoring.part.text = std::move(text);
    scoring.query = std::move(query);
    return scoring.part;
  };
  for (const ScoredTerm& term : plan.terms) {
    add(ScorePart::Kind::kTerm, term.term, weighted(term)).in_query = term.count;
  }
  for (const auto& run : plan.runs) {
    add(ScorePart::Kind::kRun, encode_utf8(run),
        {Xapian::Query::OP_SCALE_WEIGHT, all_terms({}, run), kRunScale});
  }
  for (const auto& unit : plan.titles) {
    const auto in_title = all_terms(std::string(schema::kTitle), unit);
    if (in_title.empty()) continue;
    auto* points = new Xapian::FixedWeightPostingSource(kTitlePoints);
    add(ScorePart::Kind::kTitle, encode_utf8(unit),
        {Xapian::Query::OP_FILTER, Xapian::Query(points->release()), in_title});
  }
  return out;
}

}  // namespace

std::unique_ptr<Xapian::Weight> make_weight() { return std::make_unique<RoundedBm25Plus>(); }

Xapian::Query with_scores(const Xapian::Query& candidates, const Plan& plan) {
  std::vector<Xapian::Query> scoring;
  for (Scoring& part : scoring_parts(plan)) scoring.push_back(std::move(part.query));
  const Xapian::Query weightless(Xapian::Query::OP_SCALE_WEIGHT, candidates, 0.0);
  if (scoring.empty()) return weightless;
  return {Xapian::Query::OP_AND_MAYBE, weightless,
          Xapian::Query(Xapian::Query::OP_OR, scoring.begin(), scoring.end())};
}

std::string_view score_kind_name(ScorePart::Kind kind) {
  constexpr std::string_view kNames[] = {"term", "run", "title"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<ScorePart> score_parts(const Xapian::Database& index, std::uint32_t document,
                                   const ArticleId& article, const Plan& plan) {
  const Xapian::Query here(std::string(schema::kArticle) + article.hex());
  std::vector<ScorePart> out;
  for (Scoring& scoring : scoring_parts(plan)) {
    ScorePart& part = scoring.part;
    if (part.kind == ScorePart::Kind::kTerm) {
      auto place = index.termlist_begin(document);
      place.skip_to(part.text);
      if (place == index.termlist_end(document) || *place != part.text) continue;
      part.in_section = place.get_wdf();
      part.sections = index.get_termfreq(part.text);
    }
    Xapian::Enquire enquire(index);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, scoring.query, here));
    enquire.set_weighting_scheme(*make_weight());
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

Xapian::Query ranked_query(const Plan& question) {
  std::vector<Xapian::Query> admitting;
  std::vector<Xapian::Query> others;
  for (const ScoredTerm& term : question.terms) {
    (may_admit(term.term) ? admitting : others).push_back(weighted(term));
  }
  if (admitting.empty()) return with_scores(candidates(question.condition), question);
  const Xapian::Query any(Xapian::Query::OP_OR, admitting.begin(), admitting.end());
  if (others.empty()) return any;
  return {Xapian::Query::OP_AND_MAYBE, any,
          Xapian::Query(Xapian::Query::OP_OR, others.begin(), others.end())};
}

}  // namespace zhengce
