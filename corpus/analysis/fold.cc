#include "corpus/analysis/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <mutex>
#include <utility>

extern "C" const char zhengce_data_simplified[];
extern "C" const char zhengce_data_simplified_end[];

namespace zhengce {
namespace {

constexpr char32_t kReplacement = U'\uFFFD';
constexpr std::size_t kPageSize = 256;
constexpr std::size_t kPages = 0x110000 / kPageSize;

// Values at or above this stand for a sequence: its index in the page is in the low bits. An empty
// one drops the code point.
constexpr char32_t kSequence = 0x8000'0000;

struct Page {
  std::array<char32_t, kPageSize> values;
  std::vector<std::u32string> sequences;
};

char32_t fold_punctuation(char32_t c) {
  switch (c) {
    case U'“':
    case U'”':
    case U'„':
    case U'‟':
    case U'«':
    case U'»':
    case U'「':
    case U'」':
    case U'『':
    case U'』':
    case U'〝':
    case U'〞':
    case U'〟':
      return U'"';
    case U'‘':
    case U'’':
      return U'\'';
    case U'–':
    case U'—':
    case U'―':
    case U'‐':
    case U'‑':
    case U'‒':
    case U'−':
      return U'-';
    case U'〔':
    case U'【':
    case U'〖':
    case U'[':
      return U'(';
    case U'〕':
    case U'】':
    case U'〗':
    case U']':
      return U')';
    case U'•':
    case U'‧':
    case U'∙':
    case U'・':
    case U'⋅':
      return U'·';
    case U'〜':
      return U'~';
    default:
      return c;
  }
}

// Ideographs that NFKC_Casefold leaves as they are: all but the compatibility ones.
bool is_unified(char32_t c) {
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
         (c >= 0x20000 && c <= 0x323AF && !(c >= 0x2F800 && c <= 0x2FA1F));
}

// What becomes of each code point. Pages are made when first asked for: a start-up pays for the
// scripts it meets.
class Table {
 public:
  static Table& instance() {
    static Table table;
    return table;
  }

  const Page& page(std::size_t n) {
    const Page* page = pages_[n].load(std::memory_order_acquire);
    return page != nullptr ? *page : make_page(n);
  }

 private:
  Table() {
    UErrorCode error = U_ZERO_ERROR;
    normalizer_ = icu::Normalizer2::getNFKCCasefoldInstance(error);
    if (U_FAILURE(error)) normalizer_ = nullptr;
    const std::u32string data = decode_utf8(std::string_view(
        zhengce_data_simplified,
        static_cast<std::size_t>(zhengce_data_simplified_end - zhengce_data_simplified)));
    simplified_.reserve(5000);
    for (std::size_t i = 0; i + 2 < data.size(); ++i) {
      if (data[i + 1] == U'\t') simplified_.emplace_back(data[i], data[i + 2]);
      i = std::min(data.find(U'\n', i), data.size());
    }
    // A few of the simplified ones are simplified further (薴 苧 苎): folding twice must change
    // nothing.
    for (auto& [from, to] : simplified_) {
      for (int step = 0; step < 4 && simplify(to) != to; ++step) to = simplify(to);
    }
  }

  char32_t simplify(char32_t c) const {
    const auto found = std::lower_bound(simplified_.begin(), simplified_.end(),
                                        std::pair<char32_t, char32_t>(c, 0));
    return found != simplified_.end() && found->first == c ? found->second : c;
  }

  char32_t fold_one(char32_t c) const {
    const char32_t folded = fold_punctuation(simplify(c));
    return is_blank(folded) ? U' ' : folded;
  }

  std::u32string fold_code_point(char32_t c) const {
    if (c >= 0xD800 && c <= 0xDFFF) return {kReplacement};
    if (is_unified(c) || normalizer_ == nullptr) return {fold_one(c)};
    UErrorCode error = U_ZERO_ERROR;
    const icu::UnicodeString folded =
        normalizer_->normalize(icu::UnicodeString(static_cast<UChar32>(c)), error);
    if (U_FAILURE(error)) return {fold_one(c)};
    std::u32string out;
    for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
      out.push_back(fold_one(static_cast<char32_t>(folded.char32At(i))));
    }
    return out;
  }

  const Page& make_page(std::size_t n) {
    const std::lock_guard lock(mutex_);
    if (const Page* made = pages_[n].load(std::memory_order_acquire)) return *made;
    Page& page = storage_.emplace_back();
    for (std::size_t i = 0; i < kPageSize; ++i) {
      std::u32string folded = fold_code_point(static_cast<char32_t>(n * kPageSize + i));
      if (folded.size() == 1) {
        page.values[i] = folded.front();
      } else {
        page.values[i] = kSequence | static_cast<char32_t>(page.sequences.size());
        page.sequences.push_back(std::move(folded));
      }
    }
    pages_[n].store(&page, std::memory_order_release);
    return page;
  }

