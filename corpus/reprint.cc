#include "corpus/reprint.h"

#include <xxhash.h>

#include <algorithm>

#include "corpus/analysis/fold.h"

namespace zhengce {
namespace {

// Of kMinima so many must agree. Texts that barely pass share 4 of 11 shingles, which makes 17 with
// a deviation of 3.3; texts that have nothing in common agree in none.
constexpr std::size_t kLeastAgreeing = 8;

bool is_letter_or_digit(char32_t c) {
  if (c < 0x80) return is_digit(c) || (c >= U'a' && c <= U'z');
  // Punctuation of the blocks that Chinese texts take theirs from; the fold has made it one of each
  // kind.
  return !(c <= 0xBF || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x3004) ||
           (c >= 0x3008 && c <= 0x3020) || (c >= 0xFE10 && c <= 0xFE6F) || c == 0xFFFD);
}

std::uint64_t hash_of(const void* data, std::size_t size, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(data, size, seed);
}

// Odd multipliers: each orders the shingles anew.
const std::array<std::uint64_t, SectionSketch::kMinima>& multipliers() {
  static const auto kMultipliers = [] {
    std::array<std::uint64_t, SectionSketch::kMinima> all = {};
    for (std::uint64_t i = 0; i < all.size(); ++i) all[i] = hash_of(&i, sizeof i) | 1;
    return all;
  }();
  return kMultipliers;
}

SectionSketch sketch(std::uint32_t section, const std::vector<std::uint64_t>& shingles) {
  std::array<std::uint64_t, SectionSketch::kMinima> minima;
  for (std::size_t i = 0; i < minima.size(); ++i) {
    const std::uint64_t multiplier = multipliers()[i];
    std::uint64_t least = UINT64_MAX;
    for (const std::uint64_t shingle : shingles) least = std::min(least, shingle * multiplier);
    minima[i] = least;
  }
  SectionSketch out;
  out.section = section;
  out.shingles = static_cast<std::uint32_t>(shingles.size());
  for (std::size_t i = 0; i < minima.size(); ++i) {
    out.minima[i] = static_cast<std::uint8_t>(minima[i]);
  }
  for (std::size_t band = 0; band < out.bands.size(); ++band) {
    out.bands[band] =
        static_cast<std::uint32_t>(hash_of(&minima[2 * band], 2 * sizeof minima[0], band));
  }
  return out;
}

std::u32string letters_and_digits(std::u32string_view text) {
  std::u32string out = fold_text(text);
  std::erase_if(out, [](char32_t c) { return !is_letter_or_digit(c); });
  return out;
}

// A title's letters, and what the brackets in it say of the version.
struct DocumentTitle {
  std::u32string name;
  std::u32string marks;
  bool is_law = false;
};

DocumentTitle document_title(const std::string& title) {
  static constexpr std::u32string_view kMarks[] = {U"修正", U"修订",     U"修改", U"试行", U"暂行",
                                                   U"草案", U"征求意见", U"送审", U"废止", U"版"};
  static constexpr std::u32string_view kLaws[] = {U"法",   U"条例", U"规定", U"办法",
                                                  U"细则", U"规则", U"章程", U"解释"};
  DocumentTitle out;
  const std::u32string folded = fold_text(decode_utf8(title));
  const auto is_mark = [](std::u32string_view inside) {
    const bool is_year = inside.size() >= 4 && std::all_of(inside.begin(), inside.begin() + 4,
                                                           [](char32_t c) { return is_digit(c); });
    return is_year || std::any_of(std::begin(kMarks), std::end(kMarks), [&](const auto& mark) {
             return inside.find(mark) != std::u32string_view::npos;
           });
  };
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = folded[at] == U'(' ? folded.find(U')', at) : std::u32string::npos;
    if (end == std::u32string::npos) {
      out.name += folded[at++];
      continue;
    }
    const std::u32string inside = folded.substr(at + 1, end - at - 1);
    (is_mark(inside) ? out.marks : out.name) += inside;
    at = end + 1;
  }
  std::erase_if(out.name, [](char32_t c) { return !is_letter_or_digit(c); });
  constexpr std::u32string_view kState = U"中华人民共和国";
  if (out.name.starts_with(kState)) out.name.erase(0, kState.size());
  // 做法, 方法… are no laws.
  constexpr std::u32string_view kNoLaw = U"做方说看想执司普书用手守";
  const bool is_other_word = out.name.ends_with(U"法") && out.name.size() > 1 &&
                             kNoLaw.find(out.name.end()[-2]) != std::u32string_view::npos;
  out.is_law = !is_other_word &&
               std::any_of(std::begin(kLaws), std::end(kLaws),
                           [&](std::u32string_view law) { return out.name.ends_with(law); });
  return out;
}

