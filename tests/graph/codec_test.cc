#include "graph/codec.h"

#include <limits>
#include <random>

#include "tests/graph/made.h"
#include "tests/support/catch.h"

using namespace zhengce;

namespace {

StoredArticle full_article() {
  StoredArticle stored;
  Article& article = stored.article;
  article.id = test::id_of(7);
  article.title = "关于推进示范计划的通知";
  article.number = "某政办发〔2024〕12号";
  article.issuer = "某市人民政府办公室";
  article.category = "通知";
  article.status = "有效";
  article.signed_on = Date{2024, 12, 3};
  article.published = Date{2024, 12, 0};
  article.effective = Date{-5, 0, 0};
  article.sources = {{"k1", "http://a.example/1", "a.txt", "甲报"}, {"", "", "b.txt", ""}};
  article.parts = {
      {{0, 11}, PartKind::kTitle}, {{12, 90}, PartKind::kBody}, {{90, 4000000}, PartKind::kFrame}};
  Section section;
  section.n = 1;
  section.span = {12, 90};
  section.heading = "浙江:";
  section.heading_span = {12, 15};
  section.about = {"330000", "330700"};
  section.subject_org = "某集团";
  section.contributor = "浙江省民宗委";
  section.contributor_span = {80, 86};
  article.sections = {Section(), section};
  stored.sequence = std::numeric_limits<std::uint64_t>::max();
  stored.current = false;
  return stored;
}

Extraction full_extraction(const ArticleId& id) {
  Extraction extraction;
  // Backward spans make no sense, but must come back as they went in.
  Evidence odd{id, 3, {90, 40}, {5, 2}, "", 0, -0.0f};
  for (std::uint32_t i = 0; i < 30; ++i) {
    const auto name = "示范计划" + std::to_string(i % 4);
    const Evidence evidence{id, i / 10, {i * 20, i * 20 + 15}, {i * 20 + 2, i * 20 + 6}, "D4.run",
                            2,  0.75f};
    extraction.candidates.push_back({test::program(name), name, Support::kWeak, evidence});
    extraction.assertions.push_back(test::assertion(EntityId::region("330000"), Relation::kExtends,
                                                    test::program(name), evidence,
                                                    Modality::kPlans));
  }
  extraction.candidates.push_back({test::organization("某局"), "", Support::kKnown, odd});
  extraction.assertions.push_back(test::assertion(test::program("甲"), Relation::kAlias,
                                                  test::program("乙"), odd, Modality::kEnded));
  auto paired = test::assertion(EntityId::region("510100"), Relation::kPairedWith,
                                EntityId::region("513200"), odd);
  paired.kind = "对口支援";
  extraction.assertions.push_back(paired);
  auto measured = test::assertion(EntityId::region("510100"), Relation::kMeasured,
                                  test::program("甲"), odd, Modality::kPlans);
  measured.quantity = Quantity{5.57e10, "元", Approximation::kOver, "投入资金"};
  extraction.assertions.push_back(measured);
  extraction.mentioned_regions = {{"330000", "3302Z1"}, {}, {"110101001"}};
  return extraction;
}

}  // namespace

TEST_CASE("an article comes back as it was stored, less its text", "[graph]") {
  auto stored = full_article();
  const auto bytes = codec::encode_article(stored);
  const auto back = codec::decode_article(stored.article.id, bytes);
  REQUIRE(back);
  CHECK(back->sequence == stored.sequence);
  CHECK(back->current == stored.current);
  const Article &was = stored.article, &is = back->article;
  CHECK(is.title == was.title);
  CHECK(is.number == was.number);
  CHECK(is.issuer == was.issuer);
  CHECK(is.category == was.category);
  CHECK(is.status == was.status);
  CHECK(is.signed_on == was.signed_on);
  CHECK(is.published == was.published);
  CHECK(is.effective == was.effective);
  CHECK(is.retrieved == was.retrieved);
  CHECK(is.sources == was.sources);
  REQUIRE(is.parts.size() == was.parts.size());
  for (std::size_t i = 0; i < is.parts.size(); ++i) {
    CHECK(is.parts[i].span == was.parts[i].span);
    CHECK(is.parts[i].kind == was.parts[i].kind);
  }
  REQUIRE(is.sections.size() == 2);
  CHECK(is.sections[1].n == 1);
  CHECK(is.sections[1].span == was.sections[1].span);
  CHECK(is.sections[1].heading == was.sections[1].heading);
  CHECK(is.sections[1].heading_span == was.sections[1].heading_span);
  CHECK(is.sections[1].about == was.sections[1].about);
  CHECK(is.sections[1].subject_org == was.sections[1].subject_org);
  CHECK(is.sections[1].contributor == was.sections[1].contributor);
  CHECK(is.sections[1].contributor_span == was.sections[1].contributor_span);
  CHECK(codec::encode_article(*back) == bytes);
}

