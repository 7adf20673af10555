#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/app/run_program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

using test::Ran;
using test::run_program;
using test::sample_data;

std::size_t line_count(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("a folder of all kinds of files is indexed; what cannot be read is told or counted",
          "[app]") {
  const test::TempDir dir;
  const auto data = (dir.path() / "data").string();
  const std::filesystem::path formats = ZHENGCE_SOURCE_DIR "/tests/data/formats";
  const auto folder = dir.path() / "in";
  std::filesystem::create_directories(folder);
  for (const char* name : {"archives/gbk-names.zip", "archives/bomb.zip", "docx/report-table.docx"})
    std::filesystem::copy(formats / name, folder);
  dir.write("in/seal.png", std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16));
  const Ran ran = run_program({"index", "--data", data, "--json", folder.string()});
  CHECK(ran.code == 3);
  const auto lines = ran.lines();
  REQUIRE(!lines.empty());
  CHECK(lines.back()["added"] == 3);
  CHECK(lines.back()["skipped"] == 1);
  CHECK(lines.back()["unread"] == 1);
  const auto count = [&](const std::string& name, const char* status) {
    return std::count_if(lines.begin(), lines.end(), [&](const auto& line) {
      return line["type"] == "file" && line["path"] == (folder / name).string() &&
             line["status"] == status;
    });
  };
  CHECK(count("gbk-names.zip!/资料/联通.txt", "added") == 1);
  CHECK(count("report-table.docx", "added") == 1);
  CHECK(count("bomb.zip", "skipped") == 1);
  CHECK(count("seal.png", "unread") == 1);
  const Ran again = run_program({"index", "--data", data, "--json", folder.string()});
  CHECK(again.lines().back()["unchanged"] == 3);
  const Ran image = run_program({"index", "--data", data, (folder / "seal.png").string()});
  CHECK(image.code == 3);
  const Ran bomb = run_program({"index", "--data", data, (folder / "bomb.zip").string()});
  CHECK(bomb.code == 3);
  CHECK_THAT(image.err, ContainsSubstring("PNG image"));
}

TEST_CASE("lists of paths, globs, sidecars and standard input say what is indexed", "[app]") {
  const test::TempDir dir;
  const auto data = (dir.path() / "data").string();
  const auto text = [](int i) {
    return "【虚构示例】第" + std::to_string(i) + "号借伞架\n示例市在第" + std::to_string(i) +
           "个车站设了借伞架。\n";
  };
  dir.write("in/a.txt", text(1));
  dir.write("in/b.html", text(2));
  dir.write("in/old/c.txt", text(3));
  dir.write("in/d\ne.txt", text(4));
  dir.write("in/a.txt.meta.json", R"({"key":"k1","retrieved":"2024-05-06","source":"示例网"})");
  const auto folder = (dir.path() / "in").string();
  const auto added = [&](const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"index", "--json", "--data", data};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Ran ran = run_program(all);
    CAPTURE(ran.err);
    CHECK(ran.code == 0);
    std::vector<std::string> names;
    for (const auto& line : ran.lines()) {
      if (line["type"] == "file" && line["status"] == "added")
        names.push_back(std::filesystem::path(line["path"]).filename().string());
    }
    return names;
  };
  using Names = std::vector<std::string>;
  CHECK(added({"--include", "*.txt", "--include", "old/*", "--exclude", "d*", "--exclude", "old",
               folder}) == Names{"a.txt"});
  const auto lines = dir.write("lines", folder + "/b.html\r\n\n" + folder + "/a.txt\n");
  CHECK(added({"--from-file", lines.string()}) == Names{"b.html"});
  const auto nul =
      dir.write("nul", folder + "/d\ne.txt" + std::string(1, '\0') + folder + "/a.txt");
  CHECK(added({"--from-file", nul.string()}) == Names{"d\ne.txt"});
  const auto shown = run_program({"show", "--json", "--data", data, "k1"}).lines();
  REQUIRE(!shown.empty());
  CHECK(shown[0]["retrieved"] == "2024-05-06");
  CHECK(shown[0]["source"] == "示例网");
  // Each text of standard input stays, whatever comes after it.
  for (const int i : {5, 6}) {
    dir.write("one", text(i));
    const std::string command = std::string(ZHENGCE_PROGRAM) + " index --quiet --data " + data +
                                " - < " + (dir.path() / "one").string() + " > /dev/null";
    CHECK(std::system(command.c_str()) == 0);
  }
  const auto stats = run_program({"search", "--json", "--data", data, "借伞架"}).lines();
  CHECK(stats.back()["total"] == 5);
}

