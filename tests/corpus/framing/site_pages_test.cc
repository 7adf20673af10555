// Whole pages in the shapes of the usual families of sites, read from files and framed. All are
// made up.
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include "tests/corpus/framing/labels.h"

namespace zhengce::test {
namespace {

std::string encoded(const std::string& utf8, const char* charset) {
  const auto text = icu::UnicodeString::fromUTF8(utf8);
  std::string out(4 * static_cast<std::size_t>(text.length()) + 16, '\0');
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(charset, &status);
  REQUIRE(U_SUCCESS(status));
  const auto size = ucnv_fromUChars(converter, out.data(), static_cast<std::int32_t>(out.size()),
                                    text.getBuffer(), text.length(), &status);
  ucnv_close(converter);
  REQUIRE(U_SUCCESS(status));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

Article read_bytes(const std::string& name, const std::string& bytes) {
  const TempDir dir;
  auto articles = read_file_of_articles(dir.write(name, bytes));
  REQUIRE(articles.size() == 1);
  return std::move(articles.front());
}

struct Expected {
  const char* title;
  const char* number;
  const char* issuer;
  const char* signed_on;
  const char* published;
  const char* source;
  const char* status;
  const char* body_starts;
  const char* body_ends;
  /// What no search may find.
  std::vector<const char*> frame = {};
};

void check(const Article& article, const Expected& expected) {
  CHECK(article.title == expected.title);
  CHECK(article.number == expected.number);
  CHECK(article.issuer == expected.issuer);
  CHECK(iso(article.signed_on) == expected.signed_on);
  CHECK(iso(article.published) == expected.published);
  CHECK(article.sources.front().name == expected.source);
  CHECK(article.status == expected.status);
  const auto all = body(article);
  CAPTURE(all);
  CHECK(all.starts_with(expected.body_starts));
  CHECK(all.ends_with(expected.body_ends));
  for (const char* frame : expected.frame) {
    CAPTURE(frame);
    CHECK(all.find(frame) == std::string::npos);
  }
}

}  // namespace

TEST_CASE("a page with a header table over two columns") {
  const std::string html = R"(<!DOCTYPE html><html><head><meta charset="utf-8">
<title>示例省人民政府关于印发示例省山塘修复办法的通知_政府信息公开_示例省人民政府门户网站</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/zw">政务公开</a><a href="/fw">政务服务</a></div>
<table class="bd1"><tr><td><b>索 引 号：</b></td><td>000014349/2022-00033</td><td><b>主题分类：</b></td><td>农业、林业、水利\水利、水务</td></tr>
<tr><td><b>发文机关：</b></td><td>示例省人民政府</td><td><b>成文日期：</b></td><td>2022年04月21日</td></tr>
<tr><td><b>标　　题：</b></td><td colspan="3">示例省人民政府关于印发示例省山塘修复办法的通知</td></tr>
<tr><td><b>发文字号：</b></td><td>示政发〔2022〕9号</td><td><b>发布日期：</b></td><td>2022年05月06日</td></tr>
<tr><td><b>主 题 词：</b></td><td></td><td><b>有 效 性：</b></td><td>有效</td></tr></table>
<div class="pages_content" id="UCAP-CONTENT">
<p style="text-align:center"><b>示例省人民政府关于印发<br>示例省山塘修复办法的通知</b></p>
<p style="text-align:center">示政发〔2022〕9号</p>
<p>各市、县人民政府，省政府各部门：</p>
<p>　　现将《示例省山塘修复办法》印发给你们，请认真贯彻执行。</p>
<p style="text-align:right">示例省人民政府</p><p style="text-align:right">2022年4月21日</p>
<p>　　（此件公开发布）</p>
<p style="text-align:center"><b>示例省山塘修复办法</b></p>
<p>　　第一条　为了修复山塘，方便浇灌，制定本办法。</p>
<p>　　第二条　山塘每三年清淤一次，由村里的人一起动手。</p></div>
<div class="ewm">扫一扫在手机打开当前页</div>
<div class="xg"><h3>相关链接</h3><ul><li><a href="/1">山塘修复办法，一图读懂</a></li><li><a href="/2">解读：为什么要修山塘，怎么修山塘</a></li></ul></div>
<div class="foot"><p>版权所有：示例省人民政府办公厅　示例ICP备00000000号</p></div></body></html>)";
  check(read_bytes("a.html", html),
        {"示例省人民政府关于印发示例省山塘修复办法的通知",
         "示政发〔2022〕9号",
         "示例省人民政府",
         "2022-04-21",
         "2022-05-06",
         "",
         "有效",
         "各市、县人民政府",
         "一起动手。",
         {"政务服务", "索 引 号", "扫一扫", "此件公开发布", "一图读懂", "版权所有"}});
}

TEST_CASE("an old page laid out in tables, GBK declared as gb2312") {
  const std::string html =
      R"(<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>示例县水利局</title></head><body bgcolor=#ffffff><table width=778 border=0><tr><td>
<a href=index.asp>网站首页</a> | <a href=news.asp>新闻动态</a> | <a href=law.asp>政策法规</a></td></tr></table>
<table width=778><tr><td width=180><a href=1.asp>栏目一的文章，请点这里</a><br><a href=2.asp>栏目二的文章，请点这里</a></td>
<td><table><tr><td align=center class=title>关于做好今年冬修水利工作的通知</td></tr>
<tr><td align=center>发布时间：2008-11-12　来源：示例县水利局　作者：办公室　点击数：356　【字体：大 中 小】</td></tr>
<tr><td class=content>&nbsp;&nbsp;&nbsp;&nbsp;各乡镇水利站：<br>&nbsp;&nbsp;&nbsp;&nbsp;冬修时节已到，请抓紧清理沟渠。<br>
&nbsp;&nbsp;&nbsp;&nbsp;一、镕江以北的沟渠先修，堃桥以南的后修。<br>&nbsp;&nbsp;&nbsp;&nbsp;二、每条沟渠都有专人看护。</td></tr>
<tr><td>上一篇：<a href=3.asp>关于清明放假的通知</a></td></tr><tr><td>下一篇：<a href=4.asp>关于元旦放假的通知</a></td></tr>
<tr><td>【<a href=#>打印本页</a>】【<a href=#>关闭窗口</a>】</td></tr></table></td></tr></table>
<center>Copyright 2008 示例县水利局 技术支持：示例公司</center></body></html>)";
  check(read_bytes("a.htm", encoded(html, "GBK")),
        {"关于做好今年冬修水利工作的通知",
         "",
         "",
         "",
         "2008-11-12",
         "示例县水利局",
         "",
         "各乡镇水利站：",
         "专人看护。",
         {"点击数", "上一篇", "清明放假", "打印本页", "技术支持", "栏目一"}});
}

