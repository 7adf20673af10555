#include "corpus/framing/frame.h"

#include <algorithm>

#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/file_name.h"
#include "corpus/framing/frame_rules.h"
#include "corpus/framing/page_bottom.h"
#include "corpus/framing/page_top.h"
#include "corpus/framing/sections.h"
#include "corpus/framing/subject.h"
#include "corpus/framing/written_dates.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// Characters of a title that is cut from the text.
constexpr std::uint32_t kCutTitle = 40;

class Framer {
 public:
  Framer(const Gazetteer& gazetteer, RawDocument document)
      : gazetteer_(gazetteer), raw_(std::move(document)) {}

  Result<Article> run() {
    take_text();
    // Of a record whose text is its title there is nothing behind it.
    if (page_.body_start >= page_.lines.size()) return nothing_left();
    take_address();
    if (page_.body_start >= page_.lines.size()) return nothing_left();
    if (stated_lines_ == 0 && page_.lines.size() - page_.body_start == 1) {
      facts_.title = cut_title(page_.lines[page_.body_start].span);
    } else {
      read_page_top(page_, facts_, stated_lines_ > 0);
      read_page_bottom(page_, facts_);
    }
    if (first_body() == page_.lines.end()) {
      if (stated_lines_ == 0) return nothing_left();
      // A record of a collection is no page: all its text counts.
      for (std::size_t i = stated_lines_; i < page_.lines.size(); ++i)
        page_.lines[i].kind = PartKind::kBody;
      if (stated_lines_ >= page_.lines.size()) return nothing_left();
    }
    if (facts_.title.empty()) facts_.title = title_of_letter();
    if (facts_.title.empty()) facts_.title = cut_title(first_body_line());
    facts_.title = encode_utf8(without_marker(decode_utf8(facts_.title)));
    settle();
    return std::move(article_);
  }

 private:
  Error nothing_left() const {
    return {ErrorCode::kInvalidInput, one_line(shown_name(raw_.source.path)) +
                                          ": no article text in it, only page furniture"};
  }

  // ---- the text ----

  void take_text() {
    page_.text = decode_utf8(raw_.text, &raw_.replaced);
    if (!raw_.title.empty()) {
      const auto decoded = decode_utf8(raw_.title);
      std::u32string title;
      for (const char32_t c : trim(decoded)) title.push_back(c == U'\n' ? U' ' : c);
      if (!title.empty()) {
        const auto end = end_of_title(title);
        if (end == 0) page_.text.insert(0, title + U"\n");
        stated_end_ = end == 0 ? static_cast<std::uint32_t>(title.size()) : end;
        facts_.title = encode_utf8(title);
      }
    }
    for (const Span line : split_lines(page_.text)) {
      const Span trimmed = trim(page_.text, line);
      if (trimmed.empty()) continue;
      page_.lines.push_back({trimmed, PartKind::kBody});
      if (trimmed.start < stated_end_) {
        page_.lines.back().kind = PartKind::kTitle;
        ++stated_lines_;
      }
    }
    page_.body_start = stated_lines_;
  }

  // Where the stated title ends that the text begins with, line ends and blanks aside; 0 if it does
  // not, or goes on in the same line.
  std::uint32_t end_of_title(Text title) const {
    std::size_t i = 0;
    for (const char32_t c : title) {
      if (is_blank(c)) continue;
      while (i < page_.text.size() && (is_blank(page_.text[i]) || page_.text[i] == U'\n')) ++i;
      if (i >= page_.text.size() || page_.text[i] != c) return 0;
      ++i;
    }
    const auto end = static_cast<std::uint32_t>(i);
    while (i < page_.text.size() && is_blank(page_.text[i])) ++i;
    return i >= page_.text.size() || page_.text[i] == U'\n' ? end : 0;
  }

  // A first line that is one address: https://…, github:owner/…
  void take_address() {
    const auto line = page_.line(page_.body_start);
    if (line.size() > 2000) return;
    std::size_t colon = 0;
    while (colon < line.size() && ((line[colon] >= U'a' && line[colon] <= U'z') ||
                                   (line[colon] >= U'A' && line[colon] <= U'Z')))
      ++colon;
    if (colon < 2 || colon + 1 >= line.size() || line[colon] != U':' || line[colon + 1] > 0x7E)
      return;
    if (line.find(U'/') == Text::npos || std::any_of(line.begin(), line.end(), is_blank)) return;
    page_.mark(page_.body_start++, PartKind::kFrame);
    if (raw_.source.url.empty() && line.starts_with(U"http")) raw_.source.url = encode_utf8(line);
  }

