#include "search/bare_words.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr std::size_t kShortChunk = 4;
constexpr std::size_t kLongChunk = 16;

// Folded; longer ones before those they begin with.
constexpr std::array<std::u32string_view, 39> kQuestionPhrases = {
    U"是什么意思", U"可不可以", U"应该如何", U"应当如何", U"是不是", U"能不能", U"要不要",
    U"会不会",     U"有没有",   U"该不该",   U"为什么",   U"什么样", U"是什么", U"有什么",
    U"怎么办",     U"怎么样",   U"有哪些",   U"算不算",   U"多少",   U"多久",   U"怎么",
    U"怎样",       U"如何",     U"什么",     U"哪些",     U"哪个",   U"哪里",   U"哪儿",
    U"哪家",       U"哪种",     U"哪类",     U"哪几",     U"哪位",   U"是否",   U"能否",
    U"可否",       U"请问",     U"为何",     U"谁"};
// Only at the end of a clause: 呢绒 and 吗啡 are goods.
constexpr std::u32string_view kQuestionEnds = U"吗呢";

constexpr std::u32string_view kFunctionCharacters =
    U"的了和与及或等在对为是把被将从向于以而之也都就并其";

// Pairs of characters with one of these tell little of what is sought, and are in every second
// sentence.
constexpr std::u32string_view kPlainCharacters =
    U"的了和与及或等在对为是把被将从向于以而之也都就并其有吗呢吧这那到得着过会能可要所时后中上下";
// Flat from .4 to .8 on questions over laws and passages; words that hold one (智能, 社会) lose
// less.
constexpr double kPlainWeight = .6;
constexpr double kPlainWordWeight = .8;

bool is_plain(char32_t c) { return kPlainCharacters.find(c) != std::u32string_view::npos; }

bool ends_clause(std::u32string_view text, std::size_t pos) {
  return pos >= text.size() ||
         !(is_han(text[pos]) || text[pos] > 0x7F || (text[pos] >= U'0' && text[pos] <= U'9') ||
           (text[pos] >= U'a' && text[pos] <= U'z'));
}

// The characters of the question phrase at `pos` that say nothing of what is asked about; 0 where
// there is none.
std::size_t question_phrase_at(std::u32string_view folded, std::size_t pos) {
  const auto follows = [&](std::size_t length) {
    return pos + length < folded.size() ? folded[pos + length] : U'\0';
  };
  for (const auto phrase : kQuestionPhrases) {
    if (folded.substr(pos, phrase.size()) != phrase) continue;
    // Across two words: 许多|少数民族, 申请|问题.
    if (phrase == U"多少" && follows(2) == U'数') return 0;
    if (phrase == U"请问" && pos > 0 && !ends_clause(folded, pos - 1)) return 0;
    // 办 is what is to be done in 怎么办理, 怎么办证.
    if (phrase == U"怎么办" && !ends_clause(folded, pos + 3)) return 2;
    return phrase.size();
  }
  const bool is_end = kQuestionEnds.find(folded[pos]) != std::u32string_view::npos;
  return is_end && pos > 0 && ends_clause(folded, pos + 1) ? 1 : 0;
}

std::size_t han_count(std::u32string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_han));
}

// The units of a run: its words as spans, strays joined.
std::vector<Span> join_strays(std::u32string_view folded, const std::vector<Span>& words) {
  std::vector<Span> units;
  bool at_start = false;  // The last unit is a stray that waits for the word after it.
  for (std::size_t i = 0; i < words.size();) {
    if (words[i].size() > 1) {
      if (at_start) {
        units.back().end = words[i].end;
      } else {
        units.push_back(words[i]);
      }
      at_start = false;
      ++i;
      continue;
    }
    const Span first = words[i];
    Span group = first;
    bool all_function = true;
    for (; i < words.size() && words[i].size() == 1; ++i) {
      group.end = words[i].end;
      all_function = all_function &&
                     kFunctionCharacters.find(folded[words[i].start]) != std::u32string_view::npos;
    }
    if (all_function) continue;
    if (group.size() > 1) {
      units.push_back(group);
    } else if (!units.empty() && units.back().end == group.start) {
      units.back().end = group.end;
    } else {
      units.push_back(group);
      at_start = true;
    }
  }
  return units;
}

}  // namespace

