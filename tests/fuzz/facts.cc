// Extraction: what an article says of regions, programs and organizations.
#include <algorithm>

#include "corpus/framing/frame.h"
#include "corpus/readers/clean_text.h"
#include "indexer/extract/extractor.h"
#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

namespace {

const Extractor& extractor() {
  static const Extractor one = [] {
    auto rules = RuleSet::load();
    require(rules.has_value(), "the built-in rules can be read");
    return Extractor(Gazetteer::builtin(), *rules);
  }();
  return one;
}

void check(const Evidence& evidence, const Article& article, std::size_t characters) {
  require(evidence.article == article.id, "evidence is of the article it was read in");
  require(evidence.section < article.sections.size(), "evidence is of a section");
  require(!evidence.sentence.empty() && evidence.sentence.end <= characters,
          "a sentence stands in the text", article.text);
  require(evidence.sentence.contains(evidence.mention), "a mention stands in its sentence",
          article.text);
  require(evidence.confidence >= 0 && evidence.confidence <= 1, "confidence is from 0 to 1");
  require(!evidence.rule.empty(), "evidence tells its rule");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  RawDocument raw;
  raw.text = clean_text(as_utf8(view(data, size)));
  raw.source.path = "page.txt";
  const auto article = frame_document(Gazetteer::builtin(), std::move(raw));
  if (!article) return 0;
  const auto characters = decode_utf8(article->text).size();
  const Extraction facts = extractor().extract(*article);
  for (const Candidate& candidate : facts.candidates) {
    check(candidate.evidence, *article, characters);
    require(!candidate.name.empty(), "a name is written somehow");
  }
  for (const Assertion& assertion : facts.assertions)
    check(assertion.evidence, *article, characters);
  require(std::is_sorted(facts.candidates.begin(), facts.candidates.end()),
          "candidates are sorted");
  require(std::is_sorted(facts.assertions.begin(), facts.assertions.end()),
          "assertions are sorted");
  for (const auto& codes : facts.mentioned_regions) {
    require(std::is_sorted(codes.begin(), codes.end()), "regions are sorted");
    for (const auto& code : codes)
      require(Gazetteer::builtin().find_code(code).has_value(), "a code is a region's", code);
  }
  require(extractor().extract(*article) == facts, "the same article says the same");
  // Names learned elsewhere: those of this article's own candidates change nothing twice.
  std::vector<Extractor::KnownName> names;
  for (const Candidate& candidate : facts.candidates) {
    if (candidate.entity.kind() != EntityKind::kProgram || names.size() == 8) continue;
    names.push_back({candidate.entity, normalize_name(candidate.name), candidate.name});
  }
  Extraction more = facts;
  extractor().add_known(*article, names, more);
  for (const Candidate& candidate : more.candidates)
    check(candidate.evidence, *article, characters);
  require(extractor().without_known(more) == facts, "what was learned elsewhere can be taken out",
          article->text);
  return 0;
}
