#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/lexicon.h"
#include "corpus/article.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/result.h"
#include "graph/graph_store.h"
#include "search/amounts.h"
#include "search/bare_words.h"
#include "search/graph/graph_queries.h"
#include "search/graph_conditions.h"
#include "search/other_names.h"
#include "search/query.h"

namespace zhengce {

/// Which text of an article a phrase condition looks at.
enum class TextOf : std::uint8_t { kSection, kTitle, kSource };

/// What a section must fulfil: a tree that is both the candidates for Xapian and the exact
/// predicate (search/matching.h).
struct Condition {
  enum class Kind : std::uint8_t {
    kAll,     ///< Every section.
    kAnd,     ///< All children; without any, every section.
    kOr,      ///< One of the children; without any, none.
    kNot,     ///< Not the one child.
    kTerm,    ///< Has the term.
    kPrefix,  ///< Has a term that begins with `term`.
    kPhrase,  ///< `phrase` stands in the text `of`.
    kNear,    ///< The children, all phrases, stand each near the one before.
    kDates,   ///< Its date, as Date::number(), lies in [from, to].
    kValues,  ///< One of `values` is what a term of the field `term` says, or begins so (`open`).
    kAmount,  ///< States a number within `amount`.
    kIssuer,  ///< Its article's issuer is stated as one of `values`.
  };
  Kind kind = Kind::kAll;
  std::string term;
  std::u32string phrase;  ///< Folded, trimmed; may have an open end (search/phrases.h).
  TextOf of = TextOf::kSection;
  std::uint32_t distance = 0;  ///< Of a phrase under kNear: the most characters between.
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  /// Sorted: codes of regions, ids of articles: what the graph was asked for; stated issuers.
  std::shared_ptr<const std::vector<std::string>> values;
  bool open = false;
  AmountRange amount;
  std::vector<Condition> children;

  /// True where both are built the same; `values` must be the same ones.
  bool operator==(const Condition& other) const;

  /// Of children that are the same one is kept.
  static Condition all_of(std::vector<Condition> children);
  static Condition any_of(std::vector<Condition> children);
  static Condition negation(Condition child);
  static Condition has_term(std::string term);
  static Condition has_prefix(std::string prefix);
  static Condition has_phrase(std::u32string folded, TextOf of = TextOf::kSection);
  static Condition has_issuer(std::vector<std::string> stated);
  static Condition has_value(std::string_view field, std::vector<std::string> values, bool open);
  /// `values` are sorted, each is there once.
  static Condition has_value(std::string_view field,
                             std::shared_ptr<const std::vector<std::string>> values, bool open);
};

/// One line for tests and debugging: AND(飞地, NOT("互嵌式社区"), XS33*).
std::string describe(const Condition& condition);

/// What a field's value was found to mean, for people to read.
struct FieldMeaning {
  /// The region named; with runs: those that run the program, with paired-with: the region named
  /// and those it is paired with.
  std::vector<RegionIndex> regions;
  std::vector<NamedEntity> entities;  ///< Program or organization named, then what counts as it.
  std::vector<std::string> aliases;  ///< Of a program: its other written forms and its variants; of
                                     ///< an issuer: other ways to write it.
  /// The text looked for, the number in normal form, the dates as A..B, the level, the amounts.
  std::string text;
};

/// What a query's fields mean, looked up once: by the place they stand at.
struct ResolvedFields {
  using Place = std::pair<std::uint32_t, std::uint32_t>;
  static Place place_of(const QueryNode& node) { return {node.place.start, node.place.end}; }
  std::map<Place, Condition> conditions;
  std::map<Place, FieldMeaning> meanings;
  /// Of phrases with a tilde: the names one character off.
  std::map<Place, std::vector<std::u32string>> near_names;
  /// The regions that positive conditions on the graph name (runs:, paired-with:), each with its
  /// best evidence.
  std::vector<RunningRegion> running;
};

/// How strictly bare words are taken.
enum class Strictness : std::uint8_t {
  kStrict,      ///< As written.
  kUnfiltered,  ///< Bare words alone: what they would admit without any filter.
  kRelaxed,     ///< Bare words ranked by what they share with a section; all else as written.
};

/// A compiled query.
struct Plan {
  Condition condition;
  std::vector<ScoredTerm> terms;  ///< What scores, by term.
  std::vector<std::u32string>
      runs;  ///< Folded runs that rank a section higher where they stand whole.
  std::vector<std::u32string>
      titles;  ///< Folded units that rank a section higher in its title or heading.
  std::vector<std::u32string>
      whole_titles;  ///< Folded: what may be the title of an article, which is then meant.
  std::vector<std::string>
      numbers;  ///< Folded: who asks for a document number wants what bears it.
  std::vector<std::u32string> marks;       ///< Folded texts to show and mark in a snippet.
  std::vector<std::u32string> weak_marks;  ///< Bigrams, where none of `marks` stands.
  bool has_bare_words = false;             ///< There are bare words that could be relaxed.
};

/// Names that differ by one character from a folded text.
using NamesNear = std::function<Result<std::vector<std::string>>(std::u32string_view folded)>;

/// The issuers, as stated, that name an organization (Issuers::naming()).
using IssuersNaming = std::function<std::vector<std::string>(const std::string& name)>;

/// Turns queries into plans. `issued` is asked by issued-by:; `today` is what 今年 and 近三年 are
/// counted from; with `expand`, questions are widened by the official words for everyday ones,
/// names by what else the same thing is called (search/other_names.h). `names_near` serves words
/// with a tilde, `issuers_naming` the field issuer:, which finds nothing without it. Threads: as
/// the Analyzer, one a thread.
class Planner {
 public:
  Planner(const GraphReader& graph, IssuedArticles& issued, const Gazetteer& gazetteer,
          Analyzer& analyzer, const Lexicon& lexicon, const Date& today, bool expand = true,
          NamesNear names_near = {}, IssuersNaming issuers_naming = {})
      : graph_(graph),
        issued_(issued),
        gazetteer_(gazetteer),
        analyzer_(analyzer),
        lexicon_(lexicon),
        today_(today),
        expand_(expand),
        names_near_(std::move(names_near)),
        issuers_naming_(std::move(issuers_naming)),
        other_names_(graph, gazetteer) {}

  /// Looks up regions, programs and organizations, reads numbers and dates. `query` is the text
  /// that `node` was parsed from, for messages. Errors: kInvalidInput and kAmbiguous with the
  /// place; those of the graph.
  Result<ResolvedFields> resolve(const QueryNode& node, std::u32string_view query) const;

  Plan plan(const QueryNode& node, const ResolvedFields& fields, Strictness strictness);

  /// The plan of a question without syntax.
  Plan plan_question(std::u32string_view question);

 private:
  struct Builder;
  const GraphReader& graph_;
  IssuedArticles& issued_;
  const Gazetteer& gazetteer_;
  Analyzer& analyzer_;
  const Lexicon& lexicon_;
  Date today_;
  bool expand_;
  NamesNear names_near_;
  IssuersNaming issuers_naming_;
  OtherNames other_names_;
};

}  // namespace zhengce
