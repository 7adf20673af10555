#include "app/language/language.h"

#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <cstdlib>
#include <locale>

#include "corpus/message.h"

extern "C" const char zhengce_catalog_zh[];      // NOLINT: made by embed_file
extern "C" const char zhengce_catalog_zh_end[];  // NOLINT: made by embed_file

namespace zhengce::app {
namespace {

using Catalog = boost::locale::message_format<char>;

// The domain number that one catalog alone has.
constexpr int kDomain = 0;

const Catalog& chinese() {
  static const std::locale locale = [] {
    boost::locale::gnu_gettext::messages_info info;
    info.language = std::string("zh");
    info.encoding = std::string("UTF-8");
    info.paths.emplace_back();
    info.domains.emplace_back("zhengce");
    info.callback = [](const std::string&, const std::string&) {
      return std::vector<char>(zhengce_catalog_zh, zhengce_catalog_zh_end);
    };
    return std::locale(std::locale::classic(),
                       boost::locale::gnu_gettext::create_messages_facet<char>(info));
  }();
  return std::use_facet<Catalog>(locale);
}

const char* find(const char* english) { return chinese().get(kDomain, nullptr, english); }

const char* find_count(const char* one, const char* /*many*/, std::uint64_t count) {
  return chinese().get(kDomain, nullptr, one, static_cast<int>(count % 1'000'000));
}

}  // namespace

std::optional<Language> parse_language(std::string_view typed) {
  const auto is = [&](std::string_view name) {
    if (!typed.starts_with(name)) return false;
    const auto rest = typed.substr(name.size());
    return rest.empty() || rest.front() == '_' || rest.front() == '-' || rest.front() == '.';
  };
  if (is("zh")) return Language::kChinese;
  if (is("en")) return Language::kEnglish;
  return std::nullopt;
}

Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    if (value != nullptr && *value != '\0') {
      return parse_language(value).value_or(Language::kEnglish);
    }
  }
  return Language::kEnglish;
}

namespace {
Language spoken = Language::kEnglish;
}

const char* language_code() { return spoken == Language::kChinese ? "zh" : "en"; }

void speak(Language language) {
  spoken = language;
  set_translator(language == Language::kChinese ? Translator{find, find_count}
                                                : Translator{nullptr, nullptr});
}

}  // namespace zhengce::app
