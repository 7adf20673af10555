#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "corpus/article.h"
#include "corpus/framing/page_line.h"
#include "corpus/gazetteer/gazetteer.h"

namespace zhengce {

/// Who a line says sent a text in.
struct Contributor {
  Span name;
  bool closes = false;  ///< Stands in brackets below the text: (…供稿).
};

/// Reads (浙江省民宗委供稿), (本文由…供稿), 供稿单位:…, and an organization alone in brackets.
std::optional<Contributor> contributor_of(std::u32string_view text, Span line);

/// Cuts an article into the sections of a roundup, or makes one section of it (without subject; see
/// subject.h). `lines` know what they are; kFrame and kHeader lines are left out of spans at their
/// ends. The rules stand in frame.h.
std::vector<Section> split_sections(const Gazetteer& gazetteer, std::u32string_view text,
                                    const std::vector<PageLine>& lines);

}  // namespace zhengce
