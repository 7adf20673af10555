#include "corpus/analysis/cutter.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "corpus/analysis/char_class.h"
#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/analysis/han_number.h"
#include "corpus/article.h"

namespace zhengce {
namespace {

using View = std::u32string_view;

constexpr std::size_t kMaxToken = 64;
// A run of ideographs up to this long before + is one name with it: 红石榴+.
constexpr std::uint32_t kMaxPlusRun = 6;

char32_t at(View text, std::size_t pos) { return pos < text.size() ? text[pos] : U'\0'; }
bool is_alnum(CharClass c) { return c == CharClass::kLetter || c == CharClass::kDigit; }
Span make_span(std::size_t start, std::size_t end) {
  return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
}

// True if a run of letters or of digits goes on across `pos`.
bool splits_run(View text, std::size_t pos) {
  if (pos == 0 || pos >= text.size()) return false;
  const CharClass before = char_class(text[pos - 1]);
  return is_alnum(before) && before == char_class(text[pos]);
}

struct FoundDate {
  std::size_t end = 0;
  std::u32string iso;
};

std::optional<FoundDate> make_date(std::size_t end, int year, int month, int day) {
  if (year < 1000 || month < 1 || month > 12 || day < 0 || day > 31) return std::nullopt;
  const Date date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
                  static_cast<std::uint8_t>(day)};
  return FoundDate{end, decode_utf8(date.iso())};
}

// A number of `least` to `most` digits at `pos`, which moves behind it; -1 if there is none.
int read_digits(View text, std::size_t& pos, int least, int most) {
  int value = 0;
  int count = 0;
  while (count < most && is_digit(at(text, pos + static_cast<std::size_t>(count)))) {
    value = value * 10 + static_cast<int>(text[pos + static_cast<std::size_t>(count)] - U'0');
    ++count;
  }
  if (count < least || is_digit(at(text, pos + static_cast<std::size_t>(count)))) return -1;
  pos += static_cast<std::size_t>(count);
  return value;
}

void skip_blank(View text, std::size_t& pos) {
  if (at(text, pos) == U' ') ++pos;
}

bool take(View text, std::size_t& pos, char32_t c) {
  std::size_t next = pos;
  skip_blank(text, next);
  if (at(text, next) != c) return false;
  pos = next + 1;
  return true;
}

// 2024年12月3日, 2024年12月, 2024-12-03, 2024/12/3, 2024.12.3
std::optional<FoundDate> date_in_digits(View text, std::size_t pos) {
  const int year = read_digits(text, pos, 4, 4);
  if (year < 0) return std::nullopt;
  if (take(text, pos, U'年')) {
    skip_blank(text, pos);
    const int month = read_digits(text, pos, 1, 2);
    if (month < 0 || !take(text, pos, U'月')) return std::nullopt;
    std::size_t behind = pos;
    skip_blank(text, behind);
    const int day = read_digits(text, behind, 1, 2);
    if (day < 0 || !take(text, behind, U'日')) return make_date(pos, year, month, 0);
    return make_date(behind, year, month, day);
  }
  const char32_t separator = at(text, pos);
  if (!one_of(separator, U"-/.")) return std::nullopt;
  const int month = read_digits(text, ++pos, 1, 2);
  if (month < 0 || at(text, pos) != separator) return std::nullopt;
  const int day = read_digits(text, ++pos, 1, 2);
  if (day < 1 || (at(text, pos) == separator && is_digit(at(text, pos + 1)))) return std::nullopt;
  return make_date(pos, year, month, day);
}

// 二〇二四年十二月三日
std::optional<FoundDate> date_in_ideographs(View text, std::size_t pos) {
  const int year = han_year(text, pos);
  if (year < 0) return std::nullopt;
  if (!take(text, pos, U'年')) return std::nullopt;
  const int month = small_han_number(text, pos);
  if (month < 0 || !take(text, pos, U'月')) return std::nullopt;
  std::size_t behind = pos;
  const int day = small_han_number(text, behind);
  if (day < 0 || !take(text, behind, U'日')) return make_date(pos, year, month, 0);
  return make_date(behind, year, month, day);
}

// 第三十一条, 第12款 at `pos`: its end; 0 if none stands there.
std::size_t ordinal_end(View text, std::size_t pos) {
  constexpr std::size_t kMaxDigits = 8;
  std::size_t end = pos + 1;
  const View numerals = is_digit(at(text, end)) ? U"0123456789" : U"〇零一二三四五六七八九十百千";
  while (end <= pos + kMaxDigits && one_of(at(text, end), numerals)) ++end;
  return end > pos + 1 && one_of(at(text, end), U"编章节条款项目届次批") ? end + 1 : 0;
}

// 1,000,000 at `pos`: its end; 0 if none stands there.
std::size_t grouped_number_end(View text, std::size_t pos) {
  std::size_t end = pos;
  while (end < pos + 3 && is_digit(at(text, end))) ++end;
  bool grouped = false;
  while (end > pos && at(text, end) == U',' && end - pos < kMaxToken) {
    std::size_t next = end + 1;
    if (read_digits(text, next, 3, 3) < 0) break;
    end = next;
    grouped = true;
  }
  return grouped && !is_digit(at(text, end)) ? end : 0;
}

// A word of letters and digits that begins at `pos`: 5g, 2.0, covid-19, 5·12, 2024-2026, 5%.
CutWord read_token(View text, std::size_t pos) {
  CutWord word;
  CharClass run = char_class(text[pos]);
  bool letters = run == CharClass::kLetter;
  std::size_t end = pos;
  std::size_t runs = 1;
  if (const std::size_t grouped = grouped_number_end(text, pos); grouped > 0) {
    end = grouped;
    ++runs;
  }
  while (end < text.size()) {
    const CharClass c = char_class(text[end]);
    if (is_alnum(c)) {
      runs += c != run;
      run = c;
      letters = letters || c == CharClass::kLetter;
      ++end;
    } else if (end > pos && end - pos < kMaxToken && one_of(text[end], U".·-_'") &&
               end + 1 < text.size() && is_alnum(char_class(text[end + 1]))) {
      ++runs;
      ++end;
    } else {
      break;
    }
  }
  word.number = !letters;
  word.layer = letters && runs == 1 ? Layer::kIcu : Layer::kNumber;
  if (word.number && one_of(at(text, end), U"%‰")) {
    ++end;
    ++runs;
    word.number = false;
  }
  word.base = runs == 1;
  word.span = make_span(pos, end);
  return word;
}

constexpr View kUnits[] = {U"平方公里", U"平方千米", U"个百分点", U"立方米", U"平方米", U"千瓦时",
                           U"个小时",   U"百分点",   U"人次",     U"场次",   U"批次",   U"架次",
                           U"班次",     U"辆次",     U"户次",     U"个月",   U"公里",   U"千米",
                           U"厘米",     U"毫米",     U"公斤",     U"千克",   U"公顷",   U"小时",
                           U"分钟",     U"千瓦",     U"兆瓦",     U"周年",   U"周岁",   U"美元",
                           U"欧元",     U"港元",     U"世纪",     U"月份",   U"年代",   U"工作日"};
constexpr View kOneCharacterUnits =
    U"元角人名户家个处场项条款期支所座件次年月日天周岁时分秒号版届级位批组台套辆栋幢间本份册篇部张"
    U"枚"
    U"片块头只匹株棵亩米吨克斤升度倍成折层楼路线省市县区州镇乡村章节类种段轮";

// Where a number before `pos` may end with its unit, longest first.
std::vector<std::size_t> unit_ends(View text, std::size_t pos) {
  std::vector<std::size_t> ends;
  std::size_t unit = pos;
  while (unit < pos + 3 && one_of(at(text, unit), U"十百千万亿")) ++unit;
  if (one_of(at(text, unit), U"余多几")) ++unit;
  if (unit > pos && one_of(at(text, unit), U"万亿")) ++unit;
  for (const View name : kUnits) {
    if (text.substr(unit, name.size()) == name) ends.push_back(unit + name.size());
  }
  if (one_of(at(text, unit), kOneCharacterUnits)) ends.push_back(unit + 1);
  if (unit > pos) ends.push_back(unit);
  std::sort(ends.rbegin(), ends.rend());
  return ends;
}

bool all_han(View text) { return std::all_of(text.begin(), text.end(), is_han); }

}  // namespace

