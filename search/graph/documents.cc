#include "search/graph/documents.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "corpus/organizations.h"
#include "corpus/text.h"
#include "search/graph/citer.h"
#include "search/graph/program_names.h"

namespace zhengce {
namespace {

using Found = std::map<EntityId, std::vector<Assertion>>;

bool is_use(Relation relation) {
  return relation == Relation::kCites || relation == Relation::kBasedOn ||
         relation == Relation::kRepeals || relation == Relation::kAmends;
}

Result<Found> about(const GraphReader& graph, const EntityId& program) {
  Found found;
  const auto family = family_of(graph, program, true);
  if (!family) return family.error();
  for (const auto& [id, entity] : *family) {
    const auto read = graph.assertions_to(id, [&](const Assertion& assertion) {
      if (assertion.relation == Relation::kAbout) found[assertion.from].push_back(assertion);
      return true;
    });
    if (!read) return read.error();
  }
  return found;
}

Result<Found> using_document(const GraphReader& graph, const EntityId& document, bool carries_out) {
  Found found;
  const auto read = graph.assertions_to(document, [&](const Assertion& assertion) {
    const bool counts =
        carries_out ? assertion.relation == Relation::kBasedOn : is_use(assertion.relation);
    if (counts) found[assertion.from].push_back(assertion);
    return true;
  });
  if (!read) return read.error();
  return found;
}

bool says_repealed(const std::string& status) {
  return status.find("失效") != std::string::npos || status.find("废止") != std::string::npos;
}

// What other documents say ends this one.
Result<std::vector<Assertion>> repeals_of(const GraphReader& graph, const EntityId& document) {
  std::vector<Assertion> repeals;
  const auto read = graph.assertions_to(document, [&](const Assertion& assertion) {
    if (assertion.relation == Relation::kRepeals && assertion.from != document)
      repeals.push_back(assertion);
    return true;
  });
  if (!read) return read.error();
  return repeals;
}

// Articles that are documents, by the documents' ids; the newest where there are several.
Result<std::map<EntityId, StoredArticle>> articles_by_document(const GraphReader& graph) {
  std::map<EntityId, StoredArticle> articles;
  const auto read = graph.each_article([&](const StoredArticle& stored) {
    if (!stored.current || stored.article.title.empty()) return true;
    const auto id = document_id(stored.article.title);
    const auto [place, is_new] = articles.try_emplace(id, stored);
    if (!is_new && place->second.article.date() < stored.article.date()) place->second = stored;
    return true;
  });
  if (!read) return read.error();
  return articles;
}

// Every document that answers show.
Result<Found> all_documents(const GraphReader& graph) {
  Found found;
  const auto read = graph.each_entity(EntityKind::kDocument, [&](const Entity& entity) {
    if (entity.visible) found.try_emplace(entity.id);
    return true;
  });
  if (!read) return read.error();
  for (auto& [id, assertions] : found) {
    const auto issued = graph.assertions_to(id, [&kept = assertions](const Assertion& assertion) {
      if (assertion.relation == Relation::kIssued) kept.push_back(assertion);
      return true;
    });
    if (!issued) return issued.error();
  }
  return found;
}

// Where a region lies is itself; an organization, by its name.
Result<std::optional<RegionIndex>> place_of(const GraphReader& graph, const EntityId& issuer) {
  if (issuer.kind() == EntityKind::kRegion) return Gazetteer::builtin().find_code(issuer.code());
  const auto name = name_of(graph, issuer);
  if (!name) return name.error();
  return *name ? region_of_organization(**name) : std::nullopt;
}

// The line of a document's own page that states its status; nothing where the text does not.
Result<std::optional<Assertion>> line_of_status(const GraphReader& graph, const EntityId& id,
                                                const ArticleId& article,
                                                const std::string& status) {
  const auto stored = graph.article(article, true);
  if (!stored) return stored.error();
  if (!*stored || status.empty()) return std::optional<Assertion>();
  const auto text = decode_utf8((*stored)->article.text);
  const auto word = decode_utf8(status);
  for (const Part& part : (*stored)->article.parts) {
    if (part.kind == PartKind::kBody || part.span.end > text.size()) continue;
    const auto at = slice(text, part.span).find(word);
    if (at == std::u32string_view::npos) continue;
    Assertion line;
    line.from = line.to = id;
    line.relation = Relation::kNames;
    Evidence& evidence = line.evidence;
    evidence.article = article;
    evidence.rule = "stated-status";
    evidence.rule_version = 1;
    evidence.confidence = 1;
    evidence.mention.start = part.span.start + static_cast<std::uint32_t>(at);
    evidence.mention.end = evidence.mention.start + static_cast<std::uint32_t>(word.size());
    const auto before = text.rfind(U'\n', evidence.mention.start);
    const auto after = std::min(text.find(U'\n', evidence.mention.end), text.size());
    evidence.sentence =
        trim(text, {before == std::u32string::npos ? 0 : static_cast<std::uint32_t>(before) + 1,
                    static_cast<std::uint32_t>(after)});
    return std::optional(line);
  }
  return std::optional<Assertion>();
}

}  // namespace

std::string_view status_name(DocumentStatus status) {
  switch (status) {
    case DocumentStatus::kValid:
      return "valid";
    case DocumentStatus::kRepealed:
      return "repealed";
    case DocumentStatus::kUnknown:
      return "unknown";
  }
  return "";
}

Result<std::map<EntityId, std::vector<Assertion>>> documents_issued_by(const GraphReader& graph,
                                                                       const EntityId& by) {
  std::map<EntityId, std::vector<Assertion>> found;
  const auto take = [&](const Assertion& assertion) {
    if (assertion.relation == Relation::kIssued) found[assertion.to].push_back(assertion);
    return true;
  };
  if (by.kind() != EntityKind::kRegion) {
    if (const auto read = graph.assertions_from(by, take); !read) return read.error();
    return found;
  }
  const Gazetteer& gazetteer = Gazetteer::builtin();
  const auto region = gazetteer.find_code(by.code());
  if (!region) return found;
  const auto inside = [&](const EntityId& id) {
    const auto place = gazetteer.find_code(id.code());
    return place && gazetteer.is_within(*place, *region);
  };
  const auto prefix = gazetteer.at(*region).significant;
  const auto own = graph.assertions_from_regions(prefix, [&](const Assertion& assertion) {
    return !inside(assertion.from) || take(assertion);
  });
  if (!own) return own.error();
  std::set<EntityId> organizations;
  const auto listed = graph.assertions_to_regions(prefix, [&](const Assertion& assertion) {
    if (assertion.relation == Relation::kBelongsTo && inside(assertion.to))
      organizations.insert(assertion.from);
    return true;
  });
  if (!listed) return listed.error();
  for (const auto& organization : organizations) {
    if (const auto read = graph.assertions_from(organization, take); !read) return read.error();
  }
  return found;
}

Result<DocumentsAnswer> documents_of(const GraphReader& graph, const DocumentsOptions& options) {
  std::optional<Found> found;
  // A document must fulfil each condition; its evidence for all of them is kept.
  const auto join = [&](Result<Found> more) -> Result<void> {
    if (!more) return more.error();
    if (!found) {
      found = std::move(*more);
      return {};
    }
    std::erase_if(*found, [&](const auto& entry) { return !more->contains(entry.first); });
    for (auto& [id, assertions] : *found) {
      auto& extra = more->at(id);
      assertions.insert(assertions.end(), extra.begin(), extra.end());
    }
    return {};
  };
  if (options.by) {
    if (const auto joined = join(documents_issued_by(graph, *options.by)); !joined)
      return joined.error();
  }
  if (options.about) {
    if (const auto joined = join(about(graph, *options.about)); !joined) return joined.error();
  }
  if (options.citing) {
    if (const auto joined = join(using_document(graph, *options.citing, false)); !joined)
      return joined.error();
  }
  if (options.implementing) {
    if (const auto joined = join(using_document(graph, *options.implementing, true)); !joined)
      return joined.error();
  }
  if (!found) {
    if (const auto joined = join(all_documents(graph)); !joined) return joined.error();
  }
  const auto articles = articles_by_document(graph);
  if (!articles) return articles.error();
  Citer citer(graph);
  DocumentsAnswer answer;
  auto& list = answer.documents;
  std::set<RegionIndex> evident;
  for (auto& [id, assertions] : *found) {
    const auto name = name_of(graph, id);
    if (!name) return name.error();
    if (!*name) continue;
    ListedDocument document;
    document.document = {id, **name};
    if (const auto own = articles->find(id); own != articles->end()) {
      const Article& article = own->second.article;
      document.number = article.number;
      document.issuer = article.issuer;
      document.stated_status = article.status;
      document.date = article.date();
      document.article = article.id;
    }
    auto repeals = repeals_of(graph, id);
    if (!repeals) return repeals.error();
    if (!repeals->empty() || says_repealed(document.stated_status))
      document.status = DocumentStatus::kRepealed;
    else if (document.stated_status.find("有效") != std::string::npos)
      document.status = DocumentStatus::kValid;
    if (options.status && *options.status != document.status) continue;
    if (options.status) assertions.insert(assertions.end(), repeals->begin(), repeals->end());
    auto evidence = citer.best(assertions, Modality::kRuns, 0);
    if (!evidence) return evidence.error();
    document.evidence = std::move(*evidence);
    if (!repeals->empty()) {
      auto end = citer.best(*repeals, Modality::kRuns, 1);
      if (!end) return end.error();
      document.status_evidence = std::move(end->front());
    } else if (document.status != DocumentStatus::kUnknown) {
      auto line = line_of_status(graph, id, *document.article, document.stated_status);
      if (!line) return line.error();
      if (*line) {
        auto cited = citer.cite(**line);
        if (!cited) return cited.error();
        document.status_evidence = std::move(*cited);
      }
    }
    for (const Assertion& assertion : assertions) {
      if (assertion.relation != Relation::kIssued) continue;
      const auto place = place_of(graph, assertion.from);
      if (!place) return place.error();
      if (*place) evident.insert(**place);
    }
    list.push_back(std::move(document));
  }
  std::sort(list.begin(), list.end(), [](const ListedDocument& a, const ListedDocument& b) {
    if (a.date != b.date) return a.date > b.date;
    return std::tie(a.document.name, a.document.id) < std::tie(b.document.name, b.document.id);
  });
  std::vector<CitedEvidence*> cited;
  for (auto& document : list) {
    for (auto& evidence : document.evidence) cited.push_back(&evidence);
    if (document.status_evidence) cited.push_back(&*document.status_evidence);
  }
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();
  const auto in = options.by && options.by->kind() == EntityKind::kRegion
                      ? Gazetteer::builtin().find_code(options.by->code()).value_or(kNoRegion)
                      : kNoRegion;
  const auto coverage =
      coverage_of(graph, in == kNoRegion ? RegionLevel::kProvince : level_below(in), in, evident);
  if (!coverage) return coverage.error();
  answer.coverage = *coverage;
  return answer;
}

}  // namespace zhengce
