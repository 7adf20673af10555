#include "search/graph_queries.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "corpus/message.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

// Longer questions than any name are not compared with names.
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kNearNames = 5;

// `span`, counted in code points, of UTF-8 text; nothing where it reaches beyond the text.
std::optional<std::string_view> slice_utf8(std::string_view text, Span span) {
  if (span.end < span.start) return std::nullopt;
  const auto advance = [&](std::size_t at, std::uint32_t characters) -> std::optional<std::size_t> {
    for (; characters > 0; --characters) {
      if (at >= text.size()) return std::nullopt;
      do ++at;
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    }
    return at;
  };
  const auto start = advance(0, span.start);
  const auto end = start ? advance(*start, span.size()) : std::nullopt;
  if (!end) return std::nullopt;
  return text.substr(*start, *end - *start);
}

// Cites many assertions, reading each article's record once and its text once in a row.
class Citer {
 public:
  explicit Citer(const GraphReader& graph) : graph_(graph) {}

  /// All but the sentence.
  Result<CitedEvidence> cite(const Assertion& assertion) {
    const ArticleId& id = assertion.evidence.article;
    auto place = articles_.find(id);
    if (place == articles_.end()) {
      const auto stored = graph_.article(id, false);
      if (!stored) return stored.error();
      if (!*stored) return gone(id, _("is gone"));
      place = articles_.emplace(id, Cited{describe((*stored)->article), {}}).first;
      for (const Part& part : (*stored)->article.parts) {
        if (part.kind == PartKind::kTitle) place->second.titles.push_back(part.span);
      }
    }
    CitedEvidence cited = place->second.article;
    cited.assertion = assertion;
    for (const Span title : place->second.titles) {
      const Span sentence = assertion.evidence.sentence;
      if (sentence.start >= title.start && sentence.end <= title.end) cited.in_title = true;
    }
    return cited;
  }

  Result<void> add_sentence(CitedEvidence& cited) {
    const Evidence& evidence = cited.assertion.evidence;
    if (!has_text_ || text_of_ != evidence.article) {
      auto text = graph_.text(evidence.article);
      if (!text) return text.error();
      if (!*text) return gone(evidence.article, _("has no text"));
      text_ = std::move(**text);
      text_of_ = evidence.article;
      has_text_ = true;
    }
    const auto sentence = slice_utf8(text_, evidence.sentence);
    if (!sentence) return gone(evidence.article, _("ends before its evidence"));
    cited.sentence = *sentence;
    return {};
  }

  /// The best `limit` (0: all), best first, without sentences yet: those that say how things stand
  /// come before others.
  Result<std::vector<CitedEvidence>> best(const std::vector<Assertion>& assertions,
                                          Modality standing, std::size_t limit) {
    std::vector<CitedEvidence> all;
    for (const Assertion& assertion : assertions) {
      auto cited = cite(assertion);
      if (!cited) return cited.error();
      all.push_back(std::move(*cited));
    }
    std::sort(all.begin(), all.end(), [&](const CitedEvidence& a, const CitedEvidence& b) {
      const bool tells = a.assertion.modality == standing;
      if (tells != (b.assertion.modality == standing)) return tells;
      const Evidence &left = a.assertion.evidence, &right = b.assertion.evidence;
      // A title is sure of what it names, but a sentence of the text tells more.
      if (a.in_title != b.in_title) return b.in_title;
      if (left.confidence != right.confidence) return left.confidence > right.confidence;
      if (a.date != b.date) return a.date > b.date;  // No date is before any.
      return std::tie(left, a.assertion) < std::tie(right, b.assertion);
    });
    // A sentence that names a program and its variant says the same thing twice: the better one is
    // shown.
    std::set<std::tuple<ArticleId, Span, Relation, Modality>> told;
    std::erase_if(all, [&](const CitedEvidence& cited) {
      const Assertion& assertion = cited.assertion;
      return !told.emplace(assertion.evidence.article, assertion.evidence.sentence,
                           assertion.relation, assertion.modality)
                  .second;
    });
    if (limit != 0 && all.size() > limit) all.resize(limit);
    return all;
  }

