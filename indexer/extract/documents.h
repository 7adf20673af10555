#pragma once

#include <string>
#include <vector>

#include "corpus/gazetteer/gazetteer.h"
#include "graph/types.h"
#include "indexer/extract/page.h"
#include "indexer/extract/rule_set.h"
#include "indexer/extract/short_titles.h"

namespace zhengce {

/// A document named in a sentence by its title in 《》.
struct FoundDocument {
  Span mention;         ///< The title without its marks.
  std::u32string name;  ///< Its title, written out where the text uses a short one.
  std::string number;   ///< In normal form, where it stands right behind.
  bool issued = false;  ///< A verb of publishing governs it.
  Span published_by;    ///< The clause up to that verb, empty where it stands behind the title.
  /// The offices that the sentence names as those who published it: 教育部印发《…》,
  /// 江苏省教育厅印发《…》.
  std::vector<std::u32string> by;
  /// What a document that names it does to it: cites, based_on, repeals, amends.
  Relation use = Relation::kCites;
  bool obeyed = false;        ///< It is said to be obeyed, whether or not something is made of it.
  bool amended_this = false;  ///< The text says that the document has changed it.
};

/// The documents a sentence names, by `short_titles` of the page: titles that end like one or have
/// a number, no works of art. Several 《》 in a row share their verb. `subject` is what the section
/// is about (省教育厅), or kNoRegion.
std::vector<FoundDocument> find_documents(const Page& page, const RuleSet::Impl& rules,
                                          const ShortTitles& short_titles, Span sentence,
                                          RegionIndex subject);

/// The region whose office, as far as the text tells, issued the document of the title `title` (a
/// span without its marks): by the start of the title or of the one around it, the office right
/// before it or the number behind. `subject`: what the text is about; kNoRegion where nothing
/// tells.
RegionIndex issuer_of_title(const Gazetteer& gazetteer, const Page& page,
                            const RuleSet::Impl& rules, Span sentence, Span title,
                            RegionIndex subject);

}  // namespace zhengce
