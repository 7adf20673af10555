#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "app/language/language.h"
#include "corpus/readers/reader_process.h"
#include "indexer/indexer.h"

namespace zhengce::app {
namespace {

Json input_json(const InputReport& input) {
  return {{"type", "file"},
          {"path", input.path},
          {"status", status_name(input.status)},
          {"article", input.article ? Json(input.article->hex()) : Json()},
          {"key", text_or_null(input.key)},
          {"reason", text_or_null(input.reason)},
          {"replaced", input.replaced}};
}

Json summary_json(const IndexSummary& summary) {
  const auto seconds = [](double value) { return std::stod(fmt::format("{:.3f}", value)); };
  return {{"type", "summary"},
          {"schema", 1},
          {"added", summary.added},
          {"updated", summary.updated},
          {"unchanged", summary.unchanged},
          {"duplicate", summary.duplicate},
          {"skipped", summary.skipped},
          {"unread", summary.unread},
          {"bytes", summary.bytes},
          {"characters", summary.characters},
          {"seconds", seconds(summary.seconds)},
          {"stages",
           {{"read", seconds(summary.read_seconds)},
            {"extract", seconds(summary.extract_seconds)},
            {"graph", seconds(summary.graph_seconds)},
            {"index", seconds(summary.index_seconds)}}}};
}

std::string summary_text(const IndexSummary& summary) {
  std::string text =
      message(translated("{} article added", "{} articles added", summary.added), summary.added);
  const auto more = [&](std::uint64_t count, const char* translated) {
    if (count > 0) text += _(", ") + message(translated, count);
  };
  more(summary.updated, _("{} updated"));
  more(summary.unchanged, _("{} unchanged"));
  more(summary.duplicate, _("{} found again elsewhere"));
  more(summary.skipped, _("{} skipped"));
  more(summary.unread, _("{} of kinds that are not read"));
  return message(_("{} ({} characters in {:.1f} s)"), text, summary.characters, summary.seconds);
}

// The paths in a file, one a line; names with line ends in them need NUL after each (find -print0).
Result<std::vector<std::string>> read_list(const std::string& path) {
  std::string all;
  if (path == "-") {
    all.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::ifstream in(path, std::ios::binary);
    if (!in) return Error{ErrorCode::kNotFound, message(_("{}: no such file"), path)};
    all.assign(std::istreambuf_iterator<char>(in), {});
  }
  const char end = all.find('\0') != std::string::npos ? '\0' : '\n';
  std::vector<std::string> paths;
  std::istringstream lines(all);
  for (std::string one; std::getline(lines, one, end);) {
    if (end == '\n' && one.ends_with('\r')) one.pop_back();
    if (!one.empty()) paths.push_back(one);
  }
  return paths;
}

Result<ReaderOptions> reader_limits(const CommandLine& line) {
  ReaderOptions limits;
  std::optional<Error> wrong;
  const auto set = [&](auto& limit, const auto& given) {
    if (given) {
      limit = *given;
    } else if (!wrong) {
      wrong = given.error();
    }
  };
  set(limits.max_file_bytes, line.bytes("max-file", limits.max_file_bytes));
  set(limits.max_text_bytes, line.bytes("max-text", limits.max_text_bytes));
  set(limits.max_memory_bytes, line.bytes("reader-memory", limits.max_memory_bytes));
  set(limits.max_entries, line.number("max-entries", limits.max_entries, 1, 100'000'000));
  set(limits.max_ratio, line.number("max-ratio", limits.max_ratio, 1, 1'000'000));
  set(limits.max_depth, line.number("max-depth", limits.max_depth, 0, 20));
  set(limits.max_pages, line.number("max-pages", limits.max_pages, 1, 1'000'000));
  set(limits.max_seconds, line.number("max-seconds", limits.max_seconds, 1, 86'400));
  if (wrong) return *wrong;
  return limits;
}

}  // namespace

int run_index(const std::vector<std::string>& arguments) {
  CommandLine line("index");
  line.option("jobs", "N", _("threads that read and extract (else one a core)"))
      .option("from-file", "LIST",
              _("also the paths in this file, one a line or ended by NUL; - for standard input"))
      .repeatable("include", "GLOB",
                  _("of directories only files like this: '*.html' (repeatable)"))
      .repeatable("exclude", "GLOB", _("of directories no files or folders like this (repeatable)"))
      .option("max-file", "SIZE", _("largest file, also unpacked (else 256M)"))
      .option("max-text", "SIZE", _("largest text of an article (else 32M)"))
      .option("max-entries", "N", _("files in an archive (else 100000)"))
      .option("max-ratio", "N", _("times its size that a file may unpack to (else 200)"))
      .option("max-depth", "N", _("archives in one another (else 3)"))
      .option("max-pages", "N", _("pages of a PDF or OFD file (else 5000)"))
      .option("max-seconds", "N", _("seconds of work on a file (else 60)"))
      .option("reader-memory", "SIZE",
              _("memory of a process that reads PDF, Word, OFD and archives (else 1024M)"));
  if (const auto code = line.parse(arguments)) return *code;
  std::vector<std::filesystem::path> paths(line.positional().begin(), line.positional().end());
  if (paths.empty() && !line.has("from-file"))
    return usage("index", _("index: name files or directories to index"));
  if (line.has("from-file")) {
    const auto listed = read_list(line.text("from-file"));
    if (!listed) return fail(listed.error());
    paths.insert(paths.end(), listed->begin(), listed->end());
  }
  const auto jobs = line.number("jobs", 0, 1, 256);
  if (!jobs) return fail(jobs.error());
  const auto limits = reader_limits(line);
  if (!limits) return fail(limits.error());

  ProgressLine progress(line.quiet());
  IndexerOptions options;
  options.jobs = *jobs;
  options.reader = *limits;
  options.files = {line.texts("include"), line.texts("exclude")};
  options.progress = [&](std::string_view phase, std::uint64_t done, std::uint64_t all) {
    if (phase == "index")
      progress.show(message(_("indexing: {} of {} files"), done, all));
    else if (phase == "extract")
      progress.show(message(_("extracting anew: {} of {} articles"), done, all));
    else
      progress.show(message(_("bringing the index up to date: {} of {}"), done, all));
  };
  ReaderProcesses processes({"/proc/self/exe", "--lang", language_code(), "serve-reads"});
  options.reader.isolate = [&](const std::filesystem::path& path, const ReaderOptions& given,
                               const ReaderOptions::Visit& visit) {
    return processes.read(path, given, visit);
  };
  auto indexer = Indexer::open(line.data(), options);
  if (!indexer) {
    progress.clear();
    return fail(indexer.error());
  }
  const auto summary = indexer->add(paths, [&](const InputReport& input) {
    if (line.json()) {
      print_json(input_json(input));
      std::cout.flush();
    }
    if (input.replaced > 0 && !line.json() && !line.quiet()) {
      progress.clear();
      complain(message(
          translated("{}: {} character could not be read and is shown as U+FFFD",
                     "{}: {} characters could not be read and are shown as U+FFFD", input.replaced),
          input.path, input.replaced));
    }
    // Images among pages are only counted, unless somebody asked for this very one.
    const bool asked = std::find(paths.begin(), paths.end(), input.path) != paths.end();
    if ((input.status == InputStatus::kSkipped ||
         (input.status == InputStatus::kUnread && asked)) &&
        !line.json()) {
      progress.clear();
      const bool named = input.reason.find(input.path) != std::string::npos;
      complain(named ? input.reason : input.path + ": " + input.reason);
    }
  });
  progress.clear();
  if (!summary) return fail(summary.error());
  if (line.json())
    print_json(summary_json(*summary));
  else
    std::cout << summary_text(*summary) << "\n";
  const auto read = summary->added + summary->updated + summary->unchanged + summary->duplicate;
  if (read == 0 && summary->skipped + summary->unread > 0) return kFailed;
  return summary->skipped > 0 ? kPartly : kDone;
}

}  // namespace zhengce::app
