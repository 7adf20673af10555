#include <algorithm>
#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "search/date_range.h"
#include "search/explanation.h"
#include "search/matching.h"
#include "search/phrases.h"

namespace zhengce::app {
namespace {

// A run's end mark, and whatever else a terminal would obey, as something to see.
std::string shown(const std::string& text) {
  std::string out;
  for (const char32_t c : decode_utf8(text)) append_utf8(out, c < U' ' || c == 0x7F ? U'⏎' : c);
  return out;
}

// The first `limit` of many, and how many there are.
std::string some(const std::vector<std::string>& texts, std::size_t limit) {
  if (texts.size() <= limit) return joined(texts, "、");
  return message(_("{} and {} more"),
                 joined({texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(limit)}, "、"),
                 texts.size() - limit);
}

// What the parts of the query mean.

std::string region_shown(RegionIndex index) {
  const Region& region = Gazetteer::builtin().at(index);
  return fmt::format("{} ({})", region.name, region.code);
}

std::vector<std::string> field_lines(const ExplainedPart& part) {
  const FieldMeaning& meaning = part.meaning;
  std::vector<std::string> lines;
  std::vector<std::string> names;
  for (const auto& entity : meaning.entities) {
    names.push_back(fmt::format("{} ({})", entity.name, entity.id.text()));
  }
  std::vector<std::string> regions;
  for (const auto region : meaning.regions) regions.push_back(region_shown(region));
  if (!meaning.text.empty()) lines.push_back(shown(meaning.text));
  if (!names.empty()) {
    lines.push_back(names.front());
    for (std::size_t i = 1; i < names.size(); ++i) {
      lines.push_back(message(_("counts as it: {}"), names[i]));
    }
  }
  if (!meaning.aliases.empty()) {
    lines.push_back(message(_("also written: {}"), some(meaning.aliases, 8)));
  }
  if (part.field == QueryField::kPairedWith) {
    const std::vector<std::string> partners(regions.begin() + 1, regions.end());
    lines.push_back(regions.front());
    lines.push_back(partners.empty() ? std::string(_("paired with no region here"))
                                     : message(_("regions paired with it: {}; each with all below"),
                                               some(partners, 8)));
  } else if (part.field == QueryField::kRuns || part.field == QueryField::kNotRuns) {
    lines.push_back(regions.empty() ? std::string(_("no region here runs it"))
                                    : message(_("regions that run it: {}; each with all below"),
                                              some(regions, 8)));
  } else if (!regions.empty()) {
    lines.push_back(regions.front());
  }
  std::vector<std::string> below;
  for (const auto& [level, count] : part.below) {
    below.push_back(fmt::format("{} {}", count, said(level_name(level))));
  }
  if (!below.empty()) lines.push_back(message(_("with all below: {}"), joined(below, ", ")));
  if (part.exact_node) lines.emplace_back(_("this one alone, nothing below"));
  return lines;
}

const char* source_said(UnitSource source) {
  switch (source) {
    case UnitSource::kShort:
      return _("short: as it stands");
    case UnitSource::kLexicon:
      return _("in the lexicon");
    case UnitSource::kIcu:
      return _("a word");
    case UnitSource::kNumber:
      return _("a number or mixed token");
    case UnitSource::kJoined:
      return _("single characters joined");
  }
  return "";
}

std::string names_said(const std::vector<NamedEntity>& entities) {
  std::vector<std::string> names;
  for (const auto& entity : entities) {
    names.push_back(fmt::format("{} {}", said(kind_name(entity.id.kind())), entity.name));
  }
  return some(names, 4);
}

std::vector<std::string> part_lines(const ExplainedPart& part) {
  std::vector<std::string> lines;
  switch (part.kind) {
    case ExplainedPart::Kind::kField:
      return field_lines(part);
    case ExplainedPart::Kind::kPhrase:
      lines.push_back(message(_("“{}”: these characters in a row"), shown(part.phrase)));
      if (!part.other_names.empty()) {
        lines.push_back(message(_("or a name one character off: {}"), some(part.other_names, 8)));
      }
      return lines;
    case ExplainedPart::Kind::kQuestion:
      lines.emplace_back(_("ranked by what a section shares with it"));
      break;
    case ExplainedPart::Kind::kWords:
      if (part.units.size() > 1) lines.emplace_back(_("each of these must stand somewhere:"));
      break;
  }
  for (const ExplainedUnit& unit : part.units) {
    std::string line = fmt::format("{} ({})", shown(unit.text), source_said(unit.source));
    if (!unit.names.empty()) line += message(_("; also a name: {}"), names_said(unit.names));
    lines.push_back(std::move(line));
  }
  if (!part.names.empty()) {
    lines.push_back(message(_("all of it is a name: {}"), names_said(part.names)));
  }
  if (!part.other_names.empty()) {
    lines.push_back(message(_("or by another name: {}"), some(part.other_names, 8)));
  }
  for (const EverydayWord& word : part.widened) {
    std::vector<std::string> official;
    for (const auto& text : word.official) official.push_back(encode_utf8(text));
    lines.push_back(
        message(_("also ranked by {}, for {}"), joined(official, "、"), encode_utf8(word.said)));
  }
  if (!part.passed_over.empty()) {
    lines.push_back(message(_("passed over: {}"), joined(part.passed_over, " ")));
  }
  return lines;
}

std::string part_label(const ExplainedPart& part) {
  std::string label(part.kind == ExplainedPart::Kind::kField ? field_name(part.field)
                                                             : part_kind_name(part.kind));
  label = said(label);
  return part.excluded ? message(_("not {}"), label) : label;
}

void print_parts(const std::vector<ExplainedPart>& parts) {
  std::cout << bold(_("Read as")) << "\n";
  std::size_t typed = 0;
  std::size_t label = 0;
  for (const ExplainedPart& part : parts) {
    typed = std::max(typed, std::min<std::size_t>(columns(shown(part.typed)), 24));
    label = std::max(label, columns(part_label(part)));
  }
  const std::size_t indent = typed + label + 6;
  for (const ExplainedPart& part : parts) {
    std::string head =
        "  " + pad(shown(part.typed), typed) + "  " + pad(part_label(part), label) + "  ";
    for (const auto& line : part_lines(part)) {
      // wrap() indents the first line too: its place is taken by what was typed.
      std::string text = wrap(line, terminal_width(), indent);
      if (!head.empty() && columns(head) <= indent) {
        text.replace(0, indent, head);
      } else if (!head.empty()) {
        text = head + "\n" + text;
      }
      head.clear();
      std::cout << text << "\n";
    }
  }
  std::cout << "\n";
}

// The condition as a tree.

struct TreeLine {
  std::string text;
  std::string index;  // As the index has it.
};

std::string term_said(const FieldTerm& term, const std::string& name, bool below) {
  const std::string value = name.empty() ? shown(std::string(term.value)) : name;
  const std::string with_below = below ? message(_("{} or below"), value) : value;
  if (term.field == "subject") return message(_("is about {}"), with_below);
  if (term.field == "mention") return message(_("names {}"), with_below);
  if (term.field == "no_subject") return _("is about no region");
  if (term.field == "program") return message(_("names the program {}"), value);
  if (term.field == "org") return message(_("belongs to {}"), value);
  if (term.field == "number") return message(_("bears the number {}"), value);
  return message(_("has the term {}"), below ? value + "…" : value);
}

// Regions or articles that the graph gave.
std::string values_said(const Condition& condition, const std::vector<ExplainedPart>& parts) {
  std::vector<std::string> names;
  for (const auto& value : *condition.values) {
    if (names.size() == 9) break;
    const std::string term = condition.term + value;
    const std::string name = value_name(field_term(term), parts);
    names.push_back(name.empty() ? value.substr(0, 8) : name);
  }
  std::string list = joined(names, "、");
  if (condition.values->size() > names.size()) {
    list = message(_("{} and {} more"), list, condition.values->size() - names.size());
  }
  if (field_term(condition.term).field == "article") {
    return message(_("is of one of the articles {}"), list);
  }
  return message(condition.open ? _("is about one of {}, or below") : _("is about one of {}"),
                 list);
}

std::string phrase_said(const Condition& condition) {
  const std::string phrase = shown(shown_phrase(condition.phrase));
  switch (condition.of) {
    case TextOf::kTitle:
      return message(_("title or heading has “{}”"), phrase);
    case TextOf::kSource:
      return message(_("source has “{}”"), phrase);
    case TextOf::kSection:
      break;
  }
  return message(_("text has “{}”"), phrase);
}

// What a question compiles to: any of its terms.
bool is_ranked(const Condition& condition) {
  return condition.kind == Condition::Kind::kOr && condition.children.size() > 1 &&
         std::all_of(condition.children.begin(), condition.children.end(), [](const Condition& c) {
           return c.kind == Condition::Kind::kTerm && field_term(c.term).field == "text";
         });
}

std::string some_terms(const Condition& condition) {
  std::vector<std::string> terms;
  for (const Condition& child : condition.children) terms.push_back(shown(child.term));
  return message(_("any of the terms {}"), some(terms, 40));
}

void add_tree(const Condition& condition, const std::vector<ExplainedPart>& parts,
              std::size_t depth, std::vector<TreeLine>& out) {
  TreeLine line{std::string(2 * depth, ' '), {}};
  switch (condition.kind) {
    case Condition::Kind::kAll:
      line.text += _("every section");
      break;
    case Condition::Kind::kAnd:
      line.text += _("all of");
      break;
    case Condition::Kind::kOr:
      line.text += is_ranked(condition) ? some_terms(condition) : _("any of");
      break;
    case Condition::Kind::kNot:
      line.text += _("not");
      break;
    case Condition::Kind::kTerm:
    case Condition::Kind::kPrefix: {
      const FieldTerm term = field_term(condition.term);
      const bool below = condition.kind == Condition::Kind::kPrefix;
      line.text += term_said(term, value_name(term, parts), below);
      line.index = shown(condition.term) + (below ? "*" : "");
      break;
    }
    case Condition::Kind::kPhrase:
      line.text += phrase_said(condition);
      line.index = phrase_is_term(condition) ? _("by its term") : _("read in the text");
      break;
    case Condition::Kind::kNear:
      line.text += _("each near the one before");
      break;
    case Condition::Kind::kDates:
      line.text += message(_("dated {}"), describe_dates(condition.from, condition.to));
      break;
    case Condition::Kind::kValues: {
      line.text += values_said(condition, parts);
      line.index = _("as the graph tells");
      break;
    }
    case Condition::Kind::kAmount:
      line.text += message(_("states {}"), condition.amount.asked);
      line.index = _("read in the text");
      break;
    case Condition::Kind::kIssuer:
      line.text += message(_("issued by {}"), some(*condition.values, 5));
      break;
  }
  out.push_back(std::move(line));
  if (is_ranked(condition)) return;
  for (const Condition& child : condition.children) add_tree(child, parts, depth + 1, out);
}

void print_tree(const Explanation& explanation) {
  constexpr std::size_t kMaxLines = 40;  // Of a tree of hundreds, these tell enough.
  std::vector<TreeLine> lines;
  add_tree(explanation.condition, explanation.parts, 1, lines);
  std::cout << bold(_("A section must fulfil")) << "\n";
  const std::size_t count = std::min(lines.size(), kMaxLines);
  std::size_t width = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!lines[i].index.empty()) width = std::max(width, columns(lines[i].text));
  }
  width = std::min<std::size_t>(width, 60);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& [text, index] = lines[i];
    if (index.empty()) {
      std::cout << wrap(text.substr(text.find_first_not_of(' ')), terminal_width(),
                        text.find_first_not_of(' '))
                << "\n";
    } else {
      std::cout << pad(text, width) << "  " << dim(index) << "\n";
    }
  }
  if (lines.size() > count) {
    std::cout << "  " << message(_("… and {} lines more (all with --json)"), lines.size() - count)
              << "\n";
  }
  std::cout << "\n" << bold(_("Candidates as sent to Xapian")) << "\n";
  constexpr std::size_t kMaxShown = 600;
  std::u32string sent = decode_utf8(shown(explanation.xapian));
  if (sent.size() > kMaxShown) sent = sent.substr(0, kMaxShown) + U" …";
  std::cout << dim(wrap(encode_utf8(sent), terminal_width(), 2)) << "\n\n";
}

