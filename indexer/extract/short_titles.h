#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "indexer/extract/page.h"
#include "indexer/extract/rule_set.h"

namespace zhengce {

/// Which documents a text means by the short titles it uses: 《X实施方案》（以下简称《方案》）, and
/// 《方案》 alone behind the full title. Threads: immutable once made.
class ShortTitles {
 public:
  /// `own_title` is the article's title, empty if it has none. Both must outlive this. Linear in
  /// the number of titles.
  ShortTitles(const Page& page, const RuleSet::Impl& rules, std::u32string_view own_title);

  /// The title that the one at `mention` (without its marks, one of page.titles) stands for: the
  /// one it was last introduced for before; for a word that only says of what kind a document is
  /// (方案, 实施意见), the nearest full title before that ends so, or the article's own. Itself
  /// where it is a title; nothing for a kind alone that nothing before names.
  std::optional<std::u32string> written_out(Span mention) const;

 private:
  struct Introduced {
    std::uint32_t at = 0;  ///< Where the full title ends.
    Span full;
  };
  void introduce(const Marked& title);
  bool is_kind_alone(std::u32string_view folded) const;

  const Page& page_;
  const RuleSet::Impl& rules_;
  std::u32string_view own_title_;
  const std::u32string own_folded_;
  std::map<std::u32string_view, std::vector<Introduced>>
      introduced_;  ///< By the folded short form.
};

}  // namespace zhengce
