#pragma once

#include <optional>
#include <string_view>

#include "corpus/article.h"

namespace zhengce {

/// A date as people write it, and where it ends.
struct WrittenDate {
  Date date;
  std::size_t end = 0;
};

/// The date that starts at text[pos], in folded text: 2024-12-03, 2024/12/3, 2024.12.03, 20241203,
/// 2024年12月3日 with blanks inside, 二〇二四年十二月三日, 2024年12月. Impossible dates are none.
std::optional<WrittenDate> date_at(std::u32string_view text, std::size_t pos);

/// The position after a time of day and a weekday that stand at text[pos]; `pos` if none do.
std::size_t skip_time(std::u32string_view text, std::size_t pos);

/// The date that is all of `text` but brackets, a weekday and a time of day.
std::optional<Date> whole_date(std::u32string_view folded);

/// The day in an address: …/2019-02/15/…, …/2025/03/17/…, …/t20260203_323801.html.
std::optional<Date> date_of_url(std::string_view url);

}  // namespace zhengce
