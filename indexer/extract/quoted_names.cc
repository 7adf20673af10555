#include <optional>

#include "indexer/extract/behind_places.h"
#include "indexer/extract/name_finder.h"

namespace zhengce {
namespace {

class QuotedNames : public NameFinder {
 public:
  QuotedNames(const Page& page, const RuleSet::Impl& rules, const SentenceContext& context)
      : NameFinder(page, rules, context) {}

  std::vector<FoundProgram> run() {
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
    return std::move(found_);
  }

 private:
  /// The innermost title around `span` in the sentence that is short enough to name something.
  std::optional<Marked> title_around(Span span) const {
    const auto around = page_.titles_around(span);
    if (around.empty() || around.back().outer.start < sentence_.start) return std::nullopt;
    return around.back();
  }

  /// “A”“B”, “A”、“B”, also with the place of each: 甲市“A”、乙县“B”, 甲市“A”申报、乙县“B”.
  bool continues_list(const Marked& before, const Marked& after) const {
    constexpr std::uint32_t kLongestGap = 24;
    if (after.outer.start < before.outer.end) return false;
    const Span gap{before.outer.end, after.outer.start};
    if (gap.empty()) return true;
    const auto joins = [this](std::uint32_t pos) { return joins_members(at(pos)); };
    if (gap.size() == 1) return joins(gap.start);
    if (gap.size() > kLongestGap) return false;
    // The last member, and what else stands in between.
    for (auto pos = gap.end; pos > gap.start; --pos) {
      if (joins(pos - 1)) {
        auto place = pos;
        while (place < gap.end && is_blank(at(place))) ++place;
        if (is_place({place, gap.end})) return true;
      }
      if (!is_han(at(pos - 1)) && at(pos - 1) != U'、' && at(pos - 1) != U' ') return false;
    }
    return false;
  }

  /// Places one in the other and nothing else, perhaps with a zone: 济南市钢城区, 威海市经开区.
  bool is_place(Span span) const {
    auto pos = span.start;
    for (auto n = place_at(pos); n > 0 && pos < span.end; n = place_at(pos)) pos += n;
    return pos > span.start && (pos == span.end || zone_end(page_, rules_, pos) == span.end);
  }

  /// Whether a place ends at `pos`, or a zone of it.
  bool is_behind_place(std::uint32_t pos) const {
    const auto places = context_.places;
    auto place = std::lower_bound(places.begin(), places.end(), Span{pos, 0});
    if (place == places.begin()) return false;
    --place;
    return place->end == pos || (place->end < pos && zone_end(page_, rules_, place->end) == pos);
  }

  /// A head after a quoted name, over up to kLongestFiller Han that hold no verb: its end, and
  /// whether it is a strong one.
  struct Head {
    std::uint32_t end = 0;
    bool strong = false;
  };
  std::optional<Head> head_after(std::uint32_t pos) const {
    if (at(pos) == U' ') ++pos;
    if (at(pos) == U'等' || at(pos) == U'及') pos = behind_count(pos + 1);
    std::optional<Head> weak;
    const bool of = at(pos) == U'的';
    for (std::uint32_t i = 0; i <= kLongestFiller && pos + i < sentence_.end; ++i) {
      const auto here = pos + i;
      const char32_t c = at(here);
      if (!is_han(c) || (c == U'的' && !weak && i > 0)) break;
      if (i > 0 && length_at(List::kIncludes, here)) break;
      if (i > 0 && length_at(List::kPrimary, here)) break;
      // 打击“X”等突出违法犯罪活动
      if (const auto n = length_at(List::kAfterStop, here);
          n > 0 && list(List::kHead).ends(norm({here, here + n})))
        break;
      if (const auto n = length_at(List::kHead, here)) return Head{here + n, true};
      // “X”的产业: what is said of a thing is no name of it.
      if (const auto n = length_at(List::kWeakHead, here); n > 0 && !weak && !of) {
        weak = Head{here + n, false};
      }
      if (is_conjunction(c)) break;
    }
    return weak;
  }

