#include "indexer/indexer.h"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "corpus/framing/frame.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/message.h"
#include "graph/days.h"
#include "graph/reprint_groups.h"
#include "graph/salvage.h"
#include "indexer/extract/extractor.h"
#include "indexer/find_files.h"
#include "indexer/names.h"
#include "indexer/read_ahead.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// What the mark of a purge says: that it is to be done; that the store need only be opened again.
constexpr const char* kPurgeAsked = "asked\n";
constexpr const char* kPurgeWritten = "written\n";

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Runs `work(i)` for 0 <= i < count on `jobs` threads.
template <typename Work>
void parallel_for(std::size_t count, unsigned jobs, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> threads;
  for (unsigned job = 1; job < jobs && job < count; ++job) threads.emplace_back(loop);
  loop();
  for (auto& thread : threads) thread.join();
}

// A document on its way: as read, then framed, then extracted (stage one).
struct Incoming {
  std::string path;
  std::string key;
  RawDocument raw;
  std::optional<Error> error;
  Article article;
  std::optional<Extraction> extraction;
  std::uint64_t replaced = 0;
  double seconds = 0;
  bool ends_file = false;  ///< The file was read to its end, and this was its last document.
};

// An article that the batch changes: its state in the store, and its state to be.
struct Pending {
  bool existed = false;
  Extraction before;  ///< As stored; empty for a new article.
  StoredArticle article;
  bool changed = false;                 ///< Something of the record itself: it must be put.
  bool text_changed = false;            ///< The text too.
  bool read_again = false;              ///< What is extracted may differ: put if it does.
  bool removed = false;                 ///< Nowhere found any more: it goes.
  std::optional<Extraction> stage_one;  ///< Of the present text; absent until needed.
};

// The file whose documents are being taken.
struct FileRun {
  std::string path;
  std::set<ArticleId> articles;  ///< That came from it.
  /// Articles that came from it before, as far as met, by the source they had there.
  std::set<std::pair<ArticleId, Source>> earlier;
  bool path_looked_up = false;  ///< `earlier` has all that are known by the path alone.
};

bool same_place(const Source& a, const Source& b) {
  return a.key == b.key && a.url == b.url && a.path == b.path;
}

// Notes that the article is found at `source` now. False if that was known.
bool add_source(std::vector<Source>& sources, const Source& source) {
  std::erase_if(sources, [&](const Source& other) {
    return is_former(other) && has_versions(source) &&
           Place::encode(other) == Place::encode(source);
  });
  const auto place = std::lower_bound(sources.begin(), sources.end(), source);
  if (place != sources.end() && *place == source) return false;
  sources.insert(place, source);
  return true;
}

// Notes that the article is no longer found at `gone`: at a key or URL it is an older version from
// now on. True if that was news.
bool lose_source(std::vector<Source>& sources, const Source& gone) {
  std::vector<Source> left, former;
  for (Source& source : sources) {
    if (!same_place(source, gone)) {
      left.push_back(std::move(source));
    } else if (has_versions(source)) {
      source.path.clear();
      former.push_back(std::move(source));
    }
  }
  const bool changed = left.size() != sources.size();
  sources = std::move(left);
  for (const Source& source : former) {
    const bool still_there = std::any_of(sources.begin(), sources.end(), [&](const Source& other) {
      return Place::encode(other) == Place::encode(source);
    });
    if (!still_there) add_source(sources, source);
  }
  return changed;
}

// Of several texts with one identity (they differ in punctuation or page frame) the one that
// compares less is kept, so that the order of arrival does not matter; stated fields are united
// likewise.
bool is_less(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}
template <typename T>
void unite(T& mine, const T& other, const T& none) {
  if (mine == none || (other != none && other < mine)) mine = other;
}

// True if the stored article changed.
bool unite_articles(Article& mine, const Article& other, bool& text_changed) {
  const Article before = mine;
  if (is_less(other.text, mine.text)) {
    mine.text = other.text;
    mine.title = other.title;
    mine.parts = other.parts;
    mine.sections = other.sections;
    text_changed = true;
  }
  unite(mine.number, other.number, std::string());
  unite(mine.issuer, other.issuer, std::string());
  unite(mine.category, other.category, std::string());
  unite(mine.status, other.status, std::string());
  const std::optional<Date> none;
  unite(mine.signed_on, other.signed_on, none);
  unite(mine.published, other.published, none);
  unite(mine.effective, other.effective, none);
  unite(mine.retrieved, other.retrieved, none);
  return text_changed || mine.number != before.number || mine.issuer != before.issuer ||
         mine.category != before.category || mine.status != before.status ||
         mine.signed_on != before.signed_on || mine.published != before.published ||
         mine.effective != before.effective || mine.retrieved != before.retrieved;
}

bool is_regular(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error);
}

// What makes one version of a text newer than another at the same place.
auto version_order(const Article& article) {
  const auto date = article.date();
  return std::make_pair(date ? date->number() : 0, article.id);
}

}  // namespace

