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
#include "search/stretch_reader.h"

namespace zhengce {
namespace {

std::vector<Xapian::docid> matches(const Xapian::Database& index, const Xapian::Query& query) {
  auto out = all_matches(index, query);
  std::sort(out.begin(), out.end());
  return out;
}

// For fewer documents than these it is quicker to read them than to ask terms which to read.
constexpr std::size_t kFewDocuments = 64;

// What terms tell of phrases, so that fewer texts need be read: a document has the phrase where one
// of its words is the phrase, and has it not where one of the phrase's terms is missing.
class ToldByTerms {
 public:
  /// `documents` are sorted; they are those that will be asked for.
  ToldByTerms(const IndexState& state, const std::vector<const Condition*>& checks,
              const std::vector<Xapian::docid>& documents)
      : state_(state), documents_(documents) {
    for (const Condition* check : checks) add(*check, false);
  }

  bool vouches(Xapian::docid document, const std::u32string& phrase) const {
    return has(sure_, phrase, document);
  }
  bool rules_out(Xapian::docid document, const std::u32string& phrase) const {
    return possible_.contains(phrase) && !has(possible_, phrase, document);
  }

 private:
  using ByPhrase = std::map<std::u32string, std::vector<Xapian::docid>>;

  static bool has(const ByPhrase& told, const std::u32string& phrase, Xapian::docid document) {
    const auto found = told.find(phrase);
    return found != told.end() &&
           std::binary_search(found->second.begin(), found->second.end(), document);
  }

  // `open`: candidates may lack the condition's terms.
  void add(const Condition& condition, bool open) {
    if (condition.kind == Condition::Kind::kNear) return;
    for (const Condition& child : condition.children) {
      add(child, open || condition.kind != Condition::Kind::kAnd);
    }
    if (condition.kind != Condition::Kind::kPhrase || condition.of != TextOf::kSection) return;
    add_sure(condition.phrase);
    if (!open || documents_.size() < kFewDocuments) return;
    const auto [place, is_new] = possible_.try_emplace(condition.phrase);
    if (is_new) place->second = matches(*state_.index, candidates(condition, *state_.sets));
  }
  void add_sure(const std::u32string& phrase) {
    if (!std::all_of(phrase.begin(), phrase.end(), is_han)) return;
    const auto [place, is_new] = sure_.try_emplace(phrase);
    if (!is_new) return;
    const std::string word = encode_utf8(phrase);
    if (word.size() > kMaxTermBytes) return;
    auto posting = state_.index->postlist_begin(word);
    const auto end = state_.index->postlist_end(word);
    for (const Xapian::docid document : documents_) {
      if (posting == end) break;
      posting.skip_to(document);
      if (posting != end && *posting == document) place->second.push_back(document);
    }
  }

  const IndexState& state_;
  const std::vector<Xapian::docid>& documents_;
  ByPhrase sure_;
  ByPhrase possible_;
};

// A document of the index as the predicate sees it.
class DocumentView : public SectionView {
 public:
  /// `id`: the document's number in the whole index; `told` may be null.
  DocumentView(const Xapian::Document& document, const SectionRef& ref, ArticleTexts& texts,
               Xapian::docid id, const ToldByTerms* told)
      : document_(document), ref_(ref), texts_(texts), id_(id), told_(told) {}

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
    if (of == TextOf::kSection) {
      if (told_ != nullptr && told_->vouches(id_, phrase)) return true;
      if (told_ != nullptr && told_->rules_out(id_, phrase)) return false;
      return in_any_stretch([&](StretchReader& stretch) { return stretch.contains(phrase); });
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
  bool has_issuer(const std::vector<std::string>& stated) override {
    return std::binary_search(stated.begin(), stated.end(),
                              document_.get_value(schema::kSlotIssuer));
  }
  bool has_amount(const AmountRange& amount) override {
    return in_any_stretch([&](StretchReader& stretch) { return stretch.states(amount); });
  }

  bool has_near(const Condition& near) override {
    return in_any_stretch([&](StretchReader& stretch) { return stretch.contains_near(near); });
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
  template <typename Holds>
  bool in_any_stretch(const Holds& holds) {
    if (folded_ == nullptr) {
      for (const FoldedText& stretch : read(folded_, texts_.folded(ref_)).stretches) {
        stretches_.emplace_back(stretch);
      }
    }
    return std::any_of(stretches_.begin(), stretches_.end(), holds);
  }

  const Xapian::Document& document_;
  const SectionRef& ref_;
  ArticleTexts& texts_;
  Xapian::docid id_;
  const ToldByTerms* told_;
  std::shared_ptr<const ArticleText> text_;
  std::shared_ptr<const FoldedSection> folded_;
  std::vector<StretchReader> stretches_;  // Of it.
};

struct Placed {
  Xapian::docid document = 0;
  SectionRef ref;
};

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
  const ToldByTerms told(state_, checks_, documents);
  const auto is_sure = [&](Xapian::docid document) {
    return state_.changed.empty() &&
           std::all_of(checks_.begin(), checks_.end(), [&](const Condition* check) {
             return check->kind == Condition::Kind::kPhrase && check->of == TextOf::kSection &&
                    told.vouches(document, check->phrase);
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
    DocumentView view(document, candidate.ref, texts_, candidate.document, &told);
    if (admits(view, candidate.ref)) {
      ++out.admitted;
    } else {
      out.refused.push_back(candidate.ref);
    }
  }
  return out;
}

}  // namespace zhengce
