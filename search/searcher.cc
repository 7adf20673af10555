#include "search/searcher.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <future>
#include <mutex>
#include <set>
#include <utility>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/analysis/lexicon.h"
#include "corpus/index_schema.h"
#include "corpus/message.h"
#include "graph/data_dir.h"
#include "graph/days.h"
#include "search/bare_words.h"
#include "search/cursor.h"
#include "search/date_range.h"
#include "search/explanation.h"
#include "search/facets.h"
#include "search/graph_conditions.h"
#include "search/groups.h"
#include "search/hits.h"
#include "search/index_state.h"
#include "search/matcher.h"
#include "search/matching.h"
#include "search/phrases.h"
#include "search/plan.h"
#include "search/query_parser.h"
#include "search/ranking.h"
#include "search/section_text.h"
#include "search/suggest.h"

namespace zhengce {
namespace {

// Parts of a query that found nothing that are looked up one by one.
constexpr std::size_t kMaxAsked = 10;
// Other readings of such a part that are looked up, in how many sections each, and that are told.
constexpr std::size_t kMaxTried = 20;
constexpr std::uint32_t kTriedBudget = 300;
constexpr std::size_t kMaxMeant = 3;
// Names that a word with a tilde stands for.
constexpr std::size_t kMaxNearNames = 20;

// Groups are made of so many of the best hits.
constexpr std::uint32_t kGroupedHits = 20000;

// What is run for a request.
SearchOptions to_run(const SearchOptions& asked) {
  SearchOptions options = asked;
  if (!asked.group_by) return options;
  options.limit = kGroupedHits;
  options.offset = 0;
  if (std::find(asked.facets.begin(), asked.facets.end(), *asked.group_by) == asked.facets.end()) {
    options.facets.push_back(*asked.group_by);
  }
  return options;
}

// The lexicon takes longer to build than a query to answer: the last one is kept for all searchers.
std::shared_ptr<const Lexicon> lexicon_for(const std::string& user_dictionary) {
  static std::mutex mutex;
  static std::string last_dictionary;
  static std::shared_ptr<const Lexicon> last;
  const std::lock_guard lock(mutex);
  if (last == nullptr || last_dictionary != user_dictionary) {
    last = Lexicon::standard(user_dictionary);
    last_dictionary = user_dictionary;
  }
  return last;
}

}  // namespace

struct Searcher::Impl {
  DataDir dir;
  std::shared_ptr<const Lexicon> lexicon;
  Analyzer analyzer;
  std::unique_ptr<IndexState> state;
  std::unique_ptr<ArticleTexts> texts;  // Of the state…
  std::unique_ptr<HitMaker> hits;       // … and this too.
  std::unique_ptr<Suggester> names;     // Made at the first need, for the state `names_of`.
  const IndexState* names_of = nullptr;

  Impl(DataDir data_dir, std::shared_ptr<const Lexicon> words)
      : dir(std::move(data_dir)), lexicon(words), analyzer(std::move(words)) {}

  void set(std::unique_ptr<IndexState> newer) {
    names.reset();
    hits.reset();
    texts.reset();
    state = std::move(newer);
    texts = std::make_unique<ArticleTexts>(*state->graph);
    hits = std::make_unique<HitMaker>(*state->graph, Gazetteer::builtin(), analyzer, *texts);
  }
  Result<void> move_on() {
    auto newer = open_index_state(dir);
    if (!newer) return newer.error();
    set(std::move(*newer));
    return {};
  }

  // Answers with `request`, from a newer state where the writer overtook this one.
  template <typename T, typename Request>
  Result<T> answer(const Request& request) {
    for (int attempt = 1;; ++attempt) {
      texts->begin_request();
      hits->begin_request();
      state->prefixes->begin_request();
      Result<T> result = [&]() -> Result<T> {
        try {
          return request();
        } catch (...) {
          return from_exception();
        }
      }();
      if (result || result.error().code != ErrorCode::kBusy || attempt == kAttempts) return result;
      if (const auto moved = move_on(); !moved) return moved.error();
    }
  }

