#include "search/graph/compare.h"

#include <fstream>
#include <iostream>
#include <set>

#include "app/command.h"
#include "app/edge_shapes.h"
#include "app/region_names.h"

namespace zhengce::app {
namespace {

// Regions named one by one, by the name of a set, or on the lines of a file.
class RegionList {
 public:
  Result<void> add(const std::string& typed) {
    const auto set = region_set(typed);
    for (const RegionIndex region : set) add(region);
    if (!set.empty()) return {};
    const auto region = region_argument(typed);
    if (region) {
      add(*region);
      return {};
    }
    if (region.error().code != ErrorCode::kNotFound) return region.error();
    return Error{ErrorCode::kNotFound,
                 message(_("{}; sets of regions are {}"), region.error().message,
                         joined(region_set_names(), "、"))};
  }
  Result<void> add_file(const std::string& path) {
    std::ifstream in(path);
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
      if (line.empty() || line.starts_with('#')) continue;
      if (const auto added = add(line); !added) {
        return Error{ErrorCode::kInvalidInput,
                     fmt::format("{}:{}: {}", path, number, added.error().message)};
      }
    }
    if (!in.eof() || number == 0)
      return Error{ErrorCode::kIo, message(_("{}: cannot be read, or is empty"), path)};
    return {};
  }
  const std::vector<RegionIndex>& regions() const { return regions_; }

 private:
  void add(RegionIndex region) {
    if (seen_.insert(region).second) regions_.push_back(region);
  }
  std::vector<RegionIndex> regions_;
  std::set<RegionIndex> seen_;
};

void print_program(const ComparedProgram& program, const Comparison& comparison) {
  std::cout << bold(program.program.name) << "  "
            << dim(message(_("{} of {}"), program.cells.size(), comparison.regions.size())) << "\n";
  for (const auto& [i, cell] : program.cells) {
    std::string line = "  " + pad(clear_name(comparison.regions[i].region), 18);
    line += cell.evidence.date ? cell.evidence.date->iso() : std::string(_("no date"));
    if (cell.modality != Modality::kRuns) line += " (" + said(modality_name(cell.modality)) + ")";
    std::cout << line << "\n" << quoted_evidence(cell.evidence, 6);
  }
}

void print_program_json(const ComparedProgram& program, const Comparison& comparison) {
  Json cells = Json::array();
  for (const auto& [i, cell] : program.cells) {
    cells.push_back({{"region", place_json(comparison.regions[i].region)},
                     {"modality", modality_name(cell.modality)},
                     {"date", date_or_null(cell.evidence.date)},
                     {"sentences", cell.sentences},
                     {"evidence", evidence_json(cell.evidence)}});
  }
  print_json({{"type", "row"},
              {"program", named_json(program.program.id, program.program.name)},
              {"cells", cells}});
}

}  // namespace

int run_compare(const std::vector<std::string>& arguments) {
  CommandLine line("compare");
  line.option("list", "FILE", _("a file of regions or sets, one a line"))
      .option("least", "N", _("only programs that N of the regions run"))
      .flag("only", _("the regions themselves, nothing below them"))
      .flag("plans", _("also those that are only planned"));
  if (const auto code = line.parse(arguments)) return *code;
  const auto least = line.number("least", 1, 1, 100000);
  if (!least) return usage("compare", least.error().message);
  RegionList list;
  for (const auto& typed : line.positional()) {
    if (const auto added = list.add(typed); !added) return fail(added.error());
  }
  if (line.has("list")) {
    if (const auto added = list.add_file(line.text("list")); !added) return fail(added.error());
  }
  if (list.regions().size() < 2)
    return usage("compare", _("compare: name two regions or more, or a set such as 长三角"));
  ProgramsOptions options;
  options.plans = line.has("plans");
  options.only = line.has("only");
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto comparison = compare_regions(**graph, list.regions(), options, *least);
  if (!comparison) return fail(comparison.error());
  for (const auto& program : comparison->programs) {
    line.json() ? print_program_json(program, *comparison) : print_program(program, *comparison);
  }
  std::string silent;
  Json regions = Json::array();
  for (const auto& compared : comparison->regions) {
    const std::string name = clear_name(compared.region);
    if (compared.sections == 0 && compared.programs == 0)
      silent += (silent.empty() ? "" : "、") + name;
    regions.push_back({{"place", place_json(compared.region)},
                       {"sections", compared.sections},
                       {"programs", compared.programs}});
  }
  const auto count = comparison->programs.size();
  if (line.json()) {
    print_json({{"type", "summary"}, {"schema", 1}, {"programs", count}, {"compared", regions}});
  } else {
    std::cout << dim(message(translated("{} program", "{} programs", count), count)) << "\n";
    if (!silent.empty()) {
      std::cout << wrap(dim(message(_("no article here is about {}: silence is no absence"),
                                    silent)),
                        terminal_width(), 0)
                << "\n";
    }
  }
  return count == 0 ? kNothing : kDone;
}

}  // namespace zhengce::app
