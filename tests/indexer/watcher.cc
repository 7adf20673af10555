// Holds one Searcher open while another process indexes batch after batch, and goes on asking it. A
// program of its own: as the programs are that stay open.
//   watcher DATA BATCHES ARTICLES
// Prints a line for each batch when it is first found: its number and the time, in milliseconds of
// the machine's clock. The last line tells how many questions were answered. 0 as it should be; 1
// with the reason where an answer mixes states.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

#include "search/searcher.h"

namespace {

using namespace zhengce;
using Clock = std::chrono::steady_clock;

[[noreturn]] void wrong(const std::string& what) {
  std::printf("wrong: %s\n", what.c_str());
  std::fflush(stdout);
  std::_Exit(1);
}

class Watcher {
 public:
  Watcher(Searcher searcher, std::uint64_t batches, std::uint64_t articles)
      : searcher_(std::move(searcher)), batches_(batches), articles_(articles) {}

  void run() {
    const auto deadline = Clock::now() + std::chrono::minutes(40);
    while (seen_ < batches_) {
      if (Clock::now() > deadline) wrong("only " + std::to_string(seen_) + " batches came");
      const auto moved = searcher_.refresh();
      if (!moved) wrong(moved.error().message);
      moved_ += *moved ? 1 : 0;
      look();
    }
    std::printf("asked %llu moved %llu\n", static_cast<unsigned long long>(asked_),
                static_cast<unsigned long long>(moved_));
  }

 private:
  SearchAnswer ask(const std::string& query, std::uint32_t limit) {
    SearchOptions options;
    options.limit = limit;
    options.facets = {FacetField::kYear};
    auto answer = searcher_.find(query, options);
    if (!answer) wrong(query + ": " + answer.error().message);
    if (!answer->exact) wrong(query + ": not exact");
    ++asked_;
    return std::move(*answer);
  }

  // Whole batches, never less than before, each with all its articles, in text and graph.
  void look() {
    const SearchAnswer all = ask("\"通报\"", 10);
    const std::uint64_t total = all.relaxed ? 0 : all.total;
    if (total % articles_ != 0) wrong(std::to_string(total) + " articles are no whole batches");
    const std::uint64_t now = total / articles_;
    if (now < seen_) wrong("a batch is gone again");
    if (total > 0) {
      if (all.hits.size() != std::min<std::uint64_t>(total, 10)) wrong("hits are missing");
      std::uint64_t counted = 0;
      for (const auto& value : all.facets.at(0).values) counted += value.count;
      if (counted != total) wrong("facets do not add up");
      std::set<std::string> titles;
      for (const Hit& hit : all.hits) {
        titles.insert(hit.title);
        if (hit.title.empty() || hit.snippet.empty()) wrong("a hit is not whole");
        const auto stored = searcher_.graph().article(hit.article, true);
        if (!stored || !*stored || (*stored)->article.title != hit.title)
          wrong("a hit is not in the graph");
      }
      if (titles.size() != all.hits.size()) wrong("an article comes twice");
    }
    for (; seen_ < now; ++seen_) {
      const std::string query = "\"编号" + std::to_string(1000 + seen_) + "号\"";
      const SearchAnswer batch = ask(query, 1);
      if (batch.relaxed || batch.total != articles_)
        wrong("batch " + std::to_string(seen_) + " has " + std::to_string(batch.total));
      const SearchAnswer joined = ask(query + " runs:街角读书亭", 1);
      if (joined.relaxed || joined.total != articles_)
        wrong("batch " + std::to_string(seen_) + " has no edges yet");
      const auto time = std::chrono::duration<double, std::milli>(Clock::now().time_since_epoch());
      std::printf("%llu %.1f\n", static_cast<unsigned long long>(seen_), time.count());
      std::fflush(stdout);
    }
  }

  Searcher searcher_;
  std::uint64_t batches_, articles_;
  std::uint64_t seen_ = 0, asked_ = 0, moved_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  auto searcher = Searcher::open(argv[1]);
  if (!searcher) wrong(searcher.error().message);
  Watcher(std::move(*searcher), std::strtoull(argv[2], nullptr, 10),
          std::strtoull(argv[3], nullptr, 10))
      .run();
  return 0;
}
