#include "indexer/extract/reading.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "corpus/analysis/sentences.h"

namespace zhengce {
namespace {

/// True if nothing but blanks stands beside `span` in its line.
bool is_whole_line(std::u32string_view text, Span span) {
  auto before = span.start;
  while (before > 0 && is_blank(text[before - 1])) --before;
  auto after = span.end;
  while (after < text.size() && is_blank(text[after])) ++after;
  return (before == 0 || text[before - 1] == U'\n') &&
         (after == text.size() || text[after] == U'\n');
}

/// Whether the text is cut into 第一条, 第二条…
bool is_statute(std::u32string_view norm) {
  constexpr std::size_t kLongestNumber = 6;
  constexpr std::size_t kFewest = 5;
  constexpr std::size_t kLinesEach = 10;  // Paragraphs and items that one of them has at most.
  std::size_t lines = 0, numbered = 0;
  for (const Span line : split_lines(norm)) {
    const auto text = slice(norm, trim(norm, line));
    if (text.empty()) continue;
    ++lines;
    if (text.front() != U'第') continue;
    std::size_t end = 1;
    while (end < text.size() && end <= kLongestNumber && is_number_char(text[end])) ++end;
    if (end > 1 && end < text.size() && text[end] == U'条') ++numbered;
  }
  return numbered >= kFewest && numbered * kLinesEach >= lines;
}

/// Where the word of `list` in `span` ends that ends first.
std::uint32_t first_end(const WordList& list, std::u32string_view norm, Span span) {
  auto first = SentenceContext::kNowhere;
  for (auto pos = span.start; pos < std::min(span.end, first); ++pos) {
    const auto n = static_cast<std::uint32_t>(list.longest_at(norm, pos));
    if (n > 0) first = std::min(first, pos + n);
  }
  return first;
}

}  // namespace

Span title_of(const Article& article) {
  Span title;
  for (const auto& part : article.parts) {
    if (part.kind != PartKind::kTitle) continue;
    if (title.empty()) title = part.span;
    title.end = part.span.end;
  }
  return title;
}

Reading::Reading(const Gazetteer& all_regions, const RuleSet::Impl& rule_set, const Article& read)
    : gazetteer(all_regions),
      rules(rule_set),
      article(read),
      title(title_of(read)),
      page(read.text, title),
      central(is_central(page, rules, article)),
      statute(is_statute(page.norm)) {}

RegionContext Reading::region_context(const Section& section) const {
  RegionContext context;
  if (!section.about.empty())
    context.subject = gazetteer.find_code(section.about.front()).value_or(kNoRegion);
  return context;
}

std::vector<Span> Reading::sentences_of(Span span) const {
  auto sentences = split_sentences(page.raw, span);
  // The title is one sentence, however many lines it takes.
  const auto first =
      std::find_if(sentences.begin(), sentences.end(), [&](Span s) { return title.contains(s); });
  const auto last =
      std::find_if(first, sentences.end(), [&](Span s) { return !title.contains(s); });
  if (last - first > 1) {
    first->end = (last - 1)->end;
    sentences.erase(first + 1, last);
  }
  return sentences;
}

Span Reading::line_at(std::uint32_t pos) const {
  constexpr auto kNone = std::u32string::npos;
  const auto before = pos == 0 ? kNone : page.raw.rfind(U'\n', pos - 1);
  const auto after = page.raw.find(U'\n', pos);
  return trim(page.raw, {before == kNone ? 0 : static_cast<std::uint32_t>(before) + 1,
                         static_cast<std::uint32_t>(after == kNone ? page.raw.size() : after)});
}

Reading::Sentence Reading::read(const Section& section, Span span, Part& part) const {
  constexpr std::uint32_t kLongestHeading = 40;
  Sentence sentence;
  sentence.span = sentence.context.sentence = span;
  sentence.context.own_title = title.contains(span);
  sentence.context.statute = statute;
  const char32_t last = span.empty() ? U'\n' : page.norm[span.end - 1];
  sentence.context.heading = span.size() <= kLongestHeading && last != U'。' && last != U';' &&
                             last != U'!' && is_whole_line(page.raw, span);
  if (!section.about.empty()) {
    if (const auto region = gazetteer.find_code(section.about.front())) {
      sentence.context.region_name = decode_utf8(gazetteer.at(*region).name).substr(0, 2);
    }
  }
  const auto text = page.folded(span);
  if (sentence.context.heading && section.heading_span != span) {
    if (rules.list(List::kHeadingRuns).within(text)) {
      part.planned = false;
    } else if (rules.list(List::kHeadingPlans).within(text)) {
      part.planned = true;
    }
  } else if (rules.list(List::kSentencePlans).within(text.substr(0, 60))) {
    part.planned = true;
  }
  sentence.planned_part = part.planned;
  sentence.context.proposed_from = first_end(rules.list(List::kProposes), page.norm, span);
  sentence.context.willed_from = first_end(rules.list(List::kWill), page.norm, span);
  // 一、废止下列文件： and the titles below it.
  if (text.find(U'《') == std::u32string_view::npos)
    part.repealed =
        rules.list(List::kRepealsList).within(text) && !rules.list(List::kInForce).within(text);
  sentence.repealed_list = part.repealed;
  return sentence;
}

std::vector<std::string> Reading::mentioned_regions(const Section& section) const {
  std::vector<std::string> codes;
  for (const Span span : indexed_spans(article, section)) {
    for (const auto& mention :
         find_regions(gazetteer, page.raw, span, region_context(section)).resolved) {
      codes.emplace_back(gazetteer.at(mention.region).code);
    }
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

Modality Reading::modality(const Sentence& sentence, const Governance& governance) const {
  if ((sentence.planned_part && !governance.done) || governance.planned) return Modality::kPlans;
  return governance.ended ? Modality::kEnded : Modality::kRuns;
}

Evidence Reading::evidence(const Section& section, Span sentence, Span mention,
                           const Pattern& pattern) const {
  Evidence e;
  e.article = article.id;
  e.section = section.n;
  e.sentence = sentence;
  e.mention = mention;
  e.rule = pattern.rule;
  e.rule_version = pattern.version;
  e.confidence = pattern.confidence;
  return e;
}

namespace {

// Keeps of each group, and of each kind, the rows that stand first in the text.
template <typename Row, typename GroupOf, typename KindOf>
void keep_first(std::vector<Row>& rows, const GroupOf& group_of, const KindOf& kind_of) {
  if (rows.size() <= kMostOfOne) return;
  std::vector<std::uint32_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto place = [&](std::uint32_t i) {
      const Evidence& evidence = rows[i].evidence;
      return std::tuple(evidence.sentence.start, evidence.mention.start, i);
    };
    return place(a) < place(b);
  });
  std::map<decltype(group_of(rows.front())), std::size_t> of_group;
  std::map<decltype(kind_of(rows.front())), std::size_t> of_kind;
  std::vector<bool> is_kept(rows.size());
  for (const auto i : order) {
    if (++of_group[group_of(rows[i])] > kMostOfOne) continue;
    is_kept[i] = ++of_kind[kind_of(rows[i])] <= kMostOfArticle;
  }
  std::size_t at = 0;
  std::erase_if(rows, [&](const Row&) { return !is_kept[at++]; });
}

// What is known by names of other articles must not crowd out what the article itself says: they
// come and go.
void keep_first(Extraction& extraction) {
  std::set<std::string> known_rules;
  for (const Candidate& candidate : extraction.candidates) {
    if (candidate.support == Support::kKnown) known_rules.insert(candidate.evidence.rule);
  }
  const auto is_known = [&](const auto& row) { return known_rules.contains(row.evidence.rule); };
  keep_first(
      extraction.candidates,
      [&](const Candidate& row) {
        return std::tuple(is_known(row), row.entity, row.evidence.section);
      },
      is_known);
  // Each figure is a fact of its own.
  const auto figure = [](const Assertion& row) { return row.quantity ? row.quantity->value : 0; };
  keep_first(
      extraction.assertions,
      [&](const Assertion& row) {
        return std::tuple(is_known(row), row.from, row.relation, row.to, row.modality, row.kind,
                          figure(row));
      },
      [&](const Assertion& row) { return std::pair(is_known(row), row.quantity.has_value()); });
}

}  // namespace

void normalize(Extraction& extraction) {
  const auto unique = [](auto& all) {
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  };
  unique(extraction.candidates);
  unique(extraction.assertions);
  keep_first(extraction);
}

void assert_run(const std::vector<EntityId>& doers, Relation relation, Modality modality,
                const EntityId& program, const Evidence& evidence, Extraction& out) {
  for (const auto& doer : doers)
    out.assertions.push_back({doer, relation, program, modality, evidence});
}

}  // namespace zhengce
