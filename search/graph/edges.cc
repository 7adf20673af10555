#include "search/graph/edges.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "search/graph/citer.h"
#include "search/graph/counting.h"
#include "search/graph/program_names.h"

namespace zhengce {
namespace {

constexpr int kRelations = static_cast<int>(Relation::kAmends);

// Gathers assertions into edges, in the order of their ends.
class Edges {
 public:
  void add(const Assertion& assertion) {
    const auto quantity = assertion.quantity.value_or(Quantity());
    std::optional<SectionRef> section;
    if (assertion.relation == Relation::kContributed)
      section = {assertion.evidence.article, assertion.evidence.section};
    Edge& edge =
        edges_[{assertion.from, assertion.relation, assertion.to, section, assertion.modality,
                assertion.kind, quantity.value, quantity.unit, quantity.approximation}];
    if (edge.assertions.empty()) {
      edge.from = assertion.from;
      edge.relation = assertion.relation;
      edge.to = assertion.to;
      edge.section = section;
      edge.modality = assertion.modality;
      edge.kind = assertion.kind;
      edge.quantity = assertion.quantity;
    }
    edge.assertions.push_back(assertion);
  }
  std::vector<Edge> take() {
    std::vector<Edge> list;
    for (auto& [key, edge] : edges_) list.push_back(std::move(edge));
    edges_.clear();
    return list;
  }

