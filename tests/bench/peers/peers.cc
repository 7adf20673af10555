// Other search engines beside ours, on the same texts in the same run: zhengce_peers FILE [--work
// DIR]
//
// README.md beside this tells what is compared, how each engine is set, and what is not compared.
#include <fmt/format.h>
#include <stdlib.h>
#include <xapian.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "corpus/text.h"
#include "graph/graph_store.h"
#include "search/searcher.h"
#include "tests/bench/drawn_queries.h"
#include "tests/bench/floor.h"
#include "tests/bench/measured_process.h"
#include "tests/bench/peers/exchange.h"
#include "tests/bench/support.h"
#include "tests/bench/texts.h"

namespace zhengce::bench {
namespace {

namespace fs = std::filesystem;
using Action = PeerQuery::Action;
using Kind = PeerQuery::Kind;

constexpr unsigned kSeed = 20261129;
// Of each kind.
constexpr std::size_t kWarm = 200, kTimed = 500, kChecked = 100;
// After so much text what is indexed is to be safe on disk; our floor does it too.
constexpr std::uint64_t kCommitBytes = 4u << 20;

/// An engine as a program of its own.
struct Peer {
  std::string name;
  std::string packages;              ///< Debian's, that it needs.
  std::vector<std::string> command;  ///< Empty where it was not built for want of them.
  std::vector<int> threads;          ///< To index with, one run each; the last one's is searched.
};

std::vector<Peer> known_peers() {
  std::vector<Peer> peers = {
      {"groonga", "libgroonga-dev", {ZHENGCE_PEER_GROONGA}, {1}},
      {"Lucene", "liblucene4.10-java default-jdk-headless", {ZHENGCE_PEER_JAVA}, {1, 2}},
      {"SQLite FTS5", "libsqlite3-dev", {ZHENGCE_PEER_SQLITE}, {1}},
  };
  for (Peer& peer : peers) {
    if (peer.command[0].empty()) peer.command.clear();
  }
  if (auto& java = peers[1].command; !java.empty()) {
    java.insert(java.end(), {"-Xmx1g", "-cp", ZHENGCE_PEER_LUCENE_CLASSES, "LucenePeer"});
  }
  return peers;
}

struct Measure {
  std::string name;
  double seconds = 0;
  std::uint64_t bytes = 0;
  std::uint64_t peak_private_bytes = 0;  ///< 0 where it is not known.
};

struct Searched {
  std::string name;
  PeerAnswers answers;
};

/// The texts as lines, and which section each line is.
class Sections {
 public:
  Sections(const Texts& texts, const fs::path& file) {
    std::ofstream out(file, std::ios::binary);
    for (std::size_t n = 0; n < texts.size(); ++n) {
      const bool same = n > 0 && texts.section(n) == texts.section(n - 1);
      if (!same) {
        if (n > 0) out << '\n';
        numbers_.emplace(texts.section(n), static_cast<std::uint32_t>(numbers_.size()));
      }
      std::string text(texts.utf8_at(n));
      // Lines end where the file's lines do; no match reaches over a blank.
      std::replace_if(
          text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
      if (same) text.insert(0, 1, ' ');
      out << text;
      bytes_ += text.size();
      characters_ += decode_utf8(text).size();
    }
    out << '\n';
    if (!out.flush()) give_up("cannot write " + file.string());
  }
  std::size_t size() const { return numbers_.size(); }
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t characters() const { return characters_; }
  /// size() for a section that has no text to search in.
  std::uint32_t number(const SectionKey& section) const {
    const auto found = numbers_.find(section);
    return found != numbers_.end() ? found->second : static_cast<std::uint32_t>(size());
  }

 private:
  std::map<SectionKey, std::uint32_t> numbers_;
  std::uint64_t bytes_ = 0, characters_ = 0;
};

std::string draw(QueryDrawer& drawer, Kind kind) {
  switch (kind) {
    case Kind::kCharacter:
      return drawer.characters(1);
    case Kind::kWord:
      return drawer.word(2, 4);
    case Kind::kTwoWords:
      return drawer.two_words();
    case Kind::kPhrase:
      return drawer.phrase();
    case Kind::kQuestion:
      return drawer.question();
  }
  return {};
}

std::vector<PeerQuery> draw_queries(const Texts& texts) {
  QueryDrawer drawer(
      texts.size(), [&](std::size_t n) { return texts.at(n); }, kSeed);
  std::vector<PeerQuery> warm, timed, checked;
  for (std::size_t k = 0; k < kKinds; ++k) {
    const auto kind = static_cast<Kind>(k);
    for (std::size_t i = 0; i < kWarm; ++i)
      warm.push_back({Action::kWarm, kind, draw(drawer, kind)});
    for (std::size_t i = 0; i < kTimed; ++i) {
      timed.push_back({Action::kTime, kind, draw(drawer, kind)});
      // A question has no right answer to hold engines against; how many it finds is shown once.
      if (i < (kind == Kind::kQuestion ? 1 : kChecked)) {
        checked.push_back({Action::kCheck, kind, timed.back().text});
      }
    }
  }
  warm.insert(warm.end(), timed.begin(), timed.end());
  warm.insert(warm.end(), checked.begin(), checked.end());
  return warm;
}

/// Our own Searcher, in this process.
Answer own_answers(Searcher& searcher, const SearchOptions& shown, const Sections& sections) {
  return [&searcher, shown, &sections](const PeerQuery& query, bool all) {
    SearchOptions options = shown;
    if (all) {
      options.limit = 10'000'000;
      options.verification_budget = options.limit;
      options.reprints_as_one = options.snippets = false;
    }
    const bool quoted = query.kind == Kind::kPhrase;
    const auto answer = take(searcher.find(quoted ? '"' + query.text + '"' : query.text, options));
    std::vector<std::uint32_t> hits;
    // What it offers where nothing matched is no match.
    if (answer.relaxed && query.kind != Kind::kQuestion) return hits;
    for (const Hit& hit : answer.hits) hits.push_back(sections.number({hit.article, hit.section}));
    return hits;
  };
}

/// The sections that hold all words of a query, by a plain scan.
std::vector<std::uint32_t> scanned(const Texts& texts, const Sections& sections,
                                   const PeerQuery& query) {
  const std::u32string text = decode_utf8(query.text);
  const std::size_t blank = std::min(text.find(U' '), text.size());
  std::set<SectionKey> holding = texts.holding(text.substr(0, blank));
  if (blank < text.size()) {
    const auto other = texts.holding(text.substr(blank + 1));
    std::erase_if(holding, [&](const SectionKey& section) { return !other.contains(section); });
  }
  std::vector<std::uint32_t> numbers;
  for (const SectionKey& section : holding) numbers.push_back(sections.number(section));
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Measure index_ourselves(const fs::path& corpus, const fs::path& data, const fs::path& work,
                        const std::vector<std::string>& options) {
  std::vector<std::string> words = {ZHENGCE_PROGRAM, "index", "--quiet", "--data", data.string()};
  words.insert(words.end(), options.begin(), options.end());
  words.push_back(corpus.string());
  const auto process = run_measured(words, work);
  // 3: some inputs could not be read.
  if (process.code != 0 && process.code != 3) give_up("zhengce index: " + process.last_error);
  std::string name = "zhengce index";
  for (const auto& option : options) name += " " + option;
  return {name, process.seconds, bytes_on_disk(data), process.peak_private_bytes};
}

/// Indexes and searches with a peer. Nothing where it fails, once that was said.
void run_peer_program(const Peer& peer, const fs::path& work, const Sections& sections,
                      std::vector<Measure>& measures, std::vector<Searched>& searched) {
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), peer.command.begin(), peer.command.end());
    return run_measured(arguments, work);
  };
  const auto left_out = [&](const std::string& why) {
    fmt::print("{} is left out: {}\n", peer.name, why);
  };
  if (peer.command.empty()) {
    left_out("it needs Debian's " + peer.packages);
    return;
  }
  const fs::path folder = work / "peer";
  for (const int threads : peer.threads) {
    fs::remove_all(folder);
    const auto process = run({"index", (work / "texts").string(), folder.string(),
                              std::to_string(threads), std::to_string(kCommitBytes)});
    const auto line = nlohmann::json::parse(process.out, nullptr, false);
    if (process.code != 0 || !line.is_object()) {
      left_out(fmt::format("its indexing ended with {}: {}", process.code, process.last_error));
      return;
    }
    if (line.value("sections", 0u) != sections.size() ||
        line.value("characters", 0u) != sections.characters()) {
      left_out("it took other texts than it was given");
      return;
    }
    const std::string plural = threads == 1 ? "1 thread" : std::to_string(threads) + " threads";
    measures.push_back({peer.threads.size() == 1 ? peer.name : peer.name + ", " + plural,
                        process.seconds, bytes_on_disk(folder), process.peak_private_bytes});
  }
  const auto process =
      run({"search", folder.string(), (work / "queries").string(), (work / "hits").string()});
  if (process.code != 0) {
    left_out(fmt::format("its searching ended with {}: {}", process.code, process.last_error));
    return;
  }
  searched.push_back({peer.name, read_answers(process.out, work / "hits")});
  fs::remove_all(folder);
}

void print_indexing(const std::vector<Measure>& measures, const Sections& sections) {
  fmt::print("\n{:<36} {:>8} {:>14} {:>12} {:>7} {:>9}\n", "indexing", "s", "M characters/s",
             "MB on disk", "÷ text", "peak MiB");
  for (const Measure& one : measures) {
    fmt::print("{:<36} {:8.2f} {:14.2f} {:12.1f} {:6.2f} {:>9}\n", one.name, one.seconds,
               static_cast<double>(sections.characters()) / 1e6 / one.seconds,
               static_cast<double>(one.bytes) / 1e6,
               static_cast<double>(one.bytes) / static_cast<double>(sections.bytes()),
               one.peak_private_bytes == 0 ? "-" : std::to_string(one.peak_private_bytes >> 20));
  }
}

void print_searching(const std::vector<Searched>& searched, const std::vector<PeerQuery>& queries,
                     const Texts& texts, const Sections& sections) {
  std::vector<PeerQuery> checked;
  std::copy_if(queries.begin(), queries.end(), std::back_inserter(checked),
               [](const PeerQuery& query) { return query.action == Action::kCheck; });
  std::vector<std::vector<std::uint32_t>> expected;
  for (const PeerQuery& query : checked) {
    expected.push_back(query.kind == Kind::kQuestion ? std::vector<std::uint32_t>()
                                                     : scanned(texts, sections, query));
  }
  for (std::size_t k = 0; k < kKinds; ++k) {
    const auto kind = static_cast<Kind>(k);
    const auto first = static_cast<std::size_t>(
        std::find_if(checked.begin(), checked.end(),
                     [&](const PeerQuery& query) { return query.kind == kind; }) -
        checked.begin());
    fmt::print("\n{:<36} {:>8} {:>8} {:>8} {:>7} {:>9} {:>7}\n",
               "searching: " + std::string(kind_name(kind)) + ", ms", "p50", "p95", "p99", "recall",
               "precision", "first");
    for (const Searched& engine : searched) {
      const auto& times = engine.answers.milliseconds[k];
      if (times.size() != kTimed || engine.answers.hits.size() != checked.size()) {
        give_up(engine.name + " did not answer all queries");
      }
      fmt::print("{:<36} {:8.3f} {:8.3f} {:8.3f} ", engine.name, percentile(times, .5),
                 percentile(times, .95), percentile(times, .99));
      std::size_t found = 0, right = 0, wanted = 0;
      for (std::size_t i = 0; i < checked.size(); ++i) {
        if (checked[i].kind != kind) continue;
        auto hits = engine.answers.hits[i];
        std::sort(hits.begin(), hits.end());
        std::vector<std::uint32_t> both;
        std::set_intersection(hits.begin(), hits.end(), expected[i].begin(), expected[i].end(),
                              std::back_inserter(both));
        found += hits.size();
        right += both.size();
        wanted += expected[i].size();
      }
      const auto part = [](std::size_t of, std::size_t all) {
        return all == 0 ? std::string("-")
                        : fmt::format("{:.4f}", static_cast<double>(of) / static_cast<double>(all));
      };
      const bool judged = kind != Kind::kQuestion;
      fmt::print("{:>7} {:>9} {:7}\n", judged ? part(right, wanted) : "-",
                 judged ? part(right, found) : "-", engine.answers.hits[first].size());
    }
    if (kind == Kind::kQuestion) {
      fmt::print("first: {}\n", checked[first].text);
    } else {
      fmt::print("first: {}, in {} sections by a scan\n", checked[first].text,
                 expected[first].size());
    }
  }
}

void compare(const fs::path& corpus, const fs::path& work) {
  fs::create_directories(work);
  print_head(ZHENGCE_SOURCE_DIR, corpus,
             fmt::format("zhengce_peers {}   (draw seed {})", corpus.filename().string(), kSeed));
  std::vector<Measure> measures;
  const fs::path data = work / "data";
  measures.push_back(index_ourselves(corpus, data, work, {}));
  measures.push_back(index_ourselves(corpus, work / "one job", work, {"--jobs", "1"}));
  fs::remove_all(work / "one job");

  auto searcher = take(Searcher::open(data));
  const Texts texts(searcher.graph());
  const Sections sections(texts, work / "texts");
  fmt::print("texts    {} sections, {} characters, {} bytes of UTF-8\n", sections.size(),
             sections.characters(), sections.bytes());
  fmt::print("queries  of each kind {} to warm up, {} timed, {} held against a scan\n\n", kWarm,
             kTimed, kChecked);
  const auto floor = run_floor(searcher.graph(), work / "floor");
  measures.push_back({"floor: Xapian, ready-made terms", floor.empty() ? 0 : floor.back().seconds,
                      bytes_on_disk(work / "floor"), 0});
  fs::remove_all(work / "floor");

  const auto queries = draw_queries(texts);
  write_queries(queries, work / "queries");
  std::vector<Searched> searched;
  searched.push_back({"zhengce", ask(queries, own_answers(searcher, {}, sections))});
  SearchOptions plain;
  plain.snippets = plain.reprints_as_one = plain.expand = false;
  searched.push_back({"zhengce, plain", ask(queries, own_answers(searcher, plain, sections))});
  for (const Peer& peer : known_peers()) {
    run_peer_program(peer, work, sections, measures, searched);
  }
  print_indexing(measures, sections);
  print_searching(searched, queries, texts, sections);
}

}  // namespace
}  // namespace zhengce::bench

int main(int argc, char** argv) {
  using zhengce::bench::give_up;
  if (argc != 2 && !(argc == 4 && std::string(argv[2]) == "--work")) {
    give_up("usage: zhengce_peers FILE [--work DIR]");
  }
  setenv("XAPIAN_FLUSH_THRESHOLD", "1000000000", 0);
  std::string pattern = (std::filesystem::temp_directory_path() / "zhengce-peers-XXXXXX").string();
  const std::filesystem::path work = argc == 4 ? argv[3] : mkdtemp(pattern.data());
  try {
    zhengce::bench::compare(argv[1], work);
  } catch (const Xapian::Error& error) {
    give_up(error.get_description());
  }
  if (argc == 2) {
    std::error_code ignored;
    std::filesystem::remove_all(work, ignored);
  }
}
