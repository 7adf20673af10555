#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

/// What a reader learns from an assertion: of several of the same, the best alone is cited. (A
/// sentence that names a program and its variant says one thing twice; numbers differ in what they
/// count.)
using Saying = std::tuple<ArticleId, Span, Relation, Modality, std::string>;
Saying saying_of(const Assertion& assertion);

/// Cites many assertions, reading each article's record once and its text once in a row.
/// Errors everywhere: kCorrupt when an article or text is gone.
class Citer {
 public:
  explicit Citer(const GraphReader& graph) : graph_(graph) {}

  enum class Admission : std::uint8_t { kYes, kNo, kUndated };
  /// Whether the evidence counts.
  Result<Admission> admits(const Assertion& assertion, const EvidenceFilter& filter);
  /// When the article was published, else signed.
  Result<std::optional<Date>> published(const ArticleId& article);

  /// All but the sentence.
  Result<CitedEvidence> cite(const Assertion& assertion);
  Result<void> add_sentence(CitedEvidence& cited);
  /// The best `limit` (0: all), best first, without sentences yet: those that say how things stand
  /// come before others.
  Result<std::vector<CitedEvidence>> best(const std::vector<Assertion>& assertions,
                                          Modality standing, std::size_t limit);
  /// How things stand by all of these: for each region or organization the end told last (by date
  /// of the articles) if no later one says that it runs, else runs, else plans; over several, runs
  /// wins over ended over plans.
  Result<Modality> standing(const std::vector<Assertion>& assertions);
  /// Fills in the sentences of all of these, in the order of their articles.
  Result<void> add_sentences(std::vector<CitedEvidence*> all);

 private:
  struct Cited {
    CitedEvidence article;
    std::optional<Date> published;
    std::vector<Span> titles;

    bool has_in_title(Span sentence) const;
  };
  Result<const Cited*> article(const ArticleId& id);

  const GraphReader& graph_;
  std::map<ArticleId, Cited> articles_;
  bool has_text_ = false;
  ArticleId text_of_;
  std::string text_;
};

}  // namespace zhengce
