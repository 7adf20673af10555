#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/result.h"

namespace zhengce {

enum class RegionLevel : std::uint8_t {
  kNation,      ///< 全国, code 100000.
  kProvince,    ///< 省, 自治区, 直辖市, 特别行政区.
  kPrefecture,  ///< 地级市, 地区, 自治州, 盟.
  kCounty,      ///< 县, 区, 县级市, 旗, also those directly under a province.
  kTownship,    ///< 乡, 镇, 街道, 苏木.
  kZone,        ///< Functional zones (国家级新区…) that are no divisions.
};
/// "nation", "province", "prefecture", "county", "township", "zone".
std::string_view level_name(RegionLevel level);
std::optional<RegionLevel> parse_level(std::string_view name);

/// Position of a region in its Gazetteer; stable only within one build.
using RegionIndex = std::uint32_t;
inline constexpr RegionIndex kNoRegion = 0xFFFFFFFF;

/// A region. Views live as long as the gazetteer.
///
/// Codes are GB/T 2260 (6 digits) for county level and above and the statistical 9 digits for
/// townships; zones have their statistical 6 digits (620171 兰州新区) or else the digits of what
/// they lie in, cut to its significant part, + 'Z' + two digits (3702Z01). So a region's
/// `significant` code is a prefix of the codes of all below it: 浙江省 330000 → "33", 金华市 330700
/// → "3307"; 全国 → "".
struct Region {
  std::string_view code;
  std::string_view significant;
  std::string_view name;  ///< Full official name: 浙江省, 喀什地区, 朝阳区.
  RegionLevel level = RegionLevel::kNation;
  RegionIndex parent = kNoRegion;  ///< What it lies in; kNoRegion for 全国 alone.
};

enum class NameForm : std::uint8_t {
  kOfficial,      ///< 浙江省
  kShort,         ///< 浙江; official name less 省, 市, 自治州…
  kAlias,         ///< Customary or former: 内蒙, 襄樊市, 阿坝州, 西海岸新区.
  kOneCharacter,  ///< 浙; never counts alone.
};

struct NameEntry {
  RegionIndex region = kNoRegion;
  NameForm form = NameForm::kOfficial;
  /// The name is an ordinary word too (资源, 公安, 合作): it counts only after its parent, in a
  /// section of its parent, or in a header.
  bool ordinary_word = false;
};

/// A name that stands in a text.
struct NameMatch {
  std::size_t length = 0;  ///< In code points.
  std::span<const NameEntry> entries;
};

/// The divisions of China from provinces to townships, 港澳台, 全国 and functional zones.
/// Threads: immutable; all may share one.
class Gazetteer {
 public:
  /// The one built into the program; read at the first call (a few milliseconds).
  static const Gazetteer& builtin();

  Gazetteer(const Gazetteer&) = delete;
  Gazetteer& operator=(const Gazetteer&) = delete;
  ~Gazetteer();

  std::size_t size() const;
  const Region& at(RegionIndex index) const;  ///< `index` must be below size().
  /// By code, full or without trailing zeros ("330000", "33").
  std::optional<RegionIndex> find_code(std::string_view code) const;
  /// `region` itself or the nearest that it lies in whose official name ends in `kind`, 省 or 市 or
  /// 县; kNoRegion if there is none, or for kNoRegion.
  RegionIndex enclosing(RegionIndex region, char32_t kind) const;
  /// Every region that bears exactly this name (UTF-8, folded or not), in any form; higher levels
  /// first, townships last.
  std::span<const NameEntry> find_name(std::string_view name) const;
  /// The same for code points, without conversion.
  std::span<const NameEntry> find_name(std::u32string_view name) const;
  /// The longest name that stands at text[pos]: its length in code points, 0 if none, and its
  /// entries. `text` is as folded by corpus/analysis/fold.h, or simplified original text.
  std::size_t longest_match(std::u32string_view text, std::size_t pos,
                            std::span<const NameEntry>* entries) const;
  /// All lengths at which a name ends, shortest first (江阴, 江阴市).
  std::vector<std::size_t> matches(std::u32string_view text, std::size_t pos) const;
  /// The same with entries and without allocation, for scanning: writes the shortest out.size()
  /// matches and returns their number. No more than 8 names begin at one place in any text that is
  /// not made up.
  std::size_t matches(std::u32string_view text, std::size_t pos, std::span<NameMatch> out) const;

  /// True if `inner` is `outer` or lies below it.
  bool is_within(RegionIndex inner, RegionIndex outer) const;
  /// `index`, its parent, … up to and without 全国 (全国 itself yields just itself).
  std::vector<RegionIndex> with_ancestors(RegionIndex index) const;
  /// The nearest region of `level` at or above `index`; a county of a directly governed city has no
  /// prefecture.
  std::optional<RegionIndex> at_level(RegionIndex index, RegionLevel level) const;
  /// Names that begin the official one, are shorter and mean this region and no other above
  /// townships (浙江 of 浙江省), nor an ordinary word; of two code points or more, folded, the
  /// shortest first.
  std::vector<std::u32string> shorter_names(RegionIndex index) const;
  /// "吉林省 长春市 朝阳区": the name with its ancestors, to tell namesakes apart.
  std::string path_name(RegionIndex index) const;
  /// How many regions of this level there are (34 provinces).
  std::size_t count(RegionLevel level) const;

  /// What a user typed (a name in any form, a chain 吉林省长春市朝阳区 or 长春朝阳区 or with blanks
  /// or '/', or a code; UTF-8): the one region meant. Names prefer higher levels: 吉林 is 吉林省,
  /// 吉林市 the city; townships only where nothing else bears the name. Errors: kNotFound with near
  /// names; kAmbiguous with the candidates' paths and codes (ten of them at most, and their
  /// number).
  Result<RegionIndex> resolve(std::string_view query) const;

  /// All names of two or more characters, above township level, in folded form: what the analyzer
  /// cuts as whole words.
  std::vector<std::u32string_view> lexicon_names() const;

  std::string_view version() const;  ///< Of the data: changes whenever a name or code does.
  std::string_view cut_off() const;  ///< ISO date up to which changes of divisions are in it.

 private:
  Gazetteer();
  struct Impl;
  Impl* impl_;
};

}  // namespace zhengce
