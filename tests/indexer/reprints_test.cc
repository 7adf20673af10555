// Groups of reprints: what is in them, and that nothing but the set of articles matters.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "corpus/reprint.h"
#include "indexer/indexer.h"
#include "indexer/removal.h"
#include "search/searcher.h"
#include "tests/support/catch.h"
#include "tests/support/dump.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using test::TempDir;
using Groups = std::set<std::set<SectionRef>>;

const fs::path kSample = fs::path(ZHENGCE_SOURCE_DIR) / "corpus" / "sample";

Indexer opened(const fs::path& data, unsigned jobs = 1) {
  IndexerOptions options;
  options.jobs = jobs;
  options.graph.sync_writes = false;
  auto indexer = Indexer::open(data, options);
  if (!indexer) FAIL(indexer.error().message);
  return std::move(*indexer);
}

void add(Indexer& indexer, const std::vector<fs::path>& paths) {
  const auto summary = indexer.add(paths, [](const InputReport&) {});
  if (!summary) FAIL(summary.error().message);
}

void remove(Indexer& indexer, const std::string& path) {
  auto plan = plan_removal(indexer.graph(), [&](const StoredArticle&, const Source& source) {
    return source.path == path;
  });
  REQUIRE(plan);
  REQUIRE(indexer.remove(*plan));
}

std::vector<Article> current_articles(const GraphReader& graph) {
  std::vector<Article> articles;
  REQUIRE(graph.each_article([&](const StoredArticle& stored) {
    if (!stored.current) return true;
    auto whole = graph.article(stored.article.id, true);
    REQUIRE((whole && *whole));
    articles.push_back(std::move((*whole)->article));
    return true;
  }));
  return articles;
}

// As stored; each section must name the group that names it.
Groups stored_groups(const GraphReader& graph) {
  Groups groups;
  for (const Article& article : current_articles(graph)) {
    const auto sketches = graph.sketches(article.id);
    REQUIRE(sketches);
    for (const SectionSketch& sketch : *sketches) {
      if (!sketch.group) continue;
      const auto members = graph.group_members(*sketch.group);
      REQUIRE(members);
      REQUIRE(members->size() > 1);
      CHECK(members->front() == *sketch.group);
      const SectionRef section{article.id, sketch.section};
      CHECK(std::count(members->begin(), members->end(), section) == 1);
      groups.emplace(members->begin(), members->end());
    }
  }
  return groups;
}

// By the rules alone: all pairs of all texts, no sketches.
Groups expected_groups(const GraphReader& graph) {
  struct Node {
    SectionRef section;
    const Article* article;
    std::vector<std::uint64_t> shingles;
    std::size_t group;
  };
  const auto articles = current_articles(graph);
  std::vector<Node> nodes;
  for (const Article& article : articles) {
    const std::u32string text = decode_utf8(article.text);
    for (const Section& section : article.sections) {
      nodes.push_back(
          {{article.id, section.n}, &article, shingles_of(article, text, section), nodes.size()});
    }
  }
  for (const Node& a : nodes) {
    for (const Node& b : nodes) {
      if (a.article == b.article || a.group == b.group ||
          are_other_documents(*a.article, *b.article) || !are_reprints(a.shingles, b.shingles)) {
        continue;
      }
      const auto from = b.group, to = a.group;
      for (Node& node : nodes) {
        if (node.group == from) node.group = to;
      }
    }
  }
  std::map<std::size_t, std::set<SectionRef>> by_group;
  for (const Node& node : nodes) by_group[node.group].insert(node.section);
  Groups groups;
  for (const auto& [number, members] : by_group) {
    if (members.size() > 1) groups.insert(members);
  }
  return groups;
}

// Sentences that nobody else says.
std::string story(std::uint32_t number, std::size_t sentences = 8) {
  static constexpr const char* kWhere[] = {"河边", "桥头", "老街", "车站", "菜场", "校园", "公园"};
  static constexpr const char* kWhat[] = {"书亭", "长椅", "路灯", "花圃", "水站", "凉棚", "信箱"};
  static constexpr const char* kHow[] = {"添了", "修好了", "搬来了", "漆成蓝色的", "分给邻里"};
  std::mt19937 random(number);
  const auto pick = [&](const auto& words) {
    return std::string(words[random() % std::size(words)]);
  };
  std::string text;
  for (std::size_t i = 0; i < sentences; ++i) {
    text += "第" + std::to_string(random() % 1000) + "天，" + pick(kWhere) + pick(kHow) +
            std::to_string(random() % 900 + 100) + "处" + pick(kWhat) + "，" + pick(kWhere) + "的" +
            pick(kWhat) + "也" + pick(kHow) + "。";
  }
  return text;
}

std::string page(const std::string& title, const std::string& body,
                 const std::string& date = "2024-03-05") {
  return "【虚构示例】" + title + "\n来源:示例日报 发布日期:" + date + "\n\n　　" + body + "\n";
}

}  // namespace

