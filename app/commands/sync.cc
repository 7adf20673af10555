#include <algorithm>
#include <iostream>
#include <set>

#include "app/folder_watch.h"
#include "app/indexing.h"
#include "app/removing.h"
#include "corpus/readers/fields.h"
#include "indexer/find_files.h"

namespace zhengce::app {
namespace {

namespace fs = std::filesystem;

// What one look at the folders, or at some files of them, came to.
struct Synced {
  IndexSummary summary;
  RemovalCounts removed;
};

// True for what is not looked at below `folders`.
bool is_left_out(const std::string& path, const std::vector<std::string>& folders,
                 const FileFilter& filter) {
  if (filter.include.empty() && filter.exclude.empty()) return false;
  const std::string file = normal_path(path.substr(0, path.find("!/")));
  return std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) {
    if (file == folder || !is_under(file, folder)) return false;
    return !is_meant(filter, file.substr(folder.size() + (folder.ends_with('/') ? 0 : 1)));
  });
}

// Reads `paths` and takes out what was found under `roots` before and is not there now. What could
// not be read, or is not to be looked at in `folders`, stays as it was.
Result<Synced> sync(const CommandLine& line, IndexingRun& run,
                    const std::vector<std::string>& paths, const std::vector<std::string>& roots,
                    const std::vector<std::string>& folders) {
  const FileFilter filter{line.texts("include"), line.texts("exclude")};
  std::set<std::pair<std::string, ArticleId>> seen;
  std::vector<std::string> unknown;
  const auto summary = run.add({paths.begin(), paths.end()}, [&](const InputReport& input) {
    if (input.article) {
      seen.emplace(input.path, *input.article);
    } else if (input.status == InputStatus::kSkipped) {
      unknown.push_back(input.path);
    }
  });
  if (!summary) return summary.error();
  Synced synced{*summary, {}};
  if (summary->stopped || roots.empty()) return synced;
  auto plan = plan_removal(
      run.indexer().graph(),
      [&](const StoredArticle& stored, const Source& source) {
        const auto is_in = [&](const std::string& root) { return is_under(source.path, root); };
        return std::any_of(roots.begin(), roots.end(), is_in) &&
               !seen.contains({source.path, stored.article.id}) &&
               std::none_of(unknown.begin(), unknown.end(), is_in) &&
               !is_left_out(source.path, folders, filter);
      },
      run.indexer().planned());
  if (!plan) return plan.error();
  if (!line.has("dry-run") && !plan->empty()) {
    if (const auto removed = run.indexer().remove(*plan); !removed) return removed.error();
  }
  run.progress().clear();
  if (line.json() || line.has("dry-run")) show_removals(*plan, line.json(), line.has("dry-run"));
  synced.removed = count_removals(*plan);
  return synced;
}

constexpr std::string_view kBatch = "batch";

void tell(const CommandLine& line, const Synced& synced, std::string_view type) {
  const bool dry_run = line.has("dry-run");
  if (line.json()) {
    Json json = IndexingRun::json(synced.summary, dry_run);
    json["type"] = type;
    json["removed"] = synced.removed.articles;
    json["places"] = synced.removed.places;
    print_json(json);
  } else {
    std::cout << IndexingRun::text(synced.summary, dry_run) << (type == kBatch ? "; " : "\n")
              << removal_text(synced.removed, dry_run) << "\n";
  }
  std::cout.flush();
}

void add_to(Synced& all, const Synced& more) {
  IndexSummary& sum = all.summary;
  const IndexSummary& one = more.summary;
  for (const auto field : {&IndexSummary::added, &IndexSummary::updated, &IndexSummary::unchanged,
                           &IndexSummary::duplicate, &IndexSummary::skipped, &IndexSummary::unread,
                           &IndexSummary::bytes, &IndexSummary::characters}) {
    sum.*field += one.*field;
  }
  for (const auto field :
       {&IndexSummary::seconds, &IndexSummary::read_seconds, &IndexSummary::extract_seconds,
        &IndexSummary::graph_seconds, &IndexSummary::index_seconds}) {
    sum.*field += one.*field;
  }
  all.removed.articles += more.removed.articles;
  all.removed.places += more.removed.places;
}

