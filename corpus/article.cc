#include "corpus/article.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <xxhash.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace zhengce {
namespace {

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

bool possible(const Date& date) {
  static constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.year < 1 || date.year > 9999) return false;
  if (date.month == 0) return date.day == 0;
  if (date.month > 12) return false;
  if (date.day == 0) return true;
  return date.day <= kDays[date.month - 1] &&
         (date.month != 2 || date.day < 29 || is_leap(date.year));
}

// Drops "浏览(10)人次" and its like: a counter word, then only digits, brackets, colons, blanks,
// then 次 or 人次.
std::u32string without_view_counters(std::u32string_view text) {
  static constexpr std::u32string_view kWords[] = {U"浏览", U"阅读", U"点击", U"访问"};
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = 0;
    for (const auto word : kWords) {
      if (text.substr(i, word.size()) != word) continue;
      std::size_t j = i + word.size();
      std::size_t others = 0;
      std::size_t digits = 0;
      for (; j < text.size() && others <= 4; ++j) {
        if (u_isdigit(static_cast<UChar32>(text[j]))) {
          ++digits;
        } else if (text[j] == U'次' || text.substr(j, 2) == U"人次") {
          if (digits > 0) end = j + (text[j] == U'次' ? 1 : 2);
          break;
        } else if (text[j] == U'\n') {
          break;
        } else {
          ++others;
        }
      }
    }
    if (end > 0) {
      i = end;
    } else {
      out.push_back(text[i++]);
    }
  }
  return out;
}

}  // namespace

std::string ArticleId::hex() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const auto byte : bytes) {
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

std::optional<ArticleId> ArticleId::parse(std::string_view hex) {
  if (hex.size() != 32) return std::nullopt;
  ArticleId id;
  for (std::size_t i = 0; i < 32; ++i) {
    const char c = hex[i];
    int digit = 0;
    if (c >= '0' && c <= '9')
      digit = c - '0';
    else if (c >= 'a' && c <= 'f')
      digit = c - 'a' + 10;
    else if (c >= 'A' && c <= 'F')
      digit = c - 'A' + 10;
    else
      return std::nullopt;
    id.bytes[i / 2] = static_cast<std::uint8_t>(id.bytes[i / 2] << 4 | digit);
  }
  return id;
}

std::string Date::iso() const {
  char out[16];
  if (day != 0)
    std::snprintf(out, sizeof out, "%04d-%02d-%02d", year, month, day);
  else if (month != 0)
    std::snprintf(out, sizeof out, "%04d-%02d", year, month);
  else
    std::snprintf(out, sizeof out, "%04d", year);
  return out;
}

std::optional<Date> Date::parse(std::string_view utf8) {
  const std::u32string decoded = decode_utf8(utf8);
  const std::u32string_view text = trim(decoded);
  std::size_t i = 0;
  const auto number = [&](std::size_t least, std::size_t most) -> int {
    int value = 0;
    std::size_t digits = 0;
    while (i < text.size() && digits < most && text[i] >= U'0' && text[i] <= U'9') {
      value = value * 10 + static_cast<int>(text[i++] - U'0');
      ++digits;
    }
    return digits < least ? -1 : value;
  };
  const auto any = [&](std::u32string_view set) {
    if (i < text.size() && set.find(text[i]) != std::u32string_view::npos) return ++i, true;
    return false;
  };
  Date date;
  const int year = number(4, 4);
  if (year < 0) return std::nullopt;
  date.year = static_cast<std::int16_t>(year);
  if (any(U"-/.年")) {
    if (const int month = number(1, 2); month > 0) {
      date.month = static_cast<std::uint8_t>(month);
      if (any(U"-/.月")) {
        if (const int day = number(1, 2); day > 0) {
          date.day = static_cast<std::uint8_t>(day);
          any(U"日");
        }
      }
    }
  }
  // Whatever follows must be a time of day, not more digits or words.
  if (i < text.size() && !is_blank(text[i]) && text[i] != U'T') return std::nullopt;
  if (!possible(date)) return std::nullopt;
  return date;
}

std::uint32_t Date::number() const {
  return static_cast<std::uint32_t>(year) * 10000 + month * 100u + day;
}

bool is_invented(std::string_view title) { return title.starts_with("【虚构示例】"); }

std::vector<Span> indexed_spans(const Article& article, const Section& section) {
  std::vector<Span> spans;
  for (const Part& part : article.parts) {
    if (part.kind != PartKind::kTitle && part.kind != PartKind::kBody) continue;
    const Span common{std::max(part.span.start, section.span.start),
                      std::min(part.span.end, section.span.end)};
    if (!common.empty()) spans.push_back(common);
  }
  return spans;
}

ArticleId article_id(std::u32string_view title, std::u32string_view text,
                     const std::vector<Part>& parts) {
  std::u32string all(title);
  all.push_back(U'\n');
  for (const Part& part : parts) {
    if (part.kind != PartKind::kBody) continue;
    all.append(slice(text, part.span));
    all.push_back(U'\n');
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::string kept;
  icu::UnicodeString mapped;
  std::u32string folded;
  folded.reserve(all.size());
  for (const char32_t c : all) {
    const auto code_point = static_cast<UChar32>(c);
    // Each code point alone, so that the mapping of a text is that of its parts.
    if (casefold->getDecomposition(code_point, mapped) != 0) {
      icu::UnicodeString composed;
      casefold->normalize(icu::UnicodeString(code_point), composed, status);
      for (int32_t i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) {
        folded.push_back(static_cast<char32_t>(composed.char32At(i)));
      }
    } else {
      folded.push_back(c);
    }
  }
  for (const char32_t c : without_view_counters(folded)) {
    constexpr auto kKeep = U_GC_L_MASK | U_GC_N_MASK;
    if ((U_GET_GC_MASK(static_cast<UChar32>(c)) & kKeep) != 0) append_utf8(kept, c);
  }
  const XXH128_hash_t hash = XXH3_128bits(kept.data(), kept.size());
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  ArticleId id;
  std::memcpy(id.bytes.data(), canonical.digest, id.bytes.size());
  return id;
}

}  // namespace zhengce