TEST_CASE("a roundup's section that is printed alone joins it, and not its neighbors",
          "[reprints]") {
  const TempDir dir;
  auto indexer = opened(dir.path() / "data");
  add(indexer, {kSample});
  const auto groups = stored_groups(indexer.graph());
  CHECK(groups == expected_groups(indexer.graph()));
  const auto find = [&](const std::string& file) {
    const auto ids = indexer.graph().articles_at("path:" + (kSample / file).string());
    REQUIRE(ids);
    REQUIRE(ids->size() == 1);
    return ids->front();
  };
  const auto roundup = find("roundup-reading-2023.txt");
  const auto reprint = find("chengdu-reprint-2023.txt");
  const auto stored = indexer.graph().article(roundup, false);
  REQUIRE((stored && *stored));
  std::size_t joined = 0;
  for (const auto& group : groups) {
    if (!group.contains({reprint, 0})) continue;
    for (const SectionRef& member : group) {
      if (member.article == reprint) continue;
      CHECK(member.article == roundup);
      CHECK_THAT((*stored)->article.sections[member.section].heading,
                 Catch::Matchers::StartsWith("成都"));
      ++joined;
    }
  }
  CHECK(joined == 1);
  const auto faults = indexer.graph().verify();
  REQUIRE(faults);
  CHECK(*faults == std::vector<std::string>());
}

TEST_CASE("a closing formula that all texts share ties none of them together", "[reprints]") {
  const TempDir dir;
  const std::string formula =
      "本办法自发布之日起施行。各地各部门要加强组织领导，压实工作责任，结合实际抓好贯彻落实，执行中"
      "遇到的情况和问题请及时报告。此前有关规定与本办法不一致的，以本办法为准。";
  for (std::uint32_t i = 0; i < 12; ++i) {
    dir.write("in/" + std::to_string(i) + ".txt",
              page("第" + std::to_string(i) + "号公告", story(i, 3) + "\n　　" + formula));
  }
  auto indexer = opened(dir.path() / "data");
  add(indexer, {dir.path() / "in"});
  CHECK(stored_groups(indexer.graph()).empty());
}

TEST_CASE("groups follow from the articles alone, whatever came and went on the way",
          "[reprints]") {
  const std::uint32_t seed = GENERATE(1u, 2u, 3u);
  CAPTURE(seed);
  std::mt19937 random(seed);
  const TempDir dir;
  // Stories, each in up to six dresses; some texts drift from one story to another.
  std::vector<fs::path> files;
  for (std::uint32_t i = 0; i < 40; ++i) {
    const std::uint32_t about = random() % 12;
    std::string body = story(about);
    const auto dress = random() % 6;
    if (dress == 1) body = "本网转载，略有删改。" + body;
    if (dress == 2) body += story(900 + i, 2);
    if (dress == 3) body = story(about, 4) + story(about + 1, 4);
    if (dress == 4) body += "\n　　" + story(about + 1, 3);
    // Of one text from two places title and date are the same, too.
    const auto key = dress == 5 ? about : i;
    const std::string law = key % 5 == 0 ? "管理办法" : "的故事";
    const std::string name = "in/" + std::to_string(i) + ".txt";
    dir.write(name, page("街巷" + std::to_string(key) + law, body,
                         "2024-03-" + std::to_string(10 + key % 3)));
    files.push_back(dir.path() / name);
  }
  const auto data = dir.path() / "data";
  std::set<std::size_t> there;
  {
    auto indexer = opened(data, 1 + seed % 2);
    for (int step = 0; step < 25; ++step) {
      if (!there.empty() && random() % 3 == 0) {
        const std::size_t gone = *std::next(there.begin(), random() % there.size());
        remove(indexer, files[gone].string());
        there.erase(gone);
      } else {
        std::vector<fs::path> batch;
        for (std::size_t n = random() % 6 + 1; n > 0; --n) {
          const std::size_t one = random() % files.size();
          batch.push_back(files[one]);
          there.insert(one);
        }
        add(indexer, batch);
      }
      REQUIRE(stored_groups(indexer.graph()) == expected_groups(indexer.graph()));
    }
    const auto faults = indexer.graph().verify();
    REQUIRE(faults);
    CHECK(*faults == std::vector<std::string>());
  }
  std::vector<fs::path> rest;
  for (const std::size_t one : there) rest.push_back(files[one]);
  std::reverse(rest.begin(), rest.end());
  {
    auto indexer = opened(dir.path() / "at-once", 2);
    add(indexer, rest);
    auto first = opened(data);
    const auto groups = stored_groups(first.graph());
    CHECK(groups.size() > 1);
    CHECK(stored_groups(indexer.graph()) == groups);
    REQUIRE(first.rebuild());
    CHECK(stored_groups(first.graph()) == groups);
  }
  const std::vector<std::string> queries{"书亭", "老街 长椅", "\"花圃\"", "路灯 OR 凉棚"};
  auto one = Searcher::open(data), other = Searcher::open(dir.path() / "at-once");
  REQUIRE((one && other));
  CHECK(test::answers(*one, queries) == test::answers(*other, queries));
}

