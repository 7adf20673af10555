#include "search/explanation.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/index_schema.h"
#include "corpus/text.h"
#include "search/bare_words.h"
#include "search/other_names.h"

namespace zhengce {
namespace {

class PartsExplainer {
 public:
  PartsExplainer(const ResolvedFields& fields, const WordsTaken& taken, const GraphReader& graph,
                 const Gazetteer& gazetteer, Analyzer& analyzer, const Lexicon& lexicon)
      : fields_(fields),
        taken_(taken),
        graph_(graph),
        gazetteer_(gazetteer),
        analyzer_(analyzer),
        lexicon_(lexicon),
        other_names_(graph, gazetteer) {}

  Result<std::vector<ExplainedPart>> run(const QueryNode& node) {
    if (auto result = walk(node, false, has_question({&node, 1})); !result) return result.error();
    return std::move(parts_);
  }

 private:
  // Side by side with a question all words are ranked with it: so the planner has it.
  static bool has_question(std::span<const QueryNode> nodes) {
    return std::any_of(nodes.begin(), nodes.end(), [](const QueryNode& node) {
      return node.kind == QueryNode::Kind::kWords && is_question(fold_text(node.text));
    });
  }

  Result<void> walk(const QueryNode& node, bool excluded, bool question) {
    const bool is_group = node.kind == QueryNode::Kind::kAnd;
    const bool flips = node.kind == QueryNode::Kind::kNot;
    for (const QueryNode& child : node.children) {
      const bool ranked = has_question(is_group ? std::span(node.children) : std::span(&child, 1));
      if (auto result = walk(child, excluded != flips, ranked); !result) return result;
    }
    if (!node.children.empty()) return {};
    ExplainedPart part;
    part.place = node.place;
    part.typed = encode_utf8(node.text);
    part.excluded = excluded;
    switch (node.kind) {
      case QueryNode::Kind::kPhrase:
        part.kind = ExplainedPart::Kind::kPhrase;
        part.phrase = encode_utf8(trim(std::u32string_view(fold_text(node.text))));
        if (node.open_end) part.phrase += "*";
        if (const auto near = fields_.near_names.find(ResolvedFields::place_of(node));
            near != fields_.near_names.end()) {
          for (const auto& name : near->second) part.other_names.push_back(encode_utf8(name));
        }
        break;
      case QueryNode::Kind::kField:
        part.kind = ExplainedPart::Kind::kField;
        part.field = node.field;
        part.exact_node = node.exact_node;
        part.meaning = fields_.meanings.at(ResolvedFields::place_of(node));
        count_below(part);
        break;
      default:
        if (auto result = words(node, (question || taken_.relaxed) && !excluded, part); !result) {
          return result;
        }
    }
    parts_.push_back(std::move(part));
    return {};
  }

  void count_below(ExplainedPart& part) const {
    if (part.field != QueryField::kRegion || part.exact_node) return;
    std::array<std::uint64_t, 6> counts{};
    const RegionIndex region = part.meaning.regions.front();
    for (RegionIndex i = 0; i < gazetteer_.size(); ++i) {
      if (i == region || !gazetteer_.is_within(i, region)) continue;
      ++counts.at(static_cast<std::size_t>(gazetteer_.at(i).level));
    }
    for (std::size_t level = 0; level < counts.size(); ++level) {
      if (counts[level] > 0)
        part.below.emplace_back(static_cast<RegionLevel>(level), counts[level]);
    }
  }

  Result<void> words(const QueryNode& node, bool ranked, ExplainedPart& part) {
    std::u32string folded = fold_text(node.text);
    folded = trim(std::u32string_view(folded));
    if (ranked) {
      part.kind = ExplainedPart::Kind::kQuestion;
      for (const auto& phrase : question_phrases(folded)) {
        part.passed_over.push_back(encode_utf8(phrase));
      }
      folded = cut_question_phrases(folded);
      if (taken_.expand) part.widened = everyday_words(folded);
    }
    for (const BareRun& run : cut_bare_chunk(analyzer_, lexicon_, folded)) {
      if (run.units.size() > 1) {
        auto names = named(run.text);
        if (!names) return names.error();
        part.names.insert(part.names.end(), names->begin(), names->end());
        add_other_names(run.text, part);
      }
      std::size_t at = 0;
      for (const auto& text : run.units) {
        const std::size_t start = run.text.find(text, at);
        if (start > at) {
          part.passed_over.push_back(
              encode_utf8(std::u32string_view(run.text).substr(at, start - at)));
        }
        at = start + text.size();
        add_other_names(text, part);
        auto unit = explain_unit(text, run.units.size() == 1);
        if (!unit) return unit.error();
        part.units.push_back(std::move(*unit));
      }
      if (at < run.text.size()) {
        part.passed_over.push_back(encode_utf8(std::u32string_view(run.text).substr(at)));
      }
    }
    return {};
  }

