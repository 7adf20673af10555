#pragma once

#include <string_view>
#include <vector>

namespace zhengce {

/// One file of the sample corpus: invented articles, for demonstration and tests
/// (sample/README.md).
struct SampleFile {
  std::string_view name;     ///< "roundup-delta-2024.txt"
  std::string_view content;  ///< Its bytes, in whatever encoding it has.
};

/// The sample corpus as the program carries it, in the order of its names.
std::vector<SampleFile> sample_files();

}  // namespace zhengce
