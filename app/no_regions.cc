#include "app/no_regions.h"

#include <vector>

#include "corpus/message.h"

namespace zhengce::app {
namespace {

struct Condition {
  const char* option;  ///< As typed.
  bool given;
  void (*drop)(RunningOptions&);
};

std::vector<Condition> conditions_of(const RunningOptions& options) {
  const EvidenceFilter& filter = options.filter;
  return {
      {"--and", !options.also.empty(), [](RunningOptions& of) { of.also.clear(); }},
      {"--not", !options.without.empty(), [](RunningOptions& of) { of.without.clear(); }},
      {"--in", options.in != kNoRegion, [](RunningOptions& of) { of.in = kNoRegion; }},
      {"--level", options.level.has_value(), [](RunningOptions& of) { of.level.reset(); }},
      {"--as-of", filter.as_of.has_value(), [](RunningOptions& of) { of.filter.as_of.reset(); }},
      {"--since", filter.since.has_value(), [](RunningOptions& of) { of.filter.since.reset(); }},
      {"--text", filter.sections != nullptr,
       [](RunningOptions& of) { of.filter.sections = nullptr; }},
      {"--min-confidence", filter.min_confidence > 0,
       [](RunningOptions& of) { of.filter.min_confidence = 0; }},
  };
}

Result<std::size_t> count(const GraphReader& graph, const ProgramMatch& program,
                          RunningOptions options) {
  options.evidence_limit = 1;
  const auto answer = regions_running(graph, program.id.text(), options);
  if (!answer) return answer.error();
  return answer->regions.size();
}

}  // namespace

Result<std::string> why_no_regions(const GraphReader& graph, const ProgramMatch& program,
                                   const RunningOptions& options) {
  std::vector<Condition> given;
  std::string names;
  RunningOptions plain = options;
  for (const Condition& condition : conditions_of(options)) {
    if (!condition.given) continue;
    given.push_back(condition);
    names += (names.empty() ? "" : _(", ")) + std::string(condition.option);
    condition.drop(plain);
  }
  const auto all = count(graph, program, plain);
  if (!all) return all.error();
  if (*all == 0) {
    std::string line = message(_("no article here says that a region runs {}"), program.name);
    if (options.plans) return line;
    plain.plans = true;
    const auto planning = count(graph, program, plain);
    if (!planning) return planning.error();
    if (*planning > 0) {
      line += message(translated("; {} plans it, which --plans shows",
                                 "; {} plan it, which --plans shows", *planning),
                      *planning);
    }
    return line;
  }
  std::string line = message(translated("{} region runs {} here, but not under {}",
                                        "{} regions run {} here, but none under {}", *all),
                             *all, program.name, names);
  if (given.size() == 1) return line;
  for (const Condition& condition : given) {
    RunningOptions without = options;
    condition.drop(without);
    const auto left = count(graph, program, without);
    if (!left) return left.error();
    if (*left > 0) line += message(_("; without {}: {}"), condition.option, *left);
  }
  return line;
}

}  // namespace zhengce::app
