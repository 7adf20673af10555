// What leaves the store, and what comes back from a backup.
#include "indexer/removal.h"

#include <rocksdb/db.h>
#include <rocksdb/sst_file_reader.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <random>
#include <set>

#include "indexer/backup.h"
#include "indexer/index_check.h"
#include "indexer/indexer.h"
#include "tests/support/catch.h"
#include "tests/support/dump.h"
#include "tests/support/temp_dir.h"

namespace {

std::mutex synced_mutex;
std::set<std::string> synced;

}  // namespace

// In place of the library's own, in this program: notes what is synced.
extern "C" int fsync(int fd) {
  const auto link = "/proc/self/fd/" + std::to_string(fd);
  char path[4096];
  if (const auto length = ::readlink(link.c_str(), path, sizeof path); length > 0) {
    const std::lock_guard lock(synced_mutex);
    synced.emplace(path, static_cast<std::size_t>(length));
  }
  return static_cast<int>(::syscall(SYS_fsync, fd));
}

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using test::TempDir;

std::vector<fs::path> sample_files(std::size_t most) {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::directory_iterator(fs::path(ZHENGCE_SOURCE_DIR) / "corpus" / "sample")) {
    const auto ending = entry.path().extension();
    if (ending == ".txt" || ending == ".jsonl" || ending == ".html") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  files.resize(std::min(files.size(), most));
  REQUIRE(files.size() >= 10);
  return files;
}

Indexer opened(const fs::path& data) {
  auto indexer = Indexer::open(data);
  if (!indexer) FAIL(indexer.error().message);
  return std::move(*indexer);
}

std::vector<InputReport> index(const fs::path& data, const std::vector<fs::path>& paths) {
  std::vector<InputReport> inputs;
  const auto summary =
      opened(data).add(paths, [&](const InputReport& input) { inputs.push_back(input); });
  if (!summary) FAIL(summary.error().message);
  return inputs;
}

std::vector<Removal> remove_paths(Indexer& indexer, const std::set<std::string>& paths) {
  auto plan = plan_removal(indexer.graph(), [&](const StoredArticle&, const Source& source) {
    return paths.contains(source.path);
  });
  REQUIRE(plan);
  REQUIRE(indexer.remove(*plan));
  return *plan;
}

std::string graph_dump(const fs::path& data) {
  const auto view = open_graph_view(data / "graph");
  if (!view) FAIL(view.error().message);
  return test::dump(**view);
}

std::string search_dump(const fs::path& data) {
  auto searcher = Searcher::open(data);
  if (!searcher) FAIL(searcher.error().message);
  return test::answers(*searcher, {"图书", "夜间公交", "\"社区\" -图书", "region:浙江",
                                   "date:2023 社区 OR 公园", "读书 活动 计划"});
}

void check_sound(const fs::path& data) {
  const auto view = open_graph_view(data / "graph");
  REQUIRE(view);
  const auto graph_faults = (*view)->verify();
  REQUIRE(graph_faults);
  CHECK(*graph_faults == std::vector<std::string>());
  const auto index_faults = check_index(data, **view);
  REQUIRE(index_faults);
  CHECK(*index_faults == std::vector<std::string>());
}

std::string line(const std::string& id, const std::string& date, const std::string& title,
                 const std::string& text) {
  return R"({"id":")" + id + R"(","title":"【虚构示例】)" + title + R"(","date":")" + date +
         R"(","text":")" + text + "\"}\n";
}

const std::string kBody = "绍兴市启动“街角读书亭”计划，在居民小区门口设立可以借书的小亭子。";
const std::string kOtherBody = "苏州市开通“晚归巴士”夜间公交线路，方便晚归的居民回家。";

std::size_t found(const fs::path& data, const char* query) {
  auto searcher = Searcher::open(data);
  REQUIRE(searcher);
  const auto answer = searcher->find(query, {});
  REQUIRE(answer);
  return answer->relaxed ? 0 : answer->total;
}

}  // namespace

TEST_CASE("a store that an article has left is as if it had never been there", "[indexer]") {
  const TempDir dir;
  auto files = sample_files(20);
  std::shuffle(files.begin(), files.end(), std::mt19937(GENERATE(1U, 2U)));
  const auto middle = files.begin() + static_cast<std::ptrdiff_t>(files.size() / 2);
  const std::vector<fs::path> staying(files.begin(), middle);
  index(dir.path() / "reference", staying);
  const auto data = dir.path() / "data";
  index(data, files);
  {
    auto indexer = opened(data);
    std::set<std::string> leaving;
    for (auto file = middle; file != files.end(); ++file) leaving.insert(file->string());
    CHECK(!remove_paths(indexer, leaving).empty());
  }
  CHECK(graph_dump(data) == graph_dump(dir.path() / "reference"));
  CHECK(search_dump(data) == search_dump(dir.path() / "reference"));
  check_sound(data);
  // And they may come again.
  index(data, files);
  index(dir.path() / "all", files);
  CHECK(graph_dump(data) == graph_dump(dir.path() / "all"));
  check_sound(data);
}

