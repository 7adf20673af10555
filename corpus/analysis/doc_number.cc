#include "corpus/analysis/doc_number.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "corpus/analysis/fold.h"
#include "corpus/analysis/han_number.h"

extern "C" const char zhengce_data_doc_codes[];
extern "C" const char zhengce_data_doc_codes_end[];

namespace zhengce {
namespace {

using std::size_t;
using View = std::u32string_view;

constexpr size_t kLongestCode = 14;
constexpr size_t kLongestAgency = 24;

bool is_open(char32_t c) { return one_of(c, U"〔［[【（(〖﹝"); }
bool is_close(char32_t c) { return one_of(c, U"〕］]】）)〗﹞"); }

int digit(char32_t c) {
  if (c >= U'0' && c <= U'9') return static_cast<int>(c - U'0');
  if (c >= U'０' && c <= U'９') return static_cast<int>(c - U'０');
  return -1;
}
// Reads backward from a place in the text, never past `floor`.
struct Backward {
  View text;
  size_t floor;
  size_t pos;  // What has been read begins here.

  char32_t before() const { return pos > floor ? text[pos - 1] : U'\0'; }
  void blanks() {
    for (int i = 0; i < 2 && is_blank(before()); ++i) --pos;
  }
  bool take(char32_t c) {
    if (before() != c) return false;
    --pos;
    return true;
  }
  bool take(View word) {
    if (pos < floor + word.size() || text.substr(pos - word.size(), word.size()) != word) {
      return false;
    }
    pos -= word.size();
    return true;
  }
  // A number of up to five digits, without its zeros in front; empty if none stands here.
  std::u32string number() {
    const size_t end = pos;
    while (digit(before()) >= 0 && end - pos < 9) --pos;
    std::u32string digits;
    for (size_t i = pos; i < end; ++i) {
      const int value = digit(text[i]);
      if (value > 0 || !digits.empty()) digits += static_cast<char32_t>(U'0' + value);
    }
    if (digit(before()) >= 0 || digits.size() > 5) digits.clear();
    return digits;
  }
  // 第七五二, 第七百五十二, 第三十一: only behind 第, since characters for numbers are words too.
  std::u32string han_number_behind_ordinal() {
    const size_t end = pos;
    while (end - pos < 8 && (han_digit(before()) >= 0 || one_of(before(), U"十百千"))) --pos;
    const std::string digits = han_number(text, pos, end - pos).digits;
    const auto first = std::min(digits.find_first_not_of('0'), digits.size());
    if (first == digits.size() || digits.size() - first > 5 || !take(U'第')) return {};
    return {digits.begin() + static_cast<std::ptrdiff_t>(first), digits.end()};
  }
  std::u32string year() {
    if (pos < floor + 4) return {};
    std::u32string digits;
    int value = 0;
    for (size_t i = pos - 4; i < pos; ++i) {
      int d = digit(text[i]);
      if (d < 0) d = han_digit(text[i]);
      if (d < 0) return {};
      value = value * 10 + d;
      digits += static_cast<char32_t>(U'0' + d);
    }
    if (value < 1900 || value > 2099) return {};
    pos -= 4;
    return digit(before()) < 0 ? digits : std::u32string();
  }
  // The ideographs and letters before, folded; at most `limit`.
  std::u32string name(size_t limit) const {
    size_t start = pos;
    while (start > floor && pos - start < limit) {
      const char32_t c = text[start - 1];
      if (!is_han(c) && !(c >= U'A' && c <= U'Z') && !(c >= U'a' && c <= U'z')) break;
      --start;
    }
    std::u32string folded = fold_text(text.substr(start, pos - start));
    // Its length is how far to go back: only compatibility characters fold to more than one.
    return folded.size() == pos - start ? folded : std::u32string();
  }
};

// What stands before a number in running text and never ends the agency's part of it.
constexpr View kBeforeNumber[] = {
    U"按照", U"根据", U"依据", U"依照", U"参照", U"遵照", U"对照", U"执行", U"贯彻", U"落实",
    U"印发", U"转发", U"发布", U"下发", U"制发", U"废止", U"修订", U"关于", U"通知", U"文件",
    U"文号", U"编号", U"规定", U"精神", U"要求", U"详见", U"参见", U"现将", U"通过", U"结合",
    U"学习", U"对应", U"替代", U"代替", U"涉及", U"引用", U"包括", U"以及", U"其中", U"办法",
    U"意见", U"方案", U"的",   U"与",   U"及",   U"或",   U"等",   U"在",   U"号",   U"见",
    U"是",   U"为",   U"以",   U"从",   U"按"};

// 代字 and who they stand for, from data/doc_codes.tsv.
class Codes {
 public:
  static const Codes& instance() {
    static const Codes codes;
    return codes;
  }

