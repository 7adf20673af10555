// Plants damage in a data directory: `check` names it, `check --repair` mends what can be mended,
// and says what is lost.
#include <rocksdb/db.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "graph/key_layout.h"
#include "indexer/repair.h"
#include "tests/app/run_program.h"
#include "tests/faults/compared.h"
#include "tests/faults/process.h"
#include "tests/support/catch.h"
#include "tests/support/sanitized.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using test::compared;
using test::read_file;
using test::run_program;
using test::TempDir;

std::vector<fs::path> samples() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(ZHENGCE_SOURCE_DIR) / "corpus/sample")) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  files.resize(std::min<std::size_t>(files.size(), 8));
  return files;
}

std::uint64_t add(const fs::path& data, const std::vector<fs::path>& files) {
  auto indexer = Indexer::open(data);
  if (!indexer) FAIL(indexer.error().message);
  const auto summary = indexer->add(files, [](const InputReport&) {});
  if (!summary) FAIL(summary.error().message);
  return summary->added;
}

// Indexed by two runs, so that there are two tables of each kind, and what it says.
struct Sound {
  TempDir dir;
  fs::path data = dir.path() / "data";
  std::string said;
  Sound() {
    const auto files = samples();
    const auto half = files.begin() + static_cast<std::ptrdiff_t>(files.size() / 2);
    add(data, {files.begin(), half});
    add(data, {half, files.end()});
    said = compared(data);
  }
};
const Sound& sound() {
  static const Sound one;
  return one;
}

// What is wrong, as one text.
std::string faults(const fs::path& data) {
  const auto found = find_faults(data);
  if (!found) return "error: " + found.error().message;
  std::string all;
  for (const Fault& fault : *found) {
    CHECK(fault.text.find('\n') == std::string::npos);
    CHECK(!fault.remedy.empty());
    all += std::string(part_name(fault.part)) + ": " + fault.text + "\n";
  }
  return all;
}

Repaired repaired(const fs::path& data) {
  IndexerOptions options;
  options.replace_damaged_index = true;
  auto done = repair(data, options);
  if (!done) FAIL(done.error().message);
  CHECK(done->left.empty());
  CHECK(faults(data).empty());
  return std::move(*done);
}

// Whether all is tried, rather than what differs most: `./dev bench faults`.
bool is_long() { return std::getenv("ZHENGCE_FAULT_ROUNDS") != nullptr; }

bool is_skipped(std::string_view row) {
  return !is_long() &&
         (row.starts_with("(long)") || (test::kSanitized && row.starts_with("(more)")));
}

void cut(const fs::path& file, double to) {
  fs::resize_file(file, static_cast<std::uintmax_t>(static_cast<double>(fs::file_size(file)) * to));
}
void flip(const fs::path& file, double at) {
  auto bytes = read_file(file);
  REQUIRE(!bytes.empty());
  auto& byte = bytes[static_cast<std::size_t>(static_cast<double>(bytes.size()) * at)];
  byte = static_cast<char>(byte ^ 0x5A);
  std::ofstream(file, std::ios::binary) << bytes;
}
// Of Xapian's blocks the ends are in use first.
void scribble(const fs::path& file) {
  auto bytes = read_file(file);
  REQUIRE(bytes.size() > 400);
  for (std::size_t i = bytes.size() - 400; i < bytes.size(); ++i)
    bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
  std::ofstream(file, std::ios::binary) << bytes;
}
void write(const fs::path& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

fs::path file_of(const fs::path& folder, const std::string& prefix, const std::string& suffix) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (entry.is_regular_file() && name.starts_with(prefix) && name.ends_with(suffix))
      found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  if (found.empty()) FAIL("no file " << prefix << "…" << suffix << " in " << folder);
  return found.back();
}

