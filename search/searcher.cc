#include "search/searcher.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>
#include <set>
#include <utility>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "corpus/analysis/lexicon.h"
#include "corpus/index_schema.h"
#include "corpus/message.h"
#include "graph/data_dir.h"
#include "search/date_range.h"
#include "search/explanation.h"
#include "search/facets.h"
#include "search/hits.h"
#include "search/matching.h"
#include "search/plan.h"
#include "search/query_parser.h"
#include "search/ranking.h"
#include "search/section_text.h"

namespace zhengce {
namespace {

// How often a request starts over when the writer overtakes it.
constexpr int kAttempts = 4;
// Candidates checked for an estimate where there are too many to check them all.
constexpr std::uint32_t kSample = 2000;

// Carries an error of the graph through Xapian's matcher.
struct GraphFailure {
  Error error;
};

// To be called in a handler: the exception in flight, by class.
Error from_exception() {
  try {
    throw;
  } catch (const GraphFailure& e) {
    return e.error;
  } catch (const Xapian::DatabaseModifiedError&) {
    return {ErrorCode::kBusy, _("the index was rewritten while it was being read: try again")};
  } catch (const Xapian::DatabaseLockError& e) {
    return {ErrorCode::kBusy, message(_("the index: {}"), e.get_msg())};
  } catch (const Xapian::DatabaseVersionError& e) {
    return {ErrorCode::kIncompatible,
            message(_("the index: {}; run `zhengce rebuild`"), e.get_msg())};
  } catch (const Xapian::DatabaseCorruptError& e) {
    return {ErrorCode::kCorrupt, message(_("the index: {}; run `zhengce rebuild`"), e.get_msg())};
  } catch (const Xapian::DatabaseOpeningError& e) {  // Also DatabaseNotFoundError.
    return {ErrorCode::kCorrupt, message(_("the index: {}; run `zhengce rebuild`"), e.get_msg())};
  } catch (const Xapian::DatabaseError& e) {
    const char* system = e.get_error_string();
    return {ErrorCode::kIo, message(_("the index: {}"), e.get_msg()) +
                                (system == nullptr ? "" : std::string(": ") + system)};
  } catch (const Xapian::Error& e) {
    return {ErrorCode::kInternal, message(_("the index: {}"), e.get_description())};
  } catch (const std::exception& e) {
    return {ErrorCode::kInternal, std::string("search: ") + e.what()};
  }
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

// One coherent state of both stores: the index, and a view of the graph at least as new.
struct State {
  Xapian::Database index;
  std::uint64_t sequence = 0;  // Of the index: the least of its shards.
  std::unique_ptr<GraphReader> graph;
  std::set<ArticleId> changed;  // Articles with log entries that not every shard has.
};

Result<std::unique_ptr<State>> open_state_once(const DataDir& dir) {
  const auto shards = current_shards(dir);
  if (!shards) return shards.error();
  auto state = std::make_unique<State>();
  state->sequence = UINT64_MAX;
  std::uint64_t newest = 0;
  try {
    for (const auto& path : *shards) {
      const Xapian::Database shard(path.string());
      const auto sequence =
          schema::parse_number(shard.get_metadata(std::string(schema::kMetaSequence)));
      state->sequence = std::min(state->sequence, sequence);
      newest = std::max(newest, sequence);
      state->index.add_database(shard);
    }
  } catch (...) {
    return from_exception();
  }
  auto graph = open_graph_view(dir.graph());
  if (!graph) return graph.error();
  state->graph = std::move(*graph);
  const auto last = state->graph->sequence();
  if (!last) return last.error();
  if (*last < newest) {
    return Error{ErrorCode::kCorrupt,
                 message(_("{}: the index is ahead of the graph; run `zhengce rebuild`"),
                         dir.index().string())};
  }
  const auto read = state->graph->each_log_entry(state->sequence, [&](const LogEntry& entry) {
    state->changed.insert(entry.article);
    return true;
  });
  if (!read) return read.error();
  return state;
}

Result<std::unique_ptr<State>> open_state(const DataDir& dir) {
  for (int attempt = 1;; ++attempt) {
    const auto generation = current_generation(dir);
    auto state = open_state_once(dir);
    if (state || attempt == kAttempts) return state;
    // A generation that was replaced and deleted in between looks like a damaged one.
    const auto now = current_generation(dir);
    const bool replaced = generation && now && *generation != *now;
    if (state.error().code != ErrorCode::kBusy && !replaced) return state;
  }
}

// A document of the index as the predicate sees it.
class DocumentView : public SectionView {
 public:
  DocumentView(const Xapian::Document& document, const SectionRef& ref, ArticleTexts& texts)
      : document_(document), ref_(ref), texts_(texts) {}

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
  bool has_phrase(const std::u32string& folded, TextOf of) override {
    const auto holds = [&](const std::string& text) {
      return contains_phrase(fold_text(decode_utf8(text)), folded);
    };
    if (of == TextOf::kIssuer) return holds(document_.get_value(schema::kSlotIssuer));
    ArticleText& text = article();
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
      default: {
        const auto& stretches = text.folded(ref_.section);
        return std::any_of(stretches.begin(), stretches.end(), [&](const std::u32string& stretch) {
          return contains_phrase(stretch, folded);
        });
      }
    }
  }

 private:
  Xapian::TermIterator skip_to(const std::string& term) const {
    auto place = document_.termlist_begin();
    if (place != document_.termlist_end()) place.skip_to(term);
    return place;
  }
  ArticleText& article() {
    if (text_ == nullptr) {
      auto text = texts_.get(ref_.article);
      if (!text) throw GraphFailure{text.error()};
      if (*text == nullptr)
        throw GraphFailure{
            {ErrorCode::kCorrupt,
             message(_("article {} is in the index and not in the graph; run `zhengce check`"),
                     ref_.article.hex())}};
      text_ = std::move(*text);
    }
    return *text_;
  }

  const Xapian::Document& document_;
  const SectionRef& ref_;
  ArticleTexts& texts_;
  std::shared_ptr<ArticleText> text_;
};

// Admits the sections that are there and hold what candidates() left undecided.
class Admission : public Xapian::MatchDecider {
 public:
  Admission(const State& state, std::vector<const Condition*> checks, ArticleTexts& texts)
      : state_(state), checks_(std::move(checks)), texts_(texts) {}

