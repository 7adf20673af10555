#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace zhengce {

/// A file's text and the encoding it was found to be in.
struct DecodedText {
  std::string text;          ///< Valid UTF-8 without BOM; U+FFFD where bytes mean nothing.
  std::string_view charset;  ///< "UTF-8", "GB18030", "Big5", "Big5-HKSCS", "UTF-16LE", "UTF-16BE".
};

/// Finds the encoding of `bytes` and decodes them. A BOM is believed, then valid UTF-8; else each
/// encoding is tried and what reads best as Chinese is taken. What the file declares (meta tags, an
/// XML declaration, an HTTP header) and ICU's detector only decide between readings that are about
/// as good: declarations are often wrong. gb2312 and GBK are parts of GB18030. Nothing if no
/// encoding gives text: binary data, or a language whose encoding is none of these.
/// Threads: all may call.
std::optional<DecodedText> decode_text(std::string_view bytes);

/// A name of a file as an archive holds it: UTF-8 or, unmarked, GB18030 or Big5. Control characters
/// and line ends become '_'.
std::string decode_file_name(std::string_view bytes);

/// The number of U+FFFD in `utf8`: characters lost, here or before the file came to us.
std::size_t replacement_characters(std::string_view utf8);

}  // namespace zhengce
