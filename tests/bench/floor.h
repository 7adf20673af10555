#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "graph/graph_store.h"

namespace zhengce::bench {

/// How far a run was at a time.
struct Point {
  std::uint64_t characters = 0;  ///< Code points of text so far.
  double seconds = 0;            ///< Since its start.
};

/// Characters a second in the last tenth of a run's characters, divided by those in the first.
double last_by_first_tenth(const std::vector<Point>& points);

/// The floor of indexing: the terms of the store's articles, made beforehand batch by batch (that
/// time does not count), are added to two plain Xapian shards by a thread each, a commit every
/// batch of some megabytes of text. What any program on top of Xapian has to pay.
/// `folder`: where the shards go. Ends the program where it fails.
std::vector<Point> run_floor(const GraphReader& graph, const std::filesystem::path& folder);

}  // namespace zhengce::bench
