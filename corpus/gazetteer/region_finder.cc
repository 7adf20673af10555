#include "corpus/gazetteer/region_finder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "corpus/analysis/fold.h"
#include "corpus/gazetteer/word_guard.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// Words that begin with the last character of an official name: 成都|市民, 新建|区域. `unless`
// lists characters after which it is no such word: 成都市|民政局. The name before it loses its
// suffix; where the word speaks of the place (市民) it stays the same place, else (市场) the
// shorter name decides.
struct SuffixWord {
  Text word;
  Text unless;
  bool same_place;
};
constexpr SuffixWord kSuffixWords[] = {
    {U"市民", U"族政宗委革盟办兵航用间营事俗法爆主企宿", true},
    {U"市区", U"县划委", true},
    {U"市长", U"途期江远沙春治", true},
    {U"市域", U"", true},
    {U"市场", U"镇乡", false},
    {U"市值", U"班", false},
    {U"市面", U"", false},
    {U"区域", U"", false},
    {U"区间", U"", false},
    {U"区位", U"", false},
    {U"区块", U"", false},
    {U"区别", U"", false},
    {U"区分", U"行局公管支", false},
    {U"区长", U"期江远", true},
    {U"县域", U"", true},
    {U"县城", U"市乡镇关建区管投", true},
    {U"县级", U"", true},
    {U"县长", U"期江远", true},
    {U"省长", U"期江远", true},
    {U"省会", U"计议", true},
    {U"省级", U"", true},
    {U"州长", U"期江远", true},
    {U"旗下", U"", false},
    {U"旗舰", U"", false},
    {U"旗帜", U"", false},
};

const SuffixWord* suffix_word(Text text, std::size_t name_end) {
  if (name_end == 0) return nullptr;
  const Text here = text.substr(name_end - 1);
  for (const SuffixWord& one : kSuffixWords) {
    if (!here.starts_with(one.word)) continue;
    const bool other = here.size() > one.word.size() && one_of(here[one.word.size()], one.unless);
    return other ? nullptr : &one;
  }
  return nullptr;
}

// 北京路, 南京东路, 西藏中路, 成都大道: streets named after another place.
bool begins_street(Text after) {
  if (!after.empty() && one_of(after[0], U"东南西北中一二三四五六七八九十")) after.remove_prefix(1);
  if (after.starts_with(U"大道") || after.starts_with(U"大街") || after.starts_with(U"胡同"))
    return true;
  if (after.empty() || (after[0] != U'路' && after[0] != U'街')) return false;
  if (after.size() == 1) return true;
  return after[0] == U'路' ? !one_of(after[1], U"径演网段况线桥权政长子灯基口面端由上过途程人衍")
                           : !one_of(after[1], U"道头区巷坊舞景");
}

// 浙江大学, 中山大学, 北京师范大学: universities, often far from the place they are named after.
bool begins_university(Text after) {
  constexpr Text kKinds[] = {U"师范", U"理工",   U"工业", U"科技",   U"农业", U"林业", U"医科",
                             U"财经", U"民族",   U"交通", U"外国语", U"邮电", U"海洋", U"航空航天",
                             U"政法", U"中医药", U"工商", U"传媒",   U"体育", U"农林"};
  for (const Text kind : kKinds) {
    if (!after.starts_with(kind)) continue;
    after.remove_prefix(kind.size());
    break;
  }
  return after.starts_with(U"大学") && !after.starts_with(U"大学生");
}

// 贺兰|山: a hill named after the place, or the place after it; but no 山区, 山水.
bool begins_hill(Text after) {
  return after.size() > 1 && one_of(after[0], U"山岭") &&
         !one_of(after[1], U"区地水上下村乡路里间体火林东西南北川县市");
}

