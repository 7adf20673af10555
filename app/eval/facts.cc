#include "app/eval/facts.h"

#include <algorithm>
#include <map>

#include "corpus/analysis/fold.h"
#include "corpus/analysis/sentences.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/message.h"
#include "corpus/organizations.h"

namespace zhengce::eval {
namespace {

void add(std::vector<std::string>& to, const std::string& form) {
  if (!form.empty() && std::find(to.begin(), to.end(), form) == to.end()) to.push_back(form);
}

// Of several words on one thing in one article the end wins over running, that over planning.
int standing(Modality modality) {
  return modality == Modality::kEnded ? 2 : modality == Modality::kRuns ? 1 : 0;
}

// What does not tell a quote from its place in the text.
bool is_left_out(char32_t c) { return is_blank(c) || c == U'\n'; }

class ArticleFacts {
 public:
  ArticleFacts(const GraphReader& graph, StoredArticle stored, Extraction extraction,
               std::string name)
      : graph_(graph),
        article_(std::move(stored.article)),
        extraction_(std::move(extraction)),
        name_(std::move(name)),
        text_(decode_utf8(article_.text)) {}

  Result<std::vector<Fact>> run() {
    for (const auto& candidate : extraction_.candidates)
      add(forms_[candidate.entity], candidate.name);
    header();
    for (const auto& assertion : extraction_.assertions) {
      const auto shown = is_shown(assertion);
      if (!shown) return shown.error();
      if (*shown) take(assertion);
    }
    for (auto& [key, fact] : facts_) facts_found_.push_back(std::move(fact));
    return std::move(facts_found_);
  }

 private:
  Fact fact(Table table) const {
    Fact made;
    made.table = table;
    made.article = name_;
    return made;
  }

  void header_field(const char* field, const std::string& value, bool optional = false) {
    if (value.empty()) return;
    auto made = fact(Table::kArticles);
    made.cells = {{field}, {value}};
    made.optional = optional;
    made.rules = {"frame"};
    facts_found_.push_back(std::move(made));
  }

  void header() {
    header_field("title", article_.title);
    header_field("number", article_.number);
    header_field("issuer", article_.issuer);
    if (article_.issuer.empty()) {
      for (const auto& source : article_.sources) header_field("issuer", source.name, true);
    }
    if (article_.date()) header_field("date", article_.date()->iso());
  }

  Result<bool> is_shown(const Assertion& assertion) {
    for (const auto& id : {assertion.from, assertion.to}) {
      if (id.kind() != EntityKind::kProgram) continue;
      auto known = visible_.find(id);
      if (known == visible_.end()) {
        const auto entity = graph_.entity(id);
        if (!entity) return entity.error();
        known = visible_.emplace(id, *entity && (*entity)->visible).first;
      }
      if (!known->second) return false;
    }
    return true;
  }

  std::vector<std::string> names_of(const EntityId& id) const {
    if (id.kind() == EntityKind::kRegion) {
      const auto& gazetteer = Gazetteer::builtin();
      const auto region = gazetteer.find_code(id.code());
      if (!region) return {id.code()};
      // 朝阳区, 长春市朝阳区, 吉林省长春市朝阳区
      std::vector<std::string> names;
      std::string path;
      for (const auto part : gazetteer.with_ancestors(*region)) {
        path.insert(0, gazetteer.at(part).name);
        names.push_back(path);
      }
      return names;
    }
    std::vector<std::string> names;
    if (const auto forms = forms_.find(id); forms != forms_.end()) names = forms->second;
    return names;
  }