TEST_CASE("a store from before reprints were known is grouped by the next command that writes",
          "[reprints]") {
  const TempDir dir;
  const std::string body = story(1);
  dir.write("in/one.txt", page("一", body));
  dir.write("in/two.txt", page("二", body));
  const auto data = dir.path() / "data";
  {
    auto indexer = opened(data);
    add(indexer, {dir.path() / "in"});
    REQUIRE(stored_groups(indexer.graph()).size() == 1);
  }
  {
    auto store = GraphStore::open(data / "graph");
    REQUIRE(store);
    REQUIRE(store->forget_sketches());
    CHECK(stored_groups(store->reader()).empty());
  }
  auto indexer = opened(data);
  CHECK(stored_groups(indexer.graph()).size() == 1);
  CHECK(indexer.graph().verify()->empty());
}

TEST_CASE("search gives one of a group, its best hit, and counts it once", "[reprints]") {
  const TempDir dir;
  std::mt19937 random(5);
  for (std::uint32_t i = 0; i < 40; ++i) {
    const std::uint32_t about = random() % 9;
    const std::string lead = i % 3 == 0 ? "本网转载书亭消息。" : "";
    dir.write("in/" + std::to_string(i) + ".txt",
              page("第" + std::to_string(i) + "条", lead + story(about),
                   std::to_string(2020 + random() % 4) + "-03-05"));
  }
  auto indexer = opened(dir.path() / "data");
  add(indexer, {dir.path() / "in"});
  const GraphReader& graph = indexer.graph();
  // Its group's least member, or the section itself.
  const auto group_of = [&](const Hit& hit) {
    const auto sketches = graph.sketches(hit.article);
    REQUIRE(sketches);
    for (const SectionSketch& sketch : *sketches) {
      if (sketch.section == hit.section && sketch.group) return *sketch.group;
    }
    return SectionRef{hit.article, hit.section};
  };
  auto searcher = Searcher::open(dir.path() / "data");
  REQUIRE(searcher);
  std::size_t left_out = 0;
  for (const char* query :
       {"书亭", "老街 OR 车站", "\"书亭，\" 花圃", "region:全国 OR 路灯", "长椅 -凉棚"}) {
    for (const SortOrder sort : {SortOrder::kRelevance, SortOrder::kNewest, SortOrder::kOldest}) {
      CAPTURE(query, static_cast<int>(sort));
      SearchOptions options;
      options.sort = sort;
      options.limit = 100;
      options.facets = {FacetField::kYear};
      options.reprints_as_one = false;
      const auto all = searcher->find(query, options);
      REQUIRE(all);
      options.reprints_as_one = true;
      const auto one = searcher->find(query, options);
      REQUIRE(one);
      std::vector<ArticleId> expected, given;
      std::set<SectionRef> groups;
      std::map<std::string, std::set<SectionRef>> years;
      for (const Hit& hit : all->hits) {
        const SectionRef group = group_of(hit);
        if (groups.insert(group).second) expected.push_back(hit.article);
        years[std::to_string(hit.date->year)].insert(group);
        const auto members = graph.group_members(group);
        REQUIRE(members);
        CHECK(hit.reprints == (members->empty() ? 0 : members->size() - 1));
      }
      for (const Hit& hit : one->hits) given.push_back(hit.article);
      CHECK(given == expected);
      CHECK(one->total == expected.size());
      CHECK(one->exact);
      CHECK(all->total == all->hits.size());
      left_out += all->hits.size() - one->hits.size();
      REQUIRE(one->facets.size() == 1);
      CHECK(one->facets[0].values.size() == years.size());
      for (const FacetValue& year : one->facets[0].values) {
        CHECK(year.count == years[year.name].size());
      }
      // Page by page, by number and by cursor.
      options.limit = 3;
      std::vector<ArticleId> by_offset, by_cursor;
      for (std::uint32_t at = 0; at < given.size() + 3; at += 3) {
        options.offset = at;
        const auto paged = searcher->find(query, options);
        REQUIRE(paged);
        CHECK(paged->total == expected.size());
        CHECK(paged->exact);
        for (const Hit& hit : paged->hits) by_offset.push_back(hit.article);
      }
      CHECK(by_offset == given);
      options.offset = 0;
      do {
        const auto paged = searcher->find(query, options);
        REQUIRE(paged);
        for (const Hit& hit : paged->hits) by_cursor.push_back(hit.article);
        options.cursor = paged->cursor;
      } while (!options.cursor.empty() && by_cursor.size() < 100);
      CHECK(by_cursor == given);
    }
  }
  CHECK(left_out > 50);
}

}  // namespace zhengce
