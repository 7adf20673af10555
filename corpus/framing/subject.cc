#include "corpus/framing/subject.h"

#include <algorithm>
#include <map>

#include "corpus/analysis/fold.h"
#include "corpus/framing/frame_rules.h"
#include "corpus/framing/written_dates.h"
#include "corpus/gazetteer/region_finder.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// How far into the body evidence is looked for.
constexpr std::uint32_t kOpening = 2000;

struct Lead {
  RegionIndex region = kNoRegion;
  Text rest;
};

// The region `name` begins with, with a region's own suffix or not.
Lead lead_of(const Gazetteer& gazetteer, Text name) {
  const auto lead = leading_region(gazetteer, name, {kNoRegion, true});
  if (lead.region == kNoRegion || gazetteer.at(lead.region).level == RegionLevel::kNation)
    return {};
  return {lead.region, name.substr(std::min(lead.length, name.size()))};
}

bool starts_with_any(Text text, std::initializer_list<Text> words) {
  return std::any_of(words.begin(), words.end(), [&](Text word) { return text.starts_with(word); });
}

// 浙江、江苏…, 浙江和…, 浙江大学: the place is not alone, or not meant.
bool shared_or_part(Text rest) {
  return starts_with_any(
      rest, {U"、", U"和", U"与", U"及", U"等", U"至", U"-", U"·", U"大学", U"学院", U"合作组织"});
}

std::u32string after_year(std::u32string title) {
  std::size_t i = 0;
  while (i < title.size() && title[i] >= U'0' && title[i] <= U'9') ++i;
  if (i != 4 || i >= title.size() || title[i] != U'年') return title;
  ++i;
  if (i < title.size() && title[i] == U'度') ++i;
  return title.substr(i);
}

class SubjectFinder {
 public:
  SubjectFinder(const Gazetteer& gazetteer, Text text, const std::vector<PageLine>& lines,
                const Article& article)
      : gazetteer_(gazetteer), text_(text), lines_(lines), article_(article) {
    const auto title = decode_utf8(is_cut() ? std::string() : article.title);
    const Span bare = without_kicker(title, {0, static_cast<std::uint32_t>(title.size())});
    title_ = after_year(fold_text(slice(title, bare)));
    // (四川省)泸县…
    if (const auto close = title_.find(U')'); title_.starts_with(U"(") && close != Text::npos) {
      title_ = title_.substr(1, close - 1) + after_year(title_.substr(close + 1));
    }
  }

  RegionIndex of_work_report() const {
    if (title_.find(U"政府工作报告") == Text::npos) return kNoRegion;
    if (const auto lead = lead_of(gazetteer_, title_); lead.region != kNoRegion) return lead.region;
    for (const PageLine& line : lines_) {
      const bool body = line.kind == PartKind::kBody;
      if ((!body && line.kind != PartKind::kHeader) || line.span.size() > kLongestFurniture) {
        if (body) break;
        continue;
      }
      auto delivered = fold_text(slice(text_, line.span));
      if (const PageLine* next = &line + 1; next < lines_.data() + lines_.size())
        delivered += fold_text(slice(text_, next->span)).substr(0, kLongestFurniture);
      const auto at = std::min(delivered.find(U"日在"), delivered.find(U"日经"));
      if (at != Text::npos && delivered.find(U"代表大会") != Text::npos)
        return lead_of(gazetteer_, Text(delivered).substr(at + 2)).region;
      if (body) break;
    }
    return of_medium().region;
  }

  RegionIndex of_article() const {
    if (const auto report = of_work_report(); report != kNoRegion) return report;
    if (!article_.issuer.empty()) {
      const auto issuer = of_issuer();
      // A text of the center is about no place.
      if (issuer == kNoRegion) return kNoRegion;
      const auto title = of_title();
      // An office of a province writes on one of its cities.
      return title != kNoRegion && gazetteer_.is_within(title, issuer) ? title : issuer;
    }
    if (const auto title = of_title(); title != kNoRegion) return title;
    if (const auto opening = of_opening(); opening != kNoRegion) return opening;
    if (const auto own = of_own_words(); own != kNoRegion) return own;
    return of_first_mention();
  }

 private:
  // Whether the title is the beginning of the text, for want of another: that is read there.
  bool is_cut() const {
    const auto first = std::find_if(lines_.begin(), lines_.end(), [](const PageLine& line) {
      return line.kind == PartKind::kBody || line.kind == PartKind::kTitle;
    });
    if (first == lines_.end() || first->kind == PartKind::kTitle) return false;
    auto title = decode_utf8(article_.title);
    while (!title.empty() && title.back() == U'…') title.pop_back();
    return slice(text_, first->span).starts_with(title);
  }