TEST_CASE("a file over a limit is skipped, and the reason names the limit", "[app]") {
  const std::string formats = ZHENGCE_SOURCE_DIR "/tests/data/formats/";
  struct Row {
    std::vector<std::string> arguments;
    const char* told;
    int code = 2;  // Of an option that is wrong; what cannot be read is 3.
  };
  const auto row = GENERATE_COPY(values<Row>({
      {{"--max-file", "10K", formats}, "--max-file 10K"},
      {{"--memory", "64M", formats}, "--memory 64M"},
      {{"--max-text", "1", formats}, "--max-text 1"},
      {{"--max-text", "64M", formats + "archives/bomb.zip"}, "times its size", 3},
      {{"--max-depth", "0", formats + "archives/v7.tar.xz"}, "nested deeper than 0", 3},
      {{"--max-pages", "1", formats + "pdf/tex-notice.pdf"}, "more than 1 pages", 3},
      {{"--max-pages", "1", formats + "ofd/page-head.ofd"}, "more than 1 pages", 3},
      {{formats + "pdf/scanned.pdf"}, "no text in its 1 page:", 3},
      {{"--max-pages", "none", formats}, "--max-pages none"},
      {{"--max-file", "-1", formats}, "--max-file -1"},
      {{"--max-file", "99999999999999999999", formats}, "--max-file 9999"},
      {{"--max-file", "5T", formats}, "--max-file 5T"},
  }));
  const test::TempDir dir;
  std::vector<std::string> all = {"index", "--data", (dir.path() / "data").string()};
  all.insert(all.end(), row.arguments.begin(), row.arguments.end());
  const Ran ran = run_program(all);
  CHECK(ran.code == row.code);
  CHECK_THAT(ran.err, ContainsSubstring(row.told));
}

