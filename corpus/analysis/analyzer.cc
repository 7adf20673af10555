#include "corpus/analysis/analyzer.h"

#include <unicode/uversion.h>
#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>
#include <unordered_set>

#include "corpus/analysis/char_class.h"
#include "corpus/analysis/cutter.h"
#include "corpus/analysis/term_counter.h"

extern "C" const char zhengce_data_simplified[];
extern "C" const char zhengce_data_simplified_end[];
extern "C" const char zhengce_data_doc_codes[];
extern "C" const char zhengce_data_doc_codes_end[];

namespace zhengce {
namespace {

// Raise it with every change of folding or cutting: indexes cut by another version are cut again.
constexpr int kRulesVersion = 2;

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::string hex(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

// `word` as a term: UTF-8, a long one cut and marked by its hash.
std::string term_text(std::u32string_view word) {
  std::string text = encode_utf8(word);
  if (text.size() <= kMaxTermBytes) return text;
  const std::string hash = hex(hash_bytes(text, 0));
  std::size_t kept = kMaxTermBytes - hash.size();
  while ((static_cast<unsigned char>(text[kept]) & 0xC0) == 0x80) --kept;
  return text.substr(0, kept) + hash;
}

// Calls part(span) for parts of `text`, side by side, that cut alone as they do together: no word
// goes on behind a full stop or a line end. What the cutter needs is thus bounded, whatever the
// text's size; one without either is a single part.
template <typename Part>
void each_part(std::u32string_view text, Part part) {
  constexpr std::size_t kLeast = 1 << 14;
  for (std::size_t start = 0; start < text.size();) {
    std::size_t end = text.size();
    if (end - start > kLeast) {
      const std::size_t stop = text.find_first_of(U"。\n", start + kLeast);
      if (stop < end) end = stop + 1;
    }
    part(Span{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)});
    start = end;
  }
}

std::string run_end_term(char32_t last) {
  const char32_t term[] = {last, kRunEnd};
  return encode_utf8({term, 2});
}

// Calls pair(i) for each bigram text[i], text[i + 1]; last(i) for the last ideograph of a run;
// run(span, class) for each run of letters or digits.
template <typename Pair, typename Last, typename Run>
void each_base_term(std::u32string_view text, Pair pair, Last last, Run run) {
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t i = 0; i < size;) {
    if (is_han(text[i])) {
      for (; i + 1 < size && is_han(text[i + 1]); ++i) pair(i);
      last(i++);
      continue;
    }
    const CharClass kind = char_class(text[i]);
    const std::uint32_t start = i++;
    if (kind == CharClass::kOther) continue;
    while (i < size && char_class(text[i]) == kind) ++i;
    run(Span{start, i}, kind);
  }
}

// Calls word(span, layer) for each word that is a term beyond the base terms, and
// normal(text, span, layer) for each normal form.
template <typename Word, typename Normal>
void each_word_term(std::u32string_view text, const Cutter& cutter, Word word, Normal normal) {
  for (const CutWord& cut : cutter.words()) {
    if (cut.normal == 0) {
      if (cut.span.size() > 1 && !cut.base) word(cut.span, cut.layer);
      continue;
    }
    const std::u32string& form = cutter.normals()[cut.normal - 1];
    normal(form, cut.span, cut.layer);
    if (!is_han(form.front())) {
      // A date's own spelling adds nothing; 1,000 and 1,000元 are words too.
      if (slice(text, cut.span) != form && form.find(U'-') == std::u32string::npos) {
        word(cut.span, cut.layer);
      }
      continue;
    }
    // 国办发 of a document number.
    std::uint32_t end = cut.span.start;
    while (end < cut.span.end && is_han(text[end]) && text[end] != U'第') ++end;
    if (end > cut.span.start + 1) word({cut.span.start, end}, cut.layer);
  }
  for (const CutWord& cut : cutter.inner()) {
    if (cut.span.size() > 1 && !cut.base) word(cut.span, cut.layer);
  }
}

}  // namespace

std::string_view layer_name(Layer layer) {
  switch (layer) {
    case Layer::kIcu:
      return "icu";
    case Layer::kLexicon:
      return "lexicon";
    case Layer::kNumber:
      return "number";
    case Layer::kBigram:
      return "bigram";
  }
  return "icu";
}

struct Analyzer::Impl {
  Cutter cutter;
  TermCounter counter;

  explicit Impl(std::shared_ptr<const Lexicon> lexicon) : cutter(std::move(lexicon)) {}
};

Analyzer::Analyzer(std::shared_ptr<const Lexicon> lexicon)
    : impl_(std::make_unique<Impl>(std::move(lexicon))) {}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

