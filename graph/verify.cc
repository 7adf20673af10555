#include <algorithm>
#include <map>
#include <set>

#include "corpus/message.h"
#include "corpus/text.h"
#include "graph/codec.h"
#include "graph/key_layout.h"
#include "graph/reader.h"
#include "graph/reprint_groups.h"

namespace zhengce {
namespace {

using keys::Family;

// Faults beyond these say nothing new.
constexpr std::size_t kMostFaults = 200;

std::optional<ArticleId> article_of_place(std::string_view key) {
  return keys::parse_article(key.substr(std::min(key.size(), keys::kIdBytes)));
}

class Verifier {
 public:
  explicit Verifier(const DatabaseReader& reader, const Database& database)
      : reader_(reader), database_(database) {}

  std::vector<std::string> run() {
    passed(database_.verify_files());
    check_articles();
    check_rows();
    check_entities();
    check_log();
    check_subjects();
    check_reprints();
    return std::move(faults_);
  }

 private:
  void fault(std::string what) {
    if (faults_.size() < kMostFaults) faults_.push_back(std::move(what));
  }
  template <typename T>
  bool passed(const Result<T>& result) {
    if (!result) fault(result.error().message);
    return result.has_value();
  }
  // The row must be there and hold exactly this.
  void expect(Family family, const std::string& key, const std::string& value,
              const std::string& what) {
    const auto stored = database_.get(family, key);
    if (!passed(stored)) return;
    if (!*stored)
      fault(message(_("{} missing"), what));
    else if (**stored != value)
      fault(message(_("{} differs from its article's extraction"), what));
    ++expected_[family];
  }
  void check_articles();
  void check_article(const ArticleId& id, const StoredArticle& stored);
  void check_rows();
  void check_entities();
  void check_places();
  void check_log();
  void check_subjects();
  void check_reprints();
  void check_reprint_rows(Family family, const std::set<std::string>& expected);
  bool is_extracted(const ArticleId& id, Family family, std::string_view key);

