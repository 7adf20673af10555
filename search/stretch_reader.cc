#include "search/stretch_reader.h"

#include <algorithm>

#include "search/phrases.h"

namespace zhengce {

const std::u32string& StretchReader::characters() {
  if (!characters_) characters_ = text_.text();
  return *characters_;
}

const std::vector<Span>& StretchReader::places(const std::u32string& phrase) {
  const auto [place, is_new] = places_.try_emplace(phrase);
  if (is_new) place->second = find_text(characters(), phrase);
  return place->second;
}

bool StretchReader::contains_near(const Condition& near) {
  std::vector<Span> reached = places(near.children.front().phrase);
  for (std::size_t i = 1; i < near.children.size() && !reached.empty(); ++i) {
    const Condition& next = near.children[i];
    reached = near_to(reached, places(next.phrase), next.distance);
  }
  return !reached.empty();
}

bool StretchReader::states(const AmountRange& amount) {
  const auto [place, is_new] = numbers_.try_emplace(amount.unit);
  std::vector<double>& numbers = place->second;
  if (is_new) {
    numbers = numbers_stated(characters(), amount.unit);
    std::sort(numbers.begin(), numbers.end());
  }
  const auto first = std::lower_bound(numbers.begin(), numbers.end(), amount.least);
  return first != numbers.end() && *first <= amount.most;
}

}  // namespace zhengce
