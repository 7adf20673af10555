// What a page's header, title and furniture are told from. All pages are made up.
#include "tests/corpus/framing/pages.h"

namespace zhengce::test {
namespace {

struct Expected {
  const char* title;
  const char* number;
  const char* issuer;
  const char* signed_on;
  const char* published;
  const char* source;
  const char* body_starts;
  const char* body_ends;
};

void check(const std::string& text, const Expected& expected) {
  const Article article = page(text);
  CHECK(article.title == expected.title);
  CHECK(article.number == expected.number);
  CHECK(article.issuer == expected.issuer);
  CHECK(iso(article.signed_on) == expected.signed_on);
  CHECK(iso(article.published) == expected.published);
  CHECK(article.sources.front().name == expected.source);
  const auto all = body(article);
  CAPTURE(all);
  CHECK(all.substr(0, std::string_view(expected.body_starts).size()) == expected.body_starts);
  REQUIRE(all.size() >= std::string_view(expected.body_ends).size());
  CHECK(all.substr(all.size() - std::string_view(expected.body_ends).size()) == expected.body_ends);
}

}  // namespace

TEST_CASE("glued header fields are told apart and the website's own text is left out") {
  check(R"(山谷里的灯会
来源:示例山区报 发布日期:2023-02-05浏览(128)人次 投稿收藏

  正月里,山谷里的灯亮了。
  人们提着灯走过石桥。

(编辑:某某

[字号: ]

网站声明
本网站所收集的资料主要来源于互联网。
电话:010-00000000 电子邮箱:nobody@example.org
最新新闻
更多>>
  • 别处的灯会也开了。)",
        {"山谷里的灯会", "", "", "", "2023-02-05", "示例山区报", "正月里", "走过石桥。"});
}

TEST_CASE(
    "an official title goes on over two or three lines and the signature gives the date of "
    "signing") {
  check(
      R"(http://www.example.gov.cn/content/2019-05/20/content_1.htm
国务院办公厅关于进一步做好雨水收集
利用和“海绵街巷”建设工作的
指导意见
国办发〔2019〕0088号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
雨水是宝贵的资源。为做好收集利用工作，现提出以下意见。
一、总体要求
（一）指导思想。坚持节水优先。
国务院办公厅
2019年5月6日
（此件公开发布）)",
      {"国务院办公厅关于进一步做好雨水收集利用和“海绵街巷”建设工作的指导意见", "国办发〔2019〕88号",
       "国务院办公厅", "2019-05-06", "2019-05-20", "", "各省、自治区", "2019年5月6日"});
}

TEST_CASE("the signature of a covering note is found before the document it passes on") {
  check(R"(浙江省人民政府办公厅关于印发
《浙江省小书房建设三年行动计划（2021—2023年）》的通知
浙政办发〔2021〕12号
各市、县（市、区）人民政府：
《浙江省小书房建设三年行动计划（2021—2023年）》已经省政府同意，现印发给你们。
浙江省人民政府办公厅
二○二一年三月十八日
浙江省小书房建设三年行动计划
到2023年3月1日，全省建成小书房一千间。
抄送：省委各部门。)",
        {"浙江省人民政府办公厅关于印发《浙江省小书房建设三年行动计划（2021—2023年）》的通知",
         "浙政办发〔2021〕12号", "浙江省人民政府办公厅", "2021-03-18", "", "", "各市、县",
         "小书房一千间。"});
}

TEST_CASE("a letterhead names the issuer and is not the title") {
  check(R"(示例市水务局文件
示水发[2022]第7号
关于做好春灌工作的通知
各区水务局：
现将春灌有关事项通知如下。请认真组织实施。
示例市水务局
2022年3月1日)",
        {"关于做好春灌工作的通知", "示水发〔2022〕7号", "示例市水务局", "2022-03-01", "", "",
         "各区水务局", "2022年3月1日"});
}

