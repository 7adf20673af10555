#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "indexer/extract/programs.h"

namespace zhengce {

inline constexpr std::uint32_t kLongestQuote = 30;
inline constexpr std::uint32_t kLongestName = 36;
inline constexpr std::uint32_t kLongestFiller = 8;  ///< Between a quoted name and its head.

inline bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }

/// What the finders of quoted, titled and unquoted names in one sentence share.
class NameFinder {
 protected:
  NameFinder(const Page& page, const RuleSet::Impl& rules, const SentenceContext& context)
      : page_(page),
        rules_(rules),
        context_(context),
        sentence_(context.sentence),
        quotes_(starting_in(page.quotes, sentence_)),
        titles_(starting_in(page.titles, sentence_)) {}

  const WordList& list(List which) const { return rules_.list(which); }
  /// Length of the longest word of `which` at, or ending before, a position of the page.
  std::uint32_t length_at(List which, std::uint32_t pos) const {
    return static_cast<std::uint32_t>(list(which).longest_at(page_.norm, pos));
  }
  std::uint32_t length_before(List which, std::uint32_t pos) const {
    return static_cast<std::uint32_t>(list(which).longest_ending(page_.norm, pos));
  }
  /// Length of the place (but for the section's own) named at a position, 0 if none.
  std::uint32_t place_at(std::uint32_t pos) const {
    const auto place =
        std::lower_bound(context_.places.begin(), context_.places.end(), Span{pos, 0});
    return place != context_.places.end() && place->start == pos ? place->size() : 0;
  }
  std::u32string_view norm(Span span) const { return page_.folded(span); }
  char32_t at(std::uint32_t pos) const { return pos < page_.norm.size() ? page_.norm[pos] : U'\n'; }

  static void set(Features& features, Feature feature, bool value = true) {
    features.set(static_cast<std::size_t>(feature), value);
  }
  static bool has(const Features& features, Feature feature) {
    return features[static_cast<std::size_t>(feature)];
  }
  bool names_region(std::u32string_view name) const {
    return !context_.region_name.empty() &&
           name.find(context_.region_name) != std::u32string_view::npos;
  }

  void keep(FoundProgram found) {
    found.score = 0;
    for (std::size_t i = 0; i < found.features.size(); ++i) {
      if (found.features[i]) found.score += rules_.weights[i];
    }
    found_.push_back(std::move(found));
  }

  /// …计划·桂在行动: a variant of its left part, which is a program of its own if it ends like one,
  /// else where others say so.
  void split_at_dot(FoundProgram& found) const {
    constexpr std::size_t kShortestParent = 3;
    const auto folded = norm(found.mention);
    const auto dot = folded.find(U'·');
    if (dot == std::u32string_view::npos || dot < kShortestParent || dot + 1 == folded.size())
      return;
    found.parent_mention = {found.mention.start,
                            found.mention.start + static_cast<std::uint32_t>(dot)};
    found.parent = page_.name(found.parent_mention);
    found.parent_named = dot > kShortestParent && list(List::kTail).ends(folded.substr(0, dot));
  }

  const Page& page_;
  const RuleSet::Impl& rules_;
  const SentenceContext& context_;
  const Span sentence_;
  const std::span<const Marked> quotes_, titles_;
  std::vector<FoundProgram> found_;
};

/// D3 to D6: names in quotation marks, also inside titles.
std::vector<FoundProgram> find_quoted_names(const Page&, const RuleSet::Impl&,
                                            const SentenceContext&);
/// D9: names that make up the title of a document but for the words for the document itself.
std::vector<FoundProgram> find_titled_names(const Page&, const RuleSet::Impl&,
                                            const SentenceContext&);
/// D7: names without any marks, by the verb before them and their last word.
std::vector<FoundProgram> find_unquoted_names(const Page&, const RuleSet::Impl&,
                                              const SentenceContext&);

}  // namespace zhengce
