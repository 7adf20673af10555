#include "corpus/sample_files.h"

#include <cstdint>
#include <cstring>

extern "C" const char zhengce_data_sample[];      // NOLINT: made by embed_folder
extern "C" const char zhengce_data_sample_end[];  // NOLINT: made by embed_folder

namespace zhengce {

std::vector<SampleFile> sample_files() {
  std::vector<SampleFile> files;
  for (const char* at = zhengce_data_sample; at < zhengce_data_sample_end;) {
    SampleFile file;
    file.name = at;
    at += file.name.size() + 1;
    std::uint64_t size = 0;
    std::memcpy(&size, at, sizeof size);
    file.content = {at + sizeof size, static_cast<std::size_t>(size)};
    at += sizeof size + size;
    files.push_back(file);
  }
  return files;
}

}  // namespace zhengce
