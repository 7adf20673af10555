#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

/// The entity, if answers show it.
Result<std::optional<Entity>> visible_entity(const GraphReader& graph, const EntityId& id);
/// What a message may show of what was typed: one line, cut where it is long.
std::string shown(std::string_view typed);
/// The program that `program` is only another name for, or itself. Names that are each other's
/// aliases meet in the one of the least id.
Result<EntityId> core_of(const GraphReader& graph, const EntityId& program);
/// `program` with its other names and, if asked for, its variants, all visible, by id.
Result<std::map<EntityId, Entity>> family_of(const GraphReader& graph, const EntityId& program,
                                             bool with_variants);
/// Every way the family is written, but `name`.
std::vector<std::string> other_names(const std::map<EntityId, Entity>& family,
                                     const std::string& name);

}  // namespace zhengce
