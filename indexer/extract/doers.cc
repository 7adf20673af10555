#include "indexer/extract/doers.h"

#include <algorithm>

#include "corpus/analysis/fold.h"
#include "corpus/organizations.h"
#include "indexer/extract/behind_places.h"

namespace zhengce {
namespace {

// 国务院日前下发…; but 在党中央、国务院和省委的坚强领导下 says nothing.
bool names_state_council(std::u32string_view text) {
  constexpr std::u32string_view kName = U"国务院";
  for (auto at = text.find(kName); at != text.npos; at = text.find(kName, at + kName.size())) {
    const auto before = text.substr(0, at);
    if (!before.ends_with(U"党中央、") && !before.ends_with(U"党中央")) return true;
  }
  return false;
}

}  // namespace

bool is_central(const Page& page, const RuleSet::Impl& rules, const Article& article) {
  const auto starts = [&](const std::string& text) {
    return rules.list(List::kCentralIssuer).longest_at(fold_text(decode_utf8(text)), 0) > 0;
  };
  const auto names_medium = [&](std::string_view text) {
    return rules.list(List::kCentralMedium).within(fold_text(decode_utf8(text)));
  };
  if (!article.issuer.empty()) return starts(article.issuer);
  if (starts(article.title)) return true;
  for (const auto& source : article.sources) {
    if (names_medium(source.name) || names_medium(source.url)) return true;
  }
  constexpr std::uint32_t kOpening = 200;  // 新华社北京3月5日电, 央视网消息
  std::uint32_t seen = 0;
  for (const auto& part : article.parts) {
    const Span opening{part.span.start, std::min(part.span.end, part.span.start + kOpening)};
    const auto told = page.folded(opening);
    if (rules.list(List::kCentralMedium).within(told)) return true;
    if (names_state_council(told)) return true;
    if (part.kind == PartKind::kBody || (seen += opening.size()) > kOpening) break;
  }
  return false;
}

Doers::Doers(const Gazetteer& gazetteer, const RuleSet::Impl& rules, const Page& page,
             const Section& section, bool central, std::vector<RegionMention> mentions)
    : gazetteer_(gazetteer),
      rules_(rules),
      page_(page),
      section_(section),
      central_(central),
      mentions_(std::move(mentions)) {
  if (!section.about.empty())
    subject_ = gazetteer.find_code(section.about.front()).value_or(kNoRegion);
}

std::vector<Doers::Group> Doers::groups_before(Span sentence, std::uint32_t pos) const {
  constexpr std::uint32_t kWindow = 300;
  const auto start = std::max(sentence.start, pos > kWindow ? pos - kWindow : 0);
  const auto& norm = page_.norm;
  std::vector<Group> groups;
  for (auto i = first_mention(start); i != mentions_.end() && i->span.end <= pos; ++i) {
    if (gazetteer_.at(i->region).level == RegionLevel::kNation) continue;
    bool joins = false;
    if (!groups.empty()) {
      Group& last = groups.back();
      // 重庆(涪陵区等21个市辖区)、海南: what stands in brackets is part of the place before.
      const auto note = behind_note(last.span.end);
      if (note > last.span.end && i->span.start < note) continue;
      const Span gap{note, i->span.start};
      // 宁德市的寿宁县
      const bool within = gap.size() == 1 && norm[gap.start] == U'的' && last.regions.size() == 1 &&
                          gazetteer_.is_within(i->region, last.regions.front());
      if (within) last.regions.clear();
      joins = gap.empty() || within || (gap.size() == 1 && one_of(norm[gap.start], U"、和与及-"));
    }
    if (!joins) groups.push_back({i->span, {}});
    groups.back().span.end = zone_end(page_, rules_, i->span.end);
    if (!i->qualifier) groups.back().regions.push_back(i->region);
  }
  std::erase_if(groups, [](const Group& g) { return g.regions.empty(); });
  join_lists(groups);
  auto more = own_places(start, pos);
  const auto sets = named_sets(start, pos);
  more.insert(more.end(), sets.begin(), sets.end());
  if (!more.empty()) {
    groups.insert(groups.end(), more.begin(), more.end());
    std::sort(groups.begin(), groups.end(),
              [](const Group& a, const Group& b) { return a.span < b.span; });
  }
  for (auto& group : groups) judge(group, sentence.start, pos);
  return groups;
}

std::uint32_t Doers::behind_note(std::uint32_t place_end) const {
  const auto& norm = page_.norm;
  if (place_end >= norm.size() || norm[place_end] != U'(') return place_end;
  const auto close = page_.fellow(place_end);
  const bool goes_on =
      close > place_end && close + 1 < norm.size() && joins_members(norm[close + 1]);
  return goes_on ? close + 1 : place_end;
}

void Doers::join_lists(std::vector<Group>& groups) const {
  constexpr std::size_t kShortest = 3;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    auto end = i + 1;
    std::size_t places = groups[i].regions.size();
    std::size_t longest = places;
    while (end < groups.size() && groups[end].span.start == groups[end - 1].span.end + 1 &&
           page_.norm[groups[end - 1].span.end] == U',') {
      longest = std::max(longest, groups[end].regions.size());
      places += groups[end++].regions.size();
    }
    const auto last = groups[end - 1].span.end;
    if (end == i + 1 || longest < 2 || places < kShortest ||
        collective_end(page_, rules_, last) == last)
      continue;
    Group& all = groups[i];
    for (auto k = i + 1; k < end; ++k)
      all.regions.insert(all.regions.end(), groups[k].regions.begin(), groups[k].regions.end());
    all.span.end = last;
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                 groups.begin() + static_cast<std::ptrdiff_t>(end));
  }
}

