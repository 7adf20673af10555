// The benchmark of indexing: zhengce_bench FILE [--work DIR]
//
// By stage, beside a floor of two plain Xapian shards that are fed ready-made terms in the same
// run. Every figure stands beside machine, commit, corpus and command.
#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "graph/data_dir.h"
#include "indexer/indexer.h"
#include "indexer/memory_budget.h"
#include "tests/bench/floor.h"
#include "tests/bench/indexing.h"
#include "tests/bench/support.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using bench::bytes_in;
using bench::Clock;
using bench::give_up;
using bench::seconds_since;
using bench::take;

void run(const fs::path& corpus, const fs::path& work) {
  bench::print_head(ZHENGCE_SOURCE_DIR, corpus, "zhengce_bench " + corpus.filename().string());
  fmt::print("\n");

  const fs::path data = work / "data";
  const auto alone =
      bench::index_apart(work / "one job", {corpus}, 1, kUsualMemory, ZHENGCE_PROGRAM);
  fs::remove_all(work / "one job");
  const auto indexing = bench::index_apart(data, {corpus}, 0, kUsualMemory, ZHENGCE_PROGRAM);
  const auto again = bench::index_apart(data, {corpus}, 0, kUsualMemory, ZHENGCE_PROGRAM);
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