  void take(const Assertion& assertion) {
    auto made = fact(Table::kRuns);
    if (is_running(assertion.relation)) {
      made.cells = {names_of(assertion.from), names_of(assertion.to)};
    } else if (assertion.relation == Relation::kIssued) {
      made.table = Table::kIssued;
      made.cells = {names_of(assertion.from), names_of(assertion.to)};
    } else if (assertion.relation == Relation::kContributed) {
      made.table = Table::kContributed;
      std::string heading;
      for (const auto& section : article_.sections) {
        if (section.n == assertion.evidence.section) heading = section.heading;
      }
      made.cells = {{heading}, names_of(assertion.from)};
    } else if (assertion.relation == Relation::kPairedWith) {
      made.table = Table::kPaired;
      made.cells = {names_of(assertion.from), names_of(assertion.to), {assertion.kind}};
    } else if (assertion.relation == Relation::kMeasured && assertion.quantity) {
      made.table = Table::kMetrics;
      made.cells = {
          names_of(assertion.from), {}, {assertion.quantity->number()}, {assertion.quantity->unit}};
      if (assertion.to != assertion.from) made.cells[1] = names_of(assertion.to);
    } else {
      return;
    }
    made.modality = modality_name(assertion.modality);
    Key key{made.table, assertion.from, assertion.to, {}};
    if (made.table == Table::kContributed) key.rest = made.cells[0][0];
    if (made.table == Table::kPaired) key.rest = assertion.kind;
    if (made.table == Table::kMetrics) key.rest = made.cells[2][0] + made.cells[3][0];
    keep(key, made, assertion);
  }

  struct Key {
    Table table;
    EntityId from, to;
    std::string rest;
    auto operator<=>(const Key&) const = default;
  };

  void keep(const Key& key, const Fact& made, const Assertion& assertion) {
    const auto& evidence = assertion.evidence;
    const auto [place, fresh] = facts_.try_emplace(key, made);
    Fact& fact = place->second;
    auto& best = standings_[key];
    if (fresh || standing(assertion.modality) > best) {
      best = standing(assertion.modality);
      fact.modality = modality_name(assertion.modality);
    }
    if (fresh || evidence.confidence > fact.confidence) {
      fact.confidence = evidence.confidence;
      fact.sentence = encode_utf8(slice(text_, evidence.sentence));
    }
    const auto rule =
        std::lower_bound(fact.rules.begin(), fact.rules.end(), assertion.evidence.rule);
    if (rule == fact.rules.end() || *rule != evidence.rule) fact.rules.insert(rule, evidence.rule);
  }

  const GraphReader& graph_;
  const Article article_;
  const Extraction extraction_;
  const std::string name_;
  const std::u32string text_;
  std::map<EntityId, std::vector<std::string>> forms_;
  std::map<EntityId, bool> visible_;
  std::map<Key, Fact> facts_;
  std::map<Key, int> standings_;
  std::vector<Fact> facts_found_;
};

}  // namespace

std::string_view page_kind(const Article& article) {
  const auto headed = std::count_if(article.sections.begin(), article.sections.end(),
                                    [](const Section& s) { return !s.heading.empty(); });
  if (headed > 1) return "roundup";
  if (article.title.find("工作报告") != std::string::npos) return "report";
  if (!article.number.empty() || article.title.find("关于") != std::string::npos) return "document";
  return "news";
}

Result<std::vector<Fact>> facts_of(const GraphReader& graph, const ArticleId& id,
                                   const std::string& article) {
  auto stored = graph.article(id, true);
  if (!stored) return stored.error();
  if (!*stored) return Error{ErrorCode::kNotFound, message(_("{}: not stored"), article)};
  auto extraction = graph.extraction(id);
  if (!extraction) return extraction.error();
  return ArticleFacts(graph, std::move(**stored), std::move(*extraction), article).run();
}

Quoted::Quoted(std::string_view text) : raw_(decode_utf8(text)) {
  const auto folded = fold(raw_);
  for (std::size_t i = 0; i < folded.text.size(); ++i) {
    if (is_left_out(folded.text[i])) continue;
    squeezed_ += folded.text[i];
    origin_.push_back(folded.origin[i]);
  }
}

std::size_t Quoted::find(std::string_view quote) const {
  auto wanted = fold_text(decode_utf8(quote));
  std::erase_if(wanted, is_left_out);
  return wanted.empty() ? std::u32string::npos : squeezed_.find(wanted);
}

bool Quoted::has(std::string_view quote) const { return find(quote) != std::u32string::npos; }

std::string Quoted::sentence_with(std::string_view quote) const {
  const auto at = find(quote);
  if (at == std::u32string::npos) return {};
  const auto pos = origin_[at];
  for (const Span sentence : split_sentences(raw_, {0, static_cast<std::uint32_t>(raw_.size())})) {
    if (sentence.start <= pos && pos < sentence.end)
      return encode_utf8(trim(slice(raw_, sentence)));
  }
  return {};
}

}  // namespace zhengce::eval
