#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "corpus/result.h"

namespace zhengce {

/// Everything in a directory, sorted; nothing where the directory is not there. Unlike loops over
/// std::filesystem::directory_iterator it never throws. Errors: kIo.
Result<std::vector<std::filesystem::path>> list_directory(const std::filesystem::path& dir);

/// Bytes of a file; 0 where that cannot be told.
std::uint64_t size_of(const std::filesystem::path& file);

/// Makes the names in a directory last through a power cut. Errors: kIo; a directory
/// that may not be read, or whose file system does not do it, is none.
Result<void> sync_directory(const std::filesystem::path& dir);

/// Copies a file over `to` and syncs it; its name lasts after sync_directory(). Errors: kIo.
Result<void> copy_file_synced(const std::filesystem::path& from, const std::filesystem::path& to);

/// The same for a file or, with all that is in it, a directory, which is synced too. Errors: kIo,
/// also for what is neither.
Result<void> copy_synced(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace zhengce
