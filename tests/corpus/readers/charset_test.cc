#include "corpus/readers/charset.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <random>

#include "corpus/readers/reader.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce::test {
namespace {

const std::string kText =
    "示例市图书馆延长开放时间\n来源：示例日报\n　　今年以来，示例市在各街道设立“夜读驿站”，"
    "居民下班后也能借书、还书。目前全市已有三十个站点，服务居民两万人次。\n";
const std::string kTraditional =
    "示例市圖書館延長開放時間\n來源：示例日報\n　　今年以來，示例市在各街道設立「夜讀驛站」，"
    "居民下班後也能借書、還書。目前全市已有三十個站點，服務居民兩萬人次。\n";

std::string encoded(const std::string& utf8, const char* charset) {
  const auto text = icu::UnicodeString::fromUTF8(utf8);
  std::string out(4 * static_cast<std::size_t>(text.length()) + 16, '\0');
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(charset, &status);
  REQUIRE(U_SUCCESS(status));
  const auto size = ucnv_fromUChars(converter, out.data(), static_cast<std::int32_t>(out.size()),
                                    text.getBuffer(), text.length(), &status);
  ucnv_close(converter);
  REQUIRE(U_SUCCESS(status));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string page(const std::string& head, const std::string& body) {
  return "<html><head>" + head + "<title>示例</title></head><body><p>" + body +
         "</p></body></html>";
}

Result<RawDocument> read_one(const std::filesystem::path& path) {
  Result<RawDocument> read = Error{ErrorCode::kInternal, "nothing visited"};
  const auto result = read_documents(path, {}, [&](Result<RawDocument> document) {
    read = std::move(document);
    return true;
  });
  if (!result) read = result.error();
  return read;
}

}  // namespace

TEST_CASE("text is read in the encoding it is in, whatever it declares") {
  struct Row {
    const char* what;
    std::string bytes;
    std::string text;
    const char* charset;
  };
  const std::string gb_meta =
      "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">";
  const std::string utf8_meta = "<meta charset='utf-8'>";
  const std::string big5_meta = "<meta charset=big5>";
  const auto gb = page(gb_meta, kText), utf8 = page(utf8_meta, kText),
             both = page(gb_meta + utf8_meta, kText), turned = page(utf8_meta + gb_meta, kText),
             traditional = page(big5_meta, kTraditional), wrong_gb = page(gb_meta, kTraditional),
             wrong_utf8 = page(utf8_meta, kTraditional);
  const std::string xml = "<?xml version=\"1.0\" encoding=\"GBK\"?>\n" + page("", kText);
  const std::string answer =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=GBK\r\n\r\n" + page("", kText);
  const std::string disputed =
      "<?xml version=\"1.0\" encoding=\"GBK\"?>\n" + page(utf8_meta, kText);
  const std::string answered =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=GBK\r\n\r\n" + page(big5_meta, kText);
  const std::string late = page("<style>" + std::string(6000, ' ') + "</style>" + gb_meta, kText);
  const std::string unknown = page("<meta charset='x-none'>", kText);
  const auto row = GENERATE_COPY(values<Row>({
      {"UTF-8", kText, kText, "UTF-8"},
      {"UTF-8 with BOM", "\xEF\xBB\xBF" + kText, kText, "UTF-8"},
      {"ASCII", "no more than this", "no more than this", "UTF-8"},
      {"GB18030 text", encoded(kText, "GB18030"), kText, "GB18030"},
      {"GB18030 with four-byte characters", encoded(kText + "\u3400𠀀", "GB18030"),
       kText + "\u3400𠀀", "GB18030"},
      {"traditional text in GBK", encoded(kTraditional, "GBK"), kTraditional, "GB18030"},
      {"Big5 text", encoded(kTraditional, "Big5"), kTraditional, "Big5"},
      {"Hong Kong characters", encoded(kTraditional + "深水埗、鰂魚涌、𨋢", "Big5-HKSCS"),
       kTraditional + "深水埗、鰂魚涌、𨋢", "Big5-HKSCS"},
      {"UTF-16LE with BOM", "\xFF\xFE" + encoded(kText, "UTF-16LE"), kText, "UTF-16LE"},
      {"UTF-16BE with BOM", "\xFE\xFF" + encoded(kText, "UTF-16BE"), kText, "UTF-16BE"},
      {"UTF-16LE without", encoded(kText, "UTF-16LE"), kText, "UTF-16LE"},
      {"UTF-16BE without", encoded(kText, "UTF-16BE"), kText, "UTF-16BE"},
      {"UTF-16LE without, one line", encoded("夜读驿站设在街道，居民都能借书。", "UTF-16LE"),
       "夜读驿站设在街道，居民都能借书。", "UTF-16LE"},
      {"GBK declared gb2312", encoded(gb, "GBK"), gb, "GB18030"},
      {"Big5 declared so", encoded(traditional, "Big5"), traditional, "Big5"},
      {"declared utf-8, is GBK", encoded(utf8, "GBK"), utf8, "GB18030"},
      {"declared utf-8, is Big5", encoded(wrong_utf8, "Big5"), wrong_utf8, "Big5"},
      {"declared gb2312, is UTF-8", gb, gb, "UTF-8"},
      {"declared gb2312, is Big5", encoded(wrong_gb, "Big5"), wrong_gb, "Big5"},
      {"declared gb2312 and utf-8, is UTF-8", both, both, "UTF-8"},
      {"declared gb2312 and utf-8, is GBK", encoded(both, "GBK"), both, "GB18030"},
      {"declared utf-8 and gb2312, is GBK", encoded(turned, "GBK"), turned, "GB18030"},
      {"UTF-8 with BOM, declared gb2312", "\xEF\xBB\xBF" + gb, gb, "UTF-8"},
      {"XML declares GBK, meta utf-8, is GBK", encoded(disputed, "GBK"), disputed, "GB18030"},
      {"XML declares GBK, meta utf-8, is UTF-8", disputed, disputed, "UTF-8"},
      {"HTTP header GBK, meta big5, is GBK", encoded(answered, "GBK"), answered, "GB18030"},
      {"declared after 4 KB", encoded(late, "GBK"), late, "GB18030"},
      {"declared as nothing known", encoded(unknown, "GBK"), unknown, "GB18030"},
      {"XML declaration", encoded(xml, "GBK"), xml, "GB18030"},
      {"HTTP header", encoded(answer, "GBK"), answer, "GB18030"},
      {"declared gb2312, is UTF-16", "\xFF\xFE" + encoded(gb, "UTF-16LE"), gb, "UTF-16LE"},
      {"a few words of GBK", encoded("夜读驿站的通知", "GBK"), "夜读驿站的通知", "GB18030"},
      {"a few words of Big5", encoded("夜讀驛站的通知", "Big5"), "夜讀驛站的通知", "Big5"},
  }));
  CAPTURE(row.what);
  const auto decoded = decode_text(row.bytes);
  REQUIRE(decoded);
  CHECK(decoded->text == row.text);
  CHECK(decoded->charset == row.charset);
  CHECK(replacement_characters(decoded->text) == 0);
}

TEST_CASE("what is no text in any of the encodings is refused") {
  std::string noise;
  std::mt19937 random(7);
  for (int i = 0; i < 5000; ++i) noise += static_cast<char>(0x80 | (random() & 0x7F));
  std::string binary;
  for (int i = 0; i < 5000; ++i) binary += static_cast<char>(random());
  const auto bytes = GENERATE_COPY(values<std::string>({
      noise,
      binary,
      std::string(9000, '\x80'),
      std::string("PK\x03\x04\0\0", 6) + binary,
      "\xFF\xFE" + binary,
      encoded("Le conseil a décidé d'étendre l'accès à la bibliothèque après dîner.", "ISO-8859-1"),
      encoded("Библиотека открыта до позднего вечера.", "KOI8-R"),
  }));
  const TempDir dir;
  const auto path = dir.write("a.txt", bytes);
  const auto read = read_one(path);
  REQUIRE(!read);
  CHECK(read.error().message.starts_with(path.string()));
}

TEST_CASE("a file that is damaged in places is read, with the count of what is lost") {
  std::string long_text, traditional;
  for (int i = 0; i < 20; ++i) long_text += kText, traditional += kTraditional;
  struct Row {
    const char* charset;
    std::string text;
  };
  const auto row = GENERATE_COPY(values<Row>({{"UTF-8", long_text},
                                              {"GB18030", long_text},
                                              {"Big5", traditional},
                                              {"UTF-16LE", "\uFEFF" + long_text}}));
  CAPTURE(row.charset);
  const std::string whole = encoded(row.text, row.charset);
  const bool wide = row.charset == std::string("UTF-16LE");
  const TempDir dir;
  const auto damaged = [&](std::size_t every) {
    std::string bytes;
    for (std::size_t at = 0, n = 0; at < whole.size(); ++n) {
      const auto line_end = whole.find('\n', at + every);
      const auto end = line_end == std::string::npos ? whole.size() : line_end + (wide ? 2 : 1);
      bytes += whole.substr(at, end - at);
      bytes += wide ? std::string("\x00\xDC", 2) : "\xFF";
      at = end;
    }
    return bytes;
  };
  const auto read = read_one(dir.write("a.txt", damaged(1000)));
  REQUIRE(read);
  CHECK(read->replaced > 0);
  CHECK(read->replaced < 20);
  CHECK(read->replaced == replacement_characters(read->text));
  std::string kept = read->text;
  for (auto at = kept.find("\uFFFD"); at != std::string::npos; at = kept.find("\uFFFD"))
    kept.erase(at, 3);
  CHECK(kept == row.text.substr(wide ? 3 : 0));
}

TEST_CASE("a file cut in the middle of a character loses that one alone") {
  struct Row {
    const char* charset;
    std::string text;
    std::size_t cut;  // Bytes.
  };
  std::string whole = kText + kText + kText + "夜",
              traditional = kTraditional + kTraditional + "夜";
  const auto row = GENERATE_COPY(values<Row>({{"UTF-8", whole, 1},
                                              {"UTF-8", whole, 2},
                                              {"GBK", whole, 1},
                                              {"GB18030", whole + "𠀀", 1},
                                              {"Big5", traditional, 1},
                                              {"UTF-16LE", "\uFEFF" + whole, 1}}));
  CAPTURE(row.charset, row.cut);
  const auto bytes = encoded(row.text, row.charset);
  const TempDir dir;
  const auto read = read_one(dir.write("a.txt", bytes.substr(0, bytes.size() - row.cut)));
  REQUIRE(read);
  CHECK(read->replaced >= 1);
  CHECK(read->replaced <= 3);  // GB18030 gives up what it has read of four bytes one by one.
  CHECK_THAT(read->text,
             ContainsSubstring("服务居民两万人次") || ContainsSubstring("服務居民兩萬人次"));
}

TEST_CASE("a file that is truly broken is refused, with the count of what is lost") {
  std::string bytes;
  for (int i = 0; i < 50; ++i) bytes += "图书馆延长开放时间，居民\xFF\xFF都能借书。";
  const TempDir dir;
  const auto read = read_one(dir.write("a.txt", bytes));
  REQUIRE(!read);
  CHECK(read.error().code == ErrorCode::kInvalidInput);
  CHECK_THAT(read.error().message, ContainsSubstring("100 of 950 characters"));
}

}  // namespace zhengce::test
