#include "tests/app/run_program.h"

#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>

#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce::test {

std::vector<nlohmann::json> Ran::lines() const {
  std::vector<nlohmann::json> objects;
  std::istringstream in(out);
  std::string line;
  while (std::getline(in, line)) {
    auto object = nlohmann::json::parse(line, nullptr, false);
    if (!object.is_object()) FAIL("not a JSON object: " << line);
    objects.push_back(std::move(object));
  }
  return objects;
}

namespace {

Ran run(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
        bool unprivileged, bool out_unheard = false, bool err_unheard = false) {
  const TempDir dir;
  const auto out = dir.path() / "out";
  const auto err = dir.path() / "err";
  const pid_t child = fork();
  if (child == 0) {
    const int out_fd = open(out.c_str(), O_WRONLY | O_CREAT, 0600);
    const int err_fd = open(err.c_str(), O_WRONLY | O_CREAT, 0600);
    int nobody[2] = {-1, -1};
    if (pipe(nobody) != 0) _exit(127);
    close(nobody[0]);
    dup2(out_unheard ? nobody[1] : out_fd, STDOUT_FILENO);
    dup2(err_unheard ? nobody[1] : err_fd, STDERR_FILENO);
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG", "ZHENGCE_DATA", "XDG_DATA_HOME"})
      unsetenv(name);
    for (const auto& setting : environment) putenv(const_cast<char*>(setting.c_str()));
    std::vector<char*> argv{const_cast<char*>("zhengce")};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    constexpr uid_t kNobody = 65534;
    if (unprivileged && geteuid() == 0 &&
        (setgroups(0, nullptr) != 0 || setgid(kNobody) != 0 || setuid(kNobody) != 0)) {
      _exit(127);
    }
    execv(ZHENGCE_PROGRAM, argv.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
}

}  // namespace

Ran run_program(const std::vector<std::string>& arguments,
                const std::vector<std::string>& environment) {
  return run(arguments, environment, false);
}

Ran run_program_unheard(const std::vector<std::string>& arguments, bool also_errors) {
  return run(arguments, {}, false, true, also_errors);
}

Ran run_program_unprivileged(const std::vector<std::string>& arguments) {
  return run(arguments, {}, true);
}

const std::filesystem::path& sample_data() {
  static const TempDir dir;
  static const std::filesystem::path data = [] {
    const auto path = dir.path() / "data";
    const auto ran =
        run_program({"index", "--data", path.string(), ZHENGCE_SOURCE_DIR "/corpus/sample"});
    if (ran.code != 0) FAIL("indexing the sample: " << ran.err);
    return path;
  }();
  return data;
}

}  // namespace zhengce::test
