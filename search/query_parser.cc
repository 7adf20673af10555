#include "search/query_parser.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "corpus/article.h"
#include "corpus/message.h"
#include "corpus/text.h"
#include "search/phrases.h"
#include "search/query_error.h"

namespace zhengce {
namespace {

struct FieldNames {
  QueryField field;
  std::string_view name;
  std::array<std::u32string_view, 3> chinese;  // The first is the one shown.
};
constexpr std::array<FieldNames, 16> kFields = {{
    {QueryField::kTitle, "title", {U"标题", U"题目"}},
    {QueryField::kRegion, "region", {U"地区", U"区域"}},
    {QueryField::kIn, "in", {U"位于", U"地处"}},
    {QueryField::kLevel, "level", {U"层级", U"级别"}},
    {QueryField::kMentions, "mentions", {U"提及", U"提到"}},
    {QueryField::kProgram, "program", {U"项目", U"计划", U"品牌"}},
    {QueryField::kRuns, "runs", {U"实施", U"开展"}},
    {QueryField::kNotRuns, "not-runs", {U"未实施", U"未开展"}},
    {QueryField::kPairedWith, "paired-with", {U"结对", U"对口"}},
    {QueryField::kOrganization, "org", {U"机构", U"单位"}},
    {QueryField::kIssuer, "issuer", {U"发文机关", U"发文单位"}},
    {QueryField::kIssuedBy, "issued-by", {U"印发", U"发布"}},
    {QueryField::kNumber, "number", {U"文号", U"发文字号"}},
    {QueryField::kSource, "source", {U"来源", U"出处"}},
    {QueryField::kDate, "date", {U"日期", U"时间"}},
    {QueryField::kAmount, "amount", {U"金额", U"数量"}},
}};
constexpr std::size_t kLongestChineseName = 4;
constexpr std::size_t kLongestFieldName = 20;

struct Token {
  enum class Kind : std::uint8_t { kOpen, kClose, kOr, kAnd, kNot, kNear, kLeaf, kNothing, kEnd };
  Kind kind = Kind::kEnd;
  Span place;
  QueryNode leaf;
  std::uint32_t distance = 0;  // Of NEAR.
  bool han = false;  // 或, 且, 非 and their like: text where they have nothing to join.
};

struct OperatorWord {
  std::u32string_view word;
  Token::Kind kind;
};
constexpr std::array<OperatorWord, 8> kOperatorWords = {{
    {U"OR", Token::Kind::kOr},
    {U"AND", Token::Kind::kAnd},
    {U"NOT", Token::Kind::kNot},
    {U"或", Token::Kind::kOr},
    {U"或者", Token::Kind::kOr},
    {U"且", Token::Kind::kAnd},
    {U"并且", Token::Kind::kAnd},
    {U"非", Token::Kind::kNot},
}};

bool is_space(char32_t c) { return is_blank(c) || c == U'\n' || c == U'\r' || c < 0x20; }
bool is_open(char32_t c) { return c == U'(' || c == U'（'; }
bool is_close(char32_t c) { return c == U')' || c == U'）'; }
bool is_colon(char32_t c) { return c == U':' || c == U'：'; }
bool is_minus(char32_t c) { return c == U'-' || c == U'－' || c == U'﹣' || c == U'\u2212'; }
bool is_star(char32_t c) { return c == U'*' || c == U'＊'; }
bool is_tilde(char32_t c) { return c == U'~' || c == U'～'; }
bool is_slash(char32_t c) { return c == U'/' || c == U'／'; }
// As half-width, where it is a full-width digit.
char32_t plain_digit(char32_t c) { return c >= U'０' && c <= U'９' ? c - U'０' + U'0' : c; }
bool is_digit(char32_t c) { return plain_digit(c) >= U'0' && plain_digit(c) <= U'9'; }
bool is_bar(char32_t c) { return c == U'|' || c == U'｜'; }
// As half-width, where it is a full-width letter.
char32_t plain_letter(char32_t c) {
  const bool wide = (c >= U'Ａ' && c <= U'Ｚ') || (c >= U'ａ' && c <= U'ｚ');
  return wide ? c - U'Ａ' + U'A' : c;
}
bool is_letter(char32_t c) {
  c = plain_letter(c);
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}
// What ends an unquoted value of a field besides the end of a word.
bool ends_value(char32_t c) { return c == U'，' || c == U'；'; }

bool is_straight(char32_t c) { return c == U'"' || c == U'＂'; }
bool is_curly(char32_t c) {
  return c == U'“' || c == U'”' || c == U'„' || c == U'‟' || c == U'〝' || c == U'〞';
}
bool is_corner(char32_t c) { return c == U'「' || c == U'」' || c == U'『' || c == U'』'; }
bool is_quote(char32_t c) { return is_straight(c) || is_curly(c) || is_corner(c); }

// What closes the quotation that `open` opens. Curly marks are typed in any order (”…“), and close
// with a straight one too; a straight one only with its like, so that “…” may stand inside.
bool closes(char32_t open, char32_t c) {
  if (is_straight(open)) return is_straight(c);
  if (is_curly(open)) return is_curly(c) || is_straight(c);
  if (open == U'「') return c == U'」';
  return open == U'『' && c == U'』';
}

std::string known_fields() {
  std::string out;
  for (const FieldNames& names : kFields) {
    out += out.empty() ? "" : ", ";
    out += std::string(names.name) + ": " + encode_utf8(names.chinese[0]);
  }
  return out;
}

const FieldNames* find_field(std::u32string_view folded) {
  for (const FieldNames& names : kFields) {
    const auto& chinese = names.chinese;
    const bool is_name = folded.size() == names.name.size() &&
                         std::equal(folded.begin(), folded.end(), names.name.begin());
    if (is_name || std::find(chinese.begin(), chinese.end(), folded) != chinese.end()) {
      return &names;
    }
  }
  return nullptr;
}

// Edits (one letter more, less or other, or two swapped) from one short name to another.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> least(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        least[i][j] = i + j;
        continue;
      }
      const std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
      least[i][j] =
          std::min({least[i - 1][j] + 1, least[i][j - 1] + 1, least[i - 1][j - 1] + other});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        least[i][j] = std::min(least[i][j], least[i - 2][j - 2] + 1);
      }
    }
  }
  return least[a.size()][b.size()];
}

