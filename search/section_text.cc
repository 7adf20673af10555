#include "search/section_text.h"

#include <algorithm>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

// Characters of article text kept; each takes up to eight bytes, folded form included.
constexpr std::size_t kKeptCharacters = 4u << 20;

}  // namespace

ArticleText::ArticleText(StoredArticle stored)
    : stored_(std::move(stored)), text_(decode_utf8(stored_.article.text)) {
  stored_.article.text = {};
}

const Section* ArticleText::section(std::uint32_t n) const {
  const auto& sections = stored_.article.sections;
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [n](const Section& section) { return section.n == n; });
  return found == sections.end() ? nullptr : &*found;
}

const std::vector<std::u32string>& ArticleText::folded(std::uint32_t n) {
  const auto [place, is_new] = folded_.try_emplace(n);
  const Section* found = section(n);
  if (is_new && found != nullptr) {
    for (const Span span : indexed_spans(stored_.article, *found)) {
      place->second.push_back(fold_text(slice(text_, span)));
    }
  }
  return place->second;
}

Result<std::shared_ptr<ArticleText>> ArticleTexts::get(const ArticleId& id) {
  if (const auto place = places_.find(id); place != places_.end()) {
    kept_.splice(kept_.begin(), kept_, place->second);
    return place->second->text;
  }
  auto stored = graph_.article(id, true);
  if (!stored) return stored.error();
  if (!*stored) return std::shared_ptr<ArticleText>();
  auto text = std::make_shared<ArticleText>(std::move(**stored));
  characters_ += text->text().size();
  kept_.push_front({id, text});
  places_[id] = kept_.begin();
  while (characters_ > kKeptCharacters && kept_.size() > 1) {
    characters_ -= kept_.back().text->text().size();
    places_.erase(kept_.back().id);
    kept_.pop_back();
  }
  return text;
}

}  // namespace zhengce
