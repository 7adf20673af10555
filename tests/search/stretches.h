#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/analysis/fold.h"
#include "search/snippet.h"

namespace zhengce::test {

/// Stretches of a text as make_snippet() takes them, with what they refer to. Stays where it is.
class Stretches {
 public:
  Stretches(std::u32string_view text, const std::vector<Span>& spans) {
    originals_.reserve(spans.size());
    folded_.reserve(spans.size());
    for (const Span span : spans) {
      const auto stretch = slice(text, span);
      originals_.push_back(encode_utf8(stretch));
      folded_.emplace_back(fold_text(stretch));
      all_.push_back({span, originals_.back(), &folded_.back()});
    }
  }
  Stretches(const Stretches&) = delete;
  Stretches& operator=(const Stretches&) = delete;

  const std::vector<SnippetStretch>& all() const { return all_; }

 private:
  std::vector<std::string> originals_;
  std::vector<FoldedText> folded_;
  std::vector<SnippetStretch> all_;
};

}  // namespace zhengce::test
