#include "search/graph/citer.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "corpus/message.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

// `span`, counted in code points, of UTF-8 text; nothing where it reaches beyond the text.
std::optional<std::string_view> slice_utf8(std::string_view text, Span span) {
  if (span.end < span.start) return std::nullopt;
  const auto advance = [&](std::size_t at, std::uint32_t characters) -> std::optional<std::size_t> {
    for (; characters > 0; --characters) {
      if (at >= text.size()) return std::nullopt;
      do ++at;
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    }
    return at;
  };
  const auto start = advance(0, span.start);
  const auto end = start ? advance(*start, span.size()) : std::nullopt;
  if (!end) return std::nullopt;
  return text.substr(*start, *end - *start);
}

Error gone(const ArticleId& id, const char* what) {
  return {ErrorCode::kCorrupt, message(_("article {} {}"), id.hex(), what)};
}

// The first and the last day that a date may mean, as Date::number().
std::uint32_t first_day(Date date) {
  return date.number() + (date.month == 0 ? 100 : 0) + (date.day == 0 ? 1 : 0);
}
std::uint32_t last_day(Date date) {
  return date.number() + (date.month == 0 ? 1200 : 0) + (date.day == 0 ? 31 : 0);
}

CitedEvidence describe(const Article& article) {
  CitedEvidence cited;
  cited.title = article.title;
  cited.number = article.number;
  cited.issuer = article.issuer;
  cited.date = article.date();
  cited.invented = is_invented(article.title);
  for (const Source& source : article.sources) {
    if (cited.key.empty()) cited.key = source.key;
    if (cited.source.empty()) cited.source = source.name;
    if (cited.url.empty()) cited.url = source.url;
    if (cited.path.empty()) cited.path = source.path;
  }
  return cited;
}

}  // namespace

Saying saying_of(const Assertion& assertion) {
  const auto& evidence = assertion.evidence;
  return {evidence.article, evidence.sentence, assertion.relation, assertion.modality,
          assertion.quantity ? assertion.quantity->about : std::string()};
}

bool Citer::Cited::has_in_title(Span sentence) const {
  return std::any_of(titles.begin(), titles.end(), [&](Span title) {
    return sentence.start >= title.start && sentence.end <= title.end;
  });
}

Result<const Citer::Cited*> Citer::article(const ArticleId& id) {
  auto place = articles_.find(id);
  if (place == articles_.end()) {
    const auto stored = graph_.article(id, false);
    if (!stored) return stored.error();
    if (!*stored) return gone(id, _("is gone"));
    const Article& article = (*stored)->article;
    place = articles_.emplace(id, Cited{describe(article), {}, {}}).first;
    place->second.published = article.published ? article.published : article.signed_on;
    for (const Part& part : article.parts) {
      if (part.kind == PartKind::kTitle) place->second.titles.push_back(part.span);
    }
  }
  return &place->second;
}

Result<std::optional<Date>> Citer::published(const ArticleId& id) {
  const auto cited = article(id);
  if (!cited) return cited.error();
  return (*cited)->published;
}

Result<Citer::Admission> Citer::admits(const Assertion& assertion, const EvidenceFilter& filter) {
  const Evidence& evidence = assertion.evidence;
  if (evidence.confidence < filter.min_confidence) return Admission::kNo;
  if (filter.sections != nullptr &&
      !filter.sections->contains({evidence.article, evidence.section})) {
    return Admission::kNo;
  }
  if (!filter.asks_dates()) return Admission::kYes;
  const auto date = published(evidence.article);
  if (!date) return date.error();
  if (!*date) return Admission::kUndated;
  const bool in_time = (!filter.as_of || last_day(**date) <= last_day(*filter.as_of)) &&
                       (!filter.since || first_day(**date) >= first_day(*filter.since));
  return in_time ? Admission::kYes : Admission::kNo;
}

Result<CitedEvidence> Citer::cite(const Assertion& assertion) {
  const auto known = article(assertion.evidence.article);
  if (!known) return known.error();
  CitedEvidence cited = (*known)->article;
  cited.assertion = assertion;
  cited.in_title = (*known)->has_in_title(assertion.evidence.sentence);
  return cited;
}

