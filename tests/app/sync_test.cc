// What a user meets who keeps a folder indexed: reports, retries, removal, sync, backups.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/app/run_program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using test::Ran;
using test::run_program;

std::string text(int i) {
  return "【虚构示例】第" + std::to_string(i) + "号借伞架\n示例市在第" + std::to_string(i) +
         "个车站设了借伞架。\n";
}

struct Place {
  test::TempDir dir;
  std::string data = (dir.path() / "data").string();
  std::string folder = (dir.path() / "in").string();

  Ran run(const std::string& command, std::vector<std::string> more) const {
    more.insert(more.begin(), {command, "--data", data, "--json"});
    return run_program(more);
  }
  int articles() const { return run("stats", {}).lines()[0]["articles"]; }
};

}  // namespace

TEST_CASE("a report names each input, and a retry takes what failed alone", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  const auto bad = place.dir.write("in/b.txt", "");
  const auto report = (place.dir.path() / "report").string();
  const Ran ran = place.run("index", {"--report", report, place.folder});
  CHECK(ran.code == 3);
  const std::string written = test::read_file(report);
  CHECK(written == ran.out);
  const auto lines = ran.lines();
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["seconds"].is_number());
  place.dir.write("in/b.txt", text(2));
  place.dir.write("in/c.txt", text(3));
  const Ran again = place.run("index", {"--retry", report});
  CHECK(again.code == 0);
  REQUIRE(again.lines().size() == 2);
  CHECK(again.lines()[0]["path"] == bad.string());
  CHECK(again.lines()[0]["status"] == "added");
  // The report of a run that was killed may end in the middle of a line.
  place.dir.write("report", written.substr(0, written.rfind("summary")));
  CHECK(place.run("index", {"--retry", report}).lines()[0]["status"] == "unchanged");
  place.dir.write("report", "no report\nat all\n");
  const Ran none = place.run("index", {"--retry", report});
  CHECK(none.code == 2);
  CHECK_THAT(none.err, ContainsSubstring("line 1"));
}

TEST_CASE("a strict run stops at the first input that cannot be read", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  place.dir.write("in/b.txt", "");
  place.dir.write("in/c.txt", text(2));
  const Ran ran = place.run("index", {"--strict", place.folder});
  CHECK(ran.code == 2);
  CHECK(ran.lines().back()["added"] == 1);
  CHECK(ran.lines().back()["skipped"] == 1);
  CHECK(ran.lines().back()["stopped"] == true);
}

TEST_CASE("Ctrl-C ends with what is in hand, and the next run does the rest", "[app]") {
  const Place place;
  constexpr int kFiles = 3000;
  for (int i = 0; i < kFiles; ++i)
    place.dir.write("in/" + std::to_string(10000 + i) + ".txt", text(i));
  const pid_t child = fork();
  if (child == 0) {
    execl(ZHENGCE_PROGRAM, ZHENGCE_PROGRAM, "index", "--quiet", "--data", place.data.c_str(),
          place.folder.c_str(), nullptr);
    _exit(127);
  }
  // Wait until it is at work.
  while (!fs::exists(place.data + "/index/CURRENT"))
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  kill(child, SIGINT);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK((WEXITSTATUS(status) == 3 || WEXITSTATUS(status) == 0));
  CHECK(place.run("check", {}).code == 0);
  CHECK(place.run("index", {place.folder}).code == 0);
  CHECK(place.articles() == kFiles);
}

TEST_CASE("a data directory without articles is no damaged one", "[app]") {
  const Place place;
  fs::create_directories(place.folder);
  place.run("index", {place.folder});
  CHECK(place.run("check", {}).code == 0);
}

