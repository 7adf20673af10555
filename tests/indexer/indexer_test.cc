#include "indexer/indexer.h"

#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <random>

#include "indexer/index_check.h"
#include "search/graph/graph_queries.h"
#include "tests/support/catch.h"
#include "tests/support/dump.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using test::answers;
using test::dump;
using test::TempDir;

const fs::path kSample = fs::path(ZHENGCE_SOURCE_DIR) / "corpus" / "sample";
const std::vector<std::string> kQueries = {
    "图书",           "夜间公交",    "\"社区\" -图书", "region:浙江", "date:2023 社区 OR 公园",
    "读书 活动 计划", "学习哪些经验"};

std::string article(const std::string& title, const std::string& body,
                    const std::string& date = "2024-03-05") {
  return "【虚构示例】" + title + "\n来源:示例日报 发布日期:" + date + "浏览(10)人次\n\n" + body +
         "\n";
}

const std::string kBody =
    "浙江省绍兴市启动“街角读书亭”计划，在居民小区门口设立可以借书的小亭子。居民可以凭借书证借阅，也"
    "可以把家里的旧书放进去。";
const std::string kOtherBody =
    "江苏省苏州市开通“晚归巴士”夜间公交线路，方便晚归的居民回家。线路连接火车站和主要社区，每晚运行"
    "到零点。";

struct Run {
  std::vector<InputReport> inputs;
  IndexSummary summary;
};

Run index(const fs::path& data, const std::vector<fs::path>& paths,
          const IndexerOptions& options = {}) {
  Run run;
  auto indexer = Indexer::open(data, options);
  if (!indexer) FAIL(indexer.error().message);
  const auto summary =
      indexer->add(paths, [&](const InputReport& input) { run.inputs.push_back(input); });
  if (!summary) FAIL(summary.error().message);
  run.summary = *summary;
  return run;
}

std::string graph_dump(const fs::path& data) {
  const auto view = open_graph_view(data / "graph");
  if (!view) FAIL(view.error().message);
  return dump(**view);
}

std::string search_dump(const fs::path& data) {
  auto searcher = Searcher::open(data);
  if (!searcher) FAIL(searcher.error().message);
  return answers(*searcher, kQueries);
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

// Starts tests/indexer/stepwise.cc.
pid_t start_stepwise(const fs::path& data, int batch_bytes, const std::string& point, int passes,
                     const std::vector<fs::path>& files) {
  std::vector<std::string> words = {ZHENGCE_STEPWISE, data.string(), std::to_string(batch_bytes),
                                    point, std::to_string(passes)};
  for (const auto& file : files) words.push_back(file.string());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    execv(argv[0], argv.data());
    _exit(127);
  }
  return child;
}

std::vector<fs::path> sample_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kSample)) {
    if (entry.path().extension() == ".txt" || entry.path().extension() == ".jsonl")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 10);
  return files;
}

}  // namespace

TEST_CASE("an article is added once, whatever it is called", "[indexer]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  const auto first = dir.write("a.txt", article("绍兴设立读书亭", kBody));
  const auto run = index(data, {first});
  REQUIRE(run.inputs.size() == 1);
  CHECK(run.inputs[0].status == InputStatus::kAdded);
  CHECK(index(data, {first}).inputs[0].status == InputStatus::kUnchanged);

  SECTION("the same text under another name is a second source") {
    const auto again = index(data, {dir.write("b.txt", article("绍兴设立读书亭", kBody))});
    CHECK(again.inputs[0].status == InputStatus::kDuplicate);
    CHECK(again.inputs[0].article == run.inputs[0].article);
    const auto view = open_graph_view(data / "graph");
    REQUIRE(view);
    const auto stored = (*view)->article(*run.inputs[0].article, false);
    REQUIRE(stored);
    REQUIRE(*stored);
    REQUIRE((*stored)->article.sources.size() == 2);
    CHECK((*stored)->article.sources[0] < (*stored)->article.sources[1]);
  }
  SECTION("another view count makes no other article") {
    std::string text = article("绍兴设立读书亭", kBody);
    text.replace(text.find("(10)"), 4, "(2512)");
    CHECK(index(data, {dir.write("b.txt", text)}).inputs[0].status == InputStatus::kDuplicate);
  }
  SECTION("a file that holds another text is updated, and the earlier text is no longer found") {
    dir.write("a.txt", article("苏州开通夜间公交", kOtherBody));
    CHECK(index(data, {first}).inputs[0].status == InputStatus::kUpdated);
    auto searcher = Searcher::open(data);
    REQUIRE(searcher);
    const auto gone = searcher->find("\"读书亭\"", {});
    REQUIRE(gone);
    CHECK(gone->total == 0);
    const auto here = searcher->find("\"晚归巴士\"", {});
    REQUIRE(here);
    CHECK(here->total == 1);
  }
  check_sound(data);
}

