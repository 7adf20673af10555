#include "indexer/extract/programs.h"

#include <algorithm>
#include <optional>
#include <span>

namespace zhengce {
namespace {

constexpr std::uint32_t kLongestQuote = 30;
constexpr std::uint32_t kLongestName = 36;
constexpr std::uint32_t kLongestFiller = 8;
constexpr std::uint32_t kLongestTitle = 120;

bool is_conjunction(char32_t c) { return c == U'和' || c == U'与' || c == U'及' || c == U'或'; }
bool is_dot(char32_t c) { return c == U'·'; }

/// The marks of `all`, sorted by start, that begin inside `range`.
std::span<const Marked> starting_in(std::span<const Marked> all, Span range) {
  const auto less = [](const Marked& m, std::uint32_t pos) { return m.outer.start < pos; };
  const auto begin = std::lower_bound(all.begin(), all.end(), range.start, less);
  return {begin, std::lower_bound(begin, all.end(), range.end, less)};
}

class Finder {
 public:
  Finder(const Page& page, const RuleSet::Impl& rules, const SentenceContext& context)
      : page_(page),
        rules_(rules),
        context_(context),
        sentence_(context.sentence),
        quotes_(starting_in(page.quotes, sentence_)),
        titles_(starting_in(page.titles, sentence_)) {}

  std::vector<FoundProgram> run() {
    find_quoted();
    find_titled();
    find_unquoted();
    return std::move(found_);
  }

 private:
  const WordList& list(List which) const { return rules_.list(which); }
  std::u32string_view norm(Span span) const { return page_.folded(span); }
  char32_t at(std::uint32_t pos) const { return pos < page_.norm.size() ? page_.norm[pos] : U'\n'; }

  static void set(Features& features, Feature feature, bool value = true) {
    features.set(static_cast<std::size_t>(feature), value);
  }

  void keep(FoundProgram found) {
    found.score = 0;
    for (std::size_t i = 0; i < found.features.size(); ++i) {
      if (found.features[i]) found.score += rules_.weights[i];
    }
    found_.push_back(std::move(found));
  }

  /// The innermost title around `span` that is short enough to name something.
  std::optional<Marked> title_around(Span span) const {
    std::optional<Marked> around;
    const auto from = span.start > kLongestTitle ? span.start - kLongestTitle : 0;
    for (const auto& title : starting_in(titles_, {from, span.start})) {
      if (title.inner.contains(span) && title.inner.size() <= kLongestTitle) around = title;
    }
    return around;
  }

  bool continues_list(const Marked& before, const Marked& after) const {
    const auto gap = Span{before.outer.end, after.outer.start};
    return after.outer.start >= before.outer.end &&
           (gap.empty() ||
            (gap.size() == 1 && (at(gap.start) == U'、' || is_conjunction(at(gap.start)))));
  }

  // ---- Quoted names: D3 to D6 -------------------------------------------------------------------

  void find_quoted() {
    for (std::size_t i = 0; i < quotes_.size();) {
      std::size_t end = i + 1;
      while (end < quotes_.size() && continues_list(quotes_[end - 1], quotes_[end])) ++end;
      for (std::size_t k = i; k < end; ++k) {
        if (quotes_[k].outer.end <= sentence_.end && !quotes_[k].inner.empty() &&
            quotes_[k].inner.size() <= kLongestQuote)
          quoted(quotes_[k], quotes_[i], quotes_[end - 1], end - i);
      }
      i = end;
    }
  }

