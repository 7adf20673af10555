#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace zhengce {

/// What stands under the paths a user named.
struct FoundFiles {
  struct Missing {
    std::filesystem::path path;
    std::string reason;
  };
  std::vector<std::filesystem::path> files;
  /// Paths that do not exist or cannot be listed, directories without files.
  std::vector<Missing> missing;
};

/// Files as given; directories recursively, in order of name, hidden files and folders and
/// README.md left out. Symbolic links to files are followed, those to directories are not.
FoundFiles find_files(const std::vector<std::filesystem::path>& paths);

}  // namespace zhengce
