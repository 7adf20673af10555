#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/result.h"

namespace zhengce::eval {

/// The tables a set of labels may have, a file each: runs.tsv, issued.tsv…
enum class Table : std::uint8_t { kRuns, kIssued, kArticles, kContributed, kPaired, kMetrics };
inline constexpr std::size_t kTables = 6;
inline constexpr std::array<Table, kTables> kAllTables = {Table::kRuns,     Table::kIssued,
                                                          Table::kArticles, Table::kContributed,
                                                          Table::kPaired,   Table::kMetrics};
/// "runs", "issued", "articles", "contributed", "paired", "metrics".
std::string_view table_name(Table table);

/// What one cell of a fact is, and so how two are compared.
enum class CellKind : std::uint8_t {
  kRegion,  ///< A place by its official name, with its parents where others bear it; or a company.
  kName,
  kNumber,  ///< A plain number.
  kAny,     ///< A name; a blank in the labels stands for any, one that is found too.
};
struct Column {
  const char* name;
  CellKind kind;
};
/// The cells that make a fact of this table, in order; the first of runs, issued and metrics is the
/// doer.
const std::vector<Column>& columns_of(Table table);

/// One row of a table by hand. A row of articles.tsv becomes one of cells `field` and `value` for
/// each field it states.
struct Label {
  Table table = Table::kRuns;
  std::string article;                          ///< File name, or key of an article in a .jsonl.
  std::vector<std::vector<std::string>> cells;  ///< The alternatives of each cell.
  bool must = true;
  std::set<std::string> modalities;  ///< Empty where the table has none.
  std::string quote;
  std::string file;
  std::size_t line = 0;
  /// "labels/runs.tsv:12".
  std::string place() const { return file + ":" + std::to_string(line); }
};

struct Labels {
  std::vector<Table> tables;  ///< Those that are there.
  std::vector<Label> rows;
  std::set<std::string> fields;  ///< Of articles.tsv: title, number, issuer, date as it has them.
  /// The articles of each table: a page whose row is missing there was not labeled for it.
  std::array<std::set<std::string>, kTables> covered;
  /// Rows that say what one before says; they do not count. Each begins with file and line.
  std::vector<std::string> warnings;
  std::set<std::string> articles() const;
};

/// Reads the tables in `dir`. An article that stands in runs.tsv counts as labeled for all tables
/// that are there. Errors: kNotFound (no table at all), kIo, kInvalidInput for a fault in a file;
/// the message begins with file and line.
Result<Labels> read_labels(const std::filesystem::path& dir);

}  // namespace zhengce::eval
