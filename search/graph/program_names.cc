#include "search/graph/program_names.h"

#include <algorithm>
#include <set>
#include <utility>

#include "corpus/message.h"
#include "corpus/text.h"
#include "graph/range_reads.h"

namespace zhengce {
namespace {

// Longer questions than any name are not compared with names.
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kNearNames = 5;

// The other ends of a program's edges of one relation.
Result<std::vector<EntityId>> neighbors(const GraphReader& graph, const EntityId& program,
                                        Relation relation, bool outgoing) {
  std::vector<EntityId> found;
  const auto visit = [&](const Assertion& assertion) {
    if (assertion.relation != relation || assertion.from == assertion.to) return true;
    const EntityId& other = outgoing ? assertion.to : assertion.from;
    if (found.empty() || found.back() != other) found.push_back(other);
    return true;
  };
  const auto read = outgoing ? graph.assertions_from(program, visit)
                             : assertions_to_range(graph, program, relation, EntityId(), visit);
  if (!read) return read.error();
  return found;
}

Error not_found(const GraphReader& graph, std::string_view name) {
  const auto near = near_programs(graph, name, kNearNames);
  if (!near) return near.error();
  if (near->empty()) {
    return {ErrorCode::kNotFound, message(_("{}: no program of this name here"), shown(name))};
  }
  return {ErrorCode::kNotFound, message(_("{}: no program of this name here; near: {}"),
                                        shown(name), joined(*near, "、"))};
}

std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

// How far a name is from what was asked; nothing if it is not near. Containing counts as nearer
// than any number of edits.
std::optional<std::size_t> distance(std::u32string_view asked, std::u32string_view name) {
  const auto longer = std::max(asked.size(), name.size());
  const auto difference = longer - std::min(asked.size(), name.size());
  if (name.size() < 2 || asked.size() < 2) return std::nullopt;
  if (name.find(asked) != name.npos || asked.find(name) != asked.npos) return difference;
  if (difference * 3 > longer) return std::nullopt;
  const auto edits = edit_distance(asked, name);
  if (edits * 3 > longer) return std::nullopt;
  return kLongestName + edits;
}

}  // namespace

std::string shown(std::string_view typed) {
  std::u32string text = decode_utf8(typed.substr(0, 4 * kLongestName));
  if (text.size() > 40) {
    text.resize(40);
    text.push_back(U'…');
  }
  for (char32_t& c : text) {
    if (c < 0x20 || c == 0x7F) c = U' ';
  }
  return encode_utf8(text);
}

Result<std::optional<Entity>> visible_entity(const GraphReader& graph, const EntityId& id) {
  auto entity = graph.entity(id);
  if (entity && *entity && !(*entity)->visible) return std::optional<Entity>();
  return entity;
}

Result<EntityId> core_of(const GraphReader& graph, const EntityId& program) {
  std::vector<EntityId> path{program};
  while (true) {
    const auto others = neighbors(graph, path.back(), Relation::kAlias, true);
    if (!others) return others.error();
    std::optional<EntityId> next;
    for (const EntityId& other : *others) {
      const auto entity = visible_entity(graph, other);
      if (!entity) return entity.error();
      if (*entity && (!next || other < *next)) next = other;
    }
    if (!next) return path.back();
    const auto seen = std::find(path.begin(), path.end(), *next);
    if (seen != path.end()) return *std::min_element(seen, path.end());
    path.push_back(*next);
  }
}

Result<std::map<EntityId, Entity>> family_of(const GraphReader& graph, const EntityId& program,
                                             bool with_variants) {
  std::map<EntityId, Entity> family;
  std::vector<EntityId> open{program};
  while (!open.empty()) {
    const EntityId id = open.back();
    open.pop_back();
    if (family.contains(id)) continue;
    auto entity = visible_entity(graph, id);
    if (!entity) return entity.error();
    if (!*entity) continue;
    family.emplace(id, std::move(**entity));
    const auto follow = [&](Relation relation, bool outgoing) -> Result<void> {
      const auto others = neighbors(graph, id, relation, outgoing);
      if (!others) return others.error();
      open.insert(open.end(), others->begin(), others->end());
      return {};
    };
    if (auto followed = follow(Relation::kAlias, true); !followed) return followed.error();
    if (auto followed = follow(Relation::kAlias, false); !followed) return followed.error();
    if (!with_variants) continue;
    if (auto followed = follow(Relation::kVariantOf, false); !followed) return followed.error();
  }
  return family;
}

std::vector<std::string> other_names(const std::map<EntityId, Entity>& family,
                                     const std::string& name) {
  std::set<std::string> names;
  for (const auto& [id, entity] : family) {
    names.insert(entity.name);
    names.insert(entity.aliases.begin(), entity.aliases.end());
  }
  names.erase(name);
  return {names.begin(), names.end()};
}

Result<ProgramMatch> resolve_program(const GraphReader& graph, std::string_view name) {
  std::vector<Entity> found;
  if (const auto id = EntityId::parse(name); id && id->kind() == EntityKind::kProgram) {
    auto entity = graph.entity(*id);
    if (!entity) return entity.error();
    if (*entity) found.push_back(std::move(**entity));
  } else {
    auto named = graph.entities_named(name, EntityKind::kProgram);
    if (!named) return named.error();
    found = std::move(*named);
  }
  std::set<EntityId> cores;
  for (const Entity& entity : found) {
    if (!entity.visible) continue;
    const auto core = core_of(graph, entity.id);
    if (!core) return core.error();
    cores.insert(*core);
  }
  if (cores.empty()) return not_found(graph, name);
  if (cores.size() > 1) {
    std::string ids;
    for (const EntityId& core : cores) ids += " " + core.text();
    return Error{ErrorCode::kAmbiguous,
                 message(_("{}: several programs bear this name:{}"), shown(name), ids)};
  }
  ProgramMatch match;
  match.id = *cores.begin();
  const auto family = family_of(graph, match.id, true);
  if (!family) return family.error();
  match.name = family->at(match.id).name;
  match.aliases = other_names(*family, match.name);
  for (const auto& [id, entity] : *family) match.all.push_back(id);
  return match;
}

Result<std::vector<std::string>> near_programs(const GraphReader& graph, std::string_view name,
                                               std::size_t limit) {
  std::vector<std::string> names;
  if (name.size() > 4 * kLongestName) return names;
  const std::u32string asked = decode_utf8(normalize_name(name));
  std::set<std::pair<std::size_t, std::string>> near;
  const auto read = graph.each_entity(EntityKind::kProgram, [&](const Entity& entity) {
    if (!entity.visible) return true;
    std::optional<std::size_t> nearest;
    for (const WrittenForm& form : entity.forms) {
      if (form.name.size() > 4 * kLongestName) continue;
      const auto far = distance(asked, decode_utf8(normalize_name(form.name)));
      if (far && (!nearest || *far < *nearest)) nearest = far;
    }
    if (!nearest) return true;
    near.emplace(*nearest, entity.name);
    if (near.size() > limit) near.erase(std::prev(near.end()));
    return true;
  });
  if (!read) return read.error();
  for (const auto& [far, near_name] : near) names.push_back(near_name);
  return names;
}

}  // namespace zhengce
