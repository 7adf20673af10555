#include "tests/indexer/extract/support.h"
#include "tests/support/catch.h"

using namespace zhengce;
using namespace zhengce::test;

namespace {

Extractor::KnownName known(const std::string& name) {
  return {program_id(name), normalize_name(name), name};
}

Extraction with_known(const Article& article, const std::vector<Extractor::KnownName>& names) {
  auto extraction = extractor().extract(article);
  extractor().add_known(article, names, extraction);
  return extraction;
}

std::size_t known_mentions(const Extraction& extraction) {
  std::size_t n = 0;
  for (const auto& candidate : extraction.candidates)
    n += candidate.support == Support::kKnown ? 1 : 0;
  return n;
}

}  // namespace

TEST_CASE("a name learned elsewhere is recognized where it stands alone", "[extract]") {
  struct Row {
    const char* sentence;
    std::size_t mentions;
  };
  const auto row = GENERATE(values<Row>({
      {"全面推行四邻共治机制。", 1},
      {"四邻共治成效明显。", 1},
      {"推行新四邻共治，打造邻里。", 0},
      {"推行四邻共治+模式。", 0},
      {"推行四邻 共治机制。", 1},
      {"没有这样的做法。", 0},
  }));
  CAPTURE(row.sentence);
  CHECK(known_mentions(with_known(article_of(row.sentence), {known("四邻共治")})) == row.mentions);
}

TEST_CASE("a known name runs where a verb says so, and is named elsewhere", "[extract]") {
  const auto runs = with_known(article_of("全面推行四邻共治机制。"), {known("四邻共治")});
  CHECK(runners(runs, "四邻共治") == std::set<std::string>{"330000"});
  const auto named = with_known(article_of("四邻共治的由来。"), {known("四邻共治")});
  CHECK(runners(named, "四邻共治").empty());
  // Its own first word is the verb.
  const auto own =
      with_known(article_of("同意宁波、温州等28个省、市（区域）全面深化邻里服务创新发展试点。"),
                 {known("全面深化邻里服务创新发展试点")});
  CHECK(runners(own, "全面深化邻里服务创新发展试点") == std::set<std::string>{"330200", "330300"});
  CHECK(find_assertion(named, Relation::kNames, program_id("四邻共治")));
}

TEST_CASE("the longest known name wins, and what stage one found stays", "[extract]") {
  const auto article = article_of("推行四邻共治服务站机制。实施“四邻共治”工作法。");
  const auto extraction = with_known(article, {known("四邻共治"), known("四邻共治服务站")});
  CHECK(known_mentions(extraction) == 1);
  CHECK(find_assertion(extraction, Relation::kRuns, program_id("四邻共治服务站")));
}

TEST_CASE("only texts that a new name may change are read again for it", "[extract]") {
  struct Row {
    const char* sentence;
    bool read;
  };
  const auto row = GENERATE(values<Row>({
      {"全面推行四邻共治机制。", true},
      {"推行新四邻共治，打造邻里。", false},
      {"实施“四邻共治”工作法。", false},
      {"没有这样的做法。", false},
  }));
  CAPTURE(row.sentence);
  const auto article = article_of(row.sentence);
  const auto stage_one = extractor().extract(article);
  CHECK(extractor().may_add_known(article, {known("四邻共治")}, stage_one) == row.read);
  auto stored = stage_one;
  extractor().add_known(article, {known("四邻共治")}, stored);
  CHECK((stored == stage_one) == !row.read);
  CHECK(extractor().without_known(stored) == stage_one);
}

TEST_CASE("200,000 known names cost little", "[extract]") {
  std::vector<Extractor::KnownName> names;
  std::u32string name = U"甲乙丙丁联盟";
  for (std::uint32_t i = 0; i < 200000; ++i) {
    name[0] = 0x4E00 + i % 5000;
    name[1] = 0x4E00 + i / 5000;
    const auto utf8 = encode_utf8(name);
    names.push_back({program_id(utf8), utf8, utf8});
  }
  const auto article = article_of("全面推行" + names[123456].shown + "。");
  CHECK(known_mentions(with_known(article, names)) == 1);
}
