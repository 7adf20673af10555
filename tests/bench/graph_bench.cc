// The benchmark of the graph: zhengce_graph_bench [--edges N] [--work DIR]
//
// A made-up graph, the same each time: 45,000 regions, 200,000 programs whose number of regions
// falls as Zipf's law has it, 100,000 organizations, 2,000,000 evidenced edges in 200,000 articles
// (with --edges fewer, all in proportion). Loaded by the store's own commits, then asked. Figures
// are of a warm cache unless they say otherwise. A graph that stands in DIR is not loaded again.
#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "corpus/text.h"
#include "graph/graph_store.h"
#include "search/graph/paths.h"
#include "search/graph/running_page.h"
#include "tests/bench/support.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using bench::bytes_in;
using bench::Clock;
using bench::give_up;
using bench::percentile;
using bench::seconds_since;
using bench::take;

constexpr unsigned kSeed = 20241203;
constexpr std::size_t kEdgesOfArticle = 10;
constexpr std::size_t kArticlesOfBatch = 5000;
constexpr std::size_t kPage = 100;

std::string program_name(std::size_t i) { return fmt::format("第{}号惠民行动", i); }
std::string organization_name(std::size_t i) { return fmt::format("第{}号服务中心", i); }
EntityId id_of(EntityKind kind, const std::string& name) {
  return EntityId::of(kind, normalize_name(name));
}

struct Sizes {
  std::size_t regions = 0, programs = 0, organizations = 0, edges = 0, articles = 0;
};

class Generator {
 public:
  explicit Generator(std::size_t edges) {
    const double share = static_cast<double>(edges) / 2e6;
    const auto part = [&](double of) { return static_cast<std::size_t>(of * share) + 1; };
    sizes_ = {std::min(part(45000), Gazetteer::builtin().size()), part(200000), part(100000), edges,
              edges / kEdgesOfArticle};
    double sum = 0;
    for (std::size_t rank = 1; rank <= sizes_.programs; ++rank) {
      sum += 1.0 / static_cast<double>(rank);
      cumulated_.push_back(sum);
    }
  }
  const Sizes& sizes() const { return sizes_; }
  std::size_t program() {
    const double at = std::uniform_real_distribution<double>(0, cumulated_.back())(random_);
    return static_cast<std::size_t>(std::lower_bound(cumulated_.begin(), cumulated_.end(), at) -
                                    cumulated_.begin());
  }
  std::size_t below(std::size_t count) { return random_() % count; }

  /// An article about one region: mostly what it runs, some of it by an organization there.
  GraphBatch::Put article(std::size_t number) {
    GraphBatch::Put put;
    Article& article = put.article.article;
    for (std::size_t i = 0; i < 8; ++i)
      article.id.bytes[i] = static_cast<std::uint8_t>(random_() >> 24);
    for (std::size_t i = 0; i < 8; ++i)
      article.id.bytes[8 + i] = static_cast<std::uint8_t>(number >> (8 * (7 - i)));
    const Region& region = Gazetteer::builtin().at(static_cast<RegionIndex>(below(sizes_.regions)));
    const auto region_id = EntityId::region(region.code);
    article.title = fmt::format("{}工作情况之{}", region.name, number);
    article.published =
        Date{static_cast<std::int16_t>(2015 + below(10)), static_cast<std::uint8_t>(1 + below(12)),
             static_cast<std::uint8_t>(1 + below(28))};
    article.sources.push_back({{}, {}, fmt::format("made/{}.txt", number), "生成报"});
    std::uint32_t at = 0;
    const auto say = [&](const EntityId& from, Relation relation, const EntityId& to,
                         const std::string& sentence) {
      const auto size = static_cast<std::uint32_t>(decode_utf8(sentence).size());
      Evidence evidence{article.id,
                        0,
                        {at, at + size},
                        {at, at + size},
                        "made",
                        1,
                        static_cast<float>(60 + below(40)) / 100};
      at += size;
      article.text += sentence;
      put.extraction.assertions.push_back({from, relation, to, Modality::kRuns, evidence});
    };
    const auto office = organization_name(below(sizes_.organizations));
    const auto office_id = id_of(EntityKind::kOrganization, office);
    say(office_id, Relation::kBelongsTo, region_id, fmt::format("{}在{}。", office, region.name));
    while (put.extraction.assertions.size() < kEdgesOfArticle) {
      const auto name = program_name(program());
      const bool by_office = below(8) == 0;
      say(by_office ? office_id : region_id, static_cast<Relation>(1 + below(4)),
          id_of(EntityKind::kProgram, name),
          fmt::format("{}深入实施“{}”，惠及群众{}人。",
                      by_office ? office : std::string(region.name), name, below(10000)));
    }
    article.parts.push_back({{0, at}, PartKind::kBody});
    Section section;
    section.span = {0, at};
    section.about = {std::string(region.code)};
    article.sections.push_back(std::move(section));
    return put;
  }

