#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "corpus/result.h"

namespace zhengce {

struct BackupSummary {
  std::uint64_t articles = 0;
  std::uint32_t number = 0;  ///< Of the backup, from 1.
  std::uint64_t bytes = 0;   ///< Of the graph as backed up.
  /// Files of earlier backups that were found damaged, and copied anew.
  std::vector<std::filesystem::path> mended = {};
};

/// Adds a backup of a data directory to the backups in `to`: the graph, the marker, the user's
/// rules and dictionary, not the index, which is derived. Files that an earlier backup holds are
/// not copied again, but compared by their checksums: damaged ones are copied anew. A crash leaves
/// the earlier backups whole. Takes the writer's lock; others read meanwhile. `keep` above 0
/// deletes all but the last so many, once this one is synced to the disk. Errors: kNotFound, kBusy
/// (another writer), kIncompatible, kCorrupt, kIo.
Result<BackupSummary> backup(const std::filesystem::path& data_dir, const std::filesystem::path& to,
                             unsigned keep = 0);

/// Makes a data directory from the last whole backup in `from`, and builds its index. `data_dir`
/// must be absent or empty. Errors: kNotFound (no backup), kIncompatible (something is there),
/// kCorrupt (checksums differ), kInvalidInput (its rules or dictionary have a fault), kIo; then
/// `data_dir` is as before.
Result<BackupSummary> restore(const std::filesystem::path& from,
                              const std::filesystem::path& data_dir);

}  // namespace zhengce