TEST_CASE("mistakes end with 2, nothing on stdout, and a short word on what to do", "[app]") {
  const test::TempDir dir;
  const auto data = sample_data().string();
  const auto none = (dir.path() / "none").string();
  struct Row {
    std::vector<std::string> arguments;
    const char* told;
  };
  const std::vector<Row> rows = {
      {{}, "Usage"},
      {{"serch", "x"}, "no such command"},
      {{"search", "--data", data}, "say what to search for"},
      {{"search", "--data", none, "x"}, "index some articles first"},
      {{"search", "--data", data, "--limit", "-1", "社区"}, "--limit -1"},
      {{"search", "--data", data, "--added-since", "gestern", "社区"}, "20261124"},
      {{"search", "--data", data, "--facet-limit", "-1", "社区"}, "--facet-limit -1"},
      {{"similar", "--data", data, "--text", "。。"}, "nothing to compare"},
      {{"search", "--data", data, "--limit", "many", "社区"}, "--limit many"},
      {{"search", "--data", data, "--colour", "社区"}, "--colour"},
      {{"search", "--data", data, "--sort", "best", "社区"}, "newest"},
      {{"search", "--data", data, "--facets", "region,size", "社区"}, "size"},
      {{"search", "--data", data, "\"社区"}, "^"},
      {{"search", "--data", data, "(社区"}, "^"},
      {{"search", "--data", data, "社区)"}, "^"},
      {{"search", "--data", data, "color:red"}, "^"},
      {{"search", "--data", data, "region:亚特兰蒂斯"}, "亚特兰蒂斯"},
      {{"search", "--data", data, "社区", "--region", "亚特兰蒂斯"}, "亚特兰蒂斯"},
      {{"search", "--data", data, "region:朝阳区"}, "长春市"},
      {{"search", "--data", data, "date:2024-13"}, "2024-13"},
      {{"search", "--data", data, "，。"}, "，。"},
      {{"regions", "--data", data}, "--running"},
      {{"regions", "--data", data, "--running", "x", "--level", "planet"}, "planet"},
      {{"regions", "--data", data, "--running", "x", "--first", "0"}, "first"},
      {{"regions", "--data", data, "--running", "x", "--first", "5", "--plans"}, "--plans"},
      {{"regions", "--data", data, "--running", "x", "--first", "5", "--after", "1"}, "--after"},
      {{"regions", "--data", data, "--running", "x", "--after", "330000"}, "--first"},
      {{"programs", "--data", data, "--in", "朝阳区"}, "220104"},
      {{"programs", "--data", data, "--in", "亚特兰蒂斯"}, "亚特兰蒂斯"},
      {{"orgs", "--data", data}, "--of"},
      {{"orgs", "--data", data, "--of", "朝阳区"}, "220104"},
      {{"orgs", "--data", data, "--of", "浙江", "杭州"}, "杭州"},
      {{"show", "--data", data, ""}, "show: an argument is empty"},
      {{"remove", "--yes", "--data", data, "　"}, "remove: an argument is empty"},
      {{"remove", "--yes", "--data", data, "--key", ""}, "--key: the value is empty"},
      {{"regions", "--data", data, "--running", " "}, "--running: the value is empty"},
      {{"search", "--data", data, ""}, "nothing to search for"},
      {{"index", "--data", none}, "name files"},
      {{"index", "--data", (dir.path() / "new").string(), "/no/such/file"}, "/no/such/file"},
      {{"rebuild", "--data", none}, "index some articles first"},
      {{"rebuild", "--data", data, "--memory", "64M"}, "--memory 64M"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.arguments);
    const Ran ran = run_program(row.arguments);
    CAPTURE(ran.out, ran.err);
    CHECK(ran.code == 2);
    if (!row.arguments.empty() && row.arguments[0] != "index") CHECK(ran.out.empty());
    CHECK_THAT(ran.err, ContainsSubstring(row.told));
    if (!row.arguments.empty()) CHECK(line_count(ran.err) <= 5);
  }
  CHECK(!std::filesystem::exists(none));
}

TEST_CASE("regions come a page at a time too", "[app]") {
  const auto data = sample_data().string();
  const auto codes = [](const std::string& lines) {
    std::vector<std::string> out;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);) {
      const auto object = nlohmann::json::parse(line);
      if (object["type"] == "region") out.push_back(object["code"]);
    }
    return out;
  };
  const std::vector<std::string> asked = {"regions",  "--data",           data, "--running",
                                          "萤火书架", "--min-confidence", "0",  "--json"};
  auto all = codes(run_program(asked).out);
  std::sort(all.begin(), all.end());
  REQUIRE(all.size() > 3);
  std::vector<std::string> paged;
  std::string after;
  for (bool more = true; more;) {
    std::vector<std::string> page = {"regions",  "--data",  data, "--running",
                                     "萤火书架", "--first", "2",  "--json"};
    if (!after.empty()) page.insert(page.end(), {"--after", after});
    const Ran ran = run_program(page);
    REQUIRE(ran.code == 0);
    for (const auto& code : codes(ran.out)) paged.push_back(code);
    const auto summary =
        nlohmann::json::parse(ran.out.substr(ran.out.rfind('\n', ran.out.size() - 2) + 1));
    more = summary["more"];
    if (more) after = summary["after"];
  }
  CHECK(paged == all);
}