std::vector<RegionMention>::const_iterator Doers::first_mention(std::uint32_t pos) const {
  return mentions_.begin() + static_cast<std::ptrdiff_t>(zhengce::first_mention(mentions_, pos));
}

std::span<const RegionMention> Doers::mentions_in(Span span) const {
  return {first_mention(span.start), first_mention(span.end)};
}

std::uint32_t Doers::behind_adverbs(std::uint32_t pos) const {
  constexpr int kMost = 4;
  for (int k = 0; k < kMost; ++k) {
    const auto n = rules_.list(List::kAdverb).longest_at(page_.norm, pos);
    if (n == 0 || verb_at(page_, rules_, pos)) break;
    pos += static_cast<std::uint32_t>(n);
  }
  return pos;
}

void Doers::judge(Group& group, std::uint32_t floor, std::uint32_t pos) const {
  const auto& norm = page_.norm;
  auto clause = page_.clause_start(group.span.start, floor);
  // 近日江苏…, 今年以来福州…
  clause = zhengce::behind_adverbs(page_, rules_, clause, group.span.start);
  bool opens = clause == group.span.start;
  // （一）浙江…, 一是浙江…, 如浙江…
  if (!opens && group.span.start - clause <= 2 && group.span.start - clause > 0) {
    const char32_t before = norm[group.span.start - 1];
    opens = before == U'是' || before == U'如' || before == U'像' || before == U')';
  }
  // 团甘肃省委, 中共浙江省委
  if (!opens) {
    const auto before = page_.folded({clause, group.span.start});
    opens = before == U"团" || before == U"共青团" || before == U"中共";
  }
  if (group.span.start > clause &&
      rules_.list(List::kPreposition).longest_ending(norm, group.span.start) > 0) {
    if (!group.own && is_done_in(group.span)) {
      group.subject = group.topic = true;
      return;
    }
    // 在福建厦门，…: what is told next happens there.
    group.setting =
        clause + 1 == group.span.start && norm[clause] == U'在' && is_setting(group.span.end);
    group.topic = group.setting;
    return;
  }
  if (closes_setting(group.span, clause)) {
    group.setting = group.topic = true;
    return;
  }
  const auto office = office_end(page_, rules_, group.span.end, opens);
  const auto places_end = collective_end(page_, rules_, office);
  auto after = places_end;
  // 德州市立足…优势，深化…: how it goes about what is told next.
  const bool has_means = opens && rules_.list(List::kMeans).longest_at(norm, after) > 0;
  after = behind_adverbs(after);
  // 推动浙江在建设…上走在前列
  if (after < norm.size() && norm[after] == U'在') after = behind_adverbs(after + 1);
  group.office = opens && office > group.span.end && verb_at(page_, rules_, behind_adverbs(after));
  const bool acts = has_means || (opens && office > group.span.end);
  const bool of = group.span.end < norm.size() && norm[group.span.end] == U'的';
  // 泉州市的活动丰富，推出…: what the clauses behind its own tell.
  const bool later = page_.clause_start(pos, floor) > group.span.end;
  group.topic = opens && (!of || later || acts_between(group.span.end + 1, pos)) &&
                !in_marks(group.span, pos);
  // 西宁市国家碳达峰试点, 祥云县“X”试点, 武陟县的“X”, 浙江:“X”改革
  const bool colon = group.span.end < norm.size() && norm[group.span.end] == U':';
  // 确定长治市、三明市为“X”试点地区
  const bool chosen = group.span.end + 1 == pos && norm[group.span.end] == U'为';
  group.owner = chosen || group.span.end == pos || ((of || colon) && group.span.end + 1 == pos);
  // A name may begin with its own verb: 甲市|全面深化服务贸易试点.
  const bool before = after < pos + 1 || places_end == pos;
  group.subject = group.owner || (before && (acts || verb_at(page_, rules_, after)));
}