std::string_view status_name(InputStatus status) {
  static constexpr std::string_view kNames[] = {"added",     "updated", "unchanged",
                                                "duplicate", "skipped", "unread"};
  return kNames[static_cast<std::size_t>(status)];
}

struct Indexer::Impl {
  Impl(DataDir data, WriterLock writer_lock, IndexerOptions chosen,
       std::shared_ptr<const RuleSet> rule_set, GraphStore graph_store, IndexWriter index_writer)
      : dir(std::move(data)),
        lock(std::move(writer_lock)),
        options(std::move(chosen)),
        gazetteer(Gazetteer::builtin()),
        rules(std::move(rule_set)),
        extractor(gazetteer, rules),
        store(std::move(graph_store)),
        index(std::move(index_writer)) {}

  DataDir dir;
  WriterLock lock;
  IndexerOptions options;
  const Gazetteer& gazetteer;
  std::shared_ptr<const RuleSet> rules;
  Extractor extractor;
  GraphStore store;
  IndexWriter index;
  NameIndex visible;
  IndexSummary summary;

  std::uint64_t lost_entries = 0;
  /// The index being brought up to the last commit, while the next batch is read. What asks the
  /// index, or changes the graph, waits for it.
  std::future<std::pair<Result<void>, double>> applying;
  bool forget_when_applied = false;  ///< The commit removed articles.

  bool extraction_again = false;  ///< The rules are others than those of the store.

  // The batch being made.
  std::map<ArticleId, Pending> pending;
  struct BatchPlace {
    bool has_versions = false;
    std::set<ArticleId> articles;
  };
  /// Every place at which an article of the batch is found, or was before.
  std::map<std::string, BatchPlace> batch_places;

  unsigned jobs() const {
    return options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  }
  std::string extractor_version() const {
    return "framing 1, rules " + rules->version() + ", gazetteer " +
           std::string(gazetteer.version());
  }
  void progress(std::string_view phase, std::uint64_t done, std::uint64_t all) const {
    if (options.progress) options.progress({phase, done, all, summary.characters});
  }
  bool must_stop() {
    if ((options.stop && options.stop()) || (options.strict && summary.skipped > 0)) {
      summary.stopped = true;
    }
    return summary.stopped;
  }
  auto index_progress(std::string_view phase) const {
    return [this, phase](std::uint64_t done, std::uint64_t all) { progress(phase, done, all); };
  }

  Result<void> start();
  Result<void> end_purge();
  void note_place(const ArticleId& id, const Source& source);
  Result<std::set<ArticleId>> found_at(const std::string& place) const;
  Result<Pending*> touch(const ArticleId& id);
  Result<InputStatus> take(Incoming& incoming, FileRun& file);
  Result<void> finish_file(const FileRun& file);
  Result<void> settle_currency();
  Result<void> settle_names(GraphBatch& batch);
  Extraction with_known(const StoredArticle& stored, Extraction stage_one) const;
  Result<void> read_others(const std::vector<Entity>& appeared,
                           const std::vector<EntityId>& vanished, GraphBatch& batch);
  Result<void> settle_reprints(GraphBatch& batch) const;
  Result<void> put_regrouped(GraphBatch& batch) const;
  Result<void> commit_pending(bool extraction_complete = true);
  void start_index();
  Result<void> finish_index();
  Result<void> add_batch(std::vector<Incoming>& batch, FileRun& file,
                         const std::function<void(const InputReport&)>& report);
  Result<void> extract_all();
};

// Reads what stays in memory, and brings the index up to the log.
Result<void> Indexer::Impl::start() {
  const auto read = store.reader().each_entity(EntityKind::kProgram, [&](const Entity& entity) {
    if (entity.visible) visible.add(entity);
    return true;
  });
  if (!read) return read.error();
  const auto last = store.reader().sequence();
  if (!last) return last.error();
  const bool is_ahead = index.newest() > *last;
  if (is_ahead) lost_entries = index.newest() - *last;
  const auto applied = is_ahead || index.is_stale()
                           ? index.rebuild(store.reader(), index_progress("rebuild"))
                           : index.apply(store.reader(), index_progress("apply"));
  return applied ? store.forget_removals() : applied;
}

void Indexer::Impl::note_place(const ArticleId& id, const Source& source) {
  BatchPlace& place = batch_places[Place::encode(source)];
  place.has_versions = has_versions(source);
  place.articles.insert(id);
}

// Who is found at a place, or was before this batch: in the store and in the batch.
Result<std::set<ArticleId>> Indexer::Impl::found_at(const std::string& place) const {
  const auto stored = store.reader().articles_at(place);
  if (!stored) return stored.error();
  std::set<ArticleId> there(stored->begin(), stored->end());
  const auto in_batch = batch_places.find(place);
  if (in_batch != batch_places.end()) {
    there.insert(in_batch->second.articles.begin(), in_batch->second.articles.end());
  }
  return there;
}

