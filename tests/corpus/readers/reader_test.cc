#include "corpus/readers/reader.h"

#include <sys/stat.h>
#include <zlib.h>

#include <vector>

#include "tests/support/catch.h"
#include "tests/support/linear.h"
#include "tests/support/temp_dir.h"

namespace zhengce::test {
namespace {

struct Seen {
  std::vector<RawDocument> documents;
  std::vector<std::string> skipped;
  std::string error;
  ErrorCode code = ErrorCode::kInternal;
};

Seen read(const std::filesystem::path& path, const ReaderOptions& options = {}) {
  Seen seen;
  const auto result = read_documents(path, options, [&](Result<RawDocument> document) {
    if (document) {
      seen.documents.push_back(std::move(*document));
    } else {
      seen.skipped.push_back(document.error().message);
    }
    return true;
  });
  if (!result) {
    seen.error = result.error().message;
    seen.code = result.error().code;
  }
  return seen;
}

std::string gzipped(const std::string& bytes) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("a text file is one document, in the form texts are stored in") {
  struct Row {
    const char* written;
    const char* stored;
  };
  const auto row = GENERATE(values<Row>({
      {"标题\n正文。\n", "标题\n正文。\n"},
      {"\xEF\xBB\xBF标题\r\n正文。\r\n", "标题\n正文。\n"},
      {"\x07\xEF\xBB\xBF\xEF\xBB\xBF标题\n正\xEF\xBB\xBF文。", "标题\n正\xEF\xBB\xBF文。"},
      {"标题\r正文。\f附件", "标题\n正文。\n附件"},
      {"标题\u2028正文\u0085附件", "标题\n正文\n附件"},
      {"标题\x1B[31m红\n正\t文\x07。", "标题[31m红\n正\t文。"},
  }));
  const TempDir dir;
  for (const bool packed : {false, true}) {
    const auto path =
        dir.write(packed ? "a.gz" : "a.txt", packed ? gzipped(row.written) : row.written);
    const auto seen = read(path);
    CHECK(seen.error.empty());
    REQUIRE(seen.documents.size() == 1);
    CHECK(seen.documents[0].text == row.stored);
    CHECK(seen.documents[0].source.path == path.string());
  }
}

TEST_CASE("what is no readable text is refused with the path and the reason") {
  struct Row {
    std::string bytes;
    const char* reason;
    ErrorCode code = ErrorCode::kInvalidInput;
  };
  const auto row = GENERATE(values<Row>({
      {"", "empty file"},
      {"\xEF\xBB\xBF \n\t\r\n", "nothing but blanks"},
      {std::string("PK\x03\x04\0\0正文", 12), "damaged archive"},
      {"\x89PNG\r\n\x1A\n\x01\x02\x03\x04\x05\x06\x07\x08\x01\x02\x03", "PNG image, not read",
       ErrorCode::kUnsupported},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0", "old kind", ErrorCode::kUnsupported},
      {"{\\rtf1 \\ansi}", "RTF file", ErrorCode::kUnsupported},
      {"\x01\x02\x03\x04\x05\x06\x07\x08\x01\x02\x03", "binary file", ErrorCode::kUnsupported},
      {std::string("{\0\0", 3), "binary file", ErrorCode::kUnsupported},
      {"标题\n正文\xFF。", "damaged text: 1 of 7 characters"},
      {"正文\uFFFD里有\xED\xA0\x80", "3 characters are no UTF-8"},
      {std::string(9000, '\x80'), "no Chinese text"},
      {std::string("\xFF\xFE{\0\n\0", 6), "JSON Lines in UTF-16LE"},
      {"<html><body><p>\n</body></html>", "without article text"},
  }));
  const TempDir dir;
  const auto path = dir.write("a.txt", row.bytes);
  const auto seen = read(path);
  CAPTURE(row.reason);
  CHECK(seen.documents.empty());
  CHECK(seen.code == row.code);
  CHECK(seen.error.starts_with(path.string()));
  CHECK_THAT(seen.error, ContainsSubstring(row.reason));
}

TEST_CASE("an error is one line, though the file's name is two") {
  const TempDir dir;
  for (const char* bytes : {"", "{\n", "PK\x03\x04"}) {
    const auto seen = read(dir.write("a\nb.txt", bytes));
    REQUIRE(seen.documents.empty());
    const std::string error = seen.skipped.empty() ? seen.error : seen.skipped.front();
    CHECK(error.find('\n') == std::string::npos);
    CHECK_THAT(error, ContainsSubstring("a b.txt"));
  }
}

TEST_CASE("what is no file is refused with the path and the reason") {
  const TempDir dir;
  CHECK(read(dir.path() / "none.txt").code == ErrorCode::kNotFound);
  CHECK_THAT(read(dir.path() / "none.txt").error, ContainsSubstring("none.txt"));
  CHECK_THAT(read(dir.path()).error, ContainsSubstring("folder"));
  const auto pipe = dir.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_THAT(read(pipe).error, ContainsSubstring("no regular file"));
}

TEST_CASE("an array of JSON objects is read as their lines would be") {
  struct Row {
    const char* json;
    std::vector<std::string> keys;
    std::vector<std::string> told;
  };
  const Row row = GENERATE(values<Row>({
      {R"([{"id":"a","text":"一"},{"id":"b","text":"二"}])", {"a", "b"}, {}},
      {"\xEF\xBB\xBF[\n {\n  \"id\": \"a\",\n  \"text\": \"一 ] } \\\" \\\\\"\n },\n {\"id\":"
       "\"b\",\"text\":\"二\",\"more\":[{\"x\":1}]}\n]\n",
       {"a", "b"},
       {}},
      {"{\n \"id\": \"a\",\n \"text\": \"一\"\n}\n{\n \"id\": \"b\",\n \"text\": \"二\"\n}\n",
       {"a", "b"},
       {}},
      {R"([{"id":"a","text":"一"}, 5, [1,"],"], {"id":"b","text":"二"}])",
       {"a", "b"},
       {"item 2: not a JSON object", "item 3: not a JSON object"}},
      {R"([{"id":"a","text":"一"},{"id":"b"}])", {"a"}, {"item 2: no \"text\""}},
      {R"([{"id":"a","text":"一"},{"id":"b","text":"二)",
       {"a"},
       {"item 2: not valid JSON", "item 2: cut short, what follows is not read"}},
  }));
  CAPTURE(row.json);
  const test::TempDir dir;
  for (const bool packed : {false, true}) {
    const auto seen = read(dir.write("a.json", packed ? gzipped(row.json) : row.json));
    CHECK(seen.error.empty());
    std::vector<std::string> keys;
    for (const auto& document : seen.documents) keys.push_back(document.source.key);
    CHECK(keys == row.keys);
    REQUIRE(seen.skipped.size() == row.told.size());
    for (std::size_t i = 0; i < row.told.size(); ++i)
      CHECK_THAT(seen.skipped[i], ContainsSubstring(row.told[i]));
  }
}

