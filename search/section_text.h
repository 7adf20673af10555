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

  const Article& article() const { return stored_.article; }  ///< Without `text`.
  bool current() const { return stored_.current; }
  const std::u32string& text() const { return text_; }
  /// Nothing if the article has no such section.
  const Section* section(std::uint32_t n) const;
  /// The indexed stretches of a section, each folded: what phrases are looked for in. Folded at the
  /// first call.
  const std::vector<std::u32string>& folded(std::uint32_t n);

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