// The tables of a family.
std::vector<fs::path> tables(const fs::path& data, const std::string& family) {
  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : keys::kFamilyNames)
    families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  REQUIRE(rocksdb::DB::OpenForReadOnly({}, (data / "graph").string(), families, &handles, &opened)
              .ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::vector<rocksdb::LiveFileMetaData> files;
  db->GetLiveFilesMetaData(&files);
  for (auto* handle : handles) (void)db->DestroyColumnFamilyHandle(handle);
  std::vector<fs::path> found;
  for (const auto& file : files) {
    if (file.column_family_name == family)
      found.push_back(data / "graph" / fs::path(file.name).filename());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// A copy of the sound directory.
struct Copy {
  TempDir dir;
  fs::path data = dir.path() / "data";
  Copy() { fs::copy(sound().data, data, fs::copy_options::recursive); }
  fs::path graph() const { return data / "graph"; }
};

// A data directory whose writer was killed: its batches, of one article each, are in the log alone,
// and the index has not heard of the last.
constexpr std::size_t kBatches = 6;
struct Died {
  TempDir dir;
  fs::path data = dir.path() / "data";
  Died() {
    std::vector<std::string> words = {ZHENGCE_STEPWISE, data.string(), "1", "graph committed",
                                      std::to_string(kBatches)};
    for (const auto& file : samples()) words.push_back(file.string());
    REQUIRE(test::finished(test::started(dir.path(), words)).signal != 0);
  }
};

struct Killed {
  TempDir dir;
  fs::path data = dir.path() / "data";
  std::vector<fs::path> files = samples();
  Killed() {
    static const Died died;
    fs::copy(died.data, data, fs::copy_options::recursive);
  }
  fs::path log() const { return file_of(data / "graph", "", ".log"); }
};

}  // namespace

TEST_CASE("damage of what is derived is named, and mended without loss", "[faults]") {
  struct Row {
    const char* name;
    const char* named;  ///< In what `check` says.
    void (*plant)(const fs::path& data);
  };
  const auto row = GENERATE(values<Row>({
      {"a torn table", "index: shard 0",
       [](const fs::path& data) { cut(data / "index/1/shard-0/postlist.glass", .5); }},
      {"(more) a table with wrong bytes", "index: shard 1",
       [](const fs::path& data) { scribble(data / "index/1/shard-1/docdata.glass"); }},
      {"(long) a missing table", "index: shard 1",
       [](const fs::path& data) { fs::remove(data / "index/1/shard-1/termlist.glass"); }},
      {"(long) a torn version file", "index: shard 0",
       [](const fs::path& data) { cut(data / "index/1/shard-0/iamglass", .5); }},
      {"(more) a missing shard", "index: shard 0",
       [](const fs::path& data) { fs::remove_all(data / "index/1/shard-0"); }},
      {"(more) a missing index",
       "index: ", [](const fs::path& data) { fs::remove_all(data / "index"); }},
      {"(long) no generation",
       "index: ", [](const fs::path& data) { write(data / "index/CURRENT", "?"); }},
      {"(long) another generation",
       "index: ", [](const fs::path& data) { write(data / "index/CURRENT", "7\n"); }},
      {"(more) a marker cut short",
       "data: ", [](const fs::path& data) { cut(data / "zhengce.json", .3); }},
      {"(long) no marker",
       "data: ", [](const fs::path& data) { fs::remove(data / "zhengce.json"); }},
      {"a purge cut short", "data: a purge was cut short",
       [](const fs::path& data) { write(data / "purging", "asked\n"); }},
  }));
  CAPTURE(row.name);
  if (is_skipped(row.name)) return;
  const Copy place;
  row.plant(place.data);
  CHECK_THAT(faults(place.data), ContainsSubstring(row.named));
  const auto done = repaired(place.data);
  CHECK(!done.done.empty());
  CHECK(!done.has_losses());
  CHECK(compared(place.data) == sound().said);
  CHECK(!fs::exists(place.data / "purging"));
}

TEST_CASE("a posting that went to another word is named", "[faults]") {
  const Copy place;
  const auto table = place.data / "index/1/shard-0/postlist.glass";
  const std::string whole = read_file(table);
  const auto is_han = [&](std::size_t at) {
    return (whole[at] & 0xF0) == 0xE0 && (whole[at + 1] & 0xC0) == 0x80 &&
           (whole[at + 2] & 0xC0) == 0x80;
  };
  int tried = 0;
  for (std::size_t at = 0; at + 6 < whole.size() && tried < 6; ++at) {
    const auto word = whole.substr(at, 6);
    if (!is_han(at) || !is_han(at + 3) || whole.find(word) != at ||
        whole.find(word, at + 1) != std::string::npos)
      continue;
    ++tried;
    CAPTURE(at);
    std::string damaged = whole;
    damaged[at + 5] = static_cast<char>(damaged[at + 5] ^ 1);
    write(table, damaged);
    CHECK_THAT(faults(place.data), ContainsSubstring("index: "));
    at += whole.size() / 8;
  }
  CHECK(tried > 3);
}

TEST_CASE("an index that is behind is no damage, and caught up with", "[faults]") {
  const TempDir dir;
  const auto data = dir.path() / "data";
  const auto files = samples();
  add(data, {files.front()});
  fs::copy(data / "index", dir.path() / "earlier", fs::copy_options::recursive);
  CHECK(add(data, {files.begin() + 1, files.end()}) == files.size() - 1);
  fs::remove_all(data / "index");
  fs::rename(dir.path() / "earlier", data / "index");
  const auto ran = run_program({"check", "--json", "--data", data.string()});
  CHECK(ran.code == 3);
  CHECK(ran.lines().size() <= 3);
  CHECK(ran.lines().back()["faults"] == 0);
  CHECK(ran.lines().back()["behind"] == files.size() - 1);
  CHECK(run_program({"search", "--data", data.string(), "社区"}).code != 2);
  CHECK(run_program({"check", "--data", data.string()}).code == 0);
}

TEST_CASE("texts whose records are gone are listed with the files they are kept in", "[faults]") {
  const Copy place;
  for (const auto& table : tables(place.data, "articles")) fs::remove(table);
  const auto ran = run_program({"check", "--repair", "--json", "--data", place.data.string()});
  CAPTURE(ran.err);
  CHECK(ran.code == 3);
  std::size_t texts = 0;
  for (const auto& line : ran.lines()) {
    if (line["type"] != "salvage") continue;
    ++texts;
    CHECK(line["state"] == "text_only");
    CHECK(fs::exists(std::string(line["text_file"])));
  }
  CHECK(texts == samples().size());
  CHECK(run_program({"check", "--data", place.data.string()}).code == 0);
}

TEST_CASE("a damaged index is not answered from, and does not end the program", "[faults]") {
  const Copy place;
  for (const char* table : {"postlist", "docdata", "termlist"})
    scribble(place.data / "index/1/shard-0" / (std::string(table) + ".glass"));
  for (const char* command : {"search", "check", "index"}) {
    CAPTURE(command);
    const auto ran = run_program({command, "--data", place.data.string(), samples()[0].string()});
    CHECK(ran.code >= 0);  // Not by a signal.
    CHECK(ran.err.find("internal fault") == std::string::npos);
  }
  CHECK(run_program({"check", "--data", place.data.string()}).code == 2);
  CHECK(run_program({"rebuild", "--data", place.data.string()}).code == 0);
  CHECK(faults(place.data).empty());
  CHECK(compared(place.data) == sound().said);
}

TEST_CASE("a record of the graph that follows from others is read anew", "[faults]") {
  const Copy place;
  {
    rocksdb::DB* opened = nullptr;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const char* name : keys::kFamilyNames)
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    REQUIRE(rocksdb::DB::Open({}, place.graph().string(), families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    for (const auto family : {keys::Family::kIn, keys::Family::kNames, keys::Family::kSubjects}) {
      auto* handle = handles[static_cast<std::size_t>(family)];
      const std::unique_ptr<rocksdb::Iterator> row(db->NewIterator({}, handle));
      row->SeekToFirst();
      REQUIRE(row->Valid());
      REQUIRE(db->Delete({}, handle, row->key()).ok());
    }
    REQUIRE(db->Put({}, handles[static_cast<std::size_t>(keys::Family::kOut)], std::string(61, 'x'),
                    "y")
                .ok());
    for (auto* handle : handles) (void)db->DestroyColumnFamilyHandle(handle);
  }
  const auto said = faults(place.data);
  for (const char* part : {"(reverse) missing", "a name of it is not indexed",
                           "sections about region", "out: a row that article"})
    CHECK_THAT(said, ContainsSubstring(part));
  CHECK(!repaired(place.data).has_losses());
  CHECK(compared(place.data) == sound().said);
}

TEST_CASE("a damaged graph is named, and all that can be read of it kept", "[faults]") {
  enum class Kind { kMissing, kWrongByte, kTorn };
  const auto kind = GENERATE(Kind::kMissing, Kind::kWrongByte, Kind::kTorn);
  // Of what is not text all is read anew.
  const std::string family = GENERATE(as<std::string>(), "articles", "texts", "extractions", "log");
  const bool is_text = family == "texts", is_record = family == "articles";
  if (test::kSanitized && !is_long() && (!is_text || kind == Kind::kTorn)) return;
  if (!is_long() && !is_text && (kind != Kind::kWrongByte || !is_record) &&
      (kind != Kind::kMissing || family != "log")) {
    return;
  }
  CAPTURE(static_cast<int>(kind), family);
  const Copy place;
  const auto all = tables(place.data, family);
  REQUIRE(all.size() == 2);
  const auto& file = all.front();
  if (kind == Kind::kMissing)
    fs::remove(file);
  else if (kind == Kind::kWrongByte)
    flip(file, .2);
  else
    cut(file, .6);
  const auto said = faults(place.data);
  CHECK_THAT(said, ContainsSubstring("graph: "));
  CHECK_THAT(said, ContainsSubstring(file.filename().string()));
  const auto done = repaired(place.data);
  REQUIRE(done.salvaged);
  CHECK(fs::exists(done.salvaged->aside));
  const auto lost = done.salvaged->lost.size();
  if (family == "articles" || family == "texts") {
    CHECK(!done.salvaged->unreadable.empty());
    // Those of the other table are there; the others are told, with what is left of them.
    CHECK(done.salvaged->articles >= samples().size() / 2);
    CHECK(done.salvaged->articles + lost == samples().size());
    std::vector<fs::path> again;
    for (const LostArticle& one : done.salvaged->lost) {
      if (family == "texts") {
        CHECK(!one.title.empty());
        REQUIRE(one.sources.size() == 1);
        again.push_back(one.sources[0].path);
      } else {
        CHECK(fs::file_size(one.text_file) > 20);
      }
    }
    CHECK((lost > 0) == done.has_losses());
    if (family == "texts" && lost > 0) CHECK(add(place.data, again) == lost);
    if (family == "articles" && lost > 0) CHECK(add(place.data, samples()) == lost);
  } else {
    CHECK(lost == 0);
  }
  CHECK(compared(place.data) == sound().said);
}

TEST_CASE("without its list of files a graph is read from its tables", "[faults]") {
  struct Row {
    const char* name;
    void (*plant)(const fs::path& graph);
  };
  const auto row = GENERATE(values<Row>({
      {"CURRENT is missing", [](const fs::path& graph) { fs::remove(graph / "CURRENT"); }},
      {"(long) CURRENT is garbage",
       [](const fs::path& graph) { write(graph / "CURRENT", "MANI"); }},
      {"(long) CURRENT is empty", [](const fs::path& graph) { write(graph / "CURRENT", ""); }},
      {"(long) the list is missing",
       [](const fs::path& graph) { fs::remove(file_of(graph, "MANIFEST-", "")); }},
      {"(more) the list is cut short",
       [](const fs::path& graph) { cut(file_of(graph, "MANIFEST-", ""), .1); }},
      {"(long) the list has a wrong byte",
       [](const fs::path& graph) { flip(file_of(graph, "MANIFEST-", ""), .5); }},
  }));
  CAPTURE(row.name);
  if (is_skipped(row.name)) return;
  const Copy place;
  row.plant(place.graph());
  CHECK_THAT(faults(place.data), ContainsSubstring("graph: "));
  const auto refused = run_program({"index", "--data", place.data.string(), samples()[0].string()});
  CHECK(refused.code == 2);
  const auto done = repaired(place.data);
  REQUIRE(done.salvaged);
  CHECK(done.salvaged->articles == samples().size());
  CHECK(!done.has_losses());
  CHECK(compared(place.data) == sound().said);
}

TEST_CASE("a repair cut short before it read the facts anew is ended", "[faults]") {
  const Copy place;
  fs::remove_all(place.data / "index");
  REQUIRE(salvage_graph(place.graph(), place.data / "salvaged"));
  SECTION("by another repair") {
    CHECK_THAT(faults(place.data), ContainsSubstring("data: a repair was cut short"));
    CHECK(!repaired(place.data).has_losses());
  }
  SECTION("by any command that writes") { add(place.data, {}); }
  CHECK(faults(place.data).empty());
  CHECK(compared(place.data) == sound().said);
}

TEST_CASE("a graph that is gone is not taken for an empty one", "[faults]") {
  if (test::kSanitized && !is_long()) return;
  const bool is_empty = GENERATE(false, true);
  if (is_empty && !is_long()) return;
  const Copy place;
  fs::remove_all(place.graph());
  if (is_empty) fs::create_directory(place.graph());
  CHECK_THAT(faults(place.data), ContainsSubstring("graph: ") && ContainsSubstring("missing"));
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"index", samples()[0].string()}, {"search", "社区"}, {"rebuild"}}) {
    CAPTURE(words[0]);
    auto all = words;
    all.insert(all.end(), {"--data", place.data.string()});
    const auto ran = run_program(all);
    CHECK(ran.code == 2);
  }
  const auto ran = run_program({"check", "--repair", "--data", place.data.string()});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.out, ContainsSubstring("restore"));
  CHECK(fs::exists(place.data / "index/CURRENT"));
}

