#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "search/graph/edges.h"

namespace zhengce::app {

/// Writes a graph piece by piece: all nodes, then all edges, each with its evidence.
class ExportWriter {
 public:
  virtual ~ExportWriter() = default;
  virtual void begin() {}
  virtual void node(const ShownNode& node) = 0;
  virtual void edge(const CitedEdge& edge) = 0;
  virtual void end() {}
};

/// One object a line: nodes {"type":"node",…}, edges as `why --json`.
std::unique_ptr<ExportWriter> jsonl_writer(std::ostream& out);
/// GraphML; an edge's evidence is a JSON array in its data.
std::unique_ptr<ExportWriter> graphml_writer(std::ostream& out);
/// Turtle; an assertion is a node of its own, since it has evidence. What is said to run is a plain
/// triple too.
std::unique_ptr<ExportWriter> turtle_writer(std::ostream& out);
/// Three tables with heads (RFC 4180): nodes; edges, numbered from 1; evidence, by that number.
std::unique_ptr<ExportWriter> csv_writer(std::ostream& nodes, std::ostream& edges,
                                         std::ostream& evidence);

}  // namespace zhengce::app