TEST_CASE("remove asks, shows what goes, and takes it out", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  place.dir.write("in/more/b.txt", text(2));
  place.dir.write("in/more/c.txt", text(3));
  place.dir.write("d.jsonl", R"({"id":"k1","title":"【虚构示例】四号","text":"示例市的借伞架。"})"
                             "\n");
  place.run("index", {place.folder, (place.dir.path() / "d.jsonl").string()});
  CHECK(place.articles() == 4);
  const Ran unasked = place.run("remove", {"k1"});
  CHECK(unasked.code == 2);
  CHECK_THAT(unasked.err, ContainsSubstring("--yes"));
  const Ran dry = place.run("remove", {"--dry-run", "--path", place.folder + "/more"});
  CHECK(dry.lines().size() == 3);
  CHECK(dry.lines().back()["removed"] == 2);
  CHECK(place.articles() == 4);
  CHECK(place.run("remove", {"--yes", "--path", place.folder + "/more"}).code == 0);
  CHECK(place.articles() == 2);
  CHECK(place.run("remove", {"--yes", "--purge", "--key", "k1"}).code == 0);
  CHECK(place.articles() == 1);
  CHECK(place.run("remove", {"--yes", "--key", "k1"}).code == 1);
  CHECK(place.run("search", {"借伞架"}).lines().back()["total"] == 1);
  CHECK(place.run("check", {}).code == 0);
}

TEST_CASE("sync keeps in step with a folder, and says first what it would do", "[app]") {
  const Place place;
  for (int i = 0; i < 4; ++i) place.dir.write("in/" + std::to_string(i) + ".txt", text(i));
  place.dir.write("in/many.jsonl",
                  R"({"id":"j1","title":"【虚构示例】甲","text":"示例市甲站的借伞架。"})"
                  "\n"
                  R"({"id":"j2","title":"【虚构示例】乙","text":"示例市乙站的借伞架。"})"
                  "\n");
  place.dir.write("elsewhere.txt", text(99));
  place.run("index", {(place.dir.path() / "elsewhere.txt").string()});
  CHECK(place.run("sync", {place.folder}).lines().back()["added"] == 6);
  fs::remove(place.folder + "/0.txt");
  place.dir.write("in/1.txt", text(11));  // Changed,
  place.dir.write("in/2.txt", "");        // and broken: what was read before stays.
  place.dir.write("in/5.txt", text(5));
  place.dir.write("in/many.jsonl",
                  R"({"id":"j2","title":"【虚构示例】乙","text":"示例市乙站的借伞架。"})"
                  "\n");
  const Ran dry = place.run("sync", {"--dry-run", place.folder});
  CHECK(dry.lines().back()["removed"] == 3);  // 0, the text of 1 before, j1.
  CHECK(dry.lines().back()["dry_run"] == true);
  CHECK(place.articles() == 7);
  const Ran ran = place.run("sync", {place.folder});
  CHECK(ran.code == 3);
  CHECK(ran.lines().back()["removed"] == 2);  // The text before went with its replacement.
  CHECK(place.articles() == 6);
  CHECK(place.run("show", {"j1"}).code == 1);
  CHECK(place.run("check", {}).code == 0);
  CHECK(place.run("sync", {place.folder + "/none"}).code == 2);
  CHECK(place.articles() == 6);
}

TEST_CASE("a backup comes back as a new data directory", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  place.run("index", {place.folder});
  const auto backups = (place.dir.path() / "backups").string();
  CHECK(place.run("backup", {backups}).lines().back()["articles"] == 1);
  const auto other = (place.dir.path() / "other").string();
  const Ran restored = run_program({"restore", "--data", other, backups});
  CHECK(restored.code == 0);
  CHECK_THAT(restored.out, ContainsSubstring("1 article"));
  CHECK(run_program({"search", "--json", "--data", other, "借伞架"}).lines().back()["total"] == 1);
  CHECK(run_program({"restore", "--data", other, backups}).code == 2);
  CHECK(run_program({"restore", "--data", other + "2", place.folder}).code == 2);
}

TEST_CASE("the versions under one key are listed, the newest first", "[app]") {
  const Place place;
  const auto line = [](const char* date, const char* word) {
    return std::string(R"({"id":"k","title":"【虚构示例】借伞办法","date":")") + date +
           R"(","text":"示例市的借伞架)" + word + "。\"}\n";
  };
  const auto first = place.dir.write("2022.jsonl", line("2022-01-01", "每天开放"));
  const auto second = place.dir.write("2024.jsonl", line("2024-01-01", "雨天开放"));
  place.run("index", {second.string(), first.string()});
  const auto lines = place.run("show", {"--versions", "k"}).lines();
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["date"] == "2024-01-01");
  CHECK(lines[0]["current"] == true);
  CHECK(lines[1]["date"] == "2022-01-01");
  CHECK(lines[1]["current"] == false);
}

}  // namespace zhengce
