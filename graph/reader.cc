#include "graph/reader.h"

#include <algorithm>

#include "corpus/message.h"
#include "graph/codec.h"
#include "graph/key_layout.h"
#include "graph/range_reads.h"

namespace zhengce {
namespace {

using keys::Family;

// A scan whose rows are decoded: `decode` gives a pointer-like that is empty for a damaged row,
// whose name is `what`.
template <typename Decode, typename Visit>
Result<void> scan_rows(const Database& database, Family family, std::string_view begin,
                       std::string_view end, const char* what, const Decode& decode,
                       const Visit& visit) {
  bool is_damaged = false;
  const auto scanned =
      database.scan(family, begin, end, [&](std::string_view key, std::string_view value) {
        const auto row = decode(key, value);
        is_damaged = !row;
        return row && visit(*row);
      });
  if (!scanned) return scanned;
  if (is_damaged) return database.damaged(message(_("{} damaged"), what));
  return {};
}

std::optional<Assertion> decode_out(std::string_view key, std::string_view value) {
  const auto edge = keys::EdgeKey::parse(key);
  return edge ? codec::decode_edge(*edge, value) : std::nullopt;
}

std::optional<Assertion> decode_in(std::string_view key, std::string_view value) {
  const auto edge = keys::EdgeKey::parse(key);
  return edge ? codec::decode_edge(edge->reversed(), value) : std::nullopt;
}

std::optional<Candidate> decode_candidate(std::string_view key, std::string_view value) {
  const auto candidate = keys::CandidateKey::parse(key);
  return candidate ? codec::decode_candidate(*candidate, value) : std::nullopt;
}

std::optional<StoredArticle> decode_article(std::string_view key, std::string_view value) {
  const auto id = keys::parse_article(key);
  return id ? codec::decode_article(*id, value) : std::nullopt;
}

std::optional<Entity> decode_entity(std::string_view key, std::string_view value) {
  const auto id = keys::parse_entity(key);
  return id ? codec::decode_entity(*id, value) : std::nullopt;
}

std::optional<LogEntry> decode_log(std::string_view key, std::string_view value) {
  const auto sequence = keys::parse_number(key);
  const auto article = keys::parse_article(value);
  if (!sequence || !article) return std::nullopt;
  return LogEntry{*sequence, *article};
}

// The ids of the regions whose codes begin so: the code follows the kind.
std::string region_prefix(std::string_view code_prefix) {
  std::string prefix(1, static_cast<char>(EntityKind::kRegion));
  prefix += code_prefix.substr(0, keys::kIdBytes - 1);
  return prefix;
}

struct Subject {
  EntityId region;
  std::uint64_t sections = 0;
};
std::optional<Subject> decode_subject(std::string_view key, std::string_view value) {
  const auto region = keys::parse_entity(key);
  const auto sections = codec::decode_count(value);
  if (!region || region->kind() != EntityKind::kRegion || !sections) return std::nullopt;
  return Subject{*region, *sections};
}

}  // namespace

std::set<std::string> places_of(const Article& article) {
  std::set<std::string> places;
  for (const Source& source : article.sources)
    places.insert(keys::place(Place::encode(source), article.id));
  return places;
}

Result<std::uint64_t> DatabaseReader::sequence() const {
  const auto stored = database_->get(Family::kMeta, keys::kSequence);
  if (!stored) return stored.error();
  if (!*stored) return std::uint64_t{0};
  const auto sequence = keys::parse_number(**stored);
  if (!sequence) return database_->damaged(_("sequence damaged"));
  return *sequence;
}

Result<std::optional<StoredArticle>> DatabaseReader::article(const ArticleId& id,
                                                             bool with_text) const {
  const auto bytes = database_->get(Family::kArticles, keys::id(id));
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<StoredArticle>();
  auto stored = codec::decode_article(id, **bytes);
  if (!stored) return database_->damaged(message(_("article {} damaged"), id.hex()));
  if (with_text) {
    auto stored_text = text(id);
    if (!stored_text) return stored_text.error();
    if (!*stored_text)
      return database_->damaged(message(_("text of article {} missing"), id.hex()));
    stored->article.text = std::move(**stored_text);
  }
  return stored;
}

Result<std::optional<std::string>> DatabaseReader::text(const ArticleId& id) const {
  return database_->get(Family::kTexts, keys::id(id));
}

Result<void> DatabaseReader::each_article(
    const std::function<bool(const StoredArticle&)>& visit) const {
  return scan_rows(*database_, Family::kArticles, {}, {}, _("an article"), decode_article, visit);
}

Result<std::vector<ArticleId>> DatabaseReader::articles_at(std::string_view place) const {
  std::vector<ArticleId> ids;
  const auto prefix = keys::hashed(place);
  const auto scanned =
      database_->scan_prefix(Family::kPlaces, prefix, [&](std::string_view key, std::string_view) {
        if (const auto id = keys::parse_article(key.substr(prefix.size()))) ids.push_back(*id);
        return true;
      });
  if (!scanned) return scanned.error();
  return ids;
}

Result<std::vector<ArticleId>> DatabaseReader::articles_by_prefix(std::string_view prefix,
                                                                  std::size_t limit) const {
  std::vector<ArticleId> ids;
  if (prefix.empty() || prefix.size() > 32 || limit == 0) return ids;
  const std::string padding(32 - prefix.size(), '0');
  const auto first = ArticleId::parse(std::string(prefix) + padding);
  if (!first) return ids;
  const auto wanted = first->hex().substr(0, prefix.size());
  const auto scanned = database_->scan(
      Family::kArticles, keys::id(*first), {}, [&](std::string_view key, std::string_view) {
        const auto id = keys::parse_article(key);
        if (!id || id->hex().compare(0, wanted.size(), wanted) != 0) return false;
        ids.push_back(*id);
        return ids.size() < limit;
      });
  if (!scanned) return scanned.error();
  return ids;
}

Result<Extraction> DatabaseReader::extraction(const ArticleId& id) const {
  const auto bytes = database_->get(Family::kExtractions, keys::id(id));
  if (!bytes) return bytes.error();
  if (!*bytes) return Extraction();
  auto extraction = codec::decode_extraction(id, **bytes);
  if (!extraction)
    return database_->damaged(message(_("extraction of article {} damaged"), id.hex()));
  return std::move(*extraction);
}

Result<std::optional<Entity>> DatabaseReader::entity(const EntityId& id) const {
  const auto bytes = database_->get(Family::kEntities, keys::id(id));
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<Entity>();
  auto entity = codec::decode_entity(id, **bytes);
  if (!entity) return database_->damaged(message(_("entity {} damaged"), id.text()));
  return entity;
}

Result<std::vector<Entity>> DatabaseReader::entities_named(std::string_view name,
                                                           std::optional<EntityKind> kind) const {
  std::vector<EntityId> ids;
  const auto prefix = keys::hashed(normalize_name(name));
  const auto scanned =
      database_->scan_prefix(Family::kNames, prefix, [&](std::string_view key, std::string_view) {
        const auto id = keys::parse_entity(key.substr(prefix.size()));
        if (id && (!kind || id->kind() == *kind)) ids.push_back(*id);
        return true;
      });
  if (!scanned) return scanned.error();
  std::vector<Entity> entities;
  for (const EntityId& id : ids) {
    auto found = entity(id);
    if (!found) return found.error();
    if (!*found) return database_->damaged(message(_("entity {} missing"), id.text()));
    entities.push_back(std::move(**found));
  }
  return entities;
}

Result<void> DatabaseReader::each_entity(EntityKind kind,
                                         const std::function<bool(const Entity&)>& visit) const {
  const std::string prefix(1, static_cast<char>(kind));
  return scan_rows(*database_, Family::kEntities, prefix, keys::after_prefix(prefix),
                   _("an entity"), decode_entity, visit);
}

Result<void> DatabaseReader::assertions_from(
    const EntityId& from, const std::function<bool(const Assertion&)>& visit) const {
  return scan_rows(*database_, Family::kOut, keys::id(from), keys::after_prefix(keys::id(from)),
                   _("an edge"), decode_out, visit);
}

Result<void> DatabaseReader::assertions_to(
    const EntityId& to, const std::function<bool(const Assertion&)>& visit) const {
  return scan_rows(*database_, Family::kIn, keys::id(to), keys::after_prefix(keys::id(to)),
                   _("an edge"), decode_in, visit);
}

Result<void> DatabaseReader::assertions_from_regions(
    std::string_view code_prefix, const std::function<bool(const Assertion&)>& visit) const {
  const auto prefix = region_prefix(code_prefix);
  return scan_rows(*database_, Family::kOut, prefix, keys::after_prefix(prefix), _("an edge"),
                   decode_out, visit);
}

Result<void> DatabaseReader::assertions_to_regions(
    std::string_view code_prefix, const std::function<bool(const Assertion&)>& visit) const {
  const auto prefix = region_prefix(code_prefix);
  return scan_rows(*database_, Family::kIn, prefix, keys::after_prefix(prefix), _("an edge"),
                   decode_in, visit);
}

Result<void> DatabaseReader::candidates_of(
    const EntityId& entity, const std::function<bool(const Candidate&)>& visit) const {
  return scan_rows(*database_, Family::kCandidates, keys::id(entity),
                   keys::after_prefix(keys::id(entity)), _("a candidate"), decode_candidate, visit);
}

Result<void> DatabaseReader::each_log_entry(
    std::uint64_t after, const std::function<bool(const LogEntry&)>& visit) const {
  if (after == UINT64_MAX) return {};
  return scan_rows(*database_, Family::kLog, keys::number(after + 1), {}, _("a log entry"),
                   decode_log, visit);
}

Result<void> DatabaseReader::each_subject(
    const std::function<bool(std::string_view code, std::uint64_t sections)>& visit) const {
  return scan_rows(
      *database_, Family::kSubjects, {}, {}, _("a count of sections"), decode_subject,
      [&](const Subject& subject) { return visit(subject.region.code(), subject.sections); });
}

Result<std::vector<SectionSketch>> DatabaseReader::sketches(const ArticleId& id) const {
  const auto bytes = database_->get(Family::kSketches, keys::id(id));
  if (!bytes) return bytes.error();
  if (!*bytes) return std::vector<SectionSketch>();
  auto sketches = codec::decode_sketches(**bytes);
  if (!sketches) {
    return database_->damaged(message(_("sketches of article {} damaged"), id.hex()));
  }
  return std::move(*sketches);
}

Result<std::vector<SectionRef>> DatabaseReader::sections_in_band(std::uint32_t band) const {
  std::vector<SectionRef> sections;
  const auto scanned = database_->scan_prefix(Family::kBands, keys::band(band),
                                              [&](std::string_view key, std::string_view) {
                                                if (const auto section = keys::parse_band(key))
                                                  sections.push_back(*section);
                                                return true;
                                              });
  if (!scanned) return scanned.error();
  return sections;
}

Result<std::vector<SectionRef>> DatabaseReader::group_members(const SectionRef& group) const {
  std::vector<SectionRef> members;
  const auto scanned = database_->scan_prefix(Family::kGroups, group.encode(),
                                              [&](std::string_view key, std::string_view) {
                                                if (const auto row = keys::parse_group(key))
                                                  members.push_back(row->second);
                                                return true;
                                              });
  if (!scanned) return scanned.error();
  return members;
}

Result<std::optional<std::string>> DatabaseReader::meta(std::string_view name) const {
  return database_->get(Family::kMeta, keys::meta(name));
}

Result<GraphReader::Counts> DatabaseReader::counts() const {
  Counts counts;
  const auto articles = each_article([&](const StoredArticle& stored) {
    ++counts.articles;
    if (stored.current) {
      ++counts.current_articles;
      counts.sections += stored.article.sections.size();
    }
    return true;
  });
  if (!articles) return articles.error();
  const auto tally = [&](EntityKind kind, std::uint64_t& all, std::uint64_t* visible) {
    return each_entity(kind, [&, visible](const Entity& entity) {
      ++all;
      if (visible != nullptr && entity.visible) ++*visible;
      return true;
    });
  };
  for (const auto& scanned :
       {tally(EntityKind::kProgram, counts.programs, &counts.visible_programs),
        tally(EntityKind::kOrganization, counts.organizations, nullptr),
        tally(EntityKind::kDocument, counts.documents, nullptr)}) {
    if (!scanned) return scanned.error();
  }
  const auto count_rows = [&](Family family, std::uint64_t& rows) {
    return database_->scan_all(family, [&](std::string_view, std::string_view) {
      ++rows;
      return true;
    });
  };
  for (const auto& scanned : {count_rows(Family::kOut, counts.assertions),
                              count_rows(Family::kCandidates, counts.candidates)}) {
    if (!scanned) return scanned.error();
  }
  return counts;
}

Result<void> assertions_to_range(const GraphReader& graph, const EntityId& to, Relation relation,
                                 const EntityId& first,
                                 const std::function<bool(const Assertion&)>& visit) {
  const auto* reader = dynamic_cast<const DatabaseReader*>(&graph);
  if (reader == nullptr) {
    return graph.assertions_to(to, [&](const Assertion& assertion) {
      const bool before = assertion.relation < relation ||
                          (assertion.relation == relation && assertion.from < first);
      return before || (assertion.relation == relation && visit(assertion));
    });
  }
  std::string prefix(keys::id(to));
  prefix += static_cast<char>(relation);
  return scan_rows(reader->database(), Family::kIn, prefix + std::string(keys::id(first)),
                   keys::after_prefix(prefix), _("an edge"), decode_in, visit);
}

namespace {

// Those its edges go to, or those they come from.
Result<void> each_end(const GraphReader& graph, const EntityId& node, bool forward,
                      const std::function<bool(const EdgeEnd&)>& visit) {
  std::optional<EdgeEnd> last;
  // Evidence of one edge comes in a row.
  const auto met = [&](const EdgeEnd& neighbor) {
    return last == neighbor || visit(*(last = neighbor));
  };
  if (const auto* reader = dynamic_cast<const DatabaseReader*>(&graph)) {
    return scan_rows(
        reader->database(), forward ? Family::kOut : Family::kIn, keys::id(node),
        keys::after_prefix(keys::id(node)), _("an edge"),
        [](std::string_view key, std::string_view) { return keys::EdgeKey::parse(key); },
        [&](const keys::EdgeKey& key) {
          return met({key.far, key.relation, forward});
        });
  }
  if (forward) {
    return graph.assertions_from(node, [&](const Assertion& edge) {
      return met({edge.to, edge.relation, true});
    });
  }
  return graph.assertions_to(node, [&](const Assertion& edge) {
    return met({edge.from, edge.relation, false});
  });
}

}  // namespace

Result<void> each_neighbor(const GraphReader& graph, const EntityId& node,
                           const std::function<bool(const EdgeEnd&)>& visit) {
  bool goes_on = true;
  const auto read = each_end(graph, node, true,
                             [&](const EdgeEnd& neighbor) { return goes_on = visit(neighbor); });
  return read && goes_on ? each_end(graph, node, false, visit) : read;
}

Result<void> each_successor(const GraphReader& graph, const EntityId& node,
                            const std::function<bool(const EdgeEnd&)>& visit) {
  return each_end(graph, node, true, visit);
}

Result<bool> has_subject(const GraphReader& graph, std::string_view code_prefix) {
  bool has = false;
  const auto* reader = dynamic_cast<const DatabaseReader*>(&graph);
  if (reader == nullptr) {
    const auto read = graph.each_subject([&](std::string_view code, std::uint64_t) {
      has = code.starts_with(code_prefix);
      return !has;
    });
    if (!read) return read.error();
    return has;
  }
  const auto prefix = region_prefix(code_prefix);
  const auto read =
      scan_rows(reader->database(), Family::kSubjects, prefix, keys::after_prefix(prefix),
                _("a count of sections"), decode_subject, [&](const Subject&) {
                  has = true;
                  return false;
                });
  if (!read) return read.error();
  return has;
}

}  // namespace zhengce