TEST_CASE("an index table gives number, issuer and dates in every layout") {
  const Expected expected = {"示例省人民政府关于保护古井的意见",
                             "示政发〔2020〕3号",
                             "示例省人民政府",
                             "2020-02-10",
                             "2020-02-28",
                             "",
                             "各市人民政府",
                             "一口不少。"};
  const std::string rest = R"(
示例省人民政府关于保护古井的意见
各市人民政府：
古井是先人留下的。要逐一登记，一口不少。
)";
  SECTION("cells that blanks hold apart") {
    check(R"(索  引  号 000-01/2020-00012 公开方式 主动公开
成文日期 2020-02-10 发布日期 2020-02-28
发布机关 示例省人民政府 统一编号
标题 示例省人民政府关于保护古井的意见
发文字号 示政发〔2020〕3号 有效性 有效)" +
              rest,
          expected);
  }
  SECTION("label and value on one line") {
    check(R"(索 引 号：	000-01/2020-00012
主题分类：	水利
发文机关：示例省人民政府
成文日期：2020年02月10日
标　　题：	示例省人民政府关于保护古井的意见
发文字号：示政发〔2020〕3号
发布日期：2020年02月28日
有 效 性：有效)" +
              rest,
          expected);
  }
  SECTION("value on the next line") {
    check(R"(索引号
000-01/2020-00012
主题分类
水利
发文机关
示例省人民政府
成文日期
2020-02-10
发文字号
示政发〔2020〕3号
发布日期
2020-02-28)" + rest,
          expected);
  }
  SECTION("several fields on a line") {
    check(R"(索 引 号： 000-01/2020-00012 主题分类： 水利
发文机关： 示例省人民政府 成文日期： 2020年02月10日
发文字号： 示政发〔2020〕3号 发布日期： 2020年02月28日)" +
              rest,
          expected);
  }
  SECTION("cells of a table") {
    check(
        "索引号\t000-01/"
        "2020-00012\t主题分类\t水利\n发文机关\t示例省人民政府\t成文日期\t2020年2月10日\n"
        "发文字号\t示政发〔2020〕3号\t发布日期\t2020年2月28日" +
            rest,
        expected);
  }
}

TEST_CASE("news in the usual layouts") {
  SECTION("breadcrumbs, then values on the lines after their labels") {
    check(R"(您当前的位置：
首页
>
要闻动态
要闻动态
全市图书馆延长开放时间
发布时间：
2022-07-01 08:15:00
来源：
示例晚报
浏览量：
【字体：
大
中
小
】
7月起，全市图书馆延长开放到晚上十点。
读者说，这下放心了。
扫一扫在手机打开当前页
打印本页
关闭窗口)",
          {"全市图书馆延长开放时间", "", "", "", "2022-07-01", "示例晚报", "7月起", "放心了。"});
  }
  SECTION("date and source on one line without a label for the date") {
    check(R"(首页 > 新闻 > 正文
小城新添三座廊桥
2021年11月03日 16:20 来源：示例新闻网 字号：大 中 小
三座廊桥昨天合龙。桥上能走人，也能避雨。
（记者 某某）
责任编辑：某某
相关新闻
旧桥的故事)",
          {"小城新添三座廊桥", "", "", "", "2021-11-03", "示例新闻网", "三座廊桥", "避雨。"});
  }
  SECTION("a bare time stamp and no source but the dateline") {
    check(R"(稻田里办起音乐会
2020-09-22 10:00
示例网消息（示例联播）：稻田里办起了音乐会。人们坐在田埂上听。)",
          {"稻田里办起音乐会", "", "", "", "2020-09-22", "示例网", "示例网消息", "田埂上听。"});
  }
  SECTION("no header at all") {
    check("两行的文章\n只有标题和这一段话。\n",
          {"两行的文章", "", "", "", "", "", "只有标题", "这一段话。"});
  }
}

TEST_CASE("a work report knows its government, where it was read and when it was published") {
  check(R"(下载
打印
全屏
收藏
【字号：
加大
还原
减小
】
2025年示例省政府工作报告
——2025年1月20日在江西省第十四届人民代表大会第三次会议上
来源：示例日报
时间：2025-01-27
省长 某某某
各位代表：
现在，我代表省人民政府，向大会报告工作。
一、过去一年
全省办成了许多实事。
相关报道：)",
        {"2025年示例省政府工作报告", "", "江西省人民政府", "", "2025-01-27", "示例日报", "各位代表",
         "许多实事。"});
}