TEST_CASE(
    "a new text at a known key is a version, and the newest is searched in whatever order they "
    "come",
    "[indexer]") {
  const TempDir dir;
  const auto line = [](const char* date, const std::string& text) {
    return std::string("{\"id\":\"k1\",\"title\":\"【虚构示例】读书亭管理办法\",\"date\":\"") +
           date + "\",\"text\":\"" + text + "\"}\n";
  };
  const auto older = dir.write("2022.jsonl", line("2022-05-01", kBody));
  const auto newer = dir.write("2024.jsonl", line("2024-05-01", kOtherBody));
  const bool newer_first = GENERATE(false, true);
  const auto data = dir.path() / "data";
  index(data, {newer_first ? newer : older});
  CHECK(index(data, {newer_first ? older : newer}).inputs[0].status == InputStatus::kUpdated);
  auto searcher = Searcher::open(data);
  REQUIRE(searcher);
  CHECK(searcher->find("\"读书亭”计划\" OR 借书证", {})->total == 0);
  CHECK(searcher->find("\"晚归巴士\"", {})->total == 1);
  check_sound(data);
}

TEST_CASE("lines of one file are no versions of one another", "[indexer]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  const auto line = [](const std::string& id, const std::string& title, const std::string& text) {
    return "{" + id + "\"title\":\"【虚构示例】" + title + "\",\"text\":\"" + text + "\"}\n";
  };
  const std::string first = line("", "读书亭通知", kBody);
  const std::string second = line("", "夜间公交通知", kOtherBody);
  const auto file = dir.write("dump.jsonl", first + second);
  IndexerOptions options;
  options.batch_bytes = GENERATE(1, 1 << 20);  // Cut inside the file, or not.
  const auto found = [&](const char* query) {
    auto searcher = Searcher::open(data);
    REQUIRE(searcher);
    const auto answer = searcher->find(query, {});
    REQUIRE(answer);
    return answer->relaxed ? 0 : answer->total;
  };
  for (const auto& input : index(data, {file}, options).inputs) {
    CHECK(input.status == InputStatus::kAdded);
  }
  for (const auto& input : index(data, {file}, options).inputs) {
    CHECK(input.status == InputStatus::kUnchanged);
  }
  CHECK(found("\"读书亭\"") == 1);
  CHECK(found("\"晚归巴士\"") == 1);
  // A line that the file no longer has is no longer found.
  dir.write("dump.jsonl", second);
  CHECK(index(data, {file}, options).inputs[0].status == InputStatus::kUnchanged);
  CHECK(found("\"读书亭\"") == 0);
  CHECK(found("\"晚归巴士\"") == 1);
  // Two texts under one key in one file are versions, and stay so when it is read again.
  const auto keyed = dir.write(
      "keyed.jsonl", line("\"id\":\"k\",\"date\":\"2023-01-01\",", "甲", kBody + "甲。") +
                         line("\"id\":\"k\",\"date\":\"2024-01-01\",", "乙", kBody + "乙。"));
  index(data, {keyed}, options);
  for (const auto& input : index(data, {keyed}, options).inputs) {
    CHECK(input.status == InputStatus::kUnchanged);
  }
  CHECK(found("\"读书亭\"") == 1);
  check_sound(data);
}

