#pragma once

#include <string>

#include "corpus/gazetteer/gazetteer.h"
#include "graph/types.h"

namespace zhengce::app {

/// The region's full name where no other region bears it, else with what it lies in, as a user can
/// type it again: 河北省/石家庄市/桥西区.
std::string clear_name(RegionIndex region);
/// The same of a node that is a region; of others `name`.
std::string clear_name(const EntityId& node, const std::string& name);

}  // namespace zhengce::app
