// What the program says of the sample corpus, held to the tables of what is true in it.
#include <fstream>
#include <set>
#include <sstream>

#include "app/eval/scoring.h"
#include "corpus/gazetteer/gazetteer.h"
#include "graph/graph_store.h"
#include "tests/app/run_program.h"
#include "tests/support/catch.h"
#include "tests/support/table.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

using test::run_program;
using test::sample_data;

const std::filesystem::path kTables = ZHENGCE_SOURCE_DIR "/tests/data/sample";

struct Sample {
  std::map<std::string, ArticleId> ids;  ///< By file name, or key.
  std::map<std::string, std::string> kinds;
  std::map<std::string, std::string> texts;
  std::vector<eval::Fact> facts;
  std::unique_ptr<GraphReader> graph;
};

const Sample& sample() {
  static const Sample read = [] {
    Sample all;
    auto graph = open_graph_view(sample_data() / "graph");
    if (!graph) FAIL(graph.error().message);
    all.graph = std::move(*graph);
    const auto each = all.graph->each_article([&](const StoredArticle& stored) {
      const auto& source = stored.article.sources.front();
      const auto name =
          source.key.empty() ? std::filesystem::path(source.path).filename().string() : source.key;
      all.ids[name] = stored.article.id;
      all.kinds[name] = eval::page_kind(stored.article);
      return true;
    });
    if (!each) FAIL(each.error().message);
    for (const auto& [name, id] : all.ids) {
      auto facts = eval::facts_of(*all.graph, id, name);
      if (!facts) FAIL(facts.error().message);
      all.facts.insert(all.facts.end(), facts->begin(), facts->end());
      const auto text = all.graph->text(id);
      if (!text || !*text) FAIL("no text: " << name);
      all.texts[name] = **text;
    }
    return all;
  }();
  return read;
}

const eval::Labels& labels() {
  static const eval::Labels read = eval::read_labels(kTables).value();
  return read;
}

std::string shown(const std::vector<std::vector<std::string>>& cells) {
  std::string text;
  for (const auto& cell : cells) {
    for (const auto& form : cell) text += form + "|";
    text += " ";
  }
  return text;
}

std::vector<test::Row> rows(const char* name) {
  auto all = test::table(kTables / name);
  REQUIRE(!all.empty());
  return all;
}

}  // namespace

TEST_CASE("the sample: who runs what, who issued what, and nothing else", "[app]") {
  const auto evaluation = eval::evaluate(labels(), sample().facts, sample().kinds);
  for (const auto* miss : evaluation.mistakes.misses) {
    FAIL_CHECK("missed " << eval::table_name(miss->table) << " " << miss->article << ":"
                         << miss->line << " " << shown(miss->cells));
  }
  for (const auto* fact : evaluation.mistakes.false_finds) {
    FAIL_CHECK("wrong " << eval::table_name(fact->table) << " " << fact->article << " "
                        << shown(fact->cells) << fact->sentence);
  }
  for (const auto& [fact, label] : evaluation.mistakes.modality) {
    FAIL_CHECK("modality " << fact->modality << " " << fact->article << ":" << label->line << " "
                           << shown(fact->cells) << fact->sentence);
  }
  for (const auto& score : evaluation.scores) {
    CAPTURE(eval::table_name(score.table));
    CHECK(score.counts.must > 0);
  }
}

TEST_CASE("the sample: every quote of the tables stands in its article", "[app]") {
  for (const auto& label : labels().rows) {
    if (label.quote.empty() || !sample().texts.contains(label.article)) continue;
    CAPTURE(label.article, label.quote);
    CHECK(eval::Quoted(sample().texts.at(label.article)).has(label.quote));
  }
}

TEST_CASE("the sample: learning from a program is learning, not running", "[app]") {
  for (const auto& row : rows("learns.tsv")) {
    REQUIRE(row.size() >= 4);
    CAPTURE(row[0], row[1], row[2]);
    eval::Label label;
    label.article = row[0];
    label.cells = {{row[1]}, {row[2].substr(0, row[2].find('|'))}};
    // Who learns from a program may run a variant of it; then runs.tsv says so.
    const auto same = [&](const eval::Label& other) {
      return other.table == eval::Table::kRuns && other.article == row[0] &&
             other.cells[0][0] == row[1] &&
             std::find(other.cells[1].begin(), other.cells[1].end(), label.cells[1][0]) !=
                 other.cells[1].end();
    };
    const bool allowed = std::any_of(labels().rows.begin(), labels().rows.end(), same);
    const bool runs =
        std::any_of(sample().facts.begin(), sample().facts.end(),
                    [&](const eval::Fact& fact) { return eval::matches(fact, label); });
    CHECK((allowed || !runs));
    const auto extraction = sample().graph->extraction(sample().ids.at(row[0]));
    REQUIRE(extraction);
    const auto program = EntityId::of(EntityKind::kProgram, normalize_name(label.cells[1][0]));
    const auto region = Gazetteer::builtin().resolve(row[1]);
    REQUIRE(region);
    const auto code = Gazetteer::builtin().at(*region).code;
    CHECK(std::any_of(extraction->assertions.begin(), extraction->assertions.end(),
                      [&](const Assertion& a) {
                        return a.relation == Relation::kLearnsFrom && a.to == program &&
                               a.from == EntityId::region(code);
                      }));
  }
}

TEST_CASE("the sample: every query finds its sections and no others", "[app]") {
  for (const auto& row : rows("queries.tsv")) {
    REQUIRE(row.size() >= 3);
    CAPTURE(row[0], row[1]);
    std::set<std::string> expected;
    std::istringstream in(row[2]);
    for (std::string section; in >> section;) expected.insert(section);
    const auto ran = run_program({"search", "--data", sample_data().string(), "--json",
                                  "--no-group", "--limit", "200", "--", row[1]});
    std::set<std::string> found;
    for (const auto& line : ran.lines()) {
      if (line["type"] == "summary" && line.value("relaxed", false)) found.clear();
      if (line["type"] != "hit") continue;
      const auto name =
          line["key"].is_string()
              ? line["key"].get<std::string>()
              : std::filesystem::path(line["path"].get<std::string>()).filename().string();
      found.insert(name + "#" + std::to_string(line["section"].get<int>()));
    }
    CHECK(found == expected);
  }
}

TEST_CASE("the sample: of two versions at one address the newer is shown", "[app]") {
  for (const auto& row : rows("versions.tsv")) {
    REQUIRE(row.size() >= 5);
    const auto older = sample().graph->article(sample().ids.at(row[0]), false);
    const auto newer = sample().graph->article(sample().ids.at(row[1]), false);
    REQUIRE(older);
    REQUIRE(newer);
    CHECK_FALSE((*older)->current);
    CHECK((*newer)->current);
    const auto search = [](const std::string& words) {
      return run_program({"search", "--data", sample_data().string(), "\"" + words + "\""}).code;
    };
    CHECK(search(row[3]) == 1);
    CHECK(search(row[4]) == 0);
  }
}

TEST_CASE("programs of a region: also those that a company in it runs", "[app]") {
  const auto ran =
      run_program({"programs", "--data", sample_data().string(), "--in", "昆山市", "--json"});
  std::set<std::string> names;
  for (const auto& line : ran.lines()) {
    if (line["type"] == "program") names.insert(line["name"]);
  }
  CHECK_FALSE(names.empty());
  const auto all =
      run_program({"programs", "--data", sample_data().string(), "--in", "全国", "--json"});
  for (const auto& line : all.lines()) {
    if (line["type"] == "program") names.erase(line["name"]);
  }
  CHECK(names.empty());
}

}  // namespace zhengce
