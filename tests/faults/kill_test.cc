// Kills the program at random moments and holds what it leaves to a data directory that got the
// same commands and was never killed. ZHENGCE_FAULT_ROUNDS asks for more rounds: `./dev bench
// faults`.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <random>

#include "tests/faults/process.h"
#include "tests/support/sanitized.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using test::compared;
using test::finished;
using test::started;

class Kills {
 public:
  explicit Kills(std::uint32_t seed) : random_(seed) {
    for (int n = 0; n < 6; ++n) write();
  }

  void round();
  void print(int rounds) const;

 private:
  // One command, in words after the program's name but for the data directory.
  struct Operation {
    std::string name;
    std::vector<std::string> words;
    bool in_steps = false;          ///< By tests/indexer/stepwise.cc: one article a batch.
    bool may_find_nothing = false;  ///< The second time.
    bool makes_data() const { return name.starts_with("index") || name == "sync"; }
  };

  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  std::string file(int n) const { return (folder_ / (std::to_string(n) + ".txt")).string(); }
  void write() {
    const int n = next_++;
    dir_.write("in/" + std::to_string(n) + ".txt", test::invented(n, 0));
    present_.push_back(n);
  }
  Operation draw();
  std::vector<std::string> command(const Operation& operation, const fs::path& data) const;
  void check_backups();

  test::TempDir dir_;
  fs::path folder_ = dir_.path() / "in";
  fs::path data_ = dir_.path() / "data";
  fs::path reference_ = dir_.path() / "reference";
  std::mt19937 random_;
  int next_ = 0;
  int version_ = 0;
  std::vector<int> present_;
  std::string report_;  ///< Of the last run that was killed.
  std::map<std::string, double> seconds_;
  std::map<std::string, std::pair<int, int>> counts_;  ///< Runs, and those that were killed.
  int behind_ = 0;        ///< Killed runs that left less than the whole.
  int acknowledged_ = 0;  ///< Articles that killed runs had reported.
};

Kills::Operation Kills::draw() {
  const int kind = below(12);
  if (kind <= 4 || present_.size() < 4) {
    for (int i = 0; i < 3; ++i) write();
    if (kind == 1) {
      Operation steps{"index, one article a batch", {}, true};
      for (const int n : present_) steps.words.push_back(file(n));
      return steps;
    }
    return {"index", {"index", "--json", folder_.string()}};
  }
  const int n = present_[static_cast<std::size_t>(below(static_cast<int>(present_.size())))];
  if (kind <= 6) {
    ++version_;
    dir_.write("in/" + std::to_string(n) + ".txt", test::invented(n, version_));
    return {"index what changed", {"index", "--json", folder_.string()}};
  }
  if (kind == 7) {
    fs::remove(file(n));
    std::erase(present_, n);
    write();
    return {"sync", {"sync", "--json", folder_.string()}};
  }
  if (kind == 8) return {"remove", {"remove", "--yes", "--path", file(n)}, false, true};
  if (kind == 9) return {"purge", {"remove", "--yes", "--purge", "--path", file(n)}, false, true};
  if (kind == 10) return {"rebuild", {"rebuild"}};
  return {"backup", {"backup"}};
}

std::vector<std::string> Kills::command(const Operation& operation, const fs::path& data) const {
  std::vector<std::string> words;
  if (operation.in_steps) {
    words = {ZHENGCE_STEPWISE, data.string(), "1", "report", "0"};
    words.insert(words.end(), operation.words.begin(), operation.words.end());
    return words;
  }
  words = {ZHENGCE_PROGRAM};
  words.insert(words.end(), operation.words.begin(), operation.words.end());
  words.insert(words.end(), {"--quiet", "--data", data.string()});
  if (operation.name == "backup") words.push_back(data.string() + ".backups");
  return words;
}

