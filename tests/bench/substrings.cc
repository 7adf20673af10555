// Matching without loss: zhengce_substrings [--count N] [--seed S] FILE...
//
// Indexes the files, draws pieces of 1 to 30 characters from their texts and searches each as a
// phrase: it must be found in every section that a plain scan of the texts finds it in, and in no
// other.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "corpus/analysis/fold.h"
#include "indexer/indexer.h"
#include "search/graph/graph_queries.h"
#include "search/searcher.h"
#include "tests/bench/support.h"
#include "tests/bench/texts.h"
#include "tests/support/pieces.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

using bench::take;
using bench::Texts;

int run(const std::vector<std::filesystem::path>& files, int count, unsigned seed) {
  const test::TempDir work;
  const auto data = work.path() / "data";
  {
    auto indexer = take(Indexer::open(data));
    take(indexer.add(files, [](const InputReport&) {}));
  }
  auto searcher = take(Searcher::open(data));
  const Texts texts(searcher.graph());
  fmt::print("{} stretches of text, {} bytes; draw seed {}\n", texts.size(), texts.bytes(), seed);
  SearchOptions options;
  options.limit = 10'000'000;
  options.snippets = options.reprints_as_one = false;
  options.verification_budget = 10'000'000;
  std::mt19937 random(seed);
  int drawn = 0, missed = 0, wrong = 0;
  std::size_t found = 0;
  const auto start = bench::Clock::now();
  while (drawn < count) {
    const std::size_t n = random() % texts.size();
    const std::u32string piece = test::draw_piece(random, texts.at(n));
    if (piece.empty()) continue;
    ++drawn;
    const std::u32string folded = fold_text(piece);
    const auto expected = texts.holding(trim(std::u32string_view(folded)));
    const auto answer = take(searcher.find("\"" + encode_utf8(piece) + "\"", options));
    std::set<SectionKey> hits;
    for (const Hit& hit : answer.hits) hits.insert({hit.article, hit.section});
    found += hits.size();
    const bool lacks = !expected.contains(texts.section(n)) ||
                       !std::includes(hits.begin(), hits.end(), expected.begin(), expected.end());
    const bool extra = answer.relaxed || hits.size() > expected.size();
    missed += lacks ? 1 : 0;
    wrong += extra ? 1 : 0;
    if (lacks || extra) {
      fmt::print("{}: {} sections, {} by a scan\n", encode_utf8(piece), hits.size(),
                 expected.size());
    }
  }
  fmt::print("{} pieces in {:.0f} s: {} found too little, {} found too much ({} hits)\n", drawn,
             bench::seconds_since(start), missed, wrong, found);
  return missed + wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace zhengce

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> files;
  int count = 10000;
  unsigned seed = 20261124;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (i + 1 < argc && argument == "--count") {
      count = std::atoi(argv[++i]);
    } else if (i + 1 < argc && argument == "--seed") {
      seed = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
    } else {
      files.emplace_back(argument);
    }
  }
  if (files.empty() || count < 1) {
    zhengce::bench::give_up("usage: zhengce_substrings [--count N] [--seed S] FILE...");
  }
  return zhengce::run(files, count, seed);
}
