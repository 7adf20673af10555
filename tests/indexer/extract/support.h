#pragma once

#include <set>
#include <string>
#include <vector>

#include "corpus/article.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/text.h"
#include "indexer/extract/extractor.h"

namespace zhengce::test {

/// An article of one section: `title` as its first line (may be empty), `body` below it.
inline Article article_of(const std::string& body, std::vector<std::string> about = {"330000"},
                          const std::string& title = "") {
  Article article;
  article.id.bytes[0] = 1;
  article.text = title.empty() ? body : title + "\n" + body;
  article.title = title;
  const auto size = static_cast<std::uint32_t>(decode_utf8(article.text).size());
  const auto head = static_cast<std::uint32_t>(decode_utf8(title).size());
  if (!title.empty()) article.parts.push_back({{0, head}, PartKind::kTitle});
  article.parts.push_back({{title.empty() ? 0 : head + 1, size}, PartKind::kBody});
  Section section;
  section.span = {0, size};
  section.about = std::move(about);
  article.sections.push_back(section);
  article.sources.push_back({});
  return article;
}

inline const Extractor& extractor() {
  static const Extractor built(Gazetteer::builtin(), RuleSet::load().value());
  return built;
}

/// Names of the programs that one mention is enough for, as shown.
inline std::set<std::string> strong_programs(const Extraction& extraction) {
  std::set<std::string> names;
  for (const auto& candidate : extraction.candidates) {
    if (candidate.entity.kind() == EntityKind::kProgram && candidate.support == Support::kStrong)
      names.insert(candidate.name);
  }
  return names;
}

inline EntityId program_id(const std::string& name) {
  return EntityId::of(EntityKind::kProgram, normalize_name(name));
}

/// The codes of regions that stand in a running relation to the program.
inline std::set<std::string> runners(const Extraction& extraction, const std::string& program) {
  std::set<std::string> codes;
  for (const auto& assertion : extraction.assertions) {
    if (assertion.to == program_id(program) && is_running(assertion.relation))
      codes.insert(assertion.from.code());
  }
  return codes;
}

inline const Assertion* find_assertion(const Extraction& extraction, Relation relation,
                                       const EntityId& to) {
  for (const auto& assertion : extraction.assertions) {
    if (assertion.relation == relation && assertion.to == to) return &assertion;
  }
  return nullptr;
}

}  // namespace zhengce::test
