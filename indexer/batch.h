#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "graph/reader.h"
#include "graph/types.h"
#include "indexer/extract/extractor.h"
#include "indexer/indexer.h"
#include "indexer/removal.h"

namespace zhengce {

/// An article that the batch changes: its state in the store, and its state to be.
struct Pending {
  bool existed = false;
  Extraction before;      ///< As stored; empty for a new article.
  StoredArticle article;  ///< Its sources are kept in `sources` until settle_currency().
  std::set<Source> sources;
  std::pair<std::uint32_t, ArticleId> order_before;  ///< What made it newer than others, if stored.
  bool changed = false;                 ///< Something of the record itself: it must be put.
  bool text_changed = false;            ///< The text too.
  bool read_again = false;              ///< What is extracted may differ: put if it does.
  bool removed = false;                 ///< Nowhere found any more: it goes.
  std::optional<Extraction> stage_one;  ///< Of the present text; absent until needed.
};

/// The file whose documents are being taken.
struct FileRun {
  std::string path;
  std::set<ArticleId> articles;  ///< That came from it.
  /// Articles that came from it before, as far as met, by the source they had there.
  std::set<std::pair<ArticleId, Source>> earlier;
  bool path_looked_up = false;  ///< `earlier` has all that are known by the path alone.
  std::set<ArticleId> unmet;    ///< Those of them that have not come from it again.
};

/// What a run has taken in since its last commit: the articles that change by it, and the places
/// where they are found or were. Threads: one at a time.
class Batch {
 public:
  /// `store` must outlive the batch, and may only change between clear() and the next call.
  explicit Batch(const GraphReader& store) : store_(store) {}

  /// Puts a document in, which was found at its only source. `stage_one`: what was extracted from
  /// it, if it was not known before. Gives kAdded, kUpdated, kUnchanged or kDuplicate. Errors: of
  /// the store.
  Result<InputStatus> take(Article&& article, std::optional<Extraction>&& stage_one, FileRun& file);
  /// What came from the file before and does not any more is no longer to be found there.
  Result<void> finish_file(const FileRun& file);
  /// The article is no longer found at the places that go. Gives the bytes of its text; 0 if there
  /// is no such article.
  Result<std::size_t> remove(const Removal& removal);
  /// The article, read from the store (with its text) if it is not in the batch yet; null if there
  /// is none. It stays where it is until clear().
  Result<Pending*> touch(const ArticleId& id);
  /// Decides for every article at the places concerned whether it is current or goes, and forgets
  /// those that stay as they are.
  Result<void> settle_currency();

  std::map<ArticleId, Pending>& articles() { return articles_; }
  const std::map<ArticleId, Pending>& articles() const { return articles_; }
  bool empty() const { return articles_.empty(); }
  void clear();
  /// As clear() where nothing is committed: what follows is judged as if it had been.
  void clear_uncommitted();
  /// The places of articles that clear_uncommitted() let go.
  const PlannedSources& uncommitted() const { return uncommitted_; }

 private:
  class Newest;
  struct BatchPlace {
    Source source;  ///< One that stands for the place.
    std::set<ArticleId> articles;
  };

  void note_place(const ArticleId& id, const Source& source);
  Result<std::set<ArticleId>> found_at(const std::string& place) const;
  Result<bool> is_current(const ArticleId& id, const Pending& entry, Newest& newest) const;

  const GraphReader& store_;
  std::map<ArticleId, Pending> articles_;
  // Every place that the batch may give to another article.
  std::map<std::string, BatchPlace> places_;
  PlannedSources uncommitted_;
};

}  // namespace zhengce
