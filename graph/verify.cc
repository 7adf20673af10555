#include <algorithm>
#include <map>
#include <set>

#include "corpus/text.h"
#include "graph/codec.h"
#include "graph/key_layout.h"
#include "graph/reader.h"

namespace zhengce {
namespace {

using keys::Family;

// Faults beyond these say nothing new.
constexpr std::size_t kMostFaults = 200;

class Verifier {
 public:
  explicit Verifier(const DatabaseReader& reader, const Database& database)
      : reader_(reader), database_(database) {}

  std::vector<std::string> run() {
    check_articles();
    check_rows();
    check_entities();
    check_log();
    check_subjects();
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
      fault(what + " missing");
    else if (**stored != value)
      fault(what + " differs from its article's extraction");
    ++expected_[family];
  }
  void check_articles();
  void check_article(const ArticleId& id, const StoredArticle& stored);
  void check_rows();
  void check_entities();
  void check_log();
  void check_subjects();
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
      fault(id ? "article " + id->hex() + " damaged" : "an article's key damaged");
    return true;
  }));
  passed(database_.scan_all(Family::kTexts, [&](std::string_view key, std::string_view) {
    const auto id = keys::parse_article(key);
    const auto stored = id ? database_.get(Family::kArticles, key) : std::optional<std::string>();
    if (passed(stored) && !*stored) fault("a text without article");
    return true;
  }));
}

void Verifier::check_article(const ArticleId& id, const StoredArticle& stored) {
  const std::string name = "article " + id.hex();
  if (!sequences_.emplace(stored.sequence, id).second) fault(name + ": sequence used twice");
  const auto text = reader_.text(id);
  if (passed(text)) {
    std::size_t replaced = 0;
    const auto size = *text ? decode_utf8(**text, &replaced).size() : 0;
    if (!*text)
      fault(name + ": text missing");
    else if (replaced > 0)
      fault(name + ": text is no UTF-8");
    const auto is_inside = [&](Span span) { return span.start <= span.end && span.end <= size; };
    for (const Section& section : stored.article.sections) {
      if (!is_inside(section.span)) fault(name + ": a section reaches beyond the text");
    }
    for (const Part& part : stored.article.parts) {
      if (!is_inside(part.span)) fault(name + ": a part reaches beyond the text");
    }
  }
  for (const Source& source : stored.article.sources) {
    const auto row = database_.get(Family::kPlaces, keys::place(Place::encode(source), id));
    if (passed(row) && !*row) fault(name + ": a place it was found at is not indexed");
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
    fault(name + ": not current, but has facts");
  std::uint32_t n = 0;
  for (const Assertion& assertion : extraction->assertions) {
    const auto out = keys::EdgeKey::out(assertion, n++);
    const auto value = codec::encode_edge(assertion);
    const std::string edge = name + ": edge " + assertion.from.text() + " " +
                             std::string(relation_name(assertion.relation)) + " " +
                             assertion.to.text();
    expect(Family::kOut, out.encode(), value, edge);
    expect(Family::kIn, out.reversed().encode(), value, edge + " (reverse)");
  }
  n = 0;
  for (const Candidate& candidate : extraction->candidates) {
    expect(Family::kCandidates, keys::CandidateKey::of(candidate, n++).encode(),
           codec::encode_candidate(candidate), name + ": candidate " + candidate.entity.text());
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
        fault(name + ": a key damaged");
      } else if (const auto id = edge ? edge->article : candidate->article;
                 !is_extracted(id, family, key)) {
        fault(name + ": a row that article " + id.hex() + " does not have");
      }
      return faults_.size() < kMostFaults;
    }));
  }
  passed(database_.scan_all(Family::kPlaces, [&](std::string_view key, std::string_view) {
    const auto id = keys::parse_article(key.substr(std::min(key.size(), keys::kIdBytes)));
    if (!id) {
      fault("places: a key damaged");
      return true;
    }
    const auto stored = reader_.article(*id, false);
    if (!passed(stored)) return true;
    const bool is_there =
        *stored && std::any_of((*stored)->article.sources.begin(), (*stored)->article.sources.end(),
                               [&](const Source& source) {
                                 return keys::place(Place::encode(source), *id) == key;
                               });
    if (!is_there) fault("places: a row that article " + id->hex() + " does not have");
    return true;
  }));
}

void Verifier::check_entities() {
  std::uint64_t expected_names = 0;
  passed(database_.scan_all(Family::kEntities, [&](std::string_view key, std::string_view value) {
    const auto id = keys::parse_entity(key);
    const auto entity = id ? codec::decode_entity(*id, value) : std::nullopt;
    if (!entity) {
      fault(id ? "entity " + id->text() + " damaged" : "an entity's key damaged");
      return true;
    }
    std::set<std::string> names;
    for (const WrittenForm& form : entity->forms)
      names.insert(keys::name(normalize_name(form.name), *id));
    for (const auto& name : names) {
      const auto row = database_.get(Family::kNames, name);
      if (passed(row) && !*row) fault("entity " + id->text() + ": a name of it is not indexed");
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
    fault("names: " + std::to_string(names - expected_names) + " rows that no entity has");
  }
}

void Verifier::check_log() {
  const auto sequence = reader_.sequence();
  passed(sequence);
  std::uint64_t entries = 0;
  passed(database_.scan_all(Family::kLog, [&](std::string_view key, std::string_view value) {
    const auto number = keys::parse_number(key);
    const auto article = keys::parse_article(value);
    if (!number || !article) {
      fault("a log entry damaged");
      return true;
    }
    const std::string name = "log entry " + std::to_string(*number);
    const auto place = sequences_.find(*number);
    if (place == sequences_.end() || place->second != *article)
      fault(name + " is not its article's last");
    if (sequence && *number > *sequence) fault(name + " lies beyond the store's sequence");
    ++entries;
    return true;
  }));
  if (entries < sequences_.size()) {
    fault("log: " + std::to_string(sequences_.size() - entries) + " articles without entry");
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
      fault("sections about region " + code + ": " + std::to_string(counted) + " counted, " +
            std::to_string(sections) + " there");
    }
  }
  for (const auto& [code, sections] : stored) {
    if (!subjects_.contains(code))
      fault("sections about region " + code + ": counted, but none there");
  }
}

}  // namespace

Result<std::vector<std::string>> DatabaseReader::verify() const {
  return Verifier(*this, *database_).run();
}

}  // namespace zhengce