TEST_CASE("a log cut short is noticed by the index, which is not answered from", "[faults]") {
  const bool is_gone = GENERATE(false, true);
  if (is_gone && !is_long()) return;
  const Killed killed;
  if (is_gone)
    fs::remove(killed.log());
  else
    cut(killed.log(), .4);
  CHECK_THAT(faults(killed.data), ContainsSubstring("the graph has lost what came after"));
  SECTION("repaired") {
    const auto done = repaired(killed.data);
    CHECK(done.lost_entries > 0);
    CHECK(done.has_losses());
  }
  SECTION("a command that reads builds the index anew, and says so") {
    const auto ran = run_program({"search", "--data", killed.data.string(), "社区"});
    CHECK(ran.code <= 1);
    CHECK_THAT(ran.err, ContainsSubstring("the graph has lost its last"));
    CHECK(faults(killed.data).empty());
  }
  add(killed.data, killed.files);
  CHECK(faults(killed.data).empty());
  CHECK(compared(killed.data) == sound().said);
}

TEST_CASE("behind a hole in the log the writes that follow are kept", "[faults]") {
  const Killed killed;
  const auto log = killed.log();
  if (GENERATE(false, true)) {
    flip(log, .5);
  } else {
    // The length of a batch: it seems to reach beyond the end, as that of a killed process does.
    auto bytes = read_file(log);
    bytes[5] = '\x7F';
    write(log, bytes);
  }
  const auto said = faults(killed.data);
  CHECK_THAT(said, ContainsSubstring("graph: "));
  // Opening it for writing would throw them away.
  CHECK(run_program({"index", "--data", killed.data.string(), killed.files[0].string()}).code == 2);
  const auto done = repaired(killed.data);
  REQUIRE(done.salvaged);
  // A wrong byte costs one batch.
  CHECK(done.salvaged->articles == kBatches - 1);
  REQUIRE(done.salvaged->unreadable.size() > 0);
  add(killed.data, killed.files);
  CHECK(compared(killed.data) == sound().said);
}

