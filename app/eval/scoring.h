#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/eval/facts.h"
#include "app/eval/labels.h"

namespace zhengce::eval {

/// The form of a name in which it is compared: one width, simplified, without quotation marks,
/// title marks and blanks.
std::string comparable_name(std::string_view name);

/// True if the fact is what the row says: same table and article, and for each cell one of its
/// forms is one of the row's alternatives. A name that merely contains the other is another name;
/// a place may stand without its 省, 市 or 自治区.
/// With `ignore_doer` the first cell does not count.
bool matches(const Fact& fact, const Label& label, bool ignore_doer = false);

/// How many of what was found is right, and how many of what must be found is found.
struct Counts {
  std::size_t right = 0, found = 0;
  std::size_t hit = 0, must = 0;
  Counts& operator+=(const Counts& other);
  /// Nothing where nothing was found (or must be).
  std::optional<double> precision() const;
  std::optional<double> recall() const;
  std::optional<double> f1() const;
};

struct Interval {
  double low = 0, high = 0;
};
struct Intervals {
  std::optional<Interval> precision, recall, f1;
};
inline constexpr std::size_t kResamplings = 1000;
inline constexpr std::uint64_t kSeed = 20241203;
/// The middle 95 % of what comes out when pages are drawn with replacement, `kResamplings` times,
/// always in the same way.
Intervals bootstrap(const std::vector<Counts>& pages);

/// The figures of one table.
struct Score {
  Table table = Table::kRuns;
  Counts counts;
  Intervals intervals;
  std::optional<Counts> doer_ignored;               ///< For runs, issued and metrics.
  std::map<std::string, Counts> by_rule;            ///< `must` is that of the whole table.
  std::map<std::string, Counts> by_kind;            ///< By kind of page.
  std::map<std::string, Counts> by_article;         ///< By the labels' name.
  std::size_t modality_right = 0, modality_of = 0;  ///< Of the right facts of runs.
};

struct Mistakes {
  std::vector<const Label*> misses;                            ///< `must` rows nothing found.
  std::vector<const Fact*> false_finds;                        ///< Facts no row allows.
  std::vector<std::pair<const Fact*, const Label*>> modality;  ///< Right, but for the modality.
};

struct Evaluation {
  std::vector<Score> scores;  ///< One a table of the labels, in their order.
  Mistakes mistakes;
};

/// Holds `facts` to `labels`; facts of articles that a table does not cover count for nothing
/// there. `kinds` gives each article's kind of page. The mistakes point into what is given.
Evaluation evaluate(const Labels& labels, const std::vector<Fact>& facts,
                    const std::map<std::string, std::string>& kinds);

}  // namespace zhengce::eval