template <typename T>
bool differ(const std::optional<T>& a, const std::optional<T>& b) {
  return a && b && *a != *b;
}

}  // namespace

std::vector<std::uint64_t> shingles_of(const Article& article, std::u32string_view text,
                                       const Section& section) {
  std::u32string body;
  for (const Part& part : article.parts) {
    if (part.kind != PartKind::kBody) continue;
    const auto add = [&](std::uint32_t start, std::uint32_t end) {
      const Span inside{std::max(start, std::max(part.span.start, section.span.start)),
                        std::min(end, std::min(part.span.end, section.span.end))};
      if (!inside.empty()) body += letters_and_digits(slice(text, inside));
    };
    if (section.heading_span.empty()) {
      add(0, UINT32_MAX);
    } else {
      add(0, section.heading_span.start);
      add(section.heading_span.end, UINT32_MAX);
    }
  }
  std::vector<std::uint64_t> shingles;
  if (body.size() < kShingleCharacters) return shingles;
  shingles.reserve(body.size());
  for (std::size_t at = 0; at + kShingleCharacters <= body.size(); ++at) {
    shingles.push_back(hash_of(body.data() + at, kShingleCharacters * sizeof(char32_t)));
  }
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  return shingles;
}

std::vector<SectionSketch> sketches_of(const Article& article) {
  std::vector<SectionSketch> sketches;
  const std::u32string text = decode_utf8(article.text);
  for (const Section& section : article.sections) {
    const auto shingles = shingles_of(article, text, section);
    if (shingles.size() >= kLeastShingles) sketches.push_back(sketch(section.n, shingles));
  }
  return sketches;
}

bool may_be_reprints(const SectionSketch& a, const SectionSketch& b) {
  const auto [smaller, larger] = std::minmax(a.shingles, b.shingles);
  if (smaller < kLeastShingles || larger > kMostTimes * smaller) return false;
  std::size_t agreeing = 0;
  for (std::size_t i = 0; i < a.minima.size(); ++i) agreeing += a.minima[i] == b.minima[i];
  return agreeing >= kLeastAgreeing;
}

bool are_reprints(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  const auto& smaller = a.size() < b.size() ? a : b;
  const auto& larger = a.size() < b.size() ? b : a;
  if (smaller.size() < kLeastShingles || larger.size() > kMostTimes * smaller.size()) return false;
  std::size_t common = 0;
  auto other = larger.begin();
  for (const std::uint64_t shingle : smaller) {
    while (other != larger.end() && *other < shingle) ++other;
    if (other == larger.end()) break;
    common += *other == shingle;
  }
  return static_cast<double>(common) >= kContained * static_cast<double>(smaller.size());
}

bool are_other_documents(const Article& a, const Article& b) {
  if (!a.number.empty() && !b.number.empty() && a.number != b.number) return true;
  if (differ(a.signed_on, b.signed_on) || differ(a.effective, b.effective)) return true;
  const DocumentTitle title = document_title(a.title);
  const DocumentTitle other = document_title(b.title);
  if (title.name == other.name) {
    return title.marks != other.marks || (title.is_law && differ(a.date(), b.date()));
  }
  return title.is_law && other.is_law;
}

}  // namespace zhengce