// 河|南岸, 湖|南侧, 山|东坡: sides of a river, lake or hill; 海南岸线 is no such.
bool is_side(Text name, Text after) {
  return name.size() == 2 && one_of(name[0], U"河湖海江山") && one_of(name[1], U"东南西北") &&
         !after.empty() && one_of(after[0], U"岸侧坡麓") && !after.starts_with(U"岸线");
}

// 钱塘|江, 胶州|湾, 金水|河: a river or bay named after the place, but no 江段, 河道, 湖泊.
bool begins_water(Text after) {
  constexpr Text kWords[] = {U"江段", U"江边", U"江岸", U"河道", U"河湟", U"河谷", U"河流", U"河长",
                             U"河湖", U"河段", U"河边", U"湖泊", U"湖区", U"湖长", U"湾区"};
  return !after.empty() && one_of(after[0], U"江河湾湖峡") &&
         std::none_of(std::begin(kWords), std::end(kWords),
                      [&](Text word) { return after.starts_with(word); });
}

// 四川|日报记者, 湖南|卫视推出: far from its place as often as not. `whole`: it counts, though,
// where nothing follows: the name of a source.
bool begins_medium(Text after, bool whole) {
  constexpr Text kWords[] = {U"日报", U"晚报", U"晨报", U"都市报", U"卫视"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](Text word) {
    return after.starts_with(word) && !(whole && after.size() == word.size());
  });
}

// 延吉|社区, 和平|街道: named like a county elsewhere.
bool begins_community(Text after) {
  return after.starts_with(U"社区") || after.starts_with(U"街道") || after.starts_with(U"新村");
}

bool is_town_name(Text name) {
  return name.size() >= 3 && (name.ends_with(U"镇") || name.ends_with(U"乡") ||
                              name.ends_with(U"街道") || name.ends_with(U"苏木"));
}

struct Member {
  std::size_t start = 0, end = 0;
  NameEntry entry;
  Span span() const { return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)}; }
};

// 浙江省|金华市|义乌市: names that stand side by side, each lying in the one before.
struct Chain {
  std::array<Member, 6> members;
  std::size_t size = 0;
  std::size_t end() const { return members[size - 1].end; }
  const Member& last() const { return members[size - 1]; }
};

class Finder {
 public:
  Finder(const Gazetteer& gazetteer, Text text, const RegionContext& context)
      : gazetteer_(gazetteer), text_(text), subject_(context.subject), header_(context.header) {
    // 全国 decides nothing.
    if (subject_ != kNoRegion && level(subject_) == RegionLevel::kNation) subject_ = kNoRegion;
    while (header_start_ < text.size() && is_blank(text[header_start_])) ++header_start_;
  }

  void run() {
    for (std::size_t pos = 0; pos + 1 < text_.size();) pos = std::max(pos + 1, read(pos));
  }

  // Reads the names that begin at `pos`; returns where to go on.
  std::size_t read(std::size_t pos) {
    collect(pos);
    if (chains_.empty()) return pos + 1;
    // The chain that reaches furthest counts; what cannot count gives way to a shorter one.
    std::stable_sort(chains_.begin(), chains_.end(), [](const Chain& a, const Chain& b) {
      return std::pair(b.end(), a.size) < std::pair(a.end(), b.size);
    });
    for (std::size_t first = 0; first < chains_.size();) {
      std::size_t last = first;
      while (last < chains_.size() && chains_[last].end() == chains_[first].end() &&
             chains_[last].size == chains_[first].size)
        ++last;
      const std::size_t end = decide(std::span(chains_).subspan(first, last - first));
      if (end > pos) return end;
      first = last;
    }
    return pos + 1;
  }

  RegionMentions take() { return std::move(found_); }

 private:
  RegionLevel level(RegionIndex region) const { return gazetteer_.at(region).level; }
  RegionIndex parent(RegionIndex region) const { return gazetteer_.at(region).parent; }
  bool within(RegionIndex inner, RegionIndex outer) const {
    return outer != kNoRegion && gazetteer_.is_within(inner, outer);
  }
  Text after(std::size_t pos) const { return text_.substr(std::min(pos, text_.size())); }

