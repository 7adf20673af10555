// Keys and values of the graph. The first byte says what the others are.
#include "graph/codec.h"
#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

namespace {

constexpr ArticleId kArticle{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};

// What a decoder takes is encoded and decoded again: the second time nothing changes any more.
template <typename Decode, typename Encode>
void check(std::string_view bytes, const Decode& decode, const Encode& encode) {
  const auto value = decode(bytes);
  if (!value) return;
  const std::string encoded = encode(*value);
  require(encoded.size() <= 64 * bytes.size() + 64, "a record does not swell");
  const auto again = decode(encoded);
  require(again.has_value(), "what is encoded can be decoded");
  require(encode(*again) == encoded, "what is decoded is what was encoded");
}

EntityId entity_of(Bytes& bytes) {
  const std::string name = bytes.text(8);
  return EntityId::of(static_cast<EntityKind>(1 + bytes.byte() % 4), name);
}

Evidence evidence_of(Bytes& bytes) {
  Evidence evidence;
  evidence.article = kArticle;
  evidence.section = static_cast<std::uint32_t>(bytes.number(bytes.byte() % 5));
  evidence.sentence.start = static_cast<std::uint32_t>(bytes.number(bytes.byte() % 5));
  evidence.sentence.end = static_cast<std::uint32_t>(bytes.number(bytes.byte() % 5));
  evidence.mention.start = static_cast<std::uint32_t>(bytes.number(bytes.byte() % 5));
  evidence.mention.end = static_cast<std::uint32_t>(bytes.number(bytes.byte() % 5));
  evidence.rule = bytes.text(9);
  evidence.rule_version = bytes.byte();
  evidence.confidence = static_cast<float>(bytes.byte()) / 255;
  return evidence;
}

// Facts of any kind, as the extractor could have made them.
void check_facts(Bytes bytes) {
  Extraction facts;
  while (!bytes.empty() && facts.candidates.size() + facts.assertions.size() < 2000) {
    const auto kind = bytes.byte();
    if (kind % 3 == 0) {
      Candidate candidate;
      candidate.entity = entity_of(bytes);
      // Names repeat: tables hold them.
      const auto repeat = std::size_t{1} << bytes.byte() % 8;
      const std::string name = bytes.text(30);
      for (std::size_t i = 0; i < repeat; ++i) candidate.name += name;
      candidate.support = static_cast<Support>(1 + bytes.byte() % 3);
      candidate.evidence = evidence_of(bytes);
      const auto times = bytes.byte() % 16;
      for (int i = 0; i <= times; ++i) facts.candidates.push_back(candidate);
    } else if (kind % 3 == 1) {
      Assertion assertion;
      assertion.from = entity_of(bytes);
      assertion.to = entity_of(bytes);
      assertion.relation = static_cast<Relation>(1 + bytes.byte() % 19);
      assertion.modality = static_cast<Modality>(1 + bytes.byte() % 3);
      assertion.evidence = evidence_of(bytes);
      if (assertion.relation == Relation::kPairedWith) assertion.kind = bytes.text(20);
      if (assertion.relation == Relation::kMeasured) {
        assertion.quantity = Quantity{static_cast<double>(bytes.number(8)) / 16, bytes.text(6),
                                      static_cast<Approximation>(bytes.byte() % 5), bytes.text(20)};
      }
      facts.assertions.push_back(assertion);
      const auto out = keys::EdgeKey::out(assertion, bytes.byte());
      const auto key = keys::EdgeKey::parse(out.encode());
      require(key && codec::decode_edge(*key, codec::encode_edge(assertion)) == assertion,
              "an edge comes back as it was stored");
    } else {
      std::vector<std::string> codes;
      for (int left = bytes.byte() % 8; left > 0; --left) codes.push_back(bytes.text(9));
      facts.mentioned_regions.push_back(codes);
    }
  }
  const auto back = codec::decode_extraction(kArticle, codec::encode_extraction(facts));
  require(back == facts, "facts come back as they were stored");
}

void check_keys(std::string_view bytes) {
  if (const auto edge = keys::EdgeKey::parse(bytes)) {
    require(edge->encode() == bytes, "an edge's key is what was parsed");
    require(edge->reversed().reversed().encode() == bytes, "an edge turned twice is itself");
  }
  if (const auto candidate = keys::CandidateKey::parse(bytes))
    require(candidate->encode() == bytes, "a candidate's key is what was parsed");
  if (const auto section = keys::parse_band(bytes)) {
    const auto band = keys::parse_number(std::string(4, '\0').append(bytes.substr(0, 4)));
    require(band && keys::band(static_cast<std::uint32_t>(*band), *section) == bytes,
            "a band's key is what was parsed");
  }
  if (const auto group = keys::parse_group(bytes))
    require(keys::group(group->first, group->second) == bytes, "a group's key is what was parsed");
  if (const auto number = keys::parse_number(bytes))
    require(keys::number(*number) == bytes, "a number's key is what was parsed");
  const auto after = keys::after_prefix(bytes);
  require(after.empty() || (after > bytes && !after.starts_with(bytes)),
          "the key after a prefix is behind all that have it");
  if (const auto entity = EntityId::parse(bytes))
    require(EntityId::parse(entity->text()) == entity, "an entity's id is read as it is written");
  if (const auto article = ArticleId::parse(bytes))
    require(ArticleId::parse(article->hex()) == article, "an id is read as it is written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes in(view(data, size));
  const auto kind = in.byte();
  const std::string_view bytes = in.rest();
  const auto edge_key = keys::EdgeKey::parse(std::string(61, '\1'));
  const auto candidate_key = keys::CandidateKey::parse(std::string(44, '\2'));
  const EntityId entity = EntityId::of(EntityKind::kProgram, "a");
  switch (kind % 9) {
    case 0:
      check(
          bytes, [](std::string_view b) { return codec::decode_article(kArticle, b); },
          codec::encode_article);
      break;
    case 1:
      check(
          bytes, [](std::string_view b) { return codec::decode_extraction(kArticle, b); },
          codec::encode_extraction);
      break;
    case 2:
      check(
          bytes, [&](std::string_view b) { return codec::decode_entity(entity, b); },
          codec::encode_entity);
      break;
    case 3:
      check(
          bytes, [&](std::string_view b) { return codec::decode_edge(*edge_key, b); },
          codec::encode_edge);
      break;
    case 4:
      check(
          bytes, [&](std::string_view b) { return codec::decode_candidate(*candidate_key, b); },
          codec::encode_candidate);
      break;
    case 5:
      check(bytes, codec::decode_sketches, codec::encode_sketches);
      break;
    case 6:
      check(bytes, codec::decode_count, codec::encode_count);
      break;
    case 7:
      check_keys(bytes);
      break;
    default:
      check_facts(Bytes(bytes));
  }
  return 0;
}
