#include "search/whole_sets.h"

#include <xapian.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "corpus/index_schema.h"
#include "search/document_set.h"
#include "search/matching.h"
#include "search/phrases.h"

namespace zhengce {
namespace {

using Set = std::optional<DocumentSet>;

Set with_term(const Xapian::Database& shard, const std::string& term) {
  DocumentSet out(shard.get_lastdocid());
  out.insert_all(shard, term);
  return out;
}

Set all_sections(const Xapian::Database& shard) {
  Set out = with_term(shard, {});
  out->remove(*with_term(shard, std::string(schema::kNoSection)));
  return out;
}

class Evaluation {
 public:
  Evaluation(const Xapian::Database& shard, SectionSets& sets) : shard_(shard), sets_(sets) {}

  Set of(const Condition& condition) const {
    switch (condition.kind) {
      case Condition::Kind::kAll:
        return all_sections(shard_);
      case Condition::Kind::kAnd:
        return all_of(condition.children);
      case Condition::Kind::kOr:
        return any_of(condition.children);
      case Condition::Kind::kNot: {
        Set out = all_sections(shard_);
        const Set others = of(condition.children.front());
        if (!others) return std::nullopt;
        out->remove(*others);
        return out;
      }
      case Condition::Kind::kTerm:
        return with_term(shard_, condition.term);
      case Condition::Kind::kPrefix:
        return *sets_.documents(shard_, condition.term);
      case Condition::Kind::kPhrase:
        return phrase(condition);
      case Condition::Kind::kNear:
      case Condition::Kind::kDates:
      case Condition::Kind::kValues:
      case Condition::Kind::kAmount:
      case Condition::Kind::kIssuer:
        return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  Set all_of(const std::vector<Condition>& children) const {
    Set out;
    for (const Condition& child : children) {
      const Set one = of(child);
      if (!one) return std::nullopt;
      if (out) {
        out->keep(*one);
      } else {
        out = one;
      }
    }
    return out ? std::move(out) : all_sections(shard_);
  }
  Set any_of(const std::vector<Condition>& children) const {
    DocumentSet out(shard_.get_lastdocid());
    for (const Condition& child : children) {
      const Set one = of(child);
      if (!one) return std::nullopt;
      out.add(*one);
    }
    return out;
  }
  Set phrase(const Condition& condition) const {
    if (condition.of != TextOf::kSection || !phrase_is_term(condition)) return std::nullopt;
    const PhraseTerms terms = terms_of_phrase(condition.phrase);
    if (!terms.prefix.empty() && terms.whole.empty()) return *sets_.documents(shard_, terms.prefix);
    if (terms.prefix.empty() && terms.whole.size() == 1)
      return with_term(shard_, terms.whole.front());
    return std::nullopt;
  }

  const Xapian::Database& shard_;
  SectionSets& sets_;
};

}  // namespace

std::optional<std::vector<std::uint32_t>> documents_with(const IndexState& state,
                                                         const Condition& condition) {
  std::vector<std::uint32_t> documents;
  const auto shards = static_cast<Xapian::docid>(state.shards.size());
  for (Xapian::docid shard = 0; shard < shards; ++shard) {
    const Set found = Evaluation(*state.shards[shard], *state.sets).of(condition);
    if (!found) return std::nullopt;
    // As Xapian numbers the documents of several databases.
    for (auto local = found->from(1); local != 0; local = found->from(local + 1)) {
      documents.push_back((local - 1) * shards + shard + 1);
    }
  }
  return documents;
}

}  // namespace zhengce
