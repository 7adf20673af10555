#include "graph/graph_backup.h"

#include <rocksdb/utilities/backup_engine.h>

#include <algorithm>
#include <memory>

#include "graph/database.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

}  // namespace

Result<std::uint32_t> backup_graph(const fs::path& graph, const fs::path& to, unsigned keep) {
  GraphOptions options;
  options.create = false;
  const auto database = Database::open_writer(graph, options);
  if (!database) return database.error();
  rocksdb::BackupEngine* opened = nullptr;
  rocksdb::Status status = rocksdb::BackupEngine::Open(rocksdb::BackupEngineOptions(to.string()),
                                                       rocksdb::Env::Default(), &opened);
  if (!status.ok()) return Database::translate(status, to.string());
  const std::unique_ptr<rocksdb::BackupEngine> engine(opened);
  rocksdb::CreateBackupOptions create;
  create.flush_before_backup = true;
  rocksdb::BackupID number = 0;
  status = engine->CreateNewBackup(create, &(*database)->db(), &number);
  if (!status.ok()) return Database::translate(status, to.string());
  if (keep > 0) {
    status = engine->PurgeOldBackups(keep);
    if (!status.ok()) return Database::translate(status, to.string());
  }
  return number;
}

namespace {

Result<std::unique_ptr<rocksdb::BackupEngineReadOnly>> open_backups(const fs::path& from) {
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  const rocksdb::Status status = rocksdb::BackupEngineReadOnly::Open(
      rocksdb::BackupEngineOptions(from.string()), rocksdb::Env::Default(), &opened);
  if (!status.ok()) return Database::translate(status, from.string());
  return std::unique_ptr<rocksdb::BackupEngineReadOnly>(opened);
}

}  // namespace

Result<std::vector<std::uint32_t>> graph_backups(const fs::path& from) {
  const auto engine = open_backups(from);
  if (!engine) return engine.error();
  std::vector<rocksdb::BackupInfo> all;
  (*engine)->GetBackupInfo(&all);
  std::vector<std::uint32_t> numbers;
  for (const auto& one : all) numbers.push_back(one.backup_id);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<void> restore_graph(const fs::path& from, std::uint32_t number, const fs::path& graph) {
  const auto engine = open_backups(from);
  if (!engine) return engine.error();
  rocksdb::Status status = (*engine)->VerifyBackup(number, true);
  if (status.ok()) {
    status = (*engine)->RestoreDBFromBackup(number, graph.string(), graph.string());
  }
  if (!status.ok()) return Database::translate(status, from.string());
  return {};
}

}  // namespace zhengce
