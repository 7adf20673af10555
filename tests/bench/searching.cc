#include "tests/bench/searching.h"

#include <fmt/format.h>
#include <string.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <latch>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "corpus/text.h"
#include "graph/data_dir.h"
#include "search/graph/graph_queries.h"
#include "search/searcher.h"
#include "tests/bench/drawn_queries.h"
#include "tests/bench/joined_queries.h"
#include "tests/bench/measured_process.h"
#include "tests/bench/support.h"
#include "tests/bench/texts.h"
#include "tests/support/temp_dir.h"

namespace zhengce::bench {
namespace {

namespace fs = std::filesystem;

// Of each kind.
constexpr std::size_t kQueries = 500, kWarm = 100, kChecked = 100;
constexpr std::size_t kCommonest = 20;
constexpr std::size_t kStarts = 20;
constexpr double kMostSeconds = 20;  // That queries a second are counted for.

// What there is to search, from one reading of all of it.
struct Searchable {
  explicit Searchable(const GraphReader& graph) {
    std::vector<std::uint64_t> counts(0x110000);
    each_text(graph, [&](const SectionKey& section, const std::u32string& text) {
      if (sections.empty() || sections.back().first != section.first) ++articles;
      if (sections.empty() || sections.back() != section) sections.push_back(section);
      characters += text.size();
      bytes += encode_utf8(text).size();
      for (const char32_t c : text) {
        if (is_han(c)) ++counts[c];
      }
    });
    for (char32_t c = 0; c < counts.size(); ++c) {
      if (counts[c] > 0) han.push_back(c);
    }
    std::stable_sort(han.begin(), han.end(),
                     [&](char32_t a, char32_t b) { return counts[a] > counts[b]; });
    if (sections.empty() || han.empty()) give_up("there are no texts");
  }

  std::vector<SectionKey> sections;
  std::uint64_t articles = 0, characters = 0, bytes = 0;
  std::u32string han;  // Characters that stand in the texts, the commonest first.
};

struct Times {
  std::vector<double> milliseconds;
  std::size_t found = 0, refused = 0;