TEST_CASE("without its list of files, what is in the log alone is kept too", "[faults]") {
  const Killed killed;
  fs::remove(killed.data / "graph/CURRENT");
  const auto done = repaired(killed.data);
  REQUIRE(done.salvaged);
  CHECK(done.salvaged->articles == kBatches);
  CHECK(done.salvaged->lost.empty());
  add(killed.data, killed.files);
  CHECK(compared(killed.data) == sound().said);
}

TEST_CASE("a last write that was scrambled by a power cut is left out in silence", "[faults]") {
  const Killed killed;
  const auto log = killed.log();
  auto bytes = read_file(log);
  bytes.back() = static_cast<char>(bytes.back() ^ 0x5A);
  write(log, bytes);
  // The index never heard of it: the process was killed before.
  CHECK(faults(killed.data).find("graph: ") == std::string::npos);
  CHECK(add(killed.data, killed.files) == killed.files.size() - (kBatches - 1));
  CHECK(faults(killed.data).empty());
  CHECK(compared(killed.data) == sound().said);
}

TEST_CASE("check tells by its exit code what became of the damage", "[faults]") {
  if (test::kSanitized && !is_long()) return;
  const Copy place;
  const auto data = place.data.string();
  CHECK(run_program({"check", "--data", data}).code == 0);
  CHECK(run_program({"check", "--repair", "--data", data}).code == 0);
  fs::remove_all(place.data / "index");
  auto ran = run_program({"check", "--json", "--data", data});
  CHECK(ran.code == 2);
  CHECK_THAT(std::string(ran.lines()[0]["remedy"]), ContainsSubstring("check --repair"));
  CHECK(run_program({"check", "--repair", "--data", data}).code == 0);
  fs::remove(tables(place.data, "texts").back());
  ran = run_program({"check", "--repair", "--json", "--data", data});
  CHECK(ran.code == 3);
  const auto summary = ran.lines().back();
  CHECK(summary["lost"] == 4);
  CHECK(summary["left"] == 0);
  CHECK(fs::exists(std::string(summary["aside"])));
  std::size_t told = 0;
  for (const auto& line : ran.lines()) {
    if (line["type"] != "salvage") continue;
    ++told;
    CHECK(line["state"] == "lost");
    CHECK(fs::exists(std::string(line["path"])));
  }
  CHECK(told == 4);
  CHECK(run_program({"check", "--data", data}).code == 0);
}

}  // namespace zhengce
