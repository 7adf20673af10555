// What an article that is no roundup is about.
#include "tests/corpus/framing/pages.h"

namespace zhengce::test {

TEST_CASE("an article has a region where the evidence is clear, else none") {
  struct Row {
    const char* text;
    const char* medium;
    const char* about;
  };
  const auto row = GENERATE(values<Row>({
      // The title.
      {"广东省深圳市把路灯换成了暖光\n路灯换了，路人说好。\n", "", "深圳市"},
      {"【特稿】苏州市小巷添书香\n小巷里有了书架。\n", "", "苏州市"},
      {"深圳：路灯换成了暖光\n路灯换了，路人说好。\n", "", "深圳市"},
      {"浙江推进小书房建设\n浙江省杭州市的小书房开门了。\n", "", "浙江省"},
      {"浙江大学办起读书会\n读书会在校园里举行。\n", "", ""},
      {"浙江、江苏两省合办灯会\n灯会在湖边举行。\n", "", ""},
      // The issuer.
      {"浙江省人民政府办公厅关于做好路灯工作的通知\n各市人民政府：\n请做好工作。\n", "", "浙江省"},
      {"中共四川省委办公厅 四川省人民政府办公厅关于做好路灯工作的通知\n请做好工作。\n", "",
       "四川省"},
      {"关于做好路灯工作的通知\n浙政办发〔2021〕3号\n请做好工作。\n", "", "浙江省"},
      {"国务院关于同意广东省设立路灯日的批复\n国函〔2021〕3号\n广东省人民政府：\n广东省的请示收悉。"
       "广东省要管好路灯。\n",
       "", ""},
      {"国务院办公厅关于表扬各地的通报\n浙江省、江苏省做得好。\n", "", ""},
      // A work report.
      {"政府工作报告\n——2025年1月13日在福建省第十四届人民代表大会第三次会议上\n来源：示例报\n各位代"
       "表：\n现在报告工作。\n",
       "", "福建省"},
      {"2025年政府工作报告\n来源：吉林日报\n各位代表：\n现在报告工作。\n", "", "吉林省"},
      {"2024年宜昌市政府工作报告\n各位代表：\n现在报告工作。\n", "", "宜昌市"},
      // The first sentence.
      {"路灯换新记\n本报讯（记者 "
       "某某）近日，山东省青岛市把路灯换了一遍。市南区先换，崂山区后换。\n",
       "", "青岛市"},
      {"路灯换新记\n浙江省杭州市换了路灯。江苏省南京市换了长椅，福建省厦门市换了站牌，湖南省长沙市"
       "也换了。\n",
       "", ""},
      {"路灯换新记\n新华社杭州3月5日电 各地都在换路灯。湖北、湖南进展较快。\n", "", ""},
      // The paper's own place.
      {"我市路灯全部换新\n路灯换了，路人说好。\n", "深圳特区报", "深圳市"},
      {"我省路灯全部换新\n路灯换了，路人说好。\n", "深圳特区报", ""},
      {"路灯的故事\n路灯换了，路人说好。\n", "深圳特区报", ""},
      // Nothing.
      {"图书馆里的一个下午\n阅览室里的人比平时多。\n", "", ""},
  }));
  CAPTURE(row.text);
  const Article article = page(row.text, {"", "", "", row.medium});
  REQUIRE(article.sections.size() == 1);
  CHECK(about(article.sections.front()) == row.about);
}

}  // namespace zhengce::test
