#include "search/query_lexer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/message.h"
#include "corpus/text.h"
#include "search/phrases.h"
#include "search/query_error.h"
#include "search/query_fields.h"
#include "search/query_parser.h"

namespace zhengce {
namespace {

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
    if (is_slash(peek(n)) && is_wide_digit(peek(n + 1))) {
      distance = 0;
      for (++n; is_wide_digit(peek(n)); ++n) {
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
    // amount:=1.5亿元 is an amount as it stands.
    if (leaf.field != QueryField::kAmount && (peek(0) == U'=' || peek(0) == U'＝')) {
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

}  // namespace

Result<std::vector<Token>> lex_query(std::u32string_view query) { return Lexer(query).run(); }

}  // namespace zhengce
