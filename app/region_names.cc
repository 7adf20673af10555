#include "app/region_names.h"

#include <algorithm>

namespace zhengce::app {

std::string clear_name(RegionIndex region) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  const std::string_view name = gazetteer.at(region).name;
  const auto bearers = gazetteer.find_name(name);
  const bool is_shared = std::any_of(bearers.begin(), bearers.end(), [&](const NameEntry& entry) {
    return entry.region != region && gazetteer.at(entry.region).name == name;
  });
  if (!is_shared) return std::string(name);
  std::string path = gazetteer.path_name(region);
  std::replace(path.begin(), path.end(), ' ', '/');
  return path;
}

std::string clear_name(const EntityId& node, const std::string& name) {
  if (node.kind() != EntityKind::kRegion) return name;
  const auto region = Gazetteer::builtin().find_code(node.code());
  return region ? clear_name(*region) : name;
}

}  // namespace zhengce::app
