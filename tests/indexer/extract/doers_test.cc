#include "tests/indexer/extract/support.h"
#include "tests/support/catch.h"

using namespace zhengce;
using namespace zhengce::test;
using Codes = std::set<std::string>;

TEST_CASE("the doer is the place that stands before the verb, else the section's own",
          "[extract]") {
  struct Row {
    const char* sentence;
    std::vector<std::string> about;
    Codes doers;
  };
  const auto row = GENERATE(values<Row>({
      {"深入开展“金桥行动”。", {"330000"}, {"330000"}},
      {"全省开展“金桥行动”。", {"330000"}, {"330000"}},
      {"金华市率先开展“金桥行动”。", {"330000"}, {"330700"}},
      {"杭州、宁波、温州三地开展“金桥行动”。", {"330000"}, {"330100", "330200", "330300"}},
      {"金华市义乌市开展“金桥行动”。", {"330000"}, {"330782"}},
      {"赴金华市调研“金桥行动”开展情况。", {"330000"}, {"330000"}},
      {"加快金华市国家金桥改革试点。", {"330000"}, {"330700"}},
      // Without a subject only a place in the sentence does it.
      {"山东省以“金桥行动”为抓手，带动就业。", {}, {"370000"}},
      {"湖南、湖北开展“金桥行动”。", {}, {"420000", "430000"}},
      {"各地深入开展“金桥行动”。", {}, {}},
      {"推动湖南在建设“金桥行动”上先行。", {}, {"430000"}},
      {"近日江苏省教育厅启动“金桥行动”。", {}, {"320000"}},
      {"今年福州市委、市政府实施“金桥行动”。", {}, {"350100"}},
      {"遂昌警方牵头组织“金桥行动”。", {"331100"}, {"331123"}},
      {"庆元警方面向2万余名学生举办“金桥行动”。", {"331100"}, {"331126"}},
      {"庆元警方的“金桥行动”名声在外。", {"331100"}, {"331126"}},
      // How it goes about it opens the clause; the place right before a name owns it.
      {"金华市立足产业优势，以市场为导向，开展“金桥行动”。", {"330000"}, {"330700"}},
      {"义乌市的“金桥行动”每季度评一次。", {"330000"}, {"330782"}},
      {"两人入选2018年度金华市“金桥行动”。", {"330782"}, {"330700"}},
      // 我省 of a county's text is its province, as the subject alone.
      {"结合我省正在开展的“金桥行动”，制定本方案。", {"330782"}, {"330000"}},
      {"在我省率先开展“金桥行动”。", {"330782"}, {"330782"}},
      {"我市开展“金桥行动”。", {"330782"}, {"330782"}},
      // What opens its clause, whatever verb comes later; not what is part of a name.
      {"金华在少儿课堂下设“金桥行动”。", {"330000"}, {"330700"}},
      {"省厅在“温州服务员”的基础上开展“金桥行动”。", {"330000"}, {"330000"}},
      {"确定“温州服务员”、“金桥行动”等品牌。", {"330000"}, {"330000"}},
      // Counties by their short names, said to be places.
      {"青浦、吴江、嘉善三地警方组建“金桥行动”。", {}, {"310118", "320509", "330421"}},
      {"浙江:“金桥行动”改革推进政府转型。", {}, {"330000"}},
      // Where it takes place, and the center's offices.
      {"连日来，“金桥行动”第二季活动在安徽合肥磨滩大街举行。", {}, {"340100"}},
      {"整个5月，文化和旅游部组织开展“金桥行动”。", {}, {"100000"}},
      // A list of places, the name of each behind it.
      {"推介的品牌有金华市“金桥行动”、温州市“山海情”和威海市经开区“经心助”等服务品牌。",
       {},
       {"330700"}},
      {"推介的品牌有温州市“山海情”、衢州市江山市“金桥行动”等服务品牌。", {"330000"}, {"330881"}},
      // A title that is cited says whose plan it is.
      {"根据《国务院关于印发金桥行动方案的通知》，制定本方案。", {"330100"}, {"100000"}},
      {"对照《四川省金桥行动实施方案》和市里部署，制定本方案。", {"330100"}, {"510000"}},
      {"根据省教育厅《金桥行动实施方案》要求，制定本方案。", {"330100"}, {"330000"}},
      {"央视网消息：各地深入开展“金桥行动”。", {}, {"100000"}},
      // Another place that acts in a text about this one; who takes a program over from there.
      {"湖北省推行“金桥行动”。", {"430000"}, {"420000"}},
      {"株洲市推行“金桥行动”。", {"430100"}, {"430200"}},
      {"邵阳市与广东省中山市联合实施“金桥行动”。", {"430000"}, {"430500", "442000"}},
      {"参照山东省“金桥行动”，制定本方案。", {"410000"}, {}},
      {"济宁市引进上海“金桥行动”。", {"370000"}, {"370800"}},
      {"在茂名信宜，“金桥行动”让果农增收。", {"440000"}, {"440983"}},
      {"记者从英德市获悉，该市推出“金桥行动”。", {"440000"}, {"441881"}},
      {"宁德市的寿宁县、周宁县分别开展“金桥行动”。", {"350000"}, {"350924", "350925"}},
      {"泉州市的文旅活动尤为丰富，共策划“金桥行动”等500场活动。", {}, {"350500"}},
      // Behind a clause of means.
      {"围绕打响“金桥行动”这个品牌，兰州已经开展培训。", {}, {"620100"}},
      {"围绕打响“金桥行动”这个品牌，各地已经开展培训。", {}, {}},
      {"国务院同意在天津、上海开展“金桥行动”。", {}, {"120000", "310000"}},
      {"推进贺兰山东麓“金桥行动”。", {"640000"}, {"640000"}},
      {"云南省在昆明、曲靖两市开展“金桥行动”。", {"530000"}, {"530100", "530300"}},
      {"海东市在全省率先启动“金桥行动”。", {"630000"}, {"630200"}},
      {"确定长治市、三明市为“金桥行动”示范地区。", {}, {"140400", "350400"}},
      // Several in one word; a clause later; 市 and 县 for the one told of last, 当地.
      {"京津冀联合推出“金桥行动”。", {}, {"110000", "120000", "130000"}},
      {"仓山区联合师范大学，实施“金桥行动”。", {"350100"}, {"350104"}},
      {"诸暨市办起夜校。市司法局还设立“金桥行动”窗口。", {"330600"}, {"330681"}},
      {"诸暨市办起夜校。当地还设立“金桥行动”窗口。", {"330600"}, {"330681"}},
      // What a company does, no place does.
      {"央视网消息：示例集团发起“金桥行动”。", {}, {}},
      // A label before its paragraph.
      {"（一）山东省青岛市。开展“金桥行动”，建成食堂600家。", {}, {"370200"}},
      {"1. 四川成都：打造“金桥行动”平台。", {}, {"510100"}},
      {"央视网消息：各地有新做法。\n【江苏】实施“金桥行动”。", {}, {"320000"}},
      {"●贵州：推行“金桥行动”。", {"360700"}, {"520000"}},
      {"各地做法如下。\n【做法】实施“金桥行动”。", {}, {}},
      // A list by provinces, with what stands in brackets, closed by how many they are.
      {"2021年，上海市闵行区，江苏省南京市玄武区、溧阳市，浙江省德清县等长三角区域四城联合，共同发"
       "起"
       "“金桥行动”。",
       {},
       {"310112", "320102", "320481", "330521"}},
      {"《批复》同意在北京、重庆（涪陵区等21个市辖区）、大连和河北雄安新区等28个省、市（区域）全面"
       "深"
       "化“金桥行动”。",
       {},
       {"110000", "500000", "210200", "13Z01"}},
      {"在上海，浙江开展“金桥行动”。", {}, {"330000"}},
      // Where the clause is set, said at more length.
      {"央视网消息：在石雕之乡浙江青田，当地的“金桥行动”温暖人心。", {}, {"331121"}},
      // Who launches it is neither a place nor an office.
      {"央视网消息：阿宝启动“金桥行动”。", {}, {}},
      {"央视网消息：我国启动“金桥行动”。", {}, {"100000"}},
      {"央视网消息：同步启动“金桥行动”。", {}, {"100000"}},
      // An office of the province in a text about its city.
      {"团甘肃省委实施“金桥行动”。", {"623000"}, {"620000"}},
      {"共青团四川省委、省教育厅组织开展“金桥行动”。", {"510100"}, {"510000"}},
      // A count without 等; what a place's own does; an office of the center in a text about a
      // place.
      {"国务院部署在北京、上海、深圳3个城市开展“金桥行动”。", {}, {"110000", "310000", "440300"}},
      {"潜江、松滋等10个县市入选“金桥行动”。", {"420000"}, {"429005", "421087"}},
      {"湖北宜昌的便民生活圈则注重打造“金桥行动”。", {}, {"420500"}},
      {"教育部联合妇联开展“金桥行动”。", {"420000"}, {"100000"}},
      {"在全国率先推出“金桥行动”。", {"420000"}, {"420000"}},
      // Who leads is no one who does it.
      {"在党中央、国务院和省委坚强领导下，开展“金桥行动”。", {}, {}},
      {"国务院日前下发通知，部署开展“金桥行动”。", {}, {"100000"}},
      // Offices of the center in a row.
      {"中央统战部、教育部、全国工商联共同实施“金桥行动”。", {}, {"100000"}},
      {"今年以来，商务部、民政部等6部门组织开展“金桥行动”。", {}, {"100000"}},
      // Whom a letter is addressed to does nothing.
      {"各省、自治区农业农村厅，新疆生产建设兵团农业农村局：为推进“金桥行动”，通知如下。", {}, {}},
  }));
  CAPTURE(row.sentence);
  const auto extraction = extractor().extract(article_of(row.sentence, row.about));
  const bool pilot = std::string(row.sentence).find("试点") != std::string::npos;
  CHECK(runners(extraction, pilot ? "国家金桥改革试点" : "金桥行动") == row.doers);
}

