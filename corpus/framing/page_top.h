#pragma once

#include "corpus/framing/page_text.h"

namespace zhengce {

/// Reads what stands above a page's body: marks menus, header lines and the title, and moves
/// body_start behind them. `titled`: the title is known and its lines are before body_start.
void read_page_top(PageText& page, PageFacts& facts, bool titled);

}  // namespace zhengce
