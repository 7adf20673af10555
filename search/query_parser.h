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

/// Parses a query. Linear in its length.
///
///     query   = and { ("OR" | "|") and }
///     and     = part { ["AND"] part }                     side by side means both
///     part    = ("-" | "NOT") part | "(" query ")" | phrase | field | words
///     phrase  = "…" | “…” | 「…」 | 『…』
///     field   = name ":" (phrase | value)                 name in ASCII letters, either case
///     words   = anything else up to a blank
///
/// Full-width forms of ( ) - : | and the ideographic space count as the plain ones. A minus sign is
/// an operator only before a part and after a blank or parenthesis; parentheses inside a word that
/// close before the next blank belong to the word (国办发(2024)12号). `AND`, `OR` and `NOT` are
/// operators only in capitals. Words of nothing but punctuation are passed over.
///
/// Errors: kInvalidInput, see search/query_error.h for the message's form.
Result<QueryNode> parse_query(std::string_view utf8);

/// True if there is something to search for in `folded`: an ideograph, a letter or a digit.
bool has_content(std::u32string_view folded);

}  // namespace zhengce