  std::vector<PageLine>::const_iterator first_body() const {
    return std::find_if(page_.lines.begin(), page_.lines.end(),
                        [](const PageLine& l) { return l.kind == PartKind::kBody; });
  }
  Span first_body_line() const {
    const auto found = first_body();
    return found == page_.lines.end() ? Span{} : found->span;
  }

  // Of a letter without a title, which begins 各镇人民政府:, what it brings: 《…方案》.
  std::string title_of_letter() const {
    constexpr std::size_t kLines = 3;
    auto line = first_body();
    if (line == page_.lines.end() || !one_of(page_.text[line->span.end - 1], U":：")) return {};
    for (std::size_t n = 0; n < kLines && ++line != page_.lines.end(); ++n) {
      const auto all = slice(page_.text, line->span);
      const auto open = all.find(U'《'), close = all.find(U'》');
      if (open == Text::npos || close == Text::npos || close < open) continue;
      const auto name = all.substr(open + 1, close - open - 1);
      if (ends_in(LastWord::kDocument, without_tail(fold_text(name)))) return encode_utf8(name);
    }
    return {};
  }

  // The first sentence of `line`, or as much of it as a title holds.
  std::string cut_title(Span line) const {
    const auto all = slice(page_.text, line);
    const auto stop = all.substr(0, kCutTitle + 1).find_first_of(U"。！？!?；;");
    if (stop != Text::npos && stop > 0) {
      return encode_utf8(all.substr(0, one_of(all[stop], U"。；;") ? stop : stop + 1));
    }
    if (all.size() <= kCutTitle) return encode_utf8(all);
    const auto head = all.substr(0, kCutTitle);
    const auto comma = head.find_last_of(U"，,：:、 　");
    return encode_utf8(head.substr(0, comma == Text::npos || comma < 8 ? kCutTitle : comma)) + "…";
  }

  // ---- the article ----

  // 国务院办公厅 of 国务院办公厅关于…的通知; several offices joined by 、.
  std::string issuer_of_title() const {
    const auto decoded = decode_utf8(facts_.title);
    const Span bare = without_kicker(decoded, {0, static_cast<std::uint32_t>(decoded.size())});
    const auto title = slice(decoded, bare);
    const auto folded = fold_text(title);
    const auto about = std::min(title.find(U"关于"), title.find(U"转发"));
    // 某机关贯彻《国务院关于…》的办法: what stands before is no office.
    if (about == Text::npos || title.substr(0, about).find(U'《') != Text::npos || about < 2 ||
        about > 80 || !ends_in(LastWord::kDocument, without_tail(folded)))
      return {};
    std::u32string offices;
    Text rest = trim(title.substr(0, about));
    while (!rest.empty()) {
      const auto end = std::find_if(rest.begin(), rest.end(), is_blank) - rest.begin();
      auto office = rest.substr(0, static_cast<std::size_t>(end));
      // 教育部等五部门 is signed by the first.
      const auto others = office.rfind(U'等');
      if (ends_in(LastWord::kGroup, office) && others != Text::npos && others >= 2 &&
          ends_in(LastWord::kOffice, office.substr(0, others)))
        office = office.substr(0, others);
      if (!ends_in(LastWord::kOffice, office) && !ends_in(LastWord::kGroup, office) &&
          !ends_in(LastWord::kBody, office))
        return {};
      if (!offices.empty()) offices += U"、";
      offices += office;
      rest = trim(rest.substr(static_cast<std::size_t>(end)));
    }
    return encode_utf8(offices);
  }

  // 由最高人民法院 and 经国务院 of a line that tells who passed it.
  static std::string office_alone(const std::string& issuer) {
    const auto decoded = decode_utf8(issuer);
    const Text name = decoded;
    const auto folded = fold_text(name);
    // 经济和信息化局, 经开区管委会
    constexpr Text kWordsBehind = U"济信贸营开管作发";
    const bool passed_by =
        folded.starts_with(U"由") ||
        (folded.starts_with(U"经") && kWordsBehind.find(folded[1]) == Text::npos);
    const bool rest = name.size() > 3 && (ends_in(LastWord::kOffice, name.substr(1)) ||
                                          ends_in(LastWord::kBody, name.substr(1)));
    return passed_by && rest ? encode_utf8(name.substr(1)) : issuer;
  }