void print_numbers(const Explanation& explanation) {
  const SearchAnswer& answer = explanation.answer;
  std::string line =
      message(translated("{} candidate by terms", "{} candidates by terms", explanation.candidates),
              explanation.candidates);
  if (!explanation.checked.empty() && explanation.candidates > 0) {
    line += message(translated("; the text read for {} condition",
                               "; the text read for {} conditions", explanation.checked.size()),
                    explanation.checked.size());
  }
  line +=
      message(answer.exact ? translated("; {} section holds", "; {} sections hold", answer.total)
                           : _("; about {} sections hold"),
              answer.total);
  std::cout << bold(_("Found")) << "\n" << wrap(line, terminal_width(), 2) << "\n";
  if (const JoinPlan& join = explanation.join; join.graph_values > 0) {
    const char* how =
        join.text_drives
            ? _("the text finds candidates (about {} sections), the graph's {} regions or articles "
                "are looked for in them")
            : _("text (about {} sections) and the graph's {} regions or articles find candidates "
                "together");
    std::cout << wrap(message(how, join.text_sections, join.graph_values), terminal_width(), 2)
              << "\n";
  }
  if (answer.relaxed) {
    std::cout
        << "  "
        << _("nothing held all of the words: relaxed to a ranking by what sections share with "
             "them")
        << "\n";
  }
  std::cout << "\n";
}

