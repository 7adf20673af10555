#pragma once

#include <optional>
#include <string>
#include <vector>

#include "indexer/extract/doers.h"
#include "indexer/extract/extractor.h"
#include "indexer/extract/page.h"
#include "indexer/extract/programs.h"
#include "indexer/extract/rule_set.h"

namespace zhengce {

/// One article being read: its sentences in order, with what must be known to read each. Both
/// stages of extraction walk it.
class Reading {
 public:
  Reading(const Gazetteer& gazetteer, const RuleSet::Impl& rules, const Article& article);

  struct Sentence {
    Span span;
    SentenceContext context;
    bool planned_part = false;   ///< It stands in the part of a report that sets the coming tasks.
    bool repealed_list = false;  ///< It stands in a list of documents that are repealed.
  };
  /// Calls `visit(sentence, doers)` for every sentence of `section` that is read for facts, in
  /// order.
  template <typename Visit>
  void each_sentence(const Section& section, Visit visit) {
    std::vector<RegionMention> mentions;
    const auto spans = indexed_spans(article, section);
    for (const Span span : spans) {
      auto found = find_regions(gazetteer, page.raw, span, region_context(section));
      mentions.insert(mentions.end(), found.resolved.begin(), found.resolved.end());
    }
    Doers doers(gazetteer, rules, page, section, central, mentions);
    std::vector<Span> places;
    for (const auto& mention : mentions) {
      const auto subject = doers.subject();
      if (subject == kNoRegion || !gazetteer.is_within(subject, mention.region))
        places.push_back(mention.span);
    }
    Part within;
    for (const Span span : spans) {
      for (const Span part : sentences_of(span)) {
        auto sentence = read(section, part, within);
        sentence.context.places = places;
        visit(sentence, doers);
      }
    }
  }

  /// Codes of the regions named in `section`, sorted.
  std::vector<std::string> mentioned_regions(const Section& section) const;
  Modality modality(const Sentence& sentence, const Governance& governance) const;
  Evidence evidence(const Section& section, Span sentence, Span mention,
                    const Pattern& pattern) const;
  /// The line with `pos` in it, trimmed.
  Span line_at(std::uint32_t pos) const;

  const Gazetteer& gazetteer;
  const RuleSet::Impl& rules;
  const Article& article;
  const Span title;  ///< Where the article's own title stands; empty if it stands nowhere.
  const Page page;
  const bool central;
  const bool statute;  ///< Cut into 第一条, 第二条…

 private:
  RegionContext region_context(const Section& section) const;
  std::vector<Span> sentences_of(Span span) const;
  /// What the headings above a sentence say of it.
  struct Part {
    bool planned = false, repealed = false;
  };
  Sentence read(const Section& section, Span sentence, Part& part) const;
};

/// Where the article's own title stands; empty if it stands nowhere.
Span title_of(const Article& article);

/// What is kept of one article, the first in its text: mentions of one name in a section and
/// statements of one fact; and names, facts and figures each, of the article's own and, apart from
/// them, by names known from others. Far more than any page says, it bounds what a text made of
/// nothing else costs.
inline constexpr std::size_t kMostOfOne = 100;
inline constexpr std::size_t kMostOfArticle = 20'000;

/// Sorts, drops repeats, and what is more than is kept.
void normalize(Extraction& extraction);

/// The assertions that `doers` stand in `relation` to `program`.
void assert_run(const std::vector<EntityId>& doers, Relation relation, Modality modality,
                const EntityId& program, const Evidence& evidence, Extraction& out);

}  // namespace zhengce
