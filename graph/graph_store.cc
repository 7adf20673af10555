#include "graph/graph_store.h"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "corpus/message.h"
#include "graph/codec.h"
#include "graph/key_layout.h"
#include "graph/reader.h"
#include "graph/reprint_groups.h"

namespace zhengce {
namespace {

using keys::Family;

constexpr std::size_t kFlushBytes = 8u << 20;
constexpr std::size_t kLongerThanKeys = 64;

std::set<std::string> names_of(const Entity& entity) {
  std::set<std::string> names;
  for (const WrittenForm& form : entity.forms) {
    names.insert(keys::name(normalize_name(form.name), entity.id));
  }
  return names;
}

// What follows from an article's sketches.
std::set<std::string> bands_of(const ArticleId& id, const std::vector<SectionSketch>& sketches) {
  std::set<std::string> rows;
  for (const SectionSketch& sketch : sketches) {
    for (const std::uint32_t band : sketch.bands)
      rows.insert(keys::band(band, {id, sketch.section}));
  }
  return rows;
}

std::set<std::string> groups_of(const ArticleId& id, const std::vector<SectionSketch>& sketches) {
  std::set<std::string> rows;
  for (const SectionSketch& sketch : sketches) {
    if (sketch.group) rows.insert(keys::group(*sketch.group, {id, sketch.section}));
  }
  return rows;
}

}  // namespace

GraphReader::~GraphReader() = default;

std::string Place::encode(const Source& source) {
  if (!source.key.empty()) return "key:" + source.key;
  if (!source.url.empty()) return "url:" + source.url;
  return "path:" + source.path;
}

struct GraphStore::Impl {
  Impl(std::unique_ptr<Database> database, const GraphOptions& chosen)
      : options(chosen), reader(std::move(database)) {}

  GraphOptions options;
  DatabaseReader reader;
  std::size_t unflushed_bytes = 0;
};

namespace {

// Turns a GraphBatch into one WriteBatch, by what the store holds now.
class BatchBuilder {
 public:
  BatchBuilder(DatabaseReader& reader, std::uint64_t sequence)
      : reader_(reader), sequence_(sequence) {}

  Result<void> add(const GraphBatch::Put& put);
  Result<void> add(const Entity& entity);
  Result<void> add(const ArticleSketches& sketches);
  Result<void> remove_article(const ArticleId& id);
  void add_meta(const std::string& name, const std::string& value) {
    put(Family::kMeta, keys::meta(name), value);
  }
  /// Counts and sequence: after all else.
  Result<void> finish();

  std::uint64_t sequence() const { return sequence_; }
  /// What was added, in the order of its keys: RocksDB's memory tables take neighbors in half the
  /// time that they take keys in any order. Empties the builder.
  rocksdb::WriteBatch take();

 private:
  struct Row {
    std::string key;
    std::optional<std::string> value;  // Nothing: the key is deleted.
  };
  void put(Family family, std::string_view key, std::string value) {
    rows_of(family).push_back({std::string(key), std::move(value)});
  }
  void remove(Family family, std::string_view key) {
    rows_of(family).push_back({std::string(key), std::nullopt});
  }
  std::vector<Row>& rows_of(Family family) { return rows_[static_cast<std::size_t>(family)]; }
  // Rows that follow from a set of keys: those no longer wanted go, new ones come.
  void replace_keys(Family family, const std::set<std::string>& before,
                    const std::set<std::string>& after) {
    for (const auto& key : before) {
      if (!after.contains(key)) remove(family, key);
    }
    for (const auto& key : after) {
      if (!before.contains(key)) put(family, key, {});
    }
  }
  void count_subjects(const StoredArticle& stored, std::int64_t by) {
    if (!stored.current) return;
    for (const Section& section : stored.article.sections) {
      for (const auto& code : std::set<std::string>(section.about.begin(), section.about.end())) {
        subjects_[EntityId::region(code)] += by;
      }
    }
  }
  void replace_extraction(const ArticleId& id, const Extraction& before, const Extraction& after);

