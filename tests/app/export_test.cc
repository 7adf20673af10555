// What `export` writes, read by programs that are not ours.
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include "tests/app/run_program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

using test::run_program;
using test::sample_data;

struct Counts {
  std::size_t nodes = 0, sections = 0, edges = 0, running = 0, numbers = 0, evidence = 0,
              with_issuer = 0;
};

// Counts of the JSONL export, which the others are held to.
Counts jsonl_counts() {
  Counts counts;
  for (const auto& line : run_program({"export", "--data", sample_data().string()}).lines()) {
    if (line["type"] == "node") {
      ++counts.nodes;
      counts.sections += line["kind"] == "section";
    } else {
      ++counts.edges;
      counts.running += line["modality"] == "runs";
      counts.numbers += line["relation"] == "measured";
      counts.evidence += line["evidence"].size();
      for (const auto& one : line["evidence"]) counts.with_issuer += !one["issuer"].is_null();
    }
  }
  return counts;
}

// Rows of a table by RFC 4180, its head included.
std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      rows.back().emplace_back();
    } else if (c == '\n' && !quoted) {
      rows.push_back({""});
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

std::string attribute(xmlNode* node, const char* name) {
  const std::unique_ptr<xmlChar, decltype(xmlFree)> value(
      xmlGetProp(node, reinterpret_cast<const xmlChar*>(name)), xmlFree);
  return value ? reinterpret_cast<const char*>(value.get()) : "";
}

std::size_t occurrences(const std::string& text, const std::string& piece) {
  std::size_t count = 0;
  for (auto at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("the exported graph names both ends of each edge and quotes a sentence", "[app]") {
  std::set<std::string> nodes, ids;
  std::size_t edges = 0, contributed = 0;
  for (const auto& line : run_program({"export", "--data", sample_data().string()}).lines()) {
    if (line["type"] == "node") {
      CHECK(nodes.insert(line["id"]).second);
      continue;
    }
    ++edges;
    CHECK(ids.insert(line["id"]).second);
    if (line["relation"] == "contributed") {
      ++contributed;
      const auto& read = line["evidence"][0];
      CHECK(line["to"]["id"] == "section:" + read["article"].get<std::string>() + "." +
                                    std::to_string(read["section"].get<int>()));
    }
    CHECK(nodes.contains(line["from"]["id"]));
    CHECK(nodes.contains(line["to"]["id"]));
    REQUIRE(!line["evidence"].empty());
    for (const char* field : {"article", "key", "path", "title", "date", "section", "sentence",
                              "start", "end", "rule", "confidence"}) {
      CHECK(line["evidence"][0].contains(field));
    }
  }
  CHECK(nodes.size() > 100);
  CHECK(edges > 100);
  CHECK(contributed > 0);
}

TEST_CASE("an edge's id is all that why needs to find that edge again", "[app]") {
  std::set<std::string> tried;
  for (const auto& line : run_program({"export", "--data", sample_data().string()}).lines()) {
    if (line["type"] != "edge") continue;
    // One of each kind of id.
    const auto what = line["relation"].get<std::string>() + line["modality"].get<std::string>();
    if (!tried.insert(what).second) continue;
    const auto why =
        run_program({"why", "--data", sample_data().string(), "--json", line["id"]}).lines();
    CAPTURE(line["id"]);
    REQUIRE(!why.empty());
    CHECK(std::any_of(why.begin(), why.end(), [&](const auto& found) { return found == line; }));
    // The id of what simply runs is also the name of all between the two.
    if (line["modality"] != "runs") CHECK(why.size() == 2);
  }
  CHECK(tried.contains("measuredruns"));
  CHECK(tried.contains("contributedruns"));
}

TEST_CASE("stats counts edges and evidence as the export has them", "[app]") {
  const auto counts = jsonl_counts();
  const auto stats = run_program({"stats", "--data", sample_data().string(), "--json"}).lines();
  CHECK(stats[0]["edges"] == counts.edges);
  CHECK(stats[0]["evidence"] == counts.evidence);
}

TEST_CASE("libxml2 reads the GraphML export whole", "[app]") {
  const auto expected = jsonl_counts();
  const auto out =
      run_program({"export", "--data", sample_data().string(), "--format", "graphml"}).out;
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(out.data(), static_cast<int>(out.size()), "graph.graphml", nullptr,
                    XML_PARSE_NONET),
      xmlFreeDoc);
  REQUIRE(document);
  Counts counts;
  std::set<std::string> ids;
  for (auto* child = xmlDocGetRootElement(document.get())->children; child; child = child->next) {
    if (std::string(reinterpret_cast<const char*>(child->name)) != "graph") continue;
    for (auto* item = child->children; item; item = item->next) {
      const std::string name(reinterpret_cast<const char*>(item->name));
      counts.nodes += name == "node";
      counts.edges += name == "edge";
      if (name == "node") ids.insert(attribute(item, "id"));
      if (name == "edge")
        CHECK((ids.contains(attribute(item, "source")) && ids.contains(attribute(item, "target"))));
    }
  }
  CHECK(counts.nodes == expected.nodes);
  CHECK(counts.edges == expected.edges);
}

TEST_CASE("rapper reads the Turtle export whole", "[app]") {
  if (std::system("command -v rapper >/dev/null 2>&1") != 0) {
    WARN("rapper (raptor2-utils) is not installed: not tried");
    return;
  }
  const test::TempDir dir;
  const auto expected = jsonl_counts();
  const auto file = (dir.path() / "graph.ttl").string();
  REQUIRE(
      run_program({"export", "--data", sample_data().string(), "--format", "turtle", "--out", file})
          .code == 0);
  const auto triples = (dir.path() / "graph.nt").string();
  REQUIRE(std::system(
              ("rapper -q -i turtle -o ntriples '" + file + "' >'" + triples + "'").c_str()) == 0);
  const auto text = test::read_file(triples);
  CHECK(occurrences(text, "rdf-schema#label>") == expected.nodes);
  CHECK(occurrences(text, "<urn:zhengce:schema:Assertion>") == expected.edges);
  CHECK(occurrences(text, "<urn:zhengce:schema:sentence>") == expected.evidence);
  CHECK(occurrences(text, "<urn:zhengce:schema:id>") == expected.edges);
  CHECK(occurrences(text, "<urn:zhengce:schema:approximation>") == expected.numbers);
  CHECK(occurrences(text, "<urn:zhengce:schema:issuer>") == expected.with_issuer);
  CHECK(occurrences(text, "<urn:zhengce:schema:Section>") == expected.sections);
}

TEST_CASE("the CSV export is three tables that fit together", "[app]") {
  const test::TempDir dir;
  const auto expected = jsonl_counts();
  REQUIRE(run_program({"export", "--data", sample_data().string(), "--format", "csv", "--out",
                       dir.path().string()})
              .code == 0);
  const auto nodes = csv_rows(test::read_file(dir.path() / "nodes.csv"));
  const auto edges = csv_rows(test::read_file(dir.path() / "edges.csv"));
  const auto evidence = csv_rows(test::read_file(dir.path() / "evidence.csv"));
  CHECK(nodes.size() == expected.nodes + 1);
  CHECK(edges.size() == expected.edges + 1);
  CHECK(evidence.size() == expected.evidence + 1);
  std::set<std::string> ids, numbers, edge_ids;
  for (const auto& row : nodes) {
    REQUIRE(row.size() == nodes[0].size());
    ids.insert(row[0]);
  }
  for (std::size_t i = 1; i < edges.size(); ++i) {
    REQUIRE(edges[i].size() == edges[0].size());
    CHECK((ids.contains(edges[i][1]) && ids.contains(edges[i][3])));
    numbers.insert(edges[i][0]);
    edge_ids.insert(edges[i][9]);
    CHECK(edges[i][8].empty() == (edges[i][2] != "measured"));
  }
  CHECK(edge_ids.size() == expected.edges);
  std::size_t with_issuer = 0;
  for (std::size_t i = 1; i < evidence.size(); ++i) {
    REQUIRE(evidence[i].size() == evidence[0].size());
    CHECK(numbers.contains(evidence[i][0]));
    with_issuer += !evidence[i][16].empty();
  }
  CHECK(with_issuer == expected.with_issuer);
}

TEST_CASE("an export that cannot be written says so", "[app]") {
  const auto data = sample_data().string();
  CHECK(run_program({"export", "--data", data, "--format", "xlsx"}).code == 2);
  CHECK(run_program({"export", "--data", data, "--format", "csv"}).code == 2);
  CHECK(run_program({"export", "--data", data, "--out", "/no/such/place/x"}).code == 2);
}

}  // namespace zhengce
