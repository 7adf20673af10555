#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
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
};
/// Finds the program meant by a name or an id ("program:…"). Outer quotes, widths and blanks do not
/// matter. Another name for a program leads to that program; a variant stands for itself and its
/// own variants. Errors: kNotFound, the message ends with near names if there are any; kAmbiguous
/// with the ids.
Result<ProgramMatch> resolve_program(const GraphReader& graph, std::string_view name);
/// Names of visible programs like `name`: containing it or contained in it, or within a third of
/// edits; best first.
Result<std::vector<std::string>> near_programs(const GraphReader& graph, std::string_view name,
                                               std::size_t limit);

struct RunningOptions {
  RegionIndex in = kNoRegion;  ///< Only regions at or below it, also after rolling up.
  std::optional<RegionLevel>
      level;           ///< Roll up to the ancestor of this level; regions above it are left out.
  bool plans = false;  ///< Also those that only plan it, and evidence of plans.
  std::size_t evidence_limit = 0;  ///< Evidence a region; 0 for all.
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
};

/// How much the corpus can say at all.
/// The level is that asked for, else provinces, or the level of `in` where that lies below a
/// province.
struct Coverage {
  RegionLevel level = RegionLevel::kProvince;
  std::uint64_t with_evidence = 0;  ///< Regions of that level with evidence at or below.
  std::uint64_t with_articles = 0;  ///< … with a section about them or about a region below.
  std::uint64_t all = 0;
};
/// How much the corpus can say of regions of `level` at or below `in` (kNoRegion: of all), where
/// `evident` have evidence.
Result<Coverage> coverage_of(const GraphReader& graph, RegionLevel level, RegionIndex in,
                             const std::set<RegionIndex>& evident);

struct RunningAnswer {
  ProgramMatch program;
  std::vector<RunningRegion> regions;  ///< By code.
  /// Organizations that are no governments and run it (a company), by name, with their evidence.
  std::vector<std::pair<NamedEntity, std::vector<CitedEvidence>>> organizations;
  Coverage coverage;
};
Result<RunningAnswer> regions_running(const GraphReader& graph, std::string_view program,
                                      const RunningOptions& options);

struct ProgramInRegion {
  NamedEntity program;
  std::vector<std::string> aliases;
  std::vector<Relation> relations;
  Modality modality = Modality::kRuns;
  std::vector<CitedEvidence> evidence;
};
/// Visible programs that `region`, any region below it or an organization that lies there runs (or,
/// with `plans`, plans), variants apart; most evidence first, then by name.
Result<std::vector<ProgramInRegion>> programs_in(const GraphReader& graph, RegionIndex region,
                                                 bool plans);

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