void Cutter::cut(View folded) {
  const auto reuse = [&](auto& items) {
    items.clear();
    // What a large text took before is given back.
    constexpr std::size_t kKept = 1 << 16;
    if (items.capacity() > kKept && folded.size() < kKept) items.shrink_to_fit();
  };
  reuse(pieces_);
  reuse(unjoined_);
  reuse(words_);
  reuse(inner_);
  reuse(normals_);
  breaker_.begin();
  scan(folded);
  breaker_.finish();
  for (const Piece& piece : pieces_) {
    auto& out = piece.is_inner ? inner_ : unjoined_;
    if (piece.is_run) {
      break_run(folded, piece, out);
    } else {
      out.push_back(piece.word);
    }
  }
  join(folded);
}

void Cutter::scan(View text) {
  const auto numbers = find_doc_numbers(text, make_span(0, text.size()));
  auto number = numbers.begin();
  std::size_t run_start = 0;
  std::size_t i = 0;
  const auto close_run = [&] {
    if (i > run_start) add_run(text, make_span(run_start, i), false);
  };
  // Goes on behind `end`.
  const auto resume = [&](std::size_t end) { run_start = i = end; };
  while (i < text.size()) {
    // A token of letters may have run into one.
    while (number != numbers.end() && number->span.start < i) ++number;
    const std::size_t limit = number != numbers.end() ? number->span.start : text.size();
    if (i == limit) {
      close_run();
      add_word({number->span, Layer::kNumber}, fold_text(decode_utf8(number->normalized)));
      std::size_t name = number->span.start;
      while (is_han(at(text, name))) ++name;
      add_inner(text, make_span(number->span.start, name));
      resume(number->span.end);
      continue;
    }
    const CharClass c = char_class(text[i]);
    if (c == CharClass::kOther) {
      close_run();
      resume(i + 1);
      continue;
    }
    const bool han = c == CharClass::kHan;
    std::optional<FoundDate> date;
    if (han ? one_of(text[i], U"一二") : is_digit(text[i])) {
      date = han ? date_in_ideographs(text, i) : date_in_digits(text, i);
    }
    if (date && date->end <= limit) {
      close_run();
      add_word({make_span(i, date->end), Layer::kNumber}, std::move(date->iso));
      resume(date->end);
      continue;
    }
    if (text[i] == U'第') {
      if (const std::size_t end = ordinal_end(text, i); end > 0 && end <= limit) {
        close_run();
        add_word({make_span(i, end), Layer::kNumber});
        resume(end);
        continue;
      }
    }
    CutWord token;
    if (!han) token = read_token(text, i);
    const std::size_t length = lexicon_->longest_match(text, i);
    // Two characters of the lexicon never cut through a longer word: ICU comes first there.
    if (length > 2 && length >= token.span.size() && i + length <= limit &&
        !splits_run(text, i + length)) {
      close_run();
      const Span span = make_span(i, i + length);
      const bool base = !han && length == token.span.size() && token.base;
      add_word({span, Layer::kLexicon, base});
      if (length > 3 && all_han(slice(text, span))) add_inner(text, span);
      resume(span.end);
      continue;
    }
    if (han) {
      ++i;
      if (i - run_start == RunBreaker::kMaxRun) {
        close_run();
        resume(i);
      }
      continue;
    }
    close_run();
    const View written = slice(text, token.span);
    std::u32string plain;
    if (one_of(U',', written))
      std::copy_if(written.begin(), written.end(), std::back_inserter(plain), is_digit);
    const std::uint32_t end = token.span.end;
    add_word(token, std::move(plain));
    resume(end);
  }
  close_run();
}

