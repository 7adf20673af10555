#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/result.h"
#include "graph/graph_store.h"
#include "graph/key_layout.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Status;
class WriteBatch;
struct ColumnFamilyDescriptor;
struct DBOptions;
}  // namespace rocksdb

namespace zhengce {

/// An open RocksDB with our column families: what graph/ needs of it, with Status turned into
/// Error. Threads: all may read; one writes.
class Database {
 public:
  /// For writing. A new one appears whole or not at all. Errors: those of GraphStore::open.
  static Result<std::unique_ptr<Database>> open_writer(const std::filesystem::path& dir,
                                                       const GraphOptions& options);
  /// A frozen view. Errors: those of open_graph_view.
  static Result<std::unique_ptr<Database>> open_view(const std::filesystem::path& dir,
                                                     const GraphOptions& options);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  /// A writer flushes first.
  ~Database();

  /// Nothing, too, where the store has no such family yet; scans likewise.
  Result<std::optional<std::string>> get(keys::Family family, std::string_view key) const;
  /// Visits the keys from `begin` up to and without `end` (empty: to the last), in order, until
  /// `visit` returns false.
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;
  Result<void> scan(keys::Family family, std::string_view begin, std::string_view end,
                    const Visit& visit) const;
  Result<void> scan_prefix(keys::Family family, std::string_view prefix, const Visit& visit) const;
  Result<void> scan_all(keys::Family family, const Visit& visit) const;

  rocksdb::DB& db() const { return *db_; }
  /// Null in a view of a store that is from before the family.
  rocksdb::ColumnFamilyHandle* family(keys::Family family) const {
    return families_[static_cast<std::size_t>(family)];
  }
  /// All of the batch or nothing. After an error every further write is refused with that error:
  /// open anew.
  Result<void> write(rocksdb::WriteBatch& batch, bool sync);
  /// Writes memory tables out; with `wait` off it only begins to.
  Result<void> flush(bool wait);

  /// Writes all tables anew, without what was overwritten or deleted.
  Result<void> compact();

  /// Reads every block of every table and compares the checksums, until one is met that the writer
  /// has merged into others since. Errors: kCorrupt and kIo name the file.
  Result<void> verify_files() const;

  /// All our column families, with a cache of their own, and how a store is opened that is only
  /// read: for salvage, which opens what no one else would and trusts no cache.
  static std::vector<rocksdb::ColumnFamilyDescriptor> all_families();
  static rocksdb::DBOptions reading_options();
  /// RocksDB's own report as one of ours, with `path` before it.
  static Error translate(const rocksdb::Status& status, const std::string& path);
  /// kCorrupt, with the store's path before `what`.
  Error damaged(const std::string& what) const;

 private:
  Database(std::string path, bool is_writer);
  /// The layout's version that the store is of. Errors: kIncompatible (newer, or not ours).
  Result<std::uint64_t> schema() const;
  Result<void> mark_schema();
  Error error(const rocksdb::Status& status) const;

  std::string path_;
  bool is_writer_;
  std::optional<Error> failed_;
  std::unique_ptr<rocksdb::DB> db_;
  std::array<rocksdb::ColumnFamilyHandle*, keys::kFamilies> families_{};
};

}  // namespace zhengce