TEST_CASE("bad input costs its file alone, and is told in one line that names it", "[indexer]") {
  const TempDir dir;
  const auto good = dir.write("in/good.txt", article("绍兴设立读书亭", kBody));
  struct Row {
    const char* name;
    std::string content;
  };
  const Row rows[] = {{"empty.txt", ""},
                      {"blank.txt", " \n\n\t\n"},
                      {"binary.dat", std::string("\x7f"
                                                 "ELF\0\1\2\3\0\0\0\0\xff\xfe",
                                                 14)},
                      {"broken.txt", "题目\n正文\xff\xfe\xfa乱码\n"},
                      {"broken.jsonl", "{\"id\":\"1\",\"title\":\"没有结束\n"}};
  for (const auto& row : rows) dir.write(std::string("in/") + row.name, row.content);
  fs::create_directories(dir.path() / "nothing");
  const auto run = index(dir.path() / "data",
                         {dir.path() / "in", dir.path() / "missing.txt", dir.path() / "nothing"});
  std::map<std::string, InputReport> by_name;
  for (const auto& input : run.inputs) by_name[fs::path(input.path).filename().string()] = input;
  CHECK(by_name["good.txt"].status == InputStatus::kAdded);
  for (const char* name :
       {"empty.txt", "blank.txt", "binary.dat", "broken.txt", "broken.jsonl", "missing.txt"}) {
    CAPTURE(name);
    REQUIRE(by_name.contains(name));
    // A program is of a kind nobody meant to be read.
    const bool unread = std::string_view(name) == "binary.dat";
    CHECK(by_name[name].status == (unread ? InputStatus::kUnread : InputStatus::kSkipped));
    CHECK(!by_name[name].reason.empty());
    CHECK(by_name[name].reason.find('\n') == std::string::npos);
  }
  // A folder without files is no bad input.
  CHECK(!by_name.contains("nothing"));
  REQUIRE(run.summary.empty.size() == 1);
  CHECK(run.summary.empty.front().path == dir.path() / "nothing");
  check_sound(dir.path() / "data");
}

TEST_CASE("a dry run in small batches tells what the run then tells", "[indexer]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  IndexerOptions options;
  options.batch_bytes = 1;
  options.reread = true;
  dir.write("in/a.txt", article("一", kBody));
  dir.write("in/b.txt", article("二", kOtherBody));
  index(data, {dir.path() / "in"}, options);
  dir.write("in/a.txt", article("三", kBody + "另有两处。"));  // Replaced,
  dir.write("in/c.txt", article("一", kBody));                 // and here again, a batch later;
  dir.write("in/d.txt", article("四", kOtherBody + "另有三处。"));
  dir.write("in/e.txt", article("四", kOtherBody + "另有三处。"));  // new, and again.
  const auto told = [&](bool dry_run) {
    options.dry_run = dry_run;
    std::vector<std::string> lines;
    for (const auto& input : index(data, {dir.path() / "in"}, options).inputs) {
      lines.push_back(fs::path(input.path).filename().string() + " " +
                      std::string(status_name(input.status)));
    }
    return lines;
  };
  const auto planned = told(true);
  CHECK(planned == std::vector<std::string>{"a.txt updated", "b.txt unchanged", "c.txt added",
                                            "d.txt added", "e.txt duplicate"});
  CHECK(told(false) == planned);
}