TEST_CASE("places that do one thing each are told apart where 分别 says so", "[extract]") {
  const auto extraction =
      extractor().extract(article_of("岳阳市、常德市分别实施“洞庭清波”工程和“沅澧安澜”行动。福州市"
                                     "、厦门市分别开展“甲乙丙丁”行动。",
                                     {"430000"}));
  CHECK(runners(extraction, "洞庭清波") == Codes{"430600"});
  CHECK(runners(extraction, "沅澧安澜") == Codes{"430700"});
  CHECK(runners(extraction, "甲乙丙丁") == Codes{"350100", "350200"});
}

TEST_CASE("as many names side by side as places are one for each", "[extract]") {
  const auto extraction = extractor().extract(
      article_of("湖南、福建、云南同步开展“洞庭清波行”“海峡扬帆行”“彩云之约行”等"
                 "活动，并以“甲乙丙丁”行动带动。浙江、江苏、上海共同开展“金桥行动”“"
                 "银桥行动”“铜桥行动”。四川、贵州开展“松涛行动”“竹海行动”。",
                 {}));
  CHECK(runners(extraction, "洞庭清波行") == Codes{"430000"});
  CHECK(runners(extraction, "海峡扬帆行") == Codes{"350000"});
  CHECK(runners(extraction, "彩云之约行") == Codes{"530000"});
  CHECK(runners(extraction, "甲乙丙丁") == Codes{"350000", "430000", "530000"});
  CHECK(runners(extraction, "银桥行动") == Codes{"310000", "320000", "330000"});
  CHECK(runners(extraction, "竹海行动") == Codes{"510000", "520000"});
}

