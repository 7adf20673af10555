#include "tests/indexer/extract/support.h"
#include "tests/support/catch.h"
#include "tests/support/linear.h"
#include "tests/support/sanitized.h"

using namespace zhengce;
using namespace zhengce::test;
using Names = std::set<std::string>;

TEST_CASE("a program is found by how it is written", "[extract]") {
  struct Row {
    const char* sentence;
    Names programs;
  };
  const auto row = GENERATE(values<Row>({
      // Quoted, with a head behind.
      {"全省创新实施“四邻共治”工作机制。", {"四邻共治"}},
      {"打造「溪山同行」服务品牌。", {"溪山同行"}},
      {"開展“鄰里節”活動。", {"鄰里節"}},
      {"推广\"云上办\"平台。", {"云上办"}},
      // The head inside.
      {"组织开展“青苗成长计划”，惠及三千人。", {"青苗成长计划"}},
      // Lists share head and verb.
      {"培育“万家灯火”“千里同风”、“百川汇海”等活动品牌。", {"万家灯火", "千里同风", "百川汇海"}},
      {"推行“三访四问”工作法和“一码通”平台。", {"三访四问", "一码通"}},
      // Shapes.
      {"深入推进“茶园+研学”模式。", {"茶园+研学"}},
      {"实施“春雨工程”——全国志愿服务行动计划、“阳光工程”——农村志愿服务行动计划。",
       {"春雨工程", "全国志愿服务行动计划", "阳光工程", "农村志愿服务行动计划"}},
      {"创新“红色调解法”，打造老区样板。", {"红色调解法"}},
      {"以“千村示范”工程为总抓手，统筹推进。", {"千村示范"}},
      {"打造“弄里说法”工作室和“青松”课堂。", {"弄里说法", "青松"}},
      {"组织学生参与城乡社区实践计划。", {"城乡社区实践计划"}},
      // Each behind its place; only the last has the head.
      {"有温州市“山海情”、衢州市江山市“江心助”和威海市经开区“经心助”等服务品牌。",
       {"山海情", "江心助", "经心助"}},
      {"温州市“江心裁缝”、衢州市江山市“江心渔家稻虾种养工”和威海市“江心”榜上有名。",
       {"江心裁缝", "江心渔家稻虾种养工", "江心"}},
      {"纳税指标：浙江“四税合报”申报、上海“退税‘快车单’”。", {"四税合报", "退税‘快车单’"}},
      {"邢台市：隆尧县“江心女工”、威县焊工、 沙河市“江心技工”。", {"江心女工", "江心技工"}},
      {"推进“大邻里”机制建设。", {"大邻里"}},
      // What it is stands before it.
      {"省级特色劳务品牌“银河社会工作者”广受欢迎。", {"银河社会工作者"}},
      // A number and words.
      {"全县大力推广321基层共商模式和1+6+N网格议事机制。",
       {"321基层共商模式", "1+6+N网格议事机制"}},
      {"2024年全年工作模式。实现300人工作机制。", {}},
      {"力推河道清淤疏浚、老街立面修缮、夜间照明改善三大专项行动。",
       {"河道清淤疏浚专项行动", "老街立面修缮专项行动", "夜间照明改善专项行动"}},
      {"实施三大工程（河灯引领、塔影强链、灯语支撑），打造样板。",
       {"河灯引领工程", "塔影强链工程", "灯语支撑工程"}},
      {"推行 “邻里共商” 机制。", {"邻里共商"}},
      // Short names that are counted behind.
      {"实施和部署河灯、塔影、灯语共“三大工程”。",
       {"河灯工程", "塔影工程", "灯语工程", "三大工程"}},
      {"启动“12345”政务服务便民热线建设。", {"“12345”政务服务便民热线"}},
      {"开展“老年人精神文化提升活动”。", {"老年人精神文化提升活动"}},
      // What is fought is no figure of speech.
      {"打好黄河“北弯”攻坚战。", {"北弯"}},
      {"打好“五场硬仗”。", {"五场硬仗"}},
      {"深化作风建设提升年活动。", {"作风建设提升年活动"}},
      // A number alone is no name: the words behind it tell what it is.
      {"推广“334”“622”等联农带农机制，带动三千户。", {"“334”联农带农机制", "“622”联农带农机制"}},
      {"实施“1650”产业体系建设行动。", {"“1650”产业体系"}},
      {"开展“334”。推出“40条”，成效好。", {}},
      // Crimes, one character, how often.
      {"重拳打击“食药环”“盗抢骗”等突出违法犯罪活动。", {}},
      {"重点开展市貌秩序治“乱”、城市建设治“违”等专项整治活动。", {}},
      {"专门组织开展3次夏夜治安巡查集中统一行动。", {"夏夜治安巡查集中统一行动"}},
      {"用一系列专项行动，护航夜市。", {}},
      {"扎实推进重大民生工程。", {}},
      {"作为基本民生工程，推进25条道路新改建工程。", {"道路新改建工程"}},
      // Unquoted behind a strong verb.
      {"深入实施城乡居民增收计划。", {"城乡居民增收计划"}},
      {"启动新一轮山区供水提质行动。", {"山区供水提质行动"}},
      {"实施种苗繁育提升、土壤改良培肥行动。", {"种苗繁育提升行动", "土壤改良培肥行动"}},
      {"开展医疗服务改善、药品安全巩固等行动。", {"医疗服务改善行动", "药品安全巩固行动"}},
      {"实施校园安全守护工程和学生体质提升行动。", {"校园安全守护工程", "学生体质提升行动"}},
      {"获批国家首批山区康养服务试点。", {"山区康养服务试点"}},
      {"推进跨境农贸便利综合试点。", {"跨境农贸便利综合试点"}},
      {"开展名叫“星河夜话”的活动，推出名为“潮汐书桌”活动。", {"潮汐书桌", "星河夜话"}},
      // Inside the title of a document.
      {"印发《“河畔花开”行动实施方案》。", {"河畔花开"}},
      {"出台《高质量实施老旧街区焕新行动实施方案》。", {"老旧街区焕新行动"}},
      {"《碧水守护行动计划》《净土守护三年行动计划》接续出台。",
       {"碧水守护行动计划", "净土守护三年行动计划"}},
      {"落实《省政府关于印发〈乡村夜校行动方案〉的通知》。", {"乡村夜校行动"}},
      {"出台《高质量打造“溪谷之乡”行动方案》。", {"溪谷之乡"}},
      {"学校入选“全省乡村教室焕新与阅读环境提升计划”。", {"全省乡村教室焕新与阅读环境提升计划"}},
      // Single marks, and what somebody says at length.
      {"他介绍：“今年全市将利用‘候鸟归巢’就业平台，全力实施返乡创业护航行动，帮助更多人就近就业。”",
       {"候鸟归巢", "返乡创业护航行动"}},
      // Offices before the verb, a year before the name, numbered items, two things joined.
      {"团委、教育局等四部门联合部署2023年大学生乡村支教计划工作。", {"大学生乡村支教计划"}},
      {"（二）乡村教师能力提升行动。", {"乡村教师能力提升行动"}},
      {"1.传统技艺人才培育行动。各县要高度重视。", {"传统技艺人才培育行动"}},
      {"实施机关、事业单位带头植绿行动。", {"机关、事业单位带头植绿行动"}},
      {"落实终身学习制度和全民读书行动。", {"全民读书行动"}},
      // A list that is counted behind it, in quotation marks or not.
      {"实施河道清淤疏浚、老街立面修缮、夜间照明改善“三大行动”。",
       {"三大行动", "河道清淤疏浚行动", "老街立面修缮行动", "夜间照明改善行动"}},
      {"实施河道清淤疏浚、老街立面修缮、夜间照明改善等六大行动。",
       {"河道清淤疏浚行动", "老街立面修缮行动", "夜间照明改善行动"}},
      // Members that have their own tail share it with none before them.
      {"实施湖畔花园建设、老街照明改善工程、夜校扩面提质工程。",
       {"老街照明改善工程", "夜校扩面提质工程"}},
      {"开展上门走访活动、古树名木守护专项行动。", {"古树名木守护专项行动"}},
      {"实施制浆造纸、沿岸照明等9个重大科技专项。", {"重大科技专项"}},
      {"实施诗词、楹联、乡土戏曲、地方曲艺传习工程。", {"地方曲艺传习工程"}},
      // Two joined by 和, each a name, or one name of two things.
      {"实施山区留守老人和独居老人探访关爱行动。", {"山区留守老人和独居老人探访关爱行动"}},
      {"总结订单学徒制和企业新型学徒制试点经验。", {"订单学徒制试点", "企业新型学徒制试点"}},
      // Names that open a clause, one of them without marks.
      {"“一窗办结”改革、“免填表单”建设和古井古桥巡护专项行动深入推进。",
       {"一窗办结", "免填表单", "古井古桥巡护专项行动"}},
      {"近海船舶捎带业务试点今年进一步扩围。", {"近海船舶捎带业务试点"}},
      {"乡镇书屋管理综合试点省启动建设。", {"乡镇书屋管理综合试点"}},
      {"加大山地农机补贴试点力度，迭代升级溪谷英才计划。", {"山地农机补贴试点", "溪谷英才计划"}},
      // What is carried out is likelier a name, all the more in two halves of one length.
      {"对过境货物实行“先登船、后核单”，手续更简。", {"先登船、后核单"}},
      {"全面推行“免填表”。", {"免填表"}},
      {"数字商贸融合应用试点城市建设正式启动。", {"数字商贸融合应用试点"}},
      {"千企技改、工业绿色转型等专项行动深入实施。", {"千企技改专项行动", "工业绿色转型专项行动"}},
      {"入选全国首批碳普惠试点城市。", {"碳普惠试点"}},
      {"东海、南山等10个县市获批邻里书屋建设试点。", {"邻里书屋建设试点"}},
      {"开展灯塔工厂试点示范专项行动。", {"灯塔工厂试点示范专项行动"}},
      {"实施全场景体育健身供给计划。", {"全场景体育健身供给计划"}},
      // How many brands there are; an activity on what only sounds like a theme.
      {"共同创树“青声”“青创”“青锋”等6项工作品牌。", {"青声", "青创", "青锋"}},
      {"开展“关爱抗战老兵、弘扬抗战精神”主题公益活动。", {"关爱抗战老兵、弘扬抗战精神"}},
      {"打造“东海—名校人才直通车”品牌。", {"东海—名校人才直通车"}},
      {"推出“周周有戏”的露天剧场。", {"周周有戏"}},
      {"推出“三个一批”措施。", {"三个一批"}},
      // Names that stand without marks, verb or tail.
      {"发放消费品以旧换新补贴十亿元，以旧换新惠及万家。", {"消费品以旧换新", "以旧换新"}},
      {"山区学童营养改善计划提质扩面。", {"山区学童营养改善计划"}},
      // Two names for one thing, and a variant.
      {"创新实施“榕·约”——各民族青年交流计划。", {"榕·约", "各民族青年交流计划"}},
      {"开展“青年返乡创业计划·浙里来”活动。", {"青年返乡创业计划·浙里来", "青年返乡创业计划"}},
  }));
  CAPTURE(row.sentence);
  CHECK(strong_programs(extractor().extract(article_of(row.sentence))) == row.programs);
}