  /// A head after a quoted name, over up to kLongestFiller Han that hold no verb: its end, and
  /// whether it is a strong one.
  struct Head {
    std::uint32_t end = 0;
    bool strong = false;
  };
  std::optional<Head> head_after(std::uint32_t pos) const {
    if (at(pos) == U'等') ++pos;
    std::optional<Head> weak;
    for (std::uint32_t i = 0; i <= kLongestFiller && pos + i < sentence_.end; ++i) {
      const auto here = pos + i;
      const char32_t c = at(here);
      if (!is_han(c) || (c == U'的' && !weak && i > 0)) break;
      if (i > 0 && list(List::kIncludes).longest_at(page_.norm, here)) break;
      if (i > 0 && list(List::kPrimary).longest_at(page_.norm, here)) break;
      if (const auto n = list(List::kHead).longest_at(page_.norm, here))
        return Head{here + static_cast<std::uint32_t>(n), true};
      if (const auto n = list(List::kWeakHead).longest_at(page_.norm, here); n > 0 && !weak) {
        weak = Head{here + static_cast<std::uint32_t>(n), false};
      }
      if (is_conjunction(c)) break;
    }
    return weak;
  }

  /// 5·12, 8·22: a day that stands for what happened on it.
  static bool is_date(std::u32string_view name) {
    return name.find(U'·') != std::u32string_view::npos &&
           std::all_of(name.begin(), name.end(),
                       [](char32_t c) { return c == U'·' || (c >= U'0' && c <= U'9'); });
  }

  /// “…”精神, “…”总体发展思路
  bool stop_after(std::uint32_t pos) const {
    if (list(List::kAfterStop).longest_at(page_.norm, pos) > 0) return true;
    for (std::uint32_t i = 1; i <= 4 && pos + i < sentence_.end && is_han(at(pos + i - 1)); ++i) {
      if (list(List::kAfterStop).longest_at(page_.norm, pos + i) > 1) return true;
    }
    return false;
  }

  /// “一主两副”城镇空间布局
  bool structure_after(std::uint32_t pos) const {
    for (std::uint32_t i = 0; i <= kLongestFiller && pos + i < sentence_.end && is_han(at(pos + i));
         ++i) {
      if (list(List::kStructure).longest_at(page_.norm, pos + i) > 0) return true;
    }
    return false;
  }

  void shape_features(std::u32string_view name, Features& f) const {
    std::size_t numbers = 0, han = 0;
    bool plus = false, dot = false, latin = false, digit = false, comma = false, pause = false;
    for (const char32_t c : name) {
      plus |= c == U'+' || c == U'×';
      dot |= is_dot(c);
      latin |= (c >= U'a' && c <= U'z');
      digit |= c >= U'0' && c <= U'9';
      comma |= c == U',' || c == U';' || c == U'。' || c == U'!' || c == U'?';
      pause |= c == U'、';
      numbers += is_number_char(c) ? 1 : 0;
      han += is_han(c) ? 1 : 0;
    }
    set(f, Feature::kPlus, plus);
    set(f, Feature::kDot, dot);
    set(f, Feature::kLatin, latin);
    set(f, Feature::kDigits, digit);
    set(f, Feature::kNumbered, numbers >= 2 || (numbers == 1 && is_number_char(name.front())));
    set(f, Feature::kComma, comma);
    set(f, Feature::kPause, pause);
    set(f, Feature::kRegionName,
        !context_.region_name.empty() &&
            name.find(context_.region_name) != std::u32string_view::npos);
    const auto n = name.size();
    set(f, n <= 1    ? Feature::kTiny
           : n <= 3  ? Feature::kShort
           : n == 4  ? Feature::kFour
           : n <= 8  ? Feature::kMedium
           : n <= 14 ? Feature::kLong
                     : Feature::kVeryLong);
    set(f, Feature::kStructure,
        name.find(U'—') != std::u32string_view::npos ||
            name.find(U'-') != std::u32string_view::npos);
    if (han == 0 && !latin && !digit) set(f, Feature::kComma);
  }

