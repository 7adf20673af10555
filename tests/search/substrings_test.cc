// Matching without loss: what stands in a text is found, what does not is not.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <random>
#include <set>

#include "corpus/analysis/analyzer.h"
#include "indexer/indexer.h"
#include "search/phrases.h"
#include "search/searcher.h"
#include "tests/search/small_index.h"
#include "tests/support/pieces.h"

using namespace zhengce;
using test::MadeArticle;
using test::SmallIndex;

namespace {

using Where = std::pair<ArticleId, std::uint32_t>;
using Texts = std::vector<std::pair<Where, std::u32string>>;  // Folded stretches.

Texts indexed_texts(const GraphReader& graph) {
  Texts texts;
  std::vector<ArticleId> ids;
  REQUIRE(graph.each_article([&](const StoredArticle& stored) {
    ids.push_back(stored.article.id);
    return true;
  }));
  for (const ArticleId& id : ids) {
    const auto stored = graph.article(id, true);
    REQUIRE((stored && *stored));
    const Article& article = (*stored)->article;
    const std::u32string text = decode_utf8(article.text);
    for (const Section& section : article.sections) {
      for (const Span span : indexed_spans(article, section)) {
        texts.push_back({{id, section.n}, fold_text(slice(text, span))});
      }
    }
  }
  return texts;
}

std::set<Where> holding(const Texts& texts, const std::u32string& phrase) {
  std::set<Where> out;
  for (const auto& [place, text] : texts) {
    if (contains_phrase(text, phrase)) out.insert(place);
  }
  return out;
}

std::set<Where> found(Searcher& searcher, const std::string& query) {
  SearchOptions options;
  options.limit = 100000;
  options.snippets = false;
  options.verification_budget = 1000000;
  const auto answer = searcher.find(query, options);
  CAPTURE(query);
  CAPTURE(answer ? std::string() : answer.error().message);
  REQUIRE(answer);
  CHECK(answer->exact);
  std::set<Where> out;
  if (answer->relaxed) return out;
  for (const Hit& hit : answer->hits) out.insert({hit.article, hit.section});
  return out;
}

std::u32string trimmed(const std::u32string& text) {
  return std::u32string(trim(std::u32string_view(text)));
}

void check_substrings(Searcher& searcher, unsigned seed, int draws) {
  const Texts texts = indexed_texts(searcher.graph());
  std::mt19937 random(seed);
  int drawn = 0;
  for (int i = 0; i < draws; ++i) {
    const auto& [place, text] = texts[random() % texts.size()];
    const std::u32string phrase = test::draw_piece(random, text);
    if (phrase.empty()) continue;
    ++drawn;
    const std::string query = "\"" + encode_utf8(phrase) + "\"";
    const auto expected = holding(texts, trimmed(fold_text(phrase)));
    CAPTURE(query);
    REQUIRE(expected.contains(place));
    CHECK(found(searcher, query) == expected);
  }
  CHECK(drawn > draws / 2);
}

// Sentences of every kind of character that official papers hold.
std::string mixed_text(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {
      "推进",         "社区", "社會",  "建设",  "的",        "在",       "是",      "2024年",
      "１２个",       "5G",   "3.5亿", "PM2.5", "“红石榴+”", "（试行）", "，",      "。",
      "、",           "：",   "《",    "》",    "〔2024〕",  "12号",     "e-mail",  "ＡＢＣ",
      "𠮷野",         "𪚥",   "㐂",    "〇",    "1,000",     "5·12",     "GDP增速", "第三批",
      "http://a.cn/", "%",    " ",     "\n",    "🌸",         "Ⅱ级",      "é",       "-",
      "——",           "…",    "①",     "℃",     "·",         "*",        "国办发",  "x"};
  std::string out;
  for (int i = 0; i < 120; ++i) out += kPieces[random() % kPieces.size()];
  return out + "。";
}

SmallIndex mixed_index(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<MadeArticle> made;
  for (int i = 0; i < 25; ++i) {
    MadeArticle article;
    article.title = "甲乙丙文" + std::to_string(i);
    article.sections = {{"", mixed_text(random), {}, {}, {}, {}}};
    made.push_back(article);
  }
  return SmallIndex(made);
}

}  // namespace

TEST_CASE("any piece of a text is found as a phrase, whatever characters it holds", "[search]") {
  const unsigned seed = 20241124;
  CAPTURE(seed);
  const SmallIndex index = mixed_index(seed);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  check_substrings(*searcher, seed, 1500);
}

TEST_CASE("any piece of a real page is found as a phrase", "[search]") {
  const auto pages = test::shared_dir() / "data/pages-dev";
  if (!std::filesystem::exists(pages)) {
    WARN("no " << pages << ": left out");
    return;
  }
  const test::TempDir dir;
  const auto data = dir.path() / "data";
  {
    auto indexer = Indexer::open(data);
    REQUIRE(indexer);
    REQUIRE(indexer->add({pages}, [](const InputReport&) {}));
  }
  auto searcher = Searcher::open(data);
  REQUIRE(searcher);
  check_substrings(*searcher, 7, 500);
}

