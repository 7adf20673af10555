#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "corpus/article.h"
#include "corpus/result.h"

namespace zhengce {

/// Which input files were read whole, what they looked like then, and the documents that came from
/// them: a file that looks the same need not be read again. A cache beside the store, which may be
/// lost at any time. Threads: one at a time.
class SeenFiles {
 public:
  /// A document as it was reported.
  struct Document {
    ArticleId article;
    std::string key;
    std::string member;  ///< What its path has behind the file's: `!/name` in an archive.
    std::uint64_t replaced = 0;
    bool operator==(const Document&) const = default;
  };

  /// How a file and its sidecar look, as one number: their devices, inodes, sizes and times of
  /// change, and the version of reading. None if it is no regular file, or if one of them changed
  /// less than `settled` ago: within the clock's grain it might change again and look the same.
  static std::optional<std::uint64_t> look(const std::filesystem::path& file,
                                           std::chrono::nanoseconds settled);

  /// Reads what save() wrote; anything else, or nothing, gives an empty one. `sequence`: the
  /// graph's. If it is not the one that was saved, notes may say what is no longer so, and each is
  /// in doubt until it is confirmed.
  static SeenFiles load(const std::filesystem::path& file, std::uint64_t sequence);
  /// `sequence`: of the graph whose state the notes agree with. Errors: kIo.
  Result<void> save(const std::filesystem::path& file, std::uint64_t sequence) const;

  /// The documents of the file at the normalized `path`, in their order, if it looked so; none if
  /// it is not known or looked otherwise.
  std::optional<std::vector<Document>> documents(const std::string& path, std::uint64_t look) const;
  void note(const std::string& path, std::uint64_t look, const std::vector<Document>& documents);
  void forget(const std::string& path);
  bool is_in_doubt(const std::string& path) const;
  void confirm(const std::string& path);
  bool empty() const { return notes_.empty(); }

 private:
  struct Note {
    std::uint64_t look = 0;  // Mixed with the path.
    std::string documents;   // Packed.
    bool in_doubt = false;
  };
  std::unordered_map<std::uint64_t, Note> notes_;  // By the path's hash.
};

}  // namespace zhengce
