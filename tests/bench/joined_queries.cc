#include "tests/bench/joined_queries.h"

#include <fmt/format.h>

#include "corpus/gazetteer/gazetteer.h"
#include "tests/bench/support.h"
#include "tests/bench/texts.h"

namespace zhengce::bench {
namespace {

constexpr int kAttempts = 20'000;

// One of them, nothing of none.
template <typename T>
const T* any_of(const std::vector<T>& values, std::mt19937& random) {
  return values.empty() ? nullptr : &values[random() % values.size()];
}

}  // namespace

JoinedQueryDrawer::JoinedQueryDrawer(const GraphReader& graph,
                                     const std::vector<SectionKey>& sections, QueryDrawer& drawer)
    : graph_(graph), sections_(sections), drawer_(drawer) {
  const auto read = graph.each_entity(EntityKind::kProgram, [&](const Entity& entity) {
    if (entity.visible) programs_.push_back(entity.id);
    return true;
  });
  if (!read) give_up(read.error().message);

  std::vector<EntityId> organizations;
  const auto all = graph.each_entity(EntityKind::kOrganization, [&](const Entity& entity) {
    organizations.push_back(entity.id);
    return true;
  });
  if (!all) give_up(all.error().message);
  std::vector<Assertion> issues;
  for (const EntityId& organization : organizations) {
    const auto from = graph.assertions_from(organization, [&](const Assertion& assertion) {
      if (assertion.relation == Relation::kIssued) issues.push_back(assertion);
      return true;
    });
    if (!from) give_up(from.error().message);
  }
  // Articles say of others too who issued them: only those that are the document are found.
  for (const Assertion& assertion : issues) {
    const auto stored = take(graph.article(assertion.evidence.article, false));
    if (!stored || !stored->current) continue;
    const std::string title = normalize_name(stored->article.title);
    if (EntityId::of(EntityKind::kDocument, title) == assertion.to) {
      issued_.push_back({assertion.from, {assertion.evidence.article, assertion.evidence.section}});
    }
  }
}

std::optional<std::string> JoinedQueryDrawer::runs() {
  for (int attempts = 0; attempts < kAttempts; ++attempts) {
    const EntityId* program = any_of(programs_, drawer_.random());
    if (program == nullptr) return {};
    std::vector<SectionKey> evidence;
    const auto read = graph_.assertions_to(*program, [&](const Assertion& assertion) {
      if (is_running(assertion.relation) && assertion.from.kind() == EntityKind::kRegion)
        evidence.push_back({assertion.evidence.article, assertion.evidence.section});
      return true;
    });
    if (!read) give_up(read.error().message);
    const SectionKey* section = any_of(evidence, drawer_.random());
    if (section == nullptr) continue;
    const auto name = take(name_of(graph_, *program));
    if (!name || name->find('"') != name->npos || !resolve_program(graph_, *name)) continue;
    if (const auto word = drawer_.word_in(text_of(graph_, *section)))
      return fmt::format("runs:\"{}\" {}", *name, *word);
  }
  return {};
}

std::optional<std::string> JoinedQueryDrawer::in() {
  for (int attempts = 0; attempts < kAttempts; ++attempts) {
    const SectionKey& section = *any_of(sections_, drawer_.random());
    const auto region = region_of(section, false);
    if (!region) continue;
    if (const auto word = drawer_.word_in(text_of(graph_, section)))
      return fmt::format("in:\"{}\" {}", *region, *word);
  }
  return {};
}

std::optional<std::string> JoinedQueryDrawer::issued_by() {
  for (int attempts = 0; attempts < kAttempts; ++attempts) {
    const auto* issued = any_of(issued_, drawer_.random());
    if (issued == nullptr) return {};
    const auto name = take(name_of(graph_, issued->first));
    if (!name || name->find('"') != name->npos) continue;
    const auto node = find_node(graph_, *name);
    if (!node || node->id != issued->first) continue;
    if (const auto word = drawer_.word_in(text_of(graph_, issued->second)))
      return fmt::format("issued-by:\"{}\" {}", *name, *word);
  }
  return {};
}

std::optional<std::string> JoinedQueryDrawer::dated_phrase() {
  for (int attempts = 0; attempts < kAttempts; ++attempts) {
    const std::string phrase = drawer_.phrase();
    const auto stored = take(graph_.article(sections_[drawer_.last()].first, false));
    if (const auto date = stored->article.date())
      return fmt::format("\"{}\" date:{}..{}", phrase, date->year - 5, date->year + 5);
  }
  return {};
}

std::optional<std::string> JoinedQueryDrawer::regional_phrase() {
  for (int attempts = 0; attempts < kAttempts; ++attempts) {
    const std::string phrase = drawer_.phrase();
    if (const auto region = region_of(sections_[drawer_.last()], true))
      return fmt::format("\"{}\" region:\"{}\"", phrase, *region);
  }
  return {};
}

std::optional<std::string> JoinedQueryDrawer::region_of(const SectionKey& section,
                                                        bool mentions_count) const {
  const auto stored = take(graph_.article(section.first, false));
  std::vector<std::string> codes = stored->article.sections.at(section.second).about;
  if (codes.empty() && mentions_count) {
    auto extraction = take(graph_.extraction(section.first));
    if (section.second < extraction.mentioned_regions.size())
      codes = std::move(extraction.mentioned_regions[section.second]);
  }
  const std::string* code = any_of(codes, drawer_.random());
  const Gazetteer& gazetteer = Gazetteer::builtin();
  const auto region = code == nullptr ? std::nullopt : gazetteer.find_code(*code);
  if (!region) return {};
  for (const std::string& name :
       {std::string(gazetteer.at(*region).name), gazetteer.path_name(*region)}) {
    const auto resolved = gazetteer.resolve(name);
    if (resolved && *resolved == *region) return name;
  }
  return {};
}

}  // namespace zhengce::bench
