// What is told by its looks is not read again, and is never taken for what it is not.
#include "indexer/seen_files.h"

#include <fstream>
#include <thread>

#include "indexer/indexer.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::read_file;
using test::TempDir;

ArticleId id_of(std::uint8_t n) {
  ArticleId id;
  id.bytes.fill(n);
  return id;
}

IndexerOptions told_at_once() {
  IndexerOptions options;
  options.settled_seconds = 0;
  return options;
}

struct Run {
  std::vector<InputReport> reports;
  IndexSummary summary;
};

Run index(const fs::path& data, const std::vector<fs::path>& paths,
          const IndexerOptions& options = told_at_once()) {
  // Times of change have the grain of the system's clock.
  std::this_thread::sleep_for(20ms);
  auto indexer = Indexer::open(data, options);
  if (!indexer) FAIL(indexer.error().message);
  Run run;
  const auto summary =
      indexer->add(paths, [&](const InputReport& report) { run.reports.push_back(report); });
  if (!summary) FAIL(summary.error().message);
  run.summary = *summary;
  return run;
}

const InputReport& report_of(const Run& run, const std::string& path) {
  for (const auto& report : run.reports) {
    if (report.path == path) return report;
  }
  FAIL(path + " is not reported");
  return run.reports.front();
}

struct Folder {
  TempDir dir;
  fs::path data = dir.path() / "data";
  fs::path in = dir.path() / "in";

  Folder() {
    dir.write("in/one.txt", "夜间公交试点的通知\n\n绍兴市推进“夜间公交”试点。\n");
    dir.write("in/two.txt", "社区食堂工作总结\n\n宁波市实施“社区食堂”工程。\n");
    dir.write("in/many.jsonl",
              "{\"id\":\"a\",\"title\":\"图书流动\",\"text\":\"杭州市开展“流动图书”行动。\"}\n"
              "{\"id\":\"b\",\"title\":\"修理咖啡\",\"text\":\"温州市开办“修理咖啡”活动。\"}\n");
  }
  std::string path(const std::string& name) const { return (in / name).string(); }
};

TEST_CASE("notes come back as they were saved, and say nothing of other looks") {
  const TempDir dir;
  const fs::path file = dir.path() / "seen";
  SeenFiles seen;
  const SeenFiles::Outcome whole{{{id_of(1), "", "", 0}, {id_of(2), "键", "!/名.txt", 7}}, {}};
  const SeenFiles::Outcome skipped{
      {{id_of(3), "", "", 0}},
      {{ErrorCode::kUnsupported, "an image"}, {ErrorCode::kInvalidInput, "damaged"}}};
  seen.note("/a", 11, 1, whole);
  seen.note("/b", 12, 1, {});
  seen.note("/d", 13, 1, skipped);
  REQUIRE(seen.save(file, 5));
  const auto loaded = SeenFiles::load(file, 5);
  CHECK(loaded.outcome("/a", 11, 1) == whole);
  CHECK(loaded.outcome("/b", 12, 1) == SeenFiles::Outcome());
  CHECK(loaded.outcome("/d", 13, 1) == skipped);
  CHECK_FALSE(loaded.outcome("/a", 12, 1));
  CHECK_FALSE(loaded.outcome("/b", 11, 1));
  CHECK_FALSE(loaded.outcome("/c", 11, 1));
  // Under other limits other things may be skipped; what was read whole is read whole.
  CHECK_FALSE(loaded.outcome("/d", 13, 2));
  CHECK(loaded.outcome("/a", 11, 2) == whole);
  CHECK_FALSE(loaded.is_in_doubt("/a"));
}

