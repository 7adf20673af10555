#include "search/graph/documents.h"

#include <iostream>
#include <set>

#include "app/command.h"
#include "app/edge_shapes.h"

namespace zhengce::app {
namespace {

void print_document_json(const ListedDocument& found) {
  print_json(
      {{"type", "document"},
       {"id", found.document.id.text()},
       {"name", found.document.name},
       {"number", text_or_null(found.number)},
       {"issuer", text_or_null(found.issuer)},
       {"date", date_or_null(found.date)},
       {"status", status_name(found.status)},
       {"status_evidence", found.status_evidence ? evidence_json(*found.status_evidence) : Json()},
       {"article", found.article ? Json(found.article->hex()) : Json()},
       {"evidence", evidence_list(found.evidence)}});
}

void print_document(const ListedDocument& found) {
  std::string line = bold("《" + found.document.name + "》");
  for (const auto& part : {found.number, found.issuer}) {
    if (!part.empty()) line += "  " + part;
  }
  if (found.date) line += "  " + found.date->iso();
  if (found.status != DocumentStatus::kUnknown)
    line += " (" + said(status_name(found.status)) + ")";
  std::cout << wrap(line, terminal_width(), 0) << "\n";
  // One sentence may say several things of a document.
  constexpr std::size_t kShown = 2;
  std::set<std::string> said_already;
  if (found.status_evidence) {
    std::cout << quoted_evidence(*found.status_evidence, 4);
    said_already.insert(found.status_evidence->sentence);
  }
  for (const auto& evidence : found.evidence) {
    if (said_already.size() == kShown) break;
    if (said_already.insert(evidence.sentence).second) std::cout << quoted_evidence(evidence, 4);
  }
}

// The ids of what was named on the command line.
Result<DocumentsOptions> options_of(const CommandLine& line, const GraphReader& graph) {
  DocumentsOptions options;
  if (line.has("by")) {
    const auto by = node_argument(graph, line.text("by"), line.quiet());
    if (!by) return by.error();
    options.by = by->id;
  }
  if (line.has("about")) {
    const auto program = program_argument(graph, line.text("about"), line.quiet());
    if (!program) return program.error();
    options.about = program->id;
  }
  for (auto [name, id] :
       {std::pair("citing", &options.citing), std::pair("implementing", &options.implementing)}) {
    if (!line.has(name)) continue;
    const auto document = document_argument(graph, line.text(name), line.quiet());
    if (!document) return document.error();
    *id = document->id;
  }
  return options;
}

}  // namespace

int run_documents(const std::vector<std::string>& arguments) {
  CommandLine line("documents");
  line.option("by", "NAME", _("issued by this organization, or by any of this region"))
      .option("about", "PROGRAM", _("that are about this program"))
      .option("citing", "DOCUMENT", _("that cite, carry out, end or change it (number or title)"))
      .option("implementing", "DOCUMENT", _("that carry it out (number or title)"))
      .option("status", "STATUS", _("repealed, valid or unknown"));
  if (const auto code = line.parse(arguments)) return *code;
  if (!line.positional().empty())
    return usage("documents", message(_("{}: {}: not expected here"), "documents", line.joined()));
  std::optional<DocumentStatus> status;
  if (line.has("status")) {
    status = status_named(line.text("status"));
    if (!status)
      return usage("documents", message(_("--status {}: there are repealed, valid and unknown "
                                          "(废止, 有效, 未知)"),
                                        line.text("status")));
  }
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  auto options = options_of(line, **graph);
  if (!options) return fail_to_find(options.error());
  options->status = status;
  const auto answer = documents_of(**graph, *options);
  if (!answer) return fail(answer.error());
  for (const auto& found : answer->documents) {
    line.json() ? print_document_json(found) : print_document(found);
  }
  const auto count = answer->documents.size();
  if (line.json()) {
    print_json({{"type", "summary"},
                {"schema", 1},
                {"documents", count},
                {"coverage", coverage_json(answer->coverage)}});
  } else if (count > 0) {
    std::cout << dim(message(translated("{} document", "{} documents", count), count)) << "\n"
              << dim(coverage_line(answer->coverage, false)) << "\n";
  } else if (!line.quiet()) {
    complain(_("no article here tells of such a document"));
  }
  return count == 0 ? kNothing : kDone;
}

}  // namespace zhengce::app
