#include "app/eval/scoring.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <random>
#include <set>

#include "corpus/analysis/fold.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/text.h"

namespace zhengce::eval {
namespace {

bool has_doer(Table table) {
  return table == Table::kRuns || table == Table::kIssued || table == Table::kMetrics;
}

/// A place's name without 省, 市 or 自治区 at its end.
std::string without_suffix(const std::string& name) {
  for (const std::string_view suffix :
       {"壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "省", "市"}) {
    if (name.ends_with(suffix) && name.size() > suffix.size() + 3)
      return name.substr(0, name.size() - suffix.size());
  }
  return name;
}

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool same(CellKind kind, const std::string& found, const std::string& labeled) {
  switch (kind) {
    case CellKind::kNumber: {
      const auto a = number(found), b = number(labeled);
      return a && b && std::abs(*a - *b) <= 1e-9 * std::max(std::abs(*a), std::abs(*b));
    }
    case CellKind::kRegion: {
      // 浙江 is 浙江省, but 吉林省 is not 吉林市.
      const auto a = comparable_name(found), b = comparable_name(labeled);
      const auto bare = without_suffix(a);
      return a == b || (bare == without_suffix(b) && (bare == a || bare == b));
    }
    case CellKind::kName:
    case CellKind::kAny:
      return comparable_name(found) == comparable_name(labeled);
  }
  return false;
}

bool same_cell(CellKind kind, const std::vector<std::string>& found,
               const std::vector<std::string>& labeled) {
  if (kind == CellKind::kAny && labeled.empty()) return true;
  for (const auto& form : found) {
    for (const auto& alternative : labeled) {
      if (same(kind, form, alternative)) return true;
    }
  }
  return false;
}

bool overlap(const Label& a, const Label& b) {
  if (a.article != b.article) return false;
  const auto& columns = columns_of(a.table);
  for (std::size_t i = 1; i < columns.size(); ++i) {
    if (!same_cell(columns[i].kind, a.cells[i], b.cells[i])) return false;
  }
  return true;
}

/// One table's rows and facts.
class TableScore {
 public:
  TableScore(Table table, const Labels& labels, const std::vector<Fact>& facts) {
    const auto& covered = labels.covered[static_cast<std::size_t>(table)];
    for (const auto& label : labels.rows) {
      if (label.table == table) rows_.push_back(&label);
    }
    for (const auto& fact : facts) {
      if (fact.table != table || !covered.contains(fact.article)) continue;
      if (table != Table::kArticles || labels.fields.contains(fact.cells[0][0]))
        facts_.push_back(&fact);
    }
    score.table = table;
  }

  void run(const std::map<std::string, std::string>& kinds, Mistakes& mistakes) {
    std::set<const Label*> hit;
    std::map<std::string, std::set<const Label*>> hit_by_rule;
    for (const Fact* fact : facts_) {
      std::vector<const Label*> answers;
      for (const Label* row : rows_) {
        if (matches(*fact, *row)) answers.push_back(row);
      }
      const bool right = !answers.empty();
      if (!right && fact->optional) continue;
      Counts one;
      one.found = 1;
      one.right = right ? 1 : 0;
      score.by_article[fact->article] += one;
      for (const auto& rule : fact->rules) {
        score.by_rule[rule] += one;
        hit_by_rule[rule].insert(answers.begin(), answers.end());
      }
      hit.insert(answers.begin(), answers.end());
      if (!right) mistakes.false_finds.push_back(fact);
      if (right && !answers.front()->modalities.empty()) {
        ++score.modality_of;
        const bool agrees = std::any_of(answers.begin(), answers.end(), [&](const Label* row) {
          return row->modalities.contains(fact->modality);
        });
        if (agrees)
          ++score.modality_right;
        else
          mistakes.modality.emplace_back(fact, answers.front());
      }
    }
    std::size_t must = 0;
    for (const Label* row : rows_) {
      if (!row->must) continue;
      ++must;
      Counts one;
      one.must = 1;
      one.hit = hit.contains(row) ? 1 : 0;
      score.by_article[row->article] += one;
      if (one.hit == 0) mistakes.misses.push_back(row);
    }
    for (auto& [rule, counts] : score.by_rule) {
      counts.must = must;
      counts.hit =
          static_cast<std::size_t>(std::count_if(hit_by_rule[rule].begin(), hit_by_rule[rule].end(),
                                                 [](const Label* row) { return row->must; }));
    }
    std::vector<Counts> pages;
    for (const auto& [article, counts] : score.by_article) {
      pages.push_back(counts);
      score.counts += counts;
      const auto kind = kinds.find(article);
      score.by_kind[kind == kinds.end() ? "" : kind->second] += counts;
    }
    score.intervals = bootstrap(pages);
    if (has_doer(score.table)) score.doer_ignored = without_doer();
  }

  Score score;

 private:
  Counts without_doer() const {
    Counts counts;
    std::set<std::pair<std::string, std::vector<std::vector<std::string>>>> seen;
    std::vector<const Fact*> facts;
    for (const Fact* fact : facts_) {
      const std::vector<std::vector<std::string>> rest(fact->cells.begin() + 1, fact->cells.end());
      if (seen.emplace(fact->article, rest).second) facts.push_back(fact);
    }
    for (const Fact* fact : facts) {
      const bool right = std::any_of(rows_.begin(), rows_.end(),
                                     [&](const Label* row) { return matches(*fact, *row, true); });
      counts.found += 1;
      counts.right += right ? 1 : 0;
    }
    std::vector<const Label*> rows;
    for (const Label* row : rows_) {
      const bool again = std::any_of(rows.begin(), rows.end(),
                                     [&](const Label* other) { return overlap(*other, *row); });
      if (!row->must || again) continue;
      rows.push_back(row);
      const bool found = std::any_of(facts.begin(), facts.end(),
                                     [&](const Fact* fact) { return matches(*fact, *row, true); });
      counts.must += 1;
      counts.hit += found ? 1 : 0;
    }
    return counts;
  }

  std::vector<const Label*> rows_;
  std::vector<const Fact*> facts_;
};

std::optional<double> ratio(std::size_t part, std::size_t all) {
  if (all == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(all);
}

std::optional<Interval> middle(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(
        std::lround(share * static_cast<double>(values.size() - 1)))];
  };
  return Interval{at(0.025), at(0.975)};
}

}  // namespace

std::string comparable_name(std::string_view name) {
  std::string out;
  for (const char32_t c : decode_utf8(fold_utf8(name))) {
    constexpr std::u32string_view kLeftOut = U"\"'“”‘’「」『』《》〈〉〝〞";
    if (!is_blank(c) && c != U'\n' && kLeftOut.find(c) == std::u32string_view::npos)
      append_utf8(out, c);
  }
  return out;
}

bool matches(const Fact& fact, const Label& label, bool ignore_doer) {
  if (fact.table != label.table || fact.article != label.article) return false;
  const auto& columns = columns_of(fact.table);
  for (std::size_t i = ignore_doer ? 1 : 0; i < columns.size(); ++i) {
    if (!same_cell(columns[i].kind, fact.cells[i], label.cells[i])) return false;
  }
  return true;
}

Counts& Counts::operator+=(const Counts& other) {
  right += other.right;
  found += other.found;
  hit += other.hit;
  must += other.must;
  return *this;
}
std::optional<double> Counts::precision() const { return ratio(right, found); }
std::optional<double> Counts::recall() const { return ratio(hit, must); }
std::optional<double> Counts::f1() const {
  const auto p = precision(), r = recall();
  if (!p || !r) return std::nullopt;
  return *p + *r == 0 ? 0 : 2 * *p * *r / (*p + *r);
}

Intervals bootstrap(const std::vector<Counts>& pages) {
  std::vector<double> precision, recall, f1;
  std::mt19937_64 random(kSeed);
  for (std::size_t i = 0; i < kResamplings && !pages.empty(); ++i) {
    Counts drawn;
    // The remainder is drawn by hand: distributions differ between libraries.
    for (std::size_t k = 0; k < pages.size(); ++k) drawn += pages[random() % pages.size()];
    if (const auto p = drawn.precision()) precision.push_back(*p);
    if (const auto r = drawn.recall()) recall.push_back(*r);
    if (const auto f = drawn.f1()) f1.push_back(*f);
  }
  return {middle(std::move(precision)), middle(std::move(recall)), middle(std::move(f1))};
}

Evaluation evaluate(const Labels& labels, const std::vector<Fact>& facts,
                    const std::map<std::string, std::string>& kinds) {
  Evaluation evaluation;
  for (const auto table : labels.tables) {
    TableScore one(table, labels, facts);
    one.run(kinds, evaluation.mistakes);
    evaluation.scores.push_back(std::move(one.score));
  }
  return evaluation;
}

}  // namespace zhengce::eval
