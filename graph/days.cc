#include "graph/days.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ctime>
#include <string>

namespace zhengce {
namespace {

std::string mark_of(const Date& day) { return "log before " + day.iso(); }

std::chrono::sys_days days_of(const Date& date) {
  return std::chrono::year(date.year) / std::chrono::month(std::max<unsigned>(1, date.month)) /
         std::chrono::day(std::max<unsigned>(1, date.day));
}

Date date_of(std::chrono::sys_days days) {
  const std::chrono::year_month_day date(days);
  return {static_cast<std::int16_t>(static_cast<int>(date.year())),
          static_cast<std::uint8_t>(static_cast<unsigned>(date.month())),
          static_cast<std::uint8_t>(static_cast<unsigned>(date.day()))};
}

}  // namespace

Date local_today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return {static_cast<std::int16_t>(local.tm_year + 1900),
          static_cast<std::uint8_t>(local.tm_mon + 1), static_cast<std::uint8_t>(local.tm_mday)};
}

Result<void> note_day(const GraphReader& graph, const Date& today, GraphBatch& batch) {
  const auto noted = graph.meta(mark_of(today));
  if (!noted) return noted.error();
  if (*noted) return {};
  const auto sequence = graph.sequence();
  if (!sequence) return sequence.error();
  batch.meta.emplace_back(mark_of(today), std::to_string(*sequence));
  return {};
}

Result<std::uint64_t> sequence_before(const GraphReader& graph, const Date& day,
                                      const Date& today) {
  // Nothing was noted before there was this program.
  const auto first = std::max(days_of(day), days_of({2026, 1, 1}));
  for (auto at = first; at <= days_of(today); at += std::chrono::days(1)) {
    const auto noted = graph.meta(mark_of(date_of(at)));
    if (!noted) return noted.error();
    if (!*noted) continue;
    std::uint64_t sequence = 0;
    std::from_chars((*noted)->data(), (*noted)->data() + (*noted)->size(), sequence);
    return sequence;
  }
  return graph.sequence();
}

}  // namespace zhengce
