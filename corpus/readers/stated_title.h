#pragma once

#include <string>
#include <string_view>

namespace zhengce {

/// The title that a file's properties state, if its text begins with it, line ends and blanks
/// apart; empty otherwise: properties often hold a file's name, or the title of what the file was
/// made from.
std::string title_if_it_begins(std::string_view stated, std::string_view text);

}  // namespace zhengce