// The field most like a mistyped name, or cut short in it; null where none is near.
const FieldNames* nearest_field(std::string_view typed) {
  if (typed.size() < 3 || typed.size() > 20) return nullptr;
  const FieldNames* nearest = nullptr;
  std::size_t least = 0;
  for (const FieldNames& names : kFields) {
    const std::size_t distance = edits(typed, names.name);
    const bool near = distance <= (names.name.size() > 4 ? 2 : 1);
    if (!near && !typed.starts_with(names.name.substr(0, 3))) continue;
    if (nearest == nullptr || distance < least) {
      nearest = &names;
      least = distance;
    }
  }
  return nearest;
}

class Lexer {
 public:
  explicit Lexer(std::u32string_view query) : query_(query) {}

  Result<std::vector<Token>> run() {
    std::vector<Token> tokens;
    std::size_t stars = 0;
    while (pos_ < query_.size()) {
      if (is_space(query_[pos_])) {
        ++pos_;
        continue;
      }
      auto token = next();
      if (!token) return token.error();
      stars += token->leaf.open_end || token->leaf.near_name ? 1 : 0;
      if (stars > kMaxStars) {
        return fail(message(_("the query has more than {} words with a star or tilde"), kMaxStars),
                    token->place);
      }
      if (tokens.size() == kMaxQueryTokens) {
        return fail(message(_("the query has more than {} words and operators"), kMaxQueryTokens),
                    token->place);
      }
      tokens.push_back(std::move(*token));
    }
    tokens.push_back({Token::Kind::kEnd, here(0), {}});
    settle_han_operators(tokens);
    return tokens;
  }