  // The place that the name of the source begins with, as a region and as written.
  struct Medium {
    RegionIndex region = kNoRegion;
    std::u32string place;
  };
  Medium of_medium() const {
    for (const Source& source : article_.sources) {
      const auto name = fold_text(decode_utf8(source.name));
      // 皖西日报 is no paper of all of 皖.
      if (const auto lead = lead_of(gazetteer_, name);
          lead.region != kNoRegion && name.size() > lead.rest.size() + 1)
        return {lead.region, name.substr(0, name.size() - lead.rest.size())};
    }
    return {};
  }

  RegionIndex of_issuer() const {
    const auto issuer = fold_text(decode_utf8(article_.issuer));
    Text name = issuer;
    if (name.starts_with(U"中共") && name.size() > 4) name.remove_prefix(2);
    return lead_of(gazetteer_, name).region;
  }

  RegionIndex of_title() const {
    // 关于印发某州…方案的通知: whose plan it is.
    Text title = title_;
    for (const Text word : {U"关于印发", U"关于公布", U"关于发布"}) {
      if (title.starts_with(word)) title.remove_prefix(word.size());
    }
    const auto lead = lead_of(gazetteer_, title);
    if (lead.region == kNoRegion || shared_or_part(lead.rest)) return kNoRegion;
    const auto length = title.size() - lead.rest.size();
    const auto official = decode_utf8(gazetteer_.at(lead.region).name);
    if (title.substr(0, length).ends_with(official)) return lead.region;
    if (lead.rest.empty() || Text(U":|丨│ ").find(lead.rest.front()) != Text::npos)
      return lead.region;
    // A short name is a place if the text goes on about it.
    return named(lead.region).within >= 1 ? lead.region : kNoRegion;
  }

  // Where the first sentence begins with a region and most places named after it lie there.
  RegionIndex of_opening() const {
    const auto opening = first_words();
    if (opening.empty()) return kNoRegion;
    const Text lead_text = without_dateline(opening);
    if (const auto region = of_clause(lead_text, true); region != kNoRegion) return region;
    if (const auto region = of_dateline(opening); region != kNoRegion) return region;
    for (std::size_t at = 0;;) {
      at = lead_text.find_first_of(U",。;:!?…", at);
      if (at == Text::npos) return kNoRegion;
      const Text clause = without_time(trim(lead_text.substr(++at)));
      if (const auto region = of_clause(clause, false); region != kNoRegion) return region;
    }
  }

  // Those of the first line that is prose, folded.
  std::u32string first_words() const {
    constexpr std::uint32_t kMost = 120;
    const auto first = std::find_if(lines_.begin(), lines_.end(), [&](const PageLine& line) {
      return line.kind == PartKind::kBody && is_prose(text_, line.span);
    });
    if (first == lines_.end()) return {};
    return fold_text(
        slice(text_, {first->span.start, std::min(first->span.end, first->span.start + kMost)}));
  }

  // The first place that the first words name, by its whole name, if all others lie in it or around
  // it.
  RegionIndex of_first_mention() const {
    const auto opening = first_words();
    const auto mentions =
        find_regions(gazetteer_, opening, {0, static_cast<std::uint32_t>(opening.size())}, {})
            .resolved;
    const auto first = std::find_if(mentions.begin(), mentions.end(),
                                    [](const RegionMention& m) { return !m.qualifier; });
    if (first == mentions.end() || first->form != NameForm::kOfficial ||
        gazetteer_.at(first->region).level < RegionLevel::kCounty)
      return kNoRegion;
    return named(first->region).is_alone() ? first->region : kNoRegion;
  }

  // The region that `clause` begins with, if it is named by its whole name and no other place is
  // beside it; at the very `start` also if most places named lie in it.
  RegionIndex of_clause(Text clause, bool start) const {
    const auto lead = lead_of(gazetteer_, clause);
    if (lead.region == kNoRegion || shared_or_part(lead.rest)) return kNoRegion;
    const Named places = named(lead.region);
    const auto length = clause.size() - lead.rest.size();
    const bool alone = places.is_alone() && clause.substr(0, length).ends_with(
                                                decode_utf8(gazetteer_.at(lead.region).name));
    return alone || (start && places.is_most(2)) ? lead.region : kNoRegion;
  }

