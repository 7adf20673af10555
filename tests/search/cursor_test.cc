#include "search/cursor.h"

#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "search/graph/graph_queries.h"
#include "search/searcher.h"
#include "tests/search/small_index.h"

using namespace zhengce;
using test::MadeArticle;
using test::SmallIndex;

namespace {

MadeArticle article(int n, const std::string& body, const std::string& date = "") {
  MadeArticle made;
  made.title = "第" + std::to_string(n) + "号报告";
  made.date = date;
  made.sections = {{"", body, {}, {}, {}, {}}};
  return made;
}

// Sections that hold 夜校 among more or less else, so that their scores differ, and often tie.
MadeArticle about_schools(int n) {
  std::string body = "社区办起夜校。";
  for (int i = 0; i < n % 7; ++i) body += "居民报名，课程表贴在门口。";
  for (int i = 0; i < n % 3; ++i) body += "夜校开课。";
  return article(n, body, n % 4 == 0 ? "" : "202" + std::to_string(n % 5) + "-03-01");
}

SearchOptions page(std::uint32_t limit, const std::string& cursor = "") {
  SearchOptions options;
  options.limit = limit;
  options.snippets = false;
  options.cursor = cursor;
  return options;
}

std::vector<SectionKey> places(const SearchAnswer& answer) {
  std::vector<SectionKey> out;
  for (const Hit& hit : answer.hits) out.emplace_back(hit.article, hit.section);
  return out;
}

}  // namespace

TEST_CASE("page after page gives what one long page gives", "[search]") {
  std::vector<MadeArticle> made;
  for (int n = 0; n < 100; ++n) made.push_back(about_schools(n));
  const SmallIndex index(made);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto sort = GENERATE(SortOrder::kRelevance, SortOrder::kNewest, SortOrder::kOldest);
  // Verified in the text, and beyond what is counted exactly.
  const std::string query = GENERATE("夜校", "\"社区办起夜校\"", "社区怎么办夜校");
  const std::uint32_t budget = GENERATE(20000u, 30u);
  CAPTURE(query, budget, static_cast<int>(sort));
  SearchOptions options = page(1000);
  options.sort = sort;
  const auto whole = searcher->find(query, options);
  REQUIRE(whole);
  REQUIRE(whole->hits.size() == 100);
  CHECK(whole->cursor.empty());
  CHECK_FALSE(whole->changed);

  options.verification_budget = budget;
  std::vector<SectionKey> paged;
  std::uint32_t rank = 0;
  for (std::string cursor;;) {
    options.limit = 7;
    options.cursor = cursor;
    const auto answer = searcher->find(query, options);
    REQUIRE(answer);
    CHECK_FALSE(answer->changed);
    for (const Hit& hit : answer->hits) CHECK(hit.rank == ++rank);
    for (const SectionKey& place : places(*answer)) paged.push_back(place);
    cursor = answer->cursor;
    if (cursor.empty()) break;
    REQUIRE(paged.size() < 200);
  }
  CHECK(paged == places(*whole));
}

TEST_CASE("counts and facets are of the whole result on every page", "[search]") {
  std::vector<MadeArticle> made;
  for (int n = 0; n < 20; ++n) made.push_back(about_schools(n));
  const SmallIndex index(made);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  SearchOptions options = page(5);
  options.facets = {FacetField::kYear};
  const auto first = searcher->find("夜校", options);
  REQUIRE(first);
  options.cursor = first->cursor;
  const auto second = searcher->find("夜校", options);
  REQUIRE(second);
  CHECK(first->total == 20);
  CHECK(second->total == 20);
  REQUIRE(second->facets.size() == 1);
  REQUIRE(second->facets[0].values.size() == first->facets[0].values.size());
  for (std::size_t i = 0; i < first->facets[0].values.size(); ++i) {
    CHECK(second->facets[0].values[i].count == first->facets[0].values[i].count);
  }
}

