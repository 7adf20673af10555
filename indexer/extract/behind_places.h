#pragma once

#include <cstdint>

#include "indexer/extract/page.h"
#include "indexer/extract/rule_set.h"

namespace zhengce {

/// Whether a verb of doing, publishing or planning begins at `pos`.
bool verb_at(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos);

/// Where the adverbs at `pos` end: those that end before `end`, or at it.
std::uint32_t behind_adverbs(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos,
                             std::uint32_t end);

/// Where an office ends whose place ends at `pos`, if a verb follows: 江苏省|教育厅|启动…; where
/// the place `opens` its clause, whatever follows but 的: 义乌|警方|面向学生…. `pos` itself if
/// there is none.
std::uint32_t office_end(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos,
                         bool opens);

/// Where the words end that close a list of places at `pos`: 等地, 等28个省、市, 6个城市; `pos` if
/// there are none.
std::uint32_t collective_end(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos);

/// Where 等四部门 or 等6部门 ends that begins at `pos`, behind one of several offices; `pos` itself
/// if none does.
std::uint32_t joint_offices_end(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos);

/// Where the zone ends whose name goes on after a place that ends at `pos`: 石嘴山|高新区,
/// 吴忠|金积工业园; `pos` itself if there is none.
std::uint32_t zone_end(const Page& page, const RuleSet::Impl& rules, std::uint32_t pos);

}  // namespace zhengce