bool Doers::acts_between(std::uint32_t start, std::uint32_t end) const {
  constexpr std::uint32_t kShortest = 2, kLongest = 30;
  if (end > start + kLongest) return false;
  for (auto pos = start + kShortest; pos < end; ++pos) {
    if (rules_.list(List::kCreated).longest_at(page_.norm, pos) > 1 ||
        rules_.list(List::kPrimary).longest_at(page_.norm, pos) > 1)
      return true;
  }
  return false;
}

bool Doers::is_done_in(Span places) const {
  const auto in = places.start - 1;
  if (places.start == 0 || page_.norm[in] != U'在') return false;
  const auto after = behind_adverbs(collective_end(page_, rules_, places.end));
  if (rules_.list(List::kLocalVerb).longest_at(page_.norm, after) > 0) return true;
  // 同意在…全面深化
  return rules_.list(List::kChoosing).longest_ending(page_.norm, in) > 0 &&
         verb_at(page_, rules_, after);
}

bool Doers::in_marks(Span place, std::uint32_t pos) const {
  constexpr std::uint32_t kLongest = 30;
  const auto from = place.start > kLongest ? place.start - kLongest : 0;
  for (auto mark = place.start; mark-- > from;) {
    const auto mate = page_.fellow(mark);
    if (mate >= place.end && mate < pos) return true;
  }
  return false;
}

std::vector<Doers::Group> Doers::named_sets(std::uint32_t start, std::uint32_t end) const {
  std::vector<Group> out;
  for (auto pos = start; pos < end; ++pos) {
    const auto n = static_cast<std::uint32_t>(rules_.list(List::kSet).longest_at(page_.norm, pos));
    if (n == 0) continue;
    Group group{{pos, pos + n}, {}};
    const std::string all = rules_.value(List::kSet, page_.folded(group.span));
    for (std::size_t at = 0; at <= all.size();) {
      const auto stop = std::min(all.find("、", at), all.size());
      if (const auto region = gazetteer_.resolve(all.substr(at, stop - at)))
        group.regions.push_back(*region);
      at = stop + std::string_view("、").size();
    }
    if (!group.regions.empty()) out.push_back(std::move(group));
    pos += n - 1;
  }
  return out;
}

std::vector<Doers::Group> Doers::own_places(std::uint32_t start, std::uint32_t end) const {
  std::vector<Group> out;
  if (subject_ == kNoRegion) return out;
  const std::u32string_view before = std::u32string_view(page_.norm).substr(0, end);
  for (auto pos = before.find(U'我', start); pos != before.npos;
       pos = before.find(U'我', pos + 1)) {
    const char32_t kind = pos + 1 < before.size() ? before[pos + 1] : U'\n';
    if (!one_of(kind, U"省市州盟县区旗")) continue;
    const auto region = gazetteer_.enclosing(subject_, kind);
    if (region == kNoRegion || region == subject_) continue;
    const auto at = static_cast<std::uint32_t>(pos);
    out.push_back({{at, at + 2}, {region}});
    out.back().own = true;
  }
  return out;
}

