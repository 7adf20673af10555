#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "corpus/article.h"
#include "corpus/index_schema.h"
#include "graph/types.h"

/// Every key of the store, byte by byte. Numbers are big-endian, so byte order is number order; all
/// keys but those of kMeta have a fixed length, so no key is the beginning of another.
///
///   family        key                                                                      bytes
///   meta          's' "schema" | "sequence" | "removals"  the store's own values             any
///                 'u' name                                values of the caller
///   articles      ArticleId                                                                   16
///   texts         ArticleId                                                                   16
///   extractions   ArticleId                                                                   16
///   places        hash of the place 16 | ArticleId                                            32
///   entities      EntityId                                                                    16
///   names         hash of the normalized name 16 | EntityId                                   32
///   out           from 16 | relation 1 | to 16   | ArticleId 16 | section 4 | start 4 | n 4   61
///   in            to 16   | relation 1 | from 16 | ArticleId 16 | section 4 | start 4 | n 4   61
///   candidates    EntityId 16 | ArticleId 16 | section 4 | start 4 | n 4                      44
///   log           sequence 8                                                                   8
///   subjects      EntityId of a region                                                        16
///   sketches      ArticleId                                                                   16
///   bands         band 4 | ArticleId 16 | section 4                                           24
///   groups        least member 20 | member 20, each ArticleId 16 | section 4                  40
///
/// `start` is where the sentence starts; `n` is the place of the assertion or candidate in its
/// article's extraction, which tells those of one sentence apart. Scans of places, names, out, in,
/// candidates have a fixed prefix of 16 bytes, of bands of 4 and of groups of 20, which has Bloom
/// filters.
///
/// sketches, bands and groups are what reprints are found by (corpus/reprint.h): they follow from
/// the articles, and a store from before they were kept has none of these families.
///
/// Values: codec.h tells those of articles, extractions, entities, out, in, candidates and
/// sketches. texts: the text, UTF-8. places, names, bands, groups: empty. log: ArticleId, one entry
/// an article, its last. subjects: how many sections of current articles are about the region
/// itself, a varint. schema, sequence: 8 bytes, big-endian. removals: the keys of log entries whose
/// articles are gone, 8 bytes each.
namespace zhengce::keys {

enum class Family : std::uint8_t {
  kMeta,
  kArticles,
  kTexts,
  kPlaces,
  kExtractions,
  kEntities,
  kNames,
  kOut,
  kIn,
  kCandidates,
  kLog,
  kSubjects,
  kSketches,
  kBands,
  kGroups,
};
inline constexpr std::size_t kFamilies = 15;
/// Those that every store has: the others are made where they are missing.
inline constexpr std::size_t kFirstFamilies = 12;
/// Names of the column families, in the order of Family. RocksDB wants a "default".
inline constexpr std::array<const char*, kFamilies> kFamilyNames = {
    "default", "articles",   "texts", "places",   "extractions", "entities", "names", "out",
    "in",      "candidates", "log",   "subjects", "sketches",    "bands",    "groups"};

inline constexpr std::size_t kIdBytes = 16;
/// Length of the prefix that scans of the family have; 0 for those without.
std::size_t prefix_bytes(Family family);

inline constexpr std::string_view kSchema = "sschema";
inline constexpr std::string_view kSequence = "ssequence";
inline constexpr std::string_view kRemovals = "sremovals";
std::string meta(std::string_view name);

std::string number(std::uint64_t value);
std::optional<std::uint64_t> parse_number(std::string_view eight_bytes);

std::string_view id(const ArticleId& article);
std::string_view id(const EntityId& entity);
/// Nothing unless `bytes` are as many as an id has.
std::optional<ArticleId> parse_article(std::string_view bytes);
std::optional<EntityId> parse_entity(std::string_view bytes);

/// The prefix of all rows of a place or a normalized name: its XXH3-128.
std::string hashed(std::string_view text);
std::string place(std::string_view place, const ArticleId& article);
std::string name(std::string_view normalized, const EntityId& entity);

/// An edge seen from `near`: its start in `out`, its end in `in`.
struct EdgeKey {
  EntityId near;
  Relation relation = Relation::kRuns;
  EntityId far;
  ArticleId article;
  std::uint32_t section = 0;
  std::uint32_t start = 0;
  std::uint32_t n = 0;

  static EdgeKey out(const Assertion& assertion, std::uint32_t n);
  EdgeKey reversed() const;
  std::string encode() const;
  static std::optional<EdgeKey> parse(std::string_view key);
};

std::string band(std::uint32_t band, const SectionRef& section);
/// The prefix of all sections of a band.
std::string band(std::uint32_t band);
std::optional<SectionRef> parse_band(std::string_view key);
std::string group(const SectionRef& group, const SectionRef& member);
std::optional<std::pair<SectionRef, SectionRef>> parse_group(std::string_view key);

struct CandidateKey {
  EntityId entity;
  ArticleId article;
  std::uint32_t section = 0;
  std::uint32_t start = 0;
  std::uint32_t n = 0;

  static CandidateKey of(const Candidate& candidate, std::uint32_t n);
  std::string encode() const;
  static std::optional<CandidateKey> parse(std::string_view key);
};

/// The first key after all that begin with `prefix`; empty when there is none (all bytes 0xFF).
std::string after_prefix(std::string_view prefix);

}  // namespace zhengce::keys
