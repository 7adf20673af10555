#include "indexer/backup.h"

#include <algorithm>
#include <string>

#include "corpus/message.h"
#include "graph/data_dir.h"
#include "graph/files.h"
#include "graph/graph_backup.h"
#include "indexer/find_files.h"
#include "indexer/indexer.h"
#include "indexer/removal.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

// What the user wrote stands beside the graph: settings/<number>/. A backup is whole once it is
// there.
fs::path settings(const fs::path& backups, std::uint32_t number) {
  return backups / "settings" / std::to_string(number);
}

// A backup is written into a new or empty directory, or added to what an earlier one, perhaps cut
// short, left.
Result<void> check_place(const fs::path& data_dir, const fs::path& to) {
  if (is_under(normal_path(to), normal_path(data_dir))) {
    return Error{ErrorCode::kInvalidInput,
                 message(_("{}: lies in the data directory that is to be backed up"), to.string())};
  }
  const auto entries = list_directory(to);
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    const auto name = entry.filename();
    if (name != "graph" && name != "settings") {
      return Error{ErrorCode::kInvalidInput,
                   message(_("{}: holds something that is no backup; name an empty directory"),
                           to.string())};
    }
  }
  return {};
}

Result<void> copy_settings(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to, error);
  for (const char* name : {"zhengce.json", "dictionary.txt", "rules"}) {
    if (error) break;
    if (fs::exists(from / name, error) && !error) {
      fs::copy(from / name, to / name,
               fs::copy_options::recursive | fs::copy_options::overwrite_existing, error);
    }
  }
  if (error) return io_error(to, error);
  return {};
}

Result<BackupSummary> summary_of(const GraphReader& graph, const fs::path& dir,
                                 std::uint32_t number) {
  const auto counts = graph.counts();
  if (!counts) return counts.error();
  BackupSummary summary{counts->articles, number, 0, {}};
  const auto entries = list_directory(dir);
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    std::error_code error;
    if (const auto size = fs::file_size(entry, error); !error) summary.bytes += size;
  }
  return summary;
}

}  // namespace

Result<BackupSummary> backup(const fs::path& data_dir, const fs::path& to, unsigned keep) {
  const auto dir = DataDir::open(data_dir);
  if (!dir) return dir.error();
  if (const auto fit = check_place(data_dir, to); !fit) return fit.error();
  const auto lock = WriterLock::acquire(*dir, 5000);
  if (!lock) return lock.error();
  std::error_code error;
  fs::create_directories(to, error);
  if (error) return io_error(to, error);
  const auto made = backup_graph(dir->graph(), to / "graph", keep);
  if (!made) return made.error();
  const auto place = settings(to, made->number);
  const fs::path beside = place.string() + ".new";
  fs::remove_all(beside, error);
  if (const auto copied = copy_settings(dir->root, beside); !copied) return copied.error();
  fs::remove_all(place, error);
  fs::rename(beside, place, error);
  if (error) return io_error(place, error);
  if (keep > 0) {
    const auto kept = graph_backups(to / "graph");
    if (!kept) return kept.error();
    for (const auto& entry : fs::directory_iterator(to / "settings", error)) {
      const auto is_kept = [&](std::uint32_t one) {
        return entry.path().filename() == std::to_string(one);
      };
      if (std::none_of(kept->begin(), kept->end(), is_kept)) fs::remove_all(entry.path(), error);
    }
  }
  const auto view = open_graph_view(dir->graph());
  if (!view) return view.error();
  auto summary = summary_of(**view, dir->graph(), made->number);
  if (summary) summary->mended = made->mended;
  return summary;
}

Result<BackupSummary> restore(const fs::path& from, const fs::path& data_dir) {
  std::error_code error;
  const Error none{ErrorCode::kNotFound, message(_("{}: no backup here"), from.string())};
  if (!fs::is_directory(from / "graph", error)) return none;
  const auto numbers = graph_backups(from / "graph");
  if (!numbers) return numbers.error();
  const auto last = std::find_if(numbers->rbegin(), numbers->rend(), [&](std::uint32_t number) {
    return fs::exists(settings(from, number) / "zhengce.json", error);
  });
  if (last == numbers->rend()) return none;
  if (fs::exists(data_dir, error) && !fs::is_empty(data_dir, error)) {
    return Error{ErrorCode::kIncompatible,
                 message(_("{}: holds something already; name a new directory with --data"),
                         data_dir.string())};
  }
  // Made beside its place and moved there.
  fs::path place = data_dir;
  if (!place.has_filename()) place = place.parent_path();
  const fs::path beside = place.string() + ".restoring";
  fs::remove_all(beside, error);
  if (const auto copied = copy_settings(settings(from, *last), beside); !copied)
    return copied.error();
  if (const auto restored = restore_graph(from / "graph", *last, beside / "graph"); !restored) {
    fs::remove_all(beside, error);
    return restored.error();
  }
  fs::remove(place, error);
  fs::rename(beside, place, error);
  if (error) return io_error(place, error);
  const auto indexer = Indexer::open(place);
  if (!indexer) return indexer.error();
  return summary_of(indexer->graph(), place / "graph", *last);
}

}  // namespace zhengce
