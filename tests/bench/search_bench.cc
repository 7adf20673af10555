// The benchmark of searching: zhengce_search_bench CORPUS [--copies N] [--data DIR]
//                             zhengce_search_bench --indexed DATA
//
// A corpus as it is and cut into its clauses, with --copies also that N times, each copy with other
// characters, is indexed by the program into DIR (else a folder that is removed) and searched:
// searching.h tells what is measured. Indexes of the same corpora that are in DIR are searched as
// they are. The second form searches a data directory that is there, whatever is in it.
#include <fmt/format.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/kept_index.h"
#include "tests/bench/searching.h"
#include "tests/bench/support.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kSeed = 20241203;

void run(const fs::path& corpus, unsigned copies, const fs::path& folder) {
  const std::string commit = bench::commit_of(ZHENGCE_SOURCE_DIR);
  std::string command = "zhengce_search_bench " + corpus.filename().string();
  if (copies > 1) command += fmt::format(" --copies {}", copies);
  bench::print_head(ZHENGCE_SOURCE_DIR, corpus, command);
  std::vector<bench::CorpusWish> wishes = {{corpus, false, 1, kSeed}, {corpus, true, 1, kSeed}};
  if (copies > 1) wishes.push_back({corpus, true, copies, kSeed});
  for (const auto& wish : wishes) {
    const auto index = bench::kept_index(wish, folder, ZHENGCE_PROGRAM, commit);
    fmt::print("\n== {}, {}\n", corpus.filename().string(), wish.described());
    fmt::print("indexed  in {:.1f} s, peak private memory {} MiB{}\n", index.seconds,
               index.peak_private_bytes >> 20,
               index.kept ? ", by commit " + index.commit + " in a run before" : "");
    std::fflush(stdout);
    bench::measure_searches(index.data, ZHENGCE_PROGRAM, kSeed);
    std::fflush(stdout);  // Before the next corpus, which may take an hour.
  }
}

}  // namespace
}  // namespace zhengce

int main(int argc, char** argv) {
  using zhengce::bench::give_up;
  const char* usage =
      "usage: zhengce_search_bench CORPUS [--copies N] [--data DIR], or "
      "zhengce_search_bench --indexed DATA";
  if (argc == 3 && std::string(argv[1]) == "--indexed") {
    zhengce::bench::print_head(ZHENGCE_SOURCE_DIR, argv[2], "zhengce_search_bench --indexed DATA");
    zhengce::bench::measure_searches(argv[2], ZHENGCE_PROGRAM, zhengce::kSeed);
    return 0;
  }
  const zhengce::test::TempDir temporary;
  std::filesystem::path folder = temporary.path();
  unsigned copies = 1;
  if (argc < 2 || argc % 2 != 0) give_up(usage);
  for (int i = 2; i < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--data") {
      folder = argv[i + 1];
    } else if (name == "--copies") {
      copies = static_cast<unsigned>(std::strtoul(argv[i + 1], nullptr, 10));
      if (copies == 0 || copies > 1000) give_up(usage);
    } else {
      give_up(usage);
    }
  }
  zhengce::run(argv[1], copies, folder);
}
