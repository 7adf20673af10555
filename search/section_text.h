#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "corpus/article.h"
#include "corpus/result.h"
#include "graph/graph_store.h"

namespace zhengce {

/// An article in the forms that searching looks at.
class ArticleText {
 public:
  explicit ArticleText(StoredArticle stored);

  const Article& article() const { return stored_.article; }
  /// About how many characters it has.
  std::size_t characters() const { return stored_.article.text.size() / 3; }
  bool current() const { return stored_.current; }
  /// The stored text. Decoded at the first call.
  const std::u32string& text();
  /// Nothing if the article has no such section.
  const Section* section(std::uint32_t n) const;
  /// The indexed stretches of a section, each folded: what phrases are looked for in. Folded at the
  /// first call.
  const std::vector<std::u32string>& folded(std::uint32_t n);
  /// True if the section's stored text has the folded phrase as it is, seen without folding or even
  /// decoding the text; most texts that have a phrase do. False tells nothing.
  bool plainly_has(std::uint32_t n, std::u32string_view phrase) const;

 private:
  StoredArticle stored_;
  std::u32string text_;
  std::map<std::uint32_t, std::vector<std::u32string>> folded_;
};

/// Reads articles and keeps the ones last used, up to some megabytes.
/// Threads: one owner.
class ArticleTexts {
 public:
  explicit ArticleTexts(const GraphReader& graph) : graph_(graph) {}
  /// Nothing if there is no such article. Errors: those of the graph.
  Result<std::shared_ptr<ArticleText>> get(const ArticleId& id);

 private:
  struct Kept {
    ArticleId id;
    std::shared_ptr<ArticleText> text;
  };
  const GraphReader& graph_;
  std::list<Kept> kept_;  // Last used first.
  std::map<ArticleId, std::list<Kept>::iterator> places_;
  std::size_t characters_ = 0;
};

}  // namespace zhengce
