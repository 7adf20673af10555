#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace zhengce {

/// The lists of a Word document, whose numbers stand nowhere in its text.
/// Threads: one owner.
class DocxNumbering {
 public:
  /// Reads numbering.xml; what is at fault in it is left out.
  explicit DocxNumbering(std::string_view xml);

  /// What stands before the next paragraph of a list at a level (from 0): "第一条 ", "（二）";
  /// empty for bullets and for lists that are not there.
  std::string next(const std::string& list, std::uint32_t level);

 private:
  static constexpr std::size_t kLevels = 9;
  struct Level {
    std::string format;
    std::string text;  ///< %1 to %9 stand for the numbers of the levels.
    std::int32_t start = 1;
  };
  struct Definition {
    std::array<Level, kLevels> levels;
    std::array<std::int32_t, kLevels> counts{};
    std::array<bool, kLevels> begun{};
  };
  struct List {
    std::string definition;
    std::map<std::uint32_t, std::int32_t> starts;
    std::map<std::uint32_t, bool> started;
  };

  std::map<std::string, Definition> definitions_;
  std::map<std::string, List> lists_;
};

/// `n` as Word's number format `format` writes it: "chineseCounting" 十二, "upperRoman" XII.
std::string format_number(std::string_view format, std::int32_t n);

}  // namespace zhengce