std::vector<BareRun> cut_bare_chunk(Analyzer& analyzer, const Lexicon& lexicon,
                                    std::u32string_view folded) {
  Folded text;
  text.text = folded;
  text.origin.resize(folded.size() + 1);
  for (std::size_t i = 0; i <= folded.size(); ++i) text.origin[i] = static_cast<std::uint32_t>(i);
  std::vector<BareRun> runs;
  const auto words = analyzer.words(text);
  for (std::size_t i = 0; i < words.size();) {
    std::vector<Span> spans{words[i].span};
    for (++i; i < words.size() && words[i].span.start == spans.back().end; ++i) {
      spans.push_back(words[i].span);
    }
    BareRun run;
    run.text = slice(folded, {spans.front().start, spans.back().end});
    if (han_count(run.text) <= kShortChunk || lexicon.contains(run.text)) {
      run.units.push_back(run.text);
    } else {
      for (const Span unit : join_strays(folded, spans)) {
        run.units.emplace_back(slice(folded, unit));
      }
      if (run.units.empty()) run.units.push_back(run.text);
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

bool is_question(std::u32string_view folded) {
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const std::size_t length = question_phrase_at(folded, i);
    if (length > 0 && length < folded.size()) return true;
  }
  return han_count(folded) > kLongChunk;
}

std::u32string cut_question_phrases(std::u32string_view folded) {
  std::u32string out;
  bool anything = false;
  for (std::size_t i = 0; i < folded.size();) {
    const std::size_t length = question_phrase_at(folded, i);
    if (length > 0) {
      out.push_back(U' ');
      i += length;
      continue;
    }
    anything = anything || is_han(folded[i]) || folded[i] > U' ';
    out.push_back(folded[i++]);
  }
  return anything ? out : std::u32string(folded);
}

std::vector<std::u32string> question_phrases(std::u32string_view folded) {
  std::vector<std::u32string> out;
  for (std::size_t i = 0; i < folded.size();) {
    const std::size_t length = question_phrase_at(folded, i);
    if (length > 0) out.emplace_back(folded.substr(i, length));
    i += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::vector<ScoredTerm> scored_terms(Analyzer& analyzer, std::u32string_view text) {
  // A word of two characters is its bigram: one term at one place, once.
  std::set<std::pair<std::string, Span>> places;
  for (Term& term : analyzer.analyze(text)) places.emplace(std::move(term.text), term.span);
  std::set<std::uint32_t> joints;  // Places inside a word: before its second character and so on.
  const Folded whole = fold(text);
  for (const Word& word : analyzer.words(whole)) {
    for (std::uint32_t i = word.span.start + 1; i < word.span.end; ++i) {
      joints.insert(whole.origin[i]);
    }
  }
  std::map<std::string, ScoredTerm> terms;
  for (const auto& [term, span] : places) {
    if (span.size() > 2 && is_han(text[span.start])) continue;
    const bool is_pair =
        span.size() == 2 && is_han(text[span.start]) && is_han(text[span.start + 1]);
    double weight = 1;
    if (is_pair && (is_plain(text[span.start]) || is_plain(text[span.start + 1]))) {
      weight = joints.contains(span.start + 1) ? kPlainWordWeight : kPlainWeight;
    }
    ScoredTerm& scored = terms[term];
    scored.weight = scored.count == 0 ? weight : std::max(scored.weight, weight);
    ++scored.count;
  }
  // The end mark matters where the run is one character; elsewhere the text may go on.
  const std::u32string& folded = whole.text;
  Analyzer::Counts singles;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    if (!is_han(folded[i])) continue;
    const bool alone =
        (i == 0 || !is_han(folded[i - 1])) && (i + 1 == folded.size() || !is_han(folded[i + 1]));
    if (alone) ++singles[encode_utf8(std::u32string{folded[i], kRunEnd})];
  }
  std::vector<ScoredTerm> out;
  for (const auto& [term, scored] : terms) {
    const bool has_mark = !term.empty() && term.back() == static_cast<char>(kRunEnd);
    if (!has_mark) {
      out.push_back({term, scored.count, scored.weight});
    } else if (const auto single = singles.find(term); single != singles.end()) {
      out.push_back({term, single->second, 1});
    }
  }
  return out;
}

bool may_admit(std::string_view term) {
  return !term.empty() && term.back() != static_cast<char>(kRunEnd);
}

}  // namespace zhengce
