// A process that writes to a store, for tests that kill it, watch it from outside or fill its disk.
//   committer loop DIR COUNT        commits generations, prints each once it is acknowledged
//   committer full-disk DIR         on a file system of 12 MB of its own: 0 as it should be, 77 not
//   possible
#include <sched.h>
#include <sys/mount.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "tests/graph/generations.h"

namespace zhengce::test {
namespace {

int loop(const char* dir, std::uint32_t count) {
  auto store = GraphStore::open(dir);
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().message.c_str());
    return 1;
  }
  auto generation = generation_of(store->reader());
  if (!generation) return 2;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!store->commit(generation_batch(++*generation))) return 3;
    // Tables are written out in the middle of things too.
    if (*generation % 7 == 0 && !store->flush()) return 4;
    std::printf("%u\n", *generation);
    std::fflush(stdout);
  }
  return 0;
}

int full_disk(const std::filesystem::path& dir) {
  if (unshare(CLONE_NEWNS) != 0 ||
      mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      mount("none", dir.c_str(), "tmpfs", 0, "size=12m") != 0) {
    return 77;
  }
  const auto ballast = dir / "ballast";
  std::ofstream(ballast) << std::string(6u << 20, 'x');
  std::uint32_t acknowledged = 0;
  {
    auto store = GraphStore::open(dir / "graph");
    if (!store) return 10;
    while (acknowledged < 100000) {
      const auto committed = store->commit(generation_batch(acknowledged + 1));
      if (!committed) {
        if (committed.error().code != ErrorCode::kIo) return 11;
        if (committed.error().message.find(dir.string()) == std::string::npos) return 12;
        if (committed.error().message.find('\n') != std::string::npos) return 13;
        break;
      }
      ++acknowledged;
    }
    // It says no again rather than something else, and still answers.
    if (store->commit(generation_batch(acknowledged + 1))) return 14;
    if (generation_of(store->reader()) != acknowledged) return 15;
  }
  std::filesystem::remove(ballast);
  auto store = GraphStore::open(dir / "graph");
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().message.c_str());
    return 16;
  }
  const auto generation = generation_of(store->reader());
  if (!generation || *generation < acknowledged) return 17;
  const auto faults = store->reader().verify();
  if (!faults || !faults->empty()) return 18;
  if (!store->commit(generation_batch(*generation + 1))) return 19;
  return 0;
}

}  // namespace
}  // namespace zhengce::test

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], "loop") == 0) {
    return zhengce::test::loop(argv[2], static_cast<std::uint32_t>(std::atoi(argv[3])));
  }
  if (argc == 3 && std::strcmp(argv[1], "full-disk") == 0) return zhengce::test::full_disk(argv[2]);
  return 9;
}