  const icu::Normalizer2* normalizer_ = nullptr;
  std::vector<std::pair<char32_t, char32_t>> simplified_;  // By the first.
  std::mutex mutex_;
  std::deque<Page> storage_;
  std::array<std::atomic<const Page*>, kPages> pages_{};
};

// Writes folded text, and where each code point came from if there is an `origin`.
template <bool kWithOrigin>
void fold_into(std::u32string_view original, std::u32string& text,
               std::vector<std::uint32_t>* origin) {
  Table& table = Table::instance();
  const std::size_t size = original.size();
  text.resize(size);
  if constexpr (kWithOrigin) origin->resize(size + 1);
  std::size_t out = 0;
  const auto emit = [&](char32_t c, std::size_t from) {
    if (c == U' ' && out > 0 && text[out - 1] == U' ') return;
    text[out] = c;
    if constexpr (kWithOrigin) (*origin)[out] = static_cast<std::uint32_t>(from);
    ++out;
  };
  for (std::size_t i = 0; i < size; ++i) {
    const char32_t c = original[i] < 0x110000 ? original[i] : kReplacement;
    const Page& page = table.page(c / kPageSize);
    const char32_t folded = page.values[c % kPageSize];
    if (folded > U' ' && folded < kSequence) [[likely]] {
      text[out] = folded;
      if constexpr (kWithOrigin) (*origin)[out] = static_cast<std::uint32_t>(i);
      ++out;
    } else if (folded < kSequence) {
      emit(folded, i);
    } else {
      const std::u32string& sequence = page.sequences[folded & ~kSequence];
      const std::size_t needed = out + sequence.size() + (size - i);
      if (needed > text.size()) {
        text.resize(needed + needed / 2);
        if constexpr (kWithOrigin) origin->resize(text.size() + 1);
      }
      for (const char32_t part : sequence) emit(part, i);
    }
  }
  text.resize(out);
  if constexpr (kWithOrigin) {
    origin->resize(out + 1);
    origin->back() = static_cast<std::uint32_t>(size);
  }
}

}  // namespace

Span Folded::original(Span span) const {
  if (origin.empty()) return {};
  const auto size = static_cast<std::uint32_t>(text.size());
  const std::uint32_t start = std::min(span.start, size);
  const std::uint32_t end = std::min(span.end, size);
  if (end <= start) return {origin[start], origin[start]};
  return {origin[start], origin[end - 1] + 1};
}

Span Folded::folded(Span original) const {
  if (origin.empty()) return {};
  const auto position = [this](std::uint32_t code_point) {
    const auto found = std::lower_bound(origin.begin(), origin.end() - 1, code_point);
    return static_cast<std::uint32_t>(found - origin.begin());
  };
  const std::uint32_t start = position(original.start);
  return {start, std::max(start, position(original.end))};
}

Folded fold(std::u32string_view original) {
  Folded folded;
  fold_into<true>(original, folded.text, &folded.origin);
  return folded;
}

std::u32string fold_text(std::u32string_view original) {
  std::u32string text;
  fold_into<false>(original, text, nullptr);
  return text;
}

bool fold_narrow(std::string_view utf8, std::u16string& out) {
  Table& table = Table::instance();
  out.clear();
  out.reserve(count_code_points(utf8));
  std::array<char16_t, 512> part;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  std::size_t size = 0;
  char16_t last = 0;
  const auto emit = [&](char32_t c) {
    if (c > 0xFFFF) return false;
    if (c == U' ' && last == u' ') return true;
    if (size == part.size()) out.append(part.data(), std::exchange(size, 0));
    last = static_cast<char16_t>(c);
    part[size++] = last;
    return true;
  };
  for (std::size_t at = 0; at < utf8.size();) {
    char32_t c = next_ideograph(utf8, at);
    if (c == kNoCodePoint) c = kReplacement;
    const Page& page = table.page(c / kPageSize);
    const char32_t folded = page.values[c % kPageSize];
    if (folded < kSequence) {
      if (!emit(folded)) return false;
      continue;
    }
    for (const char32_t one : page.sequences[folded & ~kSequence]) {
      if (!emit(one)) return false;
    }
  }
  out.append(part.data(), size);
  return true;
}

std::string fold_utf8(std::string_view utf8) { return encode_utf8(fold_text(decode_utf8(utf8))); }

}  // namespace zhengce