  // How deep the deepest region that both lie in is: 0 for none but 全国.
  std::size_t shared_depth(RegionIndex a, RegionIndex b) const {
    if (a == kNoRegion || b == kNoRegion) return 0;
    for (RegionIndex region = a; region != kNoRegion; region = parent(region)) {
      if (!within(b, region)) continue;
      return level(region) == RegionLevel::kNation ? 0 : gazetteer_.at(region).significant.size();
    }
    return 0;
  }

  // ---- Chains ----

  void collect(std::size_t pos) {
    chains_.clear();
    const std::size_t count = gazetteer_.matches(text_, pos, starts_);
    for (std::size_t i = 0; i < count; ++i) {
      for (const NameEntry& entry : starts_[i].entries) {
        const RegionLevel of = level(entry.region);
        if (of == RegionLevel::kNation) continue;
        if (of == RegionLevel::kTownship && !town_in_section(entry.region) &&
            starts_[i].entries.size() > 1) {
          continue;
        }
        Chain chain;
        chain.members[chain.size++] = {pos, pos + starts_[i].length, entry};
        extend(chain);
      }
    }
  }

  void extend(const Chain& chain) {
    chains_.push_back(chain);
    const Member& before = chain.last();
    if (chain.size == chain.members.size()) return;
    std::size_t pos = before.end;
    if (pos + 2 < text_.size() && (text_[pos] == U' ' || text_[pos] == U'·')) ++pos;
    std::array<NameMatch, 8> matches;
    const std::size_t count = gazetteer_.matches(text_, pos, matches);
    for (std::size_t i = 0; i < count; ++i) {
      for (const NameEntry& entry : matches[i].entries) {
        if (entry.region == before.entry.region || !within(entry.region, before.entry.region))
          continue;
        const Member next{pos, pos + matches[i].length, entry};
        if (!follows(before, next)) continue;
        Chain longer = chain;
        longer.members[longer.size++] = next;
        extend(longer);
      }
    }
  }

  // Can `next`, which lies in `before`, be its continuation?
  bool follows(const Member& before, const Member& next) const {
    const RegionLevel of = level(next.entry.region);
    const Text name = text_.substr(next.start, next.end - next.start);
    if (of == RegionLevel::kTownship) {
      return level(before.entry.region) != RegionLevel::kProvince &&
             (is_town_name(name) || (name.size() >= 4 && !next.entry.ordinary_word));
    }
    if (next.entry.ordinary_word || name.size() == 2) {
      // 广西资源丰富 is no 资源县; 各市和县 no 和县.
      const bool direct = parent(next.entry.region) == before.entry.region;
      const bool full = next.entry.form == NameForm::kOfficial ||
                        (name.size() >= 3 && one_of(name.back(), U"县市区旗"));
      if (full && direct) return true;
      // 湖南省会同县: a whole name of three characters behind its province is no ordinary word.
      if (full && name.size() >= 3 && next.entry.form == NameForm::kOfficial) return true;
      if (next.entry.ordinary_word)
        return direct && (of != RegionLevel::kCounty || ends_name(next.end));
    }
    return true;
  }

  // Nothing follows that would make a word or a phrase with what stands before.
  bool ends_name(std::size_t pos) const {
    return pos >= text_.size() || !is_han(text_[pos]) || text_[pos] == U'等';
  }

  // ---- What may count ----

  bool town_in_section(RegionIndex town) const {
    return subject_ != kNoRegion && level(parent(town)) >= RegionLevel::kPrefecture &&
           (within(subject_, parent(town)) ||
            (within(town, subject_) && level(subject_) >= RegionLevel::kPrefecture));
  }

  bool in_section(RegionIndex region) const {
    return subject_ != kNoRegion && (within(region, subject_) || within(subject_, region));
  }

