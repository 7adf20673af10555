#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/gazetteer/gazetteer.h"
#include "corpus/result.h"
#include "graph/graph_store.h"
#include "search/searcher.h"

namespace zhengce {

/// Fills in what an evidence shows: sentence, title, source… Errors: kCorrupt when its article or
/// text is gone.
Result<CitedEvidence> cite(const GraphReader& graph, const Assertion& assertion);

/// A program as a user named it: the visible one of that name, with everything that counts as it
/// (other names, variants).
struct ProgramMatch {
  EntityId id;  ///< The core program.
  std::string name;
  std::vector<std::string> aliases;  ///< Written forms and names of its variants.
  std::vector<EntityId> all;         ///< `id`, its aliases and variants (transitive), sorted.
  bool by_part = false;              ///< Only a part of the name was given: say what was taken.
};
/// Finds the program meant by a name or an id ("program:…"). Outer quotes, widths and blanks do not
/// matter. Another name for a program leads to that program; a variant stands for itself and its
/// own variants. Errors: kNotFound, the message ends with near names if there are any; kAmbiguous
/// with the ids.
Result<ProgramMatch> resolve_program(const GraphReader& graph, std::string_view name);
/// The same, and a part of a name will do where no name is exactly this: the one program that has
/// it in a name is taken. Errors: kAmbiguous where several do, each with where it is run.
Result<ProgramMatch> find_program(const GraphReader& graph, std::string_view typed);

/// A node as a user named it.
struct NodeMatch {
  EntityId id;
  std::string name;  ///< Of a region with its ancestors.
  bool by_part = false;
};
/// Finds the region, program, organization or document meant by an id, a name in any of its ways, a
/// document's number, or a part of a name as find_program() does. Errors: kNotFound with near
/// names; kAmbiguous with the candidates.
Result<NodeMatch> find_node(const GraphReader& graph, std::string_view typed);
/// The document of a number (国发〔2021〕4号, in any of its spellings), a title or a part of it, or
/// an id. Errors likewise.
Result<NodeMatch> find_document(const GraphReader& graph, std::string_view typed);
/// The name of a region, or of an entity that answers show; nothing for others.
Result<std::optional<std::string>> name_of(const GraphReader& graph, const EntityId& id);

/// Names of visible programs like `name`: containing it or contained in it, or within a third of
/// edits; best first.
Result<std::vector<std::string>> near_programs(const GraphReader& graph, std::string_view name,
                                               std::size_t limit);

/// A section, by the article it stands in and its number.
using SectionKey = std::pair<ArticleId, std::uint32_t>;

/// Which evidence counts. A date may be a day, a month or a year; an article counts where all days
/// its own date may mean lie within. Articles are dated by publication, else signature; those
/// without a date count only where no date is asked for.
struct EvidenceFilter {
  std::optional<Date> as_of;  ///< Published on or before it.
  std::optional<Date> since;  ///< Published on or after it.
  float min_confidence = 0;
  /// Only evidence that stands in one of these sections. Not owned; null: any.
  const std::set<SectionKey>* sections = nullptr;