void print_scores(const Explanation& explanation) {
  // Parts a hit that are told one by one.
  constexpr std::size_t kMaxParts = 12;
  const auto& hits = explanation.answer.hits;
  if (hits.empty()) return;
  std::cout << bold(_("Why these come first")) << "\n";
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const Hit& hit = hits[i];
    const auto& parts = explanation.scores[i];
    std::cout << "  "
              << bold(message("{}. {}", hit.rank, hit.heading.empty() ? hit.title : hit.heading))
              << dim(fmt::format("  [{}#{}]", hit.article.hex().substr(0, 8), hit.section)) << "\n";
    std::cout << fmt::format("  {:>8.3f}  ", hit.score) << _("in all") << "\n";
    double rest = 0;
    for (std::size_t j = 0; j < parts.size(); ++j) {
      const ScorePart& part = parts[j];
      if (j >= kMaxParts) {
        rest += part.points;
        continue;
      }
      std::string why;
      if (part.kind == ScorePart::Kind::kTerm) {
        why =
            message(translated("{} time here", "{} times here", part.in_section), part.in_section) +
            message(translated(", in {} section", ", in {} sections", part.sections),
                    part.sections);
        if (part.in_query > 1) why += message(_(", {} times in the query"), part.in_query);
      } else if (part.kind == ScorePart::Kind::kRun) {
        why = _("all pairs of characters of the whole run");
      } else {
        why = part.kind == ScorePart::Kind::kTitle    ? _("in the title or heading")
              : part.kind == ScorePart::Kind::kNumber ? _("its document number")
                                                      : _("its title");
      }
      std::cout << fmt::format("  {:>8.3f}  ", part.points) << pad(shown(part.text), 16) << "  "
                << why << "\n";
    }
    if (parts.size() > kMaxParts) {
      std::cout << fmt::format("  {:>8.3f}  ", rest)
                << message(translated("{} more term", "{} more terms", parts.size() - kMaxParts),
                           parts.size() - kMaxParts)
                << "\n";
    }
  }
  std::cout << dim(wrap(_("By BM25+: rare terms count more, long sections less; a word of two "
                          "ideographs is counted twice. Fields and negations score nothing."),
                        terminal_width(), 2))
            << "\n";
}

