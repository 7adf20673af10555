#include "search/snippet.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/analysis/sentences.h"
#include "search/phrases.h"

namespace zhengce {
namespace {

constexpr std::uint32_t kMaxCharacters = 120;
// What stands before the first hit of a sentence that is cut.
constexpr std::uint32_t kLead = 30;
// Word bounds are looked for in this much text around the place of a cut.
constexpr std::uint32_t kMargin = 60;
// A pasted page is a query too: only its longest parts are marked.
constexpr std::size_t kMaxMarks = 64;

// Which of the marks, a bit each.
using MarkSet = std::uint64_t;
static_assert(kMaxMarks <= 64);

bool has(MarkSet set, std::size_t mark) { return ((set >> mark) & 1) != 0; }

struct Sentence {
  std::size_t stretch = 0;
  std::uint32_t line_start = 0;                // In the article's text.
  std::shared_ptr<const std::u32string> line;  // It stands in this line of the stretch…
  Span span;                                   // … here.
  MarkSet marks = 0;
  std::vector<Span> hits;  // In the line, sorted, joined.

  std::uint32_t start() const { return line_start + span.start; }
};

std::vector<Span> join(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end());
  std::vector<Span> out;
  for (const Span span : spans) {
    if (!out.empty() && span.start <= out.back().end) {
      out.back().end = std::max(out.back().end, span.end);
    } else {
      out.push_back(span);
    }
  }
  return out;
}

// Which of `among` stand in the folded sentence.
MarkSet marks_in(std::u32string_view folded, const std::vector<std::u32string>& marks,
                 MarkSet among) {
  MarkSet found = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (has(among, i) && contains_text(folded, marks[i])) found |= MarkSet{1} << i;
  }
  return found;
}

// Finds what is to be marked in the sentence.
void mark(const std::vector<std::u32string>& marks, MarkSet among, Sentence& sentence) {
  const Folded folded = fold(slice(*sentence.line, sentence.span));
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!has(among, i)) continue;
    for (const Span place : find_text(folded.text, marks[i])) {
      const Span original = folded.original(place);
      sentence.hits.push_back(
          {sentence.span.start + original.start, sentence.span.start + original.end});
      sentence.marks |= MarkSet{1} << i;
    }
  }
  sentence.hits = join(std::move(sentence.hits));
}

std::size_t characters_of(MarkSet set, const std::vector<std::u32string>& marks) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (has(set, i)) sum += marks[i].size();
  }
  return sum;
}

// Goes over the lines of a stretch, folded and original in step: folding leaves line ends as they
// are.
class Lines {
 public:
  explicit Lines(const SnippetStretch& stretch)
      : stretch_(stretch),
        folded_end_(stretch.folded->line_end(0)),
        end_(end_of(0)),
        code_points_(stretch.span.start) {}

  /// False behind the last line.
  bool next() {
    if (end_ >= stretch_.original.size()) return false;
    folded_end_ = stretch_.folded->line_end(std::min(folded_end_ + 1, stretch_.folded->size()));
    start_ = end_ + 1;
    end_ = end_of(start_);
    return true;
  }
  /// Moves on to the line that this place of the folded stretch lies in.
  void move_to(std::size_t folded) {
    while (folded_end_ <= folded && next()) {
    }
  }
  std::size_t folded_end() const { return folded_end_; }
  /// The sentences of the line.
  std::vector<Sentence> sentences(std::size_t stretch) {
    code_points_ += static_cast<std::uint32_t>(
        count_code_points(stretch_.original.substr(counted_, start_ - counted_)));
    counted_ = start_;
    const auto line = std::make_shared<const std::u32string>(
        decode_utf8(stretch_.original.substr(start_, end_ - start_)));
    std::vector<Sentence> out;
    for (const Span span : split_sentences(*line, {0, static_cast<std::uint32_t>(line->size())})) {
      out.push_back({stretch, code_points_, line, span, 0, {}});
    }
    return out;
  }

 private:
  std::size_t end_of(std::size_t start) const {
    const std::string_view text = stretch_.original;
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::size_t carriage = text.substr(start, end - start).find('\r');
    return carriage == std::string_view::npos ? end : start + carriage;
  }

  const SnippetStretch& stretch_;
  std::size_t folded_end_;
  std::size_t start_ = 0;  // Of the line, in the bytes of the original.
  std::size_t end_;
  std::size_t counted_ = 0;    // So many bytes are…
  std::uint32_t code_points_;  // … so many code points, with those before the stretch.
};

