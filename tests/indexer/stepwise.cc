// Indexes files in tiny batches and, when told, kills itself at a commit point. A program of its
// own, since RocksDB's threads do not survive a fork. Usage: zhengce_test_stepwise DATA BATCH_BYTES
// POINT PASSES FILE…   (POINT "-" for none; "report" for none, and lines as of `index --json`)
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "indexer/indexer.h"

int main(int argc, char** argv) {
  if (argc < 6) return 2;
  const std::string point = argv[3];
  int left = std::atoi(argv[4]);
  zhengce::IndexerOptions options;
  options.jobs = 1;
  options.batch_bytes = static_cast<std::size_t>(std::atoi(argv[2]));
  options.passed = [&](std::string_view passed) {
    if (passed == point && --left == 0) kill(getpid(), SIGKILL);
  };
  auto indexer = zhengce::Indexer::open(argv[1], options);
  if (!indexer) return 1;
  const auto added = indexer->add({argv + 5, argv + argc}, [&](const zhengce::InputReport& input) {
    if (point != "report" || !input.article) return;
    std::printf("{\"type\":\"file\",\"article\":\"%s\"}\n", input.article->hex().c_str());
    std::fflush(stdout);
  });
  return added ? 0 : 1;
}
