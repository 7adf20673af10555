#include "corpus/reprint.h"

#include "tests/support/catch.h"

namespace zhengce {
namespace {

// A section of its own words: 160 characters of which no others have a run.
std::u32string made_up(std::uint32_t seed, std::size_t characters = 160) {
  std::u32string text;
  for (std::uint64_t state = seed * 977 + 1; text.size() < characters;) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    text += static_cast<char32_t>(0x4E00 + (state >> 33) % 3000);
    if (text.size() % 17 == 0) text += U'，';
  }
  return text + U"。";
}

Article article_of(const std::string& title, const std::vector<std::u32string>& bodies) {
  Article article;
  article.title = title;
  std::u32string text = decode_utf8(title) + U"\n";
  const auto here = [&] { return static_cast<std::uint32_t>(text.size()); };
  article.parts.push_back({{0, here()}, PartKind::kTitle});
  for (const auto& body : bodies) {
    Section section;
    section.n = static_cast<std::uint32_t>(article.sections.size());
    section.span.start = here();
    text += body + U"\n";
    section.span.end = here();
    article.parts.push_back({section.span, PartKind::kBody});
    article.sections.push_back(section);
  }
  article.text = encode_utf8(text);
  article.id = article_id(decode_utf8(title), text, article.parts);
  return article;
}

bool are_reprints(const Article& a, const Article& b) {
  const auto shingles = [](const Article& article) {
    return shingles_of(article, decode_utf8(article.text), article.sections.front());
  };
  return !are_other_documents(a, b) && zhengce::are_reprints(shingles(a), shingles(b));
}

bool are_near(const Article& a, const Article& b) {
  const auto one = sketches_of(a), other = sketches_of(b);
  if (one.empty() || other.empty() || !may_be_reprints(one.front(), other.front())) return false;
  for (std::size_t band = 0; band < SectionSketch::kBands; ++band) {
    if (one.front().bands[band] == other.front().bands[band]) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a text is a reprint however it is dressed", "[reprint]") {
  const std::u32string body = made_up(1);
  const Article original = article_of("某市开了一间小书屋", {body});
  struct Row {
    const char* what;
    std::u32string body;
    bool reprint;
  };
  std::u32string wide = body, two_edits = body, rewritten = body;
  for (auto& c : wide) {
    if (c == U'，') c = U',';
  }
  two_edits.replace(30, 2, U"（略）");
  two_edits.replace(100, 1, U"");
  for (std::size_t at = 5; at < rewritten.size(); at += 12) rewritten[at] = U'改';
  const auto row = GENERATE_COPY(values<Row>({
      {"the same under another title", body, true},
      {"other punctuation and blanks", U"  " + wide + U" \n", true},
      {"two words changed", two_edits, true},
      {"a lead before it and a note behind it", U"编前：" + made_up(2, 50) + body + made_up(3, 40),
       true},
      {"the first nine tenths", body.substr(0, 144), true},
      {"a word changed in every line", rewritten, false},
      {"quoted in a text three times as long", made_up(4, 160) + body + made_up(5, 160), false},
      {"its first half, and then something else", body.substr(0, 80) + made_up(6, 80), false},
      {"another text", made_up(7), false},
  }));
  CAPTURE(row.what);
  const Article other = article_of("转载：小书屋开张了", {row.body});
  CHECK(are_reprints(original, other) == row.reprint);
  CHECK(are_reprints(other, original) == row.reprint);
  if (row.reprint) CHECK(are_near(original, other));
}

TEST_CASE("short texts are no reprints, however alike", "[reprint]") {
  const Article one =
      article_of("闭馆通知", {U"本馆因检修于三月五日至三月九日闭馆，给您带来不便，敬请谅解。"});
  const Article other =
      article_of("停水通知", {U"本馆因检修于三月五日至三月八日闭馆，给您带来不便，敬请谅解。"});
  CHECK(sketches_of(one).empty());
  CHECK_FALSE(are_reprints(one, other));
  const Article empty = article_of("", {U""});
  CHECK_FALSE(are_reprints(empty, empty));
  CHECK_FALSE(are_reprints(article_of("重复", {std::u32string(5000, U'好')}),
                           article_of("重复", {std::u32string(5000, U'好')})));
}

TEST_CASE("the same words in other documents are versions, not reprints", "[reprint]") {
  struct Said {
    const char* title;
    const char* number;
    const char* signed_on;
    const char* published;
  };
  struct Row {
    Said one, other;
    bool others;
  };
  const auto row = GENERATE(values<Row>({
      {{"某省志愿服务条例", "", "", "2016-03-01"},
       {"某省志愿服务条例", "", "", "2021-05-07"},
       true},
      {{"某省志愿服务条例", "", "", "2016-03-01"},
       {"某省志愿服务条例", "", "", "2016-03-01"},
       false},
      {{"某省志愿服务条例", "", "", ""}, {"某省志愿服务条例(2018修正)", "", "", ""}, true},
      {{"某规划（征求意见稿）", "", "", ""}, {"某规划", "", "", ""}, true},
      {{"甲市立法条例", "", "", ""}, {"乙市立法条例", "", "", ""}, true},
      {{"中华人民共和国护林法", "", "", ""}, {"护林法", "", "", ""}, false},
      {{"关于办好集市的通知", "示例发〔2022〕7号", "", ""},
       {"关于办好集市的通知", "示例发〔2023〕2号", "", ""},
       true},
      {{"关于办好集市的通知", "示例发〔2022〕7号", "", ""},
       {"关于办好集市的通知（摘要）", "", "", "2022-09-01"},
       false},
      {{"关于办好集市的通知", "", "2022-12-28", ""},
       {"关于办好集市的通知", "", "2023-12-28", ""},
       true},
      {{"小书屋开张了", "", "", "2024-03-01"}, {"小书屋开张了", "", "", "2024-03-02"}, false},
      {{"三个好做法", "", "", "2024-03-01"}, {"某县的新做法", "", "", "2024-03-02"}, false},
  }));
  const auto made = [](const Said& said) {
    Article article = article_of(said.title, {made_up(1)});
    article.number = said.number;
    article.signed_on = Date::parse(said.signed_on);
    article.published = Date::parse(said.published);
    return article;
  };
  const Article one = made(row.one), other = made(row.other);
  CAPTURE(one.title, other.title, one.number, other.number);
  CHECK(are_other_documents(one, other) == row.others);
  CHECK(are_other_documents(other, one) == row.others);
}

}  // namespace zhengce
