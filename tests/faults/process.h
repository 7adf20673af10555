#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "corpus/article.h"
#include "indexer/repair.h"
#include "tests/faults/compared.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

extern char** environ;

namespace zhengce::test {

/// A program that is running, its output going into files.
struct Process {
  pid_t pid = 0;
  std::filesystem::path out, err;
  std::chrono::steady_clock::time_point begun;
};

/// What became of it.
struct Ended {
  int signal = 0;  ///< That ended it; 0 if it ended by itself.
  int code = -1;
  std::string out, err;
  double seconds = 0;
};

/// Starts a program; `environment` in addition to this one's.
inline Process started(const std::filesystem::path& dir, const std::vector<std::string>& words,
                       const std::vector<std::string>& environment = {}) {
  Process process{0, dir / "out", dir / "err", std::chrono::steady_clock::now()};
  std::vector<std::string> settings = environment;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string setting = *one;
    if (!setting.starts_with("LANG=") && !setting.starts_with("LC_")) settings.push_back(setting);
  }
  const auto pointers = [](const std::vector<std::string>& all) {
    std::vector<char*> list;
    for (const auto& one : all) list.push_back(const_cast<char*>(one.c_str()));
    list.push_back(nullptr);
    return list;
  };
  auto argv = pointers(words);
  auto envp = pointers(settings);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, process.out.c_str(), kFlags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, process.err.c_str(), kFlags, 0600);
  REQUIRE(posix_spawn(&process.pid, argv[0], &actions, nullptr, argv.data(), envp.data()) == 0);
  posix_spawn_file_actions_destroy(&actions);
  return process;
}

inline Ended finished(const Process& process) {
  Ended ended;
  int status = 0;
  REQUIRE(waitpid(process.pid, &status, 0) == process.pid);
  ended.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - process.begun).count();
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
  ended.out = read_file(process.out);
  ended.err = read_file(process.err);
  return ended;
}

/// Ids of the articles that whole lines of a report name as stored.
inline std::set<ArticleId> reported(const std::string& out) {
  std::set<ArticleId> ids;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object() || json.value("type", "") != "file" || !json["article"].is_string())
      continue;
    if (const auto id = ArticleId::parse(std::string(json["article"]))) ids.insert(*id);
  }
  return ids;
}

inline std::set<ArticleId> articles(const std::filesystem::path& data) {
  std::set<ArticleId> ids;
  if (!std::filesystem::exists(data / "graph/CURRENT")) return ids;
  const auto view = open_graph_view(data / "graph");
  if (!view) FAIL(view.error().message);
  const auto read = (*view)->each_article([&](const StoredArticle& stored) {
    ids.insert(stored.article.id);
    return true;
  });
  if (!read) FAIL(read.error().message);
  return ids;
}

/// What the next writer does, whatever it is. Twice: a purge takes two.
inline void reopen(const std::filesystem::path& data) {
  for (int i = 0; i < 2; ++i) {
    const auto indexer = Indexer::open(data);
    if (!indexer) FAIL(indexer.error().message);
    CHECK(indexer->lost_entries() == 0);
  }
}

inline void check_sound(const std::filesystem::path& data) {
  const auto faults = find_faults(data);
  if (!faults) FAIL(faults.error().message);
  for (const Fault& fault : *faults) FAIL_CHECK(part_name(fault.part) << ": " << fault.text);
}

/// How many rounds a long run is asked for; `otherwise` in the ordinary one.
inline int rounds_asked(int otherwise) {
  const char* asked = std::getenv("ZHENGCE_FAULT_ROUNDS");
  return asked != nullptr ? std::atoi(asked) : otherwise;
}

/// An invented text. `version` changes a sentence.
inline std::string invented(int n, int version) {
  return "【虚构示例】第" + std::to_string(n) + "号借伞架\n来源：示例日报 发布日期：2024-03-0" +
         std::to_string(1 + n % 9) + "\n\n浙江省绍兴市启动“借伞" + std::to_string(n % 7) +
         "号”计划，在第" + std::to_string(n) + "个车站设了借伞架。第" + std::to_string(version) +
         "次检查说，居民可以凭借书证借伞，也可以把家里的旧伞放进去。江苏省苏州市实施“晚归巴士" +
         std::to_string((n + version) % 5) + "”行动，方便居民回家。\n";
}

}  // namespace zhengce::test
