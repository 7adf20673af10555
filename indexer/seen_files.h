#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "corpus/article.h"
#include "corpus/readers/reader.h"
#include "corpus/result.h"

namespace zhengce {

/// Which input files were read, what they looked like then, and what came of them: documents, and
/// what would be skipped again. A file that looks the same need not be read again. A cache beside
/// the store, which may be lost at any time. Threads: one at a time.
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

  /// What came of a file: its documents in their order, and why parts of it, or all, were skipped.
  struct Outcome {
    std::vector<Document> documents;
    std::vector<Error> skipped;  ///< None but what is_lasting().
    bool operator==(const Outcome& other) const;
  };
  /// False for what another try may fare better with: time, memory and the system's refusals.
  static bool is_lasting(const Error& error);

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

  /// What it depends on whether, and with which words, a file is skipped: limits, and the language
  /// of messages, as one number. (A build that reads more kinds of files reads them anew where it
  /// is asked to.)
  static std::uint64_t conditions(const ReaderOptions& reader, std::size_t max_terms);

  /// What came of the file at the normalized `path`, if it looked so; none if it is not known, or
  /// looked otherwise, or if something of it was skipped under other conditions.
  std::optional<Outcome> outcome(const std::string& path, std::uint64_t look,
                                 std::uint64_t conditions) const;
  void note(const std::string& path, std::uint64_t look, std::uint64_t conditions,
            const Outcome& outcome);
  void forget(const std::string& path);
  bool is_in_doubt(const std::string& path) const;
  void confirm(const std::string& path);
  bool empty() const { return notes_.empty(); }

 private:
  struct Note {
    std::uint64_t look = 0;  // Mixed with the path, and the conditions where they matter.
    std::string outcome;     // Packed.
    bool in_doubt = false;
  };
  std::unordered_map<std::uint64_t, Note> notes_;  // By the path's hash.
};

}  // namespace zhengce
