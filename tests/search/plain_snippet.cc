#include "tests/search/plain_snippet.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "corpus/analysis/fold.h"
#include "corpus/analysis/sentences.h"
#include "search/phrases.h"

namespace zhengce::test {
namespace {

constexpr std::uint32_t kMaxCharacters = 120;
// What stands before the first hit of a sentence that is cut.
constexpr std::uint32_t kLead = 30;
// Word bounds are looked for in this much text around the place of a cut.
constexpr std::uint32_t kMargin = 60;
// A pasted page is a query too: only its longest parts are marked.
constexpr std::size_t kMaxMarks = 64;

struct Sentence {
  Span span;               // In the text.
  std::vector<Span> hits;  // In the text, sorted, joined.
  std::set<std::size_t> parts;
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

// The hits of all `marks` in the sentence.
void find_hits(std::u32string_view text, const std::vector<std::u32string>& marks,
               Sentence& sentence) {
  const Folded folded = fold(slice(text, sentence.span));
  std::vector<Span> hits;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    for (const Span place : find_text(folded.text, marks[i])) {
      const Span original = folded.original(place);
      hits.push_back({sentence.span.start + original.start, sentence.span.start + original.end});
      sentence.parts.insert(i);
    }
  }
  sentence.hits = join(std::move(hits));
}

// The nearest place at or before (`direction` -1) or after (+1) `place` that lies between two words
// and in no hit.
std::uint32_t word_bound(Analyzer& analyzer, std::u32string_view text, const Sentence& sentence,
                         std::uint32_t place, int direction) {
  const std::uint32_t low = std::max(sentence.span.start, place > kMargin ? place - kMargin : 0);
  const std::uint32_t high = std::min(sentence.span.end, place + kMargin);
  const Folded folded = fold(slice(text, {low, high}));
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

// What is shown of a sentence: all of it, or the stretch with the most hits.
Span shown(Analyzer& analyzer, std::u32string_view text, const Sentence& sentence) {
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
  if (start > sentence.span.start) start = word_bound(analyzer, text, sentence, start, +1);
  const std::uint32_t limit = start + kMaxCharacters;
  if (limit >= sentence.span.end) return {start, sentence.span.end};
  const std::uint32_t end = word_bound(analyzer, text, sentence, limit, -1);
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

std::size_t new_characters(const Sentence& sentence, const std::set<std::size_t>& have,
                           const std::vector<std::u32string>& marks) {
  std::size_t sum = 0;
  for (const std::size_t part : sentence.parts) {
    if (!have.contains(part)) sum += marks[part].size();
  }
  return sum;
}

}  // namespace

std::vector<SnippetPiece> plain_snippet(Analyzer& analyzer, std::u32string_view text,
                                        const std::vector<Span>& spans,
                                        const std::vector<Span>& headlines,
                                        const SnippetParts& parts) {
  std::vector<Sentence> sentences;
  for (const Span span : spans) {
    for (const Span sentence : split_sentences(text, span)) sentences.push_back({sentence, {}, {}});
  }
  if (sentences.empty()) return {};
  const auto unique = [](std::vector<std::u32string> marks) {
    std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    if (marks.size() > kMaxMarks) marks.resize(kMaxMarks);
    return marks;
  };
  std::vector<std::u32string> marks = unique(parts.marks);
  bool any = false;
  for (const bool weak : {false, true}) {
    if (any) break;
    if (weak) marks = unique(parts.weak_marks);
    for (Sentence& sentence : sentences) {
      find_hits(text, marks, sentence);
      any = any || !sentence.hits.empty();
    }
  }
  // Headlines come last.
  const auto is_headline = [&](std::size_t i) {
    return std::any_of(headlines.begin(), headlines.end(),
                       [&](Span headline) { return headline.contains(sentences[i].span); });
  };
  std::vector<std::size_t> order(sentences.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto headlines_begin = std::stable_partition(
      order.begin(), order.end(), [&](std::size_t i) { return !is_headline(i); });
  const auto body_size = static_cast<std::size_t>(headlines_begin - order.begin());
  const auto best_of = [&](const std::set<std::size_t>& have, std::size_t end) {
    std::size_t best = sentences.size();
    std::size_t most = 0;
    for (std::size_t n = 0; n < end; ++n) {
      const std::size_t i = order[n];
      const std::size_t characters = new_characters(sentences[i], have, marks);
      if (characters <= most) continue;
      most = characters;
      best = i;
    }
    return best;
  };
  const auto best_beside = [&](const std::set<std::size_t>& have) {
    const std::size_t best = best_of(have, body_size);
    return best < sentences.size() ? best : best_of(have, order.size());
  };
  std::vector<std::size_t> chosen;
  if (any) {
    chosen.push_back(best_beside({}));
    const std::size_t second = best_beside(sentences[chosen.front()].parts);
    if (second < sentences.size()) chosen.push_back(second);
    std::sort(chosen.begin(), chosen.end());
  } else {
    chosen.push_back(order.front());
  }
  std::vector<SnippetPiece> pieces;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const Sentence& sentence = sentences[chosen[i]];
    const Span span = shown(analyzer, text, sentence);
    const bool follows = i > 0 && chosen[i] == chosen[i - 1] + 1;
    if (i > 0) add(pieces, follows ? U" " : U" … ", false);
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

}  // namespace zhengce::test
