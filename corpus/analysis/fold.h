#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/text.h"

namespace zhengce {

/// Text in the one form that is compared and indexed, with the way back.
struct Folded {
  std::u32string text;
  /// origin[i] is the code point of the original that text[i] came from; ascending, one entry
  /// more than text, the last being the original's length.
  std::vector<std::uint32_t> origin;

  /// The original's span that folded `span` came from.
  Span original(Span span) const;
  /// The folded span that comes from `original` code points.
  Span folded(Span original) const;
};

/// Folds each code point by one table: NFKC_Casefold (ICU), then traditional to simplified
/// characters (OpenCC's TSCharacters, first choice of each), then variants of punctuation to one of
/// each kind: quotation marks “”„‟"«»「」『』〝〞＂ to ", ‘’ to ', dashes —–―－ to -, brackets
/// 〔〕［］[]【】（）〖〗 to ( and ), middle dots ·•‧∙・･ to ·, ～〜 to ~. Runs of blanks become
/// one space; code points that NFKC_Casefold removes are dropped. Line ends stay. Linear time, no
/// state: a part folds as it does inside the whole (but for blanks at its ends). Threads: the table
/// is built once; all may call.
Folded fold(std::u32string_view original);
/// The folded text alone.
std::u32string fold_text(std::u32string_view original);
std::string fold_utf8(std::string_view utf8);
/// Folds UTF-8 into sixteen bits a character, `out`, without other room than that; false where a
/// folded character needs more, `out` is then not to be used.
bool fold_narrow(std::string_view utf8, std::u16string& out);

}  // namespace zhengce