TEST_CASE("an article found elsewhere too stays", "[indexer]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  const auto text = "【虚构示例】绍兴设立读书亭\n" + kBody + "\n";
  const auto first = dir.write("a.txt", text);
  index(data, {first, dir.write("b.txt", text)});
  auto indexer = opened(data);
  const auto removals = remove_paths(indexer, {first.string()});
  REQUIRE(removals.size() == 1);
  CHECK_FALSE(removals[0].whole);
  CHECK(remove_paths(indexer, {(dir.path() / "b.txt").string()})[0].whole);
  REQUIRE(indexer.graph().counts());
  CHECK(indexer.graph().counts()->articles == 0);
}

TEST_CASE("an older version is kept while its key is found, and goes with it", "[indexer]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  const auto file = dir.write("k.jsonl", line("k", "2023-05-01", "读书亭办法", kBody));
  const auto before = *index(data, {file})[0].article;
  // Corrected in place, though it states an earlier date: what the file says now is what holds.
  dir.write("k.jsonl", line("k", "2022-05-01", "夜间公交办法", kOtherBody));
  const auto now = index(data, {file})[0];
  CHECK(now.status == InputStatus::kUpdated);
  CHECK(found(data, "\"读书亭\"") == 0);
  CHECK(found(data, "\"晚归巴士\"") == 1);
  check_sound(data);
  auto indexer = opened(data);
  const auto versions = indexer.graph().articles_at("key:k");
  REQUIRE(versions);
  CHECK(versions->size() == 2);
  CHECK_FALSE((*indexer.graph().article(before, false))->current);
  SECTION("the key's last file goes") {
    CHECK(remove_paths(indexer, {file.string()}).size() == 2);
    CHECK(indexer.graph().counts()->articles == 0);
  }
  SECTION("the first text comes back") {
    dir.write("k.jsonl", line("k", "2023-05-01", "读书亭办法", kBody));
    REQUIRE(indexer.add({file}, [](const InputReport&) {}));
    CHECK((*indexer.graph().article(before, false))->current);
    CHECK_FALSE((*indexer.graph().article(*now.article, false))->current);
  }
  SECTION("the older text lies in another file too") {
    REQUIRE(indexer.add({dir.write("old.jsonl", line("k", "2023-05-01", "读书亭办法", kBody))},
                        [](const InputReport&) {}));
    CHECK((*indexer.graph().article(before, false))->current);  // It has the later date.
    CHECK(remove_paths(indexer, {file.string()}).size() == 1);
    CHECK(indexer.graph().counts()->articles == 1);
  }
}

TEST_CASE("after a purge no file holds the article", "[indexer]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  const auto file = dir.write("a.txt", "【虚构示例】绍兴设立读书亭\n" + kBody + "\n");
  const auto id =
      *index(data, {file, dir.write("b.txt", "【虚构示例】公交\n" + kOtherBody)})[0].article;
  const std::string key(id.bytes.begin(), id.bytes.end());
  const auto holding = [&] {
    std::string names;
    for (const auto& entry : fs::recursive_directory_iterator(data)) {
      if (!entry.is_regular_file()) continue;
      if (entry.path().extension() == ".sst") {
        rocksdb::SstFileReader reader{rocksdb::Options()};
        REQUIRE(reader.Open(entry.path().string()).ok());
        const std::unique_ptr<rocksdb::Iterator> it(reader.NewIterator({}));
        for (it->SeekToFirst(); it->Valid(); it->Next())
          if (it->key().ToString().find(key) != std::string::npos) names += entry.path().filename();
        continue;
      }
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      if (bytes.find(key) != std::string::npos || bytes.find(id.hex()) != std::string::npos ||
          bytes.find("街角读书亭") != std::string::npos)
        names += entry.path().filename();
    }
    return names;
  };
  CHECK(holding() != "");
  // As a repair leaves them that is killed while it reads.
  fs::copy(data / "graph", data / "graph.reading");
  fs::copy(data / "graph", data / "graph.salvaging");
  {
    auto indexer = opened(data);
    remove_paths(indexer, {file.string()});
    REQUIRE(indexer.purge());
  }
  opened(data);
  CHECK(holding() == "");
  CHECK(found(data, "\"晚归巴士\"") == 1);
  check_sound(data);
}

TEST_CASE("a backup goes nowhere but into a directory of its own", "[indexer]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  index(data, sample_files(10));
  dir.write("articles/a.txt", "关于借伞架的通知\n");
  index(dir.path() / "other", sample_files(10));
  for (const auto& place : {dir.path() / "articles", dir.path() / "other", data, data / "graph",
                            data / "new", dir.path() / "data/../data"}) {
    CAPTURE(place);
    const auto refused = backup(data, place);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::kInvalidInput);
  }
  CHECK_FALSE(std::filesystem::exists(dir.path() / "articles" / "graph"));
  CHECK_FALSE(std::filesystem::exists(data / "new"));
  std::filesystem::create_directory(dir.path() / "empty");
  CHECK(backup(data, dir.path() / "empty"));
  CHECK(backup(data, dir.path() / "empty"));
}

