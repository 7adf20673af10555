#include "indexer/repair.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "corpus/message.h"
#include "graph/data_dir.h"
#include "graph/log_file.h"
#include "indexer/index_check.h"
#include "indexer/index_writer.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

bool has_graph(const DataDir& dir) {
  std::error_code error;
  return fs::is_directory(dir.graph(), error) && !fs::is_empty(dir.graph(), error);
}

// Only asked for, not kept: others may begin to write. A user who may only read can ask too.
bool is_being_written(const DataDir& dir) {
  const int lock = ::open((dir.root / "lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (lock < 0) return errno != ENOENT;
  const bool is_held = ::flock(lock, LOCK_SH | LOCK_NB) != 0;
  ::close(lock);
  return is_held;
}

std::string repair_remedy() { return _("run `zhengce check --repair`"); }

std::string salvage_remedy() {
  return _("restore a backup, or run `zhengce check --repair`, which keeps what can still be read");
}

// Faults of the stores. `is_alone`: no writer is at work.
Result<std::vector<Fault>> faults_in(const DataDir& dir, bool is_alone,
                                     std::vector<std::string>* notes) {
  std::vector<Fault> faults;
  std::error_code error;
  if (is_alone && fs::exists(dir.purge_mark(), error)) {
    faults.push_back({Fault::Part::kData,
                      _("a purge was cut short: files may still hold what was removed"),
                      repair_remedy()});
  }
  if (!has_graph(dir) && fs::exists(dir.index(), error)) {
    faults.push_back({Fault::Part::kGraph, message(_("{}: missing"), dir.graph().string()),
                      message(_("restore a backup (`zhengce restore`), or delete {} and index "
                                "everything again"),
                              dir.root.string())});
    return faults;
  }
  // A log is written whole, batch by batch: only without a writer is an end an end.
  if (is_alone) {
    // Where the folder cannot be read, opening says so below.
    const auto hole = hole_in_logs(dir.graph());
    if (hole && !hole->empty()) faults.push_back({Fault::Part::kGraph, *hole, salvage_remedy()});
  }
  const auto graph = open_graph_view(dir.graph());
  if (!graph) {
    const auto code = graph.error().code;
    if (code != ErrorCode::kCorrupt && code != ErrorCode::kIo) return graph.error();
    faults.push_back({Fault::Part::kGraph, graph.error().message, salvage_remedy()});
    return faults;
  }
  const auto extractor = (*graph)->meta(kMetaExtractor);
  if (!extractor) return extractor.error();
  if (*extractor == kSalvaged) {
    faults.push_back({Fault::Part::kData,
                      _("a repair was cut short: edges and names are not yet read anew"),
                      repair_remedy()});
  }
  const auto in_graph = (*graph)->verify();
  if (!in_graph) return in_graph.error();
  for (const auto& fault : *in_graph)
    faults.push_back({Fault::Part::kGraph, fault, repair_remedy()});
  IndexRemarks remarks;
  const auto in_index = check_index(dir.root, **graph, &remarks);
  if (!in_index) return in_index.error();
  for (const auto& fault : *in_index)
    faults.push_back({Fault::Part::kIndex, fault, repair_remedy()});
  for (const auto& [shard, articles] : remarks.behind) {
    faults.push_back(
        {Fault::Part::kIndex,
         message(translated("shard {}: {} article behind the graph, as after a kill",
                            "shard {}: {} articles behind the graph, as after a kill", articles),
                 shard, articles),
         _("the next command catches up"), articles});
  }
  if (notes != nullptr) *notes = std::move(remarks.notes);
  return faults;
}

bool is_damaged(const std::vector<Fault>& faults, Fault::Part part) {
  return std::any_of(faults.begin(), faults.end(),
                     [&](const Fault& fault) { return fault.part == part && fault.behind == 0; });
}

bool is_any_behind(const std::vector<Fault>& faults) {
  return std::any_of(faults.begin(), faults.end(),
                     [](const Fault& fault) { return fault.behind > 0; });
}

}  // namespace

std::string_view part_name(Fault::Part part) {
  switch (part) {
    case Fault::Part::kData:
      return "data";
    case Fault::Part::kGraph:
      return "graph";
    case Fault::Part::kIndex:
      break;
  }
  return "index";
}

Result<std::vector<Fault>> find_faults(const fs::path& data_dir, std::vector<std::string>* notes) {
  const auto dir = DataDir::open(data_dir);
  if (!dir) {
    std::error_code error;
    const bool is_ours = fs::exists(data_dir / "graph" / "CURRENT", error) &&
                         dir.error().code == ErrorCode::kIncompatible &&
                         !fs::exists(data_dir / "zhengce.json", error);
    if (!is_ours && dir.error().code != ErrorCode::kCorrupt) return dir.error();
    return std::vector<Fault>{{Fault::Part::kData, dir.error().message, repair_remedy()}};
  }
  const bool is_alone = !is_being_written(*dir);
  return faults_in(*dir, is_alone, notes);
}

Result<Repaired> repair(const fs::path& data_dir, const IndexerOptions& options) {
  Repaired repaired;
  auto dir = DataDir::open(data_dir);
  if (!dir) {
    const Error fault = dir.error();
    dir = DataDir::mend(data_dir);
    if (!dir) return dir.error();
    repaired.found.push_back({Fault::Part::kData, fault.message, repair_remedy()});
    repaired.done.push_back(_("marker of the data directory written anew"));
  }
  {
    const auto lock = WriterLock::acquire(*dir, options.lock_wait_ms);
    if (!lock) return lock.error();
    if (const auto finished = finish_salvage(dir->graph()); !finished) return finished.error();
    const auto faults = faults_in(*dir, true, nullptr);
    if (!faults) return faults.error();
    repaired.found.insert(repaired.found.end(), faults->begin(), faults->end());
    if (faults->empty() && repaired.done.empty()) return repaired;
    if (!has_graph(*dir)) {
      repaired.left = *faults;
      return repaired;
    }
    std::error_code error;
    fs::remove(dir->seen_files(), error);
    const bool graph_damaged = is_damaged(*faults, Fault::Part::kGraph);
    if (graph_damaged || is_damaged(*faults, Fault::Part::kIndex)) {
      // How far the index was, where that can be read.
      if (const auto index = IndexWriter::open(*dir, Lexicon::standard({}));
          index && !graph_damaged) {
        const auto graph = open_graph_view(dir->graph());
        if (!graph) return graph.error();
        const auto last = (*graph)->sequence();
        if (!last) return last.error();
        repaired.lost_entries = index->newest() - std::min(index->newest(), *last);
      }
      // Before the graph: an index of the old one could pass for one of the new.
      fs::remove_all(dir->index_aside(), error);
      fs::rename(dir->index(), dir->index_aside(), error);
      if (error && error != std::errc::no_such_file_or_directory)
        return io_error(dir->index(), error);
    }
    if (graph_damaged) {
      auto salvaged =
          salvage_graph(dir->graph(), dir->salvaged_texts(), [&](std::uint64_t articles) {
            if (options.progress) options.progress({"salvage", articles});
          });
      if (!salvaged) {
        fs::rename(dir->index_aside(), dir->index(), error);
        return salvaged.error();
      }
      repaired.salvaged = std::move(*salvaged);
      repaired.done.push_back(
          message(translated("{} article read from the damaged graph, which is kept as {}",
                             "{} articles read from the damaged graph, which is kept as {}",
                             repaired.salvaged->articles),
                  repaired.salvaged->articles, repaired.salvaged->aside.string()));
      repaired.done.push_back(_("edges, names and reprints read anew from the articles"));
    }
    if (is_damaged(*faults, Fault::Part::kData))
      repaired.done.push_back(_("what was cut short is ended"));
    if (graph_damaged || is_damaged(*faults, Fault::Part::kIndex))
      repaired.done.push_back(_("index built anew"));
    else if (is_any_behind(*faults))
      repaired.done.push_back(_("index brought up to date"));
  }
  // Opening does the rest; where there was a purge, twice (see Indexer::purge()).
  std::error_code error;
  do {
    const auto indexer = Indexer::open(data_dir, options);
    if (!indexer) return indexer.error();
  } while (fs::exists(dir->purge_mark(), error));
  auto left = find_faults(data_dir);
  if (!left) return left.error();
  repaired.left = std::move(*left);
  return repaired;
}

}  // namespace zhengce
