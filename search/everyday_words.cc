#include "search/everyday_words.h"

#include <sstream>

#include "corpus/text.h"

extern "C" const char zhengce_data_everyday_words[];
extern "C" const char zhengce_data_everyday_words_end[];

namespace zhengce {
namespace {

std::vector<EverydayWord> read_words() {
  std::vector<EverydayWord> words;
  std::istringstream lines{
      std::string(zhengce_data_everyday_words, zhengce_data_everyday_words_end)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream parts(line);
    std::string part;
    if (!(parts >> part)) continue;
    EverydayWord& word = words.emplace_back();
    word.said = decode_utf8(part);
    while (parts >> part) word.official.push_back(decode_utf8(part));
  }
  return words;
}

}  // namespace

std::vector<EverydayWord> everyday_words(std::u32string_view folded) {
  static const std::vector<EverydayWord> all = read_words();
  std::vector<EverydayWord> found;
  for (const EverydayWord& word : all) {
    if (folded.find(word.said) != std::u32string_view::npos) found.push_back(word);
  }
  return found;
}

}  // namespace zhengce