// Chooses sentences of a section.
class Chooser {
 public:
  Chooser(const std::vector<SnippetStretch>& stretches, const std::vector<Span>& headlines,
          const std::vector<std::u32string>& marks)
      : stretches_(stretches), headlines_(headlines), marks_(marks) {
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const bool stands =
          std::any_of(stretches.begin(), stretches.end(), [&](const SnippetStretch& stretch) {
            return stretch.folded->find(marks[i], 0) != FoldedText::kNone;
          });
      if (stands) present_ |= MarkSet{1} << i;
    }
  }

  // The first of the sentences that hold the most characters of marks outside of `have`, headlines
  // last. Lines that cannot hold more than the best so far are passed over.
  std::optional<Sentence> best_beside(MarkSet have) const {
    const MarkSet wanted = present_ & ~have;
    Best body;
    Best headline;
    const std::size_t all = characters_of(wanted, marks_);
    std::vector<std::size_t> next(marks_.size());
    for (std::size_t n = 0; n < stretches_.size() && body.characters < all; ++n) {
      const FoldedText& folded = *stretches_[n].folded;
      for (std::size_t i = 0; i < marks_.size(); ++i) {
        next[i] = has(wanted, i) ? folded.find(marks_[i], 0) : FoldedText::kNone;
      }
      Lines lines(stretches_[n]);
      while (body.characters < all) {
        const auto place = std::min_element(next.begin(), next.end());
        if (place == next.end() || *place == FoldedText::kNone) break;
        lines.move_to(*place);
        MarkSet here = 0;
        for (std::size_t i = 0; i < marks_.size(); ++i) {
          if (next[i] >= lines.folded_end()) continue;
          here |= MarkSet{1} << i;
          next[i] = folded.find(marks_[i], lines.folded_end());
        }
        if (characters_of(here, marks_) <= body.characters) continue;
        for (Sentence& sentence : lines.sentences(n)) {
          Best& best = is_headline(sentence) ? headline : body;
          const std::size_t characters = characters_of(
              marks_in(fold_text(slice(*sentence.line, sentence.span)), marks_, here), marks_);
          if (characters <= best.characters) continue;
          best.characters = characters;
          best.sentence = std::move(sentence);
        }
      }
    }
    Best& best = body.characters > 0 ? body : headline;
    if (best.characters == 0) return std::nullopt;
    mark(marks_, present_, best.sentence);
    return std::move(best.sentence);
  }

  // The first sentence that is no headline, else the first.
  std::optional<Sentence> first() const {
    std::optional<Sentence> first;
    for (std::size_t n = 0; n < stretches_.size(); ++n) {
      Lines lines(stretches_[n]);
      do {
        for (Sentence& sentence : lines.sentences(n)) {
          if (!is_headline(sentence)) return std::move(sentence);
          if (!first) first = std::move(sentence);
        }
      } while (lines.next());
    }
    return first;
  }

  // True if no other sentence stands between the two.
  bool follows(const Sentence& before, const Sentence& sentence) const {
    for (std::size_t n = before.stretch; n <= sentence.stretch; ++n) {
      const Span span = stretches_[n].span;
      const std::uint32_t from =
          n == before.stretch ? before.line_start + before.span.end : span.start;
      const std::uint32_t to = n == sentence.stretch ? sentence.start() : span.end;
      if (to <= from) continue;
      const std::u32string text = decode_utf8(stretches_[n].original);
      if (!trim(slice(text, {from - span.start, to - span.start})).empty()) return false;
    }
    return true;
  }

 private:
  struct Best {
    std::size_t characters = 0;
    Sentence sentence;
  };
  bool is_headline(const Sentence& sentence) const {
    const Span span{sentence.start(), sentence.line_start + sentence.span.end};
    return std::any_of(headlines_.begin(), headlines_.end(),
                       [&](Span headline) { return headline.contains(span); });
  }

  const std::vector<SnippetStretch>& stretches_;
  const std::vector<Span>& headlines_;
  const std::vector<std::u32string>& marks_;
  MarkSet present_ = 0;  // Those whose characters stand somewhere.
};

// The nearest place at or before (`direction` -1) or after (+1) `place` that lies between two words
// and in no hit.
std::uint32_t word_bound(Analyzer& analyzer, const Sentence& sentence, std::uint32_t place,
                         int direction) {
  const std::uint32_t low = std::max(sentence.span.start, place > kMargin ? place - kMargin : 0);
  const std::uint32_t high = std::min(sentence.span.end, place + kMargin);
  const Folded folded = fold(slice(*sentence.line, {low, high}));
  std::vector<Span> whole = sentence.hits;
  for (const Word& word : analyzer.words(folded)) {
    const Span original = folded.original(word.span);
    whole.push_back({low + original.start, low + original.end});
  }
  std::sort(whole.begin(), whole.end());
  if (direction < 0) std::reverse(whole.begin(), whole.end());
  std::uint32_t bound = place;
  for (const Span span : whole) {
    if (span.start >= bound || bound >= span.end) continue;
    // A word longer than what is shown is cut after all.
    if (span.size() > kMaxCharacters / 2) continue;
    bound = direction < 0 ? span.start : span.end;
  }
  return bound;
}

