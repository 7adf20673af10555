#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "graph/data_dir.h"

namespace zhengce::app {
namespace {

std::uint64_t bytes_in(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code unreadable;
    if (it->is_regular_file(unreadable)) bytes += it->file_size(unreadable);
  }
  return bytes;
}

}  // namespace

int run_stats(const std::vector<std::string>& arguments) {
  CommandLine line("stats");
  if (const auto code = line.parse(arguments)) return *code;
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto counts = (*graph)->counts();
  if (!counts) return fail(counts.error());
  const auto sequence = (*graph)->sequence();
  if (!sequence) return fail(sequence.error());
  const DataDir dir{line.data()};
  const auto graph_bytes = bytes_in(dir.graph());
  const auto index_bytes = bytes_in(dir.index());
  if (line.json()) {
    print_json({{"type", "stats"},
                {"articles", counts->articles},
                {"current_articles", counts->current_articles},
                {"sections", counts->sections},
                {"programs", counts->visible_programs},
                {"program_candidates", counts->programs},
                {"organizations", counts->organizations},
                {"documents", counts->documents},
                {"assertions", counts->assertions},
                {"mentions", counts->candidates},
                {"sequence", *sequence},
                {"graph_bytes", graph_bytes},
                {"index_bytes", index_bytes}});
    print_json({{"type", "summary"}, {"schema", 1}});
    return kDone;
  }
  const auto row = [](const char* name, std::uint64_t value) {
    std::cout << pad(name, 26) << fmt::format("{:>12}", value) << "\n";
  };
  row(_("articles"), counts->articles);
  row(_("  newest versions"), counts->current_articles);
  row(_("sections"), counts->sections);
  row(_("programs"), counts->visible_programs);
  row(_("  with names not yet shown"), counts->programs);
  row(_("organizations"), counts->organizations);
  row(_("documents"), counts->documents);
  row(_("evidenced assertions"), counts->assertions);
  row(_("graph, bytes"), graph_bytes);
  row(_("index, bytes"), index_bytes);
  return kDone;
}

}  // namespace zhengce::app