TEST_CASE("facts come back as they were stored", "[graph]") {
  const auto id = test::id_of(7);
  const auto extraction = full_extraction(id);
  CHECK(codec::decode_extraction(id, codec::encode_extraction(extraction)) == extraction);
  CHECK(codec::decode_extraction(id, codec::encode_extraction({})) == Extraction());
  std::uint32_t n = 0;
  for (const auto& edge : extraction.assertions) {
    const auto out = keys::EdgeKey::out(edge, n++);
    const auto key = keys::EdgeKey::parse(out.encode());
    REQUIRE(key);
    CHECK(codec::decode_edge(*key, codec::encode_edge(edge)) == edge);
    const auto reverse = keys::EdgeKey::parse(out.reversed().encode());
    REQUIRE(reverse);
    CHECK(codec::decode_edge(reverse->reversed(), codec::encode_edge(edge)) == edge);
  }
  n = 0;
  for (const auto& candidate : extraction.candidates) {
    const auto key = keys::CandidateKey::parse(keys::CandidateKey::of(candidate, n++).encode());
    REQUIRE(key);
    CHECK(codec::decode_candidate(*key, codec::encode_candidate(candidate)) == candidate);
  }
}

TEST_CASE("articles of the first version come back, with a status and without", "[graph]") {
  auto stored = full_article();
  auto with_status = codec::encode_article(stored);
  with_status[0] = 1;
  auto without = with_status.substr(0, with_status.size() - stored.article.status.size() - 1);
  auto back = codec::decode_article(stored.article.id, with_status);
  REQUIRE(back);
  CHECK(codec::encode_article(*back) == codec::encode_article(stored));
  stored.article.status.clear();
  back = codec::decode_article(stored.article.id, without);
  REQUIRE(back);
  CHECK(codec::encode_article(*back) == codec::encode_article(stored));
  without[0] = 2;
  CHECK_FALSE(codec::decode_article(stored.article.id, without));
}

TEST_CASE("an entity comes back with its most frequent form as its name", "[graph]") {
  Entity entity;
  entity.id = test::program("五社联动");
  entity.forms = {{"五社聯動", 2}, {"“五社联动”", 5}, {"五社联动", 5}};
  entity.strong_sections = 9;
  entity.weak_sections = 400;
  entity.visible = true;
  const auto back = codec::decode_entity(entity.id, codec::encode_entity(entity));
  REQUIRE(back);
  CHECK(back->forms == entity.forms);
  CHECK(back->name == "“五社联动”");
  CHECK(back->aliases == std::vector<std::string>{"五社聯動", "五社联动"});
  CHECK(back->strong_sections == 9);
  CHECK(back->weak_sections == 400);
  CHECK(back->visible);
}

TEST_CASE("sketches come back as they were stored, and damaged ones not at all", "[graph]") {
  SectionSketch sketch;
  sketch.section = 300;
  sketch.shingles = 70000;
  for (std::size_t i = 0; i < SectionSketch::kMinima; ++i) {
    sketch.minima[i] = static_cast<std::uint8_t>(i * 37);
  }
  for (std::uint32_t i = 0; i < SectionSketch::kBands; ++i) sketch.bands[i] = i * 0x10203040u;
  SectionSketch grouped = sketch;
  grouped.section = 301;
  grouped.group = SectionRef{test::id_of(3), 9};
  const std::string bytes = codec::encode_sketches({sketch, grouped});
  CHECK(codec::decode_sketches(bytes) == std::vector{sketch, grouped});
  CHECK(codec::decode_sketches(codec::encode_sketches({})) == std::vector<SectionSketch>());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    REQUIRE_FALSE(codec::decode_sketches(bytes.substr(0, size)));
  }
  CHECK_FALSE(codec::decode_sketches(bytes + 'x'));
  CHECK_FALSE(codec::decode_sketches(std::string("\x01\xFF\xFF\xFF\xFF\x0F", 6)));
}

TEST_CASE("a long name repeated a thousand times is kept whole", "[graph]") {
  const auto id = test::id_of(1);
  Extraction extraction;
  const std::string name(20000, 'a');
  for (std::uint32_t i = 0; i < 1000; ++i) {
    extraction.candidates.push_back(
        {test::program("甲"), name, Support::kStrong, test::evidence_at(id, 0, {i, i + 1})});
  }
  CHECK(codec::decode_extraction(id, codec::encode_extraction(extraction)) == extraction);
}