TEST_CASE("what only looks like a program's name is none", "[extract]") {
  const auto sentence = GENERATE(values<const char*>({
      "不断增强“四个意识”，坚定“四个自信”。",
      "做好金融“五篇大文章”，盘活“三资”，实现“双下降”。",
      "加快“面向明天”的新兴产业壮大规模。",
      "成功创建“全省书香示范社区”。",
      "争取更多政策试点，进一步扩大试点。",
      "要加强对试点工作的指导。",
      "入选国家重大人才工程人数居前。",
      "加快打通物流通道“断桥路”。",
      "引导形成“近邻效应”，跑出“东海速度”，引进“高精尖缺”人才。",
      "为各地深度融合积累了“赛会经验”。",
      "将交通建设项目优先列入三年滚动计划。",
      "该大桥计划今年完成。",
      "保护“四大种源”，服务“六个产业集群”。",
      "形成“人人能学、人人会学、人人爱学”的氛围。",
      "为各地提供了“东海经验”。",
      "利用生态“杠杆”撬动产业崛起。",
      "编制全口径政府投资计划。",
      "在体验周期间试点开展颈肩康复互助。",
      "以“驰而不息建设一流环境”为题作主旨演讲。",
      "经验入选“最佳实践篇”。",
      "打造“软平台”，建强“硬设施”。",
      "以“铸牢”统领各项制度建设。",
      "绘就乡村“新画卷”，唱响发展“主旋律”。",
      "让游客“愿意来、留得住”。",
      "推动群众从“旁观者”变为“参与者”。",
      "构建“区—街道—社区—网格”四级组织体系。",
      "形成“一核两翼三带”空间布局。",
      "编排歌舞剧《山水之间》，创作歌曲《“小河”谣》。",
      "开展民族区域自治“一法两规定”执法检查。",
      "支持“3·15”灾后重建。",
      "坚持绿色发展理念，加强工程师队伍建设。",
      "已成为全社会的共识和行动。",
      "明确“时间表”“路线图”，用“绣花针”穿起“千条线”。",
      "占比<5%，城镇>乡村。",
      "推进一批重大工程，制定年度工作计划。",
      "采取有力行动，开展专项行动。",
      "“十四五”规划顺利完成。",
      "实施水库除险加固工程。",
      "电话：0571-12345678",
      "强化“服务”初心，深化“改革”使命。",
      "推动实验室建设“从0到1”突破、“从1到N”转化。",
      "坚持“以人民为中心”发展思想，推行“3.5”。",
      "强化“集成思维”，在服务升级中谋改革。",
      "将“第十一条”调整为“第十条”，增加“第二款”。",
      "建设好国家的“粮仓肉库”和百姓的“中央厨房”。",
      "其中，“满城灯火”板块设在老街。",
      "涌现出一批“明星”品牌。",
      "坚持“房子为人住”，改造老旧小区。",
      "加快建设“胜利大桥”“镜湖隧道”。",
      "推动“头雁”变“群雁”。",
      "浙江省计划明年建成。",
  }));
  CAPTURE(sentence);
  CHECK(strong_programs(extractor().extract(article_of(sentence))) == Names{});
}

