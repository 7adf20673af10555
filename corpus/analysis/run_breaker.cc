#include "corpus/analysis/run_breaker.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>
#include <unicode/utf16.h>
#include <xxhash.h>

#include <algorithm>

namespace zhengce {
namespace {

constexpr RunBreaker::Ticket kFree = 0xFFFF'FFFF;
constexpr std::size_t kFirstSlots = 1 << 10;
// Above this many runs all are forgotten: some 10 MB.
constexpr std::size_t kMaxEntries = 1 << 17;

}  // namespace

struct RunBreaker::Icu {
  std::unique_ptr<icu::BreakIterator> words;
  UText text = UTEXT_INITIALIZER;

  Icu() {
    UErrorCode error = U_ZERO_ERROR;
    words.reset(icu::BreakIterator::createWordInstance(icu::Locale::getChinese(), error));
    if (U_FAILURE(error)) words.reset();
  }
  ~Icu() { utext_close(&text); }
  Icu(const Icu&) = delete;
  Icu& operator=(const Icu&) = delete;

  bool set_text(const std::u16string& utf16) {
    if (words == nullptr) return false;
    UErrorCode error = U_ZERO_ERROR;
    utext_openUChars(&text, utf16.data(), static_cast<std::int64_t>(utf16.size()), &error);
    words->setText(&text, error);
    return U_SUCCESS(error);
  }
};

RunBreaker::RunBreaker() : slots_(kFirstSlots, kFree) {}
RunBreaker::~RunBreaker() = default;

void RunBreaker::begin() {
  if (entries_.size() < kMaxEntries) return;
  entries_.clear();
  characters_.clear();
  slots_.assign(kFirstSlots, kFree);
  cut_ = 0;
}

void RunBreaker::grow() {
  slots_.assign(slots_.size() * 2, kFree);
  for (Ticket ticket = 0; ticket < entries_.size(); ++ticket) {
    std::size_t i = entries_[ticket].hash & (slots_.size() - 1);
    while (slots_[i] != kFree) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = ticket;
  }
}

RunBreaker::Ticket RunBreaker::ask(std::u32string_view run) {
  const std::uint64_t hash = XXH3_64bits(run.data(), run.size() * sizeof(char32_t));
  std::size_t i = hash & (slots_.size() - 1);
  for (; slots_[i] != kFree; i = (i + 1) & (slots_.size() - 1)) {
    const Entry& entry = entries_[slots_[i]];
    if (entry.hash == hash &&
        std::u32string_view(characters_).substr(entry.offset, entry.size) == run) {
      return slots_[i];
    }
  }
  const auto ticket = static_cast<Ticket>(entries_.size());
  slots_[i] = ticket;
  entries_.push_back({hash, static_cast<std::uint32_t>(characters_.size()),
                      static_cast<std::uint32_t>(run.size()), 0});
  characters_ += run;
  if (entries_.size() * 2 > slots_.size()) grow();
  return ticket;
}

void RunBreaker::finish() {
  if (cut_ == entries_.size()) return;
  // All new runs in one text, a line each: a line end always breaks, and setting a text costs.
  batch_.clear();
  for (std::size_t n = cut_; n < entries_.size(); ++n) {
    for (std::uint32_t i = 0; i < entries_[n].size; ++i) {
      const auto c = static_cast<UChar32>(characters_[entries_[n].offset + i]);
      if (c < 0x10000) {
        batch_.push_back(static_cast<char16_t>(c));
      } else {
        batch_.push_back(U16_LEAD(c));
        batch_.push_back(U16_TRAIL(c));
      }
    }
    batch_.push_back(u'\n');
  }
  if (!icu_) icu_ = std::make_unique<Icu>();
  const bool ready = icu_->set_text(batch_);
  const auto end = static_cast<std::int32_t>(batch_.size());
  std::int32_t next = ready ? icu_->words->next() : end;
  std::int32_t at = 0;
  for (; cut_ < entries_.size(); ++cut_) {
    Entry& entry = entries_[cut_];
    for (std::uint32_t i = 0; i < entry.size; ++i) {
      U16_FWD_1(batch_.data(), at, end);
      while (ready && next != icu::BreakIterator::DONE && next < at) next = icu_->words->next();
      if (next == at || i + 1 == entry.size) entry.ends |= Ends{1} << i;
    }
    ++at;
  }
}

}  // namespace zhengce
