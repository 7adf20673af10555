// What the program says of real work reports and documents, where these are at hand, held to what
// was read in them by hand.
#include <map>
#include <set>

#include "tests/app/run_program.h"
#include "tests/support/catch.h"
#include "tests/support/table.h"

namespace zhengce {
namespace {

using test::run_program;

const std::filesystem::path kData = ZHENGCE_SOURCE_DIR "/tests/data";

/// The folder of real pages; empty where there is none.
std::filesystem::path pages() {
  const auto shared = test::shared_dir();
  if (shared.empty() || !std::filesystem::exists(shared / "data/pages-dev")) {
    WARN("no real pages at hand: passed by");
    return {};
  }
  return shared / "data/pages-dev";
}

}  // namespace

TEST_CASE("the regions whose work reports say they run a program, and no others", "[app]") {
  if (pages().empty()) return;
  const test::TempDir dir;
  const auto data = (dir.path() / "data").string();
  std::vector<std::string> reports = {"index", "--data", data, "-q"};
  for (const auto& entry : std::filesystem::directory_iterator(pages())) {
    if (entry.path().filename().string().starts_with("gwr"))
      reports.push_back(entry.path().string());
  }
  REQUIRE(reports.size() > 8);
  REQUIRE(run_program(reports).code == 0);
  std::map<std::string, std::map<std::string, std::string>> programs;
  for (const auto& row : test::table(kData / "programs_of_reports.tsv")) {
    REQUIRE(row.size() == 3);
    programs[row[0]][row[1]] = row[2];
  }
  REQUIRE(programs.size() >= 12);
  for (const auto& [program, says] : programs) {
    CAPTURE(program);
    std::set<std::string> expected, found;
    for (const auto& [region, what] : says) {
      if (what == "runs" || what == "plans") expected.insert(region + " " + what);
    }
    for (const auto& line :
         run_program({"regions", "--data", data, "--running", program, "--plans", "--json"})
             .lines()) {
      if (line["type"] != "region" || line["modality"] == "ended") continue;
      found.insert(line["name"].get<std::string>() + " " + line["modality"].get<std::string>());
    }
    CHECK(found == expected);
  }
}

TEST_CASE("extraction from pages read by hand is as right as published", "[app]") {
  if (pages().empty()) return;
  const auto ran = run_program(
      {"eval", (kData / "labels" / "whole").string(), "--articles", pages().string(), "--json"});
  REQUIRE(ran.code == 0);
  std::map<std::string, nlohmann::json> scores;
  for (const auto& line : ran.lines()) {
    if (line["type"] == "score" && line["by"] == "all" && line["doer_counted"] == true)
      scores[line["table"]] = line;
  }
  CHECK(scores["runs"]["precision"] >= 0.95);
  CHECK(scores["runs"]["recall"] >= 0.90);
  CHECK(scores["issued"]["precision"] >= 0.95);
  CHECK(scores["issued"]["recall"] >= 0.90);
  CHECK(scores["articles"]["precision"] >= 0.98);
  CHECK(scores["articles"]["recall"] >= 0.98);
}

}  // namespace zhengce