  /// Tells how the answer came about where `explanation` is given; its answer is left empty.
  Result<SearchAnswer> find(std::string_view query, const SearchOptions& options,
                            Explanation* explanation = nullptr) {
    const auto node = parse_query(query);
    if (!node) return node.error();
    const Date today = options.today ? *options.today : local_today();
    const auto names_near = [this](std::u32string_view folded) -> Result<std::vector<std::string>> {
      const auto known = suggester();
      if (!known) return known.error();
      return (*known)->one_edit_from(folded, kMaxNearNames);
    };
    Planner planner(*state->graph, Gazetteer::builtin(), analyzer, *lexicon, today, options.expand,
                    names_near,
                    [this](const std::string& name) { return state->issuers->naming(name); });
    const auto fields = planner.resolve(*node, decode_utf8(query));
    if (!fields) return fields.error();
    Condition filter;
    std::vector<RunningRegion> running = fields->running;
    if (!options.filter.empty()) {
      const auto filter_node = parse_query(options.filter);
      if (!filter_node) return filter_node.error();
      auto filter_fields = planner.resolve(*filter_node, decode_utf8(options.filter));
      if (!filter_fields) return filter_fields.error();
      filter = planner.plan(*filter_node, *filter_fields, Strictness::kStrict).condition;
      std::move(filter_fields->running.begin(), filter_fields->running.end(),
                std::back_inserter(running));
    }

    if (options.added_since) {
      auto added = articles_added_since(*state->graph, *options.added_since);
      if (!added) return added.error();
      filter =
          with_filter(Condition::has_value(schema::kArticle, std::move(*added), false), filter);
    }
    const SearchOptions run = to_run(options);
    // Where there is no group, none need be looked up for each section.
    const bool has_groups = state->index->get_value_freq(schema::kSlotGroup) > 0;
    FacetCounts facets(run.facets, *state->issuers, run.reprints_as_one && has_groups);
    const Matcher matcher(*state, *texts, run, facets);
    std::optional<Cursor> after;
    if (!options.cursor.empty()) {
      if (options.group_by) {
        return Error{ErrorCode::kInvalidInput, _("groups have no cursor: use an offset")};
      }
      auto read = cursor_of(options.cursor, query, options);
      if (!read) return read.error();
      after = std::move(*read);
    }
    SearchAnswer answer;
    answer.relaxed = after && after->relaxed;
    answer.changed = after && (after->index_sequence != state->sequence ||
                               after->graph_sequence != state->graph_sequence);
    Plan plan =
        planner.plan(*node, *fields, answer.relaxed ? Strictness::kRelaxed : Strictness::kStrict);
    Statistics statistics = after ? after->statistics : statistics_of(*state->index, plan);
    Outcome outcome = matcher.run(plan, filter, statistics, after ? &*after : nullptr);
    if (!after && outcome.total == 0 && outcome.exact && plan.has_bare_words &&
        admits_nothing(planner.plan(*node, *fields, Strictness::kUnfiltered))) {
      Plan relaxed = planner.plan(*node, *fields, Strictness::kRelaxed);
      Statistics of_relaxed = statistics_of(*state->index, relaxed);
      Outcome more = matcher.run(relaxed, filter, of_relaxed);
      if (more.total > 0) {
        answer.relaxed = true;
        plan = std::move(relaxed);
        statistics = std::move(of_relaxed);
        outcome = std::move(more);
      }
    }
    answer.total = outcome.total;
    answer.exact = outcome.exact;
    answer.sequence = state->graph_sequence;
    if (!after && (answer.relaxed || (answer.total == 0 && answer.exact))) {
      auto asked = tell_asked(*node, *fields, planner);
      if (!asked) return asked.error();
      answer.asked = std::move(*asked);
    }
    auto counted =
        facets.facets(*state->graph, Gazetteer::builtin(), options.facet_values, outcome.exact);
    if (!counted) return counted.error();
    answer.facets = std::move(*counted);
    answer.facets.resize(options.facets.size());

    const SnippetParts parts{plan.marks, plan.weak_marks};
    if (options.group_by) {
      auto groups = make_groups(outcome, facets, options, parts, running);
      if (!groups) return groups.error();
      answer.groups = std::move(*groups);
      outcome.matches.clear();
    }
    std::uint32_t rank = outcome.before;
    for (const Match& match : outcome.matches) {
      auto hit = hits->make(match.ref, options.snippets ? &parts : nullptr, running);
      if (!hit) return hit.error();
      if (!*hit) continue;
      (*hit)->rank = ++rank;
      (*hit)->score = match.score;
      answer.hits.push_back(std::move(**hit));
      if (explanation != nullptr) {
        explanation->scores.push_back(
            score_parts(*state, match.document, match.ref.article, plan, statistics));
      }
    }
    if (outcome.more && !outcome.matches.empty()) {
      answer.cursor = cursor_behind(outcome, std::move(statistics), answer.relaxed, query, options);
    }
    if (explanation != nullptr) {
      auto explained = explain_parts(*node, *fields, {answer.relaxed, options.expand},
                                     *state->graph, Gazetteer::builtin(), analyzer, *lexicon);
      if (!explained) return explained.error();
      explanation->parts = std::move(*explained);
      explanation->join = outcome.join;
      explain_condition(with_filter(plan.condition, filter), *explanation);
    }
    return answer;
  }