  // The mention that this name continues a list of: 金华义乌、|东阳.
  RegionIndex listed_after(std::size_t start) const {
    if (found_.resolved.empty() || start == 0) return kNoRegion;
    std::size_t link = start - 1;
    if (text_[link] == U'及' && link > 0 && text_[link - 1] == U'以') --link;
    if (!one_of(text_[link], U"、和与及以")) return kNoRegion;
    const RegionMention& before = found_.resolved.back();
    return before.span.end == link ? before.region : kNoRegion;
  }

  // Of a town that no place around points to: it begins its clause and is no part of a longer word,
  // as in 振兴|乡村.
  bool stands_alone(const Member& town) const {
    if (town.start > 0 && is_han(text_[town.start - 1])) return false;
    return town.end >= text_.size() || !one_of(text_[town.end], U"村镇亲土愁贤");
  }

  // 青浦、吴江、嘉善三地: whether what follows a name says that it is a place, as the last of a
  // list or one before.
  bool said_to_be_places(const Member& name, bool is_listed) {
    const bool goes_on = name.end < text_.size() && text_[name.end] == U'、';
    return (is_listed || goes_on) && list_ends_in_places(name.end);
  }

  // Whether the list that goes on at `pos` ends in 两地. Each name of a list asks, so that what it
  // leads to is kept by where its 、 stand: a list is walked once, however long it is.
  bool list_ends_in_places(std::size_t pos) {
    constexpr Text kWords[] = {U"两地", U"三地", U"四地", U"五地", U"六地", U"等地", U"多地"};
    std::vector<std::size_t> passed;
    std::optional<bool> answer;
    std::array<NameMatch, 8> next;
    while (!answer && pos < text_.size() && text_[pos] == U'、') {
      if (const auto known = list_is_places_.find(pos); known != list_is_places_.end()) {
        answer = known->second;
        break;
      }
      passed.push_back(pos);
      const std::size_t count = gazetteer_.matches(text_, pos + 1, next);
      if (count == 0) answer = false;
      std::size_t longest = 0;
      for (std::size_t i = 0; i < count; ++i) longest = std::max(longest, next[i].length);
      pos += 1 + longest;
    }
    if (!answer) {
      answer = std::any_of(std::begin(kWords), std::end(kWords),
                           [&](Text word) { return text_.substr(pos).starts_with(word); });
    }
    for (const std::size_t comma : passed) list_is_places_.emplace(comma, *answer);
    return *answer;
  }

  // In a section, the name that opens a list of its like: 长乐、|福清.
  bool opens_list(const Member& name) const {
    if (!in_section(name.entry.region) || name.end >= text_.size() || text_[name.end] != U'、')
      return false;
    if (name.start > 0 && is_han(text_[name.start - 1])) return false;
    std::array<NameMatch, 8> next;
    const std::size_t count = gazetteer_.matches(text_, name.end + 1, next);
    for (std::size_t i = 0; i < count; ++i) {
      for (const NameEntry& entry : next[i].entries) {
        if (!entry.ordinary_word && parent(entry.region) == parent(name.entry.region)) return true;
      }
    }
    return false;
  }