// The article in the batch being made, read from the store (with its text) if it is not yet in it;
// null if there is none.
Result<Pending*> Indexer::Impl::touch(const ArticleId& id) {
  if (const auto place = pending.find(id); place != pending.end()) return &place->second;
  auto stored = store.reader().article(id, true);
  if (!stored) return stored.error();
  if (!*stored) return static_cast<Pending*>(nullptr);
  auto before = store.reader().extraction(id);
  if (!before) return before.error();
  Pending& entry = pending[id];
  entry.existed = true;
  entry.before = std::move(*before);
  entry.article = std::move(**stored);
  for (const Source& source : entry.article.article.sources) note_place(id, source);
  return &entry;
}

// Puts one document into the batch.
Result<InputStatus> Indexer::Impl::take(Incoming& incoming, FileRun& file) {
  const ArticleId id = incoming.article.id;
  const Source source = incoming.article.sources.front();
  bool place_known = false;
  // Those known by the path alone are all looked up with the file's first document.
  if (has_versions(source) || !std::exchange(file.path_looked_up, true)) {
    const auto there = found_at(Place::encode(source));
    if (!there) return there.error();
    for (const ArticleId& other : *there) {
      if (other == id) continue;
      file.earlier.emplace(other, source);
      place_known = true;
    }
  } else {
    place_known = std::any_of(file.earlier.begin(), file.earlier.end(), [&](const auto& earlier) {
      return earlier.first != id && !file.articles.contains(earlier.first);
    });
  }
  auto known = touch(id);
  if (!known) return known.error();
  InputStatus status = InputStatus::kAdded;
  if (*known != nullptr) {
    Article& article = (*known)->article.article;
    bool text_changed = false;
    if (unite_articles(article, incoming.article, text_changed)) (*known)->changed = true;
    if (text_changed) {
      (*known)->text_changed = true;
      (*known)->stage_one.reset();
    }
    const bool elsewhere = add_source(article.sources, source);
    if (elsewhere) (*known)->changed = true;
    status = elsewhere ? InputStatus::kDuplicate : InputStatus::kUnchanged;
  }
  if (*known == nullptr) {
    Pending& entry = pending[id];
    entry.article.article = std::move(incoming.article);
    entry.changed = true;
    entry.text_changed = true;
    entry.stage_one = std::move(incoming.extraction);
    if (place_known) status = InputStatus::kUpdated;
  }
  note_place(id, source);
  return status;
}

// What came from the file before and does not any more is no longer to be found there.
Result<void> Indexer::Impl::finish_file(const FileRun& file) {
  for (const auto& [id, source] : file.earlier) {
    if (file.articles.contains(id)) continue;
    auto entry = touch(id);
    if (!entry) return entry.error();
    if (*entry == nullptr) continue;
    if (lose_source((*entry)->article.article.sources, source)) (*entry)->changed = true;
  }
  return {};
}

// Decides for every article at the places concerned whether it is current.
Result<void> Indexer::Impl::settle_currency() {
  // The newest at each place; reading may touch more articles, whose other places stay as they are.
  std::map<std::string, std::optional<ArticleId>> newest;
  std::set<ArticleId> concerned;
  for (const auto& [place, batch_place] : batch_places) {
    if (!batch_place.has_versions) continue;
    const auto there = found_at(place);
    if (!there) return there.error();
    std::optional<std::pair<std::uint32_t, ArticleId>> best;
    for (const ArticleId& id : *there) {
      const auto entry = pending.find(id);
      Article stored_article;
      const Article* article = nullptr;
      if (entry != pending.end()) {
        article = &entry->second.article.article;
      } else {
        auto read = store.reader().article(id, false);
        if (!read) return read.error();
        if (!*read) continue;
        stored_article = std::move((*read)->article);
        article = &stored_article;
      }
      const bool still_there = std::any_of(
          article->sources.begin(), article->sources.end(), [&, &at = place](const Source& source) {
            return !is_former(source) && Place::encode(source) == at;
          });
      if (!still_there) continue;
      concerned.insert(id);
      const auto order = version_order(*article);
      if (!best || *best < order) best = order;
    }
    newest[place] = best ? std::optional(best->second) : std::nullopt;
  }
  for (const auto& [id, entry] : pending) concerned.insert(id);
  for (const ArticleId& id : concerned) {
    auto entry = touch(id);
    if (!entry) return entry.error();
    if (*entry == nullptr) continue;
    (*entry)->removed = (*entry)->article.article.sources.empty();
    bool current = false;
    for (const Source& source : (*entry)->article.article.sources) {
      if (is_former(source)) continue;
      if (!has_versions(source)) {
        current = true;
        continue;
      }
      const auto known = newest.find(Place::encode(source));
      // A place nobody of this batch concerns is as the store has it.
      if (known == newest.end() ? (*entry)->article.current : known->second == id) current = true;
    }
    if (std::exchange((*entry)->article.current, current) != current) {
      (*entry)->changed = true;
      (*entry)->stage_one.reset();
    }
  }
  std::erase_if(pending,
                [](const auto& item) { return !item.second.changed && !item.second.read_again; });
  return {};
}

