#pragma once

#include <bitset>
#include <span>
#include <string>
#include <vector>

#include "graph/types.h"
#include "indexer/extract/page.h"
#include "indexer/extract/rule_set.h"

namespace zhengce {

using Features = std::bitset<static_cast<std::size_t>(Feature::kCount)>;

/// What the words around a name say of it.
struct Governance {
  Relation relation = Relation::kRuns;
  bool verb = false;  ///< A verb of running stands before it in its clause, or after it.
  bool planned = false, ended = false;
  bool done = false;  ///< 已启动, 启动了: it was, even among what is planned.
};

/// A string of an article that may be the name of a program.
struct FoundProgram {
  Span mention;  ///< The name (or the part of it that is written here).
  Span whole;    ///< With the marks around it.
  std::u32string name;
  std::string pattern;  ///< Name of the pattern in rules/patterns.tsv.
  Features features;
  double score = 0;
  Governance governance;
  Span title;  ///< Of the document it was named in the title of; empty outside titles.
  /// A second name for the same thing: “榴·深”——深圳市各民族服务行动计划.
  std::u32string alias;
  Span alias_mention;
  /// Left part of a name with a middle dot.
  std::u32string parent;
  Span parent_mention;
  bool parent_named = false;  ///< It ends like a program: it is one, whatever others say.
};

struct SentenceContext {
  Span sentence;
  /// Places named in the section but for its subject and what that lies in, by start.
  std::span<const Span> places;
  bool heading = false;    ///< A line of its own without a full stop.
  bool own_title = false;  ///< The article's own title.
  bool statute = false;  ///< The article is cut into 第一条, 第二条…: it says what shall be done.
  std::u32string
      region_name;  ///< Folded name of the section's subject, without its suffix; empty if none.
  /// Where the first word ends behind which all the sentence tells of is planned (意见提出), and
  /// the first one behind which the clauses from the next but one on are (我们将); kNowhere without
  /// one.
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
  std::uint32_t proposed_from = kNowhere, willed_from = kNowhere;
};

/// Reads the words around `whole`, a name with its marks, in a sentence.
Governance governance_of(const Page& page, const RuleSet::Impl& rules,
                         const SentenceContext& context, Span whole);

/// Every string of a sentence that looks like a program's name, scored, in order of the text. Those
/// below the weak threshold are left out unless `all`. In statutes only those in marks: 建设计划
/// and 防洪工程 are kinds of things there, for anybody to make.
std::vector<FoundProgram> find_programs(const Page& page, const RuleSet::Impl& rules,
                                        const SentenceContext& context, bool all = false);

/// True if the title in `mark` is of a work of art, a book or a medium.
bool is_work_of_art(const Page& page, const RuleSet::Impl& rules, const Marked& mark);

}  // namespace zhengce
