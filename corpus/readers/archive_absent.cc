// Stands in for archive.cc in builds without libarchive.
#include "corpus/message.h"
#include "corpus/readers/archive.h"

namespace zhengce {

void Archive::Close::operator()(void*) const {}

Result<Archive> Archive::open(const Blob& blob, UnpackBudget&) {
  return Error{ErrorCode::kUnsupported,
               message(_("{}: this build reads no archives, Word or OFD files"), blob.name)};
}

Result<std::optional<Archive::Entry>> Archive::next() { return std::optional<Entry>(); }

Result<std::size_t> Archive::read(char*, std::size_t) { return std::size_t{0}; }

std::uint64_t Archive::file_bytes() const { return 0; }

Result<std::map<std::string, std::string>> read_parts(
    const Blob& blob, UnpackBudget& budget, const std::function<bool(std::string_view)>&) {
  return Archive::open(blob, budget).error();
}

}  // namespace zhengce
