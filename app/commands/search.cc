#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "app/region_names.h"
#include "graph/days.h"

namespace zhengce::app {
namespace {

void print_hit(const Hit& hit) {
  std::string title = hit.heading.empty() ? hit.title : hit.heading;
  std::cout << bold(message("{}. {}", hit.rank, title)) << "\n";
  std::string about;
  for (const auto region : hit.about) {
    about += (about.empty() ? "" : "、") + clear_name(region);
  }
  std::vector<std::string> facts;
  if (!hit.subject_org.empty()) facts.push_back(hit.subject_org);
  if (!about.empty()) facts.push_back(about);
  if (!hit.heading.empty()) facts.push_back(hit.title);
  if (!hit.number.empty()) facts.push_back(hit.number);
  if (hit.date) facts.push_back(hit.date->iso());
  if (!hit.source.empty()) facts.push_back(hit.source);
  std::string line;
  for (const auto& fact : facts) line += (line.empty() ? "" : " · ") + fact;
  if (hit.reprints > 0) {
    line += " · " + message(translated("{} reprint", "{} reprints", hit.reprints), hit.reprints);
  }
  line += fmt::format("  [{}#{}]", hit.article.hex().substr(0, 8), hit.section);
  std::cout << wrap(dim(line), terminal_width(), 3) << "\n";
  std::string snippet;
  for (const auto& piece : hit.snippet) snippet += piece.hit ? mark(piece.text) : piece.text;
  if (!snippet.empty()) std::cout << wrap(snippet, terminal_width(), 3) << "\n";
  for (const auto& reason : hit.because) {
    const bool paired = reason.evidence.assertion.relation == Relation::kPairedWith;
    const char* why = paired ? _("because {} is paired with it:") : _("because {} runs it:");
    std::cout << wrap(message(why, clear_name(reason.region)), terminal_width(), 3) << "\n"
              << quoted_evidence(reason.evidence, 5);
  }
  std::cout << "\n";
}

// Regions of one name are told apart.
std::string shown_name(FacetField field, const FacetValue& value) {
  const auto region =
      field == FacetField::kRegion ? Gazetteer::builtin().find_code(value.code) : std::nullopt;
  return region ? clear_name(*region) : value.name;
}

void print_group(const Group& group, FacetField field, bool exact) {
  const Hit& best = group.best;
  std::cout << bold(shown_name(field, group.value))
            << message(exact ? translated("  {} section", "  {} sections", group.value.count)
                             : _("  about {} sections"),
                       group.value.count)
            << "\n";
  std::string line = best.heading.empty() ? best.title : best.heading + " · " + best.title;
  line += fmt::format("  [{}#{}]", best.article.hex().substr(0, 8), best.section);
  std::cout << wrap(dim(line), terminal_width(), 3) << "\n";
  std::string snippet;
  for (const auto& piece : best.snippet) snippet += piece.hit ? mark(piece.text) : piece.text;
  if (!snippet.empty()) std::cout << wrap(snippet, terminal_width(), 3) << "\n";
}

void print_facet(const Facet& facet) {
  if (facet.values.empty()) return;
  std::cout << bold(said(facet_name(facet.field))) << (facet.exact ? "" : _(" (about)")) << _(":");
  for (const auto& value : facet.values)
    std::cout << " " << shown_name(facet.field, value) << " " << value.count << " ";
  if (facet.values.size() < facet.distinct) {
    std::cout << message(_(" … {} of {}"), facet.values.size(), facet.distinct);
  }
  std::cout << "\n";
}

// Which part of a query found nothing, and what may have been meant.
void tell_asked(const std::vector<AskedPart>& asked) {
  if (asked.size() == 1 && asked[0].meant.empty()) return;
  for (const AskedPart& part : asked) {
    if (part.alone == 0 && !part.number.empty()) continue;
    if (part.alone > 0) {
      complain(message(translated("  {}: {} section", "  {}: {} sections", part.alone),
                       echo(part.typed), part.alone));
      continue;
    }
    complain(part.meant.empty() ? message(_("  {}: nothing"), echo(part.typed))
                                : message(_("  {}: nothing; did you mean {}?"), echo(part.typed),
                                          joined(part.meant, "、")));
  }
}

// Numbers that no article has come first: what else is found is about something else.
void tell_missing_numbers(const std::vector<AskedPart>& asked) {
  for (const AskedPart& part : asked) {
    if (part.number.empty() || part.alone > 0) continue;
    complain(message(_("no article here bears or cites the number {}"), part.number));
  }
}

Json asked_json(const std::vector<AskedPart>& asked) {
  Json list = Json::array();
  for (const AskedPart& part : asked) {
    list.push_back({{"typed", part.typed},
                    {"number", text_or_null(part.number)},
                    {"sections", part.alone},
                    {"meant", part.meant}});
  }
  return list;
}

Result<std::vector<FacetField>> facet_fields(std::string typed) {
  for (const std::string_view wide : {"，", "、"}) {
    for (auto at = typed.find(wide); at != std::string::npos; at = typed.find(wide))
      typed.replace(at, wide.size(), ",");
  }
  std::vector<FacetField> fields;
  for (std::size_t start = 0; start <= typed.size() && !typed.empty();) {
    const auto comma = std::min(typed.find(',', start), typed.size());
    const std::string name = typed.substr(start, comma - start);
    const auto field = facet_named(name);
    if (!field) {
      return Error{ErrorCode::kInvalidInput,
                   message(_("--facets {}: no such facet; there are region, program, org, issuer, "
                             "year, month (地区, 项目, 机构, 发文机关, 年份, 月份)"),
                           name)};
    }
    fields.push_back(*field);
    start = comma + 1;
  }
  return fields;
}

// Ranked questions from a file, in the form of TREC runs: qid Q0 key rank score zhengce.
int run_batch(const CommandLine& line, Searcher& searcher) {
  const auto top = line.number("top", 100, 1, 10000);
  if (!top) return fail(top.error());
  if (line.text("format", "trec") != "trec") {
    return usage("search", message(_("--format {}: only trec is known"), line.text("format")));
  }
  const std::string path = line.text("batch");
  std::ifstream in(path);
  if (!in) return fail({ErrorCode::kNotFound, message(_("{}: cannot be read"), path)});
  std::string query;
  std::size_t number = 0;
  int code = kDone;
  const auto skip = [&](const std::string& why) {
    complain(message("{}:{}: {}", path, number, why));
    code = kPartly;
  };
  while (std::getline(in, query)) {
    ++number;
    if (!query.empty() && query.back() == '\r') query.pop_back();
    if (query.empty()) continue;
    const auto tab = query.find('\t');
    if (tab == std::string::npos) {
      skip(_("expected qid, a tab and the question"));
      continue;
    }
    if (trim(decode_utf8(query.substr(tab + 1))).empty()) {
      skip(_("there is no question"));
      continue;
    }
    // An article counts once, by its best section: ask for more than are printed.
    const auto ranked = searcher.rank(query.substr(tab + 1), *top * 2 + 10, !line.has("no-expand"));
    if (!ranked) return fail(ranked.error());
    std::vector<ArticleId> seen;
    for (const auto& section : *ranked) {
      if (seen.size() == *top) break;
      if (std::find(seen.begin(), seen.end(), section.article) != seen.end()) continue;
      seen.push_back(section.article);
      const auto article = searcher.graph().article(section.article, false);
      if (!article) return fail(article.error());
      std::string key = section.article.hex();
      if (*article) {
        for (const auto& source : (*article)->article.sources) {
          if (!source.key.empty()) {
            key = source.key;
            break;
          }
        }
      }
      std::cout << fmt::format("{} Q0 {} {} {:.6f} zhengce\n", query.substr(0, tab), key,
                               seen.size(), section.score);
    }
  }
  return code;
}

// A log entry's number, or what it was when a day began. Eight digits that make a day are one.
Result<std::uint64_t> added_since(const CommandLine& line, const GraphReader& graph) {
  const std::string typed = line.text("added-since");
  std::uint64_t sequence = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), sequence);
  const auto day = line.date("added-since");
  const bool is_day = day && typed.size() == 8;
  if (!is_day && error == std::errc() && end == typed.data() + typed.size()) return sequence;
  if (!day) {
    return Error{ErrorCode::kInvalidInput,
                 message(_("--added-since {}: expected a day or a month (2026-11-24, 20261124, "
                           "2026-11), or the sequence that an earlier answer gave"),
                         typed)};
  }
  return sequence_before(graph, **day, local_today());
}

}  // namespace