  void quoted(const Marked& quote, const Marked& first, const Marked& last, std::size_t group) {
    const auto name = norm(quote.inner);
    if (list(List::kTheme).has(name) || list(List::kThemePart).within(name) ||
        list(List::kLaw).ends(name) || is_date(name))
      return;
    FoundProgram found;
    found.mention = trim(page_.raw, quote.inner);
    if (found.mention.empty()) return;
    found.whole = quote.outer;
    found.name = page_.name(found.mention);
    found.pattern = "quoted";
    Features& f = found.features;
    set(f, Feature::kQuoted);
    shape_features(name, f);
    if (const auto title = title_around(quote.outer)) {
      if (is_work_of_art(page_, rules_, *title)) return;
      found.title = title->inner;
      found.pattern = "titled";
    } else if (context_.own_title) {
      found.title = sentence_;
      found.pattern = "titled";
    }
    set(f, Feature::kTitled, !found.title.empty());
    set(f, Feature::kHeading, context_.heading && !context_.own_title);
    set(f, Feature::kGrouped, group > 1);
    set(f, Feature::kNameEnd, list(List::kNameEnd).ends(name));
    set(f, Feature::kHeadInside, name.size() > 2 && list(List::kTail).ends(name));

    const auto head = head_after(last.outer.end);
    const bool structure = f[static_cast<std::size_t>(Feature::kStructure)];
    set(f, Feature::kHead, head && head->strong && !structure);
    set(f, Feature::kWeakHead, head && !head->strong);
    set(f, Feature::kStopAfter, !(head && head->strong) && stop_after(last.outer.end));
    if (f[static_cast<std::size_t>(Feature::kNumbered)] && structure_after(last.outer.end))
      set(f, Feature::kStructure);
    set(f, Feature::kOfAfter, at(last.outer.end) == U'的');
    set(f, Feature::kClauseEnd, ends_clause(at(last.outer.end)));
    surroundings(first.outer.start, head ? head->end : last.outer.end, f);
    found.governance = governance_of(page_, rules_, sentence_, {first.outer.start, last.outer.end});
    gloss(quote, found);
    split_at_dot(found);
    keep(std::move(found));
  }

  /// What stands before a name that begins at `start` and after one that ends, head and all, at
  /// `end`.
  void surroundings(std::uint32_t start, std::uint32_t end, Features& f) const {
    const auto clause = page_.clause_start(start, sentence_.start);
    set(f, Feature::kClauseStart, clause == start);
    set(f, Feature::kOfBefore, start > clause && at(start - 1) == U'的');
    if (start > clause) {
      set(f, Feature::kStopBefore, list(List::kBefore).longest_ending(page_.norm, start) > 0);
      set(f, Feature::kRhetoric,
          list(List::kRhetoric).longest_ending(page_.norm, start) > 0 ||
              (at(start - 1) == U'了' &&
               list(List::kRhetoric).longest_ending(page_.norm, start - 1) > 0));
    }
    std::uint32_t distance = 0;
    for (auto pos = start; pos > clause;) {
      if (const auto other = page_.fellow(pos - 1); other < pos - 1) {
        if (other < clause) break;
        pos = other;
        continue;
      }
      bool verb = false;
      for (const auto which :
           {List::kCreated, List::kRuns, List::kPilots, List::kExtends, List::kLearnsFrom}) {
        verb |= list(which).longest_ending(page_.norm, pos) > 0;
      }
      if (verb) {
        set(f, distance <= 6 ? Feature::kVerbNear : Feature::kVerbFar);
        break;
      }
      if (distance <= 1 && list(List::kIssue).longest_ending(page_.norm, pos) > 0)
        set(f, Feature::kIssueVerb);
      if (distance == 0 && list(List::kBy).longest_ending(page_.norm, pos) > 0)
        set(f, Feature::kByBefore);
      ++distance;
      --pos;
    }
    set(f, Feature::kIncluded, list(List::kIncludes).longest_at(page_.norm, end) > 0);
    for (std::uint32_t i = 0; i <= 2 && end + i < sentence_.end && !ends_clause(at(end + i)); ++i) {
      if (list(List::kAfter).longest_at(page_.norm, end + i)) set(f, Feature::kVerbAfter);
    }
  }

