#include "indexer/find_files.h"

#include <fnmatch.h>

#include <algorithm>

#include "corpus/message.h"
#include "corpus/readers/fields.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

bool matches_one(const std::vector<std::string>& patterns, const std::string& below,
                 const std::string& name) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    const bool whole = pattern.find('/') != std::string::npos;
    return fnmatch(pattern.c_str(), (whole ? below : name).c_str(), 0) == 0;
  });
}

bool is_sidecar(const fs::path& path) {
  const std::string name = path.string();
  if (!name.ends_with(Sidecar::kEnding)) return false;
  std::error_code error;
  return fs::exists(name.substr(0, name.size() - Sidecar::kEnding.size()), error);
}

// Why nothing is found behind a link.
std::string broken_link(const std::error_code& error) {
  return error == std::errc::too_many_symbolic_link_levels ? _("a link that leads back to itself")
                                                           : _("a link to nothing");
}

// `below` is the folder's path below the one that was named, with a slash at its end.
void walk(const fs::path& folder, const std::string& below, const FileFilter& filter,
          FoundFiles& found) {
  std::error_code error;
  std::vector<fs::directory_entry> entries;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    entries.push_back(*it);
  }
  if (error) {
    found.missing.push_back({folder, message(_("cannot be listed: {}"), error.message())});
    return;
  }
  std::sort(entries.begin(), entries.end());
  for (const auto& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.') || name == "README.md") continue;
    if (matches_one(filter.exclude, below + name, name)) continue;
    const bool is_link = entry.is_symlink(error);
    if (entry.is_directory(error)) {
      if (is_link)
        found.no_files.push_back({entry.path(), _("a link to a directory, not followed")});
      else
        walk(entry.path(), below + name + "/", filter, found);
      continue;
    }
    if (!filter.include.empty() && !matches_one(filter.include, below + name, name)) continue;
    if (entry.is_regular_file(error)) {
      if (!is_sidecar(entry.path())) found.files.push_back(entry.path().string());
    } else if (is_link && !fs::exists(fs::status(entry.path(), error))) {
      found.missing.push_back({entry.path(), broken_link(error)});
    } else {
      found.no_files.push_back({entry.path(), _("no file, but a pipe, socket or device")});
    }
  }
}

}  // namespace

std::string normal_path(const fs::path& path) {
  if (path.empty() || path == "-") return path.string();
  std::error_code error;  // The working directory may be gone: then as it is.
  const fs::path whole = fs::absolute(path, error);
  std::string normal = (error ? path : whole).lexically_normal().string();
  while (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
  return normal;
}

bool is_meant(const FileFilter& filter, const std::string& below) {
  for (std::size_t start = 0; start <= below.size();) {
    const auto end = std::min(below.find('/', start), below.size());
    const std::string name = below.substr(start, end - start);
    const std::string path = below.substr(0, end);
    if (matches_one(filter.exclude, path, name)) return false;
    if (end == below.size())
      return filter.include.empty() || matches_one(filter.include, path, name);
    start = end + 1;
  }
  return false;
}

FoundFiles find_files(const std::vector<fs::path>& paths, const FileFilter& filter) {
  FoundFiles found;
  for (const auto& path : paths) {
    if (path == "-") {
      found.files.push_back(path.string());
      continue;
    }
    std::error_code error;
    const auto status = fs::status(path, error);
    std::error_code ignored;
    if (!fs::exists(status) && fs::is_symlink(path, ignored)) {
      found.missing.push_back({path, broken_link(error)});
    } else if (status.type() == fs::file_type::not_found) {
      found.missing.push_back({path, _("no such file or directory")});
    } else if (error) {
      found.missing.push_back({path, error.message()});
    } else if (fs::is_directory(status)) {
      const auto files = found.files.size();
      const auto others = found.missing.size() + found.no_files.size();
      walk(path, {}, filter, found);
      if (found.files.size() == files && found.missing.size() + found.no_files.size() == others) {
        const bool all = filter.include.empty() && filter.exclude.empty();
        found.empty.push_back(
            {path, all ? _("no files in it") : _("no files in it that the patterns leave in")});
      }
    } else {
      found.files.push_back(path.string());
    }
  }
  return found;
}

}  // namespace zhengce
