#include "graph/graph_backup.h"

#include <rocksdb/utilities/backup_engine.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>

#include "corpus/message.h"
#include "graph/database.h"
#include "graph/files.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

// What RocksDB advises for a store does not help a backup.
Error translate(const rocksdb::Status& status, const fs::path& backups) {
  if (!status.IsCorruption()) return Database::translate(status, backups.string());
  return {ErrorCode::kCorrupt,
          message(_("{}: the backup is damaged: {}; where the data directory is still there, "
                    "`zhengce backup` copies damaged files anew"),
                  backups.string(), status.ToString())};
}

// True if the files hold the same bytes.
bool are_same(const fs::path& one, const fs::path& other) {
  std::ifstream a(one, std::ios::binary), b(other, std::ios::binary);
  if (!a || !b) return false;
  constexpr std::size_t kChunk = 1u << 20;
  std::string from_a(kChunk, '\0'), from_b(kChunk, '\0');
  do {
    a.read(from_a.data(), kChunk);
    b.read(from_b.data(), kChunk);
    const auto got = static_cast<std::size_t>(a.gcount());
    if (a.gcount() != b.gcount() || from_a.compare(0, got, from_b, 0, got) != 0) return false;
  } while (a && b);
  return a.eof() && b.eof();
}

Result<void> copy_anew(const fs::path& from, const fs::path& to) {
  const fs::path beside = to.string() + ".tmp";
  if (auto copied = copy_file_synced(from, beside); !copied) return copied;
  std::error_code error;
  fs::rename(beside, to, error);
  if (error) return io_error(to, error);
  return sync_directory(to.parent_path());
}

// Tables never change once they are written, and a backup calls each by its number and more: those
// that differ from the store's, which is read and found sound, are damaged.
Result<std::vector<fs::path>> mend(const Database& database, const fs::path& graph,
                                   const fs::path& to, const rocksdb::BackupInfo& backup) {
  if (const auto sound = database.verify_files(); !sound) return sound.error();
  std::vector<fs::path> mended;
  for (const auto& file : backup.file_details) {
    const fs::path copy = to / file.relative_filename;
    const std::string name = copy.filename().string();
    if (copy.extension() != ".sst") continue;
    const fs::path table = graph / (name.substr(0, name.find_first_of("_.")) + ".sst");
    if (are_same(table, copy)) continue;
    if (const auto copied = copy_anew(table, copy); !copied) return copied.error();
    mended.push_back(copy);
  }
  return mended;
}

// BackupEngine, or BackupEngineReadOnly.
template <typename Engine>
Result<std::unique_ptr<Engine>> open_engine(const fs::path& dir) {
  Engine* opened = nullptr;
  const rocksdb::Status status =
      Engine::Open(rocksdb::BackupEngineOptions(dir.string()), rocksdb::Env::Default(), &opened);
  if (!status.ok()) return translate(status, dir);
  return std::unique_ptr<Engine>(opened);
}

}  // namespace

Result<GraphBackup> backup_graph(const fs::path& graph, const fs::path& to) {
  GraphOptions options;
  options.create = false;
  const auto database = Database::open_writer(graph, options);
  if (!database) return database.error();
  const auto engine = open_engine<rocksdb::BackupEngine>(to);
  if (!engine) return engine.error();
  rocksdb::CreateBackupOptions create;
  create.flush_before_backup = true;
  GraphBackup made;
  rocksdb::Status status = (*engine)->CreateNewBackup(create, &(*database)->db(), &made.number);
  if (!status.ok()) return translate(status, to);
  if (!(*engine)->VerifyBackup(made.number, true).ok()) {
    rocksdb::BackupInfo backup;
    status = (*engine)->GetBackupInfo(made.number, &backup, true);
    if (!status.ok()) return translate(status, to);
    auto mended = mend(**database, graph, to, backup);
    if (!mended) return mended.error();
    made.mended = std::move(*mended);
    status = (*engine)->VerifyBackup(made.number, true);
    if (!status.ok()) return translate(status, to);
  }
  return made;
}

Result<void> keep_graph_backups(const fs::path& to, unsigned keep) {
  const auto engine = open_engine<rocksdb::BackupEngine>(to);
  if (!engine) return engine.error();
  const rocksdb::Status status = (*engine)->PurgeOldBackups(keep);
  if (!status.ok()) return translate(status, to);
  return {};
}

Result<std::vector<std::uint32_t>> graph_backups(const fs::path& from) {
  const auto engine = open_engine<rocksdb::BackupEngineReadOnly>(from);
  if (!engine) return engine.error();
  std::vector<rocksdb::BackupInfo> all;
  (*engine)->GetBackupInfo(&all);
  std::vector<std::uint32_t> numbers;
  for (const auto& one : all) numbers.push_back(one.backup_id);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<void> restore_graph(const fs::path& from, std::uint32_t number, const fs::path& graph) {
  const auto engine = open_engine<rocksdb::BackupEngineReadOnly>(from);
  if (!engine) return engine.error();
  rocksdb::Status status = (*engine)->VerifyBackup(number, true);
  if (status.ok()) {
    status = (*engine)->RestoreDBFromBackup(number, graph.string(), graph.string());
  }
  if (!status.ok()) return translate(status, from);
  return {};
}

}  // namespace zhengce
