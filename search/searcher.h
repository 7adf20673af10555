#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/article.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/result.h"
#include "graph/graph_store.h"
#include "graph/types.h"

namespace zhengce {

enum class SortOrder { kRelevance, kNewest, kOldest };
enum class FacetField { kRegion, kProgram, kOrganization, kIssuer, kYear, kMonth };
/// Which side of a joined query finds the candidates that the other one is checked on: the text, or
/// what the graph was asked for (runs:, not-runs:, paired-with:, level:, issued-by:).
enum class Drive {
  kByCost,  ///< The one that costs less, as estimated.
  kText,
  kGraph,
};

struct SearchOptions {
  std::uint32_t limit = 10;  ///< Hits to give; 0 gives counts alone.
  std::uint32_t offset = 0;  ///< Hits to pass over first.
  /// Where to go on: SearchAnswer::cursor of the page before, with the query and all else that
  /// orders the hits as it was; empty for the first page. kInvalidInput for any other.
  std::string cursor;
  SortOrder sort = SortOrder::kRelevance;
  /// A second query that sections must match too, without any say in their order (`--region`): same
  /// language, may be empty.
  std::string filter;
  /// Of sections that are reprints of one another (corpus/reprint.h) give the best hit alone; in
  /// totals and facets they count once.
  bool reprints_as_one = true;
  std::vector<FacetField> facets;
  /// One hit for each region, program or issuer that the hits name: SearchAnswer::groups, in the
  /// order of their best sections. `limit` and `offset` then count groups.
  std::optional<FacetField> group_by;
  /// Only articles that were added, changed or found elsewhere after this log entry.
  std::optional<std::uint64_t> added_since;
  /// Tests force a side; the answer is the same.
  Drive drive = Drive::kByCost;
  /// Values of each facet to give, most frequent first; 0 for all. Of years all are given, and of
  /// months, in the order of time.
  std::uint32_t facet_values = 10;
  /// Where a query has more candidates than these whose text must be read, counts are estimates
  /// from the best of them; hits are looked for on until the page is full. More is exacter and
  /// slower.
  std::uint32_t verification_budget = 5000;
  bool snippets = true;
  /// Questions find the official words for everyday ones too (search/everyday_words.h), names what
  /// else the same thing is called (search/other_names.h).
  bool expand = true;
  /// What 今年 and 近三年 are counted from; the local day if not given.
  std::optional<Date> today;
};

/// A stretch of a snippet: original characters, marked where the query hit.
struct SnippetPiece {
  std::string text;
  bool hit = false;
};

/// An assertion with what is needed to cite it: EVIDENCE in the JSON contract.
struct CitedEvidence {
  Assertion assertion;
  std::string key, title, source, number, issuer, url, path;
  std::optional<Date> date;
  std::string sentence;   ///< Exactly the stored text at assertion.evidence.sentence.
  bool in_title = false;  ///< The sentence is the article's title: it names, but tells little.
  bool invented = false;
};

struct Because {
  RegionIndex region = kNoRegion;
  CitedEvidence evidence;
};

struct NamedEntity {
  EntityId id;
  std::string name;
};

struct Hit {
  std::uint32_t rank = 0;  ///< From 1, offset included.
  ArticleId article;
  std::uint32_t section = 0;
  double score = 0;
  std::string key, title, heading, source, number, issuer, path, url, subject_org;
  std::optional<Date> date;
  std::vector<SnippetPiece> snippet;
  std::vector<RegionIndex> about;     ///< Subjects.
  std::vector<RegionIndex> regions;   ///< All regions named.
  std::vector<NamedEntity> programs;  ///< Visible ones named in it.
  std::vector<Because> because;       ///< For runs: and paired-with: conditions.
  std::uint32_t reprints = 0;         ///< Other sections that say nearly the same, hits or not.
  bool invented = false;
};

struct FacetValue {
  std::string name;  ///< Shown: 浙江省, 2024, 国务院.
  std::string code;  ///< Region's code, entity's id; empty for issuer and year.
  std::uint64_t count = 0;
};

struct Facet {
  FacetField field = FacetField::kRegion;
  bool exact = true;
  std::vector<FacetValue> values;
  std::uint64_t distinct = 0;  ///< Values that there are; `values` may be the first of them.
};

/// Hits that share a region, program or issuer.
struct Group {
  FacetValue value;  ///< With the number of its sections.
  Hit best;          ///< The first of them.
};

/// A name or word that a user may be about to type.
struct Suggestion {
  enum class Kind : std::uint8_t {
    kRegion,
    kProgram,
    kOrganization,
    kDocument,
    kTitle,
    kWord,
  };
  std::string text;
  Kind kind = Kind::kWord;
  std::string id;              ///< A region's code, an entity's or article's id; empty for words.
  std::uint64_t sections = 0;  ///< That name it, or belong to it.
  bool begins = true;          ///< Begins as typed; else what was typed stands inside.
};
/// "region", "program", "organization", "document", "title", "word".
std::string_view suggestion_kind_name(Suggestion::Kind kind);

/// A word, phrase or condition of a query that found nothing.
struct AskedPart {
  std::string typed;
  std::string number;              ///< In normal form, where it is a document number.
  std::uint64_t alone = 0;         ///< Sections that hold it, whatever else was asked.
  std::vector<std::string> meant;  ///< Where none do: what is like it and is found, best first.
};

struct SearchAnswer {
  std::vector<Hit> hits;      ///< None with SearchOptions::group_by.
  std::vector<Group> groups;  ///< Only with it.
  std::vector<Facet> facets;
  /// Hits that there are, reprints of one another counting once unless each was asked for.
  std::uint64_t total = 0;
  bool exact = true;  ///< `total` and facets are counts, not estimates.
  bool relaxed =
      false;  ///< Nothing matched strictly; these are ranked by what they share with the query.
  /// Where nothing holds all of the query: its parts that were to hold, as many as can be told.
  std::vector<AskedPart> asked;
  /// For the next page; empty if nothing is behind this one. Going on from page to page, no section
  /// that was there throughout is left out or comes twice, whatever is committed meanwhile.
  std::string cursor;
  bool changed = false;  ///< Something was committed since the page before.
  /// Of the graph that answered: what SearchOptions::added_since takes.
  std::uint64_t sequence = 0;
  double took_ms = 0;
};

struct Explanation;  // search/explanation.h

/// Answers queries from one frozen state of a data directory.
///
/// Query language: words, "exact phrase" (also “…” and 「…」), OR, -not, parentheses and fields
/// title: region: in: level: mentions: program: runs: not-runs: paired-with: org: issuer:
/// issued-by: number: source: date: amount:; docs/query-language.md tells what each means.
///
/// Errors of find(): kInvalidInput for a query that does not parse or names an unknown field,
/// region, program or organization: two more lines show the query and a caret under the place;
/// kAmbiguous with the candidates, likewise; kBusy when the writer overtook the request several
/// times; kCorrupt, kIo.
/// What it has read of the texts it keeps for later requests, up to 60 MB.
/// Threads: not shared. Open one a thread; it is cheap.
class Searcher {
 public:
  /// `data_dir` as given to `zhengce --data`. Errors: kNotFound (nothing indexed yet),
  /// kIncompatible, kCorrupt, kIo, kBusy.
  static Result<Searcher> open(const std::filesystem::path& data_dir);
  Searcher(Searcher&&) noexcept;
  Searcher& operator=(Searcher&&) noexcept;
  ~Searcher();

