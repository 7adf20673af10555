#include "corpus/gazetteer/word_guard.h"

#include <unicode/brkiter.h>

#include <algorithm>
#include <unordered_set>

extern "C" const char zhengce_data_not_places[];
extern "C" const char zhengce_data_not_places_end[];

namespace zhengce {
namespace {

constexpr std::size_t kContext = 6;  // Characters looked at on either side.

bool ends_in_suffix(std::u32string_view text, Span name) {
  return one_of(text[name.end - 1], U"省市县区旗州盟");
}

// 浦|阳江, 高|乐山, 千|佛山: a stray character before a name that ends like a river or hill is part
// of a longer one; so is none of these.
bool is_stray(char32_t before) {
  return std::u32string_view(
             U"在到是和与及或从向对的以于将由把为至自等令让使经赴驻去来比像如按据因被给同跟离距抵达"
             U"往沿过"
             U"市省县区州盟旗了着地得并而但则且也都又还仅只其该本我原现古")
             .find(before) == std::u32string_view::npos;
}

// Longer names are what they seem.
bool doubtful(std::u32string_view text, Span name) {
  return name.size() == 2 || (name.size() == 3 && ends_in_suffix(text, name));
}

// Set phrases that contain a name, or whose end overlaps one (data/not_places.txt).
struct Phrases {
  std::unordered_set<std::u32string> words;
  std::size_t longest = 0;

  Phrases() {
    const std::u32string data =
        decode_utf8({zhengce_data_not_places, static_cast<std::size_t>(zhengce_data_not_places_end -
                                                                       zhengce_data_not_places)});
    for (const Span line : split_lines(data)) {
      std::u32string_view rest = slice(data, line);
      if (rest.starts_with(U'#')) continue;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(U' '), rest.size());
        if (end > 0) words.emplace(rest.substr(0, end));
        longest = std::max(longest, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }

  static const Phrases& builtin() {
    static const Phrases phrases;
    return phrases;
  }

  // Does a phrase cover the start of `name` and more than the name alone?
  bool cover(std::u32string_view text, Span name) const {
    const std::size_t from = name.start < longest ? 0 : name.start - longest + 1;
    for (std::size_t start = from; start <= name.start; ++start) {
      for (std::size_t length = 2; length <= longest && start + length <= text.size(); ++length) {
        const std::size_t end = start + length;
        if (end <= name.start || (start == name.start && end <= name.end)) continue;
        if (words.contains(std::u32string(text.substr(start, length)))) return true;
      }
    }
    return false;
  }
};

}  // namespace

struct WordGuard::Impl {
  std::unique_ptr<icu::BreakIterator> breaks;
};

WordGuard::WordGuard() : impl_(std::make_unique<Impl>()) {
  UErrorCode status = U_ZERO_ERROR;
  impl_->breaks.reset(icu::BreakIterator::createWordInstance(icu::Locale::getChinese(), status));
  if (U_FAILURE(status)) impl_->breaks.reset();  // ICU without its data: names count unguarded.
}
WordGuard::~WordGuard() = default;

const WordGuard& WordGuard::of_thread() {
  thread_local const WordGuard guard;
  return guard;
}

bool WordGuard::is_phrase(std::u32string_view name) {
  return Phrases::builtin().words.contains(std::u32string(name));
}

bool WordGuard::name_stands(std::u32string_view text, Span first, Span last) const {
  const bool doubt_start = doubtful(text, first);
  const bool doubt_end = last.size() == 2 && !ends_in_suffix(text, last);
  if (!doubt_start && !doubt_end) return true;
  if (doubt_start && Phrases::builtin().cover(text, first)) return false;

  std::size_t from = first.start, to = last.end;
  while (from > 0 && first.start - from < kContext && is_han(text[from - 1])) --from;
  while (to < text.size() && to - last.end < kContext && is_han(text[to])) ++to;
  // After a stop, 益|阳信 is less likely than 益阳|信.
  const bool look_left = doubt_start && from < first.start;
  const bool look_right = doubt_end && to > last.end && (look_left || last.start > first.start);
  if ((!look_left && !look_right) || !impl_->breaks) return true;

  // Characters beyond the BMP stay one unit here, so that offsets agree.
  icu::UnicodeString window;
  for (std::size_t i = from; i < to; ++i)
    window.append(text[i] < 0x10000 ? static_cast<char16_t>(text[i]) : u'\u4E00');
  icu::BreakIterator& breaks = *impl_->breaks;
  breaks.setText(window);
  const auto left = static_cast<std::int32_t>(first.start - from);
  const auto left_end = static_cast<std::int32_t>(first.end - from);
  const auto inner = static_cast<std::int32_t>(last.start - from);
  const auto right = static_cast<std::int32_t>(last.end - from);
  const bool is_feature =
      text.substr(first.start, first.size()) != U"浙江" && one_of(text[first.end - 1], U"江河山湖");
  bool crossed =
      false;  // The word before runs into a name of three: 货运|城市, but also 经济|宁|市.
  std::int32_t start = breaks.first();
  for (std::int32_t end = breaks.next(); end != icu::BreakIterator::DONE;
       start = end, end = breaks.next()) {
    if (crossed) {
      if (end >= left_end) return false;
      crossed = false;
    }
    if (look_left && end == left && end - start == 1 && first == last && is_feature &&
        is_stray(text[first.start - 1]))
      return false;
    if (look_left && start < left && left < end) {
      if (first.size() == 2 || end >= left_end) return false;
      crossed = true;
    }
    if (look_right && inner < start && start < right && right < end) return false;
  }
  return true;
}

}  // namespace zhengce
