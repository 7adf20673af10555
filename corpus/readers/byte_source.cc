#include "corpus/readers/byte_source.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

#include "corpus/message.h"

namespace zhengce {
namespace {

gzFile handle(void* gz) { return static_cast<gzFile>(gz); }

Error too_large(const std::string& path, std::uint64_t max_bytes, const char* what) {
  return {ErrorCode::kInvalidInput, message(what, path, max_bytes >> 20)};
}

}  // namespace

void ByteSource::Close::operator()(void* gz) const { gzclose(handle(gz)); }

Result<ByteSource> ByteSource::open(const std::filesystem::path& path, std::uint64_t max_bytes) {
  const std::string name = path.string();
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  if (status.type() == std::filesystem::file_type::not_found) {
    return Error{ErrorCode::kNotFound, message(_("{}: no such file"), name)};
  }
  if (failed) return Error{ErrorCode::kIo, name + ": " + failed.message()};
  if (status.type() == std::filesystem::file_type::directory) {
    return Error{ErrorCode::kInvalidInput, message(_("{}: is a folder, not a file"), name)};
  }
  // Pipes and devices could block or never end.
  if (status.type() != std::filesystem::file_type::regular) {
    return Error{ErrorCode::kInvalidInput, message(_("{}: is no regular file"), name)};
  }
  const auto bytes = std::filesystem::file_size(path, failed);
  if (failed) return Error{ErrorCode::kIo, name + ": " + failed.message()};
  if (bytes > max_bytes) return too_large(name, max_bytes, _("{}: more than {} MiB, not read"));
  ByteSource source;
  errno = 0;
  source.gz_.reset(gzopen(path.c_str(), "rb"));
  if (!source.gz_) {
    return Error{ErrorCode::kIo, name + ": " + std::strerror(errno != 0 ? errno : ENOMEM)};
  }
  gzbuffer(handle(source.gz_.get()), 128u << 10);
  source.path_ = name;
  source.left_ = source.max_bytes_ = max_bytes;
  return source;
}

Result<std::size_t> ByteSource::read(std::string& out, std::size_t most) {
  most = std::min<std::size_t>(most, INT_MAX);
  const std::size_t before = out.size();
  out.resize(before + most);
  errno = 0;
  const int got = gzread(handle(gz_.get()), out.data() + before, static_cast<unsigned>(most));
  out.resize(before + static_cast<std::size_t>(std::max(got, 0)));
  int status = Z_OK;
  gzerror(handle(gz_.get()), &status);
  if (got < 0 && status == Z_ERRNO)
    return Error{ErrorCode::kIo, path_ + ": " + std::strerror(errno)};
  // A stream cut short gives its bytes, then Z_BUF_ERROR.
  if (got < 0 || (got == 0 && status != Z_OK && status != Z_STREAM_END)) {
    return Error{ErrorCode::kInvalidInput, message(_("{}: damaged gzip data"), path_)};
  }
  if (static_cast<std::uint64_t>(got) > left_)
    return too_large(path_, max_bytes_, _("{}: unpacks to more than {} MiB, not read"));
  left_ -= static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

}  // namespace zhengce
