#include "indexer/extract/quantities.h"

#include <fmt/format.h>

#include "tests/indexer/extract/support.h"
#include "tests/support/catch.h"

using namespace zhengce;
using namespace zhengce::test;

namespace {

std::vector<FoundQuantity> found_in(const std::string& text) {
  static const auto rules = RuleSet::load().value();
  const Page page(text);
  return find_quantities(page, rules->impl(), {0, static_cast<std::uint32_t>(page.raw.size())});
}

std::vector<std::string> quantities(const std::string& text) {
  std::vector<std::string> found;
  for (const auto& one : found_in(text)) {
    const auto& q = one.quantity;
    found.push_back(fmt::format("{} {} {}", q.value, q.unit, approximation_name(q.approximation)));
  }
  return found;
}

}  // namespace

TEST_CASE("a number with its unit and its hedge", "[extract]") {
  using List = std::vector<std::string>;
  struct Row {
    const char* text;
    List expected;
  };
  const auto row = GENERATE(values<Row>({
      {"投入资金超557亿元", {"55700000000 元 over"}},
      {"惠及群众65万余人次", {"650000 人次 over"}},
      {"参与群众达3200余万人次", {"32000000 人次 over"}},
      {"派出干部近9000人次", {"9000 人次 nearly"}},
      {"培训约1,000人", {"1000 人 about"}},
      {"援派1.3万余名", {"13000 名 over"}},
      {"收入增长10%以上", {"10 % over"}},
      {"举办百余场、三十多期", {"100 场 over", "30 期 over"}},
      {"举办超一百零五场", {"105 场 over"}},
      {"与9省16市106个县合作", {"9 省 exact", "16 市 exact", "106 个 exact"}},
      {"（培训40期1431人次）", {"40 期 exact", "1431 人次 exact"}},
      {"投资不超过200万元，不低于50万元", {"2000000 元 under", "500000 元 over"}},
      {"不到300户、不足20户，100名以内", {"300 户 under", "20 户 under", "100 名 under"}},
      {"日最高3万人次，最多5家，5%以下", {"30000 人次 under", "5 家 under", "5 % under"}},
      {"65岁以上300人，达标≥95%", {"300 人 exact", "95 % over"}},
      // The plain number, without the noise of multiplying.
      {"37.8亿元、4.35亿元、1.1万名、0.57亿元",
       {"3780000000 元 exact", "435000000 元 exact", "11000 名 exact", "57000000 元 exact"}},
      {"8.1万亩，3.14万亿元，三百五十余万人",
       {"81000 亩 exact", "3140000000000 元 exact", "3500000 人 over"}},
      // Dates, versions, ordinals, figures of speech, quotes, titles, limits.
      {"2024年12月3日，2024—2026年", {}},
      {"2.0版第3次印发", {}},
      {"走进千家万户，百花齐放", {}},
      {"“3个100家”和《20条措施》", {}},
      {"处5万元以下罚款", {}},
      {"7个工作日，20余个工作日内，历时3个月", {}},
      {"15个工作日内提交3份材料", {"3 份 exact"}},
      {"会同12部门、4部委", {}},
      {"得分=合格数÷总数×100%", {}},
      {"连锁门店3家及以上的，职工100人（含）以上", {}},
      {"开工10亿元以上项目32个", {"32 个 exact"}},
      {"给予最高100万元资助，不超过5万元的补贴，每户最高奖励50万元", {}},
      {"资助不到300名学生，奖励50万元", {"300 名 under", "500000 元 exact"}},
      {"12345678901234567890123个", {}},
  }));
  CAPTURE(row.text);
  CHECK(quantities(row.text) == row.expected);
}

TEST_CASE("what a number counts", "[extract]") {
  using List = std::vector<std::string>;
  struct Row {
    const char* text;
    List expected;
  };
  const auto row = GENERATE(values<Row>({
      {"建设10个县级养老服务中心、60个乡镇服务站。", {"10 县级养老服务中心", "60 乡镇服务站"}},
      {"旅客吞吐量近5000万人次、创历史新高。", {"50000000 旅客吞吐量"}},
      {"地区生产总值达到1.5万亿元、增长19.8%。",
       {"1500000000000 地区生产总值", "19.8 地区生产总值增长"}},
      {"事故起数和死亡人数分别下降48.9%、54.3%。", {"48.9 事故起数下降", "54.3 死亡人数下降"}},
      {"年均增长5%—5.5%。", {"5 年均增长"}},
      {"改造学校12所，医院3家。", {"12 改造学校", "3 医院"}},
      // What it was before is no fact of now.
      {"常住人口由上年729万人增加到732万人。", {"7320000 常住人口增加"}},
      {"企业从9400家增加到1.55万家。", {"15500 企业增加"}},
  }));
  CAPTURE(row.text);
  List found;
  for (const auto& one : found_in(row.text))
    found.push_back(one.quantity.number() + " " + one.quantity.about);
  CHECK(found == row.expected);
}