int run_search(const std::vector<std::string>& arguments) {
  CommandLine line("search");
  line.option("region", "REGION", _("only sections about this region or one below it"))
      .option("sort", "ORDER", _("relevance (default), newest or oldest"))
      .option("facets", "FIELDS",
              _("count by region, program, org, issuer, year, month (with commas)"))
      .option("facet-limit", "N", _("values of each facet to show (10); 0: all"))
      .option("group-by", "FIELD", _("one line for each region, program or issuer of the hits"))
      .option("added-since", "WHEN",
              _("only what was indexed since a day (2026-11-24, 20261124), or after a sequence"))
      .option("limit", "N", _("hits to show (10)"))
      .option("offset", "N", _("hits to pass over (0)"))
      .option("cursor", "CURSOR", _("go on behind a page: what its summary gave (--json)"))
      .flag("no-group", _("show each reprint, not one for all"))
      .flag("no-expand", _("no official words for everyday ones, no other names of what is named"))
      .option("batch", "FILE", _("rank many questions: lines of qid, tab, question"))
      .option("top", "N", _("with --batch: articles a question (100)"))
      .option("format", "FORMAT", _("with --batch: trec"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().empty() && !line.has("batch")) {
    return usage("search", _("search: say what to search for"));
  }
  SearchOptions options;
  const auto limit = line.number("limit", 10, 0, 10000);
  if (!limit) return fail(limit.error());
  const auto offset = line.number("offset", 0, 0, 1000000);
  if (!offset) return fail(offset.error());
  options.limit = *limit;
  options.offset = *offset;
  options.cursor = line.text("cursor");
  const auto order = order_named(line.text("sort", "relevance"));
  if (!order) {
    return usage("search", message(_("--sort {}: there are relevance, newest and oldest "
                                     "(相关, 最新, 最早)"),
                                   line.text("sort")));
  }
  options.sort = *order;
  const auto facets = facet_fields(line.text("facets"));
  if (!facets) return fail(facets.error());
  options.facets = *facets;
  const auto facet_limit = line.number("facet-limit", 10, 0, 1000000);
  if (!facet_limit) return fail(facet_limit.error());
  options.facet_values = *facet_limit;
  if (line.has("group-by")) {
    const auto by = facet_fields(line.text("group-by"));
    const bool one = by && by->size() == 1 &&
                     (by->front() == FacetField::kRegion || by->front() == FacetField::kProgram ||
                      by->front() == FacetField::kIssuer);
    if (!one) {
      return usage("search", message(_("--group-by {}: there are region, program and issuer "
                                       "(地区, 项目, 发文机关)"),
                                     line.text("group-by")));
    }
    options.group_by = by->front();
  }
  options.reprints_as_one = !line.has("no-group");
  options.expand = !line.has("no-expand");
  if (line.has("region")) options.filter = "region:\"" + line.text("region") + "\"";

  auto searcher = open_searcher(line.data(), line.quiet());
  if (!searcher) return fail(searcher.error());
  if (line.has("batch")) return run_batch(line, *searcher);
  if (line.has("added-since")) {
    const auto since = added_since(line, searcher->graph());
    if (!since) return fail(since.error());
    options.added_since = *since;
  }
  const auto answer = searcher->find(line.joined(), options);
  if (!answer) return fail(answer.error());
  if (line.json()) {
    for (const auto& hit : answer->hits) print_json(hit_json(hit));
    for (const auto& group : answer->groups) {
      print_json(group_json(group, *options.group_by, answer->exact));
    }
    for (const auto& facet : answer->facets) print_json(facet_json(facet));
    print_json({{"type", "summary"},
                {"schema", 1},
                {"total", answer->total},
                {"exact", answer->exact},
                {"relaxed", answer->relaxed},
                {"asked", asked_json(answer->asked)},
                {"cursor", text_or_null(answer->cursor)},
                {"changed", answer->changed},
                {"sequence", answer->sequence},
                {"took_ms", rounded(answer->took_ms, 3)}});
  } else {
    if (!line.quiet()) tell_missing_numbers(answer->asked);
    if (answer->relaxed && !answer->hits.empty() && !line.quiet()) {
      complain(_("nothing holds all of it; these share the most with it"));
      tell_asked(answer->asked);
    }
    if (answer->changed && !line.quiet()) {
      complain(_("articles were indexed since the page before; this one goes on behind it"));
    }
    for (const auto& hit : answer->hits) print_hit(hit);
    for (const auto& group : answer->groups) print_group(group, *options.group_by, answer->exact);
    for (const auto& facet : answer->facets) print_facet(facet);
    if (answer->total == 0) {
      if (!line.quiet()) complain(message(_("nothing found for {}"), echo(line.joined())));
      if (!line.quiet()) tell_asked(answer->asked);
    } else {
      std::cout << dim(message(answer->exact
                                   ? translated("{} section", "{} sections", answer->total)
                                   : _("about {} sections"),
                               answer->total) +
                       fmt::format(" ({:.1f} ms)", answer->took_ms))
                << "\n";
      if (line.has("cursor") && !answer->cursor.empty()) {
        std::cout << dim(message(_("next page: --cursor {}"), answer->cursor)) << "\n";
      }
    }
  }
  return answer->total > 0 ? kDone : kNothing;
}

}  // namespace zhengce::app
