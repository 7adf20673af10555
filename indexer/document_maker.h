#pragma once

#include <memory>
#include <string>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "corpus/article.h"
#include "corpus/reprint.h"
#include "graph/types.h"

namespace Xapian {
class WritableDatabase;
}  // namespace Xapian

namespace zhengce {

/// Makes the Xapian documents of articles, one a section (corpus/index_schema.h says what is in
/// them). Threads: one a thread.
class DocumentMaker {
 public:
  explicit DocumentMaker(std::shared_ptr<const Lexicon> lexicon) : analyzer_(std::move(lexicon)) {}

  /// Version of what is made: an index made by another fingerprint is stale.
  std::string fingerprint() const;

  /// Makes the article's documents in `database` what they are to be. Where they differ in what
  /// other articles have a say in alone (names learned elsewhere, groups of reprints: `sketches`),
  /// they are changed in place, which spares cutting the text again. True if it was cut. Throws
  /// what Xapian throws.
  bool put(Xapian::WritableDatabase& database, const Article& article, const Extraction& extraction,
           const std::vector<SectionSketch>& sketches);

 private:
  // Of what the documents of an article have in common: title, issuer, sources, number.
  std::vector<std::string> shared_terms(const Article& article);
  std::vector<std::string> field_terms(std::string_view prefix, const std::string& value);

  Analyzer analyzer_;
};

}  // namespace zhengce
