#include "indexer/removal.h"

#include <algorithm>
#include <map>
#include <set>

#include "indexer/find_files.h"

namespace zhengce {

bool has_versions(const Source& source) { return !source.key.empty() || !source.url.empty(); }

bool is_former(const Source& source) { return source.path.empty() && has_versions(source); }

Result<std::vector<Removal>> plan_removal(
    const GraphReader& graph, const std::function<bool(const StoredArticle&, const Source&)>& goes,
    const PlannedSources& planned) {
  std::map<std::string, std::vector<ArticleId>> planned_at;
  for (const auto& [id, sources] : planned) {
    for (const Source& source : sources) {
      if (has_versions(source)) planned_at[Place::encode(source)].push_back(id);
    }
  }
  std::map<ArticleId, Removal> removals;
  const auto note = [&](const Article& article, const auto& picked) {
    for (const Source& source : article.sources) {
      if (!picked(source)) continue;
      Removal& removal = removals[article.id];
      removal.article = article.id;
      removal.title = article.title;
      removal.sources.push_back(source);
      removal.whole = removal.sources.size() == article.sources.size();
    }
  };
  auto read = graph.each_article([&](const StoredArticle& stored) {
    if (const auto at = planned.find(stored.article.id); at != planned.end()) {
      StoredArticle then = stored;
      then.article.sources = at->second;
      note(then.article, [&](const Source& source) { return goes(then, source); });
      return true;
    }
    note(stored.article, [&](const Source& source) { return goes(stored, source); });
    if (stored.article.sources.empty() && goes(stored, {})) {
      removals[stored.article.id] = {stored.article.id, stored.article.title, {}, true};
    }
    return true;
  });
  if (!read) return read.error();
  std::set<std::string> places;
  for (const auto& [id, removal] : removals) {
    for (const Source& source : removal.sources) {
      if (has_versions(source)) places.insert(Place::encode(source));
    }
  }
  for (const std::string& place : places) {
    const auto there = graph.articles_at(place);
    if (!there) return there.error();
    std::set<ArticleId> ids(there->begin(), there->end());
    if (const auto at = planned_at.find(place); at != planned_at.end()) {
      ids.insert(at->second.begin(), at->second.end());
    }
    std::vector<Article> older;
    bool is_live = false;
    for (const ArticleId& id : ids) {
      auto stored = graph.article(id, false);
      if (!stored) return stored.error();
      const auto at = planned.find(id);
      if (!*stored && at == planned.end()) continue;
      Article article = *stored ? std::move((*stored)->article) : Article{};
      if (at != planned.end()) article.sources = at->second;
      const auto removal = removals.find(id);
      for (const Source& source : article.sources) {
        const bool goes_too =
            removal != removals.end() &&
            std::find(removal->second.sources.begin(), removal->second.sources.end(), source) !=
                removal->second.sources.end();
        if (goes_too || Place::encode(source) != place) continue;
        if (is_former(source)) {
          older.push_back(article);
        } else {
          is_live = true;
        }
      }
    }
    if (is_live) continue;
    for (const Article& article : older) {
      note(article, [&](const Source& source) {
        return is_former(source) && Place::encode(source) == place;
      });
    }
  }
  std::vector<Removal> all;
  for (auto& [id, removal] : removals) all.push_back(std::move(removal));
  return all;
}

bool is_under(const std::string& path, const std::string& root) {
  if (!path.starts_with('/') && root.starts_with('/')) {
    const std::string normal = normal_path(path);
    return normal != path && is_under(normal, root);
  }
  if (root.empty() || !path.starts_with(root)) return false;
  const std::string_view rest = std::string_view(path).substr(root.size());
  return rest.empty() || rest.starts_with('/') || rest.starts_with("!/") || root == "/";
}

}  // namespace zhengce
