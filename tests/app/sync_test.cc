// What a user meets who keeps a folder indexed: reports, retries, removal, sync, backups.
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
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
  CHECK(unasked.out.empty());
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
  CHECK(dry.lines().back()["removed"] == 2);  // 0, j1: the text of 1 before is replaced.
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

TEST_CASE("a dry run of sync announces what the run then does", "[app]") {
  const Place place;
  const auto keyed = [](const char* key, const char* word) {
    return std::string(R"({"id":")") + key +
           R"(","title":"【虚构示例】借伞须知","text":"示例市的)" + word + "。\"}\n";
  };
  for (int i = 0; i < 4; ++i) place.dir.write("in/" + std::to_string(i) + ".txt", text(i));
  place.dir.write("in/old.jsonl", keyed("k1", "伞架") + keyed("k2", "雨衣"));
  place.run("sync", {place.folder});
  place.dir.write("in/old.jsonl", keyed("k1", "新伞架") + keyed("k2", "雨衣"));
  place.run("sync", {place.folder});                             // k1 has an older version now.
  place.dir.write("in/0.txt", text(10));                         // Changed,
  fs::rename(place.folder + "/1.txt", place.folder + "/9.txt");  // renamed,
  place.dir.write("in/copy.txt", text(2));                       // elsewhere too,
  fs::remove(place.folder + "/3.txt");                           // gone.
  fs::remove(place.folder + "/old.jsonl");
  place.dir.write("in/new.jsonl", keyed("k1", "更新的伞架"));  // One key moved, one is gone.
  const auto told = [](const Ran& ran) {
    std::vector<std::string> lines;
    for (auto line : ran.lines()) {
      for (const char* changing : {"seconds", "stages", "dry_run"}) line.erase(changing);
      lines.push_back(line.dump());
    }
    return lines;
  };
  const Ran dry = place.run("sync", {"--dry-run", place.folder});
  const Ran ran = place.run("sync", {place.folder});
  CHECK(told(dry) == told(ran));
  CHECK(ran.lines().back()["updated"] == 2);
  CHECK(ran.lines().back()["removed"] == 3);  // 3, both that the old lines held.
  CHECK(place.run("check", {}).code == 0);
}

TEST_CASE("a dry run says what would be, not what was", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  const auto said = [&](const char* command, std::vector<std::string> more) {
    more.insert(more.begin(), {command, "--data", place.data});
    return run_program(more).out;
  };
  CHECK_THAT(said("index", {"--dry-run", place.folder}),
             ContainsSubstring("1 article would be added"));
  CHECK_THAT(said("sync", {"--dry-run", place.folder}),
             ContainsSubstring("1 article would be added"));
  place.run("index", {place.folder});
  CHECK_THAT(
      said("remove", {"--dry-run", "--path", place.folder}),
      ContainsSubstring("would be removed  ") && ContainsSubstring("1 article would be removed"));
  fs::remove(place.folder + "/a.txt");
  CHECK_THAT(said("sync", {"--dry-run", place.folder}), ContainsSubstring("would be removed  "));
  CHECK(said("remove", {"--yes", "--path", place.folder}).starts_with("removed"));
}

TEST_CASE("a folder without files is no mistake", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  place.dir.write("in/b.html", text(2));
  CHECK(place.run("sync", {place.folder}).lines().back()["added"] == 2);
  // What the patterns leave out is not gone.
  const Ran none = place.run("sync", {"--include", "*.htm", place.folder});
  CHECK(none.code == 0);
  CHECK(none.lines().back()["removed"] == 0);
  CHECK_THAT(none.err, ContainsSubstring("no files in it that the patterns leave in"));
  CHECK(place.run("sync", {"--exclude", "a*", place.folder}).lines().back()["removed"] == 0);
  fs::remove(place.folder + "/b.html");
  const Ran one = place.run("sync", {"--include", "*.html", place.folder});
  CHECK(one.lines().back()["removed"] == 1);
  fs::remove(place.folder + "/a.txt");
  const Ran emptied = place.run("sync", {place.folder});
  CHECK(emptied.code == 0);
  CHECK(emptied.lines().back()["removed"] == 1);
  CHECK_THAT(emptied.err, ContainsSubstring(place.folder + ": no files in it\n"));
  CHECK(place.articles() == 0);
  CHECK(place.run("index", {place.folder}).code == 0);
}

