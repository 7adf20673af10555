#include <optional>

#include "indexer/extract/name_finder.h"

namespace zhengce {
namespace {

class TitledNames : public NameFinder {
 public:
  TitledNames(const Page& page, const RuleSet::Impl& rules, const SentenceContext& context)
      : NameFinder(page, rules, context) {}

  std::vector<FoundProgram> run() {
    for (const auto& title : titles_) {
      if (title.inner.size() > kLongestTitle || is_work_of_art(page_, rules_, title)) continue;
      titled(title.inner, title.inner, page_.title_row_end(title));
    }
    if (context_.own_title && sentence_.size() <= kLongestTitle)
      titled(sentence_, sentence_, sentence_.end);
    return std::move(found_);
  }

 private:
  /// `row_end`: where the row of titles ends that it stands in; what is said behind holds for all.
  void titled(Span title, Span rest, std::uint32_t row_end) {
    // An inner title speaks for itself.
    for (const auto& inner : starting_in(titles_, rest)) {
      if (rest.contains(inner.outer)) return;
    }
    // 政策解读：…
    constexpr std::size_t kLongestKicker = 8;
    if (const auto colon = norm(rest).substr(0, kLongestKicker).find(U':');
        colon != std::u32string_view::npos)
      rest.start += static_cast<std::uint32_t>(colon) + 1;
    // …关于印发X实施方案的通知: what comes before 关于 is the issuer.
    if (const auto about = norm(rest).find(U"关于"); about != std::u32string_view::npos)
      rest.start += static_cast<std::uint32_t>(about);
    for (std::uint32_t n;
         rest.size() > 4 &&
         ((n = length_at(List::kOpener, rest.start)) > 0 || (n = place_at(rest.start)) > 0) &&
         n + 2 < rest.size();) {
      rest.start += n;
      while (rest.start < rest.end && is_blank(at(rest.start))) ++rest.start;
    }
    // 同意在某市等5个城市开展|X试点
    if (!rest.empty() && at(rest.start) == U'在') {
      for (auto pos = rest.start; pos + 4 < rest.end; ++pos) {
        if (const auto n = length_at(List::kPrimary, pos)) {
          rest.start = pos + n;
          break;
        }
      }
    }
    // Years in brackets at the end, then the words for the document itself.
    if (!rest.empty() && page_.fellow(rest.end - 1) < rest.end - 1 &&
        page_.fellow(rest.end - 1) > rest.start) {
      rest.end = page_.fellow(rest.end - 1);
    }
    for (std::uint32_t n;
         rest.size() > 4 && (n = length_before(List::kWrapper, rest.end)) > 0 && n < rest.size();) {
      rest.end -= n;
    }
    auto tail = length_before(List::kTail, rest.end);
    // …计划试点 tries the program out: its name ends before.
    if (const auto inner = length_before(List::kTail, rest.end - tail);
        tail > 0 && inner > 0 && norm(rest).ends_with(U"试点")) {
      rest.end -= tail;
      tail = inner;
    }
    if (tail == 0 || rest.size() < tail + 2 || rest.size() > kLongestName) return;
    for (const auto& quote : starting_in(quotes_, rest)) {
      if (rest.contains(quote.outer)) return;  // The quoted part is the name.
    }
    if (list(List::kGeneric).has(norm({rest.start, rest.end - tail}))) return;
    FoundProgram found;
    found.mention = rest;
    found.whole = {title.start > 0 ? title.start - 1 : 0, title.end + 1};
    found.name = page_.name(rest);
    found.pattern = "titled";
    found.title = title;
    set(found.features, Feature::kTitled);
    set(found.features, Feature::kHeadInside);
    found.governance = governance_of(
        page_, rules_, context_,
        context_.own_title ? title : Span{found.whole.start, std::max(row_end, found.whole.end)});
    split_at_dot(found);
    keep(std::move(found));
  }
};

}  // namespace

std::vector<FoundProgram> find_titled_names(const Page& page, const RuleSet::Impl& rules,
                                            const SentenceContext& context) {
  return TitledNames(page, rules, context).run();
}

}  // namespace zhengce
