#include "app/output.h"

#include <signal.h>
#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "corpus/file_name.h"
#include "corpus/text.h"

namespace zhengce::app {
namespace {

std::size_t width_of(char32_t c) {
  const auto code_point = static_cast<UChar32>(c);
  const auto type = u_charType(code_point);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const auto width = u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

std::string styled(const char* code, std::string_view text) {
  if (!use_color()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

// Where nobody listens there is nobody to tell that: no exception, as fmt::print() throws.
void put_on_stderr(const std::string& text) {
  (void)std::fwrite(text.data(), 1, text.size(), stderr);
  (void)std::fflush(stderr);
}

}  // namespace

void finish_unheard() { ::signal(SIGPIPE, SIG_IGN); }

void complain(std::string_view text) {
  put_on_stderr(fmt::format("zhengce: {}\n", shown_name(text)));
}

int fail(const Error& error) {
  complain(error.message);
  return kFailed;
}

std::string said(std::string_view name) {
  // Listed for the catalog alone: a name is looked up as it is.
  [[maybe_unused]] static constexpr const char* kNames[] = {
      N_("runs"),        N_("created"),     N_("pilots"),     N_("extends"),    N_("learns_from"),
      N_("names"),       N_("variant_of"),  N_("part_of"),    N_("issued"),     N_("about"),
      N_("cites"),       N_("contributed"), N_("belongs_to"), N_("alias"),      N_("paired_with"),
      N_("measured"),    N_("based_on"),    N_("repeals"),    N_("amends"),     N_("plans"),
      N_("ended"),       N_("nation"),      N_("province"),   N_("prefecture"), N_("county"),
      N_("township"),    N_("zone"),        N_("region"),     N_("program"),    N_("organization"),
      N_("document"),    N_("article"),     N_("section"),    N_("org"),        N_("issuer"),
      N_("year"),        N_("repealed"),    N_("valid"),      N_("words"),      N_("question"),
      N_("phrase"),      N_("title"),       N_("mentions"),   N_("number"),     N_("source"),
      N_("date"),        N_("word"),        N_("marks"),      N_("years"),      N_("place"),
      N_("tail"),        N_("letter"),      N_("data"),       N_("graph"),      N_("index"),
      N_("month"),       N_("amount"),      N_("in"),         N_("level"),      N_("not-runs"),
      N_("paired-with"), N_("issued-by")};
  return translated(std::string(name).c_str());
}

std::string echo(const std::string& typed) {
  constexpr std::size_t kMost = 60;
  const std::u32string text = decode_utf8(typed);
  return text.size() <= kMost ? typed : encode_utf8(text.substr(0, kMost)) + "…";
}

bool use_color() {
  static const bool color = [] {
    const char* none = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return isatty(STDOUT_FILENO) != 0 && (none == nullptr || *none == '\0');
  }();
  return color;
}

std::string bold(std::string_view text) { return styled("1", text); }
std::string dim(std::string_view text) { return styled("2", text); }
std::string mark(std::string_view text) { return styled("1;31", text); }

std::size_t columns(std::string_view text) {
  std::size_t width = 0;
  bool escape = false;
  for (const char32_t c : decode_utf8(text)) {
    if (escape) {
      escape = c != U'm';
    } else if (c == 0x1B) {
      escape = true;
    } else {
      width += width_of(c);
    }
  }
  return width;
}

std::string pad(std::string_view text, std::size_t width) {
  std::string out(text);
  const std::size_t taken = columns(text);
  if (taken < width) out.append(width - taken, ' ');
  return out;
}

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
  const std::string margin(indent, ' ');
  const std::size_t room = std::max<std::size_t>(width > indent ? width - indent : 0, 20);
  std::string out = margin;
  std::string word;  // What must not be broken: Latin letters, digits and escape sequences.
  std::size_t word_columns = 0;
  std::size_t line = 0;
  bool escape = false;
  const auto put_word = [&] {
    if (line > 0 && line + word_columns > room) {
      while (!out.empty() && out.back() == ' ') out.pop_back();
      out += "\n" + margin;
      line = 0;
      // The blanks before a word end with the line they stood in.
      const auto blanks = word.find_first_not_of(' ');
      const auto dropped = blanks == std::string::npos ? word.size() : blanks;
      word.erase(0, dropped);
      word_columns -= dropped;
    }
    out += word;
    line += word_columns;
    word.clear();
    word_columns = 0;
  };
  // A line never begins with these.
  constexpr std::u32string_view kClosing = U"，。、；：！？”’）》」』】〉,.;:!?)";
  for (const char32_t c : decode_utf8(text)) {
    if (escape || c == 0x1B) {
      append_utf8(word, c);
      escape = c != U'm';
      continue;
    }
    if (c == U'\n') {
      put_word();
      out += "\n" + margin;
      line = 0;
      continue;
    }
    const bool breakable = width_of(c) == 2 || c == U' ';
    if (breakable && kClosing.find(c) == std::u32string_view::npos) put_word();
    append_utf8(word, c);
    word_columns += width_of(c);
  }
  put_word();
  return out;
}

std::size_t terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    return std::min<std::size_t>(size.ws_col, 120);
  }
  return 80;
}

ProgressLine::ProgressLine(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0) {}
ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::show(std::string_view text) {
  if (quiet_) return;
  if (!terminal_) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::seconds(10)) return;
    last_ = now;
    complain(text);
    return;
  }
  put_on_stderr(fmt::format("\r\x1b[K{}", text));
  shown_ = true;
}

void ProgressLine::clear() {
  if (!shown_) return;
  put_on_stderr("\r\x1b[K");
  shown_ = false;
}

}  // namespace zhengce::app
