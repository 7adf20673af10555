#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "corpus/result.h"

namespace zhengce {

/// The bytes of a file (unpacked if it is gzipped) or of a member of an archive, in order.
class ByteSource {
 public:
  /// Writes up to `most` bytes to `to`; gives how many, 0 at the end.
  using Pull = std::function<Result<std::size_t>(char* to, std::size_t most)>;

  /// Errors: kNotFound; kIo; kInvalidInput for what is no regular file or larger than `max_bytes`.
  static Result<ByteSource> open(const std::filesystem::path& path, std::uint64_t max_bytes);
  /// The program's standard input, unpacked if it is gzipped.
  static Result<ByteSource> standard_input(std::uint64_t max_bytes);
  /// What `pull` gives, called `name` in messages.
  static ByteSource from(std::string name, std::uint64_t max_bytes, Pull pull);

  /// Appends up to `most` bytes to `out`; returns how many, 0 at the end.
  /// Errors: kIo; kInvalidInput for damaged data, or more than `max_bytes` once unpacked.
  Result<std::size_t> read(std::string& out, std::size_t most);

  /// True if the file is gzipped; known after the first read.
  bool unpacks() const { return gz_ != nullptr && !direct_; }
  const std::string& name() const { return name_; }
  /// Bytes of the file, as stored, that were read so far; 0 of what is no file.
  std::uint64_t file_bytes() const;

 private:
  ByteSource() = default;
  static Result<ByteSource> of_gz(void* gz, std::string name, std::uint64_t max_bytes);
  Result<std::size_t> pull_gz(char* to, std::size_t most);

  std::string name_;
  std::uint64_t left_ = 0;
  std::uint64_t max_bytes_ = 0;
  std::shared_ptr<void> gz_;
  bool direct_ = true;
  Pull pull_;
};

}  // namespace zhengce
