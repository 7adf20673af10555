#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/article.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/result.h"
#include "graph/types.h"

namespace zhengce {

/// The fewest code points of a name that is learned from some articles and looked for in others.
inline constexpr std::size_t kShortestKnown = 4;

/// The rules of extraction: head words, verbs, stop lists, organization functions, patterns, each
/// rule with id and version. Built-in data (indexer/extract/rules/*.tsv) overlaid by files of the
/// same names in `overlay_dir`: a line there with the id of a built-in rule replaces it, `-` before
/// the id switches it off, new ids are added. Errors of load: kInvalidInput with file and line.
/// Threads: immutable; shared.
class RuleSet {
 public:
  static Result<std::shared_ptr<const RuleSet>> load(const std::filesystem::path& overlay_dir = {});
  ~RuleSet();
  /// Changes with any rule.
  std::string version() const;
  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  RuleSet();
  std::unique_ptr<Impl> impl_;
};

/// First stage of extraction. Pure: the same article and rules give the same answer, whatever else
/// is stored. Threads: shared; const.
class Extractor {
 public:
  Extractor(const Gazetteer& gazetteer, std::shared_ptr<const RuleSet> rules);

  /// Candidates, assertions and regions named, sorted. `article.text` must be filled.
  Extraction extract(const Article& article) const;

  /// Second stage, for names learned elsewhere: adds to `extraction` the mentions of `names`
  /// (visible programs) that stand in the article unquoted and were not found by stage one: a
  /// candidate of support kKnown each, and the assertions that the sentence around it makes.
  /// `names` holds entity and normalized name.
  struct KnownName {
    EntityId entity;
    std::string normalized;
    std::string shown;
  };
  void add_known(const Article& article, const std::vector<KnownName>& names,
                 Extraction& extraction) const;
  /// `extraction` as stage one left it: without what add_known() added by the same rules.
  Extraction without_known(Extraction extraction) const;
  /// False if add_known() of `names` beside others would change nothing in what it makes of the
  /// others, `stage_one` being the article's extraction without them: the quick question.
  bool may_add_known(const Article& article, const std::vector<KnownName>& names,
                     const Extraction& stage_one) const;
  /// False for names of less than kShortestKnown, too short to be told from a part of something
  /// else: add_known() passes over them.
  static bool is_looked_for(std::string_view normalized);

 private:
  const Gazetteer* gazetteer_;
  std::shared_ptr<const RuleSet> rules_;
};

}  // namespace zhengce