  /// “榴·深”——深圳市各民族服务行动计划
  void gloss(const Marked& quote, FoundProgram& found) {
    auto pos = quote.outer.end;
    if (at(pos) != U'-' || at(pos + 1) != U'-') return;
    pos += 2;
    const auto end = page_.clause_end(pos, sentence_.end, kLongestName);
    for (auto i = end; i > pos + 3; --i) {
      const auto tail = list(List::kTail).longest_ending(page_.norm, i);
      if (tail == 0) continue;
      found.alias_mention = {pos, i};
      found.alias = page_.name(found.alias_mention);
      set(found.features, Feature::kHead);
      return;
    }
  }

  /// …计划·桂在行动: the left part is a program of its own if it ends like one.
  void split_at_dot(FoundProgram& found) const {
    const auto folded = norm(found.mention);
    const auto dot = folded.find(U'·');
    if (dot == std::u32string_view::npos || dot < 4 ||
        !list(List::kTail).ends(folded.substr(0, dot)))
      return;
    found.parent_mention = {found.mention.start,
                            found.mention.start + static_cast<std::uint32_t>(dot)};
    found.parent = page_.name(found.parent_mention);
  }

  // ---- Names inside titles: D9 ------------------------------------------------------------------

  void find_titled() {
    for (const auto& title : titles_) {
      if (title.inner.size() > kLongestTitle || is_work_of_art(page_, rules_, title)) continue;
      titled(title.inner, title.inner);
    }
    if (context_.own_title && sentence_.size() <= kLongestTitle) titled(sentence_, sentence_);
  }

  void titled(Span title, Span rest) {
    if (norm(rest).find(U'《') != std::u32string_view::npos) {
      // An inner title speaks for itself.
      for (const auto& inner : starting_in(titles_, rest)) {
        if (rest.contains(inner.outer)) return;
      }
    }
    // …关于印发X实施方案的通知: what comes before 关于 is the issuer.
    if (const auto about = norm(rest).find(U"关于"); about != std::u32string_view::npos)
      rest.start += static_cast<std::uint32_t>(about);
    for (std::size_t n;
         rest.size() > 4 && (n = list(List::kOpener).longest_at(page_.norm, rest.start)) > 0;) {
      rest.start += static_cast<std::uint32_t>(n);
    }
    // Years in brackets at the end, then the words for the document itself.
    if (!rest.empty() && page_.fellow(rest.end - 1) < rest.end - 1 &&
        page_.fellow(rest.end - 1) > rest.start) {
      rest.end = page_.fellow(rest.end - 1);
    }
    for (std::size_t n; rest.size() > 4 &&
                        (n = list(List::kWrapper).longest_ending(norm(rest), rest.size())) > 0 &&
                        n < rest.size();) {
      rest.end -= static_cast<std::uint32_t>(n);
    }
    const auto tail = list(List::kTail).longest_ending(norm(rest), rest.size());
    if (tail == 0 || rest.size() < tail + 2 || rest.size() > kLongestName) return;
    for (const auto& quote : starting_in(quotes_, rest)) {
      if (rest.contains(quote.outer)) return;  // The quoted part is the name.
    }
    if (list(List::kGeneric).has(norm({rest.start, rest.end - static_cast<std::uint32_t>(tail)})))
      return;
    FoundProgram found;
    found.mention = rest;
    found.whole = {title.start > 0 ? title.start - 1 : 0, title.end + 1};
    found.name = page_.name(rest);
    found.pattern = "titled";
    found.title = title;
    set(found.features, Feature::kTitled);
    set(found.features, Feature::kHeadInside);
    found.governance =
        governance_of(page_, rules_, sentence_, context_.own_title ? title : found.whole);
    split_at_dot(found);
    keep(std::move(found));
  }

  // ---- Unquoted names: D7 -----------------------------------------------------------------------

  /// A part of an enumeration, between two 、.
  struct Member {
    Span span;
    std::uint32_t name = 0;  ///< Where its name begins: after its verb, if it has one.
    bool verb = false, primary = false;
  };

