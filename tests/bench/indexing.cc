#include "tests/bench/indexing.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

#include "corpus/readers/reader_process.h"
#include "indexer/memory_budget.h"
#include "tests/bench/support.h"
#include "tests/support/process_memory.h"

namespace zhengce::bench {
namespace {

namespace fs = std::filesystem;

std::uint64_t written_so_far() {
  std::ifstream io("/proc/self/io");
  for (std::string line; std::getline(io, line);) {
    if (line.starts_with("write_bytes:")) return std::stoull(line.substr(12));
  }
  return 0;
}

// What the child does: the run, and a note of it.
void index_and_note(const fs::path& data, const std::vector<fs::path>& inputs, unsigned jobs,
                    std::uint64_t memory, const fs::path& program, const fs::path& note) {
  IndexerOptions options;
  options.jobs = jobs;
  ReaderProcesses processes({program.string(), "serve-reads"});
  options.reader.isolate = [&](const fs::path& path, const ReaderOptions& given,
                               const ReaderOptions::Visit& visit) {
    return processes.read(path, given, visit);
  };
  // Here, not in who asked: it changes how malloc() works.
  fit_into_memory(memory, options);
  std::vector<Point> points;
  const auto start = Clock::now();
  options.progress = [&](const IndexProgress& at) {
    if (at.phase != "index") return;
    if (points.empty() || points.back().characters != at.characters)
      points.push_back({at.characters, seconds_since(start)});
  };
  auto indexer = take(Indexer::open(data, options));
  const auto summary = take(indexer.add(inputs, [](const InputReport&) {}));
  points.push_back({summary.characters, seconds_since(start)});
  std::ofstream out(note, std::ios::binary);
  out.write(reinterpret_cast<const char*>(&summary), sizeof summary);
  out << written_so_far();
  for (const Point& point : points) out << ' ' << point.characters << ' ' << point.seconds;
}

}  // namespace

IndexingRun index_apart(const fs::path& data, const std::vector<fs::path>& inputs, unsigned jobs,
                        std::uint64_t memory, const fs::path& program) {
  const fs::path note = data.string() + ".summary";
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    index_and_note(data, inputs, jobs, memory, program, note);
    std::exit(0);
  }
  IndexingRun run;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    run.peak_private_bytes = std::max(run.peak_private_bytes, test::private_bytes(child));
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (status != 0) give_up("indexing failed");
  std::ifstream in(note, std::ios::binary);
  in.read(reinterpret_cast<char*>(&run.summary), sizeof run.summary);
  in >> run.written_bytes;
  for (Point point; in >> point.characters >> point.seconds;) run.points.push_back(point);
  fs::remove(note);
  return run;
}

}  // namespace zhengce::bench
