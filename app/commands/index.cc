#include <algorithm>
#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
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
  return message(_("{} ({} characters in {:.1f} s)"), text, summary.characters, summary.seconds);
}

}  // namespace

int run_index(const std::vector<std::string>& arguments) {
  CommandLine line("index");
  line.option("jobs", "N", _("threads that read and extract (else one a core)"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().empty())
    return usage("index", _("index: name files or directories to index"));
  const auto jobs = line.number("jobs", 0, 1, 256);
  if (!jobs) return fail(jobs.error());

  ProgressLine progress(line.quiet());
  IndexerOptions options;
  options.jobs = *jobs;
  options.progress = [&](std::string_view phase, std::uint64_t done, std::uint64_t all) {
    if (phase == "index")
      progress.show(message(_("indexing: {} of {} files"), done, all));
    else if (phase == "extract")
      progress.show(message(_("extracting anew: {} of {} articles"), done, all));
    else
      progress.show(message(_("bringing the index up to date: {} of {}"), done, all));
  };
  auto indexer = Indexer::open(line.data(), options);
  if (!indexer) {
    progress.clear();
    return fail(indexer.error());
  }
  std::vector<std::filesystem::path> paths(line.positional().begin(), line.positional().end());
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
    if (input.status == InputStatus::kSkipped && !line.json()) {
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
  if (summary->skipped == 0) return kDone;
  const auto read = summary->added + summary->updated + summary->unchanged + summary->duplicate;
  return read > 0 ? kPartly : kFailed;
}

}  // namespace zhengce::app