  bool known(View code) const {
    return exact_.contains(std::u32string(code)) || !regional(code).empty() ||
           pattern(code) != nullptr;
  }
  bool is_region(char32_t c) const { return regions_.contains(c); }

  std::u32string issuer(View code) const {
    if (const auto found = exact_.find(std::u32string(code)); found != exact_.end()) {
      return found->second;
    }
    if (std::u32string issuer = regional(code); !issuer.empty()) return issuer;
    const Pattern* found = pattern(code);
    return found == nullptr ? std::u32string() : found->issuer;
  }

  // The longest name of an agency known that `text` ends with; empty if there is none.
  View agency_at_end(View text) const {
    for (size_t n = std::min(text.size(), kLongestAgency); n >= 2; --n) {
      if (agencies_.contains(std::u32string(text.substr(text.size() - n)))) {
        return text.substr(text.size() - n);
      }
    }
    return {};
  }

 private:
  struct Pattern {
    std::u32string head, issuer;
  };

  Codes() {
    const std::u32string data = decode_utf8(
        std::string_view(zhengce_data_doc_codes,
                         static_cast<size_t>(zhengce_data_doc_codes_end - zhengce_data_doc_codes)));
    for (const Span span : split_lines(data)) {
      const View line = slice(data, span);
      const size_t tab = line.find(U'\t');
      if (tab == View::npos || tab == 0 || line[0] == U'#') continue;
      const std::u32string code(line.substr(0, tab));
      const std::u32string issuer(line.substr(tab + 1));
      if (code[0] == U'=') {
        regions_[code[1]] = issuer;
        agencies_.insert(issuer + U"人民政府");
      } else if (code[0] == U'+') {
        agencies_.insert(issuer);
      } else if (code.back() == U'*') {
        patterns_.push_back({code.substr(0, code.size() - 1), issuer});
        agencies_.insert(issuer);
      } else {
        exact_[code] = issuer;
        agencies_.insert(issuer);
      }
    }
  }
  std::u32string regional(View code) const {
    if (code.size() < 2 || !is_region(code[0])) return {};
    const auto found = exact_.find(U"~" + std::u32string(code.substr(1)));
    if (found == exact_.end()) return {};
    std::u32string issuer = found->second;
    return issuer.replace(issuer.find(U'~'), 1, regions_.at(code[0]));
  }
  const Pattern* pattern(View code) const {
    const Pattern* best = nullptr;
    for (const Pattern& pattern : patterns_) {
      if (code.size() > pattern.head.size() && code.starts_with(pattern.head) &&
          (best == nullptr || pattern.head.size() > best->head.size())) {
        best = &pattern;
      }
    }
    return best;
  }