  /// Where 6项 ends that begins at `pos`, behind 等; `pos` without it.
  std::uint32_t behind_count(std::uint32_t pos) const {
    auto end = pos;
    while (end < sentence_.end && (is_digit(at(end)) || is_number_char(at(end)))) ++end;
    if (end == pos || end >= sentence_.end) return pos;
    if (at(end) == U'大') return end + 1;
    const auto measure = length_at(List::kMeasure, end);
    return measure > 0 ? end + measure : pos;
  }

  /// “关爱老兵、弘扬精神”主题公益活动
  bool is_activity(std::uint32_t pos) const {
    const auto words = words_behind(pos);
    return norm(words).starts_with(U"主题") && norm(words).ends_with(U"活动");
  }

  /// Whether a verb of carrying out stands before `start`, with a noun between at most.
  bool is_carried_out(std::uint32_t start) const {
    constexpr std::uint32_t kNoun = 6;
    const auto from =
        std::max(page_.clause_start(start, sentence_.start), start > kNoun ? start - kNoun : 0);
    for (auto pos = start; pos > from; --pos) {
      if (length_before(List::kCarrying, pos) > 0) return true;
    }
    return false;
  }

  /// 5·12, 8·22: a day that stands for what happened on it.
  static bool is_date(std::u32string_view name) {
    return name.find(U'·') != std::u32string_view::npos &&
           std::all_of(name.begin(), name.end(),
                       [](char32_t c) { return c == U'·' || is_digit(c); });
  }

  /// 第十一条, 第二款: a part of a text.
  static bool is_ordinal(std::u32string_view name) {
    if (!name.starts_with(U"第")) return false;
    std::size_t end = 1;
    while (end < name.size() && (is_digit(name[end]) || is_number_char(name[end]))) ++end;
    return end > 1 && end + 1 >= name.size();
  }

  /// 从0到1: how far it goes.
  static bool is_course(std::u32string_view name) {
    return name.starts_with(U"从") && name.find(U'到') != std::u32string_view::npos;
  }

  /// 334, 40条: nothing that tells what it is.
  static bool is_number_alone(std::u32string_view name) {
    return std::all_of(name.begin(), name.end(),
                       [](char32_t c) { return is_digit(c) || one_of(c, U"条项个.%"); });
  }

  /// The words at `pos`, behind the quotation, that say what a number alone stands for
  /// (“334”联农带农机制): up to their last head, or to the mark or 的 close behind it. Empty
  /// without a head.
  Span words_behind(std::uint32_t pos) const {
    constexpr std::uint32_t kLongestRest = 2;
    const auto start = at(pos) == U'等' ? pos + 1 : pos;
    const auto most = std::min(sentence_.end, start + kLongestFiller);
    const auto is_word = [&](std::uint32_t here) {
      return is_han(at(here)) && !is_conjunction(at(here)) && !one_of(at(here), U"的即是为");
    };
    auto end = start, headed = start;
    // 河流管护|工作机制: what may follow a name may be in it too, before its head.
    while (end < most && is_word(end) && (headed == start || length_at(List::kAfter, end) == 0)) {
      ++end;
      if (length_before(List::kHead, end) > 0 || length_before(List::kWeakHead, end) > 0)
        headed = end;
    }
    const bool ends_so = headed > start && !is_word(end) && end <= headed + kLongestRest;
    return {start, ends_so ? end : headed};
  }

  /// “…”精神, “…”总体发展思路
  bool stop_after(std::uint32_t pos) const {
    if (at(pos) == U'为' && length_at(List::kAfter, pos) > 0) return false;  // 以“X”为主线
    if (length_at(List::kAfterStop, pos) > 0) return true;
    for (std::uint32_t i = 1; i <= 4 && pos + i < sentence_.end && is_han(at(pos + i - 1)); ++i) {
      if (length_at(List::kAfterStop, pos + i) > 1) return true;
    }
    return false;
  }

