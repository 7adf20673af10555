#include "search/graph/paths.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_map>
#include <utility>

#include "search/graph/citer.h"
#include "search/graph/program_names.h"

namespace zhengce {
namespace {

struct IdHash {
  std::size_t operator()(const EntityId& id) const {
    // Ids of entities are hashes in themselves; the codes of regions stand at the front.
    std::uint64_t front = 0, back = 0;
    std::memcpy(&front, id.bytes.data(), sizeof front);
    std::memcpy(&back, id.bytes.data() + sizeof front, sizeof back);
    return static_cast<std::size_t>((front ^ (back << 1)) * 0x9E3779B97F4A7C15ULL);
  }
};

bool ties(const Assertion& assertion) {
  return assertion.relation != Relation::kNames && assertion.from != assertion.to;
}

// Visits what a node is tied to, by relation and other node, until `visit` returns false.
template <typename Visit>
Result<void> each_tie(const GraphReader& graph, const EntityId& node, const Visit& visit) {
  bool on = true;
  const auto out = graph.assertions_from(node, [&](const Assertion& assertion) {
    if (ties(assertion)) on = visit(assertion.to, assertion);
    return on;
  });
  if (!out || !on) return out;
  return graph.assertions_to(node, [&](const Assertion& assertion) {
    if (ties(assertion)) on = visit(assertion.from, assertion);
    return on;
  });
}

// One end of the search: what has been reached, and over which assertion.
struct Side {
  struct Reached {
    EntityId before;
    Assertion by;
  };
  std::unordered_map<EntityId, Reached, IdHash> reached;
  std::vector<EntityId> frontier;

  explicit Side(const EntityId& start) : frontier{start} { reached.try_emplace(start); }
};

// What the two ends meet over: an assertion from a node of one to a node of the other.
struct Meeting {
  EntityId here, there;
  Assertion by;
};

// Goes one step from `side`; stops where it meets `other`.
Result<std::optional<Meeting>> widen(const GraphReader& graph, Side& side, const Side& other) {
  std::vector<EntityId> next;
  std::optional<Meeting> meeting;
  for (const EntityId& node : side.frontier) {
    const auto name = name_of(graph, node);
    if (!name) return name.error();
    if (!*name) continue;
    Result<void> failure;
    const auto read = each_tie(graph, node, [&](const EntityId& far, const Assertion& assertion) {
      if (other.reached.contains(far)) {
        const auto shown = name_of(graph, far);
        if (!shown) failure = shown.error();
        if (!shown) return false;
        if (!*shown) return true;
        meeting = Meeting{node, far, assertion};
        return false;
      }
      if (side.reached.contains(far)) return true;
      side.reached.emplace(far, Side::Reached{node, assertion});
      next.push_back(far);
      return true;
    });
    if (!read) return read.error();
    if (!failure) return failure.error();
    if (meeting) return meeting;
  }
  side.frontier = std::move(next);
  return meeting;
}

// The nodes from `node` back to where its side began, and the assertions between them.
void walk_back(const Side& side, EntityId node, std::vector<EntityId>& nodes,
               std::vector<Assertion>& hops) {
  nodes.push_back(node);
  for (auto at = side.reached.at(node); at.before != EntityId(); at = side.reached.at(at.before)) {
    hops.push_back(at.by);
    nodes.push_back(at.before);
  }
}

// Of all that is said of the two ends of `assertion` in its relation, the best.
Result<CitedEvidence> best_of(const GraphReader& graph, Citer& citer, const Assertion& assertion) {
  constexpr std::size_t kEnough = 50;
  std::vector<Assertion> same;
  const auto read = graph.assertions_from(assertion.from, [&](const Assertion& other) {
    if (other.relation == assertion.relation && other.to == assertion.to) same.push_back(other);
    return other.relation <= assertion.relation && same.size() < kEnough;
  });
  if (!read) return read.error();
  auto best = citer.best(same, assertion.modality, 1);
  if (!best) return best.error();
  return best->empty() ? citer.cite(assertion) : Result<CitedEvidence>(best->front());
}

}  // namespace

Result<Path> path_between(const GraphReader& graph, const EntityId& a, const EntityId& b,
                          std::uint32_t max_hops) {
  Side from_a(a), from_b(b);
  std::optional<Meeting> meeting;
  bool met_from_a = true;
  std::vector<EntityId> nodes;
  std::vector<Assertion> hops;
  if (a == b) {
    nodes.push_back(a);
  } else {
    // The side with less before it goes on: a hub is not opened while there is another way. Each
    // goes a whole step at a time, so the first meeting is a shortest way.
    for (std::uint32_t step = 0; step < max_hops && !meeting; ++step) {
      if (from_a.frontier.empty() || from_b.frontier.empty()) break;
      met_from_a = from_a.frontier.size() <= from_b.frontier.size();
      auto met = met_from_a ? widen(graph, from_a, from_b) : widen(graph, from_b, from_a);
      if (!met) return met.error();
      meeting = std::move(*met);
    }
    if (!meeting) return Path();
    walk_back(from_a, met_from_a ? meeting->here : meeting->there, nodes, hops);
    std::reverse(nodes.begin(), nodes.end());
    std::reverse(hops.begin(), hops.end());
    hops.push_back(meeting->by);
    walk_back(from_b, met_from_a ? meeting->there : meeting->here, nodes, hops);
  }
  Path path;
  for (const EntityId& node : nodes) {
    const auto name = name_of(graph, node);
    if (!name) return name.error();
    path.nodes.push_back({node, name->value_or(std::string())});
  }
  Citer citer(graph);
  for (const Assertion& hop : hops) {
    auto cited = citer.cite(hop);
    if (!cited) return cited.error();
    if (const auto added = citer.add_sentence(*cited); !added) return added.error();
    path.hops.push_back(std::move(*cited));
  }
  return path;
}

Result<Neighborhood> neighbors_of(const GraphReader& graph, const EntityId& start,
                                  std::uint32_t hops, std::size_t limit) {
  Neighborhood found;
  Citer citer(graph);
  Side side(start);
  const auto start_name = name_of(graph, start);
  if (!start_name) return start_name.error();
  std::map<EntityId, std::string> names{{start, start_name->value_or(std::string())}};
  for (std::uint32_t step = 1; step <= hops && found.complete; ++step) {
    std::map<EntityId, Side::Reached> ring;
    for (const EntityId& node : side.frontier) {
      const auto read = each_tie(graph, node, [&](const EntityId& far, const Assertion& assertion) {
        if (side.reached.contains(far)) return true;
        side.reached.try_emplace(far);
        ring.try_emplace(far, Side::Reached{node, assertion});
        return true;
      });
      if (!read) return read.error();
    }
    side.frontier.clear();
    for (const auto& [far, reached] : ring) {
      const auto name = name_of(graph, far);
      if (!name) return name.error();
      if (!*name) continue;
      if (found.neighbors.size() == limit) {
        found.complete = false;
        break;
      }
      auto cited = best_of(graph, citer, reached.by);
      if (!cited) return cited.error();
      names.emplace(far, **name);
      side.frontier.push_back(far);
      found.neighbors.push_back(
          {{far, **name}, {reached.before, names.at(reached.before)}, step, std::move(*cited)});
    }
  }
  std::vector<CitedEvidence*> cited;
  for (auto& neighbor : found.neighbors) cited.push_back(&neighbor.evidence);
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();
  return found;
}

}  // namespace zhengce
