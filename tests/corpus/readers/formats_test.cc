#include <fstream>
#include <nlohmann/json.hpp>

#include "corpus/framing/frame.h"
#include "corpus/readers/reader.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

// Files made by other people's writers stand in tests/data/formats; expected.jsonl, made with them,
// says what is in each.
namespace zhengce::test {
namespace {

using Json = nlohmann::json;

std::vector<Json> expectations(const std::string& folder) {
  std::ifstream in(ZHENGCE_SOURCE_DIR "/tests/data/formats/expected.jsonl");
  std::vector<Json> rows;
  for (std::string line; std::getline(in, line);) {
    Json row = Json::parse(line);
    if (row["file"].get<std::string>().starts_with(folder + "/")) rows.push_back(std::move(row));
  }
  return rows;
}

struct Seen {
  std::vector<RawDocument> documents;
  std::vector<Error> errors;
};

std::string path_of(const Json& row) {
  return ZHENGCE_SOURCE_DIR "/tests/data/formats/" + row["file"].get<std::string>();
}

Seen read(const std::string& path) {
  Seen seen;
  const auto read = read_documents(path, {}, [&](Result<RawDocument> document) {
    if (document) {
      seen.documents.push_back(std::move(*document));
    } else {
      seen.errors.push_back(document.error());
    }
    return true;
  });
  if (!read) seen.errors.push_back(read.error());
  return seen;
}

std::string framed_title(const RawDocument& document) {
  const auto article = frame_document(Gazetteer::builtin(), document);
  return article ? article->title : article.error().message;
}

void check_error(const Seen& seen, const Json& row) {
  if (!row.contains("error")) {
    CHECK(seen.errors.empty());
    for (const auto& error : seen.errors) UNSCOPED_INFO(error.message);
    return;
  }
  REQUIRE(!seen.errors.empty());
  CHECK_THAT(seen.errors[0].message, ContainsSubstring(row["error"].get<std::string>()));
  for (const auto& error : seen.errors) CHECK(error.message.starts_with(path_of(row)));
}

// Text and title of the files of one folder, one document each.
void check_documents(const std::string& folder, std::size_t least) {
  std::size_t good = 0;
  for (const Json& row : expectations(folder)) {
    CAPTURE(row["file"]);
    const Seen seen = read(path_of(row));
    check_error(seen, row);
    if (row.contains("error")) continue;
    REQUIRE(seen.documents.size() == 1);
    ++good;
    const RawDocument& document = seen.documents[0];
    std::string text;
    for (const Json& line : row["text"]) text += line.get<std::string>() + "\n";
    CHECK(document.text == text);
    CHECK(framed_title(document) == row["title"]);
    CHECK(document.source.path == path_of(row));
  }
  CHECK(good >= least);
}

}  // namespace

TEST_CASE("a Word document reads as on paper: paragraphs, numbers, tables, notes") {
  check_documents("docx", 10);
}

TEST_CASE("a PDF reads as on paper: columns, paragraphs over pages, no heads and page numbers") {
  check_documents("pdf", 10);
}

TEST_CASE("an OFD document reads as on paper, however its writer set it") {
  check_documents("ofd", 10);
}

TEST_CASE("the files in an archive are documents with a path and name of their own") {
  std::size_t good = 0;
  for (const Json& row : expectations("archives")) {
    CAPTURE(row["file"]);
    const Seen seen = read(path_of(row));
    check_error(seen, row);
    const Json expected = row.value("documents", Json::array());
    REQUIRE(seen.documents.size() == expected.size());
    if (!expected.empty()) ++good;
    // Packers keep the order a folder lists its files in, which is any.
    for (const Json& wanted : expected) {
      CAPTURE(wanted["path"]);
      const std::string member = wanted["path"];
      const std::string key = wanted.value("key", "");
      const auto found =
          std::find_if(seen.documents.begin(), seen.documents.end(), [&](const auto& document) {
            return document.source.path == path_of(row) + (member.empty() ? "" : "!/" + member) &&
                   document.source.key == key;
          });
      REQUIRE(found != seen.documents.end());
      CHECK(framed_title(*found) == wanted["title"]);
      CHECK(found->source.name == wanted.value("source", ""));
      CHECK(found->source.url == wanted.value("url", ""));
      CHECK(found->issuer == wanted.value("issuer", ""));
      CHECK(found->number == wanted.value("number", ""));
      const auto iso = [](const std::optional<Date>& date) { return date ? date->iso() : ""; };
      CHECK(iso(found->date) == wanted.value("date", ""));
      CHECK(iso(found->published) == wanted.value("published", ""));
      CHECK(iso(found->effective) == wanted.value("effective", ""));
      CHECK(iso(found->retrieved) == wanted.value("retrieved", ""));
    }
  }
  CHECK(good >= 10);
}

}  // namespace zhengce::test