 private:
  Span here(std::size_t length) const {
    return {static_cast<std::uint32_t>(pos_), static_cast<std::uint32_t>(pos_ + length)};
  }
  Error fail(const std::string& what, Span place) const {
    return query_error(ErrorCode::kInvalidInput, what, query_, place);
  }
  // 或, 且 and 非 are words too, and people look for them: without what they would join they are.
  void settle_han_operators(std::vector<Token>& tokens) const {
    using Kind = Token::Kind;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      Token& token = tokens[i];
      if (!token.han) continue;
      const Kind after = tokens[i + 1].kind;
      const bool has_right = after == Kind::kLeaf || after == Kind::kOpen || after == Kind::kNot;
      const Kind before = i > 0 ? tokens[i - 1].kind : Kind::kEnd;
      const bool has_left = before == Kind::kLeaf || before == Kind::kClose;
      if (!has_right || (token.kind != Kind::kNot && !has_left)) token = words(token.place);
    }
  }

  char32_t peek(std::size_t ahead) const {
    return pos_ + ahead < query_.size() ? query_[pos_ + ahead] : U'\0';
  }
  Token take(Token::Kind kind, std::size_t length) {
    Token token{kind, here(length), {}};
    pos_ += length;
    return token;
  }

  Result<Token> next() {
    const char32_t c = query_[pos_];
    if (is_open(c)) return take(Token::Kind::kOpen, 1);
    if (is_close(c)) return take(Token::Kind::kClose, 1);
    if (is_bar(c)) return take(Token::Kind::kOr, 1);
    if (is_minus(c) && pos_ + 1 < query_.size() && !is_space(peek(1)) && !is_minus(peek(1)) &&
        !is_close(peek(1)) && !is_bar(peek(1)) && at_start()) {
      return take(Token::Kind::kNot, 1);
    }
    if (is_quote(c)) {
      auto text = quoted();
      if (!text) return text.error();
      QueryNode leaf;
      leaf.kind = QueryNode::Kind::kPhrase;
      return content(std::move(leaf), *text,
                     _("there is nothing to search for between the quotes"));
    }
    return field_or_words();
  }

  // A minus sign inside a word or right after a quotation is no operator.
  bool at_start() const {
    if (pos_ == 0) return true;
    const char32_t before = query_[pos_ - 1];
    return is_space(before) || is_open(before) || is_close(before) || is_bar(before);
  }

  // The span between the quotes; leaves pos_ after the closing one.
  Result<Span> quoted() {
    const Span open = here(1);
    const char32_t mark = query_[pos_];
    for (std::size_t i = pos_ + 1; i < query_.size(); ++i) {
      if (!closes(mark, query_[i])) continue;
      const Span text{open.end, static_cast<std::uint32_t>(i)};
      pos_ = i + 1;
      return text;
    }
    return fail(_("this quotation mark has no partner"), open);
  }

  // The end of a word: blank, quote, bar, parenthesis; of a value also a comma. A parenthesis that
  // closes before any of these belongs to it.
  Span word(bool is_value = false) {
    const auto start = static_cast<std::uint32_t>(pos_);
    while (pos_ < query_.size()) {
      const char32_t c = query_[pos_];
      if (is_space(c) || is_quote(c) || is_bar(c) || is_close(c)) break;
      if (is_value && ends_value(c)) break;
      if (is_open(c)) {
        std::size_t i = pos_ + 1;
        while (i < query_.size() && !is_space(query_[i]) && !is_quote(query_[i]) &&
               !is_bar(query_[i]) && !is_open(query_[i]) && !is_close(query_[i])) {
          ++i;
        }
        if (i >= query_.size() || !is_close(query_[i]) || pos_ == start) break;
        pos_ = i;
      }
      ++pos_;
    }
    return {start, static_cast<std::uint32_t>(pos_)};
  }

  bool at_boundary(std::size_t ahead) const {
    if (pos_ + ahead >= query_.size()) return true;
    const char32_t c = peek(ahead);
    return is_space(c) || is_open(c) || is_close(c) || is_bar(c) || is_quote(c);
  }

  // An operator in letters or ideographs, standing alone; all tokens start behind a boundary.
  std::optional<Token> operator_word() {
    for (const OperatorWord& known : kOperatorWords) {
      std::size_t n = 0;
      while (n < known.word.size() && plain_letter(peek(n)) == known.word[n]) ++n;
      if (n < known.word.size() || !at_boundary(n)) continue;
      Token token = take(known.kind, n);
      token.han = is_han(known.word[0]);
      return token;
    }
    return std::nullopt;
  }

  // NEAR or NEAR/n, standing alone.
  std::optional<Result<Token>> near() {
    constexpr std::u32string_view kWord = U"NEAR";
    std::size_t n = 0;
    while (n < kWord.size() && plain_letter(peek(n)) == kWord[n]) ++n;
    if (n < kWord.size()) return std::nullopt;
    std::uint32_t distance = kNearDistance;
    if (is_slash(peek(n)) && is_digit(peek(n + 1))) {
      distance = 0;
      for (++n; is_digit(peek(n)); ++n) {
        distance = std::min(distance * 10 + (plain_digit(peek(n)) - U'0'), kMaxNearDistance + 1);
      }
    }
    if (!at_boundary(n)) return std::nullopt;
    Token token = take(Token::Kind::kNear, n);
    if (distance > kMaxNearDistance) {
      return fail(message(_("NEAR reaches {} characters at most"), kMaxNearDistance), token.place);
    }
    token.distance = distance;
    return token;
  }

  // The length of what could be a field's name: ASCII letters before a colon, or a Chinese name
  // that is known; 0 for running text.
  std::size_t field_name_length() const {
    std::size_t n = 0;
    while (is_letter(peek(n))) ++n;
    if (n > 0 && is_minus(peek(n)) && is_letter(peek(n + 1))) {
      // not-runs: a word with a hyphen is a field only where it is known.
      std::size_t whole = n + 1;
      while (whole < kLongestFieldName && is_letter(peek(whole))) ++whole;
      const bool known = is_colon(peek(whole)) && find_field(folded_ahead(whole)) != nullptr;
      return known ? whole : 0;
    }
    if (n > 0) {
      const bool address = peek(n + 1) == U'/' && peek(n + 2) == U'/';
      return is_colon(peek(n)) && !address ? n : 0;
    }
    while (n < kLongestChineseName && is_han(peek(n))) ++n;
    const bool known = n > 0 && is_colon(peek(n)) && find_field(folded_ahead(n)) != nullptr;
    return known ? n : 0;
  }
  std::u32string folded_ahead(std::size_t n) const { return fold_text(query_.substr(pos_, n)); }

  // A star ends a short word: beyond, and anywhere else, it is punctuation.
  static bool is_open_ended(std::u32string_view text) {
    return text.size() > 1 && text.size() <= kMaxOpenPhrase && is_star(text.back()) &&
           !is_star(text[text.size() - 2]);
  }
  static bool is_near_name(std::u32string_view text) {
    return text.size() > 2 && text.size() <= kMaxOpenPhrase && is_tilde(text.back()) &&
           !is_tilde(text[text.size() - 2]);
  }
  Token words(Span place) const {
    Token token{Token::Kind::kLeaf, place, {}};
    token.leaf.kind = QueryNode::Kind::kWords;
    token.leaf.place = place;
    token.leaf.text = slice(query_, place);
    if (is_open_ended(token.leaf.text)) {
      token.leaf.text.pop_back();
      token.leaf.kind = QueryNode::Kind::kPhrase;
      token.leaf.open_end = true;
    } else if (is_near_name(token.leaf.text)) {
      token.leaf.text.pop_back();
      token.leaf.kind = QueryNode::Kind::kPhrase;
      token.leaf.near_name = true;
    }
    if (!has_content(fold_text(token.leaf.text))) token.kind = Token::Kind::kNothing;
    return token;
  }

  Result<Token> field_or_words() {
    if (const std::size_t n = field_name_length(); n > 0) return field(n);
    if (auto token = operator_word()) return std::move(*token);
    if (auto token = near()) return std::move(*token);
    return words(word());
  }

  Error unknown_field(const std::string& name, Span place) const {
    const FieldNames* meant = nearest_field(name);
    const std::string what =
        meant == nullptr
            ? message(_("there is no field \"{}:\""), name)
            : message(_("there is no field \"{}:\" (did you mean {}:?)"), name, meant->name);
    return fail(message(_("{}; fields are {}; put quotes around text that holds a colon"), what,
                        known_fields()),
                place);
  }

  Result<Token> field(std::size_t letters) {
    QueryNode leaf;
    leaf.kind = QueryNode::Kind::kField;
    const Span name_place = here(letters + 1);
    // Messages call a field as the user did.
    const std::string name = encode_utf8(folded_ahead(std::min(letters, 2 * kLongestFieldName)));
    const FieldNames* known =
        letters > kLongestFieldName ? nullptr : find_field(folded_ahead(letters));
    if (known == nullptr) return unknown_field(name, name_place);
    leaf.field = known->field;
    pos_ += letters + 1;
    if (peek(0) == U'=' || peek(0) == U'＝') {
      if (leaf.field != QueryField::kRegion && leaf.field != QueryField::kMentions) {
        return fail(_("only region: takes an equals sign"), here(1));
      }
      leaf.exact_node = true;
      ++pos_;
    }
    if (is_open(peek(0))) {
      return fail(message(_("a field takes one value: write ({0}:A OR {0}:B)"), name), here(1));
    }
    Span value{};
    if (pos_ < query_.size() && is_quote(query_[pos_])) {
      auto text = quoted();
      if (!text) return text.error();
      value = *text;
    } else {
      value = word(true);
    }
    const std::string nothing = message(_("{}: needs a value, right after the colon"), name);
    if (value.empty()) {
      return fail(nothing, {name_place.start, static_cast<std::uint32_t>(pos_)});
    }
    auto token = content(std::move(leaf), value, nothing);
    if (token) token->place.start = token->leaf.place.start = name_place.start;
    return token;
  }

  Result<Token> content(QueryNode leaf, Span text, const std::string& otherwise) const {
    leaf.place = text;
    leaf.text = trim(slice(query_, text));
    if (!has_content(fold_text(leaf.text))) {
      return fail(otherwise,
                  {text.start > 0 ? text.start - 1 : 0, static_cast<std::uint32_t>(pos_)});
    }
    return Token{Token::Kind::kLeaf, text, std::move(leaf)};
  }

  std::u32string_view query_;
  std::size_t pos_ = 0;
};

