#include "search/searcher.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <mutex>
#include <set>
#include <utility>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "corpus/analysis/lexicon.h"
#include "corpus/index_schema.h"
#include "corpus/message.h"
#include "graph/data_dir.h"
#include "search/bare_words.h"
#include "search/date_range.h"
#include "search/explanation.h"
#include "search/facets.h"
#include "search/hits.h"
#include "search/matching.h"
#include "search/phrases.h"
#include "search/plan.h"
#include "search/query_parser.h"
#include "search/ranking.h"
#include "search/section_text.h"
#include "search/suggest.h"

namespace zhengce {
namespace {

// How often a request starts over when the writer overtakes it.
constexpr int kAttempts = 4;
// Candidates checked for an estimate where there are too many to check them all.
constexpr std::uint32_t kSample = 2000;
// Parts of a query that found nothing that are looked up one by one.
constexpr std::size_t kMaxAsked = 10;
// Other readings of such a part that are looked up, in how many sections each, and that are told.
constexpr std::size_t kMaxTried = 20;
constexpr std::uint32_t kTriedBudget = 300;
constexpr std::size_t kMaxMeant = 3;

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
      return contains_text(fold_text(decode_utf8(text)), folded);
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
        if (text.plainly_has(ref_.section, folded)) return true;
        const auto& stretches = text.folded(ref_.section);
        return std::any_of(stretches.begin(), stretches.end(), [&](const std::u32string& stretch) {
          return contains_text(stretch, folded);
        });
      }
    }
  }

  bool has_near(const Condition& near) override {
    std::vector<std::u32string_view> phrases;
    std::vector<std::uint32_t> distances;
    for (const Condition& phrase : near.children) {
      phrases.emplace_back(phrase.phrase);
      distances.push_back(phrase.distance);
    }
    const auto& stretches = article().folded(ref_.section);
    return std::any_of(stretches.begin(), stretches.end(), [&](const std::u32string& stretch) {
      return contains_near(stretch, phrases, distances);
    });
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
  std::unique_ptr<Suggester> names;  // Made at the first need, for the state `names_of`.
  const State* names_of = nullptr;

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
      names.reset();
    }
  }

  /// Tells how the answer came about where `explanation` is given; its answer is left empty.
  Result<SearchAnswer> find(std::string_view query, const SearchOptions& options,
                            Explanation* explanation = nullptr) {
    const auto node = parse_query(query);
    if (!node) return node.error();
    const Date today = options.today ? *options.today : local_today();
    Planner planner(*state->graph, Gazetteer::builtin(), analyzer, *lexicon, today, options.expand);
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
    if (answer.relaxed || (answer.total == 0 && answer.exact)) {
      auto asked = tell_asked(*node, *fields, planner, texts);
      if (!asked) return asked.error();
      answer.asked = std::move(*asked);
    }
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
      auto explained = explain_parts(*node, *fields, {answer.relaxed, options.expand},
                                     *state->graph, Gazetteer::builtin(), analyzer, *lexicon);
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

  Outcome count(const Plan& plan, ArticleTexts& texts,
                std::uint32_t budget = SearchOptions().verification_budget) const {
    SearchOptions options;
    options.limit = 0;
    options.verification_budget = budget;
    FacetCounts no_facets({});
    return Run(*state, texts, options, no_facets)(plan, Condition());
  }
  bool admits_nothing(const Plan& plan, ArticleTexts& texts) const {
    const Outcome outcome = count(plan, texts);
    return outcome.total == 0 && outcome.exact;
  }
  std::uint64_t count(Condition condition, ArticleTexts& texts,
                      std::uint32_t budget = SearchOptions().verification_budget) const {
    Plan plan;
    plan.condition = std::move(condition);
    return count(plan, texts, budget).total;
  }

  Result<std::vector<AskedPart>> tell_asked(const QueryNode& node, const ResolvedFields& fields,
                                            Planner& planner, ArticleTexts& texts) {
    struct Asked {
      std::u32string text;
      Condition condition;
      bool is_text = true;
    };
    std::vector<Asked> all;
    const std::function<void(const QueryNode&)> walk = [&](const QueryNode& part) {
      if (part.kind == QueryNode::Kind::kNot || all.size() > kMaxAsked) return;
      for (const QueryNode& child : part.children) walk(child);
      if (!part.children.empty()) return;
      if (part.kind != QueryNode::Kind::kWords) {
        all.push_back({part.text, planner.plan(part, fields, Strictness::kStrict).condition,
                       part.kind == QueryNode::Kind::kPhrase && !part.open_end});
        return;
      }
      const auto folded = cut_question_phrases(fold_text(part.text));
      for (const BareRun& run : cut_bare_chunk(analyzer, *lexicon, folded)) {
        for (const auto& unit : run.units) all.push_back({unit, Condition::has_phrase(unit), true});
      }
    };
    walk(node);
    std::vector<AskedPart> out;
    if (all.size() > kMaxAsked) return out;
    for (Asked& asked : all) {
      AskedPart& part = out.emplace_back();
      part.typed = encode_utf8(asked.text);
      part.alone = count(std::move(asked.condition), texts);
      if (part.alone > 0 || !asked.is_text) continue;
      auto meant = what_was_meant(fold_text(asked.text), texts);
      if (!meant) return meant.error();
      part.meant = std::move(*meant);
    }
    return out;
  }

  // What is one character from `folded`, or sounds the same, and is found; the most frequent first.
  Result<std::vector<std::string>> what_was_meant(std::u32string_view folded, ArticleTexts& texts) {
    std::vector<std::string> out;
    constexpr std::size_t kLongest = 20;
    if (folded.size() < 2 || folded.size() > kLongest) return out;
    const auto known = suggester();
    if (!known) return known.error();
    std::vector<std::u32string> tries;
    for (const auto& name : (*known)->one_edit_from(folded, kMaxMeant)) {
      tries.push_back(fold_text(decode_utf8(name)));
    }
    for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
      tries.emplace_back(folded);
      std::swap(tries.back()[i], tries.back()[i + 1]);
    }
    for (auto& other : (*known)->homophones(folded)) tries.push_back(std::move(other));
    std::vector<std::pair<std::uint64_t, std::u32string>> found;
    std::size_t tried = 0;
    for (auto& other : tries) {
      if (tried == kMaxTried) break;
      if (other == folded) continue;
      const auto terms = Analyzer::phrase_terms(other);
      const bool may_stand = std::all_of(terms.begin(), terms.end(), [&](const std::string& term) {
        return state->index.term_exists(term);
      });
      if (!may_stand) continue;
      ++tried;
      const auto sections = count(Condition::has_phrase(other), texts, kTriedBudget);
      if (sections > 0) found.emplace_back(sections, std::move(other));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [sections, text] : found) {
      std::string one = encode_utf8(text);
      if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
      if (out.size() == kMaxMeant) break;
    }
    return out;
  }

  Result<Suggester*> suggester() {
    if (names == nullptr || names_of != state.get()) {
      auto built = Suggester::build(*state->graph, [&](const std::string& term) {
        return std::uint64_t{state->index.get_termfreq(term)};
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
    for (auto term = state->index.allterms_begin(prefix); term != state->index.allterms_end(prefix);
         ++term) {
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
                                                            std::uint32_t limit, bool expand) {
  return impl_->answer<std::vector<RankedSection>>(
      [&] { return impl_->rank(question, limit, expand); });
}

Result<std::vector<Suggestion>> Searcher::suggest(std::string_view typed, std::uint32_t limit) {
  return impl_->answer<std::vector<Suggestion>>([&] { return impl_->suggest(typed, limit); });
}

const GraphReader& Searcher::graph() const { return *impl_->state->graph; }
std::uint64_t Searcher::sequence() const { return impl_->state->sequence; }

}  // namespace zhengce