  DatabaseReader& reader_;
  std::uint64_t sequence_;
  std::array<std::vector<Row>, keys::kFamilies> rows_;
  std::set<ArticleId> articles_;
  std::set<EntityId> entities_;
  std::set<ArticleId> sketched_;
  std::map<EntityId, std::int64_t> subjects_;
  std::string removals_;
};

// The rows that follow from what was extracted: `visit` gets family, key and value of each.
template <typename Visit>
void each_row(const Extraction& extraction, const Visit& visit) {
  std::uint32_t n = 0;
  for (const Assertion& assertion : extraction.assertions) {
    const auto out = keys::EdgeKey::out(assertion, n++);
    const auto value = codec::encode_edge(assertion);
    visit(Family::kOut, out.encode(), value);
    visit(Family::kIn, out.reversed().encode(), value);
  }
  n = 0;
  for (const Candidate& candidate : extraction.candidates) {
    visit(Family::kCandidates, keys::CandidateKey::of(candidate, n++).encode(),
          codec::encode_candidate(candidate));
  }
}

// Where the key and value of a row stay the same it is neither deleted nor written again: a batch
// that only changes what is visible touches few edges of an article.
void BatchBuilder::replace_extraction(const ArticleId& id, const Extraction& before,
                                      const Extraction& after) {
  put(Family::kExtractions, keys::id(id), codec::encode_extraction(after));
  if (before.assertions.empty() && before.candidates.empty()) {
    each_row(after, [&](Family family, const std::string& key, const std::string& value) {
      put(family, key, value);
    });
    return;
  }
  std::map<std::pair<Family, std::string>, std::string> old_rows, new_rows;
  const auto collect = [](auto& rows) {
    return [&rows](Family family, std::string key, std::string value) {
      rows.emplace(std::pair(family, std::move(key)), std::move(value));
    };
  };
  each_row(before, collect(old_rows));
  each_row(after, collect(new_rows));
  for (const auto& [key, value] : old_rows) {
    if (!new_rows.contains(key)) remove(key.first, key.second);
  }
  for (const auto& [key, value] : new_rows) {
    const auto old = old_rows.find(key);
    if (old == old_rows.end() || old->second != value) put(key.first, key.second, value);
  }
}

Result<void> BatchBuilder::add(const GraphBatch::Put& item) {
  const ArticleId id = item.article.article.id;
  const auto fault = [&](const char* what) {
    return Error{ErrorCode::kInternal, message(_("article {}: {}"), id.hex(), what)};
  };
  if (!articles_.insert(id).second) return fault(_("put twice in one batch"));
  static const Extraction kNothing;
  const Extraction& extraction = item.article.current ? item.extraction : kNothing;
  const auto is_sound = [&](const auto& row) {
    const Evidence& evidence = row.evidence;
    return evidence.article == id && evidence.confidence >= 0 && evidence.confidence <= 1;
  };
  if (!std::all_of(extraction.candidates.begin(), extraction.candidates.end(), is_sound) ||
      !std::all_of(extraction.assertions.begin(), extraction.assertions.end(), is_sound)) {
    return fault(_("evidence of another article or without a confidence from 0 to 1"));
  }
  const auto stored = reader_.article(id, false);
  if (!stored) return stored.error();
  if (!*stored && !item.text_changed) return fault(_("put without text, and none is stored"));

  const auto before = reader_.extraction(id);
  if (!before) return before.error();
  replace_extraction(id, *before, extraction);

  if (*stored) {
    remove(Family::kLog, keys::number((*stored)->sequence));
    count_subjects(**stored, -1);
  }
  count_subjects(item.article, 1);
  replace_keys(Family::kPlaces, *stored ? places_of((*stored)->article) : std::set<std::string>(),
               places_of(item.article.article));

  StoredArticle record = item.article;
  record.article.text.clear();
  record.sequence = ++sequence_;
  put(Family::kArticles, keys::id(id), codec::encode_article(record));
  put(Family::kLog, keys::number(sequence_), std::string(keys::id(id)));
  if (item.text_changed) put(Family::kTexts, keys::id(id), item.article.article.text);
  return {};
}

// Its log entry stays, so that an index learns of it.
Result<void> BatchBuilder::remove_article(const ArticleId& id) {
  if (!articles_.insert(id).second) {
    return Error{ErrorCode::kInternal,
                 message(_("article {}: {}"), id.hex(), _("put twice in one batch"))};
  }
  const auto stored = reader_.article(id, false);
  if (!stored) return stored.error();
  if (!*stored) return {};
  const auto before = reader_.extraction(id);
  if (!before) return before.error();
  replace_extraction(id, *before, {});
  for (const auto family : {Family::kExtractions, Family::kArticles, Family::kTexts}) {
    remove(family, keys::id(id));
  }
  replace_keys(Family::kPlaces, places_of((*stored)->article), {});
  count_subjects(**stored, -1);
  remove(Family::kLog, keys::number((*stored)->sequence));
  put(Family::kLog, keys::number(++sequence_), std::string(keys::id(id)));
  removals_ += keys::number(sequence_);
  return {};
}

Result<void> BatchBuilder::add(const Entity& entity) {
  if (!entities_.insert(entity.id).second) {
    return Error{ErrorCode::kInternal,
                 message(_("entity {} put twice in one batch"), entity.id.text())};
  }
  const auto stored = reader_.entity(entity.id);
  if (!stored) return stored.error();
  const auto before = *stored ? names_of(**stored) : std::set<std::string>();
  if (entity.forms.empty() && entity.strong_sections == 0 && entity.weak_sections == 0) {
    replace_keys(Family::kNames, before, {});
    remove(Family::kEntities, keys::id(entity.id));
  } else {
    replace_keys(Family::kNames, before, names_of(entity));
    put(Family::kEntities, keys::id(entity.id), codec::encode_entity(entity));
  }
  return {};
}

Result<void> BatchBuilder::add(const ArticleSketches& item) {
  if (!sketched_.insert(item.article).second) {
    return Error{ErrorCode::kInternal,
                 message(_("article {}: {}"), item.article.hex(), _("put twice in one batch"))};
  }
  const auto before = reader_.sketches(item.article);
  if (!before) return before.error();
  if (*before == item.sections) return {};
  replace_keys(Family::kBands, bands_of(item.article, *before),
               bands_of(item.article, item.sections));
  replace_keys(Family::kGroups, groups_of(item.article, *before),
               groups_of(item.article, item.sections));
  if (item.sections.empty())
    remove(Family::kSketches, keys::id(item.article));
  else
    put(Family::kSketches, keys::id(item.article), codec::encode_sketches(item.sections));
  return {};
}

Result<void> BatchBuilder::finish() {
  for (const auto& [region, change] : subjects_) {
    if (change == 0) continue;
    const auto key = keys::id(region);
    const auto stored = reader_.database().get(Family::kSubjects, key);
    if (!stored) return stored.error();
    const auto count = *stored ? codec::decode_count(**stored) : std::uint64_t{0};
    if (!count || (change < 0 && *count < static_cast<std::uint64_t>(-change))) {
      return reader_.database().damaged(
          message(_("count of sections about {} damaged"), region.text()));
    }
    const auto now = *count + static_cast<std::uint64_t>(change);
    if (now == 0)
      remove(Family::kSubjects, key);
    else
      put(Family::kSubjects, key, codec::encode_count(now));
  }
  if (!removals_.empty()) {
    const auto earlier = reader_.database().get(Family::kMeta, keys::kRemovals);
    if (!earlier) return earlier.error();
    put(Family::kMeta, keys::kRemovals, earlier->value_or("") + removals_);
  }
  put(Family::kMeta, keys::kSequence, keys::number(sequence_));
  return {};
}

rocksdb::WriteBatch BatchBuilder::take() {
  rocksdb::WriteBatch batch;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    auto rows = std::exchange(rows_[i], {});
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.key < b.key; });
    rocksdb::ColumnFamilyHandle* family = reader_.database().family(static_cast<Family>(i));
    for (const Row& row : rows) {
      if (row.value)
        (void)batch.Put(family, row.key, *row.value);
      else
        (void)batch.Delete(family, row.key);
    }
  }
  return batch;
}

}  // namespace

GraphStore::GraphStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
GraphStore::GraphStore(GraphStore&&) noexcept = default;
GraphStore& GraphStore::operator=(GraphStore&&) noexcept = default;
GraphStore::~GraphStore() = default;

Result<GraphStore> GraphStore::open(const std::filesystem::path& dir, const GraphOptions& options) {
  auto database = Database::open_writer(dir, options);
  if (!database) return database.error();
  return GraphStore(std::make_unique<Impl>(std::move(*database), options));
}

const GraphReader& GraphStore::reader() const { return impl_->reader; }

Result<std::uint64_t> GraphStore::commit(const GraphBatch& batch) {
  Database& database = impl_->reader.database();
  const auto sequence = impl_->reader.sequence();
  if (!sequence) return sequence.error();
  BatchBuilder builder(impl_->reader, *sequence);
  for (const auto& put : batch.puts) {
    if (const auto added = builder.add(put); !added) return added.error();
  }
  for (const ArticleId& id : batch.removals) {
    if (const auto removed = builder.remove_article(id); !removed) return removed.error();
  }
  for (const Entity& entity : batch.entities) {
    if (const auto added = builder.add(entity); !added) return added.error();
  }
  for (const ArticleSketches& sketches : batch.sketches) {
    if (const auto added = builder.add(sketches); !added) return added.error();
  }
  for (const auto& [name, value] : batch.meta) builder.add_meta(name, value);
  if (const auto finished = builder.finish(); !finished) return finished.error();
  rocksdb::WriteBatch rows = builder.take();
  const auto written = database.write(rows, impl_->options.sync_writes);
  if (!written) return written.error();
  impl_->unflushed_bytes += rows.GetDataSize();
  if (impl_->unflushed_bytes >= kFlushBytes) {
    impl_->unflushed_bytes = 0;
    // The batch is safe in the log: a fault here shows at the next commit, which it would concern.
    (void)database.flush(false);
  }
  return builder.sequence();
}

Result<void> GraphStore::forget_removals() {
  Database& database = impl_->reader.database();
  const auto removals = database.get(Family::kMeta, keys::kRemovals);
  if (!removals) return removals.error();
  if (!*removals) return {};
  rocksdb::WriteBatch batch;
  const auto remove = [&](Family family, std::string_view key) {
    (void)batch.Delete(database.family(family), rocksdb::Slice(key.data(), key.size()));
  };
  const std::string_view entries = **removals;
  for (std::size_t at = 0; at + 8 <= entries.size(); at += 8) {
    remove(Family::kLog, entries.substr(at, 8));
  }
  remove(Family::kMeta, keys::kRemovals);
  return database.write(batch, impl_->options.sync_writes);
}

Result<void> GraphStore::forget_sketches() {
  Database& database = impl_->reader.database();
  rocksdb::WriteBatch batch;
  for (const Family family : {Family::kSketches, Family::kBands, Family::kGroups}) {
    // No key is as long as the end.
    (void)batch.DeleteRange(database.family(family), rocksdb::Slice(),
                            std::string(kLongerThanKeys, '\xFF'));
  }
  (void)batch.Delete(database.family(Family::kMeta), keys::meta(kMetaReprints));
  return database.write(batch, impl_->options.sync_writes);
}

Result<void> GraphStore::compact() { return impl_->reader.database().compact(); }

Result<void> GraphStore::flush() {
  impl_->unflushed_bytes = 0;
  return impl_->reader.database().flush(true);
}

Result<std::unique_ptr<GraphReader>> open_graph_view(const std::filesystem::path& dir,
                                                     const GraphOptions& options) {
  auto database = Database::open_view(dir, options);
  if (!database) return database.error();
  return std::unique_ptr<GraphReader>(std::make_unique<DatabaseReader>(std::move(*database)));
}

}  // namespace zhengce
