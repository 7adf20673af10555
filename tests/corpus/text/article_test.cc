#include "corpus/article.h"

#include "tests/support/catch.h"

namespace zhengce::test {
namespace {

ArticleId id_of(const std::string& title, const std::string& body) {
  const auto text = decode_utf8(body);
  return article_id(decode_utf8(title), text,
                    {{{0, static_cast<std::uint32_t>(text.size())}, PartKind::kBody}});
}

}  // namespace

TEST_CASE("identity rules v1 are frozen") {
  // Stored ids depend on these values: they never change.
  CHECK(id_of("积极构建", "正文。").hex() == "d2fe6691b3ace9f36988bdc305ed4db2");
  CHECK(id_of("", "").hex() == "99aa06d3014798d86001c324468d497f");
}

TEST_CASE("the same text has one id, however it is set") {
  const std::string title = "国办发(2024)12号,关于A类“小书房”的通知";
  const std::string body = "第1条:全省建书房100间。\n第2条:浏览(10)人次最多的书房得奖。\n";
  const ArticleId id = id_of(title, body);
  struct Row {
    const char* name;
    std::string title, body;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {"widths", "国办发（２０２４）１２号，关于Ａ类「小书房」的通知",
       "第１条：全省建书房１００间。\n第2条：浏览（１０）人次最多的书房得奖。\n"},
      {"case", "国办发(2024)12号,关于a类“小书房”的通知", body},
      {"line ends and blanks", title,
       "\r\n　　第 1 条:全省建书房100间。\r\n\r\n\r\n第2条:浏览(10)人次最多的书房得奖。"},
      {"another view count", title,
       "第1条:全省建书房100间。\n第2条:浏览(98765)人次最多的书房得奖。\n"},
      {"another counter", title, "第1条:全省建书房100间。\n第2条:阅读： 7 次最多的书房得奖。\n"},
  }));
  CAPTURE(row.name);
  CHECK(id_of(row.title, row.body) == id);
}

TEST_CASE("another text has another id") {
  const ArticleId id = id_of("标题", "正文一。浏览(10)人次");
  CHECK(id_of("标题", "正文二。浏览(10)人次") != id);
  CHECK(id_of("题目", "正文一。浏览(10)人次") != id);
  CHECK(id_of("标题", "正文1。浏览(10)人次") != id);
  CHECK(id_of("标题", "正文一。浏览者10次") ==
        id);  // A word and up to four others: still a counter.
  CHECK(id_of("标题", "正文一。浏览十次") != id);
  CHECK(id_of("標題", "正文一。浏览(10)人次") != id);  // Traditional characters are another text.
}

TEST_CASE("only title and body make the id, however the body is cut into parts") {
  const std::u32string text = U"标题\n来源:甲\n正文一。\n——编者\n正文二。\n打印\n";
  const ArticleId id =
      article_id(U"标题", text, {{{8, 12}, PartKind::kBody}, {{18, 22}, PartKind::kBody}});
  const std::u32string plain = U"正文一。正文二。";
  CHECK(article_id(U"标题", plain, {{{0, 8}, PartKind::kBody}}) == id);
  CHECK(article_id(U"标题", text,
                   {{{0, 2}, PartKind::kTitle},
                    {{3, 7}, PartKind::kHeader},
                    {{8, 12}, PartKind::kBody},
                    {{13, 17}, PartKind::kByline},
                    {{18, 22}, PartKind::kBody},
                    {{23, 25}, PartKind::kFrame}}) == id);
}

TEST_CASE("ids are written and read as 32 digits") {
  const ArticleId id = id_of("标题", "正文");
  CHECK(ArticleId::parse(id.hex()) == id);
  CHECK(ArticleId::parse("ABCDEF0123456789abcdef0123456789")->hex() ==
        "abcdef0123456789abcdef0123456789");
  CHECK(!ArticleId::parse("abc"));
  CHECK(!ArticleId::parse("gbcdef0123456789abcdef0123456789"));
}

TEST_CASE("dates are read in the forms people write, impossible ones are none") {
  struct Row {
    const char* written;
    const char* iso;
  };
  const auto row = GENERATE(values<Row>({
      {"2024-12-03", "2024-12-03"},
      {"2024/12/3", "2024-12-03"},
      {"2024.2.29", "2024-02-29"},
      {"2024年12月3日", "2024-12-03"},
      {"2024-12", "2024-12"},
      {"2024年", "2024"},
      {" 2024-12-03T08:00:00Z", "2024-12-03"},
      {"2024-12-03 08:00", "2024-12-03"},
      {"2023-02-29", ""},
      {"2024-13-01", ""},
      {"2024-12-32", ""},
      {"2024-12-031", ""},
      {"24-12-03", ""},
      {"0000-01-01", ""},
      {"", ""},
      {"昨天", ""},
  }));
  CAPTURE(row.written);
  const auto date = Date::parse(row.written);
  CHECK((date ? date->iso() : "") == row.iso);
}

TEST_CASE("sections are indexed without bylines, header and frame") {
  Article article;
  article.parts = {{{0, 5}, PartKind::kTitle},  {{6, 10}, PartKind::kHeader},
                   {{11, 20}, PartKind::kBody}, {{21, 25}, PartKind::kByline},
                   {{26, 40}, PartKind::kBody}, {{41, 50}, PartKind::kFrame}};
  Section section;
  section.span = {0, 30};
  CHECK(indexed_spans(article, section) == std::vector<Span>{{0, 5}, {11, 20}, {26, 30}});
  section.span = {12, 25};
  CHECK(indexed_spans(article, section) == std::vector<Span>{{12, 20}});
}

}  // namespace zhengce::test
