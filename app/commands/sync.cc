#include <algorithm>
#include <iostream>
#include <set>

#include "app/indexing.h"
#include "app/removing.h"

namespace zhengce::app {

int run_sync(const std::vector<std::string>& arguments) {
  CommandLine line("sync");
  reading_options(line);
  if (const auto code = line.parse(arguments)) return *code;
  const auto& folders = line.positional();
  if (folders.empty()) return usage("sync", _("sync: name directories to keep in step with"));
  for (const auto& folder : folders) {
    // A folder that is not there (a disk not mounted) is no empty folder.
    std::error_code error;
    const std::filesystem::directory_iterator listed(folder, error);
    if (error) return fail({ErrorCode::kNotFound, folder + ": " + error.message()});
  }
  IndexingRun run(line);
  if (const auto code = run.start()) return *code;
  // What is there now. What could not be read stays as it was.
  std::set<std::pair<std::string, ArticleId>> seen;
  std::vector<std::string> unknown;
  const auto summary = run.add({folders.begin(), folders.end()}, [&](const InputReport& input) {
    if (input.article)
      seen.emplace(input.path, *input.article);
    else if (input.status == InputStatus::kSkipped &&
             std::find(folders.begin(), folders.end(), input.path) == folders.end())
      unknown.push_back(input.path);
  });
  if (!summary) return fail(summary.error());
  std::vector<Removal> removals;
  if (!summary->stopped) {
    auto plan =
        plan_removal(run.indexer().graph(), [&](const StoredArticle& stored, const Source& source) {
          const auto is_in = [&](const std::string& root) { return is_under(source.path, root); };
          return std::any_of(folders.begin(), folders.end(), is_in) &&
                 !seen.contains({source.path, stored.article.id}) &&
                 std::none_of(unknown.begin(), unknown.end(), is_in);
        });
    if (!plan) return fail(plan.error());
    removals = std::move(*plan);
    if (!line.has("dry-run")) {
      if (const auto removed = run.indexer().remove(removals); !removed)
        return fail(removed.error());
    }
  }
  run.progress().clear();
  const auto counts = count_removals(removals);
  if (line.json()) {
    show_removals(removals, true);
    Json json = IndexingRun::json(*summary);
    json["removed"] = counts.articles;
    json["places"] = counts.places;
    json["dry_run"] = line.has("dry-run");
    print_json(json);
  } else {
    if (line.has("dry-run")) show_removals(removals, false);
    std::cout << IndexingRun::text(*summary) << "\n"
              << removal_text(counts, line.has("dry-run")) << "\n";
  }
  return run.exit_code(*summary);
}

}  // namespace zhengce::app