  // Times `ask`, which tells whether it found anything.
  template <typename Ask>
  void time(const Ask& ask) {
    const auto start = Clock::now();
    const bool any = ask();
    milliseconds.push_back(1000 * seconds_since(start));
    if (any) ++found;
  }
  std::string columns() const {
    return fmt::format("{:8.3f} {:8.3f} {:8.3f} {:>8}", percentile(milliseconds, .5),
                       percentile(milliseconds, .95), percentile(milliseconds, .99),
                       fmt::format("{}/{}", found, milliseconds.size()));
  }
};

// A kind of query. Drawing gives nothing where the index has nothing to draw such a query from.
struct Kind {
  std::string name;
  std::function<std::optional<std::string>()> draw;
  bool ranked = false;  // Its hits need not hold all of it.
};

std::vector<Kind> kinds(const Searchable& searchable, QueryDrawer& drawer,
                        JoinedQueryDrawer& joined) {
  auto& random = drawer.random();
  const auto quoted = [](const std::string& text) { return '"' + text + '"'; };
  return {
      {"a character, any of those there alike",
       [&] {
         const auto& han = searchable.han;
         return encode_utf8(han.substr(random() % han.size(), 1));
       }},
      {"one of the twenty commonest characters",
       [&] {
         const auto& han = searchable.han;
         return encode_utf8(han.substr(random() % std::min(han.size(), kCommonest), 1));
       }},
      {"word of two characters", [&] { return drawer.word(2, 2); }},
      {"word of four characters", [&] { return drawer.word(4, 4); }},
      {"two words", [&] { return drawer.two_words(); }},
      {"phrase of 5 to 10 characters", [&drawer, quoted] { return quoted(drawer.phrase()); }},
      {"phrase with date:", [&] { return joined.dated_phrase(); }},
      {"phrase with region:", [&] { return joined.regional_phrase(); }},
      {"question", [&] { return drawer.question(); }, true},
      {"word with runs:", [&] { return joined.runs(); }},
      {"word with in:", [&] { return joined.in(); }},
      {"word with issued-by:", [&] { return joined.issued_by(); }},
  };
}

std::vector<std::string> draw(const Kind& kind, std::size_t count) {
  std::vector<std::string> queries;
  while (queries.size() < count) {
    auto query = kind.draw();
    if (!query) return {};
    queries.push_back(std::move(*query));
  }
  return queries;
}

// True if hits were found; nothing where the query was refused.
std::optional<bool> ask(Searcher& searcher, const std::string& query, const SearchOptions& options,
                        bool ranked) {
  const auto answer = searcher.find(query, options);
  if (!answer) {
    const auto code = answer.error().code;
    if (code == ErrorCode::kInvalidInput || code == ErrorCode::kAmbiguous) return {};
    give_up(query + ": " + answer.error().message);
  }
  // What is offered where nothing matched is no match.
  return answer->total > 0 && (ranked || !answer->relaxed);
}

Times measure(Searcher& searcher, const Kind& kind, const std::vector<std::string>& queries,
              const SearchOptions& options) {
  Times times;
  for (const auto& query : queries) {
    times.time([&] {
      const auto found = ask(searcher, query, options, kind.ranked);
      if (!found) ++times.refused;
      return found.value_or(false);
    });
  }
  return times;
}

// Prints a row for each kind; gives the queries that were asked, all kinds one after the other.
std::vector<std::string> measure_kinds(Searcher& searcher, const std::vector<Kind>& all) {
  SearchOptions faceted;
  faceted.facets = {FacetField::kRegion, FacetField::kYear, FacetField::kIssuer};
  fmt::print("\n{:<40} {:^35} | {:^35}\n", "", "10 hits with snippets",
             "and facets (region, year, issuer)");
  fmt::print("{:<40} {:>8} {:>8} {:>8} {:>8}  | {:>8} {:>8} {:>8} {:>8}\n", "searching, ms", "p50",
             "p95", "p99", "found", "p50", "p95", "p99", "found");
  std::vector<std::string> asked;
  for (const Kind& kind : all) {
    const auto warm = draw(kind, kWarm);
    if (warm.empty()) {
      fmt::print("{:<40} left out: the index has nothing to draw it from\n", kind.name);
      continue;
    }
    // Others with facets: the same ones would find their texts read.
    const auto queries = draw(kind, kQueries), others = draw(kind, kQueries);
    measure(searcher, kind, warm, {});
    auto plain = measure(searcher, kind, queries, {});
    measure(searcher, kind, warm, faceted);
    auto with_facets = measure(searcher, kind, others, faceted);
    fmt::print("{:<40} {}  | {}\n", kind.name, plain.columns(), with_facets.columns());
    if (const auto refused = plain.refused + with_facets.refused; refused > 0)
      fmt::print("{:<40} {} were refused\n", "", refused);
    std::fflush(stdout);
    asked.insert(asked.end(), queries.begin(), queries.end());
  }
  return asked;
}

// Each thread has a Searcher of its own, warmed up by the last queries; they share the others out
// as they come.
void measure_rate(const fs::path& data, const std::vector<std::string>& queries, unsigned threads) {
  const std::size_t last = queries.size() - std::min(kWarm, queries.size() / 2);
  std::latch warm(threads), go(1);
  std::atomic<std::size_t> next = 0, answered = 0;
  Clock::time_point start;
  const auto work = [&] {
    auto searcher = take(Searcher::open(data));
    for (std::size_t i = last; i < queries.size(); ++i) ask(searcher, queries[i], {}, true);
    warm.count_down();
    go.wait();
    for (std::size_t i = next++; i < last; i = next++) {
      if (seconds_since(start) > kMostSeconds) break;
      ask(searcher, queries[i], {}, true);
      ++answered;
    }
  };
  std::vector<std::thread> pool;
  for (unsigned i = 0; i < threads; ++i) pool.emplace_back(work);
  warm.wait();
  start = Clock::now();
  go.count_down();
  for (auto& thread : pool) thread.join();
  const double seconds = seconds_since(start);
  fmt::print("{:<40} {:8.0f} queries/s ({} of all kinds in {:.1f} s)\n",
             fmt::format("{} thread{}", threads, threads == 1 ? "" : "s"),
             static_cast<double>(answered) / seconds, answered.load(), seconds);
}

// What each phrase (Han characters, folded) finds, against a plain scan of all texts.
void check_phrases(Searcher& searcher, const std::vector<std::string>& phrases) {
  std::vector<std::vector<SectionKey>> expected(phrases.size());
  each_text(searcher.graph(), [&](const SectionKey& section, const std::u32string& text) {
    const std::string bytes = encode_utf8(text);
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      if (memmem(bytes.data(), bytes.size(), phrases[i].data(), phrases[i].size()) == nullptr)
        continue;
      if (expected[i].empty() || expected[i].back() != section) expected[i].push_back(section);
    }
  });
  SearchOptions options;
  options.limit = 10'000'000;
  options.verification_budget = options.limit;
  options.snippets = options.reprints_as_one = false;
  std::size_t wanted = 0, found = 0, right = 0;
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    const auto answer = take(searcher.find('"' + phrases[i] + '"', options));
    std::vector<SectionKey> hits, both;
    if (!answer.relaxed) {
      for (const Hit& hit : answer.hits) hits.push_back({hit.article, hit.section});
    }
    std::sort(hits.begin(), hits.end());
    std::sort(expected[i].begin(), expected[i].end());
    std::set_intersection(hits.begin(), hits.end(), expected[i].begin(), expected[i].end(),
                          std::back_inserter(both));
    wanted += expected[i].size();
    found += hits.size();
    right += both.size();
  }
  const auto part = [](std::size_t of, std::size_t all) {
    return all == 0 ? 1 : static_cast<double>(of) / static_cast<double>(all);
  };
  fmt::print("{:<40} recall {:.4f}, precision {:.4f} ({} phrases, {} sections by a scan)\n",
             "phrases against a plain scan", part(right, wanted), part(right, found),
             phrases.size(), wanted);
}

