#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "corpus/article.h"
#include "corpus/index_schema.h"
#include "corpus/result.h"
#include "graph/graph_store.h"
#include "search/folded_text.h"

namespace zhengce {

/// An article as searching looks at it. Threads: all may read.
class ArticleText {
 public:
  explicit ArticleText(StoredArticle stored);

  const Article& article() const { return stored_.article; }
  bool current() const { return stored_.current; }
  /// Nothing if the article has no such section.
  const Section* section(std::uint32_t n) const;
  /// The stored text of these code points, UTF-8. Quick anywhere in a long text.
  std::string_view original(Span span) const;
  /// About what it takes in memory.
  std::size_t bytes() const { return stored_.article.text.size() + 1024; }

 private:
  std::size_t byte_at(std::uint32_t code_point) const;

  StoredArticle stored_;
  std::vector<std::uint32_t> before_;  // How many code points begin before each block of bytes.
};

/// The indexed stretches of a section (indexed_spans()), each folded: what phrases are looked for
/// in.
struct FoldedSection {
  std::vector<FoldedText> stretches;
};

/// Ids are hashes already.
struct IdHash {
  std::size_t operator()(const ArticleId& id) const;
  std::size_t operator()(const SectionRef& ref) const;
};

/// Values by key, those last used, up to some bytes. A request does not push out what itself has
/// used: where it looks at more than there is room for, the rest is not kept, so that the next one
/// finds at least a part. Threads: one owner.
template <typename Key, typename Value, typename Hash>
class LastUsed {
 public:
  explicit LastUsed(std::size_t bytes) : room_(bytes) {}
  void begin_request() { ++request_; }
  /// Null if it is not kept.
  std::shared_ptr<const Value> get(const Key& key) {
    const auto place = places_.find(key);
    if (place == places_.end()) return nullptr;
    place->second->request = request_;
    kept_.splice(kept_.begin(), kept_, place->second);
    return place->second->value;
  }
  /// Keeps the value of a key that is not kept yet, if there is room. `bytes` is what the value
  /// takes by itself.
  void put(const Key& key, std::shared_ptr<const Value> value, std::size_t bytes) {
    bytes += kEntryBytes;
    while (used_ + bytes > room_ && !kept_.empty() && kept_.back().request != request_) {
      used_ -= kept_.back().bytes;
      places_.erase(kept_.back().key);
      kept_.pop_back();
    }
    if (used_ + bytes > room_) return;
    used_ += bytes;
    kept_.push_front({key, std::move(value), bytes, request_});
    places_[key] = kept_.begin();
  }

 private:
  // What an entry takes beside its value.
  static constexpr std::size_t kEntryBytes = 200;
  struct Kept {
    Key key;
    std::shared_ptr<const Value> value;
    std::size_t bytes = 0;
    std::uint64_t request = 0;
  };
  std::size_t room_;
  std::size_t used_ = 0;
  std::uint64_t request_ = 0;
  std::list<Kept> kept_;  // Last used first.
  std::unordered_map<Key, typename std::list<Kept>::iterator, Hash> places_;
};

/// Reads articles of a frozen state of the graph and keeps what was used last: up to 96 MB of
/// folded sections, 32 MB of articles. Threads: one owner.
class ArticleTexts {
 public:
  explicit ArticleTexts(const GraphReader& graph);
  /// A request ends here and another one begins (LastUsed).
  void begin_request();
  /// Nothing if there is no such article. Errors: those of the graph.
  Result<std::shared_ptr<const ArticleText>> get(const ArticleId& id);
  /// Null if there is no such article, without stretches if it has no such section. Errors: those
  /// of the graph.
  Result<std::shared_ptr<const FoldedSection>> folded(const SectionRef& ref);

 private:
  Result<std::shared_ptr<const ArticleText>> read(const ArticleId& id);

  const GraphReader& graph_;
  LastUsed<ArticleId, ArticleText, IdHash> articles_;
  LastUsed<SectionRef, FoldedSection, IdHash> sections_;
  // The article read last: the sections of one are looked at in a row.
  std::shared_ptr<const ArticleText> last_;
};

}  // namespace zhengce