TEST_CASE("notes of another state of the graph are in doubt until each is confirmed") {
  const TempDir dir;
  const fs::path file = dir.path() / "seen";
  SeenFiles seen;
  seen.note("/a", 1, 0, {});
  seen.note("/b", 2, 0, {});
  REQUIRE(seen.save(file, 5));
  auto later = SeenFiles::load(file, 6);
  CHECK(later.is_in_doubt("/a"));
  later.confirm("/a");
  CHECK_FALSE(later.is_in_doubt("/a"));
  REQUIRE(later.save(file, 6));
  later = SeenFiles::load(file, 6);
  CHECK(later.is_in_doubt("/b"));
  later.confirm("/a");
  later.note("/b", 2, 0, {});
  REQUIRE(later.save(file, 6));
  CHECK_FALSE(SeenFiles::load(file, 6).is_in_doubt("/b"));
}

TEST_CASE("notes that were damaged are none") {
  const TempDir dir;
  const fs::path file = dir.path() / "seen";
  SeenFiles seen;
  seen.note("/a", 1, 0, {{{id_of(1), "key", "", 0}}, {{ErrorCode::kInvalidInput, "damaged"}}});
  REQUIRE(seen.save(file, 5));
  const std::string whole = read_file(file);
  CHECK(SeenFiles::load(dir.path() / "absent", 5).empty());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    std::ofstream(file, std::ios::binary) << damaged;
    CHECK(SeenFiles::load(file, 5).empty());
    std::ofstream(file, std::ios::binary) << whole.substr(0, i);
    CHECK(SeenFiles::load(file, 5).empty());
  }
}

TEST_CASE("a file that has just changed cannot be told by its looks") {
  const TempDir dir;
  dir.write("a.txt", "一");
  const fs::path file = dir.path() / "a.txt";
  CHECK_FALSE(SeenFiles::look(file, 1h));
  std::this_thread::sleep_for(20ms);
  const auto look = SeenFiles::look(file, 0s);
  REQUIRE(look);
  CHECK(SeenFiles::look(file, 0s) == look);
  dir.write("a.txt.meta.json", "{}");
  std::this_thread::sleep_for(20ms);
  CHECK(SeenFiles::look(file, 0s) != look);
  CHECK_FALSE(SeenFiles::look(dir.path(), 0s));
  CHECK_FALSE(SeenFiles::look(dir.path() / "absent", 0s));
}

TEST_CASE("files that look the same are not read again, but reported") {
  const Folder folder;
  const auto first = index(folder.data, {folder.in});
  CHECK(first.summary.added == 4);
  const auto second = index(folder.data, {folder.in});
  CHECK(second.summary.unchanged == 4);
  CHECK(second.summary.characters == 0);
  REQUIRE(second.reports.size() == 4);
  for (const auto& report : first.reports) {
    CAPTURE(report.path, report.key);
    CHECK(std::any_of(second.reports.begin(), second.reports.end(), [&](const InputReport& other) {
      return other.path == report.path && other.key == report.key &&
             other.article == report.article && other.status == InputStatus::kUnchanged;
    }));
  }
  auto all = told_at_once();
  all.reread = true;
  const auto third = index(folder.data, {folder.in}, all);
  CHECK(third.summary.unchanged == 4);
  CHECK(third.summary.characters == first.summary.characters);
}

TEST_CASE("only the file that changed is read, or whose sidecar did") {
  const Folder folder;
  index(folder.data, {folder.in});
  folder.dir.write("in/one.txt", "夜间公交试点的通知\n\n绍兴市取消“夜间公交”试点。\n");
  const auto changed = index(folder.data, {folder.in});
  CHECK(changed.summary.updated == 1);
  CHECK(changed.summary.unchanged == 3);
  CHECK(changed.summary.characters < 40);
  folder.dir.write("in/two.txt.meta.json", "{\"source\":\"示例日报\"}");
  const auto described = index(folder.data, {folder.in});
  CHECK(described.summary.characters > 0);
  CHECK(index(folder.data, {folder.in}).summary.characters == 0);
}

