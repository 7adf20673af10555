#include "tests/bench/floor.h"

#include <xapian.h>

#include <string>
#include <thread>

#include "corpus/analysis/analyzer.h"
#include "corpus/index_schema.h"
#include "tests/bench/support.h"

namespace zhengce::bench {

double last_by_first_tenth(const std::vector<Point>& points) {
  if (points.empty()) return 0;
  const auto all = static_cast<double>(points.back().characters);
  // When so many characters were done, between the points around it.
  const auto when = [&](double characters) {
    Point before;
    for (const Point& point : points) {
      const auto at = static_cast<double>(point.characters);
      if (at >= characters) {
        const double step = at - static_cast<double>(before.characters);
        const double part =
            step <= 0 ? 0 : (characters - static_cast<double>(before.characters)) / step;
        return before.seconds + part * (point.seconds - before.seconds);
      }
      before = point;
    }
    return points.back().seconds;
  };
  return when(all / 10) / (points.back().seconds - when(all * 9 / 10));
}

std::vector<Point> run_floor(const GraphReader& graph, const std::filesystem::path& folder) {
  constexpr std::size_t kBatchBytes = 4u << 20;
  const auto lexicon = Lexicon::standard();
  std::vector<ArticleId> ids;
  if (const auto read = graph.each_article([&](const StoredArticle& stored) {
        ids.push_back(stored.article.id);
        return true;
      });
      !read) {
    give_up(read.error().message);
  }
  std::filesystem::create_directories(folder);
  Xapian::WritableDatabase shards[2] = {
      Xapian::WritableDatabase((folder / "0").string(), Xapian::DB_CREATE_OR_OVERWRITE),
      Xapian::WritableDatabase((folder / "1").string(), Xapian::DB_CREATE_OR_OVERWRITE)};
  Analyzer analyzer(lexicon);
  std::vector<Point> points;
  Point at;
  std::size_t next = 0;
  while (next < ids.size()) {
    std::vector<Xapian::Document> documents[2];
    for (std::size_t bytes = 0; next < ids.size() && bytes < kBatchBytes; ++next) {
      const auto stored = take(graph.article(ids[next], true));
      const std::u32string text = decode_utf8(stored->article.text);
      bytes += stored->article.text.size();
      at.characters += text.size();
      for (const Section& section : stored->article.sections) {
        Analyzer::Counts counts;
        for (const Span span : indexed_spans(stored->article, section)) {
          analyzer.count_terms(slice(text, span), counts);
        }
        Xapian::Document document;
        for (const auto& [term, count] : counts) document.add_term(term, count);
        documents[schema::home_shard(ids[next], 2)].push_back(std::move(document));
      }
    }
    const auto start = Clock::now();
    const auto feed = [&](int shard) {
      for (const auto& document : documents[shard]) shards[shard].add_document(document);
      shards[shard].commit();
    };
    std::thread other(feed, 1);
    feed(0);
    other.join();
    at.seconds += seconds_since(start);
    points.push_back(at);
  }
  return points;
}

}  // namespace zhengce::bench
