#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/extract/extractor.h"

namespace zhengce {

/// The word lists of the rules, by what they are for. rules/*.tsv explain each.
enum class List : std::uint8_t {
  kHead,
  kWeakHead,
  kTail,
  kTailNot,
  kGeneric,
  kGenericEnd,
  kStrip,
  kWorks,
  kNameEnd,
  kCreated,
  kRuns,
  kPilots,
  kExtends,
  kLearnsFrom,
  kLesson,
  kWitness,
  kDistinct,
  kNaming,
  kDisposed,
  kPrimary,
  kGoverning,
  kEnters,
  kBy,
  kAfter,
  kRhetoric,
  kIssue,
  kIssueAfter,
  kCite,
  kIncludes,
  kBasedOn,
  kRepeals,
  kRepealedAfter,
  kInForce,
  kRepealsList,
  kAmends,
  kAmendedAfter,
  kTheme,
  kFigure,
  kThemePart,
  kBefore,
  kAfterStop,
  kClauseStop,
  kLaw,
  kStructure,
  kAdjective,
  kHeadingPlans,
  kHeadingRuns,
  kSentencePlans,
  kPlans,
  kProposes,
  kIntends,
  kWill,
  kDenied,
  kEnded,
  kWrapper,
  kOpener,
  kKind,
  kGeneral,
  kArt,
  kArtEnd,
  kAdverb,
  kPreposition,
  kCollective,
  kTogether,
  kRising,
  kLink,
  kEffect,
  kMaking,
  kAccording,
  kCarrier,
  kSet,
  kLocalVerb,
  kCompany,
  kListOpener,
  kPilotUnit,
  kZone,
  kProjects,
  kPlane,
  kCentralIssuer,
  kAndOffice,
  kCentralMedium,
  kPairing,
  kJoint,
  kAid,
  kPairWord,
  kPairHelper,
  kPairHelped,
  kUnit,
  kChainUnit,
  kOver,
  kUnder,
  kAbout,
  kNearly,
  kBehind,
  kNoMetric,
  kNoCount,
  kFormula,
  kCondition,
  kGrant,
  kGranted,
  kContinues,
  kWhole,
  kHaving,
  kMeans,
  kBattle,
  kNumberHead,
  kNamingHead,
  kHeld,
  kMeasure,
  kCutAfter,
  kApart,
  kOffices,
  kOfficeEnd,
  kBehindOffice,
  kSpecialNot,
  kCarrying,
  kStanding,
  kNotLearning,
  kElsewhere,
  kPlaces,
  kChoosing,
  kLaunch,
  kActor,
  kPilotPlaces,
  kLaunched,
  kCount
};

/// What speaks for or against a string being a name. rules/weights.tsv holds the weights.
enum class Feature : std::uint8_t {
  kQuoted,
  kUnquoted,
  kTitled,
  kHead,
  kWeakHead,
  kHeadInside,
  kNameEnd,
  kVerbNear,
  kVerbFar,
  kVerbAfter,
  kByBefore,
  kRhetoric,
  kStopBefore,
  kStopAfter,
  kIssueVerb,
  kIncluded,
  kPlus,
  kDot,
  kLatin,
  kDigits,
  kNumbered,
  kComma,
  kPause,
  kRegionName,
  kTiny,
  kShort,
  kFour,
  kMedium,
  kLong,
  kVeryLong,
  kGrouped,
  kOfBefore,
  kOfAfter,
  kHeading,
  kClauseStart,
  kClauseEnd,
  kStructure,
  kPrimary,
  kSecondary,
  kListMember,
  kElided,
  kNoVerb,
  kWorks,
  kTailPlan,
  kTailWork,
  kTailAction,
  kTailSpecial,
  kTailPilot,
  kNounAfter,
  kYears,
  kCut,
  kJoined,
  kOpens,
  kAdjective,
  kCountPhrase,
  kCarrying,
  kPaired,
  kStanding,
  kPlaced,
  kHeadBefore,
  kCount
};

struct Pattern {
  std::string rule;
  std::uint32_t version = 0;
  float confidence = 0;
};

/// Words with the longest-match questions rules ask. Text and words are as Page::norm.
class WordList {
 public:
  void add(std::u32string word);
  bool empty() const { return words_.empty(); }
  bool has(std::u32string_view word) const;
  /// Length of the longest word that begins at text[pos], 0 if none.
  std::size_t longest_at(std::u32string_view text, std::size_t pos) const;
  /// Length of the longest word that ends before text[pos].
  std::size_t longest_ending(std::u32string_view text, std::size_t pos) const;
  /// True if some word stands anywhere in `text`.
  bool within(std::u32string_view text) const;
  bool ends(std::u32string_view text) const { return longest_ending(text, text.size()) > 0; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::u32string_view text) const {
      return std::hash<std::u32string_view>{}(text);
    }
  };
  std::unordered_map<std::u32string, char, Hash, std::equal_to<>> words_;
  std::array<std::uint64_t, 1024> first_{},
      last_{};  ///< Bit sets of the words' first and last code points (low 16 bits).
  std::size_t shortest_ = 0, longest_ = 0;
};

struct RuleSet::Impl {
  std::array<WordList, static_cast<std::size_t>(List::kCount)> lists;
  std::array<double, static_cast<std::size_t>(Feature::kCount)> weights{};
  double strong = 0;  ///< A score from here on is enough alone,
  double weak = 0;    ///< from here on it needs company; below there is no candidate.
  std::unordered_map<std::string, Pattern> patterns;
  /// What the words of kPairing, kJoint, kAid and kPairWord stand for.
  std::array<std::unordered_map<std::u32string, std::string>,
             static_cast<std::size_t>(List::kCount)>
      values;
  std::string version;

  const WordList& list(List which) const { return lists[static_cast<std::size_t>(which)]; }
  /// What a word of the list stands for; empty if it is none.
  std::string value(List which, std::u32string_view word) const;
  double weight(Feature feature) const { return weights[static_cast<std::size_t>(feature)]; }
  /// The pattern of this name; null if an overlay switched it off.
  const Pattern* pattern(const std::string& name) const;
};

std::string_view feature_name(Feature feature);

}  // namespace zhengce
