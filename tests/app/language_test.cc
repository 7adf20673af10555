#include <algorithm>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include "tests/app/run_program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce::test {
namespace {

// The placeholders of a message in the order of their values.
std::vector<std::string> placeholders(const std::string& text) {
  std::vector<std::string> found;
  const std::regex placeholder(R"(\{(\d*)(:[^}]*)?\})");
  std::size_t next = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), placeholder), end; at != end; ++at) {
    const std::size_t index = (*at)[1].length() > 0 ? std::stoul((*at)[1]) : next++;
    if (found.size() <= index) found.resize(index + 1);
    found[index] = "{" + (*at)[2].str() + "}";
  }
  return found;
}

}  // namespace

TEST_CASE("a translation takes the values its original takes") {
  std::ifstream in(ZHENGCE_SOURCE_DIR "/app/language/zh_CN.po");
  std::string original;
  std::size_t checked = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("msgid_plural")) continue;
    if (line.starts_with("msgid ")) original = line.substr(6);
    if (!line.starts_with("msgstr") || original.size() <= 2) continue;
    INFO(original << " " << line);
    CHECK(placeholders(original) == placeholders(line.substr(line.find(' '))));
    ++checked;
  }
  CHECK(checked > 200);
}

TEST_CASE("messages come in the language of LANG or --lang") {
  struct Row {
    std::vector<std::string> environment;
    std::vector<std::string> words;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {{"LANG=zh_CN.UTF-8"}, {"--help"}, "用法：zhengce 命令"},
      {{"LANG=zh_TW.UTF-8"}, {"--help"}, "用法：zhengce 命令"},
      {{"LANG=C.UTF-8"}, {"--help"}, "Usage: zhengce COMMAND"},
      {{"LANG=zh_CN.UTF-8", "LC_ALL=en_US.UTF-8"}, {"--help"}, "Usage: zhengce COMMAND"},
      {{"LANG=de_DE.UTF-8"}, {"--help"}, "Usage: zhengce COMMAND"},
      {{"LANG=C"}, {"--lang", "zh", "--help"}, "用法：zhengce 命令"},
      {{"LANG=zh_CN.UTF-8"}, {"search", "--help", "--lang=en"}, "Usage: zhengce search"},
      {{"LANG=C"}, {"search", "--nonsense", "--lang=zh"}, "没有这个选项"},
      {{"LANG=C"}, {"search", "x", "--lang", "tlh"}, "--lang tlh: there are zh"},
      {{"LANG=C"}, {"search", "x", "--lang"}, "--lang : there are zh"},
  };
  for (const Row& row : rows) {
    std::vector<std::string> words = row.words;
    const auto ran = run_program(words, row.environment);
    INFO(ran.out << ran.err);
    CHECK((ran.out + ran.err).find(row.expected) != std::string::npos);
  }
}

TEST_CASE("ordinary mistakes say what to do next, in both languages, in at most three lines") {
  const TempDir dir;
  const std::string data = (dir.path() / "data").string();
  std::ofstream(dir.path() / "a.txt") << "浙江省推行“纸飞机”计划\n\n浙江省启动“纸飞机”计划。\n";
  struct Row {
    std::vector<std::string> words;
    std::string english;
    std::string chinese;
  };
  const std::vector<Row> before = {
      {{"serach", "x"}, "see `zhengce --help`", "详见 `zhengce --help`"},
      {{"search", "补贴"}, "index some articles first", "请先索引文章"},
      {{"regions", "--running", "纸飞机"}, "index some articles first", "请先索引文章"},
      {{"index"}, "name files or directories", "请给出要索引的文件或目录"},
      {{"search", "--limit", "many", "x"}, "a whole number from", "之间的整数"},
      {{"search", "--sort", "up", "x"}, "newest and oldest", "newest、oldest"},
  };
  const std::vector<Row> after = {
      {{"search", "龘龘龘"}, "nothing found", "没有找到"},
      {{"regions", "--running", "纸飞鸡"}, "near: 纸飞机", "相近的有：纸飞机"},
      {{"programs", "--in", "朝阳区"}, "name the one above it", "请连同上级地区一起写"},
      {{"programs", "--in", "浙江声"}, "near names: 浙江省", "相近的有：浙江省"},
      {{"show", "ffff"}, "no article has this id", "没有文章使用这个编号"},
  };
  const auto check = [&](const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      for (const bool chinese : {false, true}) {
        std::vector<std::string> words = row.words;
        words.insert(words.end(), {"--data", data, "--lang", chinese ? "zh" : "en"});
        const auto ran = run_program(words);
        INFO(ran.err);
        CHECK(ran.out.empty());
        CHECK(ran.err.find(chinese ? row.chinese : row.english) != std::string::npos);
        CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') <= 3);
      }
    }
  };
  check(before);
  REQUIRE(run_program({"index", (dir.path() / "a.txt").string(), "--data", data}).code == 0);
  check(after);
}

}  // namespace zhengce::test
