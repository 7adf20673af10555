#include "search/section_text.h"

#include <string.h>

#include <algorithm>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

// Characters of article text kept; each takes up to eight bytes, folded form included.
constexpr std::size_t kKeptCharacters = 4u << 20;

}  // namespace

ArticleText::ArticleText(StoredArticle stored) : stored_(std::move(stored)) {}

const std::u32string& ArticleText::text() {
  if (text_.empty()) text_ = decode_utf8(stored_.article.text);
  return text_;
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
      place->second.push_back(fold_text(slice(text(), span)));
    }
  }
  return place->second;
}

bool ArticleText::plainly_has(std::uint32_t n, std::u32string_view phrase) const {
  // Letters and digits have edges to look at.
  if (phrase.empty() || !is_han(phrase.front()) || !is_han(phrase.back())) return false;
  const Section* found = section(n);
  if (found == nullptr) return false;
  const std::string& bytes = stored_.article.text;
  const std::string wanted = encode_utf8(phrase);
  const auto length = static_cast<std::uint32_t>(phrase.size());
  const auto spans = indexed_spans(stored_.article, *found);
  std::uint32_t start = 0;  // Of the place, in code points.
  std::size_t counted = 0;
  const auto next =
      [&](std::size_t from) {  // string::find() stops at every ideograph's first byte.
        const void* place =
            memmem(bytes.data() + from, bytes.size() - from, wanted.data(), wanted.size());
        return place == nullptr
                   ? std::string::npos
                   : static_cast<std::size_t>(static_cast<const char*>(place) - bytes.data());
      };
  for (std::size_t at = next(0); at != std::string::npos; at = next(at + wanted.size())) {
    for (; counted < at; ++counted) {
      start += (static_cast<unsigned char>(bytes[counted]) & 0xC0) != 0x80 ? 1 : 0;
    }
    const bool indexed = std::any_of(spans.begin(), spans.end(), [&](Span span) {
      return span.start <= start && start + length <= span.end;
    });
    if (indexed) return true;
  }
  return false;
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
  characters_ += text->characters();
  kept_.push_front({id, text});
  places_[id] = kept_.begin();
  while (characters_ > kKeptCharacters && kept_.size() > 1) {
    characters_ -= kept_.back().text->characters();
    places_.erase(kept_.back().id);
    kept_.pop_back();
  }
  return text;
}

}  // namespace zhengce
