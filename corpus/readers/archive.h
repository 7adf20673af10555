#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/result.h"

namespace zhengce {

/// A file on disk, or one that is held in memory because it came out of another.
struct Blob {
  std::string name;            ///< As messages call it: "a.zip!/b.zip".
  std::filesystem::path file;  ///< Where it lies; empty if it is in memory.
  std::string bytes;
};

/// What may still be unpacked out of one file, shared by all archives nested in it.
struct UnpackBudget {
  std::uint64_t bytes = 0;
  std::uint32_t entries = 0;
  std::uint32_t max_ratio = 0;  ///< For the message alone.
  bool spent = false;           ///< A limit was hit: `bytes` or `entries`.
};

/// The files in a zip or tar file, one after the other; a lone compressed file is an archive of
/// one. Paths are UTF-8, whatever the packer wrote (GBK without any mark, in China, often).
/// Threads: one owner.
class Archive {
 public:
  struct Entry {
    std::string path;
    bool encrypted = false;
  };

  /// `blob` and `budget` must live as long. Errors: kInvalidInput (damaged); kIo.
  static Result<Archive> open(const Blob& blob, UnpackBudget& budget);

  /// The next regular file, nothing at the end. Errors: kInvalidInput where the archive is damaged
  /// or the budget is spent: nothing more can be read.
  Result<std::optional<Entry>> next();

  /// Bytes of the entry next() gave last, as ByteSource::Pull.
  Result<std::size_t> read(char* to, std::size_t most);

  /// Bytes of the archive, as stored, that were read so far.
  std::uint64_t file_bytes() const;

 private:
  struct Close {
    void operator()(void* archive) const;
  };
  Archive(const Blob& blob, UnpackBudget& budget)
      : blob_(&blob), budget_(&budget), at_(blob.name) {}
  Error fault(const char* what) const;

  const Blob* blob_;
  UnpackBudget* budget_;
  std::string at_;  ///< What is being read, as messages call it.
  std::unique_ptr<void, Close> handle_;
};

/// The parts of a zip whose path `wanted` admits, by path. Errors: as Archive, and kInvalidInput
/// where they are encrypted.
Result<std::map<std::string, std::string>> read_parts(
    const Blob& blob, UnpackBudget& budget, const std::function<bool(std::string_view)>& wanted);

}  // namespace zhengce