 private:
  Sizes sizes_;
  std::vector<double> cumulated_;
  std::mt19937 random_{kSeed};
};

Entity entity(EntityKind kind, const std::string& name) {
  Entity made;
  made.id = id_of(kind, name);
  made.forms = {{name, 1}};
  made.strong_sections = 1;
  made.visible = true;
  return made;
}

// Time in the store's own commits; the making up does not count.
double load(Generator& generator, const fs::path& folder) {
  const Sizes& sizes = generator.sizes();
  double seconds = 0;
  auto start = Clock::now();
  {
    auto store = take(GraphStore::open(folder));
    seconds += seconds_since(start);
    std::size_t articles = 0, programs = 0, organizations = 0;
    while (articles < sizes.articles) {
      GraphBatch batch;
      for (std::size_t i = 0; i < kArticlesOfBatch && articles < sizes.articles; ++i)
        batch.puts.push_back(generator.article(articles++));
      // Names in step with the articles.
      const auto due = [&](std::size_t all) { return all * articles / sizes.articles; };
      for (; programs < due(sizes.programs); ++programs)
        batch.entities.push_back(entity(EntityKind::kProgram, program_name(programs)));
      for (; organizations < due(sizes.organizations); ++organizations)
        batch.entities.push_back(
            entity(EntityKind::kOrganization, organization_name(organizations)));
      start = Clock::now();
      take(store.commit(batch));
      seconds += seconds_since(start);
    }
    start = Clock::now();
  }  // Closing flushes.
  return seconds + seconds_since(start);
}

// Asks once for warmth and once for the figures.
void measure(const std::string& name, std::size_t count, bool warm,
             const std::function<std::function<std::size_t()>()>& draw) {
  std::vector<std::function<std::size_t()>> questions;
  for (std::size_t i = 0; i < count; ++i) questions.push_back(draw());
  if (warm) {
    for (const auto& question : questions) question();
  }
  std::vector<double> ms;
  std::size_t found = 0;
  for (const auto& question : questions) {
    const auto start = Clock::now();
    found += question();
    ms.push_back(1000 * seconds_since(start));
  }
  fmt::print("{:<52} p50 {:9.3f}  p99 {:9.3f} ms   ({} questions, {} rows)\n", name,
             percentile(ms, .5), percentile(ms, .99), count, found);
  std::fflush(stdout);
}

