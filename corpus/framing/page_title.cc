#include "corpus/framing/page_title.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/framing/frame_rules.h"
#include "corpus/framing/written_dates.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

class TitleChooser {
 public:
  TitleChooser(PageText& page, PageFacts& facts, TitleLines lines)
      : page_(page), facts_(facts), lines_(std::move(lines)) {}

  void run() {
    drop_what_is_none();
    const auto official = find_official();
    // Where 标题:… says it and no line has it again, none of them is the title.
    if (!official && (lines_.candidates.empty() || !facts_.title_field.empty())) {
      take_another();
      return;
    }
    const Lines title = official ? *official : first_line();
    take(title);
    settle_others(title);
  }

 private:
  // Half-open.
  struct Lines {
    std::size_t begin = 0, end = 0;
  };

  // Headlines in one line, and Latin words where others are not.
  void drop_what_is_none() {
    const auto all = lines_.candidates;
    const auto has_han = [&](std::size_t i) {
      const auto key = page_.key(i);
      return std::any_of(key.begin(), key.end(), is_han);
    };
    const bool any_han = std::any_of(all.begin(), all.end(), has_han);
    std::erase_if(lines_.candidates, [&](std::size_t i) {
      if (!is_headlines(i, all) && (!any_han || has_han(i))) return false;
      page_.mark(i, PartKind::kFrame);
      return true;
    });
  }

  // The title of a page without a line for it.
  void take_another() {
    if (!facts_.title_field.empty()) {
      facts_.title = encode_utf8(slice(page_.text, facts_.title_field));
    } else if (!facts_.original_title.empty()) {
      facts_.title = encode_utf8(slice(page_.text, facts_.original_title));
    } else if (lines_.order) {
      facts_.title = encode_utf8(page_.line(*lines_.order));
      page_.mark(*lines_.order, PartKind::kTitle);
    } else {
      take_title_below_lead();
    }
  }

  // The first lines that are a document's title, or what 标题: says.
  std::optional<Lines> find_official() const {
    const auto& candidates = lines_.candidates;
    const auto stated =
        facts_.title_field.empty() ? std::u32string() : line_key(page_.text, facts_.title_field);
    for (const std::size_t c : candidates) {
      std::u32string joined;
      for (std::size_t n = 0;
           n < kTitleLines && std::binary_search(candidates.begin(), candidates.end(), c + n);
           ++n) {
        joined += page_.key(c + n);
        if (!is_official_title(joined) && (stated.empty() || joined != stated)) continue;
        // 热搜:动物诊疗 above it is no part of it.
        if (n > 0 && page_.key(c).find(U':') != Text::npos) continue;
        return Lines{c, c + n + 1};
      }
    }
    return std::nullopt;
  }

  // The first candidate; short lines and names of sites at the top are no title if a longer line
  // stands above the header.
  Lines first_line() const {
    std::size_t begin = lines_.candidates.front();
    if (lines_.first_header &&
        (page_.key(begin).size() <= 6 || ends_in(LastWord::kSite, page_.key(begin)))) {
      for (const std::size_t c : lines_.candidates) {
        if (c < *lines_.first_header && page_.key(c).size() >= 5 &&
            !ends_in(LastWord::kSite, page_.key(c)))
          begin = c;
      }
    }
    return {begin, begin + 1};
  }

  void take(Lines lines) {
    std::u32string title;
    for (std::size_t i = lines.begin; i < lines.end; ++i) {
      const auto part = page_.line(i);
      if (!title.empty() && !is_han(title.back()) && title.back() < 0x80 && part.front() < 0x80)
        title.push_back(U' ');
      title += part;
      page_.mark(i, PartKind::kTitle);
    }
    // A mark that held a column apart.
    while (title.size() > 1 && (one_of(title.back(), U"|｜") || is_blank(title.back())))
      title.pop_back();
    take_title_date(title);
    drop_column(title);
    take_title_number(title);
    facts_.title = encode_utf8(title);
  }

  // What stands above the title is frame; the title again, below the header, header.
  void settle_others(Lines title) {
    const auto decoded = decode_utf8(facts_.title);
    const auto title_key = line_key(decoded, {0, static_cast<std::uint32_t>(decoded.size())});
    page_.body_start = std::min(page_.body_start, title.end);
    for (const std::size_t c : lines_.candidates) {
      if (c < title.begin) page_.mark(c, PartKind::kFrame);
      const auto again = page_.key(c);
      if (c >= title.end && again.size() >= 4 && title_key.ends_with(again))
        page_.mark(c, PartKind::kHeader);
    }
  }

