#include "indexer/extract/quantities.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "corpus/analysis/fold.h"

namespace zhengce {
namespace {

constexpr int kLongestNumber = 20;

/// How many zeros the character stands for, 0 if it is none of 十百千万亿.
int zeros_of(char32_t c) {
  switch (c) {
    case U'十':
      return 1;
    case U'百':
      return 2;
    case U'千':
      return 3;
    case U'万':
      return 4;
    case U'亿':
      return 8;
    default:
      return 0;
  }
}

/// `digits` with the decimal point moved: what the text says, where multiplying would give
/// 3779999999.9999995 for 37.8亿.
double shifted(std::string digits, int exponent) {
  digits += 'e' + std::to_string(exponent);
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

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
    Number number;
    number.span = {pos, pos};
    auto digits = is_digit(at(pos)) ? read_digits(number) : read_han(number);
    if (!digits) return std::nullopt;
    auto& end = number.span.end;
    // 3200余万, 1.3万余, 2300多
    for (int n = 0; n < 4; ++n, ++end) {
      if (at(end) == U'余' || at(end) == U'多') {
        number.approximation = Approximation::kOver;
      } else if (const int zeros = zeros_of(at(end)); zeros > 0) {
        digits->exponent += zeros;
      } else {
        break;
      }
    }
    number.value = shifted(std::move(digits->text), digits->exponent);
    return number;
  }

  struct Digits {
    std::string text;  ///< Without point and commas.
    int exponent = 0;
  };
  /// The digits at the start of `number`, whose end they set.
  std::optional<Digits> read_digits(Number& number) const {
    auto& end = number.span.end;
    const char32_t left = before(end);
    if (is_digit(left) || left == U'.' || left == U'第' || left == U'-' || left == U'~' ||
        (left >= U'a' && left <= U'z'))
      return std::nullopt;
    Digits digits;
    bool fraction = false;
    for (int n = 0; n < kLongestNumber; ++n, ++end) {
      if (is_digit(at(end))) {
        digits.text += static_cast<char>(at(end));
        if (fraction) --digits.exponent;
      } else if (at(end) == U'.' && !fraction && is_digit(at(end + 1))) {
        fraction = true;
      } else if (fraction || !is_thousands(end)) {
        break;
      }
    }
    if (is_digit(at(end))) return std::nullopt;
    return digits;
  }

  /// The same of a number in Han digits below 万: 三百五十.
  std::optional<Digits> read_han(Number& number) const {
    auto& end = number.span.end;
    const char32_t first = at(end), left = before(end);
    if (zeros_of(first) == 0 && han_digit(first) <= 0) return std::nullopt;
    if (zeros_of(left) > 0 || han_digit(left) >= 0 || left == U'第' || left == U'数' ||
        left == U'几')
      return std::nullopt;
    number.han = true;
    constexpr int kPowers[] = {1, 10, 100, 1000};
    int value = 0, digit = 0;
    for (int n = 0; n < kLongestNumber; ++n, ++end) {
      const int zeros = zeros_of(at(end));
      if (zeros >= 4) break;
      if (zeros > 0) {
        value += (digit == 0 ? 1 : digit) * kPowers[zeros];
        digit = 0;
      } else if (han_digit(at(end)) >= 0) {
        digit = han_digit(at(end));
      } else {
        break;
      }
    }
    value = end == number.span.start ? 1 : value + digit;  // 万余人
    if (value < 10 && zeros_of(at(end)) == 0) return std::nullopt;
    return Digits{std::to_string(value), 0};
  }

  /// The comma of 1,234,567.
  bool is_thousands(std::uint32_t pos) const {
    return at(pos) == U',' && page_.raw[pos] == U',' && is_digit(at(pos + 1)) &&
           is_digit(at(pos + 2)) && is_digit(at(pos + 3)) && !is_digit(at(pos + 4));
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

  /// The words behind the number up to the end of its clause, else those before it.
  std::string about(Span clause, Span mention) const {
    constexpr std::uint32_t kMost = 24;
    auto behind = trim(page_.raw, {mention.end, std::min(clause.end, mention.end + kMost)});
    if (behind.size() >= 2) return encode_utf8(page_.text(behind));
    const auto start = mention.start > clause.start + kMost ? mention.start - kMost : clause.start;
    return encode_utf8(page_.text(trim(page_.raw, {start, mention.start})));
  }

  const Page& page_;
  const RuleSet::Impl& rules_;
  const Span sentence_;
  std::vector<FoundQuantity> found_;
};

}  // namespace

std::vector<FoundQuantity> find_quantities(const Page& page, const RuleSet::Impl& rules,
                                           Span sentence) {
  return Quantities(page, rules, sentence).run();
}

}  // namespace zhengce
