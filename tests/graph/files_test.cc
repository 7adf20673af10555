#include "graph/files.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <set>

#include "graph/data_dir.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace {

// Entries of a folder that readdir() gives before the disk fails; -1 for all.
int entries_before_failure = -1;
std::set<std::string> synced;

}  // namespace

// In place of the library's own, in this program.
extern "C" dirent* readdir(DIR* dir) {
  static const auto real = reinterpret_cast<dirent* (*)(DIR*)>(::dlsym(RTLD_NEXT, "readdir"));
  if (entries_before_failure == 0) {
    errno = EIO;
    return nullptr;
  }
  if (entries_before_failure > 0) --entries_before_failure;
  return real(dir);
}

extern "C" int fsync(int fd) {
  const auto link = "/proc/self/fd/" + std::to_string(fd);
  char path[4096];
  if (const auto length = ::readlink(link.c_str(), path, sizeof path); length > 0)
    synced.emplace(path, static_cast<std::size_t>(length));
  return static_cast<int>(::syscall(SYS_fsync, fd));
}

namespace zhengce::test {

namespace fs = std::filesystem;

TEST_CASE("a folder is listed in order, and one that is not there is empty", "[graph]") {
  const TempDir dir;
  dir.write("b", "2");
  dir.write("a", "1");
  dir.write("c/d", "3");
  const auto listed = list_directory(dir.path());
  REQUIRE(listed);
  CHECK(*listed == std::vector<fs::path>{dir.path() / "a", dir.path() / "b", dir.path() / "c"});
  const auto none = list_directory(dir.path() / "none");
  REQUIRE(none);
  CHECK(none->empty());
  const auto no_folder = list_directory(dir.path() / "a");
  REQUIRE(!no_folder);
  CHECK(no_folder.error().code == ErrorCode::kIo);
}

TEST_CASE("a disk that fails amid a folder is an error, no exception", "[graph]") {
  const TempDir dir;
  for (const char* name : {"a", "b", "c"}) dir.write(name, "x");
  const auto after = [&](int entries, const auto& work) {
    entries_before_failure = entries;
    auto result = work();
    entries_before_failure = -1;
    REQUIRE(!result);
    CHECK(result.error().code == ErrorCode::kIo);
  };
  for (const int entries : {0, 2, 4}) {
    CAPTURE(entries);
    after(entries, [&] { return list_directory(dir.path()); });
    after(entries, [&] { return DataDir::open(dir.path()); });
  }
}

TEST_CASE("what is copied to last is synced, with the folders it lies in", "[graph]") {
  const TempDir dir;
  dir.write("from/a", "1");
  dir.write("from/b/c", "2");
  const auto to = dir.path() / "to";
  synced.clear();
  REQUIRE(copy_synced(dir.path() / "from", to));
  CHECK(read_file(to / "a") == "1");
  CHECK(read_file(to / "b/c") == "2");
  for (const auto& path : {to, to / "a", to / "b", to / "b/c"}) {
    CAPTURE(path);
    CHECK(synced.contains(fs::canonical(path).string()));
  }
  CHECK(!copy_synced(dir.path() / "none", to));
}

}  // namespace zhengce::test
