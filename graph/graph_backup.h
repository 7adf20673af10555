#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "corpus/result.h"

namespace zhengce {

/// Adds a backup of the store in `graph` to those in `to`; what an earlier one holds is not copied
/// again. Opens the store for writing. A crash leaves the earlier backups whole. `keep` above 0
/// deletes all but the last so many. Returns its number. Errors: those of GraphStore::open.
Result<std::uint32_t> backup_graph(const std::filesystem::path& graph,
                                   const std::filesystem::path& to, unsigned keep);

/// Numbers of the backups in `from` whose files are all there, rising. Errors: kIo, kCorrupt.
Result<std::vector<std::uint32_t>> graph_backups(const std::filesystem::path& from);

/// Makes the store `graph`, which must not exist, from a backup; every file's checksum is compared.
/// Errors: kCorrupt, kIo.
Result<void> restore_graph(const std::filesystem::path& from, std::uint32_t number,
                           const std::filesystem::path& graph);

}  // namespace zhengce
