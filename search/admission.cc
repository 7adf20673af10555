#include "search/admission.h"

#include <xapian.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "corpus/index_schema.h"
#include "corpus/message.h"
#include "search/matching.h"
#include "search/phrases.h"

namespace zhengce {
namespace {

// Documents that a term tells of to hold a phrase: one of their words is the phrase. What other
// documents hold, their texts tell.
class Vouched {
 public:
  /// `documents` are sorted; they are those that will be asked for.
  Vouched(const Xapian::Database& index, const std::vector<const Condition*>& checks,
          const std::vector<Xapian::docid>& documents)
      : index_(index), documents_(documents) {
    for (const Condition* check : checks) add(*check);
  }

  bool vouches(Xapian::docid document, const std::u32string& phrase) const {
    const auto found = by_phrase_.find(phrase);
    return found != by_phrase_.end() &&
           std::binary_search(found->second.begin(), found->second.end(), document);
  }

 private:
  void add(const Condition& condition) {
    for (const Condition& child : condition.children) add(child);
    const auto& phrase = condition.phrase;
    if (condition.kind != Condition::Kind::kPhrase || condition.of != TextOf::kSection ||
        !std::all_of(phrase.begin(), phrase.end(), is_han))
      return;
    const auto [place, is_new] = by_phrase_.try_emplace(phrase);
    if (!is_new) return;
    const std::string word = encode_utf8(phrase);
    if (word.size() > kMaxTermBytes) return;
    auto posting = index_.postlist_begin(word);
    const auto end = index_.postlist_end(word);
    for (const Xapian::docid document : documents_) {
      if (posting == end) break;
      posting.skip_to(document);
      if (posting != end && *posting == document) place->second.push_back(document);
    }
  }

  const Xapian::Database& index_;
  const std::vector<Xapian::docid>& documents_;
  std::map<std::u32string, std::vector<Xapian::docid>> by_phrase_;
};

// A document of the index as the predicate sees it.
class DocumentView : public SectionView {
 public:
  /// `id`: the document's number in the whole index; `vouched` may be null.
  DocumentView(const Xapian::Document& document, const SectionRef& ref, ArticleTexts& texts,
               Xapian::docid id, const Vouched* vouched)
      : document_(document), ref_(ref), texts_(texts), id_(id), vouched_(vouched) {}

  bool has_term(const std::string& term) override {
    const auto place = skip_to(term);
    return place != document_.termlist_end() && *place == term;
  }
  bool has_prefix(const std::string& prefix) override {
    const auto place = skip_to(prefix);
    return place != document_.termlist_end() && (*place).starts_with(prefix);
  }
  std::uint32_t date() override {
    return static_cast<std::uint32_t>(schema::parse_number(document_.get_value(schema::kSlotDate)));
  }
  bool has_phrase(const std::u32string& phrase, TextOf of) override {
    const auto holds = [&](const std::string& text) {
      return contains_text(fold_text(decode_utf8(text)), phrase);
    };
    if (of == TextOf::kIssuer) return holds(document_.get_value(schema::kSlotIssuer));
    if (of == TextOf::kSection) {
      if (vouched_ != nullptr && vouched_->vouches(id_, phrase)) return true;
      const auto& stretches = folded().stretches;
      return std::any_of(stretches.begin(), stretches.end(),
                         [&](const FoldedText& stretch) { return stretch.contains(phrase); });
    }
    const ArticleText& text = article();
    switch (of) {
      case TextOf::kTitle: {
        const Section* section = text.section(ref_.section);
        return holds(text.article().title) || (section != nullptr && holds(section->heading));
      }
      case TextOf::kSource: {
        const auto& sources = text.article().sources;
        return std::any_of(sources.begin(), sources.end(),
                           [&](const Source& source) { return holds(source.name); });
      }
      case TextOf::kSection:
      case TextOf::kIssuer:
        break;
    }
    return false;
  }

  bool has_value(const Condition& values) override {
    const auto is_one = [&](std::string_view value) {
      return std::binary_search(values.values->begin(), values.values->end(), value);
    };
    if (values.term == schema::kArticle) return is_one(ref_.article.hex());
    const auto end = document_.termlist_end();
    for (auto place = skip_to(values.term); place != end; ++place) {
      const std::string term = *place;
      if (!term.starts_with(values.term)) break;
      const std::string_view value = std::string_view(term).substr(values.term.size());
      for (std::size_t n = values.open ? 0 : value.size(); n <= value.size(); ++n) {
        if (is_one(value.substr(0, n))) return true;
      }
    }
    return false;
  }
  bool has_amount(const AmountRange& amount) override {
    const auto& stretches = folded().stretches;
    return std::any_of(stretches.begin(), stretches.end(), [&](const FoldedText& stretch) {
      return states_amount(stretch.text(), amount);
    });
  }

