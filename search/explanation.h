#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/everyday_words.h"
#include "search/plan.h"
#include "search/query.h"
#include "search/ranking.h"
#include "search/searcher.h"

namespace zhengce {

/// Why a piece of a chunk of words stays in one piece.
enum class UnitSource : std::uint8_t {
  kShort,    ///< Up to four ideographs stand as they are.
  kLexicon,  ///< A name of a region, an agency, or a word of the user dictionary.
  kIcu,      ///< A word by ICU's word break.
  kNumber,   ///< A number, date, document number or mixed token.
  kJoined,   ///< Single characters, joined with each other or with the word beside them.
};
/// "short", "lexicon", "icu", "number", "joined".
std::string_view unit_source_name(UnitSource source);

/// One piece of a chunk of words; folded.
struct ExplainedUnit {
  std::string text;
  UnitSource source = UnitSource::kShort;
  /// Regions, programs and organizations of this name: what a field would ask for.
  std::vector<NamedEntity> names;
};

/// How one word, phrase or condition of a query was taken, in the order they were typed.
struct ExplainedPart {
  enum class Kind : std::uint8_t {
    kWords,     ///< Each unit must stand in the section.
    kQuestion,  ///< Ranked by what it shares with a section.
    kPhrase,    ///< These characters in a row.
    kField,
  };
  Kind kind = Kind::kWords;
  Span place;  ///< In the query, code points.
  std::string typed;
  bool excluded = false;             ///< It must not hold.
  std::vector<ExplainedUnit> units;  ///< Words, questions.
  /// Regions, programs and organizations of the name that all of it makes, where that was cut.
  std::vector<NamedEntity> names;
  std::vector<EverydayWord> widened;  ///< Questions: official words looked for as well.
  /// Names looked for as well: what else the same thing is called; of phrases with a tilde, what is
  /// one character off.
  std::vector<std::string> other_names;
  std::vector<std::string> passed_over;  ///< Words that say nothing of what is sought: 的, 怎么.
  std::string phrase;                    ///< Phrases: folded.
  QueryField field = QueryField::kTitle;
  bool exact_node = false;
  FieldMeaning meaning;
  /// How many regions lie below the region of the field, a count a level that has any.
  std::vector<std::pair<RegionLevel, std::uint64_t>> below;
};
/// "words", "question", "phrase", "field".
std::string_view part_kind_name(ExplainedPart::Kind kind);

/// How a query that joins text and graph was run.
struct JoinPlan {
  std::uint64_t graph_values = 0;   ///< Regions and articles that the graph gave; 0: no join.
  std::uint64_t text_sections = 0;  ///< Candidates of the text alone, as estimated.
  bool text_drives = false;         ///< These were looked through; else those of both sides.
};

/// How a query was read and answered.
struct Explanation {
  SearchAnswer answer;
  std::vector<ExplainedPart> parts;
  Condition condition;  ///< What a section must fulfil, the filter of the options included.
  /// What of it is decided by looking at the text of candidates; empty if terms decide all.
  std::vector<Condition> checked;
  std::string xapian;            ///< The candidates' query in Xapian's own words.
  std::uint64_t candidates = 0;  ///< Sections that it matches.
  JoinPlan join;
  std::vector<std::vector<ScorePart>> scores;  ///< For each hit: sums to its score.
};

/// How bare words were taken.
struct WordsTaken {
  bool relaxed = false;  ///< Ranked, since nothing held all of them.
  bool expand = true;    ///< As SearchOptions::expand.
};

/// The parts of a query. Errors: those of the graph.
Result<std::vector<ExplainedPart>> explain_parts(const QueryNode& node,
                                                 const ResolvedFields& fields,
                                                 const WordsTaken& taken, const GraphReader& graph,
                                                 const Gazetteer& gazetteer, Analyzer& analyzer,
                                                 const Lexicon& lexicon);

/// A term of the index as its field and value: "XS330000" is "subject", "330000"; a plain term has
/// the field "text". Views into `term`.
struct FieldTerm {
  std::string_view field;
  std::string_view value;
};
FieldTerm field_term(std::string_view term);

/// The name behind a field's value: of the region with this code (or its significant part), of a
/// program or organization among those that `parts` resolved; else empty.
std::string value_name(const FieldTerm& term, const std::vector<ExplainedPart>& parts);

}  // namespace zhengce
