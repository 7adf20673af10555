#include "graph/key_layout.h"

#include <xxhash.h>

#include <algorithm>

namespace zhengce::keys {
namespace {

constexpr std::size_t kEdgeBytes = 61;
constexpr std::size_t kCandidateBytes = 44;
constexpr std::size_t kBandBytes = 4;
constexpr std::size_t kSectionBytes = 20;

template <std::size_t kBytes>
void append_number(std::string& key, std::uint64_t value) {
  for (std::size_t i = kBytes; i-- > 0;) key += static_cast<char>(value >> (8 * i));
}

template <std::size_t kBytes>
std::uint64_t number_at(std::string_view key, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < kBytes; ++i)
    value = value << 8 | static_cast<std::uint8_t>(key[at + i]);
  return value;
}

template <typename Id>
Id id_at(std::string_view key, std::size_t at) {
  Id id;
  std::copy_n(key.begin() + static_cast<std::ptrdiff_t>(at), kIdBytes, id.bytes.begin());
  return id;
}

template <typename Id>
std::string_view view(const Id& id) {
  static_assert(sizeof id.bytes == kIdBytes);
  return {reinterpret_cast<const char*>(id.bytes.data()), kIdBytes};
}

}  // namespace

std::size_t prefix_bytes(Family family) {
  switch (family) {
    case Family::kPlaces:
    case Family::kNames:
    case Family::kOut:
    case Family::kIn:
    case Family::kCandidates:
      return kIdBytes;
    case Family::kBands:
      return kBandBytes;
    case Family::kGroups:
      return kSectionBytes;
    default:
      return 0;
  }
}

std::string meta(std::string_view name) { return "u" + std::string(name); }

std::string number(std::uint64_t value) {
  std::string key;
  append_number<8>(key, value);
  return key;
}

std::optional<std::uint64_t> parse_number(std::string_view eight_bytes) {
  if (eight_bytes.size() != 8) return std::nullopt;
  return number_at<8>(eight_bytes, 0);
}

std::string_view id(const ArticleId& article) { return view(article); }
std::string_view id(const EntityId& entity) { return view(entity); }

std::optional<ArticleId> parse_article(std::string_view bytes) {
  if (bytes.size() != kIdBytes) return std::nullopt;
  return id_at<ArticleId>(bytes, 0);
}

std::optional<EntityId> parse_entity(std::string_view bytes) {
  if (bytes.size() != kIdBytes) return std::nullopt;
  return id_at<EntityId>(bytes, 0);
}

std::string hashed(std::string_view text) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.data(), text.size()));
  return {reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest};
}

std::string place(std::string_view place, const ArticleId& article) {
  return hashed(place).append(id(article));
}

std::string name(std::string_view normalized, const EntityId& entity) {
  return hashed(normalized).append(id(entity));
}

EdgeKey EdgeKey::out(const Assertion& assertion, std::uint32_t n) {
  const Evidence& evidence = assertion.evidence;
  return {assertion.from,
          assertion.relation,
          assertion.to,
          evidence.article,
          evidence.section,
          evidence.sentence.start,
          n};
}

EdgeKey EdgeKey::reversed() const {
  EdgeKey other = *this;
  std::swap(other.near, other.far);
  return other;
}

std::string EdgeKey::encode() const {
  std::string key;
  key.reserve(kEdgeBytes);
  key.append(id(near));
  key += static_cast<char>(relation);
  key.append(id(far)).append(id(article));
  append_number<4>(key, section);
  append_number<4>(key, start);
  append_number<4>(key, n);
  return key;
}

std::optional<EdgeKey> EdgeKey::parse(std::string_view key) {
  if (key.size() != kEdgeBytes) return std::nullopt;
  EdgeKey edge;
  edge.near = id_at<EntityId>(key, 0);
  edge.relation = static_cast<Relation>(key[16]);
  edge.far = id_at<EntityId>(key, 17);
  edge.article = id_at<ArticleId>(key, 33);
  edge.section = static_cast<std::uint32_t>(number_at<4>(key, 49));
  edge.start = static_cast<std::uint32_t>(number_at<4>(key, 53));
  edge.n = static_cast<std::uint32_t>(number_at<4>(key, 57));
  return edge;
}

std::string band(std::uint32_t band) {
  std::string key;
  append_number<kBandBytes>(key, band);
  return key;
}

std::string band(std::uint32_t number, const SectionRef& section) {
  return band(number) + section.encode();
}

std::optional<SectionRef> parse_band(std::string_view key) {
  if (key.size() != kBandBytes + kSectionBytes) return std::nullopt;
  return SectionRef::decode(key.substr(kBandBytes));
}

std::string group(const SectionRef& group, const SectionRef& member) {
  return group.encode() + member.encode();
}

std::optional<std::pair<SectionRef, SectionRef>> parse_group(std::string_view key) {
  if (key.size() != 2 * kSectionBytes) return std::nullopt;
  return std::pair(*SectionRef::decode(key.substr(0, kSectionBytes)),
                   *SectionRef::decode(key.substr(kSectionBytes)));
}

CandidateKey CandidateKey::of(const Candidate& candidate, std::uint32_t n) {
  const Evidence& evidence = candidate.evidence;
  return {candidate.entity, evidence.article, evidence.section, evidence.sentence.start, n};
}

std::string CandidateKey::encode() const {
  std::string key;
  key.reserve(kCandidateBytes);
  key.append(id(entity)).append(id(article));
  append_number<4>(key, section);
  append_number<4>(key, start);
  append_number<4>(key, n);
  return key;
}

std::optional<CandidateKey> CandidateKey::parse(std::string_view key) {
  if (key.size() != kCandidateBytes) return std::nullopt;
  CandidateKey candidate;
  candidate.entity = id_at<EntityId>(key, 0);
  candidate.article = id_at<ArticleId>(key, 16);
  candidate.section = static_cast<std::uint32_t>(number_at<4>(key, 32));
  candidate.start = static_cast<std::uint32_t>(number_at<4>(key, 36));
  candidate.n = static_cast<std::uint32_t>(number_at<4>(key, 40));
  return candidate;
}

std::string after_prefix(std::string_view prefix) {
  std::string next(prefix);
  while (!next.empty()) {
    if (static_cast<std::uint8_t>(next.back()) != 0xFF) {
      next.back() = static_cast<char>(static_cast<std::uint8_t>(next.back()) + 1);
      return next;
    }
    next.pop_back();
  }
  return next;
}

}  // namespace zhengce::keys
