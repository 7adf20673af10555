#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "corpus/article.h"
#include "corpus/result.h"
#include "graph/graph_store.h"

namespace zhengce {

/// The name under which a store says (GraphReader::meta()) by which version of corpus/reprint.h all
/// its articles are grouped. Gone with GraphStore::forget_sketches().
inline constexpr std::string_view kMetaReprints = "reprints";

/// An article with its text, as it will be; never null for an article that has sketches.
using ReadArticle = std::function<Result<std::shared_ptr<const Article>>(const ArticleId&)>;

/// What becomes of the groups of reprints when these articles get these sketches (none: the article
/// goes, or is not current any more), whose groups are not looked at. Returns all articles whose
/// stored sketches or groups change, by id, the given ones among them.
///
/// Costs in proportion to `changed` and to the groups that they leave, join or tie together. The
/// result is a function of the set of articles alone: that which grouping all of them at once
/// gives. `stored` is null for that: nothing is stored then. Errors: those of the graph and of
/// `read`; kCorrupt where the stored groups name sections that are not there.
Result<std::vector<ArticleSketches>> group_reprints(const GraphReader* stored,
                                                    const std::vector<ArticleSketches>& changed,
                                                    const ReadArticle& read);

}  // namespace zhengce
