#include <stdlib.h>
#include <sys/wait.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/app/run_program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

// What stands between ``` fences.
std::vector<std::string> code_blocks(const fs::path& file) {
  std::vector<std::string> blocks;
  std::istringstream in(test::read_file(file));
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.emplace_back();
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

struct Shown {
  fs::path file;
  std::string command;
  std::string answer;  // What the text shows below `$ command`; nothing for a bare command.
  bool has_answer = false;
};

// The commands of the program that a text shows: lines `zhengce …`, and `$ zhengce …` followed by
// its answer, whole. A line with … or [ in it shows a form, not a command.
std::vector<Shown> shown_commands(const fs::path& file) {
  std::vector<Shown> all;
  for (const std::string& block : code_blocks(file)) {
    std::istringstream in(block);
    bool answering = false;
    for (std::string line; std::getline(in, line);) {
      const bool prompt = line.starts_with("$ ");
      if (prompt) line.erase(0, 2);
      const bool ours = line.starts_with("zhengce ") && line.find("…") == std::string::npos &&
                        line.find('[') == std::string::npos;
      if (prompt || (ours && !answering)) {
        answering = prompt;
        if (ours) all.push_back({file, line.substr(0, line.find("  #")), {}, prompt});
      } else if (answering && !all.empty()) {
        all.back().answer += line + "\n";
      }
    }
  }
  return all;
}

// Runs a line of shell in `folder`; its exit code and all it printed.
std::pair<int, std::string> shell(const std::string& line, const fs::path& folder,
                                  const std::string& language) {
  const auto out = folder / "printed";
  const fs::path bin = fs::path(ZHENGCE_PROGRAM).parent_path();
  const std::string all =
      "cd '" + folder.string() + "' && PATH='" + bin.string() + "':$PATH LC_ALL=" + language +
      ".UTF-8 ZHENGCE_DATA=sample-data && export " + "PATH LC_ALL ZHENGCE_DATA && ( " + line +
      " ) >'" + out.string() + "' 2>&1";
  const int status = std::system(all.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, test::read_file(out)};
}

}  // namespace

TEST_CASE("the commands that README and docs show do what is shown", "[app]") {
  const test::TempDir dir;
  // What the texts take for given: a folder of articles, a dump, and the sample indexed.
  fs::copy(ZHENGCE_SOURCE_DIR "/corpus/sample", dir.path() / "articles");
  const std::string dump =
      test::read_file(ZHENGCE_SOURCE_DIR "/corpus/sample/three-articles.jsonl");
  gzFile packed = gzopen((dir.path() / "dump.jsonl.gz").c_str(), "wb");
  REQUIRE(gzwrite(packed, dump.data(), static_cast<unsigned>(dump.size())) > 0);
  REQUIRE(gzclose(packed) == Z_OK);
  REQUIRE(shell("zhengce index --data sample-data articles", dir.path(), "C").first == 0);

  std::vector<fs::path> texts = {ZHENGCE_SOURCE_DIR "/README.md",
                                 ZHENGCE_SOURCE_DIR "/README.zh-CN.md",
                                 ZHENGCE_SOURCE_DIR "/CONTRIBUTING.md"};
  for (const auto& entry : fs::directory_iterator(ZHENGCE_SOURCE_DIR "/docs")) {
    if (entry.path().extension() == ".md") texts.push_back(entry.path());
  }
  std::size_t run = 0;
  std::size_t compared = 0;
  for (const auto& text : texts) {
    const bool chinese = text.string().ends_with(".zh-CN.md");
    for (const Shown& shown : shown_commands(text)) {
      const auto [code, printed] = shell(shown.command, dir.path(), chinese ? "zh_CN" : "C");
      INFO(text.filename().string() << ": " << shown.command << "\n" << printed);
      CHECK(code == 0);
      ++run;
      if (!shown.has_answer) continue;
      CHECK(printed == shown.answer);
      ++compared;
    }
  }
  CHECK(run >= 12);
  CHECK(compared >= 2);
}

TEST_CASE("the demo answers every question it asks, and touches no articles but its own", "[app]") {
  const test::TempDir dir;
  for (const std::string language : {"en", "zh"}) {
    const auto place = dir.path() / language;
    const auto first = test::run_program({"demo", "--data", place.string(), "--lang", language});
    INFO(first.err << first.out);
    CHECK(first.code == 0);
    CHECK(first.err.empty());
    for (const char* command : {"zhengce index", "zhengce search", "$ zhengce regions",
                                "zhengce search 'runs:", "$ zhengce entity", "zhengce explain"}) {
      CHECK(first.out.find(command) != std::string::npos);
    }
    // A second run answers the same, but for the times and what the indexing counts.
    const auto again = test::run_program({"demo", "--data", place.string(), "--lang", language});
    CHECK(again.code == 0);
    const auto questions = [](const std::string& out) {
      return std::count(out.begin(), out.end(), '\n');
    };
    CHECK(questions(first.out) == questions(again.out));
  }
  const auto own = test::sample_data();
  const auto refused = test::run_program({"demo", "--data", own.string()});
  CHECK(refused.code == 2);
  CHECK(refused.err.find("articles of your own") != std::string::npos);
}

}  // namespace zhengce