TEST_CASE("a news site: breadcrumbs, source after a bar, editors and reading lists") {
  const std::string html =
      R"(<!DOCTYPE html><html><head><meta charset="utf-8"><title>小城的旧厂房成了图书馆--社会--示例网</title></head><body>
<div class="path"><a href="/">示例网</a>&gt;&gt;<a href="/sh">社会</a></div>
<div class="col"><h1>小城的旧厂房成了图书馆</h1><div class="sou">2021年03月05日08:12 | 来源：<a href="http://www.example.org">示例晚报</a></div>
<div class="set">小字号</div><div class="rm_txt_con"><p>　　厂房空了八年，今年春天重新开了门。书架立在原来的流水线上。</p>
<p>　　“机器搬走了，灯还在。”馆长说，晚上十点前都有人来看书。</p></div>
<p class="paper_num">《示例晚报》（2021年03月05日 第 04 版）</p>
<div class="edit">(责编：某甲、某乙)</div><div class="share">分享让更多人看到</div>
<div class="tj"><h2>推荐阅读</h2><ul><li><a href="/a">河边的步道修好了，散步的人多了</a></li><li><a href="/b">夜班公交通到了村口，回家方便了</a></li></ul></div></div>
<div class="foot"><a href="/about">关于我们</a> | <a href="/job">招聘英才</a><br>示例网版权所有，未经书面授权禁止使用</div></body></html>)";
  check(read_bytes("a.shtml", html),
        {"小城的旧厂房成了图书馆",
         "",
         "",
         "",
         "2021-03-05",
         "示例晚报",
         "",
         "厂房空了八年",
         "来看书。",
         {"小字号", "责编", "分享让更多人看到", "推荐阅读", "夜班公交", "招聘英才"}});
}

