#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/text.h"

namespace zhengce {

/// The identity of an article: 128 bits, printed as 32 lower-case hexadecimal digits.
struct ArticleId {
  std::array<std::uint8_t, 16> bytes{};
  std::string hex() const;
  /// The id written as 32 hexadecimal digits of either case; nothing for any other text.
  static std::optional<ArticleId> parse(std::string_view hex);
  auto operator<=>(const ArticleId&) const = default;
};

/// A calendar date, Gregorian. `month` and `day` are 0 where the text does not say.
struct Date {
  std::int16_t year = 0;
  std::uint8_t month = 0;
  std::uint8_t day = 0;
  /// "2024-12-03", "2024-12" or "2024".
  std::string iso() const;
  /// Reads what iso() writes, also with one-digit months and days, and 2024/12/3, 2024.12.3,
  /// 2024年12月3日, and a time of day after it. Nothing for impossible dates.
  static std::optional<Date> parse(std::string_view utf8);
  /// year * 10000 + month * 100 + day.
  std::uint32_t number() const;
  auto operator<=>(const Date&) const = default;
};

/// What a stretch of an article's text is. Only kTitle and kBody are indexed and read for facts.
enum class PartKind : std::uint8_t {
  kTitle,   ///< The article's own title.
  kHeader,  ///< Source, dates, number and the like, below or above the title.
  kBody,
  kByline,  ///< Who wrote or edited: (浙江省民宗委供稿), ——编者.
  kFrame,   ///< Page furniture: navigation, website notices, phone numbers.
};

/// A stretch of text of one kind. An article's parts are ordered, do not overlap, and cover whole
/// lines; blank lines may be left out.
struct Part {
  Span span;
  PartKind kind = PartKind::kBody;
};

/// What we index: one regional report inside a roundup, or the whole article.
struct Section {
  std::uint32_t n = 0;  ///< From 0, in order of the text.
  Span span;            ///< From its heading (or first line) to its end, byline included.
  std::string heading;  ///< As written, trimmed; empty for a section without one.
  Span heading_span;    ///< Empty where there is no heading.
  /// Codes of the regions it is about (its subject, or where its subject organization lies);
  /// empty where the section has no subject.
  std::vector<std::string> about;
  std::string subject_org;  ///< The organization it reports on, when that is no government.
  std::string contributor;  ///< Who sent it in (供稿), as written; empty if not said.
  Span contributor_span;    ///< Of the contributor's name in the text.
};

/// One place an article was found at. Any field may be empty.
struct Source {
  std::string key;  ///< The caller's own id.
  std::string url;
  /// Absolute and normalized, "-" for standard input; older stores have it as it was given.
  std::string path;
  std::string name;  ///< The medium or site: 中国民族报.
  auto operator<=>(const Source&) const = default;
};

/// A policy article. Offsets everywhere count code points of `text`, half-open.
struct Article {
  ArticleId id;
  std::string text;    ///< The stored original: UTF-8, no BOM, lines end in LF.
  std::string title;   ///< As written, its lines joined.
  std::string number;  ///< 发文字号 in normal form; empty if not stated.
  std::string issuer;  ///< 发文机关 as stated; empty if not stated.
  std::string category;
  std::string status;  ///< 有效性 as stated: 有效, 失效, 已废止…; empty if not stated.
  std::optional<Date> signed_on;
  std::optional<Date> published;
  std::optional<Date> effective;
  std::optional<Date> retrieved;
  std::vector<Source> sources;  ///< Sorted, without repeats, never empty.
  std::vector<Part> parts;
  std::vector<Section> sections;  ///< At least one, unless the text has no body at all.

  /// The date to sort and filter by: signed, else published.
  std::optional<Date> date() const { return signed_on ? signed_on : published; }
};

/// True for articles of the sample corpus, which are made up: their titles say so at the start
/// (【虚构示例】).
bool is_invented(std::string_view title);

/// The stretches of `section` that are indexed and read for facts: its heading and body (and the
/// article's title where it lies inside the section's span), without bylines, header and frame.
std::vector<Span> indexed_spans(const Article& article, const Section& section);

/// The id of an article under identity rules v1, which are frozen:
///  1. text = title, LF, then all kBody parts in order, each followed by LF;
///  2. each code point is replaced by its NFKC_Casefold mapping (Unicode Standard Annex 44);
///  3. only code points of general category L* and N* are kept;
///  4. view counters (浏览|阅读|点击|访问 followed by up to 4 other characters and digits, ending
///  in 次|人次) are left out before 3;
///  5. the id is XXH3-128 (seed 0) of the UTF-8 of what is left, in canonical (big-endian) order.
/// Traditional characters are not converted: a text in the other script is another article.
ArticleId article_id(std::u32string_view title, std::u32string_view text,
                     const std::vector<Part>& parts);

}  // namespace zhengce
