#pragma once

#include <string>

#include "corpus/result.h"
#include "search/graph/graph_queries.h"

namespace zhengce::app {

/// One line for a user whose question which regions run `program` found none: that nothing says so,
/// or how many run it and which of the conditions leave none of them. Reads the graph anew for each
/// condition. Errors: those of regions_running().
Result<std::string> why_no_regions(const GraphReader& graph, const ProgramMatch& program,
                                   const RunningOptions& options);

}  // namespace zhengce::app
