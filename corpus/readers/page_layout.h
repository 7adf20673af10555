#pragma once

#include <string>
#include <vector>

namespace zhengce {

/// A piece of a line where it stands on its page. Lengths are of any unit, y grows downward.
struct TextBox {
  std::u32string text;
  double left = 0, top = 0, right = 0, bottom = 0;
  double size = 0;           ///< Of the font.
  bool blank_after = false;  ///< A blank was written after it.
};

struct PageBoxes {
  double width = 0, height = 0;
  std::vector<TextBox> boxes;
};

/// The text of pages as one reads them, UTF-8, a paragraph a line.
/// - Columns are read one after the other; what stands in rows of cells stays rows, cells parted by
///   tabs.
/// - What stands at the same place above or below the text of several pages (digits aside), and
///   numbers of pages, are left out.
/// - Lines are joined into paragraphs, without a blank between Han characters, where a line reaches
///   the right edge and the next is not indented; also over the edge of a page or column. Lines of
///   a centered title in larger type become one.
std::string lay_out_pages(const std::vector<PageBoxes>& pages);

}  // namespace zhengce