  // May the first member of a chain count here?
  bool admitted(const Member& first) {
    const NameEntry& entry = first.entry;
    const RegionLevel of = level(entry.region);
    const std::size_t length = first.end - first.start;
    const RegionIndex listed = listed_after(first.start);
    const bool at_header_start = header_ && first.start == header_start_;
    if (entry.ordinary_word) {
      if (at_header_start && ends_name(first.end)) return true;
      if (of == RegionLevel::kPrefecture) {
        return entry.region == subject_ ||
               (listed != kNoRegion && parent(listed) == parent(entry.region));
      }
      if (opens_list(first)) return true;
      return listed != kNoRegion && text_[first.start - 1] == U'、' && ends_name(first.end) &&
             parent(listed) == parent(entry.region);
    }
    if (of == RegionLevel::kProvince || of == RegionLevel::kPrefecture) return true;
    if (of == RegionLevel::kTownship) {
      return is_town_name(text_.substr(first.start, length)) &&
             (town_in_section(entry.region) || stands_alone(first));
    }
    const Text name = text_.substr(first.start, length);
    const bool full =
        length >= 3 && (entry.form == NameForm::kOfficial ||
                        (entry.form == NameForm::kAlias && one_of(name.back(), U"县市区旗")));
    if (full) return true;
    if (header_) return length >= 3 || entry.form == NameForm::kShort || at_header_start;
    if (in_section(entry.region) || shared_depth(entry.region, listed) > 0) return true;
    return entry.form == NameForm::kShort &&
           (said_to_be_places(first, listed != kNoRegion) || is_told_of(entry.region, name));
  }

  // Whether the text tells of the place that `name` alone stands for: it was named as what it is
  // (临安区…，临安…), or what it lies in was, and the name comes again and again.
  bool is_told_of(RegionIndex region, Text name) {
    if (last_named_.contains(region)) return true;
    if (gazetteer_.find_name(name).size() > 1) return false;
    bool around = false;
    for (auto outer = parent(region); outer != kNoRegion; outer = parent(outer))
      around |= level(outer) != RegionLevel::kNation && last_named_.contains(outer);
    return around && comes_again(name);
  }

  bool comes_again(Text name) {
    constexpr int kTimes = 3;
    const auto [known, is_new] = comes_again_.try_emplace(name, false);
    if (is_new) {
      int times = 0;
      for (auto at = text_.find(name); at != Text::npos && times < kTimes;
           at = text_.find(name, at + name.size()))
        ++times;
      known->second = times >= kTimes;
    }
    return known->second;
  }

  // Do the characters around allow it? (Streets, universities, words that only overlap the name.)
  bool guarded(const Chain& chain) const {
    const Member& first = chain.members[0];
    const Member& last = chain.last();
    const bool bare = last.entry.form == NameForm::kShort || last.entry.form == NameForm::kAlias;
    const bool ends_in_suffix = one_of(text_[last.end - 1], U"省市县区旗州盟");
    if (bare && !ends_in_suffix &&
        (begins_street(after(last.end)) || begins_university(after(last.end)) ||
         begins_medium(after(last.end), header_)))
      return false;
    if (bare && !ends_in_suffix && chain.size == 1 &&
        level(last.entry.region) >= RegionLevel::kCounty && begins_community(after(last.end)))
      return false;
    if (bare && !ends_in_suffix && level(last.entry.region) >= RegionLevel::kPrefecture &&
        (begins_water(after(last.end)) || begins_hill(after(last.end))))
      return false;
    if (bare && level(last.entry.region) == RegionLevel::kCounty &&
        WordGuard::is_phrase(text_.substr(last.start, last.end - last.start)))
      return false;
    if (bare && chain.size == 1 && among_rivers(first)) return false;
    if (bare && is_side(text_.substr(last.start, last.end - last.start), after(last.end)))
      return false;
    return guard_.name_stands(text_, first.span(), last.span());
  }

  // 雅鲁藏布江、|怒江: the river, where the one before is no place.
  bool among_rivers(const Member& name) const {
    return name.start >= 2 && one_of(text_[name.end - 1], U"江河") &&
           text_[name.start - 1] == U'、' && one_of(text_[name.start - 2], U"江河") &&
           listed_after(name.start) == kNoRegion;
  }

  // ---- Decision ----

