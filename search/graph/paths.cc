#include "search/graph/paths.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_map>
#include <utility>

#include "corpus/message.h"
#include "graph/range_reads.h"
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

// Which edge: the assertions of one relation between two nodes.
struct Tie {
  EntityId from, to;
  Relation relation = Relation::kRuns;
};

Tie tie_between(const EntityId& node, const EdgeEnd& neighbor) {
  return neighbor.forward ? Tie{node, neighbor.id, neighbor.relation}
                          : Tie{neighbor.id, node, neighbor.relation};
}

// True for what a node is tied to.
bool is_tie(const EntityId& node, const EdgeEnd& neighbor) {
  return neighbor.relation != Relation::kNames && neighbor.id != node;
}

// Visits what a node is tied to, until `visit` returns false.
constexpr auto each_tie = [](const GraphReader& graph, const EntityId& node, const auto& visit) {
  return each_neighbor(graph, node, [&](const EdgeEnd& neighbor) {
    return !is_tie(node, neighbor) || visit(neighbor);
  });
};

// Where a node was reached from. A hub's neighbors are many, so no more is kept of each.
struct Reached {
  EntityId before;
  Relation relation = Relation::kRuns;
  bool forward = true;  // The edge goes from `before` to the node.
};
using ReachedNodes = std::unordered_map<EntityId, Reached, IdHash>;

Tie tie_to(const EntityId& node, const Reached& from) {
  return tie_between(from.before, {node, from.relation, from.forward});
}

// One end of the search: what lies within some hops of it.
struct Side {
  ReachedNodes reached;
  std::vector<EntityId> frontier;  // The farthest of it.

  explicit Side(const EntityId& start) : frontier{start} { reached.try_emplace(start); }
};

// What is one hop beyond a side's frontier, as far as it was read.
struct Ring {
  std::vector<EntityId> nodes;
  ReachedNodes reached;
  bool whole = false;
};

// What the two ends meet over: an edge from a node of one to a node of the other.
struct Meeting {
  EntityId here, there;
  Tie by;
};

// A shortest way, looked for from both ends. Both sides know all that lies within some hops of
// their ends, `a` hops and `b`, and have not met: the way is longer than a + b. It is then asked
//  - whether an edge leads from one frontier to the other: a way of a + b + 1. Each edge goes out
//    from one of its ends, and hubs are hubs by what comes in, so the edges that go out tell it;
//  - whether both frontiers have a neighbor in common: a way of a + b + 2. Some hundred neighbors
//    of each side, chosen alike, have one long before a hub is read to its end.
// A side that is read to its end without either goes a hop further. All is tried with little
// reading first, then with more.
class PathSearch {
 public:
  PathSearch(const GraphReader& graph, const EntityId& a, const EntityId& b)
      : graph_(graph), sides_{Side(a), Side(b)} {}

  // What the sides meet over within `most` hops, from the first side to the second.
  Result<std::optional<Meeting>> run(std::uint32_t most) {
    for (std::uint32_t hops = 1; hops <= most; ++hops) {
      auto met = meet(hops == most);
      if (!met || *met) return met;
      if (sides_[0].frontier.empty() || sides_[1].frontier.empty()) break;
    }
    return std::optional<Meeting>();
  }
  const Side& side(std::size_t n) const { return sides_[n]; }

 private:
  static constexpr std::size_t kFirstTies = 256;

  // One round: tells the ways of the least length still possible and, unless that is the last one
  // allowed, perhaps one a hop longer; else a side is a hop further.
  Result<std::optional<Meeting>> meet(bool is_last) {
    bool is_apart = false;  // There is no edge between the frontiers.
    for (std::size_t ties = kFirstTies;; ties *= 4) {
      if (!is_apart) {
        auto met = edge_between(ties, is_apart);
        if (!met || *met || (is_apart && is_last)) return met;
      }
      Ring rings[2];
      for (const std::size_t n : {smaller(), 1 - smaller()}) {
        auto met = widen(n, ties, !is_apart, rings[n]);
        if (!met || *met) return met;
        is_apart = is_apart || rings[n].whole;
        if (is_apart && is_last) return met;
      }
      if (is_apart) {
        auto met = common(rings);
        if (!met || *met) return met;
      }
      for (const std::size_t n : {smaller(), 1 - smaller()}) {
        if (!rings[n].whole) continue;
        sides_[n].frontier = std::move(rings[n].nodes);
        sides_[n].reached.merge(rings[n].reached);
        return std::optional<Meeting>();
      }
    }
  }