 private:
  using Key = std::tuple<EntityId, Relation, EntityId, std::optional<SectionRef>, Modality,
                         std::string, double, std::string, Approximation>;
  std::map<Key, Edge> edges_;
};

Result<std::vector<std::string>> aliases_of(const GraphReader& graph, const EntityId& id) {
  if (id.kind() == EntityKind::kRegion) return std::vector<std::string>();
  auto entity = graph.entity(id);
  if (!entity) return entity.error();
  return *entity ? std::move((*entity)->aliases) : std::vector<std::string>();
}

// A section's heading, else its article's title.
Result<std::string> name_of_section(const GraphReader& graph, const SectionRef& id) {
  const auto stored = graph.article(id.article, false);
  if (!stored) return stored.error();
  if (!*stored) return std::string();
  const Article& article = (*stored)->article;
  for (const Section& section : article.sections) {
    if (section.n == id.section && !section.heading.empty()) return section.heading;
  }
  return article.title;
}

Result<std::vector<CitedEdge>> cited(const GraphReader& graph, std::vector<Edge> edges) {
  Citer citer(graph);
  std::vector<CitedEdge> list;
  for (Edge& edge : edges) {
    const auto from = name_of(graph, edge.from), to = name_of(graph, edge.to);
    if (!from) return from.error();
    if (!to) return to.error();
    if (!*from || !*to) continue;
    auto aliases = edge.section ? std::vector<std::string>() : aliases_of(graph, edge.to);
    if (!aliases) return aliases.error();
    auto shown = edge.section ? name_of_section(graph, *edge.section) : **to;
    if (!shown) return shown.error();
    auto evidence = citer.best(edge.assertions, edge.modality, 0);
    if (!evidence) return evidence.error();
    list.push_back(
        {std::move(edge), **from, std::move(*shown), std::move(*aliases), std::move(*evidence)});
  }
  std::vector<CitedEvidence*> all;
  for (auto& edge : list) {
    for (auto& evidence : edge.evidence) all.push_back(&evidence);
  }
  if (const auto added = citer.add_sentences(std::move(all)); !added) return added.error();
  return list;
}

}  // namespace

std::string section_text(const SectionRef& section) {
  return "section:" + section.article.hex() + "." + std::to_string(section.section);
}

std::optional<SectionRef> parse_section(std::string_view text) {
  constexpr std::string_view kKind = "section:";
  if (!text.starts_with(kKind)) return std::nullopt;
  text.remove_prefix(kKind.size());
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto article = ArticleId::parse(text.substr(0, dot));
  std::uint32_t n = 0;
  const auto [end, fault] = std::from_chars(text.data() + dot + 1, text.data() + text.size(), n);
  if (!article || fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return SectionRef{*article, n};
}

std::string Edge::to_text() const { return section ? section_text(*section) : to.text(); }
std::string_view Edge::to_kind() const { return section ? "section" : kind_name(to.kind()); }

std::string Edge::text() const {
  std::string id = from.text() + "/" + std::string(relation_name(relation)) + "/" + to_text();
  if (modality == Modality::kRuns && kind.empty() && !quantity) return id;
  id += "/" + std::string(modality_name(modality));
  if (!kind.empty()) id += "/" + kind;
  if (quantity) {
    id += "/" + std::string(approximation_name(quantity->approximation)) + ":" +
          quantity->number() + ":" + quantity->unit;
  }
  return id;
}

std::optional<EdgeName> EdgeName::parse(std::string_view text) {
  const auto first = text.find('/');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = text.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto third = text.find('/', second + 1);
  EdgeName name;
  if (third != std::string_view::npos) name.whole = text;
  const auto from = EntityId::parse(text.substr(0, first));
  const auto end = text.substr(second + 1, third - second - 1);
  name.section = parse_section(end);
  const auto to = name.section ? from : EntityId::parse(end);
  const auto relation = text.substr(first + 1, second - first - 1);
  if (!from || !to) return std::nullopt;
  name.from = *from;
  name.to = *to;
  for (int i = 1; i <= kRelations; ++i) {
    name.relation = static_cast<Relation>(i);
    if (relation_name(name.relation) == relation) return name;
  }
  return std::nullopt;
}

std::string ShownNode::text() const { return section ? section_text(*section) : id.text(); }
std::string_view ShownNode::kind() const { return section ? "section" : kind_name(id.kind()); }

Result<std::vector<Edge>> edges_from(const GraphReader& graph, const EntityId& from) {
  Edges edges;
  const auto read = graph.assertions_from(from, [&](const Assertion& assertion) {
    edges.add(assertion);
    return true;
  });
  if (!read) return read.error();
  auto list = edges.take();
  Result<void> failure;
  std::erase_if(list, [&](const Edge& edge) {
    if (edge.to.kind() == EntityKind::kRegion)
      return !Gazetteer::builtin().find_code(edge.to.code());
    const auto entity = visible_entity(graph, edge.to);
    if (!entity) failure = entity.error();
    return entity && !*entity;
  });
  if (!failure) return failure.error();
  return list;
}

Result<std::vector<CitedEdge>> edges_at(const GraphReader& graph, const EntityId& node) {
  Edges in;
  const auto read = graph.assertions_to(node, [&](const Assertion& assertion) {
    if (assertion.from != assertion.to) in.add(assertion);
    return true;
  });
  if (!read) return read.error();
  auto list = in.take();
  auto out = edges_from(graph, node);
  if (!out) return out.error();
  std::move(out->begin(), out->end(), std::back_inserter(list));
  return cited(graph, std::move(list));
}

Result<std::vector<CitedEdge>> edges_between(const GraphReader& graph, const EntityId& a,
                                             const EntityId& b) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  const auto members = [&](const EntityId& id) -> Result<std::set<EntityId>> {
    std::set<EntityId> all{id};
    if (id.kind() != EntityKind::kProgram) return all;
    const auto family = family_of(graph, id, true);
    if (!family) return family.error();
    for (const auto& [member, entity] : *family) all.insert(member);
    return all;
  };
  // The nodes to read are those that are fewer: never all regions of a province.
  const bool swap = a.kind() != EntityKind::kRegion;
  const EntityId& other = swap ? b : a;
  const auto near = members(swap ? a : b), far = members(other);
  if (!near) return near.error();
  if (!far) return far.error();
  const auto region = gazetteer.find_code(other.code());
  Edges direct, below;
  for (const EntityId& id : *near) {
    const auto take = [&](const Assertion& assertion, const EntityId& end) {
      if (far->contains(end)) {
        direct.add(assertion);
      } else if (region && end.kind() == EntityKind::kRegion) {
        const auto inside = gazetteer.find_code(end.code());
        if (inside && gazetteer.is_within(*inside, *region)) below.add(assertion);
      }
      return true;
    };
    const auto in = graph.assertions_to(
        id, [&](const Assertion& assertion) { return take(assertion, assertion.from); });
    if (!in) return in.error();
    const auto out = graph.assertions_from(id, [&](const Assertion& assertion) {
      return assertion.from == assertion.to || take(assertion, assertion.to);
    });
    if (!out) return out.error();
  }
  auto edges = direct.take();
  if (edges.empty()) edges = below.take();
  return cited(graph, std::move(edges));
}

Result<std::vector<CitedEdge>> edges_named(const GraphReader& graph, const EdgeName& name) {
  Edges edges;
  const auto read = graph.assertions_from(name.from, [&](const Assertion& assertion) {
    if (assertion.relation == name.relation && assertion.to == name.to) edges.add(assertion);
    return assertion.relation <= name.relation;
  });
  if (!read) return read.error();
  auto list = edges.take();
  std::erase_if(list, [&](const Edge& edge) {
    return (name.section && edge.section != name.section) ||
           (!name.whole.empty() && edge.text() != name.whole);
  });
  return cited(graph, std::move(list));
}

namespace {

// Regions, then entities: the nodes that edges start from.
Result<void> each_start(const GraphReader& graph,
                        const std::function<bool(const ShownNode&)>& visit) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  std::set<EntityId> regions;
  const auto from = graph.assertions_from_regions("", [&](const Assertion& assertion) {
    regions.insert(assertion.from);
    return true;
  });
  if (!from) return from;
  const auto to = graph.assertions_to_regions("", [&](const Assertion& assertion) {
    regions.insert(assertion.to);
    return true;
  });
  if (!to) return to;
  for (const EntityId& id : regions) {
    const auto region = gazetteer.find_code(id.code());
    if (region && !visit({id, std::string(gazetteer.at(*region).name), {}, {}})) return {};
  }
  bool on = true;
  for (const auto kind : {EntityKind::kProgram, EntityKind::kOrganization, EntityKind::kDocument}) {
    const auto read = graph.each_entity(kind, [&](const Entity& entity) {
      if (entity.visible) on = visit({entity.id, entity.name, entity.aliases, {}});
      return on;
    });
    if (!read || !on) return read;
  }
  return {};
}

// What some organization that answers show contributed.
Result<std::set<SectionRef>> contributed_sections(const GraphReader& graph) {
  std::set<SectionRef> sections;
  Result<void> failure;
  const auto read = graph.each_entity(EntityKind::kOrganization, [&](const Entity& entity) {
    if (!entity.visible) return true;
    failure = graph.assertions_from(entity.id, [&](const Assertion& assertion) {
      if (assertion.relation == Relation::kContributed)
        sections.insert({assertion.evidence.article, assertion.evidence.section});
      return assertion.relation <= Relation::kContributed;
    });
    return static_cast<bool>(failure);
  });
  if (!failure) return failure.error();
  if (!read) return read.error();
  return sections;
}

}  // namespace

