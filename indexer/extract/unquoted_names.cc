#include <optional>

#include "indexer/extract/doers.h"
#include "indexer/extract/name_finder.h"

namespace zhengce {
namespace {

class UnquotedNames : public NameFinder {
 public:
  UnquotedNames(const Page& page, const RuleSet::Impl& rules, const SentenceContext& context)
      : NameFinder(page, rules, context) {}

  std::vector<FoundProgram> run() {
    for (auto pos = sentence_.start; pos < sentence_.end;) {
      const auto other = page_.fellow(pos);
      if (other > pos && at(pos) != U'(' && at(pos) != U'[') {
        pos = other + 1;
        continue;
      }
      auto end = pos;
      for (std::uint32_t n; (n = length_at(List::kTail, end)) > 0 && end < sentence_.end;) {
        // …计划试点 tries the program out: its name ends before.
        if (end > pos && norm({end, end + n}) == U"试点") break;
        end += n;
      }
      if (end == pos) {
        ++pos;
        continue;
      }
      if (length_at(List::kTailNot, end) == 0) unquoted({pos, end});
      pos = end;
    }
    return std::move(found_);
  }

 private:
  /// A part of an enumeration, between two 、.
  struct Member {
    Span span;
    std::uint32_t name = 0;  ///< Where its name begins: after its verb, if it has one.
    bool verb = false, primary = false;
  };

