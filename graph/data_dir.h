#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "corpus/index_schema.h"
#include "corpus/result.h"

namespace zhengce {

/// The layout of a data directory:
///   zhengce.json    marker: {"zhengce":1,"shards":2}; a directory without it that is not empty is
///                   not ours
///   lock            held (flock) by the one writer, with its process id and command inside; empty
///                   once it is released
///   graph/          RocksDB: the truth
///   index/          Xapian, derived: CURRENT names the generation; index/<generation>/shard-0,
///                   shard-1
///   rules/          the user's overlay of extraction rules (optional)
///   dictionary.txt  the user's words, one a line (optional)
///   seen            what input files looked like when they were read; a cache
///   purging         while a purge is under way
///   graph.damaged   (-2, -3, …) the store before a repair that had to read it block by block
///   salvaged/       texts that such a repair found without their articles
/// What of the following a killed process leaves, the next writer ends or deletes:
///   *.tmp           a file that is being written
///   graph.new       a store that is being made
///   graph.reading   links to a damaged store that is being read
///   graph.salvaging, graph.salvaged
///                   the store that is made of it; the same, whole, before it takes its place
///   index.aside     the index of a graph that is being repaired
///   index/<generation>.filling
///                   a generation that is being built
struct DataDir {
  std::filesystem::path root;
  /// Number of shards of the index, as the marker has it.
  unsigned shards = schema::kShards;

  std::filesystem::path graph() const { return root / "graph"; }
  std::filesystem::path index() const { return root / "index"; }
  /// The index of a graph that is being repaired; the next writer deletes it.
  std::filesystem::path index_aside() const { return root / "index.aside"; }
  std::filesystem::path rules() const { return root / "rules"; }
  std::filesystem::path dictionary() const { return root / "dictionary.txt"; }
  /// There from the moment on at which a purge is asked for until it is complete: a writer that
  /// finds it does the rest.
  std::filesystem::path purge_mark() const { return root / "purging"; }
  /// What input files looked like when they were read; a cache.
  std::filesystem::path seen_files() const { return root / "seen"; }
  /// Texts of a damaged store whose articles are lost.
  std::filesystem::path salvaged_texts() const { return root / "salvaged"; }
  /// What repairs kept for the user: damaged stores, and texts without articles. Nobody but the
  /// user deletes it. Errors: kIo.
  Result<std::vector<std::filesystem::path>> kept_by_repairs() const;

  /// Where data lives when --data is not given: $ZHENGCE_DATA, else $XDG_DATA_HOME/zhengce, else
  /// ~/.local/share/zhengce.
  static std::filesystem::path default_root();
  /// Opens an existing directory. Errors: kNotFound (absent or empty), kIncompatible (not ours, or
  /// of a newer version), kIo.
  static Result<DataDir> open(const std::filesystem::path& root);
  /// Opens or creates it. Errors: as open(), but absent or empty is fine.
  static Result<DataDir> create(const std::filesystem::path& root);

  /// Opens one whose marker is missing or unreadable, and writes the marker anew; any other as
  /// open(). Errors: kIncompatible where there is no graph store either; kIo.
  static Result<DataDir> mend(const std::filesystem::path& root);

  /// The user's dictionary, empty if there is none. Errors: kIo, kInvalidInput when it is no UTF-8.
  Result<std::string> user_dictionary() const;
};

/// The writer's lock of a data directory; freed on destruction, and by the system if the process
/// dies. Threads: one owner.
class WriterLock {
 public:
  /// Waits up to `wait_ms` milliseconds. Errors: kBusy with the holder's process id and command;
  /// kIo (read-only, full).
  static Result<WriterLock> acquire(const DataDir& dir, int wait_ms);
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  explicit WriterLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

/// The number of the current generation of the index, as index/CURRENT has it. Errors: kNotFound
/// when there is no index yet, kCorrupt, kIo.
Result<unsigned> current_generation(const DataDir& dir);
/// The directories of a generation's shards, in order.
std::vector<std::filesystem::path> shard_paths(const DataDir& dir, unsigned generation);
/// Those of the current generation. Errors: as current_generation().
Result<std::vector<std::filesystem::path>> current_shards(const DataDir& dir);

/// Writes `content` to `path` so that a crash leaves the old file or the new one: a temporary file
/// beside it, synced, renamed. Errors: kIo with path and reason.
Result<void> write_file_atomically(const std::filesystem::path& path, const std::string& content);

}  // namespace zhengce
