#include <optional>

#include "corpus/analysis/han_number.h"
#include "corpus/gazetteer/region_finder.h"
#include "indexer/extract/behind_places.h"
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
      // What somebody says at length is read; a short quotation is a name by itself.
      const bool speech = !is_title_mark(at(pos)) && other > pos + kLongestQuote + 1;
      if (other > pos && at(pos) != U'(' && at(pos) != U'[' && !speech) {
        if (!is_title_mark(at(pos))) counted_list({pos, other + 1});
        pos = other + 1;
        continue;
      }
      if (const auto n = length_at(List::kStanding, pos); n > 0 && pos + n <= sentence_.end) {
        standing({pos, pos + n});
        pos += n;
        continue;
      }
      if (const auto behind = numbered(pos); behind > pos) {
        pos = behind;
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
      const bool another_word =
          // 行动力, but 行动力度.
          (length_at(List::kTailNot, end) > length_at(List::kAfter, end) &&
           !(norm({pos, end}).ends_with(U"试点") && goes_on(end))) ||
          (norm({pos, end}).ends_with(U"专项") && length_at(List::kSpecialNot, end) > 0) ||
          // …试点示范专项行动
          (norm({pos, end}).ends_with(U"试点") && norm({end, end + 2}) == U"示范" &&
           length_at(List::kTail, end + 2) > 0);
      if (!another_word) unquoted({pos, end});
      bracketed_list(pos, end);
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

  static bool is_title_mark(char32_t c) { return c == U'《' || c == U'〈' || c == U'<'; }

  /// Where an item's number at `pos` ends, and the blanks behind it: （一）, 1., 三、; `pos` if
  /// there is none.
  std::uint32_t behind_number(std::uint32_t pos) const {
    constexpr std::uint32_t kLongestNumber = 4;
    const bool bracket = at(pos) == U'(';
    auto end = bracket ? pos + 1 : pos;
    const auto from = end;
    while (end < from + kLongestNumber && is_number_char(at(end))) ++end;
    if (end == from || (bracket ? at(end) != U')' : at(end) != U'.' && at(end) != U'、'))
      return pos;
    ++end;
    if (!bracket && at(end - 1) == U'.' && is_digit(at(end))) return pos;  // 2.0版
    while (is_blank(at(end)) && at(end) != U'\n') ++end;
    return end;
  }

  /// Where what offices do begins, behind a list of them: 教育部等四部门|…; the start of `span`
  /// without one.
  std::uint32_t behind_offices(Span span) const {
    for (auto pos = span.start; pos + 2 < span.end; ++pos) {
      const auto end = joint_offices_end(page_, rules_, pos);
      if (end > pos && end < span.end) return end;
    }
    return span.start;
  }

  /// Length of the adverb or place at `pos`, which may stand before a verb: 白城入选….
  std::uint32_t opener_at(std::u32string_view text, std::uint32_t pos) const {
    if (const auto n = list(List::kAdverb).longest_at(text, pos)) return n;
    const auto place = place_at(pos);
    if (place == 0) return 0;
    const auto end = collective_end(page_, rules_, zone_end(page_, rules_, pos + place));
    return end <= text.size() ? end - pos : 0;
  }

  /// Finds the verb in `member` that an unquoted name follows: the last one after which a name
  /// begins for certain, else the first governing one. Names hold verbs too
  /// (种业振兴、耕地质量提升行动), so that a later member of an enumeration has a governing verb
  /// only where it opens with it.
  void find_verb(Member& member, bool first) const {
    member.name = first ? member.span.start : behind_offices(member.span);
    std::uint32_t governing = 0;
    bool opening = true;
    const auto text = std::u32string_view(page_.norm).substr(0, member.span.end);
    for (auto pos = member.name; pos < member.span.end;) {
      if (const auto mate = page_.fellow(pos); mate > pos) {
        pos = mate + 1;
        opening = false;
        continue;
      }
      if (const auto n = list(List::kPrimary).longest_at(text, pos)) {
        pos += n;
        // 实施和部署…
        if (pos < member.span.end && is_conjunction(at(pos))) {
          const auto other = std::max(list(List::kPrimary).longest_at(text, pos + 1),
                                      list(List::kGoverning).longest_at(text, pos + 1));
          if (other > 0) pos += 1 + static_cast<std::uint32_t>(other);
        }
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
    const auto clause = behind_number(page_.clause_start(end, sentence_.start, kWindow));
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

  /// “X”, “X”建设: a name in marks and little more.
  bool behind_quote(std::uint32_t start, std::uint32_t end) const {
    constexpr std::uint32_t kHead = 4;
    const auto mate = page_.fellow(start);
    return page_.fellow(end - 1) < end - 1 ||
           (mate > start && mate < end && end - mate - 1 <= kHead);
  }

  /// Whether `member` names something by itself.
  bool is_named(const Member& member) const {
    return behind_quote(member.span.start, member.span.end) ||
           list(List::kTail).ends(norm(member.span));
  }

  /// Whether what is said behind a tail that ends at `end` is how it goes: 深入推进, 启动建设.
  bool goes_on(std::uint32_t end) const {
    if (length_at(List::kAfter, end) > 0) return true;
    // …试点今年进一步扩围
    auto pos = end;
    for (std::uint32_t n; (n = length_at(List::kAdverb, pos)) > 1 && pos < end + 8;) pos += n;
    if (pos > end && length_at(List::kAfter, pos) > 0) return true;
    const auto unit = norm({end - 2, end}) == U"试点" ? length_at(List::kPilotUnit, end) : 0;
    return unit > 0 && length_at(List::kAfter, end + unit) > 0;
  }

  /// Whether what stands behind …试点 that ends at `end` makes it a list of those who take part:
  /// 城市名单.
  bool is_list_head(std::uint32_t end) const {
    if (norm({end - 2, end}) != U"试点") return false;
    const auto unit = norm({end, end + 2}) == U"名单" ? 0 : length_at(List::kPilotUnit, end);
    return norm({end + unit, end + unit + 2}) == U"名单";
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
          pos > found.start && is_digit(at(pos - 1)) && one_of(at(pos), U"个项大批次场轮条座处");
      if (is_conjunction(at(pos)) && pos > found.start &&
          (list(List::kTail).ends(norm({found.start, pos})) || behind_quote(found.start, pos) ||
           (at(pos) != U'与' && length_before(List::kApart, pos) > 0))) {
        found.start = pos + 1;
        found.joined = true;
      } else if ((at(pos) == U'的' && (pos == 0 || at(pos - 1) != U'目')) || counts) {
        found.start = pos + 1;
        found.cut = true;
      } else if (const auto first =
                     std::max(length_at(List::kCutAfter, pos), length_at(List::kIncludes, pos));
                 first > 0 && pos + first + 2 <= end) {
        found.start = pos + first;
        pos = found.start - 1;
      }
    }
    return found;
  }

  /// A name that is known without marks, verb or tail: 以旧换新.
  void standing(Span name) {
    FoundProgram found = whole_name(name);
    set(found.features, Feature::kStanding);
    keep(std::move(found));
  }

  /// What is written out at `name`, without marks.
  FoundProgram whole_name(Span name) const {
    FoundProgram found;
    set(found.features, Feature::kUnquoted);
    found.governance = governance_of(page_, rules_, context_, name);
    found.pattern = "unquoted";
    found.mention = found.whole = name;
    found.name = page_.name(name);
    return found;
  }

  /// 321基层治理模式, 1+6+N治理机制 at `pos`: a number that counts nothing, and words up to the one
  /// that says what it is. Keeps it and gives its end; `pos` if there is none.
  std::uint32_t numbered(std::uint32_t pos) {
    constexpr std::uint32_t kFewestDigits = 3, kMostDigits = 12, kFewestWords = 2, kMostWords = 14;
    if (!is_digit(at(pos))) return pos;
    if (const char32_t left = pos > 0 ? at(pos - 1) : U'\n';
        is_digit(left) || is_letter(left) || one_of(left, U".+-第·〔("))
      return pos;
    auto words = pos;
    bool plus = false;
    for (; words < pos + kMostDigits; ++words) {
      const char32_t c = at(words);
      if (!is_digit(c) && c != U'+' && !(c == U'n' && at(words - 1) == U'+')) break;
      plus |= c == U'+';
    }
    const auto digits = norm({pos, words});
    const bool year =
        digits.size() == 4 && (digits.starts_with(U"19") || digits.starts_with(U"20"));
    if (!plus && (digits.size() < kFewestDigits || year)) return pos;
    if (length_at(List::kUnit, words) > 0 || length_at(List::kMeasure, words) > 0 ||
        one_of(at(words), U"年月日号万亿元余多条"))
      return pos;
    const auto most = std::min(sentence_.end, words + kMostWords);
    for (auto end = words; end < most; ++end) {
      const char32_t c = at(end);
      if (!is_han(c) || c == U'的' || is_conjunction(c)) break;
      const auto head = length_at(List::kNumberHead, end);
      if (head == 0 || end < words + kFewestWords) continue;
      FoundProgram found = whole_name({pos, end + head});
      set(found.features, Feature::kHead);
      set(found.features, Feature::kNoVerb, !found.governance.verb);
      keep(std::move(found));
      return end + head;
    }
    return pos;
  }

  static std::size_t value_of(char32_t c) {
    return c == U'十' ? 10 : static_cast<std::size_t>(std::max(0, han_digit(c)));
  }

  /// Length of 三大 at `pos`, which says how many there are; 0 if it is none.
  std::uint32_t count_at(std::uint32_t pos) const {
    return value_of(at(pos)) > 0 && at(pos + 1) == U'大' ? 2 : 0;
  }

  /// 实施甲、乙、丙“三大行动”: `quote` counts what stands before it, and each is one.
  void counted_list(Span quote) {
    const Span inner{quote.start + 1, quote.end - 1};
    const auto count = count_at(inner.start);
    if (count == 0 || quote.end > sentence_.end || inner.size() <= count) return;
    const Span tail{inner.start + count, inner.end};
    if (length_at(List::kTail, tail.start) != tail.size()) return;
    // 甲、乙、丙共“三大行动”, 甲、乙、丙等“三大行动”
    const bool summed = at(quote.start - 1) == U'共' || at(quote.start - 1) == U'等';
    const auto members = members_before(summed ? quote.start - 1 : quote.start);
    if (members.size() != value_of(at(inner.start)) || !members.back().primary) return;
    FoundProgram all;
    set(all.features, Feature::kPrimary);
    all.governance = governance_of(page_, rules_, context_, {members.back().name, quote.end});
    for (std::size_t i = members.size(); i-- > 0;)
      share(strip({members[i].name, members[i].span.end}), tail, all, kShortestCounted);
  }

  /// 实施八大工程(甲、乙、…): the tail from `start` to `end` is counted before it, and what it
  /// counts stands behind it in brackets.
  void bracketed_list(std::uint32_t start, std::uint32_t end) {
    const auto close = page_.fellow(end);
    if (start < sentence_.start + 2 || at(end) != U'(' || close <= end || close > sentence_.end ||
        count_at(start - 2) == 0)
      return;
    std::vector<Span> parts;
    for (auto pos = end + 1; pos < close;) {
      auto stop = pos;
      while (stop < close && at(stop) != U'、') ++stop;
      parts.push_back(trim(page_.raw, {pos, stop}));
      pos = stop + 1;
    }
    if (parts.size() != value_of(at(start - 2))) return;
    FoundProgram all;
    all.governance = governance_of(page_, rules_, context_, {start - 2, end});
    set(all.features, Feature::kPrimary, all.governance.verb);
    set(all.features, Feature::kNoVerb, !all.governance.verb);
    for (const Span part : parts) share(part, {start, end}, all, kShortestCounted);
  }

  /// Whether the enumeration goes on behind a tail with a member that has its own: A工程、B工程.
  bool own_tails_follow(std::uint32_t end) const {
    if (at(end) != U'、') return false;
    auto stop = end + 1;
    const auto most = std::min(sentence_.end, stop + kLongestName);
    while (stop < most && at(stop) != U'、' && !ends_clause(at(stop))) ++stop;
    return list(List::kTail).ends(norm({end + 1, stop}));
  }

  void unquoted(Span tail) {
    auto members = members_before(tail.start);
    Member own = members.front();
    // 国企改革深化提升行动: a governing verb right before the tail is part of the name.
    if (own.verb && !own.primary && tail.start - own.name < 4 && own.name - own.span.start > 4) {
      own.name = own.span.start;
      own.verb = false;
      members.front() = own;
    }
    // 机关、事业单位安置行动: a first part too short to be a name is a part of the one name.
    constexpr std::uint32_t kShortestMember = 4;
    bool one_name = members.size() > 1 && members.back().verb;
    for (std::size_t i = 1; i < members.size(); ++i) {
      const auto size = members[i].span.end - members[i].name;
      one_name = one_name && size > 0 && size < kShortestMember && place_at(members[i].name) == 0;
    }
    if (one_name) {
      members.back().span.end = own.span.end;
      members.erase(members.begin(), members.end() - 1);
    }
    own = members.front();
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
      // 甲、乙等六大行动 says how many, not what they are called.
      if (between != count_at(core.end + 1)) tail.start -= between;
    }
    // 甲、乙、丙、丁四大专项行动
    if (!etc && in_list && core.size() > 2 && count_at(core.end - 2) > 0 &&
        value_of(at(core.end - 2)) == members.size()) {
      etc = true;
      core.end -= 2;
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
    found.governance = governance_of(page_, rules_, context_, {head.name, tail.end});
    FoundProgram other = found;  // What members without a tail of their own share.
    set(f, Feature::kCut, front.cut);
    set(f, Feature::kJoined, front.joined);
    set(f, Feature::kHeading, context_.heading);
    set(f, Feature::kElided, etc);
    // 甲行动、“乙”建设和丙行动深入推进
    const bool all_named = std::all_of(members.begin() + 1, members.end(),
                                       [&](const Member& m) { return is_named(m); });
    const auto start = head.span.start;
    const bool opens = !head.verb && !is_list_head(tail.end) &&
                       (start == sentence_.start || ends_clause(at(start - 1))) &&
                       (in_list ? all_named || etc : front.start == start || front.joined);
    set(f, Feature::kOpens,
        is_list_head(tail.end) || (opens ? goes_on(tail.end) : is_item(own.span.start, tail.end)));
    set(other.features, Feature::kOpens, opens && goes_on(tail.end));
    found.pattern = etc ? "elided" : "unquoted";
    found.whole = {core.start, tail.end};
    found.mention = etc ? core : found.whole;
    found.name = etc ? page_.name(core) + page_.name(tail) : page_.name(found.mention);
    const bool named = is_name(core, tail, one_name);
    if (named) keep(std::move(found));

    if (!left.empty()) share(left, tail, other);
    // “改革试点” is too loose a tail to be shared by a whole list.
    const bool is_done = head.primary || (etc && (head.verb || (opens && goes_on(tail.end))));
    if (!in_list || !is_done || !(etc || named) || norm(tail).ends_with(U"试点") ||
        own_tails_follow(tail.end))
      return;
    if (core.size() > 4 && at(core.end - 1) == U'年' && !etc) tail.start -= 2;  // 三年行动计划
    // 甲、乙等9个重大专项 says what several are; 文学、影视、网络文艺精品工程 what one is about.
    if (!etc && norm({own.span.start, tail.start}).find(U'等') != std::u32string_view::npos) return;
    for (std::size_t i = 1; i < members.size(); ++i) {
      const auto size = members[i].span.end - members[i].name;
      if (size > 0 && size < kShortestMember && place_at(members[i].name) == 0) return;
    }
    for (std::size_t i = 1; i < members.size(); ++i) {
      const Span part = strip({members[i].name, members[i].span.end});
      if (list(List::kTail).ends(norm(part))) break;
      share(part, tail, other);
    }
  }

  static constexpr std::uint32_t kShortestShared = 4;
  static constexpr std::uint32_t kShortestCounted = 2;  ///< Where it is said how many they are.

  /// Keeps `part`, a member without a tail of its own, with the tail of the last.
  void share(Span part, Span tail, const FoundProgram& last,
             std::uint32_t shortest = kShortestShared) {
    if (part.size() < shortest || part.size() > 16 || list(List::kTail).within(norm(part)) ||
        norm(part).ends_with(U"活动") || !is_name(part, tail))
      return;
    FoundProgram member = last;
    member.mention = member.whole = part;
    member.name = page_.name(part) + page_.name(tail);
    member.pattern = "elided";
    member.features = name_features(part, tail);
    for (const auto kept :
         {Feature::kPrimary, Feature::kSecondary, Feature::kNoVerb, Feature::kOpens})
      set(member.features, kept, has(last.features, kept));
    set(member.features, Feature::kListMember);
    set(member.features, Feature::kElided);
    keep(std::move(member));
  }

  /// 留守儿童和困境儿童关爱计划: what `left` ends with stands again within `right`, so that both
  /// are parts of one name.
  bool is_one_thing(Span left, Span right) const {
    constexpr std::uint32_t kWord = 2;
    const auto again = norm(right).find(norm({left.end - kWord, left.end}));
    return again != std::u32string_view::npos && again + kWord < right.size();
  }

  /// In A和B工程, where both are long enough to be names, A; else an empty span.
  Span shared_left(Span core, Span tail) const {
    if (norm(tail).ends_with(U"专项行动") || norm(tail).ends_with(U"专项")) return {};
    for (auto pos = core.start + 4; pos + 5 < core.end; ++pos) {
      // 新型学徒制和企业学徒制试点: names that end alike may be shorter.
      const bool alike = norm({pos - 2, pos}) == norm({core.end - 2, core.end});
      if (!alike && (pos < core.start + 6 || pos + 7 >= core.end)) continue;
      if (at(pos) == U'和' && page_.clause_start(pos, core.start) == core.start) {
        const Span left{core.start, pos};
        return is_one_thing(left, {pos + 1, core.end}) ? Span{} : left;
      }
    }
    return {};
  }

  /// Whether a name from `start` to `end` is all that a numbered item says: （二）数字赋能行动。
  bool is_item(std::uint32_t start, std::uint32_t end) const {
    const char32_t mark = start > sentence_.start ? at(start - 1) : U'\0';
    const bool numbered = mark == U')' || mark == U'.' || mark == U'、' || is_blank(mark);
    return numbered && behind_number(page_.clause_start(start, sentence_.start)) == start &&
           (end >= sentence_.end || at(end) == U'。' || at(end) == U'\n' || at(end) == U' ');
  }

  Span strip(Span core) const {
    for (bool again = true; again && core.size() > 2;) {
      again = false;
      // 2024年全民健身行动
      constexpr std::uint32_t kYear = 4;
      if (core.size() > kYear + 3 && at(core.start + kYear) == U'年' &&
          (at(core.start) == U'1' || at(core.start) == U'2') && is_digit(at(core.start + 1)) &&
          is_digit(at(core.start + 2)) && is_digit(at(core.start + 3)) &&
          at(core.start + kYear + 1) != U'前') {
        core.start += kYear + 1;
        again = true;
      }
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
            !goes_on(tail.end) && length_at(List::kLesson, tail.end) == 0 &&
            !(last.ends_with(U"试点") && length_at(List::kPilotUnit, tail.end) > 0));
    set(f, Feature::kVerbAfter, goes_on(tail.end) || is_list_head(tail.end));
    set(f, Feature::kRegionName, names_region(text));
    return f;
  }

  /// What an unquoted name may hold at all.
  bool is_name(Span core, Span tail, bool pauses = false) const {
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
      if (c == U'%' || (c == U'、' && !pauses)) return false;
    }
    // 加强对试点|工作的指导
    if (one_of(text.back(), U"对向于将把") && norm(tail).ends_with(U"试点")) return false;
    // 共识和行动, but 普及行动
    if (is_conjunction(text.back()) && text.back() != U'及') return false;
    // 山东省|计划…, 全市曾|计划…: who plans something.
    auto who =
        core.start + static_cast<std::uint32_t>(leading_region(Gazetteer::builtin(), text).length);
    const auto before_tail = std::u32string_view(page_.norm).substr(0, core.end);
    for (std::uint32_t n; who < core.end && (n = opener_at(before_tail, who)) > 0;) who += n;
    if (who >= core.end) return false;
    // 十大试点城市 counts cities.
    if (core.size() > 2 && count_at(core.end - 2) > 0 && norm(tail).ends_with(U"试点") &&
        length_at(List::kPilotUnit, tail.end) > 0)
      return false;
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
