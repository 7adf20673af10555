#include "corpus/readers/byte_source.h"

#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

#include "corpus/message.h"

namespace zhengce {
namespace {

gzFile handle(void* gz) { return static_cast<gzFile>(gz); }

Error too_large(const std::string& name, std::uint64_t max_bytes, const char* what) {
  return {ErrorCode::kInvalidInput, message(what, name, max_bytes >> 20)};
}

}  // namespace

Result<ByteSource> ByteSource::of_gz(void* gz, std::string name, std::uint64_t max_bytes) {
  if (gz == nullptr) {
    return Error{ErrorCode::kIo, name + ": " + std::strerror(errno != 0 ? errno : ENOMEM)};
  }
  ByteSource source;
  source.gz_ = std::shared_ptr<void>(gz, [](void* file) { gzclose(handle(file)); });
  gzbuffer(handle(gz), 128u << 10);
  source.name_ = std::move(name);
  source.left_ = source.max_bytes_ = max_bytes;
  return source;
}

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
  errno = 0;
  return of_gz(gzopen(path.c_str(), "rbe"), name, max_bytes);
}

Result<ByteSource> ByteSource::standard_input(std::uint64_t max_bytes) {
  errno = 0;
  const int copy = ::dup(STDIN_FILENO);
  return of_gz(copy < 0 ? nullptr : gzdopen(copy, "rb"), "-", max_bytes);
}

ByteSource ByteSource::from(std::string name, std::uint64_t max_bytes, Pull pull) {
  ByteSource source;
  source.name_ = std::move(name);
  source.left_ = source.max_bytes_ = max_bytes;
  source.pull_ = std::move(pull);
  return source;
}

Result<std::size_t> ByteSource::pull_gz(char* to, std::size_t most) {
  errno = 0;
  const int got = gzread(handle(gz_.get()), to, static_cast<unsigned>(most));
  direct_ = gzdirect(handle(gz_.get())) != 0;
  int status = Z_OK;
  gzerror(handle(gz_.get()), &status);
  if (got < 0 && status == Z_ERRNO)
    return Error{ErrorCode::kIo, name_ + ": " + std::strerror(errno)};
  // A stream cut short gives its bytes, then Z_BUF_ERROR.
  if (got < 0 || (got == 0 && status != Z_OK && status != Z_STREAM_END)) {
    return Error{ErrorCode::kInvalidInput, message(_("{}: damaged gzip data"), name_)};
  }
  return static_cast<std::size_t>(got);
}

std::uint64_t ByteSource::file_bytes() const {
  const auto offset = gz_ == nullptr ? 0 : gzoffset(handle(gz_.get()));
  return static_cast<std::uint64_t>(std::max<decltype(offset)>(offset, 0));
}

Result<std::size_t> ByteSource::read(std::string& out, std::size_t most) {
  most = std::min<std::size_t>(most, INT_MAX);
  const std::size_t before = out.size();
  out.resize(before + most);
  const auto got = pull_ ? pull_(out.data() + before, most) : pull_gz(out.data() + before, most);
  out.resize(before + (got ? *got : 0));
  if (!got) return got;
  if (*got > left_)
    return too_large(name_, max_bytes_, _("{}: unpacks to more than {} MiB, not read"));
  left_ -= *got;
  return got;
}

}  // namespace zhengce