  /// “一主两副”城镇空间布局
  bool structure_after(std::uint32_t pos) const {
    for (std::uint32_t i = 0; i <= kLongestFiller && pos + i < sentence_.end && is_han(at(pos + i));
         ++i) {
      if (length_at(List::kStructure, pos + i) > 0) return true;
    }
    return false;
  }

  std::size_t length_in(List which, std::u32string_view name) const {
    return list(which).longest_at(name, 0);
  }

  /// …条例, …法, but not …工作法.
  bool is_law(std::u32string_view name) const {
    const auto size = static_cast<std::uint32_t>(name.size());
    const auto law = list(List::kLaw).longest_ending(name, size);
    return law > 0 && law >= list(List::kHead).longest_ending(name, size);
  }

  /// 四大种源, 六个产业集群, 40条: counted things, unless they are programs (七大行动,
  /// 十大产业项目), sentences (千名医师下基层) or numbers alone (四个十大).
  bool is_count(std::u32string_view name) const {
    std::size_t digits = 0;
    while (digits < name.size() && (is_digit(name[digits]) || is_number_char(name[digits])))
      ++digits;
    if (digits == 0 || digits == name.size()) return false;
    const auto measure = list(List::kMeasure).longest_at(name, digits);
    constexpr std::size_t kLongestThing = 4;
    const auto thing = name.substr(std::min(name.size(), digits + measure));
    return measure > 0 && thing.size() <= kLongestThing &&
           (thing.empty() || !is_number_char(thing.front())) && !list(List::kTail).ends(name) &&
           !list(List::kHead).ends(name) && !list(List::kProjects).ends(name);
  }

  /// 一核两副三带四区, 四纵三横、一圈两带: nothing but numbers of parts of a plane.
  bool is_plane(std::u32string_view name) const {
    std::size_t parts = 0;
    for (std::size_t pos = 0; pos < name.size();) {
      if (name[pos] == U'、') {
        ++pos;
        continue;
      }
      const auto from = pos;
      while (pos < name.size() && (is_digit(name[pos]) || is_number_char(name[pos]))) ++pos;
      const auto part = list(List::kPlane).longest_at(name, pos);
      if (pos == from || part == 0) return false;
      pos += part;
      ++parts;
    }
    return parts >= 2;
  }

  /// 先入区、后检测: two halves of one length.
  static bool is_paired(std::u32string_view name) {
    constexpr std::size_t kShortestHalf = 3;
    const auto middle = name.find(U'、');
    return middle != std::u32string_view::npos && middle >= kShortestHalf &&
           name.size() == 2 * middle + 1 &&
           name.find(U'、', middle + 1) == std::u32string_view::npos;
  }

  /// 基础型、发展型、服务型; 人人愿为、人人能为、人人可为: three and more of one length, all of
  /// which begin or end alike.
  static bool is_parallel(std::u32string_view name) {
    std::vector<std::u32string_view> parts;
    for (std::size_t start = 0; start <= name.size();) {
      const auto end = std::min(name.find(U'、', start), name.size());
      parts.push_back(name.substr(start, end - start));
      start = end + 1;
    }
    const auto first = parts.front();
    constexpr std::size_t kAlikeInFront = 2;
    if (parts.size() < 3 || first.size() < kAlikeInFront) return false;
    const auto all = [&](const auto& alike) {
      return std::all_of(parts.begin(), parts.end(), alike);
    };
    return all([&](auto part) { return part.size() == first.size(); }) &&
           (all([&](auto part) { return part.back() == first.back(); }) ||
            all([&](auto part) { return part.starts_with(first.substr(0, kAlikeInFront)); }));
  }

