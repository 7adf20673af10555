#include "search/everyday_words.h"

#include "corpus/analysis/fold.h"
#include "search/searcher.h"
#include "tests/search/small_index.h"

using namespace zhengce;
using test::MadeArticle;
using test::SmallIndex;

namespace {

std::string official(std::u32string_view question) {
  std::string out;
  for (const EverydayWord& word : everyday_words(fold_text(question))) {
    out += (out.empty() ? "" : "; ") + encode_utf8(word.said) + ":";
    for (const auto& text : word.official) out += " " + encode_utf8(text);
  }
  return out;
}

MadeArticle article(const std::string& title, const std::string& body) {
  MadeArticle made;
  made.title = title;
  made.sections = {{"", body, {}, {}, {}, {}}};
  return made;
}

}  // namespace

TEST_CASE("everyday words stand for official ones, in either script", "[search]") {
  CHECK(official(U"房东不退押金怎么办") == "房东: 出租人; 押金: 保证金");
  CHECK(official(U"房東不退押金怎麼辦") == "房东: 出租人; 押金: 保证金");
  CHECK(official(U"推进互嵌式社区建设") == "");
  CHECK(official(U"") == "");
}

TEST_CASE("a question in everyday words finds the text that says it officially", "[search]") {
  const SmallIndex index({article("租赁办法", "出租人应当在租期届满后七日内退还保证金。"),
                          article("公园办法", "公园不收门票，游客可以随时进园。"),
                          article("路灯办法", "路灯在天黑以前点亮。")});
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const std::string question = "房东一直拖着押金该怎么办";
  const auto answer = searcher->find(question, {});
  REQUIRE(answer);
  REQUIRE(answer->hits.size() == 1);
  CHECK(answer->hits[0].title == "租赁办法");
  std::string marked;
  for (const SnippetPiece& piece : answer->hits[0].snippet) {
    if (piece.hit) marked += piece.text + " ";
  }
  CHECK(marked == "出租人 保证金 ");
  SearchOptions plain;
  plain.expand = false;
  const auto without = searcher->find(question, plain);
  REQUIRE(without);
  CHECK(without->hits.empty());
  // What must stand is never replaced.
  const auto phrase = searcher->find("\"房东\"", {});
  REQUIRE(phrase);
  CHECK(phrase->hits.empty());
}

TEST_CASE("a pair of characters of a word counts for more than one across words", "[search]") {
  // Both have one pair of characters of the question; 夜里 is a word, 的夜 is none.
  const SmallIndex index(
      {article("甲文", "白天的夜光杯在柜中。"), article("乙文", "白天忙，夜里静。")});
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto answer = searcher->find("安静的夜里怎么办", {});
  REQUIRE(answer);
  REQUIRE(answer->hits.size() == 2);
  CHECK(answer->hits[0].title == "乙文");
  CHECK(answer->hits[0].score > 1.3 * answer->hits[1].score);
}