void ask(const GraphReader& graph, Generator& generator) {
  const auto page = [&](const std::function<std::size_t()>& which) {
    return [&graph, name = program_name(which())]() -> std::size_t {
      return take(regions_running_page(graph, name, "", kPage)).rows.size();
    };
  };
  const auto any = [&] { return generator.below(generator.sizes().programs); };
  const auto as_spoken_of = [&] { return generator.program(); };
  const auto hub = [&] { return generator.below(20); };
  measure("regions --running, first page, cold", 200, false, [&] { return page(any); });
  measure("regions --running, first page, any program", 2000, true, [&] { return page(any); });
  measure("regions --running, first page, as often as named", 1000, true,
          [&] { return page(as_spoken_of); });
  measure("regions --running, first page, the 20 largest", 200, true, [&] { return page(hub); });
  const auto whole = [&](const std::function<void(RunningOptions&)>& set) {
    RunningOptions options;
    options.evidence_limit = 1;
    set(options);
    return [&graph, options, name = program_name(any())]() -> std::size_t {
      return take(regions_running(graph, name, options)).regions.size();
    };
  };
  measure("regions --running, all with coverage", 300, true,
          [&] { return whole([](RunningOptions&) {}); });
  measure("regions --running, rolled up to provinces", 300, true, [&] {
    return whole([](RunningOptions& options) { options.level = RegionLevel::kProvince; });
  });
  measure("regions --running, as of a day", 300, true, [&] {
    return whole([](RunningOptions& options) { options.filter.as_of = Date{2020, 6, 30}; });
  });
  measure("regions --running, the largest, all with coverage", 3, true, [&] {
    RunningOptions options;
    options.evidence_limit = 1;
    return [&graph, options]() -> std::size_t {
      return take(regions_running(graph, program_name(0), options)).regions.size();
    };
  });
  const auto region = [&] {
    const auto index = static_cast<RegionIndex>(generator.below(generator.sizes().regions));
    return EntityId::region(Gazetteer::builtin().at(index).code);
  };
  const auto program = [&] { return id_of(EntityKind::kProgram, program_name(any())); };
  measure("neighbors, 2 hops, first 100", 300, true, [&] {
    return [&graph, start = program()]() -> std::size_t {
      return take(neighbors_of(graph, start, 2, kPage)).neighbors.size();
    };
  });
  measure("path between two regions, up to 4 hops", 300, true, [&] {
    return [&graph, a = region(), b = region()]() -> std::size_t {
      return take(path_between(graph, a, b, 4)).hops.size();
    };
  });
  measure("path between two programs, up to 4 hops", 300, true, [&] {
    return [&graph, a = program(), b = program()]() -> std::size_t {
      return take(path_between(graph, a, b, 4)).hops.size();
    };
  });
}

void run(std::size_t edges, const fs::path& work) {
  Generator generator(edges);
  const Sizes& sizes = generator.sizes();
  fmt::print(
      "{} cores; seed {}; {} regions, {} programs, {} organizations, {} edges, {} articles\n",
      std::thread::hardware_concurrency(), kSeed, sizes.regions, sizes.programs,
      sizes.organizations, sizes.edges, sizes.articles);
  if (fs::exists(work / "graph")) {
    fmt::print("the graph in {} is asked as it is\n", work.string());
  } else {
    const double seconds = load(generator, work / "graph");
    fmt::print("load {:.1f} s ({:.0f} edges/s), {:.0f} MB on disk\n", seconds,
               static_cast<double>(edges) / seconds,
               static_cast<double>(bytes_in(work / "graph")) / 1e6);
  }
  GraphOptions options;
  options.cache_bytes = std::size_t{1} << 30;
  const auto start = Clock::now();
  const auto view = take(open_graph_view(work / "graph", options));
  fmt::print("open {:.1f} ms\n", 1000 * seconds_since(start));
  ask(*view, generator);
}

}  // namespace
}  // namespace zhengce

int main(int argc, char** argv) {
  std::size_t edges = 2000000;
  std::string work;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string option = argv[i];
    if (option == "--edges") edges = std::strtoull(argv[i + 1], nullptr, 10);
    if (option == "--work") work = argv[i + 1];
  }
  if (argc % 2 == 0 || edges < 1000) {
    zhengce::give_up("usage: zhengce_graph_bench [--edges N] [--work DIR], N at least 1000");
  }
  const bool own = work.empty();
  if (own) {
    work = (std::filesystem::temp_directory_path() / "zhengce-graph-XXXXXX").string();
    if (mkdtemp(work.data()) == nullptr) zhengce::give_up("no place for the graph");
  }
  zhengce::run(edges, work);
  std::error_code ignored;
  if (own) std::filesystem::remove_all(work, ignored);
}