  /// How things stand by all of these: for each region or organization the end told last (by date
  /// of the articles) if no later one says that it runs, else runs, else plans; over several, runs
  /// wins over ended over plans.
  Result<Modality> standing(const std::vector<Assertion>& assertions) {
    struct Told {
      std::optional<std::optional<Date>> runs, ended;  // The newest date; no date is before any.
    };
    std::map<EntityId, Told> by_doer;
    for (const Assertion& assertion : assertions) {
      const auto cited = cite(assertion);
      if (!cited) return cited.error();
      Told& told = by_doer[assertion.from];
      if (assertion.modality == Modality::kPlans) continue;
      auto& newest = assertion.modality == Modality::kEnded ? told.ended : told.runs;
      if (!newest || *newest < cited->date) newest = cited->date;
    }
    Modality best = Modality::kPlans;
    for (const auto& [doer, told] : by_doer) {
      if (told.ended && (!told.runs || *told.runs <= *told.ended)) {
        if (best == Modality::kPlans) best = Modality::kEnded;
      } else if (told.runs) {
        best = Modality::kRuns;
      }
    }
    return best;
  }

  /// Fills in the sentences of all of these, in the order of their articles.
  Result<void> add_sentences(std::vector<CitedEvidence*> all) {
    std::sort(all.begin(), all.end(), [](const CitedEvidence* a, const CitedEvidence* b) {
      return a->assertion.evidence < b->assertion.evidence;
    });
    for (CitedEvidence* cited : all) {
      if (const auto added = add_sentence(*cited); !added) return added.error();
    }
    return {};
  }

 private:
  static Error gone(const ArticleId& id, const char* what) {
    return {ErrorCode::kCorrupt, message(_("article {} {}"), id.hex(), what)};
  }
  static CitedEvidence describe(const Article& article) {
    CitedEvidence cited;
    cited.title = article.title;
    cited.number = article.number;
    cited.issuer = article.issuer;
    cited.date = article.date();
    cited.invented = is_invented(article.title);
    for (const Source& source : article.sources) {
      if (cited.key.empty()) cited.key = source.key;
      if (cited.source.empty()) cited.source = source.name;
      if (cited.url.empty()) cited.url = source.url;
      if (cited.path.empty()) cited.path = source.path;
    }
    return cited;
  }

  struct Cited {
    CitedEvidence article;
    std::vector<Span> titles;
  };

  const GraphReader& graph_;
  std::map<ArticleId, Cited> articles_;
  bool has_text_ = false;
  ArticleId text_of_;
  std::string text_;
};

// The other ends of a program's edges of one relation.
Result<std::vector<EntityId>> neighbors(const GraphReader& graph, const EntityId& program,
                                        Relation relation, bool outgoing) {
  std::vector<EntityId> found;
  const auto visit = [&](const Assertion& assertion) {
    if (assertion.relation != relation || assertion.from == assertion.to) return true;
    const EntityId& other = outgoing ? assertion.to : assertion.from;
    if (found.empty() || found.back() != other) found.push_back(other);
    return true;
  };
  const auto read =
      outgoing ? graph.assertions_from(program, visit) : graph.assertions_to(program, visit);
  if (!read) return read.error();
  return found;
}

Result<std::optional<Entity>> visible_entity(const GraphReader& graph, const EntityId& id) {
  auto entity = graph.entity(id);
  if (entity && *entity && !(*entity)->visible) return std::optional<Entity>();
  return entity;
}

