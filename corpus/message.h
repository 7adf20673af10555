#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

/// Marks a message for translation and translates it. The text is a fmt format where it has {}.
#define _(text) ::zhengce::translated(text)
/// Marks a text of a table for translation; it is translated where it is shown.
#define N_(text) text

namespace zhengce {

/// Where translations come from: both give null for a text without one. What they return lives as
/// long as the program.
struct Translator {
  const char* (*text)(const char* english);
  const char* (*count)(const char* one, const char* many, std::uint64_t count);
};

/// Sets the language of all messages from here on; {nullptr, nullptr} is English. Call it before
/// there are other threads.
void set_translator(const Translator& translator);

/// The message in the user's language, or as it stands. Any thread.
const char* translated(const char* english);
/// The same where a count decides the form: "{} article", "{} articles".
const char* translated(const char* one, const char* many, std::uint64_t count);

/// A translated message with its values filled in; a translation keeps the placeholders of its
/// original (tests see to that), in any order if they are numbered.
template <typename... Values>
std::string message(const char* translated, const Values&... values) {
  return fmt::format(fmt::runtime(translated), values...);
}

}  // namespace zhengce