  // 央视网消息(新闻联播):, 新华社北京3月5日电
  std::string medium_of_dateline() const {
    const Span line = first_body_line();
    const auto head = slice(page_.text, {line.start, std::min(line.end, line.start + 30)});
    for (std::size_t end = 3; end <= 8 && end < head.size(); ++end) {
      if (!one_of(head[end - 1], U"社网报台") || !is_han(head[end - 2])) continue;
      if (head.starts_with(U"本报") || head.starts_with(U"本网") || head.starts_with(U"本台"))
        return {};
      const auto rest = head.substr(end);
      const auto date = rest.find(U"日电");
      if (rest.starts_with(U"消息") || rest.starts_with(U"讯") ||
          (date != Text::npos && date <= 14))
        return encode_utf8(head.substr(0, end));
    }
    return {};
  }

  // 财政部 税务总局: offices that blanks hold apart.
  static std::string offices_apart(const std::string& issuer) {
    std::u32string joined;
    const auto decoded = decode_utf8(issuer);
    for (Text rest = trim(decoded); !rest.empty();) {
      const auto end =
          static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), is_blank) - rest.begin());
      if (!is_organization(fold_text(rest.substr(0, end)))) return issuer;
      if (!joined.empty()) joined += U"、";
      joined += rest.substr(0, end);
      rest = trim(rest.substr(end));
    }
    return joined.empty() ? issuer : encode_utf8(joined);
  }

  std::string number_in_title() const {
    const auto title = decode_utf8(facts_.title);
    const auto numbers = find_doc_numbers(title, {0, static_cast<std::uint32_t>(title.size())});
    if (numbers.empty() || numbers.back().span.end + 1 < title.size()) return {};
    return numbers.back().normalized;
  }

  void settle() {
    article_.category = !raw_.category.empty() ? raw_.category : facts_.category;
    article_.status = !raw_.status.empty() ? raw_.status : facts_.status;
    article_.retrieved = raw_.retrieved;
    if (raw_.source.name.empty())
      raw_.source.name = !facts_.source.empty() ? facts_.source : medium_of_dateline();
    article_.sources.push_back(raw_.source);

    article_.number = raw_.number.empty() ? facts_.number
                                          : normalize_doc_number(raw_.number).value_or(raw_.number);
    if (article_.number.empty()) article_.number = number_in_title();

    const auto first = [](std::initializer_list<std::optional<Date>> dates) {
      const auto found =
          std::find_if(dates.begin(), dates.end(), [](const auto& d) { return d.has_value(); });
      return found == dates.end() ? std::nullopt : *found;
    };
    article_.signed_on = first({raw_.date, facts_.signed_on});
    article_.published = first({raw_.published, facts_.published, facts_.bare_date,
                                date_of_url(raw_.source.url), facts_.delivered});
    article_.effective = first({raw_.effective, facts_.effective, facts_.late_effect});

    article_.title = facts_.title;
    article_.issuer = raw_.issuer;
    if (article_.issuer.empty()) article_.issuer = facts_.issuer;
    if (article_.issuer.empty()) article_.issuer = issuer_of_title();
    if (article_.issuer.empty()) article_.issuer = issuer_of_number(article_.number);
    if (article_.issuer.empty()) article_.issuer = facts_.signature;
    article_.issuer = offices_apart(office_alone(article_.issuer));

    article_.sections = split_sections(gazetteer_, page_.text, page_.lines);
    if (article_.issuer.empty()) {
      const auto region = region_of_work_report(gazetteer_, page_.text, page_.lines, article_);
      if (region != kNoRegion)
        article_.issuer = std::string(gazetteer_.at(region).name) + "人民政府";
    }
    if (article_.sections.size() == 1 && article_.sections.front().heading.empty()) {
      const auto region = subject_of_article(gazetteer_, page_.text, page_.lines, article_);
      if (region != kNoRegion)
        article_.sections.front().about.emplace_back(gazetteer_.at(region).code);
    }
    for (const PageLine& line : page_.lines) {
      if (!article_.parts.empty() && article_.parts.back().kind == line.kind) {
        article_.parts.back().span.end = line.span.end;
      } else {
        article_.parts.push_back({line.span, line.kind});
      }
    }
    article_.id = article_id(decode_utf8(article_.title), page_.text, article_.parts);
    article_.text = encode_utf8(page_.text);
  }

  const Gazetteer& gazetteer_;
  RawDocument raw_;
  Article article_;
  PageText page_;
  PageFacts facts_;
  std::size_t stated_lines_ = 0;  // Lines of a stated title at the start.
  std::uint32_t stated_end_ = 0;
};

}  // namespace

Result<Article> frame_document(const Gazetteer& gazetteer, RawDocument document) {
  return Framer(gazetteer, std::move(document)).run();
}

}  // namespace zhengce
