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
    if (error) return io_error(to, error);
    if (!fs::exists(from / name, error)) continue;
    if (auto copied = copy_synced(from / name, to / name); !copied) return copied;
  }
  if (error) return io_error(to, error);
  return sync_directory(to);
}

// What was copied into `beside` takes its place, there after a power cut too.
Result<void> move_synced(const fs::path& beside, const fs::path& place) {
  std::error_code error;
  fs::rename(beside, place, error);
  if (error) return io_error(place, error);
  return sync_directory(place.parent_path());
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

// Makes a data directory from a backup, with its index.
Result<BackupSummary> make_from(const fs::path& backups, std::uint32_t number,
                                const fs::path& place) {
  if (const auto copied = copy_settings(settings(backups, number), place); !copied)
    return copied.error();
  if (const auto restored = restore_graph(backups / "graph", number, place / "graph"); !restored)
    return restored.error();
  const auto indexer = Indexer::open(place);
  if (!indexer) return indexer.error();
  return summary_of(indexer->graph(), place / "graph", number);
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
  const auto made = backup_graph(dir->graph(), to / "graph");
  if (!made) return made.error();
  const auto place = settings(to, made->number);
  const fs::path beside = place.string() + ".new";
  fs::remove_all(beside, error);
  if (const auto copied = copy_settings(dir->root, beside); !copied) return copied.error();
  fs::remove_all(place, error);
  if (const auto moved = move_synced(beside, place); !moved) return moved.error();
  for (const auto& folder : {to, fs::path(normal_path(to)).parent_path()}) {
    if (const auto synced = sync_directory(folder); !synced) return synced.error();
  }
  // The earlier ones go only now that this one is whole, and on the disk.
  if (keep > 0) {
    if (const auto deleted = keep_graph_backups(to / "graph", keep); !deleted) {
      return deleted.error();
    }
    const auto kept = graph_backups(to / "graph");
    if (!kept) return kept.error();
    const auto entries = list_directory(to / "settings");
    if (!entries) return entries.error();
    for (const auto& entry : *entries) {
      const auto is_kept = [&](std::uint32_t one) {
        return entry.filename() == std::to_string(one);
      };
      if (std::none_of(kept->begin(), kept->end(), is_kept)) fs::remove_all(entry, error);
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
  // Made whole beside its place, and moved there: an empty directory is replaced by that, a link to
  // one stays.
  fs::path place = data_dir;
  if (!place.has_filename()) place = place.parent_path();
  if (fs::is_symlink(place, error)) {
    place = fs::canonical(place, error);
    if (error) return io_error(data_dir, error);
  }
  const fs::path beside = place.string() + ".restoring";
  fs::remove_all(beside, error);
  auto made = make_from(from, *last, beside);
  if (made) {
    if (const auto moved = move_synced(beside, place); !moved) made = moved.error();
  }
  if (!made) fs::remove_all(beside, error);
  return made;
}

}  // namespace zhengce
