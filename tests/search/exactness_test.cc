#include <xapian.h>

#include <random>
#include <set>

#include "corpus/analysis/analyzer.h"
#include "search/index_state.h"
#include "search/matching.h"
#include "search/searcher.h"
#include "search/whole_sets.h"
#include "tests/search/small_index.h"

using namespace zhengce;
using test::MadeArticle;
using test::SmallIndex;

namespace {

using Place = std::pair<ArticleId, std::uint32_t>;

// Invented sentences that share many characters, so that bigrams alone would find too much.
std::string made_text(std::mt19937& random, int sentences) {
  static const std::vector<std::string> kWords = {
      "民族",     "团结",   "社区",  "互嵌",   "互嵌式",   "建设",     "共建",     "设区",
      "区域",     "域外",   "社会",  "会同",   "同心",     "心连心",   "石榴红",   "红石榴+",
      "五社联动", "联动",   "動員",  "國家",   "國家級",   "業務",     "農業",     "12",
      "１２号",   "5G",     "2.0版", "第三批", "三批",     "批准",     "的",       "和",
      "在",       "一",     "gdp",   "PM2.5",  "〇",       "对口支援", "支援边疆", "边疆",
      "疆域",     "“飞地”", "飞地",  "地区",   "（试行）", "·",        "——"};
  static const std::vector<std::string> kMarks = {"，", "。", "、", "；", "\n", "：", " ", "　"};
  std::string out;
  for (int i = 0; i < sentences * 8; ++i) {
    out += kWords[random() % kWords.size()];
    if (random() % 4 == 0) out += kMarks[random() % kMarks.size()];
  }
  return out + "。";
}

struct Corpus {
  std::vector<MadeArticle> made;
  std::unique_ptr<SmallIndex> index;
  std::map<Place, std::vector<std::u32string>> folded;  // What is indexed of each section.
  std::vector<std::pair<Place, std::u32string>> originals;

  explicit Corpus(unsigned seed, int articles) {
    std::mt19937 random(seed);
    for (int i = 0; i < articles; ++i) {
      MadeArticle article;
      article.title = made_text(random, 1).substr(0, 30) + std::to_string(i);
      article.title = encode_utf8(decode_utf8(article.title));
      std::replace(article.title.begin(), article.title.end(), '\n', ' ');
      const int sections = static_cast<int>(random() % 3);
      if (sections == 0) article.sections.push_back({"", made_text(random, 6), {}, {}, {}, {}});
      for (int n = 0; n < sections; ++n) {
        article.sections.push_back(
            {"地区" + std::to_string(n) + "：做法", made_text(random, 4), {}, {}, {}, {}});
      }
      made.push_back(article);
    }
    index = std::make_unique<SmallIndex>(made);
    for (const Article& article : index->articles()) {
      const std::u32string text = decode_utf8(article.text);
      for (const Section& section : article.sections) {
        const Place place{article.id, section.n};
        for (const Span span : indexed_spans(article, section)) {
          folded[place].push_back(fold_text(slice(text, span)));
          originals.emplace_back(place, slice(text, span));
        }
      }
    }
  }

