#include "graph/graph_store.h"

#include <rocksdb/db.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "tests/graph/generations.h"
#include "tests/graph/made.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

using namespace zhengce;
using namespace zhengce::test;

namespace {

GraphStore open_store(const std::filesystem::path& dir, const GraphOptions& options = {}) {
  auto store = GraphStore::open(dir, options);
  if (!store) throw std::runtime_error(store.error().message);
  return std::move(*store);
}

std::unique_ptr<GraphReader> open_view(const std::filesystem::path& dir) {
  auto view = open_graph_view(dir);
  if (!view) throw std::runtime_error(view.error().message);
  return std::move(*view);
}

std::vector<std::string> faults(const GraphReader& reader) {
  auto found = reader.verify();
  if (!found) throw std::runtime_error(found.error().message);
  return *found;
}

std::size_t file_count(const std::filesystem::path& dir) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(dir), {}));
}

// A committer as a process of its own, with what it printed.
class Committer {
 public:
  explicit Committer(std::vector<std::string> arguments) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe");
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      close(ends[1]);
      std::vector<char*> words{const_cast<char*>(ZHENGCE_COMMITTER)};
      for (auto& word : arguments) words.push_back(word.data());
      words.push_back(nullptr);
      execv(words[0], words.data());
      _exit(99);
    }
    close(ends[1]);
    out_ = fdopen(ends[0], "r");
  }
  ~Committer() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      wait();
    }
    fclose(out_);
  }
  /// The next generation acknowledged; nothing at the end.
  std::optional<std::uint32_t> next() {
    unsigned generation = 0;
    char line[32];
    if (fgets(line, sizeof line, out_) == nullptr || line[std::strlen(line) - 1] != '\n')
      return std::nullopt;
    generation = static_cast<unsigned>(std::atoi(line));
    return generation;
  }
  void kill_now() { kill(pid_, SIGKILL); }
  int wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = 0;
  FILE* out_ = nullptr;
};

const auto kZhejiang = EntityId::region("330000");
const auto kSichuan = EntityId::region("510000");

}  // namespace

TEST_CASE("what was stored is read back, from the writer, a view and after reopening", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  const auto id = id_of(1);
  auto put = make_put(id, "标题", "浙江省实施示范计划。", {"330000"});
  put.article.article.sources = {{"k7", "http://a.example/7", "a.jsonl", "甲报"},
                                 {"", "http://a.example/7", "b.txt", ""}};
  const auto edge =
      assertion(kZhejiang, Relation::kRuns, program("示范计划"), evidence_at(id, 0, {0, 10}));
  put.extraction.assertions = {edge};
  put.extraction.candidates = {{program("示范计划"), "示范计划", Support::kStrong, edge.evidence}};
  put.extraction.mentioned_regions = {{"330000"}};
  GraphBatch batch;
  batch.puts = {put};
  batch.entities = {entity_named(EntityKind::kProgram, "“示范计划”")};
  batch.meta = {{"rules", "v1"}};

  const auto check = [&](const GraphReader& reader) {
    CHECK(*reader.sequence() == 1);
    const auto article = reader.article(id, true);
    REQUIRE((article && *article));
    CHECK((*article)->article.title == "标题");
    CHECK((*article)->article.text == "浙江省实施示范计划。");
    CHECK((*article)->sequence == 1);
    CHECK((*article)->current);
    CHECK((*reader.article(id, false))->article.text.empty());
    CHECK_FALSE(*reader.article(id_of(2), true));
    CHECK(*reader.text(id) == "浙江省实施示范计划。");
    CHECK_FALSE(*reader.text(id_of(2)));
    CHECK(*reader.articles_at(Place::encode({"k7", "", "", ""})) == std::vector{id});
    CHECK(*reader.articles_at(Place::encode({"", "http://a.example/7", "", ""})) ==
          std::vector{id});
    CHECK(reader.articles_at(Place::encode({"", "", "a.jsonl", ""}))->empty());
    CHECK(*reader.extraction(id) == put.extraction);
    CHECK(*reader.extraction(id_of(2)) == Extraction());
    CHECK(assertions_from(reader, kZhejiang) == std::vector{edge});
    CHECK(assertions_to(reader, program("示范计划")) == std::vector{edge});
    CHECK(assertions_to(reader, kZhejiang).empty());
    std::vector<Candidate> candidates;
    REQUIRE(reader.candidates_of(program("示范计划"), [&](const Candidate& c) {
      candidates.push_back(c);
      return true;
    }));
    CHECK(candidates == put.extraction.candidates);
    const auto named = reader.entities_named("示範計劃", EntityKind::kProgram);
    REQUIRE(named);
    REQUIRE(named->size() == 1);
    CHECK(named->front().name == "“示范计划”");
    CHECK(reader.entities_named("示范计划", EntityKind::kDocument)->empty());
    CHECK(*reader.meta("rules") == "v1");
    CHECK_FALSE(*reader.meta("schema"));
    const auto counts = reader.counts();
    REQUIRE(counts);
    CHECK(counts->articles == 1);
    CHECK(counts->sections == 1);
    CHECK(counts->visible_programs == 1);
    CHECK(counts->assertions == 1);
    CHECK(counts->candidates == 1);
    CHECK(faults(reader).empty());
  };
  {
    auto store = open_store(path);
    CHECK(*store.reader().sequence() == 0);
    CHECK(*store.commit(batch) == 1);
    check(store.reader());
    check(*open_view(path));
  }
  check(*open_view(path));
  check(open_store(path).reader());
}

