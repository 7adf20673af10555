// The benchmarks of `./dev bench`: zhengce_bench FILE [--work DIR]
//
// Indexing (by stage, beside a floor of two plain Xapian shards that are fed ready-made terms in
// the same run), query latency by kind of query, and `regions` lookups. Every figure stands beside
// machine, commit, corpus and command.
#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "graph/data_dir.h"
#include "indexer/indexer.h"
#include "indexer/memory_budget.h"
#include "search/graph/graph_queries.h"
#include "search/searcher.h"
#include "tests/bench/floor.h"
#include "tests/bench/indexing.h"
#include "tests/bench/support.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using bench::Clock;
using bench::give_up;
using bench::seconds_since;
using bench::take;

constexpr unsigned kSeed = 20241203;

std::uint64_t bytes_in(const fs::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

struct Latency {
  std::vector<double> milliseconds;
  std::uint64_t found = 0;
  void print(const std::string& name) {
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto at = [&](double part) {
      return milliseconds[std::min(
          milliseconds.size() - 1,
          static_cast<std::size_t>(part * static_cast<double>(milliseconds.size())))];
    };
    if (milliseconds.empty()) return;
    fmt::print("{:<44} p50 {:8.3f}  p95 {:8.3f}  p99 {:8.3f} ms   ({} queries, {} found)\n", name,
               at(.5), at(.95), at(.99), milliseconds.size(), found);
  }
};

// Draws queries from the texts themselves.
class Drawer {
 public:
  explicit Drawer(const GraphReader& graph) : graph_(graph) {
    const auto read = graph.each_article([&](const StoredArticle& stored) {
      ids_.push_back(stored.article.id);
      return true;
    });
    if (!read) give_up(read.error().message);
  }
  // `length` Han characters in a row from somewhere.
  std::string run(std::size_t length) {
    for (;;) {
      const auto& id = ids_[random_() % ids_.size()];
      const auto text = take(graph_.text(id));
      const std::u32string decoded = decode_utf8(*text);
      if (decoded.size() <= length) continue;
      for (int attempt = 0; attempt < 20; ++attempt) {
        const auto start = random_() % (decoded.size() - length);
        const auto piece = decoded.substr(start, length);
        if (std::all_of(piece.begin(), piece.end(), is_han)) return encode_utf8(piece);
      }
    }
  }

 private:
  const GraphReader& graph_;
  std::vector<ArticleId> ids_;
  std::mt19937 random_{kSeed};
};

Latency measure(Searcher& searcher, std::size_t count, const std::function<std::string()>& query) {
  Latency latency;
  std::vector<std::string> queries;
  for (std::size_t i = 0; i < count; ++i) queries.push_back(query());
  for (const auto& text : queries) {
    const auto start = Clock::now();
    const auto answer = searcher.find(text, {});
    latency.milliseconds.push_back(1000 * seconds_since(start));
    if (!answer) give_up(answer.error().message);
    if (answer->total > 0) ++latency.found;
  }
  return latency;
}

void run(const fs::path& corpus, const fs::path& work) {
  bench::print_head(
      ZHENGCE_SOURCE_DIR, corpus,
      fmt::format("zhengce_bench {}   (draw seed {})", corpus.filename().string(), kSeed));
  fmt::print("\n");

  const fs::path data = work / "data";
  // As the program does.
  IndexerOptions usual;
  fit_into_memory(kUsualMemory, usual);
  IndexerOptions one_job = usual;
  one_job.jobs = 1;
  const auto alone = bench::index_apart(work / "one job", {corpus}, one_job, ZHENGCE_PROGRAM);
  fs::remove_all(work / "one job");
  const auto indexing = bench::index_apart(data, {corpus}, usual, ZHENGCE_PROGRAM);
  const auto again = bench::index_apart(data, {corpus}, usual, ZHENGCE_PROGRAM);
  const IndexSummary& summary = indexing.summary;
  const auto characters = static_cast<double>(summary.characters);
  fmt::print("indexed  {} articles, {} characters, {} bytes of text, {} skipped\n", summary.added,
             summary.characters, summary.bytes, summary.skipped);
  const auto rate = [&](const char* name, double seconds) {
    fmt::print("{:<44} {:8.2f} s  {:7.2f} M characters/s\n", name, seconds,
               characters / 1e6 / std::max(seconds, 1e-9));
  };
  rate("index: whole", summary.seconds);
  rate("  read (stages overlap)", summary.read_seconds);
  rate("  frame, extract, decide", summary.extract_seconds);
  rate("  graph commit", summary.graph_seconds);
  rate("  Xapian (analysis included)", summary.index_seconds);
  rate("index: whole, one job", alone.summary.seconds);
  fmt::print("articles/s {:.0f}, with one job {:.0f}\n",
             static_cast<double>(summary.added) / summary.seconds,
             static_cast<double>(summary.added) / alone.summary.seconds);
  const auto view = take(open_graph_view(data / "graph"));
  const auto floor_points = bench::run_floor(*view, work / "floor");
  const double floor = floor_points.empty() ? 0 : floor_points.back().seconds;
  rate("floor: two plain shards, ready-made terms", floor);
  fmt::print("whole pipeline ÷ floor: {:.2f} of its characters/s\n", floor / summary.seconds);
  fmt::print("last tenth's rate ÷ first tenth's: {:.2f}, floor {:.2f}\n",
             bench::last_by_first_tenth(indexing.points), bench::last_by_first_tenth(floor_points));
  fmt::print("peak private memory {} MiB, bytes written {} MB\n", indexing.peak_private_bytes >> 20,
             indexing.written_bytes / 1'000'000);
  fmt::print("index again, nothing changed: {:.2f} s, {:.0f} times as fast\n",
             again.summary.seconds, summary.seconds / again.summary.seconds);
  const auto ratio = [&](const char* name, std::uint64_t bytes) {
    fmt::print("{:<44} {:8.1f} MB  {:5.2f} × text\n", name, static_cast<double>(bytes) / 1e6,
               static_cast<double>(bytes) / static_cast<double>(summary.bytes));
  };
  ratio("Xapian as written", bytes_in(data / "index"));
  {
    auto indexer = take(Indexer::open(data));
    const auto start = Clock::now();
    if (const auto rebuilt = indexer.rebuild(); !rebuilt) give_up(rebuilt.error().message);
    rate("rebuild (extract again, index, compact)", seconds_since(start));
  }
  ratio("Xapian compacted", bytes_in(data / "index"));
  ratio("RocksDB", bytes_in(data / "graph"));

  fmt::print("\n");
  const auto open_start = Clock::now();
  auto searcher = take(Searcher::open(data));
  fmt::print("open a searcher {:.1f} ms\n", 1000 * seconds_since(open_start));
  Drawer drawer(searcher.graph());
  const std::size_t count = 300;
  measure(searcher, count, [&] { return drawer.run(2); });  // Warm up.
  measure(searcher, count, [&] { return drawer.run(2); }).print("search: word of two characters");
  measure(searcher, count, [&] { return drawer.run(4); }).print("search: word of four characters");
  measure(searcher, count, [&] {
    return drawer.run(2) + " " + drawer.run(2);
  }).print("search: two words");
  measure(searcher, count, [&] {
    return "\"" + drawer.run(7) + "\"";
  }).print("search: phrase of seven");
  measure(searcher, count, [&] {
    return "\"" + drawer.run(4) + "\" date:2010..2020";
  }).print("search: phrase of four, with a date");
  measure(searcher, count, [&] {
    return "\"" + drawer.run(4) + "\" mentions:北京";
  }).print("search: phrase of four, with a region");
  measure(searcher, count, [&] {
    return drawer.run(8) + "怎么" + drawer.run(8);
  }).print("search: question");

  std::vector<std::string> programs;
  if (const auto read = searcher.graph().each_entity(EntityKind::kProgram,
                                                     [&](const Entity& entity) {
                                                       if (entity.visible)
                                                         programs.push_back(entity.id.text());
                                                       return programs.size() < 300;
                                                     });
      !read) {
    give_up(read.error().message);
  }
  Latency lookups;
  for (const auto& program : programs) {
    const auto start = Clock::now();
    const auto answer = take(regions_running(searcher.graph(), program, {}));
    lookups.milliseconds.push_back(1000 * seconds_since(start));
    lookups.found += !answer.regions.empty();
  }
  lookups.print("regions --running");
}

}  // namespace
}  // namespace zhengce

int main(int argc, char** argv) {
  if (argc != 2 && !(argc == 4 && std::string(argv[2]) == "--work")) {
    zhengce::give_up("usage: zhengce_bench FILE [--work DIR]");
  }
  setenv("XAPIAN_FLUSH_THRESHOLD", "1000000000", 0);
  std::string pattern = (std::filesystem::temp_directory_path() / "zhengce-bench-XXXXXX").string();
  const std::filesystem::path work = argc == 4 ? argv[3] : mkdtemp(pattern.data());
  try {
    zhengce::run(argv[1], work);
  } catch (const Xapian::Error& error) {
    zhengce::give_up(error.get_description());
  }
  if (argc == 2) {
    std::error_code ignored;
    std::filesystem::remove_all(work, ignored);
  }
}