  Result<std::vector<Group>> make_groups(const Outcome& outcome, FacetCounts& facets,
                                         const SearchOptions& options, const SnippetParts& parts,
                                         const std::vector<RunningRegion>& running) const {
    std::vector<Group> groups;
    std::uint32_t rank = 0;
    for (const auto& [value, match] : first_of_each(*state, *options.group_by, outcome.matches)) {
      if (groups.size() == options.limit) break;
      auto shown = shown_value(*options.group_by, value, facets.count_of(*options.group_by, value),
                               *state->graph, Gazetteer::builtin());
      if (!shown) return shown.error();
      if (!*shown || ++rank <= options.offset) continue;
      auto hit = hits->make(match.ref, options.snippets ? &parts : nullptr, running);
      if (!hit) return hit.error();
      if (!*hit) continue;
      (*hit)->rank = rank;
      (*hit)->score = match.score;
      groups.push_back({std::move(**shown), std::move(**hit)});
    }
    return groups;
  }

  void explain_condition(Condition condition, Explanation& explanation) const {
    const Side side = explanation.join.text_drives ? Side::kText : Side::kAll;
    for (const Condition* check : undecided(condition, side)) explanation.checked.push_back(*check);
    const Xapian::Query query = candidates(condition, *state->prefixes, side);
    explanation.xapian = query.get_description();
    explanation.candidates = unweighted(*state->index, query)
                                 .get_mset(0, 0, state->index->get_doccount())
                                 .get_matches_estimated();
    explanation.condition = std::move(condition);
  }