// The program that `program` is only another name for, or itself. Names that are each other's
// aliases meet in the one of the least id.
Result<EntityId> core_of(const GraphReader& graph, const EntityId& program) {
  std::vector<EntityId> path{program};
  while (true) {
    const auto others = neighbors(graph, path.back(), Relation::kAlias, true);
    if (!others) return others.error();
    std::optional<EntityId> next;
    for (const EntityId& other : *others) {
      const auto entity = visible_entity(graph, other);
      if (!entity) return entity.error();
      if (*entity && (!next || other < *next)) next = other;
    }
    if (!next) return path.back();
    const auto seen = std::find(path.begin(), path.end(), *next);
    if (seen != path.end()) return *std::min_element(seen, path.end());
    path.push_back(*next);
  }
}

// `program` with its other names and, if asked for, its variants, all visible, by id.
Result<std::map<EntityId, Entity>> family_of(const GraphReader& graph, const EntityId& program,
                                             bool with_variants) {
  std::map<EntityId, Entity> family;
  std::vector<EntityId> open{program};
  while (!open.empty()) {
    const EntityId id = open.back();
    open.pop_back();
    if (family.contains(id)) continue;
    auto entity = visible_entity(graph, id);
    if (!entity) return entity.error();
    if (!*entity) continue;
    family.emplace(id, std::move(**entity));
    const auto follow = [&](Relation relation, bool outgoing) -> Result<void> {
      const auto others = neighbors(graph, id, relation, outgoing);
      if (!others) return others.error();
      open.insert(open.end(), others->begin(), others->end());
      return {};
    };
    if (auto followed = follow(Relation::kAlias, true); !followed) return followed.error();
    if (auto followed = follow(Relation::kAlias, false); !followed) return followed.error();
    if (!with_variants) continue;
    if (auto followed = follow(Relation::kVariantOf, false); !followed) return followed.error();
  }
  return family;
}

// Every way the family is written, but `name`.
std::vector<std::string> other_names(const std::map<EntityId, Entity>& family,
                                     const std::string& name) {
  std::set<std::string> names;
  for (const auto& [id, entity] : family) {
    names.insert(entity.name);
    names.insert(entity.aliases.begin(), entity.aliases.end());
  }
  names.erase(name);
  return {names.begin(), names.end()};
}

// What a message may show of what was typed.
std::string shown(std::string_view typed) {
  std::u32string text = decode_utf8(typed.substr(0, 4 * kLongestName));
  if (text.size() > 40) {
    text.resize(40);
    text.push_back(U'…');
  }
  for (char32_t& c : text) {
    if (c < 0x20 || c == 0x7F) c = U' ';
  }
  return encode_utf8(text);
}

Error not_found(const GraphReader& graph, std::string_view name) {
  const auto near = near_programs(graph, name, kNearNames);
  if (!near) return near.error();
  if (near->empty()) {
    return {ErrorCode::kNotFound, message(_("{}: no program of this name here"), shown(name))};
  }
  std::string names;
  for (const std::string& one : *near) names += (names.empty() ? "" : "、") + one;
  return {ErrorCode::kNotFound,
          message(_("{}: no program of this name here; near: {}"), shown(name), names)};
}

std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

// How far a name is from what was asked; nothing if it is not near. Containing counts as nearer
// than any number of edits.
std::optional<std::size_t> distance(std::u32string_view asked, std::u32string_view name) {
  const auto longer = std::max(asked.size(), name.size());
  const auto difference = longer - std::min(asked.size(), name.size());
  if (name.size() < 2 || asked.size() < 2) return std::nullopt;
  if (name.find(asked) != name.npos || asked.find(name) != asked.npos) return difference;
  if (difference * 3 > longer) return std::nullopt;
  const auto edits = edit_distance(asked, name);
  if (edits * 3 > longer) return std::nullopt;
  return kLongestName + edits;
}

bool is_counted(const Assertion& assertion, bool plans) {
  return is_running(assertion.relation) && (plans || assertion.modality != Modality::kPlans);
}

std::vector<Relation> relations_of(const std::vector<Assertion>& assertions) {
  std::set<Relation> relations;
  for (const Assertion& assertion : assertions) relations.insert(assertion.relation);
  return {relations.begin(), relations.end()};
}

