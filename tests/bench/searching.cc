#include "tests/bench/searching.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "corpus/text.h"
#include "search/graph/graph_queries.h"
#include "search/searcher.h"
#include "tests/bench/support.h"

namespace zhengce::bench {
namespace {

constexpr std::size_t kQueries = 300;

struct Latency {
  std::vector<double> milliseconds;
  std::uint64_t found = 0;

  // Times `ask`, which tells whether it found anything.
  template <typename Ask>
  void time(const Ask& ask) {
    const auto start = Clock::now();
    const bool any = ask();
    milliseconds.push_back(1000 * seconds_since(start));
    if (any) ++found;
  }
  void print(const std::string& name) {
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto at = [&](double part) {
      return milliseconds[std::min(
          milliseconds.size() - 1,
          static_cast<std::size_t>(part * static_cast<double>(milliseconds.size())))];
    };
    if (milliseconds.empty()) return;
    fmt::print("{:<44} p50 {:8.3f}  p95 {:8.3f}  p99 {:8.3f} ms   ({} queries, {} found)\n", name,
               at(.5), at(.95), at(.99), milliseconds.size(), found);
  }
};

// Draws queries from the texts themselves.
class Drawer {
 public:
  Drawer(const GraphReader& graph, unsigned seed) : graph_(graph), random_(seed) {
    const auto read = graph.each_article([&](const StoredArticle& stored) {
      ids_.push_back(stored.article.id);
      return true;
    });
    if (!read) give_up(read.error().message);
    if (ids_.empty()) give_up("there are no articles");
  }
  // `length` Han characters in a row from somewhere.
  std::string run(std::size_t length) {
    for (;;) {
      const auto& id = ids_[random_() % ids_.size()];
      const auto text = take(graph_.text(id));
      const std::u32string decoded = decode_utf8(*text);
      if (decoded.size() <= length) continue;
      for (int attempt = 0; attempt < 20; ++attempt) {
        const auto start = random_() % (decoded.size() - length);
        const auto piece = decoded.substr(start, length);
        if (std::all_of(piece.begin(), piece.end(), is_han)) return encode_utf8(piece);
      }
    }
  }

 private:
  const GraphReader& graph_;
  std::vector<ArticleId> ids_;
  std::mt19937 random_;
};

Latency measure(Searcher& searcher, const std::function<std::string()>& query) {
  Latency latency;
  std::vector<std::string> queries;
  for (std::size_t i = 0; i < kQueries; ++i) queries.push_back(query());
  for (const auto& text : queries) {
    latency.time([&] { return take(searcher.find(text, {})).total > 0; });
  }
  return latency;
}

}  // namespace

void measure_searches(const std::filesystem::path& data, unsigned seed) {
  const auto open_start = Clock::now();
  auto searcher = take(Searcher::open(data));
  fmt::print("open a searcher {:.1f} ms\n", 1000 * seconds_since(open_start));
  Drawer drawer(searcher.graph(), seed);
  measure(searcher, [&] { return drawer.run(2); });  // Warm up.
  measure(searcher, [&] { return drawer.run(2); }).print("search: word of two characters");
  measure(searcher, [&] { return drawer.run(4); }).print("search: word of four characters");
  measure(searcher, [&] { return drawer.run(2) + " " + drawer.run(2); }).print("search: two words");
  measure(searcher, [&] { return "\"" + drawer.run(7) + "\""; }).print("search: phrase of seven");
  measure(searcher, [&] {
    return "\"" + drawer.run(4) + "\" date:2010..2020";
  }).print("search: phrase of four, with a date");
  measure(searcher, [&] {
    return "\"" + drawer.run(4) + "\" mentions:北京";
  }).print("search: phrase of four, with a region");
  measure(searcher, [&] {
    return drawer.run(8) + "怎么" + drawer.run(8);
  }).print("search: question");

  take(searcher.suggest("国", 10));  // The first reads all names.
  Latency typed;
  for (std::size_t i = 0; i < kQueries; ++i) {
    const std::string prefix = drawer.run(1 + i % 4);
    typed.time([&] { return !take(searcher.suggest(prefix, 10)).empty(); });
  }
  typed.print("suggest: one to four characters");
  Latency sounds;
  std::mt19937 random(seed);
  for (std::size_t i = 0; i < kQueries; ++i) {
    std::string letters;
    while (letters.size() <= i % 4) letters += "abcdefghjklmnpqrstwxyz"[random() % 22];
    sounds.time([&] { return !take(searcher.suggest(letters, 10)).empty(); });
  }
  sounds.print("suggest: one to four initials");

  std::vector<std::string> programs;
  if (const auto read = searcher.graph().each_entity(EntityKind::kProgram,
                                                     [&](const Entity& entity) {
                                                       if (entity.visible)
                                                         programs.push_back(entity.id.text());
                                                       return programs.size() < 300;
                                                     });
      !read) {
    give_up(read.error().message);
  }
  Latency lookups;
  for (const auto& program : programs) {
    lookups.time(
        [&] { return !take(regions_running(searcher.graph(), program, {})).regions.empty(); });
  }
  lookups.print("regions --running");
}

}  // namespace zhengce::bench