// What is shown of a sentence, in its line: all of it, or the stretch with the most hits.
Span shown(Analyzer& analyzer, const Sentence& sentence) {
  if (sentence.span.size() <= kMaxCharacters) return sentence.span;
  std::uint32_t start = sentence.span.start;
  std::uint32_t best = 0;
  std::size_t end_hit = 0;
  std::uint32_t covered = 0;
  for (std::size_t i = 0; i < sentence.hits.size(); ++i) {
    while (end_hit < sentence.hits.size() &&
           sentence.hits[end_hit].end <= sentence.hits[i].start + kMaxCharacters - kLead) {
      covered += sentence.hits[end_hit++].size();
    }
    if (covered > best || i == 0) {
      best = covered;
      start = sentence.hits[i].start;
    }
    if (end_hit > i) {
      covered -= sentence.hits[i].size();
    } else {
      end_hit = i + 1;
    }
  }
  start = start - sentence.span.start > kLead ? start - kLead : sentence.span.start;
  // Near the end of the sentence, what would be left over goes to the front.
  if (sentence.span.end - start < kMaxCharacters) start = sentence.span.end - kMaxCharacters;
  if (start > sentence.span.start) start = word_bound(analyzer, sentence, start, +1);
  const std::uint32_t limit = start + kMaxCharacters;
  if (limit >= sentence.span.end) return {start, sentence.span.end};
  const std::uint32_t end = word_bound(analyzer, sentence, limit, -1);
  return {start, end > start ? end : limit};
}

void add(std::vector<SnippetPiece>& pieces, std::u32string_view text, bool hit) {
  if (text.empty()) return;
  if (!pieces.empty() && pieces.back().hit == hit) {
    pieces.back().text += encode_utf8(text);
  } else {
    pieces.push_back({encode_utf8(text), hit});
  }
}

// The longest of them, each once.
std::vector<std::u32string> longest(std::vector<std::u32string> marks) {
  std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
  if (marks.size() > kMaxMarks) marks.resize(kMaxMarks);
  return marks;
}

}  // namespace

std::vector<SnippetPiece> make_snippet(Analyzer& analyzer,
                                       const std::vector<SnippetStretch>& stretches,
                                       const std::vector<Span>& headlines,
                                       const SnippetParts& parts) {
  std::vector<Sentence> chosen;
  const auto choose = [&](const std::vector<std::u32string>& marks) {
    const Chooser chooser(stretches, headlines, marks);
    auto best = chooser.best_beside(0);
    if (!best) return;
    auto second = chooser.best_beside(best->marks);
    chosen.push_back(std::move(*best));
    if (second) chosen.push_back(std::move(*second));
  };
  choose(longest(parts.marks));
  if (chosen.empty()) choose(longest(parts.weak_marks));
  const std::vector<std::u32string> nothing;
  const Chooser chooser(stretches, headlines, nothing);
  if (chosen.empty()) {
    auto first = chooser.first();
    if (!first) return {};
    chosen.push_back(std::move(*first));
  }
  std::sort(chosen.begin(), chosen.end(), [](const Sentence& a, const Sentence& b) {
    return a.stretch != b.stretch ? a.stretch < b.stretch : a.start() < b.start();
  });
  std::vector<SnippetPiece> pieces;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const Sentence& sentence = chosen[i];
    const std::u32string& text = *sentence.line;
    const Span span = shown(analyzer, sentence);
    if (i > 0) add(pieces, chooser.follows(chosen[i - 1], sentence) ? U" " : U" … ", false);
    if (span.start > sentence.span.start) add(pieces, U"…", false);
    std::uint32_t at = span.start;
    for (const Span hit : sentence.hits) {
      const Span part{std::max(hit.start, at), std::min(hit.end, span.end)};
      if (part.empty()) continue;
      add(pieces, slice(text, {at, part.start}), false);
      add(pieces, slice(text, part), true);
      at = part.end;
    }
    add(pieces, slice(text, {at, span.end}), false);
    if (span.end < sentence.span.end) add(pieces, U"…", false);
  }
  return pieces;
}

}  // namespace zhengce