// The files among the changed ones that the folders' files are taken to be, and those whose sidecar
// changed; and the roots of what may be gone.
struct Work {
  std::vector<std::string> files, roots;
};
Work work_for(const FolderWatch::Changes& changes, const std::vector<std::string>& folders,
              const FileFilter& filter) {
  if (changes.lost) return {folders, folders};
  constexpr std::string_view kSidecar = Sidecar::kEnding;
  std::set<std::string> there, files;
  for (auto& file : find_files({folders.begin(), folders.end()}, filter).files) {
    there.insert(std::move(file));
  }
  Work work;
  for (const std::string& path : changes.paths) {
    if (there.contains(path)) files.insert(path);
    if (path.ends_with(kSidecar)) {
      const std::string of = path.substr(0, path.size() - kSidecar.size());
      if (there.contains(of)) files.insert(of);
    }
    std::error_code error;
    if (!fs::exists(path, error)) work.roots.push_back(path);
  }
  work.files.assign(files.begin(), files.end());
  work.roots.insert(work.roots.end(), files.begin(), files.end());
  return work;
}

// A batch each time something is still, until Ctrl-C. The data directory is others' in between.
int follow(const CommandLine& line, IndexingRun& run, FolderWatch& watch,
           const std::vector<std::string>& folders, Synced& all) {
  if (!line.quiet()) complain(_("following; Ctrl-C ends"));
  for (;;) {
    run.close();
    const auto changes = watch.wait(IndexingRun::was_interrupted);
    if (!changes) return fail(changes.error());
    if (IndexingRun::was_interrupted()) return kDone;
    const Work work = work_for(*changes, folders, {line.texts("include"), line.texts("exclude")});
    if (work.roots.empty()) continue;
    if (const auto opened = run.reopen(); !opened) {
      if (opened.error().code != ErrorCode::kBusy) return fail(opened.error());
      watch.put_back(*changes);
      continue;
    }
    const auto synced = sync(line, run, work.files, work.roots, folders);
    if (!synced) return fail(synced.error());
    tell(line, *synced, kBatch);
    add_to(all, *synced);
  }
}

}  // namespace

int run_sync(const std::vector<std::string>& arguments) {
  CommandLine line("sync");
  reading_options(line);
  line.flag("follow", _("go on: a batch whenever files have come, changed or gone; Ctrl-C ends"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().empty())
    return usage("sync", _("sync: name directories to keep in step with"));
  const bool follows = line.has("follow");
  if (follows && line.has("dry-run")) {
    return usage("sync", _("sync: --follow and --dry-run do not go together"));
  }
  std::vector<std::string> folders;
  for (const auto& folder : line.positional()) {
    folders.push_back(normal_path(folder));
    // A folder that is not there (a disk not mounted) is no empty folder.
    std::error_code error;
    const fs::directory_iterator listed(folder, error);
    if (error) return fail({ErrorCode::kNotFound, folder + ": " + error.message()});
  }
  IndexingRun run(line);
  if (const auto code = run.start()) return *code;
  // From before the first look on, so that nothing is missed in between.
  std::optional<FolderWatch> watch;
  if (follows) {
    auto opened = FolderWatch::open(folders);
    if (!opened) return fail(opened.error());
    watch.emplace(std::move(*opened));
  }
  auto synced = sync(line, run, folders, folders, folders);
  if (!synced) return fail(synced.error());
  if (follows && !synced->summary.stopped) {
    tell(line, *synced, kBatch);
    if (const int code = follow(line, run, *watch, folders, *synced); code != kDone) return code;
  }
  tell(line, *synced, "summary");
  return run.exit_code(synced->summary);
}

}  // namespace zhengce::app
