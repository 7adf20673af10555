#include "app/eval/labels.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "corpus/article.h"
#include "corpus/message.h"
#include "corpus/text.h"

namespace zhengce::eval {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

bool is_number(const std::string& text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

constexpr const char* kDate = "date";
constexpr const char* kArticleFields[] = {"title", "number", "issuer", kDate};

/// Writes each as Date::iso() does; the first that is no date of the calendar, null if all are.
const std::string* not_a_date(std::vector<std::string>& values) {
  for (auto& value : values) {
    const auto date = Date::parse(value);
    if (!date) return &value;
    value = date->iso();
  }
  return nullptr;
}

/// One table being read.
class TableFile {
 public:
  TableFile(Table table, std::string path, Labels& out)
      : table_(table), path_(std::move(path)), out_(out) {}

  Result<void> read(std::string_view content) {
    if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
    bool headed = false;
    for (std::string_view row; !content.empty();) {
      const auto end = content.find('\n');
      row = content.substr(0, end);
      content.remove_prefix(end == std::string_view::npos ? content.size() : end + 1);
      ++line_;
      if (row.ends_with('\r')) row.remove_suffix(1);
      if (row.empty() || row.front() == '#') continue;
      std::size_t replaced = 0;
      decode_utf8(row, &replaced);
      if (replaced > 0) return fault(_("not UTF-8"));
      auto cells = split(row, '\t');
      if (auto taken = headed ? take(cells) : take_header(cells); !taken) return taken;
      headed = true;
    }
    line_ = std::max<std::size_t>(line_, 1);
    if (!headed) return fault(_("no line with the names of the columns"));
    return {};
  }

 private:
  std::string place() const { return path_ + ":" + std::to_string(line_); }
  Error fault(const std::string& what) const {
    return {ErrorCode::kInvalidInput, place() + ": " + what};
  }

  Result<void> take_header(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!columns_.emplace(cells[i], i).second)
        return fault(message(_("two columns have the name '{}'"), cells[i]));
    }
    width_ = cells.size();
    std::vector<std::string> needed = {"article"};
    if (table_ == Table::kArticles) {
      needed.emplace_back("title");
      for (const auto* field : kArticleFields) {
        if (columns_.contains(field)) out_.fields.insert(field);
      }
    } else {
      for (const auto& column : columns_of(table_)) needed.emplace_back(column.name);
    }
    if (table_ == Table::kRuns) needed.insert(needed.end(), {"level", "modality"});
    for (const auto& name : needed) {
      if (!columns_.contains(name)) return fault(message(_("no column '{}'"), name));
    }
    return {};
  }

  std::string cell(const std::vector<std::string>& cells, const std::string& name) const {
    const auto at = columns_.find(name);
    return at == columns_.end() || at->second >= cells.size() ? "" : cells[at->second];
  }

  /// Whether a row before says the same, whatever its level, modality and quote.
  bool repeats(const std::vector<std::string>& cells) {
    std::vector<std::string> said;
    for (const auto& [name, at] : columns_) {
      if (name != "level" && name != "modality" && name != "quote")
        said.push_back(cell(cells, name));
    }
    const auto [first, fresh] = said_.emplace(std::move(said), line_);
    if (fresh) return false;
    out_.warnings.push_back(place() + ": " +
                            message(_("says what line {} says: not counted"), first->second));
    return true;
  }

