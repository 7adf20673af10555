#include "search/section_text.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr std::size_t kSectionBytes = 96u << 20;
constexpr std::size_t kArticleBytes = 32u << 20;
// Code points are counted once for each so many bytes.
constexpr std::size_t kBlock = 1024;

bool begins_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

}  // namespace

ArticleText::ArticleText(StoredArticle stored) : stored_(std::move(stored)) {
  const std::string_view text = stored_.article.text;
  before_.reserve(text.size() / kBlock + 1);
  std::uint32_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += kBlock) {
    before_.push_back(count);
    count += static_cast<std::uint32_t>(count_code_points(text.substr(at, kBlock)));
  }
}

std::size_t ArticleText::byte_at(std::uint32_t code_point) const {
  const std::string_view text = stored_.article.text;
  // The last block that begins with it or before it.
  const auto block = std::upper_bound(before_.begin(), before_.end(), code_point);
  if (block == before_.begin()) return 0;
  const auto n = static_cast<std::size_t>(block - before_.begin()) - 1;
  std::uint32_t count = before_[n];
  for (std::size_t at = n * kBlock; at < text.size(); ++at) {
    if (!begins_code_point(text[at])) continue;
    if (count++ == code_point) return at;
  }
  return text.size();
}

std::string_view ArticleText::original(Span span) const {
  const std::size_t start = byte_at(span.start);
  const std::size_t end = byte_at(span.end);
  return std::string_view(stored_.article.text).substr(start, std::max(start, end) - start);
}

const Section* ArticleText::section(std::uint32_t n) const {
  const auto& sections = stored_.article.sections;
  // They are numbered from 0 on, as a rule.
  if (n < sections.size() && sections[n].n == n) return &sections[n];
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [n](const Section& section) { return section.n == n; });
  return found == sections.end() ? nullptr : &*found;
}

std::size_t IdHash::operator()(const ArticleId& id) const {
  std::size_t hash = 0;
  static_assert(sizeof id.bytes >= sizeof hash);
  std::memcpy(&hash, id.bytes.data(), sizeof hash);
  return hash;
}
std::size_t IdHash::operator()(const SectionRef& ref) const {
  return (*this)(ref.article) + ref.section * std::size_t{0x9E3779B97F4A7C15};
}

ArticleTexts::ArticleTexts(const GraphReader& graph)
    : graph_(graph), articles_(kArticleBytes), sections_(kSectionBytes) {}

void ArticleTexts::begin_request() {
  articles_.begin_request();
  sections_.begin_request();
}

Result<std::shared_ptr<const ArticleText>> ArticleTexts::read(const ArticleId& id) {
  if (last_ != nullptr && last_->article().id == id) return last_;
  if (auto kept = articles_.get(id)) return kept;
  auto stored = graph_.article(id, true);
  if (!stored) return stored.error();
  if (!*stored) return std::shared_ptr<const ArticleText>();
  last_ = std::make_shared<const ArticleText>(std::move(**stored));
  return last_;
}

Result<std::shared_ptr<const ArticleText>> ArticleTexts::get(const ArticleId& id) {
  if (auto kept = articles_.get(id)) return kept;
  auto text = read(id);
  if (text && *text != nullptr) articles_.put(id, *text, (*text)->bytes());
  return text;
}

Result<std::shared_ptr<const FoldedSection>> ArticleTexts::folded(const SectionRef& ref) {
  if (auto kept = sections_.get(ref)) return kept;
  const auto text = read(ref.article);
  if (!text) return text.error();
  if (*text == nullptr) return std::shared_ptr<const FoldedSection>();
  auto folded = std::make_shared<FoldedSection>();
  std::size_t bytes = sizeof(FoldedSection);
  if (const Section* section = (*text)->section(ref.section)) {
    for (const Span span : indexed_spans((*text)->article(), *section)) {
      folded->stretches.push_back(FoldedText::of((*text)->original(span)));
      bytes += folded->stretches.back().bytes();
    }
  }
  sections_.put(ref, folded, bytes);
  return std::shared_ptr<const FoldedSection>(std::move(folded));
}

}  // namespace zhengce