  void find_unquoted() {
    for (auto pos = sentence_.start; pos < sentence_.end;) {
      const auto other = page_.fellow(pos);
      if (other > pos && at(pos) != U'(' && at(pos) != U'[') {
        pos = other + 1;
        continue;
      }
      auto end = pos;
      for (std::size_t n;
           (n = list(List::kTail).longest_at(page_.norm, end)) > 0 && end < sentence_.end;)
        end += static_cast<std::uint32_t>(n);
      if (end == pos) {
        ++pos;
        continue;
      }
      if (list(List::kTailNot).longest_at(page_.norm, end) == 0) unquoted({pos, end});
      pos = end;
    }
  }

  /// Length of the adverb or place at `pos`, which may stand before a verb: 白城入选….
  std::uint32_t opener_at(std::u32string_view text, std::uint32_t pos) const {
    if (const auto n = list(List::kAdverb).longest_at(text, pos))
      return static_cast<std::uint32_t>(n);
    const auto place =
        std::lower_bound(context_.places.begin(), context_.places.end(), Span{pos, 0});
    return place != context_.places.end() && place->start == pos && place->end <= text.size()
               ? place->size()
               : 0;
  }

  /// Finds the verb in `member` that an unquoted name follows: the last one after which a name
  /// begins for certain, else the first governing one. Names hold verbs too
  /// (种业振兴、耕地质量提升行动), so that a later member of an enumeration has a governing verb
  /// only where it opens with it.
  void find_verb(Member& member, bool first) const {
    member.name = member.span.start;
    std::uint32_t governing = 0;
    bool opening = true;
    const auto text = std::u32string_view(page_.norm).substr(0, member.span.end);
    for (auto pos = member.span.start; pos < member.span.end;) {
      if (const auto mate = page_.fellow(pos); mate > pos) {
        pos = mate + 1;
        opening = false;
        continue;
      }
      if (const auto n = list(List::kPrimary).longest_at(text, pos)) {
        pos += static_cast<std::uint32_t>(n);
        member.name = pos;
        member.verb = member.primary = true;
        continue;
      }
      std::size_t longest = 0;
      if (governing == 0 && (first || opening)) {
        for (const auto which : {List::kGoverning, List::kEnters, List::kEnded}) {
          longest = std::max(longest, list(which).longest_at(text, pos));
        }
      }
      if (longest > 0) {
        pos += static_cast<std::uint32_t>(longest);
        governing = pos;
      } else if (const auto n = opening ? opener_at(text, pos) : 0; n > 0) {
        pos += n;
      } else {
        ++pos;
        opening = false;
      }
    }
    if (!member.verb && governing > 0) {
      member.verb = true;
      member.name = governing;
    }
  }

