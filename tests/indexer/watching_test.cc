#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <sstream>
#include <thread>

#include "indexer/index_check.h"
#include "indexer/indexer.h"
#include "search/searcher.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

extern char** environ;

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// A test of the tests' run is small; `./dev bench watching` sets the size that is promised.
std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

// A batch: a file of so many articles of one program, all different.
std::string batch_of(std::uint64_t batch, std::uint64_t articles, std::mt19937& random) {
  static const char* kCities[] = {"浙江省绍兴市", "江苏省苏州市", "四川省成都市", "云南省大理州"};
  static const char* kWords[] = {"居民", "社区", "图书", "小区", "门口", "设立", "借阅", "方便",
                                 "每周", "开放", "志愿", "服务", "老人", "孩子", "活动", "周末"};
  std::string out;
  for (std::uint64_t i = 0; i < articles; ++i) {
    const auto number = std::to_string(batch) + "之" + std::to_string(i);
    const std::string city = kCities[random() % 4];
    std::string text = city + "实施“街角读书亭”计划。";
    for (int word = 0; word < 60; ++word) {
      text += kWords[random() % 16];
      if (word % 9 == 8) text += "。";
    }
    text += "本期编号" + std::to_string(1000 + batch) + "号。";
    out += "{\"id\":\"" + number + "\",\"title\":\"【虚构示例】" + city + "读书亭通报第" + number +
           "\",\"date\":\"2024-0" + std::to_string(1 + random() % 9) + "-01\",\"text\":\"" + text +
           "\"}\n";
  }
  return out;
}

struct Child {
  pid_t id = -1;
  ~Child() {
    if (id > 0) kill(id, SIGKILL), waitpid(id, nullptr, 0);
  }
};

// Until `file` has a line that begins with `number`, or a minute has gone.
void wait_for_line(const fs::path& file, std::uint64_t number) {
  const auto line = "\n" + std::to_string(number) + " ";
  for (const auto until = Clock::now() + std::chrono::minutes(1); Clock::now() < until;) {
    if (test::read_file(file).find(line) != std::string::npos) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

TEST_CASE("what is indexed is found by a program that has been open all the while", "[indexer]") {
  const auto batches = setting("ZHENGCE_WATCHING_BATCHES", 20);
  const auto articles = setting("ZHENGCE_WATCHING_ARTICLES", 20);
  const test::TempDir dir;
  const auto data = dir.path() / "data";
  std::mt19937 random(20240501);
  IndexerOptions options;
  options.batch_bytes = 64u << 20;
  options.batch_seconds = 600;
  auto indexer = Indexer::open(data, options);
  if (!indexer) FAIL(indexer.error().message);

  // Its standard output goes to a file.
  const auto said = dir.path() / "said";
  const std::string words[] = {ZHENGCE_WATCHER, data.string(), std::to_string(batches),
                               std::to_string(articles)};
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, said.c_str(), O_WRONLY | O_CREAT, 0600);
  Child watcher;
  const int failed = posix_spawn(&watcher.id, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  REQUIRE(failed == 0);

  // When each batch was reported.
  std::vector<double> reported;
  std::uint64_t added = 0;
  const auto begun = Clock::now();
  for (std::uint64_t batch = 0; batch < batches; ++batch) {
    const auto file =
        dir.write("in/" + std::to_string(batch) + ".jsonl", batch_of(batch, articles, random));
    const auto summary = indexer->add({file}, [&](const InputReport& input) {
      added += input.status == InputStatus::kAdded ? 1 : 0;
    });
    if (!summary) FAIL(summary.error().message);
    REQUIRE(added == (batch + 1) * articles);
    reported.push_back(
        std::chrono::duration<double, std::milli>(Clock::now().time_since_epoch()).count());
    // Three times the writer waits to be seen: without that a quick one may be done before the
    // watcher has moved on.
    if (batch > 0 && batch % std::max<std::uint64_t>(1, batches / 4) == 0)
      wait_for_line(said, batch);
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  int status = 0;
  REQUIRE(waitpid(watcher.id, &status, 0) == watcher.id);
  watcher.id = -1;
  const std::string lines = test::read_file(said);
  CAPTURE(lines.substr(lines.size() < 500 ? 0 : lines.size() - 500));
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);

  // Each was found, the last ones soon after they were reported, and between them it was asked on.
  std::istringstream in(lines);
  std::vector<double> late;
  std::uint64_t number = 0;
  for (double time = 0; late.size() < batches && in >> number >> time;) {
    REQUIRE(number == late.size());
    late.push_back(time - reported[number]);
  }
  REQUIRE(late.size() == batches);
  std::string word;
  std::uint64_t asked = 0, moved = 0;
  REQUIRE(in >> word >> asked >> word >> moved);
  CHECK(moved >= 3);
  CHECK(asked > 2 * batches + moved);
  CHECK(late.back() < 60000);
  if (std::getenv("ZHENGCE_WATCHING_BATCHES") != nullptr) {
    std::sort(late.begin(), late.end());
    std::printf(
        "%llu batches of %llu articles in %.1f s; questions answered meanwhile: %llu, in %llu "
        "states; found after they were reported, ms: median %.1f, most %.1f\n",
        static_cast<unsigned long long>(batches), static_cast<unsigned long long>(articles),
        seconds, static_cast<unsigned long long>(asked), static_cast<unsigned long long>(moved),
        late[late.size() / 2], late.back());
  }

  const auto faults = check_index(data, indexer->graph());
  REQUIRE(faults);
  CHECK(*faults == std::vector<std::string>());
}

}  // namespace zhengce
