#include "graph/salvage.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <random>

#include "tests/graph/made.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using test::id_of;
using test::make_put;
using test::read_file;
using test::TempDir;

constexpr std::uint32_t kArticles = 1000;

// Text that does not pack well, so that a table has many blocks.
std::string text_of(std::uint32_t number) {
  std::mt19937 random(number);
  std::u32string text;
  for (int i = 0; i < 300; ++i) text.push_back(static_cast<char32_t>(0x4E00 + random() % 20000));
  return encode_utf8(text);
}

std::vector<fs::path> tables(const fs::path& graph) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(graph)) {
    if (entry.path().extension() == ".sst") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return fs::file_size(a) > fs::file_size(b); });
  return found;
}

void flip(const fs::path& file, double at) {
  auto bytes = read_file(file);
  auto& byte = bytes[static_cast<std::size_t>(static_cast<double>(bytes.size()) * at)];
  byte = static_cast<char>(byte ^ 0x5A);
  std::ofstream(file, std::ios::binary) << bytes;
}

// Articles in ten batches; every 20th of those of the first is removed again.
void fill(const fs::path& graph, bool compact) {
  GraphOptions options;
  options.sync_writes = false;
  auto store = GraphStore::open(graph, options);
  REQUIRE(store);
  for (std::uint32_t first = 0; first < kArticles; first += kArticles / 10) {
    GraphBatch batch;
    for (std::uint32_t i = first; i < first + kArticles / 10; ++i) {
      batch.puts.push_back(make_put(id_of(i), "第" + std::to_string(i) + "篇", text_of(i)));
      std::mt19937 random(i);
      for (auto& byte : batch.puts.back().article.article.id.bytes)
        byte = static_cast<std::uint8_t>(random());
    }
    REQUIRE(store->commit(batch));
    if (first == 0) {
      GraphBatch removals;
      for (std::size_t i = 0; i < batch.puts.size(); i += 20)
        removals.removals.push_back(batch.puts[i].article.article.id);
      REQUIRE(store->flush());
      REQUIRE(store->commit(removals));
      REQUIRE(store->forget_removals());
    }
    REQUIRE(store->flush());
  }
  if (compact) REQUIRE(store->compact());
}
constexpr std::uint32_t kLeft = kArticles - kArticles / 10 / 20;

std::map<ArticleId, std::string> texts(const fs::path& graph) {
  std::map<ArticleId, std::string> all;
  const auto view = open_graph_view(graph);
  if (!view) FAIL(view.error().message);
  const auto read = (*view)->each_article([&](const StoredArticle& stored) {
    all[stored.article.id] = **(*view)->text(stored.article.id);
    return true;
  });
  REQUIRE(read);
  const auto faults = (*view)->verify();
  REQUIRE(faults);
  CHECK(faults->empty());
  return all;
}

}  // namespace

TEST_CASE("of a table with damaged blocks all other blocks are read", "[graph]") {
  const TempDir dir;
  const auto graph = dir.path() / "graph";
  const bool compact = GENERATE(true, false);
  fill(graph, compact);
  fs::copy(graph, dir.path() / "whole");
  const auto whole = texts(dir.path() / "whole");
  REQUIRE(whole.size() == kLeft);
  // The texts make the largest tables: of 64 KiB a block.
  const auto damaged = tables(graph).front();
  flip(damaged, .3);
  flip(damaged, .85);
  std::uint64_t told = 0;
  const auto salvaged =
      salvage_graph(graph, dir.path() / "salvaged", [&](std::uint64_t n) { told = n; });
  if (!salvaged) FAIL(salvaged.error().message);
  CHECK(told == salvaged->articles);
  CHECK(salvaged->unreadable.size() == 2);
  CHECK(salvaged->lost.size() > 20);
  CHECK(salvaged->lost.size() < 240);
  CHECK(salvaged->articles + salvaged->lost.size() == kLeft);
  CHECK(salvaged->doubtful.empty());
  const auto kept = texts(graph);
  CHECK(kept.size() == salvaged->articles);
  for (const auto& [id, text] : kept) CHECK(whole.at(id) == text);
  for (const LostArticle& lost : salvaged->lost) {
    CHECK(whole.contains(lost.article));
    CHECK(!kept.contains(lost.article));
    CHECK(!lost.title.empty());
    CHECK(lost.sources.size() == 1);
  }
  // The damaged one is as it was.
  CHECK(read_file(salvaged->aside / damaged.filename()).size() > 50000);
  CHECK(!fs::exists(graph.string() + ".reading"));
  CHECK(!fs::exists(graph.string() + ".salvaging"));
}

TEST_CASE("without the list of files, damaged tables are read block by block too", "[graph]") {
  const TempDir dir;
  const auto graph = dir.path() / "graph";
  fill(graph, true);
  flip(tables(graph).front(), .5);
  fs::remove(graph / "CURRENT");
  const auto salvaged = salvage_graph(graph, dir.path() / "salvaged");
  if (!salvaged) FAIL(salvaged.error().message);
  CHECK(salvaged->lost.size() > 10);
  CHECK(salvaged->lost.size() < 120);
  CHECK(salvaged->articles + salvaged->lost.size() == kLeft);
  CHECK(texts(graph).size() == salvaged->articles);
}

TEST_CASE("a store of which nothing can be read stays as it is", "[graph]") {
  const TempDir dir;
  const auto graph = dir.path() / "graph";
  fill(graph, true);
  for (const auto& file : tables(graph)) fs::resize_file(file, 10);
  const auto salvaged = salvage_graph(graph, dir.path() / "salvaged");
  REQUIRE(!salvaged);
  CHECK(salvaged.error().code == ErrorCode::kCorrupt);
  CHECK(salvaged.error().message.find('\n') == std::string::npos);
  CHECK(fs::exists(graph / "CURRENT"));
  CHECK(!fs::exists(graph.string() + ".damaged"));
}

TEST_CASE("a salvage killed between its two renames is ended", "[graph]") {
  const TempDir dir;
  const auto graph = dir.path() / "graph";
  fill(dir.path() / "graph.salvaged", false);
  SECTION("not yet in its place") {
    REQUIRE(finish_salvage(graph));
    CHECK(texts(graph).size() == kLeft);
  }
  SECTION("already swapped") {
    fill(graph, false);
    REQUIRE(finish_salvage(graph));
    CHECK(fs::exists(graph.string() + ".damaged"));
  }
  CHECK(!fs::exists(graph.string() + ".salvaged"));
}

}  // namespace zhengce