TEST_CASE("statutes name programs in marks alone", "[extract]") {
  std::string text = "第一条 为实施防汛提升工程，制定本条例。\n";
  for (const char* number : {"二", "三", "四", "五"})
    text += std::string("第") + number + "条 市人民政府组织实施土壤改良培肥行动。\n";
  text += "第六条 推行“三访四问”工作法。";
  CHECK(strong_programs(extractor().extract(article_of(text))) == Names{"三访四问"});
  CHECK(strong_programs(extractor().extract(article_of(text.substr(0, text.find("第三条"))))) ==
        Names{"土壤改良培肥行动", "防汛提升工程"});
}

TEST_CASE("the verb says how a region stands to a program", "[extract]") {
  struct Row {
    const char* sentence;
    Relation relation;
    Modality modality;
  };
  const auto row = GENERATE(values<Row>({
      {"深入开展“金桥行动”。", Relation::kRuns, Modality::kRuns},
      {"率先创立“金桥行动”品牌。", Relation::kCreated, Modality::kRuns},
      {"先行先试“金桥行动”。", Relation::kPilots, Modality::kRuns},
      {"全面推广“金桥行动”机制。", Relation::kExtends, Modality::kRuns},
      {"学习运用“金桥行动”经验。", Relation::kLearnsFrom, Modality::kRuns},
      {"明年，将开展“金桥行动”。", Relation::kRuns, Modality::kPlans},
      {"拟推出“金桥行动”平台。", Relation::kCreated, Modality::kPlans},
      {"拟于明年下半年启动“金桥行动”。", Relation::kRuns, Modality::kPlans},
      {"去年派人到那里走访，看到“金桥行动”在当地运行顺畅。", Relation::kNames, Modality::kRuns},
      {"这个名字与开展多年的“金桥行动”容易弄混。", Relation::kNames, Modality::kRuns},
      {"圆满完成“金桥行动”。", Relation::kRuns, Modality::kEnded},
      {"浙江省计划实施“金桥行动”。", Relation::kRuns, Modality::kPlans},
      {"意见提出，大力实施“金桥行动”。", Relation::kRuns, Modality::kPlans},
      {"“金桥行动”活动被叫停。", Relation::kRuns, Modality::kEnded},
      {"下一步，我省将指导各地，研究实施“金桥行动”。", Relation::kRuns, Modality::kPlans},
      {"2026年底前全面开展“金桥行动”。", Relation::kRuns, Modality::kPlans},
      {"二、2026年重点工作\n已启动“金桥行动”。", Relation::kRuns, Modality::kRuns},
      {"二、2026年重点工作\n启动了“金桥行动”。", Relation::kRuns, Modality::kRuns},
      {"二、2026年重点工作\n去年取消“金桥行动”。", Relation::kRuns, Modality::kEnded},
      {"不再开展“金桥行动”。", Relation::kRuns, Modality::kEnded},
      {"全省不断深化“金桥行动”。", Relation::kRuns, Modality::kRuns},
      {"今年，我们将深化便民服务，推进品牌建设，启动“金桥行动”。", Relation::kRuns,
       Modality::kPlans},
      {"今年，我们将着重抓好以下工作：\n一要强实体。开展“金桥行动”。", Relation::kRuns,
       Modality::kPlans},
      {"将“金桥行动”纳入财政预算。", Relation::kRuns, Modality::kRuns},
      // What is denied or advised is not run.
      {"没有实施“金桥行动”。", Relation::kNames, Modality::kRuns},
      {"至今尚未全面启动“金桥行动”。", Relation::kNames, Modality::kRuns},
      {"建议实施“金桥行动”。", Relation::kNames, Modality::kRuns},
      {"二、2026年重点工作\n开展“金桥行动”。", Relation::kRuns, Modality::kPlans},
      {"二、2026年重点工作\n加快发展。\n三、过去五年工作回顾\n开展“金桥行动”。", Relation::kRuns,
       Modality::kRuns},
  }));
  CAPTURE(row.sentence);
  const auto extraction = extractor().extract(article_of(row.sentence));
  const auto* found = find_assertion(extraction, row.relation, program_id("金桥行动"));
  REQUIRE(found);
  CHECK(found->modality == row.modality);
  CHECK(found->from == EntityId::region("330000"));
}