  // What a cursor belongs to: all that says which sections come in which order.
  static std::uint64_t cursor_key(std::string_view query, const SearchOptions& options) {
    std::uint64_t key = fingerprint(query);
    key = fingerprint("\n" + options.filter + "\n", key);
    const std::string others = std::to_string(static_cast<int>(options.sort)) +
                               (options.expand ? " expand " : " ") +
                               (options.reprints_as_one ? "grouped " : "") +
                               (options.added_since ? std::to_string(*options.added_since) : "");
    return fingerprint(others, key);
  }
  Result<Cursor> cursor_of(const std::string& text, std::string_view query,
                           const SearchOptions& options) const {
    auto cursor = Cursor::decode(text);
    if (!cursor) return cursor.error();
    if (cursor->query != cursor_key(query, options)) {
      return Error{ErrorCode::kInvalidInput,
                   _("this cursor belongs to another query: repeat the query and its options as "
                     "they were")};
    }
    if (cursor->index_sequence > state->sequence ||
        cursor->graph_sequence > state->graph_sequence) {
      return Error{ErrorCode::kInvalidInput,
                   _("this cursor belongs to another data directory, or to a later state of it")};
    }
    return cursor;
  }
  std::string cursor_behind(const Outcome& outcome, Statistics statistics, bool relaxed,
                            std::string_view query, const SearchOptions& options) const {
    const Match& last = outcome.matches.back();
    Cursor cursor;
    cursor.index_sequence = state->sequence;
    cursor.graph_sequence = state->graph_sequence;
    cursor.query = cursor_key(query, options);
    cursor.relaxed = relaxed;
    cursor.given = outcome.before + static_cast<std::uint32_t>(outcome.matches.size());
    cursor.passed = last.place;
    cursor.score = last.score;
    cursor.date = last.date;
    cursor.last = last.ref;
    cursor.statistics = std::move(statistics);
    return cursor.encode();
  }

  bool admits_nothing(const Plan& plan) const {
    const Outcome outcome =
        Matcher::count(*state, *texts, plan.condition, SearchOptions().verification_budget);
    return outcome.total == 0 && outcome.exact;
  }
  std::uint64_t count(const Condition& condition,
                      std::uint32_t budget = SearchOptions().verification_budget) const {
    return Matcher::count(*state, *texts, condition, budget).total;
  }

  Result<std::vector<AskedPart>> tell_asked(const QueryNode& node, const ResolvedFields& fields,
                                            Planner& planner) {
    struct Asked {
      std::u32string text;
      Condition condition;
      bool is_text = true;
      bool is_issuer = false;
      std::u32string run = {};  ///< In which the text stands; empty where it stands alone.
      std::string number = {};
    };
    std::vector<Asked> all;
    const std::function<void(const QueryNode&)> walk = [&](const QueryNode& part) {
      if (part.kind == QueryNode::Kind::kNot || all.size() > kMaxAsked) return;
      for (const QueryNode& child : part.children) walk(child);
      if (!part.children.empty()) return;
      const auto number = normalize_doc_number(encode_utf8(part.text));
      const bool is_field = part.kind == QueryNode::Kind::kField;
      if (part.kind != QueryNode::Kind::kWords || number) {
        Asked& asked = all.emplace_back();
        asked.text = part.text;
        asked.condition = planner.plan(part, fields, Strictness::kStrict).condition;
        asked.is_text = part.kind == QueryNode::Kind::kPhrase && !part.open_end;
        asked.is_issuer = is_field && part.field == QueryField::kIssuer;
        const bool is_number = !is_field || part.field == QueryField::kNumber;
        if (number && is_number && !asked.is_text) asked.number = *number;
        return;
      }
      const auto folded = cut_question_phrases(fold_text(part.text));
      for (const BareRun& run : cut_bare_chunk(analyzer, *lexicon, folded)) {
        for (const auto& unit : run.units)
          all.push_back({unit, Condition::has_phrase(unit), true, false, run.text, {}});
      }
    };
    walk(node);
    std::vector<AskedPart> out;
    if (all.size() > kMaxAsked) return out;
    for (Asked& asked : all) {
      AskedPart& part = out.emplace_back();
      part.typed = encode_utf8(asked.text);
      part.number = std::move(asked.number);
      part.alone = count(asked.condition);
      if (part.alone > 0) continue;
      if (asked.is_issuer) part.meant = state->issuers->holding(part.typed, kMaxMeant);
      if (!asked.is_text) continue;
      auto meant = what_was_meant(fold_text(asked.text), asked.run);
      if (!meant) return meant.error();
      part.meant = std::move(*meant);
    }
    return out;
  }

