#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "app/command.h"
#include "corpus/sample_files.h"
#include "graph/data_dir.h"

namespace zhengce::app {
namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::string>;

// $XDG_CACHE_HOME/zhengce/demo: what stands there may go at any time.
fs::path default_place() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return fs::path(value == nullptr ? "" : value);
  };
  if (const auto cache = variable("XDG_CACHE_HOME"); !cache.empty()) return cache / "zhengce/demo";
  const auto home = variable("HOME");
  return (home.empty() ? fs::temp_directory_path() : home) / ".cache/zhengce/demo";
}

Result<void> write_sample(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return io_error(folder, error);
  for (const SampleFile& file : sample_files()) {
    const auto written = write_file_atomically(folder / file.name, std::string(file.content));
    if (!written) return written.error();
  }
  return {};
}

// The command as one would type it.
std::string typed(const Words& words) {
  std::string line = called_as();
  for (const auto& word : words) {
    const bool plain = word.find_first_of(" '\"()“”（）") == std::string::npos;
    line += plain ? " " + word : " '" + word + "'";
  }
  return line;
}

// Prints a command and its answer; the program's own exit code.
int show(const Words& words, const fs::path& data) {
  std::cout << bold("$ " + typed(words)) << "\n\n";
  Words all(words.begin() + 1, words.end());
  all.insert(all.end(), {"--data", data.string()});
  for (const Command& command : commands()) {
    if (words.front() != command.name) continue;
    const int code = command.run(all);
    std::cout << "\n" << std::flush;
    return code;
  }
  return kFailed;
}

}  // namespace

int run_demo(const Words& arguments) {
  CommandLine line("demo");
  if (const auto code = line.parse(arguments)) return *code;
  if (!line.positional().empty()) {
    return usage("demo", message(_("{}: {}: not expected here"), "demo", line.joined()));
  }
  if (line.json()) return usage("demo", _("demo: is for people to read, without --json"));
  const fs::path place = line.has("data") ? line.data() : default_place();
  // A demonstration must not mix invented articles into somebody's own.
  if (DataDir::open(place)) {
    return fail({ErrorCode::kInvalidInput,
                 message(_("{}: holds articles of your own; give the demo a folder of its own"),
                         place.string())});
  }
  const fs::path sample = place / "sample";
  const fs::path data = place / "data";
  if (const auto written = write_sample(sample); !written) return fail(written.error());

  struct Step {
    const char* question;
    Words words;
  };
  const std::vector<Step> steps = {
      {N_("1. Which texts speak of this? Hits with the sentence that says it, and where else to "
          "look."),
       {"search", "夜间公交 站点", "--limit", "2", "--facets", "region,program"}},
      {N_("2. Which regions run this program, and which sentence says so?"),
       {"regions", "--running", "萤火书架", "--level", "province"}},
      {N_("3. Both at once: texts about regions that run the program and that speak of something."),
       {"search", "runs:萤火书架 社区 图书馆", "--limit", "2"}},
      {N_("4. What is known of one region, program or organization."), {"entity", "晚安线"}},
      {N_("5. Why that answer: how the query was cut and meant, what it came to, what scored."),
       {"explain", "runs:萤火书架 社区图书馆", "--limit", "1"}},
  };
  std::cout << wrap(_("These articles are invented, and say so in every title. They are indexed "
                      "first:"),
                    terminal_width(), 0)
            << "\n\n";
  if (const int code = show({"index", sample.string()}, data); code != kDone) return code;
  for (const Step& step : steps) {
    std::cout << wrap(bold(translated(step.question)), terminal_width(), 0) << "\n\n";
    if (const int code = show(step.words, data); code != kDone) return code;
  }
  std::cout
      << bold(
             _("Now with your own articles (text, web pages, PDF, Word, JSONL; files or folders):"))
      << "\n\n  export ZHENGCE_DATA=~/zhengce-data\n";
  for (const Words& words : {Words{"index", _("FOLDER")}, Words{"search", "补贴 region:浙江"},
                             Words{"programs", "--in", "浙江"}, Words{"--help"}}) {
    std::cout << "  " << typed(words) << "\n";
  }
  std::cout << "\n"
            << wrap(message(_("The demo's articles are in {}; with --data {} all commands ask "
                              "them."),
                            sample.string(), data.string()),
                    terminal_width(), 0)
            << "\n";
  return kDone;
}

}  // namespace zhengce::app