  void unquoted(Span tail) {
    constexpr std::uint32_t kWindow = 100;
    const auto clause = page_.clause_start(tail.start, sentence_.start, kWindow);
    // The members of the enumeration, last first.
    std::vector<Member> members;
    auto end = tail.start;
    for (auto pos = tail.start;;) {
      if (pos > clause) {
        if (const auto other = page_.fellow(pos - 1); other < pos - 1 && other >= clause) {
          pos = other;
          continue;
        }
      }
      if (pos == clause || at(pos - 1) == U'、') {
        members.push_back({{pos, end}});
        find_verb(members.back(), pos == clause);
        if (pos == clause || members.back().verb || members.size() == 10) break;
        end = pos - 1;
      }
      --pos;
    }
    Member& own = members.front();
    // 国企改革深化提升行动: a governing verb right before the tail is part of the name.
    if (own.verb && !own.primary && tail.start - own.name < 4 && own.name - own.span.start > 4) {
      own.name = own.span.start;
      own.verb = false;
    }
    const Member& head = members.back();
    const bool in_list = members.size() > 1;
    Span name{own.name, tail.end};
    bool joined = false, cut = false;
    // …工程和…行动: each has its own tail.
    for (auto pos = own.name; pos + 1 < tail.start; ++pos) {
      if (const auto other = page_.fellow(pos); other > pos) {
        pos = other;
        continue;
      }
      if (is_conjunction(at(pos)) &&
          (list(List::kTail).longest_ending(norm({name.start, pos}), pos - name.start) > 0 ||
           page_.fellow(pos - 1) < pos - 1)) {
        name.start = pos + 1;
        joined = true;
      } else if (at(pos) == U'的' ||
                 (std::u32string_view(U"个项大批").find(at(pos)) != std::u32string_view::npos &&
                  pos > name.start && at(pos - 1) >= U'0' && at(pos - 1) <= U'9')) {
        name.start = pos + 1;
        cut = true;
      }
    }
    // …、…等行动
    bool etc = false;
    Span core{name.start, tail.start};
    if (core.size() > 1 && at(core.end - 1) == U'等') {
      --core.end;
      etc = true;
    }
    core = strip(core);
    const Span left = shared_left(core, tail);
    if (!left.empty()) core.start = left.end + 1;
    FoundProgram found;
    found.features = name_features(core, tail);
    set(found.features, Feature::kCut, cut);
    set(found.features, Feature::kJoined, joined);
    set(found.features, Feature::kPrimary, head.primary);
    set(found.features, Feature::kSecondary, head.verb && !head.primary);
    set(found.features, Feature::kNoVerb, !head.verb);
    set(found.features, Feature::kListMember, in_list || joined);
    set(found.features, Feature::kHeading, context_.heading);
    set(found.features, Feature::kOpens,
        !in_list && !head.verb && own.span.start == clause && name.start == clause &&
            (clause == sentence_.start || ends_clause(at(clause - 1))) &&
            list(List::kAfter).longest_at(page_.norm, tail.end) > 0);
    const auto governance = governance_of(page_, rules_, sentence_, {head.name, tail.end});
    found.governance = governance;
    if (etc) {
      found.pattern = "elided";
      set(found.features, Feature::kElided);
      found.mention = core;
      found.name = page_.name(core) + page_.name(tail);
    } else {
      found.pattern = "unquoted";
      found.mention = {core.start, tail.end};
      found.name = page_.name(found.mention);
    }
    found.whole = {core.start, tail.end};
    // 甲、乙等综合治理工程 says what several are, and names none.
    const bool summary = in_list && !etc && norm(core).find(U'等') != std::u32string_view::npos;
    if (summary) return;
    if (is_name(core, tail)) keep(found);

    // Members before it without a tail of their own share this one.
    const auto share = [&](Span part) {
      if (part.size() < 4 || part.size() > 16 || list(List::kTail).within(norm(part)) ||
          !is_name(part, tail)) {
        return;
      }
      FoundProgram member;
      member.mention = member.whole = part;
      member.name = page_.name(part) + page_.name(tail);
      member.pattern = "elided";
      member.features = name_features(part, tail);
      set(member.features, Feature::kPrimary, head.primary);
      set(member.features, Feature::kSecondary, !head.primary);
      set(member.features, Feature::kListMember);
      set(member.features, Feature::kElided);
      member.governance = governance;
      keep(std::move(member));
    };
    if (!left.empty()) share(left);
    // “改革试点” is too loose a tail for it.
    if (!in_list || !head.primary || !(etc || is_name(core, tail)) || norm(tail).ends_with(U"试点"))
      return;
    if (core.size() > 4 && at(core.end - 1) == U'年' && !etc) tail.start -= 2;  // 三年行动计划
    for (std::size_t i = members.size(); i-- > 1;)
      share(strip({members[i].name, members[i].span.end}));
  }

  /// In A和B工程, where both are long enough to be names, A; else an empty span.
  Span shared_left(Span core, Span tail) const {
    if (norm(tail).ends_with(U"专项行动") || norm(tail).ends_with(U"专项")) return {};
    for (auto pos = core.start + 6; pos + 7 < core.end; ++pos) {
      if (at(pos) == U'和' && page_.clause_start(pos, core.start) == core.start)
        return {core.start, pos};
    }
    return {};
  }

