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
#include "corpus/index_schema.h"
#include "corpus/reprint.h"
#include "corpus/result.h"
#include "graph/types.h"

namespace zhengce {

/// Version of the stored layout. A store of a newer one is refused; one of an older one is read as
/// it is, and a writer marks it as of this one before anything else. 2: articles have a status.
inline constexpr std::uint32_t kGraphSchema = 2;

/// An article with what the store knows about it.
struct StoredArticle {
  Article article;             ///< `text` is empty unless asked for.
  std::uint64_t sequence = 0;  ///< Of its last log entry.
  /// False if every place it was found at (key, URL, else path) now has a newer version: it is
  /// kept, but neither searched nor read for facts.
  bool current = true;
};

struct LogEntry {
  std::uint64_t sequence = 0;
  ArticleId article;
};

/// Reading, common to the writer and to frozen views. All answers are of one sequence for a frozen
/// view, of the latest commit for a writer's own. Visitors return false to stop early. Errors
/// everywhere: kCorrupt, kIo with the store's path. Threads: all may call at once.
class GraphReader {
 public:
  virtual ~GraphReader();

  /// Number of the last log entry; 0 for an empty store.
  virtual Result<std::uint64_t> sequence() const = 0;

  virtual Result<std::optional<StoredArticle>> article(const ArticleId& id,
                                                       bool with_text) const = 0;
  /// Stored text alone, UTF-8; nothing if there is no such article.
  virtual Result<std::optional<std::string>> text(const ArticleId& id) const = 0;
  /// All articles by id, without text.
  virtual Result<void> each_article(
      const std::function<bool(const StoredArticle&)>& visit) const = 0;
  /// Ids of articles that were found at this place, all versions, by id. `place` is
  /// Place::encode()'s.
  virtual Result<std::vector<ArticleId>> articles_at(std::string_view place) const = 0;
  /// Ids whose hexadecimal form begins with `prefix` (1 to 32 digits), at most `limit`.
  virtual Result<std::vector<ArticleId>> articles_by_prefix(std::string_view prefix,
                                                            std::size_t limit) const = 0;

  /// What was extracted from an article (also for articles that are not current: then empty).
  virtual Result<Extraction> extraction(const ArticleId& id) const = 0;

  virtual Result<std::optional<Entity>> entity(const EntityId& id) const = 0;
  /// Entities one of whose names, normalized, is exactly `name` (normalized here), by id.
  virtual Result<std::vector<Entity>> entities_named(std::string_view name,
                                                     std::optional<EntityKind> kind) const = 0;
  /// Every entity of a kind, by id.
  virtual Result<void> each_entity(EntityKind kind,
                                   const std::function<bool(const Entity&)>& visit) const = 0;

  /// Assertions that start from (or end at) a node, ordered by relation, other node, article,
  /// section, place.
  virtual Result<void> assertions_from(
      const EntityId& from, const std::function<bool(const Assertion&)>& visit) const = 0;
  virtual Result<void> assertions_to(const EntityId& to,
                                     const std::function<bool(const Assertion&)>& visit) const = 0;
  /// Assertions that start from any region whose code begins with `code_prefix`
  /// (Region::significant: the region and all below it; empty: every region), by region, then as
  /// above.
  virtual Result<void> assertions_from_regions(
      std::string_view code_prefix, const std::function<bool(const Assertion&)>& visit) const = 0;
  /// Likewise those that end at a region: what belongs to it or is paired with it.
  virtual Result<void> assertions_to_regions(
      std::string_view code_prefix, const std::function<bool(const Assertion&)>& visit) const = 0;
  /// Candidates of a name, by article and place: where it is mentioned.
  virtual Result<void> candidates_of(const EntityId& entity,
                                     const std::function<bool(const Candidate&)>& visit) const = 0;

  /// Log entries after `after`, in order, one an article (its last); also of articles that are
  /// gone, until GraphStore::forget_removals().
  virtual Result<void> each_log_entry(std::uint64_t after,
                                      const std::function<bool(const LogEntry&)>& visit) const = 0;

  /// Regions that sections of current articles are about, by code, with the number of these
  /// sections. Sections about a region below count for that one alone.
  virtual Result<void> each_subject(
      const std::function<bool(std::string_view code, std::uint64_t sections)>& visit) const = 0;

