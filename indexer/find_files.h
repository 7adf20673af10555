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
  /// Paths that do not exist or cannot be listed; in directories, links to nothing.
  std::vector<Missing> missing;
  /// In directories, what is there and no file: links to directories, which are not followed,
  /// pipes, sockets and devices.
  std::vector<Missing> no_files;
  /// Directories that were named and in which no file is meant: no fault, but worth a word.
  std::vector<Missing> empty;
};

/// Which files of directories are meant; files named themselves always are. A pattern (`*`, `?`,
/// `[…]`) with a slash is for the path below the directory that was named, where `*` also stands
/// for slashes; one without is for the last name alone.
struct FileFilter {
  std::vector<std::string> include;  ///< Files that match one; empty for all.
  std::vector<std::string> exclude;  ///< But none that match one of these, nor folders that do.
};

/// True if a filter leaves in the file at `below`, its path below the directory that was named.
bool is_meant(const FileFilter& filter, const std::string& below);

/// Files as given (`-`, standard input, too); directories recursively, in order of name, without
/// hidden files and folders, README.md, and sidecars (NAME.meta.json beside NAME). Symbolic links
/// to files are followed, those to directories are not.
FoundFiles find_files(const std::vector<std::filesystem::path>& paths,
                      const FileFilter& filter = {});

}  // namespace zhengce
