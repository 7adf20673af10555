#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zhengce {

/// A half-open range [start, end) of code points in some text.
struct Span {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t size() const { return end - start; }
  bool empty() const { return end <= start; }
  bool contains(Span inner) const { return start <= inner.start && inner.end <= end; }
  auto operator<=>(const Span&) const = default;
};

/// Decodes UTF-8 (bytes) into code points. Each maximal invalid sequence becomes one U+FFFD
/// (Unicode 15.0, section 3.9, "U+FFFD Substitution of Maximal Subparts"); `replaced`, when given,
/// is increased by their number. Never fails.
std::u32string decode_utf8(std::string_view utf8, std::size_t* replaced = nullptr);
/// What next_code_point() gives for an invalid sequence.
inline constexpr char32_t kNoCodePoint = 0xFFFF'FFFF;
/// The code point that begins at byte `at`, which is moved behind it; `at` < utf8.size(). Invalid
/// sequences are passed over as decode_utf8() does.
char32_t next_code_point(std::string_view utf8, std::size_t& at);
/// The same where an ideograph is what is to be expected: these it decodes in place.
inline char32_t next_ideograph(std::string_view utf8, std::size_t& at) {
  if (at + 3 <= utf8.size()) {
    const auto lead = static_cast<unsigned char>(utf8[at]);
    const unsigned second = static_cast<unsigned char>(utf8[at + 1]) ^ 0x80u;
    const unsigned third = static_cast<unsigned char>(utf8[at + 2]) ^ 0x80u;
    if (lead > 0xE0 && lead < 0xED && (second | third) < 0x40) {
      at += 3;
      return (lead & 0x0Fu) << 12 | second << 6 | third;
    }
  }
  return next_code_point(utf8, at);
}

/// Encodes code points as UTF-8. Surrogates and values above U+10FFFF become U+FFFD.
std::string encode_utf8(std::u32string_view text);
/// Appends one code point to `out` as UTF-8.
void append_utf8(std::string& out, char32_t c);

/// How many code points well-formed UTF-8 holds; of a part, how many begin in it.
std::size_t count_code_points(std::string_view utf8);

/// True for ideographs: the CJK Unified Ideographs blocks with all extensions, the compatibility
/// ideographs, U+3005 々, U+3006 〆 and U+3007 〇.
bool is_han(char32_t c);

/// True for 0 to 9, half-width.
inline bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// True for 0 to 9, half-width or full-width.
inline bool is_wide_digit(char32_t c) { return is_digit(c) || (c >= U'０' && c <= U'９'); }

/// True for blanks within a line: space, tab, no-break space, U+2000..U+200B, U+3000, U+FEFF.
bool is_blank(char32_t c);

inline bool one_of(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

/// Where what is no blank begins at `pos` or behind it; the end of `text` if nothing does.
std::size_t skip_blanks(std::u32string_view text, std::size_t pos);

/// `text` without blanks, CR and LF at both ends.
std::u32string_view trim(std::u32string_view text);
/// The part of `range` in `text` that is left when blanks and line ends at both ends are taken off.
Span trim(std::u32string_view text, Span range);

/// The lines of `text`, without their line ends.
std::vector<Span> split_lines(std::u32string_view text);

/// `texts` in one, with `between` after each but the last; blank ones at the beginning leave
/// nothing.
std::string joined(const std::vector<std::string>& texts, std::string_view between);

/// `utf8` in one line, as messages are: each run of control characters (line ends, tabs) made a
/// blank, none left at the ends, and what is no UTF-8 made U+FFFD.
std::string one_line(std::string_view utf8);

/// `span` of `text`; cut at the end of `text` if it reaches beyond.
inline std::u32string_view slice(std::u32string_view text, Span span) {
  if (span.start >= text.size() || span.empty()) return {};
  return text.substr(span.start, span.size());
}

}  // namespace zhengce