TEST_CASE("evidence quotes the sentence, and the name in it", "[extract]") {
  const auto article =
      article_of("近年来，形势向好。全省创新实施“四邻共治”工作机制！其他工作有序。");
  const auto text = decode_utf8(article.text);
  const auto extraction = extractor().extract(article);
  const auto* found = find_assertion(extraction, Relation::kRuns, program_id("四邻共治"));
  REQUIRE(found);
  CHECK(encode_utf8(slice(text, found->evidence.sentence)) == "全省创新实施“四邻共治”工作机制！");
  CHECK(encode_utf8(slice(text, found->evidence.mention)) == "四邻共治");
  CHECK(found->evidence.rule == "quoted");
  CHECK(found->evidence.rule_version > 0);
  CHECK(found->evidence.confidence > 0);
}

TEST_CASE("a variant points to the program it varies", "[extract]") {
  const auto extraction = extractor().extract(article_of("开展“青年返乡创业计划·浙里来”活动。"));
  const auto* found =
      find_assertion(extraction, Relation::kVariantOf, program_id("青年返乡创业计划"));
  REQUIRE(found);
  CHECK(found->from == program_id("青年返乡创业计划·浙里来"));
}

TEST_CASE("hostile text is read in linear time and without harm", "[extract]") {
  // `before`, so and so often `unit`, `between`, as often `closing`, `after`.
  struct Row {
    unsigned times;
    std::string before, unit, between, closing, after;
  };
  const auto row = GENERATE(values<Row>({
      {1, "", "", "", "", ""},
      {40000, "", "实施", "", "", ""},
      {75000, "", "“", "", "", ""},
      {20000, "", "”《》“", "", "", ""},
      {25000, "", "《", "计划", "》", ""},
      {25000, "", "《甲", "", "乙》", ""},
      {15000, "", "“甲行动”、", "", "", ""},
      {12500, "", "实施甲乙丙丁、", "", "", "行动"},
      {20000, "", "行动计划", "", "", ""},
      {50000, "", "(", "“甲乙丙丁”机制", ")", ""},
      {15000, "", "\xF0\x9F\x98\x80\xFF\xC0", "", "", ""},
      {15000, "", "浙江省、", "", "", "实施“甲乙丙丁”机制"},
      // One sentence, one line, a list or a label that goes on and on.
      {10000, "", "各方推进“金桥银桥”行动，", "", "", ""},
      {10000, "", "各方推进“金桥银桥”行动。", "", "", ""},
      {2500, "", repeated("《》", 32), "。", "推进《金桥银桥行动计划》落实。", ""},
      {15000, "", "投入资金3亿元，", "", "", ""},
      {5000, "杭州市", "培训学员300名，浙江省建成学校3所，", "", "", ""},
      {10000, "确定以下地区开展“金桥行动”试点：\n", "浙江省杭州市好。\n", "", "", ""},
      {5000, "", "杭州市、", "宁波市：", "推进“金桥银桥”行动。", ""},
      {5000, "", "实施金桥行动，", "", "新增3家，", ""},
      // Who helps whom.
      {10000, "", "甘肃省与丁、", "", "", ""},
      {10000, "", "甘肃省、", "与定西市共建产业园，", "援疆、", ""},
      {10000, "", "苏陕、", "", "", "协作"},
  }));
  CAPTURE(row.unit, row.between, row.closing);
  const auto made = [&](std::size_t n) {
    return article_of(row.before + repeated(row.unit, n) + row.between + repeated(row.closing, n) +
                      row.after);
  };
  const auto read = [](const Article& article) { return extractor().extract(article); };
  CHECK(grows_linearly(large(row.times), made, read));
  CHECK(read(made(row.times)).mentioned_regions.size() == 1);
}

TEST_CASE("the same article gives the same answer, sorted and without repeats", "[extract]") {
  const auto article = article_of(
      "开展“甲子行动”。开展“甲子行动”。出台《甲子行动实施方案》。实施城乡居民增收计划。");
  const auto once = extractor().extract(article);
  const auto again = extractor().extract(article);
  CHECK(once.candidates == again.candidates);
  CHECK(once.assertions == again.assertions);
  CHECK(std::is_sorted(once.candidates.begin(), once.candidates.end()));
  CHECK(std::adjacent_find(once.assertions.begin(), once.assertions.end()) ==
        once.assertions.end());
}
