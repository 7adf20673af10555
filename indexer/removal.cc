#include "indexer/removal.h"

#include <algorithm>
#include <map>
#include <set>

#include "indexer/find_files.h"

namespace zhengce {

bool has_versions(const Source& source) { return !source.key.empty() || !source.url.empty(); }

bool is_former(const Source& source) { return source.path.empty() && has_versions(source); }

Result<std::vector<Removal>> plan_removal(
    const GraphReader& graph,
    const std::function<bool(const StoredArticle&, const Source&)>& goes) {
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
    std::vector<Article> older;
    bool is_live = false;
    for (const ArticleId& id : *there) {
      auto stored = graph.article(id, false);
      if (!stored) return stored.error();
      if (!*stored) continue;
      const auto removal = removals.find(id);
      for (const Source& source : (*stored)->article.sources) {
        const bool goes_too =
            removal != removals.end() &&
            std::find(removal->second.sources.begin(), removal->second.sources.end(), source) !=
                removal->second.sources.end();
        if (goes_too || Place::encode(source) != place) continue;
        if (is_former(source)) {
          older.push_back((*stored)->article);
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
