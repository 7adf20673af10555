#include "tests/bench/texts.h"

#include <string.h>

#include <algorithm>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "tests/bench/support.h"

namespace zhengce::bench {

void each_text(const GraphReader& graph,
               const std::function<void(const SectionKey& section, std::u32string text)>& visit) {
  std::vector<ArticleId> ids;
  const auto read = graph.each_article([&](const StoredArticle& stored) {
    if (stored.current) ids.push_back(stored.article.id);
    return true;
  });
  if (!read) give_up(read.error().message);
  for (const ArticleId& id : ids) {
    const auto stored = take(graph.article(id, true));
    const std::u32string text = decode_utf8(stored->article.text);
    for (const Section& section : stored->article.sections) {
      for (const Span span : indexed_spans(stored->article, section)) {
        visit({id, section.n}, fold_text(slice(text, span)));
      }
    }
  }
}

std::u32string text_of(const GraphReader& graph, const SectionKey& section) {
  const auto stored = take(graph.article(section.first, true));
  const std::u32string text = decode_utf8(stored->article.text);
  std::u32string out;
  for (const Span span :
       indexed_spans(stored->article, stored->article.sections.at(section.second))) {
    out += fold_text(slice(text, span)) + U'\n';
  }
  return out;
}

Texts::Texts(const GraphReader& graph) {
  each_text(graph, [&](const SectionKey& section, const std::u32string& text) {
    starts_.push_back(bytes_.size());
    sections_.push_back(section);
    bytes_ += encode_utf8(text) + '\0';
  });
  if (sections_.empty()) give_up("there are no texts");
}

std::string_view Texts::utf8_at(std::size_t n) const {
  const std::size_t end = n + 1 < starts_.size() ? starts_[n + 1] : bytes_.size();
  return std::string_view(bytes_).substr(starts_[n], end - 1 - starts_[n]);
}

std::set<SectionKey> Texts::holding(std::u32string_view phrase) const {
  const std::string wanted = encode_utf8(phrase);
  // Where there are no words that a match may be a part of, bytes tell all.
  const bool plain = std::all_of(phrase.begin(), phrase.end(), is_han);
  std::set<SectionKey> out;
  for (const char* from = bytes_.data(); from < bytes_.data() + bytes_.size();) {
    const void* found = memmem(from, static_cast<std::size_t>(bytes_.data() + bytes_.size() - from),
                               wanted.data(), wanted.size());
    if (found == nullptr) break;
    const auto place = static_cast<std::size_t>(static_cast<const char*>(found) - bytes_.data());
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), place);
    const auto n = static_cast<std::size_t>(after - starts_.begin()) - 1;
    if (plain || contains_phrase(at(n), phrase)) out.insert(sections_[n]);
    if (after == starts_.end()) break;
    from = bytes_.data() + *after;
  }
  return out;
}

}  // namespace zhengce::bench