void Cutter::add_run(View text, Span span, bool is_inner) {
  if (span.empty()) return;
  Piece piece;
  piece.word.span = span;
  piece.is_run = true;
  piece.is_inner = is_inner;
  piece.ticket = breaker_.ask(slice(text, span));
  pieces_.push_back(piece);
}

// The words inside `span`, all ideographs, by lexicon and ICU.
void Cutter::add_inner(View text, Span span) {
  std::uint32_t run_start = span.start;
  std::uint32_t i = span.start;
  while (i < span.end) {
    // Not the whole again.
    const View inside = text.substr(0, i == span.start ? span.end - 1 : span.end);
    const auto length = static_cast<std::uint32_t>(lexicon_->longest_match(inside, i));
    if (length < 3) {
      ++i;
      continue;
    }
    add_run(text, {run_start, i}, true);
    Piece piece;
    piece.word = {{i, i + length}, Layer::kLexicon};
    piece.is_inner = true;
    pieces_.push_back(piece);
    run_start = i += length;
  }
  add_run(text, {run_start, span.end}, true);
}

void Cutter::add_word(CutWord word, std::u32string normal) {
  if (!normal.empty()) {
    normals_.push_back(std::move(normal));
    word.normal = static_cast<std::uint32_t>(normals_.size());
  }
  Piece piece;
  piece.word = word;
  pieces_.push_back(piece);
}

