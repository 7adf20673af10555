// What users may take for granted, on the sample corpus.
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>
#include <utility>

#include "corpus/analysis/analyzer.h"
#include "corpus/organizations.h"
#include "graph/days.h"
#include "tests/search/sample_index.h"
#include "tests/search/small_index.h"

using namespace zhengce;
using test::SampleIndex;
using test::SampleSection;

namespace {

using Ranking = std::vector<std::tuple<ArticleId, std::uint32_t, double>>;

Ranking ranking(Searcher& searcher, const std::u32string& query) {
  SearchOptions options;
  options.limit = 1000;
  options.snippets = false;
  const auto answer = searcher.find(encode_utf8(query), options);
  CAPTURE(answer ? std::string() : answer.error().message);
  REQUIRE(answer);
  Ranking out;
  for (const Hit& hit : answer->hits) out.emplace_back(hit.article, hit.section, hit.score);
  return out;
}

// For each character one other that is folded to it: 國 for 国.
std::map<char32_t, char32_t> traditional() {
  std::map<char32_t, char32_t> out;
  for (char32_t c = U'\u4E00'; c <= U'\u9FFF'; ++c) {
    const std::u32string folded = fold_text(std::u32string_view(&c, 1));
    if (folded.size() == 1 && folded[0] != c) out.emplace(folded[0], c);
  }
  return out;
}

std::u32string in_traditional(std::u32string text) {
  static const auto table = traditional();
  for (char32_t& c : text) {
    if (const auto other = table.find(c); other != table.end()) c = other->second;
  }
  return text;
}

std::u32string full_width(std::u32string text) {
  bool open = true;
  for (char32_t& c : text) {
    if (c == U' ') {
      c = U'\u3000';
    } else if (c == U'"') {
      c = std::exchange(open, !open) ? U'“' : U'”';
    } else if (c > U' ' && c < U'\x7F') {
      c += 0xFEE0;
    }
  }
  return text;
}

std::u32string other_punctuation(std::u32string text) {
  bool open = true;
  for (char32_t& c : text) {
    if (c == U'"') c = std::exchange(open, !open) ? U'「' : U'」';
    if (c == U'·') c = U'・';
    if (c == U'(') c = U'（';
    if (c == U')') c = U'）';
    if (c == U'?') c = U'？';
    if (c == U'|') c = U'｜';
  }
  return text;
}

// One of the kinds of query that people type.
std::u32string made_query(const SampleIndex& index, std::mt19937& random, int kind) {
  const auto piece = [&](std::size_t length) { return index.draw(random, length); };
  switch (kind % 8) {
    case 0:
      return piece(2 + random() % 3);
    case 1:
      return piece(6 + random() % 5);
    case 2:
      return piece(2) + U" " + piece(2);
    case 3:
      return U"\"" + piece(3 + random() % 8) + U"\"";
    case 4:
      return U"怎么" + piece(4) + piece(6) + U"?";
    case 5:
      return piece(2) + U" region:浙江";
    case 6:
      return U"(" + piece(2) + U" | " + piece(3) + U") -" + piece(2);
    default:
      return piece(2) + U" 2024 date:2022..2025";
  }
}

}  // namespace

TEST_CASE("traditional, full-width and punctuation variants of a query give the same ranking",
          "[search]") {
  const unsigned seed = 20261124;
  CAPTURE(seed);
  const SampleIndex& index = SampleIndex::get();
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  std::mt19937 random(seed);
  std::size_t found = 0;
  std::size_t changed = 0;
  for (int i = 0; i < 200; ++i) {
    const std::u32string query = made_query(index, random, i);
    CAPTURE(i, encode_utf8(query));
    const Ranking plain = ranking(*searcher, query);
    found += plain.empty() ? 0 : 1;
    for (const auto& variant : {in_traditional(query), full_width(query), other_punctuation(query),
                                full_width(in_traditional(query))}) {
      CAPTURE(encode_utf8(variant));
      changed += variant == query ? 0 : 1;
      CHECK(ranking(*searcher, variant) == plain);
    }
  }
  CHECK(found > 150);
  CHECK(changed > 500);
}