  // Decides between chains of the same extent; returns the end of what was read, 0 if none counts.
  std::size_t decide(std::span<const Chain> chains) {
    std::vector<const Chain*> candidates;
    const SuffixWord* word = suffix_word(text_, chains[0].end());
    for (const Chain& chain : chains) {
      if (!admitted(chain.members[0])) continue;
      if (word != nullptr && !survives_word(chain.last(), *word)) continue;
      candidates.push_back(&chain);
    }
    if (candidates.empty() || !guarded(*candidates[0])) return 0;
    const std::size_t cut = word != nullptr ? 1 : 0;
    const Chain* chosen = choose(candidates);
    if (chosen != nullptr) {
      add(*chosen, cut);
      return chosen->end() - cut;
    }
    AmbiguousRegion ambiguous;
    ambiguous.span = {static_cast<std::uint32_t>(candidates[0]->members[0].start),
                      static_cast<std::uint32_t>(candidates[0]->end() - cut)};
    for (const Chain* chain : candidates) {
      const RegionIndex region = chain->last().entry.region;
      if (std::find(ambiguous.candidates.begin(), ambiguous.candidates.end(), region) ==
          ambiguous.candidates.end())
        ambiguous.candidates.push_back(region);
    }
    found_.ambiguous.push_back(std::move(ambiguous));
    return candidates[0]->end() - cut;
  }

  // 成都市民: 成都市 stays, without its 市. 吉林市场, 新建区域: the official name does not stand
  // there.
  bool survives_word(const Member& last, const SuffixWord& word) const {
    if (last.entry.form == NameForm::kShort) return true;
    const auto shorter = gazetteer_.find_name(text_.substr(last.start, last.end - 1 - last.start));
    if (shorter.empty()) return false;
    const bool ordinary = std::any_of(shorter.begin(), shorter.end(),
                                      [](const NameEntry& entry) { return entry.ordinary_word; });
    if (ordinary) return false;
    return word.same_place || level(shorter.front().region) == RegionLevel::kCounty;
  }

  // Keeps the candidates with the greatest value, if that is above 0.
  template <typename Value>
  static void prefer(std::vector<const Chain*>& candidates, const Value& value) {
    std::size_t best = 0;
    for (const Chain* chain : candidates)
      best = std::max<std::size_t>(best, value(chain->last().entry));
    if (best == 0) return;
    std::erase_if(candidates,
                  [&](const Chain* chain) { return value(chain->last().entry) != best; });
  }

  const Chain* choose(std::vector<const Chain*> candidates) const {
    const auto one = [&] {
      return std::all_of(candidates.begin(), candidates.end(), [&](const Chain* chain) {
        return chain->last().entry.region == candidates[0]->last().entry.region;
      });
    };
    if (one()) return candidates[0];
    const RegionIndex listed = listed_after(candidates[0]->members[0].start);
    prefer(candidates, [&](const NameEntry& e) { return shared_depth(e.region, listed); });
    if (one()) return candidates[0];
    prefer(candidates, [&](const NameEntry& e) -> std::size_t { return e.region == subject_; });
    // 吉林 and 海南 alone are the provinces; 南昌 the city, not its county.
    prefer(candidates, [&](const NameEntry& e) -> std::size_t {
      return level(e.region) == RegionLevel::kProvince;
    });
    prefer(candidates, [&](const NameEntry& e) { return shared_depth(e.region, subject_); });
    if (one()) return candidates[0];
    prefer(candidates, [&](const NameEntry& e) { return named_before(e.region); });
    if (one()) return candidates[0];
    prefer(candidates, [&](const NameEntry& e) -> std::size_t {
      return level(e.region) == RegionLevel::kPrefecture;
    });
    // Parts of 台湾, 香港 and 澳门 count beside namesakes only where something around points there.
    prefer(candidates, [&](const NameEntry& e) -> std::size_t {
      return gazetteer_.at(e.region).code[0] < '7';
    });
    prefer(candidates,
           [&](const NameEntry& e) -> std::size_t { return e.form != NameForm::kAlias; });
    return one() ? candidates[0] : nullptr;
  }

