#pragma once

#include <string>
#include <vector>

#include "graph/types.h"
#include "indexer/extract/page.h"
#include "indexer/extract/rule_set.h"

namespace zhengce {

/// A document named in a sentence by its title in 《》.
struct FoundDocument {
  Span mention;  ///< The title without its marks.
  std::u32string name;
  std::string number;   ///< In normal form, where it stands right behind.
  bool issued = false;  ///< A verb of publishing governs it.
  /// The offices of the center that the sentence names as those who published it: 教育部印发《…》.
  std::vector<std::u32string> by;
  /// What a document that names it does to it: cites, based_on, repeals, amends.
  Relation use = Relation::kCites;
};

/// The documents a sentence names: titles that end like one or have a number, no works of art.
/// Several 《》 in a row share their verb.
std::vector<FoundDocument> find_documents(const Page& page, const RuleSet::Impl& rules,
                                          Span sentence);

}  // namespace zhengce
