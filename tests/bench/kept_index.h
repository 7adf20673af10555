#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace zhengce::bench {

/// A corpus to be searched: a file or folder as it is, or cut into its clauses, so often.
struct CorpusWish {
  std::filesystem::path source;
  bool clauses = false;
  unsigned copies = 1;  ///< Of clauses alone.
  unsigned seed = 0;    ///< That copies are varied with.

  /// "as it is", "cut into clauses", "cut into clauses, 20 copies".
  std::string described() const;
};

/// An index that `zhengce index` made of it, and how that went.
struct KeptIndex {
  std::filesystem::path data;  ///< The data directory.
  std::string commit;          ///< Of the program that indexed.
  double seconds = 0;
  std::uint64_t peak_private_bytes = 0;
  bool kept = false;  ///< It was there from a run before.
};

/// Indexes the corpus with `program` into a folder of its own in `folder`, or takes the index that
/// is there, if it is of the same corpus (the same files by path, size and time, cut and varied the
/// same way). What is made to be indexed is removed afterwards. Ends the program where that fails,
/// or a folder that it would replace is none of its own.
KeptIndex kept_index(const CorpusWish& wish, const std::filesystem::path& folder,
                     const std::filesystem::path& program, const std::string& commit);

}  // namespace zhengce::bench