TEST_CASE("what would be skipped again is not read again, but told again") {
  const Folder folder;
  folder.dir.write("in/broken.jsonl", "{\"text\":\"台州市推进“河长”试点。\"}\nno JSON\n");
  folder.dir.write("in/empty.txt", "");
  folder.dir.write("in/image.png", "\x89PNG\r\n\x1a\n");
  const auto first = index(folder.data, {folder.in});
  CHECK(first.summary.skipped == 2);
  CHECK(first.summary.unread == 1);
  const auto again = index(folder.data, {folder.in});
  CHECK(again.summary.skipped == 2);
  CHECK(again.summary.unread == 1);
  CHECK(again.summary.unchanged == 5);
  CHECK(again.summary.characters == 0);
  for (const char* name : {"broken.jsonl", "empty.txt", "image.png"}) {
    CAPTURE(name);
    const auto told = [&](const Run& run) {
      std::vector<std::string> reasons;
      for (const auto& report : run.reports) {
        if (report.path == folder.path(name) && !report.article) reasons.push_back(report.reason);
      }
      return reasons;
    };
    CHECK(told(first).size() == 1);
    CHECK(told(again) == told(first));
  }
  SECTION("under other limits it is") {
    auto wider = told_at_once();
    wider.reader.max_file_bytes += 1;
    CHECK(index(folder.data, {folder.in}, wider).summary.characters > 0);
  }
  SECTION("and where it has changed") {
    folder.dir.write("in/empty.txt", "河道巡查的通知\n\n台州市推进“河道巡查”试点。\n");
    CHECK(index(folder.data, {folder.in}).summary.added == 1);
  }
}

TEST_CASE("what another try may fare better with is tried again") {
  const Folder folder;
  auto slow = told_at_once();
  bool is_slow = true;
  slow.reader.isolate = [&](const fs::path& path, const ReaderOptions&,
                            const ReaderOptions::Visit& visit) -> Result<void> {
    if (is_slow) return Error{ErrorCode::kIo, path.string() + ": takes too long"};
    RawDocument document;
    document.title = "夜市管理的通知";
    document.text = "嘉兴市推进“夜市管理”试点。";
    document.source.path = path.string();
    visit(std::move(document));
    return {};
  };
  folder.dir.write("in/page.pdf", "%PDF-1.4\n");
  CHECK(index(folder.data, {folder.in}, slow).summary.skipped == 1);
  is_slow = false;
  CHECK(index(folder.data, {folder.in}, slow).summary.added == 1);
}

TEST_CASE("an article that was removed comes back with its file") {
  const Folder folder;
  const auto first = index(folder.data, {folder.in});
  const auto article = report_of(first, folder.path("one.txt")).article;
  REQUIRE(article);
  const std::string before = read_file(folder.data / "seen");
  {
    auto indexer = Indexer::open(folder.data, told_at_once());
    REQUIRE(indexer);
    auto plan = plan_removal(indexer->graph(), [&](const StoredArticle& stored, const Source&) {
      return stored.article.id == *article;
    });
    REQUIRE(plan);
    REQUIRE(indexer->remove(*plan));
  }
  // Killed before the notes were saved, those of before are still there.
  if (GENERATE(false, true)) std::ofstream(folder.data / "seen", std::ios::binary) << before;
  const auto again = index(folder.data, {folder.in});
  CHECK(again.summary.added == 1);
  CHECK(again.summary.unchanged == 3);
  CHECK(index(folder.data, {folder.in}).summary.characters == 0);
}

TEST_CASE("a purge leaves no note, and a dry run makes none") {
  const Folder folder;
  auto dry = told_at_once();
  dry.dry_run = true;
  index(folder.data, {folder.in}, dry);
  CHECK_FALSE(fs::exists(folder.data / "seen"));
  CHECK(index(folder.data, {folder.in}).summary.added == 4);
  CHECK(fs::exists(folder.data / "seen"));
  auto indexer = Indexer::open(folder.data, told_at_once());
  REQUIRE(indexer);
  REQUIRE(indexer->purge());
  CHECK_FALSE(fs::exists(folder.data / "seen"));
}

}  // namespace
}  // namespace zhengce
