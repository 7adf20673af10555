#pragma once

#include <string>
#include <vector>

#include "app/eval/labels.h"
#include "corpus/result.h"
#include "graph/graph_store.h"

namespace zhengce::eval {

/// One thing the store says about one article.
struct Fact {
  Table table = Table::kRuns;
  std::string article;  ///< By the labels' name for it.
  /// As Label::cells: each cell with the forms it is written in.
  std::vector<std::vector<std::string>> cells;
  std::string modality;            ///< Of runs.
  std::vector<std::string> rules;  ///< That found it, sorted.
  std::string sentence;            ///< The best evidence's; empty for what the frame says.
  float confidence = 0;
  /// It may answer a label, but is no false find: a newspaper as the issuer of its article.
  bool optional = false;
};

/// What kind of page an article is: "report" (a government's work report), "document", "roundup",
/// "news".
std::string_view page_kind(const Article& article);

/// The facts of one stored article that the tables are about, sorted. Names that answers do not
/// show are left out. `article` is the labels' name for it. Errors: as GraphReader.
Result<std::vector<Fact>> facts_of(const GraphReader& graph, const ArticleId& id,
                                   const std::string& article);

/// An article's text in which quotes are looked for; blanks and widths do not matter.
class Quoted {
 public:
  explicit Quoted(std::string_view text);
  bool has(std::string_view quote) const;
  /// The sentence around the first place that holds `quote`, trimmed; empty if none does.
  std::string sentence_with(std::string_view quote) const;

 private:
  std::size_t find(std::string_view quote) const;
  std::u32string raw_, squeezed_;
  std::vector<std::uint32_t> origin_;  ///< Where in raw_ each of squeezed_ stands.
};

}  // namespace zhengce::eval