  bool asks_dates() const { return as_of || since; }
};

struct RunningOptions {
  RegionIndex in = kNoRegion;  ///< Only regions at or below it, also after rolling up.
  std::optional<RegionLevel>
      level;           ///< Roll up to the ancestor of this level; regions above it are left out.
  bool plans = false;  ///< Also those that only plan it, and evidence of plans.
  std::size_t evidence_limit = 0;  ///< Evidence a region; 0 for all.
  EvidenceFilter filter;
  /// Names or ids of programs that each region must run too (rolled up likewise).
  std::vector<std::string> also;
  /// Programs of which nothing may say that the region, or one below it, runs or ran them (or, with
  /// `plans`, plans them). Silence is no proof: see Coverage. `filter` holds for these and `also`
  /// too, but for its sections.
  std::vector<std::string> without;
};

/// One more program that a region runs.
struct AlsoRuns {
  Modality modality = Modality::kRuns;
  std::vector<CitedEvidence> evidence;
};

struct RunningRegion {
  RegionIndex region = kNoRegion;
  std::vector<Relation> relations;  ///< Sorted, without repeats.
  Modality modality =
      Modality::kRuns;  ///< `ended` if the newest word on it is its end; else runs before plans.
  std::vector<RegionIndex> via;  ///< Regions below it that the evidence is about, when rolled up.
  float confidence = 0;          ///< The highest of the evidence's.
  /// Best first: what says how things stand, then text before titles, confidence, date (newest),
  /// article.
  std::vector<CitedEvidence> evidence;
  std::vector<AlsoRuns> also;  ///< One for each of RunningOptions::also.
};

/// How much the corpus can say at all.
/// The level is that asked for, else provinces, or the level of `in` where that lies below a
/// province.
struct Coverage {
  RegionLevel level = RegionLevel::kProvince;
  std::uint64_t with_evidence = 0;  ///< Regions of that level with evidence at or below.
  /// … with evidence, or with a section about them or about a region below.
  std::uint64_t with_articles = 0;
  std::uint64_t all = 0;
  /// Regions with evidence that lie in none of that level: a city, where counties are counted.
  std::uint64_t other_levels = 0;
};
/// How much the corpus can say of regions of `level` at or below `in` (kNoRegion: of all), where
/// `evident` have evidence.
Result<Coverage> coverage_of(const GraphReader& graph, RegionLevel level, RegionIndex in,
                             const std::set<RegionIndex>& evident);
/// The same for provinces, where the places among `nodes` and those that the organizations among
/// them belong to are what there is evidence of.
Result<Coverage> coverage_of_nodes(const GraphReader& graph, const std::vector<NamedEntity>& nodes);
/// The level whose regions make up `region`: provinces of the nation, prefectures (counties where
/// it has none) of a province, …; its own where nothing is below.
RegionLevel level_below(RegionIndex region);

struct RunningAnswer {
  ProgramMatch program;
  std::vector<RunningRegion> regions;  ///< By code.
  /// Organizations that are no governments and run it (a company), by name, with their evidence.
  std::vector<std::pair<NamedEntity, std::vector<CitedEvidence>>> organizations;
  std::vector<ProgramMatch> also, without;  ///< As RunningOptions names them.
  std::uint64_t undated = 0;                ///< Evidence left out because its article has no date.
  Coverage coverage;                        ///< Evidence: of the regions of this answer.
};
/// Errors: those of resolve_program() for any of the programs; kCorrupt, kIo.
Result<RunningAnswer> regions_running(const GraphReader& graph, std::string_view program,
                                      const RunningOptions& options);

struct ProgramsOptions {
  bool plans = false;  ///< Also what is only planned.
  bool only = false;   ///< The region itself, nothing below it.
  /// Only what this region (likewise) runs too.
  RegionIndex shared_with = kNoRegion;
};
struct ProgramInRegion {
  NamedEntity program;
  std::vector<std::string> aliases;
  std::vector<Relation> relations;
  Modality modality = Modality::kRuns;
  std::vector<CitedEvidence> evidence;
  std::optional<AlsoRuns> shared;  ///< Of ProgramsOptions::shared_with.
};
struct ProgramsAnswer {
  std::vector<ProgramInRegion> programs;  ///< Most evidence first, then by name.
  /// Of the level below `region`, of its own with `only`.
  Coverage coverage;
};
/// Visible programs that `region`, any region below it or an organization that lies there runs (or,
/// with `plans`, plans), variants apart.
Result<ProgramsAnswer> programs_in(const GraphReader& graph, RegionIndex region,
                                   const ProgramsOptions& options);

/// An organization and what the articles say it did.
struct OrganizationOfRegion {
  NamedEntity organization;
  RegionIndex region = kNoRegion;  ///< What it belongs to.
  std::uint64_t contributed = 0;   ///< Sections it wrote.
  std::uint64_t runs = 0;          ///< Programs it runs or ran, variants apart.
  std::uint64_t issued = 0;        ///< Documents.
  std::optional<CitedEvidence>
      evidence;  ///< The best sentence on any of these, else on where it belongs.
};
struct OrganizationsAnswer {
  std::vector<OrganizationOfRegion>
      organizations;  ///< By region's code, most deeds first, by name.
  /// Of the level below `region` (provinces for the nation; its own where nothing is below).
  Coverage coverage;
};
/// Organizations that belong to `region` or, without `only`, to any region below it.
Result<OrganizationsAnswer> organizations_of(const GraphReader& graph, RegionIndex region,
                                             bool only);

}  // namespace zhengce
