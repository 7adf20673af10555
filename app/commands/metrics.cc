#include "search/graph/metrics.h"

#include <iostream>

#include "app/command.h"
#include "app/edge_shapes.h"

namespace zhengce::app {
namespace {

void print_metric_json(const Metric& metric) {
  Json json = {
      {"type", "metric"},
      {"doer", node_json(metric.doer.id, metric.doer.name)},
      {"place", metric.region == kNoRegion ? Json() : place_json(metric.region)},
      {"program", metric.program ? node_json(metric.program->id, metric.program->name) : Json()}};
  json.update(quantity_json(*metric.evidence.assertion.quantity));
  json["evidence"] = evidence_json(metric.evidence);
  print_json(json);
}

void print_metric(const Metric& metric) {
  const Quantity& quantity = *metric.evidence.assertion.quantity;
  std::string line = pad(quantity_text(quantity), 20) + " " + bold(metric.doer.name);
  if (metric.program) line += "  " + metric.program->name;
  if (!quantity.about.empty()) line += "  " + quantity.about;
  std::cout << line << "\n" << quoted_evidence(metric.evidence, 4);
}

}  // namespace

int run_metrics(const std::vector<std::string>& arguments) {
  CommandLine line("metrics");
  line.option("program", "PROGRAM", _("only numbers about this program"))
      .option("in", "REGION", _("only of this region and those below it"));
  if (const auto code = line.parse(arguments)) return *code;
  if (!line.positional().empty())
    return usage("metrics", message(_("{}: {}: not expected here"), "metrics", line.joined()));
  MetricsOptions options;
  if (line.has("in")) {
    const auto region = region_argument(line.text("in"));
    if (!region) return fail(region.error());
    options.in = *region;
  }
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  if (line.has("program")) {
    const auto program = program_argument(**graph, line.text("program"), line.quiet());
    if (!program) return fail_to_find(program.error());
    options.program = program->id;
  }
  const auto answer = metrics_of(**graph, options);
  if (!answer) return fail(answer.error());
  for (const auto& metric : answer->metrics) {
    line.json() ? print_metric_json(metric) : print_metric(metric);
  }
  const auto count = answer->metrics.size();
  const Coverage& coverage = answer->coverage;
  if (line.json()) {
    print_json({{"type", "summary"},
                {"schema", 1},
                {"metrics", count},
                {"coverage", coverage_json(coverage)}});
  } else if (count > 0) {
    std::cout << dim(message(translated("{} number", "{} numbers", count), count)) << "\n"
              << dim(coverage_line(coverage, false)) << "\n";
  } else if (!line.quiet()) {
    complain(_("no article here states such a number"));
  }
  return count == 0 ? kNothing : kDone;
}

}  // namespace zhengce::app