bool Doers::is_setting(std::uint32_t pos) const {
  constexpr std::uint32_t kLongest = 10;  // 在山东武城的一家农机销售点，
  for (auto end = pos; end <= pos + kLongest && end < page_.norm.size(); ++end) {
    const char32_t c = page_.norm[end];
    if (c == U',') return true;
    if (!is_han(c) || rules_.list(List::kElsewhere).longest_at(page_.norm, end) > 0) return false;
    if (end == pos && verb_at(page_, rules_, end)) return false;
  }
  return false;
}

bool Doers::closes_setting(Span place, std::uint32_t clause) const {
  constexpr std::uint32_t kLongest = 8;
  const auto& norm = page_.norm;
  if (place.start <= clause + 1 || place.start > clause + kLongest || norm[clause] != U'在' ||
      place.end >= norm.size() || norm[place.end] != U',')
    return false;
  for (auto at = clause + 1; at < place.start; ++at) {
    if (!is_han(norm[at]) || verb_at(page_, rules_, at)) return false;
  }
  return true;
}

std::vector<RegionIndex> Doers::told_before(Span sentence, std::uint32_t pos) const {
  constexpr std::uint32_t kWindow = 300;  // How far 当地 reaches back.
  // Its own paragraph; behind a carrier also the one before.
  auto start = sentence.start;
  while (start > 0 && is_blank(page_.norm[start - 1]) && page_.norm[start - 1] != U'\n') --start;
  // 甲市实施…；持续开展…
  const bool same = start > 0 && page_.norm[start - 1] == U';';
  const bool carried = same || opens_with_carrier(sentence, pos);
  for (int breaks = 0; start > 0 && sentence.start - start < kWindow; --start) {
    if (page_.norm[start - 1] != U'\n') continue;
    const bool again = start < sentence.start && is_blank(page_.norm[start]);  // An empty line.
    if (!carried || same || (!again && ++breaks > 1)) break;
  }
  if (start == sentence.start || (central_ && !carried)) return {};
  const auto groups = groups_before({start, sentence.start}, sentence.start);
  for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
    if (group->subject || group->topic) return group->regions;
  }
  if (carried && !same) return only_place(sentence.start);
  return {};
}

std::vector<RegionIndex> Doers::only_place(std::uint32_t end) const {
  constexpr std::size_t kMost = 100;
  RegionIndex deepest = kNoRegion;
  std::size_t seen = 0;
  for (const RegionMention& mention : mentions_) {
    if (mention.span.end > end) break;
    if (gazetteer_.at(mention.region).level == RegionLevel::kNation) continue;
    if (++seen > kMost) return {};
    if (deepest == kNoRegion || gazetteer_.is_within(mention.region, deepest)) {
      deepest = mention.region;
    } else if (!gazetteer_.is_within(deepest, mention.region)) {
      return {};
    }
  }
  return deepest == kNoRegion ? std::vector<RegionIndex>() : std::vector<RegionIndex>{deepest};
}

std::vector<RegionIndex> Doers::named_next(Span sentence, std::uint32_t pos) const {
  constexpr std::uint32_t kWindow = 60;
  const auto& norm = page_.norm;
  const auto clause = page_.clause_start(pos, sentence.start);
  if (rules_.list(List::kBy).longest_at(norm, clause) == 0 && norm[clause] != U'为') return {};
  const auto end = page_.clause_end(pos, sentence.end, kWindow);
  if (end >= sentence.end || norm[end] != U',') return {};
  const auto place = first_mention(end);
  if (place == mentions_.end() || place->span.start > end + 1) return {};
  auto last = place;
  while (last->qualifier && last + 1 != mentions_.end()) ++last;
  Group group{{place->span.start, last->span.end}, {last->region}};
  judge(group, sentence.start, sentence.end);
  return group.subject ? group.regions : std::vector<RegionIndex>();
}

