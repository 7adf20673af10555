#include "indexer/removal.h"

#include <algorithm>
#include <map>
#include <set>

#include "indexer/find_files.h"

namespace zhengce {

bool has_versions(const Source& source) { return !source.key.empty() || !source.url.empty(); }

bool is_former(const Source& source) { return source.path.empty() && has_versions(source); }

namespace {

// An article, and what goes of the places it is found at.
struct Found {
  std::string title;
  std::set<Source> sources;
  std::set<Source> gone;
  bool goes_unfound = false;  ///< It goes, though it is found nowhere.
};

// The articles that a plan is about, each read once, however many places it is found at.
class Plan {
 public:
  Plan(const GraphReader& graph, const PlannedSources& planned) : graph_(graph), planned_(planned) {
    for (const auto& [id, sources] : planned) {
      for (const Source& source : sources) {
        if (has_versions(source)) planned_at_[Place::encode(source)].push_back(id);
      }
    }
  }

  void take(const StoredArticle& stored,
            const std::function<bool(const StoredArticle&, const Source&)>& goes) {
    const Article& article = stored.article;
    std::set<Source> gone;
    const auto pick = [&](const auto& sources) {
      for (const Source& source : sources) {
        if (goes(stored, source)) gone.insert(source);
      }
    };
    const auto planned = planned_.find(article.id);
    if (planned != planned_.end()) {
      pick(planned->second);
    } else {
      pick(article.sources);
      if (article.sources.empty() && goes(stored, {})) note(article).goes_unfound = true;
    }
    if (!gone.empty()) note(article).gone = std::move(gone);
  }

  // With the last text of a key or URL its older versions go too.
  Result<void> add_older_versions() {
    std::map<std::string, Source> places;
    for (const auto& [id, found] : found_) {
      for (const Source& source : found.gone) {
        if (has_versions(source)) places.emplace(Place::encode(source), source);
      }
    }
    for (const auto& [place, source] : places) {
      const auto ids = found_at(place);
      if (!ids) return ids.error();
      std::vector<std::pair<Found*, Source>> older;
      bool is_live = false;
      for (const ArticleId& id : *ids) {
        auto found = read(id);
        if (!found) return found.error();
        each_at((*found)->sources, source, [&](const Source& at) {
          if ((*found)->gone.contains(at)) return;
          is_live = is_live || !is_former(at);
          older.emplace_back(*found, at);
        });
      }
      if (is_live) continue;
      for (auto& [found, at] : older) found->gone.insert(std::move(at));
    }
    return {};
  }

  std::vector<Removal> removals() && {
    std::vector<Removal> all;
    for (auto& [id, found] : found_) {
      if (found.gone.empty() && !found.goes_unfound) continue;
      const bool whole = found.gone.size() == found.sources.size();
      all.push_back({id, std::move(found.title), {found.gone.begin(), found.gone.end()}, whole});
    }
    return all;
  }

 private:
  Found& note(const Article& article) {
    const auto [place, is_new] = found_.try_emplace(article.id);
    if (!is_new) return place->second;
    const auto planned = planned_.find(article.id);
    place->second.title = article.title;
    place->second.sources = planned != planned_.end()
                                ? planned->second
                                : std::set<Source>(article.sources.begin(), article.sources.end());
    return place->second;
  }

  Result<Found*> read(const ArticleId& id) {
    if (const auto known = found_.find(id); known != found_.end()) return &known->second;
    auto stored = graph_.article(id, false);
    if (!stored) return stored.error();
    Article article = *stored ? std::move((*stored)->article) : Article{};
    article.id = id;
    return &note(article);
  }

  Result<std::set<ArticleId>> found_at(const std::string& place) const {
    const auto there = graph_.articles_at(place);
    if (!there) return there.error();
    std::set<ArticleId> ids(there->begin(), there->end());
    if (const auto planned = planned_at_.find(place); planned != planned_at_.end())
      ids.insert(planned->second.begin(), planned->second.end());
    return ids;
  }

  const GraphReader& graph_;
  const PlannedSources& planned_;
  std::map<std::string, std::vector<ArticleId>> planned_at_;
  std::map<ArticleId, Found> found_;
};

}  // namespace

void each_at(const std::set<Source>& sources, const Source& place,
             const std::function<void(const Source&)>& visit) {
  const bool by_key = !place.key.empty();
  auto at = sources.lower_bound({place.key, by_key ? "" : place.url, "", ""});
  for (; at != sources.end() && at->key == place.key && (by_key || at->url == place.url); ++at)
    visit(*at);
}

Result<std::vector<Removal>> plan_removal(
    const GraphReader& graph, const std::function<bool(const StoredArticle&, const Source&)>& goes,
    const PlannedSources& planned) {
  Plan plan(graph, planned);
  const auto read = graph.each_article([&](const StoredArticle& stored) {
    plan.take(stored, goes);
    return true;
  });
  if (!read) return read.error();
  if (const auto added = plan.add_older_versions(); !added) return added.error();
  return std::move(plan).removals();
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