TEST_CASE("an array of many objects is read in pieces, and other JSON is refused") {
  const test::TempDir dir;
  std::string array = "[";
  for (int i = 0; i < 50'000; ++i) {
    array += (i == 0 ? "\n" : ",\n") + std::string(R"({"id":"k)") + std::to_string(i) +
             R"(","text":"第)" + std::to_string(i) + R"(条公告：小区门口设立读书亭。"})";
  }
  const auto seen = read(dir.write("many.json", array + "\n]\n"));
  CHECK(seen.documents.size() == 50'000);
  CHECK(seen.skipped.empty());
  CHECK(seen.documents.back().source.key == "k49999");
  CHECK(seen.documents.back().file_bytes > seen.documents[100].file_bytes);
  for (const char* other : {"[]", "[1, 2]", "[\"政策\"]", "[[{\"text\":\"一\"}]]"}) {
    const auto refused = read(dir.write("other.json", other));
    CHECK(refused.code == ErrorCode::kInvalidInput);
    CHECK_THAT(refused.error, ContainsSubstring("JSON"));
  }
  CHECK(read(dir.write("a.txt", "[2021]4号\n关于政策的通知。\n")).documents.size() == 1);
}

TEST_CASE("a line of JSONL becomes a document with what it states") {
  const TempDir dir;
  const auto path = dir.write(
      "a.jsonl",
      R"({"id":"k1","title":"标题","text":"第一行\r\n第二行","date":"2024-3-5","issuer":"某局","number":"某发〔2024〕1号",)"
      R"("source":"某报","url":"https://example.org/1","category":"通知"})"
      "\n\n"
      R"({"id":42,"text":"只有正文","title":null,"date":"","extra":{"a":[1]}})");
  const auto seen = read(path);
  CHECK(seen.error.empty());
  CHECK(seen.skipped.empty());
  REQUIRE(seen.documents.size() == 2);
  const RawDocument& first = seen.documents[0];
  CHECK(first.source == Source{"k1", "https://example.org/1", path.string(), "某报"});
  CHECK(first.title == "标题");
  CHECK(first.text == "第一行\n第二行");
  CHECK(first.issuer == "某局");
  CHECK(first.number == "某发〔2024〕1号");
  CHECK(first.category == "通知");
  REQUIRE(first.date);
  CHECK(first.date->iso() == "2024-03-05");
  CHECK(seen.documents[1].source.key == "42");
  CHECK(seen.documents[1].title.empty());
  CHECK(!seen.documents[1].date);
}

