#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/index_schema.h"
#include "corpus/message.h"
#include "corpus/organizations.h"
#include "search/date_range.h"
#include "search/field_conditions.h"
#include "search/graph_conditions.h"
#include "search/plan.h"
#include "search/query_error.h"
#include "search/value_names.h"

namespace zhengce {
namespace {

// So many issuers are told of those that a name stands for.
constexpr std::size_t kMaxOtherNames = 20;

// Looks up the fields of one query.
class Resolver {
 public:
  Resolver(const GraphReader& graph, IssuedArticles& issued, const Gazetteer& gazetteer,
           std::u32string_view query, const Date& today, const NamesNear& names_near,
           const IssuersNaming& issuers_naming, ResolvedFields& out)
      : graph_(graph),
        issued_(issued),
        gazetteer_(gazetteer),
        query_(query),
        today_(today),
        names_near_(names_near),
        issuers_naming_(issuers_naming),
        out_(out) {}

  Result<void> walk(const QueryNode& node, bool positive) {
    if (node.kind == QueryNode::Kind::kField) {
      auto condition = resolve(node, positive);
      if (!condition) return condition.error();
      out_.conditions[ResolvedFields::place_of(node)] = std::move(*condition);
    }
    if (node.near_name && names_near_) {
      const auto names = names_near_(folded_value(node.text));
      if (!names) return names.error();
      auto& kept = out_.near_names[ResolvedFields::place_of(node)];
      for (const auto& name : *names) kept.push_back(folded_value(decode_utf8(name)));
    }
    for (const QueryNode& child : node.children) {
      auto result = walk(child, positive != (node.kind == QueryNode::Kind::kNot));
      if (!result) return result;
    }
    return {};
  }

 private:
  Error fail(const QueryNode& node, ErrorCode code, const std::string& what) const {
    return query_error(code, what, query_, node.place);
  }
  // What a look-up could not find is a fault of the query; an ambiguous name stays one.
  Error at_place(const QueryNode& node, const Error& error) const {
    if (error.code == ErrorCode::kAmbiguous) return fail(node, error.code, error.message);
    if (error.code == ErrorCode::kNotFound || error.code == ErrorCode::kInvalidInput) {
      return fail(node, ErrorCode::kInvalidInput, error.message);
    }
    return error;
  }

  FieldMeaning& meaning(const QueryNode& node) {
    return out_.meanings[ResolvedFields::place_of(node)];
  }

  Condition text(const QueryNode& node, TextOf of) {
    std::u32string phrase = folded_value(node.text);
    meaning(node).text = encode_utf8(phrase);
    return Condition::has_phrase(std::move(phrase), of);
  }

  Condition issuer(const QueryNode& node) {
    const std::string typed = encode_utf8(node.text);
    std::vector<std::string> stated;
    if (issuers_naming_) stated = issuers_naming_(typed);
    FieldMeaning& meant = meaning(node);
    for (const auto& name : issuers_named(typed))
      meant.text += (meant.text.empty() ? "" : "、") + name;
    for (const auto& one : stated) {
      if (one != meant.text && meant.aliases.size() < kMaxOtherNames) meant.aliases.push_back(one);
    }
    return Condition::has_issuer(std::move(stated));
  }

  // Sections that hold one of the entities; what it means is told with their names.
  Result<Condition> any_entity(const QueryNode& node, std::string_view prefix,
                               const std::vector<EntityId>& ids) {
    std::vector<Condition> terms;
    for (const EntityId& id : ids) {
      terms.push_back(Condition::has_term(std::string(prefix) + id.text()));
      const auto entity = graph_.entity(id);
      if (!entity) return entity.error();
      meaning(node).entities.push_back({id, *entity ? (*entity)->name : id.text()});
    }
    return Condition::any_of(std::move(terms));
  }

