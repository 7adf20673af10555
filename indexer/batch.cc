#include "indexer/batch.h"

#include <algorithm>
#include <tuple>

namespace zhengce {
namespace {

bool same_place(const Source& a, const Source& b) {
  return a.key == b.key && a.url == b.url && a.path == b.path;
}

// Notes that the article is found at `source` now. False if that was known.
bool add_source(std::vector<Source>& sources, const Source& source) {
  std::erase_if(sources, [&](const Source& other) {
    return is_former(other) && has_versions(source) &&
           Place::encode(other) == Place::encode(source);
  });
  const auto place = std::lower_bound(sources.begin(), sources.end(), source);
  if (place != sources.end() && *place == source) return false;
  sources.insert(place, source);
  return true;
}

// Notes that the article is no longer found at `gone`: at a key or URL it is an older version from
// now on. True if that was news.
bool lose_source(std::vector<Source>& sources, const Source& gone) {
  std::vector<Source> left, former;
  for (Source& source : sources) {
    if (!same_place(source, gone)) {
      left.push_back(std::move(source));
    } else if (has_versions(source)) {
      source.path.clear();
      former.push_back(std::move(source));
    }
  }
  const bool changed = left.size() != sources.size();
  sources = std::move(left);
  for (const Source& source : former) {
    const bool still_there = std::any_of(sources.begin(), sources.end(), [&](const Source& other) {
      return Place::encode(other) == Place::encode(source);
    });
    if (!still_there) add_source(sources, source);
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
void unite(T& mine, const T& other, const T& none) {
  if (mine == none || (other != none && other < mine)) mine = other;
}

// True if the stored article changed.
bool unite_articles(Article& mine, const Article& other, bool& text_changed) {
  const Article before = mine;
  if (is_less(other.text, mine.text)) {
    mine.text = other.text;
    mine.title = other.title;
    mine.parts = other.parts;
    mine.sections = other.sections;
    text_changed = true;
  }
  unite(mine.number, other.number, std::string());
  unite(mine.issuer, other.issuer, std::string());
  unite(mine.category, other.category, std::string());
  unite(mine.status, other.status, std::string());
  const std::optional<Date> none;
  unite(mine.signed_on, other.signed_on, none);
  unite(mine.published, other.published, none);
  unite(mine.effective, other.effective, none);
  unite(mine.retrieved, other.retrieved, none);
  return text_changed || mine.number != before.number || mine.issuer != before.issuer ||
         mine.category != before.category || mine.status != before.status ||
         mine.signed_on != before.signed_on || mine.published != before.published ||
         mine.effective != before.effective || mine.retrieved != before.retrieved;
}

// What makes one version of a text newer than another at the same place.
auto version_order(const Article& article) {
  const auto date = article.date();
  return std::make_pair(date ? date->number() : 0, article.id);
}

}  // namespace

void Batch::note_place(const ArticleId& id, const Source& source) {
  BatchPlace& place = places_[Place::encode(source)];
  place.has_versions = has_versions(source);
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
  if (is_planned) {
    entry.article.article.sources = planned->second;
    entry.changed = true;
  }
  for (const Source& source : entry.article.article.sources) note_place(id, source);
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
      place_known = true;
    }
  } else {
    place_known = std::any_of(file.earlier.begin(), file.earlier.end(), [&](const auto& earlier) {
      return earlier.first != id && !file.articles.contains(earlier.first);
    });
  }
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
    const bool elsewhere = add_source(article.sources, source);
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
    if (*entry == nullptr) continue;
    if (lose_source((*entry)->article.article.sources, source)) (*entry)->changed = true;
  }
  return {};
}

Result<void> Batch::settle_currency() {
  // The newest at each place; reading may touch more articles, whose other places stay as they are.
  std::map<std::string, std::optional<ArticleId>> newest;
  std::set<ArticleId> concerned;
  for (const auto& [place, batch_place] : places_) {
    if (!batch_place.has_versions) continue;
    const auto there = found_at(place);
    if (!there) return there.error();
    std::optional<std::pair<std::uint32_t, ArticleId>> best;
    for (const ArticleId& id : *there) {
      const auto entry = articles_.find(id);
      Article stored_article;
      const Article* article = nullptr;
      if (entry != articles_.end()) {
        article = &entry->second.article.article;
      } else {
        auto read = store_.article(id, false);
        if (!read) return read.error();
        if (!*read) continue;
        stored_article = std::move((*read)->article);
        article = &stored_article;
      }
      const bool still_there = std::any_of(
          article->sources.begin(), article->sources.end(), [&, &at = place](const Source& source) {
            return !is_former(source) && Place::encode(source) == at;
          });
      if (!still_there) continue;
      concerned.insert(id);
      const auto order = version_order(*article);
      if (!best || *best < order) best = order;
    }
    newest[place] = best ? std::optional(best->second) : std::nullopt;
  }
  for (const auto& [id, entry] : articles_) concerned.insert(id);
  for (const ArticleId& id : concerned) {
    auto entry = touch(id);
    if (!entry) return entry.error();
    if (*entry == nullptr) continue;
    (*entry)->removed = (*entry)->article.article.sources.empty();
    bool current = false;
    for (const Source& source : (*entry)->article.article.sources) {
      if (is_former(source)) continue;
      if (!has_versions(source)) {
        current = true;
        continue;
      }
      const auto known = newest.find(Place::encode(source));
      // A place nobody of this batch concerns is as the store has it.
      if (known == newest.end() ? (*entry)->article.current : known->second == id) current = true;
    }
    if (std::exchange((*entry)->article.current, current) != current) {
      (*entry)->changed = true;
      (*entry)->stage_one.reset();
    }
  }
  std::erase_if(articles_,
                [](const auto& item) { return !item.second.changed && !item.second.read_again; });
  return {};
}

void Batch::clear() {
  articles_.clear();
  places_.clear();
}

void Batch::clear_uncommitted() {
  for (auto& [id, entry] : articles_) {
    if (entry.changed) uncommitted_[id] = std::move(entry.article.article.sources);
  }
  articles_.clear();
}

}  // namespace zhengce
