#include "search/pinyin.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

#include "corpus/text.h"

namespace zhengce {
namespace {

// ICU gives one reading a character; these have another one in names and common words.
struct OtherReading {
  char32_t ideograph;
  const char* reading;
};
constexpr OtherReading kOthers[] = {
    {U'地', "di"},    {U'重', "chong"}, {U'长', "chang"}, {U'朝', "zhao"},  {U'厦', "xia"},
    {U'蚌', "beng"},  {U'都', "du"},    {U'行', "hang"},  {U'乐', "yue"},   {U'六', "lu"},
    {U'单', "shan"},  {U'会', "kuai"},  {U'调', "diao"},  {U'调', "tiao"},  {U'传', "zhuan"},
    {U'率', "shuai"}, {U'参', "shen"},  {U'还', "huan"},  {U'藏', "zang"},  {U'泊', "bo"},
    {U'番', "pan"},   {U'浚', "xun"},   {U'涡', "guo"},   {U'莘', "xin"},   {U'莘', "shen"},
    {U'尉', "yu"},    {U'铅', "yan"},   {U'阿', "e"},     {U'降', "xiang"}, {U'牟', "mu"},
    {U'荥', "ying"},  {U'筠', "jun"},   {U'犍', "qian"},  {U'句', "gou"},   {U'枞', "zong"},
    {U'龟', "qiu"},   {U'蔚', "yu"},    {U'堡', "pu"},    {U'堡', "bu"},    {U'大', "dai"},
    {U'曾', "zeng"},  {U'得', "de"},    {U'卜', "bo"},    {U'隗', "wei"},   {U'仇', "qiu"},
    {U'盛', "cheng"}};

}  // namespace

struct Pinyin::Rules {
  std::unique_ptr<icu::Transliterator> latin;
};

Pinyin::Pinyin() : rules_(std::make_unique<Rules>()) {
  UErrorCode status = U_ZERO_ERROR;
  rules_->latin.reset(
      icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  if (U_FAILURE(status)) rules_->latin.reset();
}
Pinyin::~Pinyin() = default;
Pinyin::Pinyin(Pinyin&&) noexcept = default;
Pinyin& Pinyin::operator=(Pinyin&&) noexcept = default;

const std::vector<std::string>& Pinyin::of(char32_t ideograph) {
  const auto [place, is_new] = known_.try_emplace(ideograph);
  std::vector<std::string>& readings = place->second;
  if (!is_new || !is_han(ideograph)) return readings;
  const auto add = [&](const std::string& reading) {
    const bool plain = !reading.empty() && std::all_of(reading.begin(), reading.end(),
                                                       [](char c) { return c >= 'a' && c <= 'z'; });
    if (plain && std::find(readings.begin(), readings.end(), reading) == readings.end()) {
      readings.push_back(reading);
    }
  };
  if (rules_->latin != nullptr) {
    icu::UnicodeString text(static_cast<UChar32>(ideograph));
    rules_->latin->transliterate(text);
    std::string reading;
    text.toUTF8String(reading);
    add(reading);
  }
  for (const OtherReading& other : kOthers) {
    if (other.ideograph == ideograph) add(other.reading);
  }
  return readings;
}

}  // namespace zhengce
