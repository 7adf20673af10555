#pragma once

#include <string>
#include <vector>

#include "app/command.h"
#include "app/json_shapes.h"
#include "indexer/removal.h"

namespace zhengce::app {

/// Prints a line for each article that went or is no longer found somewhere; with `planned`, that
/// would.
void show_removals(const std::vector<Removal>& removals, bool json, bool planned);
/// Lists on stderr what would go, for a question to follow.
void list_removals(const std::vector<Removal>& removals);

struct RemovalCounts {
  std::uint64_t articles = 0;  ///< That go.
  std::uint64_t places = 0;    ///< At which articles that stay are no longer found.
};
RemovalCounts count_removals(const std::vector<Removal>& removals);
std::string removal_text(const RemovalCounts& counts, bool dry_run);

}  // namespace zhengce::app
