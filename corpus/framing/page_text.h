#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/article.h"
#include "corpus/framing/header_fields.h"
#include "corpus/framing/page_line.h"

namespace zhengce {

/// A page while it is read: its lines, and what they were found to be so far.
struct PageText {
  std::u32string text;
  std::vector<PageLine> lines;
  std::size_t body_start = 0;  ///< The first line that may be body.
  std::size_t body_end = 0;    ///< The line after the last that may be.

  std::u32string_view line(std::size_t i) const { return slice(text, lines[i].span); }
  std::u32string key(std::size_t i) const { return line_key(text, lines[i].span); }
  void mark(std::size_t i, PartKind kind) { lines[i].kind = kind; }
};

/// What a page says of itself.
struct PageFacts {
  std::string title;
  std::string issuer, number, source, category, status;
  std::string signature;  ///< The office that signed the text.
  std::optional<Date> signed_on, published, effective;
  std::optional<Date> bare_date;    ///< In the header, with no label that says what for.
  std::optional<Date> delivered;    ///< The day a report was read to a congress.
  std::optional<Date> late_effect;  ///< 本办法自…起施行
  Span title_field;                 ///< The value of 标题:.
  Span original_title;  ///< That of 原标题:, which a page may have in its title's stead.

  /// Keeps a header field's value; the first of each kind counts.
  void keep(std::u32string_view text, const HeaderField& field);
};

}  // namespace zhengce