// JSON.

Json names_json(const std::vector<NamedEntity>& names) {
  Json list = Json::array();
  for (const auto& name : names) list.push_back(named_json(name.id, name.name));
  return list;
}

Json part_json(const ExplainedPart& part) {
  Json json = {{"type", "part"},        {"kind", part_kind_name(part.kind)},
               {"typed", part.typed},   {"start", part.place.start},
               {"end", part.place.end}, {"excluded", part.excluded}};
  Json units = Json::array();
  for (const auto& unit : part.units) {
    units.push_back({{"text", unit.text},
                     {"source", unit_source_name(unit.source)},
                     {"names", names_json(unit.names)}});
  }
  json["units"] = units;
  json["names"] = names_json(part.names);
  Json widened = Json::array();
  for (const EverydayWord& word : part.widened) {
    Json official = Json::array();
    for (const auto& text : word.official) official.push_back(encode_utf8(text));
    widened.push_back({{"said", encode_utf8(word.said)}, {"official", official}});
  }
  json["widened"] = widened;
  json["other_names"] = part.other_names;
  json["passed_over"] = part.passed_over;
  json["phrase"] = text_or_null(part.phrase);
  if (part.kind != ExplainedPart::Kind::kField) {
    json["field"] = nullptr;
    return json;
  }
  Json regions = Json::array();
  for (const auto region : part.meaning.regions) regions.push_back(place_json(region));
  Json below = Json::object();
  for (const auto& [level, count] : part.below) below[std::string(level_name(level))] = count;
  json["field"] = {{"name", field_name(part.field)},
                   {"exact_node", part.exact_node},
                   {"text", text_or_null(part.meaning.text)},
                   {"regions", regions},
                   {"below", below},
                   {"entities", names_json(part.meaning.entities)},
                   {"aliases", part.meaning.aliases}};
  return json;
}