  Span strip(Span core) const {
    for (bool again = true; again && core.size() > 2;) {
      again = false;
      if (const auto n = list(List::kStrip).longest_at(page_.norm, core.start);
          n > 0 && n < core.size()) {
        core.start += static_cast<std::uint32_t>(n);
        again = true;
      }
      // 西宁市国家碳达峰试点: a place below the section's own is the doer, not part of the name.
      const auto place =
          std::lower_bound(context_.places.begin(), context_.places.end(), Span{core.start, 0});
      if (place != context_.places.end() && place->start == core.start &&
          place->end + 2 <= core.end) {
        core.start = place->end;
        again = true;
      }
    }
    return trim(page_.raw, core);
  }

  Features name_features(Span core, Span tail) const {
    Features f;
    set(f, Feature::kUnquoted);
    const auto text = norm(core);
    const auto last = norm(tail);
    set(f, Feature::kTailPlan, last.ends_with(U"计划"));
    set(f, Feature::kTailWork, last.ends_with(U"工程"));
    set(f, Feature::kTailAction, last.ends_with(U"行动"));
    set(f, Feature::kTailSpecial, last.ends_with(U"专项"));
    set(f, Feature::kTailPilot, last.ends_with(U"试点"));
    set(f, Feature::kWorks, last.ends_with(U"工程") && list(List::kWorks).within(text));
    set(f, Feature::kYears, text.ends_with(U"年"));
    const auto n = core.size();
    set(f, n <= 3    ? Feature::kShort
           : n == 4  ? Feature::kFour
           : n <= 8  ? Feature::kMedium
           : n <= 20 ? Feature::kLong
                     : Feature::kVeryLong);
    const char32_t next = at(tail.end);
    set(f, Feature::kNounAfter,
        is_han(next) && !is_conjunction(next) && next != U'等' && next != U'的' && next != U'并' &&
            list(List::kAfter).longest_at(page_.norm, tail.end) == 0);
    set(f, Feature::kVerbAfter, list(List::kAfter).longest_at(page_.norm, tail.end) > 0);
    set(f, Feature::kRegionName,
        !context_.region_name.empty() &&
            text.find(context_.region_name) != std::u32string_view::npos);
    return f;
  }

  /// What an unquoted name may hold at all.
  bool is_name(Span core, Span tail) const {
    if (core.size() < 2 || core.end > sentence_.end || core.size() + tail.size() > kLongestName)
      return false;
    const auto text = norm(core);
    if (list(List::kGeneric).has(text) || list(List::kGenericEnd).ends(text) ||
        list(List::kClauseStop).within(text))
      return false;
    const char32_t first = text.front();
    if (!is_han(first) && !(first >= U'a' && first <= U'z') &&
        page_.fellow(core.start) <= core.start && !(first >= U'0' && first <= U'9')) {
      return false;
    }
    for (auto pos = core.start; pos < core.end; ++pos) {
      const char32_t c = at(pos);
      if (ends_clause(c) && page_.fellow(core.start) <= core.start) return false;
      if (c == U'%' || c == U'、') return false;
    }
    // 3个重大工程 counts things.
    if (first >= U'0' && first <= U'9' && core.size() <= 5) return false;
    // “X”行动 is the quoted name's; only a long way behind it does the whole count as one name.
    for (const auto& quote : starting_in(quotes_, core)) {
      if (core.end < tail.start || at(quote.outer.end) == U'-')
        return false;  // Its name is the quoted one.
      if (quote.outer.end <= tail.start && tail.start - quote.outer.end <= kLongestFiller)
        return false;
    }
    return true;
  }

