#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace zhengce::test {

using Row = std::vector<std::string>;

inline std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == at) {
      out.emplace_back();
    } else {
      out.back().push_back(c);
    }
  }
  return out;
}

/// The rows of a table of labels, less comments and the line of headings.
inline std::vector<Row> table(const std::filesystem::path& path) {
  std::vector<Row> rows;
  for (const auto& line : split(read_file(path), '\n')) {
    if (!line.empty() && line[0] != '#') rows.push_back(split(line, '\t'));
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

/// True if `found` is one of the alternatives, a|b.
inline bool among(const std::string& found, const std::string& alternatives) {
  const auto all = split(alternatives, '|');
  return std::find(all.begin(), all.end(), found) != all.end();
}

}  // namespace zhengce::test
