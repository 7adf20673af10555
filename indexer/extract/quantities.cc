#include "indexer/extract/quantities.h"

#include <algorithm>
#include <optional>

#include "corpus/analysis/fold.h"
#include "corpus/analysis/han_number.h"

namespace zhengce {
namespace {

class Quantities {
 public:
  Quantities(const Page& page, const RuleSet::Impl& rules, Span sentence)
      : page_(page), rules_(rules), sentence_(sentence) {}

  std::vector<FoundQuantity> run() {
    for (auto pos = sentence_.start; pos < sentence_.end;) {
      // What stands in quotes, titles and brackets is read only in brackets.
      if (const auto mate = page_.fellow(pos); mate > pos && at(pos) != U'(') {
        pos = mate + 1;
        continue;
      }
      const auto number = read_number(pos);
      if (!number) {
        ++pos;
        continue;
      }
      pos = std::max(pos + 1, take(*number));
    }
    tell_apart();
    return std::move(found_);
  }

 private:
  struct Number {
    Span span;
    double value = 0;
    Approximation approximation = Approximation::kExact;
    bool han = false;
  };

  char32_t at(std::uint32_t pos) const { return pos < sentence_.end ? page_.norm[pos] : U'\n'; }
  char32_t before(std::uint32_t pos) const {
    return pos > sentence_.start ? page_.norm[pos - 1] : U'\n';
  }
  std::uint32_t length_at(List which, std::uint32_t pos) const {
    return static_cast<std::uint32_t>(rules_.list(which).longest_at(page_.norm, pos));
  }
  std::uint32_t length_before(List which, std::uint32_t pos) const {
    return static_cast<std::uint32_t>(rules_.list(which).longest_ending(page_.norm, pos));
  }

  std::optional<Number> read_number(std::uint32_t pos) const {
    const char32_t first = at(pos), left = before(pos);
    const bool han = !is_digit(first);
    if (han ? !begins_han(first, left) : is_inside(left)) return std::nullopt;
    const auto text = std::u32string_view(page_.norm).substr(0, sentence_.end);
    const auto stated = stated_number(text, pos, page_.raw);
    if (!stated) return std::nullopt;
    // Of small numbers in Han digits most are none.
    const auto powers = static_cast<std::uint32_t>(stated->powers);
    if (han && stated->before_powers < 10 && zeros_of(at(powers)) == 0) return std::nullopt;
    Number number;
    number.span = {pos, static_cast<std::uint32_t>(stated->end)};
    number.value = stated->value;
    number.han = han;
    if (stated->over) number.approximation = Approximation::kOver;
    return number;
  }

  /// Whether a digit behind `left` is not the first of its number.
  static bool is_inside(char32_t left) {
    return is_digit(left) || left == U'.' || left == U'第' || left == U'-' || left == U'~' ||
           (left >= U'a' && left <= U'z');
  }

  /// Whether a number of Han digits begins with `first`, behind `left`.
  static bool begins_han(char32_t first, char32_t left) {
    if (zeros_of(first) == 0 && han_digit(first) <= 0) return false;
    const bool bullet = left == U'○';
    return zeros_of(left) == 0 && (han_digit(left) < 0 || bullet) && left != U'第' &&
           left != U'数' && left != U'几';
  }

  /// Keeps the number if it counts something; gives where reading goes on.
  std::uint32_t take(const Number& number) {
    const auto end = number.span.end;
    auto unit = length_at(List::kUnit, end);
    if (unit == 0) {
      const auto chain = length_at(List::kChainUnit, end);
      if (chain == 0 || !(is_digit(at(end + chain)) || end_of_last() == number.span.start))
        return end;
      unit = chain;
    }
    if (length_at(List::kNoCount, end) >= unit ||
        length_before(List::kFormula, number.span.start) > 0)
      return end;
    FoundQuantity found;
    Quantity& quantity = found.quantity;
    quantity.value = number.value;
    quantity.unit = encode_utf8(page_.folded({end, end + unit}));
    quantity.approximation = number.approximation;
    found.mention = {number.span.start, end + unit};
    hedge(found);
    // 百花齐放: a number of Han digits counts only where it is hedged.
    if (number.han && quantity.approximation == Approximation::kExact) return end;
    if (length_at(List::kCondition, end + unit) > 0 || is_ceiling(found)) return end;
    const auto clause = Span{page_.clause_start(number.span.start, sentence_.start),
                             page_.clause_end(end, sentence_.end)};
    if (rules_.list(List::kNoMetric).within(page_.folded(clause))) return end;
    if (const Span start = start_of_change(clause, found.mention); !start.empty()) {
      start_ = start;
      return end;
    }
    quantity.about = about(clause, found.mention);
    const auto next = found.mention.end;
    found_.push_back(std::move(found));
    return next;
  }

  std::uint32_t end_of_last() const { return found_.empty() ? 0 : found_.back().mention.end; }

  /// What may be given at most, which is not what was given: 给予最高100万元, 不超过5万元的资助,
  /// 最高奖励50万元.
  bool is_ceiling(const FoundQuantity& found) const {
    const Span mention = found.mention;
    if (!rules_.list(List::kGranted).has(fold_text(decode_utf8(found.quantity.unit)))) return false;
    const auto before = length_before(List::kGrant, mention.start);
    if (found.quantity.approximation != Approximation::kUnder)
      return before > 0 && length_before(List::kUnder, mention.start - before) > 0;
    const auto behind = mention.end + (at(mention.end) == U'的' ? 1 : 0);
    return before > 0 || length_at(List::kGrant, behind) > 0;
  }

