#include "corpus/readers/docx_numbering.h"

#include <charconv>

#include "corpus/readers/xml.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";

// 十二, 一百零五, 一千零二十: as articles of laws are numbered.
std::string chinese(std::int32_t n) {
  static constexpr std::u32string_view kUnits = U" 十百千";
  if (n <= 0 || n > 9999) return std::to_string(n);
  const std::string decimal = std::to_string(n);
  std::u32string out;
  bool gap = false;
  for (std::size_t i = 0; i < decimal.size(); ++i) {
    const auto unit = decimal.size() - 1 - i;
    const auto digit = static_cast<std::size_t>(decimal[i] - '0');
    if (digit == 0) {
      gap = true;
      continue;
    }
    if (gap) out += U'零';
    gap = false;
    if (!(unit == 1 && digit == 1 && decimal.size() == 2)) out += kDigits[digit];
    if (unit > 0) out += kUnits[unit];
  }
  return encode_utf8(out);
}

std::string roman(std::int32_t n, bool upper) {
  static constexpr std::pair<std::int32_t, const char*> kSigns[] = {
      {1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
      {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
  if (n <= 0 || n > 3999) return std::to_string(n);
  std::string out;
  for (const auto& [value, sign] : kSigns) {
    for (; n >= value; n -= value) out += sign;
  }
  if (upper) {
    for (char& c : out) c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string one_of(std::u32string_view signs, std::int32_t n) {
  if (n <= 0) return std::to_string(n);
  return encode_utf8(signs.substr((static_cast<std::size_t>(n) - 1) % signs.size(), 1));
}

std::string in_circle(std::int32_t n) {
  if (n < 1 || n > 20) return std::to_string(n);
  return encode_utf8(std::u32string(1, U'①' + static_cast<char32_t>(n - 1)));
}

std::int32_t whole_number(const std::string& text, std::int32_t otherwise) {
  std::int32_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::string format_number(std::string_view format, std::int32_t n) {
  if (format == "none" || format == "bullet") return {};
  if (format == "upperLetter" || format == "lowerLetter") {
    if (n < 1) return std::to_string(n);
    return {static_cast<char>((format[0] == 'u' ? 'A' : 'a') + (n - 1) % 26)};
  }
  if (format == "upperRoman") return roman(n, true);
  if (format == "lowerRoman") return roman(n, false);
  if (format.starts_with("decimalEnclosedCircle")) return in_circle(n);
  if (format == "ideographTraditional") return one_of(U"甲乙丙丁戊己庚辛壬癸", n);
  if (format == "ideographZodiac") return one_of(U"子丑寅卯辰巳午未申酉戌亥", n);
  if (format == "ideographDigital" || format == "taiwaneseDigital" ||
      format == "japaneseDigitalTenThousand") {
    std::u32string out;
    for (const char c : std::to_string(n))
      out += c == '-' ? U'-' : kDigits[static_cast<std::size_t>(c - '0')];
    return encode_utf8(out);
  }
  if (format.starts_with("chinese") || format.starts_with("taiwanese") ||
      format.starts_with("japaneseCounting") || format == "chineseLegalSimplified")
    return chinese(n);
  if (format.starts_with("decimalFullWidth")) {
    std::u32string out;
    for (const char c : std::to_string(n)) out += static_cast<char32_t>(c + 0xFEE0);
    return encode_utf8(out);
  }
  if (format == "decimalZero")
    return n >= 0 && n < 10 ? "0" + std::to_string(n) : std::to_string(n);
  return std::to_string(n);
}

DocxNumbering::DocxNumbering(std::string_view xml) {
  if (xml.empty()) return;
  XmlReader reader(xml);
  Definition* definition = nullptr;
  List* list = nullptr;
  std::uint32_t level = 0;
  bool overriding = false;
  for (auto event = reader.next();
       event != XmlReader::Event::kDone && event != XmlReader::Event::kFault;
       event = reader.next()) {
    const auto name = reader.name();
    if (event == XmlReader::Event::kEnd) {
      if (name == "abstractNum") definition = nullptr;
      if (name == "num") list = nullptr;
      if (name == "lvlOverride") overriding = false;
    }
    if (event != XmlReader::Event::kStart) continue;
    if (name == "abstractNum") {
      definition = &definitions_[reader.attribute("abstractNumId")];
    } else if (name == "num") {
      list = &lists_[reader.attribute("numId")];
    } else if (name == "abstractNumId" && list != nullptr) {
      list->definition = reader.attribute("val");
    } else if (name == "lvl" || name == "lvlOverride") {
      overriding = name == "lvlOverride" || overriding;
      level = static_cast<std::uint32_t>(whole_number(reader.attribute("ilvl"), 0));
    } else if (name == "startOverride" && list != nullptr && overriding) {
      list->starts[level] = whole_number(reader.attribute("val"), 1);
    } else if (definition != nullptr && level < kLevels) {
      Level& at = definition->levels[level];
      if (name == "start") at.start = whole_number(reader.attribute("val"), 1);
      if (name == "numFmt") at.format = reader.attribute("val");
      if (name == "lvlText") at.text = reader.attribute("val");
    }
  }
}

std::string DocxNumbering::next(const std::string& list_id, std::uint32_t level) {
  const auto list = lists_.find(list_id);
  if (list == lists_.end() || level >= kLevels) return {};
  const auto found = definitions_.find(list->second.definition);
  if (found == definitions_.end()) return {};
  Definition& definition = found->second;
  const auto start_of = [&](std::size_t at) {
    const auto own = list->second.starts.find(static_cast<std::uint32_t>(at));
    return own != list->second.starts.end() ? own->second : definition.levels[at].start;
  };
  const bool restart = list->second.starts.contains(level) && !list->second.started[level];
  list->second.started[level] = true;
  if (restart || !definition.begun[level]) {
    definition.counts[level] = start_of(level);
  } else {
    ++definition.counts[level];
  }
  definition.begun[level] = true;
  for (std::size_t deeper = level + 1; deeper < kLevels; ++deeper) definition.begun[deeper] = false;
  const Level& at = definition.levels[level];
  if (at.format == "bullet" || at.format == "none") return {};
  std::string out;
  for (std::size_t i = 0; i < at.text.size(); ++i) {
    if (at.text[i] != '%' || i + 1 == at.text.size() || at.text[i + 1] < '1' ||
        at.text[i + 1] > '9') {
      out += at.text[i];
      continue;
    }
    const auto which = static_cast<std::size_t>(at.text[++i] - '1');
    const auto n = definition.begun[which] ? definition.counts[which] : start_of(which);
    out += format_number(definition.levels[which].format, n);
  }
  // "1." and "第一条" stand apart from what follows, "一、" and "（二）" do not.
  if (!out.empty()) {
    const auto decoded = decode_utf8(out);
    if (decoded.back() < 0x80 || is_han(decoded.back())) out += ' ';
  }
  return out;
}

}  // namespace zhengce