  bool is_trivial() const { return checks_.empty() && state_.changed.empty(); }

  bool operator()(const Xapian::Document& document) const override {
    const auto ref = SectionRef::decode(document.get_value(schema::kSlotId));
    if (!ref) return false;
    if (state_.changed.contains(ref->article)) {
      auto text = texts_.get(ref->article);
      if (!text) throw GraphFailure{text.error()};
      if (*text == nullptr || !(*text)->current() || (*text)->section(ref->section) == nullptr) {
        return false;
      }
    }
    DocumentView view(document, *ref, texts_);
    return std::all_of(checks_.begin(), checks_.end(),
                       [&](const Condition* check) { return holds(*check, view); });
  }

 private:
  const State& state_;
  std::vector<const Condition*> checks_;
  ArticleTexts& texts_;
};

class FacetSpy : public Xapian::MatchSpy {
 public:
  explicit FacetSpy(FacetCounts& counts) : counts_(counts) {}
  void operator()(const Xapian::Document& document, double) override { counts_.count(document); }

 private:
  FacetCounts& counts_;
};

struct Match {
  SectionRef ref;
  double score = 0;
  Xapian::docid document = 0;
};

struct Outcome {
  std::vector<Match> matches;
  std::uint64_t total = 0;
  bool exact = true;
};

std::optional<Match> to_match(const Xapian::MSetIterator& item) {
  const auto ref = SectionRef::decode(item.get_document().get_value(schema::kSlotId));
  if (!ref) return std::nullopt;
  return Match{*ref, item.get_weight(), *item};
}

Condition with_filter(const Condition& condition, const Condition& filter) {
  if (filter.kind == Condition::Kind::kAll) return condition;
  return Condition::all_of({condition, filter});
}

// Runs one compiled query.
class Run {
 public:
  Run(const State& state, ArticleTexts& texts, const SearchOptions& options, FacetCounts& facets)
      : state_(state), texts_(texts), options_(options), facets_(facets) {}

  Outcome operator()(const Plan& plan, const Condition& filter) const {
    const Condition condition = with_filter(plan.condition, filter);
    const Admission admission(state_, undecided(condition), texts_);
    const Xapian::Query admitted = candidates(condition);
    Xapian::Enquire enquire(state_.index);
    enquire.set_query(with_scores(admitted, plan));
    enquire.set_weighting_scheme(*make_weight());
    Xapian::MultiValueKeyMaker by_date;
    sort(enquire, by_date);
    const Xapian::doccount all = state_.index.get_doccount();
    if (admission.is_trivial()) return every(enquire, nullptr, all);
    if (at_most(admitted, options_.verification_budget)) return every(enquire, &admission, all);
    return sample(enquire, admission);
  }

