#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "indexer/indexer.h"
#include "tests/bench/floor.h"

namespace zhengce::bench {

struct IndexingRun {
  IndexSummary summary;
  std::vector<Point> points;
  std::uint64_t peak_private_bytes = 0;  ///< Of the process and those that read for it.
  std::uint64_t written_bytes = 0;       ///< Handed to the disk by the process.
};

/// Indexes `inputs` into `data` in a process of its own, so that memory and writes are its alone.
/// It works as `program` would with `jobs` (0: one a core) and `memory` bytes, and has that read
/// foreign formats. Call before this process opens a store. Ends the program where indexing fails.
IndexingRun index_apart(const std::filesystem::path& data,
                        const std::vector<std::filesystem::path>& inputs, unsigned jobs,
                        std::uint64_t memory, const std::filesystem::path& program);

}  // namespace zhengce::bench