  void shape_features(std::u32string_view name, Features& f) const {
    std::size_t numbers = 0, han = 0;
    bool plus = false, dot = false, latin = false, digit = false, comma = false, pause = false;
    for (const char32_t c : name) {
      plus |= c == U'+' || c == U'×';
      dot |= c == U'·';
      latin |= is_letter(c);
      digit |= is_digit(c);
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
    set(f, Feature::kComma, comma || is_parallel(name));
    set(f, Feature::kPause, pause);
    set(f, Feature::kRegionName, names_region(name));
    const auto n = name.size();
    set(f, Feature::kAdjective, n == 3 && length_in(List::kAdjective, name) > 0);
    set(f, Feature::kCountPhrase, is_count(name));
    set(f, n <= 1    ? Feature::kTiny
           : n <= 3  ? Feature::kShort
           : n == 4  ? Feature::kFour
           : n <= 8  ? Feature::kMedium
           : n <= 14 ? Feature::kLong
                     : Feature::kVeryLong);
    set(f, Feature::kStructure,
        name.find(U'—') != std::u32string_view::npos ||
            name.find(U'-') != std::u32string_view::npos || is_plane(name));
    if (han == 0 && !latin && !digit) set(f, Feature::kComma);
  }

  void quoted(const Marked& quote, const Marked& first, const Marked& last, std::size_t group) {
    const auto name = norm(quote.inner);
    // “特色之乡”行动 is no honor.
    const bool is_named_so = length_at(List::kHead, last.outer.end) > 0;
    // 创新“红色调解法”
    const bool is_made =
        name.ends_with(U"法") && length_before(List::kCreated, first.outer.start) > 0;
    // “老年人精神文化提升活动” is no talk of 精神.
    const bool ends_so = list(List::kTail).ends(name) || name.ends_with(U"活动");
    // 实施科技“突围”工程
    const bool carried_out =
        length_at(List::kTail, last.outer.end) > 0 && is_carried_out(first.outer.start);
    if (list(List::kTheme).has(name) || (list(List::kFigure).has(name) && !carried_out) ||
        (list(List::kThemePart).within(name) && !ends_so && !is_activity(last.outer.end)) ||
        (is_law(name) && !is_named_so && !is_made) || is_date(name) || is_ordinal(name) ||
        is_course(name) || (name.size() == 1 && is_han(name.front())))
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
    set(f, Feature::kPlaced, group > 1 && is_behind_place(quote.outer.start));
    set(f, Feature::kHeadBefore, length_before(List::kNamingHead, first.outer.start) > 0);
    set(f, Feature::kNameEnd, list(List::kNameEnd).ends(name));
    set(f, Feature::kHeadInside, name.size() > 2 && list(List::kTail).ends(name));

    if (has(f, Feature::kNumbered) && structure_after(last.outer.end)) set(f, Feature::kStructure);
    const auto head = head_after(last.outer.end);
    const bool strong = head && head->strong;
    // “山东—名校直通车”服务品牌
    const bool dash = name.find_first_of(U"—-") != std::u32string_view::npos;
    if (dash && !is_plane(name) && length_at(List::kHead, last.outer.end) > 0)
      set(f, Feature::kStructure, false);
    set(f, Feature::kHead, strong && !has(f, Feature::kStructure));
    if (strong) set(f, Feature::kAdjective, false);  // “大调解”机制
    set(f, Feature::kWeakHead, head && !strong);
    set(f, Feature::kStopAfter, !strong && stop_after(last.outer.end));
    // 推出“X”的露天剧场: what is launched has a name.
    set(f, Feature::kOfAfter,
        at(last.outer.end) == U'的' && length_before(List::kLaunched, first.outer.start) == 0);
    set(f, Feature::kClauseEnd, ends_clause(at(last.outer.end)));
    // What a statute sets in marks without saying what it is, it defines.
    if (context_.statute && !strong && !has(f, Feature::kHeadInside)) return;
    if (is_number_alone(name)) {
      const auto words = words_behind(last.outer.end);
      if (words.empty()) return;
      found.name = page_.name(quote.outer) + page_.name(words);
      if (words.start == quote.outer.end) found.mention = {quote.outer.start, words.end};
    }
    surroundings(first.outer.start, head ? head->end : last.outer.end, f);
    // 打好“八场硬仗”
    const bool battle =
        list(List::kBattle).ends(name) || length_at(List::kBattle, last.outer.end) > 0;
    if (battle && has(f, Feature::kRhetoric)) {
      set(f, Feature::kRhetoric, false);
      set(f, Feature::kVerbNear);
    }
    set(f, Feature::kPaired, has(f, Feature::kCarrying) && is_paired(name));
    Span governed{first.outer.start, last.outer.end};
    if (const auto title = title_around(quote.outer)) governed = title->outer;
    found.governance = governance_of(page_, rules_, context_, governed);
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
      // 名叫“X”活动, 办法是“X”
      const bool named = length_before(List::kNaming, start) > 0 &&
                         (has(f, Feature::kHead) || at(start - 1) == U'是');
      // 入选“…计划”: to be chosen for a program is to take part.
      const bool chosen = has(f, Feature::kHeadInside) && length_before(List::kEnters, start) > 0;
      set(f, Feature::kStopBefore, !named && !chosen && length_before(List::kBefore, start) > 0);
      // 将“X”纳入预算
      const bool disposed =
          (at(start - 1) == U'将' || at(start - 1) == U'把') && length_at(List::kDisposed, end) > 0;
      set(f, Feature::kVerbNear, named || chosen || disposed);
      set(f, Feature::kRhetoric,
          length_before(List::kRhetoric, start) > 0 ||
              (at(start - 1) == U'了' && length_before(List::kRhetoric, start - 1) > 0));
    }
    std::uint32_t distance = 0;
    constexpr std::uint32_t kNear = 4;
    for (auto pos = start; pos > clause;) {
      if (const auto other = page_.fellow(pos - 1); other < pos - 1) {
        if (other < clause) break;
        pos = other;
        continue;
      }
      bool verb = false;
      for (const auto which :
           {List::kCreated, List::kRuns, List::kPilots, List::kExtends, List::kLearnsFrom}) {
        verb |= length_before(which, pos) > 0;
      }
      if (verb) {
        set(f, distance <= 6 ? Feature::kVerbNear : Feature::kVerbFar);
        set(f, Feature::kCarrying, distance <= 8 && length_before(List::kCarrying, pos) > 0);
        break;
      }
      // 打通物流通道“断头路”
      if (distance > 0 && distance <= kNear && length_before(List::kRhetoric, pos) > 1)
        set(f, Feature::kRhetoric);
      if (distance <= 1 && length_before(List::kIssue, pos) > 0) set(f, Feature::kIssueVerb);
      if (distance == 0 && length_before(List::kBy, pos) > 0) set(f, Feature::kByBefore);
      ++distance;
      --pos;
    }
    set(f, Feature::kIncluded, length_at(List::kIncludes, end) > 0);
    for (std::uint32_t i = 0; i <= 2 && end + i < sentence_.end && !ends_clause(at(end + i)); ++i) {
      if (length_at(List::kAfter, end + i)) set(f, Feature::kVerbAfter);
    }
  }

  /// “榴·深”——深圳市各民族服务行动计划
  void gloss(const Marked& quote, FoundProgram& found) {
    auto pos = quote.outer.end;
    if (at(pos) != U'-' || at(pos + 1) != U'-') return;
    pos += 2;
    auto end = page_.clause_end(pos, sentence_.end, kLongestName);
    // “甲工程”——某计划、“乙工程”——…
    for (auto i = pos; i < end; ++i) {
      if (at(i) == U'、' || page_.fellow(i) > i) end = i;
    }
    for (auto i = end; i > pos + 3; --i) {
      const auto tail = length_before(List::kTail, i);
      if (tail == 0) continue;
      found.alias_mention = {pos, i};
      found.alias = page_.name(found.alias_mention);
      set(found.features, Feature::kHead);
      return;
    }
  }
};

}  // namespace

std::vector<FoundProgram> find_quoted_names(const Page& page, const RuleSet::Impl& rules,
                                            const SentenceContext& context) {
  return QuotedNames(page, rules, context).run();
}

}  // namespace zhengce
