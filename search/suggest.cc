#include "search/suggest.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "corpus/analysis/char_class.h"
#include "corpus/analysis/fold.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/index_schema.h"
#include "corpus/organizations.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

// Nobody types more before looking at what is offered.
constexpr std::size_t kLongestTyped = 40;
constexpr std::size_t kLongestName = 200;

// Characters taken for each other by eye, by hand and by scanners.
constexpr std::u32string_view kAlike[] = {
    U"己已巳", U"末未",     U"戊戌戍", U"人入八", U"土士", U"日曰目",   U"千干于", U"贷货",
    U"侯候",   U"幕墓慕暮", U"徽微",   U"拨拔",   U"治冶", U"住往",     U"淮准",   U"享亨",
    U"折拆",   U"辨辩辫",   U"栽裁载", U"籍藉",   U"撤撒", U"部陪",     U"券卷",   U"竞竟",
    U"账帐",   U"副幅福",   U"梁粱",   U"密蜜",   U"免兔", U"乌鸟",     U"晴睛",   U"今令",
    U"壁璧",   U"博搏",     U"渡度",   U"即既",   U"象像", U"盲肓育",   U"历厉",   U"代伐",
    U"天夭",   U"刀力",     U"大太犬", U"王玉主", U"午牛", U"田由甲申", U"困因",   U"园圆",
    U"农衣",   U"若苦",     U"哀衷衰", U"酒洒",   U"杯坏", U"担但",     U"遗遣",   U"赢羸",
    U"措借",   U"待侍",     U"很恨",   U"活话",   U"惠慧", U"综棕",
};

bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }

// Letters, digits and ideographs alone.
std::u32string content_of(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : fold_text(text)) {
    if (char_class(c) != CharClass::kOther) out.push_back(c);
  }
  return out;
}

bool is_one_edit(std::u32string_view a, std::u32string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1 || a == b) return false;
  std::size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  if (a.size() < b.size()) return a.substr(same) == b.substr(same + 1);
  if (a.substr(same + 1) == b.substr(same + 1)) return true;
  return same + 1 < a.size() && a[same] == b[same + 1] && a[same + 1] == b[same] &&
         a.substr(same + 2) == b.substr(same + 2);
}

}  // namespace

std::vector<std::u32string> look_alikes(std::u32string_view folded) {
  std::vector<std::u32string> out;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    for (const std::u32string_view alike : kAlike) {
      if (alike.find(folded[i]) == std::u32string_view::npos) continue;
      for (const char32_t other : alike) {
        if (other == folded[i]) continue;
        out.emplace_back(folded);
        out.back()[i] = other;
      }
    }
  }
  return out;
}

std::string_view suggestion_kind_name(Suggestion::Kind kind) {
  constexpr std::string_view kNames[] = {"region",   "program", "organization",
                                         "document", "title",   "word"};
  return kNames[static_cast<std::size_t>(kind)];
}

Result<Suggester> Suggester::build(
    const GraphReader& graph,
    const std::function<std::uint64_t(const std::string& term)>& sections_with) {
  Suggester out;
  std::set<std::pair<Suggestion::Kind, std::u32string>> had;
  const auto add = [&](Suggestion suggestion) {
    std::u32string folded = content_of(decode_utf8(suggestion.text));
    if (folded.empty() || folded.size() > kLongestName) return;
    if (suggestion.kind != Suggestion::Kind::kRegion &&
        !had.emplace(suggestion.kind, folded).second) {
      return;
    }
    out.entries_.push_back({std::move(suggestion), std::move(folded)});
  };
  const Gazetteer& gazetteer = Gazetteer::builtin();
  for (RegionIndex i = 0; i < gazetteer.size(); ++i) {
    const Region& region = gazetteer.at(i);
    if (region.level == RegionLevel::kTownship) continue;
    const std::string code(region.code);
    add({std::string(region.name), Suggestion::Kind::kRegion, code,
         sections_with(std::string(schema::kMention) + code)});
  }
  using Kind = Suggestion::Kind;
  const std::tuple<EntityKind, Kind, std::string_view> kinds[] = {
      {EntityKind::kProgram, Kind::kProgram, schema::kProgram},
      {EntityKind::kOrganization, Kind::kOrganization, schema::kOrganization},
      {EntityKind::kDocument, Kind::kDocument, {}}};
  for (const auto& [entity_kind, kind, prefix] : kinds) {
    const auto read =
        graph.each_entity(entity_kind, [&, kind = kind, prefix = prefix](const Entity& entity) {
          if (!entity.visible) return true;
          const std::uint64_t count = prefix.empty()
                                          ? entity.strong_sections + entity.weak_sections
                                          : sections_with(std::string(prefix) + entity.id.text());
          for (const WrittenForm& form : entity.forms)
            add({form.name, kind, entity.id.text(), count});
          if (kind != Kind::kOrganization) return true;
          const Suggestion shown{entity.name, kind, entity.id.text(), count};
          for (auto& shorter : shorter_organization_names(canonical_organization(entity.name))) {
            std::u32string typed_as = content_of(shorter);
            if (!had.contains({kind, typed_as})) out.entries_.push_back({shown, typed_as});
          }
          return true;
        });
    if (!read) return read.error();
  }
  const auto read = graph.each_article([&](const StoredArticle& stored) {
    const Article& article = stored.article;
    if (stored.current)
      add({article.title, Kind::kTitle, article.id.hex(), article.sections.size()});
    return true;
  });
  if (!read) return read.error();
  std::stable_sort(out.entries_.begin(), out.entries_.end(), [](const Entry& a, const Entry& b) {
    return std::forward_as_tuple(b.shown.sections, a.shown.kind, a.folded.size(), a.folded) <
           std::forward_as_tuple(a.shown.sections, b.shown.kind, b.folded.size(), b.folded);
  });
  return out;
}