  Result<SearchAnswer> find(std::string_view query, const SearchOptions& options);
  /// The same, and how it came about. Slower.
  Result<Explanation> explain(std::string_view query, const SearchOptions& options);

  struct RankedSection {
    ArticleId article;
    std::uint32_t section = 0;
    double score = 0;
  };
  /// A question without syntax, ranked by what it shares with the sections; at most `limit`.
  /// `expand` as in SearchOptions.
  Result<std::vector<RankedSection>> rank(std::string_view question, std::uint32_t limit,
                                          bool expand = true);

  /// Names and frequent words that go on from what was typed so far (search/suggest.h), at most
  /// `limit`, the most frequent first. The first call reads all names.
  Result<std::vector<Suggestion>> suggest(std::string_view typed, std::uint32_t limit);

  /// Moves on to the newest state, if something was committed since the present one: true then, and
  /// false, soon told, where nothing was. So a program that stays open shows what others index, a
  /// whole commit at a time. References into the state before do not outlive this. A changed user
  /// dictionary needs a new Searcher. Errors: as open(), and the state stays as it was.
  Result<bool> refresh();

  /// The state that is answered from: graph view and the sequence both stores have. A find() or
  /// rank() that the writer overtakes moves on to a newer one: references do not outlive the call
  /// before it.
  const GraphReader& graph() const;
  std::uint64_t sequence() const;

 private:
  struct Impl;
  explicit Searcher(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhengce
