#include "graph/database.h"

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>
#include <vector>

#include "corpus/message.h"
#include "graph/files.h"
#include "graph/log_file.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using keys::Family;

constexpr int kViewAttempts = 40;
// Of level 0 in one family; RocksDB merges from 4 on, when it has the time.
constexpr unsigned long kManyFiles = 10;

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

// Of RocksDB's messages the readers of ours want one line, with the path.
Error from_rocksdb(const rocksdb::Status& status, const std::string& path) {
  std::string text = status.ToString();
  std::replace(text.begin(), text.end(), '\n', ' ');
  // A missing table is looked for under its name of old, too, and that is told.
  if (const auto name = text.find(".ldb"); name != std::string::npos) text.replace(name, 4, ".sst");
  text = path + ": " + text;
  if (status.IsCorruption() || status.IsPathNotFound())
    return {ErrorCode::kCorrupt, message(_("{}; run `zhengce check`"), text)};
  if (status.IsIOError()) {
    const bool locked =
        text.find("/LOCK") != std::string::npos && text.find("lock ") != std::string::npos;
    if (locked)
      return {ErrorCode::kBusy, message(_("{}: the store is open for writing elsewhere"), path)};
    return {ErrorCode::kIo, text};
  }
  if (status.IsBusy() || status.IsTryAgain()) return {ErrorCode::kBusy, text};
  if (status.IsInvalidArgument() || status.IsNotSupported())
    return {ErrorCode::kIncompatible, text};
  return {ErrorCode::kInternal, text};
}

Error not_ours(const std::string& path) {
  return {ErrorCode::kIncompatible, message(_("{}: not a graph store of zhengce"), path)};
}

// RocksDB would keep a file of messages for every reader, and a writer's is no better: where it
// cannot be written, since the disk is full, Debian's build ends the program by an assertion.
class NoLog : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
};

// One cache for all stores and views of the process: blocks of files that a view shares with the
// one before it stay warm.
std::shared_ptr<rocksdb::Cache> block_cache(std::size_t bytes) {
  static std::mutex mutex;
  static std::shared_ptr<rocksdb::Cache> cache;
  const std::lock_guard guard(mutex);
  if (!cache) cache = rocksdb::NewLRUCache(bytes);
  if (cache->GetCapacity() != bytes) cache->SetCapacity(bytes);
  return cache;
}

rocksdb::ColumnFamilyOptions family_options(Family family,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  // Larger blocks would pack short texts a little better, and each article that is read alone would
  // unpack its neighbors too (150,000 clauses: 64 KB 3 % less space, 82 µs a text; 16 KB 22 µs).
  // A trained dictionary would take off another tenth, but writing takes four times as long (laws:
  // .39 against .43 of the text).
  table.block_size = 16u << 10;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  rocksdb::ColumnFamilyOptions family_options;
  if (const auto prefix = keys::prefix_bytes(family); prefix > 0) {
    family_options.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(prefix));
    table.whole_key_filtering = false;
  }
  family_options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  family_options.compression = rocksdb::kZSTD;
  family_options.level_compaction_dynamic_level_bytes = true;
  return family_options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> descriptors(
    const std::shared_ptr<rocksdb::Cache>& cache, std::size_t count = keys::kFamilies) {
  std::vector<rocksdb::ColumnFamilyDescriptor> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.emplace_back(keys::kFamilyNames[i], family_options(static_cast<Family>(i), cache));
  }
  return all;
}

std::vector<rocksdb::ColumnFamilyDescriptor> descriptors(const GraphOptions& options,
                                                         std::size_t count = keys::kFamilies) {
  auto all = descriptors(block_cache(options.cache_bytes), count);
  for (auto& family : all) family.options.write_buffer_size = options.write_buffer_bytes;
  return all;
}

rocksdb::DBOptions common_options() {
  rocksdb::DBOptions options;
  options.atomic_flush = true;
  options.max_open_files = -1;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.skip_stats_update_on_db_open = true;
  // Sixteen threads for each family would cost more than the few files they open.
  options.max_file_opening_threads = 1;
  options.info_log = std::make_shared<NoLog>();
  // A log of writes that ends in the middle of a write is that of a killed writer; one that is
  // damaged before its end has lost what was acknowledged: see open_with_log().
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  return options;
}

rocksdb::DBOptions writer_options() {
  rocksdb::DBOptions options = common_options();
  options.max_manifest_file_size = 1u << 20;
  return options;
}

rocksdb::DBOptions view_options() {
  rocksdb::DBOptions options = common_options();
  options.skip_checking_sst_file_sizes_on_db_open = true;
  return options;
}

using Handles = std::vector<rocksdb::ColumnFamilyHandle*>;

// Opens by `open`, which takes the options. After a power cut the last write, which nobody was told
// of, may stand half and scrambled in the log: the store is then opened without it. Where whole
// writes follow the damage it is of another kind, and opening for writing would throw them away:
// that stays an error.
template <typename Open>
rocksdb::Status open_with_log(const std::string& path, rocksdb::DBOptions options,
                              const Open& open) {
  const auto status = open(options);
  if (!status.IsCorruption()) return status;
  if (const auto hole = hole_in_logs(path); !hole || !hole->empty()) return status;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  return open(options);
}

enum class Found { kAbsent, kEmpty, kStore };

// Errors: kIncompatible for a place that holds something else, kIo.
Result<Found> inspect(const fs::path& dir) {
  std::error_code error;
  const auto status = fs::status(dir, error);
  if (status.type() == fs::file_type::not_found) return Found::kAbsent;
  if (error) return io_error(dir, error);
  if (!fs::is_directory(status)) return not_ours(dir.string());
  const bool has_current = fs::exists(dir / "CURRENT", error);
  if (error) return io_error(dir, error);
  if (has_current) return Found::kStore;
  const auto files = list_directory(dir);
  if (!files) return files.error();
  const bool has_manifest = std::any_of(files->begin(), files->end(), [](const auto& file) {
    return file.filename().string().starts_with("MANIFEST-");
  });
  if (has_manifest) {
    return Error{ErrorCode::kCorrupt,
                 message(_("{}: the file CURRENT is missing; run `zhengce check`"), dir.string())};
  }
  if (!files->empty()) return not_ours(dir.string());
  return Found::kEmpty;
}

// Which files make up the store: the name and length of the list of them. While it stays the same
// no memory table has been written out, so no log of writes that a reader needs has gone.
std::string file_list_state(const fs::path& dir) {
  std::ifstream in(dir / "CURRENT", std::ios::binary);
  std::string name{std::istreambuf_iterator<char>(in), {}};
  while (!name.empty() && name.back() == '\n') name.pop_back();
  std::error_code error;
  const auto size = fs::file_size(dir / name, error);
  return error ? std::string() : name + ' ' + std::to_string(size);
}

}  // namespace

Database::Database(std::string path, bool is_writer)
    : path_(std::move(path)), is_writer_(is_writer) {}

Error Database::error(const rocksdb::Status& status) const { return from_rocksdb(status, path_); }

Error Database::translate(const rocksdb::Status& status, const std::string& path) {
  return from_rocksdb(status, path);
}

Error Database::damaged(const std::string& what) const {
  return {ErrorCode::kCorrupt, path_ + ": " + what};
}

Result<std::uint64_t> Database::schema() const {
  const auto stored = get(Family::kMeta, keys::kSchema);
  if (!stored) return stored.error();
  if (!*stored) return not_ours(path_);
  const auto schema = keys::parse_number(**stored);
  if (!schema) return damaged(_("schema version damaged"));
  if (*schema > kGraphSchema) {
    return Error{ErrorCode::kIncompatible,
                 message(_("{}: written by a newer zhengce (schema {}, this one reads {})"), path_,
                         *schema, kGraphSchema)};
  }
  return *schema;
}

Result<void> Database::mark_schema() {
  rocksdb::WriteBatch batch;
  const auto status = batch.Put(slice(keys::kSchema), keys::number(kGraphSchema));
  if (!status.ok()) return error(status);
  return write(batch, true);
}

Result<std::unique_ptr<Database>> Database::open_writer(const fs::path& dir,
                                                        const GraphOptions& options) {
  const auto place = inspect(dir);
  if (!place) return place.error();
  const auto open = [&](const fs::path& path, bool create) -> Result<std::unique_ptr<Database>> {
    std::unique_ptr<Database> database(new Database(path.string(), true));
    rocksdb::DBOptions db_options = writer_options();
    db_options.create_if_missing = create;
    db_options.create_missing_column_families = true;
    Handles handles;
    rocksdb::DB* db = nullptr;
    const auto families = descriptors(options);
    const auto status =
        open_with_log(path.string(), db_options, [&](const rocksdb::DBOptions& chosen) {
          return rocksdb::DB::Open(chosen, path.string(), families, &handles, &db);
        });
    if (!status.ok()) return database->error(status);
    database->db_.reset(db);
    std::copy(handles.begin(), handles.end(), database->families_.begin());
    return database;
  };
  if (*place != Found::kStore) {
    if (!options.create)
      return Error{ErrorCode::kNotFound, message(_("{}: no graph store here"), dir.string())};
    // Made beside its place and moved there, so that a crash never leaves half a store.
    const fs::path beside = dir.string() + ".new";
    std::error_code error;
    if (beside.has_parent_path()) fs::create_directories(beside.parent_path(), error);
    if (error) return io_error(dir, error);
    {
      auto fresh = open(beside, true);
      if (!fresh) return fresh.error();
      if (const auto marked = (*fresh)->mark_schema(); !marked) return marked.error();
    }
    fs::rename(beside, dir, error);
    if (error) {
      // Another process was first: its store is as good.
      const auto now = inspect(dir);
      if (!now || *now != Found::kStore) return io_error(dir, error);
      fs::remove_all(beside, error);
    }
    (void)sync_directory(dir.parent_path());
  }
  std::vector<std::string> names;
  const auto listed = rocksdb::DB::ListColumnFamilies(writer_options(), dir.string(), &names);
  if (!listed.ok()) return from_rocksdb(listed, dir.string());
  std::size_t known = 0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < keys::kFamilies; ++i) {
    const bool has = std::find(names.begin(), names.end(), keys::kFamilyNames[i]) != names.end();
    known += has;
    first += has && i < keys::kFirstFamilies;
  }
  if (first < keys::kFirstFamilies) return not_ours(dir.string());
  if (known < names.size()) {
    return Error{ErrorCode::kIncompatible,
                 message(_("{}: written by a newer zhengce"), dir.string())};
  }
  // RocksDB takes some damage for the end of the log, and would drop what follows.
  const auto hole = hole_in_logs(dir);
  if (!hole) return hole.error();
  if (!hole->empty()) {
    return Error{ErrorCode::kCorrupt,
                 message(_("{}; run `zhengce check`"), dir.string() + "/" + *hole)};
  }
  auto database = open(dir, false);
  if (!database) return database;
  const auto schema = (*database)->schema();
  if (!schema) return schema.error();
  if (*schema < kGraphSchema) {
    if (const auto marked = (*database)->mark_schema(); !marked) return marked.error();
  }
  return database;
}

Result<std::unique_ptr<Database>> Database::open_view(const fs::path& dir,
                                                      const GraphOptions& options) {
  const auto place = inspect(dir);
  if (!place) return place.error();
  if (*place != Found::kStore) {
    return Error{ErrorCode::kNotFound, message(_("{}: no graph store here"), dir.string())};
  }
  const auto families = descriptors(options);
  bool has_list = false;
  for (int attempt = 0; attempt < kViewAttempts; ++attempt) {
    std::unique_ptr<Database> view(new Database(dir.string(), false));
    const auto before = file_list_state(dir);
    has_list = has_list || !before.empty();
    Handles handles;
    rocksdb::DB* db = nullptr;
    const auto open_families = [&](const std::vector<rocksdb::ColumnFamilyDescriptor>& all) {
      return open_with_log(dir.string(), view_options(), [&](const rocksdb::DBOptions& chosen) {
        return rocksdb::DB::OpenForReadOnly(chosen, dir.string(), all, &handles, &db);
      });
    };
    auto status = open_families(families);
    if (status.IsInvalidArgument()) {  // Of before the later families, perhaps.
      status = open_families(descriptors(options, keys::kFirstFamilies));
    }
    if (status.ok()) {
      view->db_.reset(db);
      std::copy(handles.begin(), handles.end(), view->families_.begin());
    }
    // RocksDB promises nothing to a reader that opens beside a writer, for two reasons. Files that
    // the writer replaces vanish: once open they stay readable, all being opened here. And between
    // reading the list of files and the log of writes, the writer may move what is in the log into
    // a new file: the view would have it from neither. Both change the list, so a view stands only
    // if the list did not change while it opened, and a fault counts only then. (A secondary
    // instance is meant for this, but takes a missing or damaged file for a writer at work and
    // quietly answers from an older state.)
    if (!before.empty() && file_list_state(dir) == before) {
      if (!status.ok()) {
        if (status.IsInvalidArgument()) return not_ours(dir.string());
        return view->error(status);
      }
      if (const auto schema = view->schema(); !schema) return schema.error();
      return view;
    }
    view.reset();
    std::this_thread::sleep_for(std::chrono::milliseconds(1 + attempt));
  }
  if (!has_list) {
    return Error{
        ErrorCode::kCorrupt,
        message(_("{}: the file CURRENT names no list of files that is there; run `zhengce "
                  "check`"),
                dir.string())};
  }
  return Error{ErrorCode::kBusy,
               message(_("{}: the writer kept changing the store, try again"), dir.string())};
}

