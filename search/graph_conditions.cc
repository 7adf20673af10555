#include "search/graph_conditions.h"

#include <algorithm>
#include <map>
#include <utility>

#include "search/graph/documents.h"

namespace zhengce {

Result<std::vector<RunningRegion>> regions_paired_with(const GraphReader& graph,
                                                       RegionIndex region) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  const auto prefix = gazetteer.at(region).significant;
  std::map<std::string, std::pair<RegionIndex, Assertion>>
      partners;  // By code, with the best word.
  const auto note = [&](const EntityId& here, const EntityId& there, const Assertion& assertion) {
    if (assertion.relation != Relation::kPairedWith) return;
    const auto inside = gazetteer.find_code(here.code());
    const auto partner = gazetteer.find_code(there.code());
    if (!inside || !partner || !gazetteer.is_within(*inside, region)) return;
    const auto [place, is_new] = partners.try_emplace(there.code(), std::pair(*partner, assertion));
    if (!is_new && assertion.evidence.confidence > place->second.second.evidence.confidence) {
      place->second.second = assertion;
    }
  };
  const auto from = graph.assertions_from_regions(prefix, [&](const Assertion& assertion) {
    note(assertion.from, assertion.to, assertion);
    return true;
  });
  if (!from) return from.error();
  const auto to = graph.assertions_to_regions(prefix, [&](const Assertion& assertion) {
    note(assertion.to, assertion.from, assertion);
    return true;
  });
  if (!to) return to.error();
  std::vector<RunningRegion> out;
  for (const auto& [code, partner] : partners) {
    auto cited = cite(graph, partner.second);
    if (!cited) return cited.error();
    RunningRegion found;
    found.region = partner.first;
    found.relations = {Relation::kPairedWith};
    found.confidence = partner.second.evidence.confidence;
    found.evidence.push_back(std::move(*cited));
    out.push_back(std::move(found));
  }
  return out;
}

Result<std::vector<std::string>> subjects_of_level(const GraphReader& graph, RegionLevel level) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  std::vector<std::string> codes;
  const auto read = graph.each_subject([&](std::string_view code, std::uint64_t) {
    const auto region = gazetteer.find_code(code);
    if (region && gazetteer.at(*region).level == level) codes.emplace_back(code);
    return true;
  });
  if (!read) return read.error();
  return codes;
}

namespace {

Result<void> add_articles_issued_by(const GraphReader& graph, const EntityId& by,
                                    std::vector<std::string>& ids) {
  const auto issued = documents_issued_by(graph, by);
  if (!issued) return issued.error();
  for (const auto& [document, assertions] : *issued) {
    // The article that says it of itself is the document.
    for (const Assertion& assertion : assertions) {
      const auto stored = graph.article(assertion.evidence.article, false);
      if (!stored) return stored.error();
      if (!*stored || !(*stored)->current) continue;
      const Article& article = (*stored)->article;
      if (document_id(article.title) == document) ids.push_back(article.id.hex());
    }
  }
  return {};
}

constexpr std::size_t kIssuedBytes = 8u << 20;
// What an id takes in memory.
constexpr std::size_t kIdBytes = 72;

}  // namespace

IssuedArticles::IssuedArticles(const GraphReader& graph) : graph_(graph), kept_(kIssuedBytes) {}

Result<std::shared_ptr<const std::vector<std::string>>> IssuedArticles::by(
    const std::vector<EntityId>& issuers) {
  std::string key;
  for (const EntityId& id : issuers) key.append(id.bytes.begin(), id.bytes.end());
  if (auto known = kept_.get(key)) return known;
  std::vector<std::string> ids;
  for (const EntityId& id : issuers) {
    if (const auto added = add_articles_issued_by(graph_, id, ids); !added) return added.error();
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  auto sorted = std::make_shared<const std::vector<std::string>>(std::move(ids));
  kept_.put(key, sorted, sorted->size() * kIdBytes);
  return sorted;
}

Result<std::vector<std::string>> articles_added_since(const GraphReader& graph,
                                                      std::uint64_t sequence) {
  std::vector<std::string> ids;
  const auto read = graph.each_log_entry(sequence, [&](const LogEntry& entry) {
    ids.push_back(entry.article.hex());
    return true;
  });
  if (!read) return read.error();
  return ids;
}

}  // namespace zhengce
