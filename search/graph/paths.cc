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

// Visits what a node is tied to, until `visit` returns false.
template <typename Visit>
Result<void> each_tie(const GraphReader& graph, const EntityId& node, const Visit& visit) {
  return each_neighbor(graph, node, [&](const EdgeEnd& neighbor) {
    return neighbor.relation == Relation::kNames || neighbor.id == node || visit(neighbor);
  });
}

// One end of the search: what has been reached, and from where. A hub's neighbors are many, so no
// more is kept of each than leads back.
struct Side {
  struct Reached {
    EntityId before;
    Relation relation = Relation::kRuns;
    bool forward = true;  // The edge goes from `before` to the node.
  };
  std::unordered_map<EntityId, Reached, IdHash> reached;
  std::vector<EntityId> frontier;

  explicit Side(const EntityId& start) : frontier{start} { reached.try_emplace(start); }
};

// What the two ends meet over: an edge from a node of one to a node of the other.
struct Meeting {
  EntityId here, there;
  Tie by;
};

// What became of a step: the ends met, or it is done, or it would have read too much and is undone.
struct Step {
  std::optional<Meeting> meeting;
  bool done = true;
};

// Goes one step from `side`, reading `most` ties; stops where it meets `other`. After the last step
// nothing is kept.
Result<Step> widen(const GraphReader& graph, Side& side, const Side& other, bool is_last,
                   std::size_t most) {
  std::vector<EntityId> next;
  Step step;
  std::size_t read_ties = 0;
  for (const EntityId& node : side.frontier) {
    const auto name = name_of(graph, node);
    if (!name) return name.error();
    if (!*name) continue;
    Result<void> failure;
    const auto read = each_tie(graph, node, [&](const EdgeEnd& far) {
      step.done = read_ties++ < most;
      if (!step.done) return false;
      if (other.reached.contains(far.id)) {
        const auto shown = name_of(graph, far.id);
        if (!shown) failure = shown.error();
        if (!shown) return false;
        if (!*shown) return true;
        step.meeting = Meeting{node, far.id, tie_between(node, far)};
        return false;
      }
      if (is_last) return true;
      const Side::Reached reached{node, far.relation, far.forward};
      if (side.reached.try_emplace(far.id, reached).second) next.push_back(far.id);
      return true;
    });
    if (!read) return read.error();
    if (!failure) return failure.error();
    if (step.meeting) return step;
    if (!step.done) {
      for (const EntityId& reached : next) side.reached.erase(reached);
      return step;
    }
  }
  side.frontier = std::move(next);
  return step;
}

// The nodes from `node` back to where its side began, and the edges between them.
void walk_back(const Side& side, EntityId node, std::vector<EntityId>& nodes,
               std::vector<Tie>& hops) {
  nodes.push_back(node);
  for (auto at = side.reached.at(node); at.before != EntityId(); at = side.reached.at(node)) {
    hops.push_back(at.forward ? Tie{at.before, node, at.relation}
                              : Tie{node, at.before, at.relation});
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
  Side from_a(a), from_b(b);
  std::optional<Meeting> meeting;
  bool met_from_a = true;
  std::vector<EntityId> nodes;
  std::vector<Tie> hops;
  if (a == b) {
    nodes.push_back(a);
  } else {
    // The side with less before it goes on: both are tried with little, then with more, so a hub is
    // not opened while there is another way. Each goes a whole step at a time, so the first meeting
    // is a shortest way.
    constexpr std::size_t kFirstTies = 256;
    for (std::uint32_t hop = 0; hop < max_hops && !meeting; ++hop) {
      if (from_a.frontier.empty() || from_b.frontier.empty()) break;
      const bool is_last = hop + 1 == max_hops;
      met_from_a = from_a.frontier.size() > from_b.frontier.size();
      Step step;
      for (std::size_t tries = 0; tries == 0 || !step.done; ++tries) {
        met_from_a = !met_from_a;
        const std::size_t most = kFirstTies << (2 * (tries / 2));
        auto widened = met_from_a ? widen(graph, from_a, from_b, is_last, most)
                                  : widen(graph, from_b, from_a, is_last, most);
        if (!widened) return widened.error();
        step = *widened;
      }
      meeting = step.meeting;
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
