// Matching without loss: zhengce_substrings [--count N] [--seed S] FILE...
//
// Indexes the files, draws pieces of 1 to 30 characters from their texts and searches each as a
// phrase: it must be found in every section that a plain scan of the texts finds it in, and in no
// other.
#include <fmt/format.h>
#include <string.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "indexer/indexer.h"
#include "search/graph/graph_queries.h"
#include "search/searcher.h"
#include "tests/bench/support.h"
#include "tests/support/pieces.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

using bench::give_up;
using bench::take;

// All that is searched, folded, in one stretch of bytes that a scan runs over at once.
class Texts {
 public:
  explicit Texts(const GraphReader& graph) {
    std::vector<ArticleId> ids;
    const auto read = graph.each_article([&](const StoredArticle& stored) {
      if (stored.current) ids.push_back(stored.article.id);
      return true;
    });
    if (!read) give_up(read.error().message);
    for (const ArticleId& id : ids) {
      const auto stored = take(graph.article(id, true));
      const std::u32string text = decode_utf8(stored->article.text);
      for (const Section& section : stored->article.sections) {
        for (const Span span : indexed_spans(stored->article, section)) {
          starts_.push_back(bytes_.size());
          sections_.push_back({id, section.n});
          bytes_ += encode_utf8(fold_text(slice(text, span))) + '\0';
        }
      }
    }
    if (sections_.empty()) give_up("there are no texts");
  }

  std::size_t size() const { return sections_.size(); }
  std::size_t bytes() const { return bytes_.size(); }
  std::u32string at(std::size_t n) const {
    const std::size_t end = n + 1 < starts_.size() ? starts_[n + 1] : bytes_.size();
    return decode_utf8(std::string_view(bytes_).substr(starts_[n], end - 1 - starts_[n]));
  }
  const SectionKey& section(std::size_t n) const { return sections_[n]; }

  std::set<SectionKey> holding(std::u32string_view phrase) const {
    const std::string wanted = encode_utf8(phrase);
    std::set<SectionKey> out;
    for (const char* from = bytes_.data(); from < bytes_.data() + bytes_.size();) {
      const void* found =
          memmem(from, static_cast<std::size_t>(bytes_.data() + bytes_.size() - from),
                 wanted.data(), wanted.size());
      if (found == nullptr) break;
      const auto place = static_cast<std::size_t>(static_cast<const char*>(found) - bytes_.data());
      const auto after = std::upper_bound(starts_.begin(), starts_.end(), place);
      const auto n = static_cast<std::size_t>(after - starts_.begin()) - 1;
      // Numbers and Latin words count whole.
      if (contains_phrase(at(n), phrase)) out.insert(sections_[n]);
      if (after == starts_.end()) break;
      from = bytes_.data() + *after;
    }
    return out;
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> starts_;
  std::vector<SectionKey> sections_;
};

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
  options.snippets = false;
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
