#include "corpus/framing/sections.h"

#include <algorithm>
#include <optional>

#include "corpus/analysis/fold.h"
#include "corpus/framing/frame_rules.h"
#include "corpus/gazetteer/region_finder.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

constexpr std::uint32_t kLongestHead = 80;
constexpr std::uint32_t kLongestName = 30;
constexpr std::uint32_t kLongestLoneName = 15;

// The ways a heading can be written; an article uses one of them.
enum class HeadForm { kColon, kBracket, kAlone };

struct Head {
  std::size_t line = 0;
  HeadForm form = HeadForm::kColon;
  Span name;
  RegionIndex region = kNoRegion;
  std::u32string org;   // Folded; empty for regions.
  bool closed = false;  // By a 供稿 line.
};

// 新店镇大湖岭村 behind 赤壁市: the gazetteer knows no villages.
bool is_below_place(Text rest) {
  constexpr std::size_t kShortest = 2, kLongest = 10;
  if (rest.size() < kShortest || rest.size() > kLongest ||
      !std::all_of(rest.begin(), rest.end(), is_han))
    return false;
  for (const Text kind : {U"村", U"社区", U"街道", U"镇", U"乡", U"嘎查", U"苏木"}) {
    if (rest.ends_with(kind)) return true;
  }
  return false;
}

// Whether the name is all region or chain of regions, or an organization's.
bool resolve(const Gazetteer& gazetteer, Text text, Head& head, bool regions_only) {
  auto name = fold_text(slice(text, head.name));
  // 湖南·长沙 is a chain too.
  if (name.find(U'·') != Text::npos && name.find(U'·') <= 4) std::erase(name, U'·');
  if (name.size() < 2 || name.size() > kLongestName) return false;
  if (name.find_first_of(U",。;!?\"'、:") != Text::npos) return false;
  const auto lead = leading_region(gazetteer, name, {kNoRegion, true});
  if (lead.region != kNoRegion && lead.length == name.size()) {
    head.region = lead.region;
    return gazetteer.at(lead.region).level != RegionLevel::kNation;
  }
  if (lead.region != kNoRegion && is_below_place(Text(name).substr(lead.length))) {
    head.region = lead.region;
    return gazetteer.at(lead.region).level > RegionLevel::kProvince;
  }
  if (regions_only || name.size() < 4 || ends_in(LastWord::kGroup, name)) return false;
  if (!ends_in(LastWord::kOffice, name) && !ends_in(LastWord::kBody, name)) return false;
  head.org = name;
  return true;
}

// 一、 (一) 1. before a heading.
std::uint32_t numbering(Text all) {
  constexpr Text kNumerals = U"一二三四五六七八九十0123456789";
  const bool bracket = !all.empty() && (all[0] == U'（' || all[0] == U'(');
  std::size_t i = bracket ? 1 : 0;
  const std::size_t start = i;
  while (i < all.size() && i < start + 3 && kNumerals.find(all[i]) != Text::npos) ++i;
  if (i == start || i >= all.size()) return 0;
  if (Text(bracket ? U"）)" : U"、.．").find(all[i]) == Text::npos) return 0;
  return static_cast<std::uint32_t>(i) + 1;
}

std::optional<Head> head_of(const Gazetteer& gazetteer, Text text, std::size_t index, Span line) {
  if (line.size() < 2 || line.size() > kLongestHead) return std::nullopt;
  const auto all = slice(text, line);
  if (Text(U"。；;，,、").find(all.back()) != Text::npos) return std::nullopt;
  Head head{index, HeadForm::kColon, line, kNoRegion, {}, false};
  if (all[0] == U'【' || all[0] == U'［' || all[0] == U'[') {
    const auto end = all.find_first_of(U"】］]");
    if (end == Text::npos) return std::nullopt;
    head.form = HeadForm::kBracket;
    head.name = trim(text, {line.start + 1, line.start + static_cast<std::uint32_t>(end)});
    return resolve(gazetteer, text, head, false) ? std::optional(head) : std::nullopt;
  }
  const auto start = line.start + numbering(all);
  // 浙江:…, 浙江|…, 浙江——…
  const auto colon = all.find_first_of(U":：|｜丨│");
  const auto dash = all.find(U"——");
  const auto mark = std::min(colon, dash);
  if (mark == Text::npos || mark + 1 == all.size()) {
    head.form = HeadForm::kAlone;
    head.name = trim(text, {start, mark == Text::npos ? line.end : line.end - 1});
    if (head.name.size() > kLongestLoneName) return std::nullopt;
    return resolve(gazetteer, text, head, true) ? std::optional(head) : std::nullopt;
  }
  head.name = trim(text, {start, std::max(start, line.start + static_cast<std::uint32_t>(mark))});
  return resolve(gazetteer, text, head, mark == dash) ? std::optional(head) : std::nullopt;
}

