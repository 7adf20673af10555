#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "corpus/article.h"
#include "corpus/result.h"

namespace zhengce {

/// An article that a damaged store no longer holds whole.
struct LostArticle {
  ArticleId article;
  /// Where its record could be read: what to index again. Else empty.
  std::string title;
  std::vector<Source> sources;
  /// Its text, where that could be read without a record: a file of its own. Else empty.
  std::filesystem::path text_file;
};

struct Salvaged {
  std::uint64_t articles = 0;     ///< Taken over, with their texts.
  std::vector<LostArticle> lost;  ///< By id.
  /// Articles that were taken over, and may have been removed before: what says so is unreadable.
  std::vector<ArticleId> doubtful;
  std::vector<std::string> unreadable;  ///< One line for each place that could not be read.
  std::filesystem::path aside;          ///< Where the damaged store is now.
};

/// The name under which a store says by which rules its articles were extracted. One that salvage
/// made says "salvaged": the first writer extracts everything anew.
inline constexpr std::string_view kMetaExtractor = "extractor";
inline constexpr std::string_view kSalvaged = "salvaged";

/// Puts a fresh store in the place of the one in `graph`, whatever is wrong with that, with every
/// article whose record and text can still be read: block by block, from tables the list of files
/// does not name, from a log with holes. Nothing is taken from what is derived from articles. The
/// damaged store is kept beside it as `graph`.damaged (-2, -3, … where there is one), and texts
/// without record are written as files into `texts`. Nobody else may have the store open. Killed at
/// any moment it leaves the damaged store in place or the fresh one. Takes room for a second store.
///
/// All articles count as put now: what was added since a day is no longer known.
/// Errors: kIo (no room, no permission), kCorrupt where neither a record nor a text can be read
/// although there is something to read, kIncompatible for a store of a newer version; then
/// everything is as before.
Result<Salvaged> salvage_graph(const std::filesystem::path& graph,
                               const std::filesystem::path& texts,
                               const std::function<void(std::uint64_t articles)>& progress = {});

/// Ends what a salvage that was killed left half done: links to what it read and what it made of
/// that go, and where files cannot be swapped in one step the second one is done. Errors: kIo.
Result<void> finish_salvage(const std::filesystem::path& graph);

}  // namespace zhengce
