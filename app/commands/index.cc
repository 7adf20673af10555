#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <sstream>

#include "app/indexing.h"
#include "corpus/file_name.h"

namespace zhengce::app {
namespace {

Result<std::string> read_whole(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::kNotFound, message(_("{}: no such file"), path)};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// The paths in a file, one a line; names with line ends in them need NUL after each (find -print0).
Result<std::vector<std::string>> read_list(const std::string& path) {
  const auto all = read_whole(path);
  if (!all) return all.error();
  const char end = all->find('\0') != std::string::npos ? '\0' : '\n';
  std::vector<std::string> paths;
  std::istringstream lines(*all);
  for (std::string one; std::getline(lines, one, end);) {
    if (end == '\n' && one.ends_with('\r')) one.pop_back();
    if (!one.empty()) paths.push_back(one);
  }
  return paths;
}

// The paths that a report says were skipped, each once, in its order.
Result<std::vector<std::string>> skipped_in(const std::string& path) {
  const auto all = read_whole(path);
  if (!all) return all.error();
  std::vector<std::string> paths;
  std::set<std::string> met;
  std::istringstream lines(*all);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    // The last line may be cut short, where the program that wrote it was.
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded() && lines.eof()) break;
    if (!json.is_object() || !json.contains("type")) {
      return Error{ErrorCode::kInvalidInput,
                   message(_("{}: line {} is none of a report"), path, number)};
    }
    if (json["type"] != "file" || json.value("status", "") != "skipped") continue;
    const auto input = json.find("path");
    if (input == json.end() || !input->is_string()) continue;
    std::string skipped = *input;
    std::error_code error;
    if (const auto bytes = name_as_shown(skipped);
        !std::filesystem::exists(skipped, error) && std::filesystem::exists(bytes, error)) {
      skipped = bytes;
    }
    if (met.insert(skipped).second) paths.push_back(skipped);
  }
  return paths;
}

}  // namespace

int run_index(const std::vector<std::string>& arguments) {
  CommandLine line("index");
  line.option("from-file", "LIST",
              _("also the paths in this file, one a line or ended by NUL; - for standard input"))
      .option("retry", "REPORT", _("also what was skipped by the run that wrote this report"));
  reading_options(line);
  if (const auto code = line.parse(arguments)) return *code;
  std::vector<std::filesystem::path> paths(line.positional().begin(), line.positional().end());
  if (paths.empty() && !line.has("from-file") && !line.has("retry"))
    return usage("index", _("index: name files or directories to index"));
  const auto more = [&](const Result<std::vector<std::string>>& listed) -> std::optional<int> {
    if (!listed) return fail(listed.error());
    paths.insert(paths.end(), listed->begin(), listed->end());
    return std::nullopt;
  };
  if (line.has("from-file")) {
    if (const auto code = more(read_list(line.text("from-file")))) return *code;
  }
  if (line.has("retry")) {
    if (const auto code = more(skipped_in(line.text("retry")))) return *code;
  }
  IndexingRun run(line);
  if (const auto code = run.start()) return *code;
  const auto summary = run.add(paths);
  if (!summary) return fail(summary.error());
  const bool dry_run = line.has("dry-run");
  if (line.json())
    print_json(IndexingRun::json(*summary, dry_run));
  else
    std::cout << IndexingRun::text(*summary, dry_run) << "\n";
  return run.exit_code(*summary);
}

}  // namespace zhengce::app
