#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/text.h"

namespace zhengce {

/// A stretch between two marks that belong together, with and without them.
struct Marked {
  Span outer, inner;
};

/// The longest title, between its marks, that is read as one.
inline constexpr std::uint32_t kLongestTitle = 120;

/// The marks of `all`, sorted by start, that begin inside `range`.
std::span<const Marked> starting_in(std::span<const Marked> all, Span range);

/// An article's text made ready for rules: the same code points folded one to one, with its
/// quotation and title marks paired. Marks pair within a line; one without its fellow is plain
/// text. Linear in the text, whatever it holds.
class Page {
 public:
  /// `title` is where the article's own title stands.
  explicit Page(std::string_view utf8, Span title = {});
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  std::u32string raw;  ///< As stored.
  /// Folded, position by position: simplified, one width, small letters. Quotation marks stay as
  /// written, blanks and what folding drops too.
  std::u32string norm;
  std::vector<Marked> quotes;  ///< By start. “”‘’「」『』 and straight ones.
  std::vector<Marked> titles;  ///< By start. 《》, outermost first.

  /// The other mark of the pair of quotes, titles or brackets that has one at `pos`; `pos` itself
  /// if there is none.
  std::uint32_t fellow(std::uint32_t pos) const;
  /// The titles that `span` stands in, or is, between their marks, outermost first: those of at
  /// most kLongestTitle.
  std::vector<Marked> titles_around(Span span) const;
  /// The end of the row of titles that the one at `mark` stands in: 《A》《B》、《C》.
  std::uint32_t title_row_end(const Marked& mark) const;
  std::u32string_view text(Span span) const { return slice(raw, span); }
  /// The same without line ends: a name that a title's lines break.
  std::u32string name(Span span) const;
  std::u32string_view folded(Span span) const { return slice(norm, span); }
  /// The folded title at `title`, without its marks, less a bracket at its end: (试行).
  std::u32string_view stem(Span title) const;

  /// Where the line with `pos` begins; the title is one line.
  std::uint32_t line_start(std::uint32_t pos) const;
  /// Where the clause with `pos` begins: after the last ，。；：！？ or line end before it that is
  /// outside quotes and brackets, at most `window` code points back and not before `floor`.
  std::uint32_t clause_start(std::uint32_t pos, std::uint32_t floor,
                             std::uint32_t window = 80) const;
  std::uint32_t clause_end(std::uint32_t pos, std::uint32_t ceiling,
                           std::uint32_t window = 80) const;

 private:
  std::vector<std::int32_t> fellows_;       ///< Distance to the fellow, 0 if none.
  std::vector<std::uint32_t> line_starts_;  ///< Of norm, the first aside.
};

/// Page::norm of an article's text `raw` whose title stands at `title`.
std::u32string normalize_page(std::u32string_view raw, Span title);

bool ends_clause(char32_t folded);
bool is_number_char(char32_t folded);
bool is_conjunction(char32_t folded);
/// What stands between the members of a list: 、 or a conjunction.
bool joins_members(char32_t folded);

}  // namespace zhengce
