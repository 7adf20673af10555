// Real pages with facts labeled by hand, where they are at hand.
#include <map>

#include "tests/corpus/framing/labels.h"
#include "tests/corpus/framing/pages.h"
#include "tests/support/temp_dir.h"

namespace zhengce::test {
namespace {

std::filesystem::path file_of(const std::string& name) {
  const auto seed = shared_dir() / "seed" / name;
  return std::filesystem::exists(seed) ? seed : shared_dir() / "data/pages-dev" / name;
}

Article read_page(const std::filesystem::path& path) {
  auto articles = read_file_of_articles(path);
  REQUIRE(articles.size() == 1);
  return std::move(articles.front());
}

}  // namespace

TEST_CASE("labeled pages: title, number, issuer, date") {
  if (shared_dir().empty()) {
    WARN("no labeled pages beside the checkout: not tested");
    return;
  }
  for (const Row& row : table(shared_dir() / "labels-dev/articles.tsv")) {
    const Article article = read_page(file_of(row[0]));
    CAPTURE(row[0], article.title, article.number, article.issuer, iso(article.date()));
    CHECK(among(article.title, row[1]));
    CHECK(article.number == row[2]);
    // A newspaper is named as the source, not as an issuer.
    CHECK(among(article.issuer.empty() ? article.sources.front().name : article.issuer, row[3]));
    CHECK(among(iso(article.date()), row[4]));
  }
}

TEST_CASE("labeled pages: contributors of sections") {
  if (shared_dir().empty()) {
    WARN("no labeled pages beside the checkout: not tested");
    return;
  }
  std::map<std::string, Article> articles;
  for (const Row& row : table(shared_dir() / "labels-dev/contributed.tsv")) {
    if (!articles.contains(row[0])) articles.emplace(row[0], read_page(file_of(row[0])));
    const Article& article = articles.at(row[0]);
    const auto section = std::find_if(article.sections.begin(), article.sections.end(),
                                      [&](const Section& s) { return s.heading == row[1]; });
    CAPTURE(row[1]);
    REQUIRE(section != article.sections.end());
    CHECK(among(section->contributor, row[2]));
  }
}

TEST_CASE("the roundup: seven regions, a company in its city, nothing of the website") {
  if (shared_dir().empty()) {
    WARN("no labeled pages beside the checkout: not tested");
    return;
  }
  const Article article = read_page(shared_dir() / "seed/000_a6000f82b2a5e143.txt");
  std::vector<std::string> found;
  for (const Section& section : article.sections) found.push_back(about(section));
  CHECK(found == std::vector<std::string>{"", "浙江省", "广西壮族自治区", "贵州省", "深圳市",
                                          "喀什地区", "青岛西海岸新区", "成都市", "晋江市"});
  CHECK(article.sections.back().subject_org == "晋江荣恒鞋服有限公司");
  CHECK(article.sources.front().name == "中国民族报");
  CHECK(iso(article.published) == "2024-12-03");
  CHECK_THAT(body(article), !ContainsSubstring("网站声明") && !ContainsSubstring("电子邮箱") &&
                                !ContainsSubstring("编辑"));
}

TEST_CASE("work reports are about their region, central documents and news about none") {
  if (shared_dir().empty()) {
    WARN("no labeled pages beside the checkout: not tested");
    return;
  }
  for (const auto& entry : std::filesystem::directory_iterator(shared_dir() / "data/pages-dev")) {
    const auto name = entry.path().stem().string();
    const Article article = read_page(entry.path());
    CAPTURE(name);
    REQUIRE(article.sections.size() == 1);
    const auto region = name.starts_with("gwr") ? name.substr(name.rfind('-') + 1) : "";
    CHECK(about(article.sections.front()) == region);
    CHECK_THAT(body(article), !ContainsSubstring("打印本页") && !ContainsSubstring("分享到"));
  }
}

}  // namespace zhengce::test
