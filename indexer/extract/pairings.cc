#include "indexer/extract/pairings.h"

#include <algorithm>
#include <optional>

namespace zhengce {
namespace {

class Pairings {
 public:
  Pairings(const Gazetteer& gazetteer, const Page& page, const RuleSet::Impl& rules, Span sentence,
           std::span<const RegionMention> mentions, RegionIndex subject)
      : gazetteer_(gazetteer),
        page_(page),
        rules_(rules),
        sentence_(sentence),
        subject_(subject),
        mentions_(mentions) {}

  std::vector<FoundPairing> run() {
    for (auto pos = sentence_.start; pos < sentence_.end; ++pos) {
      if (const auto n = length_at(List::kPairing, pos)) pairing(pos, n);
      if (const auto n = length_at(List::kAid, pos)) aid(pos, n);
      if (length_at(List::kPairHelper, pos) == 1) letters(pos);
      if (is_with(pos)) joint(pos);
    }
    return std::move(found_);
  }

 private:
  std::uint32_t length_at(List which, std::uint32_t pos) const {
    return static_cast<std::uint32_t>(rules_.list(which).longest_at(page_.norm, pos));
  }
  std::string value(List which, Span word) const { return rules_.value(which, page_.folded(word)); }

  /// The places of a list that begins at `pos`, and where it ends; none if no place stands there.
  struct Places {
    std::vector<RegionIndex> regions;
    std::uint32_t end = 0;
  };
  Places list_at(std::uint32_t pos, std::u32string_view joiners = U"、和与及") const {
    const auto own = own_at(pos);
    if (own != kNoRegion) pos += 2;  // 我省黔东南州
    Places places;
    places.end = pos;
    for (const auto& mention : mentions_.subspan(first_mention(mentions_, pos))) {
      const Span gap{places.end, mention.span.start};
      const bool joins = gap.empty() || (!places.regions.empty() && gap.size() == 1 &&
                                         joiners.find(page_.norm[gap.start]) != joiners.npos);
      if (!joins) break;
      places.end = mention.span.end;
      if (!mention.qualifier) places.regions.push_back(mention.region);
    }
    if (places.regions.empty() && own != kNoRegion) places.regions.push_back(own);
    // 与甲省、乙省与丙省…: a pair each.
    if (places.regions.size() > 1 && is_with(places.end)) places.regions.pop_back();
    return places;
  }

  /// 我省, 我县 at `pos`: what the section is about, or what that lies in.
  RegionIndex own_at(std::uint32_t pos) const {
    if (pos + 1 >= sentence_.end || page_.norm[pos] != U'我') return kNoRegion;
    return gazetteer_.enclosing(subject_, page_.norm[pos + 1]);
  }

  bool is_with(std::uint32_t pos) const {
    return pos < sentence_.end && (page_.norm[pos] == U'与' || page_.norm[pos] == U'同');
  }

  /// The places of the list that ends at `pos`, but for adverbs: who helps. Whether 分别 stands
  /// among these.
  struct Helpers {
    std::vector<RegionIndex> regions;
    bool each = false;
  };
  Helpers list_before(std::uint32_t pos) const {
    Helpers helpers;
    for (bool shorter = true; shorter;) {
      shorter = false;
      for (const auto which : {List::kAdverb, List::kCollective}) {
        const auto n =
            static_cast<std::uint32_t>(rules_.list(which).longest_ending(page_.norm, pos));
        if (n == 0 || pos - n <= sentence_.start) continue;
        helpers.each |= page_.folded({pos - n, pos}) == U"分别";
        pos -= n;
        shorter = true;
      }
    }
    auto end = pos;
    const auto before = mentions_.first(first_mention(mentions_, pos));
    for (auto i = before.rbegin(); i != before.rend(); ++i) {
      if (i->span.end > end) continue;
      const Span gap{i->span.end, end};
      const bool joined =
          !helpers.regions.empty() && gap.size() == 1 && one_of(page_.norm[gap.start], U"、和及");
      if (!gap.empty() && !joined) break;
      if (!i->qualifier) helpers.regions.push_back(i->region);
      end = i->span.start;
    }
    std::reverse(helpers.regions.begin(), helpers.regions.end());
    // 甲省与乙省、丙省与…: a pair each.
    if (helpers.regions.size() > 1 && end > sentence_.start && is_with(end - 1))
      helpers.regions = {helpers.regions.back()};
    if (helpers.regions.empty() && pos >= sentence_.start + 2) {
      if (const auto own = own_at(pos - 2); own != kNoRegion) helpers.regions.push_back(own);
    }
    return helpers;
  }