  // 人民网贺州10月31日电: the place a report comes from, or its province, if most places named lie
  // there.
  RegionIndex of_dateline(Text opening) const {
    constexpr std::size_t kLongest = 30;
    const auto end = opening.substr(0, kLongest).find(U'电');
    if (end == Text::npos) return kNoRegion;
    const auto mentions =
        find_regions(gazetteer_, opening, {0, static_cast<std::uint32_t>(end)}, {}).resolved;
    if (mentions.empty()) return kNoRegion;
    RegionIndex found = kNoRegion;
    for (const auto around : gazetteer_.with_ancestors(mentions.back().region)) {
      if (found == kNoRegion && named(around).is_most(3)) found = around;
    }
    return found;
  }

  // 我市… in a paper of that city, or where most places named are in one city.
  RegionIndex of_own_words() const {
    const auto medium = of_medium();
    std::u32string opening = title_;
    for (const PageLine& line : lines_) {
      if (line.kind != PartKind::kBody) continue;
      opening += fold_text(
          slice(text_, {line.span.start, std::min(line.span.end, line.span.start + 300)}));
      if (medium.region != kNoRegion ? is_prose(text_, line.span) : opening.size() > kOpening)
        break;
    }
    // 我市, 全市, 团市委.
    const auto speaks_of = [&](char32_t kind) {
      const std::u32string spoken[] = {{U'我', kind}, {U'全', kind}, {U'团', kind, U'委'}};
      std::size_t times = 0;
      for (const std::u32string& word : spoken) {
        for (auto at = opening.find(word); at != Text::npos; at = opening.find(word, at + 1))
          ++times;
      }
      return times;
    };
    if (medium.region != kNoRegion) {
      // 甘孜日报 is a paper of a prefecture or of a county, by what it speaks of.
      for (const RegionIndex region : bearers_of(medium)) {
        if (speaks_of(kind_of(region)) > 0 || names_office_of(opening, kind_of(region)))
          return region;
      }
      return kNoRegion;
    }
    // 全市上下…, 居全省前列: of what the text speaks of most, of the smaller as soon.
    std::vector<std::pair<std::size_t, char32_t>> kinds;
    for (const char32_t kind : {U'乡', U'镇', U'旗', U'区', U'县', U'州', U'市', U'省'}) {
      if (const auto times = speaks_of(kind); times > 0) kinds.emplace_back(times, kind);
    }
    std::stable_sort(kinds.begin(), kinds.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [times, kind] : kinds) {
      if (const auto named = most_named(kind); named != kNoRegion) return named;
    }
    return kNoRegion;
  }

  // All regions that bear the name that `medium` begins with.
  std::vector<RegionIndex> bearers_of(const Medium& medium) const {
    std::vector<RegionIndex> all;
    for (const auto& entry : gazetteer_.find_name(medium.place)) {
      if (gazetteer_.at(entry.region).level < RegionLevel::kTownship) all.push_back(entry.region);
    }
    if (all.empty()) all.push_back(medium.region);
    return all;
  }

  // 州妇联, 市委: an office of a place of that kind, whose name is not told.
  static bool names_office_of(Text text, char32_t kind) {
    constexpr Text kOffices[] = {U"委",   U"政府", U"妇联", U"总工会",
                                 U"残联", U"纪委", U"人大", U"政协"};
    for (auto at = text.find(kind); at != Text::npos; at = text.find(kind, at + 1)) {
      if (at > 0 && is_han(text[at - 1]) && text[at - 1] != U'从' && text[at - 1] != U'由')
        continue;
      if (std::any_of(std::begin(kOffices), std::end(kOffices),
                      [&](Text office) { return text.substr(at + 1).starts_with(office); }))
        return true;
    }
    return false;
  }

  // 市 of 宁波市, 区 of 广西壮族自治区.
  char32_t kind_of(RegionIndex region) const {
    return decode_utf8(gazetteer_.at(region).name).back();
  }

  // The one region of a kind in which at least two, and three in five, of the places named in
  // title, head and opening lie; in the head one is enough.
  RegionIndex most_named(char32_t kind) const {
    std::map<RegionIndex, std::size_t> within;
    std::size_t all = 0;
    std::uint32_t seen = 0;
    bool in_head = false;
    for (const PageLine& line : lines_) {
      const bool body = line.kind == PartKind::kBody;
      if (!body && line.kind != PartKind::kTitle && line.kind != PartKind::kHeader) continue;
      if (body && seen >= kOpening) break;
      const Span span{line.span.start, std::min(line.span.end, line.span.start + kOpening - seen)};
      for (const auto& mention : find_regions(gazetteer_, text_, span, {}).resolved) {
        if (gazetteer_.at(mention.region).level == RegionLevel::kNation) continue;
        ++all;
        in_head |= !body || !is_prose(text_, line.span);
        for (const auto around : gazetteer_.with_ancestors(mention.region)) {
          if (kind_of(around) == kind) ++within[around];
        }
      }
      if (body) seen += span.size();
    }
    RegionIndex found = kNoRegion;
    for (const auto& [region, count] : within) {
      if (!is_most(count, all) || (count < 2 && !in_head)) continue;
      if (found == kNoRegion || gazetteer_.is_within(region, found)) found = region;
    }
    return found;
  }

