#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/article.h"

/// What the writer of the Xapian index and its reader must agree on.
///
/// A Xapian document is one section. Its data is the article's id (16 bytes) and the section's
/// number (4 bytes, big-endian). Text terms (corpus/analysis) have no prefix; they never begin with
/// an ASCII capital, since folding lower-cases. All others begin with `X` and a capital:
namespace zhengce {

/// A section by its article: what an index document stands for.
struct SectionRef {
  ArticleId article;
  std::uint32_t section = 0;
  /// The 20 bytes that the index holds as a document's data and in schema::kSlotId.
  std::string encode() const;
  /// Reads them; nothing if there are not so many.
  static std::optional<SectionRef> decode(std::string_view bytes);
  auto operator<=>(const SectionRef&) const = default;
};

}  // namespace zhengce

namespace zhengce::schema {

/// Version of everything in this file and of the layout of the index directory.
inline constexpr int kIndexVersion = 4;

/// Number of local shards; an article's shard is the first byte of its id modulo this. Fixed for
/// good in a data directory's manifest.
inline constexpr unsigned kShards = 2;
/// The shard, below `shards`, that an article's sections are in.
inline std::size_t home_shard(const ArticleId& article, std::size_t shards) {
  return article.bytes[0] % shards;
}

inline constexpr std::string_view kArticle =
    "XA";  ///< + 16 bytes of the id as hex: all sections of an article.
inline constexpr std::string_view kTitle =
    "XT";  ///< + base term of the article's title or the section's heading.
inline constexpr std::string_view kWholeTitle =
    "XW";  ///< + the article's title as whole_title_term() has it: it is found by its title.
inline constexpr std::string_view kSubject =
    "XS";  ///< + code of a region the section is about, itself only.
inline constexpr std::string_view kMention =
    "XM";  ///< + code of a region named in it, itself only.
inline constexpr std::string_view kNoSubject = "XN";  ///< The section has no subject region.
inline constexpr std::string_view kProgram =
    "XP";  ///< + EntityId text of each program named in it, visible or not.
inline constexpr std::string_view kOrganization =
    "XO";  ///< + EntityId text of an organization: contributor, subject.
inline constexpr std::string_view kIssuer = "XI";    ///< + base term of the issuer's name.
inline constexpr std::string_view kNumber = "XD";    ///< + document number in normal form, folded.
inline constexpr std::string_view kSource = "XU";    ///< + base term of a source's name.
inline constexpr std::string_view kInvented = "XV";  ///< The article is an invented sample.
/// The one term of the one document of each shard that is no section. Thus no term stands in all
/// documents of a shard: for such a term, where documents have gone and its weight is not asked
/// for, Xapian 1.4.22 reads the list of all documents by the term's name and finds it to end amid
/// ("Unexpected end of posting list").
inline constexpr std::string_view kNoSection = "XE";

/// Value slots.
inline constexpr unsigned kSlotId = 0;    ///< Article id and section, 20 bytes: breaks ties.
inline constexpr unsigned kSlotDate = 1;  ///< Date::number() as 8 digits; empty without a date.
inline constexpr unsigned kSlotRegions =
    2;  ///< Codes the section counts for (subjects, else mentions), '\n' between.
inline constexpr unsigned kSlotPrograms = 3;  ///< Program ids, '\n' between.
inline constexpr unsigned kSlotOrgs = 4;      ///< Organization ids, '\n' between.
inline constexpr unsigned kSlotIssuer = 5;    ///< Issuer as stated.
inline constexpr unsigned kSlotContent =
    6;  ///< Hash of all that a document is made of but programs, organizations
        ///< and group, 8 bytes: equal ones differ in these alone.
inline constexpr unsigned kSlotGroup =
    7;  ///< The group of reprints the section is in, as SectionRef::encode() has its least
        ///< member; empty without reprints, and in an index from before they were known.

inline constexpr unsigned kSlotSum = 8;  ///< A sum over all else about the document, 8 bytes.
inline constexpr unsigned kSlots = 9;

/// The term of a whole title, which a query that is this title has too: kWholeTitle and the
/// letters, digits and ideographs of the folded title, the first sixty of them, without
/// 中华人民共和国 at its front (民法典 is how its law is called). Empty if there are none.
std::string whole_title_term(std::u32string_view folded_title);

/// A decimal number as kSlotDate and kMetaSequence hold it; 0 for anything else, so that an
/// unreadable shard is filled anew.
std::uint64_t parse_number(std::string_view digits);

/// Keys of a shard's metadata.
inline constexpr std::string_view kMetaSequence = "sequence";  ///< Last log entry applied, decimal.
inline constexpr std::string_view kMetaFingerprint =
    "fingerprint";  ///< kIndexVersion and Analyzer::fingerprint(); another one is rebuilt.

}  // namespace zhengce::schema
