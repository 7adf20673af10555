#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/lexicon.h"
#include "corpus/analysis/run_breaker.h"
#include "corpus/text.h"

namespace zhengce {

/// A word as the cutter leaves it.
struct CutWord {
  Span span;
  Layer layer = Layer::kIcu;
  bool base = false;    ///< It is one run of letters or digits, which is a base term already.
  bool number = false;  ///< It is a number in digits, so far without a unit.
  /// 1 + its place in Cutter::normals(); 0 if it has no normal form of its own.
  std::uint32_t normal = 0;
};

/// Cuts folded text into words: document numbers and dates first, then the lexicon, then numbers
/// and mixed tokens, ICU for the rest. Where a word ends depends on its own run of characters
/// alone, never on what else is in the text. Threads: not shared.
class Cutter {
 public:
  explicit Cutter(std::shared_ptr<const Lexicon> lexicon) : lexicon_(std::move(lexicon)) {}

  /// Cuts `folded`; the results below hold until the next call.
  void cut(std::u32string_view folded);

  /// Side by side over all ideographs, letters and digits.
  const std::vector<CutWord>& words() const { return words_; }
  /// Words inside longer ones of words(): 财政部 in 财政部公告2024年第12号, 自治区 in
  /// 广西壮族自治区.
  const std::vector<CutWord>& inner() const { return inner_; }
  /// Normal forms, folded: 2024-12-03, 国办发(2024)12号, 1000.
  const std::vector<std::u32string>& normals() const { return normals_; }
  const Lexicon& lexicon() const { return *lexicon_; }

 private:
  // A word, or a run of ideographs that ICU has to cut.
  struct Piece {
    CutWord word;
    bool is_run = false;
    bool is_inner = false;  // Its words go to inner().
    RunBreaker::Ticket ticket = 0;
  };

  void scan(std::u32string_view text);
  void add_run(std::u32string_view text, Span span, bool is_inner);
  void add_inner(std::u32string_view text, Span span);
  void add_word(CutWord word, std::u32string normal = {});
  void break_run(std::u32string_view text, const Piece& piece, std::vector<CutWord>& out) const;
  void join(std::u32string_view text);
  void join_plus(std::u32string_view text, CutWord word);

  std::shared_ptr<const Lexicon> lexicon_;
  RunBreaker breaker_;
  std::vector<Piece> pieces_;
  std::vector<CutWord> unjoined_, words_, inner_;
  std::vector<std::u32string> normals_;
};

}  // namespace zhengce