  // Headlines of a newspaper's page in one line, with that of this article among them: a later line
  // stands in it.
  bool is_headlines(std::size_t i, const std::vector<std::size_t>& candidates) const {
    constexpr std::size_t kShortestTitle = 6;
    constexpr std::size_t kShortestRow = 60;
    const auto all = page_.key(i);
    if (all.size() < kShortestRow || is_official_title(all)) return false;
    return std::any_of(candidates.begin(), candidates.end(), [&](std::size_t c) {
      if (c <= i) return false;
      const auto other = page_.key(c);
      return other.size() >= kShortestTitle && all.size() > 3 * other.size() &&
             all.find(other) != Text::npos;
    });
  }

  // 政务服务丨某市人民政府关于…的意见: the column of the site is no part of it.
  static void drop_column(std::u32string& title) {
    const auto mark = title.find_first_of(U"丨|｜│");
    if (mark == std::u32string::npos) return;
    const auto rest = trim(Text(title).substr(mark + 1));
    const auto about = rest.find(U"关于");
    if (about != Text::npos && is_organization(rest.substr(0, about)) &&
        is_official_title(fold_text(rest)))
      title = std::u32string(rest);
  }

  // 据示例网消息,…: a lead, and below it the document it is about, with its title.
  void take_title_below_lead() {
    constexpr std::size_t kLines = 3, kLongestTitle = 80;
    for (std::size_t i = page_.body_start + 1;
         i < std::min(page_.lines.size(), page_.body_start + 1 + kLines); ++i) {
      const auto key = page_.key(i);
      const auto about = key.find(U"关于");
      if (key.size() > kLongestTitle || about == Text::npos || about < 3 ||
          !(is_organization(Text(key).substr(0, about)) || key[about - 1] == U'司') ||
          !is_official_title(key))
        continue;
      facts_.title = encode_utf8(page_.line(i));
      page_.mark(i, PartKind::kTitle);
      return;
    }
  }

  // A day that stands behind the title in its line: 政府工作报告 2018-02-04.
  void take_title_date(std::u32string& title) {
    const auto blank = std::find_if(title.rbegin(), title.rend(), is_blank).base();
    const auto cut = static_cast<std::size_t>(blank - title.begin());
    const auto date = whole_date(fold_text(Text(title).substr(cut)));
    if (cut < 4 || !date || date->day == 0) return;
    if (!facts_.bare_date) facts_.bare_date = date;
    title.resize(cut);
    while (!title.empty() && is_blank(title.back())) title.pop_back();
  }

  // An office, 关于 (or a verb of passing on), a kind of document; a government's report.
  static bool is_official_title(Text title) {
    constexpr Text kReport = U"政府工作报告";
    const auto has = [&](Text word) { return title.find(word) != Text::npos; };
    if (!has(U"关于") && !has(U"印发") && !has(U"转发") && !has(kReport)) return false;
    if (const auto number = number_behind(title)) title = trim(title.substr(0, number->span.start));
    if (without_tail(title).ends_with(kReport)) return true;
    const auto open = std::count(title.begin(), title.end(), U'《');
    if (open != std::count(title.begin(), title.end(), U'》')) return false;
    if (!has(U"关于") && !has(U"印发") && !has(U"转发")) return false;
    return ends_in(LastWord::kDocument, without_tail(title));
  }

  // A number that stands behind the title in its line: …的通知 国发〔2017〕9号.
  void take_title_number(std::u32string& title) {
    const auto number = number_behind(title);
    if (!number || !is_official_title(fold_text(title))) return;
    if (facts_.number.empty()) facts_.number = number->normalized;
    title.resize(number->span.start);
    while (!title.empty() && is_blank(title.back())) title.pop_back();
  }

  // The number of a document that `title` ends with.
  static std::optional<DocNumber> number_behind(Text title) {
    const auto numbers = find_doc_numbers(title, {0, static_cast<std::uint32_t>(title.size())});
    if (numbers.empty() || numbers.back().span.end != title.size()) return std::nullopt;
    return numbers.back();
  }

  PageText& page_;
  PageFacts& facts_;
  TitleLines lines_;
};

}  // namespace

void choose_title(PageText& page, PageFacts& facts, TitleLines lines) {
  TitleChooser(page, facts, std::move(lines)).run();
}

}  // namespace zhengce
