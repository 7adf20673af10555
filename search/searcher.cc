#include "search/searcher.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <set>
#include <utility>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "corpus/analysis/lexicon.h"
#include "corpus/index_schema.h"
#include "corpus/message.h"
#include "graph/data_dir.h"
#include "graph/days.h"
#include "search/cursor.h"
#include "search/date_range.h"
#include "search/did_you_mean.h"
#include "search/explanation.h"
#include "search/facets.h"
#include "search/graph_conditions.h"
#include "search/groups.h"
#include "search/hits.h"
#include "search/index_state.h"
#include "search/matcher.h"
#include "search/matching.h"
#include "search/plan.h"
#include "search/query_parser.h"
#include "search/ranking.h"
#include "search/section_text.h"
#include "search/suggest.h"

namespace zhengce {
namespace {

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
  std::unique_ptr<ArticleTexts> texts;     // Of the state…
  std::unique_ptr<HitMaker> hits;          // … and this…
  std::unique_ptr<IssuedArticles> issued;  // … and this too.
  std::unique_ptr<Suggester> names;        // Made at the first need, for the state `names_of`.
  const IndexState* names_of = nullptr;

  Impl(DataDir data_dir, std::shared_ptr<const Lexicon> words)
      : dir(std::move(data_dir)), lexicon(words), analyzer(std::move(words)) {}

  void set(std::unique_ptr<IndexState> newer) {
    names.reset();
    issued.reset();
    hits.reset();
    texts.reset();
    state = std::move(newer);
    texts = std::make_unique<ArticleTexts>(*state->graph);
    hits = std::make_unique<HitMaker>(*state->graph, Gazetteer::builtin(), analyzer, *texts);
    issued = std::make_unique<IssuedArticles>(*state->graph);
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
      issued->begin_request();
      state->sets->begin_request();
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
    Planner planner(*state->graph, *issued, Gazetteer::builtin(), analyzer, *lexicon, today,
                    options.expand, names_near,
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
      DidYouMean did_you_mean(*state, *texts, analyzer, *lexicon, [this] { return suggester(); });
      auto asked = did_you_mean.parts_of(*node, *fields, planner);
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
    const Xapian::Query query = candidates(condition, *state->sets, side);
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
    Planner planner(*state->graph, *issued, Gazetteer::builtin(), analyzer, *lexicon, local_today(),
                    expand);
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
