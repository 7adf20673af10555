#include <optional>

#include "corpus/framing/frame.h"
#include "corpus/readers/reader.h"
#include "tests/indexer/extract/support.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

using namespace zhengce;
using namespace zhengce::test;

TEST_CASE("the roundup of eight places gives each program its regions", "[extract]") {
  const auto shared = shared_dir();
  if (shared.empty()) {
    WARN("no ../shared here: not tried on the real page");
    return;
  }
  std::optional<Article> article;
  const auto read = read_documents(shared / "seed" / "000_a6000f82b2a5e143.txt", {},
                                   [&](Result<RawDocument> document) {
                                     REQUIRE(document);
                                     auto framed = frame_document(Gazetteer::builtin(), *document);
                                     REQUIRE(framed);
                                     article = *framed;
                                     return true;
                                   });
  REQUIRE(read);
  REQUIRE(article);
  const auto extraction = extractor().extract(*article);
  CHECK(runners(extraction, "各族群众互嵌式发展计划") ==
        std::set<std::string>{"330000", "450000", "520000", "653100"});
  CHECK(runners(extraction, "五社联动") == std::set<std::string>{"330000", "450000"});
  CHECK(runners(extraction, "蓉城一家亲") == std::set<std::string>{"510100"});
  const auto text = decode_utf8(article->text);
  const auto frame = text.find(U"网站声明");
  for (const auto& candidate : extraction.candidates)
    CHECK(candidate.evidence.sentence.end <= frame);
  for (const auto& assertion : extraction.assertions)
    CHECK(assertion.evidence.sentence.contains(assertion.evidence.mention));
}