Json tree_json(const Condition& condition, const std::vector<ExplainedPart>& parts) {
  constexpr std::string_view kOps[] = {"all",    "and",  "or",    "not",    "term",   "prefix",
                                       "phrase", "near", "dates", "values", "amount", "issuer"};
  constexpr std::string_view kOf[] = {"section", "title", "source"};
  Json json = {{"op", kOps[static_cast<std::size_t>(condition.kind)]}};
  switch (condition.kind) {
    case Condition::Kind::kTerm:
    case Condition::Kind::kPrefix: {
      const FieldTerm term = field_term(condition.term);
      json["field"] = term.field;
      json["value"] = term.value;
      json["name"] = text_or_null(value_name(term, parts));
      break;
    }
    case Condition::Kind::kPhrase:
      json["of"] = kOf[static_cast<std::size_t>(condition.of)];
      json["text"] = shown_phrase(condition.phrase);
      if (condition.distance > 0) json["distance"] = condition.distance;
      json["checked"] = !phrase_is_term(condition);
      break;
    case Condition::Kind::kValues:
      json["field"] = field_term(condition.term).field;
      json["values"] = *condition.values;
      json["below"] = condition.open;
      break;
    case Condition::Kind::kIssuer:
      json["values"] = *condition.values;
      break;
    case Condition::Kind::kAmount:
      json["amount"] = condition.amount.asked;
      break;
    case Condition::Kind::kDates:
      json["dates"] = describe_dates(condition.from, condition.to);
      break;
    default:
      break;
  }
  if (!condition.children.empty()) {
    Json children = Json::array();
    for (const Condition& child : condition.children) children.push_back(tree_json(child, parts));
    json["children"] = children;
  }
  return json;
}

void print_explanation_json(const Explanation& explanation) {
  for (const auto& part : explanation.parts) print_json(part_json(part));
  const JoinPlan& join = explanation.join;
  Json join_json;
  if (join.graph_values > 0) {
    join_json = {{"driver", join.text_drives ? "text" : "graph"},
                 {"graph_values", join.graph_values},
                 {"text_sections", join.text_sections}};
  }
  print_json({{"type", "condition"},
              {"tree", tree_json(explanation.condition, explanation.parts)},
              {"xapian", explanation.xapian},
              {"join", join_json}});
  const SearchAnswer& answer = explanation.answer;
  for (std::size_t i = 0; i < answer.hits.size(); ++i) {
    const Hit& hit = answer.hits[i];
    Json parts = Json::array();
    for (const ScorePart& part : explanation.scores[i]) {
      Json one = {
          {"kind", score_kind_name(part.kind)}, {"text", part.text}, {"points", part.points}};
      if (part.kind == ScorePart::Kind::kTerm) {
        one["in_query"] = part.in_query;
        one["in_section"] = part.in_section;
        one["sections"] = part.sections;
      }
      parts.push_back(std::move(one));
    }
    Json json = {
        {"type", "reason"},       {"rank", hit.rank},   {"article", hit.article.hex()},
        {"section", hit.section}, {"title", hit.title}, {"heading", text_or_null(hit.heading)},
        {"score", hit.score},     {"parts", parts}};
    if (hit.invented) json["invented"] = true;
    print_json(json);
  }
  print_json({{"type", "summary"},
              {"schema", 1},
              {"candidates", explanation.candidates},
              {"total", answer.total},
              {"exact", answer.exact},
              {"relaxed", answer.relaxed},
              {"took_ms", rounded(answer.took_ms, 3)}});
}

}  // namespace

int run_explain(const std::vector<std::string>& arguments) {
  CommandLine line("explain");
  line.option("region", "REGION", _("only sections about this region or one below it"))
      .option("limit", "N", _("hits whose score is told (3)"))
      .flag("no-expand", _("no official words for everyday ones, no other names of what is named"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().empty()) return usage("explain", _("explain: give a query"));
  const auto limit = line.number("limit", 3, 0, 1000);
  if (!limit) return fail(limit.error());
  SearchOptions options;
  options.limit = *limit;
  options.snippets = false;
  options.expand = !line.has("no-expand");
  if (line.has("region")) options.filter = "region:\"" + line.text("region") + "\"";
  auto searcher = open_searcher(line.data(), line.quiet());
  if (!searcher) return fail(searcher.error());
  const auto explanation = searcher->explain(line.joined(), options);
  if (!explanation) return fail(explanation.error());
  if (line.json()) {
    print_explanation_json(*explanation);
  } else {
    print_parts(explanation->parts);
    print_tree(*explanation);
    print_numbers(*explanation);
    print_scores(*explanation);
  }
  return explanation->answer.total > 0 ? kDone : kNothing;
}

}  // namespace zhengce::app
