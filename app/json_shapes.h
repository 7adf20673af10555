#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "corpus/article.h"
#include "corpus/gazetteer/gazetteer.h"
#include "search/graph/graph_queries.h"
#include "search/searcher.h"
#include "search/value_names.h"

/// The shapes of --json, as docs/json.md and docs/json-schema.json lay them down: fields may be
/// added, never changed.
namespace zhengce::app {

using Json = nlohmann::ordered_json;

/// One object as a line, without its end. Text that is no UTF-8 (paths) has \xB7 for such bytes.
std::string to_line(const Json& object);
/// Writes it as a line of stdout.
void print_json(const Json& object);

/// The text, or null where it is empty.
Json text_or_null(const std::string& text);
Json date_or_null(const std::optional<Date>& date);

/// The number as that many decimals tell it: floats would show their binary tail.
Json rounded(double value, int decimals);
Json named_json(const EntityId& id, const std::string& name);
Json place_json(RegionIndex region);
/// {"value","unit","approximation","about"}.
Json quantity_json(const Quantity& quantity);
Json evidence_json(const CitedEvidence& evidence);
Json evidence_list(const std::vector<CitedEvidence>& evidence);
Json coverage_json(const Coverage& coverage);
Json relations_json(const std::vector<Relation>& relations);
Json hit_json(const Hit& hit);
Json facet_json(const Facet& facet);
Json group_json(const Group& group, FacetField field, bool exact);

/// "evidence in 3 of 34 regions of level province; 12 have articles here", for a terminal. An
/// answer may rest on no region at all (a ministry's documents): `rests_on_regions` false leaves
/// out that there is evidence in none.
std::string coverage_line(const Coverage& coverage, bool rests_on_regions = true);
/// The same behind the name of what was asked about.
std::string coverage_line(std::string_view name, const Coverage& coverage);

/// A line that cites an evidence on a terminal: title, date, source, article#section.
std::string citation(const CitedEvidence& evidence);
/// The evidence's sentence between quotation marks, wrapped, with its citation below it.
std::string quoted_evidence(const CitedEvidence& evidence, std::size_t indent);

}  // namespace zhengce::app
