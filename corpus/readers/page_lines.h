#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/result.h"

namespace zhengce {

/// A line a reader of a web page sees.
struct HtmlLine {
  std::string text;  ///< Blanks run together and taken off at both ends; tabs between table cells.
  std::uint32_t han = 0;       ///< Ideographs in it.
  std::uint32_t link_han = 0;  ///< Those inside links, save links to files (attachments).
  bool prose = false;          ///< It has the punctuation of a sentence.
};

/// An element that holds lines: lines [first, last). Its parent stands before it.
struct HtmlBlock {
  std::uint32_t first = 0, last = 0;
  std::uint32_t parent = 0;
  std::string kind;  ///< Tag and class: siblings of one kind belong together.
};

/// A page as lines, and what its head says.
struct HtmlLines {
  std::vector<HtmlLine> lines;
  std::vector<HtmlBlock> blocks;      ///< The first is the whole page; always there.
  std::vector<std::string> headings;  ///< Text of each h1.
  std::string title;                  ///< Of the title element.
  std::string canonical;              ///< href of link rel=canonical.
  std::map<std::string, std::string>
      meta;  ///< First content of each name or property, names in lower case.
};

/// Parses HTML (UTF-8) and lays it out: a line end at block elements and <br>, table rows on lines,
/// text of nested inline elements together. Scripts, styles, comments, form controls and what is
/// hidden are left out. Nothing is fetched. Errors: kInvalidInput for elements nested deeper than
/// any page has. Threads: all may call.
Result<HtmlLines> lay_out_html(std::string_view utf8);

}  // namespace zhengce