  const DatabaseReader& reader_;
  const Database& database_;
  std::vector<std::string> faults_;
  std::map<Family, std::uint64_t> expected_;  ///< Rows that follow from the articles.
  std::map<std::uint64_t, ArticleId> sequences_;
  std::map<std::string, std::uint64_t> subjects_;
};

void Verifier::check_articles() {
  passed(database_.scan_all(Family::kArticles, [&](std::string_view key, std::string_view value) {
    const auto id = keys::parse_article(key);
    const auto stored = id ? codec::decode_article(*id, value) : std::nullopt;
    if (stored)
      check_article(*id, *stored);
    else
      fault(id ? message(_("article {} damaged"), id->hex()) : _("an article's key damaged"));
    return true;
  }));
  passed(database_.scan_all(Family::kTexts, [&](std::string_view key, std::string_view) {
    const auto id = keys::parse_article(key);
    const auto stored = id ? database_.get(Family::kArticles, key) : std::optional<std::string>();
    if (passed(stored) && !*stored) fault(_("a text without article"));
    return true;
  }));
}

void Verifier::check_article(const ArticleId& id, const StoredArticle& stored) {
  const std::string name = message(_("article {}"), id.hex());
  if (!sequences_.emplace(stored.sequence, id).second)
    fault(message(_("{}: sequence used twice"), name));
  const auto text = reader_.text(id);
  std::size_t size = 0;
  if (passed(text)) {
    std::size_t replaced = 0;
    size = *text ? decode_utf8(**text, &replaced).size() : 0;
    if (!*text)
      fault(message(_("{}: text missing"), name));
    else if (replaced > 0)
      fault(message(_("{}: text is no UTF-8"), name));
    const auto is_inside = [&](Span span) { return span.start <= span.end && span.end <= size; };
    for (const Section& section : stored.article.sections) {
      if (!is_inside(section.span))
        fault(message(_("{}: a section reaches beyond the text"), name));
    }
    for (const Part& part : stored.article.parts) {
      if (!is_inside(part.span)) fault(message(_("{}: a part reaches beyond the text"), name));
    }
  }
  const auto places = places_of(stored.article);
  expected_[Family::kPlaces] += places.size();
  for (const std::string& place : places) {
    const auto row = database_.get(Family::kPlaces, place);
    if (passed(row) && !*row) fault(message(_("{}: a place it was found at is not indexed"), name));
  }
  if (stored.current) {
    for (const Section& section : stored.article.sections) {
      for (const auto& code : std::set<std::string>(section.about.begin(), section.about.end())) {
        ++subjects_[code];
      }
    }
  }
  const auto extraction = reader_.extraction(id);
  if (!passed(extraction)) return;
  if (!stored.current && !(*extraction == Extraction()))
    fault(message(_("{}: not current, but has facts"), name));
  // Sentences are stored as places in the text: one that lies in it is a slice of it, word for
  // word.
  const auto check_evidence = [&](const Evidence& evidence, const std::string& what) {
    const Span sentence = evidence.sentence;
    if (sentence.start >= sentence.end || sentence.end > size)
      fault(message(_("{}: its sentence is not in the article's text"), what));
    if (evidence.section >= stored.article.sections.size())
      fault(message(_("{}: its section is not in the article"), what));
  };
  std::uint32_t n = 0;
  for (const Assertion& assertion : extraction->assertions) {
    const auto out = keys::EdgeKey::out(assertion, n++);
    const auto value = codec::encode_edge(assertion);
    const std::string edge = name + ": edge " + assertion.from.text() + " " +
                             std::string(relation_name(assertion.relation)) + " " +
                             assertion.to.text();
    check_evidence(assertion.evidence, edge);
    expect(Family::kOut, out.encode(), value, edge);
    expect(Family::kIn, out.reversed().encode(), value, message(_("{} (reverse)"), edge));
  }
  n = 0;
  for (const Candidate& candidate : extraction->candidates) {
    expect(Family::kCandidates, keys::CandidateKey::of(candidate, n++).encode(),
           codec::encode_candidate(candidate),
           message(_("{}: candidate {}"), name, candidate.entity.text()));
  }
}

bool Verifier::is_extracted(const ArticleId& id, Family family, std::string_view key) {
  const auto extraction = reader_.extraction(id);
  if (!passed(extraction)) return true;  // said once already
  std::uint32_t n = 0;
  if (family == Family::kCandidates) {
    return std::any_of(
        extraction->candidates.begin(), extraction->candidates.end(),
        [&](const Candidate& c) { return keys::CandidateKey::of(c, n++).encode() == key; });
  }
  return std::any_of(extraction->assertions.begin(), extraction->assertions.end(),
                     [&](const Assertion& a) {
                       const auto out = keys::EdgeKey::out(a, n++);
                       return (family == Family::kOut ? out : out.reversed()).encode() == key;
                     });
}

// Each row that an extraction asks for was found; so only where there are more rows is there one to
// be named.
void Verifier::check_rows() {
  for (const Family family : {Family::kOut, Family::kIn, Family::kCandidates}) {
    std::uint64_t rows = 0;
    passed(database_.scan_all(family, [&](std::string_view, std::string_view) {
      ++rows;
      return true;
    }));
    if (rows == expected_[family]) continue;
    passed(database_.scan_all(family, [&](std::string_view key, std::string_view) {
      const auto edge = keys::EdgeKey::parse(key);
      const auto candidate = keys::CandidateKey::parse(key);
      const std::string name = keys::kFamilyNames[static_cast<std::size_t>(family)];
      if (family == Family::kCandidates ? !candidate : !edge) {
        fault(message(_("{}: a key damaged"), name));
      } else if (const auto id = edge ? edge->article : candidate->article;
                 !is_extracted(id, family, key)) {
        fault(message(_("{}: a row that article {} does not have"), name, id.hex()));
      }
      return faults_.size() < kMostFaults;
    }));
  }
  check_places();
}

// Each article has looked for its rows: where there are as many as that, none is one too many.
void Verifier::check_places() {
  std::uint64_t rows = 0;
  passed(database_.scan_all(Family::kPlaces, [&](std::string_view key, std::string_view) {
    ++rows;
    if (!article_of_place(key)) fault(message(_("{}: a key damaged"), "places"));
    return true;
  }));
  if (rows == expected_[Family::kPlaces]) return;
  // An article may have thousands: they are read once.
  std::map<ArticleId, std::set<std::string>> places;
  passed(database_.scan_all(Family::kPlaces, [&](std::string_view key, std::string_view) {
    const auto id = article_of_place(key);
    if (!id) return true;
    const auto [known, is_new] = places.try_emplace(*id);
    if (is_new) {
      const auto stored = reader_.article(*id, false);
      if (passed(stored) && *stored) known->second = places_of((*stored)->article);
    }
    if (!known->second.contains(std::string(key)))
      fault(message(_("{}: a row that article {} does not have"), "places", id->hex()));
    return true;
  }));
}

void Verifier::check_entities() {
  std::uint64_t expected_names = 0;
  passed(database_.scan_all(Family::kEntities, [&](std::string_view key, std::string_view value) {
    const auto id = keys::parse_entity(key);
    const auto entity = id ? codec::decode_entity(*id, value) : std::nullopt;
    if (!entity) {
      fault(id ? message(_("entity {} damaged"), id->text()) : _("an entity's key damaged"));
      return true;
    }
    std::set<std::string> names;
    for (const WrittenForm& form : entity->forms)
      names.insert(keys::name(normalize_name(form.name), *id));
    for (const auto& name : names) {
      const auto row = database_.get(Family::kNames, name);
      if (passed(row) && !*row)
        fault(message(_("entity {}: a name of it is not indexed"), id->text()));
    }
    expected_names += names.size();
    return true;
  }));
  std::uint64_t names = 0;
  passed(database_.scan_all(Family::kNames, [&](std::string_view, std::string_view) {
    ++names;
    return true;
  }));
  if (names > expected_names) {
    fault(message(_("names: {} rows that no entity has"), names - expected_names));
  }
}

void Verifier::check_log() {
  const auto sequence = reader_.sequence();
  passed(sequence);
  std::set<std::uint64_t> removals;
  const auto removed = database_.get(Family::kMeta, keys::kRemovals);
  if (passed(removed) && *removed) {
    for (std::size_t at = 0; at + 8 <= (*removed)->size(); at += 8) {
      removals.insert(*keys::parse_number(std::string_view(**removed).substr(at, 8)));
    }
  }
  std::uint64_t entries = 0;
  passed(database_.scan_all(Family::kLog, [&](std::string_view key, std::string_view value) {
    const auto number = keys::parse_number(key);
    const auto article = keys::parse_article(value);
    if (!number || !article) {
      fault(_("a log entry damaged"));
      return true;
    }
    const std::string name = message(_("log entry {}"), *number);
    const auto place = sequences_.find(*number);
    if (sequence && *number > *sequence)
      fault(message(_("{} lies beyond the store's sequence"), name));
    // Of an article that is gone, and of which an index may not yet know.
    if (place == sequences_.end() && removals.contains(*number)) return true;
    if (place == sequences_.end() || place->second != *article)
      fault(message(_("{} is not its article's last"), name));
    ++entries;
    return true;
  }));
  if (entries < sequences_.size()) {
    fault(message(_("log: {} articles without entry"), sequences_.size() - entries));
  }
}

void Verifier::check_subjects() {
  std::map<std::string, std::uint64_t> stored;
  passed(reader_.each_subject([&](std::string_view code, std::uint64_t sections) {
    stored.emplace(code, sections);
    return true;
  }));
  if (stored == subjects_) return;
  for (const auto& [code, sections] : subjects_) {
    const auto place = stored.find(code);
    const auto counted = place == stored.end() ? 0 : place->second;
    if (counted != sections) {
      fault(message(_("sections about region {}: {} counted, {} there"), code, counted, sections));
    }
  }
  for (const auto& [code, sections] : stored) {
    if (!subjects_.contains(code))
      fault(message(_("sections about region {}: counted, but none there"), code));
  }
}

// Groups everything anew, as if nothing were grouped.
void Verifier::check_reprints() {
  const auto version = reader_.meta(kMetaReprints);
  if (!passed(version) || *version != std::to_string(kReprintVersion)) return;
  const ReadArticle read = [&](const ArticleId& id) -> Result<std::shared_ptr<const Article>> {
    auto stored = reader_.article(id, true);
    if (!stored) return stored.error();
    if (!*stored) return std::shared_ptr<const Article>();
    return std::make_shared<const Article>(std::move((*stored)->article));
  };
  std::vector<ArticleId> current;
  passed(database_.scan_all(Family::kArticles, [&](std::string_view key, std::string_view value) {
    const auto id = keys::parse_article(key);
    const auto stored = id ? codec::decode_article(*id, value) : std::nullopt;
    if (stored && stored->current) current.push_back(*id);
    return true;
  }));
  std::vector<ArticleSketches> all;
  for (const ArticleId& id : current) {
    const auto article = read(id);
    if (!article) continue;  // Said once already.
    auto sketches = sketches_of(**article);
    if (!sketches.empty()) all.push_back({id, std::move(sketches)});
  }
  const auto grouped = group_reprints(nullptr, all, read);
  if (!passed(grouped)) return;
  std::set<std::string> sketches, bands, groups;
  for (const ArticleSketches& article : *grouped) {
    sketches.insert(std::string(keys::id(article.article)));
    const auto stored = reader_.sketches(article.article);
    if (passed(stored) && *stored != article.sections) {
      fault(message(_("article {}: its reprints are others than those stored"),
                    article.article.hex()));
    }
    for (const SectionSketch& sketch : article.sections) {
      const SectionRef section{article.article, sketch.section};
      for (const std::uint32_t band : sketch.bands) bands.insert(keys::band(band, section));
      if (sketch.group) groups.insert(keys::group(*sketch.group, section));
    }
  }
  check_reprint_rows(Family::kSketches, sketches);
  check_reprint_rows(Family::kBands, bands);
  check_reprint_rows(Family::kGroups, groups);
}

void Verifier::check_reprint_rows(Family family, const std::set<std::string>& expected) {
  std::uint64_t found = 0, others = 0;
  passed(database_.scan_all(family, [&](std::string_view key, std::string_view) {
    ++(expected.contains(std::string(key)) ? found : others);
    return true;
  }));
  const char* name = keys::kFamilyNames[static_cast<std::size_t>(family)];
  if (found < expected.size()) {
    fault(message(_("{}: {} rows of reprints missing"), name, expected.size() - found));
  }
  if (others > 0) fault(message(_("{}: {} rows of reprints that are not there"), name, others));
}

}  // namespace

Result<std::vector<std::string>> DatabaseReader::verify() const {
  return Verifier(*this, *database_).run();
}

}  // namespace zhengce
