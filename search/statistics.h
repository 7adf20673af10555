#pragma once

#include <cstdint>
#include <map>
#include <string_view>

namespace zhengce {

/// What scores take from the collection as a whole. A cursor carries it from page to page, so that
/// what is committed meanwhile changes no score of a section that was there.
struct Statistics {
  std::uint64_t sections = 0;
  double average_length = 0;
  /// In how many sections a term stands, by key(). One that is missing weighs nothing.
  std::map<std::uint32_t, std::uint64_t> frequencies;

  static std::uint32_t key(std::string_view term);
  /// What a term weighs by how rare it is.
  double rarity(std::string_view term) const;
};

}  // namespace zhengce