 private:
  void sort(Xapian::Enquire& enquire, Xapian::MultiValueKeyMaker& by_date) const {
    if (options_.sort == SortOrder::kRelevance) {
      enquire.set_sort_by_relevance_then_value(schema::kSlotId, false);
      return;
    }
    // Sections without a date come last either way.
    const bool newest = options_.sort == SortOrder::kNewest;
    by_date.add_value(schema::kSlotDate, newest, newest ? "" : "99999999");
    by_date.add_value(schema::kSlotId);
    enquire.set_sort_by_key(&by_date, false);
  }

  bool at_most(const Xapian::Query& query, std::uint32_t limit) const {
    Xapian::Enquire enquire(state_.index);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    if (enquire.get_mset(0, 1).get_matches_upper_bound() <= limit) return true;
    return enquire.get_mset(0, 1, limit + 1).get_matches_lower_bound() <= limit;
  }

  // Looks at every candidate: counts are exact.
  Outcome every(Xapian::Enquire& enquire, const Admission* admission, Xapian::doccount all) const {
    FacetSpy spy(facets_);
    if (!options_.facets.empty()) enquire.add_matchspy(&spy);
    const auto limit = std::max<std::uint32_t>(1, options_.limit);
    const Xapian::MSet found = enquire.get_mset(options_.offset, limit, all, nullptr, admission);
    enquire.clear_matchspies();
    Outcome out;
    out.total = found.get_matches_estimated();
    out.exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
    if (options_.limit == 0) return out;
    for (auto item = found.begin(); item != found.end(); ++item) {
      if (const auto match = to_match(item)) out.matches.push_back(*match);
    }
    return out;
  }

  // Checks candidates in their order until the page is full and there are enough for an estimate.
  Outcome sample(Xapian::Enquire& enquire, const Admission& admission) const {
    const std::uint32_t budget = options_.verification_budget;
    const Xapian::MSet found = enquire.get_mset(0, budget, budget);
    Outcome out;
    out.exact = false;
    std::uint64_t checked = 0;
    std::uint64_t admitted = 0;
    const std::uint64_t page_end = std::uint64_t{options_.offset} + options_.limit;
    for (auto item = found.begin(); item != found.end(); ++item) {
      if (admitted >= page_end && checked >= kSample) break;
      ++checked;
      const Xapian::Document document = item.get_document();
      if (!admission(document)) continue;
      facets_.count(document);
      ++admitted;
      if (admitted <= options_.offset || admitted > page_end) continue;
      if (const auto match = to_match(item)) out.matches.push_back(*match);
    }
    out.total = admitted;
    if (checked > 0) {
      const double share = static_cast<double>(admitted) / static_cast<double>(checked);
      out.total =
          std::max(admitted,
                   static_cast<std::uint64_t>(std::llround(share * found.get_matches_estimated())));
    }
    return out;
  }

  const State& state_;
  ArticleTexts& texts_;
  const SearchOptions& options_;
  FacetCounts& facets_;
};

}  // namespace

struct Searcher::Impl {
  DataDir dir;
  std::shared_ptr<const Lexicon> lexicon;
  Analyzer analyzer;
  std::unique_ptr<State> state;

  Impl(DataDir data_dir, std::shared_ptr<const Lexicon> words)
      : dir(std::move(data_dir)), lexicon(words), analyzer(std::move(words)) {}

  // Answers with `request`, from a newer state where the writer overtook this one.
  template <typename T, typename Request>
  Result<T> answer(const Request& request) {
    for (int attempt = 1;; ++attempt) {
      Result<T> result = [&]() -> Result<T> {
        try {
          return request();
        } catch (...) {
          return from_exception();
        }
      }();
      if (result || result.error().code != ErrorCode::kBusy || attempt == kAttempts) return result;
      auto newer = open_state(dir);
      if (!newer) return newer.error();
      state = std::move(*newer);
    }
  }