TEST_CASE("an order's number stands in two lines") {
  const Article article = page(R"(示例桥梁管理条例
中华人民共和国国务院令
第 752 号
《示例桥梁管理条例》已经国务院常务会议通过，现予公布，自2021年1月1日起施行。
第一条 为了管好桥梁，制定本条例。)");
  CHECK(article.title == "示例桥梁管理条例");
  CHECK(article.number == "国务院令第752号");
  CHECK(article.issuer == "国务院");
}

TEST_CASE("an announcement whose number stands below its name keeps the name as its title") {
  const Article article = page(
      "示例市人民政府公告\n2023年第5号\n现将有关事项公告如下。\n示例市人民政府\n2023年5月6日\n");
  CHECK(article.title == "示例市人民政府公告");
  CHECK(article.number == "示例市人民政府公告2023年第5号");
  CHECK(text_of(article, PartKind::kTitle) == article.title);
}

TEST_CASE("an announcement without another title is called by its number") {
  const Article alone = page(
      "农业农村部公告第812号\n为管好种子，农业农村部决定废止《种子标签办法》。\n农业农村部\n2025年6"
      "月9日\n");
  CHECK(alone.title == "农业农村部公告第812号");
  CHECK(alone.number == "农业农村部公告第812号");
  const Article joint = page(
      "财政部 税务总局公告2024年第12号\n关于延续小店优惠的公告\n现将有关事项公告如下。\n"
      "财政部 税务总局\n2024年8月2日\n");
  CHECK(joint.title == "关于延续小店优惠的公告");
  CHECK(joint.number == "财政部 税务总局公告2024年第12号");
  CHECK(joint.issuer == "财政部、税务总局");
}

TEST_CASE("a day stands behind the source, and who passed a law with when") {
  for (const char* source : {"来源：人民网 2025年6月11日", "来源：人民网 | 2025-06-11 19:15",
                             "来源:人民网2025年06月11日"}) {
    CAPTURE(source);
    const Article article =
        page(std::string("古井都有了井盖\n") + source + "\n示例市给古井加了井盖，路人说好。\n");
    CHECK(article.sources.front().name == "人民网");
    CHECK(iso(article.published) == "2025-06-11");
  }
  const Article law = page(
      "示例省绿化条例\n（2015年9月25日示例省第十二届人民代表大会常务委员会第二十三次会议通过）\n"
      "第一条　为了绿化，制定本条例。\n");
  CHECK(law.issuer == "示例省人民代表大会常务委员会");
  CHECK(iso(law.signed_on) == "2015-09-25");
  const Article report = page(
      "示例县2026年政府工作报告\n2026年1月20日在示例县第十七届人民代表大会第六次会议上 县长 某某\n"
      "各位代表：\n我县点亮了路灯。\n");
  CHECK(iso(report.published) == "2026-01-20");
}

TEST_CASE("several offices issue one document") {
  const Article article =
      page("财政部 税务总局关于小书店税收政策的公告\n为支持小书店，现公告如下。\n一、免征。\n");
  CHECK(article.title == "财政部 税务总局关于小书店税收政策的公告");
  CHECK(article.issuer == "财政部、税务总局");
}

TEST_CASE("what only looks like furniture stays in the body") {
  const Article article = page(R"(关于举办河畔诵读会的通知
各社区：
河畔诵读会定于下月举行，现将有关事项通知如下。
时间：2024年5月1日
地点：老码头
主办单位：示例区图书馆
联系电话：000-0000000
打印节目单由各社区自理。
相关信息请留意公告栏。
来源于民间的故事优先。
关于我们为什么办诵读会，另文说明。
)");
  for (const char* line :
       {"时间：2024年5月1日", "地点：老码头", "主办单位：示例区图书馆", "联系电话", "打印节目单",
        "相关信息请留意", "来源于民间", "另文说明。"}) {
    CAPTURE(line);
    CHECK_THAT(body(article), ContainsSubstring(line));
  }
  CHECK(iso(article.published).empty());
}

