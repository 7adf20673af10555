#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "corpus/gazetteer/gazetteer.h"
#include "corpus/text.h"

namespace zhengce {

/// A place named in running text.
struct RegionMention {
  Span span;  ///< Code points of the text searched.
  RegionIndex region = kNoRegion;
  NameForm form = NameForm::kOfficial;
  /// It only qualifies the mention right after it: 广东省 in 广东省深圳市.
  bool qualifier = false;
};

/// A name that fits several regions and that nothing around it decides.
struct AmbiguousRegion {
  Span span;
  std::vector<RegionIndex> candidates;
};

/// Which of `mentions`, in order of the text, is the first that begins at `pos` or behind it; their
/// number if none does.
std::size_t first_mention(std::span<const RegionMention> mentions, std::uint32_t pos);

struct RegionMentions {
  std::vector<RegionMention> resolved;  ///< In order of the text; spans do not overlap.
  std::vector<AmbiguousRegion> ambiguous;
};

/// What is known before reading.
struct RegionContext {
  /// The region the section or report is about: decides between namesakes below it and admits
  /// names below it that are ordinary words.
  RegionIndex subject = kNoRegion;
  /// The text is a heading, a title or a header field: ordinary words count as names there when
  /// they stand at the start or are the whole text.
  bool header = false;
};

/// Finds the regions named in `range` of `text` (original characters, code points). Longest match
/// over the gazetteer, with chains (金华义乌, 新疆维吾尔自治区喀什地区), preference for the
/// subject's own and for regions already named before in the range, and guards against names that
/// only seem to stand there: 江阴市长泾镇 is no 市长, 上海市广东路 no 广东, 成都市民 no 成都市 + 民
/// but 成都, 海南藏族自治州 no 海南省, 幸福建设 no 福建, 长江西岸 no 江西, 浙江大学 (a university,
/// often far from its namesake) no 浙江.
/// - 全国 is not reported: it stands in every second sentence.
/// - Short names below prefecture (义乌) count after what they lie in, in a list that goes on from
///   there (金华义乌、东阳), in a section whose subject they lie in, and in headers; ordinary words
///   (资源) in a section only within such a list. Townships count after their county, in a
///   section about it, a part of it or its prefecture, and at the
///   start of a clause where no other bears the name.
/// - Of namesakes at one level the one that nothing around points to is never taken: `ambiguous`.
/// Parts of
///   台湾, 香港 and 澳门 yield to namesakes elsewhere unless named together with them.
/// Pure; threads may share the gazetteer. Linear time.
RegionMentions find_regions(const Gazetteer& gazetteer, std::u32string_view text, Span range,
                            const RegionContext& context = {});

/// The region that `name` (the start of a heading, the name of an organization) begins with,
/// chains followed to their deepest member, and the length in code points of what was read; 0 when
/// none.
struct LeadingRegion {
  RegionIndex region = kNoRegion;
  std::size_t length = 0;
};
LeadingRegion leading_region(const Gazetteer& gazetteer, std::u32string_view name,
                             const RegionContext& context = {});

}  // namespace zhengce
