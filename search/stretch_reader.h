#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "corpus/text.h"
#include "search/amounts.h"
#include "search/folded_text.h"
#include "search/plan.h"

namespace zhengce {

/// Looks things up in one stretch of folded text and keeps what was found, so that the conditions
/// of a query that ask for the same phrases or units read the text once for all. Threads: one
/// owner.
class StretchReader {
 public:
  /// The text outlives this.
  explicit StretchReader(const FoldedText& text) : text_(text) {}

  bool contains(const std::u32string& phrase) const { return text_.contains(phrase); }
  /// `near` is of the kind kNear.
  bool contains_near(const Condition& near);
  bool states(const AmountRange& amount);

 private:
  const std::u32string& characters();
  const std::vector<Span>& places(const std::u32string& phrase);

  const FoldedText& text_;
  std::optional<std::u32string> characters_;
  std::map<std::u32string, std::vector<Span>> places_;
  std::map<std::u32string, std::vector<double>> numbers_;  // By unit, sorted.
};

}  // namespace zhengce