TEST_CASE("what is no file is reported with the reason", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  place.dir.write("other/b.txt", text(2));
  fs::create_symlink("nowhere", place.folder + "/b-nothing.txt");
  fs::create_symlink("b-self.txt", place.folder + "/b-self.txt");
  fs::create_directory_symlink(place.dir.path() / "other", place.folder + "/c-folder");
  REQUIRE(mkfifo((place.folder + "/d-pipe.txt").c_str(), 0600) == 0);
  fs::create_symlink(place.dir.path() / "other" / "b.txt", place.folder + "/e-link.txt");
  const auto report = (place.dir.path() / "report").string();
  const Ran ran = place.run("sync", {"--report", report, place.folder});
  CHECK(ran.code == 3);
  CHECK(ran.lines().back()["added"] == 2);
  CHECK(ran.lines().back()["skipped"] == 2);
  CHECK(ran.lines().back()["unread"] == 2);
  std::vector<std::string> told;
  for (const auto& line : ran.lines()) {
    const auto status = line.value("status", "");
    if (status == "skipped" || status == "unread")
      told.push_back(status + " " + fs::path(line["path"]).filename().string() + ": " +
                     line["reason"].get<std::string>());
  }
  CHECK(told ==
        std::vector<std::string>{"skipped b-nothing.txt: a link to nothing",
                                 "skipped b-self.txt: a link that leads back to itself",
                                 "unread c-folder: a link to a directory, not followed",
                                 "unread d-pipe.txt: no file, but a pipe, socket or device"});
  CHECK_THAT(test::read_file(report), ContainsSubstring("a link to nothing"));
  // Named themselves they are told in the same words.
  const Ran named =
      place.run("index", {place.folder + "/b-nothing.txt", place.folder + "/b-self.txt"});
  CHECK_THAT(named.err + named.out, ContainsSubstring("a link to nothing"));
  CHECK_THAT(named.err + named.out, ContainsSubstring("a link that leads back to itself"));
}

TEST_CASE("a date that is none costs the date alone, and is told", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  place.dir.write("in/a.txt.meta.json", R"({"key":"k1","published":"2024-02-30"})");
  place.dir.write("in/b.jsonl",
                  R"({"id":"k2","title":"【虚构示例】乙","text":"示例市乙站。","date":"soon"})"
                  "\n"
                  R"({"id":"k3","title":"【虚构示例】丙","text":"示例市丙站。","date":20240305})"
                  "\n");
  place.dir.write("in/b.jsonl.meta.json", R"({"retrieved":"昨天"})");
  const Ran ran = place.run("index", {place.folder});
  CHECK(ran.code == 0);
  const auto lines = ran.lines();
  REQUIRE(lines.size() == 4);
  CHECK(lines[0]["notes"][0] == "\"published\": 2024-02-30 is no date, left out");
  CHECK(lines[1]["notes"].size() == 2);  // Its own and the sidecar's, which is told once.
  CHECK_FALSE(lines[2].contains("notes"));
  CHECK_THAT(ran.err, ContainsSubstring("a.txt: \"published\": 2024-02-30 is no date") &&
                          ContainsSubstring("\"date\": soon is no date"));
  CHECK(place.run("show", {"k3"}).lines()[0]["date"] == "2024-03-05");
}

TEST_CASE("a zip that is cut short is read as far as it goes, and told", "[app]") {
  const Place place;
  const std::string whole =
      test::read_file(ZHENGCE_SOURCE_DIR "/tests/data/formats/archives/gbk-names.zip");
  const auto directory = whole.find("PK\1\2");
  REQUIRE(directory != std::string::npos);
  const auto zip = place.dir.write("whole.zip", whole);
  const int members = place.run("index", {"--dry-run", zip.string()}).lines().back()["added"];
  REQUIRE(members > 0);
  // Between two files nothing but the missing directory tells that there were more.
  for (const auto size : {directory, directory - 20}) {
    CAPTURE(size);
    const auto cut = place.dir.write("cut.zip", whole.substr(0, size));
    const Ran ran = place.run("index", {"--dry-run", cut.string()});
    CHECK(ran.code == (ran.lines().back()["added"] > 0 ? 3 : 2));
    CHECK(ran.lines().back()["added"] == (size == directory ? members : members - 1));
    CHECK(ran.lines().back()["skipped"] >= 1);
  }
}

