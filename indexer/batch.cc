#include "indexer/batch.h"

#include <algorithm>
#include <iterator>

namespace zhengce {
namespace {

using Sources = std::set<Source>;

// True if one that is no older version is found at the key or URL of `place`.
bool is_at(const Sources& sources, const Source& place) {
  bool found = false;
  each_at(sources, place, [&](const Source& source) { found = found || !is_former(source); });
  return found;
}

// Notes that the article is found at `source` now. False if that was known.
bool add_source(Sources& sources, const Source& source) {
  if (has_versions(source)) {
    Sources former;
    each_at(sources, source, [&](const Source& other) {
      if (is_former(other)) former.insert(other);
    });
    for (const Source& other : former) sources.erase(other);
  }
  return sources.insert(source).second;
}

// Notes that the article is no longer found at `gone`: at a key or URL it is an older version from
// now on. True if that was news.
bool lose_source(Sources& sources, const Source& gone) {
  Sources former;
  bool changed = false;
  auto at = sources.lower_bound({gone.key, gone.url, gone.path, ""});
  while (at != sources.end() && at->key == gone.key && at->url == gone.url &&
         at->path == gone.path) {
    changed = true;
    if (has_versions(*at)) former.insert({at->key, at->url, {}, at->name});
    at = sources.erase(at);
  }
  for (const Source& source : former) {
    bool still_there = false;
    each_at(sources, source, [&](const Source&) { still_there = true; });
    if (!still_there) sources.insert(source);
  }
  return changed;
}

// Of several texts with one identity (they differ in punctuation or page frame) the one that
// compares less is kept, so that the order of arrival does not matter; stated fields are united
// likewise.
bool is_less(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}
template <typename T>
bool unite(T& mine, const T& other) {
  const T none{};
  if (mine == other || (mine != none && (other == none || mine < other))) return false;
  mine = other;
  return true;
}

// True if the stored article changed.
bool unite_articles(Article& mine, const Article& other, bool& text_changed) {
  text_changed = is_less(other.text, mine.text);
  if (text_changed) {
    mine.text = other.text;
    mine.title = other.title;
    mine.parts = other.parts;
    mine.sections = other.sections;
  }
  bool changed = text_changed;
  for (const auto field :
       {&Article::number, &Article::issuer, &Article::category, &Article::status}) {
    changed |= unite(mine.*field, other.*field);
  }
  for (const auto field :
       {&Article::signed_on, &Article::published, &Article::effective, &Article::retrieved}) {
    changed |= unite(mine.*field, other.*field);
  }
  return changed;
}

// What makes one version of a text newer than another at the same place.
using Order = std::pair<std::uint32_t, ArticleId>;
Order version_order(const Article& article) {
  const auto date = article.date();
  return {date ? date->number() : 0, article.id};
}

}  // namespace

void Batch::note_place(const ArticleId& id, const Source& source) {
  BatchPlace& place = places_[Place::encode(source)];
  place.source = source;
  place.articles.insert(id);
}

// Who is found at a place, or was before this batch: in the store and in the batch.
Result<std::set<ArticleId>> Batch::found_at(const std::string& place) const {
  const auto stored = store_.articles_at(place);
  if (!stored) return stored.error();
  std::set<ArticleId> there(stored->begin(), stored->end());
  const auto in_batch = places_.find(place);
  if (in_batch != places_.end()) {
    there.insert(in_batch->second.articles.begin(), in_batch->second.articles.end());
  }
  return there;
}

Result<Pending*> Batch::touch(const ArticleId& id) {
  if (const auto place = articles_.find(id); place != articles_.end()) return &place->second;
  const auto planned = uncommitted_.find(id);
  const bool is_planned = planned != uncommitted_.end();
  if (is_planned && planned->second.empty()) return static_cast<Pending*>(nullptr);
  auto stored = store_.article(id, true);
  if (!stored) return stored.error();
  if (!*stored) return static_cast<Pending*>(nullptr);
  auto before = store_.extraction(id);
  if (!before) return before.error();
  Pending& entry = articles_[id];
  entry.existed = true;
  entry.before = std::move(*before);
  entry.article = std::move(**stored);
  auto sources = std::exchange(entry.article.article.sources, {});
  entry.sources = {std::make_move_iterator(sources.begin()),
                   std::make_move_iterator(sources.end())};
  entry.order_before = version_order(entry.article.article);
  if (is_planned) {
    entry.sources = planned->second;
    entry.changed = true;
  }
  return &entry;
}

Result<InputStatus> Batch::take(Article&& incoming, std::optional<Extraction>&& stage_one,
                                FileRun& file) {
  const ArticleId id = incoming.id;
  const Source source = incoming.sources.front();
  bool place_known = false;
  // Those known by the path alone are all looked up with the file's first document.
  if (has_versions(source) || !std::exchange(file.path_looked_up, true)) {
    const auto there = found_at(Place::encode(source));
    if (!there) return there.error();
    for (const ArticleId& other : *there) {
      if (other == id) continue;
      file.earlier.emplace(other, source);
      if (!file.articles.contains(other)) file.unmet.insert(other);
      place_known = true;
    }
  } else {
    place_known = file.unmet.size() > file.unmet.count(id);
  }
  file.articles.insert(id);
  file.unmet.erase(id);
  auto known = touch(id);
  if (!known) return known.error();
  InputStatus status = InputStatus::kAdded;
  if (*known != nullptr) {
    Article& article = (*known)->article.article;
    bool text_changed = false;
    if (unite_articles(article, incoming, text_changed)) (*known)->changed = true;
    if (text_changed) {
      (*known)->text_changed = true;
      (*known)->stage_one.reset();
    }
    const bool elsewhere = add_source((*known)->sources, source);
    if (elsewhere) (*known)->changed = true;
    status = elsewhere ? InputStatus::kDuplicate : InputStatus::kUnchanged;
  }
  const auto planned = uncommitted_.find(id);
  if (*known == nullptr && planned != uncommitted_.end() && !planned->second.empty()) {
    status =
        add_source(planned->second, source) ? InputStatus::kDuplicate : InputStatus::kUnchanged;
  } else if (*known == nullptr) {
    Pending& entry = articles_[id];
    entry.article.article = std::move(incoming);
    entry.article.article.sources.clear();
    entry.sources = {source};
    entry.changed = true;
    entry.text_changed = true;
    entry.stage_one = std::move(stage_one);
    if (place_known) status = InputStatus::kUpdated;
  }
  note_place(id, source);
  return status;
}

Result<void> Batch::finish_file(const FileRun& file) {
  for (const auto& [id, source] : file.earlier) {
    if (file.articles.contains(id)) continue;
    auto entry = touch(id);
    if (!entry) return entry.error();
    if (*entry == nullptr || !lose_source((*entry)->sources, source)) continue;
    (*entry)->changed = true;
    note_place(id, source);
  }
  return {};
}

Result<std::size_t> Batch::remove(const Removal& removal) {
  auto entry = touch(removal.article);
  if (!entry) return entry.error();
  if (*entry == nullptr) return std::size_t{0};
  for (const Source& source : removal.sources) {
    if ((*entry)->sources.erase(source) == 0) continue;
    (*entry)->changed = true;
    note_place(removal.article, source);
  }
  if ((*entry)->sources.empty()) (*entry)->changed = true;
  return (*entry)->article.article.text.size();
}

// Which article is the newest at a place, once the batch is in. An article found at many places is
// read once.
class Batch::Newest {
 public:
  explicit Newest(const Batch& batch) : batch_(batch) {}