  // `folded` with one ideograph replaced by another that sounds the same and stands behind the one
  // before it in some text: 铸牢 for 铸劳.
  std::vector<std::u32string> homophones_behind(std::u32string_view folded,
                                                Suggester& known) const {
    std::vector<std::u32string> out;
    for (std::size_t i = 1; i < folded.size(); ++i) {
      if (!is_han(folded[i - 1]) || !is_han(folded[i])) continue;
      const std::string prefix = encode_utf8(folded.substr(i - 1, 1));
      const auto end = state->index->allterms_end(prefix);
      for (auto term = state->index->allterms_begin(prefix); term != end; ++term) {
        const std::u32string pair = decode_utf8(*term);
        if (pair.size() != 2 || !is_han(pair[1]) || pair[1] == folded[i]) continue;
        if (!known.sound_alike(pair[1], folded[i])) continue;
        out.emplace_back(folded);
        out.back()[i] = pair[1];
      }
    }
    return out;
  }

  bool is_word(const std::u32string& folded) {
    return lexicon->contains(folded) || analyzer.words(fold(folded)).size() == 1;
  }
  // Characters that belong to no longer word: what stands across the border of two words has some.
  std::size_t strays_in(const std::u32string& folded) {
    if (lexicon->contains(folded)) return 0;
    const auto words = analyzer.words(fold(folded));
    return static_cast<std::size_t>(std::count_if(
        words.begin(), words.end(), [](const Word& word) { return word.span.size() == 1; }));
  }

  // True where a text has the phrase and no word goes on from it: 劳动和统 stands in 劳动和统计
  // alone.
  bool stands_between_borders(const std::u32string& phrase) {
    constexpr std::size_t kAround = 10;
    SearchOptions options;
    options.limit = 1;
    options.verification_budget = kTriedBudget;
    FacetCounts no_facets({}, *state->issuers);
    Plan plan;
    plan.condition = Condition::has_phrase(phrase);
    const Outcome found =
        Matcher(*state, *texts, options, no_facets).run(plan, Condition(), Statistics());
    if (found.matches.empty()) return false;
    const auto section = texts->folded(found.matches.front().ref);
    if (!section || *section == nullptr) return false;
    for (const FoldedText& stretch : (*section)->stretches) {
      const std::size_t at = stretch.find(phrase, 0);
      if (at == FoldedText::kNone) continue;
      const std::size_t from = at > kAround ? at - kAround : 0;
      const std::size_t start = at - from;
      const std::size_t end = start + phrase.size();
      const auto words = analyzer.words(fold(stretch.text().substr(from, end + kAround)));
      return std::none_of(words.begin(), words.end(), [&](const Word& word) {
        return (word.span.start < start && start < word.span.end) ||
               (word.span.start < end && end < word.span.end);
      });
    }
    return false;
  }

