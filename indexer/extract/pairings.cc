#include "indexer/extract/pairings.h"

#include <algorithm>
#include <optional>

namespace zhengce {
namespace {

class Pairings {
 public:
  Pairings(const Gazetteer& gazetteer, const Page& page, const RuleSet::Impl& rules, Span sentence,
           std::span<const RegionMention> mentions)
      : gazetteer_(gazetteer), page_(page), rules_(rules), sentence_(sentence) {
    const auto less = [](const RegionMention& m, std::uint32_t pos) { return m.span.start < pos; };
    const auto begin = std::lower_bound(mentions.begin(), mentions.end(), sentence.start, less);
    mentions_ = {begin, std::lower_bound(begin, mentions.end(), sentence.end, less)};
  }

  std::vector<FoundPairing> run() {
    for (auto pos = sentence_.start; pos < sentence_.end; ++pos) {
      if (const auto n = length_at(List::kPairing, pos)) pairing(pos, n);
      if (const auto n = length_at(List::kAid, pos)) aid(pos, n);
      if (length_at(List::kPairHelper, pos) == 1) letters(pos);
      if (page_.norm[pos] == U'与' || page_.norm[pos] == U'同') joint(pos);
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
  Places list_at(std::uint32_t pos) const {
    Places places;
    places.end = pos;
    for (const auto& mention : mentions_) {
      if (mention.span.start < pos) continue;
      const Span gap{places.end, mention.span.start};
      const bool joins =
          gap.empty() || (!places.regions.empty() && gap.size() == 1 &&
                          std::u32string_view(U"、和与及").find(page_.norm[gap.start]) !=
                              std::u32string_view::npos);
      if (!joins) break;
      places.end = mention.span.end;
      if (!mention.qualifier) places.regions.push_back(mention.region);
    }
    return places;
  }

  void keep(Span mention, const char* pattern, std::string kind, RegionIndex helper,
            RegionIndex helped) {
    if (!kind.empty()) found_.push_back({mention, pattern, std::move(kind), helper, helped});
  }
  void keep_all(Span mention, const char* pattern, const std::string& kind, const Places& helped) {
    for (const auto region : helped.regions) {
      keep(mention, pattern, kind, kNoRegion, region);
      if (!kind.empty()) found_.back().one_of_several = helped.regions.size() > 1;
    }
  }

  /// 对口支援阿坝州、甘孜州
  void pairing(std::uint32_t pos, std::uint32_t n) {
    auto after = pos + n;
    if (after < sentence_.end && (page_.norm[after] == U'了' || page_.norm[after] == U'的'))
      ++after;
    const auto places = list_at(after);
    keep_all({pos, places.end}, "pairing", value(List::kPairing, {pos, pos + n}), places);
  }

  /// 与阿坝州、甘孜州、凉山州共同建成…飞地工业园区
  void joint(std::uint32_t pos) {
    constexpr std::uint32_t kWindow = 30;
    const auto places = list_at(pos + 1);
    if (places.regions.empty()) return;
    const auto clause = page_.clause_end(places.end, sentence_.end, kWindow);
    for (auto at = places.end; at < clause; ++at) {
      const auto n = length_at(List::kJoint, at);
      if (n == 0) continue;
      keep_all({pos, at + n}, "pairing_joint", value(List::kJoint, {at, at + n}), places);
      return;
    }
  }

  /// 援疆, 对口援疆
  void aid(std::uint32_t pos, std::uint32_t n) {
    const auto helped = gazetteer_.resolve(value(List::kAid, {pos, pos + n}));
    // 援藏省市: those who help are not named.
    const auto after = pos + n;
    const bool others =
        after < sentence_.end &&
        std::u32string_view(U"省市单干医队").find(page_.norm[after]) != std::u32string_view::npos;
    if (helped && !others) keep({pos, pos + n}, "pairing_aid", "对口支援", kNoRegion, *helped);
  }

  bool two_letters(std::uint32_t pos) const {
    return length_at(List::kPairHelper, pos) == 1 && length_at(List::kPairHelped, pos + 1) == 1;
  }

  /// 闽宁协作, also as one of a list: 苏陕、津陕协作
  void letters(std::uint32_t pos) {
    if (!two_letters(pos)) return;
    auto word = pos + 2;
    while (word + 2 < sentence_.end && page_.norm[word] == U'、' && two_letters(word + 1))
      word += 3;
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
  std::span<const RegionMention> mentions_;
  std::vector<FoundPairing> found_;
};

}  // namespace

std::vector<FoundPairing> find_pairings(const Gazetteer& gazetteer, const Page& page,
                                        const RuleSet::Impl& rules, Span sentence,
                                        std::span<const RegionMention> mentions) {
  return Pairings(gazetteer, page, rules, sentence, mentions).run();
}

}  // namespace zhengce
