#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "corpus/text.h"
#include "search/folded_text.h"
#include "search/searcher.h"

namespace zhengce {

/// What to show of a section for a query.
struct SnippetParts {
  std::vector<std::u32string> marks;       ///< Folded; each is marked wherever it stands.
  std::vector<std::u32string> weak_marks;  ///< Marked where none of `marks` stands in the section.
};

/// An indexed stretch of a section.
struct SnippetStretch {
  Span span;                  ///< In the article's text.
  std::string_view original;  ///< The stored text there, UTF-8.
  const FoldedText* folded = nullptr;
};

/// The one or two sentences of `stretches` that hold the most of `parts`, in the original
/// characters, with every hit in them marked and neighboring marks made one. A sentence longer than
/// 120 characters is cut between words, shown by "…"; so is a gap between the two. Sentences inside
/// `headlines` (title, heading; in the article's text), which are shown anyway, are taken only for
/// what no other holds. Where nothing is to be marked, the first other sentence. Of the text only
/// lines are read that hold one of `parts`.
std::vector<SnippetPiece> make_snippet(Analyzer& analyzer,
                                       const std::vector<SnippetStretch>& stretches,
                                       const std::vector<Span>& headlines,
                                       const SnippetParts& parts);

}  // namespace zhengce