  // What is one character from `folded`, looks or sounds the same, and is found: first what stands
  // so in a name that the whole run is one character from, then what makes the whole run found,
  // then other words, if it is none itself; the most frequent first.
  Result<std::vector<std::string>> what_was_meant(std::u32string_view folded,
                                                  std::u32string_view run) {
    std::vector<std::string> out;
    constexpr std::size_t kLongest = 20;
    if (folded.size() < 2 || folded.size() > kLongest) return out;
    const auto known = suggester();
    if (!known) return known.error();
    std::vector<std::u32string> tries;
    const auto here = run.find(folded);
    const bool in_run = here != std::u32string_view::npos && run.size() > folded.size();
    const auto before = in_run ? run.substr(0, here) : std::u32string_view();
    const auto after = in_run ? run.substr(here + folded.size()) : std::u32string_view();
    if (in_run) {
      for (const auto& named : (*known)->one_edit_from(run, kMaxMeant)) {
        const std::u32string name = fold_text(decode_utf8(named));
        if (name.size() < before.size() + after.size() + 2 || !name.starts_with(before) ||
            !name.ends_with(after)) {
          continue;
        }
        tries.push_back(name.substr(before.size(), name.size() - before.size() - after.size()));
      }
    }
    const std::size_t from_run = tries.size();
    for (const auto& name : (*known)->one_edit_from(folded, kMaxMeant)) {
      tries.push_back(fold_text(decode_utf8(name)));
    }
    const std::size_t from_names = tries.size();
    for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
      tries.emplace_back(folded);
      std::swap(tries.back()[i], tries.back()[i + 1]);
    }
    for (auto& other : look_alikes(folded)) tries.push_back(std::move(other));
    for (auto& other : (*known)->homophones(folded)) tries.push_back(std::move(other));
    for (auto& other : homophones_behind(folded, **known)) tries.push_back(std::move(other));
    constexpr std::size_t kNoChance = 4;
    const bool may_be_other = !is_word(std::u32string(folded));
    const std::size_t strays = strays_in(std::u32string(folded));
    const auto is_better = [&](const std::u32string& other) {
      const std::size_t left = strays_in(other);
      if (!may_be_other) return false;
      return left == 0 || left < strays ||
             (other.size() >= kNoChance && stands_between_borders(other));
    };
    struct Found {
      bool in_run;  // The whole run is found with it.
      std::uint64_t sections;
      std::u32string text;
    };
    std::vector<Found> found;
    std::size_t tried = 0;
    std::size_t first = 0;  // Of `found` that stand in no name.
    for (std::size_t i = 0; i < tries.size() && tried < kMaxTried; ++i) {
      std::u32string& other = tries[i];
      if (other == folded || !may_stand(other)) continue;
      const std::u32string whole = std::u32string(before) + other + std::u32string(after);
      const bool makes_run = in_run && may_stand(whole) && count_phrase(whole) > 0;
      if (i >= from_names && !makes_run && !is_better(other)) continue;
      ++tried;
      const auto sections = count_phrase(other);
      if (sections == 0) continue;
      found.push_back({makes_run, sections, std::move(other)});
      if (i < from_run) ++first;
    }
    std::stable_sort(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(),
                     [](const Found& a, const Found& b) {
                       return std::pair(a.in_run, a.sections) > std::pair(b.in_run, b.sections);
                     });
    for (const Found& one : found) {
      std::string text = encode_utf8(one.text);
      if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
      if (out.size() == kMaxMeant) break;
    }
    return out;
  }

  // Some section has each of the phrase's terms.
  bool may_stand(const std::u32string& phrase) const {
    const auto terms = Analyzer::phrase_terms(phrase);
    return std::all_of(terms.begin(), terms.end(),
                       [&](const std::string& term) { return state->index->term_exists(term); });
  }
  std::uint64_t count_phrase(const std::u32string& phrase) const {
    return count(Condition::has_phrase(phrase), kTriedBudget);
  }

  Result<Suggester*> suggester() {
    if (names == nullptr || names_of != state.get()) {
      auto built = Suggester::build(*state->graph, [&](const std::string& term) {
        return std::uint64_t{state->index->get_termfreq(term)};
      });
      if (!built) return built.error();
      names = std::make_unique<Suggester>(std::move(*built));
      names_of = state.get();
    }
    return names.get();
  }

  Result<std::vector<Suggestion>> suggest(std::string_view typed, std::uint32_t limit) {
    const auto known = suggester();
    if (!known) return known.error();
    auto out = (*known)->suggest(typed, limit);
    std::set<std::string> had;
    for (const Suggestion& one : out) had.insert(one.text);
    for (Suggestion& word : frequent_words(fold_text(decode_utf8(typed)), limit)) {
      if (!had.contains(word.text)) out.push_back(std::move(word));
    }
    std::stable_sort(out.begin(), out.end(), [](const Suggestion& a, const Suggestion& b) {
      return a.begins != b.begins ? a.begins : a.sections > b.sections;
    });
    if (out.size() > limit) out.resize(limit);
    return out;
  }