  Result<std::optional<ArticleId>> at(const Source& source) {
    const std::string place = Place::encode(source);
    if (const auto known = newest_.find(place); known != newest_.end()) return known->second;
    const auto there = batch_.found_at(place);
    if (!there) return there.error();
    std::optional<Order> best;
    for (const ArticleId& id : *there) {
      const auto facts = facts_of(id);
      if (!facts) return facts.error();
      if (!is_at((*facts)->sources, source)) continue;
      met_.insert(id);
      if (!best || *best < (*facts)->order) best = (*facts)->order;
    }
    return newest_[place] = best ? std::optional(best->second) : std::nullopt;
  }

  /// All that are found at the places asked for so far.
  const std::set<ArticleId>& met() const { return met_; }

 private:
  struct Facts {
    Order order;
    Sources sources;
  };

  // Of no sources where there is no such article.
  Result<const Facts*> facts_of(const ArticleId& id) {
    const auto [place, is_new] = facts_.try_emplace(id);
    if (!is_new) return &place->second;
    Facts& facts = place->second;
    if (const auto entry = batch_.articles_.find(id); entry != batch_.articles_.end()) {
      facts = {version_order(entry->second.article.article), entry->second.sources};
      return &facts;
    }
    auto stored = batch_.store_.article(id, false);
    if (!stored) return stored.error();
    if (!*stored) return &facts;
    const Article& article = (*stored)->article;
    facts = {version_order(article), {article.sources.begin(), article.sources.end()}};
    return &facts;
  }

