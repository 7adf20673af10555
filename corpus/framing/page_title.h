#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "corpus/framing/page_text.h"

namespace zhengce {

/// So many lines one title takes at most.
inline constexpr std::size_t kTitleLines = 4;

/// What of a page's top may be its title: places in PageText::lines.
struct TitleLines {
  std::vector<std::size_t> candidates;      ///< In order.
  std::optional<std::size_t> first_header;  ///< The first line of the header below one of them.
  std::optional<std::size_t> order;         ///< That of 国务院令 and the like.
};

/// Takes the title from among `lines`, marks its lines and moves body_start before what stands
/// behind it. Of several the first that is a document's (an office, 关于, a kind of document), else
/// the first. Where there are none, what the header states (标题:, 原标题:), the name of an order,
/// or the document below a lead; facts.title stays empty without any.
void choose_title(PageText& page, PageFacts& facts, TitleLines lines);

}  // namespace zhengce