void Cutter::break_run(View text, const Piece& piece, std::vector<CutWord>& out) const {
  const RunBreaker::Ends ends = breaker_.ends(piece.ticket);
  const Span run = piece.word.span;
  const std::size_t first = out.size();
  std::uint32_t start = run.start;
  for (std::uint32_t i = run.start; i < run.end; ++i) {
    if ((ends >> (i - run.start) & 1) == 0) continue;
    const Span word{start, i + 1};
    start = i + 1;
    // What ICU leaves in single characters may be a word of the lexicon: 义|乌.
    if (word.size() == 1 && out.size() > first && out.back().span.size() == 1 &&
        lexicon_->contains(slice(text, {word.start - 1, word.end}))) {
      out.back() = {{word.start - 1, word.end}, Layer::kLexicon};
    } else {
      out.push_back({word, Layer::kIcu});
    }
  }
}

// Joins numbers with their units, where the unit ends a word (5个月, not 5项|目), and words with +.
void Cutter::join(View text) {
  for (std::size_t k = 0; k < unjoined_.size(); ++k) {
    CutWord word = unjoined_[k];
    if (word.number && is_han(at(text, word.span.end))) {
      for (const std::size_t end : unit_ends(text, word.span.end)) {
        std::size_t last = k;
        while (last + 1 < unjoined_.size() && unjoined_[last + 1].span.end <= end) ++last;
        if (last == k || unjoined_[last].span.end != end) continue;
        word.span.end = static_cast<std::uint32_t>(end);
        word.layer = Layer::kNumber;
        word.base = false;
        k = last;
        break;
      }
    }
    if (at(text, word.span.end) == U'+' && word.normal == 0) {
      join_plus(text, word);
    } else {
      words_.push_back(word);
    }
  }
}

void Cutter::join_plus(View text, CutWord word) {
  std::uint32_t start = word.span.start;
  if (is_han(text[word.span.end - 1])) {
    std::uint32_t run = word.span.end;
    while (run > 0 && word.span.end - run <= kMaxPlusRun && is_han(text[run - 1])) --run;
    inner_.push_back(word);
    while (word.span.end - run <= kMaxPlusRun && !words_.empty() &&
           words_.back().span.end == start && words_.back().span.start >= run) {
      start = words_.back().span.start;
      inner_.push_back(words_.back());
      words_.pop_back();
    }
  }
  std::uint32_t end = word.span.end + 1;
  if (at(text, end) == U'+') ++end;
  words_.push_back({{start, end}, Layer::kNumber});
}

}  // namespace zhengce
