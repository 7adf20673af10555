#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "corpus/result.h"

namespace zhengce {

/// The bytes of a file, unpacked if it is gzipped, in order.
class ByteSource {
 public:
  /// Errors: kNotFound; kIo; kInvalidInput for what is no regular file or larger than `max_bytes`.
  static Result<ByteSource> open(const std::filesystem::path& path, std::uint64_t max_bytes);

  /// Appends up to `most` bytes to `out`; returns how many, 0 at the end.
  /// Errors: kIo; kInvalidInput for damaged gzip data, or more than `max_bytes` once unpacked.
  Result<std::size_t> read(std::string& out, std::size_t most);

 private:
  struct Close {
    void operator()(void* gz) const;
  };
  ByteSource() = default;
  std::string path_;
  std::uint64_t left_ = 0;
  std::uint64_t max_bytes_ = 0;
  std::unique_ptr<void, Close> gz_;
};

}  // namespace zhengce