  std::size_t smaller() const {
    return sides_[0].frontier.size() <= sides_[1].frontier.size() ? 0 : 1;
  }

  Result<bool> is_shown(const EntityId& node) const {
    const auto name = name_of(graph_, node);
    if (!name) return name.error();
    return name->has_value();
  }

  // An edge between the frontiers, read from those that go out; `is_apart` becomes true where
  // `ties` were enough to say that there is none.
  Result<std::optional<Meeting>> edge_between(std::size_t ties, bool& is_apart) {
    Reading reading{ties, false, {}};
    for (const std::size_t n : {smaller(), 1 - smaller()}) {
      const auto read = read_on(n, each_successor, true, reading, [](const auto&, const auto&) {});
      if (!read) return read.error();
      if (reading.met || reading.is_cut) return reading.met;
    }
    is_apart = true;
    return reading.met;
  }

  // Reads up to `ties` nodes and ties of the frontier and what it is tied to.
  Result<std::optional<Meeting>> widen(std::size_t n, std::size_t ties, bool may_meet, Ring& ring) {
    const Side& side = sides_[n];
    Reading reading{ties, false, {}};
    const auto add = [&](const EntityId& node, const EdgeEnd& far) {
      const Reached from{node, far.relation, far.forward};
      if (!side.reached.contains(far.id) && ring.reached.try_emplace(far.id, from).second) {
        ring.nodes.push_back(far.id);
      }
    };
    const auto read = read_on(n, each_tie, may_meet, reading, add);
    if (!read) return read.error();
    ring.whole = !reading.met && !reading.is_cut;
    return reading.met;
  }

  // What is left to be read, and why it ended before all was.
  struct Reading {
    std::size_t left = 0;  // Nodes and ties.
    bool is_cut = false;   // They were not enough.
    std::optional<Meeting> met;
  };

  // Calls visit(node, far) for what `each` tells of the nodes of the frontier of side `n`, until
  // as much as may be was read or, where it `may_meet`, the other side has been met.
  template <typename Each, typename Visit>
  Result<void> read_on(std::size_t n, const Each& each, bool may_meet, Reading& reading,
                       const Visit& visit) const {
    const auto spend = [&] {
      reading.is_cut = reading.left == 0;
      if (!reading.is_cut) --reading.left;
      return !reading.is_cut;
    };
    for (const EntityId& node : sides_[n].frontier) {
      if (!spend()) return {};
      const auto shown = is_shown(node);
      if (!shown) return shown.error();
      if (!*shown) continue;
      Result<void> failure;
      const auto read = each(graph_, node, [&](const EdgeEnd& far) {
        if (!spend()) return false;
        if (!is_tie(node, far)) return true;
        if (may_meet && sides_[1 - n].reached.contains(far.id)) {
          const auto is_meeting = is_shown(far.id);
          if (!is_meeting) failure = is_meeting.error();
          if (!is_meeting) return false;
          if (*is_meeting) {
            const Tie by = tie_between(node, far);
            reading.met = n == 0 ? Meeting{node, far.id, by} : Meeting{far.id, node, by};
            return false;
          }
        }
        visit(node, far);
        return true;
      });
      if (!read) return read.error();
      if (!failure) return failure.error();
      if (reading.met || reading.is_cut) return {};
    }
    return {};
  }

