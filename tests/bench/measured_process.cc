#include "tests/bench/measured_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <sstream>
#include <thread>

#include "tests/bench/support.h"
#include "tests/support/process_memory.h"
#include "tests/support/temp_dir.h"

extern char** environ;

namespace zhengce::bench {

namespace fs = std::filesystem;

MeasuredProcess run_measured(const std::vector<std::string>& words, const fs::path& folder) {
  const fs::path out = folder / "out", err = folder / "err";
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), kFlags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), kFlags, 0600);
  MeasuredProcess process;
  const auto start = Clock::now();
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) give_up(words[0] + ": " + strerror(failed));
  // Beside it, so that the end is seen when it comes.
  std::atomic<bool> ended = false;
  std::thread sampler([&] {
    while (!ended) {
      process.peak_private_bytes = std::max(process.peak_private_bytes, test::private_bytes(pid));
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  siginfo_t end;
  waitid(P_PID, static_cast<id_t>(pid), &end, WEXITED | WNOWAIT);
  process.seconds = seconds_since(start);
  ended = true;
  sampler.join();
  int status = 0;
  waitpid(pid, &status, 0);
  process.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  process.out = test::read_file(out);
  std::istringstream errors(test::read_file(err));
  for (std::string line; std::getline(errors, line);) {
    if (!line.empty()) process.last_error = line;
  }
  return process;
}

std::uint64_t bytes_on_disk(const fs::path& folder) {
  sync();  // What is not written yet has no blocks.
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    struct stat status {};
    if (lstat(entry.path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    bytes += std::min<std::uint64_t>(static_cast<std::uint64_t>(status.st_size),
                                     static_cast<std::uint64_t>(status.st_blocks) * 512);
  }
  return bytes;
}

}  // namespace zhengce::bench