TEST_CASE("damaged records are noticed or harmless, never a crash", "[graph]") {
  const auto id = test::id_of(7);
  const auto stored = full_article();
  const auto extraction = full_extraction(id);
  const auto edge = extraction.assertions.front();
  const auto edge_key = keys::EdgeKey::out(edge, 0);
  const auto candidate = extraction.candidates.front();
  const auto candidate_key = keys::CandidateKey::of(candidate, 0);
  const Entity entity = test::entity_named(EntityKind::kProgram, "示范计划", 3);
  const std::vector<std::string> records = {
      codec::encode_article(stored),      codec::encode_extraction(extraction),
      codec::encode_entity(entity),       codec::encode_edge(edge),
      codec::encode_candidate(candidate), codec::encode_count(77)};
  // How many decoders took the bytes.
  const auto taken = [&](const std::string& bytes) {
    int count = 0;
    count += codec::decode_article(id, bytes).has_value();
    count += codec::decode_extraction(id, bytes).has_value();
    count += codec::decode_entity(entity.id, bytes).has_value();
    count += codec::decode_edge(edge_key, bytes).has_value();
    count += codec::decode_candidate(candidate_key, bytes).has_value();
    count += codec::decode_count(bytes).has_value();
    return count;
  };
  SECTION("cut short or with something after it") {
    for (const auto& record : records) {
      CHECK(taken(record) >= 1);
      CHECK_FALSE(codec::decode_count(record + '\0').has_value());
      CHECK_FALSE(codec::decode_article(id, records[0] + 'x').has_value());
    }
    for (std::size_t size = 0; size < records[0].size(); ++size) {
      REQUIRE_FALSE(codec::decode_article(id, records[0].substr(0, size)).has_value());
    }
    for (std::size_t size = 0; size < records[1].size(); ++size) {
      REQUIRE_FALSE(codec::decode_extraction(id, records[1].substr(0, size)).has_value());
    }
  }
  SECTION("of another version") {
    for (auto record : records) {
      record[0] = 3;
      CHECK(taken(record) == 0);
    }
  }
  SECTION("bytes changed at random") {
    std::mt19937 random(20240501);
    for (int round = 0; round < 20000; ++round) {
      auto record = records[random() % records.size()];
      for (auto left = 1 + random() % 4; left > 0; --left) {
        record[random() % record.size()] = static_cast<char>(random());
      }
      taken(record);
    }
  }
  SECTION("nothing but noise") {
    std::mt19937 random(7);
    for (int round = 0; round < 20000; ++round) {
      std::string noise(random() % 80, '\0');
      for (char& c : noise) c = static_cast<char>(random());
      if (!noise.empty()) noise[0] = 1;
      taken(noise);
    }
  }
  SECTION("a few bytes that would unpack into gigabytes") {
    std::string bomb = {1, 0, 1};  // version, no entities, one string of 100,000 bytes
    bomb += "\xA0\x8D\x06" + std::string(100000, 'x');
    bomb += std::string{0, 1, 0, 0};  // no rules; rows: version, no candidates, no assertions
    bomb += std::string("\xA0\x8D\x06");
    for (int i = 0; i < 100000; ++i) bomb += std::string{1, 0};
    CHECK_FALSE(codec::decode_extraction(id, bomb).has_value());
  }
}

TEST_CASE("keys sort as what they stand for", "[graph]") {
  const auto id = test::id_of(1);
  const auto edge = [&](std::uint32_t section, std::uint32_t start) {
    return keys::EdgeKey::out(
               test::assertion(EntityId::region("330000"), Relation::kRuns, test::program("甲"),
                               test::evidence_at(id, section, {start, start + 5})),
               0)
        .encode();
  };
  CHECK(edge(0, 255) < edge(0, 256));
  CHECK(edge(0, 70000) < edge(1, 0));
  CHECK(edge(255, 0) < edge(256, 0));
  CHECK(keys::number(255) < keys::number(256));
  CHECK(keys::parse_number(keys::number(1234567890123)) == 1234567890123u);
  CHECK(keys::after_prefix("ab") == "ac");
  CHECK(keys::after_prefix("a\xFF") == "b");
  CHECK(keys::after_prefix("\xFF\xFF").empty());
  CHECK_FALSE(keys::EdgeKey::parse(edge(0, 0) + "x"));
  CHECK_FALSE(keys::CandidateKey::parse(edge(0, 0)));
}