TEST_CASE("a new version of an article takes the place of the old, edges both ways", "[graph]") {
  const TempDir dir;
  auto store = open_store(dir.path() / "graph");
  const auto id = id_of(1);
  const auto other = id_of(2);
  const auto edge = [&](const ArticleId& at, const EntityId& region, const char* name) {
    return assertion(region, Relation::kRuns, program(name), evidence_at(at, 0, {0, 5}));
  };
  GraphBatch first;
  first.puts = {make_put(id, "一", "甲乙丙丁。", {"330000"}, "a.txt"),
                make_put(other, "二", "戊己庚辛。", {"330000"}, "b.txt")};
  first.puts[0].extraction.assertions = {edge(id, kZhejiang, "甲计划"),
                                         edge(id, kZhejiang, "乙计划")};
  first.puts[1].extraction.assertions = {edge(other, kZhejiang, "甲计划")};
  REQUIRE(store.commit(first));
  GraphBatch second;
  second.puts = {make_put(id, "三", "", {"510000"}, "c.txt")};
  second.puts[0].text_changed = false;
  second.puts[0].extraction.assertions = {edge(id, kSichuan, "乙计划"),
                                          edge(id, kSichuan, "丙计划")};
  CHECK(*store.commit(second) == 3);

  const auto& reader = store.reader();
  CHECK(*reader.text(id) == "甲乙丙丁。");
  CHECK((*reader.article(id, false))->article.title == "三");
  CHECK(assertions_from(reader, kZhejiang) == first.puts[1].extraction.assertions);
  CHECK(assertions_from(reader, kSichuan).size() == 2);
  CHECK(assertions_to(reader, program("甲计划")) == first.puts[1].extraction.assertions);
  CHECK(assertions_to(reader, program("乙计划")) ==
        std::vector{second.puts[0].extraction.assertions[0]});
  CHECK(reader.articles_at("path:a.txt")->empty());
  CHECK(*reader.articles_at("path:c.txt") == std::vector{id});
  CHECK(faults(reader).empty());

  SECTION("and is silent once it is no longer current") {
    second.puts[0].article.current = false;
    REQUIRE(store.commit(second));
    CHECK(assertions_from(reader, kSichuan).empty());
    CHECK(*reader.extraction(id) == Extraction());
    std::vector<std::pair<std::string, std::uint64_t>> subjects;
    REQUIRE(reader.each_subject([&](std::string_view code, std::uint64_t sections) {
      subjects.emplace_back(code, sections);
      return true;
    }));
    CHECK(subjects == std::vector<std::pair<std::string, std::uint64_t>>{{"330000", 1}});
    CHECK(faults(reader).empty());
  }
  SECTION("in the log too: one entry an article, its last") {
    const auto log = log_after(reader, 0);
    REQUIRE(log.size() == 2);
    CHECK(log[0].sequence == 2);
    CHECK(log[0].article == other);
    CHECK(log[1].sequence == 3);
    CHECK(log[1].article == id);
    CHECK(log_after(reader, 2).size() == 1);
    CHECK(log_after(reader, 3).empty());
    CHECK(log_after(reader, UINT64_MAX).empty());
  }
}

