#pragma once

// What indexer.cc and add_run.cc share.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "corpus/framing/frame.h"
#include "corpus/gazetteer/gazetteer.h"
#include "indexer/batch.h"
#include "indexer/clock.h"
#include "indexer/extract/extractor.h"
#include "indexer/indexer.h"
#include "indexer/naming.h"
#include "indexer/seen_files.h"

namespace zhengce {

/// Documents of a batch, which tiny ones reach before its bytes: what each costs apart from its
/// text is bounded too, and so is the time until Ctrl-C is heeded.
inline constexpr std::size_t kBatchDocuments = 4000;

struct Indexer::Impl {
  Impl(DataDir data, WriterLock writer_lock, IndexerOptions chosen,
       std::shared_ptr<const RuleSet> rule_set, GraphStore graph_store, IndexWriter index_writer)
      : dir(std::move(data)),
        lock(std::move(writer_lock)),
        options(std::move(chosen)),
        gazetteer(Gazetteer::builtin()),
        rules(std::move(rule_set)),
        extractor(gazetteer, rules),
        store(std::move(graph_store)),
        index(std::move(index_writer)),
        batch(store.reader()),
        naming(extractor, store.reader(), index, jobs()) {}

  DataDir dir;
  WriterLock lock;
  IndexerOptions options;
  const Gazetteer& gazetteer;
  std::shared_ptr<const RuleSet> rules;
  Extractor extractor;
  GraphStore store;
  IndexWriter index;
  IndexSummary summary;

  std::uint64_t lost_entries = 0;
  /// The index being brought up to the last commit, while the next batch is read. What asks the
  /// index, or changes the graph, waits for it.
  std::future<std::pair<Result<void>, double>> applying;
  bool forget_when_applied = false;  ///< The commit removed articles.

  bool extraction_again = false;  ///< The rules are others than those of the store.

  Batch batch;
  Naming naming;

  const std::uint64_t conditions = SeenFiles::conditions(options.reader, options.max_terms);
  SeenFiles seen;
  std::chrono::steady_clock::time_point seen_saved = std::chrono::steady_clock::now();

  unsigned jobs() const {
    return options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  }
  std::string extractor_version() const {
    return "framing " + std::to_string(kFramingVersion) + ", rules " + rules->version() +
           ", gazetteer " + std::string(gazetteer.version());
  }
  void progress(std::string_view phase, std::uint64_t done, std::uint64_t all) const {
    if (!options.progress) return;
    IndexProgress at;
    at.phase = phase;
    at.done = done;
    at.all = all;
    options.progress(at);
  }
  bool must_stop() {
    if ((options.stop && options.stop()) || (options.strict && summary.skipped > 0)) {
      summary.stopped = true;
    }
    return summary.stopped;
  }
  auto index_progress(std::string_view phase) const {
    return [this, phase](std::uint64_t done, std::uint64_t all) { progress(phase, done, all); };
  }

  Result<void> start();
  Result<void> end_purge();
  Result<void> commit_pending(bool extraction_complete = true);
  Result<void> make_room(std::size_t bytes);
  void start_index();
  Result<void> finish_index();
  void save_seen();
  Result<void> extract_all();
};

}  // namespace zhengce