TEST_CASE("a page in traditional characters, Big5") {
  const std::string html =
      R"(<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><title>示例區設立共享工具站</title></head><body>
<div><a href="/">主頁</a> <a href="/news">新聞公報</a> <a href="/sitemap">網頁指南</a></div>
<h1>示例區設立共享工具站</h1><div>發布日期：2023年3月5日　來源：示例區公所</div>
<div class="content"><p>區公所今日表示，將於三月在社區會堂設立共享工具站，居民可以借用梯子、電鑽及園藝工具。</p>
<p>工具站逢星期二、四、六開放，借用期為七日，毋須繳費。</p></div>
<div>列印本頁</div><div>分享到</div><div>回頁首</div></body></html>)";
  check(read_bytes("a.html", encoded(html, "Big5")),
        {"示例區設立共享工具站",
         "",
         "",
         "",
         "2023-03-05",
         "示例區公所",
         "",
         "區公所今日表示",
         "毋須繳費。",
         {"網頁指南", "列印本頁", "回頁首", "分享到"}});
}

TEST_CASE("an article of a public account") {
  const std::string html =
      R"(<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="渡口的灯又亮了"><title></title></head><body>
<div id="page-content"><div id="img-content"><h1 id="activity-name">渡口的灯又亮了</h1>
<div id="meta_content"><span class="rich_media_meta">原创</span> <a href="javascript:void(0);" id="js_name">示例发布</a> <em id="publish_time">2024-03-05 18:20</em> <span>示例省</span></div>
<div id="js_content"><section><p><span>渡口停了十年，上个月又开了船。</span></p><section><p>船工老人说，早晚各一班，坐船不要钱。</p></section></section></div></div>
<div>预览时标签不可点</div><div>微信扫一扫<br>关注该公众号</div><div>继续滑动看下一个</div></div></body></html>)";
  check(read_bytes("a.html", html),
        {"渡口的灯又亮了",
         "",
         "",
         "",
         "2024-03-05",
         "",
         "",
         "渡口停了十年",
         "不要钱。",
         {"原创", "预览时标签不可点", "关注该公众号", "继续滑动看下一个"}});
}

TEST_CASE("a text page with printing line, copies and a list of attachments") {
  check(read_bytes("a.txt", R"(首页 > 政府信息公开 > 规范性文件
索引号：SL001-2023-0021
信息分类：城乡建设
发布机构：示例市人民政府办公室
生成日期：2023-06-02
文号：示政办规〔2023〕4号
公文时效：已失效
示例市人民政府办公室关于开放单位厕所的通知
各县（市、区）人民政府，市级各单位：
为方便群众，经市政府同意，临街单位的厕所全部向行人开放。
附件：1.开放单位名单
2.标志样式
示例市人民政府办公室
2023年6月1日
附件1
开放单位名单
邮电所、文化馆、粮站。
附件2
标志样式
蓝底白字，夜里能看见。
抄送：市委各部门，市人大常委会办公室。
示例市人民政府办公室 2023年6月2日印发
附件下载：
1.开放单位名单.docx
打印 关闭
政策解读
关于开放单位厕所的解读
)"),
        {"示例市人民政府办公室关于开放单位厕所的通知",
         "示政办规〔2023〕4号",
         "示例市人民政府办公室",
         "2023-06-02",
         "",
         "",
         "已失效",
         "各县（市、区）人民政府",
         "夜里能看见。",
         {"信息分类", "抄送", "打印 关闭", "政策解读"}});
}

