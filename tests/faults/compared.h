#pragma once

#include <filesystem>
#include <string>

#include "tests/support/dump.h"

namespace zhengce::test {

/// All that a data directory says, as text: articles, edges, names and the answers to some queries.
/// Two that hold the same give the same.
inline std::string compared(const std::filesystem::path& data) {
  auto searcher = Searcher::open(data);
  if (!searcher) return "error: " + searcher.error().message;
  return dump(searcher->graph()) +
         answers(*searcher, {"社区", "夜间公交", "\"社区\" -图书", "region:浙江",
                             "date:2023 社区 OR 公园", "读书 活动 计划", "学习哪些经验", "伞架"});
}

}  // namespace zhengce::test