TEST_CASE("assertions come ordered by relation, other node, article and place", "[graph]") {
  const TempDir dir;
  auto store = open_store(dir.path() / "graph");
  GraphBatch batch;
  std::vector<Assertion> all;
  std::mt19937 random(5);
  for (std::uint32_t number = 0; number < 4; ++number) {
    const auto id = id_of(number);
    auto put = make_put(id, "一", "甲。");
    for (std::uint32_t i = 0; i < 30; ++i) {
      const auto relation = random() % 2 ? Relation::kRuns : Relation::kNames;
      const auto name = std::string(random() % 2 ? "甲" : "乙") + "计划";
      const std::uint32_t start = random() % 400;
      auto edge = assertion(kZhejiang, relation, program(name),
                            evidence_at(id, random() % 3, {start, start + 9}),
                            random() % 2 ? Modality::kRuns : Modality::kPlans);
      put.extraction.assertions.push_back(edge);
      all.push_back(edge);
    }
    batch.puts.push_back(put);
  }
  REQUIRE(store.commit(batch));
  std::stable_sort(all.begin(), all.end(), [](const Assertion& a, const Assertion& b) {
    const auto key = [](const Assertion& x) {
      return std::tuple(x.relation, x.to, x.evidence.article, x.evidence.section,
                        x.evidence.sentence.start);
    };
    return key(a) < key(b);
  });
  CHECK(assertions_from(store.reader(), kZhejiang) == all);
  std::size_t seen = 0;
  REQUIRE(store.reader().assertions_from(kZhejiang, [&](const Assertion&) { return ++seen < 3; }));
  CHECK(seen == 3);
}

TEST_CASE("an entity that nothing names any more is gone", "[graph]") {
  const TempDir dir;
  auto store = open_store(dir.path() / "graph");
  auto entity = entity_named(EntityKind::kOrganization, "某省民宗委");
  entity.forms = {{"某省民宗委", 1}, {"某省民族宗教事务委员会", 2}};
  GraphBatch batch;
  batch.entities = {entity};
  REQUIRE(store.commit(batch));
  CHECK(store.reader().entities_named("某省民族宗教事务委员会", std::nullopt)->size() == 1);
  batch.entities[0].forms = {{"某省民族宗教事务委员会", 2}};
  REQUIRE(store.commit(batch));
  CHECK(store.reader().entities_named("某省民宗委", std::nullopt)->empty());
  batch.entities[0].forms.clear();
  batch.entities[0].strong_sections = 0;
  REQUIRE(store.commit(batch));
  CHECK(store.reader().entities_named("某省民族宗教事务委员会", std::nullopt)->empty());
  CHECK_FALSE(*store.reader().entity(entity.id));
  CHECK(faults(store.reader()).empty());
}

TEST_CASE("an article is found by the first digits of its id", "[graph]") {
  const TempDir dir;
  auto store = open_store(dir.path() / "graph");
  GraphBatch batch;
  const auto low = *ArticleId::parse("a1200000000000000000000000000001");
  const auto middle = *ArticleId::parse("a1280000000000000000000000000001");
  const auto high = *ArticleId::parse("ffffffffffffffffffffffffffffffff");
  for (const auto& id : {low, middle, high}) batch.puts.push_back(make_put(id, "一", "甲。"));
  REQUIRE(store.commit(batch));
  const auto found = [&](const char* prefix, std::size_t limit) {
    return *store.reader().articles_by_prefix(prefix, limit);
  };
  CHECK(found("a12", 9) == std::vector{low, middle});
  CHECK(found("A128", 9) == std::vector{middle});
  CHECK(found("a12", 1) == std::vector{low});
  CHECK(found("f", 9) == std::vector{high});
  CHECK(found(high.hex().c_str(), 9) == std::vector{high});
  CHECK(found("b", 9).empty());
  CHECK(found("", 9).empty());
  CHECK(found("xyz", 9).empty());
  CHECK(found((high.hex() + "f").c_str(), 9).empty());
}