void measure_typing(Searcher& searcher, QueryDrawer& drawer) {
  take(searcher.suggest("国", 10));  // The first reads all names.
  const auto print = [](const char* name, const Times& times) {
    fmt::print("{:<40} {}\n", name, times.columns());
  };
  Times typed;
  for (std::size_t i = 0; i < kQueries; ++i) {
    const std::string prefix = drawer.characters(1 + i % 4);
    typed.time([&] { return !take(searcher.suggest(prefix, 10)).empty(); });
  }
  print("suggest: one to four characters, ms", typed);
  Times sounds;
  for (std::size_t i = 0; i < kQueries; ++i) {
    std::string letters;
    while (letters.size() <= i % 4) letters += "abcdefghjklmnpqrstwxyz"[drawer.random()() % 22];
    sounds.time([&] { return !take(searcher.suggest(letters, 10)).empty(); });
  }
  print("suggest: one to four initials, ms", sounds);

  std::vector<std::string> programs;
  const auto read = searcher.graph().each_entity(EntityKind::kProgram, [&](const Entity& entity) {
    if (entity.visible) programs.push_back(entity.id.text());
    return programs.size() < kQueries;
  });
  if (!read) give_up(read.error().message);
  Times lookups;
  for (const auto& program : programs) {
    lookups.time(
        [&] { return !take(regions_running(searcher.graph(), program, {})).regions.empty(); });
  }
  if (!programs.empty()) print("regions --running, ms", lookups);
}

// The whole command: what a user waits for at a prompt.
void measure_starts(const fs::path& data, const fs::path& program, QueryDrawer& drawer) {
  const test::TempDir work;
  Times times;
  for (std::size_t i = 0; i <= kStarts; ++i) {
    const std::string word = drawer.word(2, 4);
    const auto process =
        run_measured({program.string(), "search", word, "--data", data.string()}, work.path());
    if (process.code != 0 && process.code != 1) give_up("zhengce search: " + process.last_error);
    if (i == 0) continue;  // The first reads the program itself.
    times.milliseconds.push_back(1000 * process.seconds);
    if (process.code == 0) ++times.found;
  }
  fmt::print("{:<40} {:8.1f} ms p50, {:.1f} at most ({} runs)\n", "command: zhengce search WORD",
             percentile(times.milliseconds, .5), percentile(times.milliseconds, 1),
             times.milliseconds.size());
}

}  // namespace

void measure_searches(const fs::path& data, const fs::path& program, unsigned seed) {
  const auto opened = Clock::now();
  auto searcher = take(Searcher::open(data));
  const double open_seconds = seconds_since(opened);
  const Searchable searchable(searcher.graph());
  fmt::print("texts    {} articles, {} sections, {} characters, {} bytes of UTF-8\n",
             searchable.articles, searchable.sections.size(), searchable.characters,
             searchable.bytes);
  const DataDir folders = take(DataDir::open(data));
  const auto size = [&](const char* name, const fs::path& folder) {
    const auto bytes = static_cast<double>(bytes_on_disk(folder));
    return fmt::format("{} {:.1f} MB, {:.2f} × text", name, bytes / 1e6,
                       bytes / static_cast<double>(searchable.bytes));
  };
  fmt::print("on disk  {}; {}\n", size("Xapian", folders.index()),
             size("RocksDB", folders.graph()));
  fmt::print("queries  {} of each kind, {} others with facets, after {} to warm up (seed {})\n",
             kQueries, kQueries, kWarm, seed);

  const GraphReader& graph = searcher.graph();
  QueryDrawer drawer(
      searchable.sections.size(),
      [&](std::size_t n) { return text_of(graph, searchable.sections[n]); }, seed);
  JoinedQueryDrawer joined(graph, searchable.sections, drawer);
  auto asked = measure_kinds(searcher, kinds(searchable, drawer, joined));

  fmt::print("\n");
  std::shuffle(asked.begin(), asked.end(), drawer.random());
  for (const unsigned threads : {1u, 2u}) measure_rate(data, asked, threads);
  std::vector<std::string> phrases;
  while (phrases.size() < kChecked) phrases.push_back(drawer.phrase());
  check_phrases(searcher, phrases);
  measure_typing(searcher, drawer);
  fmt::print("{:<40} {:8.1f} ms\n", "open a searcher", 1000 * open_seconds);
  measure_starts(data, program, drawer);
}

}  // namespace zhengce::bench