class Parser {
 public:
  Parser(std::u32string_view query, std::vector<Token> tokens)
      : query_(query), tokens_(std::move(tokens)) {}

  Result<QueryNode> run() {
    auto node = any();
    if (!node) return node.error();
    if (tokens_[next_].kind == Token::Kind::kClose) {
      return fail(_("this parenthesis closes nothing"), tokens_[next_].place);
    }
    if (!*node)
      return fail(_("there is nothing to search for: no letter, digit or ideograph"), all());
    return std::move(**node);
  }

 private:
  using Parsed = Result<std::optional<QueryNode>>;  // Empty: nothing but punctuation.

  Error fail(const std::string& what, Span place) const {
    return query_error(ErrorCode::kInvalidInput, what, query_, place);
  }
  Span all() const { return {0, static_cast<std::uint32_t>(query_.size())}; }

  static QueryNode group(QueryNode::Kind kind, std::vector<QueryNode> children) {
    if (children.size() == 1 && kind != QueryNode::Kind::kNot) return std::move(children.front());
    QueryNode node;
    node.kind = kind;
    node.place = {children.front().place.start, children.back().place.end};
    node.children = std::move(children);
    return node;
  }

  Parsed any() {
    std::vector<QueryNode> children;
    std::optional<Span> bar;
    for (;;) {
      auto part = all_of();
      if (!part) return part;
      const Token& token = tokens_[next_];
      const bool more = token.kind == Token::Kind::kOr;
      if (!*part && (more || bar)) {
        return fail(_("OR needs something on both sides"), bar ? *bar : token.place);
      }
      if (*part) children.push_back(std::move(**part));
      if (!more) break;
      bar = token.place;
      ++next_;
    }
    if (children.empty()) return std::optional<QueryNode>();
    return std::optional(group(QueryNode::Kind::kOr, std::move(children)));
  }