TEST_CASE("a batch that makes no sense is refused and leaves no trace", "[graph]") {
  const TempDir dir;
  auto store = open_store(dir.path() / "graph");
  GraphBatch batch;
  batch.puts = {make_put(id_of(1), "一", "甲。")};
  batch.meta = {{"mark", "x"}};
  SECTION("the same article twice") { batch.puts.push_back(batch.puts[0]); }
  SECTION("no text for a new article") { batch.puts[0].text_changed = false; }
  SECTION("evidence in another article") {
    batch.puts[0].extraction.assertions = {
        assertion(kZhejiang, Relation::kRuns, program("甲"), evidence_at(id_of(2), 0, {0, 1}))};
  }
  const auto committed = store.commit(batch);
  REQUIRE_FALSE(committed);
  CHECK(committed.error().code == ErrorCode::kInternal);
  CHECK(*store.reader().sequence() == 0);
  CHECK_FALSE(*store.reader().meta("mark"));
  CHECK_FALSE(*store.reader().article(id_of(1), false));
}

SCENARIO("readers keep the state they opened while the writer goes on", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  GIVEN("a store with one batch, and a view of it") {
    auto store = open_store(path);
    REQUIRE(store.commit(generation_batch(1)));
    const auto first = open_view(path);
    WHEN("the writer commits, writes tables out, and a second view is opened in between") {
      REQUIRE(store.commit(generation_batch(2)));
      const auto second = open_view(path);
      for (std::uint32_t generation = 3; generation <= 40; ++generation) {
        REQUIRE(store.commit(generation_batch(generation)));
        if (generation % 5 == 0) REQUIRE(store.flush());
        CHECK(generation_of(*first) == 1u);
        CHECK(generation_of(*second) == 2u);
      }
      THEN("each answers as of its opening, the writer as of now") {
        CHECK(faults(*first).empty());
        CHECK(faults(*second).empty());
        CHECK(generation_of(*open_view(path)) == 40u);
        CHECK(generation_of(store.reader()) == 40u);
      }
    }
  }
}

SCENARIO("views opened beside a busy writer are never mixed of two states", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  { auto store = open_store(path); }
  GIVEN("another process that commits as fast as it can") {
    // More than it gets to, and what it prints still fits a pipe that nobody reads.
    constexpr std::uint32_t kMost = 10000;
    Committer committer({"loop", path.string(), std::to_string(kMost)});
    REQUIRE(committer.next());
    WHEN("views are opened all the while") {
      std::uint32_t last = 0, changed = 0;
      while (last < kMost && changed < 20) {
        auto view = open_graph_view(path);
        if (!view) {
          // Overtaken again and again: allowed, if it says so.
          CHECK(view.error().code == ErrorCode::kBusy);
          continue;
        }
        const auto generation = generation_of(**view);
        REQUIRE(generation);
        CHECK(*generation >= last);
        changed += *generation != last;
        last = *generation;
      }
      THEN("each was of one generation, and they moved on") { CHECK(changed == 20); }
    }
  }
}

TEST_CASE("a second writer is told that the store is in use", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  auto store = open_store(path);
  const auto second = GraphStore::open(path);
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ErrorCode::kBusy);
  CHECK_THAT(second.error().message, ContainsSubstring(path.string()));
  REQUIRE(store.commit(generation_batch(1)));

  const TempDir elsewhere;
  const auto other = elsewhere.path() / "graph";
  Committer committer({"loop", other.string(), "1000000"});
  REQUIRE(committer.next());
  const auto third = GraphStore::open(other);
  REQUIRE_FALSE(third);
  CHECK(third.error().code == ErrorCode::kBusy);
}