TEST_CASE("a name that is no UTF-8 is shown byte by byte", "[app]") {
  const Place place;
  place.dir.write("in/\xB7\xA8.txt", "");
  place.dir.write("in/b.txt", text(2));
  const auto report = (place.dir.path() / "report").string();
  const Ran ran = place.run("index", {"--report", report, place.folder});
  CHECK(ran.code == 3);
  CHECK_THAT(run_program({"index", "--data", place.data, place.folder}).err,
             ContainsSubstring("/in/\\xB7\\xA8.txt: empty file"));
  CHECK(ran.lines()[0]["path"] == place.folder + "/\\xB7\\xA8.txt");
  place.dir.write("in/\xB7\xA8.txt", text(3));
  const Ran again = place.run("index", {"--retry", report});
  CHECK(again.code == 0);
  CHECK(again.lines().back()["added"] == 1);
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

TEST_CASE("a backup onto a damaged one mends it", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  place.run("index", {place.folder});
  const auto backups = (place.dir.path() / "backups").string();
  place.run("backup", {backups});
  std::size_t damaged = 0;
  for (const auto& entry : fs::recursive_directory_iterator(backups)) {
    if (entry.path().extension() != ".sst") continue;
    auto bytes = test::read_file(entry.path());
    bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 4);
    std::ofstream(entry.path(), std::ios::binary) << bytes;
    ++damaged;
  }
  const auto restore = [&](const char* name) {
    return run_program({"restore", "--data", (place.dir.path() / name).string(), backups});
  };
  const Ran failed = restore("failed");
  CHECK(failed.code == 2);
  CHECK_THAT(failed.err, ContainsSubstring("backup is damaged"));
  const Ran again = place.run("backup", {backups});
  CHECK(again.code == 0);
  CHECK(again.lines().back()["mended"] == damaged);
  CHECK_THAT(again.err, ContainsSubstring("copied anew"));
  CHECK(restore("restored").code == 0);
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

TEST_CASE("a folder is the same however its path is written", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  place.dir.write("in/b.txt", text(2));
  const fs::path before = fs::current_path();
  fs::current_path(place.dir.path());
  CHECK(place.run("index", {"./in"}).lines().back()["added"] == 2);
  for (const std::string& way : {std::string("in"), std::string("in/"), std::string("./in//."),
                                 std::string("in/../in"), place.folder, place.folder + "/"}) {
    CAPTURE(way);
    const Ran ran = place.run("sync", {way});
    CHECK(ran.code == 0);
    CHECK(ran.lines().back()["unchanged"] == 2);
    CHECK(ran.lines().back()["duplicate"] == 0);
    CHECK(ran.lines().back()["removed"] == 0);
  }
  CHECK(place.run("show", {"in/a.txt"}).code == 0);
  CHECK(place.run("show", {"./in/../in/a.txt"}).code == 0);
  CHECK(place.run("remove", {"--yes", "--path", "in/a.txt"}).lines().back()["removed"] == 1);
  fs::remove("in/a.txt");
  fs::remove("in/b.txt");
  CHECK(place.run("sync", {"./in"}).lines().back()["removed"] == 1);
  fs::current_path(before);
  CHECK(place.articles() == 0);
}

TEST_CASE("a folder that is followed is indexed as files come, change and go", "[app]") {
  const Place place;
  place.dir.write("in/a.txt", text(1));
  const std::string out = (place.dir.path() / "out").string();
  const pid_t child = fork();
  if (child == 0) {
    if (freopen(out.c_str(), "w", stdout) == nullptr) _exit(127);
    execl(ZHENGCE_PROGRAM, ZHENGCE_PROGRAM, "sync", "--quiet", "--json", "--follow", "--data",
          place.data.c_str(), place.folder.c_str(), nullptr);
    _exit(127);
  }
  const auto becomes = [&](const std::function<bool()>& holds) {
    for (int i = 0; i < 300 && !holds(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return holds();
  };
  const auto told = [&](const std::string& what) {
    return test::read_file(out).find(what) != std::string::npos;
  };
  CHECK(becomes([&] { return told(R"("batch")"); }));
  // A file that is still being written is left alone, one that is moved here is whole.
  std::ofstream half(place.folder + "/half.txt", std::ios::binary);
  half << text(2).substr(0, 60) << std::flush;
  const auto whole = place.dir.write("whole.tmp", text(3));
  fs::create_directories(place.folder + "/new");
  fs::rename(whole, place.folder + "/new/whole.txt");
  CHECK(becomes([&] { return told("whole.txt"); }));
  CHECK_FALSE(told("half.txt"));
  CHECK(place.run("search", {"借伞架"}).lines().back()["total"] == 2);
  half << text(2).substr(60);
  half.close();
  CHECK(becomes([&] { return told("half.txt"); }));
  fs::remove_all(place.folder + "/new");
  CHECK(becomes([&] { return told(R"("removal")"); }));
  CHECK(place.articles() == 2);
  kill(child, SIGINT);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  const Ran ran{0, test::read_file(out), ""};
  CHECK(ran.lines().back()["type"] == "summary");
  CHECK(ran.lines().back()["added"] == 3);
  CHECK(ran.lines().back()["removed"] == 1);
  CHECK(place.run("check", {}).code == 0);
}

TEST_CASE("a text is shown as it was on a day", "[app]") {
  const Place place;
  const auto version = [](const char* words, const char* date) {
    return std::string(R"({"id":"k1","title":"【虚构示例】借伞须知","published":")") + date +
           R"(","text":")" + words + "\"}\n";
  };
  place.dir.write("in/1.jsonl", version("示例市每人借一把伞。", "2022-03-01"));
  place.dir.write("in/2.jsonl", version("示例市每人借两把伞。", "2023-05-01"));
  place.run("index", {place.folder});
  struct Row {
    const char* day;
    const char* words;
  };
  for (const Row& row : {Row{"2022-03-01", "一把"}, Row{"2022", "一把"}, Row{"2023-04-30", "一把"},
                         Row{"2023-05", "两把"}, Row{"2030", "两把"}}) {
    CAPTURE(row.day);
    const Ran ran = place.run("show", {"k1", "--as-of", row.day});
    REQUIRE(ran.lines().size() == 2);
    CHECK_THAT(ran.lines()[0]["text"].get<std::string>(), ContainsSubstring(row.words));
  }
  const Ran before = place.run("show", {"k1", "--as-of", "2021"});
  CHECK(before.code == 1);
  CHECK_THAT(before.err, ContainsSubstring("no version"));
  CHECK(place.run("show", {"k1", "--as-of", "soon"}).code == 2);
}

TEST_CASE("an article that was printed elsewhere tells where", "[app]") {
  const Ran roundup = run_program({"search", "--data", test::sample_data().string(), "--json",
                                   "title:成都市一天里的三段读书时光"});
  REQUIRE(roundup.lines().size() > 1);
  const Ran ran = run_program({"show", "--data", test::sample_data().string(), "--json",
                               roundup.lines()[0]["article"].get<std::string>()});
  const auto section = ran.lines()[0]["sections"][0];
  REQUIRE(section["reprints"].size() == 1);
  CHECK(section["reprints"][0]["article"] != ran.lines()[0]["article"]);
  CHECK_THAT(section["reprints"][0]["title"].get<std::string>(), ContainsSubstring("夜读"));
  const Ran words = run_program({"show", "--data", test::sample_data().string(),
                                 roundup.lines()[0]["article"].get<std::string>()});
  CHECK_THAT(words.out, ContainsSubstring("nearly the same in:"));
}

}  // namespace zhengce