bool is_inside(const Gazetteer& gazetteer, RegionIndex region, RegionIndex in) {
  return in == kNoRegion || gazetteer.is_within(region, in);
}

// True if the text says of the organization that it belongs to a region at or below `in`.
Result<bool> lies_in(const GraphReader& graph, const Gazetteer& gazetteer,
                     const EntityId& organization, RegionIndex in) {
  bool lies = in == kNoRegion;
  const auto read = graph.assertions_from(organization, [&](const Assertion& assertion) {
    if (lies) return false;
    if (assertion.relation != Relation::kBelongsTo) return true;
    const auto region = gazetteer.find_code(assertion.to.code());
    lies = region && gazetteer.is_within(*region, in);
    return true;
  });
  if (!read) return read.error();
  return lies;
}

Result<Coverage> coverage_of(const GraphReader& graph, const Gazetteer& gazetteer,
                             const RunningOptions& options, const std::set<RegionIndex>& evident) {
  Coverage coverage;
  if (options.level) {
    coverage.level = *options.level;
  } else if (options.in != kNoRegion && gazetteer.at(options.in).level != RegionLevel::kNation) {
    coverage.level = gazetteer.at(options.in).level;
  }
  const auto add = [&](RegionIndex region, std::set<RegionIndex>& to) {
    const auto counted = gazetteer.at_level(region, coverage.level);
    if (counted && is_inside(gazetteer, *counted, options.in)) to.insert(*counted);
  };
  std::set<RegionIndex> with_evidence, with_articles;
  for (const RegionIndex region : evident) add(region, with_evidence);
  const auto read = graph.each_subject([&](std::string_view code, std::uint64_t) {
    if (const auto region = gazetteer.find_code(code)) add(*region, with_articles);
    return true;
  });
  if (!read) return read.error();
  coverage.with_evidence = with_evidence.size();
  coverage.with_articles = with_articles.size();
  for (RegionIndex region = 0; region < gazetteer.size(); ++region) {
    if (gazetteer.at(region).level == coverage.level && is_inside(gazetteer, region, options.in)) {
      ++coverage.all;
    }
  }
  return coverage;
}

}  // namespace

Result<CitedEvidence> cite(const GraphReader& graph, const Assertion& assertion) {
  Citer citer(graph);
  auto cited = citer.cite(assertion);
  if (!cited) return cited;
  if (const auto added = citer.add_sentence(*cited); !added) return added.error();
  return cited;
}

Result<ProgramMatch> resolve_program(const GraphReader& graph, std::string_view name) {
  std::vector<Entity> found;
  if (const auto id = EntityId::parse(name); id && id->kind() == EntityKind::kProgram) {
    auto entity = graph.entity(*id);
    if (!entity) return entity.error();
    if (*entity) found.push_back(std::move(**entity));
  } else {
    auto named = graph.entities_named(name, EntityKind::kProgram);
    if (!named) return named.error();
    found = std::move(*named);
  }
  std::set<EntityId> cores;
  for (const Entity& entity : found) {
    if (!entity.visible) continue;
    const auto core = core_of(graph, entity.id);
    if (!core) return core.error();
    cores.insert(*core);
  }
  if (cores.empty()) return not_found(graph, name);
  if (cores.size() > 1) {
    std::string ids;
    for (const EntityId& core : cores) ids += " " + core.text();
    return Error{ErrorCode::kAmbiguous,
                 message(_("{}: several programs bear this name:{}"), shown(name), ids)};
  }
  ProgramMatch match;
  match.id = *cores.begin();
  const auto family = family_of(graph, match.id, true);
  if (!family) return family.error();
  match.name = family->at(match.id).name;
  match.aliases = other_names(*family, match.name);
  for (const auto& [id, entity] : *family) match.all.push_back(id);
  return match;
}