  // When this region, or the nearest it lies in, was named last; 0 for never. Later is more.
  std::size_t named_before(RegionIndex region) const {
    std::size_t latest = 0;
    std::size_t depth = 0;
    for (; region != kNoRegion && level(region) != RegionLevel::kNation; region = parent(region)) {
      const auto named = last_named_.find(region);
      if (named == last_named_.end() || named->second <= latest) continue;
      latest = named->second;
      depth = gazetteer_.at(region).significant.size();
    }
    return latest == 0 ? 0 : latest * 16 + depth;
  }

  void add(const Chain& chain, std::size_t cut) {
    ++ordinal_;
    for (std::size_t i = 0; i < chain.size; ++i) {
      const Member& member = chain.members[i];
      const bool last = i + 1 == chain.size;
      RegionMention mention;
      mention.span = {static_cast<std::uint32_t>(member.start),
                      static_cast<std::uint32_t>(member.end - (last ? cut : 0))};
      mention.region = member.entry.region;
      mention.form = member.entry.form;
      if (last && cut > 0 && mention.form == NameForm::kOfficial) mention.form = NameForm::kShort;
      mention.qualifier = !last;
      found_.resolved.push_back(mention);
    }
    for (RegionIndex region = chain.last().entry.region; region != kNoRegion;
         region = parent(region))
      last_named_[region] = ordinal_;
  }

  const Gazetteer& gazetteer_;
  Text text_;
  RegionIndex subject_;
  bool header_;
  std::size_t header_start_ = 0;
  std::array<NameMatch, 8> starts_;  // Here, since most positions need none of it.
  std::vector<Chain> chains_;
  RegionMentions found_;
  std::unordered_map<RegionIndex, std::size_t> last_named_;
  std::unordered_map<std::size_t, bool> list_is_places_;  // By where a 、 of the list stands.
  std::unordered_map<Text, bool> comes_again_;            // By name.
  std::size_t ordinal_ = 0;
  const WordGuard& guard_ = WordGuard::of_thread();
};

}  // namespace

std::size_t first_mention(std::span<const RegionMention> mentions, std::uint32_t pos) {
  const auto begins_before = [](const RegionMention& m, std::uint32_t p) {
    return m.span.start < p;
  };
  const auto first = std::lower_bound(mentions.begin(), mentions.end(), pos, begins_before);
  return static_cast<std::size_t>(first - mentions.begin());
}

RegionMentions find_regions(const Gazetteer& gazetteer, Text text, Span range,
                            const RegionContext& context) {
  const Folded folded = fold(slice(text, range));
  Finder finder(gazetteer, folded.text, context);
  finder.run();
  RegionMentions found = finder.take();
  const auto back = [&](Span span) {
    const Span original = folded.original(span);
    return Span{original.start + range.start, original.end + range.start};
  };
  for (RegionMention& mention : found.resolved) mention.span = back(mention.span);
  for (AmbiguousRegion& ambiguous : found.ambiguous) ambiguous.span = back(ambiguous.span);
  return found;
}

LeadingRegion leading_region(const Gazetteer& gazetteer, Text name, const RegionContext& context) {
  constexpr std::size_t kEnough =
      64;  // Longer than any chain with what guards need to see after it.
  const Folded folded = fold(name.substr(0, kEnough));
  const Text text = folded.text;
  std::size_t start = 0;
  while (start < text.size() && is_blank(text[start])) ++start;
  LeadingRegion leading;
  std::size_t end = 0;
  RegionContext header = context;
  header.header = true;
  Finder finder(gazetteer, text, header);
  if (start < text.size()) finder.read(start);
  const RegionMentions found = finder.take();
  if (!found.resolved.empty()) {
    leading.region = found.resolved.back().region;
    end = found.resolved.back().span.end;
  } else if (text.substr(start).starts_with(U"全国")) {
    leading.region = *gazetteer.find_code("100000");
    end = start + 2;
  }
  if (end > 0) leading.length = folded.original({0, static_cast<std::uint32_t>(end)}).end;
  return leading;
}

}  // namespace zhengce
