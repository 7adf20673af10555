#include "indexer/find_files.h"

#include <algorithm>

#include "corpus/message.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

void walk(const fs::path& folder, FoundFiles& found) {
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
    if (entry.is_directory(error) && !entry.is_symlink(error)) {
      walk(entry.path(), found);
    } else if (entry.is_regular_file(error)) {
      found.files.push_back(entry.path());
    }
  }
}

}  // namespace

FoundFiles find_files(const std::vector<fs::path>& paths) {
  FoundFiles found;
  for (const auto& path : paths) {
    std::error_code error;
    const auto status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
      found.missing.push_back({path, _("no such file or directory")});
    } else if (error) {
      found.missing.push_back({path, error.message()});
    } else if (fs::is_directory(status)) {
      const auto files = found.files.size();
      const auto missing = found.missing.size();
      walk(path, found);
      if (found.files.size() == files && found.missing.size() == missing) {
        found.missing.push_back({path, _("no files in it")});
      }
    } else {
      found.files.push_back(path);
    }
  }
  return found;
}

}  // namespace zhengce
