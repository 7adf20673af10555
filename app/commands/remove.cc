#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "app/removing.h"
#include "indexer/find_files.h"
#include "indexer/indexer.h"

namespace zhengce::app {
namespace {

// Asks on the terminal; without one only --yes will do.
std::optional<int> confirmed(const std::vector<Removal>& removals) {
  if (isatty(STDIN_FILENO) == 0) {
    return usage("remove", _("remove: nobody can be asked here; say --yes, or --dry-run to see"));
  }
  list_removals(removals);
  const auto articles = count_removals(removals).articles;
  std::cerr << message(
                   translated("Remove {} article? [y/N] ", "Remove {} articles? [y/N] ", articles),
                   articles)
            << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "y" || answer == "Y" || answer == "yes" || answer == "是") return std::nullopt;
  return kNothing;
}

}  // namespace

int run_remove(const std::vector<std::string>& arguments) {
  CommandLine line("remove");
  line.repeatable("path", "PATH",
                  _("all that was read from this file, folder or archive (repeatable)"))
      .repeatable("key", "KEY", _("all versions under this key (repeatable)"))
      .flag("yes", _("do not ask"))
      .flag("dry-run", _("say what would happen, and change nothing"))
      .flag("purge", _("write all files anew, so that none holds any of it; takes long"));
  if (const auto ended = line.parse(arguments)) return *ended;
  std::vector<std::string> paths;
  for (const auto& path : line.texts("path")) paths.push_back(normal_path(path));
  const auto keys = line.texts("key");
  if (line.positional().empty() && paths.empty() && keys.empty()) {
    return usage("remove", _("remove: name articles by id, key, URL or path, or --path or --key"));
  }
  std::vector<Removal> removals;
  {
    const auto graph = open_graph(line.data());
    if (!graph) return fail(graph.error());
    std::vector<ArticleId> ids;
    for (const auto& typed : line.positional()) {
      const auto id = article_argument(**graph, typed);
      if (!id) return fail_to_find(id.error());
      ids.push_back(*id);
    }
    auto plan = plan_removal(**graph, [&](const StoredArticle& stored, const Source& source) {
      return std::find(ids.begin(), ids.end(), stored.article.id) != ids.end() ||
             (!source.key.empty() &&
              std::find(keys.begin(), keys.end(), source.key) != keys.end()) ||
             std::any_of(paths.begin(), paths.end(),
                         [&](const std::string& path) { return is_under(source.path, path); });
    });
    if (!plan) return fail(plan.error());
    removals = std::move(*plan);
  }
  const bool dry_run = line.has("dry-run");
  int code = removals.empty() ? kNothing : kDone;
  if (dry_run) show_removals(removals, line.json(), true);
  const auto counts = count_removals(removals);
  if (!removals.empty() && !dry_run) {
    if (!line.has("yes")) {
      if (const auto refused = confirmed(removals)) return *refused;
    }
    finish_unheard();
    ProgressLine progress(line.quiet());
    IndexerOptions options;
    options.progress = [&](const IndexProgress& at) {
      progress.show(message(_("bringing the index up to date: {} of {}"), at.done, at.all));
    };
    const auto work = [&]() -> Result<void> {
      auto indexer = Indexer::open(line.data(), options);
      if (!indexer) return indexer.error();
      tell_losses(indexer->lost_entries());
      if (line.has("purge")) {
        if (const auto announced = indexer->announce_purge(); !announced) return announced;
      }
      if (const auto removed = indexer->remove(removals); !removed) return removed;
      progress.clear();
      show_removals(removals, line.json(), false);
      std::cout.flush();
      return line.has("purge") ? indexer->purge() : Result<void>();
    };
    if (const auto done = work(); !done) return fail(done.error());
    if (line.has("purge")) {
      // Until it is opened again the store's list of its files tells ids of articles.
      if (const auto again = Indexer::open(line.data(), options); !again)
        return fail(again.error());
      const auto kept = DataDir{line.data()}.kept_by_repairs();
      if (!kept) return fail(kept.error());
      for (const auto& place : *kept) {
        complain(message(_("{}: kept by a repair, may still hold what was removed; delete it"),
                         place.string()));
        code = kPartly;
      }
    }
  }
  if (line.json()) {
    print_json({{"type", "summary"},
                {"schema", 1},
                {"removed", counts.articles},
                {"places", counts.places},
                {"dry_run", dry_run}});
  } else {
    std::cout << removal_text(counts, dry_run) << "\n";
  }
  return code;
}

}  // namespace zhengce::app
