#include "search/similar.h"

#include "tests/search/reports.h"

using namespace zhengce;
using test::SmallIndex;

namespace {

test::MadeArticle article(const std::string& title, const std::string& body) {
  test::MadeArticle made;
  made.title = title;
  made.sections = {{"", body, {}, {}, {}, {}}};
  return made;
}

}  // namespace

TEST_CASE("the article on the same matter is the most similar, itself left out", "[search]") {
  const SmallIndex index(
      {article("夜间公交通知", "夜间公交线路延长运营时间，夜间公交站点增加照明。"),
       article("夜班车报道", "夜间公交开通以来，夜间公交线路的乘客越来越多，站点照明更好。"),
       article("图书馆通知", "图书馆延长开放时间，图书借阅不限册数。"),
       article("林业办法", "采伐林木须先申请许可。")});
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const Article& first = index.articles()[0];
  const auto like = similar_to(*searcher, first.text, 10, first.id);
  REQUIRE(like);
  REQUIRE_FALSE(like->empty());
  CHECK((*like)[0].article == index.articles()[1].id);
  for (const auto& section : *like) CHECK(section.article != first.id);
  const auto text = similar_to(*searcher, "采伐林木的许可怎么申请，林木采伐许可", 1, {});
  REQUIRE(text);
  REQUIRE(text->size() == 1);
  CHECK((*text)[0].article == index.articles()[3].id);
  for (const char* nothing : {"", "，。", "12 abc"}) {
    const auto none = similar_to(*searcher, nothing, 5, {});
    REQUIRE_FALSE(none);
    CHECK(none.error().code == ErrorCode::kInvalidInput);
  }
}