  /// Tells how the answer came about where `explanation` is given; its answer is left empty.
  Result<SearchAnswer> find(std::string_view query, const SearchOptions& options,
                            Explanation* explanation = nullptr) {
    const auto node = parse_query(query);
    if (!node) return node.error();
    const Date today = options.today ? *options.today : local_today();
    Planner planner(*state->graph, Gazetteer::builtin(), analyzer, *lexicon, today);
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

    ArticleTexts texts(*state->graph);
    FacetCounts facets(options.facets);
    const Run run(*state, texts, options, facets);
    Plan plan = planner.plan(*node, *fields, Strictness::kStrict);
    Outcome outcome = run(plan, filter);
    SearchAnswer answer;
    if (outcome.total == 0 && outcome.exact && plan.has_bare_words &&
        admits_nothing(planner.plan(*node, *fields, Strictness::kUnfiltered), texts)) {
      Plan relaxed = planner.plan(*node, *fields, Strictness::kRelaxed);
      Outcome more = run(relaxed, filter);
      if (more.total > 0) {
        answer.relaxed = true;
        plan = std::move(relaxed);
        outcome = std::move(more);
      }
    }
    answer.total = outcome.total;
    answer.exact = outcome.exact;
    auto counted =
        facets.facets(*state->graph, Gazetteer::builtin(), options.facet_values, outcome.exact);
    if (!counted) return counted.error();
    answer.facets = std::move(*counted);

    const SnippetParts parts{plan.marks, plan.weak_marks};
    HitMaker maker(*state->graph, Gazetteer::builtin(), analyzer, texts);
    std::uint32_t rank = options.offset;
    for (const Match& match : outcome.matches) {
      auto hit = maker.make(match.ref, options.snippets ? &parts : nullptr, running);
      if (!hit) return hit.error();
      if (!*hit) continue;
      (*hit)->rank = ++rank;
      (*hit)->score = match.score;
      answer.hits.push_back(std::move(**hit));
      if (explanation != nullptr) {
        explanation->scores.push_back(
            score_parts(state->index, match.document, match.ref.article, plan));
      }
    }
    if (explanation != nullptr) {
      auto explained = explain_parts(*node, *fields, answer.relaxed, *state->graph,
                                     Gazetteer::builtin(), analyzer, *lexicon);
      if (!explained) return explained.error();
      explanation->parts = std::move(*explained);
      explain_condition(with_filter(plan.condition, filter), *explanation);
    }
    return answer;
  }

  void explain_condition(Condition condition, Explanation& explanation) const {
    for (const Condition* check : undecided(condition)) explanation.checked.push_back(*check);
    const Xapian::Query query = candidates(condition);
    explanation.xapian = query.get_description();
    Xapian::Enquire enquire(state->index);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    explanation.candidates =
        enquire.get_mset(0, 0, state->index.get_doccount()).get_matches_estimated();
    explanation.condition = std::move(condition);
  }

  bool admits_nothing(const Plan& plan, ArticleTexts& texts) const {
    SearchOptions options;
    options.limit = 0;
    FacetCounts no_facets({});
    const Outcome outcome = Run(*state, texts, options, no_facets)(plan, Condition());
    return outcome.total == 0 && outcome.exact;
  }

  Result<std::vector<RankedSection>> rank(std::string_view question, std::uint32_t limit) {
    Planner planner(*state->graph, Gazetteer::builtin(), analyzer, *lexicon, local_today());
    const Plan plan = planner.plan_question(decode_utf8(question));
    ArticleTexts texts(*state->graph);
    const Admission admission(*state, {}, texts);
    Xapian::Enquire enquire(state->index);
    enquire.set_query(ranked_query(plan));
    enquire.set_weighting_scheme(*make_weight());
    enquire.set_sort_by_relevance_then_value(schema::kSlotId, false);
    const Xapian::MSet found =
        enquire.get_mset(0, limit, 0, nullptr, admission.is_trivial() ? nullptr : &admission);
    std::vector<RankedSection> out;
    for (auto item = found.begin(); item != found.end(); ++item) {
      if (const auto match = to_match(item)) {
        out.push_back({match->ref.article, match->ref.section, match->score});
      }
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
  auto impl = std::make_unique<Impl>(std::move(*dir), lexicon_for(*dictionary));
  auto state = open_state(impl->dir);
  if (!state) return state.error();
  impl->state = std::move(*state);
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
                                                            std::uint32_t limit) {
  return impl_->answer<std::vector<RankedSection>>([&] { return impl_->rank(question, limit); });
}

const GraphReader& Searcher::graph() const { return *impl_->state->graph; }
std::uint64_t Searcher::sequence() const { return impl_->state->sequence; }

}  // namespace zhengce