TEST_CASE("places listed below a program run it", "[extract]") {
  const auto extraction = extractor().extract(article_of(
      "经专家评审，确定以下地区开展“金桥行动”试点工作，试点期为两年。\n"
      "一、设区市（2个）：山西省长治市、福建省三明市。\n"
      "二、县（市、区）（2个）：天津市河西区、四川省广安市武胜县。\n"
      "各地要加强组织领导，健全工作机制，压实各方责任，确保试点工作取得实效，并按时报送情况。\n"
      "联系单位：江苏省南京市。",
      {}));
  CHECK(runners(extraction, "金桥行动") == Codes{"140400", "350400", "120103", "511622"});
}

TEST_CASE("a list of those who take part in a pilot names it in its heading", "[extract]") {
  const auto extraction = extractor().extract(article_of(
      "经研究，确定了名单，现予公布。\n第二批国家书屋消费试点城市名单\n（按行政区划序列排序）\n"
      "1. 北京市\n2. 河北省石家庄市\n江苏省：无锡市、淮安市\n序号 | 省 | 试点地区 |\n"
      "1 | 天津市 | 河西区 |\n2 | 南开区 | |\n各地要加强组织领导，健全工作机制，压实各方"
      "责任，确保试点工作取得实效，并按时报送情况。\n联系单位：江苏省南京市。",
      {}));
  CHECK(runners(extraction, "国家书屋消费试点") ==
        Codes{"110000", "130100", "320200", "320800", "120103", "120104"});
}