  /// Sketches of those sections of a current article that are long enough to have reprints
  /// (corpus/reprint.h), with the group each is in. None in a store from before they were kept.
  virtual Result<std::vector<SectionSketch>> sketches(const ArticleId& id) const = 0;
  /// Sections that a band of their sketch files there.
  virtual Result<std::vector<SectionRef>> sections_in_band(std::uint32_t band) const = 0;
  /// Members of a group of reprints, in order; none if there is no such group.
  virtual Result<std::vector<SectionRef>> group_members(const SectionRef& group) const = 0;

  /// Free values under a name of the caller's (rule set version, …).
  virtual Result<std::optional<std::string>> meta(std::string_view name) const = 0;

  struct Counts {
    std::uint64_t articles = 0, current_articles = 0, sections = 0, programs = 0,
                  visible_programs = 0, organizations = 0, documents = 0, assertions = 0,
                  candidates = 0;
  };
  virtual Result<Counts> counts() const = 0;  ///< Scans; for `stats` and `check`.

  /// Reads and decodes everything and compares each edge with its reverse and its article's
  /// extraction. Each fault is one line; none means sound.
  virtual Result<std::vector<std::string>> verify() const = 0;
};

/// A place an article can be found at again, as a key: its own id if it has one, else its URL, else
/// its path.
struct Place {
  static std::string encode(const Source& source);
};

/// Sketches of an article's sections, with their groups.
struct ArticleSketches {
  ArticleId article;
  std::vector<SectionSketch> sections;
};

/// One atomic change. Build it, then commit it; a writer takes one at a time.
struct GraphBatch {
  /// Articles to store as they are now (new, or with changed sources or currency), with what was
  /// extracted from each.
  struct Put {
    StoredArticle article;  ///< With text when `text_changed`; `sequence` is set by commit().
    Extraction extraction;
    bool text_changed = true;
  };
  std::vector<Put> puts;
  /// Articles that go, with all that was read in them. Their names' counts are the caller's to
  /// change, in `entities`.
  std::vector<ArticleId> removals;
  /// Entities whose name, aliases, counts or visibility changed. One with neither sections nor
  /// names is deleted.
  std::vector<Entity> entities;
  /// Articles whose sections are to have these sketches and groups and no others, each article
  /// once; bands and groups follow.
  std::vector<ArticleSketches> sketches;
  std::vector<std::pair<std::string, std::string>> meta;
};

struct GraphOptions {
  /// Bytes of block cache, shared by all readers.
  std::size_t cache_bytes = 64u << 20;
  /// Bytes of a family's table in memory, at which all are written to disk.
  std::size_t write_buffer_bytes = 32u << 20;
  /// Wait for the disk on each commit. Off is faster; a power cut may lose the last batch.
  bool sync_writes = true;
  /// Create the store if there is none. Off: kNotFound.
  bool create = true;
};

/// The one writer of a store. Opening takes RocksDB's own lock.
/// Threads: commit() by one at a time; reading by all.
class GraphStore {
 public:
  /// `dir` is the folder of the store. Errors: kBusy, kIncompatible, kCorrupt, kIo, kNotFound.
  static Result<GraphStore> open(const std::filesystem::path& dir,
                                 const GraphOptions& options = {});
  GraphStore(GraphStore&&) noexcept;
  GraphStore& operator=(GraphStore&&) noexcept;
  ~GraphStore();  ///< Flushes, so that readers open fast.

  const GraphReader& reader() const;
  /// Writes the batch with one log entry for each put and each removal, synced: when this returns,
  /// it survives a crash. Old candidates and assertions of the articles are replaced. Nothing is
  /// written on an error. Returns the sequence after it.
  Result<std::uint64_t> commit(const GraphBatch& batch);
  /// Drops the log entries of articles that are gone: once every index has applied them.
  Result<void> forget_removals();
  /// Drops all sketches, bands and groups, which can be made anew from the articles.
  Result<void> forget_sketches();
  /// Writes memory tables out, so that a reader opens in milliseconds.
  Result<void> flush();
  /// Writes every table anew, so that nothing of what was removed or replaced is left in a file.
  Result<void> compact();

 private:
  struct Impl;
  explicit GraphStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Opens a frozen view: it answers as of the moment of opening, whatever is committed meanwhile.
/// Works beside a writer of another process and on read-only media. Milliseconds; open a new one
/// when the sequence has moved. Errors: kNotFound, kIncompatible, kCorrupt, kIo, kBusy when files
/// vanished under it repeatedly.
Result<std::unique_ptr<GraphReader>> open_graph_view(const std::filesystem::path& dir,
                                                     const GraphOptions& options = {});

}  // namespace zhengce
