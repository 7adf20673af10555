// Holds the finder to tests/data/regions.tsv.
#include "corpus/gazetteer/region_finder.h"
#include "tests/support/catch.h"
#include "tests/support/table.h"

using namespace zhengce;
using namespace zhengce::test;

namespace {

const Gazetteer& gazetteer() { return Gazetteer::builtin(); }

std::string code_of(const std::string& name) {
  const auto region = gazetteer().resolve(name);
  return region ? std::string(gazetteer().at(*region).code) : region.error().message;
}

// "(四川=四川省) 成都市" with codes for names: "(四川=510000) 成都市=510100".
std::string with_codes(const std::string& expected) {
  if (expected == "none") return "";
  std::string result;
  for (std::string one : split(expected, ' ')) {
    const bool qualifier = one.front() == '(';
    if (qualifier) one = one.substr(1, one.size() - 2);
    if (one.back() != '?') {
      const auto parts = split(one, '=');
      one = parts[0] + "=" + code_of(parts.back());
    }
    result += (result.empty() ? "" : " ") + (qualifier ? "(" + one + ")" : one);
  }
  return result;
}

std::string found(const std::string& utf8, const std::string& context) {
  RegionContext known;
  if (context == "heading") {
    known.header = true;
  } else if (!context.empty()) {
    const auto region = gazetteer().resolve(context);
    if (!region) return "context: " + region.error().message;
    known.subject = *region;
  }
  const std::u32string text = decode_utf8(utf8);
  const RegionMentions mentions =
      find_regions(gazetteer(), text, {0, static_cast<std::uint32_t>(text.size())}, known);
  std::string result;
  std::size_t next = 0;
  const auto put = [&](const std::string& one) { result += (result.empty() ? "" : " ") + one; };
  const auto put_ambiguous_before = [&](std::uint32_t start) {
    for (; next < mentions.ambiguous.size() && mentions.ambiguous[next].span.start < start; ++next)
      put(encode_utf8(slice(text, mentions.ambiguous[next].span)) + "?");
  };
  for (const RegionMention& mention : mentions.resolved) {
    put_ambiguous_before(mention.span.start);
    const std::string one = encode_utf8(slice(text, mention.span)) + "=" +
                            std::string(gazetteer().at(mention.region).code);
    put(mention.qualifier ? "(" + one + ")" : one);
  }
  put_ambiguous_before(0xFFFFFFFF);
  return result;
}

}  // namespace

TEST_CASE("places named in context are taken for what a careful reader takes them", "[gazetteer]") {
  const auto rows = table(std::string(ZHENGCE_SOURCE_DIR) + "/tests/data/regions.tsv");
  CHECK(rows.size() >= 300);
  for (const auto& row : rows) {
    REQUIRE(row.size() == 3);
    CAPTURE(row[0], row[1], row[2]);
    CHECK(found(row[0], row[1]) == with_codes(row[2]));
  }
}