TEST_CASE("labels in English around a Chinese article") {
  check(read_bytes("a.txt", R"(Home > News > Local
Font Size: A A A
水井边的茶摊
Source: 示例日报
Publish Date: 2022-08-09
Views: 120
水井边的茶摊摆了三十年，一碗茶不要钱。
过路的人歇歇脚，说几句话再走。
Print
Close
Share to WeChat
Copyright © 示例网 All rights reserved
)"),
        {"水井边的茶摊",
         "",
         "",
         "",
         "2022-08-09",
         "示例日报",
         "",
         "水井边的茶摊摆了三十年",
         "再走。",
         {"Font Size", "Views", "Print", "Share to", "Copyright"}});
}

TEST_CASE("a county's page with tags, neighbors and comments, UTF-16") {
  const std::string html =
      R"(<!DOCTYPE html><html><head><title>梯田边的小学校复课了 - 示例县融媒体中心</title></head><body>
<header><a href="/">示例县融媒体中心</a><nav><a href="/xw">新闻</a></nav></header>
<article><h1 class="entry-title">梯田边的小学校复课了</h1><div class="meta">时间：2020-09-01 09:00:00 编辑：某丙 审核：某丁 浏览量：77</div>
<div class="entry"><p>九月一日，梯田边的小学校复课了，二十三个孩子坐进新教室。</p><p>老师说，中午在学校吃饭，下雨天不用再跑山路。</p></div>
<div class="tags">标签：<a href="/t1">教育</a><a href="/t2">乡村</a></div></article>
<div class="near"><p>上一篇：<a href="/8">茶园里的音乐会，来了三百人</a></p><p>下一篇：没有了</p></div>
<div class="comment"><h3>发表评论</h3><p>登录后才能评论</p></div>
<div>主办单位：示例县融媒体中心　地址：示例县人民路1号</div></body></html>)";
  check(read_bytes("a.html", "\xFF\xFE" + encoded(html, "UTF-16LE")),
        {"梯田边的小学校复课了",
         "",
         "",
         "",
         "2020-09-01",
         "",
         "",
         "九月一日",
         "跑山路。",
         {"浏览量", "标签", "上一篇", "下一篇", "发表评论", "登录后", "主办单位"}});
}

TEST_CASE("a reply to a proposal keeps its contact line, a dd list its fields") {
  const std::string html =
      R"(<html><head><meta charset=utf-8><title>对市人大某次会议第12号建议的答复</title></head><body>
<dl><dt>索引号</dt><dd>SL-JY-2021-12</dd><dt>发文机关</dt><dd>示例市园林局</dd><dt>成文日期</dt><dd>2021-05-20</dd><dt>发布日期</dt><dd>2021-06-01</dd><dt>时效性</dt><dd>现行有效</dd></dl>
<div class=art><h2>对市人大某次会议第12号建议的答复</h2><p>某代表：</p><p>您提出的“让社区花园不断水”的建议收悉，现答复如下。</p>
<p>一、接通水管三十处，每处配一把公用水壶。</p><p>感谢您对园林工作的关心。</p><p>示例市园林局</p><p>2021年5月20日</p><p>（联系人：某戊；电话：0000-0000000）</p></div>
<div><a href=#>打印</a> <a href=#>收藏</a> 分享到： <a href=#>微信</a> <a href=#>微博</a></div></body></html>)";
  check(read_bytes("a.html", html), {"对市人大某次会议第12号建议的答复",
                                     "",
                                     "示例市园林局",
                                     "2021-05-20",
                                     "2021-06-01",
                                     "",
                                     "现行有效",
                                     "某代表：",
                                     "",
                                     {"索引号", "收藏", "分享到", "微博"}});
}

}  // namespace zhengce::test