  // Three in five.
  static bool is_most(std::size_t part, std::size_t all) { return part * 10 >= all * 6; }

  // How often the opening names places: all, those that lie in a region, itself included, and what
  // that lies in.
  struct Named {
    std::size_t all = 0, within = 0, around = 0;
    bool is_alone() const { return within > 0 && within + around == all; }
    bool is_most(std::size_t fewest) const {
      return within >= fewest && SubjectFinder::is_most(within, all);
    }
  };
  Named named(RegionIndex region) const {
    Named out;
    std::uint32_t seen = 0;
    for (const PageLine& line : lines_) {
      if (line.kind != PartKind::kBody) continue;
      const Span span{line.span.start, std::min(line.span.end, line.span.start + kOpening - seen)};
      for (const auto& mention : find_regions(gazetteer_, text_, span, {region, false}).resolved) {
        if (gazetteer_.at(mention.region).level == RegionLevel::kNation || mention.qualifier)
          continue;
        ++out.all;
        if (gazetteer_.is_within(mention.region, region)) {
          ++out.within;
        } else if (gazetteer_.is_within(region, mention.region)) {
          ++out.around;
        }
      }
      seen += span.size();
      if (seen >= kOpening) break;
    }
    return out;
  }

  // 本报讯(记者张三), 新华社杭州12月3日电, 近日,: what stands before the subject.
  static Text without_dateline(Text text) {
    const auto head = text.substr(0, 40);
    for (const Text mark : {U"讯", U"电", U"消息"}) {
      const auto at = head.find(mark);
      if (at == Text::npos || (!head.starts_with(U"本报") && !head.starts_with(U"新华社") &&
                               !head.starts_with(U"中新") && at + mark.size() < head.size() &&
                               Text(U"( :").find(head[at + mark.size()]) == Text::npos)) {
        continue;
      }
      Text rest = trim(text.substr(at + mark.size()));
      if (rest.starts_with(U"(")) {
        const auto close = rest.substr(0, 40).find(U')');
        if (close != Text::npos) rest = trim(rest.substr(close + 1));
      }
      if (rest.starts_with(U":")) rest = trim(rest.substr(1));
      text = rest;
      break;
    }
    // (记者 张三)近年来…
    if (const auto close = text.substr(0, 40).find(U')');
        text.starts_with(U"(") && close != Text::npos &&
        (text.substr(0, close).find(U"记者") != Text::npos ||
         text.substr(0, close).find(U"通讯员") != Text::npos))
      text = trim(text.substr(close + 1));
    return without_time(text);
  }

  // 近日, 近年来, 3月5日上午,
  static Text without_time(Text text) {
    for (int i = 0; i < 2; ++i) {
      if (!starts_with_any(text, {U"近", U"日前", U"今", U"去年", U"昨", U"目前", U"自", U"截至",
                                  U"当前", U"1", U"2", U"3", U"4", U"5", U"6", U"7", U"8", U"9"})) {
        break;
      }
      const auto comma = text.substr(0, 16).find_first_of(U",，");
      if (comma == Text::npos) {
        for (const Text word :
             {U"近年来", U"近日", U"近期", U"日前", U"今年以来", U"今年", U"目前"}) {
          if (!text.starts_with(word)) continue;
          text = text.substr(word.size());
          break;
        }
        break;
      }
      text = trim(text.substr(comma + 1));
    }
    return text;
  }

  const Gazetteer& gazetteer_;
  Text text_;
  const std::vector<PageLine>& lines_;
  const Article& article_;
  std::u32string title_;  // Folded, less kicker and year.
};

}  // namespace

RegionIndex subject_of_article(const Gazetteer& gazetteer, Text text,
                               const std::vector<PageLine>& lines, const Article& article) {
  return SubjectFinder(gazetteer, text, lines, article).of_article();
}

RegionIndex region_of_work_report(const Gazetteer& gazetteer, Text text,
                                  const std::vector<PageLine>& lines, const Article& article) {
  return SubjectFinder(gazetteer, text, lines, article).of_work_report();
}

}  // namespace zhengce