TEST_CASE("order and batches do not matter", "[indexer][concurrent]") {
  const TempDir dir;
  auto files = sample_files();
  // Enough for all kinds of pages; each small batch waits for the disk.
  files.resize(std::min<std::size_t>(files.size(), 24));
  const auto reference = dir.path() / "one";
  index(reference, files);
  const std::string graph = graph_dump(reference);
  const std::string search = search_dump(reference);
  check_sound(reference);

  SECTION("in reverse order") {
    std::reverse(files.begin(), files.end());
    index(dir.path() / "other", files);
  }
  SECTION("one by one") {
    for (const auto& file : files) index(dir.path() / "other", {file});
  }
  SECTION("shuffled, in tiny batches, on one thread") {
    std::shuffle(files.begin(), files.end(), std::mt19937(7));
    IndexerOptions options;
    options.batch_bytes = 1;
    options.jobs = 1;
    index(dir.path() / "other", files, options);
  }
  SECTION("after a rebuild") {
    index(dir.path() / "other", files);
    auto indexer = Indexer::open(dir.path() / "other");
    REQUIRE(indexer);
    REQUIRE(indexer->rebuild());
  }
  SECTION("after the index is lost") {
    index(dir.path() / "other", files);
    fs::remove_all(dir.path() / "other" / "index");
    REQUIRE(Indexer::open(dir.path() / "other"));
  }
  CHECK(graph_dump(dir.path() / "other") == graph);
  CHECK(search_dump(dir.path() / "other") == search);
  check_sound(dir.path() / "other");
}

TEST_CASE("order and split and number of threads change nothing in stores and answers",
          "[indexer][concurrent]") {
  const auto seed = GENERATE(1u, 2u);
  CAPTURE(seed);
  std::mt19937 random(seed);
  const TempDir dir;
  // Some of the sample with what depends on others: a text from two places, versions of one, names
  // that other articles make names, reprints of one another.
  auto files = sample_files();
  std::shuffle(files.begin(), files.end(), random);
  files.resize(8);
  std::string longer;
  for (int i = 0; i < 12; ++i) longer += "第" + std::to_string(i) + "个社区" + kBody;
  const auto versions = [](const char* date, const std::string& text) {
    return std::string("{\"id\":\"k1\",\"title\":\"【虚构示例】读书亭管理办法\",\"date\":\"") +
           date + "\",\"text\":\"" + text + "\"}\n";
  };
  files.push_back(dir.write("in/one.txt", article("绍兴设立读书亭", kBody)));
  files.push_back(dir.write("in/same.txt", article("绍兴设立读书亭", kBody)));
  files.push_back(dir.write("in/2022.jsonl", versions("2022-05-01", kBody)));
  files.push_back(dir.write("in/2024.jsonl", versions("2024-05-01", kOtherBody)));
  files.push_back(dir.write(
      "in/named.txt",
      article("杭州居民谈读书", "浙江省杭州市的居民说，社区共享书屋计划让家门口就能借书。")));
  files.push_back(dir.write(
      "in/names.txt",
      article("苏州推出新举措", "江苏省苏州市实施“社区共享书屋计划”，把书架搬到居民楼下。")));
  files.push_back(dir.write("in/report.txt", article("绍兴读书亭报告", longer)));
  files.push_back(dir.write("in/reprint.txt", article("转载：绍兴读书亭报告", longer + "转载。")));

  const auto reference = dir.path() / "one";
  index(reference, files);
  const std::string graph = graph_dump(reference);
  REQUIRE(graph.find(" group ") != std::string::npos);
  REQUIRE(graph.find(" old ") != std::string::npos);

  const auto other = dir.path() / "other";
  std::shuffle(files.begin(), files.end(), random);
  for (std::size_t start = 0; start < files.size();) {
    const std::size_t size = std::min(files.size() - start, 1 + random() % 8);
    IndexerOptions options;
    options.jobs = 1 + static_cast<unsigned>(random() % 4);
    options.batch_bytes = random() % 2 == 0 ? 1 + random() % 3000 : 2u << 20;
    const auto first = files.begin() + static_cast<std::ptrdiff_t>(start);
    index(other, {first, first + static_cast<std::ptrdiff_t>(size)}, options);
    start += size;
  }
  CHECK(graph_dump(other) == graph);
  CHECK(search_dump(other) == search_dump(reference));
  check_sound(other);
}

