#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zhengce {

/// A word of everyday speech in a text, and how statutes and official papers put it.
struct EverydayWord {
  std::u32string said;                   ///< 房东
  std::vector<std::u32string> official;  ///< 出租人
};

/// The everyday words that stand in `folded`, in the order of the list. They widen questions alone:
/// what must stand in a section is never replaced.
std::vector<EverydayWord> everyday_words(std::u32string_view folded);

}  // namespace zhengce
