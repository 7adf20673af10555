#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace zhengce {

/// The offset of the first byte that no valid UTF-8 sequence (Unicode 15.0, table 3-7) holds;
/// nothing if all is valid.
std::optional<std::size_t> first_utf8_fault(std::string_view bytes);

/// True if `bytes` are no text at all: a NUL, or one control character in fifty.
bool looks_binary(std::string_view bytes);

/// The form texts are stored in, of valid UTF-8: BOMs at the start taken off; CR LF, CR, form
/// feed, vertical tab, U+0085, U+2028 and U+2029 made LF; other control characters but tabs (escape
/// sequences of terminals among them) left out.
std::string clean_text(std::string_view utf8);

}  // namespace zhengce