// Stage two: which names are visible after the batch, and what follows from it for other articles.
Result<void> Indexer::Impl::settle_names(GraphBatch& batch) {
  const auto stage_one = [&](Pending& entry) -> const Extraction& {
    if (!entry.stage_one) {
      entry.stage_one =
          entry.article.current ? extractor.extract(entry.article.article) : Extraction();
    }
    return *entry.stage_one;
  };
  std::map<EntityId, std::pair<NameTally, NameTally>> changes;
  const auto merge = [](NameTally& into, const NameTally& more) {
    into.strong_sections += more.strong_sections;
    into.weak_sections += more.weak_sections;
    for (const auto& [form, count] : more.forms) into.forms[form] += count;
  };
  std::vector<Pending*> entries;
  for (auto& [id, entry] : pending) entries.push_back(&entry);
  parallel_for(entries.size(), jobs(), [&](std::size_t i) { stage_one(*entries[i]); });
  for (Pending* entry : entries) {
    for (const auto& [id, tally] : tally_names(entry->before)) merge(changes[id].first, tally);
    for (const auto& [id, tally] : tally_names(*entry->stage_one)) merge(changes[id].second, tally);
  }
  std::vector<Entity> appeared;
  std::vector<EntityId> vanished;
  for (const auto& [id, change] : changes) {
    auto stored = store.reader().entity(id);
    if (!stored) return stored.error();
    Entity entity = *stored ? **stored : Entity{};
    entity.id = id;
    const bool was_visible = *stored && entity.visible;
    change_tally(entity, change.first, change.second);
    if (id.kind() == EntityKind::kProgram && was_visible != entity.visible) {
      if (entity.visible)
        appeared.push_back(entity);
      else
        vanished.push_back(id);
    }
    batch.entities.push_back(std::move(entity));
  }
  for (const Entity& entity : appeared) visible.add(entity);
  for (const EntityId& id : vanished) visible.remove(id);
  std::vector<Extraction> extractions(entries.size());
  parallel_for(entries.size(), jobs(), [&](std::size_t i) {
    extractions[i] = with_known(entries[i]->article, std::move(*entries[i]->stage_one));
  });
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Pending& entry = *entries[i];
    if (entry.removed) {
      if (entry.existed) batch.removals.push_back(entry.article.article.id);
      continue;
    }
    if (!entry.changed && entry.before == extractions[i]) continue;
    batch.puts.push_back({std::move(entry.article), std::move(extractions[i]), entry.text_changed});
  }
  return read_others(appeared, vanished, batch);
}

// What the text says by the names that are visible, `stage_one` being what it says without them.
Extraction Indexer::Impl::with_known(const StoredArticle& stored, Extraction stage_one) const {
  if (!stored.current) return stage_one;
  const auto names = visible.find_in(fold_text(decode_utf8(stored.article.text)));
  if (!names.empty()) extractor.add_known(stored.article, names, stage_one);
  return stage_one;
}

// Articles outside the batch that name what has just appeared or vanished.
Result<void> Indexer::Impl::read_others(const std::vector<Entity>& appeared,
                                        const std::vector<EntityId>& vanished, GraphBatch& batch) {
  struct Other {
    std::vector<Extractor::KnownName> names;  ///< That may stand in it, and did not count before.
    bool lost_name = false;
  };
  std::map<ArticleId, Other> others;
  for (const Entity& entity : appeared) {
    const std::string name = normalize_name(entity.name);
    if (!Extractor::is_looked_for(name)) continue;
    const auto ids = index.articles_with(decode_utf8(name));
    if (!ids) return ids.error();
    for (const ArticleId& id : *ids) others[id].names.push_back({entity.id, name, entity.name});
  }
  for (const EntityId& id : vanished) {
    const auto read = store.reader().candidates_of(id, [&](const Candidate& candidate) {
      others[candidate.evidence.article].lost_name = true;
      return true;
    });
    if (!read) return read.error();
  }
  std::erase_if(others, [&](const auto& other) { return pending.contains(other.first); });
  // Most of them only contain a name's characters: none of their text is kept.
  std::vector<std::pair<ArticleId, Other>> all(std::make_move_iterator(others.begin()),
                                               std::make_move_iterator(others.end()));
  std::vector<std::optional<GraphBatch::Put>> puts(all.size());
  std::vector<Result<void>> results(all.size());
  const auto read_one = [&](std::size_t i) -> Result<void> {
    const auto& [id, other] = all[i];
    auto stored = store.reader().article(id, true);
    if (!stored) return stored.error();
    if (!*stored || !(*stored)->current) return {};
    auto before = store.reader().extraction(id);
    if (!before) return before.error();
    Extraction stage_one = extractor.without_known(*before);
    if (!other.lost_name && !extractor.may_add_known((*stored)->article, other.names, stage_one)) {
      return {};
    }
    Extraction after = with_known(**stored, std::move(stage_one));
    if (after == *before) return {};
    (*stored)->article.text.clear();
    puts[i] = GraphBatch::Put{std::move(**stored), std::move(after), false};
    return {};
  };
  parallel_for(all.size(), jobs(), [&](std::size_t i) { results[i] = read_one(i); });
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!results[i]) return results[i].error();
    if (puts[i]) batch.puts.push_back(std::move(*puts[i]));
  }
  return {};
}

