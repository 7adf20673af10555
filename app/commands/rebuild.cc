#include <iostream>

#include "app/command.h"
#include "app/indexing.h"
#include "app/json_shapes.h"
#include "indexer/indexer.h"

namespace zhengce::app {

int run_rebuild(const std::vector<std::string>& arguments) {
  CommandLine line("rebuild");
  memory_option(line);
  if (const auto code = line.parse(arguments)) return *code;
  // Nothing to rebuild where nothing is: no directory is made.
  {
    const auto graph = open_graph(line.data());
    if (!graph) return fail(graph.error());
  }
  finish_unheard();
  ProgressLine progress(line.quiet());
  IndexerOptions options;
  if (const auto set = limits_of_memory(line, options); !set) return fail(set.error());
  options.replace_damaged_index = true;
  options.progress = [&](const IndexProgress& at) {
    progress.show(at.phase == "extract"
                      ? message(_("extracting anew: {} of {} articles"), at.done, at.all)
                      : message(_("building the index: {} of {} articles"), at.done, at.all));
  };
  auto indexer = Indexer::open(line.data(), options);
  if (!indexer) return fail(indexer.error());
  progress.clear();
  tell_losses(indexer->lost_entries());
  const auto rebuilt = indexer->rebuild();
  progress.clear();
  if (!rebuilt) return fail(rebuilt.error());
  const auto counts = indexer->graph().counts();
  if (!counts) return fail(counts.error());
  if (line.json()) {
    print_json({{"type", "summary"},
                {"schema", 1},
                {"articles", counts->articles},
                {"sections", counts->sections}});
  } else {
    std::cout << message(translated("{} article", "{} articles", counts->articles),
                         counts->articles)
              << message(translated(", {} section indexed anew", ", {} sections indexed anew",
                                    counts->sections),
                         counts->sections)
              << "\n";
  }
  return kDone;
}

}  // namespace zhengce::app