  // Words of the texts that begin with these ideographs.
  std::vector<Suggestion> frequent_words(const std::u32string& typed, std::uint32_t limit) {
    std::vector<Suggestion> words;
    constexpr std::size_t kLongest = 10;
    if (typed.empty() || typed.size() > kLongest ||
        !std::all_of(typed.begin(), typed.end(), is_han)) {
      return words;
    }
    const std::string prefix = encode_utf8(typed);
    for (auto term = state->index->allterms_begin(prefix);
         term != state->index->allterms_end(prefix); ++term) {
      words.push_back({*term, Suggestion::Kind::kWord, {}, term.get_termfreq(), true});
    }
    std::stable_sort(words.begin(), words.end(), [](const Suggestion& a, const Suggestion& b) {
      return a.sections > b.sections;
    });
    // Pairs of characters are terms too: only those are offered that the analyzer takes for a word.
    std::vector<Suggestion> out;
    for (Suggestion& word : words) {
      if (out.size() == limit) break;
      const std::u32string text = decode_utf8(word.text);
      if (text.size() < 2 || !std::all_of(text.begin(), text.end(), is_han)) continue;
      if (analyzer.words(fold(text)).size() == 1) out.push_back(std::move(word));
    }
    return out;
  }

  Result<std::vector<RankedSection>> rank(std::string_view question, std::uint32_t limit,
                                          bool expand) {
    Planner planner(*state->graph, Gazetteer::builtin(), analyzer, *lexicon, local_today(), expand);
    const Plan plan = planner.plan_question(decode_utf8(question));
    FacetCounts no_facets({}, *state->issuers);
    const SearchOptions options;
    std::vector<RankedSection> out;
    for (const Match& match : Matcher(*state, *texts, options, no_facets).ranked(plan, limit)) {
      out.push_back({match.ref.article, match.ref.section, match.score});
    }
    return out;
  }
};

Searcher::Searcher(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;
Searcher::~Searcher() = default;

Result<Searcher> Searcher::open(const std::filesystem::path& data_dir) {
  auto dir = DataDir::open(data_dir);
  if (!dir) return dir.error();
  const auto dictionary = dir->user_dictionary();
  if (!dictionary) return dictionary.error();
  // The lexicon is built while the files are opened: each takes about as long.
  auto lexicon = std::async(std::launch::async, [&] { return lexicon_for(*dictionary); });
  auto state = open_index_state(*dir);
  auto impl = std::make_unique<Impl>(std::move(*dir), lexicon.get());
  if (!state) return state.error();
  impl->set(std::move(*state));
  return Searcher(std::move(impl));
}

Result<SearchAnswer> Searcher::find(std::string_view query, const SearchOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  auto answer = impl_->answer<SearchAnswer>([&] { return impl_->find(query, options); });
  if (answer) {
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    answer->took_ms = took.count();
  }
  return answer;
}

Result<Explanation> Searcher::explain(std::string_view query, const SearchOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  auto explanation = impl_->answer<Explanation>([&]() -> Result<Explanation> {
    Explanation made;
    auto answer = impl_->find(query, options, &made);
    if (!answer) return answer.error();
    made.answer = std::move(*answer);
    return made;
  });
  if (explanation) {
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    explanation->answer.took_ms = took.count();
  }
  return explanation;
}

Result<std::vector<Searcher::RankedSection>> Searcher::rank(std::string_view question,
                                                            std::uint32_t limit, bool expand) {
  return impl_->answer<std::vector<RankedSection>>(
      [&] { return impl_->rank(question, limit, expand); });
}

Result<std::vector<Suggestion>> Searcher::suggest(std::string_view typed, std::uint32_t limit) {
  return impl_->answer<std::vector<Suggestion>>([&] { return impl_->suggest(typed, limit); });
}

Result<bool> Searcher::refresh() {
  const auto behind = is_behind(*impl_->state, impl_->dir);
  if (!behind || !*behind) return behind;
  if (const auto moved = impl_->move_on(); !moved) return moved.error();
  return true;
}

const GraphReader& Searcher::graph() const { return *impl_->state->graph; }
std::uint64_t Searcher::sequence() const { return impl_->state->sequence; }

}  // namespace zhengce
