#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "search/graph/graph_queries.h"

namespace zhengce {

enum class DocumentStatus : std::uint8_t { kUnknown, kValid, kRepealed };
/// "unknown", "valid", "repealed".
std::string_view status_name(DocumentStatus status);

/// What all hold of a document.
struct DocumentsOptions {
  /// An organization that issued it, or a region: that issued it itself, or by an organization that
  /// lies in it or below.
  std::optional<EntityId> by;
  std::optional<EntityId> about;   ///< A program, its other names and variants.
  std::optional<EntityId> citing;  ///< A document that it cites, carries out, ends or changes.
  std::optional<EntityId> implementing;  ///< A document that it carries out.
  std::optional<DocumentStatus> status;
};

struct ListedDocument {
  NamedEntity document;
  /// Of the article that is the document, where there is one.
  std::string number, issuer, stated_status;
  std::optional<Date> date;
  std::optional<ArticleId> article;
  /// Repealed: by what its article states or what another document says; valid: as stated.
  DocumentStatus status = DocumentStatus::kUnknown;
  /// The sentence that says so: of the document that ends it, else the line of its own page;
  /// nothing where the status was stated outside the text.
  std::optional<CitedEvidence> status_evidence;
  /// The sentences that say what was asked for (who issued it, what it is about, cites, what
  /// repeals it), the best first.
  std::vector<CitedEvidence> evidence;
};
/// Documents that an organization issued; or a region itself, or an organization that lies in it or
/// below it: each with what says so. Errors: kCorrupt, kIo.
Result<std::map<EntityId, std::vector<Assertion>>> documents_issued_by(const GraphReader& graph,
                                                                       const EntityId& by);

struct DocumentsAnswer {
  std::vector<ListedDocument> documents;  ///< By date, newest first, then by name.
  /// Of the level below the region of `by`, else of provinces; evidence: of those whose offices
  /// issued one of these documents.
  Coverage coverage;
};
/// Without any condition: all that answers show. Errors: kCorrupt, kIo.
Result<DocumentsAnswer> documents_of(const GraphReader& graph, const DocumentsOptions& options);

}  // namespace zhengce
