#include "corpus/message.h"

namespace zhengce {
namespace {

Translator& current() {
  static Translator translator{nullptr, nullptr};
  return translator;
}

}  // namespace

void set_translator(const Translator& translator) { current() = translator; }

const char* translated(const char* english) {
  const auto find = current().text;
  const char* found = find == nullptr ? nullptr : find(english);
  return found == nullptr ? english : found;
}

const char* translated(const char* one, const char* many, std::uint64_t count) {
  const auto find = current().count;
  const char* found = find == nullptr ? nullptr : find(one, many, count);
  if (found != nullptr) return found;
  return count == 1 ? one : many;
}

}  // namespace zhengce
