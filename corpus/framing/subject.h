#pragma once

#include <string_view>
#include <vector>

#include "corpus/article.h"
#include "corpus/framing/page_line.h"
#include "corpus/gazetteer/gazetteer.h"

namespace zhengce {

/// The region an article that is no roundup is about, kNoRegion where that is not clear. The rules
/// stand in frame.h. `article` has its title, issuer and sources.
RegionIndex subject_of_article(const Gazetteer& gazetteer, std::u32string_view text,
                               const std::vector<PageLine>& lines, const Article& article);

/// The region that reports on its government's work: of the title (2026年江苏省政府工作报告), of
/// the line that says where it was delivered (——2026年1月28日在云南省第十四届人民代表大会…上), of
/// the newspaper. kNoRegion if `article` is no such report.
RegionIndex region_of_work_report(const Gazetteer& gazetteer, std::u32string_view text,
                                  const std::vector<PageLine>& lines, const Article& article);

}  // namespace zhengce