TEST_CASE("what is not found ends with 1 and says so", "[app]") {
  const auto data = sample_data().string();
  CHECK(run_program({"search", "-q", "--data", data, "\"绝对没有的词语\""}).err.empty());
  const Ran words = run_program({"search", "--data", data, "\"绝对没有的词语\""});
  CHECK(words.code == 1);
  CHECK(words.out.empty());
  CHECK_THAT(words.err, ContainsSubstring("绝对没有的词语"));
  const Ran program = run_program({"regions", "--data", data, "--running", "没有这个计划"});
  CHECK(program.code == 1);
  CHECK_THAT(program.err, ContainsSubstring("没有这个计划"));
  const Ran article = run_program({"show", "--data", data, "ffffffffffffffffffffffffffffffff"});
  CHECK(article.code == 1);
}

TEST_CASE("help is an answer", "[app]") {
  CHECK(run_program({"--help"}).code == 0);
  CHECK_THAT(run_program({"--version"}).out, ContainsSubstring("schema"));
  for (const char* command :
       {"index", "search", "explain", "suggest", "similar", "regions", "programs", "orgs", "entity",
        "show", "analyze", "stats", "check", "rebuild"}) {
    CAPTURE(command);
    const Ran ran = run_program({command, "--help"});
    CHECK(ran.code == 0);
    CHECK(ran.err.empty());
    CHECK_THAT(ran.out, ContainsSubstring("--data"));
    CHECK_THAT(ran.out, ContainsSubstring(std::string("zhengce ") + command));
    // --in has no short form, though it is as long as one.
    CHECK(ran.out.find(" in, ") == std::string::npos);
    CHECK(ran.out.find(" of, ") == std::string::npos);
  }
}

TEST_CASE("characters that could not be read are counted", "[app]") {
  const test::TempDir dir;
  const auto data = (dir.path() / "data").string();
  std::string text = "【虚构示例】夜间公交通知\n";
  for (int i = 0; i < 30; ++i) text += "苏州市开通夜间公交，末班车到凌晨一点。\n";
  const auto broken = dir.write("broken.txt", text + "票价\xFF不变，\xFF\xFE一元。\n").string();
  const Ran ran = run_program({"index", "--data", data, broken});
  CAPTURE(ran.err);
  CHECK(ran.code == 0);
  CHECK_THAT(ran.err, ContainsSubstring("broken.txt: 3 characters could not be read"));
  const auto other = (dir.path() / "other").string();
  CHECK(run_program({"index", "--data", other, "--json", broken}).lines()[0]["replaced"] == 3);
  CHECK(
      run_program({"index", "--data", (dir.path() / "quiet").string(), "-q", broken}).err.empty());
}

TEST_CASE("a faulty line of questions is named, the others are answered", "[app]") {
  const test::TempDir dir;
  const auto questions = dir.path() / "questions.tsv";
  std::ofstream(questions) << "1\t哪些地方有夜间公交\nno tab\n3\t \n4\t社区怎么办\n";
  const Ran ran = run_program(
      {"search", "--data", sample_data().string(), "--batch", questions.string(), "--top", "1"});
  CHECK(ran.code == 3);
  CHECK_THAT(ran.out, ContainsSubstring("1 Q0 ") && ContainsSubstring("4 Q0 "));
  CHECK_THAT(ran.err, ContainsSubstring("tsv:2: expected qid") &&
                          ContainsSubstring("tsv:3: there is no question"));
}

TEST_CASE("a number that nothing bears is told before what is like it", "[app]") {
  const Ran ran = run_program({"search", "--data", sample_data().string(), "国办发2018 999号"});
  CHECK_THAT(ran.err, ContainsSubstring("the number 国办发〔2018〕999号"));
}

TEST_CASE("a long beginning that nothing has is not said in full", "[app]") {
  std::string typed;
  for (int i = 0; i < 200; ++i) typed += "甲";
  const Ran ran = run_program({"suggest", "--data", sample_data().string(), typed});
  CHECK(ran.code == 1);
  CHECK(ran.err.size() < 300);
}

