#pragma once

#include <string>

#include "graph/graph_store.h"
#include "search/searcher.h"
#include "tests/support/catch.h"

namespace zhengce::test {

/// Everything a store says, as text, without what may differ between equal stores (sequence
/// numbers). Two stores that got the same articles must give the same.
inline std::string dump(const GraphReader& graph) {
  std::string out;
  const auto evidence = [](const Evidence& e) {
    return e.article.hex().substr(0, 8) + "#" + std::to_string(e.section) + "@" +
           std::to_string(e.sentence.start) + "-" + std::to_string(e.sentence.end) + " " +
           std::to_string(e.mention.start) + "-" + std::to_string(e.mention.end) + " " + e.rule;
  };
  std::vector<ArticleId> ids;
  REQUIRE(graph.each_article([&](const StoredArticle& stored) {
    ids.push_back(stored.article.id);
    return true;
  }));
  for (const auto& id : ids) {
    const auto stored = graph.article(id, true);
    REQUIRE(stored);
    REQUIRE(*stored);
    const Article& article = (*stored)->article;
    out += "article " + id.hex() + " " + article.title + " | " + article.number + " | " +
           article.issuer + " | " + (article.date() ? article.date()->iso() : "") +
           ((*stored)->current ? " current" : " old") + " " +
           std::to_string(std::hash<std::string>()(article.text)) + "\n";
    for (const auto& source : article.sources) {
      out += "  source " + source.key + "|" + source.url + "|" + source.path + "|" + source.name +
             "\n";
    }
    for (const auto& section : article.sections) {
      out += "  section " + std::to_string(section.n) + " " + section.heading + " " +
             section.subject_org + " " + section.contributor;
      for (const auto& code : section.about) out += " " + code;
      out += "\n";
    }
    const auto sketches = graph.sketches(id);
    REQUIRE(sketches);
    for (const auto& sketch : *sketches) {
      out += "  sketch " + std::to_string(sketch.section) + " " + std::to_string(sketch.shingles);
      if (sketch.group) {
        out +=
            " group " + sketch.group->article.hex() + "#" + std::to_string(sketch.group->section);
      }
      out += "\n";
    }
    const auto extraction = graph.extraction(id);
    REQUIRE(extraction);
    for (const auto& codes : extraction->mentioned_regions) {
      out += "  regions";
      for (const auto& code : codes) out += " " + code;
      out += "\n";
    }
    for (const auto& candidate : extraction->candidates) {
      out += "  candidate " + candidate.entity.text() + " " + candidate.name + " " +
             std::to_string(static_cast<int>(candidate.support)) + " " +
             evidence(candidate.evidence) + "\n";
    }
  }
  for (const auto kind : {EntityKind::kProgram, EntityKind::kOrganization, EntityKind::kDocument}) {
    std::vector<Entity> entities;
    REQUIRE(graph.each_entity(kind, [&](const Entity& entity) {
      entities.push_back(entity);
      return true;
    }));
    for (const Entity& entity : entities) {
      out += "entity " + entity.id.text() + " " + entity.name + " " +
             std::to_string(entity.strong_sections) + " " + std::to_string(entity.weak_sections) +
             (entity.visible ? " visible" : "") + "\n";
      for (const auto& alias : entity.aliases) out += "  alias " + alias + "\n";
      REQUIRE(graph.assertions_to(entity.id, [&](const Assertion& assertion) {
        out += "  " + std::string(relation_name(assertion.relation)) + " " +
               std::string(modality_name(assertion.modality)) + " from " + assertion.from.text() +
               " " + evidence(assertion.evidence) + " " + assertion.kind;
        if (assertion.quantity) {
          out += " " + std::to_string(assertion.quantity->value) + assertion.quantity->unit + " " +
                 assertion.quantity->about;
        }
        out += "\n";
        return true;
      }));
    }
  }
  return out;
}

/// The answers to a few queries, as text: hits in order with their scores, snippets and reasons.
inline std::string answers(Searcher& searcher, const std::vector<std::string>& queries) {
  std::string out;
  SearchOptions options;
  options.limit = 50;
  options.facets = {FacetField::kRegion, FacetField::kProgram, FacetField::kYear};
  for (const auto& query : queries) {
    CAPTURE(query);
    const auto answer = searcher.find(query, options);
    if (!answer) {
      out += query + ": " + answer.error().message + "\n";
      continue;
    }
    out += query + ": " + std::to_string(answer->total) + (answer->exact ? "" : "?") +
           (answer->relaxed ? " relaxed" : "") + "\n";
    for (const auto& hit : answer->hits) {
      out += "  " + hit.article.hex() + "#" + std::to_string(hit.section) + " " +
             std::to_string(hit.score);
      for (const auto& piece : hit.snippet) out += piece.hit ? "[" + piece.text + "]" : piece.text;
      for (const auto& reason : hit.because) out += " <" + reason.evidence.sentence + ">";
      out += "\n";
    }
    for (const auto& facet : answer->facets) {
      for (const auto& value : facet.values)
        out += "  " + value.name + "=" + std::to_string(value.count);
      out += "\n";
    }
  }
  return out;
}

}  // namespace zhengce::test