std::uint32_t Doers::behind_marker(std::uint32_t pos) const {
  constexpr std::uint32_t kLongest = 8;
  constexpr std::u32string_view kBullets = U"●■◆▲★○□◇△▶►·*(", kCloses = U".、)";
  const auto& norm = page_.norm;
  auto end = pos;
  const auto most = std::min<std::size_t>(norm.size(), pos + kLongest);
  while (end < most && (is_blank(norm[end]) || kBullets.find(norm[end]) != kBullets.npos)) ++end;
  auto number = end;
  while (number < most && (is_number_char(norm[number]) || is_digit(norm[number]))) ++number;
  if (number > end && number < most && kCloses.find(norm[number]) != kCloses.npos) {
    end = number + 1;
    while (end < most && is_blank(norm[end])) ++end;
  }
  return end;
}

std::vector<RegionIndex> Doers::labeled(std::uint32_t pos) const {
  constexpr std::u32string_view kEnds = U":。)";
  constexpr std::uint32_t kLongest = 300;
  const auto& norm = page_.norm;
  const auto start = behind_marker(page_.line_start(pos));
  std::vector<RegionIndex> places;
  auto end = start;
  const auto most = std::min(pos, start + kLongest);
  for (auto place = first_mention(start); place != mentions_.end() && place->span.end < most;
       ++place) {
    const Span gap{end, place->span.start};
    if (!gap.empty() && (places.empty() || gap.size() > 1 || norm[gap.start] != U'、')) break;
    if (!place->qualifier) places.push_back(place->region);
    end = place->span.end;
  }
  if (end >= pos || places.empty()) return {};
  const bool ends =
      kEnds.find(norm[end]) != kEnds.npos || page_.folded({end, pos}).starts_with(U"--");
  return ends ? places : std::vector<RegionIndex>();
}

std::vector<RegionIndex> Doers::referred(Span sentence, std::uint32_t pos) const {
  constexpr std::uint32_t kWindow = 200;
  constexpr std::u32string_view kKinds = U"省市州盟县区旗镇";
  const auto& norm = page_.norm;
  const auto clause = behind_adverbs(page_.clause_start(pos, sentence.start));
  if (clause + 1 >= pos) return {};
  // 该市; 市司法局, 县财政
  const bool that = norm[clause] == U'该';
  const char32_t kind = that ? norm[clause + 1] : norm[clause];
  const bool kinds = kKinds.find(kind) != kKinds.npos;
  const bool office = kinds && !that && clause + 2 < pos &&
                      (office_end(page_, rules_, clause + 1, true) > clause + 1 ||
                       page_.folded({clause + 1, pos}).starts_with(U"财政"));
  if (!(that && kinds) && !office) return {};
  for (auto place = first_mention(clause); place != mentions_.begin();) {
    --place;
    if (clause - place->span.end > kWindow) break;
    if (!place->qualifier && decode_utf8(gazetteer_.at(place->region).name).back() == kind)
      return {place->region};
  }
  return {};
}

std::vector<RegionIndex> Doers::there(Span sentence, std::uint32_t pos) const {
  constexpr std::uint32_t kWindow = 120;
  const auto clause = behind_adverbs(page_.clause_start(pos, sentence.start));
  if (subject_ == kNoRegion || !page_.folded({clause, pos}).starts_with(U"当地")) return {};
  const auto start = std::max(page_.line_start(clause), clause > kWindow ? clause - kWindow : 0);
  const auto groups = groups_before({start, clause}, clause);
  if (groups.empty() || !groups.back().subject || !below_subject(groups.back())) return {};
  return groups.back().regions;
}

std::vector<RegionIndex> Doers::held_at(Span sentence, std::uint32_t pos) const {
  constexpr std::uint32_t kWindow = 60;
  const auto end = page_.clause_end(pos, sentence.end, kWindow);
  for (auto place = first_mention(pos); place != mentions_.end() && place->span.end <= end;
       ++place) {
    if (place->span.start == 0 || page_.norm[place->span.start - 1] != U'在') continue;
    while (place->qualifier && place + 1 != mentions_.end()) ++place;
    for (auto at = place->span.end; at < end; ++at) {
      if (rules_.list(List::kHeld).longest_at(page_.norm, at) > 0) return {place->region};
    }
    break;
  }
  return {};
}

