#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "indexer/index_check.h"

namespace zhengce::app {

int run_check(const std::vector<std::string>& arguments) {
  CommandLine line("check");
  if (const auto code = line.parse(arguments)) return *code;
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  struct Finding {
    const char* part;
    std::string text;
    const char* remedy;
  };
  std::vector<Finding> findings;
  const auto graph_faults = (*graph)->verify();
  if (!graph_faults) return fail(graph_faults.error());
  for (const auto& fault : *graph_faults)
    findings.push_back({"graph", fault, _("run `zhengce rebuild`")});
  const auto index_faults = check_index(line.data(), **graph);
  if (!index_faults) return fail(index_faults.error());
  for (const auto& fault : *index_faults)
    findings.push_back({"index", fault, _("run `zhengce rebuild`")});
  for (const auto& finding : findings) {
    if (line.json()) {
      print_json({{"type", "fault"},
                  {"part", finding.part},
                  {"fault", finding.text},
                  {"remedy", finding.remedy}});
    } else {
      std::cout << finding.part << ": " << finding.text << "; " << finding.remedy << "\n";
    }
  }
  if (line.json())
    print_json({{"type", "summary"}, {"schema", 1}, {"faults", findings.size()}});
  else if (findings.empty())
    std::cout << _("no damage found") << "\n";
  return findings.empty() ? kDone : kFailed;
}

}  // namespace zhengce::app
