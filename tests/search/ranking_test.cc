#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "corpus/text.h"
#include "search/searcher.h"
#include "tests/search/small_index.h"

namespace zhengce::test {
namespace {

constexpr std::u32string_view kCharacters =
    U"民族团结进步教育就业园区建设社会服务农村产业发展水利交通";

// Some characters stand nearly everywhere, some in few articles.
char32_t draw(std::mt19937& random) {
  const std::size_t first = random() % kCharacters.size();
  const std::size_t second = random() % (first + 1);
  return kCharacters[random() % (second + 1)];
}
std::u32string piece(std::mt19937& random, std::size_t length) {
  std::u32string out;
  while (out.size() < length) out += draw(random);
  return out;
}

std::vector<MadeArticle> many(std::mt19937& random) {
  std::vector<MadeArticle> out;
  for (int i = 0; i < 400; ++i) {
    MadeArticle& article = out.emplace_back();
    article.title = "第" + std::to_string(i) + "篇";
    article.sections.emplace_back().body = encode_utf8(piece(random, 20 + random() % 100)) + "。";
  }
  return out;
}

TEST_CASE("the best few are the first of all", "[search][property]") {
  std::mt19937 random(7);
  const SmallIndex index(many(random));
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  for (int i = 0; i < 300; ++i) {
    std::u32string question;
    for (std::size_t parts = 2 + random() % 3; parts > 0; --parts) {
      question += piece(random, 1 + random() % 3);
    }
    const auto all = searcher->rank(encode_utf8(question), 1000);
    REQUIRE(all);
    for (const std::uint32_t limit : {1U, 3U, 10U, 50U}) {
      INFO(encode_utf8(question) << ", the first " << limit);
      const auto few = searcher->rank(encode_utf8(question), limit);
      REQUIRE(few);
      REQUIRE(few->size() == std::min<std::size_t>(limit, all->size()));
      for (std::size_t n = 0; n < few->size(); ++n) {
        REQUIRE((*few)[n].article == (*all)[n].article);
        REQUIRE((*few)[n].score == (*all)[n].score);
      }
    }
  }
}

TEST_CASE("hits stand first that stand first when every candidate is checked",
          "[search][property]") {
  std::mt19937 random(11);
  const SmallIndex index(many(random));
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  int seen = 0;
  for (int i = 0; i < 200; ++i) {
    // A phrase of three must be looked for in the text.
    const std::string query = "\"" + encode_utf8(piece(random, 3)) + "\" OR " +
                              encode_utf8(piece(random, 2)) + " OR " +
                              encode_utf8(piece(random, 2));
    SearchOptions options;
    options.limit = 5;
    const auto whole = searcher->find(query, options);
    options.verification_budget = 20;
    const auto few = searcher->find(query, options);
    REQUIRE(whole);
    REQUIRE(few);
    INFO(query);
    if (few->exact) continue;
    ++seen;
    for (std::size_t n = 0; n < few->hits.size(); ++n) {
      REQUIRE(few->hits[n].article == whole->hits[n].article);
    }
  }
  CHECK(seen > 50);
}

TEST_CASE("a hit behind more candidates than are checked for a count is found", "[search]") {
  std::vector<MadeArticle> articles;
  // All its pairs of characters stand in them, the phrase in the last and longest alone.
  for (int i = 0; i < 60; ++i) {
    MadeArticle& article = articles.emplace_back();
    article.title = "第" + std::to_string(i) + "篇";
    article.sections.emplace_back().body = "民族团。族团结。";
  }
  for (int i = 0; i < 50; ++i) articles.back().sections.back().body += "水利交通。";
  articles.back().sections.back().body += "民族团结。";
  const SmallIndex index(articles);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  SearchOptions options;
  options.verification_budget = 5;
  const auto found = searcher->find("\"民族团结\"", options);
  REQUIRE(found);
  REQUIRE(found->hits.size() == 1);
  CHECK(found->hits[0].title == "第59篇");
  CHECK(found->total == 1);
  CHECK(found->exact);
  // That there is none is known for sure, too.
  const auto none = searcher->find("\"民族团结民族团结\"", options);
  REQUIRE(none);
  CHECK(none->hits.empty());
  CHECK(none->exact);
}

TEST_CASE("what is asked for by its title comes first", "[search]") {
  std::string many_times,
      once = "第一条 为了保护河湖，根据宪法，制定本法。河湖法自公布之日起施行。";
  for (int i = 0; i < 20; ++i) many_times += "人民法院适用中华人民共和国河湖法。";
  for (int i = 0; i < 40; ++i) once += "各级人民政府应当加强水域管理，防止污染。";
  const auto article = [](const char* title, const std::string& body) {
    MadeArticle made;
    made.title = title;
    made.sections.emplace_back().body = body;
    return made;
  };
  const SmallIndex index({article("关于适用《中华人民共和国河湖法》若干问题的解释", many_times),
                          article("中华人民共和国河湖法", once),
                          article("某省实施《中华人民共和国河湖法》办法", many_times)});
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  for (const char* query : {"河湖法", "中华人民共和国河湖法", "中華人民共和國河湖法"}) {
    CAPTURE(query);
    const auto found = searcher->find(query, {});
    REQUIRE(found);
    REQUIRE(found->hits.size() == 3);
    CHECK(found->hits.front().title == "中华人民共和国河湖法");
  }
}

}  // namespace
}  // namespace zhengce::test