  Result<void> take(const std::vector<std::string>& cells) {
    if (cells.size() > width_ || cells.size() + 1 < width_) {
      return fault(message(_("{} columns expected, {} found"), width_, cells.size()));
    }
    Label label;
    label.table = table_;
    label.file = path_;
    label.line = line_;
    label.article = cell(cells, "article");
    label.quote = cell(cells, "quote");
    if (label.article.empty()) return fault(_("no article"));
    out_.covered[static_cast<std::size_t>(table_)].insert(label.article);
    if (const auto level = cell(cells, "level"); level == "may") {
      label.must = false;
    } else if (level != "must" && (columns_.contains("level") || !level.empty())) {
      return fault(message(_("the level is '{}', neither must nor may"), level));
    }
    if (table_ == Table::kRuns) {
      for (const auto& modality : split(cell(cells, "modality"), '|')) {
        if (modality != "runs" && modality != "plans" && modality != "ended")
          return fault(message(_("the modality is '{}', none of runs, plans, ended"), modality));
        label.modalities.insert(modality);
      }
    }
    if (repeats(cells)) return {};
    if (table_ == Table::kArticles) {
      for (const auto* field : kArticleFields) {
        auto values = split(cell(cells, field), '|');
        Label one = label;
        if (std::erase(values, "") > 0) one.must = false;
        if (values.empty()) continue;
        if (const auto* wrong = field == kDate ? not_a_date(values) : nullptr)
          return fault(message(_("there is no date '{}'"), *wrong));
        one.cells = {{field}, std::move(values)};
        out_.rows.push_back(std::move(one));
      }
      return {};
    }
    for (const auto& column : columns_of(table_)) {
      auto values = split(cell(cells, column.name), '|');
      const bool optional = column.kind == CellKind::kAny;
      std::erase(values, "");
      if (values.empty() && !optional)
        return fault(message(_("the cell of '{}' is empty"), column.name));
      for (const auto& value : values) {
        if (column.kind == CellKind::kNumber && !is_number(value))
          return fault(message(_("the {} '{}' is no plain number"), column.name, value));
      }
      label.cells.push_back(std::move(values));
    }
    out_.rows.push_back(std::move(label));
    return {};
  }

  Table table_;
  std::string path_;
  Labels& out_;
  std::map<std::string, std::size_t> columns_;
  std::map<std::vector<std::string>, std::size_t> said_;  ///< By the line that says it first.
  std::size_t width_ = 0;
  std::size_t line_ = 0;
};

}  // namespace

std::string_view table_name(Table table) {
  static constexpr std::string_view kNames[] = {"runs",        "issued", "articles",
                                                "contributed", "paired", "metrics"};
  return kNames[static_cast<std::size_t>(table)];
}

const std::vector<Column>& columns_of(Table table) {
  using enum CellKind;
  static const std::array<std::vector<Column>, kTables> kColumns = {{
      {{"region", kRegion}, {"program", kName}},
      {{"issuer", kRegion}, {"document", kName}},
      {{"field", kName}, {"value", kName}},
      {{"section heading", kName}, {"organization", kName}},
      {{"region", kRegion}, {"region helped", kRegion}, {"kind", kName}},
      {{"region", kRegion}, {"program", kAny}, {"value", kNumber}, {"unit", kName}},
  }};
  return kColumns[static_cast<std::size_t>(table)];
}

std::set<std::string> Labels::articles() const {
  std::set<std::string> all;
  for (const auto& some : covered) all.insert(some.begin(), some.end());
  return all;
}

Result<Labels> read_labels(const std::filesystem::path& dir) {
  Labels labels;
  for (const auto table : kAllTables) {
    const auto path = dir / (std::string(table_name(table)) + ".tsv");
    std::error_code failed;
    if (!std::filesystem::exists(path, failed)) continue;
    std::ifstream in(path, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    if (!in) return Error{ErrorCode::kIo, message(_("{}: cannot be read"), path.string())};
    if (auto read = TableFile(table, path.string(), labels).read(content); !read)
      return read.error();
    labels.tables.push_back(table);
  }
  if (labels.tables.empty()) {
    return Error{ErrorCode::kNotFound,
                 message(_("{}: no runs.tsv, issued.tsv or other table of labels"), dir.string())};
  }
  // runs.tsv names every page that was read for facts; what it names was read for all of them.
  const auto& read = labels.covered[static_cast<std::size_t>(Table::kRuns)];
  for (const auto table : labels.tables) {
    // Metrics are counted on the pages that have any: nobody tables every number of a report.
    if (table != Table::kMetrics && table != Table::kRuns && table != Table::kArticles)
      labels.covered[static_cast<std::size_t>(table)].insert(read.begin(), read.end());
  }
  return labels;
}

}  // namespace zhengce::eval