Result<std::vector<std::string>> near_programs(const GraphReader& graph, std::string_view name,
                                               std::size_t limit) {
  std::vector<std::string> names;
  if (name.size() > 4 * kLongestName) return names;
  const std::u32string asked = decode_utf8(normalize_name(name));
  std::set<std::pair<std::size_t, std::string>> near;
  const auto read = graph.each_entity(EntityKind::kProgram, [&](const Entity& entity) {
    if (!entity.visible) return true;
    std::optional<std::size_t> nearest;
    for (const WrittenForm& form : entity.forms) {
      if (form.name.size() > 4 * kLongestName) continue;
      const auto far = distance(asked, decode_utf8(normalize_name(form.name)));
      if (far && (!nearest || *far < *nearest)) nearest = far;
    }
    if (!nearest) return true;
    near.emplace(*nearest, entity.name);
    if (near.size() > limit) near.erase(std::prev(near.end()));
    return true;
  });
  if (!read) return read.error();
  for (const auto& [far, near_name] : near) names.push_back(near_name);
  return names;
}

Result<RunningAnswer> regions_running(const GraphReader& graph, std::string_view program,
                                      const RunningOptions& options) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  RunningAnswer answer;
  auto match = resolve_program(graph, program);
  if (!match) return match.error();
  answer.program = std::move(*match);

  struct Group {
    std::vector<Assertion> assertions;
    std::set<RegionIndex> via;
  };
  std::map<std::string_view, std::pair<RegionIndex, Group>> regions;  // by code
  std::map<EntityId, std::vector<Assertion>> organizations;
  std::set<RegionIndex> evident;
  for (const EntityId& id : answer.program.all) {
    const auto read = graph.assertions_to(id, [&](const Assertion& assertion) {
      if (!is_counted(assertion, options.plans)) return true;
      if (assertion.from.kind() == EntityKind::kOrganization) {
        organizations[assertion.from].push_back(assertion);
        return true;
      }
      const auto region = gazetteer.find_code(assertion.from.code());
      if (!region || !is_inside(gazetteer, *region, options.in)) return true;
      evident.insert(*region);
      const auto shown = options.level ? gazetteer.at_level(*region, *options.level) : region;
      if (!shown || !is_inside(gazetteer, *shown, options.in)) return true;
      auto& [index, group] = regions[gazetteer.at(*shown).code];
      index = *shown;
      group.assertions.push_back(assertion);
      if (*region != *shown) group.via.insert(*region);
      return true;
    });
    if (!read) return read.error();
  }

  Citer citer(graph);
  for (auto& [code, found] : regions) {
    const Group& group = found.second;
    RunningRegion running;
    running.region = found.first;
    running.relations = relations_of(group.assertions);
    const auto standing = citer.standing(group.assertions);
    if (!standing) return standing.error();
    running.modality = *standing;
    running.via.assign(group.via.begin(), group.via.end());
    std::sort(running.via.begin(), running.via.end(), [&](RegionIndex a, RegionIndex b) {
      return gazetteer.at(a).code < gazetteer.at(b).code;
    });
    auto evidence = citer.best(group.assertions, running.modality, options.evidence_limit);
    if (!evidence) return evidence.error();
    running.evidence = std::move(*evidence);
    for (const Assertion& assertion : group.assertions) {
      running.confidence = std::max(running.confidence, assertion.evidence.confidence);
    }
    answer.regions.push_back(std::move(running));
  }
  for (const auto& [id, assertions] : organizations) {
    const auto lies = lies_in(graph, gazetteer, id, options.in);
    if (!lies) return lies.error();
    if (!*lies) continue;
    const auto entity = visible_entity(graph, id);
    if (!entity) return entity.error();
    if (!*entity) continue;
    auto evidence = citer.best(assertions, Modality::kRuns, options.evidence_limit);
    if (!evidence) return evidence.error();
    answer.organizations.push_back({{id, (*entity)->name}, std::move(*evidence)});
  }
  std::sort(answer.organizations.begin(), answer.organizations.end(),
            [](const auto& a, const auto& b) {
              return std::tie(a.first.name, a.first.id) < std::tie(b.first.name, b.first.id);
            });
  std::vector<CitedEvidence*> cited;
  for (auto& running : answer.regions) {
    for (auto& evidence : running.evidence) cited.push_back(&evidence);
  }
  for (auto& [organization, list] : answer.organizations) {
    for (auto& evidence : list) cited.push_back(&evidence);
  }
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();

  auto coverage = coverage_of(graph, gazetteer, options, evident);
  if (!coverage) return coverage.error();
  answer.coverage = *coverage;
  return answer;
}

