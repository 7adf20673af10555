#include "graph/codec.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

namespace zhengce::codec {
namespace {

constexpr std::uint8_t kVersion = 1;
// Articles of version 1 come with a status and without.
constexpr std::uint8_t kArticleVersion = 2;
// Strings of an extraction that come out of its tables may be so many times as long as its bytes:
// a few bytes must not unpack into gigabytes.
constexpr std::size_t kUnpacked = 64;

class Writer {
 public:
  explicit Writer(std::uint8_t version = kVersion) { byte(version); }
  void byte(std::uint8_t value) { bytes_ += static_cast<char>(value); }
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    byte(static_cast<std::uint8_t>(value));
  }
  void string(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  void raw(std::string_view value) { bytes_ += value; }
  void confidence(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int shift = 24; shift >= 0; shift -= 8) byte(static_cast<std::uint8_t>(bits >> shift));
  }
  // The length may wrap around: an end before its start comes back as it was.
  void span(Span span) {
    number(span.start);
    number(span.end - span.start);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// After the first thing that does not fit, every read gives nothing and done() is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes, std::uint8_t newest = kVersion)
      : bytes_(bytes), unpacked_left_(kUnpacked * bytes.size()) {
    version_ = byte();
    ok_ = version_ >= 1 && version_ <= newest;
  }

  std::uint8_t byte() {
    if (at_ >= bytes_.size()) return fail<std::uint8_t>();
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      if (!ok_) return 0;
      if (shift == 63 && next > 1) return fail<std::uint64_t>();
      value |= std::uint64_t{next & 0x7Fu} << shift;
      if (next < 0x80) return value;
    }
    return fail<std::uint64_t>();
  }
  std::uint32_t number32() {
    const auto value = number();
    if (value > 0xFFFFFFFF) return fail<std::uint32_t>();
    return static_cast<std::uint32_t>(value);
  }
  // How many items follow, each of at least one byte.
  std::size_t count() {
    const auto value = number();
    if (value > bytes_.size() - at_) return fail<std::size_t>();
    return static_cast<std::size_t>(value);
  }
  std::string_view raw(std::size_t size) {
    if (!ok_ || size > bytes_.size() - at_) return fail<std::string_view>();
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  std::string_view string() { return raw(count()); }
  float confidence(std::uint32_t bits) {
    const auto value = std::bit_cast<float>(bits);
    return value >= 0 && value <= 1 ? value : fail<float>();  // NaN fails too.
  }
  float confidence() {
    std::uint32_t bits = 0;
    for (int i = 0; i < 4; ++i) bits = bits << 8 | byte();
    return confidence(bits);
  }
  Span span() {
    Span span;
    span.start = number32();
    span.end = span.start + number32();
    return span;
  }
  template <typename Enum>
  Enum one_of(Enum first, Enum last) {
    const std::uint8_t value = byte();
    if (value < static_cast<std::uint8_t>(first) || value > static_cast<std::uint8_t>(last))
      fail<int>();
    return static_cast<Enum>(value);
  }
  template <typename T>
  T fail() {
    ok_ = false;
    return T{};
  }
  const std::string& unpack(const std::string& text) {
    if (text.size() > unpacked_left_)
      ok_ = false;
    else
      unpacked_left_ -= text.size();
    return text;
  }
  std::uint8_t version() const { return version_; }
  bool ok() const { return ok_; }
  bool done() const { return ok_ && at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t unpacked_left_;
  std::uint8_t version_ = 0;
  bool ok_ = true;
};

template <typename T>
std::optional<T> finished(const Reader& in, T value) {
  if (!in.done()) return std::nullopt;
  return value;
}

void put_dates(Writer& out, const Article& article) {
  const std::optional<Date>* dates[] = {&article.signed_on, &article.published, &article.effective,
                                        &article.retrieved};
  std::uint8_t present = 0;
  for (std::size_t i = 0; i < 4; ++i)
    present |= static_cast<std::uint8_t>(dates[i]->has_value() << i);
  out.byte(present);
  for (const auto* date : dates) {
    if (!*date) continue;
    out.number(static_cast<std::uint16_t>((*date)->year));
    out.byte((*date)->month);
    out.byte((*date)->day);
  }
}

void get_dates(Reader& in, Article& article) {
  const std::uint8_t present = in.byte();
  if (present > 15) in.fail<int>();
  std::optional<Date>* dates[] = {&article.signed_on, &article.published, &article.effective,
                                  &article.retrieved};
  for (std::size_t i = 0; i < 4; ++i) {
    if ((present >> i & 1) == 0) continue;
    const auto year = in.number();
    if (year > 0xFFFF) in.fail<int>();
    *dates[i] = Date{static_cast<std::int16_t>(year), in.byte(), in.byte()};
  }
}

// Strings and ids that rows point to by number, in order of first use.
template <typename T>
class Table {
 public:
  /// Not `shared`: each use is an item of its own.
  explicit Table(bool shared) : shared_(shared) {}
  std::uint64_t index(const T& item) {
    if (!shared_) {
      items_.push_back(item);
      return items_.size() - 1;
    }
    const auto [place, is_new] = numbers_.try_emplace(item, items_.size());
    if (is_new) items_.push_back(item);
    return place->second;
  }
  const std::vector<T>& items() const { return items_; }

 private:
  bool shared_;
  std::map<T, std::uint64_t> numbers_;
  std::vector<T> items_;
};

template <typename T>
const T& pick(Reader& in, const std::vector<T>& table) {
  static const T kNone{};
  const auto index = in.number();
  if (!in.ok() || index >= table.size()) {
    in.fail<int>();
    return kNone;
  }
  return table[index];
}

// The mention counts from the sentence, which mostly makes it one byte.
void put_mention(Writer& out, const Evidence& evidence) {
  out.number(evidence.mention.start - evidence.sentence.start);
  out.number(evidence.mention.end - evidence.mention.start);
}

void get_mention(Reader& in, Evidence& evidence) {
  evidence.mention.start = evidence.sentence.start + in.number32();
  evidence.mention.end = evidence.mention.start + in.number32();
}

// Evidence in a row whose key has article, section and the sentence's start.
void put_keyed_evidence(Writer& out, const Evidence& evidence) {
  out.number(evidence.sentence.end - evidence.sentence.start);
  put_mention(out, evidence);
  out.string(evidence.rule);
  out.number(evidence.rule_version);
  out.confidence(evidence.confidence);
}

Evidence get_keyed_evidence(Reader& in, const ArticleId& article, std::uint32_t section,
                            std::uint32_t start) {
  Evidence evidence;
  evidence.article = article;
  evidence.section = section;
  evidence.sentence = {start, start + in.number32()};
  get_mention(in, evidence);
  evidence.rule = in.string();
  evidence.rule_version = in.number32();
  evidence.confidence = in.confidence();
  return evidence;
}

// The byte of an assertion's modality also says which details follow its evidence.
constexpr std::uint8_t kHasKind = 0x10;
constexpr std::uint8_t kHasQuantity = 0x20;

void put_modality(Writer& out, const Assertion& assertion) {
  const int details =
      (assertion.kind.empty() ? 0 : kHasKind) | (assertion.quantity ? kHasQuantity : 0);
  out.byte(static_cast<std::uint8_t>(static_cast<int>(assertion.modality) | details));
}

std::uint8_t get_modality(Reader& in, Assertion& assertion) {
  const std::uint8_t value = in.byte();
  const std::uint8_t details = value & (kHasKind | kHasQuantity);
  const auto modality = static_cast<std::uint8_t>(value - details);
  if (modality < static_cast<std::uint8_t>(Modality::kRuns) ||
      modality > static_cast<std::uint8_t>(Modality::kEnded))
    in.fail<int>();
  assertion.modality = static_cast<Modality>(modality);
  return details;
}

void put_details(Writer& out, const Assertion& assertion) {
  if (!assertion.kind.empty()) out.string(assertion.kind);
  if (!assertion.quantity) return;
  const Quantity& quantity = *assertion.quantity;
  const auto bits = std::bit_cast<std::uint64_t>(quantity.value);
  for (int shift = 56; shift >= 0; shift -= 8) out.byte(static_cast<std::uint8_t>(bits >> shift));
  out.string(quantity.unit);
  out.byte(static_cast<std::uint8_t>(quantity.approximation));
  out.string(quantity.about);
}

void get_details(Reader& in, std::uint8_t details, Assertion& assertion) {
  if ((details & kHasKind) != 0) {
    assertion.kind = in.string();
    if (assertion.kind.empty()) in.fail<int>();
  }
  if ((details & kHasQuantity) == 0) return;
  Quantity& quantity = assertion.quantity.emplace();
  std::uint64_t bits = 0;
  for (int i = 0; i < 8; ++i) bits = bits << 8 | in.byte();
  quantity.value = std::bit_cast<double>(bits);
  if (!std::isfinite(quantity.value)) in.fail<int>();
  quantity.unit = in.string();
  quantity.approximation = in.one_of(Approximation::kExact, Approximation::kUnder);
  quantity.about = in.string();
}

// Evidence in an extraction. `rules` are pairs of rule and version and confidence: few, often
// repeated.
struct RuleUse {
  std::string rule;
  std::uint32_t version = 0;
  std::uint32_t confidence = 0;  ///< The bits of the float.
  auto operator<=>(const RuleUse&) const = default;
};

void put_evidence(Writer& out, const Evidence& evidence, Table<RuleUse>& rules) {
  out.number(evidence.section);
  out.span(evidence.sentence);
  put_mention(out, evidence);
  out.number(rules.index(
      {evidence.rule, evidence.rule_version, std::bit_cast<std::uint32_t>(evidence.confidence)}));
}

Evidence get_evidence(Reader& in, const ArticleId& article, const std::vector<RuleUse>& rules) {
  Evidence evidence;
  evidence.article = article;
  evidence.section = in.number32();
  evidence.sentence = in.span();
  get_mention(in, evidence);
  const RuleUse& use = pick(in, rules);
  evidence.rule = in.unpack(use.rule);
  evidence.rule_version = use.version;
  evidence.confidence = in.confidence(use.confidence);
  return evidence;
}

std::string encode_extraction(const Extraction& extraction, bool shared) {
  Table<EntityId> entities(true);
  Table<std::string> strings(shared);
  Table<RuleUse> rules(shared);
  Writer rows;
  rows.number(extraction.candidates.size());
  for (const Candidate& candidate : extraction.candidates) {
    rows.number(entities.index(candidate.entity));
    rows.number(strings.index(candidate.name));
    rows.byte(static_cast<std::uint8_t>(candidate.support));
    put_evidence(rows, candidate.evidence, rules);
  }
  rows.number(extraction.assertions.size());
  for (const Assertion& assertion : extraction.assertions) {
    rows.number(entities.index(assertion.from));
    rows.byte(static_cast<std::uint8_t>(assertion.relation));
    rows.number(entities.index(assertion.to));
    put_modality(rows, assertion);
    put_evidence(rows, assertion.evidence, rules);
    put_details(rows, assertion);
  }
  rows.number(extraction.mentioned_regions.size());
  for (const auto& codes : extraction.mentioned_regions) {
    rows.number(codes.size());
    for (const auto& code : codes) rows.number(strings.index(code));
  }
  Writer out;
  out.number(entities.items().size());
  for (const EntityId& entity : entities.items()) out.raw(keys::id(entity));
  out.number(strings.items().size());
  for (const auto& text : strings.items()) out.string(text);
  out.number(rules.items().size());
  for (const RuleUse& use : rules.items()) {
    out.string(use.rule);
    out.number(use.version);
    out.number(use.confidence);
  }
  out.raw(rows.take());
  return out.take();
}

}  // namespace

std::string encode_article(const StoredArticle& stored) {
  const Article& article = stored.article;
  Writer out(kArticleVersion);
  out.number(stored.sequence);
  out.byte(stored.current ? 1 : 0);
  out.string(article.title);
  out.string(article.number);
  out.string(article.issuer);
  out.string(article.category);
  put_dates(out, article);
  out.number(article.sources.size());
  for (const Source& source : article.sources) {
    out.string(source.key);
    out.string(source.url);
    out.string(source.path);
    out.string(source.name);
  }
  out.number(article.parts.size());
  for (const Part& part : article.parts) {
    out.span(part.span);
    out.byte(static_cast<std::uint8_t>(part.kind));
  }
  out.number(article.sections.size());
  for (const Section& section : article.sections) {
    out.number(section.n);
    out.span(section.span);
    out.string(section.heading);
    out.span(section.heading_span);
    out.number(section.about.size());
    for (const auto& code : section.about) out.string(code);
    out.string(section.subject_org);
    out.string(section.contributor);
    out.span(section.contributor_span);
  }
  out.string(article.status);
  return out.take();
}

std::optional<StoredArticle> decode_article(const ArticleId& id, std::string_view bytes) {
  Reader in(bytes, kArticleVersion);
  StoredArticle stored;
  Article& article = stored.article;
  article.id = id;
  stored.sequence = in.number();
  const std::uint8_t current = in.byte();
  if (current > 1) in.fail<int>();
  stored.current = current == 1;
  article.title = in.string();
  article.number = in.string();
  article.issuer = in.string();
  article.category = in.string();
  get_dates(in, article);
  for (auto left = in.count(); left > 0 && in.ok(); --left) {
    Source& source = article.sources.emplace_back();
    source.key = in.string();
    source.url = in.string();
    source.path = in.string();
    source.name = in.string();
  }
  for (auto left = in.count(); left > 0 && in.ok(); --left) {
    Part& part = article.parts.emplace_back();
    part.span = in.span();
    part.kind = in.one_of(PartKind::kTitle, PartKind::kFrame);
  }
  for (auto left = in.count(); left > 0 && in.ok(); --left) {
    Section& section = article.sections.emplace_back();
    section.n = in.number32();
    section.span = in.span();
    section.heading = in.string();
    section.heading_span = in.span();
    for (auto codes = in.count(); codes > 0 && in.ok(); --codes) {
      section.about.emplace_back(in.string());
    }
    section.subject_org = in.string();
    section.contributor = in.string();
    section.contributor_span = in.span();
  }
  if (in.version() > 1 || !in.done()) article.status = in.string();
  return finished(in, std::move(stored));
}

std::string encode_extraction(const Extraction& extraction) {
  auto bytes = encode_extraction(extraction, true);
  std::size_t unpacked = 0;
  for (const auto& candidate : extraction.candidates) {
    unpacked += candidate.name.size() + candidate.evidence.rule.size();
  }
  for (const auto& assertion : extraction.assertions) unpacked += assertion.evidence.rule.size();
  for (const auto& codes : extraction.mentioned_regions) {
    for (const auto& code : codes) unpacked += code.size();
  }
  return unpacked > kUnpacked * bytes.size() ? encode_extraction(extraction, false) : bytes;
}

std::optional<Extraction> decode_extraction(const ArticleId& id, std::string_view bytes) {
  Reader in(bytes);
  std::vector<EntityId> entities;
  for (auto left = in.count(); left > 0 && in.ok(); --left) {
    if (const auto entity = keys::parse_entity(in.raw(keys::kIdBytes))) entities.push_back(*entity);
  }
  std::vector<std::string> strings;
  for (auto left = in.count(); left > 0 && in.ok(); --left) strings.emplace_back(in.string());
  std::vector<RuleUse> rules;
  for (auto left = in.count(); left > 0 && in.ok(); --left) {
    RuleUse& use = rules.emplace_back();
    use.rule = in.string();
    use.version = in.number32();
    use.confidence = in.number32();
  }
  if (in.byte() != kVersion) in.fail<int>();
  Extraction extraction;
  for (auto left = in.count(); left > 0 && in.ok(); --left) {
    Candidate& candidate = extraction.candidates.emplace_back();
    candidate.entity = pick(in, entities);
    candidate.name = in.unpack(pick(in, strings));
    candidate.support = in.one_of(Support::kStrong, Support::kKnown);
    candidate.evidence = get_evidence(in, id, rules);
  }
  for (auto left = in.count(); left > 0 && in.ok(); --left) {
    Assertion& assertion = extraction.assertions.emplace_back();
    assertion.from = pick(in, entities);
    assertion.relation = in.one_of(Relation::kRuns, Relation::kAmends);
    assertion.to = pick(in, entities);
    const auto details = get_modality(in, assertion);
    assertion.evidence = get_evidence(in, id, rules);
    get_details(in, details, assertion);
  }
  for (auto left = in.count(); left > 0 && in.ok(); --left) {
    auto& codes = extraction.mentioned_regions.emplace_back();
    for (auto more = in.count(); more > 0 && in.ok(); --more) {
      codes.push_back(in.unpack(pick(in, strings)));
    }
  }
  return finished(in, std::move(extraction));
}

std::string encode_entity(const Entity& entity) {
  Writer out;
  out.number(entity.strong_sections);
  out.number(entity.weak_sections);
  out.byte(entity.visible ? 1 : 0);
  out.number(entity.forms.size());
  for (const WrittenForm& form : entity.forms) {
    out.string(form.name);
    out.number(form.count);
  }
  return out.take();
}

std::optional<Entity> decode_entity(const EntityId& id, std::string_view bytes) {
  Reader in(bytes);
  Entity entity;
  entity.id = id;
  entity.strong_sections = in.number32();
  entity.weak_sections = in.number32();
  const std::uint8_t visible = in.byte();
  if (visible > 1) in.fail<int>();
  entity.visible = visible == 1;
  for (auto left = in.count(); left > 0 && in.ok(); --left) {
    WrittenForm& form = entity.forms.emplace_back();
    form.name = in.string();
    form.count = in.number32();
  }
  derive_names(entity);
  return finished(in, std::move(entity));
}

std::string encode_edge(const Assertion& assertion) {
  Writer out;
  put_modality(out, assertion);
  put_keyed_evidence(out, assertion.evidence);
  put_details(out, assertion);
  return out.take();
}

std::optional<Assertion> decode_edge(const keys::EdgeKey& out, std::string_view bytes) {
  Reader in(bytes);
  Assertion assertion;
  assertion.from = out.near;
  assertion.relation = out.relation;
  assertion.to = out.far;
  if (out.relation < Relation::kRuns || out.relation > Relation::kAmends) in.fail<int>();
  const auto details = get_modality(in, assertion);
  assertion.evidence = get_keyed_evidence(in, out.article, out.section, out.start);
  get_details(in, details, assertion);
  return finished(in, std::move(assertion));
}

std::string encode_candidate(const Candidate& candidate) {
  Writer out;
  out.byte(static_cast<std::uint8_t>(candidate.support));
  out.string(candidate.name);
  put_keyed_evidence(out, candidate.evidence);
  return out.take();
}

std::optional<Candidate> decode_candidate(const keys::CandidateKey& key, std::string_view bytes) {
  Reader in(bytes);
  Candidate candidate;
  candidate.entity = key.entity;
  candidate.support = in.one_of(Support::kStrong, Support::kKnown);
  candidate.name = in.string();
  candidate.evidence = get_keyed_evidence(in, key.article, key.section, key.start);
  return finished(in, std::move(candidate));
}

std::string encode_sketches(const std::vector<SectionSketch>& sketches) {
  Writer out;
  out.number(sketches.size());
  for (const SectionSketch& sketch : sketches) {
    out.number(sketch.section);
    out.number(sketch.shingles);
    for (const std::uint8_t least : sketch.minima) out.byte(least);
    for (const std::uint32_t band : sketch.bands) {
      for (int shift = 24; shift >= 0; shift -= 8)
        out.byte(static_cast<std::uint8_t>(band >> shift));
    }
    out.string(sketch.group ? sketch.group->encode() : std::string());
  }
  return out.take();
}

std::optional<std::vector<SectionSketch>> decode_sketches(std::string_view bytes) {
  Reader in(bytes);
  std::vector<SectionSketch> sketches(std::min(in.count(), bytes.size() / SectionSketch::kMinima));
  for (SectionSketch& sketch : sketches) {
    sketch.section = in.number32();
    sketch.shingles = in.number32();
    for (std::uint8_t& least : sketch.minima) least = in.byte();
    for (std::uint32_t& band : sketch.bands) {
      for (int i = 0; i < 4; ++i) band = band << 8 | in.byte();
    }
    const std::string_view group = in.string();
    sketch.group = SectionRef::decode(group);
    if (!group.empty() && !sketch.group) in.fail<int>();
  }
  return finished(in, std::move(sketches));
}

std::string encode_count(std::uint64_t count) {
  Writer out;
  out.number(count);
  return out.take();
}

std::optional<std::uint64_t> decode_count(std::string_view bytes) {
  Reader in(bytes);
  const auto count = in.number();
  return finished(in, count);
}

}  // namespace zhengce::codec
