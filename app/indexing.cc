#include "app/indexing.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "app/language/language.h"
#include "corpus/file_name.h"
#include "corpus/text.h"
#include "indexer/memory_budget.h"

namespace zhengce::app {
namespace {

volatile sig_atomic_t interrupted = 0;

// The handler is gone after the first: the second ends the program, which is safe at any time.
void interrupt(int) { interrupted = 1; }

void watch_interrupts(bool on) {
  struct sigaction action = {};
  action.sa_handler = on ? interrupt : SIG_DFL;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
}

Json seconds_json(double seconds) { return rounded(seconds, 3); }

Json input_json(const InputReport& input) {
  Json json = {{"type", "file"},
               {"path", input.path},
               {"status", status_name(input.status)},
               {"article", input.article ? Json(input.article->hex()) : Json()},
               {"key", text_or_null(input.key)},
               {"reason", text_or_null(input.reason)},
               {"replaced", input.replaced},
               {"seconds", seconds_json(input.seconds)}};
  if (!input.notes.empty()) json["notes"] = input.notes;
  return json;
}

Json summary_json(const IndexSummary& summary, bool dry_run) {
  return {{"type", "summary"},
          {"schema", 1},
          {"added", summary.added},
          {"updated", summary.updated},
          {"unchanged", summary.unchanged},
          {"duplicate", summary.duplicate},
          {"skipped", summary.skipped},
          {"unread", summary.unread},
          {"stopped", summary.stopped},
          {"dry_run", dry_run},
          {"bytes", summary.bytes},
          {"characters", summary.characters},
          {"seconds", seconds_json(summary.seconds)},
          {"stages",
           {{"read", seconds_json(summary.read_seconds)},
            {"extract", seconds_json(summary.extract_seconds)},
            {"graph", seconds_json(summary.graph_seconds)},
            {"index", seconds_json(summary.index_seconds)}}}};
}

std::string summary_text(const IndexSummary& summary, bool dry_run) {
  std::string text = message(
      dry_run ? translated("{} article would be added", "{} articles would be added", summary.added)
              : translated("{} article added", "{} articles added", summary.added),
      summary.added);
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

// Sets what --memory leaves to be chosen, and what is chosen apart.
Result<void> set_limits(const CommandLine& line, IndexerOptions& options) {
  if (const auto set = limits_of_memory(line, options); !set) return set;
  ReaderOptions& limits = options.reader;
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
  return {};
}

}  // namespace

void memory_option(CommandLine& line) {
  line.option("memory", "SIZE", _("memory to stay within, all processes together (else 512M)"));
}

Result<void> limits_of_memory(const CommandLine& line, IndexerOptions& options) {
  const auto memory = line.bytes("memory", kUsualMemory);
  if (!memory) return memory.error();
  if (*memory < kLeastMemory) {
    return Error{ErrorCode::kInvalidInput, message(_("--memory {}: at least {}M are needed"),
                                                   line.text("memory"), kLeastMemory >> 20)};
  }
  fit_into_memory(*memory, options);
  return {};
}

void reading_options(CommandLine& line) {
  line.option("jobs", "N", _("threads that read and extract (else one a core)"));
  memory_option(line);
  line.repeatable("include", "GLOB",
                  _("of directories only files like this: '*.html' (repeatable)"))
      .repeatable("exclude", "GLOB", _("of directories no files or folders like this (repeatable)"))
      .flag("reread", _("read all files, also those that look as they did when they were indexed"))
      .flag("dry-run", _("say what would happen, and change nothing"))
      .option("report", "FILE", _("write a line of JSON for each input into this file"))
      .flag("strict", _("stop at the first input that cannot be read"))
      .option("max-file", "SIZE", _("largest file, also unpacked (else 256M)"))
      .option("max-text", "SIZE", _("largest text of an article (else a fiftieth of --memory)"))
      .option("max-entries", "N", _("files in an archive (else 100000)"))
      .option("max-ratio", "N", _("times its size that a file may unpack to (else 200)"))
      .option("max-depth", "N", _("archives in one another (else 3)"))
      .option("max-pages", "N", _("pages of a PDF or OFD file (else 5000)"))
      .option("max-seconds", "N", _("seconds of work on a file (else 60)"))
      .option("reader-memory", "SIZE",
              _("memory of a process that reads PDF, Word, OFD and archives (else a fourth of "
                "--memory)"));
}

IndexingRun::IndexingRun(const CommandLine& line)
    : line_(line),
      progress_(line.quiet()),
      processes_({"/proc/self/exe", "--lang", language_code(), "serve-reads"}) {}

IndexingRun::~IndexingRun() { watch_interrupts(false); }

std::optional<int> IndexingRun::start() {
  const auto jobs = line_.number("jobs", 0, 1, 256);
  if (!jobs) return fail(jobs.error());
  IndexerOptions& options = options_;
  options.jobs = *jobs;
  if (const auto set = set_limits(line_, options); !set) return fail(set.error());
  options.files = {line_.texts("include"), line_.texts("exclude")};
  options.strict = line_.has("strict");
  options.dry_run = line_.has("dry-run");
  // What is tried again is not told by its looks.
  options.reread = line_.has("reread") || line_.has("retry");
  options.stop = [] { return interrupted != 0; };
  options.progress = [this](const IndexProgress& at) { show(at); };
  options.reader.isolate = [this](const std::filesystem::path& path, const ReaderOptions& given,
                                  const ReaderOptions::Visit& visit) {
    return processes_.read(path, given, visit);
  };
  if (!options.dry_run) finish_unheard();
  // What opening does, Ctrl-C may end at any time: the next command goes on with it.
  if (const auto opened = reopen(); !opened) return fail(opened.error());
  watch_interrupts(true);
  if (line_.has("report")) {
    report_.open(line_.text("report"), std::ios::binary);
    if (!report_) {
      return fail({ErrorCode::kIo, message(_("{}: cannot be written"), line_.text("report"))});
    }
  }
  return std::nullopt;
}

Result<void> IndexingRun::reopen() {
  auto indexer = Indexer::open(line_.data(), options_);
  progress_.clear();
  if (!indexer) return indexer.error();
  tell_losses(indexer->lost_entries());
  indexer_.emplace(std::move(*indexer));
  return {};
}

bool IndexingRun::was_interrupted() { return interrupted != 0; }

void IndexingRun::show(const IndexProgress& at) {
  if (at.phase == "extract") {
    progress_.show(message(_("extracting anew: {} of {} articles"), at.done, at.all));
  } else if (at.phase != "index") {
    progress_.show(message(_("bringing the index up to date: {} of {}"), at.done, at.all));
  } else {
    std::string text = message(
        _("indexing: {} of {} files, {:.1f} of {:.1f} MB, {:.0f} characters/s"), at.done, at.all,
        static_cast<double>(at.bytes) / 1e6, static_cast<double>(at.all_bytes) / 1e6,
        static_cast<double>(at.characters) / std::max(at.seconds, .001));
    // By bytes: one file may be larger than all others together.
    if (at.bytes > 0) {
      const auto rest = static_cast<double>(at.all_bytes - std::min(at.bytes, at.all_bytes));
      text += message(_(", {:.0f} s left"), at.seconds * rest / static_cast<double>(at.bytes));
    }
    progress_.show(text);
  }
}

void IndexingRun::told(const InputReport& input, const std::vector<std::filesystem::path>& paths) {
  if (report_.is_open()) report_ << to_line(input_json(input)) << "\n" << std::flush;
  if (!line_.quiet()) {
    for (const auto& note : input.notes) {
      progress_.clear();
      complain(one_line(shown_name(input.path)) + ": " + one_line(note));
    }
  }
  if (line_.json()) {
    print_json(input_json(input));
    std::cout.flush();
    return;
  }
  if (input.replaced > 0 && !line_.quiet()) {
    progress_.clear();
    complain(message(
        translated("{}: {} character could not be read and is shown as U+FFFD",
                   "{}: {} characters could not be read and are shown as U+FFFD", input.replaced),
        one_line(shown_name(input.path)), input.replaced));
  }
  // Images among pages are only counted, unless somebody asked for this very one.
  const bool asked = std::find(paths.begin(), paths.end(), input.path) != paths.end();
  if (input.status == InputStatus::kSkipped || (input.status == InputStatus::kUnread && asked)) {
    progress_.clear();
    const std::string path = one_line(shown_name(input.path));
    const bool named = input.reason.find(path) != std::string::npos;
    complain(named ? input.reason : path + ": " + input.reason);
  }
}

Result<IndexSummary> IndexingRun::add(const std::vector<std::filesystem::path>& given,
                                      const std::function<void(const InputReport&)>& seen) {
  std::vector<std::filesystem::path> paths;
  for (const auto& path : given) paths.emplace_back(normal_path(path));
  std::uint64_t stored = 0;
  auto summary = indexer_->add(paths, [&](const InputReport& input) {
    stored += input.status == InputStatus::kAdded || input.status == InputStatus::kUpdated;
    told(input, paths);
    if (seen) seen(input);
  });
  progress_.clear();
  // Of a full disk, mostly.
  if (!summary && summary.error().code == ErrorCode::kIo && !line_.has("dry-run")) {
    complain(message(translated("{} article was stored; running again does the rest",
                                "{} articles were stored; running again does the rest", stored),
                     stored));
  }
  if (summary && !line_.quiet()) {
    for (const auto& folder : summary->empty)
      complain(one_line(shown_name(folder.path.string())) + ": " + folder.reason);
  }
  if (report_.is_open() && summary) {
    report_ << to_line(summary_json(*summary, line_.has("dry-run"))) << "\n" << std::flush;
    if (!report_) {
      return Error{ErrorCode::kIo, message(_("{}: cannot be written"), line_.text("report"))};
    }
  }
  if (summary && summary->stopped && interrupted != 0) {
    complain(_("stopped; what was reported is stored, and running again does the rest"));
  }
  return summary;
}

Json IndexingRun::json(const IndexSummary& summary, bool dry_run) {
  return summary_json(summary, dry_run);
}
std::string IndexingRun::text(const IndexSummary& summary, bool dry_run) {
  return summary_text(summary, dry_run);
}

int IndexingRun::exit_code(const IndexSummary& summary) const {
  const auto read = summary.added + summary.updated + summary.unchanged + summary.duplicate;
  if (line_.has("strict") && summary.skipped > 0) return kFailed;
  // Nothing but paths that are not there is a mistake of who named them.
  if (read + summary.unread == 0 && summary.skipped > 0 && summary.skipped == summary.missing)
    return kFailed;
  if (summary.skipped > 0 || summary.stopped) return kPartly;
  return read == 0 && summary.unread > 0 ? kPartly : kDone;
}

}  // namespace zhengce::app
