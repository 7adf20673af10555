#include "corpus/readers/reader_process.h"

#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce::test {
namespace {

struct Seen {
  std::vector<RawDocument> documents;
  std::vector<std::string> errors;
};

Seen read(ReaderProcesses& processes, const std::filesystem::path& path,
          const ReaderOptions& options = {}) {
  Seen seen;
  const auto result = processes.read(path, options, [&](Result<RawDocument> document) {
    if (document) {
      seen.documents.push_back(std::move(*document));
    } else {
      seen.errors.push_back(document.error().message);
    }
    return true;
  });
  if (!result) seen.errors.push_back(result.error().message);
  return seen;
}

const std::vector<std::string> kProgram = {ZHENGCE_PROGRAM, "--lang", "en", "serve-reads"};
const std::string kFixtures = ZHENGCE_SOURCE_DIR "/tests/data/formats/";

}  // namespace

TEST_CASE("another process reads the same, file after file") {
  ReaderProcesses processes(kProgram);
  for (const char* name : {"archives/sidecars.zip", "docx/report-table.docx", "archives/mixed.zip",
                           "docx/empty.docx"}) {
    CAPTURE(name);
    Seen here;
    const auto result = read_documents(kFixtures + name, {}, [&](Result<RawDocument> document) {
      if (document) {
        here.documents.push_back(std::move(*document));
      } else {
        here.errors.push_back(document.error().message);
      }
      return true;
    });
    if (!result) here.errors.push_back(result.error().message);
    const Seen there = read(processes, kFixtures + name);
    CHECK(there.errors == here.errors);
    REQUIRE(there.documents.size() == here.documents.size());
    for (std::size_t i = 0; i < here.documents.size(); ++i) {
      const RawDocument& a = here.documents[i];
      const RawDocument& b = there.documents[i];
      CHECK(a.text == b.text);
      CHECK(a.source == b.source);
      CHECK(a.title == b.title);
      CHECK(a.issuer == b.issuer);
      CHECK(a.number == b.number);
      CHECK(a.date == b.date);
      CHECK(a.published == b.published);
      CHECK(a.effective == b.effective);
      CHECK(a.retrieved == b.retrieved);
    }
  }
}

TEST_CASE("a process that dies, hangs or talks nonsense costs one file and says which") {
  struct Row {
    const char* script;
    const char* reason;
  };
  const auto row = GENERATE(values<Row>({
      {"kill -SEGV $$", "crashed (Segmentation fault)"},
      {"kill -KILL $$", "crashed (Killed)"},
      {"exit 7", "exit 7"},
      {"exec sleep 100", "takes more than 1 s"},
      {"yes nonsense", "not read"},
      {"exec cat", "not read"},
  }));
  CAPTURE(row.script);
  const TempDir dir;
  const auto path = dir.write("a.pdf", "%PDF-");
  ReaderProcesses processes({"/bin/sh", "-c", row.script});
  ReaderOptions options;
  options.max_seconds = 1;
  for (int again = 0; again < 2; ++again) {
    const Seen seen = read(processes, path, options);
    CHECK(seen.documents.empty());
    REQUIRE(seen.errors.size() == 1);
    CHECK(seen.errors[0].starts_with(path.string()));
    CHECK_THAT(seen.errors[0], ContainsSubstring(row.reason));
  }
}

TEST_CASE("a program that is not there is no crash of ours") {
  ReaderProcesses processes({"/nonexistent/zhengce"});
  const Seen seen = read(processes, kFixtures + "docx/empty.docx");
  REQUIRE(seen.errors.size() == 1);
  CHECK_THAT(seen.errors[0], ContainsSubstring("cannot be started"));
}

TEST_CASE("a signal while a process ends leaves other children alone") {
  struct sigaction handled = {}, before = {};
  handled.sa_handler = [](int) {};
  REQUIRE(::sigaction(SIGALRM, &handled, &before) == 0);
  pid_t other = -1;
  {
    ReaderProcesses processes({"/bin/sh", "-c", ZHENGCE_PROGRAM " --lang en serve-reads; sleep 1"});
    CHECK(read(processes, kFixtures + "docx/report-table.docx").documents.size() == 1);
    other = ::fork();
    if (other == 0) ::_exit(7);
    const itimerval often{{0, 50'000}, {0, 50'000}};
    ::setitimer(ITIMER_REAL, &often, nullptr);
  }
  const itimerval never{};
  ::setitimer(ITIMER_REAL, &never, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
  int status = 0;
  CHECK(::waitpid(other, &status, 0) == other);
  CHECK(WEXITSTATUS(status) == 7);
}

TEST_CASE("many threads read at once, and reading stops when told", "[concurrent]") {
  ReaderProcesses processes(kProgram);
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i) {
        const auto read =
            processes.read(kFixtures + "archives/mixed.zip", {},
                           [&, count = 0](const Result<RawDocument>& document) mutable {
                             if (document) ++good;
                             return ++count < 3;
                           });
        if (!read) good -= 1000;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(good == 60);
}

}  // namespace zhengce::test