TEST_CASE("a field longer than any is cut and noted; such an id or URL is refused") {
  const TempDir dir;
  const auto characters = [](std::size_t n) { return test::repeated("市", n); };
  const std::string most = characters(2000), more = characters(2001);
  const auto path = dir.write(
      "a.jsonl", R"({"text":"一","title":")" + most + R"(","issuer":")" + more + R"("})" + "\n" +
                     R"({"text":"二","id":")" + more + R"("})" + "\n" + R"({"text":"三","url":")" +
                     more + R"("})" + "\n" + R"({"text":"四","id":")" + most + R"("})");
  const auto seen = read(path);
  REQUIRE(seen.documents.size() == 2);
  CHECK(seen.documents[0].title == most);
  CHECK(seen.documents[0].issuer == most);
  CHECK(seen.documents[0].notes ==
        std::vector<std::string>{"\"issuer\": more than 2000 characters, the rest left out"});
  CHECK(seen.documents[1].source.key == most);
  REQUIRE(seen.skipped.size() == 2);
  CHECK_THAT(seen.skipped[0], ContainsSubstring("line 2: \"id\" of more than 2000 characters"));
  CHECK_THAT(seen.skipped[1], ContainsSubstring("line 3: \"url\" of more than 2000 characters"));
  const auto text = dir.write("a.txt", "正文。\n");
  dir.write("a.txt.meta.json", R"({"key":")" + more + R"("})");
  CHECK_THAT(read(text).error, ContainsSubstring("\"key\" of more than 2000 characters"));
}

TEST_CASE("a bad line is reported with its number and the rest is read") {
  const TempDir dir;
  const std::string lines =
      "{\"id\":\"1\",\"text\":\"一\"}\n{\"id\":\"2\",\"text\":\n[1]\n\n{\"id\":\"5\"}\n{\"text\":7}"
      "\n{\"text\":\" \"}\n{\"text\":\"\xFF\"}\n"
      "{\"text\":\"\\ud800\"}\n" +
      std::string(5000, '[') + "\n{\"id\":\"11\",\"text\":\"二\"}";
  for (const bool packed : {false, true}) {
    const auto path = dir.write("a.jsonl", packed ? gzipped(lines) : lines);
    const auto seen = read(path);
    REQUIRE(seen.documents.size() == 2);
    CHECK(seen.documents[1].source.key == "11");
    REQUIRE(seen.skipped.size() == 8);
    const std::vector<std::string> reasons = {
        "line 2: not valid JSON", "line 3: not a JSON object", "line 5: no \"text\"",
        "line 6: \"text\" is no", "line 7: \"text\" is empty", "line 8: not UTF-8",
        "line 9: not valid JSON", "line 10: not valid JSON"};
    for (std::size_t i = 0; i < reasons.size(); ++i) {
      CHECK_THAT(seen.skipped[i], ContainsSubstring(path.string() + ", " + reasons[i]));
    }
  }
}

TEST_CASE("lines longer than a read are put together, and reading stops when told") {
  const TempDir dir;
  std::string lines;
  for (int i = 0; i < 40; ++i)
    lines +=
        R"({"id":")" + std::to_string(i) + R"(","text":")" + std::string(300000, 'x') + "\"}\n";
  const auto path = dir.write("a.jsonl", lines);
  const auto seen = read(path);
  REQUIRE(seen.documents.size() == 40);
  CHECK(seen.documents[39].text.size() == 300000);
  int visits = 0;
  const auto stopped =
      read_documents(path, {}, [&](const Result<RawDocument>&) { return ++visits < 3; });
  CHECK(stopped);
  CHECK(visits == 3);
}

TEST_CASE("limits hold for files, for what they unpack to, and for lines") {
  const TempDir dir;
  ReaderOptions small;
  small.max_file_bytes = 4u << 20;
  small.max_text_bytes = 1u << 20;
  const std::string big(3u << 20, 'a');
  CHECK_THAT(read(dir.write("file.txt", big + big), small).error,
             ContainsSubstring("more than 4 MiB"));
  CHECK_THAT(read(dir.write("text.txt", big), small).error,
             ContainsSubstring("text of more than 1 MiB"));
  CHECK_THAT(read(dir.write("bomb.gz", gzipped(std::string(64u << 20, ' ') + "a")), small).error,
             ContainsSubstring("MiB"));
  const auto lines = dir.write("lines.jsonl", "{\"text\":\"一\"}\n{\"text\":\"" + big +
                                                  "\"}\n{\"text\":\"二\"}\n{\"text\":\"" +
                                                  std::string((1u << 20) + 1, 'b'));
  small.max_file_bytes = 8u << 20;
  const auto seen = read(lines, small);
  CHECK(seen.documents.size() == 2);
  CHECK(seen.skipped.size() == 2);
  const auto endless = read(dir.write("endless.jsonl", "{\"text\":\"" + big + big), small);
  CHECK(endless.documents.empty());
  CHECK(endless.skipped.size() == 1);
}

TEST_CASE("a gzip file cut short is damaged; lines before the cut are kept") {
  const TempDir dir;
  std::string text;
  for (int i = 0; i < 20000; ++i)
    text += "{\"text\":\"" + std::to_string(i * 7919 % 10007) + " 正文\"}\n";
  const auto whole = gzipped(text);
  const auto lines = read(dir.write("a.jsonl.gz", whole.substr(0, whole.size() / 2)));
  REQUIRE(!lines.skipped.empty());
  CHECK_THAT(lines.skipped.back(), ContainsSubstring("damaged gzip data"));
  const auto plain = gzipped("正文。" + std::string(100, 'a'));
  CHECK_THAT(read(dir.write("a.txt.gz", plain.substr(0, plain.size() - 6))).error,
             ContainsSubstring("damaged gzip data"));
}

}  // namespace zhengce::test