  // Ranked words are widened by everyday_words() alone, excluded ones by nothing.
  void add_other_names(std::u32string_view name, ExplainedPart& part) {
    if (!taken_.expand || part.excluded || part.kind != ExplainedPart::Kind::kWords) return;
    for (const auto& other : other_names_.of(name)) part.other_names.push_back(encode_utf8(other));
  }

  // `whole`: nothing was cut off the run.
  Result<ExplainedUnit> explain_unit(const std::u32string& text, bool whole) {
    ExplainedUnit unit;
    unit.text = encode_utf8(text);
    const auto words = analyzer_.words(fold(text));
    if (lexicon_.contains(text)) {
      unit.source = UnitSource::kLexicon;
    } else if (words.size() == 1 && words.front().layer == Layer::kNumber) {
      unit.source = UnitSource::kNumber;
    } else if (words.size() == 1) {
      unit.source = UnitSource::kIcu;
    } else {
      unit.source = whole ? UnitSource::kShort : UnitSource::kJoined;
    }
    auto names = named(text);
    if (!names) return names.error();
    unit.names = std::move(*names);
    return unit;
  }

  Result<std::vector<NamedEntity>> named(std::u32string_view text) const {
    std::vector<NamedEntity> names;
    std::set<RegionIndex> regions;
    for (const NameEntry& entry : gazetteer_.find_name(text)) {
      if (gazetteer_.at(entry.region).level == RegionLevel::kTownship) continue;
      if (regions.insert(entry.region).second) {
        const Region& region = gazetteer_.at(entry.region);
        names.push_back({EntityId::region(region.code), gazetteer_.path_name(entry.region)});
      }
    }
    for (const EntityKind kind : {EntityKind::kProgram, EntityKind::kOrganization}) {
      const auto entities = graph_.entities_named(encode_utf8(text), kind);
      if (!entities) return entities.error();
      for (const Entity& entity : *entities) {
        if (entity.visible) names.push_back({entity.id, entity.name});
      }
    }
    return names;
  }

  const ResolvedFields& fields_;
  WordsTaken taken_;
  const GraphReader& graph_;
  const Gazetteer& gazetteer_;
  Analyzer& analyzer_;
  const Lexicon& lexicon_;
  OtherNames other_names_;
  std::vector<ExplainedPart> parts_;
};

}  // namespace

std::string_view unit_source_name(UnitSource source) {
  constexpr std::string_view kNames[] = {"short", "lexicon", "icu", "number", "joined"};
  return kNames[static_cast<std::size_t>(source)];
}

std::string_view part_kind_name(ExplainedPart::Kind kind) {
  constexpr std::string_view kNames[] = {"words", "question", "phrase", "field"};
  return kNames[static_cast<std::size_t>(kind)];
}

Result<std::vector<ExplainedPart>> explain_parts(const QueryNode& node,
                                                 const ResolvedFields& fields,
                                                 const WordsTaken& taken, const GraphReader& graph,
                                                 const Gazetteer& gazetteer, Analyzer& analyzer,
                                                 const Lexicon& lexicon) {
  return PartsExplainer(fields, taken, graph, gazetteer, analyzer, lexicon).run(node);
}

FieldTerm field_term(std::string_view term) {
  // The prefixes are an upper-case X and another capital; text terms have no capitals.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kFields = {{
      {schema::kArticle, "article"},
      {schema::kTitle, "title"},
      {schema::kSubject, "subject"},
      {schema::kMention, "mention"},
      {schema::kNoSubject, "no_subject"},
      {schema::kProgram, "program"},
      {schema::kOrganization, "org"},
      {schema::kIssuer, "issuer"},
      {schema::kNumber, "number"},
      {schema::kSource, "source"},
      {schema::kInvented, "invented"},
  }};
  for (const auto& [prefix, name] : kFields) {
    if (term.starts_with(prefix)) return {name, term.substr(prefix.size())};
  }
  return {"text", term};
}

std::string value_name(const FieldTerm& term, const std::vector<ExplainedPart>& parts) {
  if (term.field == "subject" || term.field == "mention") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    const auto region = gazetteer.find_code(term.value);
    return region ? std::string(gazetteer.at(*region).name) : std::string();
  }
  for (const ExplainedPart& part : parts) {
    for (const NamedEntity& entity : part.meaning.entities) {
      if (entity.id.text() == term.value) return entity.name;
    }
  }
  return {};
}

}  // namespace zhengce