TEST_CASE("labels in brackets of their own are fields, dashes no value") {
  check(R"([Home]
示例省地方法规 |
【发布文号】示政发[1994]103号
【发布日期】1994-12-27
【生效日期】1994-12-27
【失效日期】-----------
【所属类别】地方法规
【文件来源】-----------
示例省人民政府关于
印发古井加盖工程计划的通知
(示政发〔1994〕103号)
各市人民政府：
现将《古井加盖工程计划》印发给你们。
)",
        {"示例省人民政府关于印发古井加盖工程计划的通知", "示政发〔1994〕103号", "示例省人民政府",
         "", "1994-12-27", "", "各市人民政府", "印发给你们。"});
}

TEST_CASE("who adopted a law, a table below a lead and a heading on photographs stay in the body") {
  const Article article = page(R"(示例市绿化条例
2010年11月25日 示例市第十一届人民代表大会常务委员会第二十一次会议通过
为统一认定树名，根据《示例市树木修正案（四）》（以下简称《修正案（四）》）的规定，对《关于执行〈树木法〉确定树名的规定》作如下补充、修改：

| 条文 |树名 |
|-----|-----|
| 第152条第2款 |古树（取消老树） |
## 第七章 树木测绘、复制、拍摄
| 第244条之一 |行道树 |
)");
  for (const char* line : {"第二十一次会议通过", "|-----|-----|", "取消老树", "第七章", "行道树"}) {
    CAPTURE(line);
    CHECK_THAT(body(article), ContainsSubstring(line));
  }
}

TEST_CASE("a dateline above the title is no part of it") {
  const Article article = page(
      "示例社河畔2月13日电\n\n示例省人民政府关于做好河畔诵读工作的意见\n（2023年1月2日）\n"
      "各市人民政府：\n河畔诵读要办好，街坊们都来。\n");
  CHECK(article.title == "示例省人民政府关于做好河畔诵读工作的意见");
  REQUIRE_FALSE(article.sources.empty());
  CHECK(article.sources.front().name == "示例社");
}

TEST_CASE("a work report's place, however its head is written") {
  struct Row {
    const char* text;
    const char* issuer;
  };
  const auto row = GENERATE(values<Row>({
      {"政府工作报告\n——2025年2月28日在靖安县第十七届\n人民代表大会第五次会议上\n县长 "
       "张三\n各位代表：\n"
       "过去一年，我们办了实事。\n",
       "靖安县人民政府"},
      {"（贵州省）2021年黔西南州人民政府工作报告（全文）\n各位代表：\n过去一年，我们办了实事。\n",
       "黔西南布依族苗族自治州人民政府"},
  }));
  CAPTURE(row.text);
  CHECK(page(row.text).issuer == row.issuer);
}

TEST_CASE("a caption that tells of something by name stays in the body") {
  const Article article = page(
      "河畔诵读会\n街坊们来到河畔，读起了书。\n示例市开展“河畔诵读”活动。 示例市文化馆供图\n"
      "街坊们在河畔读书。 示例市文化馆供图\n到了晚上，人更多了。\n");
  CHECK_THAT(body(article), ContainsSubstring("示例市开展“河畔诵读”活动。"));
  CHECK_THAT(body(article), !ContainsSubstring("街坊们在河畔读书。"));
}

TEST_CASE("an event's time below the title is no date of publication") {
  const Article article =
      page("河畔诵读会\n时间：2024年5月1日\n地点：老码头\n欢迎街坊们都来听。\n");
  CHECK(iso(article.published).empty());
  CHECK_THAT(body(article), ContainsSubstring("时间：2024年5月1日"));
}

TEST_CASE("header lines below the text count too") {
  check(R"(示例县文化馆关于停止使用旧戏台的公告
旧戏台年久失修，停止使用。
示例县文化馆
2018年7月2日
发布日期：2018-07-05　来源：示例县政府网
（此件公开发布）)",
        {"示例县文化馆关于停止使用旧戏台的公告", "", "示例县文化馆", "2018-07-02", "2018-07-05",
         "示例县政府网", "旧戏台", "2018年7月2日"});
}