// Letters of `typed` stand for a whole reading, its beginning where nothing follows, or its
// initial.
bool Suggester::begins_at(std::u32string_view name, std::u32string_view typed) {
  if (typed.empty()) return true;
  if (name.empty()) return false;
  if (name[0] == typed[0]) return begins_at(name.substr(1), typed.substr(1));
  if (!is_letter(typed[0]) || !is_han(name[0])) return false;
  for (const std::string& reading : pinyin_.of(name[0])) {
    std::size_t same = 0;
    while (same < reading.size() && same < typed.size() &&
           static_cast<char32_t>(reading[same]) == typed[same]) {
      ++same;
    }
    if (same == 0) continue;
    if (same == typed.size()) return true;
    if (same == reading.size() && begins_at(name.substr(1), typed.substr(same))) return true;
    const bool two = same > 1 && reading[1] == 'h';  // zh, ch, sh.
    if (two && begins_at(name.substr(1), typed.substr(2))) return true;
    if (begins_at(name.substr(1), typed.substr(1))) return true;
  }
  return false;
}

std::vector<Suggestion> Suggester::suggest(std::string_view typed, std::size_t limit) {
  std::vector<Suggestion> begin;
  std::vector<Suggestion> inside;
  std::u32string wanted = content_of(decode_utf8(typed));
  if (wanted.empty() || wanted.size() > kLongestTyped) return begin;
  for (std::size_t i = 1; i < wanted.size(); ++i) {
    // lv and nv are typed for lü and nü.
    if (wanted[i] == U'v' && (wanted[i - 1] == U'l' || wanted[i - 1] == U'n')) wanted[i] = U'u';
  }
  const bool may_be_inside = wanted.size() > 1 && std::all_of(wanted.begin(), wanted.end(), is_han);
  const auto offer = [](std::vector<Suggestion>& offered, const Suggestion& one, bool begins) {
    const auto same = [&](const Suggestion& other) {
      return one.kind == other.kind && one.id == other.id && one.text == other.text;
    };
    if (std::any_of(offered.begin(), offered.end(), same)) return;
    offered.push_back(one);
    offered.back().begins = begins;
  };
  for (const Entry& entry : entries_) {
    if (begin.size() >= limit) break;
    if (begins_at(entry.folded, wanted)) {
      offer(begin, entry.shown, true);
    } else if (may_be_inside && inside.size() < limit &&
               entry.folded.find(wanted) != std::u32string::npos) {
      offer(inside, entry.shown, false);
    }
  }
  for (const Suggestion& one : inside) offer(begin, one, false);
  if (begin.size() > limit) begin.resize(limit);
  return begin;
}

std::vector<std::string> Suggester::one_edit_from(std::u32string_view folded,
                                                  std::size_t limit) const {
  std::vector<std::string> out;
  if (folded.size() < 3) return out;
  for (const Entry& entry : entries_) {
    if (out.size() == limit) break;
    if (is_one_edit(entry.folded, folded) &&
        std::find(out.begin(), out.end(), entry.shown.text) == out.end()) {
      out.push_back(entry.shown.text);
    }
  }
  return out;
}

bool Suggester::sound_alike(char32_t one, char32_t other) {
  const std::vector<std::string>& readings = pinyin_.of(other);
  for (const std::string& reading : pinyin_.of(one)) {
    if (std::find(readings.begin(), readings.end(), reading) != readings.end()) return true;
  }
  return false;
}

std::vector<std::u32string> Suggester::homophones(std::u32string_view folded) {
  if (by_sound_.empty()) {
    std::set<char32_t> all;
    for (const Entry& entry : entries_) all.insert(entry.folded.begin(), entry.folded.end());
    for (const char32_t c : all) {
      for (const std::string& reading : pinyin_.of(c)) by_sound_[reading].push_back(c);
    }
  }
  std::vector<std::u32string> out;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    for (const std::string& reading : pinyin_.of(folded[i])) {
      for (const char32_t other : by_sound_[reading]) {
        if (other == folded[i]) continue;
        out.emplace_back(folded);
        out.back()[i] = other;
      }
    }
  }
  return out;
}

}  // namespace zhengce
