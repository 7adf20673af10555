#pragma once

#include <optional>
#include <string>

#include "tests/graph/made.h"

// A store whose every batch, number g, rewrites five articles and adds one: all of them, their
// edges and a meta value say g, so a state mixed of two batches shows.
namespace zhengce::test {

inline constexpr std::uint32_t kFixedArticles = 5;

inline GraphBatch generation_batch(std::uint32_t generation) {
  GraphBatch batch;
  const std::string mark = std::to_string(generation);
  const auto shared = program("示范计划");
  for (std::uint32_t i = 0; i <= kFixedArticles; ++i) {
    const auto id = i < kFixedArticles ? id_of(i) : id_of(1000 + generation);
    std::string text = "某县实施示范计划，第" + mark + "批。";
    for (std::uint32_t k = 0; k < 40; ++k)
      text += std::to_string((generation + 7) * 2654435761u * (k + i + 1));
    auto put = make_put(id, mark, text, {"330000"});
    auto edge =
        assertion(EntityId::region("330000"), Relation::kRuns, shared, evidence_at(id, 0, {0, 8}));
    edge.evidence.rule_version = i < kFixedArticles ? generation : 0;
    put.extraction.assertions.push_back(edge);
    put.extraction.candidates.push_back({shared, "示范计划", Support::kStrong, edge.evidence});
    batch.puts.push_back(std::move(put));
  }
  batch.entities.push_back(entity_named(EntityKind::kProgram, "示范计划", generation));
  batch.meta.emplace_back("generation", mark);
  return batch;
}

/// The one generation that everything read says; nothing if the state is mixed. 0 for an empty
/// store.
inline std::optional<std::uint32_t> generation_of(const GraphReader& reader) {
  const auto meta = reader.meta("generation");
  if (!meta) return std::nullopt;
  if (!*meta) return 0;
  const auto generation = static_cast<std::uint32_t>(std::stoul(**meta));
  const auto sequence = reader.sequence();
  if (!sequence || *sequence != generation * (kFixedArticles + 1)) return std::nullopt;
  for (std::uint32_t i = 0; i < kFixedArticles; ++i) {
    const auto stored = reader.article(id_of(i), true);
    if (!stored || !*stored || (*stored)->article.title != **meta) return std::nullopt;
    if ((*stored)->article.text != generation_batch(generation).puts[i].article.article.text)
      return std::nullopt;
  }
  std::uint32_t edges = 0;
  const auto edges_there = [&](const Assertion& edge) {
    const auto version = edge.evidence.rule_version;
    if (version != 0 && version != generation) return false;
    ++edges;
    return true;
  };
  if (!reader.assertions_to(program("示范计划"), edges_there)) return std::nullopt;
  if (edges != kFixedArticles + generation) return std::nullopt;
  const auto entity = reader.entity(program("示范计划"));
  if (!entity || !*entity || (*entity)->strong_sections != generation) return std::nullopt;
  return generation;
}

}  // namespace zhengce::test