TEST_CASE("facets count what a reader counts", "[search]") {
  const unsigned seed = 7;
  CAPTURE(seed);
  const SampleIndex& index = SampleIndex::get();
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  std::mt19937 random(seed);
  SearchOptions options;
  options.limit = 1;
  options.snippets = false;
  options.facets = {FacetField::kRegion, FacetField::kProgram, FacetField::kIssuer,
                    FacetField::kYear, FacetField::kMonth};
  options.facet_values = 100000;
  options.reprints_as_one = false;  // The reader counts every section.
  std::size_t counted = 0;
  for (int i = 0; i < 100; ++i) {
    const auto phrase = index.draw(random, 1 + random() % 3);
    CAPTURE(i, encode_utf8(phrase));
    std::map<FacetField, std::map<std::string, std::uint64_t>> expected;
    for (const SampleSection& section : index.sections()) {
      if (std::none_of(section.folded.begin(), section.folded.end(),
                       [&](const auto& text) { return contains_phrase(text, phrase); })) {
        continue;
      }
      const auto n = section.section.n;
      std::set<std::string> regions(section.section.about.begin(), section.section.about.end());
      if (regions.empty() && n < section.extraction.mentioned_regions.size()) {
        const auto& mentioned = section.extraction.mentioned_regions[n];
        regions.insert(mentioned.begin(), mentioned.end());
      }
      for (const auto& code : regions) ++expected[FacetField::kRegion][code];
      std::set<std::string> programs;
      for (const Candidate& candidate : section.extraction.candidates) {
        if (candidate.evidence.section != n || candidate.entity.kind() != EntityKind::kProgram)
          continue;
        const auto entity = searcher->graph().entity(candidate.entity);
        REQUIRE((entity && *entity));
        if ((*entity)->visible) programs.insert(candidate.entity.text());
      }
      for (const auto& program : programs) ++expected[FacetField::kProgram][program];
      for (const auto& issuer : issuers_named(section.article.issuer)) {
        ++expected[FacetField::kIssuer][issuer];
      }
      const auto date = section.article.date();
      if (!date) continue;
      ++expected[FacetField::kYear][date->iso().substr(0, 4)];
      if (date->month > 0) ++expected[FacetField::kMonth][date->iso().substr(0, 7)];
    }
    const auto answer = searcher->find("\"" + encode_utf8(phrase) + "\"", options);
    REQUIRE(answer);
    for (const Facet& facet : answer->facets) {
      CHECK(facet.exact);
      std::map<std::string, std::uint64_t> counts;
      std::string before;
      for (const auto& value : facet.values) {
        counts[value.code.empty() ? value.name : value.code] = value.count;
        counted += value.count;
        if (facet.field == FacetField::kMonth) CHECK(before < value.name);
        before = value.name;
      }
      CAPTURE(static_cast<int>(facet.field));
      CHECK(counts == expected[facet.field]);
    }
  }
  CHECK(counted > 2000);
}

TEST_CASE("facets of more than can be looked at are marked as estimates", "[search]") {
  auto searcher = Searcher::open(SampleIndex::get().path());
  REQUIRE(searcher);
  SearchOptions options;
  options.facets = {FacetField::kYear};
  options.verification_budget = 3;
  const auto answer = searcher->find("\"虚构示例\"", options);
  REQUIRE(answer);
  CHECK_FALSE(answer->exact);
  REQUIRE(answer->facets.size() == 1);
  CHECK_FALSE(answer->facets[0].exact);
}

TEST_CASE("only what was added since is found, by the log or by the day", "[search]") {
  const auto article = [](const std::string& title) {
    test::MadeArticle made;
    made.title = title;
    made.sections = {{"", "社区办起夜校。", {}, {}, {}, {}}};
    return made;
  };
  test::SmallIndex index({article("甲篇"), article("乙篇")});
  const auto titles = [&](std::uint64_t since) {
    auto searcher = Searcher::open(index.path());
    REQUIRE(searcher);
    SearchOptions options;
    options.added_since = since;
    const auto answer = searcher->find("夜校", options);
    REQUIRE(answer);
    CHECK(answer->total == answer->hits.size());
    std::set<std::string> out;
    for (const Hit& hit : answer->hits) out.insert(hit.title);
    return out;
  };
  CHECK(titles(0) == std::set<std::string>{"甲篇", "乙篇"});
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto before = searcher->find("夜校", {});
  REQUIRE(before);
  CHECK(titles(before->sequence).empty());
  index.add({article("丙篇")});
  CHECK(titles(before->sequence) == std::set<std::string>{"丙篇"});

  // The days as indexing notes them.
  const auto note = [&](const Date& today) {
    auto store = GraphStore::open(index.dir().graph());
    REQUIRE(store);
    GraphBatch batch;
    REQUIRE(note_day(store->reader(), today, batch));
    REQUIRE(store->commit(batch));
  };
  const Date today{2026, 11, 24};
  const auto since = [&](const Date& day) {
    const auto graph = open_graph_view(index.dir().graph());
    REQUIRE(graph);
    const auto sequence = sequence_before(**graph, day, today);
    REQUIRE(sequence);
    return *sequence;
  };
  CHECK(since({2026, 11, 20}) == before->sequence + 1);  // Nothing noted: nothing since.
  note({2026, 11, 20});
  index.add({article("丁篇")});
  note({2026, 11, 20});  // The first of a day counts.
  note({2026, 11, 24});
  index.add({article("戊篇")});
  CHECK(titles(since({2026, 11, 19})) == std::set<std::string>{"丁篇", "戊篇"});
  CHECK(titles(since({2026, 11, 20})) == std::set<std::string>{"丁篇", "戊篇"});
  CHECK(titles(since({2026, 11, 0})) == std::set<std::string>{"丁篇", "戊篇"});
  CHECK(titles(since({2026, 11, 21})) == std::set<std::string>{"戊篇"});
  CHECK(titles(since({2026, 11, 24})) == std::set<std::string>{"戊篇"});
}

TEST_CASE("a name finds what else the same thing is called, unless told not to", "[search]") {
  test::MadeArticle article;
  article.title = "一则消息";
  article.sections = {{"", "广西办起夜校，发改委拨款。", {"450000"}, {"450000"}, {}, {}},
                      {"", "此事与别处无关。", {}, {}, {}, {}}};
  const test::SmallIndex index({article});
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto total = [&](const std::string& query, bool expand) {
    SearchOptions options;
    options.expand = expand;
    const auto answer = searcher->find(query, options);
    REQUIRE(answer);
    return answer->relaxed ? 0 : answer->total;
  };
  CHECK(total("广西壮族自治区", true) == 1);
  CHECK(total("广西壮族自治区", false) == 0);
  CHECK(total("\"广西壮族自治区\"", true) == 0);    // A quotation is taken as it stands.
  CHECK(total("夜校 -广西壮族自治区", true) == 1);  // So is what is excluded.
  CHECK(total("广西壮族自治区 夜校", true) == 1);
}
