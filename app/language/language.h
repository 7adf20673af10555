#pragma once

#include <optional>
#include <string_view>

namespace zhengce::app {

/// The languages the program speaks. Its catalogs stand in this folder and in the program itself,
/// so that neither installed files nor the system's locales are needed.
enum class Language { kEnglish, kChinese };

/// "en", "zh" or a locale's name that begins with one of them ("zh_CN.UTF-8"); nothing otherwise.
std::optional<Language> parse_language(std::string_view typed);

/// What LC_ALL, LC_MESSAGES or LANG say, the first of them that is set; English where none speaks
/// of a language we have.
Language language_of_environment();

/// Makes it the language of all messages. Call it before there are other threads.
void speak(Language language);

/// The language of all messages, as --lang takes it.
const char* language_code();

}  // namespace zhengce::app
