#include "corpus/gazetteer/region_finder.h"

#include "tests/support/catch.h"

using namespace zhengce;

namespace {

const Gazetteer& gazetteer() { return Gazetteer::builtin(); }

// The mentions of `text` as "span=code" with blanks between; qualifiers in parentheses, ambiguous
// ones as "span?".
std::string found(std::string_view utf8, const RegionContext& context = {}) {
  const std::u32string text = decode_utf8(utf8);
  const RegionMentions mentions =
      find_regions(gazetteer(), text, {0, static_cast<std::uint32_t>(text.size())}, context);
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

RegionContext section_of(const char* subject) {
  RegionContext context;
  if (*subject != '\0') {
    const auto region = gazetteer().resolve(subject);
    REQUIRE(region);
    context.subject = *region;
  }
  return context;
}

struct Row {
  const char* text;
  const char* found;
};

}  // namespace

TEST_CASE("regions named in running text are found", "[gazetteer]") {
  const auto row = GENERATE(values<Row>({
      // Provinces, in full and short.
      {"浙江省大力推进", "浙江省=330000"},
      {"浙江等地", "浙江=330000"},
      {"在内蒙古自治区召开", "内蒙古自治区=150000"},
      {"内蒙古和内蒙", "内蒙古=150000 内蒙=150000"},
      {"广西壮族自治区民宗委", "广西壮族自治区=450000"},
      {"新疆维吾尔自治区喀什地区", "(新疆维吾尔自治区=650000) 喀什地区=653100"},
      {"支持西藏、新疆发展", "西藏=540000 新疆=650000"},
      {"北京市教委", "北京市=110000"},
      {"赴重庆考察", "重庆=500000"},
      {"黑龙江省", "黑龙江省=230000"},
      {"甘肃、青海、宁夏三省区", "甘肃=620000 青海=630000 宁夏=640000"},
      {"广东人在海南", "广东=440000 海南=460000"},
      {"新疆籍学生", "新疆=650000"},
      {"福建省委、省政府", "福建省=350000"},
      // Prefectures.
      {"成都启动试点", "成都=510100"},
      {"四川省成都市", "(四川省=510000) 成都市=510100"},
      {"与阿坝州、甘孜州、凉山州共建", "阿坝州=513200 甘孜州=513300 凉山州=513400"},
      {"阿坝藏族羌族自治州", "阿坝藏族羌族自治州=513200"},
      {"海南藏族自治州", "海南藏族自治州=632500"},
      {"恩施州的做法", "恩施州=422800"},
      {"吉林省吉林市", "(吉林省=220000) 吉林市=220200"},
      {"吉林粮食丰收", "吉林=220000"},
      {"南昌举办", "南昌=360100"},
      {"喀什古城", "喀什=653100"},
      {"大兴安岭地区", "大兴安岭地区=232700"},
      {"石嘴山高新区", "石嘴山=640200"},
      {"湘西州", "湘西州=433100"},
      {"黔东南苗族侗族自治州", "黔东南苗族侗族自治州=522600"},
      {"辽宁朝阳的经验", "(辽宁=210000) 朝阳=211300"},
      {"朝阳市出台", "朝阳市=211300"},
      {"广西来宾的糖料", "(广西=450000) 来宾=451300"},
      {"西宁、海东、海西三地", "西宁=630100 海东=630200 海西=632800"},
      {"襄樊市", "襄樊市=420600"},
      {"锡盟牧区", "锡盟=152500"},
      // Counties with their suffix, alone and with what they lie in.
      {"义乌市佛堂镇", "(义乌市=330782) 佛堂镇=330782100"},
      {"丽水市景宁畲族自治县", "(丽水市=331100) 景宁畲族自治县=331127"},
      {"景宁县委", "景宁县=331127"},
      {"位于福建省晋江市,", "(福建省=350000) 晋江市=350582"},
      {"海淀区中关村", "海淀区=110108"},
      {"浦东新区张江", "浦东新区=310115"},
      {"湖北省仙桃市", "(湖北省=420000) 仙桃市=429004"},
      {"新疆石河子市", "(新疆=650000) 石河子市=659001"},
      {"吉林省长春市朝阳区、宽城区", "(吉林省=220000) (长春市=220100) 朝阳区=220104 宽城区=220103"},
      {"北京市朝阳区", "(北京市=110000) 朝阳区=110105"},
      {"海南州共和县", "(海南州=632500) 共和县=632521"},
      {"青海省河南蒙古族自治县", "(青海省=630000) 河南蒙古族自治县=632324"},
      {"乌海市海南区", "(乌海市=150300) 海南区=150303"},
      {"鄂温克族自治旗", "鄂温克族自治旗=150724"},
      {"马鞍山市和县", "(马鞍山市=340500) 和县=340523"},
      {"雄安新区容城县", "雄安新区=13Z01 容城县=130629"},
      {"六枝特区", "六枝特区=520203"},
      {"神农架林区", "神农架林区=429021"},
      {"原宣武区", "宣武区=110102"},
      {"和康县揭牌", "和康县=653228"},
      // Short names of counties after what they lie in.
      {"以金华义乌为试点", "(金华=330700) 义乌=330782"},
      {"浙江义乌", "(浙江=330000) 义乌=330782"},
      {"浙江·义乌", "(浙江=330000) 义乌=330782"},
      {"金华义乌、东阳、永康等地", "(金华=330700) 义乌=330782 东阳=330783 永康=330784"},
      {"北京海淀、朝阳", "(北京=110000) 海淀=110108 朝阳=110105"},
      {"广西桂林资源、灌阳", "(广西=450000) (桂林=450300) 资源=450329 灌阳=450327"},
      {"义乌的商户", ""},
      {"晋江经验", ""},
      // Towns only behind their county.
      {"江阴市长泾镇", "(江阴市=320281) 长泾镇=320281110"},
      {"东莞市虎门镇", "(东莞市=441900) 虎门镇=441900121"},
      {"在城关镇", ""},
      {"佛堂镇的老街", ""},
      // Zones.
      {"青岛西海岸新区", "青岛西海岸新区=3702Z01"},
      {"西海岸新区工委", "西海岸新区=3702Z01"},
      {"河北雄安新区", "河北雄安新区=13Z01"},
      {"重庆两江新区", "重庆两江新区=50Z01"},
      {"南京江北新区", "南京江北新区=3201Z01"},
      {"兰州新区", "兰州新区=620171"},
      {"苏州工业园区", "苏州工业园区=320576"},
      {"石家庄高新区", "石家庄高新区=130171"},
      {"在高新区设立", ""},
      // 港澳台.
      {"香港特别行政区", "香港特别行政区=810000"},
      {"香港、澳门和台湾同胞", "香港=810000 澳门=820000 台湾=710000"},
      {"香港观塘", "(香港=810000) 观塘=810205"},
      {"台北市", "台北市=710100"},
      {"台湾台中", "(台湾=710000) 台中=710400"},
      // Traditional characters and full width.
      {"廣東省深圳市", "(廣東省=440000) 深圳市=440300"},
      {"陝西省乾縣", "(陝西省=610000) 乾縣=610424"},
  }));
  CAPTURE(row.text);
  CHECK(found(row.text) == row.found);
}

TEST_CASE("what only looks like a region is none", "[gazetteer]") {
  const auto row = GENERATE(values<Row>({
      {"上海市广东路", "上海市=310000"},
      {"上海广东路", "上海=310000"},
      {"北京路步行街", ""},
      {"南京东路", ""},
      {"西藏中路123号", ""},
      {"四川路网密度", "四川=510000"},
      {"成都街头", "成都=510100"},
      {"浙江大学", ""},
      {"中山大学", ""},
      {"北京师范大学", ""},
      {"浙江大学生创业", "浙江=330000"},
      {"成都市民", "成都=510100"},
      {"成都市民宗局", "成都市=510100"},
      {"成都市民政局", "成都市=510100"},
      {"成都市民族宗教事务委员会", "成都市=510100"},
      {"义乌市民", "义乌=330782"},
      {"吉林市场广阔", "吉林=220000"},
      {"吉林市民", "吉林=220200"},
      {"海南区域协调", "海南=460000"},
      {"自治区民宗委", ""},
      {"幸福建设", ""},
      {"推广东西部协作", ""},
      {"推广安全生产", ""},
      {"形成都市圈", ""},
      {"其中卫生支出", ""},
      {"两个以上海关", ""},
      {"强大理论武装", ""},
      {"重大庆祝活动", ""},
      {"货运城市", ""},
      {"经济宁市", "济宁市=370800"},
      {"确保长治久安", ""},
      {"普通化妆品", ""},
      {"长江西岸", ""},
      {"黄河南岸", ""},
      {"辽河北段", ""},
      {"黄河源", ""},
      {"孙中山先生", ""},
      {"上海合作组织", ""},
      {"北京时间8时", ""},
      {"苏州河两岸", ""},
      {"大理石板", ""},
      {"日照时数", ""},
      {"朝阳产业", ""},
      {"八方来宾", ""},
      {"白银价格", ""},
      {"资源丰富", ""},
      {"广西资源丰富", "广西=450000"},
      {"公安机关会同有关部门", ""},
      {"应当会同县级人民政府", ""},
      {"深化合作", ""},
      {"新建区域性中心", ""},
      {"合作市场", ""},
      {"各市和县", ""},
      {"提高县域治理", ""},
      {"相应县区", ""},
      {"公开县级预算", ""},
      {"老城区改造", ""},
      {"和平发展道路", ""},
      {"来深建设者、援藏干部、驻闽部队", ""},
      {"京津冀、长三角、粤港澳大湾区", ""},
      {"浙川两省", ""},
      {"国办发〔2024〕12号、浙政发〔2024〕3号", ""},
      {"全国民族团结进步表彰大会", ""},
      {"全省、全区、我市", ""},
      {"", ""},
      {"省", ""},
      {"\xFF\xFE\xE4\xB8", ""},
  }));
  CAPTURE(row.text);
  CHECK(found(row.text) == row.found);
}

TEST_CASE("namesakes are told apart by what is around, never guessed", "[gazetteer]") {
  const auto row = GENERATE(values<Row>({
      {"朝阳区推出措施", "朝阳区?"},
      {"鼓楼区推出措施", "鼓楼区?"},
      {"北京市开会。朝阳区推出措施", "北京市=110000 朝阳区=110105"},
      {"长春市开会。朝阳区推出措施", "长春市=220100 朝阳区=220104"},
      {"北京市开会。长春市开会。朝阳区推出措施", "北京市=110000 长春市=220100 朝阳区=220104"},
      {"朝阳区三里屯街道", "(朝阳区=110105) 三里屯街道=110105004"},
      {"宽城区、朝阳区", "宽城区=220103 朝阳区=220104"},
      {"福州市鼓楼区和晋安区，鼓楼区率先",
       "(福州市=350100) 鼓楼区=350102 晋安区=350111 鼓楼区=350102"},
      // Parts of 台湾 do not stand in the way of a name that the mainland has once.
      {"安定区住建局", "安定区=621102"},
      {"台北市大安区", "(台北市=710100) 大安区=710105"},
  }));
  CAPTURE(row.text);
  CHECK(found(row.text) == row.found);
}

TEST_CASE("inside a section the section's own places are meant", "[gazetteer]") {
  struct InSection {
    const char* subject;
    const char* text;
    const char* found;
  };
  const auto row = GENERATE(values<InSection>({
      {"长春市", "朝阳区推出措施", "朝阳区=220104"},
      {"吉林省", "朝阳区推出措施", "朝阳区=220104"},
      {"北京市", "朝阳区推出措施", "朝阳区=110105"},
      {"北京海淀", "朝阳区推出措施", "朝阳区=110105"},
      {"浙江", "义乌先行", "义乌=330782"},
      {"浙江", "晋江先行", ""},
      {"义乌", "佛堂镇率先", "佛堂镇=330782100"},
      {"义乌", "义乌市的佛堂镇与廿三里街道", "义乌市=330782 佛堂镇=330782100 廿三里街道=330782007"},
      {"浙江", "佛堂镇率先", ""},
      {"桂林", "资源丰富", ""},
      {"桂林", "全州、资源、灌阳", "全州=450324 资源=450329 灌阳=450327"},
      {"桂林", "资源县率先", "资源县=450329"},
      {"怀化", "会同有关部门", ""},
      {"青海", "海南州、海北州", "海南州=632500 海北州=632200"},
      {"吉林市", "吉林的夜市", "吉林=220200"},
      {"全国", "义乌先行", ""},
      {"四川", "对口支援阿坝州", "阿坝州=513200"},
      {"白银市", "白银的变化", "白银=620400"},
  }));
  CAPTURE(row.subject, row.text);
  CHECK(found(row.text, section_of(row.subject)) == row.found);
}

TEST_CASE("a heading may name a county by its short name", "[gazetteer]") {
  RegionContext header;
  header.header = true;
  const auto row = GENERATE(values<Row>({
      {"晋江：党建引领", "晋江=350582"},
      {"晋江荣和鞋服有限公司", "晋江=350582"},
      {"走进昆山", "昆山=320583"},
      {"资源：民族团结一家亲", "资源=450329"},
      {"资源", "资源=450329"},
      {"资源共享促发展", ""},
      {"合作共赢", ""},
      {"会同有关部门", ""},
      {"加强公安工作", ""},
      {"和平发展", ""},
  }));
  CAPTURE(row.text);
  CHECK(found(row.text, header) == row.found);
}

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

TEST_CASE("a text of nothing but names is read in linear time", "[gazetteer]") {
  std::u32string text;
  for (int i = 0; i < 100000; ++i) text += U"朝阳区、";
  const RegionMentions mentions =
      find_regions(gazetteer(), text, {0, static_cast<std::uint32_t>(text.size())});
  CHECK(mentions.resolved.size() + mentions.ambiguous.size() == 100000);
}