  Parsed all_of() {
    std::vector<QueryNode> children;
    for (;;) {
      const Token& token = tokens_[next_];
      if (token.kind == Token::Kind::kOr || token.kind == Token::Kind::kClose ||
          token.kind == Token::Kind::kEnd) {
        break;
      }
      if (token.kind == Token::Kind::kAnd) {
        const auto after = tokens_[next_ + 1].kind;
        if (children.empty() || after == Token::Kind::kEnd || after == Token::Kind::kClose ||
            after == Token::Kind::kOr || after == Token::Kind::kAnd) {
          return fail(_("AND needs something on both sides"), token.place);
        }
        ++next_;
        continue;
      }
      if (token.kind == Token::Kind::kNear) {
        return fail(near_needs_texts(), token.place);
      }
      auto part = one();
      if (!part) return part;
      if (*part) children.push_back(std::move(**part));
    }
    if (children.empty()) return std::optional<QueryNode>();
    return std::optional(group(QueryNode::Kind::kAnd, std::move(children)));
  }

  Parsed one() {
    Token& token = tokens_[next_];
    ++next_;
    switch (token.kind) {
      case Token::Kind::kLeaf:
        if (tokens_[next_].kind == Token::Kind::kNear) return near(std::move(token.leaf));
        return std::optional(std::move(token.leaf));
      case Token::Kind::kNothing:
        return std::optional<QueryNode>();
      case Token::Kind::kNot:
        return negated(token.place);
      case Token::Kind::kOpen:
        return enclosed(token.place);
      default:
        return fail(_("there is an operator where a word should be"), token.place);
    }
  }

