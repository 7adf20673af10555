#include <fstream>
#include <iostream>

#include "app/command.h"
#include "app/export_writers.h"

namespace zhengce::app {
namespace {

Result<void> write_all(const GraphReader& graph, ExportWriter& writer) {
  writer.begin();
  const auto nodes = each_node(graph, [&](const ShownNode& node) {
    writer.node(node);
    return true;
  });
  if (!nodes) return nodes;
  const auto edges = each_edge(graph, [&](const CitedEdge& edge) {
    writer.edge(edge);
    return true;
  });
  if (!edges) return edges;
  writer.end();
  return {};
}

Error unwritable(const std::filesystem::path& file) {
  return {ErrorCode::kIo, message(_("{}: cannot be written"), file.string())};
}

Result<void> write_tables(const GraphReader& graph, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return io_error(folder, error);
  std::ofstream files[3];
  const char* names[] = {"nodes.csv", "edges.csv", "evidence.csv"};
  for (int i = 0; i < 3; ++i) {
    files[i].open(folder / names[i], std::ios::binary);
    if (!files[i]) return unwritable(folder / names[i]);
  }
  const auto writer = csv_writer(files[0], files[1], files[2]);
  if (const auto written = write_all(graph, *writer); !written) return written;
  for (int i = 0; i < 3; ++i) {
    files[i].close();
    if (!files[i]) return unwritable(folder / names[i]);
  }
  return {};
}

}  // namespace

int run_export(const std::vector<std::string>& arguments) {
  CommandLine line("export");
  line.option("format", "FORMAT", _("jsonl (if not given), graphml, turtle or csv"))
      .option("out", "PATH", _("file to write, else stdout; for csv a folder, for three tables"));
  if (const auto code = line.parse(arguments)) return *code;
  if (!line.positional().empty())
    return usage("export", message(_("{}: {}: not expected here"), "export", line.joined()));
  const std::string format = line.text("format", "jsonl");
  const bool tables = format == "csv";
  if (!tables && format != "jsonl" && format != "graphml" && format != "turtle") {
    return usage("export",
                 message(_("--format {}: there are jsonl, graphml, turtle and csv"), format));
  }
  if (tables && !line.has("out"))
    return usage("export", _("export: csv is three tables: name a folder with --out"));
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  if (tables) {
    const auto written = write_tables(**graph, line.text("out"));
    return written ? kDone : fail(written.error());
  }
  std::ofstream file;
  if (line.has("out")) {
    file.open(line.text("out"), std::ios::binary);
    if (!file) return fail(unwritable(line.text("out")));
  }
  std::ostream& out = line.has("out") ? file : std::cout;
  const auto writer = format == "jsonl"     ? jsonl_writer(out)
                      : format == "graphml" ? graphml_writer(out)
                                            : turtle_writer(out);
  if (const auto written = write_all(**graph, *writer); !written) return fail(written.error());
  out.flush();
  if (!out) return fail(unwritable(line.text("out", "-")));
  return kDone;
}

}  // namespace zhengce::app
