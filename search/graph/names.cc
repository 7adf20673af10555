#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "corpus/analysis/doc_number.h"
#include "corpus/message.h"
#include "corpus/organizations.h"
#include "corpus/text.h"
#include "search/graph/counting.h"
#include "search/graph/program_names.h"

namespace zhengce {
namespace {

constexpr std::size_t kListed = 10;  // Candidates that a message names.
// Shorter parts stand in too many names, longer ones in none.
constexpr std::size_t kShortestPart = 2;
constexpr std::size_t kLongestPart = 100;
// Mentions of a document that are looked at for its number.
constexpr std::size_t kMentions = 3;

// A name less the marks inside it, its single Han digits as figures: “1650”产业体系 and
// 1650产业体系, 高效办成一件事 and 高效办成1件事 are the same.
std::string loose_name(std::string_view name) {
  constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
  std::u32string kept;
  for (const char32_t c : decode_utf8(normalize_name(name))) {
    if (const auto digit = kDigits.find(c); digit != std::u32string_view::npos) {
      kept += U'0' + static_cast<char32_t>(digit);
    } else if (c == U'×') {
      kept += U'x';
    } else if (is_han(c) || is_digit(c) || (c >= U'a' && c <= U'z') || c == U'+') {
      kept += c;
    }
  }
  return encode_utf8(kept);
}

using NameKey = std::string (*)(std::string_view name);

// Visible entities of these kinds one of whose names holds `typed`, as `key` has both.
Result<std::vector<Entity>> holding(const GraphReader& graph, std::string_view typed,
                                    std::initializer_list<EntityKind> kinds,
                                    NameKey key = normalize_name) {
  std::vector<Entity> found;
  if (typed.size() > 4 * kLongestPart) return found;
  const std::string part = key(typed);
  if (decode_utf8(part).size() < kShortestPart) return found;
  for (const EntityKind kind : kinds) {
    const auto read = graph.each_entity(kind, [&](const Entity& entity) {
      const bool holds =
          entity.visible &&
          std::any_of(entity.forms.begin(), entity.forms.end(), [&](const WrittenForm& form) {
            return key(form.name).find(part) != std::string::npos;
          });
      if (holds) found.push_back(entity);
      return true;
    });
    if (!read) return read.error();
  }
  return found;
}

// "红石榴计划 (浙江省, 成都市)": where a program is run, else how often something is named.
Result<std::string> with_context(const GraphReader& graph, const EntityId& id,
                                 const std::string& name) {
  constexpr std::size_t kRegions = 2;
  std::vector<std::string> places;
  if (id.kind() == EntityKind::kRegion) return name + " (" + id.code() + ")";
  if (id.kind() == EntityKind::kProgram) {
    const auto read = graph.assertions_to(id, [&](const Assertion& assertion) {
      const auto region = Gazetteer::builtin().find_code(assertion.from.code());
      if (!region || !is_counted(assertion, true)) return true;
      const std::string place(Gazetteer::builtin().at(*region).name);
      if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
      return places.size() <= kRegions;
    });
    if (!read) return read.error();
  }
  if (places.empty()) return name + " (" + id.text() + ")";
  std::string context;
  for (std::size_t i = 0; i < places.size() && i < kRegions; ++i) {
    context += (i == 0 ? "" : "、") + places[i];
  }
  return name + " (" + context + (places.size() > kRegions ? "…" : "") + ")";
}

Error several(const GraphReader& graph, std::string_view typed, const char* said,
              const std::vector<NodeMatch>& nodes) {
  std::string list;
  for (std::size_t i = 0; i < nodes.size() && i < kListed; ++i) {
    const auto one = with_context(graph, nodes[i].id, nodes[i].name);
    if (!one) return one.error();
    list += (i == 0 ? "" : "; ") + *one;
  }
  if (nodes.size() > kListed) list += "; …";
  return Error{ErrorCode::kAmbiguous, message(said, shown(typed), nodes.size(), list)};
}

Result<NodeMatch> only_one(const GraphReader& graph, std::string_view typed, const char* said,
                           const std::vector<NodeMatch>& nodes) {
  if (nodes.size() == 1) return nodes.front();
  return several(graph, typed, said, nodes);
}

std::vector<NodeMatch> as_nodes(const std::vector<Entity>& entities, bool by_part) {
  std::vector<NodeMatch> nodes;
  for (const Entity& entity : entities) {
    if (entity.visible) nodes.push_back({entity.id, entity.name, by_part});
  }
  return nodes;
}

// What people say around a name that texts may leave out of it: 新一轮找矿突破战略行动 for
// 找矿突破战略行动, 三北工程 for “三北”.
std::vector<std::string> without_frills(std::string_view typed) {
  constexpr std::string_view kBefore[] = {"", "新一轮", "新时代", "新时期", "国家", "全国"};
  constexpr std::string_view kAfter[] = {"",     "专项行动", "行动计划", "行动",    "计划", "工程",
                                         "专项", "试点",     "活动",     "机制",    "模式", "品牌",
                                         "政策", "改革",     "建设",     "建设试点"};
  std::vector<std::string> shorter;
  for (const auto before : kBefore) {
    for (const auto after : kAfter) {
      if (before.size() + after.size() == 0 || !typed.starts_with(before) ||
          !typed.ends_with(after) || typed.size() <= before.size() + after.size())
        continue;
      shorter.emplace_back(
          typed.substr(before.size(), typed.size() - before.size() - after.size()));
    }
  }
  std::sort(shorter.begin(), shorter.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return shorter;
}

const char* in_several() { return _("{}: stands in {} names; give more of one, or its id: {}"); }

Error no_node(const GraphReader& graph, std::string_view typed) {
  const auto near = near_programs(graph, typed, 5);
  if (!near) return near.error();
  return {ErrorCode::kNotFound, near->empty()
                                    ? message(_("{}: nothing of this name here"), shown(typed))
                                    : message(_("{}: nothing of this name here; near: {}"),
                                              shown(typed), joined(*near, "、"))};
}

// The document whose number is written right behind its title where it is named.
Result<std::vector<NodeMatch>> mentioned_with(const GraphReader& graph, const std::string& number) {
  std::vector<Entity> documents;
  const auto listed = graph.each_entity(EntityKind::kDocument, [&](const Entity& entity) {
    documents.push_back(entity);
    return true;
  });
  if (!listed) return listed.error();
  std::vector<NodeMatch> found;
  for (const Entity& document : documents) {
    std::vector<Evidence> mentions;
    const auto read = graph.candidates_of(document.id, [&](const Candidate& candidate) {
      mentions.push_back(candidate.evidence);
      return mentions.size() < kMentions;
    });
    if (!read) return read.error();
    for (const Evidence& mention : mentions) {
      const auto text = graph.text(mention.article);
      if (!text) return text.error();
      if (!*text) continue;
      const std::u32string decoded = decode_utf8(**text);
      if (mention.sentence.end > decoded.size()) continue;
      // 》（ stand between a title and its number.
      constexpr std::uint32_t kBetween = 3;
      const auto numbers = find_doc_numbers(decoded, {mention.mention.end, mention.sentence.end});
      if (numbers.empty() || numbers.front().normalized != number ||
          numbers.front().span.start > mention.mention.end + kBetween)
        continue;
      found.push_back({document.id, document.name, false});
      break;
    }
  }
  return found;
}

// Documents of a number: of articles that state it, else of those named with it.
Result<std::vector<NodeMatch>> numbered(const GraphReader& graph, const std::string& number) {
  std::map<EntityId, NodeMatch> found;
  const auto read = graph.each_article([&](const StoredArticle& stored) {
    const Article& article = stored.article;
    if (article.number != number || article.title.empty()) return true;
    const auto id = document_id(article.title);
    found.try_emplace(id, NodeMatch{id, article.title, false});
    return true;
  });
  if (!read) return read.error();
  if (found.empty()) return mentioned_with(graph, number);
  std::vector<NodeMatch> nodes;
  for (auto& [id, node] : found) nodes.push_back(std::move(node));
  return nodes;
}

}  // namespace

Result<std::optional<std::string>> name_of(const GraphReader& graph, const EntityId& id) {
  if (id.kind() == EntityKind::kRegion) {
    const auto region = Gazetteer::builtin().find_code(id.code());
    if (!region) return std::optional<std::string>();
    return std::optional(std::string(Gazetteer::builtin().at(*region).name));
  }
  const auto entity = visible_entity(graph, id);
  if (!entity) return entity.error();
  if (!*entity) return std::optional<std::string>();
  return std::optional((*entity)->name);
}

namespace {

// The program whose names, or those of its variants, alone hold `typed`, as `key` has both;
// kNotFound where none do.
Result<ProgramMatch> program_holding(const GraphReader& graph, std::string_view typed,
                                     NameKey key) {
  auto entities = holding(graph, typed, {EntityKind::kProgram}, key);
  if (!entities) return entities.error();
  // A name that is nothing more comes before those that hold it.
  const std::string whole = key(typed);
  const auto more = std::partition(entities->begin(), entities->end(), [&](const Entity& entity) {
    return std::any_of(entity.forms.begin(), entity.forms.end(),
                       [&](const WrittenForm& form) { return key(form.name) == whole; });
  });
  if (more != entities->begin()) entities->erase(more, entities->end());
  std::map<EntityId, NodeMatch> cores;
  for (const Entity& entity : *entities) {
    const auto core = core_of(graph, entity.id);
    if (!core) return core.error();
    const auto name = name_of(graph, *core);
    if (!name) return name.error();
    cores.try_emplace(*core, NodeMatch{*core, name->value_or(entity.name), true});
  }
  if (cores.empty()) return Error{ErrorCode::kNotFound, std::string()};
  // A program stands for its variants: a part that only these share means it.
  for (const auto& [id, node] : cores) {
    auto match = resolve_program(graph, id.text());
    if (!match) return match;
    const bool holds_all = std::all_of(cores.begin(), cores.end(), [&](const auto& other) {
      return std::binary_search(match->all.begin(), match->all.end(), other.first);
    });
    if (!holds_all) continue;
    match->by_part = true;
    return match;
  }
  std::vector<NodeMatch> nodes;
  for (auto& [id, node] : cores) nodes.push_back(std::move(node));
  return several(graph, typed, in_several(), nodes);
}

bool is_answer(const Result<ProgramMatch>& match) {
  return match || match.error().code != ErrorCode::kNotFound;
}

}  // namespace

Result<ProgramMatch> find_program(const GraphReader& graph, std::string_view typed) {
  auto match = resolve_program(graph, typed);
  if (is_answer(match)) return match;
  if (auto part = program_holding(graph, typed, normalize_name); is_answer(part)) return part;
  const auto shorter = without_frills(typed);
  for (const std::string& name : shorter) {
    auto found = resolve_program(graph, name);
    if (!is_answer(found)) continue;
    if (found) found->by_part = true;
    return found;
  }
  if (auto part = program_holding(graph, typed, loose_name); is_answer(part)) return part;
  for (const std::string& name : shorter) {
    if (auto part = program_holding(graph, name, loose_name); is_answer(part)) return part;
  }
  return match;
}

Result<NodeMatch> find_document(const GraphReader& graph, std::string_view typed) {
  if (const auto id = EntityId::parse(typed); id && id->kind() == EntityKind::kDocument) {
    const auto name = name_of(graph, *id);
    if (!name) return name.error();
    if (*name) return NodeMatch{*id, **name, false};
    return no_node(graph, typed);
  }
  const auto number = normalize_doc_number(typed);
  if (number) {
    const auto found = numbered(graph, *number);
    if (!found) return found.error();
    if (!found->empty())
      return only_one(graph, typed, _("{}: {} documents bear this number: {}"), *found);
  }
  auto entities = graph.entities_named(typed, EntityKind::kDocument);
  if (!entities) return entities.error();
  auto nodes = as_nodes(*entities, false);
  if (nodes.empty()) {
    entities = holding(graph, typed, {EntityKind::kDocument});
    if (!entities) return entities.error();
    nodes = as_nodes(*entities, true);
  }
  if (!nodes.empty()) return only_one(graph, typed, in_several(), nodes);
  return Error{ErrorCode::kNotFound,
               message(_("{}: no document of this number or title here"), shown(typed))};
}

Result<NodeMatch> find_node(const GraphReader& graph, std::string_view typed) {
  if (const auto id = EntityId::parse(typed)) {
    const auto name = name_of(graph, *id);
    if (!name) return name.error();
    if (*name) return NodeMatch{*id, **name, false};
    return no_node(graph, typed);
  }
  if (normalize_doc_number(typed)) return find_document(graph, typed);
  std::map<EntityId, NodeMatch> exact;
  for (const std::string& name : {std::string(typed), canonical_organization(typed)}) {
    const auto entities = graph.entities_named(name, std::nullopt);
    if (!entities) return entities.error();
    for (auto& node : as_nodes(*entities, false)) exact.try_emplace(node.id, node);
  }
  const auto region = Gazetteer::builtin().resolve(typed);
  if (region) {
    const auto id = EntityId::region(Gazetteer::builtin().at(*region).code);
    exact.try_emplace(id, NodeMatch{id, Gazetteer::builtin().path_name(*region), false});
  } else if (exact.empty() && region.error().code == ErrorCode::kAmbiguous) {
    return region.error();
  }
  std::vector<NodeMatch> nodes;
  for (auto& [id, node] : exact) nodes.push_back(std::move(node));
  if (!nodes.empty())
    return only_one(graph, typed, _("{}: means {} things, give an id: {}"), nodes);
  const auto entities = holding(
      graph, typed, {EntityKind::kProgram, EntityKind::kOrganization, EntityKind::kDocument});
  if (!entities) return entities.error();
  nodes = as_nodes(*entities, true);
  if (nodes.empty()) return no_node(graph, typed);
  return only_one(graph, typed, in_several(), nodes);
}

}  // namespace zhengce