TEST_CASE("a batch with one bad file is done in part", "[app]") {
  const test::TempDir dir;
  const auto data = (dir.path() / "data").string();
  dir.write("in/good.txt", "【虚构示例】夜间公交通知\n\n苏州市开通夜间公交。\n");
  dir.write("in/empty.txt", "");
  const Ran ran = run_program({"index", "--data", data, (dir.path() / "in").string()});
  CHECK(ran.code == 3);
  CHECK_THAT(ran.err, ContainsSubstring("empty.txt"));
  CHECK(line_count(ran.err) == 1);
  CHECK_THAT(ran.out, ContainsSubstring("1 article added"));
  CHECK(run_program({"search", "--data", data, "夜间公交"}).code == 0);
}

TEST_CASE("a run that ends on a full disk says what is stored", "[app]") {
  const test::TempDir dir;
  const auto disk = dir.path() / "disk";
  std::filesystem::create_directories(disk);
  if (geteuid() != 0 || mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=3m") != 0) {
    WARN("may not mount a small file system here: passed by");
    return;
  }
  struct Unmount {
    std::filesystem::path path;
    ~Unmount() { umount2(path.c_str(), MNT_DETACH); }
  } unmount{disk};
  std::string lines;
  for (int i = 0; i < 40'000; ++i) {
    lines += R"({"text":"第)" + std::to_string(i) + "条公告：小区门口设立第" + std::to_string(i) +
             "号读书亭。\"}\n";
  }
  const auto file = dir.write("in.jsonl", lines).string();
  const auto data = (disk / "data").string();
  const Ran full = run_program({"index", "--data", data, file});
  CHECK(full.code == 2);
  CHECK_THAT(full.err, ContainsSubstring("running again does the rest"));
  REQUIRE(mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=900m") == 0);
  const Ran again = run_program({"index", "--data", data, "--json", file});
  CHECK(again.code == 0);
  const auto told = again.lines().back();
  CHECK(told["added"].get<int>() + told["unchanged"].get<int>() == 40'000);
}

TEST_CASE("after a purge no file holds what was removed, nor what it was called", "[app]") {
  const test::TempDir dir;
  const auto data = dir.path() / "data";
  const auto text =
      dir.write("in.jsonl",
                "{\"id\":\"geheim-4711\",\"text\":\"【虚构示例】示例市设立第一个读书亭。\"}\n"
                "{\"id\":\"offen-1\",\"text\":\"【虚构示例】示例市设立第二个读书亭。\"}\n");
  REQUIRE(run_program({"index", "--data", data.string(), text.string()}).code == 0);
  REQUIRE(
      run_program({"remove", "--data", data.string(), "--yes", "--purge", "--key", "geheim-4711"})
          .code == 0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
    if (!entry.is_regular_file()) continue;
    CAPTURE(entry.path().string());
    CHECK(test::read_file(entry.path()).find("geheim-4711") == std::string::npos);
  }
}

TEST_CASE("a purge names what a repair kept, which may hold what was removed", "[app]") {
  const test::TempDir dir;
  const auto data = (dir.path() / "data").string();
  const auto text = dir.write("a.txt", "【虚构示例】示例市设立第一个读书亭。\n").string();
  REQUIRE(run_program({"index", "--data", data, text}).code == 0);
  for (const char* name : {"graph.damaged", "graph.damaged-2", "salvaged"})
    std::filesystem::create_directory(data + "/" + name);
  const Ran ran = run_program({"remove", "--data", data, "--yes", "--purge", "--path", text});
  CHECK(ran.code == 3);
  CHECK(line_count(ran.err) == 3);
  for (const char* name : {"graph.damaged: ", "graph.damaged-2: ", "salvaged: "})
    CHECK_THAT(ran.err, ContainsSubstring(name));
}

TEST_CASE("what writes is done whole though nobody reads what it says", "[app]") {
  const bool also_errors = GENERATE(false, true);
  CAPTURE(also_errors);
  const test::TempDir dir;
  const auto data = (dir.path() / "data").string();
  for (int i = 0; i < 4; ++i) {
    const auto n = std::to_string(i);
    dir.write("in/" + n + ".txt",
              "【虚构示例】第" + n + "号借伞架\n示例市在第" + n + "个车站设了借伞架。\n");
  }
  const auto folder = (dir.path() / "in").string();
  const auto unheard = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--data", data});
    return test::run_program_unheard(words, also_errors);
  };
  const auto articles = [&] {
    return run_program({"stats", "--json", "--data", data}).lines().front()["articles"];
  };
  const Ran indexed = unheard({"index", "--json", folder});
  CHECK(indexed.code == 2);
  if (!also_errors) CHECK_THAT(indexed.err, ContainsSubstring("standard output"));
  CHECK(articles() == 4);
  CHECK(unheard({"remove", "--json", "--yes", "--purge", "--path", folder + "/1.txt"}).code == 2);
  CHECK(articles() == 3);
  CHECK(!std::filesystem::exists(data + "/purging"));
  dir.write("in/0.txt", "【虚构示例】第七号借伞架\n示例市在第七个车站设了借伞架。\n");
  std::filesystem::remove(folder + "/2.txt");
  CHECK(unheard({"sync", "--json", folder}).code == 2);
  CHECK(articles() == 3);
  const auto backups = (dir.path() / "backups").string();
  CHECK(unheard({"backup", "--json", backups}).code == 2);
  CHECK(run_program({"restore", backups, "--data", data + "2"}).code == 0);
  // Whoever reads an answer may have enough of it.
  CHECK(unheard({"search", "借伞架"}).code == 0);
}

