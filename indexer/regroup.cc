#include "indexer/regroup.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "graph/reprint_groups.h"
#include "indexer/parallel.h"

namespace zhengce {

Result<void> settle_reprints(const Batch& batch, const GraphReader& store, unsigned jobs,
                             GraphBatch& out) {
  std::vector<const std::pair<const ArticleId, Pending>*> entries;
  for (const auto& entry : batch.articles()) entries.push_back(&entry);
  std::vector<std::optional<ArticleSketches>> sketched(entries.size());
  std::vector<Result<void>> results(entries.size());
  const auto sketch = [&](std::size_t i) -> Result<void> {
    const auto& [id, entry] = *entries[i];
    ArticleSketches now{id, {}};
    if (entry.article.current && !entry.removed) now.sections = sketches_of(entry.article.article);
    const auto before = store.sketches(id);
    if (!before) return before.error();
    const auto stored = store.article(id, false);
    if (!stored) return stored.error();
    // An article that is found in one more place, say.
    const auto is_same = [](SectionSketch a, const SectionSketch& b) {
      a.group = b.group;
      return a == b;
    };
    const auto says_the_same = [](const Article& a, const Article& b) {
      return a.title == b.title && a.number == b.number && a.signed_on == b.signed_on &&
             a.effective == b.effective && a.date() == b.date();
    };
    if (*stored && says_the_same((*stored)->article, entry.article.article) &&
        std::equal(before->begin(), before->end(), now.sections.begin(), now.sections.end(),
                   is_same)) {
      return {};
    }
    sketched[i] = std::move(now);
    return {};
  };
  parallel_for(entries.size(), jobs, [&](std::size_t i) { results[i] = sketch(i); });
  std::vector<ArticleSketches> changed;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!results[i]) return results[i].error();
    if (sketched[i]) changed.push_back(std::move(*sketched[i]));
  }
  auto grouped = group_reprints(
      &store, changed, [&](const ArticleId& id) -> Result<std::shared_ptr<const Article>> {
        if (const auto entry = batch.articles().find(id); entry != batch.articles().end()) {
          return std::shared_ptr<const Article>(std::shared_ptr<void>(),
                                                &entry->second.article.article);
        }
        auto stored = store.article(id, true);
        if (!stored) return stored.error();
        if (!*stored) return std::shared_ptr<const Article>();
        return std::make_shared<const Article>(std::move((*stored)->article));
      });
  if (!grouped) return grouped.error();
  out.sketches = std::move(*grouped);
  return {};
}

Result<void> put_regrouped(const GraphReader& store, GraphBatch& out) {
  std::set<ArticleId> put(out.removals.begin(), out.removals.end());
  for (const auto& item : out.puts) put.insert(item.article.article.id);
  for (const ArticleSketches& article : out.sketches) {
    if (put.contains(article.article)) continue;
    const auto before = store.sketches(article.article);
    if (!before) return before.error();
    const auto is_same = [](const SectionSketch& a, const SectionSketch& b) {
      return a.section == b.section && a.group == b.group;
    };
    const auto has_group = [](const SectionSketch& sketch) { return sketch.group.has_value(); };
    const auto& now = article.sections;
    if (std::equal(before->begin(), before->end(), now.begin(), now.end(), is_same) ||
        (std::none_of(before->begin(), before->end(), has_group) &&
         std::none_of(now.begin(), now.end(), has_group))) {
      continue;
    }
    auto stored = store.article(article.article, false);
    if (!stored) return stored.error();
    auto extraction = store.extraction(article.article);
    if (!extraction) return extraction.error();
    if (*stored) out.puts.push_back({std::move(**stored), std::move(*extraction), false});
  }
  return {};
}

}  // namespace zhengce
