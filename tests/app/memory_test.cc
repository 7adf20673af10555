#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "corpus/text.h"
#include "tests/support/catch.h"
#include "tests/support/process_memory.h"
#include "tests/support/sanitized.h"
#include "tests/support/temp_dir.h"

namespace zhengce::test {
namespace {

// Sentences of the kind that policy texts are made of, no two the same. `rare`: characters taken at
// random in each part of a sentence, which make terms that stand nowhere else.
std::string long_text(std::size_t bytes, unsigned seed, int rare = 1) {
  static const std::vector<std::string> kParts = {
      "各县（市、区）人民政府", "推进“读书亭”试点工作",     "省财政安排专项资金",
      "开展社区食堂建设",       "按照有关规定认真组织实施", "绍兴市越城区街道办事处",
      "加强农村公路养护管理",   "鼓励企业参与夜间公交运营", "完成年度目标任务",
      "建立健全长效工作机制",   "为老年人提供助餐服务",     "由民政部门会同卫生健康部门负责"};
  std::mt19937 random(seed);
  std::string text = "关于做好第" + std::to_string(seed) + "批工作的通知\n\n";
  while (text.size() < bytes) {
    for (int i = 0; i < 4; ++i) {
      text += kParts[random() % kParts.size()];
      for (int j = 0; j < rare; ++j) append_utf8(text, U'\u4E00' + random() % 6000);
      text += i == 3 ? "。" : "，";
    }
    text += std::to_string(random() % 100000) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("the largest text and what a run takes are bounded by --memory", "[app]") {
  // Sanitizers need memory of their own.
  if (kSanitized) return;
  const TempDir dir;
  constexpr std::uint64_t kGiven = 256u << 20;
  constexpr std::size_t kLargest = kGiven / 50 - 1000;
  for (unsigned i = 0; i < 3; ++i) {
    dir.write("in/large" + std::to_string(i) + ".txt", long_text(kLargest, i));
  }
  // A name and a figure in each line.
  std::string names = "各地推进项目情况\n\n";
  std::mt19937 random(5);
  while (names.size() < kLargest - 100) {
    names += "浙江省开展“";
    for (int i = 0; i < 3; ++i) append_utf8(names, U'\u4EBF' + random() % 500);
    names += "”行动，覆盖" + std::to_string(random() % 1000) + "个社区。\n";
  }
  dir.write("in/names.txt", names);
  // As many different terms as are taken, and more than that.
  dir.write("in/many terms.txt", long_text(kLargest / 4, 20, 6));
  dir.write("in/too many terms.txt", long_text(kLargest, 21, 6));
  std::string tags = "<html><head><meta charset=\"utf-8\"></head><body><p>正文。</p>";
  for (std::size_t i = 0; i < kGiven / 1000; ++i) tags += "<p>好";
  dir.write("in/too many tags.html", tags);
  std::string page = "<html><head><meta charset=\"utf-8\"></head><body><div>";
  for (const char c : long_text(kLargest * 2 / 3, 10)) {
    if (c == '\n') {
      page += "</p><p>";
    } else {
      page += c;
    }
  }
  dir.write("in/page.html", page + "</div></body></html>");
  dir.write("in/too large.txt", long_text(2 * kLargest, 11));
  for (unsigned i = 0; i < 200; ++i) {
    dir.write("in/small" + std::to_string(i) + ".txt", long_text(2000, 100 + i));
  }
  std::vector<std::string> words = {"zhengce",
                                    "index",
                                    "--quiet",
                                    "--memory",
                                    "256M",
                                    "--data",
                                    (dir.path() / "data").string(),
                                    "--report",
                                    (dir.path() / "report").string(),
                                    (dir.path() / "in").string(),
                                    ZHENGCE_SOURCE_DIR "/tests/data/formats"};
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = -1;
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", 1, 0);
  posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", 1, 0);
  REQUIRE(posix_spawn(&child, ZHENGCE_PROGRAM, &quiet, nullptr, arguments.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&quiet);
  std::uint64_t peak = 0;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    peak = std::max(peak, private_bytes(child));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 3);
  CHECK(peak > kGiven / 8);
  CHECK(peak <= kGiven);
  const auto report = read_file(dir.path() / "report");
  CHECK_THAT(report, ContainsSubstring("too large.txt: text of more than 5 MiB, not read"));
  CHECK_THAT(report, ContainsSubstring("too many tags.html: page of more than 268435 tags"));
  CHECK_THAT(report, ContainsSubstring("are kept of one text (20000)"));
  CHECK_THAT(report, ContainsSubstring("different words and pairs of characters, too many"));
  for (const char* name :
       {"large0.txt", "large1.txt", "large2.txt", "many terms.txt", "page.html", "small199.txt"}) {
    CAPTURE(name);
    CHECK_THAT(report, ContainsSubstring(std::string(name) + "\",\"status\":\"added\""));
  }
}

}  // namespace zhengce::test
