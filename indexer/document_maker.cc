#include "indexer/document_maker.h"

#include <xapian.h>
#include <xxhash.h>

#include <algorithm>
#include <map>
#include <set>

#include "corpus/analysis/fold.h"
#include "corpus/index_schema.h"
#include "indexer/document_sum.h"

namespace zhengce {
namespace {

std::string join_lines(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& value : values) {
    if (!out.empty()) out.push_back('\n');
    out += value;
  }
  return out;
}

using Names = std::set<std::string>;

// An article may be found at thousands of places of few names.
Names source_names(const Article& article) {
  Names names;
  for (const Source& source : article.sources) names.insert(source.name);
  return names;
}

// What extraction found in one section, and the group of reprints it is in: what other articles
// have a say in.
struct SectionNames {
  Names programs;
  Names organizations;
  std::string group;
};
using NamesBySection = std::map<std::uint32_t, SectionNames>;

NamesBySection names_by_section(const Extraction& extraction,
                                const std::vector<SectionSketch>& sketches) {
  NamesBySection names;
  for (const SectionSketch& sketch : sketches) {
    if (sketch.group) names[sketch.section].group = sketch.group->encode();
  }
  for (const Candidate& candidate : extraction.candidates) {
    SectionNames& section = names[candidate.evidence.section];
    if (candidate.entity.kind() == EntityKind::kProgram) {
      section.programs.insert(candidate.entity.text());
    } else if (candidate.entity.kind() == EntityKind::kOrganization) {
      section.organizations.insert(candidate.entity.text());
    }
  }
  return names;
}

std::vector<std::string> mentioned_in(const Section& section, const Extraction& extraction) {
  return section.n < extraction.mentioned_regions.size() ? extraction.mentioned_regions[section.n]
                                                         : std::vector<std::string>();
}

// Puts the names into the document in place of those it has; false if they are the same.
bool set_names(Xapian::Document& document, std::string_view prefix, unsigned slot,
               const Names& names) {
  const std::string value = join_lines({names.begin(), names.end()});
  const std::string before = document.get_value(slot);
  if (value == before) return false;
  for (std::size_t start = 0; start < before.size();) {
    const auto end = std::min(before.find('\n', start), before.size());
    const std::string name = before.substr(start, end - start);
    if (!names.contains(name)) document.remove_term(std::string(prefix) + name);
    start = end + 1;
  }
  for (const auto& name : names) document.add_boolean_term(std::string(prefix) + name);
  document.add_value(slot, value);
  return true;
}

bool set_names(Xapian::Document& document, const SectionNames& names) {
  const bool programs =
      set_names(document, schema::kProgram, schema::kSlotPrograms, names.programs);
  const bool organizations =
      set_names(document, schema::kOrganization, schema::kSlotOrgs, names.organizations);
  const bool group = document.get_value(schema::kSlotGroup) != names.group;
  if (group) document.add_value(schema::kSlotGroup, names.group);
  return programs || organizations || group;
}

// Hashes of all that an article's documents are made of but SectionNames, by section.
std::vector<std::string> content_hashes(const Article& article, const Extraction& extraction) {
  std::string whole = article.text + '\0' + article.title + '\0' + article.number + '\0' +
                      article.issuer + '\0' + (article.date() ? article.date()->iso() : "");
  for (const auto& name : source_names(article)) whole += '\0' + name;
  const auto base = XXH3_64bits(whole.data(), whole.size());
  std::vector<std::string> hashes;
  for (const Section& section : article.sections) {
    const std::string own = std::to_string(section.span.start) + ' ' +
                            std::to_string(section.span.end) + '\0' + section.heading + '\0' +
                            join_lines(section.about) + '\0' +
                            join_lines(mentioned_in(section, extraction));
    XXH64_canonical_t canonical;
    XXH64_canonicalFromHash(&canonical, XXH3_64bits_withSeed(own.data(), own.size(), base));
    hashes.emplace_back(canonical.digest, canonical.digest + sizeof canonical.digest);
  }
  return hashes;
}

// Where an article's documents differ from what is to be in SectionNames alone (a name learned
// elsewhere), changes these in place, which spares cutting the text again. False, with nothing
// done, where they differ in more.
bool update_names(Xapian::WritableDatabase& database, const Article& article, NamesBySection names,
                  const std::vector<std::string>& hashes) {
  const std::string term = std::string(schema::kArticle) + article.id.hex();
  std::map<std::string, std::size_t> sections;
  for (std::size_t at = 0; at < hashes.size(); ++at) {
    sections.emplace(SectionRef{article.id, article.sections[at].n}.encode(), at);
  }
  std::vector<std::pair<Xapian::docid, std::size_t>> places;
  for (auto it = database.postlist_begin(term); it != database.postlist_end(term); ++it) {
    const auto document = database.get_document(*it);
    const auto section = sections.find(document.get_data());
    if (section == sections.end() ||
        document.get_value(schema::kSlotContent) != hashes[section->second]) {
      return false;
    }
    places.emplace_back(*it, section->second);
  }
  if (places.size() != hashes.size()) return false;
  for (const auto& [docid, at] : places) {
    auto document = database.get_document(docid);
    if (!set_names(document, names[article.sections[at].n])) continue;
    seal(document);
    database.replace_document(docid, document);
  }
  return true;
}

}  // namespace

