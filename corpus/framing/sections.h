#pragma once

#include <string_view>
#include <vector>

#include "corpus/article.h"
#include "corpus/framing/page_line.h"
#include "corpus/gazetteer/gazetteer.h"

namespace zhengce {

/// Cuts an article into the sections of a roundup, or makes one section of it (without subject; see
/// subject.h). `lines` know what they are; kFrame and kHeader lines are left out of spans at their
/// ends. The rules stand in frame.h.
std::vector<Section> split_sections(const Gazetteer& gazetteer, std::u32string_view text,
                                    const std::vector<PageLine>& lines);

}  // namespace zhengce
