#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "corpus/result.h"
#include "search/query.h"

namespace zhengce {

/// An operator, a parenthesis or a leaf of a query.
struct Token {
  /// kNothing: text without letter, digit or ideograph.
  enum class Kind : std::uint8_t { kOpen, kClose, kOr, kAnd, kNot, kNear, kLeaf, kNothing, kEnd };
  Kind kind = Kind::kEnd;
  Span place;
  QueryNode leaf;
  std::uint32_t distance = 0;  ///< Of NEAR.
  bool han = false;  ///< 或, 且, 非 and their like: text where they have nothing to join.
};

/// Cuts a query, as typed, into tokens, a kEnd last; places are code points of it. Linear in its
/// length. Errors: kInvalidInput (search/query_error.h): a quotation mark without a partner, a
/// field that is not there or has no value, too many tokens or stars (search/query_parser.h).
Result<std::vector<Token>> lex_query(std::u32string_view query);

}  // namespace zhengce