/// The region an organization says it lies in near the section's start, else the one its name
/// begins with.
RegionIndex region_of_org(const Gazetteer& gazetteer, Text text, const std::u32string& org,
                          Span section) {
  constexpr std::uint32_t kOpening = 300;
  const auto opening =
      fold_text(slice(text, {section.start, std::min(section.end, section.start + kOpening)}));
  for (const Text word : {U"位于", U"地处", U"坐落于", U"坐落在", U"总部设在"}) {
    for (auto at = opening.find(word); at != Text::npos; at = opening.find(word, at + 1)) {
      const auto lead = leading_region(gazetteer, Text(opening).substr(at + word.size()));
      if (lead.region != kNoRegion && gazetteer.at(lead.region).level != RegionLevel::kNation)
        return lead.region;
    }
  }
  const auto lead = leading_region(gazetteer, org, {kNoRegion, true});
  return lead.region;
}

class Splitter {
 public:
  Splitter(const Gazetteer& gazetteer, Text text, const std::vector<PageLine>& lines)
      : gazetteer_(gazetteer), text_(text), lines_(lines) {}

  std::vector<Section> run() {
    find_heads();
    std::vector<Section> sections;
    if (heads_.empty()) {
      add(sections, 0, lines_.size(), nullptr);
    } else {
      add(sections, 0, heads_.front().line, nullptr);
      for (std::size_t i = 0; i < heads_.size(); ++i) {
        const std::size_t end = i + 1 < heads_.size() ? heads_[i + 1].line : lines_.size();
        const std::size_t closing = closing_line(heads_[i].line, end);
        add(sections, heads_[i].line, std::min(closing + 1, end), &heads_[i]);
        // What follows the contributor's line belongs to nobody.
        if (closing + 1 < end) add(sections, closing + 1, end, nullptr);
      }
    }
    for (std::size_t i = 0; i < sections.size(); ++i) sections[i].n = static_cast<std::uint32_t>(i);
    return sections;
  }

 private:
  bool is_body(std::size_t line) const { return lines_[line].kind == PartKind::kBody; }

