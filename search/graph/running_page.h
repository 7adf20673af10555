#pragma once

#include <string_view>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

/// One region of a page: what says first and surest that it runs the program.
struct RunningRow {
  RegionIndex region = kNoRegion;
  CitedEvidence evidence;
};
struct RunningPage {
  ProgramMatch program;
  std::vector<RunningRow> rows;  ///< By code.
  bool more = false;             ///< True if other regions follow.
};
/// The first `limit` regions (1 or more) that run or ran a program or a variant of it, of those
/// whose codes come after `after` (empty: of all). Takes time in proportion to the page, however
/// many regions there are: for showing something at once; regions_running() tells all, and how far
/// the articles reach. Errors: those of resolve_program().
Result<RunningPage> regions_running_page(const GraphReader& graph, std::string_view program,
                                         std::string_view after, std::size_t limit);

}  // namespace zhengce
