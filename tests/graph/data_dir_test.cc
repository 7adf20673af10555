#include "graph/data_dir.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "graph/graph_store.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

using namespace zhengce;
namespace fs = std::filesystem;

TEST_CASE("what is left of a data directory whose marker was not finished can be begun again") {
  const test::TempDir temp;
  const fs::path root = temp.path() / "data";
  fs::create_directories(root);
  std::ofstream(root / "zhengce.json.tmp") << "{\"zhen";
  const auto before = DataDir::open(root);
  REQUIRE_FALSE(before);
  CHECK(before.error().code == ErrorCode::kNotFound);
  REQUIRE(DataDir::create(root));
  CHECK(DataDir::open(root));
}

TEST_CASE("a directory with files of somebody else's is not taken for one of ours") {
  const test::TempDir temp;
  std::ofstream(temp.path() / "letter.txt") << "a letter";
  const auto created = DataDir::create(temp.path());
  REQUIRE_FALSE(created);
  CHECK(created.error().code == ErrorCode::kIncompatible);
}

TEST_CASE("a lock names its process while it is held, and nothing afterwards") {
  const test::TempDir temp;
  const auto dir = DataDir::create(temp.path() / "data");
  REQUIRE(dir);
  {
    const auto lock = WriterLock::acquire(*dir, 0);
    REQUIRE(lock);
    const auto second = WriterLock::acquire(*dir, 0);
    REQUIRE_FALSE(second);
    CHECK_THAT(second.error().message, ContainsSubstring(std::to_string(getpid()) + " ("));
    CHECK_THAT(second.error().message, !ContainsSubstring(" )"));
  }
  CHECK(fs::file_size(dir->root / "lock") == 0);
}

TEST_CASE("a store keeps no file of its database's messages, which a full disk would make fatal") {
  const test::TempDir temp;
  {
    auto store = GraphStore::open(temp.path() / "graph");
    REQUIRE(store);
    REQUIRE(store->commit({}));
  }
  for (const auto& entry : fs::directory_iterator(temp.path() / "graph")) {
    CHECK_FALSE(entry.path().filename().string().starts_with("LOG"));
  }
}