TEST_CASE("queries may begin with a minus", "[app]") {
  const auto data = sample_data().string();
  const Ran all = run_program({"search", "--data", data, "--json", "--limit", "100", "社区"});
  const Ran some =
      run_program({"search", "--data", data, "--json", "--limit", "100", "社区", "-图书"});
  REQUIRE(all.code == 0);
  REQUIRE(some.code == 0);
  CHECK(some.lines().back()["total"] < all.lines().back()["total"]);
}

TEST_CASE("pages follow one another", "[app]") {
  const auto data = sample_data().string();
  const auto whole =
      run_program({"search", "--data", data, "--json", "--limit", "6", "社区"}).lines();
  REQUIRE(whole.size() == 7);
  for (int offset : {0, 2, 4}) {
    const auto page = run_program({"search", "--data", data, "--json", "--limit", "2", "--offset",
                                   std::to_string(offset), "社区"})
                          .lines();
    REQUIRE(page.size() == 3);
    CHECK(page[0] == whole[offset]);
    CHECK(page[1] == whole[offset + 1]);
    CHECK(page[2]["total"] == whole[6]["total"]);
  }
}

TEST_CASE("a day alone finds what is dated so and what spells it", "[app]") {
  const test::TempDir dir;
  const auto data = (dir.path() / "data").string();
  const auto in = dir.write(
      "in.jsonl", R"({"title":"【虚构示例】甲","text":"示例市设了借伞架。","date":"2024-03-05"})"
                  "\n"
                  R"({"title":"【虚构示例】乙","text":"示例市在2024年3月5日开会。"})"
                  "\n"
                  R"({"title":"【虚构示例】丙","text":"示例市在2024年3月6日开会。"})"
                  "\n");
  CHECK(run_program({"index", "--data", data, in.string()}).code == 0);
  for (const char* day : {"2024年3月5日", "2024-03-05", "2024/3/5"}) {
    CAPTURE(day);
    const auto lines = run_program({"search", "--data", data, "--json", day}).lines();
    REQUIRE(lines.size() == 3);
    CHECK(lines[0]["title"] == "【虚构示例】乙");
    CHECK(lines[1]["title"] == "【虚构示例】甲");
    CHECK(lines.back()["relaxed"] == false);
  }
}

TEST_CASE("eight digits that make a day are one", "[app]") {
  const auto total = [](const char* since) -> int {
    return run_program({"search", "--data", sample_data().string(), "--json", "社区",
                        "--added-since", since})
        .lines()
        .back()["total"];
  };
  CHECK(total("20200101") > 0);
  CHECK(total("20200101") == total("2020-01-01"));
  CHECK(total("20201301") == 0);  // A sequence: no month 13.
  CHECK(run_program({"regions", "--data", sample_data().string(), "--running", "萤火书架",
                     "--as-of", "20251231"})
            .code == 0);
}

