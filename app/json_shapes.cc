#include "app/json_shapes.h"

#include <cmath>
#include <iostream>

#include "app/output.h"
#include "corpus/file_name.h"

namespace zhengce::app {

namespace {

void show_bytes(Json& value) {
  if (value.is_string()) {
    value = shown_name(value.get<std::string>());
  } else if (value.is_structured()) {
    for (auto& part : value) show_bytes(part);
  }
}

}  // namespace

std::string to_line(const Json& object) {
  try {
    return object.dump();
  } catch (const Json::type_error&) {  // Not UTF-8, which is rare.
    Json shown = object;
    show_bytes(shown);
    return shown.dump();
  }
}

void print_json(const Json& object) { std::cout << to_line(object) << '\n'; }

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json date_or_null(const std::optional<Date>& date) { return date ? Json(date->iso()) : Json(); }

Json rounded(double value, int decimals) {
  return std::stod(fmt::format("{:.{}f}", value, decimals));
}

Json named_json(const EntityId& id, const std::string& name) {
  return {{"id", id.text()}, {"name", name}};
}

Json place_json(RegionIndex index) {
  const Region& region = Gazetteer::builtin().at(index);
  return {{"id", EntityId::region(region.code).text()},
          {"name", region.name},
          {"code", region.code},
          {"level", level_name(region.level)}};
}

Json quantity_json(const Quantity& quantity) {
  constexpr double kWholeBelow = 1e15;  // A double tells all whole numbers up to there apart.
  const double value = quantity.value;
  const bool whole = value == std::trunc(value) && std::abs(value) < kWholeBelow;
  return {{"value", whole ? Json(static_cast<std::int64_t>(value)) : Json(value)},
          {"unit", quantity.unit},
          {"approximation", approximation_name(quantity.approximation)},
          {"about", quantity.about}};
}

Json evidence_json(const CitedEvidence& cited) {
  const Assertion& assertion = cited.assertion;
  const Evidence& evidence = assertion.evidence;
  Json json = {{"article", evidence.article.hex()},
               {"key", text_or_null(cited.key)},
               {"title", cited.title},
               {"source", text_or_null(cited.source)},
               {"number", text_or_null(cited.number)},
               {"issuer", text_or_null(cited.issuer)},
               {"url", text_or_null(cited.url)},
               {"path", text_or_null(cited.path)},
               {"date", date_or_null(cited.date)},
               {"section", evidence.section},
               {"sentence", cited.sentence},
               {"start", evidence.sentence.start},
               {"end", evidence.sentence.end},
               {"relation", relation_name(assertion.relation)},
               {"modality", modality_name(assertion.modality)},
               {"rule", evidence.rule},
               {"rule_version", evidence.rule_version},
               // Two decimals are what rules are given with.
               {"confidence", rounded(evidence.confidence, 2)}};
  if (!assertion.kind.empty()) json["kind"] = assertion.kind;
  if (assertion.quantity) {
    json["quantity"] = quantity_json(*assertion.quantity);
  }
  if (cited.invented) json["invented"] = true;
  return json;
}

Json evidence_list(const std::vector<CitedEvidence>& evidence) {
  Json list = Json::array();
  for (const auto& cited : evidence) list.push_back(evidence_json(cited));
  return list;
}

Json coverage_json(const Coverage& coverage) {
  return {{"level", level_name(coverage.level)},
          {"with_evidence", coverage.with_evidence},
          {"with_articles", coverage.with_articles},
          {"all", coverage.all},
          {"other_levels", coverage.other_levels}};
}

std::string coverage_line(const Coverage& coverage, bool rests_on_regions) {
  const auto level = said(level_name(coverage.level));
  if (!rests_on_regions && coverage.with_evidence + coverage.other_levels == 0) {
    return message(translated("{} of {} region of level {} has articles here",
                              "{} of {} regions of level {} have articles here", coverage.all),
                   coverage.with_articles, coverage.all, level);
  }
  std::string line = message(translated("evidence in {} of {} region of level {}",
                                        "evidence in {} of {} regions of level {}", coverage.all),
                             coverage.with_evidence, coverage.all, level);
  if (coverage.other_levels > 0) {
    line += message(translated(" and in {} of another level", " and in {} of other levels",
                               coverage.other_levels),
                    coverage.other_levels);
  }
  return line + message(translated("; {} has articles here", "; {} have articles here",
                                   coverage.with_articles),
                        coverage.with_articles);
}

std::string coverage_line(std::string_view name, const Coverage& coverage) {
  return message(_("{}: {}"), name, coverage_line(coverage));
}

Json relations_json(const std::vector<Relation>& relations) {
  Json names = Json::array();
  for (const auto relation : relations) names.push_back(relation_name(relation));
  return names;
}

Json hit_json(const Hit& hit) {
  Json snippet = Json::array();
  for (const auto& piece : hit.snippet)
    snippet.push_back({{"text", piece.text}, {"hit", piece.hit}});
  Json about = Json::array();
  for (const auto region : hit.about) about.push_back(place_json(region));
  Json regions = Json::array();
  for (const auto region : hit.regions) regions.push_back(place_json(region));
  Json programs = Json::array();
  for (const auto& program : hit.programs) programs.push_back(named_json(program.id, program.name));
  Json because = Json::array();
  for (const auto& reason : hit.because) {
    because.push_back(
        {{"region", place_json(reason.region)}, {"evidence", evidence_json(reason.evidence)}});
  }
  Json json = {{"type", "hit"},
               {"rank", hit.rank},
               {"article", hit.article.hex()},
               {"key", text_or_null(hit.key)},
               {"section", hit.section},
               {"title", hit.title},
               {"heading", text_or_null(hit.heading)},
               {"source", text_or_null(hit.source)},
               {"number", text_or_null(hit.number)},
               {"issuer", text_or_null(hit.issuer)},
               {"date", date_or_null(hit.date)},
               {"path", text_or_null(hit.path)},
               {"url", text_or_null(hit.url)},
               {"score", hit.score},
               {"snippet", snippet},
               {"about", about},
               {"subject_org", text_or_null(hit.subject_org)},
               {"regions", regions},
               {"programs", programs},
               {"because", because},
               {"reprints", hit.reprints}};
  if (hit.invented) json["invented"] = true;
  return json;
}

Json group_json(const Group& group, FacetField field, bool exact) {
  return {{"type", "group"},
          {"field", facet_name(field)},
          {"name", group.value.name},
          {"code", text_or_null(group.value.code)},
          {"sections", group.value.count},
          {"exact", exact},
          {"best", hit_json(group.best)}};
}

Json facet_json(const Facet& facet) {
  Json values = Json::array();
  for (const auto& value : facet.values) {
    values.push_back(
        {{"name", value.name}, {"code", text_or_null(value.code)}, {"count", value.count}});
  }
  return {{"type", "facet"},
          {"field", facet_name(facet.field)},
          {"exact", facet.exact},
          {"values", values},
          {"distinct", facet.distinct},
          {"cut", facet.values.size() < facet.distinct}};
}

std::string citation(const CitedEvidence& cited) {
  std::string line = cited.title;
  if (cited.date) line += ", " + cited.date->iso();
  if (!cited.source.empty()) line += ", " + cited.source;
  return line + fmt::format("  [{}#{}]", cited.assertion.evidence.article.hex().substr(0, 8),
                            cited.assertion.evidence.section);
}

std::string quoted_evidence(const CitedEvidence& cited, std::size_t indent) {
  // A title over several lines, a line break inside a sentence: on a terminal it is one sentence.
  std::string sentence;
  for (std::size_t i = 0; i < cited.sentence.size(); ++i) {
    if (cited.sentence[i] != '\n') {
      sentence += cited.sentence[i];
    } else if (i > 0 && static_cast<unsigned char>(cited.sentence[i - 1]) < 0x80) {
      sentence += ' ';
    }
  }
  return wrap("“" + sentence + "”", terminal_width(), indent) + "\n" +
         wrap(dim(citation(cited)), terminal_width(), indent) + "\n";
}

}  // namespace zhengce::app
