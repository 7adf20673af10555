// Holds the program to docs/json-schema.json.
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "tests/app/run_program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

using nlohmann::json;
using test::run_program;
using test::sample_data;

// The faults of `object` against the schema of its type; empty when it keeps it.
std::string faults(const json& object) {
  static const json document =
      json::parse(test::read_file(ZHENGCE_SOURCE_DIR "/docs/json-schema.json"));
  const std::string type = object.value("type", "");
  if (!document["definitions"].contains(type)) return "no such type in the schema: " + type;
  // The definition itself, so that faults point at fields rather than at the choice between types.
  json one = document["definitions"][type];
  one["definitions"] = document["definitions"];
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(one), schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(object), &results))
    return {};
  std::string text;
  for (const auto& error : results) {
    for (const auto& step : error.context) text += step;
    text += " " + error.description + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("every command keeps the JSON contract", "[app]") {
  const test::TempDir dir;
  const auto data = sample_data().string();
  const auto first = run_program({"search", "--data", data, "--json", "社区"}).lines();
  REQUIRE(first.size() > 1);
  const std::string article = first[0]["article"];
  const std::string program = [&] {
    for (const auto& line : first) {
      if (line.contains("programs") && !line["programs"].empty())
        return line["programs"][0]["id"].get<std::string>();
    }
    return std::string();
  }();
  REQUIRE(!program.empty());
  const auto labels = dir.path() / "labels";
  dir.write("labels/runs.tsv",
            "article\tregion\tprogram\tlevel\tmodality\tquote\n"
            "a.txt\t浙江省\t别的行动\tmust\truns\t暖冬行动\n");
  dir.write("a.txt", "浙江省一则消息\n　　全省实施“暖冬行动”计划，入户三千次。\n");
  // Of two articles the text of one is gone: it makes the largest table.
  const auto damaged = dir.path() / "damaged";
  std::filesystem::path largest;
  for (const char* file : {"changsha-reading-2025.html", "chengdu-garden-2024.txt"}) {
    REQUIRE(run_program({"index", "--data", damaged.string(),
                         ZHENGCE_SOURCE_DIR "/corpus/sample/" + std::string(file)})
                .code == 0);
  }
  for (const auto& entry : std::filesystem::directory_iterator(damaged / "graph")) {
    if (entry.path().extension() == ".sst" &&
        (largest.empty() || entry.file_size() > std::filesystem::file_size(largest))) {
      largest = entry.path();
    }
  }
  std::filesystem::remove(largest);
  struct Row {
    std::vector<std::string> arguments;
    const char* type;  // That must occur.
  };
  const std::vector<Row> rows = {
      {{"index", "--data", (dir.path() / "data").string(), ZHENGCE_SOURCE_DIR "/corpus/sample",
        "/no/such/file"},
       "file"},
      {{"search", "--data", data, "社区"}, "hit"},
      {{"search", "--data", data, "社区 OR 公园", "--facets", "region,program,org,issuer,year"},
       "facet"},
      {{"search", "--data", data, "runs:" + program}, "summary"},
      {{"search", "--data", data, "绝对没有的词语"}, "summary"},
      {{"explain", "--data", data, "地区：浙江 （公园 或 \"社区公园\"） 非 招标 date:2020..",
        "标题：公园"},
       "part"},
      {{"explain", "--data", data, "runs:" + program, "program:" + program}, "condition"},
      {{"explain", "--data", data, "哪些地方有夜间公交？"}, "reason"},
      {{"explain", "--data", data, "绝对没有的词语"}, "condition"},
      {{"explain", "--data", data, "not-runs:" + program + " level:county 社区~ amount:>3人"},
       "condition"},
      {{"explain", "--data", data, "paired-with:浙江 OR issued-by:贵州 浙江省", "--no-expand"},
       "condition"},
      {{"search", "--data", data, "社区", "--group-by", "region", "--limit", "3"}, "group"},
      {{"search", "--data", data, "社区", "--limit", "2", "--added-since", "2026-01", "--facets",
        "month"},
       "facet"},
      {{"explain", "--data", data, "poly* 公园 NEAR/9 绿地"}, "condition"},
      {{"explain", "--data", data, "房东不退押金怎么办"}, "part"},
      {{"search", "--data", data, "萤火书驾 \"公元\""}, "summary"},
      {{"suggest", "--data", data, "zhej"}, "suggestion"},
      {{"similar", "--data", data, "--text", "夜间公交线路和站点"}, "similar"},
      {{"suggest", "--data", data, "公"}, "suggestion"},
      {{"regions", "--data", data, "--running", program}, "summary"},
      {{"regions", "--data", data, "--running", program, "--level", "province", "--plans"},
       "summary"},
      {{"regions", "--data", data, "--running", "骑行友好", "--and", "夜间公交延时", "--not",
        "周三歌会", "--as-of", "2025", "--min-confidence", "0.1", "--level", "province"},
       "region"},
      {{"regions", "--data", data, "--running", "萤火书架", "--text", "社区"}, "region"},
      {{"regions", "--data", data, "--running", "萤火书架", "--first", "2"}, "summary"},
      {{"programs", "--data", data, "--in", "全国"}, "program"},
      {{"programs", "--data", data, "--in", "浙江", "--shared-with", "江苏"}, "program"},
      {{"programs", "--data", data, "--merge-proposals"}, "summary"},
      {{"why", "--data", data, "浙江", "萤火书架"}, "edge"},
      {{"timeline", "--data", data, "萤火书架"}, "first_seen"},
      {{"metrics", "--data", data}, "metric"},
      {{"documents", "--data", data}, "document"},
      {{"documents", "--data", data, "--by", "贵州", "--status", "unknown"}, "summary"},
      {{"compare", "--data", data, "长三角", "湖北"}, "row"},
      {{"path", "--data", data, "浙江", "贵州"}, "summary"},
      {{"neighbors", "--data", data, "--hops", "2", "萤火书架"}, "neighbor"},
      {{"stats", "--data", data, "--rules"}, "rule"},
      {{"stats", "--data", data, "--ambiguous"}, "summary"},
      {{"orgs", "--data", data, "--of", "全国"}, "organization"},
      {{"orgs", "--data", data, "--of", "浙江", "--only"}, "summary"},
      {{"entity", "--data", data, program}, "entity"},
      {{"entity", "--data", data, "浙江"}, "edge"},
      {{"show", "--data", data, article}, "article"},
      {{"analyze", "--data", data, "成都市民宗局"}, "term"},
      {{"eval", ZHENGCE_SOURCE_DIR "/tests/data/sample", "--articles",
        ZHENGCE_SOURCE_DIR "/corpus/sample"},
       "score"},
      {{"eval", labels.string(), "--errors", "--background", data}, "mistake"},
      {{"show", "--data", data, article, "--versions"}, "version"},
      {{"remove", "--data", data, article, "--dry-run"}, "removal"},
      {{"sync", "--data", (dir.path() / "data").string(), ZHENGCE_SOURCE_DIR "/corpus/sample"},
       "file"},
      {{"backup", "--data", data, (dir.path() / "backups").string()}, "summary"},
      {{"restore", "--data", (dir.path() / "restored").string(), (dir.path() / "backups").string()},
       "summary"},
      {{"stats", "--data", data}, "stats"},
      {{"check", "--data", data}, "summary"},
      {{"check", "--data", damaged.string()}, "fault"},
      {{"check", "--data", damaged.string(), "--repair"}, "salvage"},
      {{"rebuild", "--data", data}, "summary"},
  };
  for (auto row : rows) {
    row.arguments.push_back("--json");
    CAPTURE(row.arguments);
    const auto ran = run_program(row.arguments);
    CAPTURE(ran.err);
    const auto lines = ran.lines();
    REQUIRE(!lines.empty());
    CHECK(lines.back()["type"] == "summary");
    bool seen = false;
    for (const auto& line : lines) {
      CAPTURE(line.dump());
      CHECK(faults(line) == "");
      seen = seen || line["type"] == row.type;
    }
    CHECK(seen);
  }
}

TEST_CASE("every line of the export keeps the JSON contract", "[app]") {
  for (const auto& line : run_program({"export", "--data", sample_data().string()}).lines()) {
    CAPTURE(line.dump());
    CHECK(faults(line) == "");
  }
}

TEST_CASE("the schema refuses what breaks the contract", "[app]") {
  CHECK(faults({{"type", "term"}, {"term", "x"}, {"start", 0}, {"end", 1}, {"layer", "icu"}}) ==
        "");
  CHECK(faults({{"type", "term"}, {"term", "x"}, {"start", 0}, {"end", 1}, {"layer", "other"}}) !=
        "");
  CHECK(faults({{"type", "term"}, {"start", 0}, {"end", 1}, {"layer", "icu"}}) != "");
  CHECK(faults({{"type", "nothing"}}) != "");
}

TEST_CASE("every evidence quotes its article word for word", "[app]") {
  const auto data = sample_data().string();
  std::size_t checked = 0;
  for (const auto& line :
       run_program({"programs", "--data", data, "--in", "全国", "--plans", "--json"}).lines()) {
    if (line["type"] != "program") continue;
    for (const auto& evidence : line["evidence"]) {
      const auto shown =
          run_program({"show", "--data", data, evidence["article"], "--json"}).lines();
      REQUIRE(shown.size() == 2);
      // Code points to bytes: counted by hand, not by the program's own functions.
      const std::string text = shown[0]["text"];
      std::size_t at = 0;
      std::size_t start = std::string::npos;
      std::size_t end = text.size();
      for (std::size_t i = 0; i < text.size(); ++i) {
        if ((text[i] & 0xC0) == 0x80) continue;
        if (at == evidence["start"]) start = i;
        if (at == evidence["end"]) end = i;
        ++at;
      }
      REQUIRE(start != std::string::npos);
      CHECK(text.substr(start, end - start) == evidence["sentence"]);
      CHECK(evidence["invented"] == true);
      ++checked;
    }
  }
  CHECK(checked > 10);
}

}  // namespace zhengce
