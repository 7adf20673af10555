#include "corpus/gazetteer/gazetteer.h"

#include <set>

#include "corpus/analysis/fold.h"
#include "corpus/text.h"
#include "tests/support/catch.h"

using namespace zhengce;

namespace {

const Gazetteer& gazetteer() { return Gazetteer::builtin(); }

RegionIndex region(std::string_view code) {
  const auto found = gazetteer().find_code(code);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("a name or code a user types finds the one region meant", "[gazetteer]") {
  struct Row {
    const char* typed;
    const char* code;
  };
  const auto row = GENERATE(values<Row>({
      {"浙江", "330000"},
      {"浙江省", "330000"},
      {"浙", "330000"},
      {"330000", "330000"},
      {"33", "330000"},
      {"3307", "330700"},
      {"330782", "330782"},
      {"330782100", "330782100"},
      {"330782100000", "330782100"},
      {"全国", "100000"},
      {"100000", "100000"},
      {"吉林", "220000"},
      {"吉林市", "220200"},
      {"吉林省吉林市", "220200"},
      {"海南", "460000"},
      {"海南州", "632500"},
      {"青海海南", "632500"},
      {"义乌", "330782"},
      {"金华义乌", "330782"},
      {"浙江省 金华市 义乌市", "330782"},
      {"浙江/金华/义乌", "330782"},
      {"　浙江　义乌　", "330782"},
      {"義烏", "330782"},
      {"廣東", "440000"},
      {"长春朝阳区", "220104"},
      {"吉林省长春市朝阳区", "220104"},
      {"北京朝阳", "110105"},
      {"南昌", "360100"},
      {"南昌县", "360121"},
      {"景宁", "331127"},
      {"景宁县", "331127"},
      {"景宁畲族自治县", "331127"},
      {"阿坝州", "513200"},
      {"黔东南", "522600"},
      {"内蒙", "150000"},
      {"锡盟", "152500"},
      {"襄樊", "420600"},
      {"宣武区", "110102"},
      {"重庆开县", "500154"},
      {"乾县", "610424"},
      {"喀什", "653100"},
      {"喀什市", "653101"},
      {"仙桃", "429004"},
      {"石河子", "659001"},
      {"胡杨河市", "659010"},
      {"和康县", "653228"},
      {"雄安新区", "13Z01"},
      {"13z01", "13Z01"},
      {"西海岸新区", "3702Z01"},
      {"浦东新区", "310115"},
      {"兰州新区", "620171"},
      {"苏州工业园区", "320576"},
      {"石家庄高新区", "130171"},
      {"香港", "810000"},
      {"香港观塘区", "810205"},
      {"澳门", "820000"},
      {"台湾", "710000"},
      {"台北市", "710100"},
      {"佛堂镇", "330782100"},
      {"义乌佛堂镇", "330782100"},
      {"东莞虎门镇", "441900121"},
  }));
  CAPTURE(row.typed);
  const auto found = gazetteer().resolve(row.typed);
  if (!found) FAIL(found.error().message);
  CHECK(gazetteer().at(*found).code == row.code);
}

TEST_CASE("a name of several regions is told with its candidates", "[gazetteer]") {
  struct Row {
    const char* typed;
    const char* one;
    const char* other;
  };
  const auto row = GENERATE(values<Row>({
      {"朝阳区", "北京市 朝阳区 (110105)", "吉林省 长春市 朝阳区 (220104)"},
      {"鼓楼区", "江苏省 南京市 鼓楼区 (320106)", "福建省 福州市 鼓楼区 (350102)"},
      {"城关镇", "names 88 regions", "and others"},
      {"高新区", "河北省 石家庄市", "names"},
  }));
  CAPTURE(row.typed);
  const auto found = gazetteer().resolve(row.typed);
  REQUIRE(!found);
  CHECK(found.error().code == ErrorCode::kAmbiguous);
  CHECK_THAT(found.error().message, ContainsSubstring(row.one) && ContainsSubstring(row.other));
  CHECK(found.error().message.find('\n') == std::string::npos);
}

TEST_CASE("an unknown name is answered with near ones", "[gazetteer]") {
  struct Row {
    const char* typed;
    const char* near;
  };
  const auto row = GENERATE(values<Row>({
      {"义务市", "浙江省 金华市 义乌市 (330782)"},
      {"浙江省义乌区", "浙江省 金华市 义乌市"},
      {"黑竜江省", "黑龙江省"},
      {"没有这个地方", "no region is named 没有这个地方"},
      {"", "no region is named"},
      {"990000", "no region is named 990000"},
      {"\xFF\xFE\n浙江\n省外", "no region is named"},
  }));
  CAPTURE(row.typed);
  const auto found = gazetteer().resolve(row.typed);
  REQUIRE(!found);
  CHECK(found.error().code == ErrorCode::kNotFound);
  CHECK_THAT(found.error().message, ContainsSubstring(row.near));
  CHECK(found.error().message.find('\n') == std::string::npos);
}

TEST_CASE("a query of any length is answered at once", "[gazetteer]") {
  std::string endless;
  for (int i = 0; i < 100000; ++i) endless += "浙江省金华市";
  const auto found = gazetteer().resolve(endless);
  REQUIRE(!found);
  CHECK(found.error().message.size() < 500);
}

TEST_CASE("there are 34 provinces and no county is missing", "[gazetteer]") {
  CHECK(gazetteer().count(RegionLevel::kNation) == 1);
  CHECK(gazetteer().count(RegionLevel::kProvince) == 34);
  std::size_t prefectures = 0, counties = 0;
  for (RegionIndex i = 0; i < gazetteer().size(); ++i) {
    const Region& one = gazetteer().at(i);
    if (one.code[0] >= '7') continue;
    prefectures += one.level == RegionLevel::kPrefecture;
    counties += one.level == RegionLevel::kCounty;
  }
  // 333 prefectures; counties as in the sources of mid-2023 with those founded since, 金门县 and
  // the 大柴旦行政委员会.
  CHECK(prefectures == 333);
  CHECK(counties == 2851);
  CHECK(gazetteer().count(RegionLevel::kTownship) > 40000);
  CHECK(gazetteer().cut_off() == "2025-06-30");
  CHECK(gazetteer().version().size() == 16);
}

TEST_CASE("codes are unique, parents exist, significant codes are prefixes", "[gazetteer]") {
  std::set<std::string_view> codes, significant;
  for (RegionIndex i = 0; i < gazetteer().size(); ++i) {
    const Region& one = gazetteer().at(i);
    CAPTURE(one.code, one.name);
    if (!codes.insert(one.code).second) FAIL("two regions of one code");
    if (!significant.insert(one.significant).second) FAIL("two of one significant code");
    if (one.level == RegionLevel::kNation) {
      CHECK(one.parent == kNoRegion);
      continue;
    }
    if (one.parent >= i) FAIL("no parent before it");
    const Region& parent = gazetteer().at(one.parent);
    if (!one.significant.starts_with(parent.significant)) FAIL("not within its parent");
    if (!one.code.starts_with(one.significant)) FAIL("significant code is no prefix");
    if (gazetteer().find_code(one.code) != i ||
        gazetteer().find_code(one.significant) !=
            (one.significant.empty() ? std::nullopt : std::optional(i)))
      FAIL("not found by its code");
  }
}

TEST_CASE("every official name finds its region, folded or not", "[gazetteer]") {
  for (RegionIndex i = 0; i < gazetteer().size(); ++i) {
    const std::u32string name = decode_utf8(gazetteer().at(i).name);
    for (const std::u32string& form : {name, fold_text(name)}) {
      bool found = false;
      for (const NameEntry& entry : gazetteer().find_name(std::u32string_view(form)))
        found = found || (entry.region == i && entry.form == NameForm::kOfficial);
      if (!found) FAIL(gazetteer().at(i).code << " " << encode_utf8(form));
    }
  }
}

TEST_CASE("all 19 new areas of national level are there", "[gazetteer]") {
  for (const char* name :
       {"浦东新区", "滨海新区", "两江新区", "舟山群岛新区", "兰州新区", "南沙新区", "西咸新区",
        "贵安新区", "青岛西海岸新区", "金普新区", "天府新区", "湘江新区", "江北新区", "福州新区",
        "滇中新区", "哈尔滨新区", "长春新区", "赣江新区", "雄安新区"}) {
    CAPTURE(name);
    CHECK(gazetteer().resolve(name));
  }
}

TEST_CASE("what lies in what", "[gazetteer]") {
  struct Row {
    const char* inner;
    const char* outer;
    bool within;
  };
  const auto row = GENERATE(values<Row>({
      {"330782", "330700", true},
      {"330782", "330000", true},
      {"330782", "100000", true},
      {"330782", "330782", true},
      {"330700", "330782", false},
      {"330782", "350000", false},
      {"110105", "110000", true},     // A district of a directly governed city.
      {"429004", "420000", true},     // A city directly under a province.
      {"441900121", "441900", true},  // A town directly under a prefecture.
      {"3702Z01", "370200", true},
      {"3702Z01", "370000", true},
      {"13Z01", "130000", true},
      {"13Z01", "130600", false},
      {"620171", "620100", true},
      {"810205", "810000", true},
  }));
  CAPTURE(row.inner, row.outer);
  CHECK(gazetteer().is_within(region(row.inner), region(row.outer)) == row.within);
}

TEST_CASE("a region has its place at each level", "[gazetteer]") {
  struct Row {
    const char* code;
    RegionLevel level;
    const char* at;  // Empty: none.
  };
  const auto row = GENERATE(values<Row>({
      {"330782", RegionLevel::kProvince, "330000"},
      {"330782", RegionLevel::kPrefecture, "330700"},
      {"330782", RegionLevel::kCounty, "330782"},
      {"330782", RegionLevel::kTownship, ""},
      {"330782", RegionLevel::kNation, "100000"},
      {"110105", RegionLevel::kPrefecture, ""},
      {"110105", RegionLevel::kProvince, "110000"},
      {"429004", RegionLevel::kPrefecture, ""},
      {"429004", RegionLevel::kCounty, "429004"},
      {"3702Z01", RegionLevel::kPrefecture, "370200"},
      {"3702Z01", RegionLevel::kZone, "3702Z01"},
      {"810205", RegionLevel::kProvince, "810000"},
      {"100000", RegionLevel::kProvince, ""},
  }));
  CAPTURE(row.code);
  const auto at = gazetteer().at_level(region(row.code), row.level);
  CHECK((at ? gazetteer().at(*at).code : std::string_view()) == row.at);
}

TEST_CASE("ancestors and paths leave out the nation", "[gazetteer]") {
  CHECK(gazetteer().with_ancestors(region("330782")) ==
        std::vector<RegionIndex>{region("330782"), region("330700"), region("330000")});
  CHECK(gazetteer().with_ancestors(region("429004")) ==
        std::vector<RegionIndex>{region("429004"), region("420000")});
  CHECK(gazetteer().with_ancestors(region("100000")) == std::vector<RegionIndex>{region("100000")});
  CHECK(gazetteer().path_name(region("220104")) == "吉林省 长春市 朝阳区");
  CHECK(gazetteer().path_name(region("3702Z01")) == "山东省 青岛市 青岛西海岸新区");
  CHECK(gazetteer().path_name(region("100000")) == "全国");
}

TEST_CASE("all names that begin at a place are found, shortest first", "[gazetteer]") {
  CHECK(gazetteer().matches(U"在江阴市长泾镇", 1) == std::vector<std::size_t>{2, 3});
  CHECK(gazetteer().matches(U"在江阴市", 0).empty());
  CHECK(gazetteer().matches(U"海", 0).empty());
  CHECK(gazetteer().matches(U"海南", 5).empty());
  std::span<const NameEntry> entries;
  CHECK(gazetteer().longest_match(U"海南藏族自治州共和县", 0, &entries) == 7);
  REQUIRE(entries.size() == 1);
  CHECK(gazetteer().at(entries[0].region).code == "632500");
}

TEST_CASE("the analyzer keeps names above townships whole", "[gazetteer]") {
  std::set<std::u32string_view> names;
  for (const std::u32string_view name : gazetteer().lexicon_names()) {
    if (name.size() < 2) FAIL("too short: " << encode_utf8(name));
    if (fold_text(name) != name) FAIL("not folded: " << encode_utf8(name));
    names.insert(name);
  }
  CHECK(names.count(U"景宁畲族自治县") == 1);
  CHECK(names.count(U"西海岸新区") == 1);
  CHECK(names.count(U"佛堂镇") == 0);
}

TEST_CASE("levels have one spelling", "[gazetteer]") {
  for (int i = 0; i < 6; ++i) {
    const auto level = static_cast<RegionLevel>(i);
    CHECK(parse_level(level_name(level)) == level);
  }
  CHECK(!parse_level("Province"));
  CHECK(!parse_level(""));
}
