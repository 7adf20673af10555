#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "corpus/analysis/fold.h"
#include "corpus/analysis/lexicon.h"
#include "corpus/text.h"

namespace zhengce {

/// Which layer cut a term.
enum class Layer : std::uint8_t {
  kIcu,      ///< ICU's word break.
  kLexicon,  ///< The gazetteer or the user dictionary.
  kNumber,   ///< The lexer: numbers with units, dates, document numbers, mixed tokens.
  kBigram,   ///< Two neighboring Han characters, or the last of a run with its end mark.
};
/// "icu", "lexicon", "number", "bigram".
std::string_view layer_name(Layer layer);

/// One term of a text. Its text is folded UTF-8 without any field prefix.
struct Term {
  std::string text;
  Span span;  ///< In the original text, code points.
  Layer layer = Layer::kIcu;
};

/// A word of the text for display, names and rules: what was cut, without bigrams.
struct Word {
  Span span;  ///< In the folded text, code points.
  Layer layer = Layer::kIcu;
};

/// After the last character of each run of Han: "江" + this is a term, so that each character of a
/// run begins a term and one character can be found as a prefix.
inline constexpr char32_t kRunEnd = U'\x1F';

/// The longest term in bytes; a longer one is replaced by its first bytes (whole characters) and
/// its hash.
inline constexpr std::size_t kMaxTermBytes = 200;

/// Cuts text into terms, the same for indexing and for queries (DESIGN: fold, lexer, lexicon, ICU).
///
/// A text's *base terms*, which make exact matching possible, are
///  - for each maximal run of Han characters: every bigram, and the last character + kRunEnd;
///  - each maximal run of letters that are no Han (accents and marks included), and each maximal
///  run of
///    digits: "5G" gives "5" and "g".
/// On top stand *words*: the lexer's tokens that are more than one base run (2.0版,
/// 国办发(2024)12号 in normal form and its parts, 红石榴+, 5·12, 5g, 第三十一条, dates as
/// 2024-12-03, 1,000 also as 1000), lexicon entries, ICU's words of two or more characters for the
/// rest. Words inside longer tokens and entries (自治区 in 广西壮族自治区) are terms too. A word of
/// exactly two Han characters is the same term as its bigram.
///
/// A sentence cuts the same alone and inside a page: where a word ends depends on its own run of
/// characters alone.
/// Threads: one Analyzer a thread (ICU's iterators are not shared); the lexicon may be shared.
class Analyzer {
 public:
  explicit Analyzer(std::shared_ptr<const Lexicon> lexicon);
  ~Analyzer();
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;

  /// Every term of `original` with its place, by start, longer first. One-character ICU words are
  /// left out (their bigram begins with them). For `zhengce analyze` and queries.
  std::vector<Term> analyze(std::u32string_view original);

  /// Calls `visit` with the terms of `original` and their occurrences: the same terms as analyze(),
  /// a two-character word and its bigram in one place counted twice. Most terms come once; where
  /// one comes again the counts add up. The fast way for indexing.
  using VisitCount = std::function<void(const std::string& term, std::uint32_t count)>;
  void each_count(std::u32string_view original, const VisitCount& visit);
  /// Adds what each_count() visits to `counts`.
  using Counts = std::unordered_map<std::string, std::uint32_t>;
  void count_terms(std::u32string_view original, Counts& counts);

  /// About how many different base terms `original` has, a few in a hundred too many or too few;
  /// quick, and in 256 KiB. Source: Whang, Vander-Zanden, Taylor, A linear-time probabilistic
  /// counting algorithm for database applications, 1990. Any thread may call.
  static std::size_t estimate_base_terms(std::u32string_view original);

  /// The words of folded text, covering it without gaps over Han, letters and digits, one-character
  /// words included, punctuation left out.
  std::vector<Word> words(const Folded& folded);

  /// The base terms that every text containing `folded` as a phrase has: for a phrase of one Han
  /// character none (use it as a prefix); a run's last character has no end mark here, since the
  /// text may go on.
  static std::vector<std::string> phrase_terms(std::u32string_view folded);

  /// Version of the rules, lexicon and ICU data: an index cut by another fingerprint is stale.
  std::string fingerprint() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// True where the phrase (folded, trimmed) stands in the folded text: the same code points, and
/// where it begins or ends with a letter or digit, no further letter (or digit) of its kind stands
/// beside it. Any position counts.
bool contains_phrase(std::u32string_view folded_text, std::u32string_view folded_phrase);
/// All places of it, half-open, in folded code points.
std::vector<Span> find_phrase(std::u32string_view folded_text, std::u32string_view folded_phrase);

}  // namespace zhengce