  // A node of both rings: the first side takes it in, the second meets it there.
  Result<std::optional<Meeting>> common(Ring (&rings)[2]) {
    for (const EntityId& node : rings[0].nodes) {
      const auto there = rings[1].reached.find(node);
      if (there == rings[1].reached.end()) continue;
      const auto shown = is_shown(node);
      if (!shown) return shown.error();
      if (!*shown) continue;
      sides_[0].reached.insert(*rings[0].reached.find(node));
      return std::optional<Meeting>(
          Meeting{node, there->second.before, tie_to(node, there->second)});
    }
    return std::optional<Meeting>();
  }

  const GraphReader& graph_;
  Side sides_[2];
};

// The nodes from `node` back to where its side began, and the edges between them.
void walk_back(const Side& side, EntityId node, std::vector<EntityId>& nodes,
               std::vector<Tie>& hops) {
  nodes.push_back(node);
  for (auto at = side.reached.at(node); at.before != EntityId(); at = side.reached.at(node)) {
    hops.push_back(tie_to(node, at));
    node = at.before;
    nodes.push_back(node);
  }
}

// The best of what makes an edge.
Result<CitedEvidence> best_of(const GraphReader& graph, Citer& citer, const Tie& tie) {
  constexpr std::size_t kEnough = 50;
  std::vector<Assertion> same;
  const auto read =
      assertions_to_range(graph, tie.to, tie.relation, tie.from, [&](const Assertion& assertion) {
        if (assertion.from == tie.from) same.push_back(assertion);
        return assertion.from == tie.from && same.size() < kEnough;
      });
  if (!read) return read.error();
  if (same.empty())
    return Error{ErrorCode::kBusy, _("the graph changed while it was being read: try again")};
  auto best = citer.best(same, same.front().modality, 1);
  if (!best) return best.error();
  return std::move(best->front());
}

}  // namespace

Result<Path> path_between(const GraphReader& graph, const EntityId& a, const EntityId& b,
                          std::uint32_t max_hops) {
  std::vector<EntityId> nodes;
  std::vector<Tie> hops;
  if (a == b) {
    nodes.push_back(a);
  } else {
    PathSearch search(graph, a, b);
    const auto met = search.run(max_hops);
    if (!met) return met.error();
    if (!*met) return Path();
    walk_back(search.side(0), (*met)->here, nodes, hops);
    std::reverse(nodes.begin(), nodes.end());
    std::reverse(hops.begin(), hops.end());
    hops.push_back((*met)->by);
    walk_back(search.side(1), (*met)->there, nodes, hops);
  }
  Path path;
  for (const EntityId& node : nodes) {
    const auto name = name_of(graph, node);
    if (!name) return name.error();
    path.nodes.push_back({node, name->value_or(std::string())});
  }
  Citer citer(graph);
  for (const Tie& hop : hops) {
    auto cited = best_of(graph, citer, hop);
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
    std::map<EntityId, std::pair<EntityId, Tie>> ring;  // With the node before.
    for (const EntityId& node : side.frontier) {
      const auto read = each_tie(graph, node, [&](const EdgeEnd& far) {
        if (!side.reached.try_emplace(far.id).second) return true;
        ring.try_emplace(far.id, node, tie_between(node, far));
        return true;
      });
      if (!read) return read.error();
    }
    side.frontier.clear();
    for (const auto& [far, tie] : ring) {
      const auto name = name_of(graph, far);
      if (!name) return name.error();
      if (!*name) continue;
      if (found.neighbors.size() == limit) {
        found.complete = false;
        break;
      }
      auto cited = best_of(graph, citer, tie.second);
      if (!cited) return cited.error();
      names.emplace(far, **name);
      side.frontier.push_back(far);
      found.neighbors.push_back(
          {{far, **name}, {tie.first, names.at(tie.first)}, step, std::move(*cited)});
    }
  }
  std::vector<CitedEvidence*> cited;
  for (auto& neighbor : found.neighbors) cited.push_back(&neighbor.evidence);
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();
  return found;
}

}  // namespace zhengce