  std::map<char32_t, std::u32string> regions_;
  std::unordered_map<std::u32string, std::u32string> exact_;
  std::unordered_set<std::u32string> agencies_;
  std::vector<Pattern> patterns_;
};

// `name` without what the words of `stops` that stand in it leave behind: from the end of the last.
View after_last(View name, const auto& stops) {
  size_t start = 0;
  for (const View stop : stops) {
    const size_t at = name.rfind(stop);
    if (at != View::npos && at + stop.size() < name.size())
      start = std::max(start, at + stop.size());
  }
  return name.substr(start);
}

// The part of the ideographs before a year that is the agency's 代字.
View code_of(View before) {
  const Codes& codes = Codes::instance();
  View code = after_last(before, kBeforeNumber);
  size_t known = 0;
  for (size_t n = std::min<size_t>(code.size(), 8); n >= 2 && known == 0; --n) {
    if (codes.known(code.substr(code.size() - n))) known = n;
  }
  const size_t rest = code.size() - known;
  if (known > 0 && rest > 0) {
    const View tail = code.substr(rest);
    // 国办发 is complete; before 财发 or 民委发 the sign of a region or a town may stand.
    const bool complete = one_of(tail[0], U"国中") || (codes.is_region(tail[0]) && known > 2);
    if (complete) return tail;
    if (codes.is_region(code[rest - 1])) return code.substr(rest - 1);
    return rest <= 2 ? code : tail;
  }
  if (known > 0 || code.size() <= 8) return code;
  // Nothing is known of it: from the last sign of a region on, if there is one.
  for (size_t n = 3; n <= 8; ++n) {
    if (codes.is_region(code[code.size() - n])) return code.substr(code.size() - n);
  }
  return {};
}

// What cannot belong to the name of the agency before 令 or 公告.
constexpr View kBeforeAgency[] = {
    U"按照", U"根据", U"依据", U"依照", U"参照",           U"遵照", U"执行", U"贯彻", U"落实",
    U"印发", U"转发", U"发布", U"公布", U"下发",           U"废止", U"修订", U"关于", U"通知",
    U"详见", U"现将", U"已经", U"通过", U"中华人民共和国", U"的",   U"见",   U"以",   U"按"};
constexpr View kAgencyEnds[] = {U"国务院", U"主席",   U"委员会", U"政府", U"总局", U"总署", U"银行",
                                U"法院",   U"检察院", U"委",     U"部",   U"局",   U"署",   U"厅"};

View agency_of(View before) {
  const View agency = after_last(before, kBeforeAgency);
  if (const View known = Codes::instance().agency_at_end(agency); !known.empty()) return known;
  const bool ends = std::any_of(std::begin(kAgencyEnds), std::end(kAgencyEnds),
                                [agency](View end) { return agency.ends_with(end); });
  return ends && agency.size() >= 2 ? agency : View();
}

std::u32string upper(View text) {
  std::u32string out(text);
  for (char32_t& c : out) {
    if (c >= U'a' && c <= U'z') c -= U'a' - U'A';
  }
  return out;
}

struct Parsed {
  size_t start = 0;
  size_t end = 0;
  std::u32string normal;
};

constexpr View kKinds[] = {U"令", U"公告", U"通告"};

View take_kind(Backward& at) {
  for (const View kind : kKinds) {
    if (at.take(kind)) return kind;
  }
  return {};
}

std::u32string normal_order(View agency, View kind, View year, View number) {
  std::u32string out(agency);
  out += kind;
  if (!year.empty()) (out += year) += U'年';
  return ((out += U'第') += number) += U'号';
}

// Where an agency's name that ends at `at` begins: the state's name before it belongs to it.
size_t agency_start(Backward at, View agency) {
  at.pos -= agency.size();
  if (!at.take(U"中华人民共和国")) at.take(U"中華人民共和國");
  return at.pos;
}

// The agency and 令 or 公告 before `at`.
bool agency_and_kind(Backward& at, std::u32string& agency, View& kind) {
  kind = take_kind(at);
  if (kind.empty()) return false;
  agency = agency_of(at.name(kLongestAgency));
  return !agency.empty();
}

// Reads the document number that ends with the 号 at text[end - 1].
std::optional<Parsed> parse_before(View text, size_t floor, size_t ceiling, size_t end) {
  Backward at{text, floor, end - 1};
  at.blanks();
  std::u32string number = at.number();
  bool ordinal = false;
  if (number.empty()) {
    number = at.han_number_behind_ordinal();
    ordinal = true;
  } else {
    at.blanks();
    ordinal = at.take(U'第');
  }
  if (number.empty()) return std::nullopt;
  at.blanks();
  const Backward before_number = at;

  // 国办发〔2024〕12号
  if (is_close(at.before())) {
    --at.pos;
    at.blanks();
    at.take(U'年');
    const std::u32string year = at.year();
    at.blanks();
    if (!year.empty() && is_open(at.before())) {
      --at.pos;
      at.blanks();
      Backward whole = at;
      std::u32string agency;
      View kind;
      if (agency_and_kind(whole, agency, kind)) {
        return Parsed{agency_start(whole, agency), end, normal_order(agency, kind, year, number)};
      }
      const std::u32string code(code_of(at.name(kLongestCode)));
      if (code.size() < 2) return std::nullopt;
      std::u32string normal = upper(code) + U"〔" + year + U"〕" + number + U"号";
      return Parsed{at.pos - code.size(), end, std::move(normal)};
    }
    return std::nullopt;
  }

  // 财政部公告2024年第12号, 国务院令第752号, 国务院令（第752号）
  at = before_number;
  bool in_brackets = is_open(at.before());
  if (in_brackets) --at.pos;
  std::u32string year;
  if (at.take(U'年')) {
    year = at.year();
    if (year.empty()) return std::nullopt;
    at.blanks();
    if (!in_brackets && is_open(at.before()) && end < ceiling && is_close(text[end])) {
      in_brackets = true;
      --at.pos;
    }
  }
  at.blanks();
  std::u32string agency;
  View kind;
  Backward whole = at;
  if (agency_and_kind(whole, agency, kind)) {
    const size_t close = in_brackets && end < ceiling && is_close(text[end]) ? 1 : 0;
    return Parsed{agency_start(whole, agency), end + close,
                  normal_order(agency, kind, year, number)};
  }
  // 国务院第752号令, 财政部2024年第12号公告
  if (!ordinal || in_brackets) return std::nullopt;
  for (const View after : kKinds) {
    if (end + after.size() > ceiling || text.substr(end, after.size()) != after) continue;
    agency = agency_of(at.name(kLongestAgency));
    if (agency.empty()) return std::nullopt;
    return Parsed{agency_start(at, agency), end + after.size(),
                  normal_order(agency, after, year, number)};
  }
  return std::nullopt;
}

}  // namespace

std::vector<DocNumber> find_doc_numbers(std::u32string_view text, Span range) {
  std::vector<DocNumber> found;
  const size_t ceiling = std::min<size_t>(range.end, text.size());
  size_t floor = range.start;
  for (size_t at = range.start; at < ceiling; ++at) {
    if (text[at] != U'号' && text[at] != U'號') continue;
    const auto parsed = parse_before(text, floor, ceiling, at + 1);
    if (!parsed) continue;
    found.push_back(
        {{static_cast<std::uint32_t>(parsed->start), static_cast<std::uint32_t>(parsed->end)},
         encode_utf8(parsed->normal)});
    floor = parsed->end;
  }
  return found;
}

namespace {

// 国办发2024年12号 and 国办发2024 12号 with brackets; empty for what is not typed so.
std::u32string with_brackets(View typed) {
  const std::u32string text = fold_text(typed);
  const auto all_digits = [](View part) { return std::all_of(part.begin(), part.end(), is_digit); };
  const size_t year = std::min(text.find_first_of(U"0123456789"), text.size());
  const View code = View(text).substr(0, year);
  View rest = View(text).substr(year);
  if (rest.size() < 6 || !all_digits(rest.substr(0, 4)) || !Codes::instance().known(code))
    return {};
  const size_t number = rest.find_first_not_of(U"年第- ", 4);
  if (number == 4 || number == View::npos) return {};
  View digits = rest.substr(number);
  if (digits.ends_with(U'号')) digits.remove_suffix(1);
  if (!all_digits(digits)) return {};
  std::u32string out(code);
  return (((out += U'〔') += rest.substr(0, 4)) += U'〕') += digits;
}

}  // namespace

std::optional<std::string> normalize_doc_number(std::string_view utf8) {
  std::u32string text(trim(decode_utf8(utf8)));
  if (text.size() > 64) return std::nullopt;
  if (auto bracketed = with_brackets(text); !bracketed.empty()) text = std::move(bracketed);
  if (!text.empty() && digit(text.back()) >= 0) text += U'号';
  const auto found = find_doc_numbers(text, {0, static_cast<std::uint32_t>(text.size())});
  if (found.size() != 1 || found[0].span.start != 0 || found[0].span.end != text.size()) {
    return std::nullopt;
  }
  return found[0].normalized;
}

std::string issuer_of_number(std::string_view normalized) {
  const std::u32string text = decode_utf8(normalized);
  if (const size_t bracket = text.find(U'〔'); bracket != View::npos) {
    return encode_utf8(Codes::instance().issuer(View(text).substr(0, bracket)));
  }
  for (const View kind : kKinds) {
    const size_t at = text.rfind(kind);
    if (at == View::npos || at == 0) continue;
    const View agency = View(text).substr(0, at);
    return agency == U"主席" ? "中华人民共和国主席" : encode_utf8(agency);
  }
  return {};
}

}  // namespace zhengce
