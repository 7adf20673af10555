#pragma once

#include <cstdint>
#include <string_view>

#include "corpus/text.h"

namespace zhengce {

/// What corpus/framing/data/lines.tsv says of a line.
enum class LineKind : std::uint8_t {
  kPlain,
  kTrail,
  kFragment,
  kBar,
  kEnd,
  kFooter,
  kKeeper,
  kByline,
  kNote
};

/// Header fields of corpus/framing/data/labels.tsv.
enum class FieldKind : std::uint8_t {
  kSource,
  kPublished,
  kPerhapsPublished,
  kSigned,
  kEffective,
  kNumber,
  kIssuer,
  kTitle,
  kOriginalTitle,
  kCategory,
  kStatus,
  kOther,
};

/// Lists of corpus/framing/data/last_words.tsv.
enum class LastWord : std::uint8_t { kOffice, kBody, kGroup, kPost, kSite, kDocument };

/// The longest line that is looked up as furniture, in code points.
inline constexpr std::size_t kLongestFurniture = 60;

/// A line's kind. `key` is the line folded and without blanks.
LineKind line_kind(std::u32string_view key);

/// The length of the longest button or menu item (of whole lines: fragment, bar) that `key` begins
/// with, 0 if there is none.
std::size_t button_at(std::u32string_view key);

/// The longest label that stands at text[pos], blanks inside it ignored (索 引 号): the length of
/// text it takes, 0 if none. `text` is folded.
struct LabelMatch {
  std::size_t length = 0;
  FieldKind kind = FieldKind::kOther;
};
LabelMatch label_at(std::u32string_view text, std::size_t pos);

/// True if `text` ends in a word of the list.
bool ends_in(LastWord list, std::u32string_view text);

/// True if `name` (folded) can be an organization: it ends like one and holds no punctuation.
bool is_organization(std::u32string_view name);

}  // namespace zhengce