TEST_CASE("a read-only data directory still answers", "[app]") {
  const test::TempDir dir;
  const auto data = dir.path() / "data";
  std::filesystem::copy(sample_data(), data, std::filesystem::copy_options::recursive);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
    chmod(entry.path().c_str(), entry.is_directory() ? 0555 : 0444);
  }
  chmod(data.c_str(), 0555);
  const Ran ran = run_program({"search", "--data", data.string(), "社区"});
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  // Xapian's check would write: that is no damage.
  chmod(dir.path().c_str(), 0755);
  const Ran check = test::run_program_unprivileged({"check", "--data", data.string()});
  if (check.code != 127) {
    INFO(check.out << check.err);
    CHECK(check.code == 0);
    CHECK_THAT(check.err, ContainsSubstring("may only be read"));
  }
  chmod(data.c_str(), 0755);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
    if (entry.is_directory()) chmod(entry.path().c_str(), 0755);
  }
}

TEST_CASE("a user's dictionary keeps words whole", "[app]") {
  const test::TempDir dir;
  const auto data = dir.path() / "data";
  std::filesystem::create_directories(data);
  dir.write("in/a.txt", "【虚构示例】通知\n\n苏州市推广睦邻小筑。\n");
  REQUIRE(run_program({"index", "--data", data.string(), (dir.path() / "in").string()}).code == 0);
  std::ofstream(data / "dictionary.txt") << "# mine\n睦邻小筑\n";
  bool whole = false;
  for (const auto& line :
       run_program({"analyze", "--data", data.string(), "--json", "推广睦邻小筑"}).lines()) {
    whole = whole ||
            (line["type"] == "term" && line["term"] == "睦邻小筑" && line["layer"] == "lexicon");
  }
  CHECK(whole);
  CHECK(run_program({"search", "--data", data.string(), "睦邻小筑"}).code == 0);
}

TEST_CASE("eval tells where labels are wrong, and leaves nothing behind", "[app]") {
  const test::TempDir dir;
  const std::string header = "article\tregion\tprogram\tlevel\tmodality\tquote\n";
  dir.write("labels/runs.tsv", header + "a.txt\t浙江省\t暖冬行动\tmust\tdone\t暖冬行动\n");
  const auto labels = (dir.path() / "labels").string();
  auto ran = run_program({"eval", labels});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, ContainsSubstring("runs.tsv:2: the modality is 'done'"));
  dir.write("labels/runs.tsv", header + "a.txt\t浙江省\t暖冬行动\tmust\truns\t暖冬行动\n");
  ran = run_program({"eval", labels});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, ContainsSubstring(labels + "/runs.tsv:2: no article a.txt in"));
  dir.write("a.txt", "浙江省一则消息\n　　全省实施“暖冬行动”计划，入户三千次。\n");
  ran = run_program({"eval", labels});
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out,
             ContainsSubstring("1.000 (1/1)") && ContainsSubstring("no background corpus"));
  CHECK(ran.err == "");
  dir.write("labels/runs.tsv", header + "a.txt\t浙江省\t暖冬行动\tmust\truns\t冬日行动\n" +
                                   "a.txt\t浙江省\t暖冬行动\tmust\truns\t暖冬行动\n");
  ran = run_program({"eval", labels});
  CHECK(ran.code == 0);
  CHECK_THAT(ran.err, ContainsSubstring("runs.tsv:2: the quote does not stand in a.txt"));
  CHECK_THAT(ran.err, ContainsSubstring("runs.tsv:3: says what line 2 says"));
  CHECK_THAT(ran.out, ContainsSubstring("1.000 (1/1)"));
  CHECK(run_program({"eval"}).code == 2);
  CHECK(run_program({"eval", (dir.path() / "none").string()}).code == 2);
}

}  // namespace zhengce