  std::set<Place> with(const std::u32string& phrase) const {
    std::set<Place> out;
    for (const auto& [place, texts] : folded) {
      for (const auto& text : texts) {
        if (contains_phrase(text, phrase)) out.insert(place);
      }
    }
    return out;
  }
  std::set<Place> all() const {
    std::set<Place> out;
    for (const auto& [place, texts] : folded) out.insert(place);
    return out;
  }
};

std::set<Place> found(Searcher& searcher, const std::string& query) {
  SearchOptions options;
  options.limit = 1000;
  options.snippets = false;
  const auto answer = searcher.find(query, options);
  CAPTURE(query);
  CAPTURE(answer ? std::string() : answer.error().message);
  REQUIRE(answer);
  CHECK(answer->exact);
  CHECK_FALSE(answer->relaxed);
  CHECK(answer->total == answer->hits.size());
  std::set<Place> out;
  for (const Hit& hit : answer->hits) out.insert({hit.article, hit.section});
  CHECK(out.size() == answer->hits.size());
  return out;
}

// A run of 1 to 12 ideographs somewhere in the text.
std::u32string han_substring(std::mt19937& random, const std::u32string& text) {
  for (;;) {
    std::size_t start = random() % text.size();
    if (!is_han(text[start])) continue;
    std::size_t end = start + 1;
    const std::size_t length = 1 + random() % 12;
    while (end < text.size() && end - start < length && is_han(text[end])) ++end;
    return text.substr(start, end - start);
  }
}

// A query over phrases, as text and as what it means.
struct Expression {
  std::string query;
  std::set<Place> meaning;
};

Expression random_expression(std::mt19937& random, const Corpus& corpus, int depth) {
  if (depth == 0 || random() % 4 == 0) {
    const auto phrase =
        han_substring(random, corpus.originals[random() % corpus.originals.size()].second);
    return {"\"" + encode_utf8(phrase) + "\"", corpus.with(fold_text(phrase))};
  }
  const auto left = random_expression(random, corpus, depth - 1);
  Expression out;
  if (random() % 4 == 0) {
    out.query = "-(" + left.query + ")";
    const auto all = corpus.all();
    std::set_difference(all.begin(), all.end(), left.meaning.begin(), left.meaning.end(),
                        std::inserter(out.meaning, out.meaning.end()));
    return out;
  }
  const auto right = random_expression(random, corpus, depth - 1);
  if (random() % 2 == 0) {
    out.query = "((" + left.query + ") OR (" + right.query + "))";
    std::set_union(left.meaning.begin(), left.meaning.end(), right.meaning.begin(),
                   right.meaning.end(), std::inserter(out.meaning, out.meaning.end()));
  } else {
    out.query = "((" + left.query + ") (" + right.query + "))";
    std::set_intersection(left.meaning.begin(), left.meaning.end(), right.meaning.begin(),
                          right.meaning.end(), std::inserter(out.meaning, out.meaning.end()));
  }
  return out;
}

std::u32string replaced(std::u32string text, const std::map<char32_t, char32_t>& table) {
  for (char32_t& c : text) {
    if (const auto to = table.find(c); to != table.end()) c = to->second;
  }
  return text;
}

}  // namespace

TEST_CASE("every quoted substring finds its section, and nothing without it", "[search]") {
  const unsigned seed = 20241203;
  CAPTURE(seed);
  const Corpus corpus(seed, 60);
  auto searcher = Searcher::open(corpus.index->path());
  REQUIRE(searcher);
  std::mt19937 random(seed);
  const std::map<char32_t, char32_t> traditional = {{U'国', U'國'}, {U'动', U'動'}, {U'业', U'業'},
                                                    {U'农', U'農'}, {U'团', U'團'}, {U'结', U'結'},
                                                    {U'区', U'區'}, {U'会', U'會'}, {U'联', U'聯'}};
  for (int i = 0; i < 1000; ++i) {
    const auto& [place, text] = corpus.originals[random() % corpus.originals.size()];
    const std::u32string phrase = han_substring(random, text);
    const std::string query = "\"" + encode_utf8(phrase) + "\"";
    CAPTURE(query);
    const auto expected = corpus.with(fold_text(phrase));
    REQUIRE(expected.contains(place));
    CHECK(found(*searcher, query) == expected);
    if (i % 5 == 0) {
      CHECK(found(*searcher, "\"" + encode_utf8(replaced(phrase, traditional)) + "\"") == expected);
    }
  }
}