std::string DocumentMaker::fingerprint() const {
  return "index " + std::to_string(schema::kIndexVersion) + ", " + analyzer_.fingerprint();
}

bool DocumentMaker::put(Xapian::WritableDatabase& database, const Article& article,
                        const Extraction& extraction, const std::vector<SectionSketch>& sketches) {
  NamesBySection names = names_by_section(extraction, sketches);
  const auto hashes = content_hashes(article, extraction);
  if (update_names(database, article, names, hashes)) return false;
  database.delete_document(std::string(schema::kArticle) + article.id.hex());
  const auto shared = shared_terms(article);
  const std::u32string text = decode_utf8(article.text);
  for (std::size_t at = 0; at < article.sections.size(); ++at) {
    const Section& section = article.sections[at];
    Xapian::Document document;
    for (const Span span : indexed_spans(article, section)) {
      analyzer_.each_count(slice(text, span), [&](const std::string& term, std::uint32_t count) {
        document.add_term(term, count);
      });
    }
    for (const auto& term : shared) document.add_boolean_term(term);
    for (const auto& term : field_terms(schema::kTitle, section.heading)) {
      document.add_boolean_term(term);
    }
    if (section.about.empty()) document.add_boolean_term(std::string(schema::kNoSubject));
    for (const auto& code : section.about) {
      document.add_boolean_term(std::string(schema::kSubject) + code);
    }
    const auto mentioned = mentioned_in(section, extraction);
    for (const auto& code : mentioned) {
      document.add_boolean_term(std::string(schema::kMention) + code);
    }
    set_names(document, names[section.n]);
    const std::string key = SectionRef{article.id, section.n}.encode();
    document.set_data(key);
    document.add_value(schema::kSlotId, key);
    document.add_value(schema::kSlotContent, hashes[at]);
    if (const auto date = article.date()) {
      std::string digits = std::to_string(date->number());
      digits.insert(0, 8 - std::min<std::size_t>(8, digits.size()), '0');
      document.add_value(schema::kSlotDate, digits);
    }
    const auto& regions = section.about.empty() ? mentioned : section.about;
    if (!regions.empty()) document.add_value(schema::kSlotRegions, join_lines(regions));
    if (!article.issuer.empty()) document.add_value(schema::kSlotIssuer, article.issuer);
    seal(document);
    database.add_document(document);
  }
  return true;
}

std::vector<std::string> DocumentMaker::shared_terms(const Article& article) {
  std::vector<std::string> terms{std::string(schema::kArticle) + article.id.hex()};
  const auto add = [&](std::string_view prefix, const std::string& value) {
    for (auto& term : field_terms(prefix, value)) terms.push_back(std::move(term));
  };
  add(schema::kTitle, article.title);
  const auto whole = schema::whole_title_term(fold_text(decode_utf8(article.title)));
  if (!whole.empty()) terms.push_back(whole);
  add(schema::kIssuer, article.issuer);
  for (const auto& name : source_names(article)) add(schema::kSource, name);
  if (!article.number.empty()) {
    terms.push_back(std::string(schema::kNumber) + fold_utf8(article.number));
  }
  if (is_invented(article.title)) terms.emplace_back(schema::kInvented);
  return terms;
}

std::vector<std::string> DocumentMaker::field_terms(std::string_view prefix,
                                                    const std::string& value) {
  std::vector<std::string> terms;
  if (value.empty()) return terms;
  for (const Term& term : analyzer_.analyze(decode_utf8(value))) {
    terms.push_back(std::string(prefix) + term.text);
  }
  return terms;
}

}  // namespace zhengce
