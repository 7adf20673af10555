#pragma once

#include "corpus/framing/page_text.h"

namespace zhengce {

/// Finds where a page's body ends (body_end), and in it bylines, notes, the signature with its date
/// and the day of taking effect.
void read_page_bottom(PageText& page, PageFacts& facts);

}  // namespace zhengce
