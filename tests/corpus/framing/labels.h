#pragma once

#include <filesystem>
#include <vector>

#include "tests/corpus/framing/pages.h"
#include "tests/support/table.h"

namespace zhengce::test {

/// All articles of a file, framed.
inline std::vector<Article> read_file_of_articles(const std::filesystem::path& path) {
  std::vector<Article> articles;
  const auto read = read_documents(path, {}, [&](Result<RawDocument> raw) {
    if (!raw) FAIL(raw.error().message);
    auto framed = frame_document(Gazetteer::builtin(), std::move(*raw));
    if (!framed) FAIL(framed.error().message);
    articles.push_back(std::move(*framed));
    return true;
  });
  if (!read) FAIL(read.error().message);
  return articles;
}

}  // namespace zhengce::test
