#include "search/folded_text.h"

#include <algorithm>

#include "corpus/analysis/fold.h"
#include "corpus/text.h"
#include "search/phrases.h"

namespace zhengce {
namespace {

constexpr std::size_t kNone = FoldedText::kNone;
// More of a phrase than this is not looked at here: no text can make a search slow.
constexpr std::size_t kLongest = 32;
// Places looked at in one go; the loop over them becomes a few vector instructions.
constexpr std::size_t kBlock = 64;

// The first place of `wanted`, told by its first and last character; where both stand, all are
// compared.
template <typename Char>
std::size_t find_characters(std::basic_string_view<Char> text, std::basic_string_view<Char> wanted,
                            std::size_t from) {
  if (wanted.empty() || text.size() < wanted.size()) return kNone;
  const std::size_t places = text.size() - wanted.size() + 1;
  const Char first = wanted.front();
  const Char last = wanted.back();
  const Char* const firsts = text.data();
  const Char* const lasts = text.data() + wanted.size() - 1;
  const auto stands_at = [&](std::size_t at) {
    return firsts[at] == first && lasts[at] == last && text.substr(at, wanted.size()) == wanted;
  };
  std::size_t at = from;
  for (; at + kBlock <= places; at += kBlock) {
    Char any = 0;
    for (std::size_t i = at; i < at + kBlock; ++i) {
      any = static_cast<Char>(any | ((firsts[i] == first) & (lasts[i] == last)));
    }
    if (any == 0) continue;
    for (std::size_t i = at; i < at + kBlock; ++i) {
      if (stands_at(i)) return i;
    }
  }
  for (; at < places; ++at) {
    if (stands_at(at)) return at;
  }
  return kNone;
}

}  // namespace

FoldedText::FoldedText(std::u32string folded) {
  if (std::any_of(folded.begin(), folded.end(), [](char32_t c) { return c > 0xFFFF; })) {
    wide_ = std::move(folded);
    return;
  }
  narrow_.resize(folded.size());
  std::transform(folded.begin(), folded.end(), narrow_.begin(),
                 [](char32_t c) { return static_cast<char16_t>(c); });
}

FoldedText FoldedText::of(std::string_view utf8) {
  FoldedText folded;
  if (!fold_narrow(utf8, folded.narrow_)) {
    folded.narrow_.clear();
    folded.wide_ = fold_text(decode_utf8(utf8));
  }
  return folded;
}

std::size_t FoldedText::find(std::u32string_view phrase, std::size_t from) const {
  const std::u32string_view wanted = phrase_characters(phrase).substr(0, kLongest);
  if (!wide_.empty()) return find_characters<char32_t>(wide_, wanted, from);
  char16_t narrow[kLongest];
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] > 0xFFFF) return kNone;
    narrow[i] = static_cast<char16_t>(wanted[i]);
  }
  return find_characters<char16_t>(narrow_, {narrow, wanted.size()}, from);
}

bool FoldedText::contains(std::u32string_view phrase) const {
  if (find(phrase, 0) == kNone) return false;
  // Beside an ideograph anything may stand.
  if (phrase.size() <= kLongest && is_han(phrase.front()) && is_han(phrase.back())) return true;
  return contains_text(text(), phrase);
}

std::size_t FoldedText::line_end(std::size_t from) const {
  const std::size_t end = std::min(find(U"\n", from), size());
  if (wide_.empty()) {
    const auto line = std::u16string_view(narrow_).substr(from, end - from);
    return std::min(end, from + std::min(find_characters<char16_t>(line, u"\r", 0), line.size()));
  }
  const auto line = std::u32string_view(wide_).substr(from, end - from);
  return std::min(end, from + std::min(find_characters<char32_t>(line, U"\r", 0), line.size()));
}

std::u32string FoldedText::text() const {
  return wide_.empty() ? std::u32string(narrow_.begin(), narrow_.end()) : wide_;
}

}  // namespace zhengce
