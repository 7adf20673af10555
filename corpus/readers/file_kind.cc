#include "corpus/readers/file_kind.h"

#include <cstdint>

#include "corpus/message.h"
#include "corpus/readers/clean_text.h"

namespace zhengce {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  const char* name;
};

constexpr Signature kOthers[] = {
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv,
     N_("Word, Excel or WPS file of the old kind (.doc, .xls, .wps)")},
    {"{\\rtf"sv, N_("RTF file")},
    {"\x89PNG\r\n"sv, N_("PNG image")},
    {"\xFF\xD8\xFF"sv, N_("JPEG image")},
    {"GIF87a"sv, N_("GIF image")},
    {"GIF89a"sv, N_("GIF image")},
    {"II*\0"sv, N_("TIFF image")},
    {"MM\0*"sv, N_("TIFF image")},
    {"RIFF"sv, N_("sound, film or WebP image")},
    {"Rar!\x1A\x07"sv, N_("RAR archive")},
    {"7z\xBC\xAF\x27\x1C"sv, N_("7z archive")},
    {"%!PS"sv, N_("PostScript file")},
    {"SQLite format 3\0"sv, N_("SQLite database")},
    {"\x7F"
     "ELF"sv,
     N_("program")},
    {"\0\0\1\0"sv, N_("icon")},
    {"wOFF"sv, N_("font")},
    {"wOF2"sv, N_("font")},
    {"\xCA\xFE\xBA\xBE"sv, N_("program")},
};

// A header of a tar file, by its sum over the bytes (POSIX.1-1988 ustar and older).
bool is_tar_header(std::string_view head) {
  if (head.size() < 512 || head[0] == '\0') return false;
  std::uint32_t stated = 0;
  std::size_t i = 148;
  while (i < 156 && head[i] == ' ') ++i;
  std::size_t digits = 0;
  for (; i < 156 && head[i] >= '0' && head[i] <= '7'; ++i, ++digits) {
    stated = stated * 8 + static_cast<std::uint32_t>(head[i] - '0');
  }
  if (digits == 0) return false;
  std::uint32_t sum = 8 * ' ';
  for (std::size_t k = 0; k < 512; ++k) {
    if (k < 148 || k >= 156) sum += static_cast<unsigned char>(head[k]);
  }
  return sum == stated;
}

}  // namespace

FoundKind kind_of(std::string_view head) {
  if (head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv)) {
    return {FileKind::kZip, ""};
  }
  // Some writers put a few bytes before the header; readers look for it in the first 1024.
  if (head.starts_with("%PDF-") ||
      (looks_binary(head) && head.substr(0, 1024).find("%PDF-") != std::string_view::npos)) {
    return {FileKind::kPdf, ""};
  }
  if (head.starts_with("\x1F\x8B"sv) ||
      head.starts_with("\xFD"
                       "7zXZ\0"sv) ||
      head.starts_with("\x28\xB5\x2F\xFD"sv) ||
      (head.starts_with("BZh") && head.substr(4).starts_with("1AY&SY"))) {
    return {FileKind::kCompressed, ""};
  }
  for (const Signature& other : kOthers) {
    if (head.starts_with(other.bytes)) return {FileKind::kOther, other.name};
  }
  if (head.size() > 12 && head.substr(4, 4) == "ftyp")
    return {FileKind::kOther, N_("film or sound")};
  if (is_tar_header(head)) return {FileKind::kTar, ""};
  return {};
}

}  // namespace zhengce
