#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace zhengce::bench {

struct MadeFiles {
  std::uint64_t files = 0;
  std::uint64_t characters = 0;  ///< Of the texts put into them.
};

/// Makes a folder such as a crawler fills: `texts` (UTF-8), cut at line ends into some `count`
/// pieces a copy, each a file: plain text, pages, JSON Lines, Word files and zip archives, in
/// UTF-8, GB18030 and UTF-16, and one in a hundred that is rubbish. Every further copy is
/// varied() (made_corpus.h), so that nothing is there twice. The same for the same `seed`.
/// Ends the program where it cannot write.
MadeFiles make_files(const std::vector<std::string>& texts, const std::filesystem::path& folder,
                     std::uint64_t count, unsigned copies, unsigned seed);

}  // namespace zhengce::bench