TEST_CASE("a number is about the program beside it", "[extract]") {
  const auto measured = [](const std::string& text) {
    std::set<std::string> found;
    for (const auto& a : extractor().extract(article_of(text)).assertions) {
      if (a.relation != Relation::kMeasured) continue;
      const bool alone = a.to == a.from;
      found.insert(fmt::format("{} {}",
                               alone                            ? "-"
                               : a.to == program_id("暖冬送煤") ? "暖冬送煤"
                                                                : "?",
                               a.quantity->value));
    }
    return found;
  };
  using Set = std::set<std::string>;
  CHECK(measured("实施“暖冬送煤”行动，惠及300户。") == Set{"暖冬送煤 300"});
  CHECK(measured("全省组建69支“暖冬送煤”行动队伍。") == Set{"暖冬送煤 69"});
  CHECK(measured("实施“暖冬送煤”行动。今年送出400吨。") == Set{"暖冬送煤 400"});
  CHECK(measured("实施“暖冬送煤”行动。\n今年新建学校12所。") == Set{"- 12"});
  CHECK(measured("新建学校12所。") == Set{"- 12"});
  // Farther on only where the clause has no subject of its own, or says a word of the name again.
  CHECK(measured("实施“暖冬送煤”行动，搭建平台，惠及300户。") == Set{"暖冬送煤 300"});
  CHECK(measured("实施“暖冬送煤”行动，加快步伐，社会消费品零售总额增长2%。") == Set{"- 2"});
  CHECK(measured("实施“暖冬送煤”行动，加快步伐，全省总值达到5亿元。") == Set{"- 500000000"});
  CHECK(measured("实施“暖冬送煤”行动，多方筹措，所送暖冬物资达到40吨。") == Set{"暖冬送煤 40"});
  // What is only learned from or cited is not theirs to count.
  CHECK(measured("学习运用“暖冬送煤”行动经验，建成示范村50个。") == Set{"- 50"});
  CHECK(measured("贯彻《暖冬送煤行动方案》，培训60人。") == Set{"- 60"});
}

TEST_CASE("a number is its program's doer's, else the place's that the sentence tells of",
          "[extract]") {
  struct Row {
    const char* text;
    std::vector<std::string> about;
    std::set<std::string> expected;
  };
  const auto row = GENERATE(values<Row>({
      {"兰州市投入资金37亿元，种植树木8万亩。", {"620000"}, {"620100 3700000000", "620100 80000"}},
      {"今年以来，天水市建成学校12所，改造医院3家，兰州市新建5所，扩建1所。",
       {"620000"},
       {"620500 12", "620500 3", "620100 5", "620100 1"}},
      {"兰州市新增企业3家，全省新增企业12家。", {"620000"}, {"620100 3", "620000 12"}},
      {"南京市对口支援西藏墨竹工卡县，派出医生42名，援建学校3所。",
       {"320000"},
       {"320100 42", "320100 3"}},
      {"肇庆：“端砚匠人”计划培训学员500名。", {"440000"}, {"441200 500"}},
      {"肇庆市实施“端砚匠人”计划，坚持育用结合，培训500名。", {"440000"}, {"441200 500"}},
      {"肇庆市实施“端砚匠人”计划。今年培训500名。", {"440000"}, {"441200 500"}},
      {"广东实施“端砚匠人”计划，肇庆市培训500名。", {"440000"}, {"441200 500"}},
      {"甲医院建成，兰州机场通航，新改建公路1500公里。", {"620000"}, {"620000 1500"}},
      {"投入3亿元，与肇庆市共建园区2个。", {"440000"}, {"440000 300000000", "440000 2"}},
  }));
  CAPTURE(row.text);
  std::set<std::string> found;
  for (const auto& a : extractor().extract(article_of(row.text, row.about)).assertions) {
    if (a.relation == Relation::kMeasured) found.insert(a.from.code() + " " + a.quantity->number());
  }
  CHECK(found == row.expected);
}