  // The texts that NEAR joins, from the first on.
  Parsed near(QueryNode first) {
    std::vector<QueryNode> texts;
    texts.push_back(std::move(first));
    while (tokens_[next_].kind == Token::Kind::kNear) {
      const Token& near = tokens_[next_];
      Token& after = tokens_[next_ + 1];
      if (after.kind != Token::Kind::kLeaf) return fail(near_needs_texts(), near.place);
      texts.push_back(std::move(after.leaf));
      texts.back().distance = near.distance;
      next_ += 2;
    }
    for (QueryNode& text : texts) {
      if (text.kind == QueryNode::Kind::kField) {
        return fail(_("NEAR joins words and phrases alone"), text.place);
      }
      text.kind = QueryNode::Kind::kPhrase;
    }
    return std::optional(group(QueryNode::Kind::kNear, std::move(texts)));
  }
  static const char* near_needs_texts() { return _("NEAR needs a word or phrase on both sides"); }

  Parsed negated(Span place) {
    const auto after = tokens_[next_].kind;
    if (after != Token::Kind::kLeaf && after != Token::Kind::kNothing &&
        after != Token::Kind::kOpen && after != Token::Kind::kNot) {
      return fail(_("NOT needs something after it"), place);
    }
    if (++depth_ > kMaxQueryDepth) return too_deep(place);
    auto part = one();
    --depth_;
    if (!part || !*part) return part;
    std::vector<QueryNode> child;
    child.push_back(std::move(**part));
    return std::optional(group(QueryNode::Kind::kNot, std::move(child)));
  }

  Parsed enclosed(Span place) {
    if (++depth_ > kMaxQueryDepth) return too_deep(place);
    const bool empty = tokens_[next_].kind == Token::Kind::kClose;
    auto part = any();
    if (!part) return part;
    --depth_;
    if (tokens_[next_].kind != Token::Kind::kClose) {
      return fail(_("this parenthesis is not closed"), place);
    }
    const Span closing = tokens_[next_].place;
    ++next_;
    if (empty)
      return fail(_("there is nothing between the parentheses"), {place.start, closing.end});
    return part;
  }

  Error too_deep(Span place) const {
    return fail(message(_("the query is nested more than {} deep"), kMaxQueryDepth), place);
  }

  std::u32string_view query_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int depth_ = 0;
};

}  // namespace

std::string_view field_name(QueryField field) {
  for (const FieldNames& names : kFields) {
    if (names.field == field) return names.name;
  }
  return {};
}

bool has_content(std::u32string_view folded) {
  for (const char32_t c : folded) {
    if (is_han(c)) return true;
  }
  return !Analyzer::phrase_terms(folded).empty();
}

namespace {

// A day as people write it, with year and month; not 20240305, which may be any number.
std::optional<Date> day_of(std::u32string_view text) {
  constexpr std::size_t kLongest = 11;  // 2024年12月31日
  const std::u32string folded = fold_text(text);
  if (folded.empty() || folded.size() > kLongest) return std::nullopt;
  const auto date = Date::parse(encode_utf8(folded));
  const bool ends = folded.ends_with(U'日') || (folded.back() >= U'0' && folded.back() <= U'9');
  return date && date->day > 0 && ends ? date : std::nullopt;
}

// What spells the day, as typed or written out, or is dated so.
QueryNode texts_of_day(QueryNode typed, const Date& day) {
  QueryNode spelled = typed, dated = typed, any;
  spelled.kind = QueryNode::Kind::kPhrase;
  spelled.text =
      decode_utf8(fmt::format("{}年{}月{}日", day.year, unsigned{day.month}, unsigned{day.day}));
  dated.kind = QueryNode::Kind::kField;
  dated.field = QueryField::kDate;
  dated.text = decode_utf8(day.iso());
  any.kind = QueryNode::Kind::kOr;
  any.place = typed.place;
  any.children = {std::move(typed), std::move(spelled), std::move(dated)};
  return any;
}

}  // namespace

Result<QueryNode> parse_query(std::string_view utf8) {
  const std::u32string query = decode_utf8(utf8);
  if (query.size() > kMaxQueryCharacters) {
    return Error{ErrorCode::kInvalidInput,
                 message(_("the query is longer than {} characters"), kMaxQueryCharacters)};
  }
  auto tokens = Lexer(query).run();
  if (!tokens) return tokens.error();
  auto parsed = Parser(query, std::move(*tokens)).run();
  if (parsed && parsed->kind == QueryNode::Kind::kWords) {
    if (const auto day = day_of(parsed->text)) return texts_of_day(std::move(*parsed), *day);
  }
  return parsed;
}

}  // namespace zhengce