TEST_CASE(
    "site names and menus above a title, addresses and licenses below the text are left out") {
  check(R"(示例市人民政府门户网站
首页
政务公开
新闻中心
秋季灯会开幕
【信息来源：示例市政府办公室】【信息时间：2023-05-06 阅读次数：123】【字号 大 中 小】【我要打印】【关闭】
灯会昨天开幕。街坊们都来了。
主办：示例市人民政府办公室　承办：示例市大数据中心
地址：示例路1号
ICP备案号：示ICP备00000000号)",
        {"秋季灯会开幕", "", "", "", "2023-05-06", "示例市政府办公室", "灯会昨天", "都来了。"});
}

TEST_CASE("a newspaper's edition, an original title and counters are header") {
  check(R"(原标题：小镇来了新邻居
小镇来了新邻居
《示例日报》（2023年05月06日 第 03 版）
作者：某某 点击数：20
小镇来了新邻居。大家都去帮忙。
（责编：某某、某某）
分享让更多人看到)",
        {"小镇来了新邻居", "", "", "", "2023-05-06", "示例日报", "小镇来了", "去帮忙。"});
}

TEST_CASE("a bulletin names its issue, its compiler and its day") {
  check(R"(水乡工作简报
第9期（总第31期）
绍兴市水利局办公室编
2023年5月6日
本期介绍两座桥的修缮。
两座桥都修好了。
报：市政府办公室。
送：各镇街。)",
        {"水乡工作简报", "", "绍兴市水利局办公室", "", "2023-05-06", "", "本期介绍", "修好了。"});
}

TEST_CASE("the day a document takes effect is read from its last article or its header") {
  struct Row {
    const char* text;
    const char* effective;
  };
  const auto row = GENERATE(values<Row>({
      {"示例办法\n第一条 为了管理，制定本办法。\n第二条 "
       "本办法自２０２３年7月1日起施行。2010年1月1日起施行的旧办法同时废止。\n",
       "2023-07-01"},
      {"施行日期：2023年7月1日\n示例办法\n第一条 为了管理，制定本办法。\n", "2023-07-01"},
      {"示例办法\n第一条 本办法自公布之日起施行。\n", ""},
      {"示例新闻\n《示例办法》自2023年7月1日起施行，受到欢迎。\n", ""},
  }));
  CAPTURE(row.text);
  CHECK(iso(page(row.text).effective) == row.effective);
}

TEST_CASE("a text of one line is body, its title cut from it") {
  const Article article = page(
      "公园的长椅换成了木头的，坐上去不凉，老人们很高兴，孩子们也高兴，连猫都来晒太阳，真是一件小而"
      "美的好事情。\n");
  CHECK(article.title ==
        "公园的长椅换成了木头的，坐上去不凉，老人们很高兴，孩子们也高兴，连猫都来晒太阳…");
  CHECK(body(article) ==
        "公园的长椅换成了木头的，坐上去不凉，老人们很高兴，孩子们也高兴，连猫都来晒太阳，真是一件小"
        "而美的好事情。");
  REQUIRE(article.sections.size() == 1);
  CHECK(page("木桥修好了").title == "木桥修好了");
}

TEST_CASE("paragraphs without a title get one, and stay whole") {
  const Article article = page("春天到了。河里的冰化了。\n鸭子最先知道。\n");
  CHECK(article.title == "春天到了");
  CHECK(body(article) == "春天到了。河里的冰化了。\n鸭子最先知道。");
}

TEST_CASE("an address in the first line is the article's URL, not its text") {
  struct Row {
    const char* line;
    const char* url;
  };
  const auto row = GENERATE(values<Row>({
      {"https://www.example.org/a/t20240305_1.html", "https://www.example.org/a/t20240305_1.html"},
      {"github:someone/pages:raw/示例.csv", ""},
  }));
  const Article article = page(std::string(row.line) + "\n茶馆重新开张\n茶馆昨天开张了。\n");
  CHECK(article.title == "茶馆重新开张");
  CHECK(article.sources.front().url == row.url);
  CHECK(text_of(article, PartKind::kFrame) == row.line);
  CHECK(iso(article.published) == (*row.url ? "2024-03-05" : ""));
  CHECK(page("注:本文有图\n图在下面。\n").title == "注:本文有图");
}

