#include "graph/salvage.h"

#include <fcntl.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/write_batch.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "corpus/message.h"
#include "corpus/text.h"
#include "graph/codec.h"
#include "graph/data_dir.h"
#include "graph/database.h"
#include "graph/files.h"
#include "graph/graph_store.h"
#include "graph/key_layout.h"
#include "graph/log_file.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using keys::Family;

// Keys are shorter.
constexpr std::size_t kKeyBytes = 64;
constexpr std::size_t kBatchBytes = 4u << 20;

// The place of a store's files while they are read: links, so that what is done to them leaves the
// damaged store as it is.
Result<void> link_files(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::remove_all(to, error);
  fs::create_directories(to, error);
  if (error) return io_error(to, error);
  const auto entries = list_directory(from);
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    const auto name = entry.filename();
    if (!fs::is_regular_file(entry, error) || name == "LOCK") continue;
    // A file that may not be read is no damage.
    if (const int fd = ::open(entry.c_str(), O_RDONLY | O_CLOEXEC); fd >= 0) {
      ::close(fd);
    } else if (errno != EIO) {
      return io_error(entry, errno);
    }
    const bool is_table = name.extension() == ".sst";
    if (is_table) fs::create_hard_link(entry, to / name, error);
    if (!is_table || error) {
      error.clear();
      fs::copy_file(entry, to / name, error);
    }
    // What cannot be copied cannot be read: as if it were not there.
    if (error && error != std::errc::io_error) return io_error(to / name, error);
    error.clear();
  }
  return {};
}

// The middle of two keys of equal length, as numbers.
std::string middle(const std::string& low, const std::string& high) {
  std::string sum(low.size() + 1, '\0');
  unsigned carry = 0;
  for (std::size_t i = low.size(); i-- > 0;) {
    const unsigned digit =
        static_cast<std::uint8_t>(low[i]) + static_cast<std::uint8_t>(high[i]) + carry;
    sum[i + 1] = static_cast<char>(digit & 0xFF);
    carry = digit >> 8;
  }
  sum[0] = static_cast<char>(carry);
  std::string half(low.size(), '\0');
  for (std::size_t i = 0; i < half.size(); ++i) {
    half[i] = static_cast<char>((static_cast<std::uint8_t>(sum[i]) & 1) << 7 |
                                static_cast<std::uint8_t>(sum[i + 1]) >> 1);
  }
  return half;
}

// What the logs of writes leave in each family: the last value of each key, or that it is deleted.
// The number of a family is its place among ours: all stores made them in that order.
class LoggedRows : public rocksdb::WriteBatch::Handler {
 public:
  using Rows = std::map<std::string, std::optional<std::string>>;
  const Rows& of(Family family) { return rows_[static_cast<std::uint32_t>(family)]; }

  rocksdb::Status PutCF(std::uint32_t family, const rocksdb::Slice& key,
                        const rocksdb::Slice& value) override {
    rows_[family][key.ToString()] = value.ToString();
    return rocksdb::Status::OK();
  }
  rocksdb::Status DeleteCF(std::uint32_t family, const rocksdb::Slice& key) override {
    rows_[family][key.ToString()] = std::nullopt;
    return rocksdb::Status::OK();
  }
  // Of what is derived alone.
  rocksdb::Status DeleteRangeCF(std::uint32_t, const rocksdb::Slice&,
                                const rocksdb::Slice&) override {
    return rocksdb::Status::OK();
  }
  rocksdb::Status MarkNoop(bool) override { return rocksdb::Status::OK(); }

 private:
  std::map<std::uint32_t, Rows> rows_;
};

// A damaged store, opened as far as it can be.
class Wreck {
 public:
  Wreck(fs::path path, std::vector<std::string>& unreadable)
      : path_(std::move(path)), unreadable_(unreadable) {}
  ~Wreck() { close(); }
  Wreck(const Wreck&) = delete;
  Wreck& operator=(const Wreck&) = delete;

  void open();
  /// Every row that can be read, the present one of its key where that can be told. One of a table
  /// that could not be put in its place comes last, perhaps for a second time.
  using Visit = std::function<Result<void>(std::string_view key, std::string_view value)>;
  Result<void> scan(Family family, const Visit& visit);
  /// True if the list of files could not be followed, so that what is missing may have been
  /// overwritten or deleted.
  bool is_guessed() const { return is_guessed_; }