TEST_CASE("NEAR finds what stands together within so many characters, in either order",
          "[search]") {
  const unsigned seed = 5;
  CAPTURE(seed);
  const SmallIndex index = mixed_index(seed);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const Texts texts = indexed_texts(searcher->graph());
  const std::u32string words[] = {U"推进", U"社区", U"建设", U"gdp", U"12号", U"的", U"第三批"};
  std::mt19937 random(seed);
  std::size_t seen = 0;
  for (int i = 0; i < 120; ++i) {
    const auto& a = words[random() % std::size(words)];
    const auto& b = words[random() % std::size(words)];
    const std::size_t distance = random() % 12;
    std::set<Where> expected;
    for (const auto& [place, text] : texts) {
      for (const Span one : find_phrase(text, a)) {
        for (const Span other : find_phrase(text, b)) {
          const bool behind = other.start >= one.end && other.start - one.end <= distance;
          const bool before = one.start >= other.end && one.start - other.end <= distance;
          if (behind || before) expected.insert(place);
        }
      }
    }
    seen += expected.size();
    const std::string near = " NEAR/" + std::to_string(distance) + " ";
    CHECK(found(*searcher, encode_utf8(a) + near + encode_utf8(b)) == expected);
    CHECK(found(*searcher, "\"" + encode_utf8(b) + "\"" + near + encode_utf8(a)) == expected);
  }
  CHECK(seen > 100);
}

TEST_CASE("NEAR is an operator between texts alone", "[search]") {
  const SmallIndex index(
      {{"甲文",
        {{"", "企业获得补贴。社区离政策很远，办事不便。", {}, {}, {}, {}}},
        {},
        {},
        {},
        {},
        {}},
       {"乙文", {{"", "NEAR 是一个英文词。", {}, {}, {}, {}}}, {}, {}, {}, {}, {}}});
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto count = [&](const std::string& query) { return found(*searcher, query).size(); };
  CHECK(count("企业 NEAR/2 补贴") == 1);
  CHECK(count("企业 NEAR/1 补贴") == 0);
  CHECK(count("企业 ＮＥＡＲ／２ 补贴") == 1);
  CHECK(count("企业 NEAR 补贴 NEAR/1 社区") == 1);
  CHECK(count("企业 NEAR 补贴 NEAR/0 社区") == 0);
  CHECK(count("补贴 -(企业 NEAR 政策)") == 0);
  CHECK(count("补贴 -(企业 NEAR/3 政策)") == 1);
  CHECK(count("\"NEAR\"") == 1);
  CHECK(count("near") == 1);
  for (const char* wrong : {"企业 NEAR", "NEAR 企业", "企业 NEAR region:浙江", "企业 NEAR (补贴)",
                            "企业 NEAR/5000 补贴", "企业 OR NEAR 补贴"}) {
    CAPTURE(wrong);
    const auto answer = searcher->find(wrong, {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::kInvalidInput);
    CHECK(answer.error().message.find("NEAR") != std::string::npos);
  }
}

TEST_CASE("a star finds words that begin so", "[search]") {
  const SmallIndex index(
      {{"甲文", {{"", "用 Polymer 材料，型号 A1024。", {}, {}, {}, {}}}, {}, {}, {}, {}, {}},
       {"乙文", {{"", "民族团结，monopoly 不行。", {}, {}, {}, {}}}, {}, {}, {}, {}, {}}});
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto count = [&](const std::string& query) { return found(*searcher, query).size(); };
  CHECK(count("poly*") == 1);
  CHECK(count("ＰＯＬＹ＊") == 1);
  CHECK(count("poly") == 0);
  CHECK(count("mono*") == 1);
  CHECK(count("10*") == 1);
  CHECK(count("用poly*") == 0);
  CHECK(count("民族*") == 1);
  CHECK(count("民*") == 1);
  CHECK(count("民族* poly*") == 0);
  CHECK(count("-poly* 民族") == 1);
  CHECK(count("民族 NEAR/5 mono*") == 1);
}

TEST_CASE("hostile queries are answered or refused within a second", "[search]") {
  std::mt19937 random(3);
  const SmallIndex index = mixed_index(3);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto repeat = [](const std::string& part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
  };
  struct Row {
    const char* what;
    std::string query;
  };
  const std::vector<Row> rows = {
      {"10,000 characters of one word", repeat("社", 10000)},
      {"10,000 characters of a text",
       [&] {
         std::u32string text;
         while (text.size() < 10000) text += decode_utf8(mixed_text(random));
         return encode_utf8(text.substr(0, 10000));
       }()},
      {"10,001 characters", repeat("社", 10001)},
      {"a quoted phrase of 9,000", "\"" + repeat("推进社区", 2250) + "\""},
      {"500 OR", repeat("社区 OR ", 499) + "社区"},
      {"1,000 operators", repeat("社区 OR ", 1000) + "社区"},
      {"1,000 minus signs", repeat("-社区 ", 1000)},
      {"499 NEAR", repeat("社区 NEAR/1000 ", 499) + "社区"},
      {"500 parentheses", repeat("(", 500) + "社区" + repeat(")", 500)},
      {"99 parentheses", repeat("(", 99) + "社区" + repeat(")", 99)},
      {"punctuation alone", "，。！？；：、…—《》（）"},
      {"control characters", "\x01\x02\x7F社区\x1F\x1B[31m"},
      {"a lone surrogate", "\xED\xA0\x80社区"},
      {"characters of four bytes", "𠮷野🌸𪚥"},
      {"no characters", std::string("\xEF\xBF\xBE\xEF\xBF\xBF")},
      {"999 stars", repeat("a* ", 999)},
      {"a star on everything", "*"},
      {"nothing", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto start = std::chrono::steady_clock::now();
    const auto answer = searcher->find(row.query, {});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    CHECK(took.count() < 1);
    if (answer) continue;
    CAPTURE(answer.error().message.substr(0, 300));
    CHECK(answer.error().code == ErrorCode::kInvalidInput);
    CHECK(answer.error().message.size() < 4000);
  }
}
