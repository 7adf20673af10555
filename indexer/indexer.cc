#include "indexer/indexer.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>
#include <thread>

#include "corpus/message.h"
#include "graph/days.h"
#include "graph/reprint_groups.h"
#include "graph/salvage.h"
#include "indexer/indexer_impl.h"
#include "indexer/regroup.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

// What the mark of a purge says: that it is to be done; that the store need only be opened again.
constexpr const char* kPurgeAsked = "asked\n";
constexpr const char* kPurgeWritten = "written\n";

using Clock = std::chrono::steady_clock;

}  // namespace

std::string_view status_name(InputStatus status) {
  static constexpr std::string_view kNames[] = {"added",     "updated", "unchanged",
                                                "duplicate", "skipped", "unread"};
  return kNames[static_cast<std::size_t>(status)];
}

// Reads what stays in memory, and brings the index up to the log.
Result<void> Indexer::Impl::start() {
  if (const auto loaded = naming.load(); !loaded) return loaded;
  const auto last = store.reader().sequence();
  if (!last) return last.error();
  seen = SeenFiles::load(dir.seen_files(), *last);
  const bool is_ahead = index.newest() > *last;
  if (is_ahead) lost_entries = index.newest() - *last;
  const auto applied = is_ahead || index.is_stale()
                           ? index.rebuild(store.reader(), index_progress("rebuild"))
                           : index.apply(store.reader(), index_progress("apply"));
  return applied ? store.forget_removals() : applied;
}

// `extraction_complete`: after this, everything stored was extracted by the present rules.
Result<void> Indexer::Impl::commit_pending(bool extraction_complete) {
  const auto extract_start = Clock::now();
  GraphBatch out;
  if (const auto settled = batch.settle_currency(); !settled) return settled;
  // Before the articles move on.
  if (const auto settled = settle_reprints(batch, store.reader(), jobs(), out); !settled) {
    return settled;
  }
  summary.extract_seconds += seconds_since(extract_start);
  // Up to here only the graph was read; names are looked for in the index too.
  if (const auto applied = finish_index(); !applied) return applied;
  const auto naming_start = Clock::now();
  if (const auto settled = naming.settle(batch, out); !settled) return settled;
  if (const auto put = put_regrouped(store.reader(), out); !put) return put;
  summary.extract_seconds += seconds_since(naming_start);
  batch.clear();
  if (extraction_complete) {
    out.meta.emplace_back(kMetaExtractor, extractor_version());
    out.meta.emplace_back(kMetaReprints, std::to_string(kReprintVersion));
  }
  if (out.puts.empty() && out.removals.empty() && out.sketches.empty() && !extraction_again) {
    return {};
  }
  if (const auto noted = note_day(store.reader(), local_today(), out); !noted) return noted;
  const auto graph_start = Clock::now();
  const auto committed = store.commit(out);
  if (!committed) return committed.error();
  summary.graph_seconds += seconds_since(graph_start);
  if (options.passed) options.passed("graph committed");
  forget_when_applied = !out.removals.empty();
  const bool had_large = std::any_of(out.puts.begin(), out.puts.end(), [&](const auto& put) {
    return put.article.article.text.size() >= options.batch_bytes / 2;
  });
  out = {};
  // Xapian needs the room that a large text took until here.
  if (had_large) ::malloc_trim(0);
  start_index();
  return {};
}

// Of large articles no two batches are in memory at once.
Result<void> Indexer::Impl::make_room(std::size_t bytes) {
  if (bytes <= 2 * options.batch_bytes) return {};
  if (const auto applied = finish_index(); !applied) return applied;
  ::malloc_trim(0);
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

// It is a cache: a fault leaves the last one or none.
void Indexer::Impl::save_seen() {
  seen_saved = Clock::now();
  const auto sequence = store.reader().sequence();
  if (!sequence || (seen.empty() && !fs::exists(dir.seen_files()))) return;
  (void)seen.save(dir.seen_files(), *sequence);
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
    auto entry = batch.touch(articles[i]);
    if (!entry) return entry.error();
    if (*entry != nullptr) {
      (*entry)->read_again = true;
      bytes += (*entry)->article.article.text.size();
    }
    const bool last = i + 1 == articles.size();
    if (bytes < options.batch_bytes && batch.articles().size() < kBatchDocuments && !last) continue;
    if (const auto ready = make_room(bytes); !ready) return ready;
    if (const auto committed = commit_pending(last); !committed) return committed.error();
    bytes = 0;
    progress("extract", i + 1, articles.size());
  }
  // That nothing is of other rules is to be noted of no articles too.
  if (articles.empty()) {
    if (const auto committed = commit_pending(); !committed) return committed.error();
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
  fs::remove(dir.seen_files(), error);
  seen = {};
  if (state != kPurgeWritten) {
    if (const auto compacted = store.compact(); !compacted) return compacted.error();
    const auto rebuilt = index.rebuild(store.reader(), index_progress("rebuild"));
    if (!rebuilt) return rebuilt;
    return write_file_atomically(dir.purge_mark(), kPurgeWritten);
  }
  fs::remove(dir.purge_mark(), error);
  if (error) return io_error(dir.purge_mark(), error);
  return {};
}

Result<void> Indexer::remove(const std::vector<Removal>& removals) {
  Impl& impl = *impl_;
  std::size_t bytes = 0;
  for (const Removal& removal : removals) {
    for (const Source& source : removal.sources) {
      impl.seen.forget(source.path.substr(0, source.path.find("!/")));
    }
    const auto removed = impl.batch.remove(removal);
    if (!removed) return removed.error();
    bytes += *removed;
    if (bytes < impl.options.batch_bytes) continue;
    bytes = 0;
    if (const auto committed = impl.commit_pending(); !committed) return committed.error();
  }
  if (const auto committed = impl.commit_pending(); !committed) return committed.error();
  impl.save_seen();
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

const PlannedSources& Indexer::planned() const { return impl_->batch.uncommitted(); }

const GraphReader& Indexer::graph() const { return impl_->store.reader(); }

}  // namespace zhengce
