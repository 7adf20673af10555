#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/article.h"

namespace zhengce {

enum class EntityKind : std::uint8_t {
  kRegion = 1,
  kProgram = 2,
  kOrganization = 3,
  kDocument = 4
};
/// "region", "program", "organization", "document".
std::string_view kind_name(EntityKind kind);

/// The id of a node: one byte of kind and 15 more. Regions carry their code in it (ASCII, padded
/// with zero bytes); others the first 120 bits of XXH3-128 over their normalized name.
struct EntityId {
  std::array<std::uint8_t, 16> bytes{};

  static EntityId region(std::string_view code);
  /// `normalized_name` as made by normalize_name().
  static EntityId of(EntityKind kind, std::string_view normalized_name);
  EntityKind kind() const { return static_cast<EntityKind>(bytes[0]); }
  /// Code of a region; empty for others.
  std::string code() const;
  /// "region:330000", "program:<30 hex digits>"…
  std::string text() const;
  static std::optional<EntityId> parse(std::string_view text);
  auto operator<=>(const EntityId&) const = default;
};

/// The form of a name that ids are made of: folded, without outer quotes and title marks, without
/// blanks; middle dots stay. UTF-8 in and out.
std::string normalize_name(std::string_view name);

/// The id of the document of this title (UTF-8). 中华人民共和国 at its front does not count: laws
/// bear it, and those who cite them leave it out; nor does a rubric, 【政策】.
EntityId document_id(std::string_view title);

enum class Relation : std::uint8_t {
  kRuns = 1,
  kCreated,
  kPilots,
  kExtends,     ///< region or organization → program: it runs it, in four ways
  kLearnsFrom,  ///< region or organization → program of another
  kNames,       ///< region (section subject) → program merely named there
  kVariantOf,
  kPartOf,       ///< program → program
  kIssued,       ///< region or organization → document
  kAbout,        ///< document → program
  kCites,        ///< document → document
  kContributed,  ///< organization → (section), stored as a loop on the organization
  kBelongsTo,    ///< organization → region it lies in
  kAlias,        ///< program → program: another name for it
  kPairedWith,   ///< region → region it helps, or works together with; `kind` says how
  kMeasured,     ///< region or organization → program (or itself): a `quantity`
  kBasedOn,      ///< document → document it carries out
  kRepeals,      ///< document → document it ends
  kAmends,       ///< document → document it changes
};
/// "runs", "created", … "amends".
std::string_view relation_name(Relation relation);
/// True for runs, created, pilots and extends: what `regions --running` counts.
bool is_running(Relation relation);

enum class Modality : std::uint8_t { kRuns = 1, kPlans, kEnded };
/// "runs", "plans", "ended".
std::string_view modality_name(Modality modality);

/// Where an assertion was read.
struct Evidence {
  ArticleId article;
  std::uint32_t section = 0;
  Span sentence;  ///< Code points of the article's stored text.
  Span mention;   ///< The name inside it.
  std::string rule;
  std::uint32_t rule_version = 0;
  float confidence = 0;  ///< 0…1.
  auto operator<=>(const Evidence&) const = default;
};

/// How a number was hedged: 约, 超 or 至少, 近, 不到 or 不超过.
enum class Approximation : std::uint8_t { kExact, kAbout, kOver, kNearly, kUnder };
/// "exact", "about", "over", "nearly", "under".
std::string_view approximation_name(Approximation approximation);

/// A number a text states: 557亿元 is 55,700,000,000 of unit 元.
struct Quantity {
  double value = 0;
  std::string unit;
  Approximation approximation = Approximation::kExact;
  std::string about;  ///< The words around it that say what it counts.
  /// The value as people write it: "3780000000", "0.57".
  std::string number() const;
  auto operator<=>(const Quantity&) const = default;
};

/// One evidenced assertion: an edge exists exactly as long as one of these does.
struct Assertion {
  EntityId from;
  Relation relation = Relation::kRuns;
  EntityId to;
  Modality modality = Modality::kRuns;
  Evidence evidence;
  std::string kind = {};                  ///< Of kPairedWith: 对口支援.
  std::optional<Quantity> quantity = {};  ///< Of kMeasured.
  auto operator<=>(const Assertion&) const = default;
};

/// How far one mention speaks for its name being a name.
enum class Support : std::uint8_t {
  kStrong = 1,  ///< Quoted with a head, titled…: enough alone.
  kWeak = 2,    ///< Unquoted: needs another section or a strong mention elsewhere.
  kKnown = 3,   ///< Recognized only because the name is visible through others; supports nothing.
};

/// A name found in a section: the first stage of extraction.
struct Candidate {
  EntityId entity;
  std::string name;  ///< As to be shown: as written, without outer quotes.
  Support support = Support::kWeak;
  Evidence evidence;
  auto operator<=>(const Candidate&) const = default;
};

/// All that extraction found in one article: a pure function of the article, the rules and the set
/// of visible names.
struct Extraction {
  std::vector<Candidate> candidates;
  std::vector<Assertion> assertions;
  /// Regions named, a list a section, codes sorted without repeats.
  std::vector<std::vector<std::string>> mentioned_regions;
  bool operator==(const Extraction&) const = default;
};

/// One way a name is written, and how many candidates write it so.
struct WrittenForm {
  std::string name;
  std::uint32_t count = 0;
  auto operator<=>(const WrittenForm&) const = default;
};

/// A node as stored. Regions are not stored: the gazetteer has them.
struct Entity {
  EntityId id;
  std::vector<WrittenForm> forms;  ///< Sorted by name, counts above 0: stored.
  std::string name;  ///< The most frequent form; ties: the longest of an organization's, then by
                     ///< byte order. Derived from `forms` when read.
  std::vector<std::string> aliases;   ///< The other forms, sorted. Derived likewise.
  std::uint32_t strong_sections = 0;  ///< Sections with a strong mention.
  std::uint32_t weak_sections = 0;    ///< Sections with a weak one and no strong one.
  /// True if answers show it. Programs: a strong section, or two weak ones; organizations and
  /// documents always.
  bool visible = false;
};

/// Sets `name` and `aliases` from `forms`.
void derive_names(Entity& entity);

}  // namespace zhengce
