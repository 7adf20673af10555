#include "corpus/framing/page_bottom.h"

#include <algorithm>

#include "corpus/analysis/fold.h"
#include "corpus/framing/frame_rules.h"
#include "corpus/framing/sections.h"
#include "corpus/framing/written_dates.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

class BottomReader {
 public:
  BottomReader(PageText& page, PageFacts& facts) : page_(page), facts_(facts) {}

  void run() {
    find_end();
    mark_notes();
    read_late_fields();
    read_signature();
  }

 private:
  void find_end() {
    std::size_t first_prose = page_.body_start;
    while (first_prose < page_.lines.size() && !is_prose(page_.text, page_.lines[first_prose].span))
      ++first_prose;
    if (first_prose == page_.lines.size()) first_prose = page_.body_start;
    std::size_t cut = page_.lines.size();
    std::size_t last_prose = first_prose;
    bool beside = false;
    for (std::size_t i = page_.body_start; i < page_.lines.size(); ++i) {
      const auto line_key = page_.key(i);
      const auto kind = line_kind(line_key);
      const bool ends = kind == LineKind::kEnd || kind == LineKind::kFooter;
      if (ends && i > first_prose) {
        cut = i;
        while (kind == LineKind::kFooter && cut > last_prose + 1 && cut > page_.body_start + 1 &&
               line_kind(page_.key(cut - 1)) == LineKind::kKeeper) {
          --cut;
        }
        break;
      }
      const bool furniture =
          kind == LineKind::kBar || ends || (kind == LineKind::kFragment && beside);
      if (furniture && page_.lines[i].kind == PartKind::kBody) page_.mark(i, PartKind::kFrame);
      beside = furniture;
      if (!furniture && is_prose(page_.text, page_.lines[i].span)) last_prose = i;
    }
    // Buttons after the last sentence end the body too.
    for (std::size_t i = last_prose + 1; i < cut; ++i) {
      if (page_.lines[i].kind == PartKind::kFrame && i >= page_.body_start) cut = i;
    }
    for (std::size_t i = cut; i < page_.lines.size(); ++i) {
      if (page_.lines[i].span.size() <= kLongestFurniture && page_.lines[i].kind == PartKind::kBody)
        take_late_fields(i);
      page_.mark(i, PartKind::kFrame);
    }
    page_.body_end = cut;
  }

  // Furniture may still say when the page was posted.
  void take_late_fields(std::size_t i) {
    for (const HeaderField& field : header_fields(page_.text, page_.lines[i].span)) {
      if (field.kind == FieldKind::kPublished || field.kind == FieldKind::kSource)
        facts_.keep(page_.text, field);
    }
  }

  void mark_notes() {
    for (std::size_t i = page_.body_start; i < page_.body_end; ++i) {
      if (page_.lines[i].kind != PartKind::kBody) continue;
      const auto kind = line_kind(page_.key(i));
      const bool heading = page_.key(i).front() == U'#';  // ## 第七章 拓印、复制、拍摄
      if (kind == LineKind::kByline && !heading && !tells_more(i)) {
        page_.mark(i, PartKind::kByline);
        if (facts_.source.empty()) take_late_fields(i);
      } else if (kind == LineKind::kNote) {
        page_.mark(i, PartKind::kHeader);
      } else if (i > page_.body_start && is_prose(page_.text, page_.lines[i - 1].span) &&
                 contributor_of(page_.text, page_.lines[i].span)) {
        // An organization alone in brackets below a text.
        page_.mark(i, PartKind::kByline);
      }
      take_effect(i);
    }
  }

  // 甲市开展“X”活动。 甲市民政局供图: a caption that tells of something by name.
  bool tells_more(std::size_t i) const {
    constexpr std::uint32_t kShortest = 12;
    Span told = page_.lines[i].span;
    const auto end = page_.line(i).rfind(U'。');
    if (end == Text::npos || end < kShortest || end + 1 == told.size()) return false;
    told.end = told.start + static_cast<std::uint32_t>(end) + 1;
    const auto name = page_.line(i).find(U'“');
    return name < end && line_kind(line_key(page_.text, told)) == LineKind::kPlain;
  }

  // 本办法自2024年1月1日起施行: the last such sentence counts.
  void take_effect(std::size_t i) {
    const auto all = page_.line(i);
    constexpr std::size_t kReach = 40;
    for (auto at = all.find(U'起'); at != Text::npos; at = all.find(U'起', at + 1)) {
      const auto verb = all.substr(at + 1, 2);
      if (verb != U"施行" && verb != U"实施" && verb != U"执行" && verb != U"生效") continue;
      const auto before =
          fold_text(all.substr(at < kReach ? 0 : at - kReach, std::min(at, kReach)));
      const auto from = before.rfind(U'自');
      if (from == Text::npos || before.rfind(U'本', from) == Text::npos) continue;
      const auto date = date_at(before, from + 1);
      if (date && date->date.day != 0 && date->end == before.size())
        facts_.late_effect = date->date;
    }
  }

  // Labeled fields and the like that stand last: 发布日期:2024-06-13.
  void read_late_fields() {
    constexpr std::size_t kBottomLines = 8;
    for (std::size_t n = 0, i = page_.body_end; n < kBottomLines && i > page_.body_start + 1; ++n) {
      --i;
      if (page_.lines[i].kind != PartKind::kBody) continue;
      const auto fields = header_fields(page_.text, page_.lines[i].span);
      if (fields.empty() || fields.front().kind == FieldKind::kPerhapsPublished) break;
      for (const HeaderField& field : fields) facts_.keep(page_.text, field);
      page_.mark(i, PartKind::kHeader);
    }
  }

  // The date below (or beside) an office's name: at the end, or before the document that is passed
  // on.
  void read_signature() {
    std::size_t last_body = page_.body_end;
    while (last_body > page_.body_start && page_.lines[last_body - 1].kind != PartKind::kBody)
      --last_body;
    for (std::size_t i = page_.body_start; i < page_.body_end; ++i) {
      if (page_.lines[i].kind != PartKind::kBody || page_.lines[i].span.size() > 50) continue;
      const auto folded = fold_text(page_.line(i));
      std::size_t office_end = 0;
      auto date = whole_date(folded);
      if (!date) {
        const auto start = folded.find_first_of(U"0123456789一二〇○");
        if (start == Text::npos || start < 4) continue;
        date = whole_date(Text(folded).substr(start));
        office_end = start;
        if (!date || !is_organization(trim(Text(folded).substr(0, start)))) continue;
      }
      std::u32string offices;
      if (office_end > 0) {
        offices = trim(Text(folded).substr(0, office_end));
      } else {
        // Joint signatures stand one below the other.
        constexpr std::size_t kMostOffices = 20;
        const auto first = std::max(page_.body_start, i - std::min(i, kMostOffices));
        for (std::size_t j = i; j > first && page_.lines[j - 1].kind == PartKind::kBody; --j) {
          const auto office = fold_text(page_.line(j - 1));
          if (page_.lines[j - 1].span.size() > 50 || !is_organization(office)) break;
          offices = offices.empty() ? office : office + U"、" + offices;
        }
        if (offices.empty() && i + 1 < last_body) continue;
      }
      if (!facts_.signed_on) facts_.signed_on = date;
      if (facts_.signature.empty()) facts_.signature = encode_utf8(offices);
      return;
    }
  }

  PageText& page_;
  PageFacts& facts_;
};

}  // namespace

void read_page_bottom(PageText& page, PageFacts& facts) { BottomReader(page, facts).run(); }

}  // namespace zhengce
