#pragma once

#include <string>

#include "app/json_shapes.h"
#include "search/graph/edges.h"

namespace zhengce::app {

/// An edge with names and evidence: {"type":"edge","id","relation","modality","from","to",…}.
Json edge_json(const CitedEdge& edge);
/// "浙江省 runs 萤火书架 (ended)", for a terminal.
std::string edge_line(const CitedEdge& edge);
/// {"id","kind","type","name"}; `type` says the same as `kind`.
Json node_json(const EntityId& id, const std::string& name);
/// The same of the node that the edge ends at.
Json end_json(const CitedEdge& edge);
/// The name of the node that the edge ends at, for a terminal.
std::string shown_end(const CitedEdge& edge);
/// "≈1,200 人": with its hedge.
std::string quantity_text(const Quantity& quantity);

}  // namespace zhengce::app