  /// Takes the longest hedge before the number (不超过, not 超过), else the one right behind its
  /// unit.
  void hedge(FoundQuantity& found) const {
    constexpr std::pair<List, Approximation> kHedges[] = {{List::kOver, Approximation::kOver},
                                                          {List::kUnder, Approximation::kUnder},
                                                          {List::kAbout, Approximation::kAbout},
                                                          {List::kNearly, Approximation::kNearly}};
    Span& mention = found.mention;
    auto& approximation = found.quantity.approximation;
    std::uint32_t longest = 0;
    for (const auto& [which, meaning] : kHedges) {
      const auto n = length_before(which, mention.start);
      // 65岁以上300人
      if (n <= longest || rules_.list(List::kBehind).has(word({mention.start - n, mention.start})))
        continue;
      approximation = meaning;
      longest = n;
    }
    mention.start -= longest;
    if (longest > 0) return;
    const Span behind{mention.end, mention.end + length_at(List::kBehind, mention.end)};
    for (const auto& [which, meaning] : kHedges) {
      if (rules_.list(which).has(word(behind))) approximation = meaning;
    }
    mention.end = behind.end;
  }

  std::u32string_view word(Span span) const { return page_.folded(span); }

  /// |从9400家|增加到1.55万家: what it was before; empty where the number is no such.
  Span start_of_change(Span clause, Span mention) const {
    constexpr std::uint32_t kNear = 20;
    if (length_at(List::kRising, mention.end) == 0) return {};
    const auto from = std::max(clause.start, mention.start > kNear ? mention.start - kNear : 0);
    const auto at = page_.folded({from, mention.start}).find_last_of(U"从由");
    if (at == std::u32string_view::npos) return {};
    return {from + static_cast<std::uint32_t>(at), mention.end};
  }

  /// The words behind the number up to the end of its clause, or to the next number of its row:
  /// 10个|养老服务中心|、60个…; empty where another number or mark follows at once.
  Span words_behind(Span clause, Span mention) const {
    constexpr std::u32string_view kMarks = U"—-~至";
    const auto start = mention.end;
    if (joins_members(at(start)) || one_of(at(start), kMarks)) return {};
    auto end = std::min(clause.end, start + kMostWords);
    for (auto pos = start; pos + 1 < end; ++pos) {
      if (joins_members(at(pos)) && is_digit(at(pos + 1))) end = pos;
    }
    return trim(page_.raw, {start, end});
  }

  /// What a row of numbers is said of, as far as it stands before them.
  struct Row {
    std::u32string subject;            // 起数和人数分别下降
    std::vector<std::size_t> members;  // Of found_.
  };

  /// What the number counts: the words behind it, else those before it, also over the numbers
  /// before it in a row: 地区生产总值达到1.5万亿元、|增长|19.8%.
  std::string about(Span clause, Span mention) {
    if (const Span behind = words_behind(clause, mention); behind.size() >= 2) {
      rows_.emplace_back();
      return encode_utf8(page_.text(behind));
    }
    const auto last = end_of_last();
    const bool goes_on = last > clause.start && last <= mention.start && !rows_.empty();
    auto start =
        std::max(clause.start, mention.start > kMostWords ? mention.start - kMostWords : 0);
    if (goes_on) start = std::max(start, last);
    while (start < mention.start &&
           (joins_members(at(start)) || at(start) == U'—' || at(start) == U'-'))
      ++start;
    // 企业|从9400家|增加到
    const bool changed = start_.start >= start && start_.end > start && start_.end <= mention.start;
    const Span words = without_link(trim(page_.raw, {changed ? start_.end : start, mention.start}));
    std::u32string own(page_.text(words));
    if (changed) own = std::u32string(page_.text(trim(page_.raw, {start, start_.start}))) + own;
    const std::u32string before = goes_on ? rows_.back().subject : std::u32string();
    if (own.empty() && !before.empty()) {
      rows_.back().members.push_back(found_.size());
      return encode_utf8(before);
    }
    rows_.push_back({goes_on ? before : own, {found_.size()}});
    return encode_utf8(before + own);
  }

  /// Less what only leads to the number: 地区生产总值|达到.
  Span without_link(Span words) const {
    for (std::uint32_t n; (n = length_before(List::kLink, words.end)) > 0 && n <= words.size();)
      words.end -= n;
    return trim(page_.raw, words);
  }

  /// 起数和人数分别下降48.9%、54.3%: to each its own.
  void tell_apart() {
    constexpr std::u32string_view kEach = U"分别";
    for (const Row& row : rows_) {
      const auto each = row.subject.find(kEach);
      if (row.members.size() < 2 || each == std::u32string::npos) continue;
      std::vector<std::u32string> names(1);
      for (const char32_t c : row.subject.substr(0, each)) {
        if (joins_members(c)) {
          names.emplace_back();
        } else {
          names.back() += c;
        }
      }
      if (names.size() != row.members.size()) continue;
      const auto rest = row.subject.substr(each + kEach.size());
      for (std::size_t i = 0; i < names.size(); ++i)
        found_[row.members[i]].quantity.about = encode_utf8(names[i] + rest);
    }
  }

  static constexpr std::uint32_t kMostWords = 24;

  const Page& page_;
  const RuleSet::Impl& rules_;
  const Span sentence_;
  std::vector<FoundQuantity> found_;
  Span start_;  // The last start of a change.
  // In order; one without words for each number that has its own behind it.
  std::vector<Row> rows_;
};

}  // namespace

std::vector<FoundQuantity> find_quantities(const Page& page, const RuleSet::Impl& rules,
                                           Span sentence) {
  return Quantities(page, rules, sentence).run();
}

}  // namespace zhengce