namespace {

// The store as RocksDB sees it, for tests that plant something in it.
class Opened {
 public:
  explicit Opened(const std::filesystem::path& path) {
    std::vector<std::string> names;
    REQUIRE(rocksdb::DB::ListColumnFamilies({}, path.string(), &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const auto& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    rocksdb::DB* db = nullptr;
    REQUIRE(rocksdb::DB::Open({}, path.string(), families, &handles_, &db).ok());
    db_.reset(db);
  }
  ~Opened() {
    for (auto* handle : handles_) (void)db_->DestroyColumnFamilyHandle(handle);
    (void)db_->Close();
  }
  void set_schema(char version) {
    REQUIRE(db_->Put({}, "sschema", std::string(7, '\0') + version).ok());
  }
  std::string schema() {
    std::string value;
    REQUIRE(db_->Get({}, "sschema", &value).ok());
    return value;
  }
  void drop_family(const std::string& name) {
    const auto has_name = [&](const auto* handle) { return handle->GetName() == name; };
    const auto handle = std::find_if(handles_.begin(), handles_.end(), has_name);
    REQUIRE(handle != handles_.end());
    REQUIRE(db_->DropColumnFamily(*handle).ok());
  }
  void add_family(const std::string& name) {
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    REQUIRE(db_->CreateColumnFamily({}, name, &handle).ok());
    handles_.push_back(handle);
  }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

}  // namespace

TEST_CASE("a store of a newer schema is refused and left alone", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  { auto store = open_store(path); }
  SECTION("by its number") { Opened(path).set_schema(kGraphSchema + 1); }
  SECTION("by its number and what it holds") {
    Opened store(path);
    store.add_family("metrics");
    store.set_schema(kGraphSchema + 1);
  }
  const auto store = GraphStore::open(path);
  REQUIRE_FALSE(store);
  CHECK(store.error().code == ErrorCode::kIncompatible);
  CHECK_THAT(store.error().message, ContainsSubstring("newer"));
  const auto view = open_graph_view(path);
  REQUIRE_FALSE(view);
  CHECK(view.error().code == ErrorCode::kIncompatible);
  CHECK_THAT(view.error().message, ContainsSubstring("newer"));
}

TEST_CASE("a store of an older schema is read, and marked as of this one by a writer", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  { auto store = open_store(path); }
  Opened(path).set_schema(1);
  CHECK(open_graph_view(path));
  CHECK(Opened(path).schema().back() == 1);
  { auto store = open_store(path); }
  CHECK(Opened(path).schema().back() == static_cast<char>(kGraphSchema));
}

TEST_CASE("a store from before reprints were kept is read without them", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  const auto id = id_of(1);
  {
    auto store = open_store(path);
    GraphBatch batch;
    batch.puts.push_back(make_put(id, "某文", "某县有路。"));
    REQUIRE(store.commit(batch));
  }
  {
    Opened store(path);
    for (const char* family : {"sketches", "bands", "groups"}) store.drop_family(family);
  }
  SectionSketch sketch;
  sketch.shingles = 90;
  sketch.bands.fill(7);
  sketch.group = SectionRef{id, 0};
  {
    const auto view = open_view(path);
    CHECK(*view->text(id) == "某县有路。");
    CHECK(view->sketches(id)->empty());
    CHECK(view->sections_in_band(7)->empty());
    CHECK(view->group_members(*sketch.group)->empty());
    CHECK(view->verify()->empty());
  }
  auto store = open_store(path);
  GraphBatch batch;
  batch.sketches.push_back({id, {sketch}});
  REQUIRE(store.commit(batch));
  const GraphReader& reader = store.reader();
  CHECK(*reader.sketches(id) == std::vector{sketch});
  CHECK(*reader.sections_in_band(7) == std::vector{SectionRef{id, 0}});
  CHECK(*reader.group_members(*sketch.group) == std::vector{SectionRef{id, 0}});
  batch.sketches = {{id, {}}};
  REQUIRE(store.commit(batch));
  CHECK(reader.sketches(id)->empty());
  CHECK(reader.sections_in_band(7)->empty());
  CHECK(reader.group_members(*sketch.group)->empty());
}

TEST_CASE("a folder that is no store is named as such and not written into", "[graph]") {
  const TempDir dir;
  SECTION("other files") {
    dir.write("graph/notes.txt", "x");
    const auto store = GraphStore::open(dir.path() / "graph");
    REQUIRE_FALSE(store);
    CHECK(store.error().code == ErrorCode::kIncompatible);
    CHECK(open_graph_view(dir.path() / "graph").error().code == ErrorCode::kIncompatible);
    CHECK(file_count(dir.path() / "graph") == 1);
  }
  SECTION("a file") {
    dir.write("graph", "x");
    CHECK(GraphStore::open(dir.path() / "graph").error().code == ErrorCode::kIncompatible);
    CHECK(open_graph_view(dir.path() / "graph").error().code == ErrorCode::kIncompatible);
  }
  SECTION("somebody else's RocksDB") {
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* db = nullptr;
    REQUIRE(rocksdb::DB::Open(options, (dir.path() / "graph").string(), &db).ok());
    REQUIRE(db->Put({}, "k", "v").ok());
    delete db;
    const auto before = file_count(dir.path() / "graph");
    CHECK(GraphStore::open(dir.path() / "graph").error().code == ErrorCode::kIncompatible);
    CHECK(open_graph_view(dir.path() / "graph").error().code == ErrorCode::kIncompatible);
    CHECK(file_count(dir.path() / "graph") == before);
  }
  SECTION("nothing at all") {
    GraphOptions options;
    options.create = false;
    CHECK(GraphStore::open(dir.path() / "graph", options).error().code == ErrorCode::kNotFound);
    CHECK(open_graph_view(dir.path() / "graph").error().code == ErrorCode::kNotFound);
    CHECK_FALSE(std::filesystem::exists(dir.path() / "graph"));
  }
  SECTION("an empty folder becomes a store") {
    std::filesystem::create_directory(dir.path() / "graph");
    CHECK(open_graph_view(dir.path() / "graph").error().code == ErrorCode::kNotFound);
    CHECK(GraphStore::open(dir.path() / "graph"));
    CHECK(file_count(dir.path()) == 1);
  }
}

TEST_CASE("a damaged store is reported, not read wrongly", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  {
    auto store = open_store(path);
    for (std::uint32_t generation = 1; generation <= 3; ++generation) {
      REQUIRE(store.commit(generation_batch(generation)));
    }
  }
  // Each table gets a broken byte in its middle.
  for (const auto& file : std::filesystem::directory_iterator(path)) {
    if (file.path().extension() != ".sst") continue;
    auto bytes = read_file(file.path());
    bytes[bytes.size() / 4] = static_cast<char>(bytes[bytes.size() / 4] ^ 0x55);
    std::ofstream(file.path(), std::ios::binary) << bytes;
  }
  const auto view = open_graph_view(path);
  if (!view) {
    CHECK(view.error().code == ErrorCode::kCorrupt);
    return;
  }
  const auto found = (*view)->verify();
  REQUIRE(found);
  CHECK_FALSE(found->empty());
  for (const auto& line : *found) CHECK(line.find('\n') == std::string::npos);
}

TEST_CASE("a killed writer loses nothing it acknowledged", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  const auto seed =
      static_cast<std::uint32_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  INFO("seed " << seed);
  std::mt19937 random(seed);
  std::uint32_t acknowledged = 0;
  for (int round = 0; round < 24; ++round) {
    Committer committer({"loop", path.string(), "1000000"});
    // Sometimes while it opens or makes the store, mostly in the middle of commits.
    if (round % 4 != 0) {
      if (const auto generation = committer.next()) acknowledged = *generation;
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 60000));
    committer.kill_now();
    while (const auto generation = committer.next()) acknowledged = *generation;
    committer.wait();
    if (!std::filesystem::exists(path)) continue;
    if (round % 3 == 0) {
      const auto generation = generation_of(*open_view(path));
      REQUIRE(generation);
      CHECK(*generation >= acknowledged);
    }
    const auto store = open_store(path);
    const auto generation = generation_of(store.reader());
    REQUIRE(generation);
    CHECK(*generation >= acknowledged);
    CHECK(faults(store.reader()).empty());
  }
  CHECK(acknowledged > 0);
}

TEST_CASE("a full disk stops the writer with a clear message and costs nothing stored", "[graph]") {
  const TempDir dir;
  Committer committer({"full-disk", dir.path().string()});
  const int result = committer.wait();
  if (result == 77) {
    WARN("may not mount a small file system: not tested");
    return;
  }
  CHECK(result == 0);
}

TEST_CASE("a view opens where nothing may be written", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  {
    auto store = open_store(path);
    REQUIRE(store.commit(generation_batch(1)));
  }
  const auto before = file_count(path);
  std::filesystem::permissions(path, std::filesystem::perms(0555));
  CHECK(generation_of(*open_view(path)) == 1u);
  CHECK(file_count(path) == before);
  std::filesystem::permissions(path, std::filesystem::perms(0755));
}

TEST_CASE("many small writers leave a store that opens as fast as before", "[graph]") {
  const TempDir dir;
  const auto path = dir.path() / "graph";
  for (std::uint32_t generation = 1; generation <= 30; ++generation) {
    auto store = open_store(path);
    REQUIRE(store.commit(generation_batch(generation)));
  }
  CHECK(generation_of(*open_view(path)) == 30u);
  CHECK(file_count(path) < 200);
}

TEST_CASE("threads read one store while it commits", "[graph][concurrent]") {
  const TempDir dir;
  auto store = GraphStore::open(dir.path() / "graph");
  REQUIRE(store);
  constexpr std::uint32_t kGenerations = 12;
  REQUIRE(store->commit(generation_batch(1)));
  // A view stands still whatever is committed; the store's own reader sees whole rows.
  auto view = open_graph_view(dir.path() / "graph");
  REQUIRE(view);
  std::atomic<bool> done = false;
  std::atomic<int> mixed = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        if (generation_of(**view) != 1) ++mixed;
        const auto stored = store->reader().article(id_of(1), true);
        if (!stored || !*stored) ++mixed;
      }
    });
  }
  bool committed = true;
  for (std::uint32_t i = 2; i <= kGenerations; ++i) {
    committed = committed && store->commit(generation_batch(i)).has_value();
  }
  done = true;
  for (auto& reader : readers) reader.join();
  CHECK(committed);
  CHECK(mixed == 0);
  CHECK(generation_of(store->reader()) == kGenerations);
}

