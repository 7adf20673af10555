#include "indexer/naming.h"

#include <map>

#include "corpus/analysis/fold.h"
#include "indexer/parallel.h"

namespace zhengce {

Result<void> Naming::load() {
  return store_.each_entity(EntityKind::kProgram, [&](const Entity& entity) {
    if (entity.visible) visible_.add(entity);
    return true;
  });
}

Result<void> Naming::settle(Batch& batch, GraphBatch& out) {
  const auto stage_one = [&](Pending& entry) -> const Extraction& {
    if (!entry.stage_one) {
      entry.stage_one =
          entry.article.current ? extractor_.extract(entry.article.article) : Extraction();
    }
    return *entry.stage_one;
  };
  std::map<EntityId, std::pair<NameTally, NameTally>> changes;
  const auto merge = [](NameTally& into, const NameTally& more) {
    into.strong_sections += more.strong_sections;
    into.weak_sections += more.weak_sections;
    for (const auto& [form, count] : more.forms) into.forms[form] += count;
  };
  std::vector<Pending*> entries;
  for (auto& [id, entry] : batch.articles()) entries.push_back(&entry);
  parallel_for(entries.size(), jobs_, [&](std::size_t i) { stage_one(*entries[i]); });
  for (Pending* entry : entries) {
    for (const auto& [id, tally] : tally_names(entry->before)) merge(changes[id].first, tally);
    for (const auto& [id, tally] : tally_names(*entry->stage_one)) merge(changes[id].second, tally);
  }
  std::vector<Entity> appeared;
  std::vector<EntityId> vanished;
  for (const auto& [id, change] : changes) {
    auto stored = store_.entity(id);
    if (!stored) return stored.error();
    Entity entity = *stored ? **stored : Entity{};
    entity.id = id;
    const bool was_visible = *stored && entity.visible;
    change_tally(entity, change.first, change.second);
    if (id.kind() == EntityKind::kProgram && was_visible != entity.visible) {
      if (entity.visible)
        appeared.push_back(entity);
      else
        vanished.push_back(id);
    }
    out.entities.push_back(std::move(entity));
  }
  for (const Entity& entity : appeared) visible_.add(entity);
  for (const EntityId& id : vanished) visible_.remove(id);
  std::vector<Extraction> extractions(entries.size());
  parallel_for(entries.size(), jobs_, [&](std::size_t i) {
    extractions[i] = with_known(entries[i]->article, std::move(*entries[i]->stage_one));
  });
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Pending& entry = *entries[i];
    if (entry.removed) {
      if (entry.existed) out.removals.push_back(entry.article.article.id);
      continue;
    }
    if (!entry.changed && entry.before == extractions[i]) continue;
    out.puts.push_back({std::move(entry.article), std::move(extractions[i]), entry.text_changed});
  }
  return read_others(batch, appeared, vanished, out);
}

// What the text says by the names that are visible, `stage_one` being what it says without them.
Extraction Naming::with_known(const StoredArticle& stored, Extraction stage_one) const {
  if (!stored.current) return stage_one;
  const auto names = visible_.find_in(fold_text(decode_utf8(stored.article.text)));
  if (!names.empty()) extractor_.add_known(stored.article, names, stage_one);
  return stage_one;
}

// Articles outside the batch that name what has just appeared or vanished.
Result<void> Naming::read_others(const Batch& batch, const std::vector<Entity>& appeared,
                                 const std::vector<EntityId>& vanished, GraphBatch& out) {
  struct Other {
    std::vector<Extractor::KnownName> names;  ///< That may stand in it, and did not count before.
    bool lost_name = false;
  };
  std::map<ArticleId, Other> others;
  for (const Entity& entity : appeared) {
    const std::string name = normalize_name(entity.name);
    if (!Extractor::is_looked_for(name)) continue;
    const auto ids = index_.articles_with(decode_utf8(name));
    if (!ids) return ids.error();
    for (const ArticleId& id : *ids) others[id].names.push_back({entity.id, name, entity.name});
  }
  for (const EntityId& id : vanished) {
    const auto read = store_.candidates_of(id, [&](const Candidate& candidate) {
      others[candidate.evidence.article].lost_name = true;
      return true;
    });
    if (!read) return read.error();
  }
  std::erase_if(others, [&](const auto& other) { return batch.articles().contains(other.first); });
  // Most of them only contain a name's characters: none of their text is kept.
  std::vector<std::pair<ArticleId, Other>> all(std::make_move_iterator(others.begin()),
                                               std::make_move_iterator(others.end()));
  std::vector<std::optional<GraphBatch::Put>> puts(all.size());
  std::vector<Result<void>> results(all.size());
  const auto read_one = [&](std::size_t i) -> Result<void> {
    const auto& [id, other] = all[i];
    auto stored = store_.article(id, true);
    if (!stored) return stored.error();
    if (!*stored || !(*stored)->current) return {};
    auto before = store_.extraction(id);
    if (!before) return before.error();
    Extraction stage_one = extractor_.without_known(*before);
    if (!other.lost_name && !extractor_.may_add_known((*stored)->article, other.names, stage_one)) {
      return {};
    }
    Extraction after = with_known(**stored, std::move(stage_one));
    if (after == *before) return {};
    (*stored)->article.text.clear();
    puts[i] = GraphBatch::Put{std::move(**stored), std::move(after), false};
    return {};
  };
  parallel_for(all.size(), jobs_, [&](std::size_t i) { results[i] = read_one(i); });
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!results[i]) return results[i].error();
    if (puts[i]) out.puts.push_back(std::move(*puts[i]));
  }
  return {};
}

}  // namespace zhengce