// Which sections are reprints of one another after the batch.
Result<void> Indexer::Impl::settle_reprints(GraphBatch& batch) const {
  std::vector<const std::pair<const ArticleId, Pending>*> entries;
  for (const auto& entry : pending) entries.push_back(&entry);
  std::vector<std::optional<ArticleSketches>> sketched(entries.size());
  std::vector<Result<void>> results(entries.size());
  const auto sketch = [&](std::size_t i) -> Result<void> {
    const auto& [id, entry] = *entries[i];
    ArticleSketches now{id, {}};
    if (entry.article.current && !entry.removed) now.sections = sketches_of(entry.article.article);
    const auto before = store.reader().sketches(id);
    if (!before) return before.error();
    const auto stored = store.reader().article(id, false);
    if (!stored) return stored.error();
    // An article that is found in one more place, say.
    const auto is_same = [](SectionSketch a, const SectionSketch& b) {
      a.group = b.group;
      return a == b;
    };
    const auto says_the_same = [](const Article& a, const Article& b) {
      return a.title == b.title && a.number == b.number && a.signed_on == b.signed_on &&
             a.effective == b.effective && a.date() == b.date();
    };
    if (*stored && says_the_same((*stored)->article, entry.article.article) &&
        std::equal(before->begin(), before->end(), now.sections.begin(), now.sections.end(),
                   is_same)) {
      return {};
    }
    sketched[i] = std::move(now);
    return {};
  };
  parallel_for(entries.size(), jobs(), [&](std::size_t i) { results[i] = sketch(i); });
  std::vector<ArticleSketches> changed;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!results[i]) return results[i].error();
    if (sketched[i]) changed.push_back(std::move(*sketched[i]));
  }
  auto grouped = group_reprints(
      &store.reader(), changed, [&](const ArticleId& id) -> Result<std::shared_ptr<const Article>> {
        if (const auto entry = pending.find(id); entry != pending.end()) {
          return std::shared_ptr<const Article>(std::shared_ptr<void>(),
                                                &entry->second.article.article);
        }
        auto stored = store.reader().article(id, true);
        if (!stored) return stored.error();
        if (!*stored) return std::shared_ptr<const Article>();
        return std::make_shared<const Article>(std::move((*stored)->article));
      });
  if (!grouped) return grouped.error();
  batch.sketches = std::move(*grouped);
  return {};
}

// Articles that change in nothing but a group are put as they are, so that the index learns of it.
Result<void> Indexer::Impl::put_regrouped(GraphBatch& batch) const {
  std::set<ArticleId> put(batch.removals.begin(), batch.removals.end());
  for (const auto& item : batch.puts) put.insert(item.article.article.id);
  for (const ArticleSketches& article : batch.sketches) {
    if (put.contains(article.article)) continue;
    const auto before = store.reader().sketches(article.article);
    if (!before) return before.error();
    const auto is_same = [](const SectionSketch& a, const SectionSketch& b) {
      return a.section == b.section && a.group == b.group;
    };
    const auto has_group = [](const SectionSketch& sketch) { return sketch.group.has_value(); };
    const auto& now = article.sections;
    if (std::equal(before->begin(), before->end(), now.begin(), now.end(), is_same) ||
        (std::none_of(before->begin(), before->end(), has_group) &&
         std::none_of(now.begin(), now.end(), has_group))) {
      continue;
    }
    auto stored = store.reader().article(article.article, false);
    if (!stored) return stored.error();
    auto extraction = store.reader().extraction(article.article);
    if (!extraction) return extraction.error();
    if (*stored) batch.puts.push_back({std::move(**stored), std::move(*extraction), false});
  }
  return {};
}

// `extraction_complete`: after this, everything stored was extracted by the present rules.
Result<void> Indexer::Impl::commit_pending(bool extraction_complete) {
  if (const auto applied = finish_index(); !applied) return applied;
  const auto extract_start = Clock::now();
  GraphBatch batch;
  if (const auto settled = settle_currency(); !settled) return settled.error();
  // Before the articles move into the batch.
  if (const auto settled = settle_reprints(batch); !settled) return settled.error();
  if (const auto settled = settle_names(batch); !settled) return settled.error();
  if (const auto put = put_regrouped(batch); !put) return put.error();
  summary.extract_seconds += seconds_since(extract_start);
  pending.clear();
  batch_places.clear();
  if (extraction_complete) {
    batch.meta.emplace_back(kMetaExtractor, extractor_version());
    batch.meta.emplace_back(kMetaReprints, std::to_string(kReprintVersion));
  }
  if (batch.puts.empty() && batch.removals.empty() && batch.sketches.empty() && !extraction_again) {
    return {};
  }
  if (const auto noted = note_day(store.reader(), local_today(), batch); !noted) return noted;
  const auto graph_start = Clock::now();
  const auto committed = store.commit(batch);
  if (!committed) return committed.error();
  summary.graph_seconds += seconds_since(graph_start);
  if (options.passed) options.passed("graph committed");
  forget_when_applied = !batch.removals.empty();
  std::size_t bytes = 0;
  for (const auto& put : batch.puts) bytes += put.article.article.text.size();
  batch = {};
  // Xapian needs the room that a large text took until here.
  if (bytes >= options.batch_bytes) ::malloc_trim(0);
  start_index();
  return {};
}