TEST_CASE("an edge whose sentence is not in its article is damage", "[graph]") {
  struct Row {
    Span sentence;
    std::uint32_t section;
    const char* fault;  // Null: none.
  };
  const auto row = GENERATE(values<Row>({
      {{0, 4}, 0, nullptr},
      {{0, 5}, 0, "its sentence is not in the article's text"},
      {{2, 2}, 0, "its sentence is not in the article's text"},
      {{0, 4}, 1, "its section is not in the article"},
  }));
  CAPTURE(row.sentence.start, row.sentence.end, row.section);
  const TempDir dir;
  auto store = GraphStore::open(dir.path() / "graph");
  REQUIRE(store);
  GraphBatch batch;
  batch.puts.push_back(make_put(id_of(1), "题", "甲乙丙丁"));
  batch.puts[0].extraction.assertions = {
      assertion(EntityId::region("330000"), Relation::kRuns, program("某计划"),
                evidence_at(id_of(1), row.section, row.sentence))};
  REQUIRE(store->commit(batch));
  const auto faults = store->reader().verify();
  REQUIRE(faults);
  if (row.fault == nullptr) {
    CHECK(faults->empty());
  } else {
    REQUIRE(faults->size() == 1);
    CHECK_THAT(faults->front(), ContainsSubstring(row.fault));
  }
}
