#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "app/command.h"
#include "app/eval/scoring.h"
#include "app/json_shapes.h"
#include "graph/data_dir.h"
#include "indexer/find_files.h"
#include "indexer/indexer.h"

namespace zhengce::app {
namespace {

namespace fs = std::filesystem;
using eval::Counts;
using eval::Score;

/// A folder that is gone with its owner.
class Scratch {
 public:
  Scratch() {
    std::error_code failed;
    std::string pattern = (fs::temp_directory_path(failed) / "zhengce-eval-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Copies the data directory of the background corpus; its lock is held meanwhile, so that nobody
/// writes.
Result<void> copy_background(const fs::path& from, const fs::path& to) {
  const auto dir = DataDir::open(from);
  if (!dir) return dir.error();
  const auto lock = WriterLock::acquire(*dir, 5000);
  if (!lock) return lock.error();
  std::error_code failed;
  fs::copy(from, to, fs::copy_options::recursive, failed);
  if (failed) {
    return Error{ErrorCode::kIo,
                 message(_("{}: cannot be copied: {}"), from.string(), failed.message())};
  }
  return {};
}

/// The files that hold the labeled articles: those named so, and .jsonl files for the rest.
std::vector<fs::path> labeled_files(const fs::path& dir, const std::set<std::string>& articles) {
  std::vector<fs::path> named, many;
  std::set<std::string> left = articles;
  for (const fs::path file : find_files({dir}).files) {
    const auto name = file.filename().string();
    if (left.erase(name) > 0) named.push_back(file);
    if (name.ends_with(".jsonl") || name.ends_with(".jsonl.gz")) many.push_back(file);
  }
  if (!left.empty()) named.insert(named.end(), many.begin(), many.end());
  return named;
}

struct Read {
  std::vector<eval::Fact> facts;
  std::map<std::string, std::string> kinds;  ///< By the labels' name of the article, as texts are.
  std::map<std::string, eval::Quoted> texts;
  std::string extractor;
};

/// Indexes the labeled articles into `data` and reads what came of them.
Result<Read> read_articles(const eval::Labels& labels, const fs::path& articles,
                           const fs::path& data, bool quiet) {
  const auto wanted = labels.articles();
  ProgressLine progress(quiet);
  IndexerOptions options;
  options.progress = [&](const IndexProgress& at) {
    progress.show(message(_("indexing: {} of {} files"), at.done, at.all));
  };
  auto indexer = Indexer::open(data, options);
  if (!indexer) return indexer.error();
  std::map<std::string, ArticleId> ids;
  const auto files = labeled_files(articles, wanted);
  if (!files.empty()) {
    const auto summary = indexer->add(files, [&](const InputReport& input) {
      if (!input.article) return;
      const auto name = fs::path(input.path).filename().string();
      if (wanted.contains(input.key)) ids.emplace(input.key, *input.article);
      if (wanted.contains(name)) ids.emplace(name, *input.article);
    });
    if (!summary) return summary.error();
  }
  progress.clear();
  for (const auto& label : labels.rows) {
    if (ids.contains(label.article)) continue;
    return Error{ErrorCode::kInvalidInput,
                 message(_("{}: no article {} in {} (--articles names another place)"),
                         label.place(), label.article, articles.string())};
  }
  Read read;
  for (const auto& [name, id] : ids) {
    auto stored = indexer->graph().article(id, true);
    if (!stored) return stored.error();
    if (!*stored) continue;
    read.kinds[name] = eval::page_kind((*stored)->article);
    read.texts.emplace(name, (*stored)->article.text);
    auto facts = eval::facts_of(indexer->graph(), id, name);
    if (!facts) return facts.error();
    read.facts.insert(read.facts.end(), std::make_move_iterator(facts->begin()),
                      std::make_move_iterator(facts->end()));
  }
  const auto extractor = indexer->graph().meta("extractor");
  if (!extractor) return extractor.error();
  read.extractor = extractor->value_or("");
  return read;
}

/// Says of which labels something is wrong that takes nothing from the figures.
void warn(const eval::Labels& labels, const Read& read) {
  for (const auto& warning : labels.warnings) complain(warning);
  for (const auto& label : labels.rows) {
    if (!label.quote.empty() && !read.texts.at(label.article).has(label.quote))
      complain(message(_("{}: the quote does not stand in {}"), label.place(), label.article));
  }
}

Json figure(const std::optional<double>& value) { return value ? rounded(*value, 4) : Json(); }

Json interval_json(const std::optional<eval::Interval>& interval) {
  if (!interval) return {};
  return Json::array({figure(interval->low), figure(interval->high)});
}

void print_score_json(const Score& score, const char* by, const std::string& of, bool doer,
                      const Counts& counts) {
  Json json = {{"type", "score"},
               {"table", eval::table_name(score.table)},
               {"by", by},
               {"of", text_or_null(of)},
               {"doer_counted", doer},
               {"precision", figure(counts.precision())},
               {"recall", figure(counts.recall())},
               {"f1", figure(counts.f1())},
               {"right", counts.right},
               {"found", counts.found},
               {"hit", counts.hit},
               {"must", counts.must}};
  const bool whole = of.empty() && doer;
  const auto& intervals = score.intervals;
  json["intervals"] = whole ? Json{{"precision", interval_json(intervals.precision)},
                                   {"recall", interval_json(intervals.recall)},
                                   {"f1", interval_json(intervals.f1)}}
                            : Json();
  json["modality"] = whole && score.table == eval::Table::kRuns
                         ? Json{{"right", score.modality_right}, {"of", score.modality_of}}
                         : Json();
  print_json(json);
}

std::string percent(const std::optional<double>& value) {
  return value ? fmt::format("{:.3f}", *value) : "-";
}

std::string figures(const Counts& counts) {
  return pad(message("{} ({}/{})", percent(counts.precision()), counts.right, counts.found), 18) +
         pad(message("{} ({}/{})", percent(counts.recall()), counts.hit, counts.must), 18) +
         percent(counts.f1());
}

std::string range(const std::optional<eval::Interval>& interval) {
  return interval ? fmt::format("{:.3f}-{:.3f}", interval->low, interval->high) : "-";
}

void print_score(const Score& score) {
  const auto row = [](const std::string& name, std::size_t indent, const Counts& counts) {
    std::cout << pad(std::string(indent, ' ') + name, 26) << figures(counts) << "\n";
  };
  row(std::string(eval::table_name(score.table)), 0, score.counts);
  std::cout << dim(pad(std::string("  ") + _("95 of 100 resamplings"), 26) +
                   pad(range(score.intervals.precision), 18) +
                   pad(range(score.intervals.recall), 18) + range(score.intervals.f1))
            << "\n";
  if (score.doer_ignored) row(_("whoever does it"), 2, *score.doer_ignored);
  if (score.modality_of > 0) {
    std::cout << pad(std::string("  ") + _("modality right"), 26)
              << fmt::format("{}/{}\n", score.modality_right, score.modality_of);
  }
  if (score.by_kind.size() > 1) {
    for (const auto& [kind, counts] : score.by_kind) row(message(_("pages: {}"), kind), 2, counts);
  }
  if (score.by_rule.size() > 1) {
    for (const auto& [rule, counts] : score.by_rule) row(message(_("rule: {}"), rule), 2, counts);
  }
}

/// A column's name for the JSON: "region helped" is "region_helped".
std::string json_name(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

Json cells_json(eval::Table table, const std::vector<std::vector<std::string>>& cells) {
  Json json = Json::object();
  const auto& columns = eval::columns_of(table);
  for (std::size_t i = 0; i < cells.size(); ++i) json[json_name(columns[i].name)] = cells[i];
  return json;
}

std::string cells_text(const std::vector<std::vector<std::string>>& cells) {
  std::vector<std::string> shown;
  for (const auto& cell : cells) shown.push_back(joined(cell, "|"));
  return joined(shown, " · ");
}

void print_mistake(const CommandLine& line, const char* type, const eval::Fact* fact,
                   const eval::Label* label, const Read& read) {
  const auto table = fact != nullptr ? fact->table : label->table;
  const auto& article = fact != nullptr ? fact->article : label->article;
  const auto& cells = fact != nullptr ? fact->cells : label->cells;
  const auto sentence =
      fact != nullptr ? fact->sentence : read.texts.at(article).sentence_with(label->quote);
  if (line.json()) {
    Json json = {{"type", "mistake"},
                 {"mistake", type},
                 {"table", eval::table_name(table)},
                 {"article", article},
                 {"cells", cells_json(table, cells)},
                 {"modality", fact != nullptr ? text_or_null(fact->modality) : Json()},
                 {"rules", fact != nullptr ? Json(fact->rules) : Json::array()},
                 {"line", label != nullptr ? Json(label->line) : Json()},
                 {"sentence", text_or_null(sentence)}};
    print_json(json);
    return;
  }
  std::cout << bold(message("{} {}", eval::table_name(table), type)) << " " << article;
  if (label != nullptr) std::cout << ":" << label->line;
  std::cout << " " << cells_text(cells);
  if (fact != nullptr) std::cout << " [" << joined(fact->rules, ", ") << "]";
  if (fact != nullptr && label != nullptr) std::cout << " " << fact->modality;
  std::cout << "\n";
  if (!sentence.empty()) std::cout << wrap("“" + sentence + "”", terminal_width(), 4) << "\n";
}

void print_mistakes(const CommandLine& line, const eval::Mistakes& mistakes, const Read& read) {
  for (const auto* label : mistakes.misses) print_mistake(line, "miss", nullptr, label, read);
  for (const auto* fact : mistakes.false_finds)
    print_mistake(line, "false_find", fact, nullptr, read);
  for (const auto& [fact, label] : mistakes.modality)
    print_mistake(line, "modality", fact, label, read);
}

void print_scores_json(const std::vector<Score>& scores) {
  for (const auto& score : scores) {
    print_score_json(score, "all", "", true, score.counts);
    if (score.doer_ignored) print_score_json(score, "all", "", false, *score.doer_ignored);
    for (const auto& [kind, counts] : score.by_kind)
      print_score_json(score, "kind", kind, true, counts);
    for (const auto& [rule, counts] : score.by_rule)
      print_score_json(score, "rule", rule, true, counts);
    for (const auto& [article, counts] : score.by_article)
      print_score_json(score, "article", article, true, counts);
  }
}

}  // namespace

int run_eval(const std::vector<std::string>& arguments) {
  CommandLine line("eval");
  line.option("articles", "DIR", _("where the labeled articles lie (else beside LABELS_DIR)"))
      .option("background", "DATA", _("a data directory whose articles stand behind"))
      .flag("errors", _("also what was missed and what was found wrongly, with the sentences"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().size() != 1) return usage("eval", _("eval: name one directory of labels"));
  const fs::path dir = line.positional().front();
  const auto labels = eval::read_labels(dir);
  if (!labels) return fail(labels.error());
  std::error_code failed;
  const fs::path articles = line.has("articles") ? fs::path(line.text("articles"))
                                                 : fs::canonical(dir, failed).parent_path();
  const Scratch scratch;
  if (scratch.path().empty())
    return fail({ErrorCode::kIo, _("no folder for temporary files can be made")});
  const auto data = scratch.path() / "data";
  if (line.has("background")) {
    if (const auto copied = copy_background(line.text("background"), data); !copied)
      return fail(copied.error());
  }
  const auto read = read_articles(*labels, articles, data, line.quiet());
  if (!read) return fail(read.error());
  if (!line.quiet()) warn(*labels, *read);
  const auto evaluation = eval::evaluate(*labels, read->facts, read->kinds);
  if (line.has("errors")) print_mistakes(line, evaluation.mistakes, *read);
  if (line.json()) {
    print_scores_json(evaluation.scores);
    print_json({{"type", "summary"},
                {"schema", 1},
                {"articles", read->texts.size()},
                {"background", text_or_null(line.text("background"))},
                {"extractor", read->extractor},
                {"resamplings", eval::kResamplings},
                {"seed", eval::kSeed}});
    return kDone;
  }
  std::cout << dim(pad("", 26) + pad(_("precision"), 18) + pad(_("recall"), 18) + "F1") << "\n";
  for (const auto& score : evaluation.scores) print_score(score);
  std::cout << dim(message(
                       translated("{} labeled article", "{} labeled articles", read->texts.size()),
                       read->texts.size()) +
                   "; " +
                   (line.has("background")
                        ? message(_("background corpus: {}"), line.text("background"))
                        : std::string(_("no background corpus"))) +
                   "; " + read->extractor)
            << "\n";
  return kDone;
}

}  // namespace zhengce::app