// Nothing but what is read here may change graph or index until finish_index().
void Indexer::Impl::start_index() {
  applying = std::async(std::launch::async, [this] {
    const auto start = Clock::now();
    auto applied = index.apply(store.reader());
    return std::make_pair(std::move(applied), seconds_since(start));
  });
}

Result<void> Indexer::Impl::finish_index() {
  if (!applying.valid()) return {};
  const auto [applied, seconds] = applying.get();
  summary.index_seconds += seconds;
  if (!applied) return applied;
  return std::exchange(forget_when_applied, false) ? store.forget_removals() : Result<void>();
}

Result<void> Indexer::Impl::add_batch(std::vector<Incoming>& batch, FileRun& file,
                                      const std::function<void(const InputReport&)>& report) {
  const auto start = Clock::now();
  parallel_for(batch.size(), jobs(), [&](std::size_t i) {
    Incoming& incoming = batch[i];
    const auto begun = Clock::now();
    auto article = frame_document(gazetteer, std::move(incoming.raw));
    if (!article) {
      incoming.error = article.error();
      return;
    }
    incoming.article = std::move(*article);
    // A base term takes three bytes or more of the text, but for single letters and digits.
    if (incoming.article.text.size() / 2 > options.max_terms) {
      const auto terms = Analyzer::estimate_base_terms(decode_utf8(incoming.article.text));
      if (terms > options.max_terms) {
        incoming.error = Error{ErrorCode::kInvalidInput,
                               message(_("{}: {} different words and pairs of characters, too many "
                                         "for --memory, not read"),
                                       incoming.path, terms)};
        return;
      }
    }
    // What is here already needs no reading again.
    const auto known = store.reader().article(incoming.article.id, false);
    if (!known || !*known) incoming.extraction = extractor.extract(incoming.article);
    incoming.seconds += seconds_since(begun);
  });
  summary.extract_seconds += seconds_since(start);
  std::vector<InputReport> reports;
  for (Incoming& incoming : batch) {
    InputReport line;
    line.path = incoming.path;
    line.key = incoming.key;
    line.replaced = incoming.replaced;
    line.seconds = incoming.seconds;
    if (incoming.error) {
      line.reason = incoming.error->message;
      ++summary.skipped;
      reports.push_back(std::move(line));
      if (incoming.ends_file && incoming.path == file.path) {
        if (const auto finished = finish_file(file); !finished) return finished.error();
      }
      continue;
    }
    if (incoming.path != file.path) {
      file = {};
      file.path = incoming.path;
      // Standard input is no place: what came from it before stays.
      file.path_looked_up = file.path == "-";
    }
    line.article = incoming.article.id;
    summary.bytes += incoming.article.text.size();
    for (const char c : incoming.article.text) summary.characters += (c & 0xC0) != 0x80;
    const auto status = take(incoming, file);
    if (!status) return status.error();
    file.articles.insert(*line.article);
    if (incoming.ends_file) {
      if (const auto finished = finish_file(file); !finished) return finished.error();
    }
    line.status = *status;
    switch (*status) {
      case InputStatus::kAdded:
        ++summary.added;
        break;
      case InputStatus::kUpdated:
        ++summary.updated;
        break;
      case InputStatus::kUnchanged:
        ++summary.unchanged;
        break;
      case InputStatus::kDuplicate:
        ++summary.duplicate;
        break;
      case InputStatus::kSkipped:
      case InputStatus::kUnread:
        break;  // Counted where they are reported.
    }
    reports.push_back(std::move(line));
  }
  batch.clear();
  if (options.dry_run) {
    pending.clear();
    batch_places.clear();
  } else if (const auto committed = commit_pending(); !committed) {
    return committed.error();
  }
  for (const InputReport& line : reports) report(line);
  return {};
}

// Extracts every article again, a batch at a time.
Result<void> Indexer::Impl::extract_all() {
  std::vector<ArticleId> articles;
  const auto read = store.reader().each_article([&](const StoredArticle& stored) {
    if (stored.current) articles.push_back(stored.article.id);
    return true;
  });
  if (!read) return read.error();
  extraction_again = true;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    auto entry = touch(articles[i]);
    if (!entry) return entry.error();
    if (*entry != nullptr) {
      (*entry)->read_again = true;
      bytes += (*entry)->article.article.text.size();
    }
    const bool last = i + 1 == articles.size();
    if (bytes < options.batch_bytes && !last) continue;
    if (const auto committed = commit_pending(last); !committed) return committed.error();
    bytes = 0;
    progress("extract", i + 1, articles.size());
  }
  extraction_again = false;
  return finish_index();
}

Indexer::Indexer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Indexer::Indexer(Indexer&&) noexcept = default;
Indexer& Indexer::operator=(Indexer&&) noexcept = default;
Indexer::~Indexer() = default;

