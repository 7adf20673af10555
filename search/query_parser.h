#pragma once

#include <string_view>

#include "corpus/result.h"
#include "search/query.h"

namespace zhengce {

/// The longest query, in characters; the deepest nesting of parentheses and minus signs; the most
/// words, phrases, conditions and operators together.
inline constexpr std::size_t kMaxQueryCharacters = 10'000;
inline constexpr int kMaxQueryDepth = 100;
inline constexpr std::size_t kMaxQueryTokens = 1'000;
/// Characters between two texts that NEAR joins, unless it says how many; the most it can say.
inline constexpr std::uint32_t kNearDistance = 10;
inline constexpr std::uint32_t kMaxNearDistance = 1'000;
/// The most words with a star or tilde: each stands for many terms.
inline constexpr std::size_t kMaxStars = 20;

/// Parses a query. Linear in its length.
///
///     query   = and { ("OR" | "|" | 或 | 或者) and }
///     and     = part { ["AND" | 且 | 并且] part }         side by side means both
///     part    = ("-" | "NOT" | 非) part | "(" query ")" | field | text { NEAR[/n] text }
///     text    = phrase | words | words"*" | words"~"
///     phrase  = "…" | “…” | 「…」 | 『…』
///     field   = name ":" (phrase | value)                 in ASCII letters of either case, or
///     Chinese words   = anything else up to a blank
///
/// Full-width forms of ( ) - : | = and letters, and the ideographic space, count as the plain ones.
/// NEAR is an operator between texts alone, in capitals; its distance is kNearDistance unless it
/// says another, up to kMaxNearDistance. A minus sign is an operator only before a part and after a
/// blank or parenthesis; parentheses inside a word that close before the next blank belong to the
/// word (国办发(2024)12号). Operators in words stand alone between blanks, parentheses and
/// quotation marks; those in letters only in capitals. 或, 且 and 非 are operators only where there
/// is something to join or exclude: 非遗 and 或者 are words. Each field has Chinese names: 标题
/// 地区 提及 项目 实施 机构 发文机关 文号 来源 日期 金额 and some more; any other ideographs before
/// a colon are text. A value without quotes ends at ， and ； too. Words of nothing but punctuation
/// are passed over. A day that is all of the query (2024-03-05, 2024年3月5日) means what spells it
/// or is dated so.
///
/// Errors: kInvalidInput, see search/query_error.h for the message's form.
Result<QueryNode> parse_query(std::string_view utf8);

/// True if there is something to search for in `folded`: an ideograph, a letter or a digit.
bool has_content(std::u32string_view folded);

}  // namespace zhengce
