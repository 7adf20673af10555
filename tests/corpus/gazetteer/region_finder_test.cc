#include "corpus/gazetteer/region_finder.h"

#include <algorithm>

#include "tests/support/catch.h"
#include "tests/support/linear.h"
#include "tests/support/sanitized.h"

using namespace zhengce;

namespace {

const Gazetteer& gazetteer() { return Gazetteer::builtin(); }

RegionContext section_of(const char* subject) {
  RegionContext context;
  const auto region = gazetteer().resolve(subject);
  REQUIRE(region);
  context.subject = *region;
  return context;
}

}  // namespace

TEST_CASE("the region a name begins with", "[gazetteer]") {
  struct Lead {
    const char* name;
    const char* code;  // Empty: none.
    std::size_t length;
  };
  const auto row = GENERATE(values<Lead>({
      {"浙江省民宗委", "330000", 3},
      {"浙江:聚焦", "330000", 2},
      {"广东省深圳市委统战部", "440300", 6},
      {"喀什地委统战部", "653100", 2},
      {"金华义乌市民宗局", "330782", 5},
      {"晋江荣和鞋服有限公司", "350582", 2},
      {"青岛西海岸新区工委统战部", "3702Z01", 7},
      {"江阴市长泾镇人民政府", "320281110", 6},
      {"  浙江省委", "330000", 5},
      {"全国人大常委会", "100000", 2},
      {"国家民委", "", 0},
      {"来源", "", 0},
      {"中山大学附属医院", "", 0},
      {"朝阳区民政局", "", 0},
      {"", "", 0},
  }));
  CAPTURE(row.name);
  const LeadingRegion leading = leading_region(gazetteer(), decode_utf8(row.name));
  CHECK((leading.region == kNoRegion ? std::string_view() : gazetteer().at(leading.region).code) ==
        row.code);
  CHECK(leading.length == row.length);
  CHECK((leading_region(gazetteer(), decode_utf8("朝阳区民政局"), section_of("长春市")).region ==
         *gazetteer().find_code("220104")));
}

TEST_CASE("spans count the original text and stay inside the range", "[gazetteer]") {
  const std::u32string text = U"　　浙江省　与ﬀ　四川　省外";
  const RegionMentions mentions = find_regions(gazetteer(), text, {2, 12});
  REQUIRE(mentions.resolved.size() == 2);
  CHECK(slice(text, mentions.resolved[0].span) == U"浙江省");
  CHECK(slice(text, mentions.resolved[1].span) == U"四川");
  CHECK(find_regions(gazetteer(), text, {50, 90}).resolved.empty());
  // The range cuts 浙江省 in two.
  CHECK(find_regions(gazetteer(), text, {3, 7}).resolved.empty());
}

TEST_CASE("short names of counties count where the text tells of the county", "[gazetteer]") {
  struct Row {
    const char* text;
    std::size_t named;  // How often 义乌市.
  };
  const auto row = GENERATE(values<Row>({
      {"义乌办起了市集。", 0},
      {"义乌市办起了市集。到了晚上，义乌更热闹。", 2},
      {"浙江办起了市集。义乌热闹。", 0},
      {"浙江办起了市集。义乌热闹，义乌很早就有市集，如今义乌更大。", 3},
      {"江苏办起了市集。义乌热闹，义乌很早就有市集，如今义乌更大。", 0},
  }));
  CAPTURE(row.text);
  const auto text = decode_utf8(row.text);
  const auto found =
      find_regions(gazetteer(), text, {0, static_cast<std::uint32_t>(text.size())}).resolved;
  const auto county = gazetteer().find_code("330782");
  REQUIRE(county);
  CHECK(static_cast<std::size_t>(std::count_if(
            found.begin(), found.end(),
            [&](const RegionMention& mention) { return mention.region == *county; })) == row.named);
}

TEST_CASE("a text of nothing but names is read in linear time", "[gazetteer]") {
  // Names that count as they stand, names that only what the list ends in could make places, and
  // a list that does.
  struct Row {
    const char* name;
    const char* end;
    bool counts;
  };
  const auto row = GENERATE(values<Row>({
      {"朝阳区、", "", true},
      {"义乌、", "", false},
      {"义乌、", "共一处", false},
      {"义乌、", "东阳三地", true},
  }));
  CAPTURE(row.name, row.end);
  const auto text = [&](std::size_t n) {
    return decode_utf8(test::repeated(row.name, n) + row.end);
  };
  const auto read = [](const std::u32string& all) {
    return find_regions(gazetteer(), all, {0, static_cast<std::uint32_t>(all.size())});
  };
  constexpr std::size_t kNames = test::large(5000);
  CHECK(test::grows_linearly(kNames, text, read));
  const RegionMentions mentions = read(text(kNames));
  CHECK((mentions.resolved.size() + mentions.ambiguous.size() >= kNames) == row.counts);
}

TEST_CASE("bytes that are no text and texts too short name nothing", "[gazetteer]") {
  const auto* utf8 = GENERATE("", "省", "\xFF\xFE\xE4\xB8");
  const std::u32string text = decode_utf8(utf8);
  const RegionMentions mentions =
      find_regions(gazetteer(), text, {0, static_cast<std::uint32_t>(text.size())});
  CHECK(mentions.resolved.empty());
  CHECK(mentions.ambiguous.empty());
}