  const Batch& batch_;
  std::map<std::string, std::optional<ArticleId>> newest_;
  std::map<ArticleId, Facts> facts_;
  std::set<ArticleId> met_;
};

// Current is what is the newest text at one of its places, or lies at a path alone. The places of
// the batch come first: elsewhere nothing has changed, and an article may be found at thousands.
Result<bool> Batch::is_current(const ArticleId& id, const Pending& entry, Newest& newest) const {
  for (const bool of_batch : {true, false}) {
    if (!of_batch && !entry.article.current) break;
    for (const Source& source : entry.sources) {
      if (is_former(source)) continue;
      if (!has_versions(source)) return true;
      if (places_.contains(Place::encode(source)) != of_batch) continue;
      const auto best = newest.at(source);
      if (!best) return best.error();
      if (*best == id) return true;
    }
  }
  return false;
}

Result<void> Batch::settle_currency() {
  for (const auto& [id, entry] : articles_) {
    // Another date may make it the newest, or no longer.
    const bool moved = entry.existed && entry.order_before != version_order(entry.article.article);
    if (!moved && !entry.read_again) continue;
    for (const Source& source : entry.sources) note_place(id, source);
  }
  Newest newest(*this);
  for (const auto& [place, batch_place] : places_) {
    if (!has_versions(batch_place.source)) continue;
    if (const auto best = newest.at(batch_place.source); !best) return best.error();
  }
  std::set<ArticleId> concerned = newest.met();
  for (const auto& [id, entry] : articles_) concerned.insert(id);
  for (const ArticleId& id : concerned) {
    auto entry = touch(id);
    if (!entry) return entry.error();
    if (*entry == nullptr) continue;
    (*entry)->removed = (*entry)->sources.empty();
    const auto current = is_current(id, **entry, newest);
    if (!current) return current.error();
    if (std::exchange((*entry)->article.current, *current) != *current) {
      (*entry)->changed = true;
      (*entry)->stage_one.reset();
    }
  }
  std::erase_if(articles_,
                [](const auto& item) { return !item.second.changed && !item.second.read_again; });
  for (auto& [id, entry] : articles_) {
    entry.article.article.sources.assign(entry.sources.begin(), entry.sources.end());
  }
  return {};
}

void Batch::clear() {
  articles_.clear();
  places_.clear();
}

void Batch::clear_uncommitted() {
  for (auto& [id, entry] : articles_) {
    if (entry.changed) uncommitted_[id] = std::move(entry.sources);
  }
  articles_.clear();
}

}  // namespace zhengce