Result<std::vector<ProgramInRegion>> programs_in(const GraphReader& graph, RegionIndex region,
                                                 bool plans) {
  const Gazetteer& gazetteer = Gazetteer::builtin();
  std::map<EntityId, std::vector<Assertion>> named;
  const auto within = [&](const EntityId& place) {
    const auto code = gazetteer.find_code(place.code());
    return code && gazetteer.is_within(*code, region);
  };
  const auto read = graph.assertions_from_regions(
      gazetteer.at(region).significant, [&](const Assertion& assertion) {
        if (is_counted(assertion, plans) && within(assertion.from))
          named[assertion.to].push_back(assertion);
        return true;
      });
  if (!read) return read.error();
  // What an organization runs counts for the region it lies in.
  std::vector<EntityId> organizations;
  const auto listed = graph.each_entity(EntityKind::kOrganization, [&](const Entity& entity) {
    organizations.push_back(entity.id);
    return true;
  });
  if (!listed) return listed.error();
  for (const auto& organization : organizations) {
    std::vector<Assertion> runs;
    bool here = false;
    const auto scanned = graph.assertions_from(organization, [&](const Assertion& assertion) {
      if (is_counted(assertion, plans)) runs.push_back(assertion);
      here = here || (assertion.relation == Relation::kBelongsTo && within(assertion.to));
      return true;
    });
    if (!scanned) return scanned.error();
    if (!here) continue;
    for (auto& assertion : runs) named[assertion.to].push_back(std::move(assertion));
  }
  // Other names of a program count for it.
  std::map<EntityId, std::vector<Assertion>> programs;
  for (auto& [id, assertions] : named) {
    const auto entity = visible_entity(graph, id);
    if (!entity) return entity.error();
    if (!*entity) continue;
    const auto core = core_of(graph, id);
    if (!core) return core.error();
    auto& all = programs[*core];
    all.insert(all.end(), assertions.begin(), assertions.end());
  }
  Citer citer(graph);
  std::vector<ProgramInRegion> found;
  for (const auto& [id, assertions] : programs) {
    const auto family = family_of(graph, id, false);
    if (!family) return family.error();
    ProgramInRegion program;
    program.program = {id, family->at(id).name};
    program.aliases = other_names(*family, program.program.name);
    program.relations = relations_of(assertions);
    const auto standing = citer.standing(assertions);
    if (!standing) return standing.error();
    program.modality = *standing;
    auto evidence = citer.best(assertions, program.modality, 0);
    if (!evidence) return evidence.error();
    program.evidence = std::move(*evidence);
    found.push_back(std::move(program));
  }
  std::vector<CitedEvidence*> cited;
  for (auto& program : found) {
    for (auto& evidence : program.evidence) cited.push_back(&evidence);
  }
  if (const auto added = citer.add_sentences(std::move(cited)); !added) return added.error();
  std::sort(found.begin(), found.end(), [](const ProgramInRegion& a, const ProgramInRegion& b) {
    if (a.evidence.size() != b.evidence.size()) return a.evidence.size() > b.evidence.size();
    return std::tie(a.program.name, a.program.id) < std::tie(b.program.name, b.program.id);
  });
  return found;
}

}  // namespace zhengce
