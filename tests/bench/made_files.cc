#include "tests/bench/made_files.h"

#include <archive.h>
#include <archive_entry.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <utility>

#include "corpus/text.h"
#include "tests/bench/made_corpus.h"
#include "tests/bench/support.h"

namespace zhengce::bench {
namespace {

namespace fs = std::filesystem;
using Member = std::pair<std::string, std::string>;

class Maker {
 public:
  Maker(const fs::path& folder, unsigned seed) : folder_(folder), random_(seed) {}

  // Puts the piece into a file of a kind drawn for it.
  void put(const std::string& piece) {
    const auto draw = random_() % 100;
    if (draw < 30) return write(".txt", piece);
    if (draw < 42) return write(".txt", converted(piece, "gb18030"));
    if (draw < 47) return write(".txt", converted(piece, "UTF-16"));
    if (draw < 72) return write(".html", page(piece, "utf-8"));
    if (draw < 82) return write(".htm", converted(page(piece, "gbk"), "gb18030"));
    if (draw < 92) return write(".jsonl", json_line(piece));
    if (draw < 95) return write(".docx", zipped(word_file(piece)));
    if (draw < 98) return write(".zip", zipped({{"通知.txt", piece}, {"空.txt", ""}}));
    // Rubbish beside the piece, which is not lost.
    write(".bin", rubbish());
    write(".txt", piece);
  }

  MadeFiles made;

 private:
  void write(const char* ending, const std::string& bytes) {
    const auto number = std::to_string(made.files++);
    const auto in = folder_ / std::to_string(made.files / 1000);
    if (made.files % 1000 < 2) fs::create_directories(in);
    std::ofstream out(in / (number + ending), std::ios::binary);
    out << bytes;
    if (!out.flush()) give_up((in / number).string() + ": cannot be written");
  }

  static std::string converted(const std::string& text, const char* charset) {
    const auto wide = icu::UnicodeString::fromUTF8(text);
    UErrorCode status = U_ZERO_ERROR;
    UConverter* converter = ucnv_open(charset, &status);
    std::string bytes(static_cast<std::size_t>(wide.length()) * 4 + 16, '\0');
    const auto size =
        ucnv_fromUChars(converter, bytes.data(), static_cast<std::int32_t>(bytes.size()),
                        wide.getBuffer(), wide.length(), &status);
    ucnv_close(converter);
    if (U_FAILURE(status) != 0) give_up(std::string(charset) + ": " + u_errorName(status));
    bytes.resize(static_cast<std::size_t>(size));
    return bytes;
  }

  static std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
      switch (c) {
        case '&':
          out += "&amp;";
          break;
        case '<':
          out += "&lt;";
          break;
        case '>':
          out += "&gt;";
          break;
        default:
          out += c;
      }
    }
    return out;
  }

  // Each line in `open` and `close`.
  static std::string lines_in(const std::string& text, const char* open, const char* close) {
    std::string out;
    for (std::size_t start = 0; start < text.size();) {
      const auto end = std::min(text.find('\n', start), text.size());
      if (end > start) out += open + escaped(text.substr(start, end - start)) + close;
      start = end + 1;
    }
    return out;
  }

  static std::string page(const std::string& text, const char* charset) {
    return std::string("<!DOCTYPE html><html><head><meta charset=\"") + charset +
           "\"><title>通知</title></head><body><div class=\"nav\"><a href=\"/\">首页</a> "
           "<a href=\"/zwgk\">政务公开</a></div><div class=\"content\">" +
           lines_in(text, "<p>", "</p>") + "</div><div class=\"foot\">版权所有</div></body></html>";
  }

  static std::string json_line(const std::string& text) {
    std::string out = "{\"text\":\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      if (c == '\n') {
        out += "\\n";
      } else if (c == '\t') {
        out += "\\t";
      } else {
        out += c;
      }
    }
    return out + "\"}\n";
  }

  static std::vector<Member> word_file(const std::string& text) {
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    return {
        {"[Content_Types].xml",
         head + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd."
                "openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"},
        {"_rels/.rels",
         head +
             "<Relationships "
             "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
             "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
             "relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"},
        {"word/document.xml",
         head +
             "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
             "<w:body>" +
             lines_in(text, "<w:p><w:r><w:t>", "</w:t></w:r></w:p>") + "</w:body></w:document>"}};
  }

  static std::string zipped(const std::vector<Member>& members) {
    std::string bytes(1u << 16, '\0');
    for (const auto& [name, content] : members) bytes.resize(bytes.size() + 2 * content.size());
    std::size_t used = 0;
    struct archive* zip = archive_write_new();
    archive_write_set_format_zip(zip);
    archive_write_set_options(zip, "hdrcharset=UTF-8");
    archive_write_set_bytes_in_last_block(zip, 1);
    bool good = archive_write_open_memory(zip, bytes.data(), bytes.size(), &used) == ARCHIVE_OK;
    for (const auto& [name, content] : members) {
      struct archive_entry* entry = archive_entry_new();
      archive_entry_set_pathname_utf8(entry, name.c_str());
      archive_entry_set_size(entry, static_cast<std::int64_t>(content.size()));
      archive_entry_set_filetype(entry, AE_IFREG);
      archive_entry_set_perm(entry, 0644);
      good = good && archive_write_header(zip, entry) == ARCHIVE_OK &&
             archive_write_data(zip, content.data(), content.size()) ==
                 static_cast<la_ssize_t>(content.size());
      archive_entry_free(entry);
    }
    good = archive_write_close(zip) == ARCHIVE_OK && good;
    archive_write_free(zip);
    if (!good) give_up("a zip archive cannot be made");
    bytes.resize(used);
    return bytes;
  }

  std::string rubbish() {
    std::string bytes(500, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_());
    return bytes;
  }

  fs::path folder_;
  std::mt19937 random_;
};

}  // namespace

MadeFiles make_files(const std::vector<std::string>& texts, const fs::path& folder,
                     std::uint64_t count, unsigned copies, unsigned seed) {
  std::uint64_t bytes = 0;
  for (const auto& text : texts) bytes += text.size();
  const std::uint64_t piece_bytes =
      std::max<std::uint64_t>(1, bytes / std::max<std::uint64_t>(1, count));
  Maker maker(folder, seed);
  std::mt19937 random(seed + 1);
  for (unsigned copy = 0; copy < copies; ++copy) {
    for (const auto& original : texts) {
      std::string text = original;
      if (copy > 0) {
        const std::u32string decoded = decode_utf8(original);
        text = encode_utf8(varied(decoded, han_of(decoded), random));
      }
      for (std::size_t start = 0; start < text.size();) {
        // A piece ends with a line, or where it gets long with a character.
        auto end = std::min<std::size_t>(start + piece_bytes, text.size());
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
        const auto line = text.find('\n', end);
        if (line != std::string::npos && line - end < piece_bytes) end = line + 1;
        const auto piece = text.substr(start, end - start);
        maker.made.characters += decode_utf8(piece).size();
        maker.put(piece);
        start = end;
      }
    }
  }
  return maker.made;
}

}  // namespace zhengce::bench
