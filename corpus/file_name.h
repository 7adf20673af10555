#pragma once

#include <string>
#include <string_view>

namespace zhengce {

/// A file's name, which may be any bytes, as UTF-8 that tells it from others: what is no UTF-8 is
/// written as \xB7, byte by byte.
std::string shown_name(std::string_view name);
/// The bytes that shown_name() wrote so; a name that is UTF-8 may hold such a text itself.
std::string name_as_shown(std::string_view shown);

}  // namespace zhengce
