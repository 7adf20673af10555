// The sample corpus against the tables that say what is true in it.
#include <map>

#include "tests/corpus/framing/labels.h"
#include "tests/corpus/framing/pages.h"

namespace zhengce::test {
namespace {

/// The sample's articles by file name, those of JSONL by their keys.
const std::map<std::string, Article>& sample() {
  static const std::map<std::string, Article> articles = [] {
    std::map<std::string, Article> all;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(ZHENGCE_SOURCE_DIR) / "corpus/sample")) {
      const auto extension = entry.path().extension();
      if (extension != ".txt" && extension != ".jsonl" && extension != ".html") continue;
      for (Article& article : read_file_of_articles(entry.path())) {
        const auto key = article.sources.front().key;
        all.emplace(key.empty() ? entry.path().filename().string() : key, std::move(article));
      }
    }
    return all;
  }();
  return articles;
}

std::vector<Row> labels(const char* name) {
  return table(std::filesystem::path(ZHENGCE_SOURCE_DIR) / "tests/data/sample" / name);
}

/// The code of a region's name or path, as a section states it.
std::vector<std::string> codes(const std::string& name) {
  if (name.empty()) return {};
  const auto region = Gazetteer::builtin().resolve(name);
  if (!region) FAIL(region.error().message);
  return {std::string(Gazetteer::builtin().at(*region).code)};
}

}  // namespace

TEST_CASE("the sample: title, number, issuer, dates and source of each article") {
  for (const Row& row : labels("articles.tsv")) {
    REQUIRE(row.size() >= 7);
    CAPTURE(row[0]);
    REQUIRE(sample().contains(row[0]));
    const Article& article = sample().at(row[0]);
    CHECK(among(article.title, row[1]));
    CHECK(among(article.number, row[2]));
    CHECK(among(article.issuer, row[3]));
    CHECK(among(article.sources.front().name, row[6]));
    if (article.sources.front().key.empty()) {
      CHECK(among(iso(article.signed_on), row[4]));
      CHECK(among(iso(article.published), row[5]));
    } else {
      CHECK(among(iso(article.date()), row[4] + "|" + row[5]));
    }
  }
}

TEST_CASE("the sample: sections, their regions and who sent them in") {
  std::map<std::string, std::size_t> counted;
  for (const Row& row : labels("sections.tsv")) {
    REQUIRE(row.size() >= 5);
    CAPTURE(row[0], row[1]);
    REQUIRE(sample().contains(row[0]));
    const auto& sections = sample().at(row[0]).sections;
    const auto n = static_cast<std::size_t>(std::stoul(row[1]));
    counted[row[0]] = std::max(counted[row[0]], n + 1);
    REQUIRE(n < sections.size());
    CHECK(sections[n].heading == row[2]);
    CHECK(sections[n].about == codes(row[3]));
    CHECK(sections[n].subject_org == row[4]);
  }
  for (const auto& [name, count] : counted) {
    CAPTURE(name);
    CHECK(sample().at(name).sections.size() == count);
  }
  for (const Row& row : labels("contributed.tsv")) {
    REQUIRE(row.size() >= 3);
    CAPTURE(row[0], row[1]);
    const auto& sections = sample().at(row[0]).sections;
    const auto section = std::find_if(sections.begin(), sections.end(),
                                      [&](const Section& s) { return s.heading == row[1]; });
    REQUIRE(section != sections.end());
    CHECK(among(section->contributor, row[2]));
  }
}

}  // namespace zhengce::test