  std::size_t closing_line(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
      if (lines_[i].kind != PartKind::kByline) continue;
      if (const auto found = contributor_of(text_, lines_[i].span); found && found->closes)
        return i;
    }
    return end;
  }

  // A head needs a report below it: running text before the next head, or at least a line of some
  // length.
  bool has_report(std::size_t begin, std::size_t end, HeadForm form) const {
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (!is_body(i)) continue;
      if (is_prose(text_, lines_[i].span)) return true;
      if (form == HeadForm::kColon && lines_[i].span.size() >= 30) return true;
    }
    return false;
  }

  void find_heads() {
    std::vector<Head> all;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!is_body(i)) continue;
      if (auto head = head_of(gazetteer_, text_, i, lines_[i].span))
        all.push_back(std::move(*head));
    }
    for (const auto form : {HeadForm::kColon, HeadForm::kBracket, HeadForm::kAlone}) {
      std::vector<Head> of_form;
      for (const Head& head : all) {
        if (head.form == form) of_form.push_back(head);
      }
      keep_reports(of_form);
      const auto regions = std::count_if(of_form.begin(), of_form.end(),
                                         [](const Head& h) { return h.region != kNoRegion; });
      const auto closed =
          std::count_if(of_form.begin(), of_form.end(), [](const Head& h) { return h.closed; });
      if (closed >= 1 || (of_form.size() >= 2 && regions >= 1)) {
        heads_ = std::move(of_form);
        return;
      }
    }
  }

  void keep_reports(std::vector<Head>& heads) const {
    std::vector<Head> kept;
    for (std::size_t i = 0; i < heads.size(); ++i) {
      const std::size_t end = i + 1 < heads.size() ? heads[i + 1].line : lines_.size();
      if (!has_report(heads[i].line, end, heads[i].form)) continue;
      heads[i].closed = closing_line(heads[i].line, end) < end;
      kept.push_back(heads[i]);
    }
    heads = std::move(kept);
  }

  void add(std::vector<Section>& sections, std::size_t begin, std::size_t end,
           const Head* head) const {
    Section section;
    bool any_body = false;
    std::optional<Contributor> contributor;
    for (std::size_t i = begin; i < end; ++i) {
      const PageLine& line = lines_[i];
      if (line.kind == PartKind::kFrame || line.kind == PartKind::kHeader) continue;
      if (section.span.empty()) section.span.start = line.span.start;
      section.span.end = line.span.end;
      any_body = any_body || line.kind == PartKind::kBody;
      if (line.kind == PartKind::kByline && !contributor)
        contributor = contributor_of(text_, line.span);
    }
    if (!any_body) return;
    if (contributor) {
      section.contributor_span = contributor->name;
      section.contributor = encode_utf8(slice(text_, contributor->name));
    }
    if (head != nullptr) {
      section.heading_span = lines_[head->line].span;
      section.heading = encode_utf8(slice(text_, section.heading_span));
      RegionIndex region = head->region;
      if (!head->org.empty()) {
        region = region_of_org(gazetteer_, text_, head->org, section.span);
        if (!ends_in(LastWord::kOffice, head->org))
          section.subject_org = encode_utf8(slice(text_, head->name));
      }
      if (region != kNoRegion && gazetteer_.at(region).level != RegionLevel::kNation) {
        section.about.emplace_back(gazetteer_.at(region).code);
      }
    }
    sections.push_back(std::move(section));
  }

  const Gazetteer& gazetteer_;
  Text text_;
  const std::vector<PageLine>& lines_;
  std::vector<Head> heads_;
};

}  // namespace

std::optional<Contributor> contributor_of(Text text, Span line) {
  if (line.size() > kLongestFurniture) return std::nullopt;
  const auto all = slice(text, line);
  const auto key = line_key(text, line);
  if (key.starts_with(U"供稿:") || key.starts_with(U"供稿单位:")) {
    const auto colon = static_cast<std::uint32_t>(all.find_first_of(U":："));
    const Span name = trim(text, {line.start + colon + 1, line.end});
    return name.empty() ? std::nullopt : std::optional(Contributor{name, false});
  }
  if (key.size() < 5 || key.front() != U'(' || key.back() != U')') return std::nullopt;
  Span name{line.start + 1, line.end - 1};
  if (key.ends_with(U"供稿)")) {
    name.end = line.start + static_cast<std::uint32_t>(all.rfind(U"供稿"));
    for (const Text lead : {U"本文由", U"以上由", U"本文", U"由"}) {
      if (!slice(text, name).starts_with(lead)) continue;
      name.start += static_cast<std::uint32_t>(lead.size());
      break;
    }
    if (name.size() > 2 && slice(text, name).ends_with(U"联合")) name.end -= 2;
  } else {
    const auto office = Text(key).substr(1, key.size() - 2);
    if (office.size() < 4 || office.find_first_of(U",。;:!?()\"《") != Text::npos)
      return std::nullopt;
    if (!ends_in(LastWord::kOffice, office) && !ends_in(LastWord::kBody, office))
      return std::nullopt;
  }
  name = trim(text, name);
  return name.empty() ? std::nullopt : std::optional(Contributor{name, true});
}

std::vector<Section> split_sections(const Gazetteer& gazetteer, Text text,
                                    const std::vector<PageLine>& lines) {
  return Splitter(gazetteer, text, lines).run();
}

}  // namespace zhengce