TEST_CASE("a restored backup is what was backed up, and a second one copies little", "[indexer]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  const auto backups = dir.path() / "backups";
  const auto files = sample_files(20);
  index(data, files);
  dir.write("data/dictionary.txt", "借伞架\n");
  opened(data);  // Cut anew by the dictionary.
  const auto first = backup(data, backups);
  if (!first) FAIL(first.error().message);
  CHECK(first->number == 1);
  const auto graph = graph_dump(data);
  const auto search = search_dump(data);
  const auto bytes = [&] {
    std::uintmax_t all = 0;
    for (const auto& entry : fs::recursive_directory_iterator(backups)) {
      if (entry.path().extension() == ".sst") all += entry.file_size();
    }
    return all;
  };
  const auto before = bytes();
  REQUIRE(backup(data, backups));
  CHECK(bytes() - before < before / 4);
  {
    auto indexer = opened(data);
    remove_paths(indexer, {files[0].string()});
  }
  REQUIRE(backup(data, backups));
  SECTION("the last one") {
    const auto restored = restore(backups, dir.path() / "restored");
    if (!restored) FAIL(restored.error().message);
    CHECK(restored->number == 3);
    CHECK(graph_dump(dir.path() / "restored") == graph_dump(data));
    CHECK(search_dump(dir.path() / "restored") == search_dump(data));
    check_sound(dir.path() / "restored");
  }
  SECTION("the last whole one, where the newest was cut short") {
    fs::remove_all(backups / "settings" / "3");
    const auto restored = restore(backups, dir.path() / "restored");
    if (!restored) FAIL(restored.error().message);
    CHECK(restored->number == 2);
    CHECK(graph_dump(dir.path() / "restored") == graph);
    CHECK(search_dump(dir.path() / "restored") == search);
  }
  SECTION("never over something") {
    const auto restored = restore(backups, data);
    REQUIRE(!restored);
    CHECK(restored.error().code == ErrorCode::kIncompatible);
  }
  SECTION("never a damaged one") {
    for (const auto& entry : fs::recursive_directory_iterator(backups / "graph")) {
      if (entry.path().extension() != ".sst") continue;
      std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(40);
      file.write("damaged", 7);
    }
    const auto restored = restore(backups, dir.path() / "restored");
    REQUIRE(!restored);
    CHECK(restored.error().code == ErrorCode::kCorrupt);
    CHECK(!fs::exists(dir.path() / "restored"));
  }
  SECTION("a new one is on the disk before the earlier ones go") {
    synced.clear();
    REQUIRE(backup(data, backups, 1));
    const auto place = fs::canonical(backups);
    // Made under another name, and renamed.
    for (const auto& path :
         {place / "settings/4.new/zhengce.json", place / "settings/4.new/dictionary.txt",
          place / "settings/4.new", place / "settings", place, place.parent_path()}) {
      CAPTURE(path);
      CHECK(synced.contains(path.string()));
    }
  }
  SECTION("one that fails costs none of the earlier ones") {
    fs::create_directories(data / "rules");
    fs::create_symlink(dir.path() / "none", data / "rules/verbs.tsv");
    const auto failed = backup(data, backups, 1);
    REQUIRE(!failed);
    CHECK(failed.error().code == ErrorCode::kIo);
    CHECK(restore(backups, dir.path() / "restored")->number == 3);
  }
  SECTION("one of which no index can be made leaves the place as it was") {
    dir.write("backups/settings/3/dictionary.txt", "\xFF\xFE\xFF");
    const bool is_there = GENERATE(false, true);
    if (is_there) fs::create_directory(dir.path() / "restored");
    const auto restored = restore(backups, dir.path() / "restored");
    REQUIRE(!restored);
    CHECK(restored.error().code == ErrorCode::kInvalidInput);
    CHECK(fs::exists(dir.path() / "restored") == is_there);
    CHECK(!fs::exists(dir.path() / "restored.restoring"));
    if (is_there) CHECK(fs::is_empty(dir.path() / "restored"));
  }
  SECTION("through a link to an empty directory") {
    fs::create_directory(dir.path() / "empty");
    fs::create_directory_symlink(dir.path() / "empty", dir.path() / "link");
    REQUIRE(restore(backups, dir.path() / "link"));
    CHECK(fs::is_symlink(dir.path() / "link"));
    CHECK(graph_dump(dir.path() / "empty") == graph_dump(data));
  }
  SECTION("only the last, where asked") {
    REQUIRE(backup(data, backups, 1));
    CHECK(std::distance(fs::directory_iterator(backups / "settings"), {}) == 1);
    CHECK(restore(backups, dir.path() / "restored")->number == 4);
  }
}

}  // namespace zhengce
