#include "corpus/readers/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <algorithm>
#include <fstream>

#include "corpus/message.h"
#include "corpus/readers/charset.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr std::size_t kBlock = 128u << 10;

struct archive* handle(void* archive) {
  return static_cast<struct archive*>(archive);
}

// libarchive converts names to and from the thread's locale. In this one it leaves the bytes alone.
class Utf8Locale {
 public:
  Utf8Locale() {
    static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
    if (utf8 != locale_t{}) before_ = uselocale(utf8);
  }
  ~Utf8Locale() {
    if (before_ != locale_t{}) uselocale(before_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t before_{};
};

// True if a zip ends with its directory. Without one its files are read one after the other, as far
// as they go, and nothing says how many there were.
bool has_directory(const Blob& blob) {
  constexpr std::string_view kMark = "PK\5\6";
  constexpr std::size_t kMost = 22 + 65535;  // The record and its comment.
  std::string end;
  if (blob.file.empty()) {
    end = blob.bytes.substr(blob.bytes.size() - std::min(blob.bytes.size(), kMost));
  } else {
    std::error_code error;
    const auto size = std::filesystem::file_size(blob.file, error);
    std::ifstream in(blob.file, std::ios::binary);
    if (error || !in) return true;
    end.resize(std::min<std::uintmax_t>(size, kMost));
    in.seekg(static_cast<std::streamoff>(size - end.size()));
    in.read(end.data(), static_cast<std::streamsize>(end.size()));
  }
  return end.rfind(kMark) != std::string::npos;
}

}  // namespace

void Archive::Close::operator()(void* archive) const { archive_read_free(handle(archive)); }

Error Archive::fault(const char* what) const {
  const char* detail = archive_error_string(handle(handle_.get()));
  std::string fault = message(what, at_);
  if (detail != nullptr) fault += " (" + one_line(detail) + ")";
  return {ErrorCode::kInvalidInput, std::move(fault)};
}

Result<Archive> Archive::open(const Blob& blob, UnpackBudget& budget) {
  const Utf8Locale locale;
  Archive opened(blob, budget);
  opened.handle_.reset(archive_read_new());
  auto* archive = handle(opened.handle_.get());
  if (archive == nullptr)
    return Error{ErrorCode::kIo, message(_("{}: not enough memory"), blob.name)};
  archive_read_support_filter_gzip(archive);
  archive_read_support_filter_bzip2(archive);
  archive_read_support_filter_xz(archive);
  archive_read_support_filter_zstd(archive);
  archive_read_support_format_zip(archive);
  archive_read_support_format_tar(archive);
  archive_read_support_format_raw(archive);
  const int status = blob.file.empty()
                         ? archive_read_open_memory(archive, blob.bytes.data(), blob.bytes.size())
                         : archive_read_open_filename(archive, blob.file.c_str(), kBlock);
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return opened.fault(_("{}: damaged archive"));
  return opened;
}

Result<std::optional<Archive::Entry>> Archive::next() {
  const Utf8Locale locale;
  auto* archive = handle(handle_.get());
  for (;;) {
    archive_entry* found = nullptr;
    const int status = archive_read_next_header(archive, &found);
    at_ = blob_->name;
    if (status == ARCHIVE_EOF) {
      const bool is_zip =
          (archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
      if (!is_zip || has_directory(*blob_)) return std::optional<Entry>();
      return Error{ErrorCode::kInvalidInput,
                   message(_("{}: cut short, what follows is not known"), blob_->name)};
    }
    if (status == ARCHIVE_RETRY) continue;
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return fault(_("{}: damaged archive"));
    if (budget_->entries == 0) {
      budget_->spent = true;
      return Error{
          ErrorCode::kInvalidInput,
          message(_("{}: holds more files than are allowed, the rest is not read"), blob_->name)};
    }
    --budget_->entries;
    if (archive_entry_filetype(found) != AE_IFREG || archive_entry_hardlink(found) != nullptr)
      continue;
    const char* path = archive_entry_pathname(found);
    if (path == nullptr) path = archive_entry_pathname_utf8(found);
    Entry entry;
    entry.path = decode_file_name(path != nullptr ? path : "");
    if (archive_format(archive) == ARCHIVE_FORMAT_RAW) entry.path.clear();
    at_ = entry.path.empty() ? blob_->name : blob_->name + "!/" + entry.path;
    entry.encrypted = archive_entry_is_encrypted(found) != 0;
    return std::optional<Entry>(std::move(entry));
  }
}

Result<std::size_t> Archive::read(char* to, std::size_t most) {
  const Utf8Locale locale;
  const auto got = archive_read_data(handle(handle_.get()), to, most);
  if (got < 0) return fault(_("{}: damaged data in the archive"));
  if (static_cast<std::uint64_t>(got) > budget_->bytes) {
    budget_->spent = true;
    return Error{ErrorCode::kInvalidInput,
                 message(_("{}: unpacks to more than {} times its size, not read"), blob_->name,
                         budget_->max_ratio)};
  }
  budget_->bytes -= static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

std::uint64_t Archive::file_bytes() const {
  // -1 names the filter that reads the file itself.
  const auto bytes = archive_filter_bytes(handle(handle_.get()), -1);
  return static_cast<std::uint64_t>(std::max<decltype(bytes)>(bytes, 0));
}

Result<std::map<std::string, std::string>> read_parts(
    const Blob& blob, UnpackBudget& budget, const std::function<bool(std::string_view)>& wanted) {
  auto archive = Archive::open(blob, budget);
  if (!archive) return archive.error();
  std::map<std::string, std::string> parts;
  for (;;) {
    const auto entry = archive->next();
    if (!entry) return entry.error();
    if (!*entry) return parts;
    if (!wanted((*entry)->path)) continue;
    if ((*entry)->encrypted)
      return Error{ErrorCode::kInvalidInput, message(_("{}: encrypted, not read"), blob.name)};
    std::string& bytes = parts[(*entry)->path];
    for (;;) {
      const auto before = bytes.size();
      bytes.resize(before + kBlock);
      const auto got = archive->read(bytes.data() + before, kBlock);
      bytes.resize(before + (got ? *got : 0));
      if (!got) return got.error();
      if (*got == 0) break;
    }
  }
}

}  // namespace zhengce
