#include "app/eval/labels.h"

#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

using namespace zhengce;
using namespace zhengce::eval;

namespace {
const std::string kHeader = "article\tregion\tprogram\tlevel\tmodality\tquote\n";
}

TEST_CASE("a table of labels: rows, alternatives, comments", "[eval]") {
  const test::TempDir dir;
  dir.write("runs.tsv",
            "# said by hand\n" + kHeader +
                "a.txt\t甲省|乙市\t一件事|“一件事”改革\tmust\truns|plans\t推进一件事\r\n"
                "b.txt\t全国\t暖冬行动\tmay\tended\t暖冬行动\n");
  dir.write("articles.tsv",
            "article\ttitle\tnumber\tissuer\tdate\tlevel\n"
            "a.txt\t题\t\t|甲省\t2024-01-02|2024-02-03\tmust\n");
  dir.write("contributed.tsv", "article\tsection heading\torganization\na.txt\t甲省：题\t甲省厅\n");
  const auto labels = read_labels(dir.path());
  REQUIRE(labels);
  CHECK(labels->tables == std::vector<Table>{Table::kRuns, Table::kArticles, Table::kContributed});
  REQUIRE(labels->rows.size() == 6);
  const Label& first = labels->rows[0];
  CHECK(first.line == 3);
  CHECK(first.cells ==
        std::vector<std::vector<std::string>>{{"甲省", "乙市"}, {"一件事", "“一件事”改革"}});
  CHECK(first.must);
  CHECK(first.modalities == std::set<std::string>{"runs", "plans"});
  CHECK_FALSE(labels->rows[1].must);
  // A blank among the alternatives makes a field optional; a blank alone states nothing.
  CHECK(labels->rows[2].cells[0][0] == "title");
  CHECK(labels->rows[3].cells == std::vector<std::vector<std::string>>{{"issuer"}, {"甲省"}});
  CHECK_FALSE(labels->rows[3].must);
  CHECK(labels->rows[4].cells[1].size() == 2);
  // What runs.tsv names was read for contributors too.
  CHECK(labels->covered[static_cast<std::size_t>(Table::kContributed)].contains("b.txt"));
  CHECK_FALSE(labels->covered[static_cast<std::size_t>(Table::kArticles)].contains("b.txt"));
  CHECK(labels->articles() == std::set<std::string>{"a.txt", "b.txt"});
}

TEST_CASE("a fault in a table of labels is told with its file and line", "[eval]") {
  struct Row {
    const char* file;
    std::string content;
    const char* told;
  };
  const auto row = GENERATE(values<Row>({
      {"runs.tsv", "", "runs.tsv:1: no line with the names of the columns"},
      {"runs.tsv", "article\tregion\tlevel\tmodality\n", "runs.tsv:1: no column 'program'"},
      {"runs.tsv", kHeader + "a.txt\t甲省\tX\tmust\n", "runs.tsv:2: 6 columns expected, 4 found"},
      {"runs.tsv", kHeader + "a.txt\t甲省\tX\tmuss\truns\tq\n", "runs.tsv:2: the level is 'muss'"},
      {"runs.tsv", kHeader + "\n#\na.txt\t甲省\tX\tmust\trun\tq\n",
       "runs.tsv:4: the modality is 'run'"},
      {"runs.tsv", kHeader + "a.txt\t\tX\tmust\truns\tq\n",
       "runs.tsv:2: the cell of 'region' is empty"},
      {"runs.tsv", kHeader + "\t甲省\tX\tmust\truns\tq\n", "runs.tsv:2: no article"},
      {"runs.tsv", kHeader + "a.txt\t甲\xFF\tX\tmust\truns\tq\n", "runs.tsv:2: not UTF-8"},
      {"metrics.tsv",
       "article\tregion\tprogram\tvalue\tunit\tabout what\tquote\na.txt\t甲省\t\t十\t个\t\tq\n",
       "metrics.tsv:2: the value '十' is no plain number"},
      {"articles.tsv", "article\ttitle\tdate\na.txt\t题\t2024-12-03\nb.txt\t题\t2024-13-40\n",
       "articles.tsv:3: there is no date '2024-13-40'"},
  }));
  CAPTURE(row.told);
  const test::TempDir dir;
  dir.write(row.file, row.content);
  const auto labels = read_labels(dir.path());
  REQUIRE_FALSE(labels);
  CHECK(labels.error().code == ErrorCode::kInvalidInput);
  CHECK_THAT(labels.error().message, ContainsSubstring(row.told));
}

TEST_CASE("a row that says again what one before says does not count", "[eval]") {
  const test::TempDir dir;
  dir.write("runs.tsv", kHeader + "a.txt\t甲省\tX\tmust\truns\t甲省推行X\n" +
                            "a.txt\t甲省\tX\tmay\tplans\t将推行X\n" +
                            "a.txt\t乙省\tX\tmust\truns\t乙省推行X\n");
  const auto labels = read_labels(dir.path());
  REQUIRE(labels);
  CHECK(labels->rows.size() == 2);
  REQUIRE(labels->warnings.size() == 1);
  CHECK_THAT(labels->warnings[0], ContainsSubstring("runs.tsv:3: says what line 2 says"));
}

TEST_CASE("a folder without tables is no set of labels", "[eval]") {
  const test::TempDir dir;
  const auto labels = read_labels(dir.path());
  REQUIRE_FALSE(labels);
  CHECK(labels.error().code == ErrorCode::kNotFound);
}
