#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "corpus/article.h"
#include "corpus/result.h"
#include "graph/graph_store.h"

namespace zhengce {

/// True for texts found at a key or URL: they are versions of one another. Those of one path are
/// not (a JSONL file may hold many).
bool has_versions(const Source& source);

/// True for the place of an older version: its file holds a newer text under the same key or URL.
/// Such a source has no path. An article without others is kept for `show --versions`, and is
/// neither searched nor read for facts.
bool is_former(const Source& source);

/// Visits those of `sources` that are at the key, else the URL, of `place`, side by side in the
/// order of sources: an article may be found at thousands of places.
void each_at(const std::set<Source>& sources, const Source& place,
             const std::function<void(const Source&)>& visit);

/// An article that goes, or places it was found at.
struct Removal {
  ArticleId article;
  std::string title;
  std::vector<Source> sources;  ///< That go.
  bool whole = false;           ///< No place is left: the article goes.
};

/// Where articles would be found after a dry run that the store knows nothing of; nowhere: they
/// would have been replaced.
using PlannedSources = std::map<ArticleId, std::set<Source>>;

/// What goes, by id, when the sources that `goes` picks do: with the last place at which a text of
/// a key or URL is found its older versions go too. Reads every article; those that are `planned`
/// are found where that says. Errors: those of the graph.
Result<std::vector<Removal>> plan_removal(
    const GraphReader& graph, const std::function<bool(const StoredArticle&, const Source&)>& goes,
    const PlannedSources& planned = {});

/// True if `path` is the file or folder `root`, or a file below it or in that archive. Both as
/// normal_path() writes them, but for paths stored before it did.
bool is_under(const std::string& path, const std::string& root);

}  // namespace zhengce
