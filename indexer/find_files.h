#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace zhengce {

/// The one way to write a path: absolute, without `.`, `..`, repeated slashes or one at its end.
/// Links are not followed. `-`, standard input, and the empty path stay as they are.
std::string normal_path(const std::filesystem::path& path);

/// What stands under the paths a user named.
struct FoundFiles {
  struct Missing {
    std::filesystem::path path;
    std::string reason;
  };
  /// Paths. A std::filesystem::path holds its parts too, which of 150,000 files are 60 MB.
  std::vector<std::string> files;
  /// Paths that do not exist or cannot be listed, directories without files.
  std::vector<Missing> missing;
};

/// Which files of directories are meant; files named themselves always are. A pattern (`*`, `?`,
/// `[…]`) with a slash is for the path below the directory that was named, where `*` also stands
/// for slashes; one without is for the last name alone.
struct FileFilter {
  std::vector<std::string> include;  ///< Files that match one; empty for all.
  std::vector<std::string> exclude;  ///< But none that match one of these, nor folders that do.
};

/// Files as given (`-`, standard input, too); directories recursively, in order of name, without
/// hidden files and folders, README.md, and sidecars (NAME.meta.json beside NAME). Symbolic links
/// to files are followed, those to directories are not.
FoundFiles find_files(const std::vector<std::filesystem::path>& paths,
                      const FileFilter& filter = {});

}  // namespace zhengce