TEST_CASE("places said to try out the program named before run it", "[extract]") {
  const auto extraction = extractor().extract(article_of(
      "央视网消息：数字商贸融合应用“金桥试点”正式启动，首批试点包括南京、武汉、青岛等十个城市，上海"
      "将学习。深入开展“银桥行动”。试点城市为长沙和株洲。",
      {}));
  CHECK(runners(extraction, "金桥试点") == Codes{"100000", "320100", "370200", "420100"});
  CHECK(runners(extraction, "银桥行动") == Codes{"100000", "430100", "430200"});
}

TEST_CASE("without a subject, a text goes on about the place it told of last", "[extract]") {
  struct Row {
    const char* text;
    Codes doers;
  };
  const auto row = GENERATE(values<Row>({
      // 在X，… sets the scene.
      {"央视网消息：在福建厦门，港口试点推行“金桥行动”。", {"350200"}},
      {"央视网消息：在山东济南的一家书店，读者围着“金桥行动”的海报。", {"370100"}},
      {"央视网消息：在福建厦门考察时，代表们说各地正开展“金桥行动”。", {"100000"}},
      // Behind a semicolon the sentence goes on.
      {"央视网消息：四川达州推进改革；持续开展“金桥行动”。", {"511700"}},
      // Carried on by 当地, also from a paragraph before, with words of time before it.
      {"央视网消息：在四川达州，来办事的人多。当地推行“金桥行动”。", {"511700"}},
      {"央视网消息：四川达州推进改革。\n近年来,当地推行“金桥行动”。", {"511700"}},
      {"央视网消息：四川达州推进改革。各地推行“金桥行动”。", {"100000"}},
      // In the midst of a sentence; behind a meeting, over an empty line; the only place there is.
      {"央视网消息：四川达州推进改革。为了补齐短板，当地推行“金桥行动”。", {"511700"}},
      {"央视网消息：四川达州推进改革。\n\n会议决定推行“金桥行动”。", {"511700"}},
      {"央视网消息：来到四川达州的园区看一看。这里生产刷子。\n一把刷子卖三块钱。\n"
       "做得久了，都会做。\n当地推行“金桥行动”。",
       {"511700"}},
      {"央视网消息：从四川达州来到山东济南。\n一把刷子卖三块钱。\n做得久了，都会做。\n"
       "当地推行“金桥行动”。",
       {"100000"}},
      {"央视网消息：四川达州开办老年学堂。假期里，还推行“金桥行动”。", {"511700"}},
      // A community goes on about the street it lies in.
      {"杭州市西湖区北山街道成立于2010年。近年来，该社区打造“金桥行动”。", {"330106002"}},
      // Elsewhere the paragraph is enough.
      {"四川达州推进改革。通过推行“金桥行动”，群众少跑路。", {"511700"}},
      // Told of once, it is theirs when named again.
      {"央视网消息：四川达州推行“金桥行动”。\n到年底，“金桥行动”将惠及万人。", {"511700"}},
  }));
  CAPTURE(row.text);
  CHECK(runners(extractor().extract(article_of(row.text, {})), "金桥行动") == row.doers);
}

TEST_CASE("a kind of schooling is nothing learned from", "[extract]") {
  const auto extraction =
      extractor().extract(article_of("与党史学习教育、“金桥行动”实践活动深度融合。"));
  CHECK(runners(extraction, "金桥行动") == Codes{"330000"});
}

TEST_CASE("in a company's section the company does it", "[extract]") {
  auto article = article_of("溪口晨光鞋业有限公司:员工之家\n公司建立“三级联动”机制。", {"350582"});
  article.sections[0].subject_org = "溪口晨光鞋业有限公司";
  article.sections[0].heading_span = {0, 15};
  const auto extraction = extractor().extract(article);
  const auto* found = find_assertion(extraction, Relation::kCreated, program_id("三级联动"));
  REQUIRE(found);
  CHECK(found->from ==
        EntityId::of(EntityKind::kOrganization, normalize_name("溪口晨光鞋业有限公司")));
  CHECK(find_assertion(extraction, Relation::kBelongsTo, EntityId::region("350582")));
}

TEST_CASE("regions named are listed for each section", "[extract]") {
  const auto extraction =
      extractor().extract(article_of("与四川省、贵州省签订协议，在杭州市设立窗口。"));
  CHECK(extraction.mentioned_regions ==
        std::vector<std::vector<std::string>>{{"330100", "510000", "520000"}});
}