TEST_CASE("quoted numbers and Latin words are found as whole tokens in any width", "[search]") {
  const Corpus corpus(7, 40);
  auto searcher = Searcher::open(corpus.index->path());
  REQUIRE(searcher);
  const std::map<char32_t, char32_t> wide = {{U'0', U'０'}, {U'1', U'１'}, {U'2', U'２'},
                                             {U'5', U'５'}, {U'G', U'Ｇ'}, {U'.', U'．'}};
  std::size_t seen = 0;
  for (const std::u32string phrase :
       {U"12", U"12号", U"5G", U"2.0版", U"gdp", U"GDP", U"PM2.5", U"2", U"pm", U"G", U"红石榴+",
        U"（试行）", U"“飞地”", U"飞地”", U"2.0"}) {
    // A quotation mark would end a straight quotation's text only if it were straight.
    const std::string query = "\"" + encode_utf8(phrase) + "\"";
    CAPTURE(query);
    const auto expected = corpus.with(fold_text(phrase));
    seen += expected.size();
    CHECK(found(*searcher, query) == expected);
    CHECK(found(*searcher, "\"" + encode_utf8(replaced(phrase, wide)) + "\"") == expected);
  }
  CHECK(seen > 100);
}

TEST_CASE("OR, minus and parentheses combine phrases exactly", "[search]") {
  const unsigned seed = 99;
  CAPTURE(seed);
  const Corpus corpus(seed, 40);
  auto searcher = Searcher::open(corpus.index->path());
  REQUIRE(searcher);
  std::mt19937 random(seed);
  for (int i = 0; i < 300; ++i) {
    const auto expression = random_expression(random, corpus, 3);
    CAPTURE(expression.query);
    CHECK(found(*searcher, expression.query) == expression.meaning);
  }
}

TEST_CASE("counts beyond the budget are marked as estimates, and no hit lacks the phrase",
          "[search]") {
  const Corpus corpus(5, 60);
  auto searcher = Searcher::open(corpus.index->path());
  REQUIRE(searcher);
  const std::u32string phrase = U"互嵌式";
  const auto expected = corpus.with(phrase);
  REQUIRE(expected.size() > 10);
  SearchOptions options;
  options.verification_budget = 5;
  options.limit = 3;
  const auto answer = searcher->find("\"互嵌式\"", options);
  REQUIRE(answer);
  CHECK_FALSE(answer->exact);
  CHECK(answer->hits.size() == 3);
  for (const Hit& hit : answer->hits) CHECK(expected.contains({hit.article, hit.section}));
}

TEST_CASE("a query that takes much work for each candidate looks at fewer of them", "[search]") {
  const Corpus corpus(5, 60);
  auto searcher = Searcher::open(corpus.index->path());
  REQUIRE(searcher);
  std::string query = "的";
  for (int i = 0; i < 499; ++i) query += " NEAR/1000 的";
  SearchOptions options;
  options.verification_budget = 60;
  const auto answer = searcher->find(query, options);
  REQUIRE(answer);
  CHECK_FALSE(answer->exact);
  CHECK(answer->hits.size() == 10);
  const auto again = searcher->find(query, options);
  REQUIRE(again);
  CHECK(again->total == answer->total);
  options.verification_budget = 5000;
  const auto counted = searcher->find(query, options);
  REQUIRE(counted);
  CHECK(counted->exact);
}

namespace {

std::unique_ptr<IndexState> state_of(const Corpus& corpus) {
  const auto dir = DataDir::open(corpus.index->path());
  REQUIRE(dir);
  auto opened = open_index_state(*dir);
  REQUIRE(opened);
  return std::move(*opened);
}

std::set<Xapian::docid> matches_of(const IndexState& state, const Xapian::Query& query) {
  const auto found = unweighted(*state.index, query).get_mset(0, state.index->get_doccount());
  return {found.begin(), found.end()};
}

}  // namespace