bool Doers::company_acts(Span sentence, std::uint32_t pos) const {
  constexpr std::uint32_t kLongest = 24;
  const auto clause = page_.clause_start(pos, sentence.start);
  for (auto end = clause + 2; end < pos && end <= clause + kLongest; ++end) {
    if (rules_.list(List::kCompany).longest_ending(page_.norm, end) == 0) continue;
    const auto after = behind_adverbs(end);
    if (after < pos && verb_at(page_, rules_, after)) return true;
  }
  return false;
}

bool Doers::another_acts(Span sentence, std::uint32_t pos) const {
  constexpr std::uint32_t kShortest = 2, kLongest = 4;
  const auto clause = behind_adverbs(page_.clause_start(pos, sentence.start));
  if (rules_.list(List::kActor).longest_at(page_.norm, clause) > 0) return false;
  for (auto end = clause; end < clause + kLongest && end < pos && is_han(page_.norm[end]);) {
    if (verb_at(page_, rules_, end)) return false;
    if (++end < clause + kShortest) continue;
    if (rules_.list(List::kLaunch).longest_at(page_.norm, end) > 0) return true;
  }
  return false;
}

bool Doers::center_acts(Span sentence, std::uint32_t pos) const {
  const auto clause = page_.clause_start(pos, sentence.start);
  for (auto at = clause; at < pos; ++at) {
    const auto n = rules_.list(List::kCentralIssuer).longest_at(page_.norm, at);
    // 在全国率先推出
    if (n == 0 || (at > clause && page_.norm[at - 1] == U'在')) continue;
    // 全国|工商联, 中央|统战部; of several offices the last one stands before the verb.
    const auto name = at + static_cast<std::uint32_t>(n);
    const auto office = office_end(page_, rules_, name, false);
    const auto after = behind_adverbs(joint_offices_end(page_, rules_, office));
    if (after < pos && verb_at(page_, rules_, after)) return true;
  }
  return false;
}

bool Doers::opens_with_carrier(Span sentence, std::uint32_t pos) const {
  constexpr int kMostClauses = 6;
  // 为了突破…的瓶颈,当地政府…
  for (int clauses = 0; clauses < kMostClauses; ++clauses) {
    auto clause = page_.clause_start(pos, sentence.start);
    pos = clause;
    while (clause < sentence.end && is_blank(page_.norm[clause])) ++clause;
    const bool goes_on = clause < sentence.end && one_of(page_.norm[clause], U"还也");
    if (goes_on || rules_.list(List::kCarrier).longest_at(page_.norm, behind_adverbs(clause)) > 0)
      return true;
    if (pos <= sentence.start) break;
    --pos;
  }
  return false;
}

bool Doers::is_each(const Group& group, std::uint32_t pos) const {
  const auto after = collective_end(page_, rules_, group.span.end);
  return after < pos && (page_.folded({after, pos}).starts_with(U"分别") ||
                         page_.folded({after, pos}).starts_with(U"各自"));
}

bool Doers::is_joint(const Group& group, std::uint32_t pos) const {
  return group.span.end < pos &&
         rules_.list(List::kTogether).within(page_.folded({group.span.end, pos}));
}

bool Doers::below_subject(const Group& group) const {
  return std::all_of(group.regions.begin(), group.regions.end(), [&](RegionIndex r) {
    return r != subject_ && gazetteer_.is_within(r, subject_);
  });
}

bool Doers::beside_subject(const Group& group) const {
  return !group.regions.empty() &&
         std::none_of(group.regions.begin(), group.regions.end(),
                      [&](RegionIndex r) { return gazetteer_.is_within(subject_, r); });
}

bool Doers::above_subject(const Group& group) const {
  return std::all_of(group.regions.begin(), group.regions.end(), [&](RegionIndex r) {
    return r != subject_ && gazetteer_.is_within(subject_, r);
  });
}

