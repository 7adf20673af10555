// A folder of very many small files: zhengce_files_bench CORPUS [--files N] [--copies K]
//                                    [--memory MIB] [--work DIR]
//
// Makes a folder of about N files a copy, of mixed formats and encodings, from the corpus's texts,
// indexes it within so much memory, and prints the rate, how the rate at the end compares with that
// at the start (beside the same of two plain Xapian shards), peak memory, and a second run in which
// one file has changed.
#include <fmt/format.h>
#include <stdlib.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "indexer/indexer.h"
#include "indexer/memory_budget.h"
#include "tests/bench/floor.h"
#include "tests/bench/indexing.h"
#include "tests/bench/made_corpus.h"
#include "tests/bench/made_files.h"
#include "tests/bench/support.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using bench::give_up;
using bench::take;

constexpr unsigned kSeed = 20241203;

struct Chosen {
  fs::path corpus;
  std::uint64_t files = 200'000;
  unsigned copies = 1;
  std::uint64_t memory = kUsualMemory;
};

std::vector<std::string> texts_of(const fs::path& corpus) {
  std::vector<std::string> texts;
  bench::each_document(corpus,
                       [&](RawDocument document) { texts.push_back(std::move(document.text)); });
  return texts;
}

void run(const Chosen& chosen, const fs::path& work) {
  const auto made = bench::make_files(texts_of(chosen.corpus), work / "files", chosen.files,
                                      chosen.copies, kSeed);
  fmt::print("corpus   {}, as {} files, {:.1f} M characters (seed {})\n",
             chosen.corpus.filename().string(), made.files,
             static_cast<double>(made.characters) / 1e6, kSeed);
  // Files younger than the clock's grain are not told by their looks, and users' are older.
  std::this_thread::sleep_for(std::chrono::duration<double>(IndexerOptions().settled_seconds));
  const auto indexing =
      bench::index_apart(work / "data", {work / "files"}, 0, chosen.memory, ZHENGCE_PROGRAM);
  const IndexSummary& summary = indexing.summary;
  fmt::print("indexed  {} articles, {} found elsewhere, {} skipped, {} of other kinds\n",
             summary.added, summary.duplicate, summary.skipped, summary.unread);
  fmt::print("whole    {:.1f} s, {:.3f} M characters/s, {:.0f} files/s\n", summary.seconds,
             static_cast<double>(summary.characters) / 1e6 / summary.seconds,
             static_cast<double>(made.files) / summary.seconds);
  fmt::print("stages   read {:.1f} s, extract {:.1f}, graph {:.1f}, index {:.1f} (they overlap)\n",
             summary.read_seconds, summary.extract_seconds, summary.graph_seconds,
             summary.index_seconds);
  fmt::print("peak private memory {} MiB of {} given; {} MB written\n",
             indexing.peak_private_bytes >> 20, chosen.memory >> 20,
             indexing.written_bytes / 1'000'000);
  const auto again =
      bench::index_apart(work / "data", {work / "files"}, 0, chosen.memory, ZHENGCE_PROGRAM);
  fmt::print("again    nothing changed: {:.1f} s, {:.0f} times as fast\n", again.summary.seconds,
             summary.seconds / again.summary.seconds);
  std::ofstream(work / "files" / "changed.txt")
      << "关于做好新增文件工作的通知\n各社区居民委员会：\n";
  const auto one = bench::index_apart(work / "data", {work / "files" / "changed.txt"}, 0,
                                      chosen.memory, ZHENGCE_PROGRAM);
  fmt::print("         one new file alone: {:.3f} s\n", one.summary.seconds);
  std::vector<bench::Point> floor;
  {
    const auto view = take(open_graph_view(work / "data" / "graph"));
    floor = bench::run_floor(*view, work / "floor");
  }
  fmt::print("floor    {:.1f} s; whole pipeline {:.2f} of its characters/s\n", floor.back().seconds,
             floor.back().seconds / summary.seconds);
  fmt::print("last tenth's rate ÷ first tenth's: {:.3f}, floor {:.3f}\n",
             bench::last_by_first_tenth(indexing.points), bench::last_by_first_tenth(floor));
}

}  // namespace
}  // namespace zhengce

int main(int argc, char** argv) {
  using zhengce::bench::give_up;
  const char* usage =
      "usage: zhengce_files_bench CORPUS [--files N] [--copies K] [--memory MIB] [--work DIR]";
  zhengce::Chosen chosen;
  const zhengce::test::TempDir temporary;
  std::filesystem::path work = temporary.path();
  if (argc < 2 || argc % 2 != 0) give_up(usage);
  chosen.corpus = argv[1];
  for (int i = 2; i < argc; i += 2) {
    const std::string name = argv[i];
    const auto number = std::strtoull(argv[i + 1], nullptr, 10);
    if (name == "--work") {
      work = argv[i + 1];
    } else if (number == 0) {
      give_up(usage);
    } else if (name == "--files") {
      chosen.files = number;
    } else if (name == "--copies") {
      chosen.copies = static_cast<unsigned>(number);
    } else if (name == "--memory") {
      chosen.memory = number << 20;
    } else {
      give_up(usage);
    }
  }
  setenv("XAPIAN_FLUSH_THRESHOLD", "1000000000", 0);
  zhengce::run(chosen, work);
}