Database::~Database() {
  if (!db_) return;
  if (is_writer_) {
    if (!failed_) (void)flush(true);
    // A writer that lives for one small batch leaves a small file each time; once these are many,
    // stay until they are merged, or every reader pays for them.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    const auto is_pending = [&](rocksdb::ColumnFamilyHandle* handle) {
      std::uint64_t pending = 0;
      std::string files;
      return db_->GetIntProperty(handle, "rocksdb.compaction-pending", &pending) && pending > 0 &&
             db_->GetProperty(handle, "rocksdb.num-files-at-level0", &files) &&
             std::strtoul(files.c_str(), nullptr, 10) >= kManyFiles;
    };
    while (!failed_ && std::any_of(families_.begin(), families_.end(), is_pending) &&
           std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  for (auto* handle : families_) {
    if (handle != nullptr) (void)db_->DestroyColumnFamilyHandle(handle);
  }
  (void)db_->Close();
}

Result<std::optional<std::string>> Database::get(Family family, std::string_view key) const {
  if (this->family(family) == nullptr) return std::optional<std::string>();
  std::string value;
  const auto status = db_->Get(rocksdb::ReadOptions(), this->family(family), slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return error(status);
  return std::optional<std::string>(std::move(value));
}

Result<void> Database::scan(Family family, std::string_view begin, std::string_view end,
                            const Visit& visit) const {
  if (this->family(family) == nullptr) return {};
  rocksdb::ReadOptions options;
  const rocksdb::Slice upper = slice(end);
  if (!end.empty()) options.iterate_upper_bound = &upper;
  const auto prefix = keys::prefix_bytes(family);
  const bool is_within_prefix = prefix > 0 && begin.size() >= prefix && end.size() >= prefix &&
                                end <= keys::after_prefix(begin.substr(0, prefix));
  options.total_order_seek = !is_within_prefix;
  options.fill_cache = !begin.empty();
  const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(options, this->family(family)));
  for (row->Seek(slice(begin)); row->Valid(); row->Next()) {
    if (!visit(row->key().ToStringView(), row->value().ToStringView())) return {};
  }
  if (!row->status().ok()) return error(row->status());
  return {};
}

Result<void> Database::scan_prefix(Family family, std::string_view prefix,
                                   const Visit& visit) const {
  return scan(family, prefix, keys::after_prefix(prefix), visit);
}

Result<void> Database::scan_all(Family family, const Visit& visit) const {
  return scan(family, {}, {}, visit);
}

Result<void> Database::write(rocksdb::WriteBatch& batch, bool sync) {
  if (failed_) return *failed_;
  rocksdb::WriteOptions options;
  options.sync = sync;
  const auto status = db_->Write(options, &batch);
  if (status.ok()) return {};
  // What of it reached the disk is not known, so nothing may follow it.
  failed_ = error(status);
  return *failed_;
}

Result<void> Database::flush(bool wait) {
  rocksdb::FlushOptions options;
  options.wait = wait;
  options.allow_write_stall = true;
  const auto status = db_->Flush(options, {families_.begin(), families_.end()});
  if (!status.ok()) return error(status);
  return {};
}

Result<void> Database::verify_files() const {
  const auto status = db_->VerifyChecksum(rocksdb::ReadOptions());
  // Opening found all tables; one that is gone since was merged into others by the writer.
  const bool is_gone =
      status.IsPathNotFound() ||
      (status.IsIOError() && status.subcode() == rocksdb::Status::SubCode::kPathNotFound);
  if (!status.ok() && !is_gone) return error(status);
  return {};
}

std::vector<rocksdb::ColumnFamilyDescriptor> Database::all_families() {
  return descriptors(rocksdb::NewLRUCache(8u << 20));
}

rocksdb::DBOptions Database::reading_options() { return view_options(); }

Result<void> Database::compact() {
  if (const auto flushed = flush(true); !flushed) return flushed.error();
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  for (auto* family : families_) {
    const auto status = db_->CompactRange(options, family, nullptr, nullptr);
    if (!status.ok()) return error(status);
  }
  return {};
}

}  // namespace zhengce