std::vector<Term> Analyzer::analyze(std::u32string_view original) {
  const Folded folded = fold(original);
  const std::u32string_view text = folded.text;
  std::vector<Term> terms;
  const auto add = [&](std::string term, Span span, Layer layer) {
    terms.push_back({std::move(term), folded.original(span), layer});
  };
  each_base_term(
      text,
      [&](std::uint32_t i) {
        add(encode_utf8(text.substr(i, 2)), {i, i + 2}, Layer::kBigram);
      },
      [&](std::uint32_t i) {
        add(run_end_term(text[i]), {i, i + 1}, Layer::kBigram);
      },
      [&](Span span, CharClass kind) {
        add(term_text(slice(text, span)), span,
            kind == CharClass::kDigit ? Layer::kNumber : Layer::kIcu);
      });
  impl_->cutter.cut(text);
  each_word_term(
      text, impl_->cutter,
      [&](Span span, Layer layer) { add(term_text(slice(text, span)), span, layer); },
      [&](const std::u32string& form, Span span, Layer layer) {
        add(term_text(form), span, layer);
      });
  std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) {
    return std::tie(a.span.start, b.span.end, a.layer, a.text) <
           std::tie(b.span.start, a.span.end, b.layer, b.text);
  });
  return terms;
}

void Analyzer::each_count(std::u32string_view original, const VisitCount& visit) {
  const std::u32string folded = fold_text(original);
  TermCounter& counter = impl_->counter;
  counter.begin(folded);
  each_part(folded, [&](Span part) {
    const std::u32string_view text = slice(folded, part);
    const auto add_slice = [&](Span span) {
      counter.add_slice({part.start + span.start, part.start + span.end});
    };
    each_base_term(
        text, [&](std::uint32_t i) { counter.add_pair(text[i], text[i + 1]); },
        [&](std::uint32_t i) { counter.add_pair(text[i], kRunEnd); },
        [&](Span span, CharClass) { add_slice(span); });
    impl_->cutter.cut(text);
    each_word_term(
        text, impl_->cutter,
        [&](Span span, Layer) {
          if (span.size() == 2 && is_han(text[span.start]) && is_han(text[span.start + 1])) {
            counter.add_pair(text[span.start], text[span.start + 1]);
          } else {
            add_slice(span);
          }
        },
        [&](const std::u32string& form, Span, Layer) { visit(term_text(form), 1); });
  });
  std::string term;
  counter.each_pair([&](char32_t first, char32_t second, std::uint32_t count) {
    term.clear();
    append_utf8(term, first);
    append_utf8(term, second);
    visit(term, count);
  });
  counter.each_slice(
      [&](std::u32string_view word, std::uint32_t count) { visit(term_text(word), count); });
  counter.end();
}

void Analyzer::count_terms(std::u32string_view original, Counts& counts) {
  each_count(original,
             [&](const std::string& term, std::uint32_t count) { counts[term] += count; });
}

std::size_t Analyzer::estimate_base_terms(std::u32string_view original) {
  constexpr std::size_t kBits = std::size_t{1} << 21;
  std::vector<bool> seen(kBits);
  std::size_t free = kBits;
  const std::u32string text = fold_text(original);
  const auto see = [&](std::u32string_view term) {
    const auto bit = XXH3_64bits(term.data(), term.size() * sizeof(char32_t)) % kBits;
    if (!seen[bit]) --free;
    seen[bit] = true;
  };
  each_base_term(
      text,
      [&](std::uint32_t i) {
        see({text.data() + i, 2});
      },
      [](std::uint32_t) {}, [&](Span span, CharClass) { see(slice(text, span)); });
  const auto bits = static_cast<double>(kBits);
  const double empty = std::max<double>(1, static_cast<double>(free)) / bits;
  return static_cast<std::size_t>(-bits * std::log(empty));
}

std::vector<Word> Analyzer::words(const Folded& folded) {
  impl_->cutter.cut(folded.text);
  std::vector<Word> words;
  words.reserve(impl_->cutter.words().size());
  for (const CutWord& cut : impl_->cutter.words()) words.push_back({cut.span, cut.layer});
  return words;
}

std::vector<std::string> Analyzer::phrase_terms(std::u32string_view folded) {
  std::vector<std::string> terms;
  std::unordered_set<std::string> seen;
  const auto add = [&](std::string term) {
    if (seen.insert(term).second) terms.push_back(std::move(term));
  };
  each_base_term(
      folded, [&](std::uint32_t i) { add(encode_utf8(folded.substr(i, 2))); },
      [&](std::uint32_t i) {
        // A run that ends inside the phrase ends there in every text that has it.
        if (i + 1 < folded.size()) add(run_end_term(folded[i]));
      },
      [&](Span span, CharClass) { add(term_text(slice(folded, span))); });
  return terms;
}

std::string Analyzer::fingerprint() const {
  const auto data = [](const char* begin, const char* end) {
    return std::string_view(begin, static_cast<std::size_t>(end - begin));
  };
  std::uint64_t hash = impl_->cutter.lexicon().fingerprint();
  hash = hash_bytes(data(zhengce_data_simplified, zhengce_data_simplified_end), hash);
  hash = hash_bytes(data(zhengce_data_doc_codes, zhengce_data_doc_codes_end), hash);
  UVersionInfo version;
  u_getVersion(version);
  char icu[U_MAX_VERSION_STRING_LENGTH];
  u_versionToString(version, icu);
  return std::to_string(kRulesVersion) + "-icu" + icu + "-" + hex(hash);
}

}  // namespace zhengce
