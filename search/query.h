#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/text.h"

namespace zhengce {

/// The fields a condition can name.
enum class QueryField : std::uint8_t {
  kTitle,
  kRegion,
  kMentions,
  kProgram,
  kRuns,
  kNotRuns,
  kPairedWith,
  kIn,
  kLevel,
  kOrganization,
  kIssuer,
  kIssuedBy,
  kNumber,
  kSource,
  kDate,
  kAmount,
};
/// As typed, without the colon: "title", "region", … "org" … "date".
std::string_view field_name(QueryField field);

/// A query as parsed, before anything is looked up. `place` is where it stands in the query, in
/// code points.
struct QueryNode {
  enum class Kind : std::uint8_t {
    kAnd,     ///< All of `children`, at least one.
    kOr,      ///< Any of `children`, at least two.
    kNot,     ///< Not the one child.
    kWords,   ///< A bare chunk between blanks: `text` as typed.
    kPhrase,  ///< What stood between quotation marks, or a word before a star.
    kNear,    ///< Phrases, at least two, each near the one before.
    kField,   ///< `field` with the value `text`.
  };
  Kind kind = Kind::kAnd;
  Span place;
  std::u32string text;
  QueryField field = QueryField::kTitle;
  bool exact_node = false;     ///< region:=X, that node alone.
  bool open_end = false;       ///< Phrases: the last word or number may go on (poly*).
  bool near_name = false;      ///< Phrases: or a name that differs by one character (程家~).
  std::uint32_t distance = 0;  ///< Under kNear: the most characters from the phrase before.
  std::vector<QueryNode> children;
};

}  // namespace zhengce