  const Page& page_;
  const RuleSet::Impl& rules_;
  const SentenceContext& context_;
  Span sentence_;
  std::span<const Marked> quotes_, titles_;
  std::vector<FoundProgram> found_;
};

}  // namespace

bool is_work_of_art(const Page& page, const RuleSet::Impl& rules, const Marked& mark) {
  auto start = mark.outer.start;
  // 《A》《B》、《C》: what is said before the first holds for all.
  for (int i = 0; i < 20 && start > 0; ++i) {
    auto before = start - 1;
    if (before > 0 && (page.norm[before] == U'、' || is_conjunction(page.norm[before]))) --before;
    if (page.norm[before] != U'》') break;
    const auto other = page.fellow(before);
    if (other >= before) break;
    start = other;
  }
  if (rules.list(List::kArt).longest_ending(page.norm, start) > 0) return true;
  const auto title = page.folded(mark.inner);
  if (rules.list(List::kKind).ends(title) || rules.list(List::kWrapper).ends(title)) return false;
  // 《畲秀·千年山哈》等一批文艺精品: said after it.
  const auto after = page.folded(
      {mark.outer.end,
       std::min<std::uint32_t>(mark.outer.end + 12, static_cast<std::uint32_t>(page.norm.size()))});
  return rules.list(List::kArtEnd).ends(title) ||
         rules.list(List::kArt).within(after.substr(0, after.find(U'。')));
}

Governance governance_of(const Page& page, const RuleSet::Impl& rules, Span sentence, Span whole) {
  Governance found;
  const auto clause = page.clause_start(whole.start, sentence.start);
  const auto end = page.clause_end(whole.end, sentence.end, 40);
  for (auto pos = whole.start; pos > clause && !found.verb;) {
    if (const auto other = page.fellow(pos - 1); other < pos - 1) {
      if (other < clause) break;
      pos = other;
      continue;
    }
    std::size_t longest = 0;
    constexpr std::pair<List, Relation> kVerbs[] = {{List::kLearnsFrom, Relation::kLearnsFrom},
                                                    {List::kPilots, Relation::kPilots},
                                                    {List::kExtends, Relation::kExtends},
                                                    {List::kCreated, Relation::kCreated},
                                                    {List::kRuns, Relation::kRuns},
                                                    {List::kEnters, Relation::kRuns},
                                                    {List::kPrimary, Relation::kRuns},
                                                    {List::kBy, Relation::kRuns}};
    for (const auto& [which, relation] : kVerbs) {
      if (const auto n = rules.list(which).longest_ending(page.norm, pos); n > longest) {
        longest = n;
        found.relation = relation;
        found.verb = true;
      }
    }
    --pos;
  }
  if (!found.verb) {
    for (auto pos = whole.end; pos < end && pos < whole.end + 12; ++pos) {
      if (rules.list(List::kAfter).longest_at(page.norm, pos) > 0) {
        found.verb = true;
        break;
      }
    }
  }
  found.learns = found.relation == Relation::kLearnsFrom;
  const auto has = [&](List which, Span span) {
    for (auto pos = span.start; pos < span.end; ++pos) {
      const auto n = rules.list(which).longest_at(page.norm, pos);
      if (n == 0 || pos + n > span.end) continue;
      if (n > 1) return true;
      const auto next = pos + static_cast<std::uint32_t>(n);  // 将 alone counts only before a verb.
      for (const auto verb : {List::kCreated, List::kRuns, List::kPilots, List::kExtends,
                              List::kAdverb, List::kIssue}) {
        if (rules.list(verb).longest_at(page.norm, next) > 0) return true;
      }
    }
    return false;
  };
  const auto before =
      clause > sentence.start ? page.clause_start(clause - 1, sentence.start) : clause;
  found.planned = has(List::kPlans, {before, whole.start});
  found.ended = has(List::kEnded, {clause, whole.start}) || has(List::kEnded, {whole.end, end});
  return found;
}

std::vector<FoundProgram> find_programs(const Page& page, const RuleSet::Impl& rules,
                                        const SentenceContext& context, bool all) {
  auto found = Finder(page, rules, context).run();
  if (!all) std::erase_if(found, [&](const FoundProgram& f) { return f.score < rules.weak; });
  std::stable_sort(found.begin(), found.end(), [](const FoundProgram& a, const FoundProgram& b) {
    return a.mention < b.mention;
  });
  return found;
}

}  // namespace zhengce