Result<void> each_node(const GraphReader& graph,
                       const std::function<bool(const ShownNode&)>& visit) {
  bool on = true;
  const auto read = each_start(graph, [&](const ShownNode& node) { return on = visit(node); });
  if (!read || !on) return read;
  const auto sections = contributed_sections(graph);
  if (!sections) return sections.error();
  for (const SectionRef& section : *sections) {
    auto name = name_of_section(graph, section);
    if (!name) return name.error();
    if (!visit({{}, std::move(*name), {}, section})) break;
  }
  return {};
}

Result<void> each_edge(const GraphReader& graph,
                       const std::function<bool(const CitedEdge&)>& visit) {
  Result<void> failure;
  const auto read = each_start(graph, [&](const ShownNode& node) {
    auto edges = edges_from(graph, node.id);
    auto all =
        edges ? cited(graph, std::move(*edges)) : Result<std::vector<CitedEdge>>(edges.error());
    if (!all) failure = all.error();
    return all && std::all_of(all->begin(), all->end(), visit);
  });
  return failure ? read : failure;
}

Result<EdgeCounts> count_edges(const GraphReader& graph) {
  EdgeCounts counts;
  Result<void> failure;
  const auto read = each_start(graph, [&](const ShownNode& node) {
    const auto edges = edges_from(graph, node.id);
    if (!edges) {
      failure = edges.error();
      return false;
    }
    for (const Edge& edge : *edges) {
      std::set<Saying> told;
      for (const auto& assertion : edge.assertions) told.insert(saying_of(assertion));
      ++counts.edges;
      counts.evidence += told.size();
    }
    return true;
  });
  if (!failure) return failure.error();
  if (!read) return read.error();
  return counts;
}

}  // namespace zhengce
