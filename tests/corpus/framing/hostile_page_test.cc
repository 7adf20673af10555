// Pages no one would write: framing answers, in good time.
#include <algorithm>

#include "tests/corpus/framing/pages.h"
#include "tests/support/linear.h"
#include "tests/support/sanitized.h"

namespace zhengce::test {

TEST_CASE("hostile pages are framed in linear time") {
  // `before`, so and so often `unit`, `after`.
  struct Row {
    const char* name;
    std::size_t times;
    const char *before, *unit, *after;
  };
  const auto row = GENERATE(values<Row>({
      {"a line of a megabyte", large(15000), "", "浙江省杭州市", "\n正文。\n"},
      {"a line of short names", large(15000), "", "义乌、", "\n正文。\n"},
      {"a line of colons", large(250000), "", ":", ""},
      {"open brackets", large(50000), "", "（【[(", "\n（（（（（（（（（（（（供稿）\n"},
      {"headings without reports", large(25000), "", "浙江:\n", ""},
      {"headings that hold one line", large(12500), "", "浙江:路灯\n浙江装了路灯。\n", ""},
      {"contributors alone", large(25000), "标题\n", "(某某供稿)\n", "正文。\n"},
      {"fields alone", large(12500), "", "来源:示例报 发布日期:2020-01-01\n", ""},
      {"labels in one line", large(12500), "", "来源:", ""},
      {"dates", large(25000), "", "2020年1月1日\n", ""},
      {"offices before a date", large(25000), "", "示例局\n", "2020年1月1日\n"},
      {"breadcrumbs", large(12500), "您的位置：\n", "首页\n>\n", "标题\n正文。\n"},
      {"furniture", large(25000), "", "分享到\n", ""},
      {"titles", large(12500), "", "示例局关于做好工作的通知\n", ""},
      {"kickers", large(25000), "", "【特稿】", "\n正文。\n"},
  }));
  CAPTURE(row.name);
  const auto made = [&](std::size_t n) { return row.before + repeated(row.unit, n) + row.after; };
  CHECK(grows_linearly(row.times, made, [](const std::string& text) { return frame(text); }));
  const auto article = frame(made(row.times));
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