void Kills::round() {
  // What there is nothing for comes later.
  Operation operation = draw();
  while (!fs::exists(reference_) && !operation.makes_data()) operation = draw();
  CAPTURE(operation.name);
  const auto& dir = dir_.path();
  const auto before = test::articles(reference_);
  const auto reference = finished(started(dir, command(operation, reference_)));
  CAPTURE(reference.err);
  REQUIRE(reference.code >= 0);
  REQUIRE(reference.code <= (operation.may_find_nothing ? 1 : 0));
  const auto after = test::articles(reference_);
  const auto expected = compared(reference_);
  auto& expected_seconds = seconds_[operation.name];
  expected_seconds = expected_seconds == 0 ? reference.seconds
                                           : std::min(expected_seconds * 1.2, reference.seconds);

  const auto process = started(dir, command(operation, data_));
  std::this_thread::sleep_for(std::chrono::duration<double>(
      expected_seconds * std::uniform_real_distribution<double>(0, 1.05)(random_)));
  ::kill(process.pid, SIGKILL);
  const auto killed = finished(process);
  auto& [runs, kills] = counts_[operation.name];
  ++runs;
  kills += killed.signal != 0;
  CAPTURE(killed.seconds, expected_seconds);

  // As it was left: what was reported is there, and nothing else has gone or come.
  const auto left = test::articles(data_);
  const auto told = test::reported(killed.out);
  acknowledged_ += static_cast<int>(killed.signal != 0 ? told.size() : 0);
  for (const ArticleId& id : told) CHECK(left.contains(id));
  for (const ArticleId& id : before) CHECK((!after.contains(id) || left.contains(id)));
  for (const ArticleId& id : left) CHECK((before.contains(id) || after.contains(id)));
  behind_ += left != after;
  if (fs::exists(data_)) {
    test::reopen(data_);
    test::check_sound(data_);
    for (const ArticleId& id : told) CHECK(test::articles(data_).contains(id));
  }
  if (operation.name == "index" && below(3) == 0) {
    // What was skipped by a run that was killed: nothing. The report may end in half a line.
    const auto report = dir_.write("report", killed.out);
    const auto retried = finished(started(dir, {ZHENGCE_PROGRAM, "index", "--quiet", "--data",
                                                data_.string(), "--retry", report.string()}));
    CAPTURE(retried.err);
    CHECK(retried.code == 0);
  }

  const auto again = finished(started(dir, command(operation, data_)));
  CAPTURE(again.err);
  CHECK(again.code >= 0);
  CHECK(again.code <= (operation.may_find_nothing ? 1 : 0));
  test::check_sound(data_);
  CHECK(compared(data_) == expected);
  for (const auto& entry : fs::directory_iterator(data_ / "index"))
    CHECK((entry.path().filename() == "CURRENT" ||
           fs::exists(entry.path() / "shard-0" / "iamglass")));
  if (operation.name == "backup") check_backups();
}

// The last backup, after one that was killed, holds the same.
void Kills::check_backups() {
  const auto restored = dir_.path() / "restored";
  const auto ran = finished(started(dir_.path(), {ZHENGCE_PROGRAM, "restore", "--data",
                                                  restored.string(), data_.string() + ".backups"}));
  CAPTURE(ran.err);
  CHECK(ran.code == 0);
  CHECK(compared(restored) == compared(data_));
  fs::remove_all(restored);
}

void Kills::print(int rounds) const {
  int killed = 0;
  for (const auto& [name, count] : counts_) killed += count.second;
  std::printf("%d rounds, %d killed; %d left less than the whole; %d articles reported before\n",
              rounds, killed, behind_, acknowledged_);
  for (const auto& [name, count] : counts_)
    std::printf("  %-28s %d runs, %d killed\n", name.c_str(), count.first, count.second);
  std::fflush(stdout);
}

}  // namespace

TEST_CASE("killed at any moment, it loses nothing it reported, and a rerun completes it",
          "[faults]") {
  const auto seed =
      static_cast<std::uint32_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  INFO("seed " << seed);
  Kills kills(seed);
  const int rounds = test::rounds_asked(test::kSanitized ? 2 : 5);
  for (int round = 1; round <= rounds; ++round) {
    CAPTURE(round);
    kills.round();
    if (rounds > 50 && round % 50 == 0) kills.print(round);
  }
  kills.print(rounds);
}

}  // namespace zhengce