namespace {

// The page a crawler got instead of so many others, each under its own id.
std::string error_pages(std::size_t from, std::size_t to, const std::string& day = "2024-03-05") {
  std::string lines;
  for (std::size_t i = from; i < to; ++i) {
    lines += R"({"id":"page-)" + std::to_string(i) + R"(","date":")" + day +
             R"(","title":"【虚构示例】页面不存在","text":"您访问的页面不存在，请返回首页。"})" +
             "\n";
  }
  return lines;
}

std::string found_pages(std::size_t from, std::size_t to) {
  std::string lines;
  for (std::size_t i = from; i < to; ++i) {
    lines += R"({"id":"page-)" + std::to_string(i) +
             R"(","date":"2024-04-01","title":"【虚构示例】第)" + std::to_string(i) +
             R"(号公告","text":"示例市设立第)" + std::to_string(i) + "号读书亭。\"}\n";
  }
  return lines;
}

double seconds_of(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace

TEST_CASE("one text at thousands of places costs what its places cost", "[indexer][concurrent]") {
  constexpr std::size_t kPages = 20'000;
  const TempDir dir;
  const auto data = dir.path() / "data";
  const auto pages = dir.write("pages.jsonl", error_pages(0, kPages));
  CHECK(seconds_of([&] {
          const auto run = index(data, {pages});
          CHECK(run.summary.added == 1);
          CHECK(run.summary.duplicate == kPages - 1);
        }) < 20);
  // They are found at last, and the article loses its places.
  dir.write("pages.jsonl", found_pages(0, 3000) + error_pages(3000, kPages));
  CHECK(seconds_of([&] { CHECK(index(data, {pages}).summary.updated == 3000); }) < 20);
  check_sound(data);
  CHECK(seconds_of([&] {
          auto indexer = Indexer::open(data);
          REQUIRE(indexer);
          const auto plan =
              plan_removal(indexer->graph(), [](const auto&, const auto&) { return true; });
          REQUIRE(plan);
          CHECK(plan->size() == 3001);
          CHECK(std::all_of(plan->begin(), plan->end(), [](const auto& one) { return one.whole; }));
          REQUIRE(indexer->remove(*plan));
        }) < 20);
  check_sound(data);
}

TEST_CASE("a text at many places is current as long as it is the newest at one", "[indexer]") {
  const TempDir dir;
  const std::vector<fs::path> files = {dir.write("a.jsonl", error_pages(0, 8)),
                                       dir.write("b.jsonl", found_pages(0, 5)),
                                       dir.write("c.jsonl", error_pages(2, 4, "2024-05-01")),
                                       dir.write("d.jsonl", found_pages(5, 8))};
  index(dir.path() / "reference", files);
  check_sound(dir.path() / "reference");
  auto order = files;
  std::shuffle(order.begin(), order.end(), std::mt19937(GENERATE(1U, 2U, 3U)));
  IndexerOptions options;
  options.batch_bytes = 100;
  for (const auto& file : order) index(dir.path() / "other", {file}, options);
  CHECK(graph_dump(dir.path() / "other") == graph_dump(dir.path() / "reference"));
  CHECK(search_dump(dir.path() / "other") == search_dump(dir.path() / "reference"));
}

TEST_CASE("progress amid one large file is told by its bytes", "[indexer]") {
  const TempDir dir;
  const auto pages = dir.write("pages.jsonl", found_pages(0, 60'000));
  std::vector<std::uint64_t> bytes;
  IndexerOptions options;
  options.dry_run = true;
  options.batch_bytes = 100'000;
  options.progress = [&](const IndexProgress& at) {
    if (at.phase != "index") return;
    CHECK(at.all_bytes == fs::file_size(pages));
    bytes.push_back(at.bytes);
  };
  REQUIRE(index(dir.path() / "data", {pages}, options).summary.added == 60'000);
  CHECK(std::is_sorted(bytes.begin(), bytes.end()));
  const auto is_amid = [&](std::uint64_t at) { return at > 0 && at < fs::file_size(pages); };
  CHECK(std::any_of(bytes.begin(), bytes.end(), is_amid));
}

TEST_CASE("of a text of nothing but facts so many are kept, whatever else is known", "[indexer]") {
  const TempDir dir;
  std::string same, many;
  for (int i = 0; i < 300; ++i) same += "浙江省开展“街角读书亭”计划。\n";
  for (int i = 0; i < 21'000; ++i)
    many += "浙江省开展“暖心社区”行动，覆盖" + std::to_string(i) + "个社区。\n";
  const std::vector<fs::path> files = {
      dir.write("a.txt", article("读书亭设立情况", same + "浙江省还推进暖心社区行动。\n")),
      dir.write("b.txt", article("暖心社区开展情况", many + "绍兴市推进街角读书亭计划。\n"))};
  const auto run = index(dir.path() / "one", files);
  CHECK(run.inputs.at(0).notes.empty());
  REQUIRE(run.inputs.at(1).notes.size() == 1);
  CHECK_THAT(run.inputs.at(1).notes[0], ContainsSubstring("20000"));
  for (const auto& file : {files[1], files[0]}) index(dir.path() / "other", {file});
  CHECK(graph_dump(dir.path() / "one") == graph_dump(dir.path() / "other"));
  const auto view = open_graph_view(dir.path() / "one" / "graph");
  REQUIRE(view);
  const auto said = (*view)->extraction(*run.inputs[0].article);
  REQUIRE(said);
  const auto runs = std::count_if(
      said->assertions.begin(), said->assertions.end(),
      [](const Assertion& assertion) { return assertion.relation == Relation::kRuns; });
  CHECK(runs >= 100);
  CHECK(runs <= 101);
}

TEST_CASE("Ctrl-C is heeded amid ever so many tiny texts", "[indexer]") {
  const TempDir dir;
  const auto pages = dir.write("pages.jsonl", error_pages(0, 1) + found_pages(1, 20'000));
  auto stopped = false;
  IndexerOptions options;
  options.stop = [&] { return stopped; };
  auto indexer = Indexer::open(dir.path() / "data", options);
  REQUIRE(indexer);
  std::size_t reported = 0;
  const auto summary = indexer->add({pages}, [&](const InputReport&) {
    ++reported;
    stopped = true;
  });
  REQUIRE(summary);
  CHECK(summary->stopped);
  CHECK(reported < 10'000);
}

TEST_CASE("a name learned later is seen in articles that came before", "[indexer]") {
  // Named in passing it is no program yet; the second article makes it one, for both.
  const TempDir dir;
  const auto data = dir.path() / "data";
  const auto first = index(
      data,
      {dir.write("a.txt", article("杭州居民谈读书",
                                  "浙江省杭州市的居民说，社区共享书屋计划让家门口就能借书。"))});
  // Whether the first article names it, and how many articles do.
  const auto naming = [&] {
    const auto view = open_graph_view(data / "graph");
    REQUIRE(view);
    std::vector<ArticleId> articles;
    const auto program = resolve_program(**view, "社区共享书屋计划");
    if (!program) return articles;
    REQUIRE((*view)->candidates_of(program->id, [&](const Candidate& candidate) {
      articles.push_back(candidate.evidence.article);
      return true;
    }));
    return articles;
  };
  CHECK(naming().empty());
  const auto second = dir.write(
      "b.txt",
      article("苏州推出新举措", "江苏省苏州市实施“社区共享书屋计划”，把书架搬到居民楼下。"));
  index(data, {second});
  const auto both = naming();
  CHECK(both.size() == 2);
  CHECK(std::find(both.begin(), both.end(), *first.inputs[0].article) != both.end());
  check_sound(data);
  // And when the second article is gone, so is the name.
  dir.write("b.txt", article("苏州的另一件事", kOtherBody));
  index(data, {second});
  CHECK(naming().empty());
  check_sound(data);
}

TEST_CASE("killed at any commit point, the next command answers completely", "[indexer]") {
  const TempDir dir;
  auto files = sample_files();
  files.resize(std::min<std::size_t>(files.size(), 12));
  const auto reference = dir.path() / "reference";
  index(reference, files);
  const std::string point = GENERATE("graph committed", "shard 0 committed", "shard 1 committed");
  const int passes = GENERATE(1, 3);
  CAPTURE(point, passes);
  const auto data = dir.path() / "data";
  const pid_t child = start_stepwise(data, 4000, point, passes, files);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(Indexer::open(data));
  check_sound(data);
  // A rerun completes it.
  index(data, files);
  CHECK(graph_dump(data) == graph_dump(reference));
  CHECK(search_dump(data) == search_dump(reference));
  check_sound(data);
}

TEST_CASE("an index that knows more than the graph is not answered from", "[indexer]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  index(data, {dir.write("a.txt", article("绍兴设立读书亭", kBody))});
  fs::copy(data / "graph", dir.path() / "earlier", fs::copy_options::recursive);
  index(data, {dir.write("b.txt", article("苏州开通夜间公交", kOtherBody))});
  fs::remove_all(data / "graph");
  fs::rename(dir.path() / "earlier", data / "graph");
  const auto searcher = Searcher::open(data);
  REQUIRE(!searcher);
  CHECK(searcher.error().code == ErrorCode::kCorrupt);
  CHECK_THAT(searcher.error().message, ContainsSubstring("rebuild"));
}

TEST_CASE("a second writer is told who the first is", "[indexer]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  const auto first = Indexer::open(data);
  REQUIRE(first);
  IndexerOptions options;
  options.lock_wait_ms = 200;
  const auto start = std::chrono::steady_clock::now();
  const auto second = Indexer::open(data, options);
  REQUIRE(!second);
  CHECK(second.error().code == ErrorCode::kBusy);
  CHECK_THAT(second.error().message, ContainsSubstring(std::to_string(getpid())));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}

TEST_CASE("directories that are not ours are refused and left alone", "[indexer]") {
  const TempDir dir;
  SECTION("something else") {
    dir.write("data/letter.txt", "private");
    const auto opened = Indexer::open(dir.path() / "data");
    REQUIRE(!opened);
    CHECK(opened.error().code == ErrorCode::kIncompatible);
    CHECK(std::distance(fs::directory_iterator(dir.path() / "data"), {}) == 1);
  }
  SECTION("of a newer version") {
    dir.write("data/zhengce.json", "{\"zhengce\":99,\"shards\":2}\n");
    const auto opened = Indexer::open(dir.path() / "data");
    REQUIRE(!opened);
    CHECK(opened.error().code == ErrorCode::kIncompatible);
    CHECK_THAT(opened.error().message, ContainsSubstring("newer"));
  }
  SECTION("a file") {
    const auto opened = Indexer::open(dir.write("data", "text"));
    REQUIRE(!opened);
    CHECK(opened.error().code == ErrorCode::kIncompatible);
  }
}

TEST_CASE("an open reader keeps its state while another process commits", "[indexer][concurrent]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  std::vector<fs::path> files;
  constexpr int kBatches = 20;
  for (int i = 0; i <= kBatches; ++i) {
    files.push_back(dir.write("in/" + std::to_string(100 + i) + ".txt",
                              article("第" + std::to_string(i) + "期读书亭通报",
                                      kBody + "本期编号" + std::to_string(1000 + i) + "号。")));
  }
  index(data, {files[0]});
  auto frozen = Searcher::open(data);
  REQUIRE(frozen);
  const auto before = test::answers(*frozen, {"\"读书亭\""});
  const pid_t child = start_stepwise(data, 1, "-", 0, {files.begin() + 1, files.end()});
  std::uint64_t last = 1;
  int status = 0;
  bool running = true;
  int looks = 0;
  while (running) {
    running = waitpid(child, &status, WNOHANG) == 0;
    // The old reader: the same answer, or an honest refusal once the writer has overtaken it.
    const auto answer = frozen->find("\"读书亭\"", {});
    if (answer)
      CHECK(answer->total == 1);
    else
      CHECK(answer.error().code == ErrorCode::kBusy);
    // A new one: never less than before, and every hit is whole.
    auto fresh = Searcher::open(data);
    if (!fresh) {
      CHECK(fresh.error().code == ErrorCode::kBusy);
      continue;
    }
    SearchOptions options;
    options.limit = 100;
    const auto now = fresh->find("\"读书亭\"", options);
    if (!now) {
      CHECK(now.error().code == ErrorCode::kBusy);
      continue;
    }
    CHECK(now->total >= last);
    CHECK(now->hits.size() == now->total);
    for (const auto& hit : now->hits) CHECK(!hit.title.empty());
    last = now->total;
    ++looks;
  }
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(looks > 3);
  auto after = Searcher::open(data);
  REQUIRE(after);
  CHECK(after->find("\"读书亭\"", {})->total == kBatches + 1);
  CHECK(before.find(": 1\n") != std::string::npos);
  check_sound(data);
}

TEST_CASE("a full disk stops the run and loses nothing that was reported", "[indexer]") {
  const TempDir dir;
  const auto disk = dir.path() / "disk";
  fs::create_directories(disk);
  if (geteuid() != 0 || mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=3m") != 0) {
    WARN("may not mount a small file system here: passed by");
    return;
  }
  struct Unmount {
    fs::path path;
    ~Unmount() { umount2(path.c_str(), MNT_DETACH); }
  } unmount{disk};
  std::vector<fs::path> files;
  std::mt19937 random(5);
  for (int i = 0; i < 60; ++i) {
    std::u32string body;
    for (int c = 0; c < 20000; ++c)
      body.push_back(c % 40 == 39 ? U'。' : static_cast<char32_t>(0x4E00 + random() % 8000));
    files.push_back(dir.write("in/" + std::to_string(100 + i) + ".txt",
                              article("第" + std::to_string(i) + "篇", encode_utf8(body))));
  }
  std::vector<ArticleId> reported;
  {
    IndexerOptions options;
    options.batch_bytes = 60000;
    auto indexer = Indexer::open(disk / "data", options);
    REQUIRE(indexer);
    const auto summary = indexer->add(files, [&](const InputReport& input) {
      if (input.status == InputStatus::kAdded) reported.push_back(*input.article);
    });
    REQUIRE(!summary);
    CHECK(summary.error().code == ErrorCode::kIo);
    CHECK(summary.error().message.find('\n') == std::string::npos);
  }
  // With room again, all that was reported is there.
  REQUIRE(mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=900m") == 0);
  auto indexer = Indexer::open(disk / "data");
  if (!indexer) FAIL(indexer.error().message);
  for (const auto& id : reported) {
    const auto stored = indexer->graph().article(id, false);
    REQUIRE(stored);
    CHECK(*stored);
  }
  const auto rest = indexer->add(files, [](const InputReport&) {});
  if (!rest) FAIL(rest.error().message);
  // What was committed before the disk was full is known, reported or not; the rest is new.
  CHECK(rest->added + rest->unchanged == files.size());
  CHECK(rest->unchanged >= reported.size());
}

}  // namespace zhengce