bool Doers::does(const Group& group, Span sentence, std::uint32_t pos, bool first) const {
  const auto clause = page_.clause_start(pos, sentence.start);
  const bool here = group.span.start >= clause;
  if (below_subject(group)) {
    // What opens its clause there is what it is about, whatever verb comes later.
    if (group.subject ? here || group.topic : (here || group.setting) && group.topic) return true;
    // 仓山区联合大学，实施…: the clause behind one that opens with a place has no other subject.
    const auto own = page_.clause_start(group.span.start, sentence.start);
    const auto last =
        page_.clause_start(clause > sentence.start ? clause - 1 : clause, sentence.start);
    return group.topic && !here && own == group.span.start && last == own &&
           verb_at(page_, rules_, behind_adverbs(clause));
  }
  if (above_subject(group))
    return group.subject && (group.owner || ((group.own || group.office) && here));
  // 湖北省推行…, in a text about another place; but of 甲市引进上海“X” the first does it.
  return beside_subject(group) && group.subject && (group.topic || (group.owner && first));
}

Span Doers::without_address(Span sentence) const {
  constexpr std::uint32_t kLongest = 300;
  if (sentence.empty() || page_.norm[sentence.start] != U'各') return sentence;
  const auto end = std::min(sentence.end, sentence.start + kLongest);
  const auto colon = page_.folded({sentence.start, end}).find(U':');
  if (colon == std::u32string_view::npos) return sentence;
  return {sentence.start + static_cast<std::uint32_t>(colon) + 1, sentence.end};
}

std::vector<EntityId> Doers::of(Span sentence, std::uint32_t pos, bool learned) {
  const Span whole = sentence;
  if (const Span rest = without_address(sentence); rest.start <= pos) sentence = rest;
  if (!section_.subject_org.empty()) {
    return {EntityId::of(EntityKind::kOrganization,
                         normalize_name(canonical_organization(section_.subject_org)))};
  }
  std::vector<RegionIndex> places;
  in_turn_ = {};
  const auto groups = groups_before(sentence, pos);
  const auto clause = page_.clause_start(pos, sentence.start);
  places = referred(sentence, pos);
  if (places.empty()) places = there(sentence, pos);
  for (auto group = groups.rbegin(); group != groups.rend() && places.empty(); ++group) {
    if (learned && group->span.end + 1 >= pos) continue;
    if (subject_ != kNoRegion) {
      const bool first = group + 1 == groups.rend() || (group + 1)->span.start < clause;
      if (does(*group, sentence, pos, first)) places = group->regions;
    } else if (group->subject || group->topic) {
      places = group->regions;
    }
    if (places.size() < 2) continue;
    constexpr std::size_t kManyPlaces = 3;
    in_turn_.said = is_each(*group, pos);
    if (in_turn_.said || (places.size() >= kManyPlaces && !is_joint(*group, pos))) {
      in_turn_.end = group->span.end;
      for (const auto place : places)
        in_turn_.doers.push_back(EntityId::region(gazetteer_.at(place).code));
    }
  }
  if (places.empty()) {
    Group next{{}, named_next(sentence, pos)};
    const bool label = next.regions.empty();
    if (label) next.regions = labeled(pos);
    if (subject_ == kNoRegion || below_subject(next) || (label && beside_subject(next)))
      places = std::move(next.regions);
  }
  if (subject_ == kNoRegion && places.empty()) places = held_at(sentence, pos);
  if (places.empty() && center_acts(sentence, pos)) places = {*gazetteer_.find_code("100000")};
  if (subject_ == kNoRegion) {
    if (places.empty()) places = told_before(whole, pos);
  }
  told_ = !places.empty();
  std::vector<EntityId> ids;
  for (const auto place : places) ids.push_back(EntityId::region(gazetteer_.at(place).code));
  if (ids.empty()) {
    for (const auto& code : section_.about) ids.push_back(EntityId::region(code));
  }
  if (ids.empty() && central_ && !company_acts(sentence, pos) && !another_acts(sentence, pos))
    ids.push_back(EntityId::region("100000"));
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace zhengce