  void keep(Span mention, const char* pattern, std::string kind, RegionIndex helper,
            RegionIndex helped) {
    if (!kind.empty()) found_.push_back({mention, pattern, std::move(kind), helper, helped});
  }
  /// `helped` by whom the list before `pos` names, else by who does what the sentence says.
  void keep_all(std::uint32_t pos, Span mention, const char* pattern, const std::string& kind,
                const Places& helped) {
    const auto [helpers, each] = list_before(pos);
    const bool several = helpers.size() > 1 && helped.regions.size() > 1;
    for (std::size_t i = 0; i < helped.regions.size(); ++i) {
      if (helpers.empty()) {
        keep(mention, pattern, kind, kNoRegion, helped.regions[i]);
        if (!kind.empty()) found_.back().one_of_several = helped.regions.size() > 1;
      } else if (!several) {
        for (const auto helper : helpers) keep(mention, pattern, kind, helper, helped.regions[i]);
      } else if (each && helpers.size() == helped.regions.size()) {
        keep(mention, pattern, kind, helpers[i], helped.regions[i]);
      }
    }
  }

  /// 对口支援阿坝州、甘孜州
  void pairing(std::uint32_t pos, std::uint32_t n) {
    auto after = pos + n;
    if (after < sentence_.end && (page_.norm[after] == U'了' || page_.norm[after] == U'的'))
      ++after;
    const auto places = list_at(after);
    keep_all(pos, {pos, places.end}, "pairing", value(List::kPairing, {pos, pos + n}), places);
  }

  /// 与阿坝州、甘孜州、凉山州共同建成…飞地工业园区
  void joint(std::uint32_t pos) {
    constexpr std::uint32_t kWindow = 30;
    const auto places = list_at(pos + 1, U"、和及");
    if (places.regions.empty()) return;
    const auto clause = page_.clause_end(places.end, sentence_.end, kWindow);
    for (auto at = places.end; at < clause; ++at) {
      const auto n = length_at(List::kJoint, at);
      if (n == 0) continue;
      keep_all(pos, {pos, at + n}, "pairing_joint", value(List::kJoint, {at, at + n}), places);
      return;
    }
  }

  /// 援疆, 对口援疆
  void aid(std::uint32_t pos, std::uint32_t n) {
    const auto helped = gazetteer_.resolve(value(List::kAid, {pos, pos + n}));
    // 援藏省市: those who help are not named.
    const auto after = pos + n;
    const bool others = after < sentence_.end && one_of(page_.norm[after], U"省市单干医队");
    if (helped && !others) keep({pos, pos + n}, "pairing_aid", "对口支援", kNoRegion, *helped);
  }

  bool two_letters(std::uint32_t pos) const {
    return length_at(List::kPairHelper, pos) == 1 && length_at(List::kPairHelped, pos + 1) == 1;
  }

  /// Where the pairs end that go on a list at `pos`: 、津陕、沪滇. Each pair of a list asks, so the
  /// last answer is kept.
  std::uint32_t letters_end(std::uint32_t pos) {
    constexpr std::uint32_t kStep = 3;
    const bool known =
        letters_.start <= pos && pos <= letters_.end && (letters_.end - pos) % kStep == 0;
    if (known) return letters_.end;
    letters_ = {pos, pos};
    auto& end = letters_.end;
    while (end + 2 < sentence_.end && page_.norm[end] == U'、' && two_letters(end + 1))
      end += kStep;
    return end;
  }

  /// 闽宁协作, also as one of a list: 苏陕、津陕协作
  void letters(std::uint32_t pos) {
    if (!two_letters(pos)) return;
    const auto word = letters_end(pos + 2);
    const auto n = length_at(List::kPairWord, word);
    if (n == 0) return;
    const auto helper = province(pos), helped = province(pos + 1);
    if (helper && helped && *helper != *helped) {
      keep({pos, word + n}, "pairing_letters", value(List::kPairWord, {word, word + n}), *helper,
           *helped);
    }
  }

  std::optional<RegionIndex> province(std::uint32_t pos) const {
    for (const auto& entry : gazetteer_.find_name(page_.folded({pos, pos + 1}))) {
      if (gazetteer_.at(entry.region).level == RegionLevel::kProvince) return entry.region;
    }
    return std::nullopt;
  }

  const Gazetteer& gazetteer_;
  const Page& page_;
  const RuleSet::Impl& rules_;
  const Span sentence_;
  const RegionIndex subject_;
  std::span<const RegionMention> mentions_;
  Span letters_;  ///< The list of pairs read last, from behind its first.
  std::vector<FoundPairing> found_;
};

}  // namespace

std::vector<FoundPairing> find_pairings(const Gazetteer& gazetteer, const Page& page,
                                        const RuleSet::Impl& rules, Span sentence,
                                        std::span<const RegionMention> mentions,
                                        RegionIndex subject) {
  return Pairings(gazetteer, page, rules, sentence, mentions, subject).run();
}

}  // namespace zhengce
