#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "corpus/result.h"
#include "graph/salvage.h"
#include "indexer/indexer.h"

namespace zhengce {

/// What is wrong in a data directory, a line each.
struct Fault {
  enum class Part {
    kData,   ///< The directory itself: its marker, a purge that was cut short.
    kGraph,  ///< The truth.
    kIndex,  ///< Derived from the graph.
  };
  Part part = Part::kGraph;
  std::string text;
  std::string remedy;  ///< What to do.
  /// No damage: so many articles are not in the index yet, as after a kill.
  std::size_t behind = 0;
};
/// "data", "graph", "index".
std::string_view part_name(Fault::Part part);

/// Reads everything: files by their checksums, records, the graph against itself, the index against
/// the graph. Changes nothing. A writer may be at work beside it: then the index may seem to lag or
/// to be ahead. None means sound. `notes`, if given, get a line for what could not be looked at as
/// closely as usual. Errors: kNotFound (nothing indexed here), kIncompatible, kBusy, kIo.
Result<std::vector<Fault>> find_faults(const std::filesystem::path& data_dir,
                                       std::vector<std::string>* notes = nullptr);

struct Repaired {
  std::vector<Fault> found;
  /// What was done, in order, a line each.
  std::vector<std::string> done;
  /// Where the graph could not be read whole.
  std::optional<Salvaged> salvaged;
  /// Log entries that the index knew of and the graph does not.
  std::uint64_t lost_entries = 0;
  /// Faults that are still there.
  std::vector<Fault> left;

  bool has_losses() const {
    return lost_entries > 0 ||
           (salvaged && (!salvaged->lost.empty() || !salvaged->doubtful.empty()));
  }
};

/// Mends what find_faults() finds: the index is built anew from the graph; a graph with any fault
/// is read as far as it can be (salvage_graph()) and everything derived in it made anew. Killed and
/// called again it goes on. `options` serve to open the data directory. Errors: as find_faults(),
/// and those of salvage_graph() and Indexer::open().
Result<Repaired> repair(const std::filesystem::path& data_dir, const IndexerOptions& options);

}  // namespace zhengce
