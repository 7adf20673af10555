#include "search/query_parser.h"

#include <array>
#include <optional>
#include <utility>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/fold.h"
#include "corpus/text.h"
#include "search/query_error.h"

namespace zhengce {
namespace {

constexpr std::array<std::pair<std::string_view, QueryField>, 10> kFields = {{
    {"title", QueryField::kTitle},
    {"region", QueryField::kRegion},
    {"mentions", QueryField::kMentions},
    {"program", QueryField::kProgram},
    {"runs", QueryField::kRuns},
    {"org", QueryField::kOrganization},
    {"issuer", QueryField::kIssuer},
    {"number", QueryField::kNumber},
    {"source", QueryField::kSource},
    {"date", QueryField::kDate},
}};

struct Token {
  enum class Kind : std::uint8_t { kOpen, kClose, kOr, kAnd, kNot, kLeaf, kNothing, kEnd };
  Kind kind = Kind::kEnd;
  Span place;
  QueryNode leaf;
};

bool is_space(char32_t c) { return is_blank(c) || c == U'\n' || c == U'\r' || c < 0x20; }
bool is_open(char32_t c) { return c == U'(' || c == U'（'; }
bool is_close(char32_t c) { return c == U')' || c == U'）'; }
bool is_colon(char32_t c) { return c == U':' || c == U'：'; }
bool is_minus(char32_t c) { return c == U'-' || c == U'－' || c == U'\u2212'; }
bool is_bar(char32_t c) { return c == U'|' || c == U'｜'; }
bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

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
  for (const auto& [name, field] : kFields) {
    out += out.empty() ? "" : ", ";
    out += std::string(name) + ":";
  }
  return out;
}

class Lexer {
 public:
  explicit Lexer(std::u32string_view query) : query_(query) {}

  Result<std::vector<Token>> run() {
    std::vector<Token> tokens;
    while (pos_ < query_.size()) {
      if (is_space(query_[pos_])) {
        ++pos_;
        continue;
      }
      auto token = next();
      if (!token) return token.error();
      if (tokens.size() == kMaxQueryTokens) {
        return fail(
            "the query has more than " + std::to_string(kMaxQueryTokens) + " words and operators",
            token->place);
      }
      tokens.push_back(std::move(*token));
    }
    tokens.push_back({Token::Kind::kEnd, here(0), {}});
    return tokens;
  }

 private:
  Span here(std::size_t length) const {
    return {static_cast<std::uint32_t>(pos_), static_cast<std::uint32_t>(pos_ + length)};
  }
  Error fail(const std::string& what, Span place) const {
    return query_error(ErrorCode::kInvalidInput, what, query_, place);
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
      return content(std::move(leaf), *text, "there is nothing to search for between the quotes");
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
    return fail("this quotation mark has no partner", open);
  }

  // The end of a word: blank, quote, bar, parenthesis. A parenthesis that closes before any of
  // these belongs to it.
  Span word() {
    const auto start = static_cast<std::uint32_t>(pos_);
    while (pos_ < query_.size()) {
      const char32_t c = query_[pos_];
      if (is_space(c) || is_quote(c) || is_bar(c) || is_close(c)) break;
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

  Result<Token> field_or_words() {
    std::size_t letters = 0;
    while (is_letter(peek(letters))) ++letters;
    if (letters > 0 && is_colon(peek(letters)) &&
        !(peek(letters + 1) == U'/' && peek(letters + 2) == U'/')) {
      return field(letters);
    }
    const Span place = word();
    const auto text = slice(query_, place);
    if (text == U"OR") return Token{Token::Kind::kOr, place, {}};
    if (text == U"AND") return Token{Token::Kind::kAnd, place, {}};
    if (text == U"NOT") return Token{Token::Kind::kNot, place, {}};
    Token token{Token::Kind::kLeaf, place, {}};
    token.leaf.kind = QueryNode::Kind::kWords;
    token.leaf.place = place;
    token.leaf.text = text;
    if (!has_content(fold_text(text))) token.kind = Token::Kind::kNothing;
    return token;
  }

  Result<Token> field(std::size_t letters) {
    std::string name;
    for (std::size_t i = 0; i < letters; ++i) {
      const char32_t c = peek(i);
      name.push_back(static_cast<char>(c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c));
    }
    QueryNode leaf;
    leaf.kind = QueryNode::Kind::kField;
    const Span name_place = here(letters + 1);
    bool known = false;
    for (const auto& [field_name, field] : kFields) {
      if (field_name != name) continue;
      leaf.field = field;
      known = true;
    }
    if (!known) {
      return fail("there is no field \"" + name + ":\"; the fields are " + known_fields() +
                      " (put quotes around text that holds a colon)",
                  name_place);
    }
    pos_ += letters + 1;
    if (peek(0) == U'=' || peek(0) == U'＝') {
      if (leaf.field != QueryField::kRegion && leaf.field != QueryField::kMentions) {
        return fail("only region: takes an equals sign", here(1));
      }
      leaf.exact_node = true;
      ++pos_;
    }
    if (is_open(peek(0))) {
      return fail("a field takes one value: write (" + name + ":A OR " + name + ":B)", here(1));
    }
    Span value{};
    if (pos_ < query_.size() && is_quote(query_[pos_])) {
      auto text = quoted();
      if (!text) return text.error();
      value = *text;
    } else {
      value = word();
    }
    const std::string nothing = name + ": needs a value";
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
      return fail("this parenthesis closes nothing", tokens_[next_].place);
    }
    if (!*node) return fail("there is nothing to search for: no letter, digit or ideograph", all());
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
        return fail("OR needs something on both sides", bar ? *bar : token.place);
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
          return fail("AND needs something on both sides", token.place);
        }
        ++next_;
        continue;
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
        return std::optional(std::move(token.leaf));
      case Token::Kind::kNothing:
        return std::optional<QueryNode>();
      case Token::Kind::kNot:
        return negated(token.place);
      case Token::Kind::kOpen:
        return enclosed(token.place);
      default:
        return fail("there is an operator where a word should be", token.place);
    }
  }

  Parsed negated(Span place) {
    const auto after = tokens_[next_].kind;
    if (after != Token::Kind::kLeaf && after != Token::Kind::kNothing &&
        after != Token::Kind::kOpen && after != Token::Kind::kNot) {
      return fail("NOT needs something after it", place);
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
      return fail("this parenthesis is not closed", place);
    }
    const Span closing = tokens_[next_].place;
    ++next_;
    if (empty) return fail("there is nothing between the parentheses", {place.start, closing.end});
    return part;
  }

  Error too_deep(Span place) const {
    return fail("the query is nested more than " + std::to_string(kMaxQueryDepth) + " deep", place);
  }

  std::u32string_view query_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int depth_ = 0;
};

}  // namespace

std::string_view field_name(QueryField field) {
  for (const auto& [name, known] : kFields) {
    if (known == field) return name;
  }
  return {};
}

bool has_content(std::u32string_view folded) {
  for (const char32_t c : folded) {
    if (is_han(c)) return true;
  }
  return !Analyzer::phrase_terms(folded).empty();
}

Result<QueryNode> parse_query(std::string_view utf8) {
  const std::u32string query = decode_utf8(utf8);
  if (query.size() > kMaxQueryCharacters) {
    return Error{ErrorCode::kInvalidInput,
                 "the query is longer than " + std::to_string(kMaxQueryCharacters) + " characters"};
  }
  auto tokens = Lexer(query).run();
  if (!tokens) return tokens.error();
  return Parser(query, std::move(*tokens)).run();
}

}  // namespace zhengce
