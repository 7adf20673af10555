#include "indexer/extract/quantities.h"

#include <algorithm>
#include <optional>

namespace zhengce {
namespace {

constexpr int kLongestNumber = 20;

double power_of(char32_t c) {
  switch (c) {
    case U'十':
      return 10;
    case U'百':
      return 100;
    case U'千':
      return 1000;
    case U'万':
      return 1e4;
    case U'亿':
      return 1e8;
    default:
      return 0;
  }
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
    const char32_t c = at(pos);
    Number number;
    auto end = pos;
    if (is_digit(c)) {
      const char32_t left = before(pos);
      if (is_digit(left) || left == U'.' || left == U'第' || left == U'-' || left == U'~' ||
          (left >= U'a' && left <= U'z'))
        return std::nullopt;
      double fraction = 0;
      for (int n = 0; n < kLongestNumber; ++n, ++end) {
        if (is_digit(at(end))) {
          number.value = number.value * 10 + (at(end) - U'0');
          if (fraction > 0) fraction *= 10;
        } else if (at(end) == U'.' && fraction == 0 && is_digit(at(end + 1))) {
          fraction = 1;
        } else if (!(fraction == 0 && is_thousands(end))) {
          break;
        }
      }
      if (is_digit(at(end))) return std::nullopt;
      if (fraction > 0) number.value /= fraction;
    } else if (power_of(c) > 0 || han_digit(c) > 0) {
      number.han = true;
      if (power_of(before(pos)) > 0 || han_digit(before(pos)) >= 0 || before(pos) == U'第' ||
          before(pos) == U'数' || before(pos) == U'几')
        return std::nullopt;
      double section = 0, digit = 0;
      for (int n = 0; n < kLongestNumber; ++n, ++end) {
        const auto power = power_of(at(end));
        if (power >= 1e4) break;
        if (power > 0) {
          section += (digit == 0 ? 1 : digit) * power;
          digit = 0;
        } else if (han_digit(at(end)) >= 0) {
          digit = han_digit(at(end));
        } else {
          break;
        }
      }
      number.value = section + digit;
      if (end == pos) number.value = 1;  // 万余人
      if (number.value < 10 && power_of(at(end)) == 0) return std::nullopt;
    } else {
      return std::nullopt;
    }
    // 3200余万, 1.3万余, 2300多
    for (int n = 0; n < 4; ++n, ++end) {
      if (at(end) == U'余' || at(end) == U'多') {
        number.approximation = Approximation::kOver;
      } else if (const auto power = power_of(at(end)); power > 0) {
        number.value *= power;
      } else {
        break;
      }
    }
    number.span = {pos, end};
    return number;
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
    FoundQuantity found;
    Quantity& quantity = found.quantity;
    quantity.value = number.value;
    quantity.unit = encode_utf8(page_.folded({end, end + unit}));
    quantity.approximation = number.approximation;
    found.mention = {number.span.start, end + unit};
    hedge(found);
    // 百花齐放: a number of Han digits counts only where it is hedged.
    if (number.han && quantity.approximation == Approximation::kExact) return end;
    const auto clause = Span{page_.clause_start(number.span.start, sentence_.start),
                             page_.clause_end(end, sentence_.end)};
    if (rules_.list(List::kNoMetric).within(page_.folded(clause))) return end;
    quantity.about = about(clause, found.mention);
    const auto next = found.mention.end;
    found_.push_back(std::move(found));
    return next;
  }

  std::uint32_t end_of_last() const { return found_.empty() ? 0 : found_.back().mention.end; }

  void hedge(FoundQuantity& found) const {
    constexpr std::pair<List, Approximation> kHedges[] = {{List::kOver, Approximation::kOver},
                                                          {List::kAbout, Approximation::kAbout},
                                                          {List::kNearly, Approximation::kNearly}};
    auto& approximation = found.quantity.approximation;
    for (const auto& [which, meaning] : kHedges) {
      if (const auto n = length_before(which, found.mention.start); n > 0) {
        approximation = meaning;
        found.mention.start -= n;
        break;
      }
      if (which == List::kNearly) continue;
      if (const auto n = length_at(which, found.mention.end); n > 0) {
        approximation = meaning;
        found.mention.end += n;
        break;
      }
    }
  }

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