TEST_CASE("what begins so is what Xapian's own wildcard finds", "[search]") {
  const Corpus corpus(6, 80);
  const auto opened = state_of(corpus);
  const IndexState& state = *opened;
  const auto matches = [&](const Xapian::Query& query) { return matches_of(state, query); };
  for (const char* prefix : {"社", "的", "疆", "5", "g", "2", "无", "XT社", "〇"}) {
    CAPTURE(prefix);
    const Xapian::Query own(Xapian::Query::OP_WILDCARD, prefix);
    const Xapian::Query other(Xapian::Query::OP_AND_NOT, Xapian::Query(std::string()), own);
    const Xapian::Query mine = state.sets->beginning(prefix);
    CHECK(matches(mine) == matches(own));
    CHECK(matches(Xapian::Query(Xapian::Query::OP_AND, mine, own)) == matches(own));
    CHECK(matches(Xapian::Query(Xapian::Query::OP_AND_NOT, Xapian::Query(std::string()), mine)) ==
          matches(other));
    // Kept from the time before.
    CHECK(matches(state.sets->beginning(prefix)) == matches(own));
  }
}

TEST_CASE("sections with one of many values are those that have one of their terms", "[search]") {
  const Corpus corpus(6, 80);
  const auto opened = state_of(corpus);
  const IndexState& state = *opened;
  const auto matches = [&](const Xapian::Query& query) { return matches_of(state, query); };
  std::vector<std::string> articles;
  for (auto term = state.index->allterms_begin(std::string(schema::kArticle));
       term != state.index->allterms_end(std::string(schema::kArticle)); ++term) {
    articles.push_back((*term).substr(schema::kArticle.size()));
  }
  REQUIRE(articles.size() > 20);
  for (const std::size_t step : {1U, 2U, 7U}) {
    CAPTURE(step);
    auto values = std::make_shared<std::vector<std::string>>();
    std::vector<Xapian::Query> terms;
    for (std::size_t i = 0; i < articles.size(); i += step) {
      values->push_back(articles[i]);
      terms.emplace_back(std::string(schema::kArticle) + articles[i]);
    }
    const Xapian::Query any(Xapian::Query::OP_OR, terms.begin(), terms.end());
    CHECK(matches(state.sets->with_values(schema::kArticle, values, false)) == matches(any));
    // Kept from the time before; other values, and beginnings, are others.
    CHECK(matches(state.sets->with_values(schema::kArticle, values, false)) == matches(any));
    for (auto& value : *values) value.resize(4);
    CHECK(matches(state.sets->with_values(schema::kArticle, values, false)).empty());
    const auto longer = matches(state.sets->with_values(schema::kArticle, values, true));
    const auto whole = matches(any);
    CHECK(std::includes(longer.begin(), longer.end(), whole.begin(), whole.end()));
  }
}

TEST_CASE("sets of documents are what Xapian matches", "[search]") {
  const Corpus corpus(7, 80);
  const auto opened = state_of(corpus);
  const IndexState& state = *opened;
  const auto phrase = [](const char32_t* text) { return Condition::has_phrase(text); };
  const Condition all_but =
      Condition::all_of({phrase(U"社区"), Condition::negation(phrase(U"团结"))});
  const std::vector<Condition> told = {
      Condition(),
      phrase(U"社区"),
      phrase(U"的"),
      Condition::has_term("建设"),
      Condition::has_prefix("社"),
      Condition::negation(phrase(U"社")),
      all_but,
      Condition::any_of({all_but, phrase(U"疆域"), phrase(U"无此")}),
      Condition::any_of({}),
  };
  for (const Condition& condition : told) {
    CAPTURE(describe(condition));
    auto documents = documents_with(state, condition);
    REQUIRE(documents);
    std::sort(documents->begin(), documents->end());
    const auto matched = matches_of(state, candidates(condition, *state.sets));
    CHECK(*documents == std::vector<std::uint32_t>(matched.begin(), matched.end()));
  }
  CHECK_FALSE(documents_with(state, phrase(U"互嵌式社区")));
}
