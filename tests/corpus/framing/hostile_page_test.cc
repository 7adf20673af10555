// Pages no one would write: framing answers, in good time.
#include <algorithm>
#include <chrono>

#include "tests/corpus/framing/pages.h"
#include "tests/support/sanitized.h"

namespace zhengce::test {
namespace {

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

}  // namespace

TEST_CASE("hostile pages are framed in linear time") {
  struct Row {
    const char* name;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({
      {"a line of a megabyte", repeated("浙江省杭州市", large(60000)) + "\n正文。\n"},
      {"a line of colons", repeated(":", large(1000000))},
      {"open brackets", repeated("（【[(", large(200000)) + "\n" + repeated("（", 50) + "供稿）\n"},
      {"headings without reports", repeated("浙江:\n", large(100000))},
      {"headings that hold one line", repeated("浙江:路灯\n浙江装了路灯。\n", large(50000))},
      {"contributors alone", "标题\n" + repeated("(某某供稿)\n", large(100000)) + "正文。\n"},
      {"fields alone", repeated("来源:示例报 发布日期:2020-01-01\n", large(50000))},
      {"labels in one line", repeated("来源:", large(50000))},
      {"dates", repeated("2020年1月1日\n", large(100000))},
      {"offices before a date", repeated("示例局\n", large(100000)) + "2020年1月1日\n"},
      {"breadcrumbs", "您的位置：\n" + repeated("首页\n>\n", large(50000)) + "标题\n正文。\n"},
      {"furniture", repeated("分享到\n", large(100000))},
      {"titles", repeated("示例局关于做好工作的通知\n", large(50000))},
      {"kickers", repeated("【特稿】", large(100000)) + "\n正文。\n"},
  }));
  CAPTURE(row.name);
  const auto start = std::chrono::steady_clock::now();
  const auto article = frame(row.text);
  const auto seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  CHECK(seconds < 20);  // Debug builds with sanitizers are slow; quadratic time would be minutes.
  if (!article) {
    CHECK(article.error().code == ErrorCode::kInvalidInput);
    CHECK(article.error().message.find('\n') == std::string::npos);
    return;
  }
  CHECK(!article->sections.empty());
  const auto characters = decode_utf8(article->text).size();
  CHECK(std::all_of(article->sections.begin(), article->sections.end(),
                    [&](const Section& s) { return s.span.end <= characters; }));
}

TEST_CASE("any cut of a page is framed or refused") {
  const std::u32string page = decode_utf8(
      "您的位置：首页>新闻\n【特稿】示例市关于做好\n工作的通知\n示发〔2020〕1号\n来源：示例报 "
      "发布时间：2020-01-01 10:00\n浙江:路灯\n浙江装了路灯。\n"
      "(浙江省住建厅供稿)\n江苏:长椅\n江苏装了长椅。\n示例局\n二〇二〇年一月一日\n(编辑:"
      "某某\n网站声明\n");
  for (std::size_t start = 0; start < page.size(); ++start) {
    for (const std::size_t length :
         {std::size_t{1}, std::size_t{7}, std::size_t{40}, page.size()}) {
      const auto article = frame(encode_utf8(std::u32string_view(page).substr(start, length)));
      if (!article) continue;
      CHECK(!article->title.empty());
      CHECK(!article->sections.empty());
    }
  }
}

}  // namespace zhengce::test