  bool has_near(const Condition& near) override {
    std::vector<std::u32string_view> phrases;
    std::vector<std::uint32_t> distances;
    for (const Condition& phrase : near.children) {
      phrases.emplace_back(phrase.phrase);
      distances.push_back(phrase.distance);
    }
    const auto& stretches = folded().stretches;
    return std::any_of(stretches.begin(), stretches.end(), [&](const FoldedText& stretch) {
      return contains_near(stretch.text(), phrases, distances);
    });
  }

 private:
  Xapian::TermIterator skip_to(const std::string& term) const {
    auto place = document_.termlist_begin();
    if (place != document_.termlist_end()) place.skip_to(term);
    return place;
  }
  template <typename Text>
  const Text& read(std::shared_ptr<const Text>& kept, Result<std::shared_ptr<const Text>> text) {
    if (!text) throw GraphFailure{text.error()};
    if (*text == nullptr)
      throw GraphFailure{
          {ErrorCode::kCorrupt,
           message(_("article {} is in the index and not in the graph; run `zhengce check`"),
                   ref_.article.hex())}};
    kept = std::move(*text);
    return *kept;
  }
  const ArticleText& article() {
    return text_ != nullptr ? *text_ : read(text_, texts_.get(ref_.article));
  }
  const FoldedSection& folded() {
    return folded_ != nullptr ? *folded_ : read(folded_, texts_.folded(ref_));
  }

  const Xapian::Document& document_;
  const SectionRef& ref_;
  ArticleTexts& texts_;
  Xapian::docid id_;
  const Vouched* vouched_;
  std::shared_ptr<const ArticleText> text_;
  std::shared_ptr<const FoldedSection> folded_;
};

struct Placed {
  Xapian::docid document = 0;
  SectionRef ref;
};

std::vector<Xapian::docid> matches(const Xapian::Database& index, const Xapian::Query& query) {
  const Xapian::MSet found = unweighted(index, query).get_mset(0, index.get_doccount());
  std::vector<Xapian::docid> out(found.begin(), found.end());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

bool Admission::admits(SectionView& section, const SectionRef& ref) const {
  if (state_.changed.contains(ref.article)) {
    auto text = texts_.get(ref.article);
    if (!text) throw GraphFailure{text.error()};
    if (*text == nullptr || !(*text)->current() || (*text)->section(ref.section) == nullptr) {
      return false;
    }
  }
  return std::all_of(checks_.begin(), checks_.end(),
                     [&](const Condition* check) { return holds(*check, section); });
}

bool Admission::admits(const Xapian::Document& document) const {
  const auto ref = SectionRef::decode(document.get_value(schema::kSlotId));
  if (!ref) return false;
  DocumentView view(document, *ref, texts_, 0, nullptr);
  return admits(view, *ref);
}

Admission::Sifted Admission::sift(const Xapian::Query& query) const {
  const Xapian::Database& index = *state_.index;
  const auto documents = matches(index, query);
  const Vouched vouched(index, checks_, documents);
  const auto is_sure = [&](Xapian::docid document) {
    return state_.changed.empty() &&
           std::all_of(checks_.begin(), checks_.end(), [&](const Condition* check) {
             return check->kind == Condition::Kind::kPhrase && check->of == TextOf::kSection &&
                    vouched.vouches(document, check->phrase);
           });
  };
  Sifted out;
  std::vector<Placed> open;
  auto id = index.valuestream_begin(schema::kSlotId);
  for (const Xapian::docid document : documents) {
    if (is_sure(document)) {
      ++out.admitted;
      continue;
    }
    id.skip_to(document);
    if (id == index.valuestream_end(schema::kSlotId)) break;
    if (const auto ref = SectionRef::decode(*id)) open.push_back({document, *ref});
  }
  std::sort(open.begin(), open.end(),
            [](const Placed& a, const Placed& b) { return a.ref < b.ref; });
  for (const Placed& candidate : open) {
    const Xapian::Document document =
        index.get_document(candidate.document, Xapian::DOC_ASSUME_VALID);
    DocumentView view(document, candidate.ref, texts_, candidate.document, &vouched);
    if (admits(view, candidate.ref)) {
      ++out.admitted;
    } else {
      out.refused.push_back(candidate.ref);
    }
  }
  return out;
}

}  // namespace zhengce