  /// Length of the adverb or place at `pos`, which may stand before a verb: 白城入选….
  std::uint32_t opener_at(std::u32string_view text, std::uint32_t pos) const {
    if (const auto n = list(List::kAdverb).longest_at(text, pos)) return n;
    const auto place = place_at(pos);
    if (place == 0) return 0;
    const auto end = zone_end(page_, rules_, pos + place);
    return end <= text.size() ? end - pos : 0;
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
        pos += n;
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

  /// The members of the enumeration that ends with a tail at `end`, last first, back to the one
  /// with a verb.
  std::vector<Member> members_before(std::uint32_t end) const {
    constexpr std::uint32_t kWindow = 100;
    constexpr std::size_t kMost = 10;
    const auto clause = page_.clause_start(end, sentence_.start, kWindow);
    std::vector<Member> members;
    for (auto pos = end;; --pos) {
      while (pos > clause && page_.fellow(pos - 1) < pos - 1 && page_.fellow(pos - 1) >= clause)
        pos = page_.fellow(pos - 1);
      if (pos != clause && at(pos - 1) != U'、') continue;
      members.push_back({{pos, end}});
      find_verb(members.back(), pos == clause);
      if (pos == clause || members.back().verb || members.size() == kMost) return members;
      end = pos - 1;
    }
  }

  /// Moves the start of a name behind what cannot be in it: …工程和 (which has its own tail), …的,
  /// 10个.
  struct Cut {
    std::uint32_t start = 0;
    bool joined = false, cut = false;
  };
  Cut cut_front(std::uint32_t start, std::uint32_t end) const {
    Cut found{start};
    for (auto pos = start; pos + 1 < end; ++pos) {
      if (const auto other = page_.fellow(pos); other > pos) {
        pos = other;
        continue;
      }
      const bool counts =
          pos > found.start && is_digit(at(pos - 1)) &&
          std::u32string_view(U"个项大批").find(at(pos)) != std::u32string_view::npos;
      if (is_conjunction(at(pos)) && pos > found.start &&
          (list(List::kTail).ends(norm({found.start, pos})) || page_.fellow(pos - 1) < pos - 1)) {
        found.start = pos + 1;
        found.joined = true;
      } else if ((at(pos) == U'的' && (pos == 0 || at(pos - 1) != U'目')) || counts) {
        found.start = pos + 1;
        found.cut = true;
      } else if (const auto first = length_at(List::kCutAfter, pos);
                 first > 0 && pos + first + 2 <= end) {
        found.start = pos + first;
        pos = found.start - 1;
      }
    }
    return found;
  }

  void unquoted(Span tail) {
    auto members = members_before(tail.start);
    Member& own = members.front();
    // 国企改革深化提升行动: a governing verb right before the tail is part of the name.
    if (own.verb && !own.primary && tail.start - own.name < 4 && own.name - own.span.start > 4) {
      own.name = own.span.start;
      own.verb = false;
    }
    const Member& head = members.back();
    const bool in_list = members.size() > 1;
    const auto front = cut_front(own.name, tail.start);
    Span core{front.start, tail.start};
    // 甲、乙等行动, 甲、乙等提升行动
    bool etc = false;
    for (const std::uint32_t between : {0u, 2u}) {
      if (etc || core.size() <= between + 1 || at(core.end - between - 1) != U'等') continue;
      etc = true;
      core.end -= between + 1;
      tail.start -= between;
    }
    core = strip(core);
    const Span left = shared_left(core, tail);
    if (!left.empty()) core.start = left.end + 1;
    // 甲、乙等综合治理工程 says what several are, and names none.
    if (in_list && !etc && norm(core).find(U'等') != std::u32string_view::npos) return;

    FoundProgram found;
    Features& f = found.features;
    f = name_features(core, tail);
    set(f, Feature::kPrimary, head.primary);
    set(f, Feature::kSecondary, head.verb && !head.primary);
    set(f, Feature::kNoVerb, !head.verb);
    set(f, Feature::kListMember, in_list || front.joined);
    found.governance = governance_of(page_, rules_, sentence_, {head.name, tail.end});
    FoundProgram other = found;  // What members without a tail of their own share.
    set(f, Feature::kCut, front.cut);
    set(f, Feature::kJoined, front.joined);
    set(f, Feature::kHeading, context_.heading);
    set(f, Feature::kElided, etc);
    set(f, Feature::kOpens,
        !in_list && !head.verb && front.start == own.span.start &&
            length_at(List::kAfter, tail.end) > 0 &&
            (own.span.start == sentence_.start || ends_clause(at(own.span.start - 1))));
    found.pattern = etc ? "elided" : "unquoted";
    found.whole = {core.start, tail.end};
    found.mention = etc ? core : found.whole;
    found.name = etc ? page_.name(core) + page_.name(tail) : page_.name(found.mention);
    const bool named = is_name(core, tail);
    if (named) keep(std::move(found));

    if (!left.empty()) share(left, tail, other);
    // “改革试点” is too loose a tail to be shared by a whole list.
    if (!in_list || !(head.primary || (etc && head.verb)) || !(etc || named) ||
        norm(tail).ends_with(U"试点"))
      return;
    if (core.size() > 4 && at(core.end - 1) == U'年' && !etc) tail.start -= 2;  // 三年行动计划
    for (std::size_t i = members.size(); i-- > 1;)
      share(strip({members[i].name, members[i].span.end}), tail, other);
  }

  /// Keeps `part`, a member without a tail of its own, with the tail of the last.
  void share(Span part, Span tail, const FoundProgram& last) {
    if (part.size() < 4 || part.size() > 16 || list(List::kTail).within(norm(part)) ||
        !is_name(part, tail))
      return;
    FoundProgram member = last;
    member.mention = member.whole = part;
    member.name = page_.name(part) + page_.name(tail);
    member.pattern = "elided";
    member.features = name_features(part, tail);
    for (const auto kept : {Feature::kPrimary, Feature::kSecondary, Feature::kNoVerb})
      set(member.features, kept, has(last.features, kept));
    set(member.features, Feature::kListMember);
    set(member.features, Feature::kElided);
    keep(std::move(member));
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
      if (const auto n = length_at(List::kStrip, core.start); n > 0 && n < core.size()) {
        core.start += n;
        again = true;
      }
      // 西宁市国家碳达峰试点: another place than the section's own is the doer, not part of the
      // name.
      if (const auto n = place_at(core.start); n > 0 && n + 2 <= core.size()) {
        core.start += n;
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
            length_at(List::kAfter, tail.end) == 0 &&
            !(last.ends_with(U"试点") && length_at(List::kPilotUnit, tail.end) > 0));
    set(f, Feature::kVerbAfter, length_at(List::kAfter, tail.end) > 0);
    set(f, Feature::kRegionName, names_region(text));
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
};

}  // namespace

std::vector<FoundProgram> find_unquoted_names(const Page& page, const RuleSet::Impl& rules,
                                              const SentenceContext& context) {
  return UnquotedNames(page, rules, context).run();
}

}  // namespace zhengce