  Result<Condition> resolve(const QueryNode& node, bool positive) {
    switch (node.field) {
      case QueryField::kTitle:
        return text(node, TextOf::kTitle);
      case QueryField::kIssuer:
        return issuer(node);
      case QueryField::kSource:
        return text(node, TextOf::kSource);
      case QueryField::kRegion:
      case QueryField::kMentions:
      case QueryField::kIn:
        return region(node);
      case QueryField::kLevel:
        return level(node);
      case QueryField::kProgram:
        return program(node);
      case QueryField::kRuns:
        return runs(node, positive);
      case QueryField::kNotRuns: {
        auto condition = runs(node, false);
        if (!condition) return condition;
        // Of sections about no region nobody can tell.
        std::vector<Condition> both;
        both.push_back(Condition::negation(Condition::has_term(std::string(schema::kNoSubject))));
        both.push_back(Condition::negation(std::move(*condition)));
        return Condition::all_of(std::move(both));
      }
      case QueryField::kPairedWith:
        return paired_with(node, positive);
      case QueryField::kOrganization:
        return organization(node);
      case QueryField::kIssuedBy:
        return issued_by(node);
      case QueryField::kNumber:
        return number(node);
      case QueryField::kDate:
        return date(node);
      case QueryField::kAmount:
        return amount(node);
    }
    return Error{ErrorCode::kInternal, "a field without a meaning"};
  }

  Result<Condition> region(const QueryNode& node) {
    const auto index = gazetteer_.resolve(encode_utf8(node.text));
    if (!index) return at_place(node, index.error());
    const Region& region = gazetteer_.at(*index);
    meaning(node).regions = {*index};
    if (node.field == QueryField::kMentions) {
      return Condition::has_term(std::string(schema::kMention) + std::string(region.code));
    }
    if (node.field == QueryField::kIn) return subject_within(region);
    return about_region(region, !node.exact_node);
  }

  Result<Condition> level(const QueryNode& node) {
    const auto level = level_named(encode_utf8(folded_value(node.text)));
    if (!level) {
      return fail(node, ErrorCode::kInvalidInput,
                  _("there is no such level; there are nation, province, prefecture, county, "
                    "township and zone (省级, 市级, 县级, 乡级)"));
    }
    meaning(node).text = level_name(*level);
    auto codes = subjects_of_level(graph_, *level);
    if (!codes) return codes.error();
    return Condition::has_value(schema::kSubject, std::move(*codes), false);
  }

  Result<Condition> program(const QueryNode& node) {
    const auto match = resolve_program(graph_, encode_utf8(node.text));
    if (!match) return at_place(node, match.error());
    meaning(node).aliases = match->aliases;
    std::vector<EntityId> ids{match->id};
    std::copy_if(match->all.begin(), match->all.end(), std::back_inserter(ids),
                 [&](const EntityId& id) { return id != match->id; });
    return any_entity(node, schema::kProgram, ids);
  }

  Result<Condition> runs(const QueryNode& node, bool positive) {
    RunningOptions options;
    options.evidence_limit = 1;
    auto answer = regions_running(graph_, encode_utf8(node.text), options);
    if (!answer) return at_place(node, answer.error());
    FieldMeaning& meant = meaning(node);
    meant.entities = {{answer->program.id, answer->program.name}};
    meant.aliases = answer->program.aliases;
    return subjects_within(answer->regions, meant, positive);
  }

  // Sections about one of the regions or one below it, which hits are to say why.
  Condition subjects_within(std::vector<RunningRegion>& regions, FieldMeaning& meant,
                            bool positive) {
    std::vector<std::string> codes;
    for (RunningRegion& region : regions) {
      meant.regions.push_back(region.region);
      codes.emplace_back(gazetteer_.at(region.region).significant);
      if (positive) out_.running.push_back(std::move(region));
    }
    return Condition::has_value(schema::kSubject, std::move(codes), true);
  }

  Result<Condition> paired_with(const QueryNode& node, bool positive) {
    const auto index = gazetteer_.resolve(encode_utf8(node.text));
    if (!index) return at_place(node, index.error());
    auto partners = regions_paired_with(graph_, *index);
    if (!partners) return partners.error();
    FieldMeaning& meant = meaning(node);
    meant.regions = {*index};
    return subjects_within(*partners, meant, positive);
  }