Result<void> Citer::add_sentence(CitedEvidence& cited) {
  const Evidence& evidence = cited.assertion.evidence;
  if (!has_text_ || text_of_ != evidence.article) {
    auto text = graph_.text(evidence.article);
    if (!text) return text.error();
    if (!*text) return gone(evidence.article, _("has no text"));
    text_ = std::move(**text);
    text_of_ = evidence.article;
    has_text_ = true;
  }
  const auto sentence = slice_utf8(text_, evidence.sentence);
  if (!sentence) return gone(evidence.article, _("ends before its evidence"));
  cited.sentence = *sentence;
  return {};
}

Result<std::vector<CitedEvidence>> Citer::best(const std::vector<Assertion>& assertions,
                                               Modality standing, std::size_t limit) {
  struct Entry {
    const Assertion* assertion;
    const Cited* article;
    bool in_title;
  };
  std::vector<Entry> all;
  for (const Assertion& assertion : assertions) {
    const auto known = article(assertion.evidence.article);
    if (!known) return known.error();
    all.push_back({&assertion, *known, (*known)->has_in_title(assertion.evidence.sentence)});
  }
  std::sort(all.begin(), all.end(), [&](const Entry& a, const Entry& b) {
    const bool tells = a.assertion->modality == standing;
    if (tells != (b.assertion->modality == standing)) return tells;
    const Evidence &left = a.assertion->evidence, &right = b.assertion->evidence;
    // A title is sure of what it names, but a sentence of the text tells more.
    if (a.in_title != b.in_title) return b.in_title;
    if (left.confidence != right.confidence) return left.confidence > right.confidence;
    const auto &date = a.article->article.date, &other = b.article->article.date;
    if (date != other) return date > other;  // No date is before any.
    return std::tie(left, *a.assertion) < std::tie(right, *b.assertion);
  });
  std::set<Saying> told;
  std::vector<CitedEvidence> chosen;
  for (const Entry& entry : all) {
    const Assertion& assertion = *entry.assertion;
    if (!told.insert(saying_of(assertion)).second) continue;
    auto cited = cite(assertion);
    if (!cited) return cited.error();
    chosen.push_back(std::move(*cited));
    if (chosen.size() == limit) break;  // 0 is never reached.
  }
  return chosen;
}

Result<Modality> Citer::standing(const std::vector<Assertion>& assertions) {
  struct Told {
    std::optional<std::optional<Date>> runs, ended;  // The newest date; no date is before any.
  };
  std::map<EntityId, Told> by_doer;
  for (const Assertion& assertion : assertions) {
    const auto cited = article(assertion.evidence.article);
    if (!cited) return cited.error();
    Told& told = by_doer[assertion.from];
    if (assertion.modality == Modality::kPlans) continue;
    auto& newest = assertion.modality == Modality::kEnded ? told.ended : told.runs;
    const auto& date = (*cited)->article.date;
    if (!newest || *newest < date) newest = date;
  }
  Modality best = Modality::kPlans;
  for (const auto& [doer, told] : by_doer) {
    if (told.ended && (!told.runs || *told.runs <= *told.ended)) {
      if (best == Modality::kPlans) best = Modality::kEnded;
    } else if (told.runs) {
      best = Modality::kRuns;
    }
  }
  return best;
}

Result<void> Citer::add_sentences(std::vector<CitedEvidence*> all) {
  std::sort(all.begin(), all.end(), [](const CitedEvidence* a, const CitedEvidence* b) {
    return a->assertion.evidence < b->assertion.evidence;
  });
  for (CitedEvidence* cited : all) {
    if (const auto added = add_sentence(*cited); !added) return added.error();
  }
  return {};
}

Result<CitedEvidence> cite(const GraphReader& graph, const Assertion& assertion) {
  Citer citer(graph);
  auto cited = citer.cite(assertion);
  if (!cited) return cited;
  if (const auto added = citer.add_sentence(*cited); !added) return added.error();
  return cited;
}

}  // namespace zhengce