Result<Indexer> Indexer::open(const fs::path& data_dir, const IndexerOptions& options) {
  auto dir = DataDir::create(data_dir);
  if (!dir) return dir.error();
  auto lock = WriterLock::acquire(*dir, options.lock_wait_ms);
  if (!lock) return lock.error();
  auto rules = RuleSet::load(dir->rules());
  if (!rules) return rules.error();
  const auto dictionary = dir->user_dictionary();
  if (!dictionary) return dictionary.error();
  if (const auto finished = finish_salvage(dir->graph()); !finished) return finished.error();
  std::error_code error;
  if (!fs::exists(dir->graph() / "CURRENT", error) && fs::exists(dir->index() / "CURRENT", error) &&
      (!fs::exists(dir->graph(), error) || fs::is_empty(dir->graph(), error))) {
    // A fresh one would hide the loss.
    return Error{
        ErrorCode::kCorrupt,
        message(_("{}: missing; restore a backup, or delete {} and index everything again"),
                dir->graph().string(), dir->root.string())};
  }
  auto store = GraphStore::open(dir->graph(), options.graph);
  if (!store) return store.error();
  const auto lexicon = Lexicon::standard(*dictionary);
  const auto is_damage = [&](const Error& fault) {
    return options.replace_damaged_index && fault.code != ErrorCode::kBusy &&
           fault.code != ErrorCode::kIo;
  };
  auto index = IndexWriter::open(*dir, lexicon, options.passed);
  if (!index && is_damage(index.error())) {
    fs::remove_all(dir->index(), error);
    index = IndexWriter::open(*dir, lexicon, options.passed);
  }
  if (!index) return index.error();
  auto impl = std::make_unique<Impl>(*dir, std::move(*lock), options, *rules, std::move(*store),
                                     std::move(*index));
  auto started = impl->start();
  if (!started && is_damage(started.error())) {
    fs::remove_all(dir->index(), error);
    index = IndexWriter::open(*dir, lexicon, options.passed);
    if (!index) return index.error();
    impl->index = std::move(*index);
    started = impl->start();
  }
  if (!started) return started.error();
  const auto version = impl->store.reader().meta(kMetaExtractor);
  if (!version) return version.error();
  const auto grouped = impl->store.reader().meta(kMetaReprints);
  if (!grouped) return grouped.error();
  if (*version && (**version != impl->extractor_version() ||
                   grouped->value_or("") != std::to_string(kReprintVersion))) {
    // Other rules, or another gazetteer: what is stored no longer says what we would say.
    if (const auto extracted = impl->extract_all(); !extracted) return extracted.error();
  }
  if (const auto purged = impl->end_purge(); !purged) return purged.error();
  return Indexer(std::move(impl));
}

// Does what is left of a purge that was asked for.
Result<void> Indexer::Impl::end_purge() {
  std::error_code error;
  if (!fs::exists(dir.purge_mark(), error)) return {};
  std::string state;
  {
    std::ifstream in(dir.purge_mark());
    std::getline(in, state, '\0');
  }
  if (state != kPurgeWritten) {
    if (const auto compacted = store.compact(); !compacted) return compacted.error();
    const auto rebuilt = index.rebuild(store.reader(), index_progress("rebuild"));
    if (!rebuilt) return rebuilt;
    return write_file_atomically(dir.purge_mark(), kPurgeWritten);
  }
  fs::remove(dir.purge_mark(), error);
  if (error) return Error{ErrorCode::kIo, dir.purge_mark().string() + ": " + error.message()};
  return {};
}

