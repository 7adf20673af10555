#include "search/graph/running_page.h"

#include <algorithm>
#include <map>
#include <utility>

#include "graph/range_reads.h"
#include "search/graph/citer.h"
#include "search/graph/counting.h"

namespace zhengce {
namespace {

// Programs with no more evidence are read in one go, which is quicker than relation by relation.
constexpr std::size_t kFew = 512;
// Sentences of one region that are looked at for the surest.
constexpr std::size_t kLookedAt = 8;

struct Surest {
  Assertion assertion;
  std::size_t seen = 0;
};
using Rows = std::map<EntityId, Surest>;  // Ids of regions sort as their codes.

void offer(Rows& rows, const Assertion& assertion) {
  const auto [row, is_new] = rows.try_emplace(assertion.from, Surest{assertion, 0});
  if (++row->second.seen > kLookedAt) return;
  if (assertion.evidence.confidence > row->second.assertion.evidence.confidence)
    row->second.assertion = assertion;
}

bool is_wanted(const Assertion& assertion, const EntityId& first) {
  return assertion.from.kind() == EntityKind::kRegion && assertion.from >= first &&
         is_counted(assertion, false);
}

// Adds what says that regions run `program`, of at least the first `limit` of them.
Result<void> gather(const GraphReader& graph, const EntityId& program, const EntityId& first,
                    std::size_t limit, Rows& rows) {
  std::vector<Assertion> few;
  std::size_t visited = 0;
  const auto all = graph.assertions_to(program, [&](const Assertion& assertion) {
    if (is_wanted(assertion, first)) few.push_back(assertion);
    return ++visited <= kFew;
  });
  if (!all) return all;
  if (visited <= kFew) {
    for (const Assertion& assertion : few) offer(rows, assertion);
    return {};
  }
  for (const Relation relation :
       {Relation::kRuns, Relation::kCreated, Relation::kPilots, Relation::kExtends}) {
    std::size_t regions = 0;
    EntityId last;
    const auto some =
        assertions_to_range(graph, program, relation, first, [&](const Assertion& assertion) {
          if (assertion.from.kind() != EntityKind::kRegion) return false;
          if (!is_wanted(assertion, first)) return true;
          if (assertion.from != last && ++regions > limit) return false;
          last = assertion.from;
          offer(rows, assertion);
          return true;
        });
    if (!some) return some;
  }
  return {};
}

}  // namespace

Result<RunningPage> regions_running_page(const GraphReader& graph, std::string_view program,
                                         std::string_view after, std::size_t limit) {
  RunningPage page;
  auto match = resolve_program(graph, program);
  if (!match) return match.error();
  page.program = std::move(*match);
  EntityId first = EntityId::region(after);
  ++first.bytes.back();  // Codes are shorter than ids: the next one after `after`.
  // One more than the page shows whether there are more.
  Rows rows;
  for (const EntityId& id : page.program.all) {
    if (const auto gathered = gather(graph, id, first, limit + 1, rows); !gathered)
      return gathered.error();
  }
  Citer citer(graph);
  for (const auto& [id, row] : rows) {
    if (page.rows.size() == limit) {
      page.more = true;
      break;
    }
    const auto region = Gazetteer::builtin().find_code(id.code());
    if (!region) continue;
    auto cited = citer.cite(row.assertion);
    if (!cited) return cited.error();
    page.rows.push_back({*region, std::move(*cited)});
  }
  std::vector<CitedEvidence*> cited;
  for (auto& row : page.rows) cited.push_back(&row.evidence);
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();
  return page;
}

}  // namespace zhengce