 private:
  void read_logs();
  bool open_listed();
  bool tables_open();
  void repair();
  void close();
  Result<void> scan_tables(const std::string& family, const std::string& from, const Visit& visit);
  Result<void> scan_table(const fs::path& file, std::string from, const Visit& visit);
  void note(const std::string& what) {
    std::string line = what;
    std::replace(line.begin(), line.end(), '\n', ' ');
    if (std::find(unreadable_.begin(), unreadable_.end(), line) == unreadable_.end())
      unreadable_.push_back(line);
  }

  fs::path path_;
  std::vector<std::string>& unreadable_;
  std::unique_ptr<rocksdb::DB> db_;
  std::map<std::string, rocksdb::ColumnFamilyHandle*> families_;
  LoggedRows logged_;
  bool is_guessed_ = false;
};

rocksdb::ReadOptions careful() {
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  options.fill_cache = false;
  return options;
}

void Wreck::close() {
  if (!db_) return;
  for (const auto& [name, handle] : families_) (void)db_->DestroyColumnFamilyHandle(handle);
  families_.clear();
  (void)db_->Close();
  db_.reset();
}

// By the list of files, without those that cannot be opened, and with all of the log that is whole.
bool Wreck::open_listed() {
  rocksdb::DBOptions options = Database::reading_options();
  options.paranoid_checks = false;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords;
  std::vector<std::string> names;
  auto status = rocksdb::DB::ListColumnFamilies(options, path_.string(), &names);
  if (!status.ok()) {
    note(status.ToString());
    return false;
  }
  std::vector<rocksdb::ColumnFamilyDescriptor> chosen;
  const auto known = Database::all_families();
  for (const auto& name : names) {
    const auto of =
        std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.name == name; });
    chosen.push_back(
        of != known.end() ? *of : rocksdb::ColumnFamilyDescriptor(name, known.front().options));
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  status = rocksdb::DB::OpenForReadOnly(options, path_.string(), chosen, &handles, &db);
  if (!status.ok()) {
    note(status.ToString());
    return false;
  }
  db_.reset(db);
  for (std::size_t i = 0; i < handles.size(); ++i) families_[names[i]] = handles[i];
  return true;
}

rocksdb::Options table_options() {
  return {rocksdb::DBOptions(), Database::all_families().front().options};
}

bool Wreck::tables_open() {
  std::vector<rocksdb::LiveFileMetaData> live;
  db_->GetLiveFilesMetaData(&live);
  bool all = true;
  for (const auto& file : live) {
    const std::string name = path_.string() + "/" + fs::path(file.name).filename().string();
    rocksdb::SstFileReader reader(table_options());
    const auto status = reader.Open(name);
    if (status.ok()) continue;
    note(fs::path(name).filename().string() + ": " + status.ToString());
    all = false;
  }
  return all;
}

// From the tables and logs themselves.
void Wreck::repair() {
  is_guessed_ = true;
  close();
  rocksdb::DBOptions options = Database::reading_options();
  options.create_if_missing = true;
  const auto status = rocksdb::RepairDB(path_.string(), options, Database::all_families(),
                                        Database::all_families().front().options);
  if (!status.ok()) note(status.ToString());
}

