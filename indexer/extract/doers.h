#pragma once

#include <span>
#include <string>
#include <vector>

#include "corpus/article.h"
#include "corpus/gazetteer/region_finder.h"
#include "graph/types.h"
#include "indexer/extract/page.h"
#include "indexer/extract/rule_set.h"

namespace zhengce {

/// True for texts of the center: issued by it, or news of its media. In them what no place does,
/// 全国 does.
bool is_central(const Page& page, const RuleSet::Impl& rules, const Article& article);

/// Finds who does what a sentence of one section says.
class Doers {
 public:
  /// `mentions` are the regions named in the section, in order of the text.
  Doers(const Gazetteer& gazetteer, const RuleSet::Impl& rules, const Page& page,
        const Section& section, bool central, std::vector<RegionMention> mentions);

  /// The doers of what is named at `pos` in `sentence`: the section's organization; a place that
  /// stands as the grammatical subject, opens the clause or stands right before the name, in a
  /// section about a region one that lies in it (right before the name, or as 我省, also one it
  /// lies in; elsewhere only one that opens its clause before its verb); 该市, as the one told of
  /// last; the section's own region. In a section without one also the place where it takes
  /// place, 全国 for the center's offices, who the text told of last, 全国 in a text of the center;
  /// nobody where none of these is known. `learned`: the place right before the name is whose
  /// program it is, not who learns from it.
  std::vector<EntityId> of(Span sentence, std::uint32_t pos, bool learned = false);

  /// Whether the sentence last asked about, or what it goes on from, names who it is.
  bool told() const { return told_; }
  /// Two or more places that do one thing each, as the sentence last asked about has it: 甲市、乙市
  /// 分别开展“X”、“Y”; in the order of the text, empty where it is not said.
  struct InTurn {
    std::uint32_t end = 0;  ///< Where their list ends.
    std::vector<EntityId> doers;
    bool said = false;  ///< By 分别; without it three or more, who do nothing 共同.
  };
  const InTurn& in_turn() const { return in_turn_; }

  RegionIndex subject() const { return subject_; }
  /// The regions named in the section that begin in `span`, in order of the text.
  std::span<const RegionMention> mentions_in(Span span) const;

