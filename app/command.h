#pragma once

#include <boost/program_options.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/output.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/result.h"
#include "graph/graph_store.h"
#include "search/graph/graph_queries.h"
#include "search/searcher.h"

namespace zhengce::app {

/// How the program was called ("build/zhengce", "zhengce"): what a user types to call it again.
std::string& called_as();

/// One command of the program: `zhengce NAME [options] ARGUMENTS`.
struct Command {
  const char* name;
  const char* arguments;  ///< For the usage line, to be translated: "QUERY".
  const char* summary;    ///< One line, to be translated.
  int (*run)(const std::vector<std::string>& arguments);
};
/// All of them, in the order help shows.
const std::vector<Command>& commands();

int run_demo(const std::vector<std::string>& arguments);
int run_index(const std::vector<std::string>& arguments);
int run_sync(const std::vector<std::string>& arguments);
int run_remove(const std::vector<std::string>& arguments);
int run_backup(const std::vector<std::string>& arguments);
int run_restore(const std::vector<std::string>& arguments);
int run_search(const std::vector<std::string>& arguments);
int run_explain(const std::vector<std::string>& arguments);
int run_suggest(const std::vector<std::string>& arguments);
int run_similar(const std::vector<std::string>& arguments);
int run_regions(const std::vector<std::string>& arguments);
int run_orgs(const std::vector<std::string>& arguments);
int run_programs(const std::vector<std::string>& arguments);
int run_documents(const std::vector<std::string>& arguments);
int run_metrics(const std::vector<std::string>& arguments);
int run_timeline(const std::vector<std::string>& arguments);
int run_why(const std::vector<std::string>& arguments);
int run_compare(const std::vector<std::string>& arguments);
int run_path(const std::vector<std::string>& arguments);
int run_neighbors(const std::vector<std::string>& arguments);
int run_export(const std::vector<std::string>& arguments);
int run_entity(const std::vector<std::string>& arguments);
int run_show(const std::vector<std::string>& arguments);
int run_stats(const std::vector<std::string>& arguments);
int run_check(const std::vector<std::string>& arguments);
int run_rebuild(const std::vector<std::string>& arguments);
int run_eval(const std::vector<std::string>& arguments);
int run_analyze(const std::vector<std::string>& arguments);

/// The command line of one command: its own options and those all have (--data, --json, --quiet,
/// --help).
class CommandLine {
 public:
  explicit CommandLine(const char* command);

  /// Declares a flag, or an option with one value. `name` as program_options takes it ("limit",
  /// "in").
  CommandLine& flag(const char* name, const char* help);
  CommandLine& option(const char* name, const char* value, const char* help);
  /// One that may be given several times.
  CommandLine& repeatable(const char* name, const char* value, const char* help);

  /// Parses. An exit code ends the command: 0 after --help, 2 after a mistake, which was told:
  /// values and arguments of nothing but blanks are mistakes too.
  std::optional<int> parse(const std::vector<std::string>& arguments);

  bool has(const char* name) const;
  std::string text(const char* name, const std::string& otherwise = {}) const;
  /// A whole number in [least, most]; kInvalidInput names the option otherwise.
  Result<std::uint32_t> number(const char* name, std::uint32_t otherwise, std::uint32_t least,
                               std::uint32_t most) const;
  /// All values of one declared with repeatable(), in their order.
  std::vector<std::string> texts(const char* name) const;
  /// A day, month or year; kInvalidInput names the option otherwise.
  Result<std::optional<Date>> date(const char* name) const;
  /// A number from 0 to 1; likewise.
  Result<float> fraction(const char* name, float otherwise) const;
  /// Bytes, as 2000000, 2048K, 256M or 2G, at least 1M; kInvalidInput names the option otherwise.
  Result<std::uint64_t> bytes(const char* name, std::uint64_t otherwise) const;
  const std::vector<std::string>& positional() const { return positional_; }
  /// All positional arguments joined by blanks.
  std::string joined() const;

  bool json() const { return has("json"); }
  bool quiet() const { return has("quiet"); }
  std::filesystem::path data() const;

 private:
  void print_help() const;
  std::optional<int> refuse_blanks() const;

  const char* command_;
  boost::program_options::options_description own_;
  boost::program_options::options_description common_;
  boost::program_options::variables_map values_;
  std::vector<std::string> positional_;
};

/// Reports a usage mistake with a pointer to --help; gives kFailed.
int usage(const char* command, const std::string& what);

/// A region as typed. Errors as Gazetteer::resolve().
Result<RegionIndex> region_argument(const std::string& typed);

/// The exit code of a question that failed, which is told: a name nobody bears finds nothing.
int fail_to_find(const Error& error);
/// A program, or any node of the graph, as typed; where a part of its name was enough, says on
/// stderr which one is meant. Errors as find_program(), find_node() and find_document().
Result<ProgramMatch> program_argument(const GraphReader& graph, const std::string& typed,
                                      bool quiet);
Result<NodeMatch> node_argument(const GraphReader& graph, const std::string& typed, bool quiet);
Result<NodeMatch> document_argument(const GraphReader& graph, const std::string& typed, bool quiet);

/// What --level says; nothing without it. Errors: kInvalidInput.
Result<std::optional<RegionLevel>> level_argument(const CommandLine& line);

/// Opens a frozen view of the graph of a data directory. Errors: kNotFound says what to do first.
Result<std::unique_ptr<GraphReader>> open_graph(const std::filesystem::path& data);

/// Opens a searcher; if the index lags behind the graph and no other process is writing, brings it
/// up first. Where that cannot be, says on stderr that some articles are not searchable yet.
Result<Searcher> open_searcher(const std::filesystem::path& data, bool quiet);

/// Says on stderr how many log entries are lost (Indexer::lost_entries()), if any.
void tell_losses(std::uint64_t lost_entries);

/// The article a user means: its id, the first digits of it, a key, URL or path it was indexed by.
/// Errors: kNotFound, kAmbiguous.
Result<ArticleId> article_argument(const GraphReader& graph, const std::string& typed);

}  // namespace zhengce::app
