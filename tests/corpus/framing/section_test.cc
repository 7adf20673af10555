// Roundups: which lines open a section, and what it is about.
#include "tests/corpus/framing/pages.h"

namespace zhengce::test {

TEST_CASE("a roundup's reports are sections of their regions, sent in by their offices") {
  const Article article = page(R"(把灯点亮
来源:示例报 发布日期:2022-01-05

  各地想了不少办法,让夜路亮起来。现选登几则,供参考。

  ——编者

浙江:小巷里的路灯

  浙江省为两千条小巷装了路灯。

  (浙江省民宗委供稿)

福建:渔港的航标灯

  渔港的灯亮了,船好回家。

  (福建省民族宗教厅供稿)

晋江示例灯具有限公司:工人自己修灯

  晋江示例灯具有限公司位于福建省晋江市,工人会修灯。

  (晋江示例灯具有限公司供稿)

(编辑:某某
网站声明
浙江:这里不是正文
本网站声明如下。)");
  REQUIRE(article.sections.size() == 4);
  const Section& lead = article.sections[0];
  CHECK(lead.n == 0);
  CHECK(lead.heading.empty());
  CHECK(lead.about.empty());
  CHECK_THAT(slice_of(article, lead.span), ContainsSubstring("各地想了不少办法"));
  const Section& zhejiang = article.sections[1];
  CHECK(zhejiang.heading == "浙江:小巷里的路灯");
  CHECK(slice_of(article, zhejiang.heading_span) == zhejiang.heading);
  CHECK(about(zhejiang) == "浙江省");
  CHECK(zhejiang.contributor == "浙江省民宗委");
  CHECK(slice_of(article, zhejiang.contributor_span) == "浙江省民宗委");
  CHECK(zhejiang.subject_org.empty());
  CHECK(about(article.sections[2]) == "福建省");
  CHECK(about(article.sections[3]) == "晋江市");
  CHECK(article.sections[3].subject_org == "晋江示例灯具有限公司");
  CHECK(article.sections[3].n == 3);
  for (const Section& section : article.sections) {
    CHECK_THAT(slice_of(article, section.span), !ContainsSubstring("网站声明"));
    for (const Span span : indexed_spans(article, section)) {
      CHECK_THAT(slice_of(article, span), !ContainsSubstring("供稿"));
    }
  }
}

TEST_CASE("headings are written in several ways") {
  struct Row {
    const char* name;
    const char* text;
    std::vector<const char*> about;
  };
  const auto row = GENERATE(values<Row>({
      {"full-width colon, chains and zones, no contributors",
       "春耕三则\n编者按\n春耕开始了。\n广东省深圳市：阳台种菜\n阳台上种出了菜。\n青岛西海岸新区："
       "盐碱地里插秧\n盐碱地里也能插秧。\n新疆喀什：戈壁建棚\n戈壁上建起了棚。\n",
       {"", "深圳市", "青岛西海岸新区", "喀什地区"}},
      {"in brackets",
       "各地动态\n【浙江】\n浙江办起了读书会。\n【湖北武汉】\n武汉的桥亮了灯。\n",
       {"浙江省", "武汉市"}},
      {"a region alone on its line",
       "各地动态\n浙江省\n浙江办起了读书会，读的人不少。\n湖北省\n湖北的桥亮了灯，走的人不少。\n",
       {"浙江省", "湖北省"}},
      {"with bars, dots and dashes, closed by an office in brackets",
       "四地晒成绩\n四地成绩可观。\n浙江丨小巷里的路灯\n浙江装了路灯。\n（浙江省住建厅）\n湖南·长沙"
       "|江边的长椅\n长沙装了长椅。\n山东——海边的步道\n海边有了步道。\n",
       {"", "浙江省", "长沙市", "山东省"}},
      {"numbered",
       "几点做法\n一、浙江：先试一步\n浙江先试了一步。\n二、江苏：跟上一步\n江苏跟上了。\n",
       {"浙江省", "江苏省"}},
      {"villages and communities behind their counties",
       "十个典型案例\n一批案例发布了。\nNO.01\n云梦县沙河乡伍湖村\n该村养起了虾，收入多了。\nNO."
       "02\n赤壁市新店镇大湖岭村\n该村种起了油菜，收入多了。\n杭州市西湖区北山社区\n"
       "社区修了路，走的人多了。\n",
       {"", "沙河乡", "新店镇", "西湖区"}},
      {"one heading closed by its contributor",
       "一则来稿\n编者说两句。\n云南：茶山修路\n茶山上修了路。\n（云南省交通厅供稿）\n",
       {"", "云南省"}},
  }));
  CAPTURE(row.name);
  const Article article = page(row.text);
  std::vector<std::string> found;
  for (const Section& section : article.sections) found.push_back(about(section));
  CHECK(found == std::vector<std::string>(row.about.begin(), row.about.end()));
}

TEST_CASE("lines that only look like headings open no section") {
  const char* text = GENERATE(
      "通知\n有关事项通知如下。\n来源:浙江\n电话:0571-0000000\n目标:全省覆盖，人人参与。\n注:"
      "以上数据为快报。\n责任单位:示例局\n时间:五月\n记者:您怎么看?\n李四:我看很好。\n",
      // One region alone is no roundup.
      "一个地方的事\n浙江:小巷里的路灯\n浙江省为小巷装了路灯。\n",
      // A list of places is no report on them.
      "名单\n下列地方入选。\n浙江:\n江苏:\n福建:\n",
      "名单\n下列地方入选。\n浙江省\n杭州市\n江苏省\n南京市\n",
      "电话\n各地电话如下。\n浙江:0571-000000\n江苏:025-000000\n",
      // Paragraphs that begin with a name are sentences, not headings.
      "名单\n名单如下。\n浙江：西湖区、余杭区。\n江苏：玄武区、鼓楼区。\n");
  CAPTURE(text);
  const Article article = page(text);
  REQUIRE(article.sections.size() == 1);
  CHECK(article.sections.front().heading.empty());
}

TEST_CASE("a section ends with its contributor's line, not at the next heading") {
  const Article article = page(
      "两则\n浙江:路灯\n浙江装了路灯。\n(浙江省住建厅供稿)\n以下是编者的话。\n江苏:"
      "长椅\n江苏装了长椅。\n(江苏省住建厅供稿)\n");
  REQUIRE(article.sections.size() == 3);
  CHECK(about(article.sections[0]) == "浙江省");
  CHECK_THAT(slice_of(article, article.sections[0].span), !ContainsSubstring("编者的话"));
  CHECK(about(article.sections[1]).empty());
  CHECK(about(article.sections[2]) == "江苏省");
}

TEST_CASE("who sent a text in is read in each form") {
  struct Row {
    const char* line;
    const char* contributor;
  };
  const auto row = GENERATE(values<Row>({
      {"(浙江省民宗委供稿)", "浙江省民宗委"},
      {"（ 示例市文旅局 供稿 ）", "示例市文旅局"},
      {"（本文由示例市文旅局供稿）", "示例市文旅局"},
      {"供稿单位：示例市文旅局", "示例市文旅局"},
      {"（绍兴市柯桥区文化馆）", "绍兴市柯桥区文化馆"},
      {"（市文旅局、市财政局负责）", ""},
      {"（供稿）", ""},
      {"（记者 某某）", ""},
  }));
  CAPTURE(row.line);
  const Article article =
      page(std::string("标题在此\n正文在此。正文还有一句。\n") + row.line + "\n");
  REQUIRE(article.sections.size() == 1);
  CHECK(article.sections.front().contributor == row.contributor);
  CHECK(slice_of(article, article.sections.front().contributor_span) == row.contributor);
}

}  // namespace zhengce::test