void Wreck::read_logs() {
  std::vector<fs::path> logs;
  const auto entries = list_directory(path_);
  if (!entries) return note(entries.error().message);
  for (const auto& entry : *entries) {
    if (entry.extension() == ".log") logs.push_back(entry);
  }
  // Their names are numbers of six digits; more only after years.
  std::sort(logs.begin(), logs.end(), [](const fs::path& a, const fs::path& b) {
    const auto x = a.filename().string(), y = b.filename().string();
    return x.size() != y.size() ? x.size() < y.size() : x < y;
  });
  for (const auto& path : logs) {
    std::ifstream in(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto damage = read_log_file(bytes, [&](const std::string& record) {
      (void)rocksdb::WriteBatch(record).Iterate(&logged_);
    });
    for (const auto at : damage)
      note(message(_("{}: damaged from byte {} on"), path.filename().string(), at));
  }
}

void Wreck::open() {
  read_logs();
  if (open_listed() && tables_open()) return;
  repair();
  // Where even this fails there are the loose tables.
  (void)open_listed();
}

// The first key from `from` on at which the table can be read again, its block being damaged there;
// empty if there is none. Ids lie evenly in the space of keys: steps are shorter than a block by
// far.
std::string next_readable(rocksdb::SstFileReader& reader, const std::string& from) {
  const auto can_read = [&](const std::string& at) {
    const std::unique_ptr<rocksdb::Iterator> row(reader.NewIterator(careful()));
    row->Seek(at);
    return row->status().ok();
  };
  const auto entries = std::max<std::uint64_t>(1, reader.GetTableProperties()->num_entries);
  const std::uint64_t step = std::max<std::uint64_t>(1, UINT64_MAX / entries / 4);
  std::string low = from;
  low.resize(kKeyBytes, '\0');
  while (true) {
    const auto start = *keys::parse_number(std::string_view(low).substr(0, 8));
    if (start > UINT64_MAX - step) return {};
    std::string high = keys::number(start + step);
    high.resize(kKeyBytes, '\0');
    if (!can_read(high)) {
      low = std::move(high);
      continue;
    }
    for (std::string half = middle(low, high); half != low; half = middle(low, high)) {
      (can_read(half) ? high : low) = half;
    }
    return high;
  }
}

Result<void> Wreck::scan(Family family, const Visit& visit) {
  const std::string name = keys::kFamilyNames[static_cast<std::size_t>(family)];
  const auto found = families_.find(name);
  std::string from;
  if (found != families_.end()) {
    const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(careful(), found->second));
    for (row->Seek(from); row->Valid(); row->Next()) {
      from = row->key().ToString() + '\0';
      if (auto visited = visit(row->key().ToStringView(), row->value().ToStringView()); !visited)
        return visited;
    }
    if (!row->status().ok()) {
      note(name + ": " + row->status().ToString());
      if (auto scanned = scan_tables(name, from, visit); !scanned) return scanned;
    }
  }
  // What RocksDB does not see: writes beside a damaged one, or of families that have no table yet
  // where the list of files is lost.
  for (const auto& [key, value] : logged_.of(family)) {
    std::string present;
    const bool is_seen =
        found != families_.end() && db_->Get(careful(), found->second, key, &present).ok();
    if (is_seen || !value) continue;
    if (auto visited = visit(key, *value); !visited) return visited;
  }
  if (!is_guessed_) return {};
  // Tables that were put aside, since one block of them cannot be read.
  const auto entries = list_directory(path_ / "lost");
  if (!entries) {
    note(entries.error().message);
    return {};
  }
  for (const auto& entry : *entries) {
    if (entry.extension() != ".sst") continue;
    rocksdb::SstFileReader reader(table_options());
    if (const auto status = reader.Open(entry.string()); !status.ok()) {
      note(entry.filename().string() + ": " + status.ToString());
    } else if (reader.GetTableProperties()->column_family_name == name) {
      if (auto scanned = scan_table(entry, {}, visit); !scanned) return scanned;
    }
  }
  return {};
}

// The rows from `from` on, table by table, the newest first: a damaged block of one hides what
// others have there. Asking for each key tells what is overwritten or deleted, but where just that
// is damaged.
Result<void> Wreck::scan_tables(const std::string& family, const std::string& from,
                                const Visit& visit) {
  std::vector<rocksdb::LiveFileMetaData> live;
  db_->GetLiveFilesMetaData(&live);
  std::erase_if(live, [&](const auto& file) { return file.column_family_name != family; });
  std::sort(live.begin(), live.end(),
            [](const auto& a, const auto& b) { return a.largest_seqno > b.largest_seqno; });
  std::set<std::string> visited_keys;
  const auto visit_present = [&](std::string_view key, std::string_view value) -> Result<void> {
    if (!visited_keys.insert(std::string(key)).second) return {};
    std::string present;
    const auto status =
        db_->Get(careful(), families_[family], rocksdb::Slice(key.data(), key.size()), &present);
    if (status.IsNotFound()) return {};
    return visit(key, status.ok() ? std::string_view(present) : value);
  };
  for (const auto& file : live) {
    const auto path = path_ / fs::path(file.name).filename();
    if (auto scanned = scan_table(path, from, visit_present); !scanned) return scanned;
  }
  return {};
}

