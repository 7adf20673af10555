#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "corpus/result.h"

namespace zhengce {

struct GraphBackup {
  std::uint32_t number = 0;
  /// Files of earlier backups that were found damaged, and copied anew.
  std::vector<std::filesystem::path> mended;
};

/// Adds a backup of the store in `graph` to those in `to`; what an earlier one holds is not copied
/// again, but read: a file of it that is damaged is copied anew, which mends the earlier ones too.
/// Opens the store for writing. A crash leaves the earlier backups whole. Errors: those of
/// GraphStore::open; kCorrupt where store and backup are damaged.
Result<GraphBackup> backup_graph(const std::filesystem::path& graph,
                                 const std::filesystem::path& to);

/// Deletes all but the last `keep` of the backups in `to`. Errors: kIo, kCorrupt.
Result<void> keep_graph_backups(const std::filesystem::path& to, unsigned keep);

/// Numbers of the backups in `from` whose files are all there, rising. Errors: kIo, kCorrupt.
Result<std::vector<std::uint32_t>> graph_backups(const std::filesystem::path& from);

/// Makes the store `graph`, which must not exist, from a backup; every file's checksum is compared.
/// Errors: kCorrupt, kIo.
Result<void> restore_graph(const std::filesystem::path& from, std::uint32_t number,
                           const std::filesystem::path& graph);

}  // namespace zhengce