TEST_CASE("the title is no menu, caption, name of a reporter or stray mark") {
  struct Row {
    const char* text;
    const char* title;
  };
  const auto row = GENERATE(values<Row>({
      {"要闻 人事 政情 图片\n示例网 > > 某频道 > > 正文\n\n古井都有了井盖\n\n2023年02月22日 来源: "
       "示例日报\n近日，示例市给古井加了井盖。\n",
       "古井都有了井盖"},
      {"古井都有了井盖 |\n发布日期:2024-11-12 来源:示例街道 |\n示例市给古井加了井盖。\n",
       "古井都有了井盖"},
      {"首页English\n• 时政\n古井都有了井盖\n示例市给古井加了井盖,路人说好。\n", "古井都有了井盖"},
      {"2024-11-12 来源:示例网\n0 收藏 打印 增大字体 减小字体\n\n古井都有了井盖\n\n"
       "示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"示例社某省分社正文\n\n古井都有了井盖\n2024-11-12\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"当前版:02版\n发布日期:\n古井都有了井盖\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"• 示例 阵雨转多云 18℃~11℃\n古井都有了井盖\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"# 古井都有了井盖\n\n**发布日期**: 2024-11-12\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"- “古井加盖”行动启动\n- 发表时间:2024-11-12\n示例市给古井加了井盖,路人说好。\n",
       "“古井加盖”行动启动"},
      {"广西日报传媒集团主办\n\n古井都有了井盖\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"原标题:古井都有了井盖\n示例市给古井加了井盖,路人说好。\n", "古井都有了井盖"},
      {"示例日报社 出版 国内统一刊号:CN00-0000 "
       "代号00-0\n正文字号:\n古井都有了井盖\n示例市给古井加了井盖,"
       "路人说好。\n",
       "古井都有了井盖"},
      {"热门专题:\n古井都有了井盖\n发布日期:2024-11-12\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"导航菜单\n\n(四川省)泸县人民政府工作报告(2021年12月17日)"
       "\n\n过去五年，我们给古井加了井盖。\n",
       "(四川省)泸县人民政府工作报告(2021年12月17日)"},
      {"县第十八届人民代表大会第一次会议文件\n政府工作报告\n各位代表：\n现在报告工作。\n",
       "政府工作报告"},
      {"政府工作报告\n2020年1月20日经示例区第十五届人民代表大会第四次会议审议通过\n各位代表:"
       "\n现在报告"
       "工作。\n",
       "政府工作报告"},
      {"您好,欢迎访问****\n您当前位置:首页> 新闻 "
       ">古井和古桥都有了井盖和护栏\n古井和古桥都有了井盖和护栏\n示例市给古"
       "井加了井盖,路人说好。\n",
       "古井和古桥都有了井盖和护栏"},
      {"2025 02/08 17:38:03\n来源:示例网\n古井都有了井盖\n字体:\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"】 【打 印】\n【 第1页 第2页 】\n古井都有了井盖\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {".\n\n古井都有了井盖\n\n示例市给古井加了井盖,路人说好。\n", "古井都有了井盖"},
      {"(资料图片)\n古井都有了井盖\n示例市给古井加了井盖,路人说好。\n", "古井都有了井盖"},
      {"初审编辑:\n责任编辑:张三\n示例网记者 张三 通讯员 李四 示例报道\n古井都有了井盖\n"
       "示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"政 府 工 作 报 告\n各位代表：\n现在报告工作。\n", "政 府 工 作 报 告"},
      // The headlines of a newspaper's page in one line, that of this article among them.
      {"镇里修好了三座桥老人说好走夜校里坐满了打工的人古井都有了井盖第一书记在村里过年"
       "书记县长同种一片林子一头牛走丢又回来了渡口停了四十年又开船\n"
       "古井都有了井盖\n2024-03-05\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      // A number behind the title, other headlines above it, a day with names, a lead.
      {"推广 热搜: 古井 井盖\n示例市人民政府关于给古井加井盖的通知 示政发〔2024〕5号\n"
       "2024-03-05 示例网张三\n核心提示:示例市人民政府关于给古井加井盖的通知\n"
       "各镇人民政府:\n现将井盖发给你们。\n",
       "示例市人民政府关于给古井加井盖的通知"},
      // The column of the site before it, names of reporters and Latin words above it.
      {"政务服务丨示例市人民政府关于给古井加井盖的通知\n- 发布日期:2024-03-05\n- 浏览次数:\n"
       "示政发〔2024〕5号\n各镇人民政府:\n现将井盖发给你们。\n",
       "示例市人民政府关于给古井加井盖的通知"},
      {"Workflow\nicon\n古井都有了井盖\n示例财经· 2024-03-05 08:53\n"
       "示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"示例日报记者 张三 李四 王五六\n古井都有了井盖\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      // A lead, and below it the document it is about.
      {"据示例部消息,为了古井好看,示例部将于今年给古井加上井盖,让大家放心。\n\n"
       "文化和旅游部公共服务司关于给古井加井盖的通知\n为了古井好看,现将井盖发给你们。\n",
       "文化和旅游部公共服务司关于给古井加井盖的通知"},
      // A letter that begins with whom it is for: what it brings.
      {"各镇人民政府、各办事处:\n《古井加井盖实施方案》已经县政府同意,现印发给你们。\n"
       "示例县人民政府办公室\n2024年3月5日\n",
       "古井加井盖实施方案"},
      // The site's name above the trail, which has the title too; a trail with », items of menus.
      {"聚焦古井 图说古桥\n关闭\n当前位置: 首页 > 桥与井 > 古井和古桥都有了井盖和护栏 >> 正文\n"
       "古井和古桥都有了井盖和护栏\n2022-06-24 示例画报综合报道\n示例市给古井加了井盖,路人说好。\n",
       "古井和古桥都有了井盖和护栏"},
      {"示例报新媒体-第一古井网 » 行业 > 正文\n古井都有了井盖\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"• 要闻\n  • 推荐\n  • 财经\n第04版:国内国际\n\n古井都有了井盖\n"
       "示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
      {"设为首页 - 加入收藏\n古井都有了井盖\n示例市给古井加了井盖,路人说好。\n", "古井都有了井盖"},
      // 标题: says it, and no line has it again.
      {"标题：古井都有了井盖\n来源URL：http://www.example.com/1.html\n"
       "——示例市的一件小事\n示例市给古井加了井盖,路人说好。\n",
       "古井都有了井盖"},
  }));
  CAPTURE(row.text);
  CHECK(page(row.text).title == row.title);
}

TEST_CASE("a day behind the name of the site's host is the page's") {
  const auto article = page(
      "古井都有了井盖\n\nwww.example.com.cn (2019-01-28 08:31:16) 来源:示例在线\n"
      "示例市给古井加了井盖,路人说好。\n");
  CHECK(iso(article.published) == "2019-01-28");
  CHECK(article.sources.front().name == "示例在线");
}

TEST_CASE(
    "a medium before a day with its time is the source, a bullet before a label no part of it") {
  const auto article =
      page("古井都有了井盖\n示例网 2024-03-05 11:31:16\n示例市给古井加了井盖,路人说好。\n");
  CHECK(iso(article.published) == "2024-03-05");
  CHECK(article.sources.front().name == "示例网");
  const auto notice = page(
      "示例市人民政府关于给古井加井盖的通知 示政发〔2024〕5号\n- 发布日期:2024-03-05\n"
      "各镇人民政府:\n现将井盖发给你们。\n");
  CHECK(iso(notice.published) == "2024-03-05");
  CHECK(notice.number == "示政发〔2024〕5号");
}

TEST_CASE("a text of nothing but what is left out elsewhere is the text") {
  const std::string text = GENERATE(values<const char*>({
      "有下列情形之一的：",
      "12345",
      "要闻 人事 政情 图片",
      "1998年5月29日示例市第十一届人民代表大会常务委员会第九次会议通过",
      "示例网记者 张三 通讯员 李四 示例报道",
  }));
  CAPTURE(text);
  RawDocument raw;
  raw.text = text;
  const auto article = frame_document(Gazetteer::builtin(), raw);
  REQUIRE(article);
  CHECK(body(*article) == text);
}

TEST_CASE("what the container states wins") {
  RawDocument raw;
  raw.source = {"k1", "https://example.org/2020/01/01/x", "in.jsonl", "示例数据"};
  raw.title = "示例市古树保护办法";
  raw.number = "示政令[2019]第5号";
  raw.issuer = "示例市人民政府";
  raw.date = Date::parse("2019-04-01");
  raw.text = "第一条 为保护古树，制定本办法。\n第二条 古树应当挂牌。";
  SECTION("the title goes before the text") {
    const auto article = frame_document(Gazetteer::builtin(), raw);
    REQUIRE(article);
    CHECK(article->text ==
          "示例市古树保护办法\n第一条 为保护古树，制定本办法。\n第二条 古树应当挂牌。");
    CHECK(body(*article) == raw.text);
    CHECK(article->number == "示政令〔2019〕5号");
    CHECK(article->issuer == "示例市人民政府");
    CHECK(iso(article->date()) == "2019-04-01");
    CHECK(article->sources == std::vector<Source>{raw.source});
  }
  SECTION("an issuer is an office, without the word before it") {
    struct Row {
      const char* given;
      const char* issuer;
    };
    const auto row = GENERATE(values<Row>({
        {"由最高人民法院", "最高人民法院"},
        {"经国务院", "国务院"},
        {"经济和信息化局", "经济和信息化局"},
        {"由甲", "由甲"},
    }));
    raw.issuer = row.given;
    const auto article = frame_document(Gazetteer::builtin(), raw);
    REQUIRE(article);
    CHECK(article->issuer == row.issuer);
  }
  SECTION("unless the text begins with it, on however many lines") {
    raw.text = "示例市古树\n　保护办法\n第一条 为保护古树，制定本办法。";
    const auto article = frame_document(Gazetteer::builtin(), raw);
    REQUIRE(article);
    CHECK(article->text == raw.text);
    CHECK(body(*article) == "第一条 为保护古树，制定本办法。");
  }
  SECTION("a sentence that begins like the title is text") {
    raw.text = "示例市古树保护办法自公布之日起施行。";
    const auto article = frame_document(Gazetteer::builtin(), raw);
    REQUIRE(article);
    CHECK(body(*article) == raw.text);
  }
  SECTION("a record that looks like a header is still text") {
    raw.text = "时间：2020年1月1日";
    const auto article = frame_document(Gazetteer::builtin(), raw);
    REQUIRE(article);
    CHECK(body(*article) == raw.text);
  }
}

TEST_CASE("pages without an article are refused by name") {
  const char* text = GENERATE("首页\n打印本页\n关闭窗口\n", "https://example.org/a\n", "\n \n　\n",
                              "分享到：\n【字体：\n大\n中\n小\n】\n");
  CAPTURE(text);
  const auto article = frame(text);
  REQUIRE(!article);
  CHECK(article.error().code == ErrorCode::kInvalidInput);
  CHECK_THAT(article.error().message, ContainsSubstring("page.txt"));
}

TEST_CASE("parts are in order, cover every line and keep the text as it was") {
  const std::string text =
      "标题一行\n来源：示例报　2020-01-02\n\n正文第一段。\n——编者\n正文第二段。\n编辑：某某\n";
  const Article article = page(text);
  CHECK(article.text == text);
  std::uint32_t last = 0;
  for (const Part& part : article.parts) {
    CHECK(part.span.start >= last);
    CHECK(part.span.start < part.span.end);
    last = part.span.end;
  }
  CHECK(text_of(article, PartKind::kByline) == "——编者");
  CHECK(body(article) == "正文第一段。\n正文第二段。");
}

}  // namespace zhengce::test