Result<IndexSummary> Indexer::add(const std::vector<fs::path>& paths,
                                  const std::function<void(const InputReport&)>& report) {
  Impl& impl = *impl_;
  impl.summary = {};
  const auto start = Clock::now();
  const auto skip = [&](const fs::path& path, Error error, double seconds) {
    const bool unread = error.code == ErrorCode::kUnsupported;
    ++(unread ? impl.summary.unread : impl.summary.skipped);
    report({path.string(),
            unread ? InputStatus::kUnread : InputStatus::kSkipped,
            std::nullopt,
            {},
            std::move(error.message),
            0,
            seconds});
  };
  std::vector<fs::path> normal;
  for (const auto& path : paths) normal.emplace_back(normal_path(path));
  const FoundFiles found = find_files(normal, impl.options.files);
  for (const auto& missing : found.missing)
    skip(missing.path, {ErrorCode::kNotFound, missing.reason}, 0);
  std::vector<Incoming> batch;
  FileRun run;
  std::size_t bytes = 0;
  auto batch_start = start;
  const auto is_due = [&] {
    return bytes >= impl.options.batch_bytes ||
           (!batch.empty() && seconds_since(batch_start) >= impl.options.batch_seconds);
  };
  std::optional<Error> fatal;
  const auto flush = [&] {
    // Of large articles no two batches are in memory at once.
    if (bytes > 2 * impl.options.batch_bytes) {
      if (const auto applied = impl.finish_index(); !applied) fatal = applied.error();
      if (fatal) return false;
      ::malloc_trim(0);
    }
    bytes = 0;
    if (const auto added = impl.add_batch(batch, run, report); !added) fatal = added.error();
    return !fatal;
  };
  // The file, or the member of an archive, whose documents are coming.
  std::string at;
  const auto end_place = [&] {
    if (!batch.empty() && batch.back().path == at) {
      batch.back().ends_file = true;
    } else if (run.path == at) {
      if (const auto finished = impl.finish_file(run); !finished) fatal = finished.error();
    }
  };
  // False where the run ends.
  const auto take = [&](const fs::path& file, Result<RawDocument> document, double seconds) {
    impl.summary.read_seconds += seconds;
    if (!document) {
      skip(file, document.error(), seconds);
      return !impl.must_stop();
    }
    if (!at.empty() && at != document->source.path) end_place();
    at = document->source.path;
    bytes += document->text.size();
    Incoming incoming;
    incoming.path = at;
    incoming.key = document->source.key;
    incoming.replaced = document->replaced;
    incoming.seconds = seconds;
    incoming.raw = std::move(*document);
    if (batch.empty()) batch_start = Clock::now();
    batch.push_back(std::move(incoming));
    const bool goes_on = !fatal && (!is_due() || flush());
    return goes_on && !impl.must_stop();
  };
  std::uint64_t done = 0;
  const auto end_file = [&](const fs::path& file, const Result<void>& read, double seconds) {
    impl.summary.read_seconds += seconds;
    if (!read && !fatal) skip(file, read.error(), seconds);
    // Where reading was stopped, the rest of the file is not known to be gone.
    if (read && !at.empty() && !impl.summary.stopped && !fatal) end_place();
    at.clear();
    impl.progress("index", ++done, found.files.size());
    return !fatal && (!is_due() || flush());
  };
  // Whoever writes into a pipe may let us wait: that is not read ahead.
  std::vector<fs::path> regular;
  std::set<std::size_t> pipes;
  for (std::size_t i = 0; i < found.files.size(); ++i) {
    if (is_regular(found.files[i])) {
      regular.push_back(found.files[i]);
    } else {
      pipes.insert(i);
    }
  }
  {
    const unsigned threads =
        impl.options.reading_threads != 0 ? impl.options.reading_threads : impl.jobs();
    ReadAhead ahead(regular, impl.options.reader, {threads, impl.options.read_ahead_bytes});
    for (std::size_t i = 0; i < found.files.size() && !fatal && !impl.must_stop(); ++i) {
      const auto& file = found.files[i];
      if (pipes.contains(i)) {
        auto last = Clock::now();
        const auto read =
            read_documents(file, impl.options.reader, [&](Result<RawDocument> document) {
              const double seconds = seconds_since(last);
              const bool goes_on = take(file, std::move(document), seconds);
              last = Clock::now();
              return goes_on;
            });
        end_file(file, read, seconds_since(last));
        continue;
      }
      while (auto step = ahead.next()) {
        if (!step->document) {
          end_file(file, step->end, step->seconds);
          break;
        }
        if (!take(file, std::move(*step->document), step->seconds)) break;
      }
    }
  }
  if (fatal) return *fatal;
  if (!batch.empty() || !impl.pending.empty()) {
    if (const auto added = impl.add_batch(batch, run, report); !added) return added.error();
  }
  if (const auto applied = impl.finish_index(); !applied) return applied.error();
  impl.summary.seconds = seconds_since(start);
  return impl.summary;
}

Result<void> Indexer::remove(const std::vector<Removal>& removals) {
  Impl& impl = *impl_;
  std::size_t bytes = 0;
  for (const Removal& removal : removals) {
    auto entry = impl.touch(removal.article);
    if (!entry) return entry.error();
    if (*entry == nullptr) continue;
    auto& sources = (*entry)->article.article.sources;
    const auto lost = std::erase_if(sources, [&](const Source& source) {
      return std::find(removal.sources.begin(), removal.sources.end(), source) !=
             removal.sources.end();
    });
    if (lost > 0 || sources.empty()) (*entry)->changed = true;
    bytes += (*entry)->article.article.text.size();
    if (bytes < impl.options.batch_bytes) continue;
    bytes = 0;
    if (const auto committed = impl.commit_pending(); !committed) return committed.error();
  }
  if (const auto committed = impl.commit_pending(); !committed) return committed.error();
  return impl.finish_index();
}

Result<void> Indexer::announce_purge() {
  return write_file_atomically(impl_->dir.purge_mark(), kPurgeAsked);
}

Result<void> Indexer::purge() {
  if (const auto announced = announce_purge(); !announced) return announced;
  return impl_->end_purge();
}

Result<void> Indexer::rebuild() {
  if (const auto forgotten = impl_->store.forget_sketches(); !forgotten) return forgotten.error();
  if (const auto extracted = impl_->extract_all(); !extracted) return extracted.error();
  return impl_->index.rebuild(impl_->store.reader(), impl_->index_progress("rebuild"));
}

std::uint64_t Indexer::lost_entries() const { return impl_->lost_entries; }

const GraphReader& Indexer::graph() const { return impl_->store.reader(); }

}  // namespace zhengce