TEST_CASE("a cursor that is none, or of another query, is refused", "[search]") {
  std::vector<MadeArticle> made;
  for (int n = 0; n < 20; ++n) made.push_back(about_schools(n));
  const SmallIndex index(made);
  auto searcher = Searcher::open(index.path());
  REQUIRE(searcher);
  const auto first = searcher->find("夜校", page(5));
  REQUIRE(first);
  const std::string good = first->cursor;
  REQUIRE(good.size() > 10);
  const auto refused = [&](const std::string& cursor, const std::string& query = "夜校",
                           SortOrder sort = SortOrder::kRelevance) {
    SearchOptions options = page(5, cursor);
    options.sort = sort;
    const auto answer = searcher->find(query, options);
    return !answer && answer.error().code == ErrorCode::kInvalidInput &&
           answer.error().message.find("cursor") != std::string::npos;
  };
  CHECK_FALSE(refused(good));
  CHECK(refused(good, "社区"));
  CHECK(refused(good, "夜校", SortOrder::kNewest));
  CHECK(refused("z"));
  CHECK(refused("下一页"));
  CHECK(refused(good + "A"));
  CHECK(refused(good.substr(0, good.size() - 2)));
  CHECK(refused(std::string(1'000'000, 'z')));
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::string damaged = good;
    damaged[1 + random() % (damaged.size() - 1)] = "Az09-_ 夜"[random() % 7];
    CHECK((damaged == good || refused(damaged)));
  }
  // Of a directory that is further.
  const SmallIndex other({about_schools(1)});
  auto elsewhere = Searcher::open(other.path());
  REQUIRE(elsewhere);
  Cursor later = *Cursor::decode(good);
  later.graph_sequence = 1000;
  const auto answer = elsewhere->find("夜校", page(5, later.encode()));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == ErrorCode::kInvalidInput);
}

TEST_CASE("what a cursor carries is read back as it was", "[search]") {
  Cursor cursor;
  cursor.index_sequence = 3;
  cursor.graph_sequence = 1ULL << 40;
  cursor.query = 0xFFFFFFFFFFFFFFFFULL;
  cursor.relaxed = true;
  cursor.given = 70;
  cursor.passed = 12345678901ULL;
  cursor.score = 12.25;
  cursor.date = 20240305;
  cursor.last.article.bytes.fill(0xFE);
  cursor.last.section = 9;
  cursor.statistics = {1000000, 812.5, {{Statistics::key("夜校"), 0}, {7, 300}}};
  const auto read = Cursor::decode(cursor.encode());
  REQUIRE(read);
  CHECK(read->encode() == cursor.encode());
  CHECK(read->graph_sequence == cursor.graph_sequence);
  CHECK(read->passed == cursor.passed);
  CHECK(read->score == cursor.score);
  CHECK(read->last.article == cursor.last.article);
  CHECK(read->statistics.frequencies == cursor.statistics.frequencies);
}

TEST_CASE("paging beside a writer gives nothing twice and loses nothing that was there throughout",
          "[search][concurrent]") {
  constexpr int kThere = 500;
  constexpr int kBatches = 100;
  std::vector<MadeArticle> made;
  for (int n = 0; n < kThere; ++n) made.push_back(about_schools(n));
  SmallIndex index(made);
  std::set<SectionKey> throughout;
  for (const Article& one : index.articles()) throughout.insert({one.id, 0});

  std::atomic<int> written = 0;
  std::atomic<int> refused = 0;
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int batch = 0; batch < kBatches && !stop; ++batch) {
      // More articles that match, some best of all, and some that make the word commoner or the
      // sections longer: the scores of all would change.
      std::vector<MadeArticle> more;
      for (int i = 0; i < 3; ++i) more.push_back(about_schools(10000 + 3 * batch + i));
      more.push_back(article(20000 + batch, "夜校。"));
      more.push_back(article(30000 + batch, std::string(30, 'x') + "河道清淤，堤防加固。"));
      if (!index.try_add(more)) ++refused;
      ++written;
    }
  });
  std::set<SectionKey> given;
  int pages = 0;
  int changed = 0;
  int before = 0;
  bool twice = false;
  bool failed = false;
  for (std::string cursor;;) {
    // Two batches a page, so that the last of them come as the last pages do.
    while (written < std::min(kBatches, 2 * pages)) std::this_thread::yield();
    const int now = written;
    auto searcher = Searcher::open(index.path());
    const auto answer = searcher ? searcher->find("夜校", page(10, cursor))
                                 : Result<SearchAnswer>(searcher.error());
    if (!answer) {
      failed = true;
      break;
    }
    if (pages > 0 && now > before) CHECK(answer->changed);
    changed += answer->changed ? 1 : 0;
    before = written;
    for (const SectionKey& place : places(*answer)) twice = !given.insert(place).second || twice;
    ++pages;
    cursor = answer->cursor;
    if (cursor.empty()) break;
  }
  stop = true;
  writer.join();
  CHECK_FALSE(failed);
  CHECK_FALSE(twice);
  CHECK(pages >= 50);
  CHECK(changed > 0);
  CHECK(written.load() == kBatches);
  CHECK(refused.load() == 0);
  CHECK(std::includes(given.begin(), given.end(), throughout.begin(), throughout.end()));
}