Result<void> Wreck::scan_table(const fs::path& file, std::string from, const Visit& visit) {
  rocksdb::SstFileReader reader(table_options());
  if (const auto status = reader.Open(file.string()); !status.ok()) {
    note(file.filename().string() + ": " + status.ToString());
    return {};
  }
  while (true) {
    const std::unique_ptr<rocksdb::Iterator> row(reader.NewIterator(careful()));
    for (row->Seek(from); row->Valid(); row->Next()) {
      from = row->key().ToString() + '\0';
      if (auto visited = visit(row->key().ToStringView(), row->value().ToStringView()); !visited)
        return visited;
    }
    if (row->status().ok()) return {};
    note(reader.GetTableProperties()->column_family_name + ": " + row->status().ToString());
    from = next_readable(reader, from);
    if (from.empty()) return {};
  }
}

fs::path free_name(const fs::path& graph) {
  const std::string name = graph.string() + ".damaged";
  fs::path place = name;
  std::error_code error;
  for (int n = 2; fs::exists(place, error); ++n) place = name + "-" + std::to_string(n);
  return place;
}

// Where a salvage links what it reads, and where it makes the fresh store.
fs::path reading_place(const fs::path& graph) { return graph.string() + ".reading"; }
fs::path making_place(const fs::path& graph) { return graph.string() + ".salvaging"; }
// The fresh store once it is whole.
fs::path fresh_place(const fs::path& graph) { return graph.string() + ".salvaged"; }

// `fresh` takes the place of `graph`, which goes to `aside`.
Result<void> swap_in(const fs::path& fresh, const fs::path& graph, const fs::path& aside) {
  std::error_code error;
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, graph.c_str(), RENAME_EXCHANGE) == 0) {
    fs::rename(fresh, aside, error);
    return error ? io_error(aside, error) : Result<void>();
  }
  // Some file systems cannot; finish_salvage() knows what a kill in between leaves.
  fs::rename(graph, aside, error);
  if (error) return io_error(aside, error);
  fs::rename(fresh, graph, error);
  return error ? io_error(graph, error) : Result<void>();
}

}  // namespace

Result<void> finish_salvage(const fs::path& graph) {
  std::error_code error;
  for (const auto& left : {reading_place(graph), making_place(graph)}) {
    fs::remove_all(left, error);
    if (error) return io_error(left, error);
  }
  const auto fresh = fresh_place(graph);
  if (!fs::exists(fresh, error)) return {};
  // Swapped, and only its name is wrong; or not yet swapped.
  if (fs::exists(graph, error))
    fs::rename(fresh, free_name(graph), error);
  else
    fs::rename(fresh, graph, error);
  return error ? io_error(fresh, error) : Result<void>();
}

