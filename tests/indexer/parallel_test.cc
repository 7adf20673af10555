#include "indexer/parallel.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "tests/support/catch.h"
#include "tests/support/sanitized.h"

namespace zhengce {

TEST_CASE("each piece of work is done once, by however many threads", "[concurrent]") {
  for (const unsigned jobs : {1u, 2u, 7u, 200u}) {
    std::vector<int> done(100);
    parallel_for(done.size(), jobs, [&](std::size_t i) { ++done[i]; });
    CHECK(std::all_of(done.begin(), done.end(), [](int times) { return times == 1; }));
  }
}

TEST_CASE("what work throws comes to the caller, once all threads have ended", "[concurrent]") {
  for (const unsigned jobs : {1u, 4u}) {
    std::atomic<int> begun{0}, ended{0};
    const auto work = [&](std::size_t i) {
      ++begun;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      ++ended;
      if (i == 20) throw std::runtime_error("twenty");
    };
    CHECK_THROWS_WITH(parallel_for(1000, jobs, work), "twenty");
    CHECK(begun == ended);
    CHECK(begun >= 21);
    CHECK(begun < 500);
  }
}

TEST_CASE("where the system gives no more threads, those that are there do the work") {
  if (test::kSanitized) return;  // A sanitizer takes more address space than can be bound.
  const pid_t child = ::fork();
  if (child == 0) {
    // No room for another stack.
    const rlimit none{1, 1};
    ::setrlimit(RLIMIT_AS, &none);
    std::atomic<int> done{0};
    parallel_for(100, 8, [&](std::size_t) { ++done; });
    ::_exit(done == 100 ? 7 : 8);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 7);
}

}  // namespace zhengce