 private:
  struct Group {
    Span span;
    std::vector<RegionIndex> regions;
    bool subject = false;  ///< A verb follows it at once.
    bool topic = false;    ///< It opens a clause.
    bool owner = false;    ///< It stands right before what is asked about: 祥云县“X”试点.
    bool own = false;      ///< It is 我省, 我市…: the section's region, or what that lies in.
    bool office = false;   ///< An office of it opens a clause: 团甘肃省委|结合实际….
    bool setting = false;  ///< 在X，…: what the next clause tells happens there.
  };
  /// The first of mentions_ that begins at `pos` or behind it.
  std::vector<RegionMention>::const_iterator first_mention(std::uint32_t pos) const;
  /// Where a few adverbs at `pos` end, before a verb.
  std::uint32_t behind_adverbs(std::uint32_t pos) const;
  std::vector<Group> groups_before(Span sentence, std::uint32_t pos) const;
  /// Where what stands in brackets behind a place ends, in a list that goes on: 重庆(涪陵区等21个
  /// 市辖区)、海南; `place_end` where nothing does.
  std::uint32_t behind_note(std::uint32_t place_end) const;
  /// Makes one of the groups that stand side by side, between commas, in a list by provinces which
  /// says that it is one: 江苏省南京市玄武区、溧阳市,浙江省慈溪市等七城.
  void join_lists(std::vector<Group>& groups) const;
  /// Says how `group` stands to what is named at `pos`, in a sentence that begins at `floor`.
  void judge(Group& group, std::uint32_t floor, std::uint32_t pos) const;
  /// Whether a verb of making stands between a place and what is named: 宜昌的|生活圈注重打造“X”.
  bool acts_between(std::uint32_t start, std::uint32_t end) const;
  /// Whether `places` are those where something is done: 在天津、上海开展….
  bool is_done_in(Span places) const;
  /// Whether the place is part of a marked name that ends before `pos`: “石家庄月嫂”.
  bool in_marks(Span place, std::uint32_t pos) const;
  /// 我省, 我市… between the two places, where it is not the section's own region.
  std::vector<Group> own_places(std::uint32_t start, std::uint32_t end) const;
  /// In a section about a region, whether `group` does what is named at `pos`; `first`: no other
  /// place stands before it in the clause.
  bool does(const Group& group, Span sentence, std::uint32_t pos, bool first) const;
  /// Whether 分别 stands behind its places, before `pos`.
  bool is_each(const Group& group, std::uint32_t pos) const;
  /// Whether they do it together: 共同开展.
  bool is_joint(const Group& group, std::uint32_t pos) const;
  /// Words for several places between the two: 京津冀.
  std::vector<Group> named_sets(std::uint32_t start, std::uint32_t end) const;
  bool below_subject(const Group& group) const;
  bool above_subject(const Group& group) const;
  /// Whether none of the places is, or contains, the section's region.
  bool beside_subject(const Group& group) const;
  /// Whether what ends before `pos` is where a clause is set: 在甘肃定西|，
  bool is_setting(std::uint32_t pos) const;
  /// Whether the place is the last word of where a clause that begins at `clause` is set:
  /// 在雷锋家乡湖南长沙|，.
  bool closes_setting(Span place, std::uint32_t clause) const;
  /// The place that opens the clause after one of means, where what is named at `pos` stands:
  /// 围绕擦亮“X”品牌,兰州开展….
  std::vector<RegionIndex> named_next(Span sentence, std::uint32_t pos) const;
  /// The place where what is named at `pos` takes place: “X”活动在合肥举行.
  std::vector<RegionIndex> held_at(Span sentence, std::uint32_t pos) const;
  /// Whether a company or a school opens the clause of `pos` and acts: 某集团发起“X”.
  bool company_acts(Span sentence, std::uint32_t pos) const;
  /// Whether someone unknown opens the clause of `pos` and launches it: 某宝推出“X”.
  bool another_acts(Span sentence, std::uint32_t pos) const;
  /// Whether an office of the center does what is named at `pos`: 文化和旅游部开展“X”.
  bool center_acts(Span sentence, std::uint32_t pos) const;
  /// The place that 该市, 该县… at the start of the clause of `pos` stands for: the last of that
  /// kind named before, a paragraph back at most.
  std::vector<RegionIndex> referred(Span sentence, std::uint32_t pos) const;
  /// In a section about a region, the one in it that acted last, where the clause of `pos` begins
  /// with 当地.
  std::vector<RegionIndex> there(Span sentence, std::uint32_t pos) const;
  /// The place that stands as a label before the paragraph of `pos`: 1.四川成都:…, 【江苏】…,
  /// (一)青岛市。….
  std::vector<RegionIndex> labeled(std::uint32_t pos) const;
  /// Where the number, bullet or bracket at `pos` ends that opens an item; `pos` without one.
  std::uint32_t behind_marker(std::uint32_t pos) const;
  /// 当地…, 该社区… open a clause of the sentence up to `pos`: it goes on about the places of the
  /// sentence before.
  bool opens_with_carrier(Span sentence, std::uint32_t pos) const;
  /// The sentence behind those a letter is addressed to, on one line with its first words: 各省、
  /// 自治区、直辖市农业农村厅：为贯彻….
  Span without_address(Span sentence) const;
  /// The places that the sentences before told of last: in texts of the center only if `sentence`
  /// opens with a carrier; then also the only place, with those around it, that the section named.
  std::vector<RegionIndex> told_before(Span sentence, std::uint32_t pos) const;
  /// The smallest of the places named before `end`, if all of them lie in each other.
  std::vector<RegionIndex> only_place(std::uint32_t end) const;

  const Gazetteer& gazetteer_;
  const RuleSet::Impl& rules_;
  const Page& page_;
  const Section& section_;
  bool central_;
  std::vector<RegionMention> mentions_;
  RegionIndex subject_ = kNoRegion;
  bool told_ = false;
  InTurn in_turn_;
};

}  // namespace zhengce