Result<Salvaged> salvage_graph(const fs::path& graph, const fs::path& texts,
                               const std::function<void(std::uint64_t)>& progress) {
  Salvaged salvaged;
  const fs::path links = reading_place(graph);
  const fs::path making = making_place(graph);
  std::error_code error;
  struct Cleanup {
    const fs::path& links;
    const fs::path& making;
    ~Cleanup() {
      std::error_code ignored;
      std::filesystem::remove_all(links, ignored);
      std::filesystem::remove_all(making, ignored);
    }
  } const cleanup{links, making};
  fs::remove_all(making, error);
  if (const auto linked = link_files(graph, links); !linked) return linked.error();

  std::map<ArticleId, StoredArticle> records;
  std::set<ArticleId> whole, texts_seen;
  std::uint64_t rows = 0;
  {
    Wreck wreck(links, salvaged.unreadable);
    wreck.open();
    std::optional<Error> newer;
    auto read = wreck.scan(Family::kMeta, [&](std::string_view key, std::string_view value) {
      const auto schema = key == keys::kSchema ? keys::parse_number(value) : std::nullopt;
      if (schema && *schema > kGraphSchema) {
        newer = Error{ErrorCode::kIncompatible,
                      message(_("{}: written by a newer zhengce (schema {}, this one reads {})"),
                              graph.string(), *schema, kGraphSchema)};
      }
      return Result<void>();
    });
    if (!read) return read.error();
    if (newer) return *newer;
    std::set<ArticleId> logged;
    read = wreck.scan(Family::kLog, [&](std::string_view, std::string_view value) {
      if (const auto id = keys::parse_article(value)) logged.insert(*id);
      return Result<void>();
    });
    if (!read) return read.error();
    read = wreck.scan(Family::kArticles, [&](std::string_view key, std::string_view value) {
      ++rows;
      const auto id = keys::parse_article(key);
      auto stored = id ? codec::decode_article(*id, value) : std::nullopt;
      if (stored)
        records.emplace(*id, std::move(*stored));
      else
        salvaged.unreadable.push_back(id ? message(_("article {} damaged"), id->hex())
                                         : std::string(_("an article's key damaged")));
      return Result<void>();
    });
    if (!read) return read.error();

    GraphOptions options;
    options.sync_writes = false;
    auto store = GraphStore::open(making, options);
    if (!store) return store.error();
    GraphBatch batch;
    std::size_t bytes = 0;
    const auto commit = [&]() -> Result<void> {
      batch.meta.emplace_back(kMetaExtractor, kSalvaged);
      const auto committed = store->commit(batch);
      if (!committed) return committed.error();
      batch = {};
      bytes = 0;
      if (progress) progress(salvaged.articles);
      return {};
    };
    read = wreck.scan(
        Family::kTexts, [&](std::string_view key, std::string_view value) -> Result<void> {
          ++rows;
          const auto id = keys::parse_article(key);
          if (!id || !texts_seen.insert(*id).second) return {};
          const auto record = records.find(*id);
          if (record == records.end()) {
            // Written at once: they may be many.
            std::error_code fault;
            fs::create_directories(texts, fault);
            if (fault) return io_error(texts, fault);
            const auto file = texts / (id->hex() + ".txt");
            if (auto written = write_file_atomically(file, std::string(value)); !written)
              return written;
            salvaged.lost.push_back({*id, {}, {}, file});
            return {};
          }
          std::size_t replaced = 0;
          const auto text = decode_utf8(value, &replaced);
          const Article& article = record->second.article;
          const bool is_its_text =
              replaced == 0 &&
              std::all_of(article.parts.begin(), article.parts.end(), [&](const Part& part) {
                return part.span.start <= part.span.end && part.span.end <= text.size();
              });
          if (!is_its_text) {
            texts_seen.erase(*id);
            return {};
          }
          whole.insert(*id);
          ++salvaged.articles;
          if (wreck.is_guessed() && !logged.contains(*id)) salvaged.doubtful.push_back(*id);
          GraphBatch::Put put;
          put.article = record->second;
          put.article.article.text = std::string(value);
          bytes += value.size();
          batch.puts.push_back(std::move(put));
          return bytes < kBatchBytes ? Result<void>() : commit();
        });
    if (!read) return read.error();
    const bool has_any = !records.empty() || !salvaged.lost.empty();
    if (!has_any && (rows > 0 || !salvaged.unreadable.empty())) {
      return Error{ErrorCode::kCorrupt,
                   message(_("{}: no article can be read any more: {}"), graph.string(),
                           salvaged.unreadable.empty() ? std::string(_("texts are missing"))
                                                       : salvaged.unreadable.front())};
    }
    if (const auto committed = commit(); !committed) return committed.error();
    if (const auto flushed = store->flush(); !flushed) return flushed.error();
  }
  for (const auto& [id, record] : records) {
    if (!whole.contains(id))
      salvaged.lost.push_back({id, record.article.title, record.article.sources, {}});
  }
  std::sort(salvaged.lost.begin(), salvaged.lost.end(),
            [](const LostArticle& a, const LostArticle& b) { return a.article < b.article; });
  const auto fresh = fresh_place(graph);
  fs::rename(making, fresh, error);
  if (error) return io_error(fresh, error);
  salvaged.aside = free_name(graph);
  if (const auto swapped = swap_in(fresh, graph, salvaged.aside); !swapped) return swapped.error();
  return salvaged;
}

}  // namespace zhengce
