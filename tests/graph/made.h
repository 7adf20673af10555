#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/text.h"
#include "graph/graph_store.h"
#include "graph/types.h"

// Made-up articles and facts, small enough to say in a test.
namespace zhengce::test {

inline ArticleId id_of(std::uint32_t number) {
  ArticleId id;
  for (int i = 0; i < 4; ++i) id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  // Spread over the key space, as hashes are.
  id.bytes[0] = static_cast<std::uint8_t>(number * 37);
  return id;
}

inline EntityId program(std::string_view name) {
  return EntityId::of(EntityKind::kProgram, normalize_name(name));
}
inline EntityId organization(std::string_view name) {
  return EntityId::of(EntityKind::kOrganization, normalize_name(name));
}

/// A current article of one section about `about`, found at the path `path`.
inline GraphBatch::Put make_put(const ArticleId& id, const std::string& title,
                                const std::string& text, std::vector<std::string> about = {},
                                const std::string& path = {}) {
  GraphBatch::Put put;
  Article& article = put.article.article;
  article.id = id;
  article.title = title;
  article.text = text;
  article.sources.push_back({{}, {}, path.empty() ? id.hex() + ".txt" : path, "测试报"});
  const auto size = static_cast<std::uint32_t>(decode_utf8(text).size());
  article.parts.push_back({{0, size}, PartKind::kBody});
  Section section;
  section.span = {0, size};
  section.about = std::move(about);
  article.sections.push_back(std::move(section));
  return put;
}

inline Evidence evidence_at(const ArticleId& id, std::uint32_t section, Span sentence,
                            float confidence = 0.9f) {
  return {id, section, sentence, sentence, "R1", 1, confidence};
}

inline Assertion assertion(const EntityId& from, Relation relation, const EntityId& to,
                           const Evidence& evidence, Modality modality = Modality::kRuns) {
  return {from, relation, to, modality, evidence};
}

/// A visible entity with one way of writing.
inline Entity entity_named(EntityKind kind, const std::string& name, std::uint32_t count = 1) {
  Entity entity;
  entity.id = EntityId::of(kind, normalize_name(name));
  entity.forms = {{name, count}};
  entity.strong_sections = count;
  entity.visible = true;
  derive_names(entity);
  return entity;
}

inline std::vector<Assertion> assertions_from(const GraphReader& reader, const EntityId& id) {
  std::vector<Assertion> found;
  const auto read = reader.assertions_from(id, [&](const Assertion& a) {
    found.push_back(a);
    return true;
  });
  if (!read) throw std::runtime_error(read.error().message);
  return found;
}

inline std::vector<Assertion> assertions_to(const GraphReader& reader, const EntityId& id) {
  std::vector<Assertion> found;
  const auto read = reader.assertions_to(id, [&](const Assertion& a) {
    found.push_back(a);
    return true;
  });
  if (!read) throw std::runtime_error(read.error().message);
  return found;
}

inline std::vector<LogEntry> log_after(const GraphReader& reader, std::uint64_t after) {
  std::vector<LogEntry> found;
  const auto read = reader.each_log_entry(after, [&](const LogEntry& entry) {
    found.push_back(entry);
    return true;
  });
  if (!read) throw std::runtime_error(read.error().message);
  return found;
}

}  // namespace zhengce::test
