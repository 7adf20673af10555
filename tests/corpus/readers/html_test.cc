#include "corpus/readers/html.h"

#include <chrono>

#include "tests/support/catch.h"
#include "tests/support/sanitized.h"

namespace zhengce::test {
namespace {

const std::string kNav =
    "<div class='top'><ul><li><a href='/'>首页</a></li><li><a href='/gk'>政务公开</a></li>"
    "<li><a href='/fw'>办事服务</a></li><li><a href='/hd'>互动交流</a></li></ul></div>"
    "<div>您现在的位置：<a href='/'>首页</a> &gt; <a href='/gk'>政务公开</a></div>";
const std::string kFooter =
    "<div class='foot'><p>主办单位：示例市人民政府办公室</p><p>示例ICP备00000000号 "
    "网站标识码：0000000000</p><p><a href='/map'>网站地图</a></p></div>";
const std::string kBody =
    "<p>　　示例市在各街道设立“夜读驿站”，居民下班后也能借书、还书。</p>"
    "<p>　　目前全市已有三十个站点，服务居民两万人次。</p>";
const std::string kBodyText =
    "示例市在各街道设立“夜读驿站”，居民下班后也能借书、还书。\n"
    "目前全市已有三十个站点，服务居民两万人次。\n";

std::string page(const std::string& head, const std::string& body) {
  return "<!DOCTYPE html>\n<html><head>" + head + "</head><body>" + body + "</body></html>";
}

RawDocument read(const std::string& html) {
  REQUIRE(looks_like_html(html));
  auto document = read_html(html);
  CAPTURE(document ? "" : document.error().message);
  REQUIRE(document);
  return std::move(*document);
}

std::string iso(const std::optional<Date>& date) { return date ? date->iso() : ""; }

}  // namespace

TEST_CASE("a government page gives its text and what its meta tags say") {
  const auto document = read(page(
      "<meta name='SiteName' content='示例市人民政府'><meta name='ColumnName' content='工作动态'>"
      "<meta name='ArticleTitle' content='夜读驿站走进街道'>"
      "<meta name='PubDate' content='2024-03-05 10:20'>"
      "<meta name='ContentSource' content='示例日报'>"
      "<link rel='canonical' href='https://www.example.org/gk/1.html'>"
      "<title>夜读驿站走进街道_工作动态_示例市人民政府</title><style>p{color:red}</style>",
      kNav +
          "<div class='main'><h2>夜读驿站走进街道</h2><div "
          "class='info'><span>发布日期：2024-03-05</span>"
          " <span>来源：示例日报</span> <span>浏览次数：12次</span></div>"
          "<div id='zoom'><script>var a = '不要，这个。';</script><!-- 也不要。 -->" +
          kBody +
          "<p style='display: none'>藏起来的话，不应出现。</p></div><div class='share'>"
          "<a href='#'>打印本页</a> <a href='#'>关闭窗口</a></div></div>"
          "<div class='more'><h3>相关阅读</h3><ul><li><a "
          "href='/2'>社区花园开放了，欢迎来看</a></li>"
          "<li><a href='/3'>夜间公交增加班次，方便居民</a></li></ul></div>" +
          kFooter));
  CHECK(document.text ==
        "夜读驿站走进街道\n发布日期：2024-03-05 来源：示例日报 浏览次数：12次\n" + kBodyText);
  CHECK(document.title == "夜读驿站走进街道");
  CHECK(document.category == "工作动态");
  CHECK(document.source.name == "示例日报");
  CHECK(document.source.url == "https://www.example.org/gk/1.html");
  CHECK(iso(document.published) == "2024-03-05");
  CHECK(!document.date);
}

TEST_CASE("an index table becomes fields, however it is built") {
  const auto table = GENERATE(values<std::string>({
      "<table><tr><td>索 引 "
      "号：</td><td>SL-2024-001</td><td>主题分类：</td><td>文化、广电</td></tr>"
      "<tr><td>发文机关：</td><td>示例市人民政府办公室</td><td>成文日期：</td><td>2023年12月28日</"
      "td></tr>"
      "<tr><td>标　　题：</td><td colspan=3>示例市人民政府办公室关于设立夜读驿站的通知</td></tr>"
      "<tr><td>发文字号：</td><td>示例发〔2023〕12号</td><td>发布日期：</td><td>2024年01月04日</"
      "td></tr>"
      "<tr><td>有 效 性：</td><td>有效</td><td>主 题 词：</td><td></td></tr></table>",
      "<ul><li><b>索引号：</b>SL-2024-001</li><li><b>主题分类：</b>文化、广电</li>"
      "<li><b>发文机关：</b>示例市人民政府办公室</li><li><b>成文日期：</b>2023-12-28</li>"
      "<li><b>标题：</b>示例市人民政府办公室关于设立夜读驿站的通知</li>"
      "<li><b>发文字号：</b>示例发〔2023〕12号</li><li><b>发布日期：</b>2024-01-04</li>"
      "<li><b>有效性：</b>有效</li></ul>",
      "<dl><dt>索引号</dt><dd>SL-2024-001</dd></dl><div><span>索引号：SL-2024-001</span> "
      "<span>主题分类：文化、广电</span></div><div>发文机关：示例市人民政府办公室 "
      "成文日期：2023-12-28</div>"
      "<div>标题：示例市人民政府办公室关于设立夜读驿站的通知</div>"
      "<div>【发文字号】：示例发〔2023〕12号</div><div>发布日期：</div><div>2024-01-04</div>"
      "<div>有效性：有效</div>",
  }));
  const auto document =
      read(page("<title>示例市人民政府门户网站</title>",
                kNav + "<div class='xxgk'>" + table +
                    "</div><div class='text'><p "
                    "align=center><b>示例市人民政府办公室<br>关于设立夜读驿站的通知</b></p>"
                    "<p align=center>示例发〔2023〕12号</p><p>各街道办事处：</p>" +
                    kBody + "<p>示例市人民政府办公室</p><p>2023年12月28日</p></div>" + kFooter));
  CHECK(document.title == "示例市人民政府办公室关于设立夜读驿站的通知");
  CHECK(document.issuer == "示例市人民政府办公室");
  CHECK(document.number == "示例发〔2023〕12号");
  CHECK(document.category == "文化、广电");
  CHECK(document.status == "有效");
  CHECK(iso(document.date) == "2023-12-28");
  CHECK(iso(document.published) == "2024-01-04");
  CHECK_THAT(document.text, ContainsSubstring("\n索引号：SL-2024-001\n"));
  CHECK(document.text.starts_with("示例市人民政府办公室关于设立夜读驿站的通知\n索引号："));
  CHECK(document.text.ends_with("示例发〔2023〕12号\n各街道办事处：\n" + kBodyText +
                                "示例市人民政府办公室\n2023年12月28日\n"));
  CHECK_THAT(document.text, !ContainsSubstring("首页"));
}

TEST_CASE("a page's title is the article's, without the site's name") {
  struct Row {
    const char* head;
    const char* body;
    const char* title;
  };
  const auto row = GENERATE(values<Row>({
      {"<title>夜读驿站走进街道_示例新闻网</title>", "", "夜读驿站走进街道"},
      {"<title>夜读驿站走进街道-工作动态-示例市人民政府</title>", "", "夜读驿站走进街道"},
      {"<title>夜读驿站走进街道 | 示例网</title>", "", "夜读驿站走进街道"},
      {"<title>夜读驿站走进街道——示例市门户网站</title>", "", "夜读驿站走进街道"},
      {"<title>书香城市——夜读驿站走进街道</title>", "", "书香城市——夜读驿站走进街道"},
      {"<title>2023-2025年夜读驿站规划</title>", "", "2023-2025年夜读驿站规划"},
      {"<meta name=SiteName content=示例书香><title>夜读驿站走进街道-示例书香</title>", "",
       "夜读驿站走进街道"},
      {"<meta name=SiteName content=示例书香><title>示例书香-夜读驿站走进街道</title>", "",
       "夜读驿站走进街道"},
      {"<title>夜读驿站走进街道，居民下班借书_示例网</title>",
       "<h1>夜读驿站走进街道，居民下班借书</h1>", "夜读驿站走进街道，居民下班借书"},
      {"<title>示例网</title>", "<h1>夜读驿站<br>走进街道</h1>", "夜读驿站走进街道"},
      {"<title>示例网</title><meta property='og:title' content='夜读驿站走进街道_示例网'>", "",
       "夜读驿站走进街道"},
      {"<meta name='ArticleTitle' content='夜读驿站&lt;br&gt;走进街道'><title>示例网</title>", "",
       "夜读驿站走进街道"},
  }));
  CAPTURE(row.head);
  const auto document = read(page(row.head, row.body + ("<div>" + kBody + "</div>")));
  CHECK(document.title == row.title);
  CHECK(document.text == row.title + ("\n" + kBodyText));
}

TEST_CASE("a page's address is found in it") {
  struct Row {
    const char* before;
    const char* head;
    const char* url;
  };
  const auto row = GENERATE(values<Row>({
      {"", "<link rel=canonical href='https://example.org/a'>", "https://example.org/a"},
      {"", "<meta property='og:url' content='https://example.org/b'>", "https://example.org/b"},
      {"<!-- saved from url=(0021)https://example.org/c -->", "", "https://example.org/c"},
      {"", "<link rel=canonical href='/relative'>", ""},
      {"", "<link rel=canonical href='javascript:alert(1)'>", ""},
      {"", "", ""},
  }));
  const auto document =
      read(row.before + page(row.head, "<h1>夜读驿站走进街道</h1><div>" + kBody + "</div>"));
  CHECK(document.source.url == row.url);
}

TEST_CASE("text runs together and breaks where a reader sees it") {
  struct Row {
    const char* html;
    const char* text;
  };
  const auto row = GENERATE(values<Row>({
      {"<span>浙</span><span>江</span>的<b>夜<i>读</i></b>驿站", "浙江的夜读驿站"},
      {"浙江\n  的\n夜读<span>\n</span>驿站", "浙江的夜读驿站"},
      {"共 30 个\n站点，ABC\nDEF", "共 30 个站点，ABC DEF"},
      {"上<br>下<br/>左<div>右</div>末", "上\n下\n左\n右\n末"},
      {"甲&nbsp;&nbsp;乙 &amp; 丙 &lt;丁&gt; &ldquo;戊&rdquo; &#24050; &#x5DF1;",
       "甲 乙 & 丙 <丁> “戊” 已 己"},
      {"甲&#0;&#x110000;乙\u200B丙\uFEFF丁", "甲乙丙丁"},
      {"<ul><li>一<li>二</ul>", "一\n二"},
      {"<pre>一\n二</pre>", "一\n二"},
      {"<table><tr><td>地区</td><td>站点</td></tr><tr><td><p>示例区</p></td><td><p>三</p><p>个</"
       "p></td></tr>"
       "</table>",
       "地区\t站点\n示例区\t三 个"},
      {"参见<a href='/1'>关于设立夜读驿站的通知</a>中的规定。",
       "参见关于设立夜读驿站的通知中的规定。"},
      {"附件：<a href='/f/1.docx'>站点名单</a>", "附件：站点名单"},
      {"<p>附件：</p><p><a href='/f/1.PDF?a=1'>站点名单</a></p>", "附件：\n站点名单"},
      {"<noscript>请开启脚本</noscript><iframe>框</iframe><select><option>选</select>末", "末"},
  }));
  CAPTURE(row.html);
  const auto document = read(page("<title>夜读驿站走进街道</title>",
                                  "<div>" + kBody + "<div>" + row.html + "</div></div>"));
  CHECK(document.text == "夜读驿站走进街道\n" + kBodyText + row.text + "\n");
}

TEST_CASE("both halves of an article in two blocks are kept, and lines about it near the title") {
  const std::string half = "<div class='part'>" + kBody + "</div>";
  const auto document = read(
      page("<title>夜读驿站走进街道_示例网</title>",
           kNav + "<div class=w><h1>夜读驿站走进街道</h1><p>2024-03-05 08:30　来源：示例网</p>" +
               "<div class='part'>" + kBody + kBody + kBody + "</div>" + half +
               "</div><p>责任编辑：某某</p>" + kFooter));
  std::string text = "夜读驿站走进街道\n2024-03-05 08:30　来源：示例网\n";
  for (int i = 0; i < 4; ++i) text += kBodyText;
  CHECK(document.text == text + "责任编辑：某某\n");
}

TEST_CASE("pages without an article are refused") {
  std::string list;
  for (int i = 0; i < 30; ++i)
    list += "<li><a href='/" + std::to_string(i) + "'>示例市举办第" + std::to_string(i) +
            "场夜读活动，居民踊跃参加</a><span>2024-03-05</span></li>";
  const auto html = GENERATE_COPY(values<std::string>({
      page("<title>工作动态_示例市人民政府</title>", kNav + "<ul>" + list + "</ul>" + kFooter),
      page("<title>示例网</title>", kNav + kFooter),
      page("", ""),
      "<html>",
      page("<title>404</title>", "<h1>404</h1><p>页面不存在</p>"),
      page("", "<script>" + kBody + "</script>"),
  }));
  REQUIRE(looks_like_html(html));
  const auto document = read_html(html);
  REQUIRE(!document);
  CHECK(document.error().code == ErrorCode::kInvalidInput);
  CHECK_THAT(document.error().message, ContainsSubstring("without article text"));
}

TEST_CASE("a page with a table of names and no sentence is an article") {
  std::string rows;
  for (int i = 0; i < 12; ++i)
    rows += "<tr><td>" + std::to_string(i + 1) + "</td><td>示例市第" + std::to_string(i) +
            "街道夜读驿站</td></tr>";
  const auto document = read(
      page("<title>夜读驿站名单公示_示例网</title>",
           kNav + "<div><h1>夜读驿站名单公示</h1><table>" + rows + "</table></div>" + kFooter));
  CHECK(document.text.starts_with("夜读驿站名单公示\n1\t示例市第0街道夜读驿站\n"));
  CHECK(document.text.ends_with("12\t示例市第11街道夜读驿站\n"));
}

TEST_CASE("pages are told from texts") {
  struct Row {
    const char* text;
    bool html;
  };
  const auto row = GENERATE(values<Row>({
      {"<!DOCTYPE html><p>甲", true},
      {"\n <HTML lang=zh>", true},
      {"<?xml version='1.0'?><!-- 甲 --><html>", true},
      {"HTTP/1.1 200 OK\r\nServer: a\r\n\r\n<html>", true},
      {"<div><p>甲</p><p>乙</p></div>", true},
      {"夜读驿站\n网页以<html>开头，以</html>结尾。", false},
      {"<关于设立夜读驿站的通知>", false},
      {"<p>甲", false},
      {"标题\n正文。", false},
      {"", false},
  }));
  CAPTURE(row.text);
  CHECK(looks_like_html(row.text) == row.html);
}

TEST_CASE("hostile pages end in an answer or an error, soon") {
  const auto times = [](const std::string& piece, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += piece;
    return out;
  };
  std::string attributes = "<a";
  for (int i = 0; i < 200000; ++i) attributes += " x" + std::to_string(i) + (i % 2 ? "<b" : "");
  const auto body = GENERATE_COPY(values<std::string>({
      times("<div>", large(100000)) + kBody,
      times("<b>", large(100000)) + times("</x>", large(100000)),
      times("<div>", large(100000)) + kBody + times("</div>", large(100000)),
      times("<", large(5u << 20)),
      times("<!--", large(1u << 20)),
      times("<p><table><tr><td><a href=x>甲", 1000) + kBody,
      times("<td>", large(100000)),
      times("&", large(1u << 20)),
      times("<script>", large(100000)),
      times("<a b=\"", large(100000)),
      times("<a b='<c d=\"", large(100000)),
      attributes,
      times("索引号：", large(300000)),
      times("<p>索引号：", large(100000)),
      times("<p>标题-_|：", large(100000)),
      std::string("甲\0乙\0", 8),
      times("<title>甲-乙", 500),
  }));
  const auto start = std::chrono::steady_clock::now();
  const auto document = read_html(page("", body));
  if (!document) CHECK(document.error().code == ErrorCode::kInvalidInput);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
}

TEST_CASE("markup that nothing closes keeps its text") {
  const auto document = read("<html><head><title>夜读驿站走进街道</title><body><div><font><b>" +
                             kBody + "<p>末<a href=x>尾<table><tr><td>甲<td>乙");
  CHECK(document.text == "夜读驿站走进街道\n" + kBodyText + "末尾\n甲\t乙\n");
  const auto script = read(page("<title>夜读驿站走进街道</title>",
                                "<script>for (i=0;i<a.length;i++) " + std::string(300, ' ') +
                                    "x = 1; b c d</script><div>" + kBody + "</div>"));
  CHECK(script.text == "夜读驿站走进街道\n" + kBodyText);
}

}  // namespace zhengce::test