  Result<Condition> issued_by(const QueryNode& node) {
    const std::string typed = encode_utf8(node.text);
    std::vector<EntityId> issuers;
    const auto region = gazetteer_.resolve(typed);
    if (region) {
      meaning(node).regions = {*region};
      issuers.push_back(EntityId::region(gazetteer_.at(*region).code));
    } else if (region.error().code == ErrorCode::kAmbiguous) {
      return at_place(node, region.error());
    } else {
      auto ids = organizations(node);
      if (!ids) return ids.error();
      if (const auto named = any_entity(node, {}, *ids); !named) return named;
      issuers = std::move(*ids);
    }
    auto articles = issued_.by(issuers);
    if (!articles) return articles.error();
    return Condition::has_value(schema::kArticle, std::move(*articles), false);
  }

  Result<Condition> amount(const QueryNode& node) {
    auto range = parse_amount_range(node.text);
    if (!range) {
      return fail(
          node, ErrorCode::kInvalidInput,
          _("this is no amount; write >1亿元, >=500万元, 100..200人, 3000人以上 or ..5公里"));
    }
    meaning(node).text = range->asked;
    Condition out;
    out.kind = Condition::Kind::kAmount;
    out.amount = std::move(*range);
    return out;
  }

  Result<Condition> organization(const QueryNode& node) {
    const auto ids = organizations(node);
    if (!ids) return ids.error();
    return any_entity(node, schema::kOrganization, *ids);
  }

  // Those of this name; an error where there is none.
  Result<std::vector<EntityId>> organizations(const QueryNode& node) {
    const std::string typed = encode_utf8(node.text);
    std::set<EntityId> ids;
    if (const auto id = EntityId::parse(typed); id && id->kind() == EntityKind::kOrganization) {
      ids.insert(*id);
    }
    const auto canonical = canonical_organization(typed);
    const auto meant = EntityId::of(EntityKind::kOrganization, normalize_name(canonical));
    const auto stored = graph_.entity(meant);
    if (!stored) return stored.error();
    if (*stored) ids.insert(meant);
    const auto named = graph_.entities_named(typed, EntityKind::kOrganization);
    if (!named) return named.error();
    for (const Entity& entity : *named) ids.insert(entity.id);
    if (ids.empty()) {
      return fail(node, ErrorCode::kInvalidInput,
                  message(_("no article here names an organization {}"), canonical));
    }
    return std::vector<EntityId>(ids.begin(), ids.end());
  }

  Result<Condition> number(const QueryNode& node) {
    const auto normal = normalize_doc_number(encode_utf8(node.text));
    if (!normal) {
      return fail(node, ErrorCode::kInvalidInput,
                  _("this is no document number; one looks like 国办发〔2024〕12号"));
    }
    meaning(node).text = *normal;
    return Condition::has_term(std::string(schema::kNumber) + fold_utf8(*normal));
  }

  Result<Condition> date(const QueryNode& node) {
    const auto range = parse_date_range(node.text, today_);
    if (!range) {
      return fail(
          node, ErrorCode::kInvalidInput,
          _("this is no date or range of dates; write 2024, 2024-01-05, 2024-01..2024-06, ..2023, "
            "2024年上半年, 2023年至今 or 近三年"));
    }
    meaning(node).text = describe_dates(range->first, range->second);
    Condition out;
    out.kind = Condition::Kind::kDates;
    out.from = range->first;
    out.to = range->second;
    return out;
  }

  const GraphReader& graph_;
  IssuedArticles& issued_;
  const Gazetteer& gazetteer_;
  std::u32string_view query_;
  const Date& today_;
  const NamesNear& names_near_;
  const IssuersNaming& issuers_naming_;
  ResolvedFields& out_;
};

}  // namespace

Result<ResolvedFields> Planner::resolve(const QueryNode& node, std::u32string_view query) const {
  ResolvedFields out;
  const auto result =
      Resolver(graph_, issued_, gazetteer_, query, today_, names_near_, issuers_naming_, out)
          .walk(node, true);
  if (!result) return result.error();
  return out;
}

}  // namespace zhengce
